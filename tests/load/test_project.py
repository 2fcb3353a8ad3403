"""Which files of data/ there are, which of them go out, and what is said of any other."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from boardpack.edition import data_files
from boardpack.errors import BoardpackError
from boardpack.load.loader import load
from boardpack.load.project import DATA_FILES, Project, Use, data_file, is_archived, is_published
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.support.projects import write_project

OCTOBER = Period(2017, 10)
PUBLIC = {known.name for known in DATA_FILES if known.use is Use.PUBLISHED}


def unknown(root: Path) -> dict[str, Finding]:
    found = load(Project(root)).findings
    return {finding.place.file: finding for finding in found if finding.rule == "file-unknown"}


def attached(root: Path, pack: Pack) -> list[str]:
    return [one.name for one in data_files(Project(root), pack)]


@pytest.mark.parametrize("known", DATA_FILES, ids=lambda known: known.name)
def test_every_row_is_a_name_that_is_found_again(known: object) -> None:
    name = known.name.replace("YEAR", "2017-18").replace("MONTH", "2017-10")  # type: ignore[attr-defined]
    assert data_file(name) == known


def test_who_gets_the_pack_and_how_it_comes_in_is_private() -> None:
    for name in ("recipients.csv", "sheets.toml"):
        assert not is_archived(name)
        assert not is_published(name, OCTOBER)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("values-2017-18.csv", True), ("VALUES-2017-18.csv", True), ("actions-2017-10.csv", True),
        ("actions-2017-11.csv", False), ("actions-2017-13.csv", False), ("reported-2017-10.csv", False),
        ("overrides.csv", False), ("pack.toml", False), ("values-2017-18.csv.bak", False),
        ("values-x.csv", False), ("my-notes.csv", False), ("notes.csv\n", False), ("Notes.csv", False),
    ],
)  # fmt: skip
def test_what_goes_out_with_a_month(name: str, expected: bool) -> None:
    assert is_published(name, OCTOBER) is expected


@pytest.mark.parametrize("name", ["case-level.csv", "old-recipients.csv", "passwords.csv", "pack.toml.txt"])
def test_a_file_that_nothing_reads_is_a_warning(tmp_path: Path, name: str) -> None:
    project = write_project(tmp_path / "project", {})
    (project.data / name).write_text("name,dob\nJane Doe,2009-03-04\n")
    finding = unknown(project.root)[f"data/{name}"]
    assert finding.severity is Severity.WARNING
    assert "not read and not published" in finding.found
    assert "Move it away" in finding.remedy
    assert "Jane" not in f"{finding}"


def test_a_name_that_is_nearly_right_is_guessed(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", {})
    (project.data / "note.csv").write_text("ref,note\n")
    assert "did you mean `notes.csv`" in unknown(project.root)["data/note.csv"].found


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("~$values-2017-18.csv", "lock"), (".~lock.notes.csv#", "lock"), ("notes.csv.bak", "backup"),
        ("notes.csv~", "backup"), (".notes.csv.swp", "backup"), (".#notes.csv", "backup"),
    ],
)  # fmt: skip
def test_locks_and_backups_are_named_as_such(tmp_path: Path, name: str, word: str) -> None:
    project = write_project(tmp_path / "project", {})
    (project.data / name).write_text("x")
    finding = unknown(project.root)[f"data/{name}"]
    assert word in finding.found
    assert finding.severity is Severity.NOTE


def test_a_folder_in_data_is_said_and_hidden_files_are_not(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", {})
    (project.data / "old").mkdir()
    (project.data / ".gitkeep").touch()
    assert list(unknown(project.root)) == ["data/old"]


def test_strangers_among_the_styles_are_said(small_pack: Path) -> None:
    (small_pack / "styles/harbour/fonts/faces.csv").write_text("x")
    (small_pack / "styles/harbour/old").mkdir()
    assert set(unknown(small_pack)) == {"styles/harbour/fonts/faces.csv", "styles/harbour/old"}


def test_only_known_files_are_attached(small_pack: Path, small: Pack) -> None:
    before = attached(small_pack, small)
    assert "values-2023-24.csv" in before
    assert {data_file(name).name for name in before if data_file(name)} <= PUBLIC  # type: ignore[union-attr]
    for name in ("case-level.csv", "passwords.csv", "recipients.csv", "actions-2024-04.csv"):
        (small_pack / "data" / name).write_text("name\nJane Doe\n")
    assert attached(small_pack, small) == before


def test_an_attachment_is_read_by_the_guard(small_pack: Path, small: Pack, tmp_path: Path) -> None:
    file = small_pack / "data/notes.csv"
    (tmp_path / "secret").write_text("x")
    plants: tuple[Callable[[], None], ...] = (
        lambda: file.symlink_to(tmp_path / "secret"), lambda: os.mkfifo(file),
        lambda: file.symlink_to("/dev/zero"), lambda: file.symlink_to(file.name),
    )  # fmt: skip
    for plant in plants:
        file.unlink(missing_ok=True)
        plant()
        with pytest.raises(BoardpackError, match=r"data/notes\.csv: "):
            data_files(Project(small_pack), small)
