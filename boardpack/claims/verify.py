"""Holds a tied statement against the figures, and looks for another reading before it is called wrong.

A statement agrees when the figures, rounded as it is written, bear it out; it contradicts when they do not;
its unit is wrong when the number is right and what is written with it is not; and it cannot be checked when
the pack has nothing to hold it against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType

from msgspec.structs import replace

from boardpack.claims import check_figures as figures
from boardpack.claims import check_moves as moves
from boardpack.claims import check_standing as standing
from boardpack.claims.case import Case, Outcome, Verdict, known_months, matches, own_units
from boardpack.claims.statement import Kind, Statement
from boardpack.claims.tokens import Measure
from boardpack.model.indicator import Unit
from boardpack.model.pack import Pack
from boardpack.model.period import Period


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
        Kind.ELSEWHERE: _nothing,
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


# ----------------------------------------------------------------------------------------- other readings


def another_reading(
    pack: Pack, statement: Statement, refs: Sequence[str], scope: Sequence[str], named: Sequence[Period]
) -> str:
    """How else a statement may be read so that it fits; empty when it cannot.

    `refs` is what it was tied to, `scope` the indicators of its section, `named` the months of the sentence.
    """
    if statement.plain:
        return ""
    if statement.number is not None and statement.kind is not Kind.STREAK:
        return _another_figure(pack, statement, refs, scope, named)
    return _another_time(pack, statement, refs, named)


def _another_figure(
    pack: Pack, statement: Statement, refs: Sequence[str], scope: Sequence[str], named: Sequence[Period]
) -> str:
    number = statement.number
    assert number is not None  # noqa: S101 - asked beforehand
    roughly = number.spelt and number.unit is Measure.PERCENT
    plain = replace(number, hedge="about" if roughly else "")
    for ref in dict.fromkeys([*refs, *scope]):
        indicator = pack.indicator(ref)
        if indicator is None:
            continue
        case = Case(pack, indicator, statement, pack.period, "")
        own = number.unit in own_units(indicator)
        for what, figure, in_points in _figures_of(case, named, wide=ref in refs):
            if what in _NOT_FOR.get(statement.kind, ()):
                continue
            suits = own or (in_points and number.unit is Measure.POINTS and indicator.unit is Unit.PERCENT)
            suits = suits or (what == "relative" and number.unit is Measure.PERCENT)
            against = number.sign != 0 and in_points and (figure > 0) is not (number.sign > 0)
            if suits and not against and matches(plain, abs(figure), indicator):
                return f"{plain.words} is also {_WHAT[what]} of {case.shown}"
    return ""


_NOT_FOR: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.GAP: frozenset({"gap"}),
        Kind.CHANGE: frozenset({"gap"}),
        Kind.EXTREME: frozenset({"value", "gap", "change", "relative", "rest"}),
    }
)
"""The readings that a kind of statement is no other reading of."""

_WHAT = {
    "value": "a value", "target": "the target", "gap": "the distance from the target", "change": "a change",
    "relative": "a change in per cent", "rest": "the rest",
}  # fmt: skip


def _figures_of(case: Case, named: Sequence[Period], *, wide: bool) -> Iterator[tuple[str, Decimal, bool]]:
    """The figures of an indicator: those of every month when `wide`, else of the months named."""
    months = [m for m in known_months(case) if wide or m in named or m == case.pack.period]
    values = [value for month in months if (value := case.value(month)) is not None]
    if case.indicator.unit is Unit.PERCENT:
        now = case.value(case.pack.period)
        if now is not None:
            yield "rest", 100 - now, False
    yield from (("value", value, False) for value in values)
    target = case.pack.target(case.ref, case.pack.period)
    if target is not None and target.value is not None:
        yield "target", target.value, False
        yield from (("gap", value - target.value, True) for value in values)
    spoken = {*named, case.pack.period, case.pack.period.plus(-1)}
    near = [value for month in months if month in spoken and (value := case.value(month)) is not None]
    for earlier, later in combinations(near, 2):
        yield "change", later - earlier, True
        if earlier:
            yield "relative", (later - earlier) * 100 / abs(earlier), False


def _another_time(pack: Pack, statement: Statement, refs: Sequence[str], named: Sequence[Period]) -> str:
    """Whether a direction or standing fits at or from another month that the sentence names."""
    if statement.often is not None or statement.kind not in {
        Kind.DIRECTION,
        Kind.TARGET_MET,
        Kind.RATING,
        Kind.EXTREME,
    }:
        return ""
    tried = [replace(statement, months=(month,)) for month in named if (month,) != statement.months]
    if statement.kind is Kind.DIRECTION:
        tried += [replace(statement, bases=(month,)) for month in named if (month,) != statement.bases]
    for ref in refs:
        for one in tried:
            outcomes = verify(pack, one, ref, "")
            verdicts = {outcome.verdict for outcome in outcomes if outcome.aspect != "size"}
            if Verdict.AGREES in verdicts and Verdict.CONTRADICTS not in verdicts:
                told = "since" if one.bases != statement.bases else "in"
                return f"it is so {told} {(one.bases or one.months)[-1].short}"
    return ""
