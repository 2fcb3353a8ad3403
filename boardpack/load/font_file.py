"""A brand's fonts: whether a file is whole, what characters it draws, and those of a pack that it does not.

A font whose tables are damaged prints an empty or a wrong paper without a word, so a file is taken only
when every table's checksum holds (OpenType specification, "otff", table directory), the tables that are
printed from can be read by fontTools, and letters and digits have outlines.
"""

from __future__ import annotations

import io
import logging
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from boardpack.cache import Cache, digest, digest_of_files, file_of_library, key_of
from boardpack.load.files import character_name
from boardpack.load.findings import FindingLog, in_order
from boardpack.model.finding import Finding, Place
from boardpack.model.pack import Pack
from boardpack.theme import Fonts

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont


def font_characters(data: bytes, cache: Cache | None = None) -> frozenset[str] | None:
    """Return the characters that a whole TrueType font draws; None for a file that is none.

    A font that is in the cache was found whole before, and fontTools is not imported for it.
    """
    key = "" if cache is None else key_of("font", font_code_version(), digest(data))
    found = None if cache is None else cache.get(key)
    if found is not None:
        return frozenset(found.decode())
    drawn = drawn_characters(data)
    if cache is not None and drawn is not None:
        cache.put(key, "".join(sorted(drawn)).encode())
    return drawn


@lru_cache(maxsize=1)
def font_code_version() -> str:
    """Digest of the code that reads a font and of the file in which fontTools states its version."""
    return digest_of_files([Path(__file__), *file_of_library("fontTools")])


UNSEEN = frozenset("\t\n")
"""Read as blanks, so that they need no glyph; a zero-width mark would be drawn as a box."""


def characters_of(fonts: Fonts) -> frozenset[str]:
    """The characters that all three faces of a family have."""
    return fonts.regular.characters & fonts.bold.characters & fonts.italic.characters


def missing_glyphs(pack: Pack, characters: frozenset[str]) -> tuple[Finding, ...]:
    """Find what a pack says with characters outside `characters`, once for each line and character."""
    faults = FindingLog()
    drawn = characters | UNSEEN
    for narrative in pack.narratives:
        for number, line in enumerate(narrative.source.split("\n"), narrative.place.line):
            for mark in set(line) - drawn:
                _missing(mark, Place(narrative.place.file, number, line.index(mark) + 1), faults)
    for place, words in (*_facts(pack), *_rows(pack)):
        for mark in set().union(*words) - drawn:
            _missing(mark, Place(place.file, place.line), faults)
    return in_order(faults.findings)


def _missing(mark: str, place: Place, faults: FindingLog) -> None:
    faults.error(
        "glyph-missing", place, f"the character {character_name(mark)}, which the brand's fonts do not have",
        "characters that the fonts can draw", "Write it in other characters, or give the brand fuller fonts.",
    )  # fmt: skip


Texts = Iterator[tuple[Place, tuple[str, ...]]]
"""The texts that may be printed at a place."""


def _facts(pack: Pack) -> Texts:
    facts = pack.facts
    yield facts.place, (
        facts.title, facts.appendix, facts.council, facts.committee, facts.classification, facts.contact,
    )  # fmt: skip
    yield Place("data/pack.toml"), tuple(pack.words.entries.values())
    yield Place(f"narratives/{pack.period.iso}/month.toml"), (facts.version, facts.note)


def _rows(pack: Pack) -> Texts:
    for section in pack.sections:
        yield section.place, (section.title, section.published_title)
        yield from ((table.place, (table.summary_heading,)) for table in section.tables)
    for indicator in pack.indicators:
        yield indicator.place, (indicator.owner,)
        for version in indicator.definitions:
            yield version.place, (version.reference, version.title, version.change)
            yield version.place, (version.summary_reference, version.summary_title)
    yield from ((t.place, (t.published, t.methodology, t.reason)) for t in pack.targets)
    yield from ((a.place, (a.ref, a.text, a.due_text, a.status_text, a.owner)) for a in pack.actions)
    yield from ((note.place, (note.text,)) for note in pack.notes)
    yield from ((o.place, (o.code, o.role)) for o in pack.owners)
    yield from ((entry.place, (entry.short, entry.expansion)) for entry in pack.glossary)
    yield from ((o.place, (o.reason, o.role)) for o in pack.overrides)
    yield from ((f.place, (f.role,)) for f in pack.forecasts)
    yield from ((r.place, (r.was, r.now, r.reason)) for r in pack.restatements)
    yield from ((r.place, (r.text, r.used, r.reason)) for r in pack.reported)
    yield from ((w.place, (w.reason, w.role, w.reader)) for w in pack.waivers)


# ------------------------------------------------------------------------------------------- tables

TRUETYPE = (b"\x00\x01\x00\x00", b"true")
READ = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "name", "post", "OS/2")
"""Tables that measuring, drawing and embedding a font need."""
DRAWN = "AEHMaemnost0123456789"
"""Characters that must have an outline."""
UNREADABLE = (
    struct.error, ArithmeticError, AssertionError, AttributeError, LookupError, OSError,
    TypeError, UnicodeError, ValueError,
)  # fmt: skip
"""What fontTools raises for damaged tables, beside its own TTLibError."""


@lru_cache(maxsize=8)  # the packs of a run have the same fonts
def drawn_characters(data: bytes) -> frozenset[str] | None:
    """Return the characters that a whole TrueType font draws; None for a file that is none."""
    if data[:4] not in TRUETYPE or not _is_sealed(data):
        return None
    from fontTools.misc.loggingTools import CapturingLogHandler  # noqa: PLC0415 - slow, and for a new font alone
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415

    with CapturingLogHandler(logging.getLogger("fontTools"), "WARNING"):
        try:
            font = TTFont(io.BytesIO(data), lazy=True)
            if any(name not in font for name in READ) or not _is_usable(font):
                return None
            characters = font["cmap"].getBestCmap() or {}
            outlines = font.reader["glyf"]
            if not all(_is_drawn(font, outlines, characters[ord(letter)]) for letter in DRAWN):
                return None
        except (TTLibError, *UNREADABLE):
            return None
    order = set(font.getGlyphOrder())
    return frozenset(chr(code) for code, glyph in characters.items() if glyph in order)


def _is_sealed(data: bytes) -> bool:
    """Whether every table lies inside the file and has the checksum that the directory states."""
    try:
        (count,) = struct.unpack_from(">H", data, 4)
        rows = [struct.unpack_from(">4sIII", data, 12 + 16 * row) for row in range(min(count, TABLES + 1))]
    except struct.error:
        return False
    return 0 < count <= TABLES and all(
        offset + length <= len(data) and _checksum(tag, data[offset : offset + length]) == stated
        for tag, stated, offset, length in rows
    )


def _checksum(tag: bytes, table: bytes) -> int:
    """The sum of a table's words; in `head` the adjustment of the whole file counts for nothing."""
    if tag == b"head":
        table = table[:8] + bytes(4) + table[12:]
    words: tuple[int, ...] = struct.unpack(f">{(len(table) + 3) // 4}I", table + bytes(-len(table) % 4))
    return sum(words) & 0xFFFFFFFF


def _is_usable(font: TTFont) -> bool:
    """Whether the tables say what measuring, drawing and embedding take for granted."""
    head, hhea, maxp, metrics = font["head"], font["hhea"], font["maxp"], font["OS/2"]
    facts = (
        head.magicNumber == 0x5F0F3CF5 and head.tableVersion == 1.0 and head.glyphDataFormat == 0,
        16 <= head.unitsPerEm <= 16_384 and head.indexToLocFormat in {0, 1},
        hhea.tableVersion == 0x10000 and hhea.metricDataFormat == 0 and hhea.ascent > 0 > hhea.descent,
        maxp.tableVersion == 0x10000 and maxp.numGlyphs == len(font["hmtx"].metrics),
        metrics.version <= 5,
        _is_named(font.reader["name"]),
        font["post"].formatType in {1.0, 2.0, 3.0, 4.0},
    )
    return all(facts)


def _is_named(table: bytes) -> bool:
    """Whether a table of names has a PostScript, full or family name (fontTools imports much for it)."""
    version, count, start = struct.unpack_from(">3H", table)
    rows = [struct.unpack_from(">6H", table, 6 + 12 * row) for row in range(count)]
    return version in {0, 1} and any(
        name in {6, 4, 1} and 0 < length <= len(table) - start - offset
        for _, _, _, name, length, offset in rows
    )


def _is_drawn(font: TTFont, outlines: bytes, glyph: str) -> bool:
    """Whether a glyph has an outline and takes up room (fontTools imports much to read an outline itself)."""
    width, _ = font["hmtx"][glyph]
    number = font.getGlyphID(glyph)
    start, end = font["loca"][number], font["loca"][number + 1]
    outline = outlines[start:end]
    (contours,) = struct.unpack_from(">h", outline) if outline else (0,)
    return bool(contours) and 0 < width <= 4 * font["head"].unitsPerEm


TABLES = 64
"""Most tables of a font; real ones have some twenty."""
