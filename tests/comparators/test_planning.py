"""Ranks, quartiles and means, against the Local Authority Interactive Tool's own tests and worked numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.comparators.planning import mean_of_present, quartile_band, quartile_cuts, rank

CUTS = (Decimal(25), Decimal(50), Decimal(75))
OWN = [
    Decimal(text) for text in ["71.3", "85.8", "90.1", "88.8", "85.8", "78.5", "67.7", "95.0", "82.0", "74.4"]
]


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("10", "A", "D"), ("30", "B", "C"), ("60", "C", "B"), ("80", "D", "A")],
)
def test_bands_as_the_tool_has_them(value: str, low: str, high: str) -> None:
    assert quartile_band(Decimal(value), CUTS, highest_first=False) == low
    assert quartile_band(Decimal(value), CUTS, highest_first=True) == high


@pytest.mark.parametrize(("value", "band"), [("0", "A"), ("25", "A"), ("50", "B"), ("75", "C"), ("100", "D")])
def test_a_value_on_a_cut_belongs_below_it(value: str, band: str) -> None:
    assert quartile_band(Decimal(value), CUTS, highest_first=False) == band


@pytest.mark.parametrize(
    ("values", "high", "ranks"),
    [
        ("10 20 30 40 50", False, [1, 2, 3, 4, 5]),
        ("10 20 20 30 40", True, [5, 3, 3, 2, 1]),
    ],
)
def test_ranks_as_the_tool_has_them(values: str, high: bool, ranks: list[int]) -> None:
    numbers = [Decimal(text) for text in values.split()]
    assert [rank(number, numbers, highest_first=high) for number in numbers] == ranks


def test_cut_points_are_those_of_quartile_inc() -> None:
    assert quartile_cuts(OWN) == (Decimal("75.425"), Decimal("83.9"), Decimal("88.05"))
    assert rank(Decimal("85.8"), OWN, highest_first=True) == 4
    assert rank(Decimal("85.8"), OWN, highest_first=False) == 6
    assert quartile_band(Decimal("85.8"), quartile_cuts(OWN), highest_first=True) == "B"


def test_the_mean_of_neighbours_leaves_out_those_without_a_value() -> None:
    texts = ["12.1", "14.0", "-", "13.2", "11.0", "15.5", "12.8", "-", "13.9", "14.4"]
    found = mean_of_present([None if text == "-" else Decimal(text) for text in texts])
    assert found == (Decimal("13.3625"), "8 of 10")
    assert mean_of_present([None, None]) is None


@given(st.lists(st.decimals(-1000, 1000, places=1), min_size=1, max_size=60), st.booleans())
def test_best_is_first_and_in_the_best_quartile(values: list[Decimal], high: bool) -> None:
    best = max(values) if high else min(values)
    assert rank(best, values, highest_first=high) == 1
    assert sorted(quartile_cuts(values)) == list(quartile_cuts(values))
    if len(set(values)) == len(values) > 3:
        assert quartile_band(best, quartile_cuts(values), highest_first=high) == "A"
