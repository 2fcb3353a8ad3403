# ruff: noqa: T201 - a benchmark prints
"""What a process takes as it makes one small pack after another, each of a project with figures of its own.

    python -m tests.bench.memory --packs 2000

Memory is what the process has at that moment, in MiB (Linux). Every chart is drawn anew.
"""

from __future__ import annotations

import argparse
import gc
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from boardpack.cli import COLLECTED_EVERY
from boardpack.cli.make_packs import BuildOutcome, BuildRequest, attempt
from boardpack.load.project import Project
from tests.bench.projects import vary
from tests.support.projects import SMALL, copy_project

SHOWN = (1, 100, 500, 1000, 1500, 2000)
"""Numbers of packs after which the memory is looked at."""
WARM = 100
"""Packs after which nothing more is to be kept."""
LIMIT = 1.05
"""What the last may take against what the first hundred took."""


def make_packs(folder: Path, count: int) -> Iterator[int]:
    """Make packs as a worker does, each from a new project; yield how many are made."""
    for number in range(1, count + 1):
        root = copy_project(SMALL, folder / f"pack-{number}")
        vary(root, number)
        (text,) = (root / "narratives").glob("*/streets.md")
        text.write_text(
            text.read_text(encoding="utf-8") + f"\nStreet {number} was swept.\n", encoding="utf-8"
        )
        project = Project(root)
        outcome = attempt(BuildRequest(project, project.months()[-1], project.out, draft=True))
        if not isinstance(outcome, BuildOutcome) or outcome.path is None:
            raise SystemExit(f"Pack {number} was not made: {outcome}")
        shutil.rmtree(root)
        yield number


def memory() -> float:
    """MiB that this process has now (Linux)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def curve(folder: Path, count: int) -> Iterator[tuple[int, float, float]]:
    """Yield the packs made, the MiB then, and the seconds of the processor that each took since the last."""
    before, start = 0, time.process_time()
    for made in make_packs(folder, count):
        if made in SHOWN or made == count:
            yield made, memory(), (time.process_time() - start) / (made - before)
            before, start = made, time.process_time()


def main() -> None:
    """Make packs and print the curve."""
    given = argparse.ArgumentParser(description="Measure the memory of a process over many packs.")
    given.add_argument("--packs", type=int, default=SHOWN[-1])
    asked = given.parse_args()
    gc.set_threshold(COLLECTED_EVERY)  # as where packs are made without workers
    taken: dict[int, float] = {}
    with tempfile.TemporaryDirectory(prefix="boardpack-") as folder:
        os.environ["XDG_CACHE_HOME"] = f"{folder}/cache"
        for made, held, each in curve(Path(folder), asked.packs):
            print(f"{made:6} packs: {held:6.1f} MiB, {each:.3f} s of CPU each", flush=True)
            taken[made] = held
    if asked.packs > WARM:
        ratio = taken[asked.packs] / taken[WARM]
        told = "met" if ratio <= LIMIT else "NOT MET"
        print(f"memory after {asked.packs} packs against {WARM}: {ratio:.2f}   {LIMIT:g}: {told}")


if __name__ == "__main__":
    main()
