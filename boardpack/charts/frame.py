"""Where things stand in a column chart: margins, slots of the months, scale and names of the months.

Lengths are points from the lower left corner of the chart's box. Nothing here knows matplotlib's
figures; it is arithmetic over the chart's values and the theme's letters.
"""

from __future__ import annotations

import math

from msgspec import Struct

from boardpack.charts.scale import Scale, number_scale, percent_scale
from boardpack.charts.text_metrics import FontMetrics, widest, wrap
from boardpack.document import ColumnChart, Point

TEXT = 8.0
"""Size of a chart's text in points."""
SMALL = 7.5
LEAST = 7.0
"""Nothing is set smaller than this."""
COLUMN_SHARE = 0.76
"""Part of a month's slot that its column fills."""
LABEL_GAP = 2.0
"""Between a column's end and its value."""
LINE_GAP = 2.0
"""Kept free on either side of the target line."""
BREAK_RULE = 4.0
"""From the start of a break's gap to its dotted rule."""
_ROLES_OF_SIZE = (TEXT, SMALL, LEAST)
_MONTH_GAP = 3.0
_WHOLE_GAP = 8.0
"""Between `Apr-17` and `May-17`: ample, so that charts of one size look alike with and without a target."""
_AXIS_GAP = 4.0


class Letters(Struct, frozen=True):
    """The two faces that a chart is set in."""

    regular: FontMetrics
    bold: FontMetrics

    def of(self, point: Point) -> FontMetrics:
        """Return the face of a month's words: the current month's are bold."""
        return self.bold if point.current else self.regular


class ChartLabel(Struct, frozen=True):
    """A line of words: x, y is the left end of its baseline; angle 0 or 90 degrees."""

    text: str
    x: float
    y: float
    size: float
    face: FontMetrics
    angle: int = 0
    role: str = "ink"
    """The theme's colour for it; on a column the drawer picks what contrasts."""
    on: str = "paper"
    """What it stands on: `paper`, `column` or `column_current`."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the room it takes."""
        length = self.face.width(self.text, self.size)
        rise, fall = self.face.rise(self.size), self.face.fall(self.size)
        if self.angle:
            return self.x - rise, self.y, self.x + fall, self.y + length
        return self.x, self.y - fall, self.x + length, self.y + rise


class ValueStyle(Struct, frozen=True):
    """How the values stand above the columns."""

    size: float
    angle: int
    every: int
    """1 for each month; n for each nth counted back from the latest."""


class ChartFrame(Struct, frozen=True):
    """The plot's box, its slots and its scale."""

    width: float
    height: float
    left: float
    bottom: float
    right: float
    top: float
    slot: float
    centres: tuple[float, ...]
    gaps: tuple[tuple[int, float, float], ...]
    """For each break: the index of the month after it, and the gap's two sides."""
    scale: Scale
    style: ValueStyle
    break_lines: tuple[str, ...]

    def level(self, value: float) -> float:
        """Height in the box at which a value stands."""
        return self.bottom + value / self.scale.top * (self.top - self.bottom)

    @property
    def column(self) -> float:
        """Width of a column."""
        return self.slot * COLUMN_SHARE


def make_frame(chart: ColumnChart, width: float, height: float, letters: Letters) -> ChartFrame:
    """Divide a chart's box."""
    regular = letters.regular
    leading = line_height(regular, TEXT)
    bottom = 2 * leading + 3
    rough = height - bottom - leading
    scale = _scale_of(chart, rough)
    left = widest(tuple(words for _, words in scale.steps), regular, TEXT) + _AXIS_GAP + 1
    target = target_lines(chart, width, letters)
    right = width - (widest(target, letters.bold, TEXT) + 5 if target else 3)
    break_lines = wrap(chart.break_words, rough - 6, regular, SMALL) if chart.breaks else ()
    gap = BREAK_RULE + 3 + max(1, len(break_lines)) * line_height(regular, SMALL)
    cuts = tuple(sorted({index for index in chart.breaks if index > 0}))
    slot = (right - left - gap * len(cuts)) / len(chart.points)
    centres = tuple(
        left + (index + 0.5) * slot + gap * sum(cut <= index for cut in cuts)
        for index in range(len(chart.points))
    )
    gaps = tuple((cut, centres[cut] - slot / 2 - gap, centres[cut] - slot / 2) for cut in cuts)
    style = value_style(chart.points, slot, letters)
    if len(month_lines(chart.points, slot, letters)) == 1:
        bottom -= leading
    tall = _plot_height(chart, scale, style, letters, height - bottom)
    if not all(fits_column(chart.points[i], style, letters, slot) for i in labelled(chart.points, style)):
        tall = min(tall, _height_below_line(chart, scale, style, letters, height - bottom))
    return ChartFrame(
        width, height, left, bottom, right, bottom + tall, slot, centres, gaps, scale, style, break_lines
    )


def line_height(face: FontMetrics, size: float) -> float:
    """Room for a line of words and the air below it."""
    return face.rise(size) + face.fall(size) + 0.8


def target_lines(chart: ColumnChart, width: float, letters: Letters) -> tuple[str, ...]:
    """Break the target's words: on one line in a wide chart, else one below the other."""
    if chart.target is None:
        return ()
    return wrap(chart.target_words, width * 0.16, letters.bold, TEXT)


def _scale_of(chart: ColumnChart, room: float) -> Scale:
    shown = [point.value for point in chart.points if point.value is not None]
    others = [figure for figure in (chart.target, chart.top) if figure is not None]
    largest = max((*shown, *others), default=100.0 if chart.percent else 1.0)
    if chart.percent:
        return percent_scale(largest, room)
    return number_scale(largest, room, whole=all(float(figure).is_integer() for figure in shown))


def value_style(points: tuple[Point, ...], slot: float, letters: Letters) -> ValueStyle:
    """Decide how values stand: level if all fit their slots, else upright, else only some of them upright."""
    shown = [point for point in points if point.value is not None]
    for size in _ROLES_OF_SIZE:
        if all(letters.of(point).width(point.words, size) + 1.5 <= slot for point in shown):
            return ValueStyle(size, 0, 1)
    for size in _ROLES_OF_SIZE:
        if line_height(letters.bold, size) <= slot:
            return ValueStyle(size, 90, 1)
    return ValueStyle(LEAST, 90, math.ceil(line_height(letters.bold, LEAST) / slot))


def labelled(points: tuple[Point, ...], style: ValueStyle) -> tuple[int, ...]:
    """Indices of the months whose value is written."""
    shown = [index for index, point in enumerate(points) if point.value is not None]
    return tuple(index for index in shown if (shown[-1] - index) % style.every == 0)


def _plot_height(chart: ColumnChart, scale: Scale, style: ValueStyle, letters: Letters, room: float) -> float:
    """The tallest plot above which each value still has its place over its column.

    Charts that share a scale keep room above its largest value, so that their plots are alike.
    """
    tall = room - letters.regular.rise(TEXT) / 2 - 1
    reach = style.every - 1
    for index in labelled(chart.points, style):
        near = chart.points[max(0, index - reach) : index + reach + 1]
        share = max(chart.top or 0.0, *(point.value or 0.0 for point in near)) / scale.top
        words = chart.points[index].words
        if share > 0:
            tall = min(tall, (room - LABEL_GAP - 1 - extent(words, style, letters)) / share)
    return tall


def _height_below_line(
    chart: ColumnChart, scale: Scale, style: ValueStyle, letters: Letters, room: float
) -> float:
    """The tallest plot that leaves room for level values over the target line."""
    if not chart.target or style.angle:
        return room
    return (room - LINE_GAP - 1 - extent("0", style, letters)) * scale.top / chart.target


def fits_column(point: Point, style: ValueStyle, letters: Letters, slot: float) -> bool:
    """Whether a value can stand within its column."""
    face = letters.of(point)
    across = face.rise(style.size) if style.angle else face.width(point.words, style.size)
    return across + 1 <= slot * COLUMN_SHARE


def extent(words: str, style: ValueStyle, letters: Letters) -> float:
    """Points that a value takes upwards, whichever way it stands."""
    if style.angle:
        return letters.bold.width(words, style.size)
    return letters.bold.rise(style.size) + letters.bold.fall(style.size)


# ------------------------------------------------------------------------------- names of the months


def month_lines(points: tuple[Point, ...], slot: float, letters: Letters) -> tuple[tuple[str, ...], ...]:
    """Return the words of the months line by line, as many as there are points on each line; `` for none.

    `Apr-17` stands whole where there is room. Otherwise the month stands above and the year below
    the first month and each January; where months do not fit either, each second, third, fourth …
    is named, counted back from the current month.
    """
    labels = tuple(point.label for point in points)
    if _fit(labels, points, slot - _WHOLE_GAP + _MONTH_GAP, letters):
        return (labels,)
    parts = [_parted(label) for label in labels]
    months = tuple(month for month, _ in parts)
    kept = _thinned(months, points, slot, letters)
    years = _years(kept, [year for _, year in parts], slot, letters)
    return (kept, years) if any(years) else (kept,)


def _fit(words: tuple[str, ...], points: tuple[Point, ...], room: float, letters: Letters) -> bool:
    return all(
        letters.of(point).width(word, TEXT) + _MONTH_GAP <= room
        for word, point in zip(words, points, strict=True)
    )


def _parted(label: str) -> tuple[str, str]:
    """Part `Apr-17` into `Apr` and `2017`; a label of another kind stays whole."""
    month, dash, year = label.rpartition("-")
    if not dash:
        return label, ""
    return month, f"20{year}" if len(year) == 2 and year.isdigit() else year


def _thinned(
    months: tuple[str, ...], points: tuple[Point, ...], slot: float, letters: Letters
) -> tuple[str, ...]:
    last = next((index for index, point in enumerate(points) if point.current), len(points) - 1)
    for every in range(1, len(points) + 1):
        if _fit(months, points, slot * every, letters):
            break
    return tuple(month if (last - index) % every == 0 else "" for index, month in enumerate(months))


def _years(kept: tuple[str, ...], years: list[str], slot: float, letters: Letters) -> tuple[str, ...]:
    """Write the year below the first month named of each year; the earlier of two that would touch goes."""
    written = [""] * len(kept)
    before = None
    for index, (month, year) in enumerate(zip(kept, years, strict=True)):
        if not month or not year or (before is not None and years[before] == year):
            continue
        room = letters.regular.width(year, TEXT) + _MONTH_GAP
        if before is not None and written[before] and (index - before) * slot < room:
            written[before] = ""
        written[index], before = year, index
    return tuple(written)
