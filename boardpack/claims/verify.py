"""Holds a tied statement against the figures.

A statement agrees when the figures, rounded as it is written, bear it out; it contradicts when they do not;
its unit is wrong when the number is right and what is written with it is not; and it cannot be checked when
the pack has nothing to hold it against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from boardpack.claims import check_figures as figures
from boardpack.claims import check_moves as moves
from boardpack.claims import check_standing as standing
from boardpack.claims.case import Case, Outcome, Verdict
from boardpack.claims.statement import Kind, Statement
from boardpack.model.pack import Pack


def verify(pack: Pack, statement: Statement, ref: str, how: str) -> tuple[Outcome, ...]:
    """Hold a statement against the figures of one indicator."""
    indicator = pack.indicator(ref)
    if indicator is None:
        return ()
    months = statement.months or (pack.period,)
    check = standing.often if statement.often is not None else CHECKS[statement.kind]
    if statement.period and statement.kind is not Kind.VALUE:
        said = f"{statement.kind.value} of {indicator.definition(pack.period).reference}, {statement.period}"
        return (Outcome(Verdict.UNCHECKED, said, "the data has single months"),)
    each = (
        months
        if statement.kind in _OF_EACH and statement.often is None and not statement.period
        else months[-1:]
    )
    found = [tuple(check(Case(pack, indicator, statement, month, how))) for month in each]
    wrong = [one for one in found if any(outcome.verdict is Verdict.CONTRADICTS for outcome in one)]
    return (wrong or found)[0] if found else ()


_OF_EACH = frozenset({Kind.VALUE, Kind.RATING, Kind.TARGET_MET, Kind.DIRECTION})


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
        Kind.RATIO: figures.multiple,
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
        Kind.UNREAD: _nothing,
    }
)
"""How each kind of statement is held against the figures; a new kind is a function and its row."""
