"""`boardpack compare`: a table as DfE publishes it, in and out again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from boardpack.load.loader import load
from boardpack.load.project import Project
from tests.support.commands import boardpack

AREAS = {"E92000001": "England", "E12000001": "North East", "E06000001": "Northvale"} | {
    f"E0600{number:04d}": f"Council {number}" for number in range(2, 12)
}
VALUES = ["62.0", "60.5", "62.8", "58.0", "66.1", "c", "64.4", "61.2", "63.0", "59.9", "65.5", "z", "60.0"]
SETTINGS = """
[compare]
area = "E06000001"
region = "E12000001"
neighbours = ["E06000002", "E06000003", "E06000004", "E06000005"]
source = "Department for Education"

[compare.measures]
"ED 1" = "ks2_expected"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "pack"
    assert boardpack("init", folder, "--like", "council-quarter").code == 0
    (folder / "data/comparators.csv").unlink()
    with (folder / "data/pack.toml").open("a") as file:
        file.write(SETTINGS)
    return Project(folder)


def published(folder: Path, *, rows: int = 1, head: str = "area_code") -> Path:
    """A tidy table with two periods of the measure and many rows of others."""
    file = folder / "published.csv"
    with file.open("w", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["time_period", head, "area_name", "measure", "value"])
        for code, name in AREAS.items():
            out.writerow(["202324", code, name, "ks2_expected", "10.0"])
        for (code, name), value in zip(AREAS.items(), VALUES, strict=True):
            out.writerow(["202425", code, name, "ks2_expected", value])
        for number in range(rows):
            out.writerow(["202425", f"E07{number:06d}", "Elsewhere", "other", number])
    return file


def test_it_shows_and_writes_nothing_without_yes(project: Project, tmp_path: Path) -> None:
    said = boardpack("compare", published(tmp_path), project=project.root)
    assert said.code == 0, said.err
    assert "ED 1 | England | 2024-25 | 62 | Department for Education |  | " in said.out
    assert "ED 1 | North East | 2024-25 | 60.5" in said.out
    assert (
        "ED 1 | Similar councils | 2024-25 | 62.8333 | Department for Education |  | mean of 3 of 4"
        in said.out
    )
    assert "ED 1 | Rank | 2024-25 | 62.8 | Department for Education |  | 5 of 9, quartile C" in said.out
    assert "--yes" in said.err
    assert not (project.data / "comparators.csv").exists()


def test_what_it_writes_is_read_and_a_second_time_is_nothing_new(project: Project, tmp_path: Path) -> None:
    table = published(tmp_path, rows=50_000)
    assert boardpack("compare", table, "--yes", project=project.root).code == 0
    pack = load(project).pack
    assert pack is not None
    found = pack.comparator("ED1", "similar councils")
    assert found is not None
    assert (found.period_text, found.count) == ("2024-25", "mean of 3 of 4")
    again = boardpack("compare", table, "--yes", project=project.root)
    assert again.code == 0
    assert "Nothing to write" in again.err


def test_a_column_of_another_name_can_be_said(project: Project, tmp_path: Path) -> None:
    table = published(tmp_path, head="LAD")
    said = boardpack("compare", table, project=project.root)
    assert said.code == 2
    assert "--column area=HEADER" in said.err
    assert boardpack("compare", table, "--column", "area=LAD", project=project.root).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--measure", "XX 9=ks2_expected"), "no indicator 'XX 9'"),
        (("--measure", "ED 1=ks2_expectd"), "did you mean `ks2_expected`"),
        (("--measure", "ED 1"), "an equals sign"),
    ],
)
def test_what_is_not_there_is_said(
    arguments: tuple[str, ...], words: str, project: Project, tmp_path: Path
) -> None:
    said = boardpack("compare", published(tmp_path), *arguments, project=project.root)
    assert said.code == 2
    assert words in said.err
