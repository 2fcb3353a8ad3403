"""What a rule is: a function with a name, a severity and a sentence, put to it by a decorator.

@rule("action-overdue", W, "Open after the month in which it was due.")
def overdue(pack: Pack) -> Iterator[Remark]: ...

A rule on one indicator, target or action at a time (the decorators are in `boardpack.check.rules.common`):

@indicator_rule("value-blank", E, "No value this month, and nothing says why.")
def blank(pack: Pack, indicator: Indicator) -> Iterator[Remark]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVarTuple, Unpack

from msgspec import Struct

from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.pack import Pack

Ts = TypeVarTuple("Ts")


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
    """A rule: what it is called, how much it matters, how it is found. Calling it gives its remarks."""

    name: str
    severity: Severity
    sentence: str
    """What it finds, for the documentation."""
    find: Callable[[Pack], Iterator[Remark]]

    def __call__(self, pack: Pack) -> Iterator[Remark]:
        """Find what the rule is about in a pack."""
        return self.find(pack)

    def findings(self, pack: Pack) -> Iterator[Finding]:
        """Apply the rule to a pack."""
        for remark in self.find(pack):
            yield signed(remark, self.name, self.severity)


Find = Callable[[Pack, Unpack[Ts]], Iterator[Remark]]
"""What a rule has to say of a pack, or of one thing in it."""
Decorate = Callable[[str, Severity, str], Callable[[Find[*Ts]], Rule]]


class ComparisonRule(Struct, frozen=True):
    """A rule that needs the pack of an earlier month as well."""

    name: str
    severity: Severity
    sentence: str
    find: Callable[[Pack, Pack], Iterator[Remark]]
    """The pack first, then the earlier one."""

    def __call__(self, pack: Pack, earlier: Pack) -> Iterator[Remark]:
        """Find what the rule is about in a pack and the one before it."""
        return self.find(pack, earlier)

    def findings(self, pack: Pack, earlier: Pack) -> Iterator[Finding]:
        """Apply the rule to a pack and the one before it."""
        for remark in self.find(pack, earlier):
            yield signed(remark, self.name, self.severity)


def rule(
    name: str, severity: Severity, sentence: str
) -> Callable[[Callable[[Pack], Iterator[Remark]]], Rule]:
    """Make a rule of a function that yields its remarks. Waivers use the name, so it stays."""
    return lambda find: Rule(name, severity, sentence, find)


def rule_for(each: Callable[[Pack], Iterable[tuple[*Ts]]]) -> Decorate[*Ts]:
    """Make a decorator like `rule` for functions of one thing at a time, which `each` gives of a pack."""

    def decorate(name: str, severity: Severity, sentence: str) -> Callable[[Find[*Ts]], Rule]:
        return lambda find: Rule(
            name, severity, sentence, lambda pack: (r for one in each(pack) for r in find(pack, *one))
        )

    return decorate


def comparison(
    name: str, severity: Severity, sentence: str
) -> Callable[[Callable[[Pack, Pack], Iterator[Remark]]], ComparisonRule]:
    """Make a rule of a function that also takes the pack of an earlier month."""
    return lambda find: ComparisonRule(name, severity, sentence, find)


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


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
"""How much a rule matters, in one letter beside its name."""
