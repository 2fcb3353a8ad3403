"""Scales: from zero to a round figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.charts.scale import Scale, number_scale, percent_scale


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
        (1e-9, 20, True, ["0", "1"]),
        (1e-6, 20, True, ["0", "1"]),
        (1900, 60, True, ["0", "1,000", "2,000"]),
        (1_350_000, 70, True, ["0", "0.5m", "1.0m", "1.5m"]),
        (3e9, 70, True, ["0", "1bn", "2bn", "3bn"]),
    ],
)
def test_numbers(largest: float, room: float, whole: bool, expected: list[str]) -> None:
    assert words(number_scale(largest, room, whole=whole)) == expected


@pytest.mark.parametrize(
    ("room", "expected"),
    [(100, ["0%", "25%", "50%", "75%", "100%"]), (50, ["0%", "50%", "100%"]), (30, ["0%", "100%"])],
)
def test_percent(room: float, expected: list[str]) -> None:
    assert words(percent_scale(67.7, room)) == expected


@given(st.floats(0, 1e15), st.floats(20, 300), st.booleans())
def test_a_scale_holds_all_with_few_steps(largest: float, room: float, whole: bool) -> None:
    scale = number_scale(largest, room, whole=whole)
    assert scale.top >= largest * (1 - 1e-9)
    assert 2 <= len(scale.steps) <= 7
    assert scale.steps[-1][0] == pytest.approx(scale.top)
    assert len(set(words(scale))) == len(scale.steps)
