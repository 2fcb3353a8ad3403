"""Findings for others: as the JSON that `schema.json`, beside this module, describes, in groups, as tasks.

`todo` lists what a half-finished month still lacks, by who should bring it; the rules that find such a gap
are named in `LACKS`. Groups are by kind, by owner and by file, with the kinds to look at first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

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


_Key = TypeVar("_Key", bound=Hashable)


# ---------------------------------------------------------------------------------------------------- groups


class FindingKind(Struct, frozen=True):
    """The findings of one rule."""

    rule: str
    severity: Severity
    sentence: str
    """What the rule finds; of a rule of the loader, what the first finding says."""
    findings: tuple[Finding, ...]


class FindingGroup(Struct, frozen=True):
    """Findings under a name: an owner with their role, a file, a rule with its sentence."""

    name: str
    detail: str
    findings: tuple[Finding, ...]


def is_open(finding: Finding) -> bool:
    """Whether a finding asks for something: neither waived nor a note."""
    return finding.waiver is None and finding.severity is not Severity.NOTE


def kinds(findings: Iterable[Finding]) -> tuple[FindingKind, ...]:
    """Put findings together by rule, in the order in which a person should look at them."""
    grouped = _grouped(findings, lambda finding: (finding.rule,))
    found = (
        FindingKind(rule, group[0].severity, rule_sentence(rule) or group[0].found, tuple(group))
        for rule, group in grouped
    )
    return tuple(sorted(found, key=_urgency))


def by_kind(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Group findings by rule, what matters most first."""
    return tuple(FindingGroup(kind.rule, kind.sentence, kind.findings) for kind in kinds(findings))


def by_file(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Group findings by file, in the order of the files."""
    grouped = _grouped(findings, lambda finding: (finding.place.file,))
    return tuple(FindingGroup(file, "", tuple(group)) for file, group in grouped)


def by_owner(pack: Pack | None, findings: Sequence[Finding]) -> tuple[FindingGroup, ...]:
    """Group findings by who should see to them, in the order of owners.csv; what is nobody's comes last.

    A finding about a table is each of its owners'. The last group's name is empty.
    """
    found = _grouped(findings, lambda finding: tuple(owners_of(pack, finding.subject)) if pack else ("",))
    owners = {owner.code: (number, owner.role) for number, owner in enumerate(pack.owners if pack else ())}
    ordered = sorted(found, key=lambda group: (not group[0], owners.get(group[0], (len(owners), ""))[0]))
    return tuple(FindingGroup(code, owners.get(code, (0, ""))[1], tuple(group)) for code, group in ordered)


@lru_cache(maxsize=1)
def _sentences() -> dict[str, str]:
    from boardpack.check.registry import documented  # noqa: PLC0415 - the archive reports without the rules

    return {name: sentence for name, _, sentence in documented()}


def rule_sentence(rule: str) -> str:
    """Return what a rule finds; empty for a rule of the loader, whose findings say it themselves."""
    return _sentences().get(rule, "")


def _urgency(kind: FindingKind) -> tuple[int, int, int, str]:
    severity = list(Severity).index(kind.severity)
    weight = next((n for n, prefixes in enumerate(FIRST) if kind.rule.startswith(prefixes)), len(FIRST))
    return severity, weight, -len(kind.findings), kind.rule


def _grouped(
    findings: Iterable[Finding], keys: Callable[[Finding], tuple[_Key, ...]]
) -> list[tuple[_Key, list[Finding]]]:
    found: dict[_Key, list[Finding]] = defaultdict(list)
    for finding in findings:
        for key in keys(finding):
            found[key].append(finding)
    return list(found.items())


FIRST: tuple[tuple[str, ...], ...] = (
    ("claim-", "live-"),
    ("red-", "amber-", "summary-", "activity-", "next-steps-", "commentary-"),
    ("rating-", "value-", "series-"),
    ("action-", "facts-", "dates-"),
)
"""How rules of one severity rank, by the beginning of their names: words that the figures deny, what the
commentary leaves out, the figures, the actions; every other rule, on how the data is written, comes last."""
