"""The claim register for others: lines for people, rows for programs, and what of it a person should look at.

A contradicted number, month, direction, rating, record or count stops the build; words of judgement that
the figures do not bear out are warnings, since a threshold of ours decides; what nothing in the pack can
bear out is a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from boardpack.claims.case import Verdict
from boardpack.claims.lexicon import CODES
from boardpack.claims.reading import read
from boardpack.claims.register import Claim, register
from boardpack.claims.sentences import sentences
from boardpack.claims.syntax import Reading, SentenceTime
from boardpack.claims.vocabulary import vocabulary
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack


def register_text(pack: Pack, claims: Sequence[Claim] | None = None) -> str:
    """The register in lines: place, sentence, and under it each claim with its tie, verdict and reason."""
    lines: list[str] = []
    last = ("", "")
    for claim in register(pack) if claims is None else claims:
        key = (f"{claim.place.file}:{claim.place.line}", claim.sentence)
        if key != last:
            lines += ["", f"{key[0]}: {claim.sentence}"]
            last = key
        lines.append(f"    {claim.place.column}: {_line(pack, claim)}")
    return "\n".join(lines[1:]) + "\n" if lines else "No sentence gives a figure or a direction.\n"


def explain(pack: Pack, file: str, line: int) -> str:
    """What was read of the sentences at a line: tokens, phrases, claims; empty when no sentence is there."""
    known, calendar = vocabulary(pack), SentenceTime(pack.period, pack.year.start.month)
    told: list[str] = []
    for narrative in pack.narratives if file else ():
        if not narrative.place.file.endswith(file):
            continue
        for sentence in sentences(pack, narrative):
            first = narrative.place_of(*sentence.place(0)).line
            last = narrative.place_of(*sentence.place(len(sentence.text) - 1)).line
            if first <= line <= last:
                told += _explained(sentence.text, read(sentence.text, known, calendar))
                told += [f"  {words}" for words in _claims_at(pack, narrative.place.file, sentence.text)]
    return "\n".join(told)


def _explained(text: str, reading: Reading) -> Iterator[str]:
    yield text
    for name, nodes in (("tokens", reading.tokens), ("phrases", reading.nodes)):
        yield f"  {name}:"
        for node in nodes:
            what = " ".join(filter(None, (CODES[node.code], node.what, *(m.short for m in node.months))))
            yield f"    {text[node.start : node.end]}" + (f": {what}" if node.code != "_" else "")
    for node in reading.unread:
        yield f"  not read: {text[node.start : node.end]}"


def _claims_at(pack: Pack, file: str, sentence: str) -> Iterator[str]:
    for claim in register(pack):
        if claim.place.file == file and claim.sentence == sentence:
            yield _line(pack, claim)


def _line(pack: Pack, claim: Claim) -> str:
    tied = f"{', '.join(map(pack.shown, claim.refs))} by {claim.tied_by}" if claim.refs else "no indicator"
    in_part = claim.unread and claim.verdict is Verdict.AGREES
    partly = f", but “{claim.unread}” was not read" if in_part else ""
    return f"{claim.kind} “{claim.words}” [{tied}] {claim.verdict.value}{partly}: {claim.why}"


def register_rows(pack: Pack, claims: Sequence[Claim]) -> list[Mapping[str, object]]:
    """The register as rows of plain values."""
    return [
        {
            "file": claim.place.file,
            "line": claim.place.line,
            "column": claim.place.column,
            "sentence": claim.sentence,
            "kind": claim.kind,
            "words": claim.words,
            "indicators": [*map(pack.shown, claim.refs)],
            "tied_by": claim.tied_by,
            "verdict": claim.verdict.value,
            "said": claim.said,
            "why": claim.why,
            "rule": claim.rule,
            "live": claim.live,
            "unread": claim.unread,
        }
        for claim in claims
    ]


def claim_findings(pack: Pack) -> Iterator[Finding]:
    """What a person should look at, in the order of the files."""
    rules = {rule.name: rule for rule in CLAIM_RULES}
    return (_finding(pack, claim, rules[claim.rule]) for claim in register(pack) if claim.rule)


def _finding(pack: Pack, claim: Claim, rule: ClaimRule) -> Finding:
    """The finding of a claim; of the sentence it quotes the figure or the word from the word list alone."""
    return Finding(
        rule=rule.name,
        severity=rule.severity,
        place=claim.place,
        subject=claim.refs[0] if claim.refs else "",
        found=rule.found.format(words=claim.words, said=claim.said, why=claim.why),
        expected=rule.expected.format(why=claim.why),
        remedy=rule.remedy,
        period=pack.period.iso,
        sentence=claim.sentence,
    )


class ClaimRule(Struct, frozen=True):
    """A rule about claims, with the words of its findings."""

    name: str
    severity: Severity
    sentence: str
    """What it finds."""
    expected: str
    remedy: str
    found: str = "“{words}” says: {said}"


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CLAIM_RULES: tuple[ClaimRule, ...] = (
    ClaimRule(
        "claim-contradicted", E,
        "A number, month, direction, rating, record or count that the figures contradict.",
        "what the figures show: {why}",
        "Correct the sentence or the figure, or write a live figure: {{REF change}}",
    ),
    ClaimRule(
        "claim-doubtful", W,
        "Something read does not fit, but it was read in part, tied loosely or fits another way.",
        "what the figures show: {why}",
        "Compare the sentence with the figures; name the indicator and the month in it.",
    ),
    ClaimRule(
        "claim-pin", E,
        "A pin names an indicator that the pack does not have.",
        "a reference listed in indicators.csv",
        "Correct the reference in the braces.",
        "“{words}” is pinned to an indicator that is not there",
    ),
    ClaimRule(
        "claim-unit", W,
        "The number is right and its unit is not: “-5%” for 5 percentage points.",
        "the unit of the figures: {why}",
        "Write the unit that the figures have: between two percentages, percentage points.",
    ),
    ClaimRule(
        "claim-size", W,
        "“Slightly”, “significantly”, “gradually”, “stable” against the thresholds.",
        "a word that suits the figures: {why}",
        "Take the word out, or give the number.",
    ),
    ClaimRule(
        "claim-status", W,
        "“Strong” of an indicator that is not Green, “high risk” of one that is.",
        "a word that suits the rating: {why}",
        "Say how it is rated, or give the number.",
    ),
    ClaimRule(
        "claim-streak", W,
        "“Continued”, “further”, “again” where the month before went another way.",
        "the same way in the month before: {why}",
        "Take the word out.",
    ),
    ClaimRule(
        "claim-passing", W,
        "A direction said by the way (“despite the rise in …”) that the figures deny.",
        "what the figures show: {why}",
        "Take it out, or say since when.",
    ),
    ClaimRule(
        "claim-unchecked", N,
        "A figure or a direction that nothing in the pack can bear out.",
        "something that the pack's data can show",
        "Name the indicator by its reference, or give its source; else check it by hand.",
        "“{words}” cannot be checked: {why}",
    ),
    ClaimRule(
        "claim-otherwise", N,
        "A figure that fits another month of its sentence, or as a change, than was read.",
        "a month or a change that is plain: {why}",
        "Check that it is read as it is meant, or put the month beside the figure.",
    ),
    ClaimRule(
        "claim-unread", N,
        "Words that say something and were not read: the sentence is checked in part.",
        "a sentence that can be checked whole",
        "Check it by hand, or say it more plainly.",
        "“{words}” was not read",
    ),
)  # fmt: skip
"""The rules about claims."""
