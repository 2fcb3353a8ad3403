"""Charts drawn for a pack that is watched: each once, from build to build and from thread to thread."""

from __future__ import annotations

import threading
from pathlib import Path

from boardpack.cache import Cache
from boardpack.charts.cache import ChartCache
from boardpack.charts.layout import ChartBox
from boardpack.document import Chart
from boardpack.drawing import Picture
from boardpack.theme import Theme

MOST = 2_000
"""Charts in memory; beyond, it begins anew."""


class ChartMemory:
    """Draws a chart, or remembers it; what is new comes from the user's cache of charts."""

    def __init__(self, file: Path | None) -> None:
        """Remember nothing yet; `file` is that of the cache, None for none."""
        self.file = file
        """That of the user's cache; None for none."""
        self._theme: Theme | None = None
        self._known: dict[tuple[Chart, ChartBox], Picture] = {}
        self._lock = threading.Lock()

    def draw(self, chart: Chart, box: ChartBox, theme: Theme) -> Picture:
        """Return the chart's picture."""
        with self._lock:
            if theme != self._theme or len(self._known) >= MOST:
                self._theme = theme
                self._known.clear()
            if (chart, box) not in self._known:
                with Cache(self.file) as cache:
                    self._known[chart, box] = ChartCache(cache).draw(chart, box, theme)
            return self._known[chart, box]
