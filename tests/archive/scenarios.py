"""What is done to an archive while faults strike, and what must hold afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boardpack.archive.layout import PENDING, UNFINISHED
from boardpack.archive.ledger import read_ledger
from boardpack.archive.store import Effects
from boardpack.archive.verify import verify_all
from boardpack.model.finding import Severity
from tests.archive.faults import count_effects
from tests.archive.hand import contents, put


@dataclass(frozen=True)
class Scenario:
    """What the archive holds at first, and what is then done to it."""

    name: str
    before: tuple[tuple[str, str, str], ...]
    """Month, words and reason of each edition already issued."""
    then: tuple[str, str, str]

    def prepare(self, archive: Path) -> dict[str, bytes]:
        """Issue what was issued before, and return every file of it."""
        for period, words, reason in self.before:
            put(archive, period, words, reason=reason)
        return contents(archive) if self.before else {}

    def act(self, archive: Path, effects: Effects | None = None) -> object:
        period, words, reason = self.then
        return put(archive, period, words, reason=reason, effects=effects)


SCENARIOS = (
    Scenario("the very first", (), ("2017-10", "first", "")),
    Scenario("another month", (("2017-09", "first", ""),), ("2017-10", "first", "")),
    Scenario(
        "a correction",
        (("2017-09", "first", ""), ("2017-10", "first", "")),
        ("2017-10", "second", "A figure was wrong"),
    ),
)


def survived(archive: Path, scenario: Scenario, before: dict[str, bytes], *, done: bool) -> None:
    """Hold the promises after a fault, then run again without one and hold them again."""
    held = contents(archive) if archive.is_dir() else {}
    listed = [entry.path for entry in read_ledger(archive).entries]
    for path, data in before.items():
        assert path == "ledger.jsonl" or held.get(path) == data, f"{path} is not what was issued"
    assert held.get("ledger.jsonl", b"").startswith(before.get("ledger.jsonl", b"")), (
        "the ledger lost an entry"
    )
    assert len(listed) in (
        {len(scenario.before) + 1} if done else {len(scenario.before), len(scenario.before) + 1}
    )
    if archive.is_dir():
        errors = [f for f in verify_all(archive) if f.severity is Severity.ERROR]
        assert errors == [], "not everything listed verifies"
    scenario.act(archive)
    assert verify_all(archive) == ()
    period = scenario.then[0]
    versions = read_ledger(archive).versions("childrens-indicators", period)
    assert [entry.version for entry in versions] == list(
        range(1, 2 + sum(month == period for month, _, _ in scenario.before))
    )
    assert not [name for name in contents(archive) if name.startswith((UNFINISHED, PENDING))]


def fresh(ram: Path, scenario: Scenario, numbers: Iterator[int]) -> tuple[Path, dict[str, bytes]]:
    """Copy the scenario's beginning to a new folder."""
    model = ram / f"model-{scenario.name.replace(' ', '-')}"
    if not model.is_dir():
        model.mkdir()
        scenario.prepare(model / "archive")
    place = ram / f"run-{next(numbers)}"
    shutil.copytree(model, place)
    before = contents(place / "archive") if scenario.before else {}
    return place / "archive", before


def effects_of(ram: Path, scenario: Scenario, numbers: Iterator[int]) -> int:
    archive, _ = fresh(ram, scenario, numbers)
    return count_effects(lambda effects: scenario.act(archive, effects))
