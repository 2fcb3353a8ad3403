"""The corpus of hostile projects: each ends in its finding or its pack, bounded, and nothing else happens."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.corpus import EVERY, SHORT
from tests.support.projects import REPOSITORY


def faults(size: str, cases: int, folder: Path) -> dict[str, str]:
    """Run the corpus in a process of its own, since an audit hook cannot be taken away; what went wrong."""
    with (folder / "told").open("w+", encoding="utf-8") as told:
        done = subprocess.run(
            [sys.executable, "-m", "tests.hostile.runner", size],
            cwd=REPOSITORY, stdout=told, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
        told.seek(0)
        results = [json.loads(line) for line in told if line.startswith("{")]
    assert (done.returncode, len(results)) == (0, cases), done.stderr[-2_000:]
    return {one["name"]: one["fault"] for one in results if one["fault"]}


def test_the_corpus_is_large_and_its_names_are_distinct() -> None:
    assert len(EVERY) >= 400
    assert len({case.name for case in EVERY}) == len(EVERY)


def test_a_few_of_each_kind(tmp_path: Path) -> None:
    assert faults("short", len(SHORT), tmp_path) == {}


@pytest.mark.campaign
def test_the_whole_corpus(tmp_path: Path) -> None:
    assert faults("whole", len(EVERY), tmp_path) == {}
