"""What of the claim register a person should look at.

A contradicted number, month, direction, rating, record or count stops the build; words of judgement that
the figures do not bear out are warnings, since a threshold of ours decides; what nothing in the pack can
bear out is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from boardpack.claims.register import Claim, register
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
    found, expected = WORDINGS[claim.rule]
    return Finding(
        rule=claim.rule,
        severity=severity,
        place=claim.place,
        subject=claim.refs[0] if claim.refs else "",
        found=found.format(words=claim.words, said=claim.said, why=claim.why),
        expected=expected.format(why=claim.why),
        remedy=REMEDIES[claim.rule],
        period=pack.period.iso,
        sentence=claim.sentence,
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
    (
        "claim-doubtful",
        W,
        "Something read does not fit, but it was read in part, tied loosely or fits another way.",
    ),
    ("claim-pin", E, "A pin names an indicator that the pack does not have."),
    ("claim-unit", W, "The number is right and its unit is not: “-5%” for 5 percentage points."),
    ("claim-size", W, "“Slightly”, “significantly”, “gradually”, “stable” against the thresholds."),
    ("claim-status", W, "“Strong” of an indicator that is not Green, “high risk” of one that is."),
    ("claim-streak", W, "“Continued”, “further”, “again” where the month before went another way."),
    ("claim-passing", W, "A direction said by the way (“despite the rise in …”) that the figures deny."),
    ("claim-unchecked", N, "A figure or a direction that nothing in the pack can bear out."),
    (
        "claim-otherwise",
        N,
        "A figure that fits another month of its sentence, or as a change, than was read.",
    ),
    ("claim-unread", N, "Words that say something and were not read: the sentence is checked in part."),
)
"""The rules of this room: name, severity, and what each finds."""

_SAID = "“{words}” says: {said}"

WORDINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "claim-contradicted": (_SAID, "what the figures show: {why}"),
        "claim-doubtful": (_SAID, "what the figures show: {why}"),
        "claim-pin": (
            "“{words}” is pinned to an indicator that is not there",
            "a reference listed in indicators.csv",
        ),
        "claim-otherwise": (_SAID, "a month or a change that is plain: {why}"),
        "claim-unread": ("“{words}” was not read", "a sentence that can be checked whole"),
        "claim-unit": (_SAID, "the unit of the figures: {why}"),
        "claim-size": (_SAID, "a word that suits the figures: {why}"),
        "claim-status": (_SAID, "a word that suits the rating: {why}"),
        "claim-streak": (_SAID, "the same way in the month before: {why}"),
        "claim-passing": (_SAID, "what the figures show: {why}"),
        "claim-unchecked": ("“{words}” cannot be checked: {why}", "something that the pack's data can show"),
    }
)
"""What was found and what was expected, by rule."""

REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "claim-contradicted": "Correct the sentence or the figure, or write a live figure: {{REF change}}",
        "claim-doubtful": "Compare the sentence with the figures; name the indicator and the month in it.",
        "claim-pin": "Correct the reference in the braces.",
        "claim-otherwise": "Check that it is read as it is meant, or put the month beside the figure.",
        "claim-unread": "Check it by hand, or say it more plainly.",
        "claim-unit": "Write the unit that the figures have: between two percentages, percentage points.",
        "claim-size": "Take the word out, or give the number.",
        "claim-status": "Say how it is rated, or give the number.",
        "claim-streak": "Take the word out.",
        "claim-passing": "Take it out, or say since when.",
        "claim-unchecked": "Name the indicator by its reference, or give its source; else check it by hand.",
    }
)
"""What to do, by rule."""
