"""Words at the right end of lines: they keep their order and are pushed apart where they would touch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from boardpack.charts.frame import ChartFrame, ChartLabel, Letters
from boardpack.charts.layout import (
    END_GAP,
    LEADING,
    SIGN_ROOM,
    TEXT,
    ends_with_target,
    good_words,
    last_value,
    target_lines,
)
from boardpack.document import GoodSide

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
    if last is not None and last.value is not None and (not frame.is_column() or chart.others):
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
