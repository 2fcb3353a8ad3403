"""`kill -9` at moments of a command: nothing half written, nothing lost, and the next run goes through."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest

from tests.support.commands import boardpack, tree
from tests.support.projects import REPOSITORY, SMALL, copy_project

SHEET = "ref,Apr 2024\nLL 1,93.1%\n"
COMMANDS: dict[str, tuple[str, ...]] = {
    "build": ("build", "2024-03"),
    "build two": ("build", "--months", "2024-02..2024-03", "--jobs", "2", "--draft"),
    "new": ("new", "2024-04"),
    "import": ("import", "{project}/sheet.csv", "--yes"),
    "archive": ("archive", "add", "2024-03"),
    "email": ("email", "2024-03"),
}
LONGEST = {"build two": 6.0}
"""Seconds within which a command is killed; the others within one and a half."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_project(SMALL, tmp_path_factory.mktemp("killed") / "small")
    shutil.copytree(root / "narratives/2024-03", root / "narratives/2024-02")
    (root / "sheet.csv").write_text(SHEET, encoding="utf-8")
    return root


def killed(words: tuple[str, ...], root: Path, seconds: float) -> None:
    """Run a command and end it, with every process that it has started, after some seconds."""
    command = [word.format(project=root) for word in words]
    process = subprocess.Popen(
        [sys.executable, "-m", "boardpack", *command, "--project", str(root)],
        cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):  # it was done already
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def sound(name: str, before: dict[str, bytes], root: Path) -> None:
    """Every PDF is whole, and what was there before is there as it was or as the command leaves it."""
    after = tree(root)
    for file, data in after.items():
        if file.endswith(".pdf"):
            pikepdf.open(root / file).close()
        if file.endswith((".csv", ".toml", ".md")) and file.startswith(("data/", "narratives/")):
            assert data.decode("utf-8").endswith("\n") or data == before.get(file), file
    lost = {file for file in before if file not in after}
    assert lost == set(), (name, lost)


def again(name: str, root: Path) -> None:
    """The same command afterwards goes through, and leaves nothing beside what it writes."""
    words = [word.format(project=root) for word in COMMANDS[name]]
    said = boardpack(*words, project=root)
    done = (
        said.code == 0
        or (name == "new" and "is open already" in said.err)
        or (name == "import" and said.code == 1)
    )
    assert done, (name, said)
    assert boardpack("archive", "verify", "--all", project=root).code in {0, 2}


@pytest.mark.parametrize("name", ["build", "archive", "new"])
def test_killed_once(name: str, project: Path, tmp_path: Path) -> None:
    campaign(name, project, tmp_path, runs=2)


@pytest.mark.campaign
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_many_times(name: str, project: Path, tmp_path: Path) -> None:
    campaign(name, project, tmp_path, runs=25)


def campaign(name: str, project: Path, folder: Path, runs: int) -> None:
    chance = random.Random(name)
    root = folder / "small"
    shutil.copytree(project, root)
    if name == "email":
        (root / "data/recipients.csv").write_text("name,address\nPat,pat@example.org\n", encoding="utf-8")
        with (root / "data/pack.toml").open("a", encoding="utf-8") as settings:
            settings.write(EMAIL)
        assert boardpack("archive", "add", "2024-03", project=root).code == 0
    for _ in range(runs):
        before = tree(root)
        killed(COMMANDS[name], root, chance.uniform(0.1, LONGEST.get(name, 1.5)))
        sound(name, before, root)
    again(name, root)


EMAIL = """
[email]
sender = "Democratic Services <democracy@example.org>"
host = "smtp.example.org"
allow = ["example.org"]
"""
