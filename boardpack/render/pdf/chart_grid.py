"""Charts on the page: they share the room that is left, and never less than they can be read in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct

from boardpack.charts import DrawChart
from boardpack.document import Chart
from boardpack.render.pdf.flow import FlowBlock
from boardpack.render.pdf.line_breaking import WordRun, even_lines, set_lines
from boardpack.render.pdf.painter import Painter, Setting, replay
from boardpack.render.pdf.structure import Node


class FigureBox(Struct, frozen=True):
    """A chart with the words above and below it."""

    chart: Chart
    node: Node
    caption: WordRun
    note: WordRun
    anchor: str


class FigureType(Struct, frozen=True):
    """Sizes and leadings of the words around charts."""

    caption: tuple[float, float]
    note: tuple[float, float]
    gutter: float


class GridArrangement(Struct, frozen=True):
    """How charts stand: in how many columns, how wide and how high each."""

    columns: int
    width: float
    height: float
    rows: tuple[tuple[float, float], ...]
    """Heights of the words above and below the charts of each row."""

    @property
    def total(self) -> float:
        """Height of all rows."""
        words = fsum(above + below for above, below in self.rows)
        return words + len(self.rows) * self.height + (len(self.rows) - 1) * ROW_GAP


class ChartGrid(FlowBlock):
    """Charts side by side, by halves, by thirds or in a grid, filling the room that is left."""

    elastic = True

    def __init__(
        self,
        boxes: Sequence[FigureBox],
        sizes: FigureType,
        draw: DrawChart,
        *,
        before: float = 10.0,
        forced: bool = False,
    ) -> None:
        self.boxes = tuple(boxes)
        self.sizes = sizes
        self.draw_chart = draw
        self.forced = forced
        self._heights: dict[tuple[int, float], tuple[tuple[float, float], ...]] = {}
        self.before = before
        self.after = 6.0

    def measure(self, width: float, room: float) -> float:
        """As high as the room allows, but no chart higher than suits its width."""
        return self.arrange(width, room).total

    def arrange(self, width: float, room: float) -> GridArrangement:
        """The arrangement with the largest charts; the least one where none fits."""
        every = [self._arranged(columns, width, room) for columns in range(1, self._most(width) + 1)]
        fitting = [each for each in every if each.total <= room + 0.01]
        if not fitting:
            return min(every, key=lambda each: each.total)
        return max(fitting, key=self._worth)

    def _most(self, width: float) -> int:
        """The most columns that leave charts wide enough to read."""
        gutter = self.sizes.gutter
        points = max(len(box.chart.points) for box in self.boxes)
        least = max(LEAST_WIDTH, AXIS_WIDTH + LEAST_SLOT * points)
        return max(1, min(len(self.boxes), MOST_COLUMNS, int((width + gutter) / (least + gutter))))

    def _arranged(self, columns: int, width: float, room: float) -> GridArrangement:
        wide = (width - (columns - 1) * self.sizes.gutter) / columns
        rows = self._heights.get((columns, wide))
        if rows is None:
            rows = tuple(self._words(row, wide) for row in _rows(self.boxes, columns))
            self._heights[columns, wide] = rows
        words = fsum(above + below for above, below in rows) + (len(rows) - 1) * ROW_GAP
        least = FORCED_HEIGHT if self.forced else LEAST_HEIGHT
        high = max(least, min((room - words) / len(rows), wide * STEEPEST, HIGHEST))
        return GridArrangement(columns, wide, high, rows)

    def _words(self, boxes: Sequence[FigureBox], width: float) -> tuple[float, float]:
        size, leading = self.sizes.caption
        note_size, note_leading = self.sizes.note
        above = max(len(set_lines(box.caption, width / size)) for box in boxes) * leading
        below = max(len(set_lines(box.note, width / note_size)) for box in boxes) * note_leading
        return above + CAPTION_GAP, below + (NOTE_GAP if below else 0.0)

    def _worth(self, each: GridArrangement) -> float:
        """The area that one can use of a chart, less for places left empty."""
        area = min(each.width, each.height * FLATTEST) * each.height
        return area * len(self.boxes) / (len(each.rows) * each.columns)

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:
        """Charts go to the next page together; where even a whole page is too low, by halves."""
        if not whole:
            return None, self
        if len(self.boxes) == 1:
            return ChartGrid(self.boxes, self.sizes, self.draw_chart, forced=True), None
        for count in range(len(self.boxes) - 1, 0, -1):
            head = ChartGrid(self.boxes[:count], self.sizes, self.draw_chart, forced=count == 1)
            if count == 1 or head.measure(width, room) <= room:
                return head, ChartGrid(self.boxes[count:], self.sizes, self.draw_chart)
        return None, self

    def paint(self, press: Painter, x: float, top: float, width: float, height: float) -> None:
        """Paint each chart with its caption and its note."""
        for box, left, edge, above, each in self._places(x, top, width, height):
            size, leading = self.sizes.caption
            press.set(Setting(even_lines(box.caption, each.width / size), left, edge, size, leading))
            floor = edge - above - each.height
            picture = self.draw_chart(box.chart, each.width, each.height, press.theme)
            with press.figure(box.node, left, floor, left + each.width, floor + each.height):
                replay(picture, press, left, floor)
            size, leading = self.sizes.note
            lines = set_lines(box.note, each.width / size)
            press.set(Setting(lines, left, floor - NOTE_GAP, size, leading))

    def _places(
        self, x: float, top: float, width: float, height: float
    ) -> Iterator[tuple[FigureBox, float, float, float, GridArrangement]]:
        each = self.arrange(width, height)
        for row, (above, below) in zip(_rows(self.boxes, each.columns), each.rows, strict=True):
            for column, box in enumerate(row):
                yield box, x + column * (each.width + self.sizes.gutter), top, above, each
            top -= above + each.height + below + ROW_GAP

    def anchors(self) -> Iterator[tuple[str, float]]:
        """Those of its figures."""
        return ((box.anchor, 0.0) for box in self.boxes if box.anchor)


def _rows(boxes: Sequence[FigureBox], columns: int) -> Iterator[Sequence[FigureBox]]:
    return (boxes[start : start + columns] for start in range(0, len(boxes), columns))


LEAST_WIDTH = 160.0
AXIS_WIDTH = 40.0
LEAST_SLOT = 8.0
"""Room for a chart's axis, and for each of its months."""
LEAST_HEIGHT = 92.0
"""Points under which a chart is not read any more; it goes to the next page."""
CALM_HEIGHT = 112.0
"""Points from which a chart is read with ease; text is set closer to let it have them."""
FORCED_HEIGHT = 30.0
"""On a page too low for any chart it is drawn all the same, as high as it goes."""
HIGHEST = 310.0
STEEPEST = 1.0
"""Height of a chart to its width at most."""
FLATTEST = 2.2
"""Width of a chart to its height beyond which more width is no use."""
MOST_COLUMNS = 4
MOST_FIGURES = 8
"""On one page."""
ROW_GAP = 14.0
CAPTION_GAP = 4.0
NOTE_GAP = 4.0
