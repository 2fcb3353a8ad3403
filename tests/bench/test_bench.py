"""The benchmark's own parts: what it measures on, and how."""

from __future__ import annotations

import cProfile
import os
import pstats
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from boardpack.archive.ledger import read_ledger
from boardpack.cli.make_packs import BuildRequest, attempt
from boardpack.load.loader import load
from boardpack.load.project import Project
from tests.bench.archive import fill, measure
from tests.bench.measuring import Command, RunFailed, Service, alternate, median, run, spread
from tests.bench.memory import curve
from tests.bench.projects import edit_narrative, multiply, repeat_months, vary
from tests.bench.services import Preview
from tests.support.projects import copy_project

ROOT = Path(__file__).parents[2]


def test_a_pack_can_be_made_twice_as_large(tmp_path: Path) -> None:
    once = load(Project(ROOT)).pack
    project = copy_project(ROOT, tmp_path / "twice")
    multiply(project, 2)
    loaded = load(Project(project))
    assert once is not None
    assert loaded.pack is not None, loaded.findings[:5]
    assert len(loaded.pack.indicators) == 2 * len(once.indicators)


def test_an_edit_changes_a_narrative_each_time(tmp_path: Path) -> None:
    project = copy_project(ROOT, tmp_path / "edited")
    (file,) = (project / "narratives").glob("*/workforce.md")
    seen = {file.read_bytes()}
    for _ in range(2):
        edit_narrative(project)
        seen.add(file.read_bytes())
    assert len(seen) == 3


def test_a_preview_is_measured_from_an_edit_to_its_pages(tmp_path: Path) -> None:
    project = copy_project(ROOT, tmp_path / "watched")
    watched = Preview(project, {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path)})
    try:
        (file,) = (project / "narratives").glob("*/workforce.md")
        before = file.read_bytes()
        watched.react()
        assert file.read_bytes() != before
    finally:
        watched.end()


def python(name: str, code: str, folder: Path) -> Command:
    return Command(name, (sys.executable, "-c", code), folder)


def test_programs_are_measured_in_alternation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trail = "open('trail', 'a').write('{}')"
    commands = [python(name, trail.format(name), tmp_path) for name in "ab"]
    usages = alternate([*commands, python("broken", "raise SystemExit(3)", tmp_path)], 2)
    assert (tmp_path / "trail").read_text(encoding="utf-8") == "aabbabab"
    assert list(usages) == ["a", "b"]
    assert 0 < median(usages["a"], "peak") <= spread(usages["a"], "peak")[1]
    assert "left out: broken: exit code 3" in capsys.readouterr().out


def test_a_project_gets_its_month_again_under_other_names(tmp_path: Path) -> None:
    project = copy_project(ROOT, tmp_path / "months")
    repeat_months(project, ("2017-09", "2017-10"))
    assert [month.iso for month in Project(project).months()] == ["2017-09", "2017-10"]
    assert load(Project(project), Project(project).months()[0]).pack is not None


def test_an_archive_is_filled_with_other_figures_and_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(tmp_path, ROOT, 2)
    measure(tmp_path, fill(tmp_path, ROOT, 4), 4)
    entries = read_ledger(tmp_path).entries
    assert len({entry.content for entry in entries}) == len(entries) == 26
    assert "4 editions: add" in capsys.readouterr().out
    fill(tmp_path, ROOT, 4)
    assert len(read_ledger(tmp_path).entries) == 26


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_is_looked_at_over_packs_with_other_figures(tmp_path: Path) -> None:
    (first, took, each), (last, *_) = curve(tmp_path, 2)
    assert (first, last) == (1, 2)
    assert took > 20
    assert each > 0


@pytest.mark.skipif(sys.platform != "linux", reason="CPU of other processes is read from /proc")
def test_a_service_counts_with_what_it_does_for_a_program(tmp_path: Path) -> None:
    busy = (
        "import sys, time\nsys.stdin.readline()\nwhile time.process_time() < 0.5: pass\nsys.stdin.readline()"
    )
    process = subprocess.Popen([sys.executable, "-c", busy], stdin=subprocess.PIPE)
    assert process.stdin is not None
    service = Service((process.pid,))

    def work() -> None:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
        while service.cpu() < 0.4:
            time.sleep(0.01)

    used = run(Command("served", (), tmp_path, service=replace(service, ask=work)))
    assert used.cpu > 0.2
    assert used.wall > 0.2
    assert used.peak > 3
    process.stdin.close()
    process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to who asked for them")
def test_what_a_program_leaves_behind_counts(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.4: pass"
    leave = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {busy!r}])"
    measure = f"""
import sys
from pathlib import Path
from tests.bench.measuring import Command, adopt, run
adopt()
print(run(Command("leaving", (sys.executable, "-c", {leave!r}), Path({str(tmp_path)!r}))).cpu)
"""
    said = subprocess.run([sys.executable, "-c", measure], capture_output=True, text=True, check=True)
    assert float(said.stdout) > 0.4


def test_a_failing_program_says_so(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="exit code 2"):
        run(python("broken", "raise SystemExit(2)", tmp_path))


def test_copies_differ_in_their_figures_and_not_in_their_rows(tmp_path: Path) -> None:
    packs = []
    for number in (1, 2):
        project = copy_project(ROOT, tmp_path / str(number))
        vary(project, number)
        packs.append(load(Project(project)).pack)
    one, other = packs
    assert one is not None
    assert other is not None
    assert one.indicators == other.indicators
    assert one.observations.keys() == other.observations.keys()
    assert one.observations != other.observations


def test_memory_is_that_of_a_program_and_its_children(tmp_path: Path) -> None:
    held = "import time; held = b'x' * 60_000_000; time.sleep(0.4)"
    parent = (
        f"import subprocess, sys; held = b'x' * 60_000_000; subprocess.run([sys.executable, '-c', {held!r}])"
    )
    usages = alternate([Command("two", (sys.executable, "-c", parent), tmp_path)], 1)
    assert median(usages["two"], "peak") > (110 if sys.platform == "linux" else 55)


@pytest.mark.campaign
def test_no_work_grows_with_the_square_of_the_indicators(tmp_path: Path) -> None:
    calls: dict[int, dict[tuple[str, int, str], int]] = {}
    for times in (2, 10):
        project = copy_project(ROOT, tmp_path / str(times))
        multiply(project, times)
        held = Project(project)
        request = BuildRequest(held, held.months()[-1], held.out, draft=True)
        attempt(request)  # what is kept for the next pack is there by then
        profile = cProfile.Profile()
        profile.runcall(attempt, request)
        calls[times] = {entry: row[1] for entry, row in pstats.Stats(profile).stats.items()}  # type: ignore[attr-defined]
    fewer, more = calls[2], calls[10]
    grown = {
        entry: count for entry, count in more.items() if count > 20_000 and count > 8 * fewer.get(entry, 0)
    }
    assert not grown
