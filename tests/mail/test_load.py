"""Many people and a large paper: memory stays flat."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.mail.certificates import make_certificates
from tests.mail.hand import smtp_server, taken

HERE = Path(__file__).parent

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")


def load(tmp_path: Path, people: int, size: int) -> dict[str, Any]:
    certificates = make_certificates(tmp_path)
    with smtp_server(tmp_path / "box", certificates["good"], "--drop-bodies") as port:
        found = subprocess.run(
            [
                sys.executable,
                str(HERE / "load_driver.py"),
                str(tmp_path / "archive"),
                str(port),
                str(certificates["ca"]),
                str(people),
                str(size),
            ],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(HERE.parent.parent)},
        )
    told: dict[str, Any] = json.loads(found.stdout)
    assert told["end"] == ""
    assert told["accepted"] == len(taken(tmp_path / "box")) == people
    assert min(one["size"] for one in taken(tmp_path / "box")) > size
    return told


@pytest.mark.parametrize(("people", "size"), [(20, 300_000), (60, 10_000)])
def test_memory_is_flat_over_few_large_messages_and_many_small_ones(
    people: int, size: int, tmp_path: Path
) -> None:
    told = load(tmp_path, people, size)
    assert told["resident"][-1] - told["resident"][2] < 3_000, told


@pytest.mark.campaign
def test_memory_is_flat_over_five_hundred_people_with_five_megabytes_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = load(tmp_path, 500, 5_000_000)
    with capsys.disabled():
        print(f"\n{told}")  # noqa: T201 - the campaign's own report
    assert told["resident"][-1] - told["resident"][2] < 10_000, told
