"""Which characters a TrueType font has: its `cmap` table read by hand, within strict bounds.

OpenType specification, chapter "cmap": formats 4 and 12 of the Unicode encodings are read.
"""

from __future__ import annotations

import struct
from functools import lru_cache

TRUETYPE = (b"\x00\x01\x00\x00", b"true")
TABLES = 64
CHARACTERS = 0x20000
"""More than any font of one family has, and soon read."""

UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
"""Platform and encoding of the subtables that are read, the fullest first."""


@lru_cache(maxsize=8)  # a build asks twice for each of its fonts, and the next build again
def read_cmap(data: bytes) -> frozenset[str] | None:
    """Return the characters that a TrueType font draws; None when it is no font that can be read."""
    if data[:4] not in TRUETYPE:
        return None
    try:
        table = _table(data, b"cmap")
        return None if table is None else _characters(table)
    except (struct.error, OverflowError):  # a field that lies beyond the end
        return None


def _table(data: bytes, name: bytes) -> bytes | None:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(min(count, TABLES)):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if tag == name:
            return data[offset : offset + length] if offset + length <= len(data) else None
    return None


def _characters(table: bytes) -> frozenset[str] | None:
    (count,) = struct.unpack_from(">H", table, 2)
    subtables: dict[tuple[int, int], int] = {}
    for index in range(min(count, TABLES)):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * index)
        subtables[platform, encoding] = offset
    for key in UNICODE:
        if key in subtables:
            start = subtables[key]
            (form,) = struct.unpack_from(">H", table, start)
            if (read := FORMATS.get(form)) is not None:
                return read(table, start)
    return None


def _format_4(table: bytes, start: int) -> frozenset[str]:
    (double,) = struct.unpack_from(">H", table, start + 6)
    count = double // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", table, start + at)
        for at in (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
    )
    found: set[str] = set()
    seen = 0
    for index, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        seen += max(0, last - first + 1)
        if seen > CHARACTERS:
            raise OverflowError
        base = start + 16 + 3 * double + 2 * index + offset
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code if offset == 0 else struct.unpack_from(">H", table, base + 2 * (code - first))[0]
            if (offset == 0 or glyph) and (glyph + delta) & 0xFFFF:
                found.add(chr(code))
    return frozenset(found)


def _format_12(table: bytes, start: int) -> frozenset[str]:
    (count,) = struct.unpack_from(">L", table, start + 12)
    if count > CHARACTERS:
        raise OverflowError
    found: set[str] = set()
    for index in range(count):
        first, last, glyph = struct.unpack_from(">LLL", table, start + 16 + 12 * index)
        if last > 0x10FFFF or last - first + len(found) > CHARACTERS:
            raise OverflowError
        found.update(chr(code) for code in range(first, last + 1) if glyph + code - first)
    return frozenset(found)


FORMATS = {4: _format_4, 12: _format_12}
