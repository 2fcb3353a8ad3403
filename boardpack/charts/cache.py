"""Drawn charts, kept from one build to the next so that an unchanged chart needs no matplotlib.

A picture depends on the chart's whole value, its box, the theme's colours, the bytes of its fonts, the
source of the code that draws, and matplotlib's version: all of these are in its key.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from msgspec import DecodeError, json

from boardpack import charts, document, drawing, theme
from boardpack.cache import Cache, digest, digest_of_files, file_of_library, key_of
from boardpack.charts import DrawChart
from boardpack.charts.layout import ChartBox
from boardpack.document import Chart
from boardpack.drawing import Picture
from boardpack.theme import FontFile, Theme


class ChartCache:
    """Draws charts, or takes them from a cache."""

    def __init__(self, cache: Cache, otherwise: DrawChart = charts.draw) -> None:
        """Keep charts in `cache`; `otherwise` draws what is not there."""
        self._cache = cache
        self._otherwise = otherwise
        self._fonts: dict[bytes, str] = {}

    def draw(self, chart: Chart, box: ChartBox, theme: Theme) -> Picture:
        """Return the chart's picture: from the file if it is there and whole, else drawn and put there."""
        key = self.key(chart, box, theme)
        found = self._cache.get(key)
        if found is not None:
            with suppress(DecodeError, UnicodeDecodeError):
                return json.decode(found, type=Picture)
        drawn = self._otherwise(chart, box, theme)
        self._cache.put(key, json.encode(drawn))
        return drawn

    def key(self, chart: Chart, box: ChartBox, theme: Theme) -> str:
        """Name everything that a picture depends on; `repr` of a frozen value tells all its fields."""
        return key_of(
            chart_code_version(),
            repr(chart),
            repr(box),
            json.encode(theme.colours, order="sorted").decode(),
            self._font(theme.fonts.regular),
            self._font(theme.fonts.bold),
        )

    def _font(self, font: FontFile) -> str:
        if font.data not in self._fonts:
            self._fonts[font.data] = digest(font.data)
        return self._fonts[font.data]


@lru_cache(maxsize=1)
def chart_code_version() -> str:
    """Digest of the code that draws and of the file in which matplotlib states its version."""
    sources = [
        *Path(__file__).parent.glob("*.py"),
        Path(document.__file__),
        Path(drawing.__file__),
        Path(theme.__file__),
    ]
    return digest_of_files([*sources, *file_of_library("matplotlib", "_version.py")])
