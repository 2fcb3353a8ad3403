"""Fonts that never print a blank box: a character without a glyph is a fault, not a .notdef."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

from boardpack.errors import ProgrammingError

NO_BREAK_SPACE = "\xa0"


class PackFont(TTFont):
    """A font of the theme: measured with `stringWidth(text, size)`, painted by `TaggedCanvas.show`."""

    def __init__(self, name: str, font: Path | bytes) -> None:
        source = io.BytesIO(font) if isinstance(font, bytes) else str(font)
        super().__init__(name, source, asciiReadable=False, shapable=False)

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
