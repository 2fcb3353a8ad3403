"""No value is printed on the wrong side of its target: over made-up series, targets, sizes and periods."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.charts import draw
from boardpack.charts.frame import make_frame
from boardpack.charts.layout import ChartBox, Form, arrange
from boardpack.document import Chart, ChartKind, GoodSide
from boardpack.drawing import Picture
from tests.charts.chart_samples import CASES, SLOTS, column_chart, letters_of, picture
from tests.charts.reading import box_of_words, faults_of, overlap, rectangles, words_of
from tests.support.projects import BRANDS, theme

THEME = theme("civic")
LETTERS = letters_of(THEME)
REASONS = ("no cases", "not collected", "not yet available", "not applicable", "suppressed")


def wrong_sides(chart: Chart, room: ChartBox, drawn: Picture) -> tuple[list[str], int]:
    """Values in the plot beyond their target's line, and how many values are in the plot at all."""
    frame = make_frame(chart, room)
    wrong, count = [], 0
    for mark in words_of(drawn):
        left, low, right, high = box_of_words(mark, LETTERS)
        if mark.scale or mark.role != "ink" or right > frame.right + 4 or low < frame.bottom - 0.5:
            continue
        near = [index for index, point in enumerate(chart.points) if point.words == mark.text]
        index = min(near, key=lambda each: abs(frame.centre(each) - (left + right) / 2), default=None)
        point = None if index is None else chart.points[index]
        if point is None or point.value is None:
            continue
        count += 1
        if point.target is None:
            continue
        line, value = frame.level(point.target), frame.level(point.value)
        if (value < line - 0.01 and high > line) or (value > line + 0.01 and low < line):
            wrong.append(f"{mark.text} against {point.target:g}")
        if room.form is Form.COLUMNS:
            inside = any(
                overlap((left, low, right, high), box)
                for box in rectangles(drawn, "column", "column_current")
            )
            wrong += [f"{mark.text} is in a column"] if inside else []
    return wrong, count


def order_at_the_end(chart: Chart, drawn: Picture) -> list[str]:
    """Where a line's last value and its target are in the wrong order at the right end."""
    last = chart.points[-1]
    if last.value is None or last.target is None or last.value == last.target:
        return []
    said = [mark for mark in words_of(drawn) if mark.text == last.words and mark.weight == "bold"]
    aims = [mark for mark in words_of(drawn) if mark.role == "target"]
    ends = [mark for mark in said if aims and abs(mark.x - min(aim.x for aim in aims)) < 12]
    middle = sum(aim.y for aim in aims) / len(aims) if aims else 0.0
    return [mark.text for mark in ends if (mark.y > middle) != (last.value > last.target)]


@st.composite
def charts(make: st.DrawFn) -> Chart:
    """A series of 3 to 36 periods with gaps, and with any kind of target."""
    count = make(st.integers(3, 36))
    percent = make(st.booleans())
    largest = 100 if percent else make(st.sampled_from([1, 20, 300, 45_000]))
    least = make(st.sampled_from([0, 0, -largest]))
    value = st.floats(least, largest).map(lambda number: round(number, 1 if percent else 0))
    values = make(st.lists(value | st.sampled_from(REASONS), min_size=count, max_size=count))
    aim: float | list[float | None] | None = make(
        st.none()
        | value
        | st.sampled_from([each for each in values if isinstance(each, float)] or [1.0])
        | st.lists(st.none() | value, min_size=count, max_size=count)
    )
    if isinstance(aim, list) and make(st.booleans()):
        step = make(st.integers(1, count - 1))
        aim = [aim[0]] * step + [aim[-1]] * (count - step)
    return column_chart(
        *values,
        percent=percent,
        target=aim,
        breaks=tuple(make(st.sets(st.integers(0, count - 1), max_size=1))),
        good=make(st.sampled_from([None, *GoodSide])),
        kind=make(st.sampled_from([ChartKind.COLUMNS, ChartKind.LINE])),
    )


groups = st.lists(charts(), min_size=1, max_size=3).filter(
    lambda each: len({len(c.points) for c in each}) == 1
) | charts().map(lambda chart: [chart])


@given(groups, st.sampled_from([240.6, 249.6, 372.9, 769.9]), st.sampled_from([88.0, 104.0, 152.0]))
def test_no_value_is_beyond_its_target(group: list[Chart], slot: float, plot: float) -> None:
    for chart, room in zip(group, arrange(group, slot, plot, LETTERS.measure), strict=True):
        drawn = draw(chart, room, THEME)
        assert wrong_sides(chart, room, drawn)[0] == []
        assert order_at_the_end(chart, drawn) == []
        assert faults_of(drawn, LETTERS) == []


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("size", SLOTS)
@pytest.mark.parametrize("case", CASES)
def test_words_stay_clear_of_each_other_and_of_the_target_line(case: str, size: str, brand: str) -> None:
    look = theme(brand)
    assert faults_of(picture(CASES[case], *SLOTS[size], look), letters_of(look)) == []


def made_up(chance: random.Random) -> Chart:
    """A chart as packs have them: values near their target, which may change."""
    count = chance.randint(3, 36)
    percent = chance.random() < 0.6
    middle = chance.uniform(5, 95) if percent else chance.choice([3, 17, 250, 1800])
    spread = middle * chance.choice([0.02, 0.1, 0.4, 1.2])
    digits = chance.choice([0, 1]) if percent else 0

    def figure() -> float:
        value = round(chance.gauss(middle, spread), digits)
        return min(max(value, 0.0), 100.0) if percent else value

    values: list[float | str] = [figure() if chance.random() > 0.05 else "no cases" for _ in range(count)]
    targets: list[float | None] = [round(middle, digits)] * count
    shape = chance.randrange(4)
    if shape == 1:
        step = chance.randrange(1, count)
        targets = [*targets[:step], *[figure()] * (count - step)]
    if shape == 2:
        targets = [figure() for _ in range(count)]
    if shape == 3:
        targets[: chance.randrange(count)] = [None] * len(targets[: chance.randrange(count)])
        targets = (targets + [None] * count)[:count]
    good = chance.choice([*GoodSide])
    return column_chart(*values, percent=percent, target=targets, good=good)


def campaign(count: int, seed: int = 2017) -> Iterator[tuple[list[str], int]]:
    """Many made-up charts in groups, each with what is wrong and how many values are in its plot."""
    chance = random.Random(seed)
    done = 0
    while done < count:
        first = made_up(chance)
        group = [first]
        group += [
            each for each in (made_up(chance) for _ in range(4)) if len(each.points) == len(first.points)
        ]
        slot, plot = chance.choice([240.6, 372.9, 769.9]), chance.choice([88.0, 104.0, 112.0, 152.0])
        for chart, room in zip(group, arrange(group, slot, plot, LETTERS.measure), strict=True):
            drawn = draw(chart, room, THEME)
            wrong, labels = wrong_sides(chart, room, drawn)
            yield wrong + order_at_the_end(chart, drawn), labels
            done += 1


def test_a_few_hundred_charts_as_packs_have_them() -> None:
    found = [*campaign(150)]
    assert [wrong for wrong, _ in found if wrong] == []
    assert sum(labels for _, labels in found) > 200


@pytest.mark.campaign
def test_many_thousand_charts_as_packs_have_them() -> None:
    labels = 0
    for wrong, count in campaign(20_000):
        assert wrong == []
        labels += count
    assert labels > 20_000
