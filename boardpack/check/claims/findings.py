"""What of the claim register a person should look at.

A contradicted number, month, direction, rating, record or count stops the build; words of judgement that
the figures do not bear out are warnings, since a threshold of ours decides; what nothing in the pack can
bear out is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from boardpack.check.claims.register import Claim, register
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack


def claim_findings(pack: Pack) -> Iterator[Finding]:
    """Yield what a person should look at, in the order of the files."""
    severities = {name: severity for name, severity, _ in CLAIM_RULES}
    for claim in register(pack):
        if claim.rule:
            yield _finding(pack, claim, severities[claim.rule])


def _finding(pack: Pack, claim: Claim, severity: Severity) -> Finding:
    """The finding of a claim; of the sentence it quotes the figure or the word from the word list alone."""
    said = claim.said or f"a {claim.kind}" + ("" if claim.refs else " that was tied to no indicator")
    return Finding(
        rule=claim.rule,
        severity=severity,
        place=claim.place,
        subject=claim.refs[0] if claim.refs else "",
        found=f"“{claim.words}”: {said}",
        expected=claim.why,
        remedy=REMEDIES[claim.rule],
        period=pack.period.iso,
    )


E = Severity.ERROR
W = Severity.WARNING
N = Severity.NOTE

CLAIM_RULES: tuple[tuple[str, Severity, str], ...] = (
    (
        "claim-contradicted",
        E,
        "A number, month, direction, rating, record or count that the figures contradict.",
    ),
    ("claim-unit", W, "The number is right and its unit is not: “-5%” for 5 percentage points."),
    ("claim-size", W, "“Slightly”, “significantly”, “gradually”, “stable” against the thresholds."),
    ("claim-status", W, "“Strong” of an indicator that is not Green, “high risk” of one that is."),
    ("claim-streak", W, "“Continued”, “further”, “again” where the month before went another way."),
    ("claim-passing", W, "A direction said by the way (“despite the rise in …”) that the figures deny."),
    ("claim-unchecked", N, "A figure or a direction that nothing in the pack can bear out."),
)
"""The rules of this room: name, severity, and what each finds."""

REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "claim-contradicted": "Correct the sentence or the figure, or write a live figure: {{REF change}}.",
        "claim-unit": "Write the unit that the figures have; between percentages it is percentage points.",
        "claim-size": "Take the size word out, or give the number.",
        "claim-status": "Say how it is rated, or give the number.",
        "claim-streak": "Leave the word out: the month before went another way.",
        "claim-passing": "Leave it out, or say since when.",
        "claim-unchecked": "Give the source of the figure, or name the indicator by its reference.",
    }
)
