"""What a half-finished month still lacks, by who should bring it."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from boardpack.disclosure.clear_days import CLEAR_DAYS, publish_by
from boardpack.model.finding import Finding, Place
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Pack


class Task(Struct, frozen=True):
    """One thing to bring, and the file it goes into."""

    owner: str
    """An owner's code; empty for whoever puts the pack together."""
    role: str
    what: str
    place: Place


def todo(pack: Pack, findings: Iterable[Finding]) -> tuple[Task, ...]:
    """List what is missing, owner by owner, then what is nobody's; waived gaps are left out."""
    tasks = [
        Task(
            code,
            role.role if (role := pack.owner(code)) else "",
            f"{finding.found}. {finding.remedy}",
            finding.place,
        )
        for finding in findings
        if finding.rule in LACKS and finding.waiver is None
        for code in owners_of(pack, finding.subject)
    ]
    tasks += _publication(pack)
    order = {owner.code: number for number, owner in enumerate(pack.owners)}
    return tuple(sorted(tasks, key=lambda task: (not task.owner, order.get(task.owner, len(order)))))


def _publication(pack: Pack) -> list[Task]:
    """By which day the pack must be published, until it says that it was."""
    last, meeting = publish_by(pack), pack.facts.meeting_date
    if last is None or meeting is None or pack.facts.published_on is not None:
        return []
    place = Place(f"narratives/{pack.period.iso}/month.toml")
    clear = CLEAR_DAYS[pack.facts.jurisdiction]
    said = f"{clear} clear days before the meeting on {meeting.isoformat()}"
    return [Task("", "", f"Publish by {last:%A} {last.isoformat()}, {said}. Fill in published_on.", place)]


def owners_of(pack: Pack, subject: str) -> list[str]:
    """Return who sees to a subject: the indicator's owner, a table's owners, an action's; else `""`."""
    indicator = pack.indicator(subject)
    if indicator is not None:
        return [indicator.owner]
    members = [i.owner for i in pack.indicators if i.table and canonical_ref(i.table) == subject]
    actions = [a.owner for a in pack.actions if canonical_ref(a.ref) == subject]
    return list(dict.fromkeys([*members, *actions])) or [""]


LACKS = frozenset(
    {
        "value-blank", "value-blank-earlier", "red-not-covered", "amber-not-covered", "activity-missing",
        "next-steps-missing", "red-without-activity", "commentary-missing", "summary-missing",
        "summary-red-missing", "facts-missing", "dates-missing", "action-tbc", "action-tbc-long",
        "action-overdue", "action-owner-missing", "action-undated", "owner-unexplained",
        "rating-unexplained", "cell-blank", "narrative-missing",
    }
)  # fmt: skip
"""The rules that find something missing rather than something wrong."""
