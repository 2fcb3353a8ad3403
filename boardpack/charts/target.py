"""The target line: over the periods in which it holds, with a riser where it changes."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.charts.frame import ChartFrame

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
