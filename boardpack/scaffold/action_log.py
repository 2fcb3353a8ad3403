"""The action log of a new month: what is open stays, what has been shown as done drops out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from boardpack.load.csv_edit import RawCsv
from boardpack.model.period import Cadence, Period

DONE = frozenset({"complete", "cancelled"})
"""The statuses that a log shows once and then no more."""


class CarriedLog(Struct, frozen=True):
    """A new month's log and what became of the old one."""

    log: RawCsv
    kept: tuple[str, ...]
    """References of the actions carried forward."""
    dropped: tuple[str, ...]
    """References of those that were shown as complete or cancelled."""
    added: tuple[str, ...]
    """References given to new, blank rows."""
    next_ref: str
    """The reference that the next new action takes."""


def carry_forward(log: RawCsv, period: Period, *, blank: int = 0) -> CarriedLog:
    """Carry a log into a month, with so many rows for new actions: `Nov-01`, `Nov-02` ….

    A new row has no words yet; the checks ask for them, so that none is printed blank.
    """
    refs = [log.cell(row, "ref") for row in log.rows]
    done = [_done(log.cell(row, "status")) for row in log.rows]
    first = next_number(refs, period)
    added = tuple(reference(period, first + step) for step in range(blank))
    kept = tuple(row for row, gone in zip(log.rows, done, strict=True) if not gone)
    fresh = tuple(log.row(ref=ref, raised=period.iso, due="TBC", status="not started") for ref in added)
    return CarriedLog(
        log=log.with_rows((*kept, *fresh)),
        kept=tuple(ref for ref, gone in zip(refs, done, strict=True) if not gone),
        dropped=tuple(ref for ref, gone in zip(refs, done, strict=True) if gone),
        added=added,
        next_ref=reference(period, first + blank),
    )


def reference(period: Period, number: int) -> str:
    """`Nov-01`, or `Q2-01` in a pack of quarters."""
    return f"{_prefix(period)}-{number:02d}"


def _prefix(period: Period) -> str:
    match period.cadence:
        case Cadence.MONTH:
            return period.name[:3]
        case Cadence.QUARTER:
            return f"Q{period.number}"
        case Cadence.YEAR:
            return f"Y{period.year % 100:02d}"


def next_number(refs: Iterable[str], period: Period) -> int:
    """One more than the highest number that an action of the month's name already has."""
    pattern = re.compile(rf"{_prefix(period)}-(\d{{1,4}})", re.IGNORECASE)
    taken = [int(match[1]) for ref in refs if (match := pattern.fullmatch(ref.strip()))]
    return max(taken, default=0) + 1


def _done(status: str) -> bool:
    return " ".join(status.replace("_", " ").casefold().split()) in DONE


HEADER: tuple[str, ...] = (
    "ref", "raised", "action", "due", "status", "owner", "indicators", "started", "ended", "completed",
    "as_reported_status",
)  # fmt: skip

EMPTY = RawCsv(HEADER, (), (), marked=True)
"""The log of a pack that has none yet."""
