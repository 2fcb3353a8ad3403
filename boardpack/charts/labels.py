"""Where the words in and under a chart are, so that none crosses the target and none lies on another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from boardpack.charts.frame import ChartFrame, ChartLabel, Letters
from boardpack.charts.layout import (
    AXIS_GAP,
    DIGITS,
    FIRST_ROW,
    LABEL_GAP,
    LEADING,
    LINE_GAP,
    SMALL,
    TEXT,
    ValuePlace,
    month_lines,
    scale_note,
    value_words,
)
from boardpack.document import Chart

Box = tuple[float, float, float, float]


# --------------------------------------------------------------------------------- round the plot


def scale_labels(frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """The figures of the grid, right-aligned left of the plot."""
    face = letters.regular
    for value, words in frame.scale.steps:
        x = frame.left - AXIS_GAP - face.width(words, TEXT)
        y = frame.level(value) - face.rise(TEXT) / 2
        yield ChartLabel(words, x, y, TEXT, face, "quiet", scale=True)


def foot_labels(frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """The values where they are in a row, the periods, the years, and where the scale begins."""
    row = frame.bottom - FIRST_ROW
    if frame.box.values in {ValuePlace.ROW, ValuePlace.BARE_ROW}:
        yield from _value_row(frame, letters, row)
        row -= LEADING
    for number, line in enumerate(month_lines(frame.chart.points, frame.box.pitch, letters.measure)):
        for index, (point, words) in enumerate(zip(frame.chart.points, line, strict=True)):
            if words:
                face = letters.of(point) if number == 0 else letters.regular
                x = frame.centre(index) - face.width(words, TEXT) / 2
                yield ChartLabel(words, x, row, TEXT, face, "ink" if point.current else "quiet")
        row -= LEADING
    if note := scale_note(frame.chart, frame.scale):
        yield ChartLabel(note, frame.left, row, SMALL, letters.regular, "quiet")


def _value_row(frame: ChartFrame, letters: Letters, baseline: float) -> Iterator[ChartLabel]:
    bare = frame.box.values is ValuePlace.BARE_ROW
    for index, point in enumerate(frame.chart.points):
        if point.value is not None:
            words, face = value_words(point, bare=bare), letters.of(point)
            x = frame.centre(index) - face.width(words, TEXT) / 2
            yield ChartLabel(words, x, baseline, TEXT, face)
    yield from _reasons(frame, letters, baseline)


# ------------------------------------------------------------------------------------ in the plot


def head_labels(frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """Each value above the head of its column, below it where the value is negative."""
    if frame.box.values is not ValuePlace.HEAD:
        return
    for index, point in enumerate(frame.chart.points):
        if point.value is None:
            continue
        face, head = letters.of(point), frame.level(point.value)
        x = frame.centre(index) - face.width(point.words, TEXT) / 2
        y = head + LABEL_GAP if point.value >= 0 else head - LABEL_GAP - face.rise(TEXT)
        yield ChartLabel(point.words, x, y, TEXT, face, value=True)
    yield from _reasons(frame, letters, frame.zero + LABEL_GAP, in_plot=True)


def _reasons(
    frame: ChartFrame, letters: Letters, baseline: float, *, in_plot: bool = False
) -> Iterator[ChartLabel]:
    """Why periods have no value, in small type over those in a row; a dash where there is no room."""
    face = letters.regular
    for first, last, words in runs_without_value(frame.chart):
        room = (last - first + 1) * frame.box.pitch - 2
        said = words if face.width(words, SMALL) <= room else "–"
        x = frame.centre((first + last) / 2) - face.width(said, SMALL) / 2
        label = ChartLabel(said, x, baseline, SMALL, face, "quiet")
        if not in_plot or clear_of_target(frame, label.box):
            yield label


def runs_without_value(chart: Chart) -> list[tuple[int, int, str]]:
    """Periods without a value that are side by side for the same reason: first, last, reason."""
    found: list[tuple[int, int, str]] = []
    for index, point in enumerate(chart.points):
        if point.value is not None or not point.words:
            continue
        if found and found[-1][1:] == (index - 1, point.words) and index not in chart.breaks:
            found[-1] = (found[-1][0], index, point.words)
        else:
            found.append((index, index, point.words))
    return found


def clear_of_target(frame: ChartFrame, box: Box) -> bool:
    """Whether words keep clear of the target line over every period that they reach into."""
    left, low, right, high = box
    reached = [index for index in range(len(frame.chart.points)) if _touches(frame, index, left, right)]
    targets = [frame.chart.points[index].target for index in reached]
    levels = [frame.level(target) for target in targets if target is not None]
    if any(low - LINE_GAP < level < high + LINE_GAP for level in levels):
        return False
    risers = [(min(one, two), max(one, two)) for one, two in pairwise(levels)]
    return not any(under < high and low < over for under, over in risers)


def _touches(frame: ChartFrame, index: int, left: float, right: float) -> bool:
    return frame.border(index) - 1 < right and left < frame.border(index + 1) + 1


# ------------------------------------------------------------------------------------ of a line


def line_labels(frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """The first, the highest and the lowest value of a line, where there is a clear place for them.

    Outward from the line, or on its other side; each only where it touches neither line nor target and
    is on its value's own side of the target. Else it is left out: the table has it.
    """
    taken: list[Box] = []
    for index, up in _worth_naming(frame.chart):
        for above in (up, not up):
            label = _beside(frame, letters, index, above=above)
            if _is_clear(frame, index, label.box, taken):
                taken.append(label.box)
                yield label
                break


def _worth_naming(chart: Chart) -> list[tuple[int, bool]]:
    """Indices of the highest, the lowest and the first value, and whether they point upwards."""
    known = [(point.value, index) for index, point in enumerate(chart.points) if point.value is not None]
    if len(known) < 2:
        return []
    last = known[-1][1]
    high = max(known, key=lambda pair: pair[0])
    low = min(known, key=lambda pair: pair[0])
    first = known[0]
    found: dict[int, bool] = {high[1]: True}
    if low[0] != high[0]:
        found.setdefault(low[1], False)
    found.setdefault(first[1], first[0] >= known[1][0])
    return [(index, up) for index, up in found.items() if index != last]


def _beside(frame: ChartFrame, letters: Letters, index: int, *, above: bool) -> ChartLabel:
    point, face = frame.chart.points[index], letters.regular
    level = frame.level(point.value or 0.0)
    x = frame.centre(index) - face.width(point.words, TEXT) / 2
    y = level + LABEL_GAP + 1 if above else level - LABEL_GAP - 1 - face.rise(TEXT)
    return ChartLabel(point.words, max(x, frame.left - 2), y, TEXT, face, value=True)


def _is_clear(frame: ChartFrame, index: int, box: Box, taken: list[Box]) -> bool:
    left, low, right, high = box
    if low < frame.bottom + 1 or right > frame.right + 2:
        return False
    if any(left < other[2] and other[0] < right and low < other[3] and other[1] < high for other in taken):
        return False
    return clear_of_target(frame, box) and _keeps_side(frame, index, box) and not _on_curve(frame, box)


def _keeps_side(frame: ChartFrame, index: int, box: Box) -> bool:
    """Whether words are on their value's side of every target that they reach under or over."""
    point = frame.chart.points[index]
    if point.value is None:
        return False
    middle = (box[1] + box[3]) / 2
    for other, near in enumerate(frame.chart.points):
        if near.target is None or not _touches(frame, other, box[0], box[2]):
            continue
        line = frame.level(near.target)
        if other == index and point.value == near.target:
            return False
        if (frame.level(point.value) > line) != (middle > line):
            return False
    return True


def _on_curve(frame: ChartFrame, box: Box) -> bool:
    """Whether words would lie on the line, or on that of another series."""
    series = [tuple(point.value for point in frame.chart.points)]
    series += [other.values for other in frame.chart.others]
    return any(_crosses(frame, values, box) for values in series)


def _crosses(frame: ChartFrame, values: tuple[float | None, ...], box: Box) -> bool:
    left, low, right, high = box
    steps = 12
    for index in range(len(values) - 1):
        one, two = values[index], values[index + 1]
        if one is None or two is None or frame.centre(index + 1) < left or frame.centre(index) > right:
            continue
        for step in range(steps + 1):
            x = frame.centre(index + step / steps)
            y = frame.level(one + (two - one) * step / steps)
            if left - 1 < x < right + 1 and low - 0.5 < y < high + 0.5:
                return True
    return False


# --------------------------------------------------------------- rules of a break and of a dated note


def notices(frame: ChartFrame, letters: Letters) -> Iterator[ChartLabel]:
    """The words of breaks and events over the plot, each at its rule; of two that would touch, the later."""
    face = letters.regular
    y = frame.top + LABEL_GAP + DIGITS + LABEL_GAP
    end = 0.0
    for place, words in notice_places(frame):
        length = face.width(words, SMALL)
        x = min(max(place - length / 2, 0.0), frame.box.width - length)
        if words and x >= end and x >= 0:
            end = x + length + 6
            yield ChartLabel(words, x, y, SMALL, face, "quiet")


def notice_places(frame: ChartFrame) -> list[tuple[float, str]]:
    """Where the rules of breaks and events are, and their words."""
    chart = frame.chart
    places = [(frame.border(index), chart.break_words) for index in sorted(set(chart.breaks)) if index]
    places += [(frame.centre(event.index), event.words) for event in chart.events]
    return sorted(places)
