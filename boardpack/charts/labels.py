"""Where the words in a column chart stand, so that none is struck through and none lies on another."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from boardpack.charts.frame import (
    BREAK_RULE,
    LABEL_GAP,
    LEAST,
    LINE_GAP,
    SMALL,
    TEXT,
    ChartFrame,
    ChartLabel,
    Letters,
    extent,
    fits_column,
    labelled,
    line_height,
    month_lines,
    target_lines,
)
from boardpack.charts.text_metrics import FontMetrics, widest, wrap
from boardpack.document import ColumnChart


class Lettered(Struct, frozen=True):
    """All words of a chart: those round the plot, and those within it, for which lines make way."""

    around: tuple[ChartLabel, ...]
    within: tuple[ChartLabel, ...]
    boxes: tuple[tuple[float, float, float, float], ...]
    """The room that each of those within takes."""

    def cuts(self, level: float) -> tuple[tuple[float, float], ...]:
        """The stretches in which a level line makes way for words."""
        return tuple(
            (left - 1.5, right + 1.5)
            for left, low, right, high in self.boxes
            if low - 0.75 * LINE_GAP < level < high + 0.75 * LINE_GAP
        )


def letter(chart: ColumnChart, frame: ChartFrame, letters: Letters) -> Lettered:
    """Place every word of a chart."""
    around = (
        *scale_labels(frame, letters),
        *month_labels(chart, frame, letters),
        *target_label(chart, frame, letters),
    )
    within = (
        *value_labels(chart, frame, letters),
        *reasons(chart, frame, letters),
        *breaks(frame, letters),
    )
    return Lettered(around, within, tuple(label.box for label in within))


# --------------------------------------------------------------------------------- round the plot


def scale_labels(frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """The figures of the grid, right-aligned left of the plot."""
    face = letters.regular
    for value, words in frame.scale.steps:
        x = frame.left - 4 - face.width(words, TEXT)
        yield ChartLabel(words, x, frame.level(value) - face.rise(TEXT) / 2, TEXT, face, role="quiet")


def month_labels(chart: ColumnChart, frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """The months below the plot, the year on a line of its own where there is no room beside them."""
    for number, line in enumerate(month_lines(chart.points, frame.slot, letters)):
        for point, centre, words in zip(chart.points, frame.centres, line, strict=True):
            if words:
                face = letters.of(point) if number == 0 else letters.regular
                length = face.width(words, TEXT)
                x = min(max(centre - length / 2, frame.left - 3), frame.right + 2 - length)
                y = frame.bottom - 3 - face.rise(TEXT) - number * line_height(face, TEXT)
                yield ChartLabel(words, x, y, TEXT, face, role="ink" if point.current else "quiet")


def target_label(chart: ColumnChart, frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """The target's words at the right end of its line, outside the columns."""
    lines = target_lines(chart, frame.width, letters)
    if chart.target is None or not lines:
        return
    face, step = letters.bold, line_height(letters.bold, TEXT)
    tall = step * len(lines)
    top = min(max(frame.level(chart.target) + tall / 2, tall), frame.height - 0.5)
    for number, words in enumerate(lines):
        y = top - number * step - face.rise(TEXT)
        yield ChartLabel(words, frame.right + 4, y, TEXT, face, role="target")


# ------------------------------------------------------------------------------------ in the plot


def value_labels(chart: ColumnChart, frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """Each value above its column; where it would meet the target line there, the nearest clear place."""
    line = None if chart.target is None else frame.level(chart.target)
    for index in labelled(chart.points, frame.style):
        yield _value_label(chart, index, frame, letters, line)


def _value_label(
    chart: ColumnChart, index: int, frame: ChartFrame, letters: Letters, line: float | None
) -> ChartLabel:
    point, style = chart.points[index], frame.style
    face = letters.of(point)
    low, inside = _low_end(chart, index, frame, letters, line)
    column = "column_current" if point.current else "column"
    label = ChartLabel(point.words, 0, 0, style.size, face, style.angle, "ink", column if inside else "paper")
    if style.angle:
        x = frame.centres[index] + face.rise(style.size) / 2
        return replace(label, x=x, y=low)
    x = frame.centres[index] - face.width(point.words, style.size) / 2
    return replace(label, x=x, y=low + face.fall(style.size))


def _low_end(
    chart: ColumnChart, index: int, frame: ChartFrame, letters: Letters, line: float | None
) -> tuple[float, bool]:
    """Return the height of a value's lower end, and whether it stands inside its column.

    In this order: above the column; inside its head; above the target line; inside, below the target
    line. Where nothing is clear it stands above the column and the target line makes way.
    """
    tall = extent(chart.points[index].words, frame.style, letters)
    head = frame.level(chart.points[index].value or 0.0)
    ground = max(head, *_neighbours(chart, index, frame))
    places = [(ground + LABEL_GAP, False), (head - LABEL_GAP - tall, True)]
    if line is not None:
        places += [(line + LINE_GAP, False), (line - LINE_GAP - tall, True)]
    for low, inside in places:
        least, most = (frame.bottom + 1, head - 1) if inside else (ground, frame.height)
        fits = not inside or fits_column(chart.points[index], frame.style, letters, frame.slot)
        if fits and least <= low and low + tall <= most and _clear(low, low + tall, line):
            return low, inside
    return min(ground + LABEL_GAP, frame.height - tall), False


def _neighbours(chart: ColumnChart, index: int, frame: ChartFrame) -> list[float]:
    """Heights of the columns over which a value reaches when only some values are written."""
    reach = frame.style.every - 1
    near = chart.points[max(0, index - reach) : index + reach + 1]
    return [frame.bottom, *(frame.level(point.value or 0.0) for point in near)]


def _clear(low: float, high: float, line: float | None) -> bool:
    return line is None or low >= line + LINE_GAP or high <= line - LINE_GAP


# ------------------------------------------------------------------------------- missing and broken


def runs(chart: ColumnChart) -> list[tuple[int, int, str]]:
    """Months without a value that stand side by side for the same reason: first, last, reason."""
    found: list[tuple[int, int, str]] = []
    for index, point in enumerate(chart.points):
        if point.value is not None or not point.words:
            continue
        if found and found[-1][1:] == (index - 1, point.words) and index not in chart.breaks:
            found[-1] = (found[-1][0], index, point.words)
        else:
            found.append((index, index, point.words))
    return found


def reasons(chart: ColumnChart, frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """Why months have no value, in small type where their columns would stand.

    Level and wrapped where the longest word fits, else upright, else a dash, and in the narrowest
    chart the gap alone: the table above holds the words.
    """
    line = None if chart.target is None else frame.level(chart.target)
    for first, last, words in runs(chart):
        room = (last - first + 1) * frame.slot - 2
        block = _block(words, room, frame.top - frame.bottom - 4, letters.regular)
        middle = (frame.centres[first] + frame.centres[last]) / 2
        yield from block.labels(middle, _low_of_block(block.tall, frame, line))


class _Block(Struct, frozen=True):
    """Some lines of small type, level or upright."""

    lines: tuple[str, ...]
    size: float
    angle: int
    face: FontMetrics

    @property
    def length(self) -> float:
        """Points along the lines."""
        return widest(self.lines, self.face, self.size)

    @property
    def depth(self) -> float:
        """Points across the lines."""
        return line_height(self.face, self.size) * len(self.lines)

    @property
    def tall(self) -> float:
        """Points upwards."""
        return self.length if self.angle else self.depth

    def labels(self, middle: float, low: float) -> Iterator[ChartLabel]:
        """Set the lines round an upright middle, from a lower end upwards."""
        rise, step = self.face.rise(self.size), line_height(self.face, self.size)
        for number, words in enumerate(self.lines):
            if self.angle:
                x, y = middle - self.depth / 2 + number * step + rise, low
            else:
                x = middle - self.face.width(words, self.size) / 2
                y = low + self.depth - number * step - rise
            yield ChartLabel(words, x, y, self.size, self.face, self.angle, "quiet")


def _block(words: str, room: float, plot: float, face: FontMetrics) -> _Block:
    """Set a reason in a room so wide, in a plot so tall."""
    for size, angle in ((SMALL, 0), (SMALL, 90), (LEAST, 90), (LEAST, 0)):
        along, across = (plot, room + 2) if angle else (room, plot)
        block = _Block(wrap(words, along, face, size), size, angle, face)
        if block.length <= along and block.depth <= across:
            return block
    dash = ("–",) if face.width("–", LEAST) <= room else ()
    return _Block(dash, LEAST, 0, face)


def _low_of_block(tall: float, frame: ChartFrame, line: float | None) -> float:
    """The lower end of a reason: low in the plot, or just above the target line where that is clear."""
    lowest = frame.bottom + 3
    if line is None or _clear(lowest, lowest + tall, line):
        return lowest
    above = line + LINE_GAP
    return above if above + tall <= frame.height else lowest


def breaks(frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """The words of a break, upright beside its dotted rule."""
    face, step = letters.regular, line_height(letters.regular, SMALL)
    for _, left, _ in frame.gaps:
        for number, words in enumerate(frame.break_lines):
            x = left + BREAK_RULE + 1.5 + face.rise(SMALL) + number * step
            yield ChartLabel(words, x, frame.bottom + 3, SMALL, face, 90, "quiet")
