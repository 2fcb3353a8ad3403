"""What is done to an archive while faults strike, and what must hold afterwards."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from boardpack.archive.add import ArchiveWriter, Terms
from boardpack.archive.ledger import read_ledger
from boardpack.archive.store import PENDING, UNFINISHED, ArchiveFault, Effects
from boardpack.archive.verify import verify_all
from boardpack.model.finding import Severity
from tests.archive.faults import count_effects
from tests.archive.hand import NOON, contents, issue, put

Edition = tuple[str, str, str]
"""Month, words and reason."""


@dataclass(frozen=True)
class Scenario:
    """What the archive holds at first, and what is then added to it in one run."""

    name: str
    before: tuple[Edition, ...]
    """The editions already issued."""
    then: tuple[Edition, ...]
    torn: bool = False
    """Whether the run before was stopped while it wrote the ledger's line of the last of `before`."""

    def prepare(self, archive: Path) -> dict[str, bytes]:
        """Issue what was issued before, and return every file of it."""
        for number, (period, words, reason) in enumerate(self.before, 1):
            last = self.torn and number == len(self.before)
            with suppress(ArchiveFault):
                put(archive, period, words, reason=reason, effects=TornLedger() if last else None)
        return self.issued(archive)

    def issued(self, archive: Path) -> dict[str, bytes]:
        """Return every file of what was issued before; a torn line is none of it."""
        held = contents(archive) if self.before else {}
        if self.torn:
            del held[".pending.json"]
            held["ledger.jsonl"] = held["ledger.jsonl"][: held["ledger.jsonl"].rfind(b"\n") + 1]
        return held

    def act(self, archive: Path, effects: Effects | None = None) -> None:
        """Add the editions in one run; note outside the archive what is said to be issued."""
        writer = ArchiveWriter(archive, effects=effects)
        for period, words, reason in self.then:
            added = writer.add(issue(period, words), Terms(NOON, reason))
            with said_file(archive).open("a", encoding="utf-8") as said:
                said.write(f"{added.entry.path}\n")


class TornLedger(Effects):
    """Stops half-way through a line of the ledger."""

    def write(self, descriptor: int, path: Path, data: bytes) -> None:
        if path.name != "ledger.jsonl":
            super().write(descriptor, path, data)
            return
        super().write(descriptor, path, data[: len(data) // 2])
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))


def said_file(archive: Path) -> Path:
    """Where `Scenario.act` notes what was said to be issued."""
    return archive.with_name("said.txt")


def said(archive: Path) -> set[str]:
    """Paths of the editions that were said to be issued."""
    file = said_file(archive)
    return set(file.read_text(encoding="utf-8").split()) if file.exists() else set()


SCENARIOS = (
    Scenario("the very first", (), (("2017-10", "first", ""),)),
    Scenario("another month", (("2017-09", "first", ""),), (("2017-10", "first", ""),)),
    Scenario(
        "a correction",
        (("2017-09", "first", ""), ("2017-10", "first", "")),
        (("2017-10", "second", "A figure was wrong"),),
    ),
    Scenario(
        "several in one run",
        (("2017-09", "first", ""),),
        (("2017-10", "first", ""), ("2017-09", "second", "A figure was wrong"), ("2017-11", "first", "")),
    ),
    Scenario(
        "after a torn line",
        (("2017-08", "first", ""), ("2017-09", "first", "")),
        (("2017-10", "first", ""),),
        torn=True,
    ),
)


def survived(
    archive: Path,
    scenario: Scenario,
    before: dict[str, bytes],
    *,
    done: bool,
    announced: AbstractSet[str] = frozenset(),
) -> None:
    """Hold the promises after a fault, then run again without one and hold them again.

    What was said to be issued (`announced`) is listed; what is listed was issued before, or is the
    beginning of what the run was to add.
    """
    held = contents(archive) if archive.is_dir() else {}
    listed = [(entry.period, entry.version) for entry in read_ledger(archive).entries]
    assert announced <= {entry.path for entry in read_ledger(archive).entries}, "an edition was lost"
    for path, data in before.items():
        assert path == "ledger.jsonl" or held.get(path) == data, f"{path} is not what was issued"
    assert held.get("ledger.jsonl", b"").startswith(before.get("ledger.jsonl", b"")), (
        "the ledger lost an entry"
    )
    wanted = versions((*scenario.before, *scenario.then))
    assert listed == wanted[: len(listed)]
    assert len(listed) >= (len(wanted) if done else len(scenario.before) - scenario.torn)
    if archive.is_dir():
        errors = [f for f in verify_all(archive) if f.severity is Severity.ERROR]
        assert errors == [], "not everything listed verifies"
    scenario.act(archive)
    assert verify_all(archive) == ()
    assert [(entry.period, entry.version) for entry in read_ledger(archive).entries] == wanted
    assert not [name for name in contents(archive) if name.startswith((UNFINISHED, PENDING))]


def versions(editions: tuple[Edition, ...]) -> list[tuple[str, int]]:
    """Month and version of each edition, in the order of their issue."""
    months = [month for month, _, _ in editions]
    return [(month, months[:place].count(month) + 1) for place, month in enumerate(months)]


def fresh(ram: Path, scenario: Scenario, numbers: Iterator[int]) -> tuple[Path, dict[str, bytes]]:
    """Copy the scenario's beginning to a new folder."""
    model = ram / f"model-{scenario.name.replace(' ', '-')}"
    if not model.is_dir():
        model.mkdir()
        scenario.prepare(model / "archive")
    place = ram / f"run-{next(numbers)}"
    shutil.copytree(model, place)
    return place / "archive", scenario.issued(place / "archive")


def effects_of(ram: Path, scenario: Scenario, numbers: Iterator[int]) -> int:
    archive, _ = fresh(ram, scenario, numbers)
    return count_effects(lambda effects: scenario.act(archive, effects))
