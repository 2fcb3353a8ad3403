"""Twenty years of packs: 240 months made from the October pack with other figures in each."""

from __future__ import annotations

import random
import re
import statistics
import time
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest
from msgspec.structs import replace

from boardpack.archive.add import Terms, add
from boardpack.archive.issue import Issue
from boardpack.archive.ledger import read_ledger
from boardpack.archive.make_issue import IssueOptions, make_issue
from boardpack.archive.search import refresh, search
from boardpack.archive.store import INDEX
from boardpack.archive.verify import verify_all
from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.archive.hand import NOON

OCTOBER = Period(2017, 10)
MONTHS = 240

QUERIES = (
    "O'Brien", "re-referral", "16+", "12%", '"next steps"', "social worker", "vacancy rate", "the", "a", "w",
    "care leavers pathway plan", "timeliness", "visit", "child protection conference", "percentage of childr",
    "Oct-03", "TBC", "recruit", "adoption average time", "zzz nothing", "67.7%", "caseload per social wor",
)  # fmt: skip


def written(name: str) -> bool:
    return name.endswith((".csv", ".md"))


def varied(issue: Issue, period: Period, dice: random.Random) -> Issue:
    """Return the issue as another month's, with other figures in its data, its passages and its PDF."""

    def other(match: re.Match[str]) -> str:
        return str(max(0, int(match[0]) + dice.randint(-9, 9)))

    def again(text: str) -> str:
        return re.sub(r"(?<![\w-])\d{1,3}(?=[%,. |])", other, text).replace("October 2017", period.long)

    inputs = {
        name.replace("2017-10", period.iso): again(data.decode()).encode()
        if name.endswith((".csv", ".md"))
        else data
        for name, data in issue.inputs.items()
    }
    return replace(
        issue,
        period=period.iso,
        inputs=inputs,
        pdf=issue.pdf + dice.randbytes(2000),
        passages=tuple(replace(one, text=again(one.text)) for one in issue.passages),
    )


def timed(archive: Path, words: str) -> float:
    start = time.perf_counter()
    search(archive, words)
    return time.perf_counter() - start


@pytest.mark.campaign
def test_twenty_years(repository: Path, tmp_path: Path) -> None:
    made = make_issue(Project(repository), OCTOBER, IssueOptions())
    assert made.issue is not None
    dice = random.Random(240)
    archive = tmp_path / "archive"
    issues = [varied(made.issue, OCTOBER.plus(step), dice) for step in range(MONTHS)]
    adding = []
    for issue in issues:
        start = time.perf_counter()
        add(archive, issue, Terms(NOON))
        adding.append(time.perf_counter() - start)
    start = time.perf_counter()
    refresh(archive)
    indexing = time.perf_counter() - start
    start = time.perf_counter()
    assert verify_all(archive) == ()
    verifying = time.perf_counter() - start
    times = {words: statistics.median(timed(archive, words) for _ in range(5)) for words in QUERIES}
    slowest = max(times, key=lambda words: times[words])
    for entry in read_ledger(archive).entries[::12]:
        bagit.Bag(str(archive / entry.path)).validate()
    passages = sum(len(issue.passages) for issue in issues)
    size = sum(path.stat().st_size for path in archive.rglob("*") if path.is_file())
    print(  # noqa: T201 - the figures of the note
        f"{MONTHS} packs, {passages} passages, {size / 1e6:.0f} MB; "
        f"add {statistics.median(adding) * 1000:.0f} ms (median), {max(adding) * 1000:.0f} ms (longest); "
        f"index from nothing {indexing:.1f} s, {(archive / INDEX).stat().st_size / 1e6:.0f} MB; "
        f"verify --all {verifying:.1f} s; "
        f"search {statistics.median(times.values()) * 1000:.1f} ms (median of {len(times)}), "
        f"{times[slowest] * 1000:.1f} ms (longest, {slowest!r})"
    )
    assert times[slowest] < 0.1
