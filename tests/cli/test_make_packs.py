"""Several packs in one go: the same files as one by one, in the order asked for, each for itself."""

from __future__ import annotations

import errno
import gc
import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
import weakref
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from boardpack import edition
from boardpack.cli import make_packs, root
from boardpack.cli.make_packs import BuildOutcome, BuildRequest, attempt, make_all
from boardpack.cli.options import cache_file
from boardpack.edition import BuildResult
from boardpack.errors import BoardpackError, PackHasErrors, UsageFault
from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.support.projects import REPOSITORY, SMALL, copy_project


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(root, ["build", *map(str, words)])


def opened(project: Path, *months: str) -> Path:
    """Copy the narratives of March 2024 to other months of its year."""
    for month in months:
        shutil.copytree(project / "narratives" / "2024-03", project / "narratives" / month)
    return project


def spoilt(project: Path) -> Path:
    """Give a project an error that no waiver covers."""
    with (project / "data" / "notes.csv").open("a", encoding="utf-8") as notes:
        notes.write("XX 99,,,Nobody knows it.\n")
    return project


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with three months, of which the cache knows one."""
    project = copy_project(SMALL, tmp_path_factory.mktemp("batch") / "small")
    opened(project, "2024-01", "2024-02")
    assert run("2024-02", "--draft", "--project", project).exit_code == 0
    return project


@pytest.fixture(scope="module")
def one_by_one(year: Path) -> dict[str, bytes]:
    """The three packs, each made by itself."""
    made = (run(month, "--draft", "--project", year) for month in ("2024-01", "2024-02", "2024-03"))
    paths = [Path(result.stdout.splitlines()[-1]) for result in made]
    return {path.name: path.read_bytes() for path in paths}


@pytest.mark.parametrize(("jobs", "cached"), [(1, False), (2, True)])
def test_bytes_and_order_do_not_depend_on_jobs_or_cache(
    jobs: int, cached: bool, year: Path, one_by_one: dict[str, bytes], tmp_path: Path
) -> None:
    if not cached:
        file = cache_file()
        assert file is not None
        file.unlink()
    result = run(
        "--months", "2023-12..2024-03", "--jobs", str(jobs), "--draft", "--project", year, "--out", tmp_path
    )
    assert result.exit_code == 0, result.output
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert [path.name for path in paths] == sorted(one_by_one)
    assert {path.name: path.read_bytes() for path in paths} == one_by_one


def test_only_months_with_narratives_are_built(year: Path, tmp_path: Path) -> None:
    result = run("--months", "2024-03..2025-01", "--draft", "--project", year, "--out", tmp_path)
    assert [Path(line).name[:7] for line in result.stdout.splitlines()] == ["2024-03"]
    none = run("--months", "2019-01..2019-12", "--project", year)
    assert isinstance(none.exception, UsageFault)


@pytest.fixture
def pair(small_pack: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A project that cannot be printed, and one that can."""
    sound = tmp_path / "sound"
    shutil.copytree(small_pack, sound)
    return spoilt(small_pack), sound


def test_the_errors_of_one_pack_do_not_stop_the_others(pair: tuple[Path, Path]) -> None:
    bad, sound = pair
    result = run("--project", bad, "--project", sound)
    assert [Path(line).parent for line in result.stdout.splitlines()] == [sound / "out"]
    assert result.exit_code == PackHasErrors.exit_code
    assert result.stderr.index(f"{bad} 2024-03") < result.stderr.index("data/notes.csv:")
    assert result.stderr.index("March 2024 is not printed") < result.stderr.index(f"{sound} 2024-03")
    assert "XX 99" in result.stderr


def test_the_exit_code_is_the_worst(pair: tuple[Path, Path]) -> None:
    bad, sound = pair
    (sound / "out").write_text("in the way", encoding="utf-8")
    result = run("--project", bad, "--project", sound, "--jobs", "1")
    assert result.exit_code == BoardpackError.exit_code
    assert result.stdout == ""


def test_a_disk_that_fails_one_pack_does_not_stop_the_others(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, sound = pair
    real = edition.make_edition

    def make_edition(project: Project, *words: Any, **options: Any) -> BuildResult:
        if project.root == bad:
            raise OSError(errno.EIO, "Input/output error", "data/pack.toml")
        return real(project, *words, **options)

    monkeypatch.setattr("boardpack.edition.make_edition", make_edition)
    result = run("--project", bad, "--project", sound, "--jobs", "1")
    assert result.exit_code == BoardpackError.exit_code
    assert "boardpack: data/pack.toml: Input/output error." in result.stderr
    assert [Path(line).parent for line in result.stdout.splitlines()] == [sound / "out"]


def test_projects_keep_to_folders_of_their_own(small_pack: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(small_pack, other)
    asked = ("--project", small_pack, "--project", other, "--project", other, "--jobs", "1")
    result = run(*asked, "--out", tmp_path / "all")
    folders = [Path(line).parent for line in result.stdout.splitlines()]
    assert folders == [tmp_path / "all" / small_pack.name, tmp_path / "all" / "other"]
    namesake = tmp_path / "away" / "other"
    shutil.copytree(other, namesake)
    clash = run("--project", other, "--project", namesake, "--out", tmp_path / "all")
    assert isinstance(clash.exception, UsageFault)


@pytest.mark.parametrize(
    "months", ["2024-03", "2024-03..", "2024-03..2024-01", "a..b", "2024-01..2024-02..2024-03"]
)
def test_months_are_a_first_and_a_last(months: str, year: Path) -> None:
    result = run("--months", months, "--project", year)
    assert result.exit_code == 2
    assert "2017-04..2017-10" in result.output


def test_a_month_and_months_are_too_much(year: Path) -> None:
    assert isinstance(run("2024-03", "--months", "2024-01..2024-03", "--project", year).exception, UsageFault)


@pytest.mark.skipif(os.name != "posix", reason="the keyboard stops other systems' processes otherwise")
@pytest.mark.parametrize(
    "seconds", [0.3, *(pytest.param(other, marks=pytest.mark.campaign) for other in (0.1, 0.2, 0.5, 0.8))]
)
def test_the_keyboard_stops_all_without_a_word_of_the_program(seconds: float, year: Path) -> None:
    words = ("build", "--months", "2024-01..2024-03", "--jobs", "2", "--draft", "--project", str(year))
    started = subprocess.Popen(
        [sys.executable, "-m", "boardpack", *words],
        cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    time.sleep(seconds)
    os.killpg(started.pid, signal.SIGINT)
    _, told = started.communicate(timeout=60)
    assert b"Traceback" not in told or b"boardpack/__main__.py" in told  # the latter: it had hardly begun
    assert started.returncode in {0, 130, -signal.SIGINT}


KILLING = """
import os, signal
from boardpack.cli.make_packs import BuildOutcome

def attempt(request):
    mark = request.out / (request.period.iso + ".begun")
    times = len(mark.read_text()) if mark.exists() else 0
    mark.write_text("x" * (times + 1))
    if times < {{"2024-02": {second}, "2024-04": 1}}.get(request.period.iso, 0):
        os.kill(os.getpid(), signal.SIGKILL)
    return BuildOutcome((), "made", request.out / request.period.iso)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
@pytest.mark.parametrize("second", [1, 99])
def test_a_worker_that_dies_costs_no_pack_but_one_that_kills_twice(
    second: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """February ends its own worker `second` times, April once."""
    (tmp_path / f"killing_{second}.py").write_text(KILLING.format(second=second), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    module = importlib.import_module(f"killing_{second}")
    monkeypatch.setattr(make_packs, "attempt", module.attempt)
    requests = [BuildRequest(Project(tmp_path), Period(2024, month), tmp_path) for month in range(1, 13)]
    outcomes = list(make_all(requests, 2))
    failed = [index for index, one in enumerate(outcomes) if isinstance(one, BoardpackError)]
    assert failed == ([] if second == 1 else [1])
    paths = [one.path.name for one in outcomes if isinstance(one, BuildOutcome) and one.path]
    assert paths == [one.period.iso for index, one in enumerate(requests) if index not in failed]
    if failed:
        assert "February 2024" in str(outcomes[1])


def test_many_requests_are_handed_out_as_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of packs take the memory of a few."""
    handed: list[int] = []

    def submit(_: object, request: int) -> Future[int]:
        handed.append(request)
        future: Future[int] = Future()
        future.set_result(request)
        return future

    monkeypatch.setattr(make_packs, "_submit", submit)
    outcomes = make_all(range(1000), 2)  # type: ignore[arg-type]
    for number in range(20):
        assert next(outcomes) == number  # type: ignore[comparison-overlap]
        assert len(handed) <= number + 1 + 2 * make_packs.AHEAD
    outcomes.close()  # type: ignore[attr-defined]


class Breaking(ThreadPoolExecutor):
    """A pool that is found broken when its fourth request is handed to it, and never again."""

    handed = 0

    def submit(self, *given: Any, **more: Any) -> Future[Any]:
        Breaking.handed += 1
        if Breaking.handed == 4:
            raise BrokenExecutor
        return super().submit(*given, **more)


def test_a_pool_that_breaks_while_it_is_given_a_request_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Breaking, "handed", 0)
    monkeypatch.setattr(make_packs, "_pool", Breaking)
    monkeypatch.setattr(make_packs, "attempt", lambda request: request.period)
    requests = [BuildRequest(Project(tmp_path), Period(2024, month), tmp_path) for month in range(1, 13)]
    made: list[object] = list(make_all(requests, 2))
    assert made == [request.period for request in requests]


def test_what_a_pack_leaves_is_collected_before_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    class Node:
        """Refers to itself, so that only the collector can free it."""

        def __init__(self) -> None:
            self.itself = self

    left: list[weakref.ref[Node]] = []

    def make(request: BuildRequest) -> BuildOutcome:
        left.append(weakref.ref(Node()))
        return BuildOutcome((), "", request.out)

    monkeypatch.setattr(make_packs, "make_pack", make)
    project = Project(SMALL)
    threshold = gc.get_threshold()
    gc.set_threshold(1_000_000)
    try:
        attempt(BuildRequest(project, Period(2024, 3), project.out))
    finally:
        gc.set_threshold(*threshold)
    assert left[0]() is None
