"""Planting single faults into a clean project's files, and seeing whether they are reported where they are.

A kind of fault is a function that takes the files and a seeded source of choices and returns the files with
one fault in them, and the places where a person would look for it: see `data_faults.py`. `campaign` plants
each kind several times and tells what came of it.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from boardpack.check.audit import audit
from boardpack.load.project import Project
from boardpack.model.finding import Finding
from boardpack.model.period import Period
from tests.support.made_projects import Files


@dataclass(frozen=True, slots=True)
class Fault:
    """Files with one fault, and where it may rightly be reported: file and line, 0 for any line."""

    files: Files
    places: tuple[tuple[str, int], ...]
    what: str


Kind = Callable[[Files, Random], Fault | None]
"""Plants a fault; None where the files offer no place for it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was reported of one planted fault."""

    kind: str
    what: str
    located: bool
    """Whether a new finding stands at one of its places."""
    new: tuple[Finding, ...]

    @property
    def extras(self) -> int:
        """New findings beside the one that was due."""
        return max(0, len(self.new) - 1)


@dataclass
class Sheet:
    """A CSV file in rows, with the mark and line ends it had."""

    file: str
    rows: list[list[str]]
    mark: str

    @classmethod
    def read(cls, files: Mapping[str, str], file: str) -> Sheet:
        text = files[file]
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return cls(file, list(csv.reader(io.StringIO(text.removeprefix(mark)))), mark)

    def column(self, name: str) -> int:
        return self.rows[0].index(name)

    def find(self, **wanted: str) -> list[int]:
        """The numbers of the rows whose cells are as wanted; a row's line is its number and one."""
        columns = {self.column(name): text for name, text in wanted.items()}
        return [
            number
            for number, row in enumerate(self.rows[1:], 1)
            if all(row[column] == text for column, text in columns.items())
        ]

    def get(self, row: int, name: str) -> str:
        return self.rows[row][self.column(name)]

    def put(self, row: int, name: str, text: str) -> None:
        self.rows[row][self.column(name)] = text

    def into(self, files: Files) -> Files:
        """The files with this one written anew."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self.rows)
        return files | {self.file: self.mark + out.getvalue()}


def read_files(project: Path) -> Files:
    """Read the text of a project's data and narratives."""
    return {
        path.relative_to(project).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("data", "narratives")
        for path in sorted((project / folder).rglob("*"))
        if path.is_file()
    }


def write_files(files: Files, folder: Path) -> Project:
    """Write the files of a project into a folder; what stood there before goes, and equal files stay."""
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="")
    return Project(folder)


def findings(files: Files, folder: Path, period: Period) -> tuple[Finding, ...]:
    """Everything that loading and checking the files finds."""
    return audit(write_files(files, folder), period).findings


def campaign(
    kinds: Mapping[str, Kind], files: Files, folder: Path, period: Period, *, times: int, seed: int = 0
) -> list[Outcome]:
    """Plant each kind so many times at places of the seed's choosing."""
    usual = {_key(finding) for finding in findings(files, folder, period)}
    outcomes = []
    for name, plant in kinds.items():
        seen: set[str] = set()
        for number in range(times):
            fault = plant(dict(files), Random(f"{seed} {name} {number}"))
            if fault is None or fault.what in seen:
                continue
            seen.add(fault.what)
            found = findings(fault.files, folder, period)
            new = tuple(finding for finding in found if _key(finding) not in usual)
            outcomes.append(Outcome(name, fault.what, any(_is_at(f, fault.places) for f in new), new))
    return outcomes


def table(outcomes: Iterable[Outcome]) -> str:
    """Kind, planted, reported at its place, most extras: a line each, and the sum."""
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        kinds[outcome.kind].append(outcome)
    lines = [
        f"{name:32} {len(group):4} {sum(o.located for o in group):4} {max(o.extras for o in group):3}"
        for name, group in kinds.items()
    ]
    every = [outcome for group in kinds.values() for outcome in group]
    located = sum(outcome.located for outcome in every)
    lines.append(f"{'all':32} {len(every):4} {located:4} {max(o.extras for o in every):3}")
    return "\n".join(lines)


def share(outcomes: Iterable[Outcome]) -> float:
    """The share of faults that were reported at their place."""
    every = list(outcomes)
    return sum(outcome.located for outcome in every) / len(every)


def _key(finding: Finding) -> tuple[str, str, str, str]:
    """What makes two findings the same though lines have moved."""
    return finding.rule, finding.place.file, finding.subject, finding.found


def _is_at(finding: Finding, places: tuple[tuple[str, int], ...]) -> bool:
    place = finding.place
    return any(place.file == file and line in {0, place.line} for file, line in places)
