"""Holds a tied statement against the figures.

A statement agrees when the figures, rounded as it is written, bear it out; it contradicts when they do
not; its unit is wrong when the number is right and what is written with it is not; and it cannot be
checked when the pack has nothing to hold it against. A number is always held against what is printed
and what is unrounded, so that no honest rounding is faulted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from boardpack.check.claims import verify_figures as figures
from boardpack.check.claims import verify_moves as moves
from boardpack.check.claims import verify_standing as standing
from boardpack.check.claims.case import Case, Outcome, Verdict
from boardpack.check.claims.statement import Kind, Statement
from boardpack.check.claims.subject import Tie
from boardpack.model.pack import Pack


def verify(pack: Pack, statement: Statement, tie: Tie) -> tuple[Outcome, ...]:
    """Hold a statement against the figures of each indicator it is tied to."""
    if statement.kind is Kind.COUNT:
        return ()
    check = CHECKS[statement.kind]
    month = statement.month or pack.period
    indicators = [indicator for ref in tie.refs if (indicator := pack.indicator(ref)) is not None]
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
