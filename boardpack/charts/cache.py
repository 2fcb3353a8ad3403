"""Drawn charts, kept from one build to the next so that an unchanged chart needs no matplotlib.

A picture depends on the chart's whole value, its size, the theme's colours, the bytes of its fonts, the
source of the code that draws, and matplotlib's version: all of these are in its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec import json

from boardpack import charts, document, picture
from boardpack.charts import DrawChart, Wanted
from boardpack.document import Chart
from boardpack.kept import Shelf, digest, digest_of_files, key_of
from boardpack.picture import Picture
from boardpack.theme import Theme


class ChartCache:
    """A file of drawn charts. Make one for each build, in a `with`: a font file is read once in its life.

    `otherwise` draws what is not in the file.
    """

    def __init__(self, file: Path, otherwise: DrawChart = charts.draw) -> None:
        self._shelf = Shelf(file)
        self._otherwise = otherwise
        self._fonts: dict[Path, str] = {}

    def __enter__(self) -> Self:
        """Open nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trail: TracebackType | None
    ) -> None:
        """Put what was drawn with what was asked for; the rest of the file is not wanted any more."""
        self._shelf.__exit__(kind, fault, trail)

    def draw(self, chart: Chart, width: float, height: float, theme: Theme) -> Picture:
        """Return the chart's picture: from the file if it is there and whole, else drawn and put there."""
        key = self.key(chart, width, height, theme)
        kept = self._shelf.recall(key)
        if kept is not None:
            return json.decode(kept, type=Picture)
        drawn = self._otherwise(chart, width, height, theme)
        self._shelf.keep(key, json.encode(drawn))
        return drawn

    def missing(self, wanted: Sequence[Wanted], theme: Theme) -> list[Wanted]:
        """Those charts that the file does not have; one that is wanted twice is missing once."""
        by_key: dict[str, Wanted] = {}
        for each in wanted:
            by_key.setdefault(self.key(*each, theme), each)
        return [each for key, each in by_key.items() if key not in self._shelf]

    def key(self, chart: Chart, width: float, height: float, theme: Theme) -> str:
        """Name everything that a picture depends on; `repr` of a frozen value tells all its fields."""
        return key_of(
            self._code,
            repr(chart),
            repr((float(width), float(height))),
            json.encode(theme.colours, order="sorted").decode(),
            self._font(theme.fonts.regular),
            self._font(theme.fonts.bold),
        )

    def _font(self, file: Path) -> str:
        if file not in self._fonts:
            self._fonts[file] = digest(file.read_bytes())
        return self._fonts[file]

    @cached_property
    def _code(self) -> str:
        return code_version()


@lru_cache(maxsize=1)
def code_version() -> str:
    """Digest of the code that draws and of the file in which matplotlib states its version."""
    sources = [*Path(__file__).parent.glob("*.py"), Path(document.__file__), Path(picture.__file__)]
    library = find_spec("matplotlib")
    if library is not None and library.origin is not None:
        sources.append(Path(library.origin).with_name("_version.py"))
    return digest_of_files(sources)
