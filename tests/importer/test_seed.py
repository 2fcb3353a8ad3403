"""The seed's tables, pasted into a workbook, come back as the shipped data files."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.importer.sheets import pasted_rows, workbook
from tests.support.commands import boardpack, tree
from tests.support.projects import REPOSITORY, copy_project

VALUES = "data/values-2017-18.csv"
BY_HAND = {"P1": ["not collected"] * 6}
"""What the shipped values say that no cell of the seed does: months in which vacancies were not counted."""


Files = dict[str, bytes]


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def emptied(project: Path) -> Path:
    """The project before anything was brought in: no values, no commentary, nothing noted or reported."""
    path = project / VALUES
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    blank = [",".join([*row.split(",")[:2], *[""] * 12]) for row in rows]
    path.write_text("\n".join([header, *blank]) + "\n", encoding="utf-8")
    for file in (project / "narratives/2017-10").glob("*.md"):
        if file.stem != "directors-summary":
            file.write_text("# Improvement Activity\n\n# Next Steps\n", encoding="utf-8")
    for name in ("notes", "reported-2017-10"):
        path = project / f"data/{name}.csv"
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return project


@pytest.fixture(scope="module", params=["typed.xlsx", "text.xlsx", "text.csv"])
def pasted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pasted") / str(request.param)
    rows = pasted_rows(typed=path.stem == "typed")
    if path.suffix == ".xlsx":
        return workbook(path, rows, names=["Appendix 2"])
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.fixture(scope="module")
def imported(pasted: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, Files]:
    """October's files as they are shipped, and as they come out of an import into the emptied project."""
    project = copy_project(REPOSITORY, tmp_path_factory.mktemp("seed") / "october", styles=False)
    shipped = tree(project)
    said = boardpack("import", pasted, "--yes", "--ratings", project=emptied(project))
    assert said.code == 0, said.out
    return shipped, tree(project)


def test_the_seed_comes_back_as_the_shipped_files(imported: tuple[Files, Files]) -> None:
    shipped, got = imported
    for name in shipped:
        if name.startswith("narratives/"):
            assert got[name].decode() == shipped[name].decode(), name
    expected = rows_of(shipped[VALUES])
    for row in expected:
        by_hand = BY_HAND.get(row[0], [])
        row[2 : 2 + len(by_hand)] = [""] * len(by_hand)
    assert rows_of(got[VALUES]) == expected
    assert set(got) - set(shipped) == {"data/sheets.toml"}


def test_what_was_normalised_is_logged_as_the_shipped_log_has_it(imported: tuple[Files, Files]) -> None:
    shipped, got = (rows_of(files["data/reported-2017-10.csv"]) for files in imported)
    notes, got_notes = (rows_of(files["data/notes.csv"]) for files in imported)

    def values(rows: list[list[str]]) -> set[tuple[str, ...]]:
        """Of the cells that were normalised: reference, month, what stood there, what is used."""
        return {
            tuple(row[1:5])
            for row in rows
            if row[0] == "table" and row[2].startswith("value ") and row[1] != "P1"
        }

    def ratings(rows: list[list[str]]) -> set[tuple[str, ...]]:
        return {tuple(row[1:4]) for row in rows if row[0] == "table" and row[2] == "rag"}

    def commentary(rows: list[list[str]]) -> list[tuple[str, ...]]:
        return sorted(tuple(row[3:5]) for row in rows if row[0] == "narrative")

    assert values(got) == values(shipped)
    assert ratings(got) == ratings(shipped)
    assert commentary(got) == commentary(shipped)
    place = r"Appendix 2![A-Z]+[0-9]+|text\.csv:[0-9]+:[0-9]+"
    assert all(re.fullmatch(place, row[6]) for row in got[1:])
    kept = {tuple(row[:3]) for row in got_notes}
    assert kept == {tuple(row[:3]) for row in notes if row[0] != "P1"}


def test_the_seed_over_the_shipped_files_changes_nothing(october_files: Path, pasted: Path) -> None:
    before = tree(october_files)
    said = boardpack("import", pasted, "--yes", project=october_files)
    assert "added" not in said.out
    assert "changed" not in said.out
    assert "restated" not in said.out
    after = tree(october_files)
    assert {name for name in after if after[name] != before.get(name)} <= {
        "data/reported-2017-10.csv", "data/sheets.toml"
    }  # fmt: skip


def test_the_row_that_was_shifted_is_said(october_files: Path, pasted: Path) -> None:
    said = boardpack("import", pasted, project=october_files, answer="n\n")
    assert "the owner of QA 3 is `50%` here and `TS` in data/indicators.csv" in said.out
