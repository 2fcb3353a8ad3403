"""Years that texts name, and the months that they give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.importer.years import YearLabel, dated, labels_in
from boardpack.model.period import financial_year

LABELS = {
    "2017-18": ["2017-18"], "Performance 2017/18": ["2017-18"], "KPI 17-18": ["2017-18"],
    "FY2017/18": ["2017-18"],
    "October 2017": ["October 2017"], "kpi_2017-10": ["October 2017"], "to Oct-17": ["October 2017"],
    "2017": ["2017"], "2016-17 and 2017-18": ["2016-17", "2017-18"],
    "as at 4 November 2017": ["November 2017"],
    "2017-18, as at 4 November 2017": ["2017-18"], "v1.2017": [], "12,017": [], "17/10": [], "Sheet1": [],
}  # fmt: skip


@pytest.mark.parametrize("text", LABELS)
def test_the_years_that_a_text_names(text: str) -> None:
    assert [label.words for label in labels_in(text)] == LABELS[text]


@given(st.integers(2001, 2049), st.integers(1, 12), st.sets(st.integers(1, 12), min_size=1))
def test_months_of_a_year_in_its_order_are_all_of_that_year(first: int, start: int, names: set[int]) -> None:
    ordered = sorted(names, key=lambda name: (name - start) % 12)
    months = dated(ordered, YearLabel(first, spans=True), start)
    assert months is not None
    assert [month.month for month in months] == ordered
    assert {financial_year(month, start).start.year for month in months} == {first}


@pytest.mark.parametrize("names", [[8, 9, 8, 9], [10, 4, 5], []])
def test_months_that_do_not_fit_have_no_year(names: list[int]) -> None:
    assert dated(names, YearLabel(2017, spans=True), 4) is None
