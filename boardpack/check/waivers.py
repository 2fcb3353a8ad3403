"""Waivers: a known fault, accepted by a named role with a reason, keeps its severity and stops nothing.

A fault that a reader sees on the page (`READER_RULES`) is accepted only together with a note for the reader.
A waiver with `words` holds for the finding whose message has them: when what it accepts changes, the words no
longer match, and the finding is open again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from boardpack.check.rule import Remark
from boardpack.model.finding import Finding, Waiver
from boardpack.model.indicator import canonical_ref

_Of = TypeVar("_Of", Waiver, Finding)

Matter = tuple[str, str]
"""A rule and a subject: what a waiver and the findings it may be for have in common."""


def waive(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> Iterator[Finding]:
    """Put to each finding the waiver that is for its rule and its subject, if there is one.

    A waiver without a subject is for findings about the whole pack, not for all of its subjects.
    """
    known = _by_matter(sorted(waivers, key=lambda waiver: not waiver.words))
    for finding in findings:
        fitting = (waiver for waiver in known.get(_matter(finding), ()) if _words_in(waiver, finding))
        yield _waived(finding, next(fitting, None))


def _waived(finding: Finding, waiver: Waiver | None) -> Finding:
    """A finding with its waiver, whose note for the reader it takes over."""
    if waiver is None or not waiver.reader:
        return replace(finding, waiver=waiver)
    return replace(finding, waiver=waiver, audience="reader", reader_note=waiver.reader)


def unused(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> Iterator[Remark]:
    """A waiver that nothing needs any more."""
    known = _by_matter(findings)
    for waiver in waivers:
        if not any(_words_in(waiver, finding) for finding in known.get(_matter(waiver), ())):
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


def untold(findings: Iterable[Finding]) -> Iterator[Remark]:
    """A waiver of what a reader sees that does not tell the reader."""
    told: set[Waiver] = set()
    for finding in findings:
        waiver = finding.waiver
        if waiver is None or waiver in told or finding.rule not in READER_RULES or finding.reader_note:
            continue
        told.add(waiver)
        yield Remark(
            waiver.place, canonical_ref(waiver.subject),
            f"the waiver of {waiver.rule} for {waiver.subject or 'the pack'} has no note to the reader",
            'a key `reader = "…"`: a sentence that is printed among the notes',
            "Tell the reader what is printed and why; or put the fault right and take the waiver out.",
        )  # fmt: skip


READER_RULES = frozenset(
    {
        "claim-contradicted",
        "headline-counts",
        "rating-words",
        "title-differs",
        "title-footnote",
    }
)
"""Rules about what a reader sees and cannot know to be otherwise."""


def _by_matter(things: Iterable[_Of]) -> Mapping[Matter, list[_Of]]:
    grouped: dict[Matter, list[_Of]] = defaultdict(list)
    for thing in things:
        grouped[_matter(thing)].append(thing)
    return grouped


def _matter(of: Waiver | Finding) -> Matter:
    return of.rule, canonical_ref(of.subject)


def _words_in(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver of a finding's matter is for it: any words that it gives are in the message."""
    if waiver.sentence and _plain(waiver.sentence) != _plain(finding.sentence):
        return False
    return not waiver.words or _plain(waiver.words) in _plain(finding.found)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
