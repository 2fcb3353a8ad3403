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
    known = sorted(waivers, key=lambda waiver: not waiver.words)
    return tuple(
        replace(finding, waiver=next((waiver for waiver in known if _is_for(waiver, finding)), None))
        for finding in findings
    )


def unused(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> Iterator[Remark]:
    """A waiver that nothing needs any more."""
    known = list(findings)
    for waiver in waivers:
        if not any(_is_for(waiver, finding) for finding in known):
            yield Remark(
                waiver.place, canonical_ref(waiver.subject),
                f"the waiver of {waiver.rule} for {waiver.subject or 'the whole pack'} matches no finding",
                "a waiver for a fault that is there",
                "Take it out, or correct its rule, subject or words.",
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


def _is_for(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver is for a finding: its rule, its subject and, if it gives any, words of its message."""
    same = (waiver.rule, canonical_ref(waiver.subject)) == (finding.rule, canonical_ref(finding.subject))
    return same and _plain(waiver.words) in _plain(finding.found)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
