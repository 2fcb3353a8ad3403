# ruff: noqa: E501 - a case is a line of a table

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.font_file import characters_of, font_characters, missing_glyphs
from boardpack.load.image_file import is_modest_png
from boardpack.load.loader import load
from boardpack.load.theme import read_theme
from boardpack.theme import COLOUR_ROLES
from tests.support.projects import BRANDS, write_project


def font(characters: str = "".join(map(chr, range(0x20, 0x7F))) + "’") -> bytes:
    """A small TrueType font in which each character but the blank is a square."""
    pen = TTGlyphPen(None)
    for point in ((0, 0), (0, 500), (500, 500), (500, 0)):
        (pen.lineTo if pen.points else pen.moveTo)(point)
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    names = {ord(mark): f"uni{ord(mark):04X}" for mark in characters}
    order = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: empty if name in {".notdef", "uni0020"} else square for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Sans", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.updateHead(created=0, modified=0)
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()


LATIN = font()


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def header(width: int = 60, height: int = 40) -> bytes:
    return chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))


PIXELS, END = chunk(b"IDAT", zlib.compress(b"\0" * 7240)), chunk(b"IEND")
PNG = png(header(), PIXELS, END)

BASE = """\
[page]
width = 841.89
height = 595.28
margin = 36
header = 26
footer = 24
gutter = 24
[sizes]
body = [11, 16]
table = [8.5, 11]
[colours]
""" + "\n".join(f'{role} = "#102030"' for role in COLOUR_ROLES)

BRAND = """\
[fonts]
family = "Sans"
regular = "fonts/r.ttf"
bold = "fonts/b.ttf"
italic = "fonts/i.ttf"
[colours]
brand = "#ff8000"
[sizes]
body = [12, 17]
[logo]
file = "logo.png"
"""


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    for name, content in {
        "base/theme.toml": BASE.encode(), "town/theme.toml": BRAND.encode(), "town/logo.png": PNG,
        "town/fonts/r.ttf": LATIN, "town/fonts/b.ttf": LATIN, "town/fonts/i.ttf": LATIN,
    }.items():  # fmt: skip
        path = tmp_path / "styles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "styles"


def change(styles: Path, old: str, new: str, brand: str = "town") -> None:
    file = styles / brand / "theme.toml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_a_brand_is_laid_over_its_base(styles: Path) -> None:
    theme, findings = read_theme(styles, "town")
    assert findings == ()
    assert theme is not None
    assert theme.name == "town"
    assert theme.colours["brand"] == (1.0, 128 / 255, 0.0)
    assert theme.colours["ink"] == (16 / 255, 32 / 255, 48 / 255)
    assert theme.sizes == {"body": (12.0, 17.0), "table": (8.5, 11.0)}
    assert theme.page.width == 841.89
    assert theme.fonts.bold.path == styles / "town/fonts/b.ttf"
    assert theme.logo == styles / "town/logo.png"


def test_a_brand_may_start_from_another(styles: Path) -> None:
    (styles / "district").mkdir()
    (styles / "district/theme.toml").write_text('base = "town"\n[colours]\nink = "#000000"\n')
    theme, findings = read_theme(styles, "district")
    assert findings == ()
    assert theme is not None
    assert (theme.colours["ink"], theme.fonts.family) == ((0, 0, 0), "Sans")
    assert theme.logo == styles / "town/logo.png"


def test_a_brand_without_a_logo_has_none(styles: Path) -> None:
    change(styles, '[logo]\nfile = "logo.png"\n', "")
    theme, findings = read_theme(styles, "town")
    assert (findings, theme is not None and theme.logo is None) == ((), True)


@pytest.mark.parametrize("brand", BRANDS)
def test_the_brands_that_are_shipped_are_whole(brand: str, repository: Path) -> None:
    theme, findings = read_theme(repository / "styles", brand)
    assert findings == ()
    assert theme is not None
    assert {"ŵ", "ŷ", "’", "–", "£"} <= characters_of(theme.fonts)


CASES: list[tuple[str, str, str, str, int]] = [
    ("town", 'brand = "#ff8000"', 'brand = "orange"', "theme-wrong", 7),
    ("town", 'brand = "#ff8000"', "brand = 3", "theme-wrong", 7),
    ("town", 'brand = "#ff8000"', 'brnad = "#ff8000"', "theme-unknown", 7),
    ("town", "body = [12, 17]", "body = [12]", "theme-wrong", 9),
    ("town", "body = [12, 17]", "body = [17, 12]", "theme-wrong", 9),
    ("town", "body = [12, 17]", 'body = ["12", 17]', "theme-wrong", 9),
    ("town", "body = [12, 17]", "bodi = [12, 17]", "theme-unknown", 9),
    ("town", 'family = "Sans"', "family = 3", "theme-wrong", 2),
    ("town", 'family = "Sans"\n', "", "theme-missing", 0),
    ("town", "fonts/r.ttf", "fonts/x.ttf", "file-missing", 0),
    ("town", "fonts/r.ttf", "../town/fonts/r.ttf", "theme-wrong", 3),
    ("town", "fonts/r.ttf", "/etc/passwd.ttf", "theme-wrong", 3),
    ("town", "fonts/r.ttf", "fonts/r.otf", "theme-wrong", 3),
    ("town", '"fonts/r.ttf"', "3", "theme-wrong", 3),
    ("town", "logo.png", "logo.eps", "theme-wrong", 11),
    ("town", "logo.png", "mark.png", "file-missing", 0),
    ("town", "file =", "path =", "theme-unknown", 11),
    ("town", "[fonts]", "[font]", "theme-unknown", 1),
    ("town", "[fonts]", "name = 3\n[fonts]", "theme-unknown", 1),
    ("town", "[fonts]", 'base = "nowhere"\n[fonts]', "brand-unknown", 1),
    ("town", "[fonts]", 'base = "town"\n[fonts]', "brand-unknown", 1),
    ("town", "[fonts]", "base = 3\n[fonts]", "brand-unknown", 1),
    ("town", "[fonts]", "[fonts", "toml-syntax", 1),
    ("base", 'ink = "#102030"\n', "", "theme-missing", 0),
    ("base", "margin = 36\n", "", "theme-missing", 0),
    ("base", "margin = 36", "margin = 360", "theme-wrong", 4),
    ("base", "margin = 36", "margin = true", "theme-wrong", 4),
    ("base", "margin = 36", "margn = 36", "theme-unknown", 4),
]


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_in_a_theme_is_found(case: tuple[str, str, str, str, int], styles: Path) -> None:
    brand, old, new, rule, line = case
    change(styles, old, new, brand)
    theme, findings = read_theme(styles, "town")
    assert theme is None
    assert (rule, line) in [(finding.rule, finding.place.line) for finding in findings]
    assert all(finding.place.file.startswith("styles/") and finding.remedy for finding in findings)


@pytest.mark.parametrize("brand", ["../town", "nowhere", "", "TOWN/../town"])
def test_an_unknown_brand_is_a_finding(brand: str, styles: Path) -> None:
    theme, findings = read_theme(styles, brand)
    assert theme is None
    assert [finding.rule for finding in findings] == ["brand-unknown"]


def test_a_folder_without_styles_is_a_finding(tmp_path: Path) -> None:
    assert [finding.rule for finding in read_theme(tmp_path / "styles", "town")[1]] == ["brand-unknown"]


@pytest.mark.parametrize("data", [b"", b"OTTO" + LATIN[4:], LATIN[:40], b"<svg/>", LATIN[:-2000]])
def test_a_font_that_cannot_be_read_is_a_finding(data: bytes, styles: Path) -> None:
    (styles / "town/fonts/b.ttf").write_bytes(data)
    theme, findings = read_theme(styles, "town")
    assert theme is None
    assert [(finding.rule, finding.place.line) for finding in findings] == [("font-unreadable", 4)]


NO_LOGOS = [
    b"",
    b"%!PS-Adobe EPSF" + b" " * 50,
    b"\xff\xd8" + PNG[2:],
    PNG[:-8],
    PNG[: len(PNG) // 2],
    PNG.replace(b"IDAT", b"IDAU"),
    png(header(13_000, 13_000), PIXELS, END),
    png(header(0, 5), PIXELS, END),
    png(header(), END),
    png(chunk(b"IHDR"), PIXELS, END),
    png(PIXELS, END),
    png(header(), header(61, 41), PIXELS, END),
]


@pytest.mark.parametrize("data", NO_LOGOS)
def test_a_logo_that_is_no_modest_png_is_a_finding(data: bytes, styles: Path) -> None:
    (styles / "town/logo.png").write_bytes(data)
    theme, findings = read_theme(styles, "town")
    assert theme is None
    assert [(finding.rule, finding.place.line) for finding in findings] == [("image-unreadable", 11)]


def test_a_font_that_leads_out_of_the_project_is_a_finding(styles: Path) -> None:
    (styles / "town/fonts/r.ttf").unlink()
    (styles / "town/fonts/r.ttf").symlink_to("/etc/passwd")
    assert [finding.rule for finding in read_theme(styles, "town")[1]] == ["path-outside"]


# ------------------------------------------------------------------------------------- font files


def test_the_characters_of_a_font_are_read() -> None:
    letters = "AEHMaemnost0123456789"
    assert font_characters(font(letters + "ŵ ")) == frozenset(letters + "ŵ ")


def tables(data: bytes) -> dict[str, tuple[int, int]]:
    """Where each table of a font begins, and its length."""
    count = struct.unpack_from(">H", data, 4)[0]
    found = (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(count))
    return {tag.decode(): (offset, length) for tag, _, offset, length in found}


@pytest.mark.parametrize(
    "name", ["glyf", "loca", "hmtx", "head", "hhea", "maxp", "cmap", "name", "post", "OS/2"]
)
def test_a_font_with_a_zeroed_table_is_no_font(name: str) -> None:
    offset, length = tables(LATIN)[name]
    assert font_characters(LATIN[:offset] + bytes(length) + LATIN[offset + length :]) is None


@pytest.mark.parametrize("kept", [0.01, 0.5, 0.9, 0.99])
def test_a_font_that_was_cut_short_is_no_font(kept: float) -> None:
    assert font_characters(LATIN[: int(len(LATIN) * kept)]) is None


def test_a_font_without_outlines_is_no_font() -> None:
    """Its checksums hold, and it would print an empty paper."""
    ttf = TTFont(io.BytesIO(LATIN))
    for name in ttf.getGlyphOrder():
        ttf["glyf"][name] = TTGlyphPen(None).glyph()
    file = io.BytesIO()
    ttf.save(file)
    assert font_characters(file.getvalue()) is None


@given(st.data())
def test_a_damaged_font_is_read_or_refused_and_never_raises(data: st.DataObject) -> None:
    damaged = bytearray(LATIN)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    read = font_characters(bytes(damaged))
    assert read is None or read == font_characters(LATIN)


def test_what_stands_behind_a_png_is_not_looked_at() -> None:
    assert is_modest_png(PNG + b"more")


# ----------------------------------------------------------------------------------------- glyphs


def test_characters_are_those_that_all_faces_have(styles: Path) -> None:
    few = "AEHMaemnost0123456789"
    (styles / "town/fonts/i.ttf").write_bytes(font(few))
    theme, _ = read_theme(styles, "town")
    assert theme is not None
    assert theme.fonts.regular.characters > characters_of(theme.fonts) == frozenset(few)


def test_a_font_is_read_once_and_used_as_it_was(styles: Path) -> None:
    theme, _ = read_theme(styles, "town")
    (styles / "town/fonts/b.ttf").unlink()
    assert theme is not None
    assert theme.fonts.bold.data == LATIN
    assert characters_of(theme.fonts) == font_characters(LATIN)


def test_characters_that_the_fonts_lack_are_found_where_they_stand(tmp_path: Path) -> None:
    characters = frozenset(map(chr, range(0x20, 0x7F))) | {"–", "·"}
    project = write_project(
        tmp_path,
        {
            "data/owners.csv": "code,role\nPS,Swyddog Tŷ\nMK,Head\n",
            "narratives/2017-10/workforce.md": "# Improvement Activity\n\nGood.\n\nAn emoji 🙂 and 🙂 ŵ\n\n# Next Steps\nŵ\n",
            "narratives/2017-10/month.toml": 'note = "Ŵ"\n',
        },
    )
    pack = load(project).pack
    assert pack is not None
    found = [
        (str(finding.place), finding.found.split(",")[0]) for finding in missing_glyphs(pack, characters)
    ]
    assert found == [
        ("data/owners.csv:2", "the character U+0177 LATIN SMALL LETTER Y WITH CIRCUMFLEX"),
        ("narratives/2017-10/month.toml", "the character U+0174 LATIN CAPITAL LETTER W WITH CIRCUMFLEX"),
        ("narratives/2017-10/workforce.md:5:10", "the character U+1F642 SLIGHTLY SMILING FACE"),
        ("narratives/2017-10/workforce.md:5:18", "the character U+0175 LATIN SMALL LETTER W WITH CIRCUMFLEX"),
        ("narratives/2017-10/workforce.md:8:1", "the character U+0175 LATIN SMALL LETTER W WITH CIRCUMFLEX"),
    ]


def test_every_text_of_a_pack_is_looked_at(tmp_path: Path) -> None:
    pack = load(write_project(tmp_path)).pack
    assert pack is not None
    files = {finding.place.file for finding in missing_glyphs(pack, frozenset())}
    assert files == {
        "data/pack.toml", "data/sections.csv", "data/indicators.csv", "data/definitions.csv", "data/targets.csv",
        "data/notes.csv", "data/overrides.csv", "data/restatements.csv", "data/owners.csv", "data/glossary.csv",
        "data/actions-2017-10.csv", "data/reported-2017-10.csv", "narratives/2017-10/month.toml",
        "narratives/2017-10/waivers.toml", "narratives/2017-10/workforce.md", "narratives/2017-10/care-plans.md",
        "narratives/2017-10/care-work.md", "narratives/2017-10/directors-summary.md",
    }  # fmt: skip
