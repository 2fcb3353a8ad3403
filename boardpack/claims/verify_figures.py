"""Numbers held against the figures: values, starting values, sizes of changes, targets, gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from boardpack.analysis.change import Change
from boardpack.analysis.formatting import format_difference, rounded
from boardpack.analysis.rating import bigger_is_better
from boardpack.claims.amount import Amount, AmountUnit
from boardpack.claims.case import Case, Outcome, Verdict, base_months, changes, no_change_known
from boardpack.claims.lexicon import Way
from boardpack.model.indicator import Indicator, Unit
from boardpack.words import english

STRICT = frozenset({"under", "over"})
"""Hedges with which the number itself is not meant: 50% is not `below 50%`."""


def _fits(amount: Amount, value: Decimal) -> bool:
    """Whether a value is the number as written, rounded as it is and hedged as it is."""
    if amount.hedge not in STRICT and rounded(value, amount.decimals) == amount.value:
        return True
    spread = max(Decimal(2), abs(value) * 3 / 100)
    beyond = value - amount.value
    if amount.hedge in STRICT:
        return beyond > 0 if amount.hedge == "over" else beyond < 0
    lowest, highest = {
        "about": (-spread, spread),
        "nearly": (-spread, Decimal(0)),
        "barely": (Decimal(0), spread),
        "least": (Decimal(0), Decimal("Infinity")),
        "most": (Decimal("-Infinity"), Decimal(0)),
    }.get(amount.hedge, (Decimal(1), Decimal(-1)))
    return lowest <= beyond <= highest


def matches(amount: Amount, value: Decimal, indicator: Indicator) -> bool:
    """Whether a value, unrounded or as printed, is the number as written."""
    return _fits(amount, value) or _fits(amount, rounded(value, indicator.decimals))


_OWN_UNITS: Mapping[Unit, frozenset[AmountUnit]] = MappingProxyType(
    {
        Unit.PERCENT: frozenset({AmountUnit.PERCENT}),
        Unit.COUNT: frozenset({AmountUnit.NONE}),
        Unit.AVERAGE: frozenset({AmountUnit.NONE}),
        Unit.DAYS: frozenset({AmountUnit.NONE, AmountUnit.DAYS}),
        Unit.WEEKS: frozenset({AmountUnit.NONE, AmountUnit.WEEKS}),
        Unit.POUNDS: frozenset({AmountUnit.POUNDS}),
    }
)


def _own_units(indicator: Indicator) -> frozenset[AmountUnit]:
    """What may be written with an indicator's values; an average of days is given in days."""
    units = _OWN_UNITS.get(indicator.unit, frozenset({AmountUnit.NONE}))
    title = indicator.definitions[-1].title
    if indicator.unit is Unit.AVERAGE and re.match(r"(?:average|mean)\b.*\bdays\b", title, re.IGNORECASE):
        return units | {AmountUnit.DAYS}
    return units


_HUNDRED = Decimal(100)
_TIMES = frozenset({AmountUnit.DAYS, AmountUnit.WEEKS})


def _amount(case: Case) -> Amount:
    amount = case.statement.amount
    assert amount is not None  # noqa: S101 - the kinds that come here are made with one
    return amount


def _is_time_limit(case: Case) -> bool:
    """Whether days or weeks are written of a measure that has none: part of its name, no figure."""
    amount = case.statement.amount
    return amount is not None and amount.unit in _TIMES and amount.unit not in _own_units(case.indicator)


def value(case: Case) -> Iterator[Outcome]:
    """Hold a value against the month it is said of."""
    amount = _amount(case)
    if _is_time_limit(case):
        return
    said = f"{amount.words} for {case.shown} in {case.month.short}"
    value = case.value()
    if value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no value for {case.month.short}")
        return
    yield _compared(case, said, value, case.at())


def _compared(case: Case, said: str, value: Decimal, why: str) -> Outcome:
    """The outcome of a number against a value in the indicator's own unit."""
    amount = _amount(case)
    fits = matches(amount, value, case.indicator)
    own = amount.unit in _own_units(case.indicator)
    if fits:
        return Outcome(Verdict.AGREES if own else Verdict.WRONG_UNIT, said, why)
    if not own and amount.value in _counts(case):
        return Outcome(Verdict.AGREES, said, f"it is one of the counts behind {case.shown}")
    counted = case.indicator.unit is Unit.PERCENT and amount.value > _HUNDRED
    if own or (amount.unit is AmountUnit.NONE and case.how == "reference" and not counted):
        return Outcome(Verdict.CONTRADICTS, said, why)
    return Outcome(Verdict.UNCHECKED, said, f"{why}, which is measured otherwise")


def beyond(case: Case) -> Iterator[Outcome]:
    """Hold `below 91%` to what it says: 91% as printed is not below it."""
    amount, value = _amount(case), case.value()
    if value is not None:
        there = value < amount.value if amount.hedge == "under" else value > amount.value
        said = f"{amount.hedge} {amount.words} for {case.shown}"
        yield Outcome(Verdict.AGREES if there else Verdict.CONTRADICTS, said, case.at())


def _counts(case: Case) -> frozenset[Decimal]:
    """The numerator and the denominator of the month."""
    seen = case.pack.observation(case.ref, case.month)
    return frozenset(n for n in (seen.numerator, seen.denominator) if n is not None) if seen else frozenset()


def start(case: Case) -> Iterator[Outcome]:
    """Hold the value a change starts from against its month."""
    amount = _amount(case)
    if _is_time_limit(case):
        return
    if amount.month is not None:
        months = [amount.month]
    else:
        months = [m for m in base_months(case) if case.value(m) is not None]
    if not months or all(case.value(month) is None for month in months):
        yield Outcome(Verdict.UNCHECKED, f"from {amount.words} for {case.shown}", "there is no earlier value")
        return
    said = f"{amount.words} for {case.shown} in {months[0].short}"
    found = [_compared(case, said, value, case.at(m)) for m in months if (value := case.value(m)) is not None]
    yield next((one for one in found if one.verdict is not Verdict.CONTRADICTS), found[0])


def size_of_change(case: Case) -> Iterator[Outcome]:
    """Hold the size of a change against the change, in its own unit or as a part of the value before."""
    amount = _amount(case)
    if _is_time_limit(case):
        return
    found = tuple(c for c in changes(case) if c.difference is not None)
    said = f"a change of {amount.words} for {case.shown}"
    if not found:
        yield Outcome(Verdict.UNCHECKED, said, no_change_known(case, changes(case)))
        return
    outcomes = [_one_change(case, said, one) for one in found]
    yield next((one for one in outcomes if one.verdict is not Verdict.CONTRADICTS), outcomes[0])


def _one_change(case: Case, said: str, found: Change) -> Outcome:
    amount = _amount(case)
    before, now, difference = found.before, found.now, found.difference
    if before is None or now is None or difference is None:
        return Outcome(Verdict.UNCHECKED, said, found.reason(english()))
    why = f"{case.shown} {found.sentence(english())} ({found.earlier.short} to {found.later.short})"
    if _sign_is_wrong(case, found):
        return Outcome(Verdict.CONTRADICTS, said, why)
    points = _fits(amount, abs(difference)) or _fits(amount, abs(now - before))
    relative = bool(before) and _fits(amount, abs(now - before) / abs(before) * 100)
    percent = case.indicator.unit is Unit.PERCENT
    own = AmountUnit.POINTS if percent else None
    right = amount.unit is own or amount.understood if percent else amount.unit in _own_units(case.indicator)
    if relative and amount.unit is AmountUnit.PERCENT and not percent:
        return Outcome(Verdict.AGREES, said, why)
    if points:
        return Outcome(Verdict.AGREES if right else Verdict.WRONG_UNIT, said, why)
    if relative and amount.unit is not AmountUnit.NONE:
        return Outcome(Verdict.WRONG_UNIT, said, f"{why}, which is {amount.words} of the value before")
    return Outcome(Verdict.CONTRADICTS, said, why)


def _sign_is_wrong(case: Case, found: Change) -> bool:
    """Whether `+` or `-` goes against the change; by an improvement of what should fall either may stand."""
    amount, move = _amount(case), case.statement.move
    if not amount.sign or not found.difference:
        return False
    judged = move is not None and move.way in {Way.BETTER, Way.WORSE}
    if judged and bigger_is_better(case.pack, case.ref, case.month) is False:
        return False
    return (found.difference > 0) is not (amount.sign > 0)


def target(case: Case) -> Iterator[Outcome]:
    """Hold a target against the one in force."""
    amount = _amount(case)
    if _is_time_limit(case):
        return
    target = case.pack.target(case.ref, case.month)
    said = f"a target of {amount.words} for {case.shown}"
    if target is None or target.value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no target in the data")
        return
    why = f"the target of {case.shown} is {target.published}"
    if target.of_denominator:
        fits = _fits(amount, target.value)
        yield Outcome(Verdict.AGREES if fits else Verdict.CONTRADICTS, said, why)
        return
    yield _compared(case, said, target.value, why)


def gap(case: Case) -> Iterator[Outcome]:
    """Hold the distance from a target against value and target."""
    amount, target, value = _amount(case), case.pack.target(case.ref, case.month), case.value()
    said = f"{amount.words} from the target of {case.shown}"
    if target is None or target.value is None or target.of_denominator or value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} cannot be measured against a target")
        return
    gap = rounded(value, case.indicator.decimals) - target.value
    size = format_difference(gap, case.indicator, english())
    why = f"{case.at()}, {size} from its target of {target.published}"
    good = bigger_is_better(case.pack, case.ref, case.month)
    better = gap != 0 and (good is None or (gap > 0) is good)
    worse = gap != 0 and (good is None or (gap < 0) is good)
    side = {"up": gap > 0, "down": gap < 0, "better": better, "worse": worse}.get(amount.noun, True)
    fits = _fits(amount, abs(gap)) or _fits(amount, abs(value - target.value))
    relative = amount.unit is AmountUnit.PERCENT and case.indicator.unit is not Unit.PERCENT
    if side and relative and target.value and _fits(amount, abs(gap) / target.value * 100):
        yield Outcome(Verdict.AGREES, said, why)
        return
    if not (side and fits):
        yield Outcome(Verdict.CONTRADICTS, said, why)
        return
    percent = case.indicator.unit is Unit.PERCENT
    right = (
        amount.unit is AmountUnit.POINTS or amount.understood
        if percent
        else amount.unit in _own_units(case.indicator)
    )
    yield Outcome(Verdict.AGREES if right else Verdict.WRONG_UNIT, said, why)


def elsewhere(case: Case) -> Iterator[Outcome]:
    """A figure from elsewhere is in no table."""
    yield Outcome(Verdict.UNCHECKED, f"{_amount(case).words} from elsewhere", "it is not in the pack's data")


def end_of_range(case: Case) -> Iterator[Outcome]:
    """A range is not checked."""
    yield Outcome(Verdict.UNCHECKED, f"a range to or from {_amount(case).words}", "ranges are not checked")
