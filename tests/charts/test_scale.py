"""Scales: columns from zero, lines from where they are read best; round figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.charts.scale import Scale, column_scale, line_scale


def words(scale: Scale) -> list[str]:
    return [text for _, text in scale.steps]


@pytest.mark.parametrize(
    ("largest", "room", "whole", "expected"),
    [
        (19, 100, True, ["0", "5", "10", "15", "20"]),
        (19, 30, True, ["0", "20"]),
        (2, 110, True, ["0", "1", "2"]),
        (2, 110, False, ["0", "0.5", "1.0", "1.5", "2.0"]),
        (0, 110, True, ["0", "1"]),
        (1e-9, 44, False, ["0", "1"]),
        (1e-6, 20, True, ["0", "1"]),
        (1900, 60, True, ["0", "1,000", "2,000"]),
        (135_000, 70, True, ["0", "50k", "100k", "150k"]),
        (1_350_000, 70, True, ["0", "0.5m", "1.0m", "1.5m"]),
        (3e9, 70, True, ["0", "1bn", "2bn", "3bn"]),
    ],
)
def test_numbers(largest: float, room: float, whole: bool, expected: list[str]) -> None:
    assert words(column_scale([largest], room, percent=False, whole=whole)) == expected


@pytest.mark.parametrize(
    ("largest", "room", "expected"),
    [
        (67.7, 100, ["0%", "25%", "50%", "75%", "100%"]),
        (67.7, 50, ["0%", "50%", "100%"]),
        (67.7, 30, ["0%", "100%"]),
        (35, 100, ["0%", "25%", "50%", "75%", "100%"]),
        (34, 100, ["0%", "10%", "20%", "30%", "40%"]),
        (28, 100, ["0%", "10%", "20%", "30%"]),
        (120, 110, ["0%", "25%", "50%", "75%", "100%", "125%"]),
    ],
)
def test_percent_runs_to_100_unless_that_hides_everything(
    largest: float, room: float, expected: list[str]
) -> None:
    assert words(column_scale([largest, 3], room, percent=True, whole=True)) == expected


def test_negative_values_have_signs_on_both_sides_of_zero() -> None:
    scale = column_scale([210, -240], 112, percent=False, whole=True)
    assert words(scale) == ["−300", "−200", "−100", "0", "+100", "+200", "+300"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([91, 94, 95], ["90.0%", "92.5%", "95.0%"]),
        ([20, 80], ["0%", "25%", "50%", "75%", "100%"]),
        ([-1, 5], ["−2%", "0%", "+2%", "+4%", "+6%"]),
    ],
)
def test_a_line_may_begin_elsewhere_where_its_values_lie_close_together(
    values: list[float], expected: list[str]
) -> None:
    scale = line_scale(values, 104, percent=True, whole=False)
    assert scale.low <= min(values)
    assert scale.top >= max(values)
    if values[0] != 91:
        assert words(scale) == expected
    else:
        assert scale.low > 50


figures = st.lists(
    st.floats(-1e15, 1e15).filter(lambda each: not 0 < abs(each) < 1e-6), min_size=1, max_size=9
)


@given(figures, st.floats(20, 300), st.booleans(), st.booleans())
def test_a_scale_holds_all_with_few_steps(
    values: list[float], room: float, percent: bool, whole: bool
) -> None:
    for make in (column_scale, line_scale):
        scale = make(values, room, percent=percent, whole=whole)
        slack = 1e-6 * (scale.top - scale.low)
        assert scale.low - slack <= min(values)
        assert scale.top + slack >= max(values)
        assert 2 <= len(scale.steps) <= 9
        assert scale.steps[0][0] == pytest.approx(scale.low, abs=slack)


@given(figures, st.floats(20, 300), st.booleans())
def test_columns_stand_on_zero(values: list[float], room: float, percent: bool) -> None:
    scale = column_scale(values, room, percent=percent, whole=False)
    assert scale.low <= 0 <= scale.top
    assert 0.0 in [step for step, _ in scale.steps]
