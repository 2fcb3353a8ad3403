"""Waivers: a known fault, accepted by a named role with a reason, keeps its severity and stops nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from boardpack.check.rule import Remark
from boardpack.model.finding import Finding, Waiver
from boardpack.model.indicator import canonical_ref


def waive(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> tuple[Finding, ...]:
    """Put to each finding the waiver that is for its rule and its subject, if there is one.

    A waiver without a subject is for findings about the whole pack, not for all of its subjects.
    """
    known = {(waiver.rule, canonical_ref(waiver.subject)): waiver for waiver in waivers}
    return tuple(replace(finding, waiver=known.get(_key(finding))) for finding in findings)


def unused(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> Iterator[Remark]:
    """A waiver that nothing needs any more."""
    needed = {_key(finding) for finding in findings}
    for waiver in waivers:
        if (waiver.rule, canonical_ref(waiver.subject)) not in needed:
            yield Remark(
                waiver.place, canonical_ref(waiver.subject),
                f"the waiver of {waiver.rule} for {waiver.subject or 'the whole pack'} matches no finding",
                "a waiver for a fault that is there",
                "Take it out, or correct its rule or subject.",
            )  # fmt: skip


def incomplete(waivers: Iterable[Waiver]) -> Iterator[Remark]:
    """A waiver that does not say who accepted the fault, or why."""
    for waiver in waivers:
        if not waiver.reason.strip() or not waiver.role.strip():
            yield Remark(
                waiver.place, canonical_ref(waiver.subject),
                f"the waiver of {waiver.rule} names no {'reason' if not waiver.reason.strip() else 'role'}",
                "a reason and the role of who accepted it",
                "Complete it.",
            )  # fmt: skip


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, canonical_ref(finding.subject)
