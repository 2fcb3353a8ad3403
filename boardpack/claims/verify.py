"""Holds a tied statement against the figures, and settles by them which of several indicators is meant.

A statement agrees when the figures, rounded as it is written, bear it out; it contradicts when they do not;
its unit is wrong when the number is right and what is written with it is not; and it cannot be checked when
the pack has nothing to hold it against. To add a kind of statement, add a row to `CHECKS`.

Linking goes by words alone. A tie by title that is open between several, or that its figures deny while
another indicator of the section shares its words and fits every number, is settled here; never one by
reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from boardpack.claims import check_figures as figures
from boardpack.claims import check_trends as trends
from boardpack.claims.case import Case, Outcome, Verdict
from boardpack.claims.syntax import NUMBERED, Kind, Number, Statement
from boardpack.claims.titles import SentencePlace, Tie
from boardpack.model.pack import Pack


def verify(pack: Pack, statement: Statement, ref: str, how: str) -> tuple[Outcome, ...]:
    """Hold a statement against the figures of one indicator."""
    indicator = pack.indicator(ref)
    if indicator is None:
        return ()
    months = statement.months or (pack.period,)
    check = trends.often if statement.often is not None else CHECKS[statement.kind]
    if statement.period and statement.kind is not Kind.VALUE:
        said = f"{statement.kind.value} of {indicator.definition(pack.period).reference}, {statement.period}"
        return (Outcome(Verdict.UNCHECKED, said, "the data has single months"),)
    of_each = statement.kind in _OF_EACH and statement.often is None and not statement.period
    each = months if of_each else months[-1:]
    found = [tuple(check(Case(pack, indicator, statement, month, how))) for month in each]
    wrong = [one for one in found if any(outcome.verdict is Verdict.CONTRADICTS for outcome in one)]
    return (wrong or found)[0] if found else ()


_OF_EACH = frozenset({Kind.VALUE, Kind.RATING, Kind.TARGET_MET, Kind.DIRECTION})


def _pace(case: Case) -> Iterator[Outcome]:
    yield Outcome(Verdict.UNCHECKED, f"the pace of {case.shown}", "single months prove no pace")


CHECKS: Mapping[Kind, Callable[[Case], Iterator[Outcome]]] = MappingProxyType(
    {
        Kind.VALUE: figures.value,
        Kind.START: figures.start,
        Kind.CHANGE: figures.size_of_change,
        Kind.TARGET: figures.target,
        Kind.GAP: figures.gap,
        Kind.RATIO: figures.multiple,
        Kind.ELSEWHERE: figures.elsewhere,
        Kind.RANGE: figures.end_of_range,
        Kind.DIRECTION: trends.direction,
        Kind.RATING: trends.rating,
        Kind.TARGET_MET: trends.target_met,
        Kind.STATUS: trends.status,
        Kind.EXTREME: trends.record,
        Kind.STREAK: trends.run,
        Kind.BREAK: trends.definition_change,
        Kind.PACE: _pace,
    }
)
"""How each kind of statement is held against the figures; a new kind is a function and its row.

The others are of no indicator: counts of ratings, references, what was not read.
"""


Said = tuple[Statement, ...]


def settled_ties(place: SentencePlace, ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """The ties of a sentence's statements, with those by title settled by the figures."""
    groups: dict[Tie, list[Statement]] = {}
    for statement, tie in zip(place.reading.statements, ties, strict=True):
        if tie.refs and tie.how in _OPEN and not tie.firm:
            groups.setdefault(Tie(tie.refs), []).append(statement)
    chosen = {key.refs: _chosen(place, tuple(said), key.refs) for key, said in groups.items()}
    single = {tie.refs for tie in ties if len(tie.refs) == 1} | {refs for refs in chosen.values() if refs}
    found = [_settled(tie, chosen.get(tie.refs, ()), single) for tie in ties]
    subject = {tie.refs for tie in found if len(tie.refs) == 1}
    if not any(tie.refs for tie in found) and (refs := _by_figures(place)):
        return tuple(Tie(refs, "figure") for _ in found)
    if len(subject) != 1:
        return tuple(found)
    refs = subject.pop()
    said = zip(place.reading.statements, found, strict=True)
    return tuple(Tie(refs, "figure") if _is_meant(place, one, tie, refs[0]) else tie for one, tie in said)


def _by_figures(place: SentencePlace) -> tuple[str, ...]:
    """The one indicator of the section that has a figure of three digits or more as its latest value."""
    telling = [one for one in place.reading.statements if one.number is not None and _is_rare(one.number)]
    latest = [replace(one, kind=Kind.VALUE, months=(), period="", often=None, side="") for one in telling]
    fitting = [
        ref for ref in place.scope if any(Verdict.AGREES in _verdicts(place, one, ref) for one in latest)
    ]
    return tuple(fitting) if len(fitting) == 1 else ()


def _is_rare(number: Number) -> bool:
    """Whether a number has three digits that tell, so that it is hardly another's by chance."""
    return len(number.value.normalize().as_tuple().digits) >= 3 and not number.hedge


def _is_meant(place: SentencePlace, statement: Statement, tie: Tie, ref: str) -> bool:
    """Whether a figure that is tied to nothing is one of what the rest of the sentence is about."""
    number = statement.number
    if tie.refs or number is None or (number.spelt and number.value < _MANY):
        return False
    return Verdict.AGREES in _verdicts(place, statement, ref)


_MANY = 13
"""From where on a number in words is a figure, and not just a few of something."""


_OPEN = frozenset({"title", "title elsewhere", "figure", "before"})


def _settled(tie: Tie, chosen: tuple[str, ...], single: set[tuple[str, ...]]) -> Tie:
    """A tie by figures when there is one; else what the rest of the sentence is about, where it is open."""
    if tie.how not in _OPEN or tie.firm:
        return tie
    if chosen and chosen != tie.refs:
        return Tie(chosen, "figure")
    shared = [refs for refs in single if refs[0] in tie.refs]
    return Tie(shared[0], "figure") if len(tie.refs) > 1 and len(shared) == 1 else tie


def _chosen(place: SentencePlace, said: Said, refs: tuple[str, ...]) -> tuple[str, ...]:
    """The one indicator that fits best; none where several do, or where none fits."""
    scores = {ref: _score(place, said, ref) for ref in refs}
    if len(refs) > 1:
        best = max(scores.values())
        fitting = [ref for ref, score in scores.items() if score == best]
        return tuple(fitting) if best > 0 and len(fitting) == 1 else ()
    if scores[refs[0]] > 0:
        return ()
    fitting = [ref for ref in _alike(place, said) if ref not in refs and _fits_all(place, said, ref)]
    return tuple(fitting) if len(fitting) == 1 else ()


def _alike(place: SentencePlace, said: Said) -> tuple[str, ...]:
    """The indicators of the section that share a telling word with the clauses of some statements."""
    parts = {one.part for one in said}
    text = " ".join(place.text[p.start : p.end] for n, p in enumerate(place.reading.parts) if n in parts)
    terms = place.vocabulary.terms(text)
    return tuple(ref for ref in place.scope if terms & place.vocabulary.terms_of[ref])


def _score(place: SentencePlace, said: Said, ref: str) -> int:
    """How many of the numbers an indicator bears out, a number that fits against two that do not."""
    verdicts = [one for statement in said for one in _verdicts(place, statement, ref)]
    fitting = verdicts.count(Verdict.AGREES) + verdicts.count(Verdict.WRONG_UNIT)
    return 2 * fitting - verdicts.count(Verdict.CONTRADICTS)


def _fits_all(place: SentencePlace, said: Said, ref: str) -> bool:
    verdicts = [one for statement in said for one in _verdicts(place, statement, ref)]
    return Verdict.AGREES in verdicts and Verdict.CONTRADICTS not in verdicts


def _verdicts(place: SentencePlace, statement: Statement, ref: str) -> list[Verdict]:
    if statement.number is None or statement.kind not in _TELLING:
        return []
    return [outcome.verdict for outcome in verify(place.pack, statement, ref, "figure")]


_TELLING = (NUMBERED | {Kind.EXTREME}) - {Kind.RANGE}
