"""A statement about one indicator in one month, and what may come of holding it against the figures."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from msgspec import Struct

from boardpack.analysis.change import Change, change
from boardpack.analysis.formatting import format_value, rounded
from boardpack.claims.syntax import Measure, Number, Statement
from boardpack.model.indicator import Indicator, Unit
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.words import english


class Verdict(Enum):
    """What came of holding a statement against the figures."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    WRONG_UNIT = "wrong unit"
    UNCHECKED = "cannot be checked"
    UNREAD = "not read"


class Outcome(Struct, frozen=True):
    """A verdict with its reason; `aspect` sets a judgement of size, run or status apart from the fact."""

    verdict: Verdict
    said: str
    """What the sentence says, in plain words."""
    why: str
    """What the figures say, or why nothing can be said."""
    aspect: str = ""
    """`size`, `status`, `streak`, `passing`, `doubtful`; empty for the plain fact."""


def held(good: bool, said: str, why: str, aspect: str = "") -> Outcome:
    """The outcome of what the figures bear out, or contradict."""
    return Outcome(Verdict.AGREES if good else Verdict.CONTRADICTS, said, why, aspect)


class Case(Struct, frozen=True):
    """A statement about one indicator in one month."""

    pack: Pack
    indicator: Indicator
    statement: Statement
    month: Period
    how: str
    """How the statement was tied to the indicator."""

    @property
    def ref(self) -> str:
        """Canonical reference."""
        return self.indicator.ref

    @property
    def shown(self) -> str:
        """The reference as the tables display it."""
        return self.indicator.definition(self.month).reference

    @property
    def number(self) -> Number:
        """The number of a statement that has one."""
        number = self.statement.number
        assert number is not None  # noqa: S101 - asked only of kinds that have one
        return number

    def value(self, month: Period | None = None) -> Decimal | None:
        """The value of a month, by default the one it is said of."""
        observation = self.pack.observation(self.ref, month or self.month)
        return observation.value if observation else None

    def at(self, month: Period | None = None) -> str:
        """`FD 8 was 18% in Oct-17`."""
        value = self.value(month)
        printed = "no value" if value is None else format_value(value, self.indicator)
        return f"{self.shown} was {printed} in {(month or self.month).short}"


def known_months(case: Case) -> tuple[Period, ...]:
    """The months up to the one of the case that have a value under the same definition, in order.

    They are those shown, and any earlier month of the year before that the data has.
    """
    months = dict.fromkeys([*(seen.period for seen in case.pack.observed(case.ref)), *case.pack.months])
    return tuple(
        month
        for month in sorted(months)
        if month <= case.pack.period
        and case.value(month) is not None
        and case.indicator.comparable(month, case.month)
    )


def shown_months(case: Case) -> tuple[Period, ...]:
    """The known months of those that the pack shows."""
    shown = set(case.pack.months)
    return tuple(month for month in known_months(case) if month in shown)


def shown_values(case: Case) -> dict[Period, Decimal]:
    """The values of the months shown."""
    return {month: value for month in shown_months(case) if (value := case.value(month)) is not None}


def base_months(case: Case) -> tuple[Period, ...]:
    """The months a change may start from."""
    statement = case.statement
    if statement.since_start:
        return shown_months(case)[:1]
    if statement.bases:
        return statement.bases
    return (case.month.plus(-1),)


def changes(case: Case) -> tuple[Change, ...]:
    """The changes from the months that a statement may start from; none from a month to itself."""
    bases = [month for month in base_months(case) if month < case.month]
    return tuple(change(case.pack, case.ref, case.month, since) for since in bases)


def change_words(case: Case, found: Change) -> str:
    """`FD 8 rose by 3 percentage points (Sep-17 to Oct-17)`."""
    span = f"{found.earlier.short} to {found.later.short}"
    return f"{case.shown} {found.sentence(english())} ({span})"


def no_change_known(case: Case, found: tuple[Change, ...]) -> str:
    """Why there is nothing to compare with, in words."""
    if not found:
        return f"{case.shown} has no earlier value to compare with"
    first = found[0]
    if not case.indicator.comparable(first.earlier, first.later):
        return f"the series of {case.shown} is broken between {first.earlier.short} and {first.later.short}"
    return f"{case.shown} has {first.reason(english())}"


# ------------------------------------------------------------------------------------------------- numbers

STRICT = frozenset({"under", "over"})
"""Hedges with which the number itself is not meant: 50% is not `below 50%`."""
_EXACT = frozenset({Decimal(0), Decimal(100)})
"""Percentages that nothing may be rounded to: 99.9% is not 100%."""


def fits(number: Number, value: Decimal) -> bool:
    """Whether a value is the number as written, rounded as it is and hedged as it is."""
    if number.hedge not in STRICT and rounded(value, number.decimals) == number.value:
        return True
    beyond = value - number.value
    if number.hedge in STRICT:
        return beyond > 0 if number.hedge == "over" else beyond < 0
    spread = max(Decimal(2) if abs(value) >= 20 else abs(value) / 10, abs(value) / 25)
    lowest, highest = {
        "about": (-spread, spread),
        "nearly": (-spread, Decimal(0)),
        "barely": (Decimal(0), spread),
        "least": (Decimal(0), Decimal("Infinity")),
        "most": (Decimal("-Infinity"), Decimal(0)),
    }.get(number.hedge, (Decimal(1), Decimal(-1)))
    return lowest <= beyond <= highest


def matches(number: Number, value: Decimal, indicator: Indicator) -> bool:
    """Whether a value, unrounded or as printed, is the number as written."""
    if number.sign and number.unit is Measure.POUNDS and value and (value > 0) is not (number.sign > 0):
        return False
    if indicator.unit.is_clock and number.unit in _SECONDS:
        as_seconds = number.unit is Measure.CLOCK and fits(number, value)  # `31:20` may be in minutes
        return as_seconds or fits(number, value / _SECONDS[number.unit])
    number = _in_own_unit(number, indicator)
    value = -value if value < 0 and number.sign < 0 else value  # a deficit of £156,000
    printed = rounded(value, indicator.decimals)
    if indicator.unit is Unit.PERCENT and not number.hedge and number.value in _EXACT:
        return printed == number.value
    return fits(number, value) or fits(number, printed)


def _in_own_unit(number: Number, indicator: Indicator) -> Number:
    """Hours and minutes in the unit that the indicator's title names."""
    if number.unit is not Measure.CLOCK:
        return number
    title = indicator.definitions[-1].title.casefold()
    if "second" in title:
        return Number(number.value * 60, 0, Measure.SECONDS, hedge=number.hedge)
    if "hour" in title and "minute" not in title:
        return Number(number.value / 60, 2, Measure.HOURS, hedge=number.hedge)
    return Number(number.value, 0, Measure.MINUTES, hedge=number.hedge)


_SECONDS = {Measure.CLOCK: 60, Measure.HOURS: 3600, Measure.MINUTES: 60, Measure.SECONDS: 1}
_OWN_UNITS = {
    "percent": {Measure.PERCENT},
    "count": {Measure.NONE},
    "average": {Measure.NONE},
    "days": {Measure.NONE, Measure.DAYS},
    "weeks": {Measure.NONE, Measure.WEEKS},
    "pounds": {Measure.POUNDS},
    "hours": {Measure.NONE, Measure.HOURS, Measure.CLOCK},
    "minutes": {Measure.NONE, Measure.MINUTES, Measure.CLOCK},
    "hh:mm": {Measure.CLOCK, Measure.HOURS, Measure.MINUTES},
    "hh:mm:ss": {Measure.CLOCK, Measure.HOURS, Measure.MINUTES, Measure.SECONDS},
}
_TITLE_UNITS = {
    "day": Measure.DAYS, "week": Measure.WEEKS, "hour": Measure.HOURS, "minute": Measure.MINUTES,
    "second": Measure.SECONDS, "£": Measure.POUNDS, "pence": Measure.PENCE, "cost": Measure.POUNDS,
    "spend": Measure.POUNDS,
}  # fmt: skip


def own_units(indicator: Indicator) -> frozenset[Measure]:
    """What may be written with an indicator's values: an average of seconds is given in seconds."""
    return _units(indicator.unit.value, indicator.definitions[-1].title.casefold())


@lru_cache(maxsize=4096)
def _units(unit: str, title: str) -> frozenset[Measure]:
    units = set(_OWN_UNITS.get(unit, {Measure.NONE}))
    if unit == "percent":
        return frozenset(units)
    if unit == "count":
        spans = (m for word, m in _TITLE_UNITS.items() if re.search(rf"(?<!\d )(?<!\d-)\b{word}s\b", title))
        return frozenset(units | set(spans))
    found = {measure for word, measure in _TITLE_UNITS.items() if word in title}
    clock = {Measure.CLOCK} if found & {Measure.HOURS, Measure.MINUTES, Measure.SECONDS} else set()
    return frozenset(units | found | clock)
