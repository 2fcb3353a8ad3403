"""The same faults, put in from outside by strace: at the system calls themselves."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.archive.faults import Noting
from tests.archive.scenarios import SCENARIOS, Scenario, fresh, survived

HERE = Path(__file__).resolve().parent

RUN = """
import sys
from pathlib import Path
from boardpack.archive.add import ArchiveWriter, Terms
from tests.archive.hand import NOON, issue
writer = ArchiveWriter(Path(sys.argv[1]))
for period, words, reason in zip(*[iter(sys.argv[2:])] * 3):
    writer.add(issue(period, words), Terms(NOON, reason))
"""

CALLS = (
    "mkdir,mkdirat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,rmdir,ftruncate"
)

OPENING = ("create", "open_to_append")
"""Effects that the calls traced do not show: a file that is made empty."""

SAME = {
    "make_folder": {"mkdir", "mkdirat"},
    "write": {"write", "pwrite64"},
    "sync": {"fsync", "fdatasync"},
    "rename": {"rename", "renameat", "renameat2"},
    "remove_file": {"unlink", "unlinkat"},
    "remove_folder": {"rmdir"},
}
"""The system calls of each effect."""


def traceable() -> bool:
    """Whether there is a strace here that is allowed to trace."""
    tool = shutil.which("strace")
    return tool is not None and subprocess.run(
        [tool, "-o", os.devnull, sys.executable, "-c", ""], check=False, capture_output=True
    ).returncode == 0  # fmt: skip


def strace(archive: Path, scenario: Scenario, *options: str) -> int:
    """Issue the scenario's edition in a process of its own under strace."""
    paths = str(HERE.parent.parent)
    return subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-y",
            *options,
            sys.executable,
            "-c",
            RUN,
            str(archive),
            *itertools.chain(*scenario.then),
        ],
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        capture_output=True,
    ).returncode


def writing_calls(archive: Path, scenario: Scenario) -> Counter[str]:
    """Count the system calls by which an issue changes the disk."""
    log = archive.parent / "log"
    assert strace(archive, scenario, "-o", str(log), "-e", f"trace={CALLS}") == 0
    lines = [line for line in log.read_text(errors="replace").splitlines() if str(archive.parent) in line]
    return Counter(match[1] for line in lines if (match := re.match(r"\d+\s+(\w+)\(", line)))


needs_strace = pytest.mark.skipif(not traceable(), reason="strace is not here, or may not trace")


@needs_strace
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_no_system_call_changes_the_disk_unseen(ram: Path, scenario: Scenario) -> None:
    """Each writing call is one of the effects that the other tests put faults at, and the other way round."""
    numbers = itertools.count()
    archive, _ = fresh(ram, scenario, numbers)
    calls = writing_calls(archive, scenario)
    archive, _ = fresh(ram, scenario, numbers)
    noting = Noting(archive.parent)
    scenario.act(archive, noting)
    effects = Counter(name for name, _, _ in noting.events if name not in OPENING)
    assert {name: sum(calls[call] for call in same) for name, same in SAME.items()} == {
        name: effects[name] for name in SAME
    }
    assert sum(calls.values()) == sum(effects.values())


@needs_strace
@pytest.mark.campaign
def test_campaign_of_system_calls(ram: Path) -> None:
    """Killed, out of space and faulty at each system call in turn."""
    numbers = itertools.count()
    done = 0
    for scenario in SCENARIOS[1:]:
        archive, _ = fresh(ram, scenario, numbers)
        for call, count in writing_calls(archive, scenario).items():
            for number, fault in itertools.product(
                range(1, count + 1), ("signal=KILL", "error=ENOSPC", "error=EIO")
            ):
                archive, before = fresh(ram, scenario, numbers)
                code = strace(
                    archive, scenario, "-o", os.devnull, "-e", f"inject={call}:{fault}:when={number}"
                )
                assert code != 0
                survived(archive, scenario, before, done=False)
                shutil.rmtree(archive.parent)
                done += 1
    print(f"{done} faults at system calls")  # noqa: T201 - the campaign's figures
