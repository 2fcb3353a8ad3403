"""A month's own facts and waivers: dates to fill in, and last month's waivers to be taken up or left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from boardpack.check.waivers import READER_RULES
from boardpack.load.project import FileChange, text_change
from boardpack.model.finding import Finding, Waiver
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def fact_files(
    earlier: Pack,
    findings: Sequence[Finding],
    period: Period,
    *,
    keep_waivers: bool = False,
    meeting: date | None = None,
) -> tuple[FileChange, ...]:
    """month.toml with its dates empty, and waivers.toml with last month's waivers as comments, or kept.

    `findings` are the earlier month's: a waiver that none of them needs is left out.
    """
    folder = f"narratives/{period.iso}"
    waivers = _waivers(earlier, findings, period, keep=keep_waivers)
    return (
        text_change(f"{folder}/month.toml", _month(earlier, period, meeting), new=True),
        text_change(f"{folder}/waivers.toml", waivers, new=True),
    )


def _month(earlier: Pack, period: Period, meeting: date | None) -> str:
    held = f'"{meeting.isoformat()}"' if meeting is not None else '""      '
    return MONTH.format(month=period.long, clear=_clear(earlier), meeting=held)


def _clear(earlier: Pack) -> str:
    """How many clear days there must be, in words."""
    return {"Wales": "three"}.get(earlier.facts.jurisdiction, "five")


def _waivers(earlier: Pack, findings: Sequence[Finding], period: Period, *, keep: bool) -> str:
    head = WAIVERS.format(month=period.long)
    carried = [bound for waiver in earlier.waivers if (bound := _bound(waiver, findings)) is not None]
    seen = [waiver.rule for waiver in earlier.waivers if waiver.rule in READER_RULES]
    if not carried and not seen:
        return head
    words = (KEPT if keep else ONCE_WAIVED).format(month=earlier.period.long)
    left = SEEN.format(rules=", ".join(sorted(set(seen)))) if seen else ""
    waivers = [_waiver(waiver, "" if keep else "# ") for waiver in carried]
    return "\n".join(filter(None, (head, words if carried else "", left, *waivers)))


def _bound(waiver: Waiver, findings: Sequence[Finding]) -> Waiver | None:
    """The waiver bound to the words of the finding that it is for; None when it is not to be taken over.

    What a reader sees is looked at anew each month, and so is a finding that is no longer there.
    """
    found = [finding.found for finding in findings if finding.waiver == waiver]
    if not found or waiver.rule in READER_RULES:
        return None
    return replace(waiver, words=found[0]) if len(found) == 1 and not waiver.words else waiver


def _waiver(waiver: Waiver, before: str) -> str:
    lines = (
        "[[waiver]]",
        f"rule = {toml_text(waiver.rule)}",
        f"subject = {toml_text(waiver.subject)}",
        *([f"words = {toml_text(waiver.words)}"] if waiver.words else []),
        f"reason = {toml_text(waiver.reason)}",
        *([f"reader = {toml_text(waiver.reader)}"] if waiver.reader else []),
        f"role = {toml_text(waiver.role)}",
        f"date = {waiver.date.isoformat()}",
    )
    return "\n".join(f"{before}{line}" for line in lines) + "\n"


def toml_text(text: str) -> str:
    """A basic TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


MONTH = """\
# The facts of {month}'s pack. Dates are written 2017-10-31; an empty one is printed as not stated.

version = "1"
meeting_date = {meeting}  # when the committee meets
commentary_as_at = ""    # up to which day the commentary speaks
data_extracted_on = ""   # when the figures were taken from the system
published_on = ""        # {clear} clear days before the meeting at the latest
note = ""                # a line for the cover
"""

WAIVERS = """\
# Known faults of {month}'s pack that will not be put right, each waived for one rule and one subject,
# with a reason and the role of the person who accepts it. `boardpack check --no-waivers` shows them all.
"""

ONCE_WAIVED = """\
# Waived in {month}, and not carried over by itself. To waive a fault again, take away the `# ` before
# each line of its waiver, and give a reason and a date of today.
"""

SEEN = """\
# What a reader sees is not waived from month to month ({rules}): look at it again, and tell the reader.
"""

KEPT = """\
# Taken over from {month}, each with its reason and its day. `boardpack check` names those that match
# nothing any more: delete them.
"""
