"""What headers say of time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.importer.header_words import Role
from boardpack.importer.month_heading import MonthHeading as Heading
from boardpack.importer.month_heading import days_as_months, heading_of_text
from boardpack.model.period import Period

OCTOBER = Period(2017, 10)

HEADINGS: dict[str, Heading | None] = {
    "Oct-17": Heading(month=OCTOBER), "2017-10": Heading(month=OCTOBER),
    "2017 October": Heading(month=OCTOBER),
    "201710": Heading(month=OCTOBER), "2017/10": Heading(month=OCTOBER), "Oct 2017*": Heading(month=OCTOBER),
    "Oct-17 [2]": Heading(month=OCTOBER), "Oct": Heading(name=10), "SEPT.": Heading(name=9),
    "Oct-17 (provisional)": Heading(month=OCTOBER, mark="[p]"), "Oct prov": Heading(name=10, mark="[p]"),
    "Oct-17 Actual": Heading(month=OCTOBER, role=Role.ACTUAL),
    "Plan Oct-17": Heading(month=OCTOBER, role=Role.TARGET),
    "2017-10-31": Heading(day=date(2017, 10, 31)), "31 October 2017": Heading(day=date(2017, 10, 31)),
    "2017-10-01 00:00:00": Heading(day=date(2017, 10, 1)), "31/10/2017": Heading(day=date(2017, 10, 31)),
    "01/10/2017": Heading(day=date(2017, 10, 1), month_first=date(2017, 1, 10)),
    "17-Oct": Heading(guess="Oct-17"), "Q2": Heading(span="a quarter"),
    "Q1 2017-18": Heading(span="a quarter"),
    "Apr-Jun 2017": Heading(span="several months"), "YTD": Heading(span="year to date"),
    "Oct-17 YTD": Heading(span="year to date"), "w/e 07/10/2017": Heading(span="a week"),
    "2016-17": Heading(span="a year"), "2017": Heading(span="a year"),
    "Rolling 12 months": Heading(span="another stretch of time"),
    "2017-18 Target": None, "Target": None, "may be late": None, "Marketing": None,
    "Ref": None, "Decision": None,
}  # fmt: skip


@pytest.mark.parametrize("text", HEADINGS)
def test_what_a_header_says(text: str) -> None:
    assert heading_of_text(text) == HEADINGS[text]


@given(st.text(max_size=40))
def test_any_text_is_read_or_passed_over(text: str) -> None:
    heading_of_text(text)


@given(st.integers(2000, 2049), st.integers(1, 12), st.integers(2, 13), st.booleans())
def test_first_or_last_days_a_month_apart_are_months(year: int, month: int, count: int, last: bool) -> None:
    months = [Period(year, month).plus(step) for step in range(count)]
    days = [date(m.year, m.month, 1) for m in months]
    if last:
        days = [date.fromordinal(date(m.plus(1).year, m.plus(1).month, 1).toordinal() - 1) for m in months]
    settled = days_as_months({column: Heading(day=day) for column, day in enumerate(days)})
    assert list(settled.months.values()) == months


@given(st.dates(date(2000, 1, 1), date(2049, 1, 1)), st.integers(2, 9), st.integers(1, 14))
def test_days_that_are_close_are_no_months(first: date, count: int, step: int) -> None:
    days = {n: Heading(day=date.fromordinal(first.toordinal() + n * step)) for n in range(count)}
    assert days_as_months(days).months == {}
