"""`boardpack compare`: a table as DfE publishes it, in and out again."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from boardpack.cli import compare as compare_module
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


def written(folder: Path, rows: list[list[str]], *, encoding: str = "utf-8") -> Path:
    file = folder / "table.csv"
    with file.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream).writerows(rows)
    return file


HEAD = ["time_period", "area_code", "area_name", "measure", "value"]


def rows(*periods: str, codes: tuple[str, ...] = tuple(AREAS), scale: float = 1) -> list[list[str]]:
    """A table of the measure: the value of the nth area is 50 and n, times a scale."""
    body = [
        [period, code, AREAS.get(code, "?"), "ks2_expected", f"{(50 + n + 5 * k) * scale:g}"]
        for k, period in enumerate(periods)
        for n, code in enumerate(codes)
    ]
    return [HEAD, *body]


def test_an_area_that_is_not_there_is_said(project: Project, tmp_path: Path) -> None:
    for gone, key in (("E06000001", "area"), ("E12000001", "region"), ("E06000004", "neighbours")):
        table = written(tmp_path, rows("202425", codes=tuple(code for code in AREAS if code != gone)))
        said = boardpack("compare", table, project=project.root)
        assert said.code == 2
        assert f"there is no area '{gone}' in the table" in said.err
        assert f"`{key}` under [compare]" in said.err


def test_a_table_without_england_says_so(project: Project, tmp_path: Path) -> None:
    table = written(tmp_path, rows("202425", codes=tuple(AREAS)[1:]))
    said = boardpack("compare", table, project=project.root)
    assert said.code == 0
    assert "no row for England" in said.err
    assert "ED 1 | England" not in said.out


def test_an_area_with_two_rows_is_refused_until_it_is_said_which(project: Project, tmp_path: Path) -> None:
    body = rows("202425")
    wide = [[*body[0], "sex"]] + [[*row, sex] for row in body[1:] for sex in ("Total", "Girls", "Boys")]
    table = written(tmp_path, wide)
    said = boardpack("compare", table, project=project.root)
    assert said.code == 2
    assert "E92000001 has 3 rows for 'ks2_expected' in 202425" in said.err
    assert "--where HEADER=VALUE" in said.err
    assert boardpack("compare", table, "--where", "sex=Total", project=project.root).code == 0
    said = boardpack("compare", table, "--where", "sexes=Total", project=project.root)
    assert said.code == 2
    assert "no column 'sexes'; did you mean `sex`" in said.err
    assert (
        "no rows where sex=All" in boardpack("compare", table, "--where", "sex=All", project=project.root).err
    )


@pytest.mark.parametrize("sign", ["c", "x", "z", ":", "[c]", "..", "low", ""])
def test_a_sign_in_place_of_a_figure_takes_no_part_and_is_told(
    sign: str, project: Project, tmp_path: Path
) -> None:
    body = rows("202425")
    body[4][4] = sign  # Council 2, a neighbour
    said = boardpack("compare", written(tmp_path, body), project=project.root)
    assert said.code == 0
    assert "mean of 3 of 4" in said.out
    assert f"Council 2 is “{sign}”, so it takes no part" in said.err
    assert "no figures" not in said.err


def test_a_word_that_is_no_usual_sign_is_told(project: Project, tmp_path: Path) -> None:
    body = rows("202425")
    body[-1][4] = "about 60"
    said = boardpack("compare", written(tmp_path, body), project=project.root)
    assert "1 cells are no figures and none of the usual signs, such as “about 60”" in said.err


def test_its_own_figure_withheld_has_no_rank(project: Project, tmp_path: Path) -> None:
    body = rows("202425")
    body[3][4] = "c"
    said = boardpack("compare", written(tmp_path, body), project=project.root)
    assert "Northvale is “c”" in said.err
    assert "Rank" not in said.out


def test_shares_of_one_are_no_percentages(project: Project, tmp_path: Path) -> None:
    table = written(tmp_path, rows("202425", scale=0.01))
    said = boardpack("compare", table, project=project.root)
    assert said.code == 2
    assert "--times 100" in said.err
    said = boardpack("compare", table, "--times", "100", project=project.root)
    assert "ED 1 | England | 2024-25 | 50 |" in said.out
    assert "0.5 |" in boardpack("compare", table, "--times", "1", project=project.root).out
    assert boardpack("compare", table, "--times", "many", project=project.root).code == 2


@pytest.mark.parametrize(
    ("periods", "latest", "england"),
    [
        (("Q4 2023-24", "Q1 2024-25"), "Q1 2024-25", 55), (("2024-25", "2019-20"), "2024-25", 50),
        (("Dec 2024", "Jan 2025"), "Jan 2025", 55), (("2024/25", "2023/24"), "2024-25", 50),
        (("202425", "202324"), "2024-25", 50),
    ],
)  # fmt: skip
def test_the_latest_period_is_the_latest(
    periods: tuple[str, str], latest: str, england: int, project: Project, tmp_path: Path
) -> None:
    said = boardpack("compare", written(tmp_path, rows(*periods)), project=project.root)
    assert said.code == 0, said.err
    assert f"ED 1 | England | {latest} | {england} |" in said.out


def test_periods_that_cannot_be_put_in_order_are_asked_about(project: Project, tmp_path: Path) -> None:
    table = written(tmp_path, rows("Autumn 2024", "Spring 2025"))
    said = boardpack("compare", table, project=project.root)
    assert said.code == 2
    assert "--period" in said.err
    said = boardpack("compare", table, "--period", "Spring 2025", project=project.root)
    assert "ED 1 | England | Spring 2025 | 55 |" in said.out
    assert boardpack("compare", table, "--period", "Summer", project=project.root).code == 2


def test_a_table_with_a_column_for_each_measure_and_kind_of_area(project: Project, tmp_path: Path) -> None:
    head = ["time_period", "country_code", "country_name", "region_code", "region_name", "new_la_code",
            "la_name", "ks2_expected", "ks2_higher"]  # fmt: skip
    body = [["202425", "E92000001", "England", "", "", "", "", "62.1", "9"],
            ["202425", "E92000001", "England", "E12000001", "North East", "", "", "60.5", "8"]]  # fmt: skip
    for n, (code, name) in enumerate(list(AREAS.items())[2:]):
        above = ["202425", "E92000001", "England", "E12000001", "North East"]
        body.append([*above, code, name, f"{60 + n}", "7"])
    said = boardpack("compare", written(tmp_path, [head, *body]), project=project.root)
    assert said.code == 0, said.err
    assert "ED 1 | England | 2024-25 | 62.1 |" in said.out
    assert "ED 1 | North East | 2024-25 | 60.5 |" in said.out
    assert "mean of 4" in said.out


def test_a_table_of_another_encoding_is_read_and_a_workbook_is_told(project: Project, tmp_path: Path) -> None:
    body = rows("202425")
    body[-1][2] = "Ynys Môn"
    assert boardpack("compare", written(tmp_path, body, encoding="cp1252"), project=project.root).code == 0
    book = tmp_path / "table.csv"
    book.write_bytes(b"PK\x03\x04rest")
    said = boardpack("compare", book, project=project.root)
    assert said.code == 2
    assert "This is a workbook" in said.err
    book.write_bytes(b"")
    assert "cannot be read as a CSV table" in boardpack("compare", book, project=project.root).err
    book.write_text(",".join(HEAD) + "\n")
    assert "there are no rows" in boardpack("compare", book, project=project.root).err


def test_alike_figures_have_a_rank_and_no_quartile(project: Project, tmp_path: Path) -> None:
    body = rows("202425")
    for row in body[1:]:
        row[4] = "60"
    said = boardpack("compare", written(tmp_path, body), project=project.root)
    assert "| 1 of 11\n" in said.out


def test_a_large_table_is_read_in_sight_of_a_person(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages: list[str] = []

    @contextmanager
    def noting() -> Iterator[Callable[[str], None]]:
        yield stages.append

    monkeypatch.setattr(compare_module, "progress", noting)
    assert boardpack("compare", published(tmp_path), project=project.root).code == 0
    assert stages == ["Reading the pack", "Reading published.csv"]
