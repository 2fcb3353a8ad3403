"""Stopped, failed, powered off at every effect: what was issued stays, what was not is not listed.

The short form strikes at every few effects; the campaign (`-m campaign`) goes through all of it.
"""

from __future__ import annotations

import itertools
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from boardpack.archive.store import ArchiveFault
from tests.archive.faults import (
    ERRORS,
    Event,
    Failing,
    Killed,
    Noting,
    Stopped,
    in_child,
    lose_power,
    play,
    read_tree,
)
from tests.archive.hand import contents
from tests.archive.scenarios import SCENARIOS, Scenario, effects_of, fresh, said, survived

# --------------------------------------------------------------------------------- kills and errors


def kill(ram: Path, scenario: Scenario, at: int, numbers: Iterator[int], *, after: bool) -> None:
    archive, before = fresh(ram, scenario, numbers)
    ended = in_child(lambda: scenario.act(archive, Killed(at, after=after)))
    assert ended == signal.SIGKILL
    survived(archive, scenario, before, done=False, announced=said(archive))
    shutil.rmtree(archive.parent)


def fail(ram: Path, scenario: Scenario, at: int, numbers: Iterator[int], *, code: int, lasting: bool) -> None:
    archive, before = fresh(ram, scenario, numbers)
    with pytest.raises(ArchiveFault, match="Every edition issued before is kept"):
        scenario.act(archive, Failing(at, code, lasting=lasting))
    survived(archive, scenario, before, done=False, announced=said(archive))
    shutil.rmtree(archive.parent)


def test_a_killed_run_leaves_everything_issued_and_nothing_half(ram: Path) -> None:
    numbers = itertools.count()
    scenario = SCENARIOS[2]
    for at in range(1, effects_of(ram, scenario, numbers) + 1, 9):
        kill(ram, scenario, at, numbers, after=bool(at % 2))


@pytest.mark.parametrize("scenario", SCENARIOS[3:], ids=lambda scenario: scenario.name)
def test_a_killed_run_of_several_loses_nothing_that_was_said_to_be_issued(
    ram: Path, scenario: Scenario
) -> None:
    numbers = itertools.count()
    for at in range(2, effects_of(ram, scenario, numbers) + 1, 19):
        kill(ram, scenario, at, numbers, after=bool(at % 2))


def test_an_error_of_the_disk_is_told_and_loses_nothing(ram: Path) -> None:
    numbers = itertools.count()
    scenario = SCENARIOS[2]
    for at in range(1, effects_of(ram, scenario, numbers) + 1, 5):
        fail(ram, scenario, at, numbers, code=ERRORS[at // 5 % 2], lasting=bool(at % 3))


# ------------------------------------------------------------------------------------ loss of power

Leave = Callable[[Path], bool] | None

KEEPS = (0.0, 0.5, 0.9)
"""Chances that a change which was not synced reached the disk all the same."""


def record(
    archive: Path, scenario: Scenario, stops: tuple[int, ...], leave_out: Leave = None
) -> tuple[list[Event], bool]:
    """Run until stopped, once for each stop (0 runs to the end); return events, and whether it is done."""
    events: list[Event] = []
    done = False
    for stop in stops:
        noting = Noting(archive.parent, stop_at=stop, leave_out=leave_out)
        with suppress(Stopped):
            scenario.act(archive, noting)
            done = True
        events += noting.events
    return events, done


def power_off(
    ram: Path,
    scenario: Scenario,
    stops: tuple[int, ...],
    numbers: Iterator[int],
    *,
    keep: float,
    leave_out: Leave = None,
) -> None:
    """Stop a run (and maybe the one after it), cut the power, and look at what the disk kept."""
    archive, before = fresh(ram, scenario, numbers)
    tree = read_tree(archive.parent)
    events, done = record(archive, scenario, stops, leave_out)
    play(tree, events)
    place = ram / f"after-{next(numbers)}"
    lose_power(tree, place, random.Random(f"{scenario.name}{stops}{keep}"), keep)
    survived(place / "archive", scenario, before, done=done, announced=said(archive))
    shutil.rmtree(archive.parent)
    shutil.rmtree(place)


def test_a_loss_of_power_takes_nothing_that_was_issued(ram: Path) -> None:
    numbers = itertools.count()
    scenario = SCENARIOS[2]
    last = effects_of(ram, scenario, numbers)
    for at in (*range(1, last + 1, 10), 0):
        power_off(ram, scenario, (at,), numbers, keep=KEEPS[at % 3])


def test_a_loss_of_power_in_a_run_of_several_takes_nothing_that_was_said_to_be_issued(ram: Path) -> None:
    numbers = itertools.count()
    for scenario in SCENARIOS[3:]:
        last = effects_of(ram, scenario, numbers)
        for at in (*range(3, last + 1, 22), 0):
            power_off(ram, scenario, (at,), numbers, keep=KEEPS[at % 3])


# ----------------------------------------------------------------- would the campaign find a mistake?


def ends_with(name: str) -> Callable[[Path], bool]:
    return lambda path: path.name.endswith(name) or path.as_posix().endswith(name)


SABOTAGE = (
    "/data/2017-10-childrens-indicators.pdf",
    "tagmanifest-sha512.txt",
    "-v1/data",
    "-2017-10-v1",
    "archive/childrens-indicators",
    "archive/childrens-indicators/2017-10",
    "ledger.jsonl",
    "/archive",
)


@pytest.mark.parametrize("name", SABOTAGE)
def test_without_one_sync_a_loss_of_power_is_found_out(ram: Path, name: str) -> None:
    with pytest.raises((AssertionError, ArchiveFault)):
        without(ram, ends_with(name))


def without(ram: Path, leave_out: Leave) -> None:
    """Cut the power right after an issue that left some syncs out."""
    numbers = itertools.count()
    for keep in KEEPS:
        power_off(ram, SCENARIOS[0], (0,), numbers, keep=keep, leave_out=leave_out)


class InPlace(Killed):
    """Writes straight to the final place, file by file, where the archive renames."""

    def rename(self, source: Path, target: Path) -> None:
        if source.is_dir():
            self.make_folder(target)
            for child in sorted(source.iterdir()):
                self.rename(child, target / child.name)
        else:
            target.unlink(missing_ok=True)
            descriptor = self.create(target)
            self.write(descriptor, target, source.read_bytes())


def test_without_the_rename_a_kill_is_found_out(ram: Path) -> None:
    numbers = itertools.count()
    scenario = SCENARIOS[1]
    found = 0
    for at in range(30, 80, 3):
        archive, before = fresh(ram, scenario, numbers)
        in_child(partial(scenario.act, archive, InPlace(at, after=False)))
        try:
            survived(archive, scenario, before, done=False)
        except (AssertionError, ArchiveFault):
            found += 1
    assert found > 3


# ----------------------------------------------------------------------------------------- campaign


def test_the_effects_are_all_there(ram: Path) -> None:
    """A new effect must be seen by the faults: all of them together make an edition."""
    archive, _ = fresh(ram, SCENARIOS[0], itertools.count())
    events, done = record(archive, SCENARIOS[0], (0,))
    assert done
    tree = read_tree(archive.parent.parent / "model-the-very-first")
    play(tree, events)
    lose_power(tree, ram / "whole", random.Random(0), keep=1.0)
    assert contents(ram / "whole" / "archive") == contents(archive)


@pytest.mark.campaign
def test_campaign(ram: Path, record_property: Callable[[str, object], None]) -> None:
    """At every effect of every scenario: killed before and after, out of space, faulty, powered off."""
    numbers = itertools.count()
    done = dict.fromkeys(("killed", "failed", "powered off", "powered off in the second run"), 0)
    for scenario in SCENARIOS:
        last = effects_of(ram, scenario, numbers)
        for at in range(1, last + 1):
            for after in (False, True):
                kill(ram, scenario, at, numbers, after=after)
                done["killed"] += 1
            for code, lasting in itertools.product(ERRORS, (False, True)):
                fail(ram, scenario, at, numbers, code=code, lasting=lasting)
                done["failed"] += 1
        for at, keep in itertools.product(range(last + 1), KEEPS):
            power_off(ram, scenario, (at,), numbers, keep=keep)
            done["powered off"] += 1
        dice = random.Random(scenario.name)
        for _ in range(500):
            stops = (dice.randint(1, last), dice.randint(0, last))
            power_off(ram, scenario, stops, numbers, keep=dice.choice(KEEPS))
            done["powered off in the second run"] += 1
    for name, count in done.items():
        record_property(name, count)
    print(done)  # noqa: T201 - the campaign's figures
    assert sum(done.values()) >= 2000


@pytest.mark.campaign
def test_campaign_every_sync_is_needed(ram: Path) -> None:
    """Leave out each sync of a first issue in turn: each time some loss of power is found out."""
    numbers = itertools.count()
    scenario = SCENARIOS[0]
    archive, _ = fresh(ram, scenario, numbers)
    syncs = [path for name, path, _ in record(archive, scenario, (0,))[0] if name == "sync"]
    last = effects_of(ram, scenario, numbers)
    unneeded = [path for n, path in enumerate(syncs) if not found_out(ram, scenario, n, last, numbers)]
    assert unneeded == UNNEEDED


UNNEEDED = ["archive/.tmp-README.txt", "archive", "archive"]
"""The README is a courtesy; and the archive's folder is seen to the disk once more before the rename."""


def nth(syncs: Iterator[int], number: int, path: Path) -> bool:  # noqa: ARG001 - asked with a path
    return next(syncs) == number


def found_out(ram: Path, scenario: Scenario, number: int, last: int, numbers: Iterator[int]) -> bool:
    """Whether leaving out that sync is found out by some loss of power."""
    for at, keep in itertools.product((0, *range(last, 0, -1)), KEEPS):
        syncs = itertools.count()
        try:
            power_off(
                ram, scenario, (at,), numbers, keep=keep,
                leave_out=partial(nth, syncs, number),
            )  # fmt: skip
        except (AssertionError, ArchiveFault):
            return True
    return False
