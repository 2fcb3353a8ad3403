"""Months, quarters and years: names, neighbours, and reading what people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.model.period import Cadence, Calendar, Period, financial_year, in_force, parse_period

QUARTERS = Calendar(Cadence.QUARTER)
YEARS = Calendar(Cadence.YEAR)
ACADEMIC = Calendar(Cadence.QUARTER, 9)

calendars = st.builds(Calendar, st.sampled_from(Cadence), st.integers(1, 12))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    calendar = draw(calendars)
    year = calendar.year(draw(st.integers(2001, 2060)))
    return year.months[draw(st.integers(0, len(year.months) - 1))]


@pytest.mark.parametrize(
    ("text", "calendar", "iso", "short", "months"),
    [
        ("2017-10", Calendar(), "2017-10", "Oct-17", "2017-10 to 2017-10"),
        ("2017-Q2", QUARTERS, "2017-Q2", "Q2 2017-18", "2017-07 to 2017-09"),
        ("Q2 2017-18", QUARTERS, "2017-Q2", "Q2 2017-18", "2017-07 to 2017-09"),
        ("Q4 2017/18", QUARTERS, "2017-Q4", "Q4 2017-18", "2018-01 to 2018-03"),
        ("2017/18 Q4", QUARTERS, "2017-Q4", "Q4 2017-18", "2018-01 to 2018-03"),
        ("Quarter 1 17/18", QUARTERS, "2017-Q1", "Q1 2017-18", "2017-04 to 2017-06"),
        ("Sep 2017", QUARTERS, "2017-Q2", "Q2 2017-18", "2017-07 to 2017-09"),
        ("Q1 2017-18", ACADEMIC, "2017-Q1", "Q1 2017-18", "2017-09 to 2017-11"),
        ("Q2 2017", Calendar(Cadence.QUARTER, 1), "2017-Q2", "Q2 2017", "2017-04 to 2017-06"),
        ("2017", YEARS, "2017", "2017-18", "2017-04 to 2018-03"),
        ("2017-18", YEARS, "2017", "2017-18", "2017-04 to 2018-03"),
        ("2011/12", YEARS, "2011", "2011-12", "2011-04 to 2012-03"),
        ("2017", Calendar(Cadence.YEAR, 1), "2017", "2017", "2017-01 to 2017-12"),
    ],
)
def test_periods_are_read_as_people_write_them(
    text: str, calendar: Calendar, iso: str, short: str, months: str
) -> None:
    period = calendar.parse(text)
    assert period is not None
    assert (period.iso, period.short, f"{period.first.iso} to {period.last.iso}") == (iso, short, months)


@pytest.mark.parametrize(
    "text", ["Q2 2017", "Q5 2017-18", "Q2 2017-19", "Aug 2017", "2017", "Q2", "Quarter", ""]
)
def test_what_names_no_quarter_is_none(text: str) -> None:
    assert QUARTERS.parse(text) is None


@pytest.mark.parametrize("text", ["2017-19", "Q2 2017-18", "17", "2017-04-01", ""])
def test_what_names_no_year_is_none(text: str) -> None:
    assert YEARS.parse(text) is None


@given(periods(), st.integers(-60, 60))
def test_neighbours_agree(period: Period, steps: int) -> None:
    assert period.plus(steps).plus(-steps) == period
    assert period.until(period.plus(steps)) == steps
    assert period.next.previous == period
    assert period.last.next == period.next.first
    assert period.same_last_year.number == period.number
    assert period.same_last_year.plus(12 // period.length) == period
    assert (period.plus(steps) > period) is (steps > 0)


@given(periods())
def test_every_name_leads_back(period: Period) -> None:
    calendar = Calendar(period.cadence, period.year_start if period.length > 1 else 4)
    assert calendar.parse(period.iso) == period
    assert calendar.parse(period.heading) == period
    assert calendar.parse(period.short) == period
    assert period in financial_year(period, calendar.year_start).months
    named = parse_period(period.iso)
    assert named is not None
    assert calendar.cast(named) == period


def test_ranges() -> None:
    start, end = QUARTERS.parse("2017-Q3"), QUARTERS.parse("2018-Q1")
    assert start is not None
    assert end is not None
    assert [quarter.iso for quarter in start.to(end)] == ["2017-Q3", "2017-Q4", "2018-Q1"]
    assert list(end.to(start)) == []


def test_what_is_in_force_in_months_holds_for_quarters() -> None:
    quarter = QUARTERS.parse("2017-Q2")
    assert quarter is not None
    assert in_force(Period(2017, 4), Period(2018, 3), quarter)
    assert in_force(Period(2017, 9), None, quarter)
    assert not in_force(Period(2017, 10), None, quarter)
    assert not in_force(None, Period(2017, 6), quarter)
