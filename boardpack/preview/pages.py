"""A pack's pages, to be looked at: painted when they are asked for, and no sooner; each chart once.

A page is a picture where poppler is installed, which can be exchanged without a flicker and shows in every
browser; without poppler's `pdftoppm` the page is left to the browser's own viewer of PDF files.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from boardpack.cache import Cache
from boardpack.charts import DrawChart
from boardpack.charts.cache import ChartCache
from boardpack.charts.layout import ChartBox
from boardpack.document import Chart
from boardpack.drawing import Picture
from boardpack.render.html import render_page
from boardpack.render.pdf import render_pdf
from boardpack.render.pdf.flow import Area
from boardpack.render.pdf.renderer import Layout, page_areas, paint_page
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


TOOL = "pdftoppm"
DOTS = 110
"""Dots to the inch: a landscape A4 page is some 1,290 wide."""
SECONDS = 20
QUALITY = 90
"""A JPEG of this quality takes a tenth of the time of a PNG, and text in it is as clear to the eye."""


@cache
def can_draw() -> bool:
    """Whether pages can be shown as pictures."""
    return shutil.which(TOOL) is not None


def page_picture(page: bytes, zoom: int = 1) -> bytes | None:
    """A file of one page as a JPEG; None when it cannot be drawn."""
    tool = shutil.which(TOOL)
    if tool is None:
        return None
    try:
        drawn = subprocess.run(  # noqa: S603 - the tool is found on the path, its input is our own page
            [tool, "-jpeg", "-jpegopt", f"quality={QUALITY}", "-r", str(DOTS * zoom), "-singlefile", "-"],
            input=page, capture_output=True, timeout=SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return drawn.stdout if drawn.stdout.startswith(b"\xff\xd8\xff") else None


PageKey = tuple[int, int, int]
"""A page, since when it looks as it does, how large."""


class PackPages:
    """The pages of a layout; those that look as they did are taken over from the pages before."""

    def __init__(self, layout: Layout, draw: DrawChart, before: PackPages | None = None) -> None:
        """Paint nothing yet."""
        self.layout = layout
        self._draw = draw
        self.painted: dict[PageKey, bytes] = {} if before is None else self._still(before.painted)
        self.pictures: dict[PageKey, bytes] = {} if before is None else self._still(before.pictures)

    def _still(self, made: Mapping[PageKey, bytes]) -> dict[PageKey, bytes]:
        """What was made of pages that look as they did."""
        since = dict(enumerate(self.layout.since, start=1))
        return {key: data for key, data in made.items() if since.get(key[0]) == key[1]}

    def _key(self, number: int, zoom: int = 1) -> PageKey:
        return number, self.layout.since[number - 1], zoom

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.layout.pages)

    def page(self, number: int) -> bytes:
        """A page, counted from 1, as a PDF of its own."""
        with PAINTING:
            key = self._key(number)
            if key not in self.painted:
                self.painted[key] = paint_page(self.layout, number)
            return self.painted[key]

    def picture(self, number: int, zoom: int = 1) -> bytes | None:
        """A page as a JPEG, `zoom` times as large; None when it cannot be drawn."""
        key = self._key(number, zoom)
        drawn = self.pictures.get(key) or page_picture(self.page(number), zoom)
        if drawn is not None:
            self.pictures[key] = drawn
        return drawn

    def areas(self, number: int) -> Iterator[tuple[str, Area]]:
        """What can be pointed at on a page, each with the anchor of its section."""
        pages = {one.anchor: self.layout.anchors.get(one.anchor, 0) for one in self.layout.document.sections}
        starts = [anchor for anchor, page in pages.items() if page == number]
        here = self.layout.pages[number - 1].anchor or max(
            (anchor for anchor, page in pages.items() if 0 < page < number), key=pages.__getitem__, default=""
        )
        for area in page_areas(self.layout, number):
            here = area.anchor if area.anchor in starts else here
            yield here, area

    def pack(self) -> bytes:
        """The whole pack as it is printed."""
        with PAINTING:
            return render_pdf(self.layout.document, self.layout.theme, self._draw).data

    def web(self) -> bytes:
        """The web edition."""
        with PAINTING:
            return render_page(self.layout.document, self.layout.theme, self._draw)


PAINTING = threading.RLock()
"""Held while something is painted: ReportLab's settings and fonts are of the whole process."""
