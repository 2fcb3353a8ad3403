"""`archive add` of many months and projects: each in its archive, one pack's errors stop no other."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from boardpack.archive.ledger import read_ledger
from boardpack.archive.search import search
from boardpack.archive.verify import verify_all
from boardpack.cli import main
from boardpack.model.finding import Severity
from tests.archive.command import Said
from tests.support.projects import REPOSITORY, SMALL, change, copy_project

MONTHS = ("2024-01", "2024-02", "2024-03")


def make_project(root: Path) -> Path:
    """The small pack with narratives of three months."""
    copy_project(SMALL, root)
    for month in MONTHS[:2]:
        shutil.copytree(root / "narratives/2024-03", root / "narratives" / month)
        shutil.copy(root / "data/actions-2024-03.csv", root / f"data/actions-{month}.csv")
    return root


@pytest.fixture
def projects(tmp_path: Path) -> tuple[Path, Path]:
    """Two projects of three months each."""
    return make_project(tmp_path / "one"), make_project(tmp_path / "other")


def add(*words: object) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(["archive", "add", *map(str, words)])
            code: object = 0
        except SystemExit as left:
            code = left.code
    assert isinstance(code, int)
    return Said(code, out.getvalue(), err.getvalue())


def issued(project: Path) -> list[str]:
    return [entry.period for entry in read_ledger(project / "archive").entries]


def test_months_of_several_projects_are_issued_each_in_its_archive(projects: tuple[Path, Path]) -> None:
    asked = [word for project in projects for word in ("--project", project)]
    said = add("--months", "2024-02..2024-03", *asked)
    assert said.code == 0, said.err
    paths = [Path(line) for line in said.out.splitlines()]
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)
    assert [path.name[:7] for path in paths] == ["2024-02", "2024-03"] * 2
    for project in projects:
        assert issued(project) == ["2024-02", "2024-03"]
        assert verify_all(project / "archive") == ()
        assert {hit.period for hit in search(project / "archive", "trolley")} <= {"2024-02", "2024-03"}
    again = add("--months", "2024-01..2024-03", *asked)
    assert (again.code, again.out.splitlines()[1:3]) == (0, said.out.splitlines()[:2])
    assert again.err.count("holds the same already") == 4
    assert issued(projects[0]) == ["2024-02", "2024-03", "2024-01"]


def test_the_errors_of_one_month_stop_no_other(projects: tuple[Path, Path]) -> None:
    project = projects[0]
    (project / "narratives/2024-02/month.toml").write_text("version = ", encoding="utf-8")
    said = add("--months", "2024-01..2024-03", "--project", project)
    assert said.code == 1
    assert "February 2024 is not issued" in said.err
    assert issued(project) == ["2024-01", "2024-03"]


def test_a_month_that_needs_a_reason_stops_no_other(projects: tuple[Path, Path]) -> None:
    project = projects[0]
    assert add("2024-02", "--project", project).code == 0
    change(project, "narratives/2024-02/month.toml", 'version = "1"', 'version = "2"')
    said = add("--months", "2024-01..2024-03", "--project", project)
    assert (said.code, "give the reason with --reason" in said.err) == (2, True), said.err
    assert sorted(issued(project)) == list(MONTHS)
    said = add("--months", "2024-01..2024-03", "--project", project, "--reason", "A version was missing")
    assert said.code == 0, said.err
    assert [entry.version for entry in read_ledger(project / "archive").entries] == [1, 1, 1, 2]


def test_an_archive_that_refuses_is_asked_once(projects: tuple[Path, Path]) -> None:
    one, other = projects
    (one / "archive").write_text("x")
    said = add("--months", "2024-02..2024-03", "--project", one, "--project", other)
    assert said.code == 3
    assert said.err.count("is a file where the folder of issued packs should be") == 1
    assert "March 2024 was not tried" in said.err
    assert issued(other) == ["2024-02", "2024-03"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("2024-03", "--months", "2024-01..2024-03"), "Give MONTH or --months, not both"),
        (("--months", "2030-01..2030-03"), "No month asked for has narratives"),
    ],
)
def test_what_asks_for_nothing_is_refused(
    projects: tuple[Path, Path], words: tuple[str, ...], told: str
) -> None:
    said = add(*words, "--project", projects[0])
    assert (said.code, told in said.err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_run_killed_anywhere_loses_nothing_that_it_printed(projects: tuple[Path, Path]) -> None:
    project = projects[0]
    command = [sys.executable, "-m", "boardpack", "archive", "add", "--months", "2024-01..2024-03"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, "--project", str(project)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, text=True,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        printed = [run.stdout.readline()]
        time.sleep(0.3)
        run.send_signal(signal.SIGKILL)
        printed += run.stdout.readlines()
    months = [Path(line).name[:7] for line in printed]
    assert set(months) <= set(issued(project))
    assert not [f for f in verify_all(project / "archive") if f.severity is Severity.ERROR]
    assert add("--months", "2024-01..2024-03", "--project", project).code == 0
    assert sorted(issued(project)) == list(MONTHS)
    assert verify_all(project / "archive") == ()
