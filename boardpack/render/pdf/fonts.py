"""The theme's type: its three fonts measured, and the faces that words are set in.

They never print a blank box: a character without a glyph is a fault, not a .notdef.
"""

from __future__ import annotations

import io
import struct
from functools import lru_cache
from typing import Any, NamedTuple
from unicodedata import normalize

from msgspec import Struct, field
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from boardpack.drawing import Colour
from boardpack.errors import BoardpackError, ProgrammingError
from boardpack.theme import FontFile, Theme

NO_BREAK_SPACE = "\xa0"


class PackFont(TTFont):
    """A font of the theme: measured with `stringWidth(text, size)`, painted by `TaggedCanvas.show`."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(name, io.BytesIO(data), asciiReadable=False, shapable=False)

    def missing(self, text: str) -> str:
        """Return the characters of `text` that the font cannot print, each once, in order of code point."""
        glyphs = self.face.charToGlyph
        return "".join(
            sorted({letter for letter in text if ord(letter) not in glyphs and letter != NO_BREAK_SPACE})
        )

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """Encode text for the file; raise ProgrammingError where ReportLab would print .notdef."""
        if missing := self.missing(text):
            codes = ", ".join(f"U+{ord(letter):04X}" for letter in missing)
            raise ProgrammingError(f"font {self.fontName} has no glyph for {codes}")
        pieces: list[tuple[int, bytes]] = super().splitString(text, doc, encoding)
        return pieces


class Codes(dict[int, str]):
    """A font's code for each character in one file, as it is in a literal string."""

    def __init__(self, font: PackFont, doc: Any) -> None:
        self.font = font
        self.doc = doc
        self._names: dict[int, str] = {}

    def __missing__(self, code: int) -> str:
        [(subset, data)] = self.font.splitString(chr(code), self.doc)
        letter = chr(subset << 8 | data[0])
        self[code] = ESCAPES.get(letter, letter)
        return self[code]

    def literals(self, text: str) -> list[tuple[str, str]]:
        """Return the font's resource names and the literal strings that print `text` with them."""
        coded = text.translate(self)
        if not coded:
            return []
        if coded.isascii() or max(coded) < "\u0100":
            return [(self._name(0), coded)]
        return [
            (self._name(subset), "".join(ESCAPES.get(chr(byte), chr(byte)) for byte in data))
            for subset, data in self.font.splitString(text, self.doc)
        ]

    def _name(self, subset: int) -> str:
        """The resource name of one of the font's subsets; ReportLab notes at first asking that it is used."""
        if subset not in self._names:
            self._names[subset] = self.font.getSubsetInternalName(subset, self.doc)
        return self._names[subset]


ESCAPES = {"\\": "\\\\", "(": "\\(", ")": "\\)", "\r": "\\r", "\n": "\\n"}
"""Bytes that a literal string cannot hold as they are (ISO 32000-1, 7.3.4.2)."""


class Face:
    """A font with the widths of the words measured so far, in ems.

    Advances are added in whole font units: sums of floats differ between versions of Python.
    """

    def __init__(self, font: PackFont) -> None:
        self.font = font
        widths = font.face.charWidths  # in thousandths of an em, fractions where an em has other units
        self._em: int = font.face.unitsPerEm
        self._letters: dict[str, int] = {
            chr(code): round(width * self._em / 1000)
            for code, width in widths.items()
            if code in font.face.charToGlyph
        }
        self._letters["\xa0"] = self._letters[" "]
        self._words: dict[str, tuple[str, float]] = {}
        self.space: float = self._letters[" "] / self._em
        up, down = font.face.ascent, -font.face.descent
        self.rise = up / (up + down) if up > 0 <= down else 0.8
        """How much of a line's height is above the baseline; a usual part where the font does not say."""

    def width(self, text: str) -> float:
        """Width in ems; ProgrammingError for a letter that the font lacks."""
        known = self._words.get(text)
        return self.word(text)[1] if known is None else known[1]

    def word(self, text: str) -> tuple[str, float]:
        """The one copy of a word that is kept, and its width: a large pack has the same words many times."""
        known = self._words.get(text)
        if known is None:
            try:
                known = (text, sum([self._letters[letter] for letter in text]) / self._em)
            except KeyError as lacking:
                code = ord(lacking.args[0])
                raise ProgrammingError(f"font {self.font.fontName} has no glyph for U+{code:04X}") from None
            self._words[text] = known
        return known

    def letters(self, text: str) -> list[float]:
        """The width of each letter in ems."""
        return [self._letters[letter] / self._em for letter in text]


class StyledFace(NamedTuple):
    """How a run of words is set: its face, its colour and its size within the block's."""

    face: Face
    colour: Colour
    scale: float = 1.0


class Typefaces(Struct, frozen=True):
    """A theme's fonts ready for measuring and painting."""

    theme: Theme
    regular: Face
    bold: Face
    italic: Face
    _voices: dict[tuple[str, str, float], StyledFace] = field(default_factory=dict)

    def voice(self, weight: str, colour: str, scale: float = 1.0) -> StyledFace:
        """The voice of a weight (`regular`, `bold`, `italic`) in a colour role of the theme."""
        key = (weight, colour, scale)
        if key not in self._voices:
            self._voices[key] = StyledFace(self.face(weight), self.theme.colour(colour), scale)
        return self._voices[key]

    def face(self, weight: str) -> Face:
        """The face of a weight."""
        face: Face = getattr(self, weight)
        return face


def read_type(theme: Theme) -> Typefaces:
    """Measure the theme's fonts."""
    fonts = theme.fonts
    family = fonts.family.replace(" ", "")
    return Typefaces(
        theme,
        _read_face(f"{family}-Regular", fonts.regular),
        _read_face(f"{family}-Bold", fonts.bold),
        _read_face(f"{family}-Italic", fonts.italic),
    )


def _read_face(name: str, font: FontFile) -> Face:
    """A font's face; BoardpackError for one that ReportLab cannot use."""
    try:
        return _face(name, font.data)
    except (TTFError, ArithmeticError, AttributeError, LookupError, ValueError, struct.error) as fault:
        raise BoardpackError(
            f"{font.path}: this font cannot be used, though its tables are whole. Put another in its place."
        ) from fault


@lru_cache(maxsize=8)
def _face(name: str, data: bytes) -> Face:
    return Face(PackFont(name, data))


def composed(text: str) -> str:
    """Text in the composed form that fonts have glyphs for (Unicode NFC)."""
    return text if text.isascii() else normalize("NFC", text)
