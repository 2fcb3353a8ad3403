"""Quarters and years as councils head them: which are taken, which are asked about or refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from boardpack.importer import ImportOptions, ImportPlan, read_grids
from boardpack.importer.periods import named_period
from boardpack.model.indicator import Basis
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Calendar, financial_year
from tests.importer.sheets import plan_import, workbook
from tests.importer.test_plan import taken
from tests.importer.test_readings import plan_of, refused

Rows = list[Sequence[Any]]


def by(pack: Pack, cadence: Cadence, text: str, start: int = 4) -> Pack:
    """October's pack as one of another period, without figures."""
    period = Calendar(cadence, start).parse(text)
    assert period is not None
    return replace(pack, period=period, year=financial_year(period, start), observations={})


@pytest.fixture
def quarterly(october: Pack) -> Pack:
    return by(october, Cadence.QUARTER, "2017-Q2")


def changes(plan: ImportPlan) -> dict[str, str]:
    return {change.month.iso: change.now for change in plan.changes if change.ref == "MC1"}


HEADS = {
    "Q2 2017-18": "2017-Q2", "Q2 2017/18": "2017-Q2", "Q2 17/18": "2017-Q2", "2017/18 Q2": "2017-Q2",
    "Quarter 2 2017-18": "2017-Q2", "Qtr 2 2017/18 Actual": "2017-Q2", "Q2 (Jul-Sep) 2017/18": "2017-Q2",
    "Jul-Sep 2017": "2017-Q2", "July to September 2017": "2017-Q2",
    "Quarter ended 30 September 2017": "2017-Q2",
    "Quarter to Sep-17": "2017-Q2", "2nd quarter 2017/18": "2017-Q2", "Jan - Mar 2018": "2017-Q4",
    "Q4 2017/18 (Jan-Mar 2018)": "2017-Q4", "Second quarter FY17/18": "2017-Q2",
}  # fmt: skip


@pytest.mark.parametrize("text", HEADS)
def test_a_quarter_with_its_year_is_read(text: str) -> None:
    named = named_period(text, Calendar(Cadence.QUARTER, 4))
    assert named is not None
    assert named.period is not None
    assert named.period.iso == HEADS[text]


@pytest.mark.parametrize(
    "text", ["Q2", "Quarter 2", "Qtr 2 Actual", "Jul-Sep", "Q2 (July to September)", "2nd Qtr"]
)
def test_a_quarter_without_its_year_is_a_quarter(text: str) -> None:
    named = named_period(text, Calendar(Cadence.QUARTER, 4))
    assert named is not None
    assert (named.number, named.period, named.unclear) == (2, None, "")


@pytest.mark.parametrize(
    "text", ["Q2 2017", "Q1 (Jan-Mar)", "Q4 2016/17 (Jan-Mar 2018)", "Q2 17", "Q3 2017/18 (Jul-Sep)"]
)
def test_a_quarter_that_could_be_another_is_refused(text: str, quarterly: Pack, tmp_path: Path) -> None:
    plan = plan_of(quarterly, tmp_path, [("Ref", "Q1 2017-18", text), ("MC 1", 540, 510)])
    assert changes(plan) == {"2017-Q1": "540"}
    assert "KPI!C1" in refused(plan)


@pytest.mark.parametrize(
    "text",
    ["Q2 YTD", "YTD Q2 2017/18", "Q1-Q2 2017/18", "Jul-Dec 2017", "Half year 2017/18", "Sep-17", "Quality"],
)
def test_what_is_no_quarter_is_none(text: str) -> None:
    assert named_period(text, Calendar(Cadence.QUARTER, 4)) is None


def test_quarters_of_other_years() -> None:
    january, september = Calendar(Cadence.QUARTER, 1), Calendar(Cadence.QUARTER, 9)
    for text, calendar, iso in (
        ("Q1 2017", january, "2017-Q1"), ("Jan-Mar 2017", january, "2017-Q1"),
        ("Q1 2017/18", september, "2017-Q1"), ("Sep-Nov 2017", september, "2017-Q1"),
        ("Jun to Aug 2018", september, "2017-Q4"), ("Q2 (Dec-Feb) 2017/18", september, "2017-Q2"),
    ):  # fmt: skip
        named = named_period(text, calendar)
        assert named is not None, text
        assert named.period is not None, text
        assert named.period.iso == iso, text
    for text, calendar in (("Q1 2017/18", january), ("Q1 2017", september), ("Q1 (Apr-Jun)", september)):
        named = named_period(text, calendar)
        assert named is not None, text
        assert named.unclear, text


# ------------------------------------------------------------------------------ the year is elsewhere

BARE: Sequence[Any] = ("Ref", "Q1", "Q2")
ROW: Sequence[Any] = ("MC 1", 540, 510)
ELSEWHERE: dict[str, tuple[Rows, str]] = {
    "in a title": ([("Scorecard 2017/18",), (), BARE, ROW], "KPI"),
    "in the sheet's name": ([BARE, ROW], "2017-18"),
    "in a title's day": ([("Position at 30 September 2017",), BARE, ROW], "KPI"),
    "above, merged": ([(None, "2017/18", None), BARE, ROW], "KPI"),
}  # fmt: skip


@pytest.mark.parametrize("name", ELSEWHERE)
def test_the_year_of_quarters_is_found_where_it_is(name: str, quarterly: Pack, tmp_path: Path) -> None:
    rows, sheet = ELSEWHERE[name]
    merged = ("B1:C1",) if "merged" in name else ()
    plan = plan_of(quarterly, tmp_path, rows, *merged, name=sheet)
    assert changes(plan) == {"2017-Q1": "540", "2017-Q2": "510"}


def test_the_year_of_quarters_is_found_in_the_files_name(quarterly: Pack, tmp_path: Path) -> None:
    book = workbook(tmp_path / "Scorecard 2017-18.xlsx", [BARE, ROW])
    assert changes(plan_import(quarterly, {}, read_grids(book))) == {"2017-Q1": "540", "2017-Q2": "510"}


def test_last_years_quarters_are_not_this_years(quarterly: Pack, tmp_path: Path) -> None:
    plan = plan_of(quarterly, tmp_path, [("Scorecard 2016/17",), BARE, ROW])
    assert changes(plan) == {"2016-Q1": "540", "2016-Q2": "510"}
    twice = [("Ref", "Q1", "Q2", "Q1", "Q2"), ("MC 1", 600, 590, 540, 510)]
    plan = plan_of(quarterly, tmp_path, twice, year="2017-18")
    assert changes(plan) == {}
    assert "the year of this month cannot be told" in refused(plan)


def test_two_years_above_their_quarters(quarterly: Pack, tmp_path: Path) -> None:
    rows: Rows = [("Ref", "2016/17", None, "2017/18", None, "Target 2017/18"),
                  (None, "Q1", "Q2", "Q1", "Q2", None), ("MC 1", 600, 590, 540, 510, 500)]  # fmt: skip
    plan = plan_of(quarterly, tmp_path, rows, "B1:C1", "D1:E1")
    assert changes(plan) == {"2016-Q1": "600", "2016-Q2": "590", "2017-Q1": "540", "2017-Q2": "510"}


def test_targets_beside_actuals_under_quarters(quarterly: Pack, tmp_path: Path) -> None:
    rows: Rows = [("Ref", "Q1 2017/18", None, "Q2 2017/18", None),
                  (None, "Target", "Actual", "Target", "Actual"), ("MC 1", 500, 540, 500, 510)]  # fmt: skip
    assert changes(plan_of(quarterly, tmp_path, rows, "B1:C1", "D1:E1")) == {
        "2017-Q1": "540",
        "2017-Q2": "510",
    }


def test_months_that_end_quarters_are_asked_about(quarterly: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Jun-17", "Sep-17"), ("MC 1", 540, 510)]
    plan = plan_of(quarterly, tmp_path, rows)
    assert changes(plan) == {}
    assert "supposed to be the last ones of their quarters" in refused(plan)
    other = plan_of(quarterly, tmp_path, [("Ref", "Aug-17", "Sep-17"), ("MC 1", 540, 510)])
    assert "only quarters can be stored" in refused(other)


SINGLE: dict[str, tuple[Rows, str]] = {
    "a title": ([("Quarter 2 2017/18",), ("Ref", "Title", "Target", "Actual", "RAG"),
                 ("MC 1", "", 500, 510, "A")], "Q"),
    "a title and the sheet": ([("Quarter 2",), ("Ref", "Actual"), ("MC 1", 510)], "2017-18"),
    "the sheet's name": ([("Ref", "Target", "Actual"), ("MC 1", 500, 510)], "Q2 2017-18"),
}  # fmt: skip


@pytest.mark.parametrize("name", SINGLE)
def test_a_sheet_for_one_quarter(name: str, quarterly: Pack, tmp_path: Path) -> None:
    rows, sheet = SINGLE[name]
    assert changes(plan_of(quarterly, tmp_path, rows, name=sheet)) == {"2017-Q2": "510"}


def test_a_sheet_for_one_quarter_without_its_year_is_refused(quarterly: Pack, tmp_path: Path) -> None:
    rows: Rows = [("Quarter 2",), ("Ref", "Actual"), ("MC 1", 510), ("P1", "9%")]
    path = workbook(tmp_path / "sheet.xlsx", rows, [("Ref", "Q1 2017-18"), ("MC 1", 540)])
    plan = plan_import(quarterly, {}, read_grids(path), ImportOptions())
    assert changes(plan) == {"2017-Q1": "540"}
    assert "the year of none is named" in refused(plan)


@pytest.mark.parametrize(
    "head", [("Ref", "Year", "Quarter", "Value"), ("Ref", "Financial year", "Qtr", "Actual")]
)
def test_a_row_for_each_quarter(head: Sequence[Any], quarterly: Pack, tmp_path: Path) -> None:
    rows: Rows = [head, ("MC 1", "2017/18", "Q1", 540), ("MC 1", "2017/18", "Q2", 510)]
    assert changes(plan_of(quarterly, tmp_path, rows)) == {"2017-Q1": "540", "2017-Q2": "510"}


# --------------------------------------------------------------------------------------------- years


def annual(pack: Pack, ref: str = "MC1") -> Pack:
    """A pack with an indicator that has a figure once a year."""
    indicators = tuple(replace(one, frequency=12) if one.ref == ref else one for one in pack.indicators)
    return replace(pack, indicators=indicators, observations={})


YEARS: dict[str, Rows] = {
    "years across": [("Ref", "2015/16", "2016/17"), ("MC 1", 600, 590)],
    "outturns": [("Ref", "Outturn 2015/16", "2016/17 Actual"), ("MC 1", 600, 590)],
    "an outturn under its year": [("Ref", "2015/16", "2016/17"), (None, "Outturn", "Outturn"),
                                  ("MC 1", 600, 590)],
    "beside months": [("Ref", "2015-16", "2016-17", "Apr-17", "May-17"), ("MC 1", 600, 590, None, None)],
    "years ended": [("Ref", "Year ended March 2016", "Year ended March 2017"), ("MC 1", 600, 590)],
    "a row for each": [("Ref", "Year", "Value"), ("MC 1", "2015/16", 600), ("MC 1", "2016/17", 590)],
}  # fmt: skip


@pytest.mark.parametrize("name", YEARS)
def test_a_years_figure_is_stored_in_its_last_month(name: str, october: Pack, tmp_path: Path) -> None:
    assert changes(plan_of(annual(october), tmp_path, YEARS[name])) == {"2016-03": "600", "2017-03": "590"}


def test_a_years_figure_goes_where_those_of_other_years_are(october: Pack, tmp_path: Path) -> None:
    pack = annual(by(october, Cadence.QUARTER, "2017-Q2"))
    q2 = pack.period.same_last_year
    book = workbook(tmp_path / "sheet.xlsx", [("Ref", "2016/17", "2017/18"), ("MC 1", 600, 590)])
    plan = plan_import(pack, {("MC1", "value", q2): "600"}, read_grids(book), ImportOptions())
    assert changes(plan) == {"2017-Q2": "590"}
    assert plan.same == 1


def test_the_figure_of_a_year_that_is_not_over_is_refused(october: Pack, tmp_path: Path) -> None:
    plan = plan_of(annual(october), tmp_path, [("Ref", "2016/17", "2017/18"), ("MC 1", 600, 590)])
    assert changes(plan) == {"2017-03": "600"}
    assert "KPI!C2: MC 1, 2017-18: its last period, March 2018, is after the pack's" in refused(plan)


def test_years_are_not_the_figures_of_other_indicators(october: Pack, tmp_path: Path) -> None:
    rows: Rows = [("Ref", "2016/17", "Oct-17"), ("MC 1", 600, None), ("P1", "8%", "9%")]
    plan = plan_of(annual(october), tmp_path, rows)
    assert [(c.ref, c.month.iso) for c in plan.changes] == [("MC1", "2017-03"), ("P1", "2017-10")]


def test_years_as_numbers_in_a_pack_of_calendar_years(october: Pack, tmp_path: Path) -> None:
    pack = by(october, Cadence.YEAR, "2017", start=1)
    rows: Rows = [("Ref", "Title", 2015, 2016, 2017), ("MC 1", "", 2014, 2016, 2020)]
    assert changes(plan_of(pack, tmp_path, rows)) == {"2015": "2014", "2016": "2016", "2017": "2020"}


def test_a_single_year_is_no_financial_year(october: Pack, tmp_path: Path) -> None:
    plan = plan_of(
        by(october, Cadence.YEAR, "2017-18"), tmp_path, [("Ref", "2016", "2017-18"), ("MC 1", 60, 51)]
    )
    assert changes(plan) == {"2017": "51"}


# ------------------------------------------------------------------------------------- years to date


def to_date(pack: Pack) -> Pack:
    indicators = tuple(
        replace(one, basis=Basis.YEAR_TO_DATE) if one.ref == "MC1" else one for one in pack.indicators
    )
    return replace(pack, indicators=indicators, observations={})


UNDER: Rows = [("Ref", "Sep-17", None, "Oct-17", None), (None, "In month", "YTD", "In month", "YTD"),
               ("MC 1", 6, 39, 5, 44)]  # fmt: skip


def test_the_year_to_date_under_a_month_is_taken_for_what_is_so(october: Pack, tmp_path: Path) -> None:
    merged = ("B1:C1", "D1:E1")
    assert changes(plan_of(to_date(october), tmp_path, UNDER, *merged)) == {"2017-09": "39", "2017-10": "44"}
    plan = plan_of(october, tmp_path, UNDER, *merged)
    assert changes(plan) == {"2017-09": "6", "2017-10": "5"}
    assert {left.why for left in plan.columns} == {"year to date: for indicators that are so"}


@pytest.mark.parametrize(
    "word", ["YTD actual", "Actual YTD", "YTD plan", "Last year actual", "Variance from actual"]
)
def test_words_beside_actual_count(word: str, october: Pack, tmp_path: Path) -> None:
    rows: Rows = [("Ref", "Oct-17", None), (None, "Actual", word), ("MC 1", 51, 999)]
    assert taken(plan_of(october, tmp_path, rows, "B1:C1"), "MC 1") == "51"
    alone: Rows = [("Ref", "Sep-17", "Oct-17"), (None, word, word), ("MC 1", 999, 999)]
    assert taken(plan_of(october, tmp_path, alone), "MC 1") == ""


SINGLES: Rows = [
    ("Ref", "Aug-17", "Sep-17", "Oct-17", "YTD"),
    ("MC 1", 7, 6, 5, 18),
    ("P1", "9%", "9%", "9%", None),
]
ADDED: Rows = [("Ref", "Aug-17", "Sep-17", "Oct-17", "Year to date"), ("MC 1", 7, 13, 18, 18)]


def test_single_months_are_not_taken_for_a_year_to_date(october: Pack, tmp_path: Path) -> None:
    plan = plan_of(to_date(october), tmp_path, SINGLES)
    assert changes(plan) == {}
    assert "the indicator is a year to date" in refused(plan)
    assert changes(plan_of(to_date(october), tmp_path, ADDED)) == {
        "2017-08": "7",
        "2017-09": "13",
        "2017-10": "18",
    }


def test_months_added_up_are_not_taken_for_single_ones(october: Pack, tmp_path: Path) -> None:
    indicators = tuple(
        replace(one, basis=Basis.MONTH) if one.ref == "MC1" else one for one in october.indicators
    )
    pack = replace(october, indicators=indicators, observations={})
    plan = plan_of(pack, tmp_path, ADDED)
    assert changes(plan) == {}
    assert "these are added up already" in refused(plan)
    assert changes(plan_of(pack, tmp_path, SINGLES)) == {"2017-08": "7", "2017-09": "6", "2017-10": "5"}


def test_shares_of_more_than_all_are_refused_where_more_is_possible(october: Pack, tmp_path: Path) -> None:
    indicators = tuple(
        replace(one, limits=(Decimal(0), Decimal(120))) if one.ref == "P1" else one
        for one in october.indicators
    )
    pack = replace(october, indicators=indicators, observations={})
    plan = plan_of(pack, tmp_path, [("Ref", "Sep-17", "Oct-17"), ("P1", 1.009, 1.005)])
    assert plan.changes == ()
    assert "a part of one, or so many per cent" in refused(plan)
    shown = [("Ref", "Sep-17", "Oct-17"), ("P1", (1.009, "0.0%"), (1.005, "0.0%"))]
    assert [c.now for c in plan_of(pack, tmp_path, shown).changes] == ["100.9%", "100.5%"]
