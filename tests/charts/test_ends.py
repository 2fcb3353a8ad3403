"""Words at the right end keep their order and do not touch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.charts.ends import STEP, EndLine, EndWords, spread
from boardpack.document import GoodSide
from tests.charts.chart_samples import column_chart, picture
from tests.charts.reading import paths_of, words_of

LOW, HIGH = 10.0, 140.0

words = st.builds(
    lambda level, lines, above: EndWords(level, (EndLine("words"),) * lines, min(above, lines)),
    st.floats(LOW, HIGH),
    st.integers(1, 3),
    st.integers(0, 2),
)


@given(st.lists(words, max_size=4))
def test_words_that_would_touch_are_pushed_apart(found: list[EndWords]) -> None:
    ordered = sorted(found, key=lambda each: -each.level)
    levels = spread(ordered, LOW, HIGH)
    for one, two, level, below in zip(ordered, ordered[1:], levels, levels[1:], strict=False):
        assert level - one.down >= below + two.up - 1e-6
    if levels:
        assert levels[0] + ordered[0].up <= HIGH + 1e-6


@given(st.lists(words, max_size=3))
def test_words_that_stand_clear_are_left_where_they_are(found: list[EndWords]) -> None:
    spaced = [EndWords(120.0 - 60 * index, each.lines, each.above) for index, each in enumerate(found)]
    assert [round(level, 6) for level in spread(spaced, -50, 200)] == [each.level for each in spaced]


def test_the_words_of_the_good_side_are_on_that_side() -> None:
    for good, higher in ((GoodSide.HIGHER, True), (GoodSide.LOWER, False)):
        drawn = picture(column_chart(1, 2, 3, target=50, good=good), 372.9)
        places = {mark.text: mark.y for mark in words_of(drawn) if mark.role == "target"}
        said = "higher is better" if higher else "lower is better"
        assert (places[said] > places["Target 50%"]) is higher
        assert abs(places[said] - places["Target 50%"]) == pytest.approx(STEP, abs=0.02)


def test_without_a_good_side_the_target_is_named_alone() -> None:
    drawn = picture(column_chart(1, 2, 3, target=50, good=None), 372.9)
    assert [mark.text for mark in words_of(drawn) if mark.role == "target"] == ["Target 50%"]
    assert paths_of(drawn, fill="target") == []
