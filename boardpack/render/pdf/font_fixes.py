"""Embedded fonts put right: what ReportLab writes of them and the standards or readers dislike."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from pikepdf import Dictionary, Name, Object, Pdf, Stream


def mend_fonts(pdf: Pdf) -> None:
    """Rewrite the character maps of every TrueType font in the file."""
    for font in _truetype_fonts(pdf):
        font.ToUnicode.write(to_unicode(font.ToUnicode.read_bytes()))
        program = font.FontDescriptor.FontFile2
        program.write(relabelled(program.read_bytes()))
        program.Length1 = len(program.read_bytes())


def _truetype_fonts(pdf: Pdf) -> Iterator[Object]:
    for thing in pdf.objects:
        if (
            isinstance(thing, Dictionary)
            and not isinstance(thing, Stream)
            and thing.get("/Type") == Name.Font
        ):
            yield thing


def to_unicode(cmap: bytes) -> bytes:
    """Return a ToUnicode map as ISO 32000-1, 9.10.3 wants it.

    ReportLab's own maps code 0 to U+0000 (forbidden by ISO 14289-1, 7.21.7), puts more than 100
    entries in a block, and writes code points above U+FFFF as five digits.
    """
    pairs = [(code, int(point, 16)) for code, point in PAIR.findall(cmap)]
    rows = [f"<{code.decode()}> <{_utf16(point)}>" for code, point in pairs if point]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return CMAP.format(body=body).encode()


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be").hex().upper()


def relabelled(program: bytes) -> bytes:
    """Return a font program whose only character map is named (3, 0), Microsoft Symbol, not (1, 0).

    ISO 32000-1, 9.6.6.4 allows either for a symbolic font; stricter checkers want this one.
    """
    data = bytearray(program)
    (tables,) = struct.unpack_from(">H", data, 4)
    entries = {bytes(data[at : at + 4]): at for at in range(12, 12 + 16 * tables, 16)}
    cmap = entries[b"cmap"]
    offset, length = struct.unpack_from(">II", data, cmap + 8)
    if data[offset + 2 : offset + 8] != ONE_MAC_TABLE:
        return program
    data[offset + 5] = 3
    struct.pack_into(">I", data, cmap + 4, _checksum(data[offset : offset + length]))
    (head,) = struct.unpack_from(">I", data, entries[b"head"] + 8)
    struct.pack_into(">I", data, head + 8, 0)
    struct.pack_into(">I", data, head + 8, (CHECKSUM_MAGIC - _checksum(data)) & 0xFFFFFFFF)
    return bytes(data)


def _checksum(data: bytes | bytearray) -> int:
    padded = bytes(data) + bytes(-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


PAIR = re.compile(rb"^<([0-9A-F]{2})> <([0-9A-F]{4,6})>$", re.MULTILINE)
ONE_MAC_TABLE = b"\0\1\0\1\0\0"
"""One table, platform 1, encoding 0."""
CHECKSUM_MAGIC = 0xB1B0AFBA
"""OpenType, table `head`: checkSumAdjustment."""

CMAP = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{body}endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
