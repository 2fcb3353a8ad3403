"""Measures whole processes in alternation: wall, CPU and peak memory, children included.

Memory is that of all of a program's processes together, looked at every few milliseconds in a run of its
own (Linux), and never less than what the system tells of the largest of them.
"""

from __future__ import annotations

import ctypes
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Service:
    """Processes that run already and work for what is measured: their CPU and memory count as well."""

    processes: tuple[int, ...]
    ask: Callable[[], None] | None = None
    """What is measured in place of a program."""

    def cpu(self) -> float:
        """Seconds of CPU that they have taken so far (Linux)."""
        return sum(map(_seconds, self.processes))

    def peak(self) -> float:
        """MiB that they have taken at most, each at its own time."""
        return sum(map(_most, self.processes))


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _most(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


@dataclass(frozen=True, slots=True)
class Command:
    """A program to measure; `before` puts its inputs in place and is not measured."""

    name: str
    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None
    service: Service | None = None
    cold: bool = False
    """Whether nothing of a run is there for the next, so that one run before those that count is enough."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one run took: seconds of wall and CPU, MiB at most."""

    wall: float
    cpu: float
    peak: float


class RunFailed(Exception):  # noqa: N818 - the field's word
    """A measured program left with another code than 0."""


def run(command: Command, watched: Callable[[int], None] | None = None) -> Usage:
    """Run a program once; RunFailed with the end of what it said when it fails.

    `watched` is called with its process number as soon as it runs.
    """
    if command.before:
        command.before()
    if command.service is None:
        return _run(command, watched)
    start, used = time.perf_counter(), command.service.cpu()
    if command.service.ask:
        command.service.ask()
        own = Usage(time.perf_counter() - start, 0.0, 0.0)
    else:
        own = _run(command, watched)
    cpu = own.cpu + command.service.cpu() - used
    return replace(own, cpu=cpu, peak=own.peak + command.service.peak())


def _run(command: Command, watched: Callable[[int], None] | None) -> Usage:
    """Run a command's program."""
    log = command.folder / "bench.log"
    before = _children(os.getpid())
    with log.open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env={**os.environ, **command.environment},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        if watched:
            watched(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        end = log.read_text(encoding="utf-8", errors="replace")[-600:]
        raise RunFailed(f"{command.name}: exit code {process.returncode}\n{end}")
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Usage(wall, used.ru_utime + used.ru_stime + _left_behind(before), used.ru_maxrss / unit)


def adopt() -> None:
    """Be the parent of what a measured program leaves behind, so that its CPU counts too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _left_behind(before: list[int]) -> float:
    """Seconds of CPU of the children that this process did not have before, once they have ended."""
    adopted = [child for child in _children(os.getpid()) if child not in before]
    ended = [os.wait4(child, 0)[2] for child in adopted]
    return sum(used.ru_utime + used.ru_stime for used in ended)


SET_CHILD_SUBREAPER = 36
"""`prctl` of Linux: orphans among this process's descendants become its children."""


def alternate(commands: Sequence[Command], runs: int) -> dict[str, list[Usage]]:
    """Run A B C A B C … after a run or two of each that are not counted; one that fails is left out."""
    peaks = {command.name: _peak(command) for command in commands}
    able = [command for command in commands if peaks[command.name]]
    usages: dict[str, list[Usage]] = {command.name: [] for command in able}
    for _ in range(runs):
        for command in able:
            used = run(command)
            usages[command.name].append(replace(used, peak=max(used.peak, peaks[command.name])))
    return usages


def _peak(command: Command) -> float:
    """MiB that a program and its children take at most, from a run that is not counted; 0 if it fails."""
    tree = Tree()
    try:
        if not command.cold:
            run(command)  # what the program keeps for its next run is there by then
        used = run(command, tree.watch)
    except (RunFailed, OSError) as fault:
        print(f"  left out: {fault}", flush=True)  # noqa: T201 - a benchmark prints
        return 0.0
    finally:
        tree.leave()
    return max(used.peak, tree.peak)


class Tree:
    """A process and its children, whose memory is looked at again and again until it is left."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, process: int) -> None:
        """Look from now on; pages that several processes share are counted once."""
        self._thread = threading.Thread(target=self._look, args=(process,))
        self._thread.start()

    def leave(self) -> None:
        """Stop looking."""
        self._over.set()
        if self._thread:
            self._thread.join()

    def _look(self, process: int) -> None:
        while not self._over.wait(0.01):
            self.peak = max(self.peak, sum(map(_share, _family(process))))


def _family(process: int) -> list[int]:
    return [process, *(each for child in _children(process) for each in _family(child))]


def _children(process: int) -> list[int]:
    """The processes that one started and that are still there; none where nothing tells."""
    try:
        told = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(child) for child in told.split()]


def _share(process: int) -> float:
    """MiB of a process's own, and its part of what it shares; 0 once it is gone, or where nothing tells."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def median(usages: Sequence[Usage], figure: str) -> float:
    """Median of one of the figures."""
    return statistics.median([float(getattr(usage, figure)) for usage in usages])


def spread(usages: Sequence[Usage], figure: str) -> tuple[float, float]:
    """Least and largest of one of the figures."""
    figures = [getattr(usage, figure) for usage in usages]
    return min(figures), max(figures)
