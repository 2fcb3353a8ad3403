"""The table of rules, and the audit that applies them.

To add a rule, write a function that yields `Remark`s in its subject's module under `boardpack.check.rules`,
decorated with its name (waivers use it, so it stays), its severity, and a sentence for the documentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.check import waivers
from boardpack.check.rule import E, Family, Rule, W, signed
from boardpack.check.rules import (
    actions,
    bands,
    commentary,
    coverage,
    definitions,
    metadata,
    ratings,
    reported,
    series,
    targets,
    values,
)
from boardpack.check.rules.commentary import LIVE_RULES, live_findings
from boardpack.claims.report import CLAIM_RULES, claim_findings
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack


def check(pack: Pack, earlier: Pack | None = None) -> tuple[Finding, ...]:
    """Audit a pack, with the pack of the month before where there is one; waivers are already applied.

    The order is that of the files, the lines in them, and the rules' names.
    """
    found = [*_findings(pack, earlier)]
    waived = list(waivers.waive(found, pack.waivers))
    judged = [
        *waived,
        *(signed(remark, *UNTOLD[:2]) for remark in waivers.untold(waived)),
        *(signed(remark, *UNUSED[:2]) for remark in waivers.unused(found, pack.waivers)),
        *(signed(remark, *INCOMPLETE[:2]) for remark in waivers.incomplete(pack.waivers)),
    ]
    return tuple(sorted(dict.fromkeys(judged), key=order))


def order(finding: Finding) -> tuple[str, int, str, int, str, str, str]:
    """What findings are sorted by."""
    place = finding.place
    return (
        place.file, place.line, finding.rule, place.column, finding.subject, finding.period, finding.found
    )  # fmt: skip


def rule_names() -> tuple[str, ...]:
    """The names of all rules that this room may report, for waivers and documentation."""
    return tuple(name for name, _, _ in documented())


def documented() -> Iterator[tuple[str, Severity, str]]:
    """Name, severity and sentence of every rule."""
    for rule in (*RULES, *COMPARISONS):
        yield rule.name, rule.severity, rule.sentence
    for family in FAMILIES:
        yield from family.rules
    yield UNUSED
    yield UNTOLD
    yield INCOMPLETE


def _findings(pack: Pack, earlier: Pack | None) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule.findings(pack)
    if earlier is not None:
        for comparison in COMPARISONS:
            yield from comparison.findings(pack, earlier)
    for family in FAMILIES:
        yield from family.find(pack)


SUBJECTS = (
    ratings, bands, targets, values, series, definitions, actions, coverage, commentary, metadata, reported,
)  # fmt: skip
"""The modules of `boardpack.check.rules`, in the order of the documentation."""


def _rules(*, comparing: bool) -> tuple[Rule, ...]:
    """Every rule that a subject's module defines, in the order of its lines."""
    every = (each for module in SUBJECTS for each in vars(module).values() if isinstance(each, Rule))
    return tuple(rule for rule in every if rule.compares is comparing)


RULES: tuple[Rule, ...] = _rules(comparing=False)

COMPARISONS: tuple[Rule, ...] = _rules(comparing=True)

FAMILIES: tuple[Family, ...] = (
    Family(claim_findings, tuple((one.name, one.severity, one.sentence) for one in CLAIM_RULES)),
    Family(live_findings, LIVE_RULES),
)

UNUSED = ("waiver-unused", W, "A waiver matches no finding.")
UNTOLD = ("waiver-reader", E, "A waiver of what a reader sees has no note for the reader.")
INCOMPLETE = ("waiver-incomplete", E, "A waiver lacks its reason or role.")
