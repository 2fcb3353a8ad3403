"""Files are changed together or not at all."""

from __future__ import annotations

import os
import shutil
import signal
from itertools import pairwise
from pathlib import Path

import pytest

from boardpack.cli.write_files import write_all
from boardpack.errors import BoardpackError, UsageFault
from boardpack.load.project import FileChange
from tests.archive.faults import in_child
from tests.support.commands import boardpack, tree
from tests.support.projects import PACKS, REPOSITORY, copy_project


def change(file: str, text: str, *, new: bool = False) -> FileChange:
    return FileChange(file, text.encode(), new)


def test_files_and_missing_folders_appear(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    write_all(tmp_path, [change("a.txt", "1"), change("n/m/b.txt", "2"), change("n/c.txt", "3")])
    assert tree(tmp_path) == {"a.txt": b"1", "n/m/b.txt": b"2", "n/c.txt": b"3"}


def test_what_is_to_be_new_and_is_there_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "b.txt").write_text("old")
    wanted = [change("c.txt", "1"), change("a.txt", "2", new=True), change("b.txt", "3", new=True)]
    with pytest.raises(UsageFault, match=r"a\.txt and 1 more are there already"):
        write_all(tmp_path, wanted)
    assert tree(tmp_path) == {"a.txt": b"old", "b.txt": b"old"}


def test_the_same_content_is_no_conflict(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("same")
    write_all(tmp_path, [change("a.txt", "same", new=True), change("b.txt", "1", new=True)])
    assert tree(tmp_path) == {"a.txt": b"same", "b.txt": b"1"}


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device", "x"), KeyboardInterrupt()], ids=repr
)
@pytest.mark.parametrize("fails_at", [0, 1, 2, 3])
def test_a_rename_that_fails_takes_back_those_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, fault: BaseException
) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "d.txt").write_text("old")
    before = tree(tmp_path)
    calls = 0
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls - 1 == fails_at:
            raise fault
        return really(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    wanted = [change("a.txt", "1"), change("b.txt", "2"), change("n/c.txt", "3"), change("d.txt", "4")]
    with pytest.raises((BoardpackError, KeyboardInterrupt)):
        write_all(tmp_path, wanted)
    assert tree(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {"a.txt", "d.txt"}


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    project.mkdir()
    elsewhere.mkdir()
    (project / "data").symlink_to(elsewhere)
    with pytest.raises(BoardpackError, match="leads out of the project"):
        write_all(project, [change("data/a.csv", "x")])
    (project / "link.txt").symlink_to(elsewhere / "b.txt")
    with pytest.raises(BoardpackError, match="leads out of the project"):
        write_all(project, [change("link.txt", "x")])
    assert tree(elsewhere) == {}


def killed(at: int, words: list[str], project: Path) -> bool:
    """Run a command in a child process that is killed at that rename; whether it was."""
    really, calls = Path.replace, 0

    def replace(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += "cache" not in str(target)
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return really(self, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        return in_child(lambda: boardpack(*words, project=project)) == signal.SIGKILL


WORDS = {
    "new": ["new", "2017-11"],
    "import": ["import", f"{PACKS}/november/analyst-sheet.csv", "--yes", "--on", "2017-12-04"],
}


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """October's project, with November opened, and with its figures; each command run without a stop."""
    made = {name: tmp_path_factory.mktemp(name) / "project" for name in ("october", "opened", "imported")}
    copy_project(REPOSITORY, made["october"], styles=False)
    for (before, after), command in zip(pairwise(made.values()), WORDS.values(), strict=True):
        shutil.copytree(before, after)
        assert boardpack(*command, project=after).code == 0
    return made


STEPS = [("new", 1), ("new", 2), *(("import", at) for at in range(1, 5))]
"""Each of the files that a command puts in its place."""


@pytest.mark.parametrize(("command", "at"), STEPS)
def test_a_command_that_is_killed_between_two_files_can_be_run_again(
    command: str, at: int, steps: dict[str, Path], tmp_path: Path
) -> None:
    before, after = {"new": ("october", "opened"), "import": ("opened", "imported")}[command]
    project = tmp_path / "project"
    shutil.copytree(steps[before], project)
    assert killed(at, WORDS[command], project)
    assert boardpack(*WORDS[command], project=project).code == 0
    left = {name: data for name, data in tree(project).items() if not name.split("/")[-1].startswith(".")}
    assert {n: d for n, d in left.items() if "/." not in n} == tree(steps[after])
