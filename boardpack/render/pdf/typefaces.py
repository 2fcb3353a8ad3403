"""The theme's type: its three fonts measured, and the voices that words are set in."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from msgspec import Struct, field
from reportlab.pdfbase.ttfonts import TTFError

from boardpack.drawing import Colour
from boardpack.errors import BoardpackError, ProgrammingError
from boardpack.load.files import LIMITS, read_named_file
from boardpack.render.pdf.fonts import PackFont
from boardpack.theme import Theme


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
    """Read the theme's fonts."""
    fonts = theme.fonts
    family = fonts.family.replace(" ", "")
    return Typefaces(
        theme,
        _read_face(f"{family}-Regular", fonts.regular),
        _read_face(f"{family}-Bold", fonts.bold),
        _read_face(f"{family}-Italic", fonts.italic),
    )


def _read_face(name: str, file: Path) -> Face:
    """Read a font file; BoardpackError for one that ReportLab cannot use."""
    data = read_named_file(file, limit=LIMITS[".ttf"])
    try:
        return _face(name, data)
    except (TTFError, ArithmeticError, AttributeError, LookupError, ValueError, struct.error) as fault:
        raise BoardpackError(
            f"{file}: this font cannot be used, though its tables are whole. Put another in its place."
        ) from fault


@lru_cache(maxsize=8)
def _face(name: str, data: bytes) -> Face:
    return Face(PackFont(name, data))


def composed(text: str) -> str:
    """Text in the composed form that fonts have glyphs for (Unicode NFC)."""
    return text if text.isascii() else normalize("NFC", text)
