"""Collecting findings while files are read, and the words they are made of."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from typing import TypedDict, Unpack

from boardpack.errors import BoardpackError
from boardpack.model.finding import Finding, Place, Severity, listed

EXCERPT = 40
"""Characters of a typed cell that a finding shows; narrative is never shown at all."""

ALIKE = 40
"""Findings of one rule in one file that are listed; the rest are counted."""


HINTS = 100
"""Suggestions from long lists of words that one reading may look for; each takes a millisecond or more."""


class About(TypedDict, total=False):
    """What a finding is about, where it is not the whole file."""

    subject: str
    """A canonical reference, or a key."""
    period: str
    """ISO month."""


class FindingLog:
    """The findings gathered so far: the one thing that changes while a project is read."""

    __slots__ = ("findings", "hints")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.hints = HINTS

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """Suggest the known word that was probably meant, as `nearest` does, while that is worth its time."""
        self.hints -= 1
        return nearest(word, known) if self.hints >= 0 else ""

    def error(
        self, rule: str, place: Place, found: str, expected: str, remedy: str, **about: Unpack[About]
    ) -> None:
        """Add a fault that would make the pack wrong."""
        self._add(Severity.ERROR, rule, place, (found, expected, remedy), about)

    def warning(
        self, rule: str, place: Place, found: str, expected: str, remedy: str, **about: Unpack[About]
    ) -> None:
        """Add something that a person should look at, and that does not stop the build."""
        self._add(Severity.WARNING, rule, place, (found, expected, remedy), about)

    def note(
        self, rule: str, place: Place, found: str, expected: str, remedy: str, **about: Unpack[About]
    ) -> None:
        """Add how something was read that may be read in two ways."""
        self._add(Severity.NOTE, rule, place, (found, expected, remedy), about)

    def refuse(self) -> None:
        """Go no further where there are any: BoardpackError with the first."""
        if self.findings:
            first = self.findings[0]
            raise BoardpackError(f"{first.place}: {first.found}; expected {first.expected}. {first.remedy}")

    def _add(
        self, severity: Severity, rule: str, place: Place, words: tuple[str, str, str], about: About
    ) -> None:
        subject, period = about.get("subject", ""), about.get("period", "")
        self.findings.append(Finding(rule, severity, place, subject, *words, period))


def excerpt(text: str) -> str:
    """Show a typed cell in a finding: on one line, in backticks, cut short."""
    line = "".join(mark if mark.isprintable() else " " for mark in text[: EXCERPT * 2])
    line = " ".join(line.split())
    return f"`{line[:EXCERPT]}…`" if len(line) > EXCERPT or len(text) > EXCERPT * 2 else f"`{line}`"


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest the known word that was probably meant: `, did you mean X?`, or nothing."""
    meant = closest(word, known)
    return f"; did you mean `{meant}`?" if meant else ""


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that comes nearest to a word; empty when none is near."""
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold()[:80], sorted(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


def listing(words: Iterable[str]) -> str:
    """`a`, `b` or `c`."""
    return listed([f"`{word}`" for word in words], "or")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by place and count, rather than list, what one file has more than `ALIKE` times."""
    ordered = sorted(set(findings), key=lambda f: (f.place, f.rule, f.subject, f.period, f.found))
    seen: Counter[tuple[str, str]] = Counter()
    kept: list[Finding] = []
    for finding in ordered:
        key = (finding.rule, finding.place.file)
        seen[key] += 1
        if seen[key] <= ALIKE:
            kept.append(finding)
    return (*kept, *_counted(kept, seen))


def _counted(kept: list[Finding], seen: Counter[tuple[str, str]]) -> list[Finding]:
    last = {(finding.rule, finding.place.file): finding for finding in kept}
    return [
        Finding(
            rule, last[rule, file].severity, Place(file), "",
            f"{count - ALIKE} more of the same in this file",
            last[rule, file].expected,
            "Put right those listed above; the others follow the same pattern.",
        )
        for (rule, file), count in sorted(seen.items())
        if count > ALIKE
    ]  # fmt: skip
