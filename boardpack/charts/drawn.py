"""What columns and lines have in common: the grid, the target, rules of breaks and events, words.

The target line is over the periods in which it holds, with a riser where it changes. Everything is an artist;
matplotlib sorts by zorder, which is the order in which `picture` is given them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardpack.charts import matplotlib_setup
from boardpack.charts.artists import FilledArea, Lines, Stroke
from boardpack.charts.ends import Ends, EndSign, ends_of
from boardpack.charts.frame import ChartFrame, ChartLabel, Letters
from boardpack.charts.labels import (
    foot_labels,
    head_labels,
    line_labels,
    notice_places,
    notices,
    scale_labels,
)
from boardpack.charts.recorder import picture_of
from boardpack.drawing import Picture

matplotlib_setup.start()

from matplotlib.artist import Artist  # noqa: E402 - matplotlib is imported once it has been started

Points = list[tuple[float, float]]
BEYOND = 4.0
"""How far the line goes on past the last period."""
WELL_BEYOND = 3.0
"""From here on a column's head is seen beyond the line, and the line gets a pale edge over it."""


def target_runs(frame: ChartFrame) -> Iterator[tuple[int, int, float]]:
    """Periods in a row with the same target: the first, the last, the target."""
    first = 0
    points = frame.chart.points
    for index, point in enumerate(points):
        after = points[index + 1].target if index + 1 < len(points) else None
        if point.target is not None and after != point.target:
            yield first, index, point.target
        if after != point.target:
            first = index + 1


def target_lines(frame: ChartFrame) -> list[Points]:
    """The line as polylines, each unbroken; it ends a little past the last period."""
    lines: list[Points] = []
    end = -1
    for first, last, target in target_runs(frame):
        level = frame.level(target)
        beyond = BEYOND if last == len(frame.chart.points) - 1 else 0.0
        stretch = [(frame.border(first), level), (frame.border(last + 1) + beyond, level)]
        if lines and end == first - 1:
            lines[-1] += stretch
        else:
            lines.append(stretch)
        end = last
    return lines


def pale_edges(frame: ChartFrame) -> list[Points]:
    """Where the line crosses a column well below its head: there alone an edge parts it from the column."""
    half = frame.column / 2
    edges: list[Points] = []
    for index, point in enumerate(frame.chart.points):
        if point.value is None or point.target is None:
            continue
        head, line, zero = frame.level(point.value), frame.level(point.target), frame.zero
        beyond = head - line if head >= zero else line - head
        if beyond > WELL_BEYOND and min(head, zero) < line < max(head, zero):
            x = frame.centre(index)
            edges.append([(x - half, line), (x + half, line)])
    return edges


def picture(artists: Iterable[Artist], frame: ChartFrame, letters: Letters) -> Picture:
    """Draw artists from the back to the front."""
    return picture_of(artists, frame.box.width, frame.box.height, (letters.regular, letters.bold))


def grid(frame: ChartFrame) -> Iterator[Artist]:
    """A hairline for each step of the scale but that of the baseline."""
    steps = [value for value, _ in frame.scale.steps if value not in {0.0, frame.scale.low}]
    steps += [frame.scale.low] if frame.scale.low < 0 else []
    lines = [[(frame.left, y), (frame.right, y)] for y in (frame.level(value) for value in steps)]
    yield Stroke(lines, "grid", 0.5)


def baseline(frame: ChartFrame) -> Iterator[Artist]:
    """The line that columns are on, or the foot of a line's scale."""
    width = 1.0 if frame.scale.low < 0 else 0.75
    yield Stroke([[(frame.left, frame.zero), (frame.right, frame.zero)]], "ink", width)


def rules(frame: ChartFrame) -> Iterator[Artist]:
    """Dotted rules where the series is broken or a note is dated."""
    dots = [[(x, frame.bottom), (x, frame.top + 8)] for x, _ in notice_places(frame)]
    if dots:
        yield Stroke(dots, "quiet", 1.0, dash=(0.01, 3.0), cap="round")


def target(frame: ChartFrame) -> Iterator[Artist]:
    """The target line, with a pale edge where it crosses a column well below its head."""
    if frame.is_column():
        yield Stroke(pale_edges(frame), "paper", 2.45)
    yield Stroke(target_lines(frame), "target", 1.25)


def others(frame: ChartFrame) -> Iterator[Artist]:
    """Other series as dashed lines, single comparators as hollow diamonds."""
    for other in frame.chart.others:
        yield Stroke(
            curve(frame, other.values, ()), "column" if not frame.is_column() else "ink", 1.25, (4.0, 2.0)
        )
    shapes = [diamond(frame.centre(mark.index), frame.level(mark.value), 4.0) for mark in frame.chart.marks]
    yield FilledArea(shapes, "paper", "ink", 1.1)


def words(frame: ChartFrame, letters: Letters) -> Iterator[Artist]:
    """All words, and the signs before those at the right end."""
    ends = ends_of(frame, letters)
    yield from _signs(ends)
    in_plot = head_labels if frame.is_column() else line_labels
    labels = [*in_plot(frame, letters)]
    yield FilledArea([_ground(label) for label in labels if _is_on_grid(frame, label)], "paper")
    scale = [*scale_labels(frame, letters)]
    yield Lines([*scale, *labels, *foot_labels(frame, letters), *notices(frame, letters), *ends.labels])


def _signs(ends: Ends) -> Iterator[Artist]:
    yield Stroke(ends.leaders, "quiet", 0.5)
    for sign in ends.signs:
        shape = _shape(sign)
        yield (
            FilledArea([shape], "paper", sign.role, 1.0)
            if sign.kind == "diamond"
            else FilledArea([shape], sign.role)
        )


def _shape(sign: EndSign) -> list[tuple[float, float]]:
    if sign.kind == "diamond":
        return diamond(sign.x, sign.y, 3.2)
    tip = 2.4 if sign.kind == "up" else -2.4
    return [(sign.x - 2.8, sign.y - tip), (sign.x + 2.8, sign.y - tip), (sign.x, sign.y + tip)]


def diamond(x: float, y: float, reach: float) -> list[tuple[float, float]]:
    """A diamond round its middle."""
    return [(x - reach, y), (x, y + reach), (x + reach, y), (x, y - reach)]


def _is_on_grid(frame: ChartFrame, label: ChartLabel) -> bool:
    """Whether a line of the grid would strike through a value."""
    _, low, _, high = label.box
    return any(low - 1 < frame.level(value) < high + 1 for value, _ in frame.scale.steps)


def _ground(label: ChartLabel) -> list[tuple[float, float]]:
    """The paper behind a value that is on the grid."""
    left, _, right, high = label.box
    low = label.y - 1.1
    return [(left - 1.1, low), (left - 1.1, high + 1.1), (right + 1.1, high + 1.1), (right + 1.1, low)]


def curve(
    frame: ChartFrame, values: tuple[float | None, ...], breaks: tuple[int, ...]
) -> list[list[tuple[float, float]]]:
    """A line through values, in pieces: a missing value and a break are gaps."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(values):
        if index in breaks or value is None:
            pieces.append([])
        if value is not None:
            pieces[-1].append((frame.centre(index), frame.level(value)))
    return [piece for piece in pieces if len(piece) > 1]
