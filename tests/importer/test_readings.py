"""How sheets are read: of each kind of layout, which figure is taken, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from boardpack.importer import ImportOptions, ImportPlan, SheetFault, read_grids
from boardpack.importer.report import change_counts, nothing_to_write, plan_lines
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.importer.sheets import fill, plan_import, workbook
from tests.importer.test_plan import taken

SEPTEMBER, OCTOBER = Period(2017, 9), Period(2017, 10)
Rows = Sequence[Sequence[Any]]


def plan_of(
    pack: Pack, path: Path, rows: Rows, *merged: str, name: str = "KPI", **options: Any
) -> ImportPlan:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = name
    fill(sheet, rows)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path / "sheet.xlsx")
    return plan_import(pack, {}, read_grids(path / "sheet.xlsx"), ImportOptions(**options))


def refused(plan: ImportPlan) -> str:
    return "\n".join(f"{remark.where}: {remark.what}" for remark in plan.unmatched)


# ------------------------------------------------------------------------------------ which column

UNDER: dict[str, tuple[tuple[Any, ...], tuple[Any, ...]]] = {
    "Plan, Actual": (("Plan", "Actual"), (60, 51)),
    "Actual, Target": (("Actual", "Target"), (51, 60)),
    "Trajectory, Performance": (("Trajectory", "Performance"), (60, 51)),
    "Value, RAG": (("Value", "RAG"), (51, "Red")),
    "Actual, Plan, Variance": (("Actual", "Plan", "Variance"), (51, 60, -9)),
    "Threshold, Outturn, DoT": (("Threshold", "Outturn", "DoT"), (60, 51, "up")),
    "Trust plan, Trust actual": (("Trust plan", "Trust actual"), (60, 51)),
    "Target, Value, Rank": (("Target", "Value", "Rank"), (60, 51, 3)),
}


@pytest.mark.parametrize("name", UNDER)
@pytest.mark.parametrize("merged", [True, False])
def test_the_sub_header_decides(name: str, merged: bool, october: Pack, tmp_path: Path) -> None:
    words, cells = UNDER[name]
    blank = [None] * (len(words) - 1)
    rows = [("Ref", "Sep-17", *blank, "Oct-17", *blank), (None, *words, *words), ("MC 1", *cells, *cells)]
    ranges = {2: ("B1:C1", "D1:E1"), 3: ("B1:D1", "E1:G1")}[len(words)] if merged else ()
    plan = plan_of(october, tmp_path, rows, *ranges)
    assert (taken(plan, "MC 1", SEPTEMBER), taken(plan, "MC 1")) == ("51", "51")
    assert plan.unmatched == ()


UNSAID: dict[str, tuple[Any, ...]] = {
    "unknown words": ("Alpha", "Beta"), "targets alone": ("Target", "Plan"), "no words": (None, None),
    "one word": ("Target", None),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAID)
def test_nothing_is_taken_where_the_actual_is_not_said(name: str, october: Pack, tmp_path: Path) -> None:
    words = UNSAID[name]
    rows = [("Ref", "Oct-17", None), (None, *words), ("MC 1", 60, 51)]
    plan = plan_of(october, tmp_path, rows, "B1:C1")
    assert plan.changes == ()
    assert "which column is the actual of October 2017 is not said" in refused(plan)
    assert "KPI!B1" in refused(plan)


def test_the_words_may_be_in_the_row_of_the_references(october: Pack, tmp_path: Path) -> None:
    rows = [(None, None, "Oct-17", None), ("Ref", "Title", "Target", "Actual"), ("MC 1", "", 60, 51)]
    assert taken(plan_of(october, tmp_path, rows, "C1:D1"), "MC 1") == "51"


def test_a_rate_beside_its_counts_is_the_value(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Oct-17"), (None, "Num", "Den", "%"), ("P1", 16, 155, (16 / 155, "0.0%"))]
    plan = plan_of(october, tmp_path, rows)
    assert taken(plan, "P1") == "10.322581%"
    assert {change.measure for change in plan.changes} == {"value"}


def test_rows_of_actual_and_target_under_one_reference(october: Pack, tmp_path: Path) -> None:
    rows = [
        ("Ref", "Indicator", "", "Sep-17", "Oct-17"),
        ("MC 1", "x", "Target", 60, 60), (None, None, "Actual", 54, 51),
        ("P1", "y", "Actual", "9%", "8%"), (None, None, "Target", "5%", "5%"),
    ]  # fmt: skip
    plan = plan_of(october, tmp_path, rows, "A2:A3", "B2:B3", "A4:A5")
    assert (taken(plan, "MC 1"), taken(plan, "P1")) == ("51", "8%")
    assert not any("merged" in remark.what for remark in plan.remarks)
    assert "2 rows of the pack's indicators: target" in "\n".join(plan_lines(plan, october))


def test_a_sheet_of_targets_alone_brings_nothing(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Measure", "Sep-17", "Oct-17"), ("MC 1", "Target", 60, 60)]
    assert plan_of(october, tmp_path, rows).changes == ()


def test_the_real_code_beside_a_running_number(october: Pack, tmp_path: Path) -> None:
    rows = [("No.", "KPI", "Oct-17"), (1, "MC 1", 51), (2, "P1", "9%")]
    plan = plan_of(october, tmp_path, rows)
    assert (taken(plan, "MC 1"), taken(plan, "P1")) == ("51", "9%")


def test_titles_match_when_only_one_indicator_has_them(october: Pack, tmp_path: Path) -> None:
    rows = [("KPI", "Oct-17"), ("VACANCY RATE", "9%"), ("Vacancy rates elsewhere", "8%")]
    plan = plan_of(october, tmp_path, rows)
    assert taken(plan, "P1") == "9%"
    assert [remark.what for remark in plan.unknown] == ["Vacancy rates elsewhere"]


# ------------------------------------------------------------------------------------- which month


def test_last_years_sheet_never_becomes_this_years(october: Pack, tmp_path: Path) -> None:
    rows = [("Performance 2016-17",), ("Ref", "Sep", "Oct"), ("MC 1", 54, 51)]
    plan = plan_of(october, tmp_path, rows)
    assert taken(plan, "MC 1") == ""
    assert taken(plan, "MC 1", Period(2016, 10)) == "51"


ELSEWHERE: dict[str, tuple[Rows, str]] = {
    "a title": ([("Scorecard 2017/18",), (), ("Ref", "Sep", "Oct"), ("MC 1", 54, 51)], "KPI"),
    "the sheet's name": ([("Ref", "Sep", "Oct"), ("MC 1", 54, 51)], "KPI 2017-18"),
    "a month in the title": ([("Position at October 2017",), ("Ref", "Sep", "Oct"), ("MC 1", 54, 51)], "KPI"),
    "the target's header": ([("Ref", "Sep", "Oct", "2017-18 Target"), ("MC 1", 54, 51, 60)], "KPI"),
    "a calendar year above": ([("", 2017, ""), ("Ref", "Sep", "Oct"), ("MC 1", 54, 51)], "KPI"),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_where_the_year_may_be(name: str, october: Pack, tmp_path: Path) -> None:
    rows, sheet = ELSEWHERE[name]
    plan = plan_of(october, tmp_path, rows, name=sheet)
    assert (taken(plan, "MC 1", SEPTEMBER), taken(plan, "MC 1")) == ("54", "51")


UNCERTAIN: dict[str, Rows] = {
    "no year": [("Ref", "Sep", "Oct"), ("MC 1", 54, 51)],
    "two years in titles": [("2016-17 and 2017-18",), ("Ref", "Sep", "Oct"), ("MC 1", 54, 51)],
    "months twice": [("2017-18",), ("Ref", "Sep", "Oct", "Sep", "Oct"), ("MC 1", 54, 51, 4, 5)],
    "American days": [("Ref", "9/1/2017", "10/1/2017"), ("MC 1", 54, 51)],
}


@pytest.mark.parametrize("name", UNCERTAIN)
def test_months_whose_year_is_not_said_are_not_taken(name: str, october: Pack, tmp_path: Path) -> None:
    plan = plan_of(october, tmp_path, UNCERTAIN[name])
    assert plan.changes == ()
    assert plan.unmatched


def test_months_that_run_over_a_year_end(october: Pack, tmp_path: Path) -> None:
    rows = [("Year to October 2017",), ("Ref", "Nov", "Dec", "Jan", "Oct"), ("MC 1", 1, 2, 3, 4)]
    plan = plan_of(october, tmp_path, rows)
    months = {change.month: change.now for change in plan.changes}
    assert months == {Period(2016, 11): "1", Period(2016, 12): "2", Period(2017, 1): "3", OCTOBER: "4"}


MARKED = {
    "Oct-17*": "51", "Oct-17 (provisional)": "51 [p]", "Oct 2017 r": "51", "2017 Oct": "51",
    "Oct-17 [p]": "51 [p]",
}  # fmt: skip


@pytest.mark.parametrize("header", MARKED)
def test_a_mark_on_the_month(header: str, october: Pack, tmp_path: Path) -> None:
    assert (
        taken(plan_of(october, tmp_path, [("Ref", "Sep-17", header), ("MC 1", 54, 51)]), "MC 1")
        == MARKED[header]
    )


@pytest.mark.parametrize("header", ["Oct-17 (bids)", "Oct-17 against plan A"])
def test_a_month_with_words_that_are_not_understood_is_said(
    header: str, october: Pack, tmp_path: Path
) -> None:
    plan = plan_of(october, tmp_path, [("Ref", "Sep-17", header), ("MC 1", 54, 51)])
    assert (taken(plan, "MC 1", SEPTEMBER), taken(plan, "MC 1")) == ("54", "")
    assert header in refused(plan)


@pytest.mark.parametrize("form", ["d-mmm-yy", "dd/mm/yyyy", "mmm-yy"])
def test_weeks_are_no_months(form: str, october: Pack, tmp_path: Path) -> None:
    days = [(date(2017, 9, day), form) for day in (2, 9, 16, 23, 30)]
    plan = plan_of(october, tmp_path, [("Ref", *days), ("MC 1", 11, 12, 13, 14, 15)])
    assert plan.changes == ()
    assert plan.unmatched


def test_headers_that_were_made_into_days_are_named_with_what_they_were(
    october: Pack, tmp_path: Path
) -> None:
    rows = [("Ref", (date(2026, 9, 17), "d-mmm"), "17-Oct"), ("MC 1", 54, 51)]
    plan = plan_of(october, tmp_path, rows)
    assert plan.changes == ()
    assert "KPI!B1" in refused(plan)
    assert "`Sep-17`" in refused(plan)
    assert "`Oct-17`" in refused(plan)


def test_dates_from_and_to_head_no_table(october: Pack, tmp_path: Path) -> None:
    first, last = (date(2017, 4, 1), "mmm-yy"), (date(2017, 10, 1), "mmm-yy")
    rows = [("Ref", "Data from", "Data to", "Oct-17"), ("ZZ 9", first, last, None), ("MC 1", first, last, 51)]
    plan = plan_of(october, tmp_path, rows)
    assert {change.month: change.now for change in plan.changes} == {OCTOBER: "51"}
    assert [left.header for left in plan.columns] == ["Data from", "Data to"]


# ------------------------------------------------------------------------------------------ shapes


def test_quarters_are_said_and_not_stored(october: Pack, tmp_path: Path) -> None:
    plan = plan_of(october, tmp_path, [("Ref", "Q1 2017-18", "Q2 2017-18"), ("MC 1", 540, 510)])
    assert plan.changes == ()
    assert "only months can be stored: Q1 2017-18, Q2 2017-18" in refused(plan)


def test_a_sheet_of_one_month_needs_its_month(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Actual", "Target"), ("MC 1", 51, 60)]
    assert taken(plan_of(october, tmp_path, rows, name="October 2017"), "MC 1") == "51"
    with pytest.raises(SheetFault, match="no month with its year is named"):
        plan_of(october, tmp_path, rows)


def test_a_long_form_without_a_year_is_refused_by_row(october: Pack, tmp_path: Path) -> None:
    plan = plan_of(october, tmp_path, [("Month", "Ref", "Value"), ("October", "MC 1", 51)])
    assert plan.changes == ()
    assert "KPI!A2" in refused(plan)


# ---------------------------------------------------------------------------- what is said of the rest


def test_a_rating_in_the_sheet_is_compared(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Oct-17", "RAG"), ("CP 5", "30%", "Green"), ("CP 13", "10%", "R")]
    plan = plan_of(october, tmp_path, rows)
    [remark] = [remark for remark in plan.remarks if "in the sheet and" in remark.what]
    assert (remark.where, remark.what) == (
        "KPI!C2",
        "CP 5 is Green in the sheet and Red by its figure and bands",
    )


def test_commentary_in_a_column_goes_under_its_table(october: Pack, tmp_path: Path) -> None:
    rows = [
        ("Ref", "Oct-17", "Commentary"),
        ("MC 1", 51, "Fewer than in summer."),
        ("MC 6", "9%", "MC 6 is new."),
    ]
    plan = plan_of(october, tmp_path, rows, replace_commentary=True)
    [words] = plan.commentary
    assert words.table == "missing-children"
    assert words.text == "MC 1: Fewer than in summer.\n\nMC 6 is new."


def test_many_unknown_rows_are_a_count_and_examples(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Oct-17"), *((f"ZZ {n}", n) for n in range(400)), ("MC 1", 51)]
    plan = plan_of(october, tmp_path, rows)
    lines = list(plan_lines(plan, october))
    assert "400 rows of no indicator" in "\n".join(lines)
    assert len(lines) < 20
    assert plan.unmatched == ()


def test_rows_of_na_are_blank(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Sep-17", "Oct-17"), ("MC 1", "NA", "NA"), ("P1", "n/a", "9%")]
    plan = plan_of(october, tmp_path, rows)
    assert (taken(plan, "MC 1"), taken(plan, "P1", SEPTEMBER)) == ("", "not applicable")
    assert plan.unmatched == ()


def test_nothing_is_said_to_be_there_when_all_was_refused(october: Pack, tmp_path: Path) -> None:
    plan = plan_of(october, tmp_path, [("Ref", "Sep-17", "Oct-17"), ("MC 1", "about 50", "~")])
    assert "has all of it" not in nothing_to_write(plan)
    assert "2 not brought in" in change_counts(plan)


def test_two_sheets_for_two_years(october: Pack, tmp_path: Path) -> None:
    rows: Mapping[str, Rows] = {
        "2016-17": [("Ref", "Sep", "Oct"), ("MC 1", 70, 71)],
        "2017-18": [("Ref", "Sep", "Oct"), ("MC 1", 54, 51)],
    }
    path = workbook(tmp_path / "two.xlsx", *rows.values(), names=list(rows))
    plan = plan_import(october, {}, read_grids(path))
    assert (taken(plan, "MC 1"), taken(plan, "MC 1", Period(2016, 10))) == ("51", "71")
