"""What an import finds in a sheet, shows, and writes."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from boardpack.check.rules.reported import stale
from boardpack.importer import ImportOptions, ImportPlan, read_grids
from boardpack.importer.report import plan_lines
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.load.value_parser import RowReading, read_cell
from boardpack.model.indicator import canonical_ref
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.importer.sheets import HEADER, fill, plan_import, workbook
from tests.support.commands import Said, boardpack, tree

OCTOBER = Period(2017, 10)
NOVEMBER = Period(2017, 11)
WIDE = (*HEADER, "Nov-17")
BLANKS = [None] * 7
"""April to October, left blank."""


def bring(project: Path, rows: Sequence[Sequence[Any]], *options: object) -> Said:
    path = workbook(project / "sheet.xlsx", rows)
    return boardpack("import", path, "--yes", *options, project=project)


def value(project: Path, ref: str, month: Period = NOVEMBER) -> str:
    with (project / "data/values-2017-18.csv").open(encoding="utf-8-sig", newline="") as stream:
        row = next(row for row in csv.DictReader(stream) if row["ref"] == ref and row["measure"] == "value")
    return row[f"{month.name[:3]} {month.year}"]


# ------------------------------------------------------------------------------------------- values

CELLS: dict[str, tuple[str, Any, str]] = {
    "fraction shown as percent": ("P1", (0.43, "0%"), "43%"),
    "decimals of the format": ("LE 2", (0.55, "0.0%"), "55.0%"),
    "more than is shown": ("P1", (0.4271, "0%"), "42.71%"),
    "noise of floating point": ("P1", (0.1 + 0.2, "0%"), "30%"),
    "a long fraction": ("AMT 2", (21 / 31, "0.0%"), "67.741935%"),
    "text with a sign": ("P1", "43%", "43%"),
    "number above one": ("P1", 43, "43%"),
    "number": ("W 1", 17, "17"),
    "number shown with decimals": ("W 1", (17, "0.0"), "17.0"),
    "thousands": ("MC 1", (1249, "#,##0"), "1249"),
    "thousands in text": ("MC 1", "1,249", "1249"),
    "red minus format": ("MC 1", (249, "#,##0;[Red]-#,##0"), "249"),
    "provisional": ("AMT 2", "78.5% [p]", "78.5% [p]"),
    "status": ("AD 7", "no cases", "no cases"),
    "shorthand": ("AD 7", "[n]", "no cases"),
    "n/a": ("AD 7", "n/a", "not applicable"),
    "words": ("QA 1", "Not collected", "not collected"),
    "awaiting": ("QA 2", "Awaiting data", "not yet available"),
    "to follow": ("QA 2", "Data to follow", "not yet available"),
    "suppressed": ("CP 10", "Suppressed", "suppressed"),
    "zero where there is none": ("AD 7", 0, "no cases"),
    "zero where there may be one": ("CP 10", 0, "0"),
    "a remark": ("CP 5", "27% (provisional run)", "27%"),
    "a version": ("LAC 19", "71% (12m)", "71%"),
}


def planned(pack: Pack, path: Path, rows: Sequence[Sequence[Any]], **options: Any) -> ImportPlan:
    """The plan of a sheet against a project without any values."""
    return plan_import(pack, {}, read_grids(workbook(path / "sheet.xlsx", rows)), ImportOptions(**options))


def taken(plan: ImportPlan, ref: str, month: Period = OCTOBER) -> str:
    """What would be written for a month."""
    found = [c.now for c in plan.changes if (c.ref, c.month) == (canonical_ref(ref), month)]
    return found[0] if found else ""


@pytest.mark.parametrize("name", CELLS)
def test_how_a_cell_is_read(name: str, october: Pack, tmp_path: Path) -> None:
    ref, cell, expected = CELLS[name]
    plan = planned(october, tmp_path, [HEADER, (ref, "", *BLANKS[1:], cell)])
    assert plan.unmatched == ()
    assert taken(plan, ref) == expected
    indicator = october.indicator(canonical_ref(ref))
    assert indicator is not None
    assert read_cell(expected, RowReading(indicator.unit)).fault is None


def test_a_remark_becomes_a_note_and_is_logged_with_its_cell(november: Path) -> None:
    bring(november, [WIDE, ("CP 5", "", *BLANKS, "27% (provisional run)")])
    assert "CP 5,2017-11,2017-11,(provisional run)" in (november / "data/notes.csv").read_text("utf-8-sig")
    reported = (november / "data/reported-2017-11.csv").read_text("utf-8-sig")
    assert "CP 5,value 2017-11,27% (provisional run),27%," in reported
    assert ",Sheet1!J2\n" in reported


def test_as_shown_takes_the_rounded_figure(october: Pack, tmp_path: Path) -> None:
    plan = planned(october, tmp_path, [HEADER, ("P1", "", *BLANKS[1:], (0.4271, "0%"))], as_shown=True)
    assert taken(plan, "P1") == "43%"


def test_a_row_of_bare_fractions_is_read_as_percentages(october: Pack, tmp_path: Path) -> None:
    row = (0.86, 0.86, 0.87, 0.86, 0.89, 0.92, 0.9)
    plan = planned(october, tmp_path, [HEADER, ("FD 3", "", *row)])
    assert taken(plan, "FD 3") == "90%"
    assert "without a percent sign" in plan.normalised[-1].reason


UNREADABLE = {
    "a fraction among percentages": ("P1", 0.43, "part of one"),
    "percent of a count": ("MC 1", (0.5, "0%"), "per cent"),
    "an error": ("MC 1", "#DIV/0!", "#DIV/0!"),
    "a word": ("MC 1", "lots", "lots"),
    "a date": ("MC 1", (date(2017, 11, 17), "dd/mm/yyyy"), "is a date"),
    "true": ("MC 1", True, "True"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_said_and_not_written(name: str, october: Pack, tmp_path: Path) -> None:
    ref, cell, expected = UNREADABLE[name]
    first = 12 if name == "a fraction among percentages" else None
    plan = planned(october, tmp_path, [HEADER, (ref, "", first, *BLANKS[2:], cell)])
    [remark] = plan.unmatched
    assert expected in remark.what
    assert remark.where == "Sheet1!I2"
    assert taken(plan, ref) == ""


# ------------------------------------------------------------------------------------------ headers

MONTHS: dict[str, Any] = {
    "Oct-17": "Oct-17", "2017-10": "2017-10", "October 2017": "October 2017", "10/2017": "10/2017",
    "a date": (date(2017, 10, 1), "mmm-yy"),
    "a day of the month": (date(2017, 10, 17), "mmm-yy"), "month end": (date(2017, 10, 31), "dd/mm/yyyy"),
}  # fmt: skip


@pytest.mark.parametrize("name", MONTHS)
def test_how_months_are_written(name: str, october: Pack, tmp_path: Path) -> None:
    plan = planned(october, tmp_path, [("Indicator No.", MONTHS[name]), ("MC 1", 200)])
    assert plan.unmatched == ()
    assert taken(plan, "MC 1") == "200"


DAYS: tuple[Any, ...] = ("17-Oct", (date(2026, 10, 17), "d-mmm"), (date(2017, 10, 17), "dd/mm/yyyy"))


@pytest.mark.parametrize("header", DAYS)
def test_a_header_that_is_a_day_is_said(header: Any, october: Pack, tmp_path: Path) -> None:
    plan = planned(october, tmp_path, [("Ref", "Sep-17", header), ("MC 1", 249, 200)])
    assert "a day" in plan.unmatched[0].what
    assert taken(plan, "MC 1") == ""


def test_titles_blank_rows_and_columns_are_passed_over(october: Pack, tmp_path: Path) -> None:
    rows = [
        ("Children's services: monthly indicators",), (), ("", "as at 4 November 2017"), (),
        ("", "", "", "2017-18"), ("", "Service", "Code", "Sep-17", "Oct-17", "Total"),
        ("", "FRONT DOOR"), ("", "x", "MC1", 211, 249, 460), ("", "x", "w 1 E", 23, 23, 46),
        ("", "Total", "", 1, 2),
    ]  # fmt: skip
    plan = planned(october, tmp_path, rows)
    assert plan.unmatched == ()
    assert (taken(plan, "MC 1"), taken(plan, "W 1 e")) == ("249", "23")


def test_a_column_of_references_needs_no_header(october: Pack, tmp_path: Path) -> None:
    plan = planned(october, tmp_path, [("", "", "Sep-17", "Oct-17"), ("Missing", "MC 1", 211, 249)])
    assert taken(plan, "MC 1") == "249"


def test_the_packs_own_values_file_can_be_brought_in(november: Path) -> None:
    path = november / "mine.csv"
    path.write_text(
        "ref;measure;Nov 2017\nCL 1a;value;64%\nCL 1a;numerator;388\nCL 1a;other;5\n", encoding="utf-8"
    )
    said = boardpack("import", path, "--yes", project=november)
    assert said.code == 1
    assert "a measure other than" in said.out
    text = (november / "data/values-2017-18.csv").read_text("utf-8-sig")
    assert "CL 1a,numerator,,,,,,,,388" in text


# ------------------------------------------------------------------------------------------ matching


def test_what_is_new_changed_and_restated_is_told_apart(november: Path) -> None:
    bring(november, [WIDE, ("MC 1", "", *BLANKS, 200)])
    rows = [WIDE, ("MC 1", "", *BLANKS[:6], 251, 210), ("CP 5", "", *BLANKS[:6], (0.27, "0%"), (0.31, "0%"))]
    said = bring(november, rows, "--on", "2017-12-04", "--reason", "Late records")
    assert "MC 1 Oct-17: 249 → 251" in said.out
    assert "MC 1 Nov-17: 200 → 210" in said.out
    assert "CP 5 Nov-17: 31%" in said.out
    assert "1 added, 1 changed, 1 restated, 0 not brought in; 1 the same" in said.err
    restated = (november / "data/restatements.csv").read_text("utf-8-sig").splitlines()
    assert restated[1:] == ["MC 1,2017-10,249,251,2017-12-04,Late records"]
    assert value(november, "MC 1", Period(2017, 10)) == "251 [r]"
    found = {f.rule for f in load(Project(november), NOVEMBER).findings}
    assert found == set()
    again = bring(november, rows, "--on", "2017-12-05")
    assert "0 added, 0 changed, 0 restated" in again.err
    assert (november / "data/restatements.csv").read_text("utf-8-sig").splitlines() == restated
    assert "value-restated" not in boardpack("check", project=november).out


def test_a_figure_that_comes_late_is_no_restatement(november: Path) -> None:
    before = (november / "data/restatements.csv").read_bytes()
    said = bring(november, [("Ref", "Oct-17"), ("QA 2", 12)])
    assert "QA 2 Oct-17: not yet available → 12" in said.out
    assert "0 restated, 1 late" in said.err
    assert value(november, "QA 2", OCTOBER) == "12"
    assert (november / "data/restatements.csv").read_bytes() == before


def test_a_changed_cell_loses_what_was_logged_of_it(november: Path) -> None:
    bring(november, [("Ref", "Nov-17"), ("AD 7", "n/a"), ("QA 1", "Awaiting data")])
    log = november / "data/reported-2017-11.csv"
    assert "AD 7,value 2017-11,n/a,not applicable" in log.read_text("utf-8-sig")
    bring(november, [("Ref", "Nov-17"), ("AD 7", 97)])
    assert "AD 7" not in log.read_text("utf-8-sig")
    assert "QA 1" in log.read_text("utf-8-sig")
    assert "reported-stale" not in boardpack("check", "2017-11", "--all", project=november).out


def test_a_cell_that_was_changed_by_hand_is_found_by_check(november: Path) -> None:
    bring(november, [("Ref", "Nov-17"), ("AD 7", "n/a")])
    path = november / "data/values-2017-18.csv"
    path.write_text(path.read_text("utf-8-sig").replace("not applicable", "97"), "utf-8")
    pack = load(Project(november), NOVEMBER).pack
    assert pack is not None
    assert [(remark.subject, remark.expected) for remark in stale(pack)] == [
        ("AD7", "“97”, which the pack has")
    ]


def test_months_of_an_earlier_year_make_its_file(october_files: Path) -> None:
    said = bring(october_files, [("Ref", "Oct-16", "Mar-17", "Oct-17"), ("MC 1", 72, 75, 249)])
    assert said.code == 0
    earlier = (october_files / "data/values-2016-17.csv").read_text("utf-8-sig").splitlines()
    assert earlier[0].startswith("ref,measure,Apr 2016,")
    assert "MC 1,value,,,,,,,72,,,,,75" in earlier
    loaded = load(Project(october_files), OCTOBER)
    assert loaded.findings == ()
    assert loaded.pack is not None
    seen = loaded.pack.observation("MC1", Period(2016, 10))
    assert seen is not None
    assert seen.value == 72


def test_decimals_that_were_rounded_away_restate_nothing(november: Path) -> None:
    said = bring(november, [("Ref", "Oct-17"), ("P1", (0.4271, "0%"))])
    assert "0 added, 0 changed, 0 restated" in said.err


def test_strangers_are_named_with_what_was_probably_meant(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Oct-17"), ("MC 1", 5), ("MC 11", 5), ("A note below the table",)]
    [remark] = planned(october, tmp_path, rows).unmatched
    assert "`MC 11` is no indicator" in remark.what
    assert "did you mean" in remark.what


def test_months_after_the_packs_are_left(october_files: Path) -> None:
    said = bring(october_files, [WIDE, ("MC 1", "", *BLANKS, 200)])
    assert "Nov-17 not read: the pack is that of October 2017" in said.out
    assert value(october_files, "MC 1") == ""


def test_two_rows_that_disagree_are_taken_by_neither(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Oct-17"), ("MC 1", 200), ("MC 1", 201), ("P1", "9%"), ("P1", "9%")]
    plan = planned(october, tmp_path, rows)
    assert "another value stands in Sheet1!B2" in plan.unmatched[0].what
    assert (taken(plan, "MC 1"), taken(plan, "P1")) == ("", "9%")


def test_indicators_without_a_row_are_named(october: Pack, tmp_path: Path) -> None:
    plan = planned(october, tmp_path, [("Ref", "Oct-17"), ("MC 1", 200)])
    assert "LAC 10" in plan.absent
    assert "MC 1" not in plan.absent
    assert "no row in the sheet:" in list(plan_lines(plan, october))


def test_of_a_month_twice_only_what_agrees_is_taken(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Oct-17", "October 2017"), ("MC 1", 200, 201), ("P1", "9%", "9%")]
    plan = planned(october, tmp_path, rows)
    assert "another value" in plan.unmatched[0].what
    assert (taken(plan, "MC 1"), taken(plan, "P1")) == ("", "9%")


def test_a_new_row_is_added_to_the_values(november: Path) -> None:
    path = november / "data/values-2017-18.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("MC 1,")) + "\n", "utf-8")
    bring(november, [("Ref", "Nov-17"), ("MC 1", 200)])
    assert path.read_text("utf-8").splitlines()[-1] == "MC 1,value,,,,,,,,200,,,,"


def test_bare_fractions_in_the_values_get_their_sign(november: Path) -> None:
    path = november / "data/values-2017-18.csv"
    text = path.read_text("utf-8-sig").replace(
        "FD 3,value,86%,86%,87%,86%,89%,92%,86%", "FD 3,value,0.86,0.86,0.87,0.86,0.89,0.92,0.86"
    )
    path.write_text(text, "utf-8")
    said = bring(november, [("Ref", "Oct-17", "Nov-17"), ("FD 3", "86%", "90%")])
    assert "1 added, 0 changed, 0 restated" in said.err
    assert "FD 3,value,86%,86%,87%,86%,89%,92%,86%,90%" in path.read_text("utf-8")


# --------------------------------------------------------------------------------- hidden and merged


def hidden_book(project: Path) -> Path:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    fill(sheet, [("Ref", "Oct-17", "Nov-17"), ("MC 1", 251, 200), ("P1", "43%", "44%")])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other: Any = book.create_sheet("Old")
    fill(other, [("Ref", "Nov-17"), ("CP 10", 9)])
    other.sheet_state = "hidden"
    book.save(project / "hidden.xlsx")
    return project / "hidden.xlsx"


def test_what_is_hidden_is_left_out_and_said(november: Path) -> None:
    said = boardpack("import", hidden_book(november), "--yes", project=november)
    assert "the row of P1 is hidden" in said.out
    assert "the column Oct-17 is hidden" in said.out
    assert "Old: the sheet is hidden" in said.out
    assert (value(november, "MC 1"), value(november, "P1"), value(november, "CP 10")) == ("200", "", "")


def test_what_is_hidden_is_read_when_asked_for(november: Path) -> None:
    boardpack("import", hidden_book(november), "--yes", "--hidden", project=november)
    assert (value(november, "P1"), value(november, "CP 10")) == ("44%", "9")
    assert value(november, "MC 1", Period(2017, 10)) == "251 [r]"


def test_a_sentence_across_merged_months_speaks_for_all_of_them(november: Path) -> None:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    fill(sheet, [("Ref", "Sep-17", "Oct-17", "Nov-17"), ("LE 3", "Awaiting data from the court")])
    sheet.merge_cells("B2:D2")
    book.save(november / "merged.xlsx")
    said = boardpack("import", november / "merged.xlsx", "--yes", project=november)
    assert "merged cells among the figures" in said.out
    assert value(november, "LE 3") == "not yet available"
    assert "LE 3,2017-09,2017-11,Awaiting data from the court" in (november / "data/notes.csv").read_text(
        "utf-8-sig"
    )


def test_a_formula_without_its_result_is_said(november: Path) -> None:
    said = bring(november, [("Ref", "Nov-17"), ("MC 1", "=1+1"), ("P1", "9%")])
    assert said.code == 1
    assert "Sheet1!B2: a formula whose result is not saved" in said.out
    assert value(november, "P1") == "9%"


# ------------------------------------------------------------------------------------------ beside


def test_what_stands_beside_the_months_is_compared(october: Pack, tmp_path: Path) -> None:
    header = ("Ref", "Title", "Polarity", "Oct-17", "2017-18 Target", "Target Owner", "RAG Methodology")
    rows = [header, ("CP 5", "A shorter title", "SIB", (0.3, "0%"), (0.85, "0%"), "XX", "As before")]
    plan = planned(october, tmp_path, rows)
    said = " ".join(remark.what for remark in plan.remarks)
    for words in (
        "polarity of CP 5 is `SIB` here and `BIB`", "target of CP 5 is `85%` here and `80%`",
        "owner of CP 5 is `XX` here and `MK`", "methodology of CP 5",
    ):  # fmt: skip
        assert words in said
    assert plan.unmatched == ()


def test_a_row_with_another_indicators_title_is_said(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Indicator Title", "Oct-17"), ("P1", "Number of cases in proceedings", "9%")]
    assert "the row of P1 has the title of LE 3" in planned(october, tmp_path, rows).unmatched[0].what


def test_a_note_that_goes_on_is_drawn_out(november: Path) -> None:
    bring(november, [("Ref", "Nov-17"), ("QA 2", "Awaiting Data - under development")])
    notes = (november / "data/notes.csv").read_text("utf-8-sig")
    assert "QA 2,2017-04,2017-11,Awaiting Data - under development" in notes
    assert notes.count("QA 2") == 1


def test_a_note_that_somebody_has_written_is_enough(november: Path) -> None:
    path = november / "data/notes.csv"
    path.write_text(path.read_text("utf-8-sig") + "AD 7,2017-11,2017-11,In other words.\n", "utf-8")
    bring(november, [("Ref", "Nov-17"), ("AD 7", 0)])
    assert path.read_text("utf-8").count("AD 7,2017-11") == 1


# --------------------------------------------------------------------------------------- commentary


def talk(text: str, kind: str = "Improvement Activity") -> list[Sequence[Any]]:
    return [("Ref", "Title", "Nov-17"), ("MC 1", "", 200), ("MC 6", "", "30%"), (kind, "", text)]


def test_commentary_goes_above_last_months_words(november: Path) -> None:
    bring(november, talk("MC1 was high.\nAll were *seen* at once."))
    text = (november / "narratives/2017-11/missing-children.md").read_text("utf-8")
    start, _, rest = text.partition("<!--")
    assert start == "# Improvement Activity\n\nMC1 was high.\n\nAll were \\*seen\\* at once.\n\n"
    assert rest.startswith(" October 2017:")
    assert rest.count("<!-- October 2017:") == 1
    assert "# Next Steps" in rest
    assert load(Project(november), NOVEMBER).findings == ()


def test_words_that_are_there_are_kept_unless_asked(november: Path) -> None:
    bring(november, talk("First words."))
    said = bring(november, talk("Second words."))
    assert said.code == 0
    assert "has other words under “Improvement Activity”" in said.out
    path = november / "narratives/2017-11/missing-children.md"
    assert "First words." in path.read_text("utf-8")
    said = bring(november, talk("Second words."), "--replace-commentary")
    assert said.code == 0
    assert "First words." not in path.read_text("utf-8")
    assert "Second words." in path.read_text("utf-8")


def test_commentary_of_no_table_or_another_month_is_said(november: Path) -> None:
    rows = [("Ref", "Nov-17"), ("MC 1", 200), ("P1", "40%"), ("Next Steps", "Whose?")]
    assert "under figures of no table, or of several" in bring(november, rows).out
    rows = [("Ref", "Oct-17"), ("MC 1", 249), ("Next Steps", "When?")]
    assert "commentary beside figures without November 2017" in bring(november, rows).out


# -------------------------------------------------------------------------------------------- asking


def test_nothing_is_written_without_a_yes(november: Path) -> None:
    path = workbook(november / "sheet.xlsx", [("Ref", "Nov-17"), ("MC 1", 200)])
    before = tree(november)
    said = boardpack("import", path, project=november, answer="n\n")
    assert "Nothing was written" in said.err
    assert tree(november) == before
    assert boardpack("import", path, project=november).code == 130
    assert tree(november) == before
    assert boardpack("import", path, project=november, answer="y\n").code == 0
    assert value(november, "MC 1") == "200"


def test_nothing_new_is_said(october_files: Path) -> None:
    said = bring(october_files, [("Ref", "Oct-17"), ("MC 1", 249)])
    assert said.code == 0
    assert "Nothing to write" in said.err


def test_a_month_that_is_not_open_cannot_be_brought_in(october_files: Path) -> None:
    said = bring(october_files, [("Ref", "Nov-17"), ("MC 1", 249)], "--month", "2017-11")
    assert said.code == 2


def test_a_project_that_cannot_be_read_stops_it(november: Path) -> None:
    (november / "data/indicators.csv").write_text("ref\n", "utf-8")
    assert bring(november, [("Ref", "Nov-17"), ("MC 1", 249)]).code == 3


def test_a_status_after_the_year_is_in_its_own_file(small_pack: Path) -> None:
    assert boardpack("new", "2024-10", project=small_pack).code == 0
    said = bring(small_pack, [("Ref", "Sep 2024", "Oct-24"), ("LL 1", "91.0%", "92.0%")])
    assert said.code == 0, said.out
    loaded = load(Project(small_pack), Period(2024, 10)).pack
    assert loaded is not None
    seen = loaded.observation("LL1", Period(2024, 10))
    assert seen is not None
    assert seen.status is ValueStatus.FINAL
    assert "91.0%" in (small_pack / "data/values-2023-24.csv").read_text("utf-8-sig")
