"""A PDF file as it is written: objects as source text, in object streams, with the table that finds them.

The parts of ISO 32000-1 that a finished pack needs (7.3 objects, 7.5.7 object streams, 7.5.8 cross-reference
streams). An object is a string of the standard's own syntax, whose characters are bytes (Latin-1). Objects
with neighbouring numbers share a stream, so numbering equal kinds together makes a file small.

Fonts and images that ReportLab holds are written as the standards and readers want them: its own font objects
map code 0 to U+0000 (forbidden by ISO 14289-1, 7.21.7), put more than 100 entries in a block, write code
points above U+FFFF as five digits, and carry tables that no reader uses.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFImageXObject
from reportlab.pdfbase.ttfonts import SUBSETN, TTFontMaker

from boardpack.errors import ProgrammingError


class PdfFile:
    """The objects of a file while it is made."""

    def __init__(self) -> None:
        self._bodies: list[str | bytes] = []

    def reserve(self) -> int:
        """Return the number of an object that is still to be `put`."""
        self._bodies.append("null")
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        """Say what a reserved object is."""
        self._bodies[number - 1] = body

    def add(self, body: str) -> int:
        """Return the number of a new object."""
        self._bodies.append(body)
        return len(self._bodies)

    def stream(
        self, data: bytes, entries: Mapping[str, str] | None = None, *, compressed: bool = False
    ) -> int:
        """Return the number of a new stream; `compressed` data has been through zlib already."""
        data = data if compressed else zlib.compress(data)
        return self.whole_stream(data, {**(entries or {}), "Filter": "/FlateDecode"})

    def whole_stream(self, data: bytes, entries: Mapping[str, str]) -> int:
        """Return the number of a new stream whose data is written as it is."""
        self._bodies.append(_stream(data, entries))
        return len(self._bodies)

    def finished(self, root: int, info: int) -> bytes:
        """Return the whole file; its identifier is made from its content, so equal files have equal bytes."""
        whole = {number: body for number, body in enumerate(self._bodies, 1) if isinstance(body, bytes)}
        packed = [(number, body) for number, body in enumerate(self._bodies, 1) if isinstance(body, str)]
        short = [each for each in packed if len(each[1]) < ROW]
        long = [each for each in packed if len(each[1]) >= ROW]
        places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        last = len(self._bodies)
        for pack, objects in ((_rows, short), (_object_stream, long)):
            for start in range(0, len(objects), PACKED):
                last += 1
                part = objects[start : start + PACKED]
                whole[last] = pack(part)
                places |= {number: (2, last, index) for index, (number, _) in enumerate(part)}
        out, offset = [HEADER], len(HEADER)
        for number, body in whole.items():
            places[number] = (1, offset, 0)
            out.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
            offset += len(out[-1])
        places[last + 1] = (1, offset, 0)
        digest = hashlib.sha256(b"".join(out)).hexdigest()[:32]
        table = _table(
            [places[number] for number in range(last + 2)],
            {"Root": ref(root), "Info": ref(info), "ID": f"[<{digest}><{digest}>]"},
        )
        out.append(b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last + 1, table, offset))
        return b"".join(out)


def _stream(data: bytes, entries: Mapping[str, str]) -> bytes:
    head = dictionary({**entries, "Length": str(len(data))})
    return b"%b\nstream\n%b\nendstream" % (head.encode("latin-1"), data)


def _object_stream(objects: Sequence[tuple[int, str]]) -> bytes:
    """Objects with where each begins before them."""
    heads, at = [], 0
    for number, body in objects:
        heads.append(f"{number} {at}")
        at += len(body) + 1
    head = " ".join(heads) + "\n"
    source = head + "\n".join([body for _, body in objects])
    entries = {"Type": "/ObjStm", "N": str(len(objects)), "First": str(len(head)), "Filter": "/FlateDecode"}
    return _stream(zlib.compress(source.encode("latin-1")), entries)


def _rows(objects: Sequence[tuple[int, str]]) -> bytes:
    """Short objects, and where each begins, in rows of one length written as changes from row to row.

    Those of a kind differ in a few figures, so they take a quarter of the room that they take as they are.
    """
    heads = [f"{number:8}{index * ROW:8}".ljust(ROW) for index, (number, _) in enumerate(objects)]
    rows = [*heads, *(body.ljust(ROW) for _, body in objects)]
    entries = {"Type": "/ObjStm", "N": str(len(objects)), "First": str(ROW * len(objects)), **_changed(ROW)}
    return _stream(_changes("".join(rows).encode("latin-1"), ROW), entries)


def _table(places: Sequence[tuple[int, int, int]], entries: Mapping[str, str]) -> bytes:
    """The cross-reference stream: a row for each object."""
    rows = [b"%c%b%b" % (kind, at.to_bytes(4, "big"), index.to_bytes(2, "big")) for kind, at, index in places]
    own = {"Type": "/XRef", "Size": str(len(places)), "W": "[1 4 2]", **_changed(len(rows[0]))}
    return _stream(_changes(b"".join(rows), len(rows[0])), {**own, **entries})


def _changed(width: int) -> dict[str, str]:
    return {"Filter": "/FlateDecode", "DecodeParms": f"<</Predictor 12/Columns {width}>>"}


def _changes(data: bytes, width: int) -> bytes:
    """Rows as the change of each byte from the one above it, packed (PNG's filter Up: 7.4.4.4).

    All bytes are subtracted at once, as the digits of two large numbers whose borrows are kept apart.
    """
    here, above = int.from_bytes(data), int.from_bytes(bytes(width) + data[:-width])
    high = int.from_bytes(b"\x80" * len(data))
    apart = ((here | high) - (above & ~high)) ^ ((here ^ ~above) & high)
    flat = apart.to_bytes(len(data))
    return zlib.compress(
        b"".join([b"\2" + flat[start : start + width] for start in range(0, len(flat), width)])
    )


# ------------------------------------------------------------------------------------------- objects


def ref(number: int) -> str:
    """A reference to an object."""
    return f"{number} 0 R"


def dictionary(entries: Mapping[str, str]) -> str:
    """A dictionary of keys without their slash and values that are source."""
    parts = [f"/{key}{'' if value[0] in OPENERS else ' '}{value}" for key, value in entries.items()]
    return f"<<{''.join(parts)}>>"


def array(values: Sequence[str]) -> str:
    """An array of values that are source."""
    return f"[{' '.join(values)}]"


def numbers(values: Sequence[float]) -> str:
    """An array of numbers to a hundredth."""
    return array([hundredth(value) for value in values])


@lru_cache(maxsize=4096)
def hundredth(value: float) -> str:
    """A number as the shortest text to a hundredth; a page's edges and columns come again and again."""
    return f"{round(value, 2) or 0:g}"


@lru_cache(maxsize=256)
def name(word: str) -> str:
    """A name; characters that a name cannot hold are written by their code (7.3.5)."""
    return "/" + IRREGULAR.sub(lambda found: "".join(f"#{byte:02X}" for byte in found[0].encode()), word)


def encoded(words: str) -> bytes:
    """A text string's bytes: PDFDocEncoding where that is enough, else UTF-16 (7.9.2.2)."""
    if PLAIN.fullmatch(words) and not words.startswith(("þÿ", "ï»¿")):  # these are the marks of other codings
        return words.translate(PDF_DOC_ENCODING).encode("latin-1")
    return b"\xfe\xff" + words.encode("utf-16-be")


def text_string(words: str) -> str:
    """A text string."""
    return literal(encoded(words))


def literal(data: bytes) -> str:
    """A string of bytes."""
    return f"({data.decode('latin-1').translate(ESCAPES)})"


HEADER = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
PACKED = 1000
"""Objects to an object stream: larger ones are hardly smaller in all, and a reader unpacks a whole one."""
ROW = 52
"""Bytes to a row of short objects."""
OPENERS = frozenset("/[(<")
"""What a value may begin with that needs no space before it."""
IRREGULAR = re.compile(r"[^A-Za-z0-9_.+-]")
TYPOGRAPHIC = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž"
"""What PDFDocEncoding has from 0x80 on where Latin-1 has control characters (D.2)."""
PLAIN = re.compile(f"[ -~¡-¬®-ÿ{TYPOGRAPHIC}]*")
PDF_DOC_ENCODING = str.maketrans({letter: chr(code) for code, letter in enumerate(TYPOGRAPHIC, 0x80)})
ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"})
"""What a literal string cannot hold as it is (7.3.4.2)."""


# ------------------------------------------------------------------------------------------ fonts and images

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
