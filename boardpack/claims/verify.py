"""Holds a tied statement against the figures.

A statement agrees when the figures, rounded as it is written, bear it out; it contradicts when they do
not; its unit is wrong when the number is right and what is written with it is not; and it cannot be
checked when the pack has nothing to hold it against. A number is always held against what is printed
and what is unrounded, so that no honest rounding is faulted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from boardpack.claims import verify_figures as figures
from boardpack.claims import verify_moves as moves
from boardpack.claims import verify_standing as standing
from boardpack.claims.case import Case, Outcome, Verdict
from boardpack.claims.statement import Kind, Often, Statement
from boardpack.claims.subject import Tie
from boardpack.model.pack import Pack


def verify(pack: Pack, statement: Statement, tie: Tie) -> tuple[Outcome, ...]:
    """Hold a statement against the figures of each indicator it is tied to."""
    if statement.kind is Kind.COUNT:
        return ()
    check = CHECKS[statement.kind]
    month = statement.month or pack.period
    indicators = [indicator for ref in tie.refs if (indicator := pack.indicator(ref)) is not None]
    if statement.often is not None:
        return tuple(
            _often(Case(pack, one, statement, month, tie.how), statement.often) for one in indicators
        )
    all_outcomes = [tuple(check(Case(pack, one, statement, month, tie.how))) for one in indicators]
    return _joined(all_outcomes, open_tie=tie.open)


def _joined(outcomes: list[tuple[Outcome, ...]], *, open_tie: bool) -> tuple[Outcome, ...]:
    """One set of outcomes from several indicators: the worst, or none when it is open which is meant."""
    if len(outcomes) == 1:
        return outcomes[0]
    verdicts = {outcome.verdict for one in outcomes for outcome in one}
    if len(verdicts) == 1 and outcomes[0]:
        return outcomes[0]
    if open_tie:
        return (
            Outcome(Verdict.UNCHECKED, "", "it fits several indicators, and not all of them bear it out"),
        )
    return tuple(outcome for one in outcomes for outcome in one if outcome.verdict is not Verdict.AGREES)


def _often(case: Case, often: Often) -> Outcome:
    """Hold what is said of many months against each of them."""
    check, period = CHECKS[case.statement.kind], case.pack.period
    amount = case.statement.amount
    if amount is not None and amount.hedge in figures.STRICT:
        check = figures.beyond
    known = [m for m in case.pack.months if m <= period and often.covers(m) and case.value(m) is not None]
    known = [m for m in known if case.indicator.comparable(m, period)]
    found = [
        (m, outcome) for m in known if (outcome := next(check(replace(case, month=m)), None)) is not None
    ]
    told = [(m, outcome) for m, outcome in found if outcome.verdict in {Verdict.AGREES, Verdict.CONTRADICTS}]
    so = [m for m, outcome in told if outcome.verdict is Verdict.AGREES]
    if not told:
        return Outcome(
            Verdict.UNCHECKED, f"{case.shown} over several months", "no month of it can be checked"
        )
    wrong = [m for m, _ in told if (m in so) is (often.how == "never")]
    times = f"{len(so)} of {len(told)} months"
    if often.how == "times":
        verdict = Verdict.AGREES if len(so) == often.number else Verdict.CONTRADICTS
        return Outcome(verdict, f"{case.shown}: so {often.number} times", f"it was so in {times}")
    said = f"{case.shown}: {'never so' if often.how == 'never' else 'so in every month'}"
    if not wrong:
        return Outcome(Verdict.AGREES, said, f"it was so in {times}")
    return Outcome(Verdict.CONTRADICTS, said, next(o.why for m, o in told if m == wrong[0]))


def _pace(case: Case) -> Iterator[Outcome]:
    yield Outcome(Verdict.UNCHECKED, f"the pace of {case.shown}", "single months prove no pace")


def _nothing(case: Case) -> Iterator[Outcome]:  # noqa: ARG001 - a check's signature
    yield from ()


CHECKS: Mapping[Kind, Callable[[Case], Iterator[Outcome]]] = MappingProxyType(
    {
        Kind.VALUE: figures.value,
        Kind.START: figures.start,
        Kind.CHANGE: figures.size_of_change,
        Kind.TARGET: figures.target,
        Kind.GAP: figures.gap,
        Kind.ELSEWHERE: figures.elsewhere,
        Kind.RANGE: figures.end_of_range,
        Kind.DIRECTION: moves.direction,
        Kind.RATING: standing.rating,
        Kind.TARGET_MET: standing.target_met,
        Kind.STATUS: standing.status,
        Kind.EXTREME: standing.record,
        Kind.STREAK: standing.run,
        Kind.COUNT: _nothing,
        Kind.BREAK: standing.definition_change,
        Kind.PACE: _pace,
        Kind.REFERENCE: _nothing,
    }
)
"""How each kind of statement is held against the figures; a new kind is a function and its row."""
