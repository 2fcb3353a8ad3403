"""styles/<brand>/theme.toml → a Theme: a brand's differences laid over those of its base.

base = "base"                       # the folder it starts from
[colours]  role = "#rrggbb"
[fonts]    family = "…", regular / bold / italic = "fonts/….ttf"     paths below the brand's folder
[sizes]    role = [size, leading]   # points
[page]     width, height, margin, header, footer, gutter             # points
[logo]     file = "logo.png"

A brand is made of the files that these name, the theme.toml of each brand it starts from, and licences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from boardpack.cache import Cache
from boardpack.drawing import Colour
from boardpack.load.facts import is_brand
from boardpack.load.files import read_bytes
from boardpack.load.findings import FindingLog, in_order, listing, nearest
from boardpack.load.font_file import characters_of, font_characters, missing_glyphs
from boardpack.load.project import BASE, Project, entries, file_names, folder_names, shown_name
from boardpack.load.toml_file import TomlFile, read_settings
from boardpack.model.finding import Finding, Place
from boardpack.model.pack import Pack
from boardpack.theme import COLOUR_ROLES, LEVEL_COLOURS, FontFile, Fonts, PageGeometry, Theme

FACES = ("regular", "bold", "italic")
PAGE = {
    "width": (200.0, 3000.0), "height": (200.0, 3000.0), "margin": (0.0, 150.0),
    "header": (0.0, 150.0), "footer": (0.0, 150.0), "gutter": (0.0, 150.0),
}  # fmt: skip
"""Least and greatest length of each measure, in points."""


class SourcedSetting(Struct, frozen=True):
    """A setting and the file that sets it."""

    value: Any
    by: TomlFile
    brand: str
    root: Mapping[str, Any]
    """The same table as the first brand of the line sets it: the roles there are."""

    def place(self, table: str, key: str) -> Place:
        """Where it is set."""
        return self.by.place(key, table)


MergedTables = Mapping[str, Mapping[str, SourcedSetting]]
"""Table → key → what is in force."""


def read_theme(
    styles: Path, brand: str, cache: Cache | None = None
) -> tuple[Theme | None, tuple[Finding, ...]]:
    """Read a brand from the styles folder; None with findings when anything of it is missing or wrong."""
    faults = FindingLog()
    merged = _merged(styles, brand, faults)
    theme = None if merged is None else _theme(styles, brand, merged, faults, cache)
    return (None if faults.findings else theme), in_order(faults.findings)


def _merged(styles: Path, brand: str, faults: FindingLog) -> MergedTables | None:
    """Lay a brand's settings over those of the brand it starts from, and so on to the first."""
    line = read_generations(styles, brand, faults)
    if line is None:
        return None
    merged: dict[str, dict[str, SourcedSetting]] = {table: {} for table in TABLES}
    first = tables_of(line[-1], FindingLog())
    for settings in reversed(line):
        for table, values in tables_of(settings, faults).items():
            root, name = first.get(table, {}), settings.file.split("/")[-2]
            merged[table].update(
                {key: SourcedSetting(value, settings, name, root) for key, value in values.items()}
            )
    return merged


def _theme(
    styles: Path, brand: str, merged: MergedTables, faults: FindingLog, cache: Cache | None
) -> Theme | None:
    home = Place(f"{styles.name}/{brand}/theme.toml")
    colours = _colours(merged["colours"], home, faults)
    fonts = _fonts(styles, merged["fonts"], home, faults, cache)
    sizes = _sizes(merged["sizes"], faults)
    page = _page(merged["page"], home, faults)
    logo = _logo(styles, merged["logo"], faults)
    if fonts is None or page is None:
        return None
    return Theme(brand, colours, fonts, sizes, page, logo)


def _missing(home: Place, table: str, names: list[str], faults: FindingLog) -> None:
    if names:
        faults.error(
            "theme-missing", home, f"no {listing(names)} in [{table}], nor in the base",
            f"every setting of [{table}]", "Add what is missing to the brand's theme.toml.",
        )  # fmt: skip


def _wrong(said: SourcedSetting, table: str, key: str, expected: str, faults: FindingLog) -> None:
    faults.error(
        "theme-wrong", said.place(table, key), f"`{key[:40]}` of [{table}] is something else", expected,
        f"Write `{key[:40]}` so.",
    )  # fmt: skip


def _refuse_unknown(
    table: Mapping[str, SourcedSetting], name: str, known: tuple[str, ...], faults: FindingLog
) -> None:
    for key, said in table.items():
        if key not in known:
            faults.error(
                "theme-unknown", said.place(name, key), f"`{key[:40]}` in [{name}]{nearest(key, known)}",
                listing(known), "Correct the name, or take it out.",
            )  # fmt: skip


def _colours(table: Mapping[str, SourcedSetting], home: Place, faults: FindingLog) -> dict[str, Colour]:
    _refuse_unknown(table, "colours", COLOUR_ROLES, faults)
    needed = [role for role in COLOUR_ROLES if role not in LEVEL_COLOURS]
    _missing(home, "colours", [role for role in needed if role not in table], faults)
    colours: dict[str, Colour] = {role: _colour(code) for role, code in LEVEL_COLOURS.items()}
    for role in COLOUR_ROLES:
        if role not in table:
            continue
        said = table[role]
        if isinstance(said.value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", said.value):
            colours[role] = _colour(said.value)
        else:
            _wrong(said, "colours", role, 'a colour such as `"#12395b"`', faults)
    return colours


def _colour(code: str) -> Colour:
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _sizes(table: Mapping[str, SourcedSetting], faults: FindingLog) -> dict[str, tuple[float, float]]:
    first = next(iter(table.values())).root if table else {}
    _refuse_unknown(table, "sizes", tuple(first), faults)
    sizes: dict[str, tuple[float, float]] = {}
    for role, said in table.items():
        match said.value:
            case [int() | float() as size, int() | float() as leading] if 4 <= size <= leading <= 200:
                sizes[role] = (float(size), float(leading))
            case _:
                _wrong(said, "sizes", role, "`[size, leading]` in points, from 4 to 200", faults)
    return sizes


def _page(table: Mapping[str, SourcedSetting], home: Place, faults: FindingLog) -> PageGeometry | None:
    _refuse_unknown(table, "page", tuple(PAGE), faults)
    _missing(home, "page", [key for key in PAGE if key not in table], faults)
    lengths: dict[str, float] = {}
    for key, (least, most) in PAGE.items():
        if key not in table:
            continue
        value = table[key].value
        if isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most:
            lengths[key] = float(value)
        else:
            _wrong(table[key], "page", key, f"a length in points from {least:g} to {most:g}", faults)
    if len(lengths) < len(PAGE):
        return None
    page = PageGeometry(**lengths)
    across = page.width - 2 * page.margin
    up = page.height - 2 * page.margin - page.header - page.footer
    if across < ROOM[0] or up < ROOM[1]:
        key = "width" if across < ROOM[0] else "height"
        faults.error(
            "theme-room", table[key].place("page", key),
            f"a page that leaves {across:g} by {up:g} points inside the margins, header and footer",
            f"room for at least {ROOM[0]} by {ROOM[1]} points",
            "Make `width` or `height` of [page] larger, or `margin`, `header` or `footer` smaller.",
        )  # fmt: skip
        return None
    return page


ROOM = (300, 200)
"""Least width and height, in points, in which a table and a chart can be set."""


def _fonts(
    styles: Path, table: Mapping[str, SourcedSetting], home: Place, faults: FindingLog, cache: Cache | None
) -> Fonts | None:
    keys = ("family", *FACES)
    _refuse_unknown(table, "fonts", keys, faults)
    gone = [key for key in keys if key not in table]
    _missing(home, "fonts", gone, faults)
    if gone:
        return None
    family = table["family"]
    if not isinstance(family.value, str) or not family.value:
        _wrong(family, "fonts", "family", "the name of the family, as text", faults)
        return None
    regular, bold, italic = (_font(styles, table[face], face, faults, cache) for face in FACES)
    if regular is None or bold is None or italic is None:
        return None
    return Fonts(family.value, regular, bold, italic)


def _font(
    styles: Path, said: SourcedSetting, face: str, faults: FindingLog, cache: Cache | None
) -> FontFile | None:
    found = _file(styles, said, "fonts", face, faults)
    if found is None:
        return None
    characters = font_characters(found[1], cache)
    if characters is None:
        faults.error(
            "font-unreadable", said.place("fonts", face),
            f"the {face} font is no TrueType font that can be read",
            "a TrueType font (.ttf) with a Unicode character map", "Put a whole font file in its place.",
        )  # fmt: skip
        return None
    return FontFile(*found, characters)


def _logo(styles: Path, table: Mapping[str, SourcedSetting], faults: FindingLog) -> Path | None:
    _refuse_unknown(table, "logo", ("file",), faults)
    if "file" not in table or (found := _file(styles, table["file"], "logo", "file", faults)) is None:
        return None
    from boardpack.load.image_file import PIXELS, is_modest_png  # noqa: PLC0415 - Pillow, for a logo

    path, data = found
    if is_modest_png(data):
        return path
    faults.error(
        "image-unreadable", table["file"].place("logo", "file"), "a logo that is no whole PNG of modest size",
        f"a PNG of at most {PIXELS:,} by {PIXELS:,} pixels", "Save the logo again as PNG.",
    )  # fmt: skip
    return None


def _file(
    styles: Path, said: SourcedSetting, table: str, key: str, faults: FindingLog
) -> tuple[Path, bytes] | None:
    """Read a file that a theme names; it must be below the folder of the brand that names it."""
    suffix = SUFFIXES[table]
    value = said.value if isinstance(said.value, str) else ""
    if not is_below(value, suffix):
        _wrong(said, table, key, f"a path below the brand's folder, ending in `{suffix}`", faults)
        return None
    file = f"{styles.name}/{said.brand}/{value}"
    data = read_bytes(styles.parent, file, faults)
    return None if data is None else (styles.parent / file, data)


def read_look(
    project: Project, pack: Pack, brand: str | None = None, cache: Cache | None = None
) -> tuple[Theme | None, tuple[Finding, ...]]:
    """Read the pack's own brand or another, with the findings of what cannot be printed in it.

    Nothing can be printed, not even a draft, while there are any; the theme is None when it is at fault.
    """
    theme, findings = read_theme(project.styles, brand or pack.facts.brand, cache)
    if theme is None:
        return None, findings
    return theme, missing_glyphs(pack, characters_of(theme.fonts))


# -------------------------------------------------------------------------------------- files of a brand

GENERATIONS = 5

TABLES = ("colours", "fonts", "sizes", "page", "logo")


def read_generations(styles: Path, brand: str, faults: FindingLog) -> list[TomlFile] | None:
    """Read the theme of a brand, of the brand that it starts from, and so on; None with a finding."""
    line: list[TomlFile] = []
    name: Any = brand
    while name is not None:
        if (
            not isinstance(name, str)
            or not is_brand(name)
            or name not in folder_names(styles)
            or len(line) == GENERATIONS
        ):
            _no_brand(styles, str(name)[:64], line, faults)
            return None
        settings = read_settings(styles.parent, f"{styles.name}/{name}/theme.toml", faults)
        if settings is None:
            return None
        line.append(settings)
        name = None if name == BASE else settings.values.get("base", BASE)
    return line


def _no_brand(styles: Path, name: str, line: list[TomlFile], faults: FindingLog) -> None:
    place = line[-1].place("base") if line else Place(f"{styles.name}/{name}")
    known = [known for known in folder_names(styles) if known != BASE]
    faults.error(
        "brand-unknown", place,
        f"no brand `{name}`{nearest(name, known)}"
        if len(line) < GENERATIONS
        else "brands that start from one another",
        f"a folder under styles/: {listing(known)}" if known else "a folder under styles/",
        "Correct the name, or add the folder with its theme.toml.",
    )  # fmt: skip


def tables_of(settings: TomlFile, faults: FindingLog) -> dict[str, dict[str, Any]]:
    """The tables of a theme, with findings for whatever else is in it."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in settings.values.items():
        if key in TABLES and isinstance(value, dict):
            found[key] = value
        elif key != "base":
            faults.error(
                "theme-unknown", settings.place(key), f"`{key[:40]}`{nearest(key, TABLES)}",
                f"the key `base` and the tables {listing(f'[{table}]' for table in TABLES)}",
                "Correct the name, or take it out.",
            )  # fmt: skip
    return found


def is_below(value: str, suffix: str) -> bool:
    """Whether a path is one below the brand's folder."""
    parts = PurePosixPath(value).parts
    leaves = ".." in parts or value.startswith("/") or "\\" in value
    return bool(parts) and value.endswith(suffix) and not leaves


def theme_files(project: Project, brand: str) -> tuple[str, ...]:
    """Name the files that a brand is made of, below the project: its own, those of its bases, licences."""
    merged_from = read_generations(project.styles, brand, FindingLog())
    return tuple(file for settings in reversed(merged_from or ()) for file in _own_files(project, settings))


def _own_files(project: Project, settings: TomlFile) -> Iterator[str]:
    """The theme.toml of a brand, what it names, and the licences beside them."""
    home = settings.file.rpartition("/")[0]
    named = [
        value
        for table, suffix in SUFFIXES.items()
        for value in tables_of(settings, FindingLog()).get(table, {}).values()
        if isinstance(value, str) and is_below(value, suffix)
    ]
    yield settings.file
    yield from (f"{home}/{name}" for name in dict.fromkeys(named))
    for folder in dict.fromkeys((home, *(f"{home}/{name}".rpartition("/")[0] for name in named))):
        yield from (
            f"{folder}/{name}" for name in file_names(project.root / folder) if LICENCE.fullmatch(name)
        )


def tell_unknown_styles(project: Project, brand: str, faults: FindingLog) -> None:
    """Note what is in the folders of a brand and its bases and is no part of them."""
    known = theme_files(project, brand)
    folders = {str(parent) for file in known for parent in PurePosixPath(file).parents[:-2]}
    for folder in sorted(folders):
        for name, is_folder in entries(project.root / folder):
            file = f"{folder}/{name}"
            if not name.startswith((".", "~")) and file not in known and not (is_folder and file in folders):
                kind = "a folder" if is_folder else "a file"
                faults.warning(
                    "file-unknown", Place(shown_name(file)),
                    f"{kind} that nothing reads: it is not published either",
                    "theme.toml, the fonts and logo that it names, licences",
                    "Move it elsewhere.",
                )  # fmt: skip


LICENCE = re.compile(r"(?:OFL|LICEN[CS]E|COPYING|NOTICE|README)(?:[.\-_][\w.\-]{0,40})?", re.IGNORECASE)
"""Names of the texts that a font's licence wants beside it."""

SUFFIXES = {"fonts": ".ttf", "logo": ".png"}
"""What the files end in that these tables name."""
