# ruff: noqa: T201 - a benchmark prints
"""The benchmark: our whole processes against other engines', in one run, as ratios.

    python -m tests.bench.run --peers ../shared/peers
    python -m tests.bench.run --runs 3 --only october,rebuild

Each kind of work runs our command and its peers in alternation (A B A B …) and prints medians with
their ranges and the ratios of medians; the last table sets them against the goals. Peers run when their
folder is given (a writable copy is made) and their engines are installed for `--peer-python`; one that
cannot run is left out and named.
To add a kind of work, write a function from a Bench to its commands and add its row to `WORKS`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from tests.bench.archive import fill, measure
from tests.bench.measuring import Command, Service, Usage, adopt, alternate, median, spread
from tests.bench.projects import edit_narrative, multiply, repeat_months, vary
from tests.bench.services import Preview
from tests.support.cluster import Cluster
from tests.support.projects import copy_project

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Bench:
    """Where a run of the benchmark finds and puts things."""

    folder: Path
    source: Path
    peers: Path | None
    peer_python: str
    archives: Path
    """Where filled archives are, and stay for the next run when it is a folder of the user's."""
    closing: ExitStack = field(default_factory=ExitStack)
    """Ends what was started for the whole run."""

    def project(self, name: str, times: int = 1, within: Path | None = None) -> Path:
        """A project of its own, `times` as large as the pack measured."""
        folder = (within or self.folder) / name
        if not folder.exists():
            copy_project(self.source, folder)
            if times > 1:
                multiply(folder, times)
        return folder


def ours(
    name: str,
    project: Path,
    *arguments: str,
    before: Callable[[], None] | None = None,
    environment: dict[str, str] | None = None,
) -> Command:
    """One of our commands on a project, with a cache folder of the project's own."""
    program = (sys.executable, "-m", "boardpack", *arguments, "--project", str(project))
    return Command(name, program, project, {**own_environment(project), **(environment or {})}, before)


def own_environment(project: Path) -> dict[str, str]:
    """What our programs run with, beside what is in the environment."""
    return {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache_folder(project)), **COMPILED}


def cache_folder(project: Path) -> Path:
    """The user's cache folder while a project is measured: beside it, so that it can be emptied alone."""
    return project.with_name(f"{project.name}-cache")


def forget(*folders: Path) -> None:
    """Remove what an earlier run left, so that a run is cold."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def peer(bench: Bench, name: str, *arguments: str) -> list[Command]:
    """A peer's command; none when the peers are not there."""
    if bench.peers is None:
        return []
    return [Command(name, (bench.peer_python, *arguments), bench.peers, COMPILED, cold=True)]


def cold_build(project: Path, name: str = "boardpack", *options: str) -> Command:
    """A build with the user's cache empty."""
    before = partial(forget, project / "out", cache_folder(project))
    return replace(ours(name, project, "build", *options, before=before), cold=True)


def october(bench: Bench) -> list[Command]:
    """The October pack, with an empty cache."""
    return [
        cold_build(bench.project("october")),
        *peer(bench, "typst", "typst_peer.py", "pack", "out/typst.pdf"),
        *peer(bench, "fpdf2", "fpdf2_peer.py", "pack", "out/fpdf2.pdf"),
        *peer(bench, "weasyprint", "weasy_peer.py", "pack", "out/weasy.pdf"),
        *peer(bench, "reportlab, bare", "rl_min.py", "pack", "out/rl_min.pdf"),
        *peer(bench, "raw floor", "raw_floor.py", "pack", "out/raw.pdf"),
    ]


def rebuild(bench: Bench) -> list[Command]:
    """The October pack after a word of its commentary has changed, in a new process."""
    project = bench.project("rebuild")
    return [
        ours("boardpack", project, "build", "--draft", before=partial(edit_narrative, project)),
        *peer(bench, "typst", "typst_peer.py", "pack", "out/typst.pdf"),
    ]


def check(bench: Bench) -> list[Command]:
    """`check` beside a cold build."""
    project = bench.project("check")
    return [
        ours("boardpack check", project, "check"),
        cold_build(project, "boardpack build"),
    ]


def cold_fonts(bench: Bench) -> list[Command]:
    """A cold build whose home folder is empty, as on a new machine, beside one at home."""
    home = bench.folder / "home"
    project = bench.project("cold-fonts")

    def empty_home() -> None:
        forget(home, project / "out", cache_folder(project))
        home.mkdir()

    new = ours("new machine", project, "build", "--draft", before=empty_home, environment={"HOME": str(home)})
    return [new, cold_build(project, "known machine")]


def larger(times: int, bench: Bench) -> list[Command]:
    """A pack `times` as large as October's."""
    return [
        cold_build(bench.project(f"times-{times}", times), OURS, "--draft"),
        *peer(bench, "typst", "typst_peer.py", f"pack_x{times}", f"out/typst_{times}.pdf"),
        *(peer(bench, "weasyprint", "weasy_peer.py", "pack_x10", "out/weasy_10.pdf") if times == 10 else []),
    ]


def twelve(bench: Bench) -> list[Command]:
    """Twelve monthly packs in one go: in one process and in two, the cache empty; then each edited."""
    projects = [bench.project(f"pack-{number:02}") for number in range(1, 13)]
    for number, project in enumerate(projects, 1):
        vary(project, number)
    first, *others = projects
    more = [word for project in others for word in ("--project", str(project))]
    kept = [cache_folder(first), *(project / "out" for project in projects)]

    def edit_all() -> None:
        for project in projects:
            edit_narrative(project)

    def several(name: str, jobs: int, before: Callable[[], None]) -> Command:
        return ours(name, first, "build", "--draft", "--jobs", str(jobs), *more, before=before)

    return [
        replace(several("boardpack", 1, partial(forget, *kept)), cold=True),
        several("edited", 1, edit_all),
        replace(several("two workers", 2, partial(forget, *kept)), cold=True),
        several("edited, two", 2, edit_all),
        *peer(bench, "typst", "many.py", "typst", "1", "12"),
        *peer(bench, "typst, two", "many.py", "typst", "2", "12"),
    ]


def months(bench: Bench) -> list[Command]:
    """Seven months of one project in one go, in one process and in two, the cache empty."""
    project = bench.project("months")
    repeat_months(project, SEVEN)
    kept = (project / "out", cache_folder(project))

    def several(name: str, jobs: int) -> Command:
        asked = ("build", "--draft", "--months", f"{SEVEN[0]}..{SEVEN[-1]}", "--jobs", str(jobs))
        return replace(ours(name, project, *asked, before=partial(forget, *kept)), cold=True)

    return [several(OURS, 1), several("two workers", 2)]


def cluster(bench: Bench) -> list[Command]:
    """Seven months of one project, and of four, by two workers here, and by two of Dask's.

    The charts were drawn before. What the packs of three projects take beside those of one is their cost
    without that of starting.
    """
    projects = [bench.project(f"cluster-{number}") for number in range(1, 5)]
    for number, project in enumerate(projects, 1):
        vary(project, number)
        repeat_months(project, SEVEN)
    (bench.folder / "dask").mkdir()
    started = Cluster(bench.folder / "dask", own_environment(projects[0]))
    bench.closing.callback(started.end)
    before = partial(forget, *(project / "out" for project in projects))

    def several(name: str, count: int, *how: str) -> Command:
        more = [word for project in projects[1:count] for word in ("--project", str(project))]
        asked = ("build", "--draft", "--months", f"{SEVEN[0]}..{SEVEN[-1]}", *how)
        return ours(name, projects[0], *asked, *more, before=before)

    def remote(name: str, count: int) -> Command:
        return replace(
            several(name, count, "--scheduler", started.address), service=Service(started.processes)
        )

    return [
        several("7 here", 1, "--jobs", "2"),
        remote("7 by Dask", 1),
        several("28 here", 4, "--jobs", "2"),
        remote("28 by Dask", 4),
    ]


def preview(bench: Bench) -> list[Command]:
    """From an edit saved until `watch` shows its pages, and beside it a rebuild in a new process."""
    project = bench.project("preview")
    watched = Preview(project, {**os.environ, **own_environment(project)})
    bench.closing.callback(watched.end)
    reaction = Command("reaction", (), project, service=Service((watched.number,), watched.react))
    other = bench.project("preview-rebuild")
    return [reaction, ours("rebuild", other, "build", "--draft", before=partial(edit_narrative, other))]


def archive(bench: Bench) -> list[Command]:
    """Issuing a correction into an archive of ten, a thousand and ten thousand editions, in its own run.

    A line for each size says beside that what listing, searching, comparing and verifying take.
    """
    return [_adding(bench, count) for count in (10, 1000, 10_000)]


def _adding(bench: Bench, count: int) -> Command:
    project = bench.project(f"archive-{count}", within=bench.archives)
    editions = fill(project / "archive", bench.source, count)
    measure(project / "archive", editions, count)
    asked = ("archive", "add", "--reason", "A word was missing")
    return ours(f"at {count:,}", project, *asked, before=partial(edit_narrative, project))


def memory(bench: Bench) -> list[Command]:
    """What a process takes over two thousand small packs; it prints that itself."""
    words = (sys.executable, "-m", "tests.bench.memory")
    subprocess.run(words, cwd=ROOT, env={**os.environ, **own_environment(bench.folder)}, check=True)
    return []


def report(name: str, commands: list[Command], usages: dict[str, list[Usage]]) -> None:
    """Print medians, ranges, and the ratios of the first command's medians to the others'."""
    print(f"\n{name}\n  {'':18}{'wall s':>22}{'CPU s':>22}{'peak MiB':>10}   ratio of wall, CPU, peak")
    first = usages.get(commands[0].name)
    for program, runs in usages.items():
        told = ""
        if first is not None and runs is not first:
            told = ", ".join(f"{median(first, figure) / median(runs, figure):.2f}" for figure in FIGURES)
        times = _times(runs, "wall") + _times(runs, "cpu")
        print(f"  {program:18}{times}{median(runs, 'peak'):10.0f}   {told}".rstrip(), flush=True)


def _times(runs: list[Usage], figure: str) -> str:
    least, most = spread(runs, figure)
    return f"{median(runs, figure):8.3f} ({least:.2f}–{most:.2f})".rjust(22)


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that a kind of work is to stay under, alone or against another program or kind of work."""

    words: str
    ours: tuple[str, str]
    """A kind of work and a program in it."""
    limit: float
    theirs: tuple[str, str] | None = None
    figure: str = "wall"
    factor: float = 1.0
    """What the ratio is multiplied by: a fifth, where one work is five times the other."""
    stretch: float = 0.0
    """What is aimed at beyond the limit; 0 for nothing."""
    less: tuple[str, ...] = ()
    """Smaller runs of both in the same kind of work, taken off with what each takes to start."""

    def value(self, measured: Measured) -> float | None:
        """The figure in a run of the benchmark; None when it was not measured."""
        keys = [
            self.ours,
            *((self.ours[0], name) for name in self.less),
            *([self.theirs] if self.theirs else []),
        ]
        if any(not measured.get(key) for key in keys):
            return None

        def figure(key: tuple[str, str], less: tuple[str, ...]) -> float:
            return median(measured[key], self.figure) - sum(
                median(measured[self.ours[0], name], self.figure) for name in less
            )

        under = figure(self.theirs, self.less[1:]) if self.theirs else 1.0
        return figure(self.ours, self.less[:1]) * self.factor / under


def report_goals(measured: Measured) -> None:
    """Print each goal that was measured, and whether it was met."""
    print("\ngoals (medians of this run)")
    for goal in GOALS:
        value = goal.value(measured)
        if value is None:
            print(f"  {goal.words:48}  not measured")
            continue
        beyond = f"; {goal.stretch:g}: {_met(value, goal.stretch)}" if goal.stretch else ""
        print(f"  {goal.words:48} {value:8.2f}   {goal.limit:g}: {_met(value, goal.limit)}{beyond}")


def _met(value: float, limit: float) -> str:
    return "met" if value <= limit else "NOT MET"


def _size(project: Path) -> None:
    """Print what the October pack takes, and whether that is little enough."""
    for file in sorted((project / "out").glob("*.pdf")):
        size = file.stat().st_size / 1000
        print(f"\nsize of the pack: {size:.1f} kB   {KILOBYTES}: {_met(size, KILOBYTES)}", flush=True)


def _own_peers(folder: Path, python: str, into: Path) -> Path | None:
    """Copy the peers where they may write, and make their packs from the October text."""
    shutil.copytree(folder, into / "peers")
    seed = next(iter(sorted(folder.parent.glob("seed/*.txt"))), None)
    for part in ("data", "out"):
        (into / "peers" / part).mkdir(exist_ok=True)
    for path in (into / "peers", *(into / "peers").iterdir()):
        path.chmod(path.stat().st_mode | 0o200)
    made = subprocess.run([python, "gen_data.py", str(seed)], cwd=into / "peers", check=False)
    return None if made.returncode else into / "peers"


def main() -> None:
    """Measure the kinds of work asked for."""
    adopt()
    given = argparse.ArgumentParser(description="Measure boardpack against other engines.")
    given.add_argument("--runs", type=int, default=7)
    given.add_argument("--only", default=",".join(WORKS), help="Kinds of work, parted by commas.")
    given.add_argument("--project", type=Path, default=ROOT)
    given.add_argument("--peers", type=Path, help="Folder of the peers' programs.")
    given.add_argument("--peer-python", default=sys.executable, help="Python that has the peers' engines.")
    given.add_argument("--archives", type=Path, help="Folder whose filled archives are used, or filled once.")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="boardpack-bench-") as folder, ExitStack() as closing:
        own = _own_peers(asked.peers.resolve(), asked.peer_python, Path(folder)) if asked.peers else None
        if own is None:
            why = "their pack could not be made" if asked.peers else "--peers was not given"
            print(f"peers and the raw floor: not measured, since {why}")
        archives = asked.archives.resolve() if asked.archives else Path(folder)
        bench = Bench(Path(folder), asked.project.resolve(), own, asked.peer_python, archives, closing)
        measured: dict[tuple[str, str], list[Usage]] = {}
        for name in asked.only.split(","):
            commands = {**WORKS, **LONG}[name](bench)
            if not commands:
                continue
            usages = alternate(commands, min(asked.runs, MOST_RUNS.get(name, asked.runs)))
            report(name, commands, usages)
            measured |= {(name, program): runs for program, runs in usages.items()}
        _size(bench.project("october"))
        report_goals(measured)


FIGURES = ("wall", "cpu", "peak")
KILOBYTES = 145
"""What the October pack is to take at most."""
Measured = Mapping[tuple[str, str], list[Usage]]

COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}
"""Modules are compiled once and kept, as they are where a program is installed."""
WORKS: dict[str, Callable[[Bench], list[Command]]] = {
    "october": october,
    "rebuild": rebuild,
    "check": check,
    "cold-fonts": cold_fonts,
    "twelve": twelve,
    "months": months,
    "cluster": cluster,
    "preview": preview,
    "340": partial(larger, 10),
    "1700": partial(larger, 50),
    "archive": archive,
}
LONG = {"memory": memory}
"""Work of several minutes, done when it is asked for by name."""
MOST_RUNS = {"twelve": 3, "months": 3, "cluster": 3, "340": 3, "1700": 2, "archive": 3}
"""How often work is measured that takes a quarter of a minute or more each time."""

OURS = "boardpack"
TEN = ("archive", "at 10")
LOCAL = ("cluster", "28 here")
SEVEN = tuple(f"2017-{number:02d}" for number in range(4, 11))
"""The months of the October pack's year that have figures."""
GOALS = (
    Goal("cold build against Typst", ("october", OURS), 6.5, ("october", "typst"), stretch=6.0),
    Goal("cold build against WeasyPrint", ("october", OURS), 0.5, ("october", "weasyprint"), stretch=0.45),
    Goal("cold build against fpdf2", ("october", OURS), 1.1, ("october", "fpdf2")),
    Goal("rebuild after an edit against Typst", ("rebuild", OURS), 4.0, ("rebuild", "typst"), stretch=3.0),
    Goal("check against a cold build", ("check", "boardpack check"), 0.5, ("check", "boardpack build")),
    Goal("twelve packs, one process, against Typst", ("twelve", OURS), 4.0, ("twelve", "typst")),
    Goal("twelve packs, two workers, against Typst", ("twelve", "two workers"), 2.5, ("twelve", "typst")),
    Goal("twelve packs, two workers against one", ("twelve", "two workers"), 0.6, ("twelve", OURS)),
    Goal("seven months, two workers against one", ("months", "two workers"), 0.6, ("months", OURS)),
    Goal("28 packs by Dask against two workers, CPU", ("cluster", "28 by Dask"), 1.15, LOCAL, "cpu"),
    Goal(
        "a pack by Dask against a worker's, CPU", ("cluster", "28 by Dask"), 1.15, LOCAL, "cpu",
        less=("7 by Dask", "7 here"),
    ),
    Goal("preview, seconds from an edit to its pages", ("preview", "reaction"), 0.5),
    Goal("adding at 1,000 editions against 10, CPU", ("archive", "at 1,000"), 1.2, TEN, "cpu"),
    Goal("adding at 10,000 editions against 10, CPU", ("archive", "at 10,000"), 1.2, TEN, "cpu"),
    Goal("340 indicators against Typst", ("340", OURS), 5.0, ("340", "typst"), stretch=2.5),
    Goal("340 indicators against WeasyPrint", ("340", OURS), 0.2, ("340", "weasyprint")),
    Goal("time per indicator, 1,700 against 340", ("1700", OURS), 1.1, ("340", OURS), factor=0.2),
    Goal("peak MiB, October", ("october", OURS), 160.0, figure="peak"),
    Goal("peak memory, 1,700 indicators against Typst", ("1700", OURS), 0.4, ("1700", "typst"), "peak"),
)  # fmt: skip
"""The goals of the project's speed: what is promised and, where there is one, what is aimed at beyond it."""


if __name__ == "__main__":
    main()
