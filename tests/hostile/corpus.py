# ruff: noqa: E501 - a row of a table is one line
"""Some four hundred ways in which a project can be hostile or broken, each with what must come of it.

A case plants something in a copy of the small pack. What is expected is a rule's name (or several of which one
is enough) that `check` reports, `PACK` for a pack that is built all the same, or words of a message. To add a
case, add a row to the table of its kind; every file of `FILES` meets every kind of `DAMAGE` by itself.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

PACK = "a pack"

Plant = Callable[[Path], None]


@dataclass(frozen=True)
class Hostile:
    """One way, and what must come of it."""

    name: str
    plant: Plant
    expected: tuple[str, ...]
    words: tuple[str, ...] = ("check",)
    """The command that meets it."""


# ------------------------------------------------------------------------- any file, any damage


def replaced(file: str, make: Callable[[Path], object], root: Path) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    make(path)


def sparse(size: int, path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)


def holding(data: bytes, path: Path) -> None:
    path.write_bytes(data)


KIND, OUT, BIG = ("file-kind",), ("path-outside",), ("too-large",)
LOOP = ("file-unreadable", "path-outside", "file-kind")
DAMAGE: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "a pipe": (os.mkfifo, KIND),
    "a folder": (Path.mkdir, KIND),
    "a link out": (lambda path: path.symlink_to("/etc/hostname"), OUT),
    "a link to a device": (lambda path: path.symlink_to("/dev/zero"), OUT),
    "a link to nothing outside": (lambda path: path.symlink_to("/nowhere/at/all"), OUT),
    "a link to itself": (lambda path: path.symlink_to(path.name), LOOP),
    "a link through a file": (
        lambda path: path.symlink_to("pack.toml/x"),
        ("file-kind", "file-unreadable", "missing", PACK),
    ),
    "three gigabytes": (partial(sparse, 3_000_000_000), BIG),
}
TEXT_DAMAGE: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "UTF-16": (partial(holding, "ref,x\n".encode("utf-16")), ("not-utf8",)),
    "bytes of no encoding": (partial(holding, b"a\xff\xfe\x00b"), ("not-utf8",)),
    "a null": (partial(holding, b"a\x00b\n"), ("character-refused",)),
    "a turned direction": (partial(holding, "a\u202eb\n".encode()), ("character-refused",)),
    "a program": (partial(holding, b"\x7fELF\x02\x01\x01\x00"), ("character-refused", "not-utf8")),
}
TABLES = tuple(
    f"data/{name}.csv"
    for name in ("sections", "indicators", "definitions", "targets", "values-2023-24", "notes", "owners",
                 "glossary", "actions-2024-03", "overrides", "restatements", "reported-2024-03")
)  # fmt: skip
TEXTS = (
    "data/pack.toml", *TABLES, "narratives/2024-03/libraries.md", "narratives/2024-03/streets.md",
    "narratives/2024-03/directors-summary.md", "narratives/2024-03/month.toml",
    "narratives/2024-03/waivers.toml", "styles/harbour/theme.toml", "styles/base/theme.toml",
)  # fmt: skip
BINARIES = (
    "styles/harbour/logo.png", "styles/harbour/fonts/Lato-Regular.ttf", "styles/harbour/fonts/Lato-Bold.ttf",
)  # fmt: skip


def damaged_files() -> Iterator[Hostile]:
    for file in (*TEXTS, *BINARIES):
        for what, (make, expected) in DAMAGE.items():
            yield Hostile(f"{file} is {what}", partial(replaced, file, make), expected)
    for file in TEXTS:
        for what, (make, expected) in TEXT_DAMAGE.items():
            yield Hostile(f"{file} holds {what}", partial(replaced, file, make), expected)


# --------------------------------------------------------------------------------------- commentary


def said(words: str, root: Path) -> None:
    """Put words under the first heading of a piece of commentary."""
    path = root / "narratives/2024-03/libraries.md"
    head, _, rest = path.read_text("utf-8").partition("\n")
    path.write_text(f"{head}\n\n{words}\n\n{rest}", "utf-8")


LINK, IMAGE, HTML = ("link-refused",), ("image-refused",), ("raw-html",)
COMMENTARY: dict[str, tuple[str, ...]] = {
    **{f"[x]({address})": LINK for address in (
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x",
        "//example.org/x", "http://example.org", "ftp://example.org/x", "\\\\host\\share", "/etc/passwd", "../x.md",
        "mailto:a@b?bcc=c", "mailto:", "https://", "tel:123", "ms-word:x", "about:blank", "blob:x",
    )},
    "[x](#nowhere)": ("link-anchor-unknown",),
    "[x](#)": ("link-anchor-unknown", "link-refused"),
    "[x](#Directors-Summary)": ("link-anchor-unknown",),
    "[x](#directors-summary)": (PACK,),
    "[https://example.org](https://example.net)": ("link-words",),
    "[x](https://bank.example.org@example.net/)": ("link-user",),
    "[x](https://ex\u0430mple.org/)": ("link-letters",),
    **{f"![x]({address})": IMAGE for address in ("x.png", "/etc/passwd", "https://example.org/x.png", "data:,x")},
    **dict.fromkeys(("<script>x</script>", "<img src=x>", "<iframe src='https://example.org'>", "<b>x</b>", "<a href='x'>y</a>", "<svg onload=x>", "<!DOCTYPE x>", "<?xml version='1.0'?>", "<![CDATA[x]]>", "<p\nclass=x>", "</div>"), HTML),
    "<!-- open": ("comment-open",),
    "{{W1": ("figure-open",),
    "{{" + "x" * 300 + "}}": ("figure-open", "live-", "too-large"),
    "{{__import__('os')}}": ("live-",),
    "[" * 20_000: ("too-large",), "*" * 20_000: ("too-large",), "`" * 20_000: ("too-large",),
    "> " * 5_000: ("too-large", "raw-html", PACK), "| a " * 3_000: ("too-large",), "x" * 100_000: ("too-large",),
    "- " * 2_000 + "x": ("too-large",), " " * 80 + "x": ("too-large", PACK), "word " * 20_000: ("too-large",),
    "\n".join(["x"] * 2_000): ("too-large",), "{" * 2_000: ("too-large",), "\\" * 5_000: ("too-large",),
    "Spend $5m to $7m and $x_2^3$": (PACK,), "A & B < C > D": (PACK,), "100% of %s %d %n": (PACK,),
    "&lt;b&gt; &#x202e; &nbsp;": (PACK, "glyph-missing", "character-refused"),
    "\u4e2d\u6587": ("glyph-missing",), "\U0001f600": ("glyph-missing",), "a\u0301\u0301\u0301\u0301b": ("glyph-missing", PACK),
    "\u200b\u200d": ("glyph-missing", PACK), "\ufeff": ("glyph-missing", PACK),
    "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 200: (PACK, "too-large"),
    "| " + "a | " * 60 + "\n|" + "---|" * 60 + "\n| " + "1 | " * 60: (PACK, "too-large", "do not fit", "too wide"),
    "1. a\n   1. b\n      1. c\n": (PACK,), "999999999999. x": (PACK,),
    "# Another heading": ("heading-unknown",), "###### Deep": (PACK,), "---": (PACK,), "***": (PACK,),
}  # fmt: skip


def commentary() -> Iterator[Hostile]:
    for number, (words, expected) in enumerate(COMMENTARY.items()):
        command = ("build", "--draft") if PACK in expected else ("check",)
        yield Hostile(f"commentary {number}: {words[:40]!r}", partial(said, words), expected, command)


# ------------------------------------------------------------------------------------------ settings


def setting(file: str, key: str, value: str, root: Path) -> None:
    """Give a key another value, or add it at the top."""
    path = root / file
    lines = path.read_text("utf-8").split("\n") if path.exists() else []
    kept = [line for line in lines if not line.startswith(f"{key} ")]
    path.write_text("\n".join([f"{key} = {value}", *kept]), "utf-8")


WRONG = ("fact-wrong", "toml-syntax", "fact-missing", "language-unknown", "brand-unknown")
VALUES = {
    "a huge hexadecimal": "0x" + "f" * 5_000, "a huge decimal": "9" * 5_000, "a table": "{ a = 1 }", "a list": "[1, 2]",
    "a truth": "true", "infinity": "inf", "a minus": "-1", "a time": "07:32:00", "an open text": '"x', "nothing": "",
    "brackets without end": "[" * 5_000, "a control by number": '"a\\u0000b"',
}  # fmt: skip
KEYS = (
    ("data/pack.toml", "title"), ("data/pack.toml", "language"), ("data/pack.toml", "year_start"),
    ("data/pack.toml", "months_shown"), ("data/pack.toml", "brand"), ("narratives/2024-03/month.toml", "meeting_date"),
    ("narratives/2024-03/month.toml", "version"), ("narratives/2024-03/month.toml", "published_on"),
)  # fmt: skip
THEME: dict[str, tuple[str, ...]] = {
    "[page]\nwidth = 200\nheight = 200\n": ("theme-room",), "[page]\nmargin = 150\nwidth = 320\n": ("theme-room",),
    "[page]\nheader = 150\nfooter = 150\nheight = 400\n": ("theme-room",), "[page]\nwidth = nan\n": ("theme-wrong",),
    "[page]\nwidth = 1e308\n": ("theme-wrong",), "[sizes]\nnote = [60, 70]\n": (PACK, "[sizes]"),
    "[sizes]\nnote = [200, 200]\n": (PACK, "[sizes]"), "[sizes]\nbody = [60, 70]\n": (PACK, "[sizes]"),
    "[sizes]\ntable = [40, 50]\n": (PACK, "[sizes]"), "[sizes]\ntitle = [200, 200]\n": (PACK, "[sizes]"),
    "[sizes]\nbody = [1, 1]\n": ("theme-wrong",), "[sizes]\nbody = [nan, nan]\n": ("theme-wrong",),
    '[colours]\nink = "red"\n': ("theme-wrong",), "[colours]\nink = 3\n": ("theme-wrong",),
    '[colours]\nink = "#GGGGGG"\n': ("theme-wrong",), '[fonts]\nregular = "/etc/passwd"\n': ("theme-wrong",),
    '[fonts]\nregular = "../base/x.ttf"\n': ("theme-wrong",), '[fonts]\nregular = "fonts/none.ttf"\n': ("file-missing",),
    '[fonts]\nfamily = ""\n': ("theme-wrong",), '[logo]\nfile = "x.eps"\n': ("theme-wrong",),
    '[logo]\nfile = "theme.toml"\n': ("theme-wrong",), 'base = "harbour"\n': (PACK,),
    'base = "../.."\n': ("brand-unknown",), "base = 3\n": ("brand-unknown",), "strange = 1\n": ("theme-unknown",),
    ".".join("a" * 20_000) + " = 1\n": ("toml-syntax",), "[" + ".".join("a" * 20_000) + "]\n": ("toml-syntax",),
}  # fmt: skip


def theme(text: str, root: Path) -> None:
    """Lay settings over the brand's own."""
    (root / "styles/quay").mkdir()
    base = "" if text.startswith("base") else 'base = "harbour"\n'
    (root / "styles/quay/theme.toml").write_text(base + text, "utf-8")
    setting("data/pack.toml", "brand", '"quay"', root)


def settings() -> Iterator[Hostile]:
    for file, key in KEYS:
        for what, value in VALUES.items():
            yield Hostile(
                f"{file}: {key} is {what}", partial(setting, file, key, value), (*WRONG, PACK), ("build",)
            )
    for number, (text, expected) in enumerate(THEME.items()):
        command = ("build", "--draft") if PACK in expected else ("check",)
        yield Hostile(f"theme {number}: {text[:40]!r}", partial(theme, text), expected, command)
    long = '"' + "Long title " * 22 + '"'
    yield Hostile(
        "a title of 240 characters",
        partial(setting, "data/pack.toml", "title", long),
        (PACK, "on the cover"),
        ("build",),
    )
    for word in ("Sends", "日本", "Ærø ß", "a" * 240, "../../x", "con"):
        yield Hostile(f"the title is {word[:9]}", partial(setting, "data/pack.toml", "title", f'"{word}"'), (PACK, "glyph-missing", "on the cover", "too-large"), ("build",))  # fmt: skip


# ------------------------------------------------------------------------------------------- tables


def cell(file: str, old: str, new: str, root: Path) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text, (file, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


VALUE = "data/values-2023-24.csv"
CELLS = {
    "a formula": ("=1+1", ("value-not-number", "value", "status-unknown")), "infinity": ("inf", ("status-unknown",)),
    "no number": ("nan", ("status-unknown",)), "an exponent": ("1e999", ("value-not-number",)),
    "many digits": ("9" * 5_000, ("value", "too-large", "decimals", "percent")), "a minus": ("-5", ("value", "percent", PACK)),
    "a date": ("01/02/2017", ("value-not-number",)), "Arabic digits": ("٤٣", ("value", "status", "glyph")),
    "a script": ("<script>", ("status-unknown",)), "a million billion": ("9999999999999999999%", ("value", "percent", "range")),
}  # fmt: skip


def tables() -> Iterator[Hostile]:
    for what, (value, expected) in CELLS.items():
        yield Hostile(f"a value is {what}", partial(cell, VALUE, "91.6%", value), expected)
    for file in TABLES[:5]:
        yield Hostile(f"{file} has an open quotation mark", partial(grown, file, '"open\nx'), ("csv-syntax",))
        yield Hostile(
            f"{file} has a row of 10,000 cells",
            partial(grown, file, "x," * 10_000),
            ("too-large", "row-long", "csv"),
        )
        yield Hostile(
            f"{file} has a cell of a megabyte", partial(grown, file, "x" * 1_000_000), ("too-large",)
        )
        yield Hostile(f"{file} is empty", partial(replaced, file, partial(holding, b"")), ("file-empty",))
        yield Hostile(
            f"{file} is one comma",
            partial(replaced, file, partial(holding, b",")),
            ("column-missing", "csv", "file-empty"),
        )
        yield Hostile(
            f"{file} has 100,000 rows",
            partial(grown, file, "a,b\n" * 100_000),
            ("too-large", "row", "ref", "cell"),
        )


def grown(file: str, more: str, root: Path) -> None:
    with (root / file).open("a", encoding="utf-8") as stream:
        stream.write(more)


# ------------------------------------------------------------------------------------------ folders


def linked(folder: str, root: Path) -> None:
    for name in ("a", "b"):
        (root / folder / name).symlink_to(".")


STRAYS = (
    "data/case-level.csv", "data/old-recipients.csv", "data/passwords.csv", "data/~$values-2023-24.csv",
    "data/.~lock.notes.csv#", "data/notes.csv.bak", "data/secret.toml", "data/x.xlsx", "narratives/2024-03/x.docx",
    "styles/harbour/x.txt", "styles/harbour/fonts/x.otf", "data/a\npack.toml:1: error forged: x.csv",
    "narratives/2024-03/a\nb.txt", os.fsdecode(b"data/\xff\xfe.csv"),
)  # fmt: skip
GONE = (
    *TEXTS[:6],
    "narratives/2024-03/libraries.md",
    "narratives/2024-03",
    "styles/harbour",
    "styles",
    "narratives",
)


def removed(name: str, root: Path) -> None:
    path = root / name
    path.rename(root.parent / f"{root.name}-away") if path.is_dir() else path.unlink()


def folders() -> Iterator[Hostile]:
    for folder in ("data", "narratives", "narratives/2024-03", "styles", "styles/harbour", "."):
        for words in (("check",), ("archive", "add")):
            yield Hostile(
                f"links in a circle in {folder}, {words[0]}",
                partial(linked, folder),
                (PACK, "Checked"),
                words,
            )
    for name in STRAYS:
        yield Hostile(
            f"a stray {name!r}", partial(replaced, name, partial(holding, b"Jane Doe\n")), ("file-unknown",)
        )
    for name in GONE:
        yield Hostile(
            f"no {name}",
            partial(removed, name),
            ("missing", "no month", "brand-unknown", "no narratives", "no folder"),
        )


# -------------------------------------------------------------------------------------------- images


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def chunk(name: bytes, body: bytes = b"") -> bytes:
    import zlib  # noqa: PLC0415

    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def header(width: int, height: int, colour: int = 2, depth: int = 8) -> bytes:
    return chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, depth, colour, 0, 0, 0))


END = chunk(b"IEND")
LOGOS = {
    "nothing": b"", "text": b"hello", "a script": b"%!PS-Adobe EPSF", "a vector": b"<svg/>", "a JPEG": b"\xff\xd8\xff\xe0",
    "a bomb": png(header(13_000, 13_000), chunk(b"IDAT", b"x"), END), "no pixels": png(header(4, 4), END),
    "two headers": png(header(4, 4), header(9_000, 9_000), chunk(b"IDAT", b"x"), END), "no size": png(header(0, 0), END),
    "a huge side": png(header(2**31 - 1, 1), END), "no palette": png(header(4, 4, 3), chunk(b"IDAT", b"x"), END),
    "a strange depth": png(header(4, 4, 2, 77), END), "a lying length": png(struct.pack(">L", 2**31) + b"IDATx"),
    "a second animation": png(header(4, 4), chunk(b"acTL", b"\0" * 8), chunk(b"fdAT", b"x"), END),
}  # fmt: skip


def images() -> Iterator[Hostile]:
    for what, data in LOGOS.items():
        plant = partial(replaced, "styles/harbour/logo.png", partial(holding, data))
        yield Hostile(f"the logo is {what}", plant, ("image-unreadable",))


# ------------------------------------------------------------------------------------------ archive

STATE = ("ledger.jsonl", ".pending.json", ".lock", "search.sqlite", "anchors", "sends", "README.txt")


def archives() -> Iterator[Hostile]:
    for file in STATE[:2]:
        for what, (make, _) in DAMAGE.items():
            yield Hostile(
                f"archive/{file} is {what}", partial(replaced, f"archive/{file}", make),
                ("Move it away", "move it away", PACK), ("archive", "add"),
            )  # fmt: skip
    for what, data in {
        "junk": b"\xff\x00",
        "brackets": b"[" * 50_000 + b"\n",
        "a list": b"[1]\n",
        "empty": b"",
    }.items():
        plant = partial(replaced, "archive/ledger.jsonl", partial(holding, data))
        yield Hostile(f"the ledger holds {what}", plant, ("ledger", "archive-", "0 editions", "Nothing", PACK), ("archive", "verify"))  # fmt: skip
    yield Hostile("the archive is a file", partial(replaced, "archive", partial(holding, b"x")), ("is a file where",), ("archive", "add"))  # fmt: skip
    yield Hostile(
        "out is a file", partial(replaced, "out", partial(holding, b"x")), ("out is no folder",), ("build",)
    )


EVERY: tuple[Hostile, ...] = (
    *damaged_files(), *commentary(), *settings(), *tables(), *folders(), *images(), *archives(),
)  # fmt: skip
"""The whole corpus."""

SHORT: tuple[Hostile, ...] = EVERY[:: len(EVERY) // 24]
"""Every so manieth, for each run of the tests."""
