"""Findings put together for people: by kind, by owner, by file, and which kinds to look at first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from boardpack.check.registry import documented
from boardpack.check.report import owners_of
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack

_Key = TypeVar("_Key", bound=Hashable)


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
