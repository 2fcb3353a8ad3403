"""The program is killed at random while it sends: no duplicate, nobody forgotten, nothing made up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail.certificates import make_certificates
from tests.mail.hand import smtp_server, taken

HERE = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a killed process loses nothing it has written, synced or not."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


def campaign(tmp_path: Path, kills: int | str, seed: int, people: int = 6) -> Counter[str]:
    """Kill that often, and hold every ledger against what the server took on."""
    certificates = make_certificates(tmp_path)
    told: Counter[str] = Counter()
    with smtp_server(tmp_path / "box", certificates["good"], "--jitter", "0.004", "--drop-bodies") as port:
        found = subprocess.run(
            [
                sys.executable,
                str(HERE / "kill_driver.py"),
                str(tmp_path / "archive"),
                str(port),
                str(certificates["ca"]),
                str(kills),
                str(seed),
            ],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(HERE.parent.parent), "PEOPLE": str(people)},
        )
    got = Counter(one["id"].split("<")[1].rstrip(">") for one in taken(tmp_path / "box"))
    assert all(count == 1 for count in got.values()), "somebody got it twice"
    for line in found.stdout.splitlines():
        edition = json.loads(line)
        told["kills"] += edition["kills"]
        told["editions"] += 1
        states = edition["states"]
        assert set(states) == {f"p{number}@example.org" for number in range(people)}, "somebody has no state"
        for person, state in states.items():
            count = got[f"{edition['edition']}.{person}"]
            assert state in {"accepted", "unknown"}, "somebody was forgotten"
            assert count == 1 or state == "unknown", "it claims too much"
            told[state] += 1
            told[f"{state} and taken on"] += count
    return told


def test_killed_before_and_after_every_step_outwards(folder: Path) -> None:
    told = campaign(folder, "every", 0, people=2)
    assert told["kills"] >= 60
    assert told["unknown"] >= 10


def test_killed_twenty_times(folder: Path) -> None:
    told = campaign(folder, 20, 1)
    assert told["kills"] >= 20
    assert told["accepted"] > told["unknown"]


@pytest.mark.campaign
def test_killed_six_hundred_times(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = campaign(folder, 600, 2)
    with capsys.disabled():
        print(f"\n{dict(told)}")  # noqa: T201 - the campaign's own report
    assert told["kills"] >= 600
    assert told["unknown"] > 0
