"""What a rule is, and what it says before its name and severity are put to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.pack import Pack


class Remark(Struct, frozen=True):
    """A finding as its rule makes it; `boardpack.check.registry` adds the rule's name and severity."""

    place: Place
    subject: str
    found: str
    expected: str
    remedy: str
    period: str = ""
    reader_note: str = ""
    """A plain sentence for the pack's last page; empty when its reader need not know."""


class Rule(Struct, frozen=True):
    """One row of the table of rules: what it is called, how much it matters, how it is found."""

    name: str
    severity: Severity
    find: Callable[[Pack], Iterator[Remark]]
    sentence: str
    """What it finds, for the documentation."""

    def findings(self, pack: Pack) -> Iterator[Finding]:
        """Apply the rule to a pack."""
        for remark in self.find(pack):
            yield signed(remark, self.name, self.severity)


class CheckedPack(Struct, frozen=True):
    """A rule that needs the pack of an earlier month as well."""

    name: str
    severity: Severity
    find: Callable[[Pack, Pack], Iterator[Remark]]
    """The pack first, then the earlier one."""
    sentence: str

    def findings(self, pack: Pack, earlier: Pack) -> Iterator[Finding]:
        """Apply the rule to a pack and the one before it."""
        for remark in self.find(pack, earlier):
            yield signed(remark, self.name, self.severity)


class Family(Struct, frozen=True):
    """Rules that another room applies together, such as the checking of claims in prose."""

    find: Callable[[Pack], Iterator[Finding]]
    rules: tuple[tuple[str, Severity, str], ...]
    """Name, severity and sentence of each rule that it may report."""


def signed(remark: Remark, rule: str, severity: Severity) -> Finding:
    """Make a finding of a remark."""
    return Finding(
        rule=rule,
        severity=severity,
        place=remark.place,
        subject=remark.subject,
        found=remark.found,
        expected=remark.expected,
        remedy=remark.remedy,
        period=remark.period,
        audience="reader" if remark.reader_note else "analyst",
        reader_note=remark.reader_note,
    )
