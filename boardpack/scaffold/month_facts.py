"""A month's own facts and waivers: dates to fill in, and last month's waivers to be taken up or left."""

from __future__ import annotations

from boardpack.file_change import FileChange, text_change
from boardpack.model.finding import Waiver
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def fact_files(earlier: Pack, period: Period, *, keep_waivers: bool = False) -> tuple[FileChange, ...]:
    """month.toml with its dates empty, and waivers.toml with last month's waivers as comments, or kept."""
    folder = f"narratives/{period.iso}"
    return (
        text_change(f"{folder}/month.toml", MONTH.format(month=period.long), new=True),
        text_change(f"{folder}/waivers.toml", _waivers(earlier, period, keep=keep_waivers), new=True),
    )


def _waivers(earlier: Pack, period: Period, *, keep: bool) -> str:
    head = WAIVERS.format(month=period.long)
    if not earlier.waivers:
        return head
    words = (KEPT if keep else ONCE_WAIVED).format(month=earlier.period.long)
    waivers = [_waiver(waiver, "" if keep else "# ") for waiver in earlier.waivers]
    return "\n".join((head, words, *waivers))


def _waiver(waiver: Waiver, before: str) -> str:
    lines = (
        "[[waiver]]",
        f"rule = {toml_text(waiver.rule)}",
        f"subject = {toml_text(waiver.subject)}",
        f"reason = {toml_text(waiver.reason)}",
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
meeting_date = ""        # when the committee meets
commentary_as_at = ""    # up to which day the commentary speaks
data_extracted_on = ""   # when the figures were taken from the system
published_on = ""        # five clear days before the meeting at the latest
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

KEPT = """\
# Taken over from {month}, each with its reason and its day. `boardpack check` names those that match
# nothing any more: delete them.
"""
