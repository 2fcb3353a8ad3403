"""Hand-made editions for the archive's tests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from boardpack.archive.add import Added, Terms, add
from boardpack.archive.issue import Issue
from boardpack.archive.search import SearchPassage

NOON = datetime(2017, 11, 20, 12, 0, tzinfo=UTC)


def issue(period: str = "2017-10", words: str = "first", **changes: Any) -> Issue:
    """Return a small edition; `words` goes into its PDF, its inputs and its passages."""
    base = Issue(
        slug="childrens-indicators",
        period=period,
        pdf=b"%PDF-1.7\n" + hashlib.sha256(f"{period}{words}".encode()).digest() * 40,
        pages=3,
        inputs={
            "data/pack.toml": b'title = "Children\'s indicators"\n',
            "data/values-2017-18.csv": f"ref,measure,Apr 2017\nW1,value,{words}\n".encode(),
            f"narratives/{period}/workforce.md": f"# Next Steps\n\n{words}\n".encode(),
        },
        facts={"title": "Children's indicators", "council": "Sir Enghraifft", "meeting_date": "2017-12-05"},
        findings='{"findings": []}\n',
        claims=None,
        passages=(SearchPassage("Workforce", "Next Steps", 2, f"Recruitment {words} of social workers"),),
        versions={"python": "3.11.7", "reportlab": "5.1.0"},
    )
    return replace(base, **changes)


def put(
    archive: Path, period: str = "2017-10", words: str = "first", *, reason: str = "", **rest: Any
) -> Added:
    """Issue a small edition."""
    return add(archive, issue(period, words), Terms(NOON, reason), **rest)


def contents(archive: Path) -> dict[str, bytes]:
    """Return every file under the archive that is not its lock, by path."""
    return {
        path.relative_to(archive).as_posix(): path.read_bytes()
        for path in sorted(archive.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
