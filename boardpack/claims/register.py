"""The claim register: every sentence with a figure or a direction, what it was tied to, and the verdict."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.rating import rate
from boardpack.claims.amount import AmountUnit
from boardpack.claims.case import Outcome, Verdict
from boardpack.claims.extract import read
from boardpack.claims.known import is_known, is_of_another, is_the_rest, read_with_doubt
from boardpack.claims.months import MONTH_HERE
from boardpack.claims.sentences import Sentence, sentences
from boardpack.claims.sought import Sought
from boardpack.claims.standing import Standing
from boardpack.claims.statement import Kind, Reading, Statement
from boardpack.claims.subject import Tie, ties
from boardpack.claims.tie import Vocabulary, in_scope, shown, vocabulary
from boardpack.claims.verify import verify
from boardpack.model.finding import Place
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack
from boardpack.model.rating import RatingBasis
from boardpack.words import base_language


class Claim(Struct, frozen=True):
    """One thing a sentence says, what it was tied to, and what came of it."""

    place: Place
    sentence: str
    kind: str
    words: str
    """The words that say it."""
    refs: tuple[str, ...]
    """Canonical references of the indicators it was tied to."""
    tied_by: str
    """`reference`, `title`, `before`, `heading`; empty when it was tied to none."""
    verdict: Verdict
    said: str
    why: str
    rule: str
    """The rule of the finding it gives; empty when it gives none."""
    live: bool = False


def register(pack: Pack) -> tuple[Claim, ...]:
    """Every claim of the pack's commentary, in the order of the files; none in a language but English."""
    if base_language(pack.words.language) != "en":
        return ()
    known = vocabulary(pack)
    return tuple(claim for narrative in pack.narratives for claim in _claims(pack, known, narrative))


def _claims(pack: Pack, known: Vocabulary, narrative: Narrative) -> Iterator[Claim]:
    readings = [
        read(sentence, known, pack.period, pack.year.start.month) for sentence in sentences(pack, narrative)
    ]
    for reading, tied in zip(readings, ties(pack, known, narrative, readings), strict=True):
        named = frozenset(ref for _, tie in tied if tie.how in {"reference", "title"} for ref in tie.refs)
        scope = () if named or not tied else in_scope(pack, narrative, reading.sentence.heading)
        for statement, tie in tied:
            told = _Told(narrative, reading, statement, tie, frozenset(scope).difference(tie.refs))
            yield from _statement_claims(pack, told)


class _Told(Struct, frozen=True):
    """A statement where it stands."""

    narrative: Narrative
    reading: Reading
    statement: Statement
    tie: Tie
    others: frozenset[str]
    """What the commentary under its heading is also about, when its sentence names no indicator itself."""


def _statement_claims(pack: Pack, told: _Told) -> Iterator[Claim]:
    narrative, sentence, statement, tie = told.narrative, told.reading.sentence, told.statement, told.tie
    if any(one.start <= statement.start and statement.end <= one.end for one in sentence.live):
        live = Outcome(Verdict.AGREES, "a live figure", "it is written from the data")
        yield _claim(narrative, sentence, statement, tie, live, live=True)
        return
    for outcome in _outcomes(pack, told):
        yield _claim(narrative, sentence, statement, tie, outcome)


def _outcomes(pack: Pack, told: _Told) -> tuple[Outcome, ...]:
    reading, statement, tie = told.reading, told.statement, told.tie
    sentence = reading.sentence
    if statement.kind is Kind.COUNT:
        return _count(pack, told.narrative, sentence, statement)
    alone = _without_figures(sentence, statement)
    if alone is not None:
        return (alone,)
    if not tie.refs:
        return () if _is_time(statement) else (Outcome(Verdict.UNCHECKED, "", tie.how),)
    outcomes = verify(pack, statement, tie)
    if _before_that(sentence.text, statement):
        outcomes = tuple(_left_open(one) for one in outcomes)
    contradicted = any(one.verdict is Verdict.CONTRADICTS for one in outcomes)
    if contradicted and _is_known_elsewhere(pack, reading, statement, tie):
        outcomes = tuple(
            _left_open(one, "it is a figure of another month or of the target") for one in outcomes
        )
    if contradicted and is_of_another(pack, statement, told.others):
        outcomes = tuple(_left_open(one, "it is the figure of another indicator") for one in outcomes)
    if _is_told_backwards(pack, sentence.text, statement):
        outcomes = tuple(_left_open(one, "it is reckoned from a later month") for one in outcomes)
    if statement.fronted is None or all(one.verdict is not Verdict.CONTRADICTS for one in outcomes):
        return outcomes
    again = verify(pack, replace(statement, month=statement.fronted), tie)
    return outcomes if any(one.verdict is Verdict.CONTRADICTS for one in again) else again


_EARLIER = Sought(
    r"\b(?:after|before|having(?=\s*$|\s+(?:been|last|already|previously)\b)|had|until|previous|previously|formerly|than\s+in\s+any|at\s+no\s+(?:point|time))\b",
    ("after", "before", "having", "had", "until", "previous", "formerly", "than in any", "at no"),
)


_ITS_MONTH = re.compile(r"\s*\(?(?:in|for|during|at)\s+(?:both\s+)?")


def _before_that(text: str, statement: Statement) -> bool:
    """Whether something is said of an earlier time, and not told which: `after months of improvement`."""
    if statement.often is not None or (statement.kind is Kind.VALUE and statement.month is None):
        return False
    its_month = _ITS_MONTH.match(text, statement.end)
    if its_month and MONTH_HERE.match(text, its_month.end()):
        return False
    clause = text[statement.clause[0] : statement.start]
    return _EARLIER.search(re.split(r"[,;:]|\b(?:but|and|while)\b", clause)[-1]) is not None


def _is_known_elsewhere(pack: Pack, reading: Reading, statement: Statement, tie: Tie) -> bool:
    """Whether a number, read with doubt, is a figure of what it is about."""
    amount = statement.amount
    others = [
        s for s in reading.statements if s.clause == statement.clause and s.amount and s is not statement
    ]
    if amount is None or statement.often is not None:
        return False
    if statement.kind is Kind.VALUE and any(is_the_rest(pack, ref, amount) for ref in tie.refs):
        return True
    if not read_with_doubt(reading.sentence.text, statement, len(others)):
        return False
    return any(is_known(pack, ref, amount) for ref in tie.refs)


_SUMMIT = Sought(r"\b(?:low|high|peak|best|worst)\b", capitals=True)


def _is_told_backwards(pack: Pack, text: str, statement: Statement) -> bool:
    """Whether a peak or a low is told after the change: `to 62% from 50% and a low of 49% in August`."""
    start = statement.base.month
    if start is None or start <= (statement.month or pack.period):
        return False
    return _SUMMIT.search(text[statement.clause[0] : statement.clause[1]] or text) is not None


def _left_open(outcome: Outcome, why: str = "it speaks of an earlier time, and not of which") -> Outcome:
    """What would contradict, as what cannot be checked."""
    if outcome.verdict is Verdict.AGREES:
        return outcome
    return Outcome(Verdict.UNCHECKED, outcome.said, why)


def _without_figures(sentence: Sentence, statement: Statement) -> Outcome | None:
    """The outcome of what needs no figure to be judged: unknown references, aims, figures from elsewhere."""
    words = sentence.text[statement.start : statement.end]
    if statement.kind is Kind.REFERENCE:
        return Outcome(Verdict.CONTRADICTS, f"the reference {words}", "the pack has no such indicator")
    if statement.kind is Kind.ELSEWHERE:
        return Outcome(Verdict.UNCHECKED, f"{words} from elsewhere", "it is not in the pack's data")
    if statement.whole and statement.often is None:
        return Outcome(Verdict.UNCHECKED, "a whole quarter", "the data has months and no quarters")
    if statement.aim:
        return Outcome(
            Verdict.UNCHECKED, "what is wanted or expected", "it is not said to have happened", "aim"
        )
    return None


def _is_time(statement: Statement) -> bool:
    return statement.amount is not None and statement.amount.unit in {AmountUnit.DAYS, AmountUnit.WEEKS}


def _claim(
    narrative: Narrative,
    sentence: Sentence,
    statement: Statement,
    tie: Tie,
    outcome: Outcome,
    *,
    live: bool = False,
) -> Claim:
    line, column = sentence.place(statement.start)
    return Claim(
        place=Place(narrative.place.file, narrative.place.line + line - 1, column),
        sentence=sentence.text,
        kind=statement.kind.value,
        words=sentence.text[statement.start : statement.end],
        refs=tie.refs,
        tied_by=tie.how if tie.refs else "",
        verdict=outcome.verdict,
        said=outcome.said,
        why=outcome.why,
        rule="" if live else _rule(statement, outcome),
        live=live,
    )


def _rule(statement: Statement, outcome: Outcome) -> str:
    """The rule a verdict falls under.

    An aim without a figure gives no finding, nor does an unknown reference: the rule
    `commentary-reference` of the coverage finds it.
    """
    if statement.kind is Kind.REFERENCE:
        return ""
    match outcome.verdict:
        case Verdict.AGREES:
            return ""
        case Verdict.WRONG_UNIT:
            return "claim-unit"
        case Verdict.CONTRADICTS:
            return f"claim-{outcome.aspect or 'contradicted'}"
        case Verdict.UNCHECKED:
            silent = outcome.aspect in {"aim", "streak"} and statement.amount is None
            return "" if silent else "claim-unchecked"


# ------------------------------------------------------------------------------------------------ counts


def _count(pack: Pack, narrative: Narrative, sentence: Sentence, statement: Statement) -> tuple[Outcome, ...]:
    """A count of ratings: over the pack, or over the section it names or stands in."""
    standing = statement.standing
    if standing is None or standing.rag is None or statement.month not in {None, pack.period}:
        return ()
    said = f"{standing.number} {standing.rag.value}"
    groups = _groups(pack, narrative, sentence, standing)
    counts = [_rated(pack, refs, standing) for refs in groups]
    totals = {len(refs) for refs in groups}
    good = any(standing.number in pair for pair in counts) and (
        not standing.total or standing.total in totals
    )
    why = f"{counts[0][0]} of {len(groups[0])} are {standing.rag.value}"
    return (Outcome(Verdict.AGREES if good else Verdict.CONTRADICTS, said, why),)


def _groups(pack: Pack, narrative: Narrative, sentence: Sentence, standing: Standing) -> list[list[str]]:
    summary = [i for i in pack.indicators if i.in_summary]
    where = standing.where.casefold().removesuffix(" section")
    named = [s.key for s in pack.sections if s.title.casefold() in {where, where.removeprefix("the ")}]
    if named:
        return [[i.ref for i in summary if i.section in named]]
    told = [s.key for s in pack.sections if s.title.casefold() in sentence.text.casefold()]
    inside = set(in_scope(pack, narrative, sentence.heading)) | {i.ref for i in summary if i.section in told}
    scoped = [[i.ref for i in summary if i.ref in inside]] if inside else []
    scoped += [[i.ref for i in summary if i.section in told]] if told else []
    return [*scoped, [i.ref for i in summary]]


def _rated(pack: Pack, refs: Sequence[str], standing: Standing) -> tuple[int, int]:
    """How many have that rating, without and with those rated as reported."""
    ratings = [rate(pack, ref, pack.period) for ref in refs]
    same = [rating for rating in ratings if rating.rag is standing.rag]
    return sum(rating.basis is not RatingBasis.REPORTED for rating in same), len(same)


# ---------------------------------------------------------------------------------------------- printing


def register_text(pack: Pack, claims: Sequence[Claim] | None = None) -> str:
    """The register in lines: place, sentence, and under it each claim with its tie, verdict and reason."""
    lines: list[str] = []
    last = ("", "")
    for claim in register(pack) if claims is None else claims:
        key = (f"{claim.place.file}:{claim.place.line}", claim.sentence)
        if key != last:
            lines += ["", f"{key[0]}: {claim.sentence}"]
            last = key
        tied = f"{', '.join(shown(pack, claim.refs))} by {claim.tied_by}" if claim.refs else "no indicator"
        verdict = f"{claim.verdict.value}: {claim.why}"
        lines.append(f"    {claim.place.column}: {claim.kind} “{claim.words}” [{tied}] {verdict}")
    return "\n".join(lines[1:]) + "\n" if lines else "No sentence gives a figure or a direction.\n"


def register_json(pack: Pack, claims: Sequence[Claim] | None = None) -> str:
    """The register as JSON: an object with `period` and the list `claims`."""
    rows = [
        {
            "file": claim.place.file,
            "line": claim.place.line,
            "column": claim.place.column,
            "sentence": claim.sentence,
            "kind": claim.kind,
            "words": claim.words,
            "indicators": list(shown(pack, claim.refs)),
            "tied_by": claim.tied_by,
            "verdict": claim.verdict.value,
            "said": claim.said,
            "why": claim.why,
            "rule": claim.rule,
            "live": claim.live,
        }
        for claim in (register(pack) if claims is None else claims)
    ]
    return json.dumps({"period": pack.period.iso, "claims": rows}, ensure_ascii=False, indent=2) + "\n"
