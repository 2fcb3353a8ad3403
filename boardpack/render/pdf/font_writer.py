"""The fonts and images that ReportLab holds for a file, written as the standards and readers want them.

ReportLab's own font objects map code 0 to U+0000 (forbidden by ISO 14289-1, 7.21.7), put more than 100
entries in a block, write code points above U+FFFF as five digits, and carry tables that no reader uses.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfbase.ttfonts import SUBSETN, TTFontMaker

from boardpack.errors import ProgrammingError
from boardpack.render.pdf.pdf_file import PdfFile, array, dictionary, name, ref

SYMBOLIC, NONSYMBOLIC = 1 << 2, 1 << 5
"""Flags of a font's descriptor (ISO 32000-1, table 123)."""


def write_fonts(file: PdfFile, document: Any) -> str:
    """Embed what was used of every font painted with; return them by their resource name, as a dictionary."""
    entries = {}
    for font in document.delayedFonts:
        for number, subset in enumerate(font.state[document].subsets):
            resource = font.getSubsetInternalName(number, document).removeprefix("/")
            tag = f"{SUBSETN(number).decode()}+{font.face.name.decode('latin-1')}"
            entries[resource] = ref(_write_font(file, font.face, name(tag), subset))
    return dictionary(entries)


def _write_font(file: PdfFile, face: Any, base: str, subset: Sequence[int]) -> int:
    program = embedded_program(face.makeSubset(subset))
    descriptor = {
        "Type": "/FontDescriptor",
        "FontName": base,
        "Flags": str(face.flags & ~NONSYMBOLIC | SYMBOLIC),
        "FontBBox": array([_number(side) for side in face.bbox]),
        "ItalicAngle": _number(face.italicAngle),
        "Ascent": _number(face.ascent),
        "Descent": _number(face.descent),
        "CapHeight": _number(face.capHeight),
        "StemV": _number(face.stemV),
        "MissingWidth": _number(face.defaultWidth),
        "FontFile2": ref(file.stream(program, {"Length1": str(len(program))})),
    }
    font = {
        "Type": "/Font",
        "Subtype": "/TrueType",
        "BaseFont": base,
        "FirstChar": "0",
        "LastChar": str(len(subset) - 1),
        "Widths": array([_number(face.getCharWidth(point)) for point in subset]),
        "ToUnicode": ref(file.stream(to_unicode(subset))),
        "FontDescriptor": ref(file.add(dictionary(descriptor))),
    }
    return file.add(dictionary(font))


def _number(value: float) -> str:
    """A measure of a font, in thousandths of an em."""
    return f"{round(value, 3) or 0:g}"


def to_unicode(subset: Sequence[int]) -> bytes:
    """Return a ToUnicode map as ISO 32000-1, 9.10.3 wants it, for the code point of each code from 0."""
    rows = [f"<{code:02X}> <{_utf16(point)}>" for code, point in enumerate(subset) if point]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return CMAP.format(body=body).encode()


def _utf16(point: int) -> str:
    return chr(point).encode("utf-16-be").hex().upper()


def embedded_program(program: bytes) -> bytes:
    """Return a font program as a PDF carries it.

    Its only character map is named (3, 0), Microsoft Symbol, not (1, 0): ISO 32000-1, 9.6.6.4 allows either
    for a symbolic font, and stricter checkers want this one. Its names are left out, which no reader uses
    and which take more room than its map and metrics together.
    """
    (count,) = struct.unpack_from(">H", program, 4)
    made = TTFontMaker()
    for at in range(12, 12 + 16 * count, 16):
        tag, _, offset, length = struct.unpack_from(">4sIII", program, at)
        data = program[offset : offset + length]
        if tag == b"cmap" and data[2:8] == ONE_MAC_TABLE:
            data = data[:5] + b"\3" + data[6:]
        if tag != b"name":
            made.add(tag.decode("latin-1"), data)
    whole: bytes = made.makeStream()
    return whole


def write_images(file: PdfFile, document: Any) -> Mapping[str, int]:
    """Write every image that was painted; return the number of each by its resource name."""
    images = {key: held for key, held in document.idToObject.items() if isinstance(held, PDFImageXObject)}
    return {key: _write_image(file, image) for key, image in images.items()}


def _write_image(file: PdfFile, image: Any) -> int:
    if image.mask or getattr(image, "smask", None):
        raise ProgrammingError("an image is painted without a mask: lay it on its ground first")
    entries = {
        "Type": "/XObject",
        "Subtype": "/Image",
        "Width": str(image.width),
        "Height": str(image.height),
        "BitsPerComponent": str(image.bitsPerComponent),
        "ColorSpace": name(image.colorSpace),
        "Filter": array([name(each) for each in image._filters]),  # noqa: SLF001 - it has no other name
    }
    if image.colorSpace == "DeviceCMYK" and getattr(image, "_dotrans", False):
        entries["Decode"] = array(["1", "0"] * 4)  # a JPEG holds its inks the other way round
    data = image.streamContent
    return file.whole_stream(data.encode("ascii") if isinstance(data, str) else data, entries)


ONE_MAC_TABLE = b"\0\1\0\1\0\0"
"""One table, platform 1, encoding 0."""

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
