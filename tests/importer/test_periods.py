"""Quarters and years as headers, where a pack or an indicator has them, and the years of bare months."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.importer.periods import YearLabel, dated, labels_in
from boardpack.importer.writer import _values_file as values_of
from boardpack.importer.writer import changed_values, marked
from boardpack.load.csv_table import RawCsv
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Calendar, Period, financial_year
from tests.importer.test_plan import taken
from tests.importer.test_readings import plan_of, refused

QUARTERS = Calendar(Cadence.QUARTER, 4)
ROWS = [("Ref", "Q1 2017-18", "Q2 2017-18", "Sep-17", "2017-18 Target"), ("MC 1", 540, 510, 51, 500)]


def quarter(text: str) -> Period:
    found = QUARTERS.parse(text)
    assert found is not None
    return found


@pytest.fixture
def quarterly(october: Pack) -> Pack:
    """October's pack as one of the second quarter."""
    period = quarter("2017-Q2")
    return replace(october, period=period, year=financial_year(period), observations={})


def test_a_quarterly_pack_takes_quarters_and_no_months(quarterly: Pack, tmp_path: Path) -> None:
    plan = plan_of(quarterly, tmp_path, ROWS)
    assert {change.month.iso: change.now for change in plan.changes} == {"2017-Q1": "540", "2017-Q2": "510"}
    assert [left.why for left in plan.columns] == ["the pack is by quarter"]


def test_they_are_written_under_their_quarters(quarterly: Pack, tmp_path: Path) -> None:
    plan = plan_of(quarterly, tmp_path, ROWS)
    csv = RawCsv(("ref", "measure", "Q1 2017-18", "Q2 2017-18"), (("MC 1", "value", "", ""),))
    values = values_of("data/values-2017-18.csv", csv, quarterly.calendar)
    written = changed_values(values, plan.changes, quarterly, {"MC1": "MC 1"})
    assert written.rows == (("MC 1", "value", "540", "510"),)
    assert marked(plan.changes[0]) == "540"


def test_a_quarter_in_a_monthly_pack_is_its_quarterly_indicators(october: Pack, tmp_path: Path) -> None:
    indicators = tuple(
        replace(indicator, frequency=3) if indicator.ref == "MC1" else indicator
        for indicator in october.indicators
    )
    pack = replace(october, indicators=indicators)
    rows = [("Ref", "Jul-17", "Aug-17", "Q2 2017-18", "Oct-17"), ("MC 1", None, None, 510, None),
            ("P1", "9%", "8%", "8.5%", "7%")]  # fmt: skip
    plan = plan_of(pack, tmp_path, rows)
    assert {c.month.iso: c.now for c in plan.changes if c.ref == "MC1"} == {"2017-09": "510"}
    assert {c.month.iso for c in plan.changes if c.ref == "P1"} == {"2017-07", "2017-08", "2017-10"}
    assert taken(plan, "P1") == "7%"


def test_a_quarter_without_its_year_is_not_taken_without_a_confirmation(
    quarterly: Pack, tmp_path: Path
) -> None:
    plan = plan_of(quarterly, tmp_path, [("Ref", "Q1", "Q2"), ("MC 1", 540, 510)])
    assert plan.changes == ()
    assert "its quarters have no year; they are supposed to be of 2017-18" in refused(plan)


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
