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


@lru_cache(maxsize=8)  # a build asks twice for each of its fonts, and the next build again
def font_characters(data: bytes) -> frozenset[str] | None:
    """Return the characters that a whole TrueType font draws; None for a file that is none."""
    if data[:4] not in TRUETYPE:
        return None
    with CapturingLogHandler(logging.getLogger("fontTools"), "WARNING"):
        try:
            font = TTFont(io.BytesIO(data), checkChecksums=2, lazy=True)
            if any(name not in font for name in READ) or font["maxp"].numGlyphs != len(font["hmtx"].metrics):
                return None
            tables = [font[name] for name in READ]
            characters = font["cmap"].getBestCmap() or {}
            glyphs = font["glyf"]
            drawn = [glyphs[characters[ord(letter)]].numberOfContours for letter in DRAWN]
        except UNREADABLE:
            return None
    if not tables or 0 in drawn:
        return None
    order = set(font.getGlyphOrder())
    return frozenset(chr(code) for code, glyph in characters.items() if glyph in order)
