# ruff: noqa: T201 - a benchmark prints
"""What an archive costs as it grows: editions of many councils and months, with other figures in each.

    python -m tests.bench.archive --editions 10,510,2000 --folder /a/disk

The October pack is made once; each edition has its inputs and passages with other figures, without the fonts
and with a short PDF, so that thousands fit. Seconds are of the processor (user and system). At each size
the cost of adding is the median of twenty editions by one writer, index included, and that of a run of its
own for one edition, which looks through the archive first.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from boardpack.analysis.compare import compare
from boardpack.archive.add import ArchiveWriter, Terms, add
from boardpack.archive.issue import Issue
from boardpack.archive.ledger import read_ledger
from boardpack.archive.lookup import find_edition
from boardpack.archive.make_issue import IssueOptions, make_issue, read_pack
from boardpack.archive.report import list_lines
from boardpack.archive.search import refresh, search
from boardpack.archive.store import INDEX, Effects
from boardpack.archive.verify import verify_all
from boardpack.load.project import Project
from boardpack.model.period import Period

COUNCILS = 153
NOON = datetime(2017, 11, 20, 12, 0, tzinfo=UTC)
OCTOBER = Period(2017, 10)
QUERIES = (
    "O'Brien", "re-referral", "16+", "12%", '"next steps"', "social worker", "vacancy rate", "the", "a", "w",
    "care leavers pathway plan", "timeliness", "visit", "child protection conference", "percentage of childr",
    "Oct-03", "TBC", "recruit", "adoption average time", "zzz nothing", "67.7%", "caseload per social wor",
)  # fmt: skip


def issues(source: Issue, *, small: bool, held: int = 0) -> Iterator[Issue]:
    """Yield editions without end: every council's October, then every council's November, and so on.

    They begin after as many as are held. The small ones, of all but two councils, have three files of
    inputs and a part of the passages.
    """
    for number in itertools.count(held):
        dice = random.Random(number)
        later, council = divmod(number, COUNCILS)
        whole = varied(source, council, OCTOBER.plus(later), dice)
        yield shortened(whole, dice) if small and council > 1 else whole


def shortened(issue: Issue, dice: random.Random) -> Issue:
    """Return an issue with fewer files and passages."""
    names = sorted(issue.inputs)[:3]
    return replace(
        issue,
        inputs={name: issue.inputs[name] for name in names},
        passages=tuple(dice.sample(issue.passages, min(60, len(issue.passages)))),
    )


def varied(source: Issue, council: int, period: Period, dice: random.Random) -> Issue:
    """Return the issue as another council's and month's, with other figures in data, passages and PDF."""

    def other(match: re.Match[str]) -> str:
        return str(max(0, int(match[0]) + dice.randint(-9, 9)))

    def again(text: str) -> str:
        return re.sub(r"(?<![\w-])\d{1,3}(?=[%,. |])", other, text).replace("October 2017", period.long)

    inputs = {
        name.replace("2017-10", period.iso): again(data.decode()).encode() if name.endswith(".md") else data
        for name, data in source.inputs.items()
        if name.endswith((".csv", ".md", ".toml")) and not name.startswith("styles/")
    }
    return replace(
        source,
        slug=f"council-{council:03d}-indicators",
        period=period.iso,
        inputs=inputs,
        pdf=b"%PDF-1.7\n" + dice.randbytes(2000),
        passages=tuple(replace(one, text=again(one.text)) for one in source.passages),
    )


def cpu(work: Callable[[], object]) -> float:
    """Seconds of the processor that a piece of work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


class Unsynced(Effects):
    """Writes that are not waited for: an archive that is only filled to measure on."""

    def sync(self, descriptor: int, path: Path) -> None:
        """Wait for nothing."""


def fill(archive: Path, project: Path, count: int, *, small: bool = True) -> Iterator[Issue]:
    """Put editions into an archive until it has so many, and its index; return those that would come next."""
    made = make_issue(Project(project), OCTOBER, IssueOptions())
    if made.issue is None:
        raise SystemExit("The October pack has errors.")
    held = sum(entry.pack.startswith("council-") for entry in read_ledger(archive).entries)
    editions = issues(made.issue, small=small, held=held)
    writer = ArchiveWriter(archive, effects=Unsynced())
    for issue in itertools.islice(editions, max(0, count - held)):
        writer.add(issue, Terms(NOON))
    refresh(archive)
    return editions


def measure(archive: Path, editions: Iterator[Issue], count: int) -> None:
    """Print what everything costs with so many editions."""
    writer = ArchiveWriter(archive)
    writer.add(next(editions), Terms(NOON))  # looks through the archive
    refresh(archive)

    def one_more() -> None:
        writer.add(edition, Terms(NOON))
        refresh(archive)

    adding = []
    for _ in range(20):
        edition = next(editions)
        adding.append(cpu(one_more))
    alone = next(editions)

    def by_itself() -> None:
        add(archive, alone, Terms(NOON))
        refresh(archive)

    own_run = cpu(by_itself)
    listing = cpu(lambda: list_lines(archive, read_ledger(archive).entries))
    searching = {words: _searched(archive, words) for words in QUERIES}
    slowest = max(searching, key=lambda words: searching[words])
    comparing = cpu(lambda: _compared(archive))
    checked = cpu(lambda: _verified(archive))
    print(
        f"{count:6} editions: add {statistics.median(adding) * 1000:.1f} ms in a run of many, "
        f"{own_run * 1000:.1f} ms in a run of its own; list {listing * 1000:.0f} ms; "
        f"search {statistics.median(searching.values()) * 1000:.1f} ms (median of {len(QUERIES)}), "
        f"{searching[slowest] * 1000:.1f} ms (longest, {slowest!r}); diff {comparing * 1000:.0f} ms; "
        f"verify {checked:.1f} s; index {(archive / INDEX).stat().st_size / 1e6:.0f} MB",
        flush=True,
    )


def _searched(archive: Path, words: str) -> float:
    return statistics.median(cpu(lambda: search(archive, words)) for _ in range(3))


def _compared(archive: Path) -> None:
    entries = [
        find_edition(read_ledger(archive), "2017-10", pack=f"council-{number:03d}-indicators")
        for number in (0, 1)
    ]
    compare(*(read_pack(archive, entry) for entry in entries))


def _verified(archive: Path) -> None:
    if findings := verify_all(archive):
        raise SystemExit(f"{len(findings)} findings, the first: {findings[0]}")


def main() -> None:
    """Fill an archive and measure at each size asked for."""
    given = argparse.ArgumentParser(description="Measure an archive as it grows.")
    given.add_argument("--editions", default="10,510", help="Sizes to measure at, parted by commas.")
    given.add_argument("--folder", type=Path, help="Where to make it (default: the temporary folder).")
    given.add_argument("--project", type=Path, default=Path(__file__).parents[2])
    given.add_argument("--small", action="store_true", help="Fewer inputs and passages in each.")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory(prefix="boardpack-", dir=asked.folder) as folder:
        archive = Path(folder) / "archive"
        for count in map(int, asked.editions.split(",")):
            measure(archive, fill(archive, asked.project, count, small=asked.small), count)


if __name__ == "__main__":
    main()
