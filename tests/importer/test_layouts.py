"""A layout is confirmed once, remembered where a person can read it, and refused when it no longer fits."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from boardpack.load.project import is_archived
from tests.importer.sheets import workbook
from tests.importer.test_plan import value
from tests.support.commands import Said, boardpack

HEAD = ("Ref", "Title", "Oct-17", None, "Nov-17", None, "YTD", "Comment")
SUB = (None, None, "Plan", "Actual", "Plan", "Actual")
ROW = ("MC 1", "", 250, 249, 250, 200, 999, "Late.")


def bring(project: Path, rows: Sequence[Sequence[Any]], *options: object, answer: str = "") -> Said:
    path = workbook(project / "sheet.xlsx", rows, names=["KPI Nov-17"])
    return boardpack("import", path, *options, project=project, answer=answer)


def layouts(project: Path) -> dict[str, Any]:
    text = (project / "data/sheets.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text)["layout"]
    return found


def test_a_confirmed_layout_is_written_for_a_person_to_read(november: Path) -> None:
    said = bring(november, [HEAD, SUB, ROW], answer="y\n")
    assert said.code == 0, said.out + said.err
    [entry] = layouts(november).values()
    assert entry["sheet"] == "KPI"
    assert entry["shape"] == "months across"
    assert (entry["rows"], entry["by"], entry["actual"]) == ("Ref", "reference", "Actual")
    assert "(month): Plan" in entry["headers"]
    assert entry["commentary"] == ["Comment"]
    assert value(november, "MC 1") == "200"


def test_its_reading_is_shown_before_it_is_asked(november: Path) -> None:
    said = bring(november, [HEAD, SUB, ROW], answer="n\n")
    for words in (
        "KPI Nov-17!A1: months across; 1 indicator by the reference in “Ref”",
        "months: Oct-17, Nov-17 (in their headers)", "actual: Actual", "Plan, not the actual",
        "YTD (year to date, no month)", "commentary: Comment",
    ):  # fmt: skip
        assert words in said.out
    assert not (november / "data/sheets.toml").exists()


def test_the_same_layout_goes_in_without_a_question(november: Path) -> None:
    bring(november, [HEAD, SUB, ROW], answer="y\n")
    more = ("P1", "", None, None, "50%", "41%", None, None)
    said = bring(november, [HEAD, SUB, ROW, more])
    assert said.code == 0, said.err
    assert "as confirmed in data/sheets.toml" in said.out
    assert "Is this right" not in said.err
    assert value(november, "P1") == "41%"


def test_what_was_published_is_asked_about_all_the_same(november: Path) -> None:
    bring(november, [HEAD, SUB, ROW], answer="y\n")
    said = bring(november, [HEAD, SUB, (*ROW[:3], 251, *ROW[4:])])
    assert said.code == 130
    assert said.out.index("restated:") < said.out.index("MC 1 Oct-17: 249 → 251")


MOVED: dict[str, tuple[tuple[Any, ...], tuple[Any, ...], str]] = {
    "the actual": (HEAD, (*SUB[:3], "Value", "Plan", "Value"), "the actual was “Actual”, now “Value”"),
    "the references": (("Code", *HEAD[1:]), SUB, "rows were known by “Ref”, now “Code”"),
    "a column": ((*HEAD[:6], None, HEAD[7]), SUB, "the column “(year to date)” is gone"),
}  # fmt: skip


@pytest.mark.parametrize("name", MOVED)
@pytest.mark.parametrize("options", [("--yes",), ()])
def test_a_layout_that_no_longer_fits_is_refused_by_what_moved(
    name: str, options: tuple[str, ...], november: Path
) -> None:
    bring(november, [HEAD, SUB, ROW], answer="y\n")
    head, sub, words = MOVED[name]
    row = (*ROW[:5], 210, None if name == "a column" else 999, "Late.")
    said = bring(november, [head, sub, row], *options)
    assert words in said.out
    assert said.code == (1 if options else 130)
    assert value(november, "MC 1") == "200"
    confirmed = bring(november, [head, sub, row], answer="y\n")
    assert confirmed.code == 0
    assert value(november, "MC 1") == "210"
    assert len(layouts(november)) == 1


def test_another_sheet_of_the_same_name_is_new_and_not_moved(november: Path) -> None:
    bring(november, [HEAD, SUB, ROW], answer="y\n")
    said = bring(november, [("Ref", "Nov-17"), ("P1", "9%")], "--yes")
    assert said.code == 0
    assert len(layouts(november)) == 2


BARE = [("Ref", "Oct", "Nov"), ("MC 1", 249, 200)]


def test_yes_takes_no_unsure_reading(november: Path) -> None:
    path = workbook(november / "bare.xlsx", BARE, names=["KPI"])
    said = boardpack("import", path, "--yes", project=november)
    assert said.code == 1
    assert "NOT SURE: its months have no year; they are supposed to be of 2017-18" in said.out
    assert value(november, "MC 1") == ""


def test_what_was_supposed_is_remembered_for_its_year(november: Path) -> None:
    path = workbook(november / "bare.xlsx", BARE, names=["KPI"])
    assert boardpack("import", path, project=november, answer="y\n").code == 0
    assert value(november, "MC 1") == "200"
    [entry] = layouts(november).values()
    assert "2017-18" in entry["supposed"][0]
    workbook(path, [BARE[0], ("MC 1", 249, 200), ("P1", "43%", "5%")], names=["KPI"])
    assert boardpack("import", path, "--yes", project=november).code == 0
    assert value(november, "P1") == "5%"


def test_a_year_can_be_said(november: Path) -> None:
    path = workbook(november / "bare.xlsx", BARE, names=["KPI"])
    said = boardpack("import", path, "--yes", "--year", "2017-18", project=november)
    assert said.code == 0, said.out
    assert value(november, "MC 1") == "200"


def test_a_column_of_commentary_that_is_taken_out_of_the_entry_is_not_read(november: Path) -> None:
    bring(november, [HEAD, SUB, ROW], answer="y\n")
    path = november / "data/sheets.toml"
    path.write_text(path.read_text("utf-8").replace('commentary = ["Comment"]\n', ""), "utf-8")
    said = bring(november, [HEAD, SUB, (*ROW[:5], 201, 999, "Other words.")], "--yes", "--replace-commentary")
    assert said.code == 0
    assert "Other words." not in (november / "narratives/2017-11/missing-children.md").read_text("utf-8")
    assert value(november, "MC 1") == "201"


def test_what_a_person_wrote_into_the_file_stays(november: Path) -> None:
    (november / "data/sheets.toml").write_text("# Ours: ask Data before changing.\n", "utf-8")
    bring(november, [HEAD, SUB, ROW], "--yes")
    assert (november / "data/sheets.toml").read_text("utf-8").startswith("# Ours: ask Data")


@pytest.mark.parametrize("text", ["[layout.x]\nsheet = 1\n", "[layout\n", 'layout = "x"\n'])
def test_a_file_that_cannot_be_read_is_named(text: str, november: Path) -> None:
    (november / "data/sheets.toml").write_text(text, "utf-8")
    said = bring(november, [HEAD, SUB, ROW], "--yes")
    assert said.code == 3
    assert "data/sheets.toml" in said.err


def test_the_layouts_go_into_no_archive(november: Path) -> None:
    bring(november, [HEAD, SUB, ROW], "--yes")
    assert (november / "data" / "sheets.toml").exists()
    assert not is_archived("sheets.toml")
