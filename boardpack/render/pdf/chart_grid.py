"""Charts on the page: in halves, thirds or rows over the whole width, with plots of one height in a pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from copy import copy

from msgspec import Struct

from boardpack.charts import DrawChart
from boardpack.charts.layout import ChartBox, MeasureText, arrange
from boardpack.document import Chart
from boardpack.render.pdf.blocks import Outlined
from boardpack.render.pdf.flow import Area, FlowBlock
from boardpack.render.pdf.line_breaking import Line, WordRun, even_lines, set_lines, words_on
from boardpack.render.pdf.painter import Painter, Setting, replay, replay_scale
from boardpack.render.pdf.structure import Node


class FigureBox(Struct, frozen=True):
    """A chart with the words above and below it."""

    chart: Chart
    node: Node
    messages: tuple[WordRun, ...]
    """What it says, longest first; none where messages are switched off."""
    caption: WordRun
    note: WordRun
    anchor: str
    outlined: Outlined | None = None


class GridLead(Struct, frozen=True):
    """What is said of all charts of a group, over the first of them; again over those on a later page."""

    words: WordRun
    size: float
    leading: float


class FigureType(Struct, frozen=True):
    """Sizes and leadings of the words around charts."""

    message: tuple[float, float]
    caption: tuple[float, float]
    note: tuple[float, float]
    gutter: float


class ChartRow(Struct, frozen=True):
    """A row of charts: how high its words and its pictures are."""

    figures: tuple[tuple[FigureBox, ChartBox], ...]
    above: float
    picture: float
    below: float

    @property
    def height(self) -> float:
        """Of all of it."""
        return self.above + self.picture + self.below


class ChartGrid(FlowBlock):
    """Charts side by side, in rows; it is divided between its rows."""

    def __init__(
        self,
        boxes: Sequence[FigureBox],
        sizes: FigureType,
        draw: DrawChart,
        measure: MeasureText,
        *,
        lead: GridLead | None = None,
        before: float = 12.0,
        plot: float = 152.0,
    ) -> None:
        self.boxes = tuple(boxes)
        self.sizes = sizes
        self.draw_chart = draw
        self.measure_words = measure
        self.lead = lead
        self.plot = plot
        self.group = tuple(box.chart for box in boxes)
        self.said = tuple(box.messages for box in boxes)
        self.first = 0
        self.before = before
        self.after = 6.0
        self._rows: tuple[float, tuple[ChartRow, ...]] = (0.0, ())
        self._arranged: dict[tuple[float, float], tuple[ChartBox, ...]] = {}
        """How the group is set out, by slot and plot; copies and parts share it."""

    def at(self, plot: float) -> ChartGrid:
        """The same with plots of another height."""
        other = copy(self)
        other.plot = plot
        other._rows = (0.0, ())  # noqa: SLF001 - its own
        return other

    def measure(self, width: float, room: float) -> float:  # noqa: ARG002 - plots do not bend to the room
        """Height of all rows."""
        rows = self.rows(width)
        return self._lead_height(width) + sum(row.height for row in rows) + (len(rows) - 1) * ROW_GAP

    def _lead_height(self, width: float) -> float:
        if self.lead is None or not self.lead.words:
            return 0.0
        return len(set_lines(self.lead.words, width / self.lead.size)) * self.lead.leading + LEAD_GAP

    def columns(self, width: float) -> int:
        """How many are side by side: by halves, by thirds, or one over the whole width."""
        count, periods = len(self.group), max(len(chart.points) for chart in self.group)
        if periods >= MANY_PERIODS and count <= FEW_CHARTS:
            return 1
        if width < NARROW_PAGE:
            return 1 if periods >= MANY_PERIODS else 2
        return 2 if count in {1, 2, 4} or periods >= MANY_PERIODS else 3

    def slot(self, width: float) -> float:
        """Width of a chart's place."""
        columns = self.columns(width)
        return (width - (columns - 1) * self.sizes.gutter) / columns

    def rows(self, width: float) -> tuple[ChartRow, ...]:
        """Its rows at a width."""
        if self._rows[0] != width:
            slot = self.slot(width)
            if (slot, self.plot) not in self._arranged:
                boxes = arrange(self.group, slot, self.plot, self.measure_words)
                self._arranged[slot, self.plot] = boxes
            every = self._arranged[slot, self.plot]
            mine = tuple(zip(self.boxes, every[self.first : self.first + len(self.boxes)], strict=True))
            columns = self.columns(width)
            rows = (mine[start : start + columns] for start in range(0, len(mine), columns))
            self._rows = (width, tuple(self._row(row, slot) for row in rows))
        return self._rows[1]

    def _row(self, row: tuple[tuple[FigureBox, ChartBox], ...], slot: float) -> ChartRow:
        size, leading = self.sizes.note
        above = max(self._above(box, slot) for box, _ in row)
        below = max(len(set_lines(box.note, slot / size)) for box, _ in row) * leading
        return ChartRow(row, above, max(box.height for _, box in row), below)

    def _above(self, box: FigureBox, slot: float) -> float:
        size, leading = self.sizes.caption
        message = self.sizes.message[1] * len(self._message(box, slot))
        return message + len(set_lines(box.caption, slot / size)) * leading

    def _message(self, box: FigureBox, slot: float) -> tuple[Line, ...]:
        """Its message: the longest form with which every chart of the group keeps to one line."""
        if not box.messages:
            return ()
        chosen = box.messages[min(self._shortness(slot), len(box.messages) - 1)]
        return even_lines(chosen, slot / self.sizes.message[0])

    def _shortness(self, slot: float) -> int:
        size = self.sizes.message[0]
        forms = max(len(messages) for messages in self.said)
        for form in range(forms):
            chosen = [messages[min(form, len(messages) - 1)] for messages in self.said if messages]
            if all(words.natural * size <= slot for words in chosen):
                return form
        return forms - 1

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:
        """As many rows as fit; on a page too low for one, its plots are lowered."""
        rows = self.rows(width)
        used, count = self._lead_height(width), 0
        for row in rows:
            used += row.height + (ROW_GAP if count else 0.0)
            if used > room + EPSILON:
                break
            count += 1
        if not count:
            return (self._lowered(width, room), self._part(len(rows[0].figures))) if whole else (None, self)
        taken = sum(len(row.figures) for row in rows[:count])
        return self._part(0, taken), self._part(taken)

    def _part(self, start: int, end: int | None = None) -> ChartGrid | None:
        """Some of its charts, set out as they are in the whole; None for none of them."""
        if not self.boxes[start:end]:
            return None
        other = copy(self)
        other.boxes = self.boxes[start:end]
        other.first = self.first + start
        other._rows = (0.0, ())  # noqa: SLF001 - its own
        return other

    def _lowered(self, width: float, room: float) -> ChartGrid | None:
        row = self.rows(width)[0]
        part = self._part(0, len(row.figures))
        over = self._lead_height(width) + row.height - room
        return part and part.at(max(LEAST_PLOT, min(self.plot, self.plot - over)))

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:  # noqa: ARG002
        """Paint each chart with its words."""
        slot = self.slot(width)
        self._paint_lead(painter, x, top, width)
        top -= self._lead_height(width)
        for row in self.rows(width):
            for column, (box, picture) in enumerate(row.figures):
                left = x + column * (slot + self.sizes.gutter)
                self._paint_words(painter, box, left, top, slot)
                self._paint_picture(painter, box, picture, left, top - row.above - picture.height)
                size, leading = self.sizes.note
                lines = set_lines(box.note, slot / size)
                painter.set(Setting(lines, left, top - row.above - row.picture, size, leading))
            top -= row.height + ROW_GAP

    def _paint_lead(self, painter: Painter, x: float, top: float, width: float) -> None:
        """What is said of all; drawn again on a later page it is no second content."""
        if self.lead is None or not self.lead.words:
            return
        lines = set_lines(self.lead.words, width / self.lead.size)
        with painter.artifact("Pagination", "Header") if self.first else nullcontext():
            painter.set(Setting(lines, x, top, self.lead.size, self.lead.leading))

    def _paint_words(self, painter: Painter, box: FigureBox, x: float, top: float, slot: float) -> None:
        if box.outlined is not None and box.anchor:
            level, title, node = box.outlined
            painter.outline(level, title, box.anchor, node)
        size, leading = self.sizes.message
        message = self._message(box, slot)
        painter.set(Setting(message, x, top, size, leading))
        top -= leading * len(message)
        size, leading = self.sizes.caption
        painter.set(Setting(set_lines(box.caption, slot / size), x, top, size, leading))

    def _paint_picture(
        self, painter: Painter, box: FigureBox, room: ChartBox, x: float, floor: float
    ) -> None:
        picture = self.draw_chart(box.chart, room, painter.theme)
        with painter.artifact("Layout"):
            replay_scale(picture, painter, x, floor)
        with painter.figure(box.node, x, floor, x + room.width, floor + room.height):
            replay(picture, painter, x, floor)

    def areas(self, x: float, top: float, width: float, height: float) -> Iterator[Area]:  # noqa: ARG002
        """Its charts."""
        slot = self.slot(width)
        top -= self._lead_height(width)
        for row in self.rows(width):
            for column, (box, _) in enumerate(row.figures):
                left, words = x + column * (slot + self.sizes.gutter), words_on(set_lines(box.caption, 1e6))
                yield Area(left, top, slot, row.height, box.anchor, words)
            top -= row.height + ROW_GAP

    def anchors(self) -> Iterator[tuple[str, float]]:
        """Those of its figures, each at the top of its row."""
        down = self._lead_height(self._rows[0])
        for row in self._rows[1]:
            yield from ((box.anchor, down) for box, _ in row.figures if box.anchor)
            down += row.height + ROW_GAP


MANY_PERIODS = 19
"""Periods from which a chart or two take the whole width each."""
FEW_CHARTS = 2
NARROW_PAGE = 600.0
"""Pages narrower than this have no room for thirds."""
LEAST_PLOT = 30.0
"""On a page too low for any chart it is drawn all the same, as high as it goes."""
ROW_GAP = 14.0
LEAD_GAP = 6.0
EPSILON = 0.01
PLOTS = (152.0, 144.0, 136.0, 128.0, 120.0, 112.0, 104.0, 96.0, 88.0)
"""Heights of plots that are tried, the first of them that makes no page more is the pack's."""
