"""How much room words take: measured in the theme's own font files, as the page will set them.

The page sets a line glyph by glyph without kerning, so the widths here are sums of advances.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from warnings import catch_warnings, simplefilter

from msgspec import Struct

from boardpack.charts import matplotlib_setup
from boardpack.errors import BoardpackError
from boardpack.theme import FontFile, Theme

matplotlib_setup.import_matplotlib()

from matplotlib.ft2font import FT2Font  # noqa: E402 - matplotlib is imported once it has been started

_EM = 1000
"""Points at which a face is measured; advances are linear, so any size would do."""


class Measures:
    """One font file's measures, per point of size."""

    def __init__(self, file: str | BytesIO) -> None:
        self._font = FT2Font(file)
        self._font.set_size(_EM, 72)
        self._advances: dict[str, int] = {}
        self._widths: dict[str, float] = {}
        self.rise = max(self._extent(letter)[3] for letter in "Hdl0%")
        self.fall = -min(self._extent(letter)[1] for letter in "pg,")

    def _advance(self, character: str) -> int:
        """Advance of a character in 65,536ths of a point; the missing glyph's where the font lacks it."""
        known = self._advances.get(character)
        if known is None:
            known = self._advances[character] = self._font.load_char(ord(character)).linearHoriAdvance
        return known

    def width(self, text: str) -> float:
        """Width of a line: the sum of its advances, added as integers, which no version of Python rounds."""
        known = self._widths.get(text)
        if known is None:
            advances = sum([self._advance(character) for character in text])
            known = self._widths[text] = advances / 65536 / _EM
        return known

    def _extent(self, character: str) -> tuple[float, ...]:
        return tuple(value / 64 / _EM for value in self._font.load_char(ord(character)).bbox)


class FontMetrics(Struct, frozen=True):
    """A font file and the weight by which a Picture names it."""

    name: str
    """Its file, by which matplotlib names it."""
    weight: str
    measures: Measures

    def width(self, text: str, size: float) -> float:
        """Width in points of a line at `size` points."""
        return self.measures.width(text) * size

    def rise(self, size: float) -> float:
        """Points from the baseline to the top of the tallest letter or figure."""
        return self.measures.rise * size

    def fall(self, size: float) -> float:
        """Points from the baseline down to the foot of a `p`."""
        return self.measures.fall * size


def face_of(font: FontFile, weight: str) -> FontMetrics:
    """Measure a font; BoardpackError for one that matplotlib cannot measure letters and digits in."""
    try:
        return FontMetrics(str(font.path), weight, _measures(font.data))
    except (RuntimeError, ValueError, UserWarning) as fault:
        raise BoardpackError(
            f"{font.path}: this font cannot be measured, though its tables are whole. "
            "Put another in its place."
        ) from fault


@lru_cache(maxsize=16)
def _measures(data: bytes) -> Measures:
    with catch_warnings():
        simplefilter("error", UserWarning)  # FreeType could not read a glyph that is there
        measures = Measures(BytesIO(data))
        measures.width(MEASURED)
    return measures


MEASURED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,%-"
"""Characters that every chart may use."""


def regular(theme: Theme) -> FontMetrics:
    """Return the theme's face for running text."""
    return face_of(theme.fonts.regular, "regular")


def bold(theme: Theme) -> FontMetrics:
    """Return the theme's face for what is emphasised."""
    return face_of(theme.fonts.bold, "bold")


def wrap(text: str, room: float, face: FontMetrics, size: float) -> tuple[str, ...]:
    """Break a text at its spaces into lines of at most `room` points; a single long word keeps its length."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def widest(lines: tuple[str, ...], face: FontMetrics, size: float) -> float:
    """Width in points of the longest of some lines; 0 for none."""
    return max((face.width(line, size) for line in lines), default=0.0)
