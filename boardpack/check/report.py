"""Findings for others: as the JSON that `schema.json`, beside this module, describes, and as things to bring.

`todo` lists what a half-finished month still lacks, by who should bring it; the rules that find such a gap
are named in `LACKS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from boardpack.disclosure.clear_days import CLEAR_DAYS, publish_by
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Period


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


def findings_data(period: Period | None, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return what `boardpack check --format json` prints, as plain lists and dictionaries."""
    return {
        "version": 1,
        "period": period.iso if period else None,
        "counts": counts(findings),
        "findings": [_finding(finding) for finding in findings],
    }


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity are not waived, and how many are waived."""
    every = list(findings)
    open_ones = [finding for finding in every if finding.waiver is None]
    return {
        **{f"{s.value}s": sum(finding.severity is s for finding in open_ones) for s in Severity},
        "waived": len(every) - len(open_ones),
    }


def task_data(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Return what is still missing, for the key `tasks`."""
    return [
        {
            "owner": task.owner,
            "role": task.role,
            "what": task.what,
            "file": task.place.file,
            "line": task.place.line,
        }
        for task in tasks
    ]


def _finding(finding: Finding) -> dict[str, Any]:
    waiver = finding.waiver
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "subject": finding.subject,
        "period": finding.period,
        "found": finding.found,
        "expected": finding.expected,
        "remedy": finding.remedy,
        "audience": finding.audience,
        "reader_note": finding.reader_note,
        "blocks": finding.blocks,
        "waiver": None
        if waiver is None
        else {
            "reason": waiver.reason,
            "role": waiver.role,
            "date": waiver.date.isoformat(),
            "file": waiver.place.file,
            "line": waiver.place.line,
        },
    }
