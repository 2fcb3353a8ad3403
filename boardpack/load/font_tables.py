"""Whether a font file is whole, and which characters it draws (fontTools reads the tables).

A font whose tables are damaged prints an empty or a wrong paper without a word, so a file is taken only
when every table's checksum holds (OpenType specification, "otff", table directory), the tables that are
printed from can be read, and letters and digits have outlines.
"""

from __future__ import annotations

import io
import logging
import struct
from functools import lru_cache

from fontTools.misc.loggingTools import CapturingLogHandler
from fontTools.ttLib import TTFont, TTLibError

TRUETYPE = (b"\x00\x01\x00\x00", b"true")
READ = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "name", "post", "OS/2")
"""Tables that measuring, drawing and embedding a font need."""
DRAWN = "AEHMaemnost0123456789"
"""Characters that must have an outline."""
UNREADABLE = (
    TTLibError, struct.error, ArithmeticError, AssertionError, AttributeError, LookupError, OSError,
    TypeError, UnicodeError, ValueError,
)  # fmt: skip
"""What fontTools raises for damaged tables."""


@lru_cache(maxsize=8)  # the packs of a run have the same fonts
def drawn_characters(data: bytes) -> frozenset[str] | None:
    """Return the characters that a whole TrueType font draws; None for a file that is none."""
    if data[:4] not in TRUETYPE or not _is_sealed(data):
        return None
    with CapturingLogHandler(logging.getLogger("fontTools"), "WARNING"):
        try:
            font = TTFont(io.BytesIO(data), lazy=True)
            if any(name not in font for name in READ) or not _is_usable(font):
                return None
            characters = font["cmap"].getBestCmap() or {}
            outlines = font.reader["glyf"]
            if not all(_is_drawn(font, outlines, characters[ord(letter)]) for letter in DRAWN):
                return None
        except UNREADABLE:
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
