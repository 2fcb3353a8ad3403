"""Measures whole processes in alternation: wall, CPU and peak memory, children included."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Command:
    """A program to measure; `before` puts its inputs in place and is not measured."""

    name: str
    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run took: seconds of wall and CPU, MiB of the largest process."""

    wall: float
    cpu: float
    peak: float


class RunFailed(Exception):  # noqa: N818 - the field's word
    """A measured program left with another code than 0."""


def run(command: Command) -> Usage:
    """Run a program once; RunFailed with the end of what it said when it fails."""
    if command.before:
        command.before()
    log = command.folder / "bench.log"
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env={**os.environ, **command.environment},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        end = log.read_text(encoding="utf-8", errors="replace")[-600:]
        raise RunFailed(f"{command.name}: exit code {process.returncode}\n{end}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def alternate(commands: Sequence[Command], runs: int) -> dict[str, list[Usage]]:
    """Run A B C A B C … after one run of each that is not counted; one that fails is left out and told."""
    able = [command for command in commands if _runs(command)]
    usages: dict[str, list[Usage]] = {command.name: [] for command in able}
    for _ in range(runs):
        for command in able:
            usages[command.name].append(run(command))
    return usages


def _runs(command: Command) -> bool:
    try:
        run(command)
    except (RunFailed, OSError) as fault:
        print(f"  left out: {fault}", file=sys.stderr)  # noqa: T201 - a benchmark prints
        return False
    return True


def median(usages: Sequence[Usage], figure: str) -> float:
    """Median of one of the figures."""
    return statistics.median([float(getattr(usage, figure)) for usage in usages])


def spread(usages: Sequence[Usage], figure: str) -> tuple[float, float]:
    """Least and largest of one of the figures."""
    figures = [getattr(usage, figure) for usage in usages]
    return min(figures), max(figures)
