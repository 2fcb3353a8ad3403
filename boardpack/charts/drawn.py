"""What columns and lines have in common: the grid, the target, rules of breaks and events, words.

The target line is over the periods in which it holds, with a riser where it changes. Everything is an artist;
matplotlib sorts by zorder, which is the order in which `picture` is given them. Words at the right end of
lines keep their order and are pushed apart where they would touch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from boardpack.charts import matplotlib_setup
from boardpack.charts.artists import FilledArea, Lines, Stroke
from boardpack.charts.frame import ChartFrame, ChartLabel, Letters
from boardpack.charts.labels import (
    foot_labels,
    notice_places,
    notices,
    scale_labels,
)
from boardpack.charts.layout import (
    END_GAP,
    FORMS,
    LEADING,
    SIGN_ROOM,
    TEXT,
    ends_with_target,
    good_words,
    last_value,
    target_lines,
)
from boardpack.charts.recorder import picture_of
from boardpack.document import GoodSide
from boardpack.drawing import Picture

matplotlib_setup.import_matplotlib()

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


def target_paths(frame: ChartFrame) -> list[Points]:
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


def drawn_picture(artists: Iterable[Artist], frame: ChartFrame, letters: Letters) -> Picture:
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


def target_artists(frame: ChartFrame) -> Iterator[Artist]:
    """The target line."""
    yield Stroke(target_paths(frame), "target", 1.25)


def others(frame: ChartFrame, role: str) -> Iterator[Artist]:
    """Other series as dashed lines in a role of the theme, single comparators as hollow diamonds."""
    for other in frame.chart.others:
        yield Stroke(curve(frame, other.values, ()), role, 1.25, (4.0, 2.0))
    shapes = [diamond(frame.centre(mark.index), frame.level(mark.value), 4.0) for mark in frame.chart.marks]
    yield FilledArea(shapes, "paper", "ink", 1.1)


def words(frame: ChartFrame, letters: Letters, values: Iterable[ChartLabel]) -> Iterator[Artist]:
    """All words, with the values in the plot, and the signs before those at the right end."""
    ends = ends_of(frame, letters)
    yield from _signs(ends)
    labels = [*values]
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


# ------------------------------------------------------------------------------------ words at the right end

STEP = 9.5
"""From one line of words to the next."""
LEADER = 3.0
"""Words moved further than this have a thin line to their place."""


class EndLine(Struct, frozen=True):
    """A line of words at the right end."""

    text: str
    strong: bool = False
    role: str = "ink"
    sign: str = ""
    """A sign drawn before it: `up`, `down`, `diamond`."""


class EndWords(Struct, frozen=True):
    """Lines of words that belong to one level."""

    level: float
    lines: tuple[EndLine, ...]
    above: int = 0
    """How many of its lines are above the level; half a line where there is only one."""

    @property
    def up(self) -> float:
        """Room above the level."""
        return STEP / 2 if len(self.lines) == 1 else self.above * STEP

    @property
    def down(self) -> float:
        """Room below the level."""
        return len(self.lines) * STEP - self.up


class EndSign(Struct, frozen=True):
    """A sign to be drawn before words: its kind and its middle."""

    kind: str
    x: float
    y: float
    role: str


class Ends(Struct, frozen=True):
    """All words at the right end, their signs, and the thin lines to those that were moved."""

    labels: tuple[ChartLabel, ...]
    signs: tuple[EndSign, ...]
    leaders: tuple[tuple[tuple[float, float], tuple[float, float]], ...]


def ends_of(frame: ChartFrame, letters: Letters) -> Ends:
    """Place the words at the right end."""
    words = sorted(_words(frame, letters), key=lambda each: -each.level)
    levels = spread(words, LEADING, frame.box.height - STEP / 2)
    labels: list[ChartLabel] = []
    signs: list[EndSign] = []
    leaders = []
    x = frame.right + END_GAP
    for each, level in zip(words, levels, strict=True):
        if abs(level - each.level) > LEADER and each.lines[0].role != "target":
            leaders.append(((frame.right + 1, each.level), (x - 1.5, level)))
        for number, line in enumerate(each.lines):
            label, sign = _line(line, x, level + each.up - (number + 1) * STEP, letters)
            labels.append(label)
            signs += [sign] if sign else []
    return Ends(tuple(labels), tuple(signs), tuple(leaders))


def _line(line: EndLine, x: float, low: float, letters: Letters) -> tuple[ChartLabel, EndSign | None]:
    face = letters.bold if line.strong else letters.regular
    baseline = low + (STEP - face.rise(TEXT)) / 2
    lead = letters.regular.width(SIGN_ROOM, TEXT) if line.sign else 0.0
    sign = (
        EndSign(line.sign, x + lead * 0.4, baseline + face.rise(TEXT) / 2, line.role) if line.sign else None
    )
    return ChartLabel(line.text, x + lead, baseline, TEXT, face, line.role), sign


def _words(frame: ChartFrame, letters: Letters) -> Iterator[EndWords]:
    chart = frame.chart
    last = last_value(chart)
    if last is not None and last.value is not None and (not FORMS[frame.box.form].has_values or chart.others):
        text = f"{chart.series_words} {last.words}".strip()
        yield EndWords(frame.level(last.value), (EndLine(text, strong=True, role="ink"),))
    if ends_with_target(chart):
        yield _target(frame, letters)
    for other in chart.others:
        known = [value for value in other.values if value is not None]
        if known:
            yield EndWords(frame.level(known[-1]), (EndLine(other.words, role="quiet"),))
    for mark in chart.marks:
        yield EndWords(frame.level(mark.value), (EndLine(mark.words, sign="diamond"),))
    yield from _parts(frame)


def _target(frame: ChartFrame, letters: Letters) -> EndWords:
    """The words of the good side on that side of the line, the target's on the other."""
    chart, brief = frame.chart, frame.box.brief
    lines = target_lines(chart, letters.measure, brief=brief)
    named = tuple(EndLine(words, strong=True, role="target") for words in lines)
    level = frame.level(chart.points[-1].target or 0.0)
    good = good_words(chart, brief=brief)
    if not good:
        return EndWords(level, named, len(named) // 2)
    if chart.good_side is GoodSide.HIGHER:
        return EndWords(level, (EndLine(good, role="target", sign="up"), *named), 1)
    return EndWords(level, (*named, EndLine(good, role="target", sign="down")), len(named))


def _parts(frame: ChartFrame) -> Iterator[EndWords]:
    """The names of a stacked chart's parts, beside those of its last column."""
    chart = frame.chart
    last = next((point for point in reversed(chart.points) if point.parts), None)
    if last is None:
        return
    reached = 0.0
    for words, part in zip(chart.part_words, last.parts, strict=False):
        yield EndWords(frame.level(reached + part / 2), (EndLine(words),))
        reached += part


def spread(words: Sequence[EndWords], low: float, high: float) -> list[float]:
    """Push words apart that would touch, as little as can be; those above stay above.

    Each keeps its level, less how far those before it reach, in falling order: neighbours that break the
    order share their mean (the pool adjacent violators algorithm).
    """
    reach = 0.0
    offsets = []
    for index, each in enumerate(words):
        reach += words[index - 1].down + each.up if index else 0.0
        offsets.append(reach)
    pools: list[list[float]] = []
    for each, offset in zip(words, offsets, strict=True):
        pools.append([each.level + offset])
        while len(pools) > 1 and _mean(pools[-2]) < _mean(pools[-1]):
            pool = pools.pop()
            pools[-1] += pool
    levels = [_mean(pool) for pool in pools for _ in pool]
    if not words:
        return []
    least, most = low + words[-1].down + offsets[-1], high - words[0].up
    return [min(max(level, least), most) - offset for level, offset in zip(levels, offsets, strict=True)]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
