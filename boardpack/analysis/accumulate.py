"""Year to date, rolling twelve months, and what the rest of a year must reach.

An indicator's basis decides how its values are put together: counts of events are added up, a percentage
with its counts is weighted by them, one without is the simple mean and says so, a level on a day or a value
that is accumulated already is the latest one. A period with half of its counts missing drops from both sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.formatting import format_value, rounded
from boardpack.analysis.timeline import is_due
from boardpack.model.indicator import Basis, Indicator, Unit
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.period import FinancialYear, Period, financial_year
from boardpack.words import Words


class Method(Enum):
    """How values were put together."""

    SUM = "sum"
    WEIGHTED = "weighted"
    MEAN = "simple mean"
    LATEST = "latest"


class Accumulated(Struct, frozen=True):
    """A value over several periods, and how many of them it was made from."""

    value: Decimal
    method: Method
    known: int
    of: int
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def whole(self) -> bool:
        """Whether no period is missing; a sum with a month missing is set against no target."""
        return self.known == self.of


def year_to_date(pack: Pack, ref: str, period: Period) -> Accumulated | None:
    """Put together an indicator's values from the beginning of the year; None where that means nothing."""
    indicator = pack.indicator(ref)
    if indicator is None:
        raise KeyError(ref)
    months = [month for month in _year_of(pack, period).months if month <= period]
    return _accumulate(pack, indicator, months)


def _year_of(pack: Pack, period: Period) -> FinancialYear:
    return financial_year(period, pack.year.start.month)


def rolling_year(pack: Pack, ref: str, period: Period) -> Accumulated | None:
    """Put together the last twelve months; None where one of them is missing or it means nothing."""
    indicator = pack.indicator(ref)
    if indicator is None:
        raise KeyError(ref)
    found = _accumulate(pack, indicator, list(period.same_last_year.next.to(period)))
    if found is None or found.method is Method.LATEST:
        return found
    return found if found.whole else None


def _accumulate(pack: Pack, indicator: Indicator, periods: Sequence[Period]) -> Accumulated | None:
    due = [period for period in periods if is_due(pack, indicator.ref, period)]
    seen = [found for period in due if (found := pack.observation(indicator.ref, period)) is not None]
    known = [one for one in seen if one.value is not None and indicator.comparable(one.period, periods[-1])]
    if not known or indicator.unit.is_named:
        return None
    if indicator.is_stock or indicator.basis in ACCUMULATED:
        return Accumulated(known[-1].value or Decimal(0), Method.LATEST, len(known), len(due))
    if indicator.basis is Basis.NOT_STATED:
        return None
    if indicator.unit in ADDED:
        values = [one.value for one in known if one.value is not None]
        return Accumulated(sum(values, Decimal(0)), Method.SUM, len(known), len(due))
    return _weighted(indicator, known, len(due)) or _mean(known, len(due))


def _weighted(indicator: Indicator, known: Sequence[Observation], due: int) -> Accumulated | None:
    pairs = [
        (one.numerator, one.denominator)
        for one in known
        if one.numerator is not None and one.denominator is not None
    ]
    bottom = sum((pair[1] for pair in pairs), Decimal(0))
    if not bottom:
        return None
    top = sum((pair[0] for pair in pairs), Decimal(0))
    return Accumulated(top * per(indicator) / bottom, Method.WEIGHTED, len(pairs), due, top, bottom)


def _mean(known: Sequence[Observation], due: int) -> Accumulated:
    values = [one.value for one in known if one.value is not None]
    return Accumulated(sum(values, Decimal(0)) / len(values), Method.MEAN, len(values), due)


def accumulated_words(found: Accumulated, indicator: Indicator, words: Words) -> str:
    """Write an accumulated value; a simple mean, and one that lacks a period, say so."""
    value = format_value(rounded(found.value, indicator.decimals), indicator)
    if found.method is Method.MEAN:
        value = words("accumulated.mean", value=value)
    if found.whole:
        return value
    return words("accumulated.part", value=value, known=found.known, of=found.of)


def per(indicator: Indicator) -> int:
    """What a numerator over a denominator is multiplied by: 100 for a percentage, 1,000 for a rate."""
    return PER.get(indicator.unit, 1)


class Needed(Struct, frozen=True):
    """What the rest of a year must reach for its target to be met."""

    rate: Decimal
    """In the indicator's unit; may be more than is possible."""
    possible: bool


def needed_rate(pack: Pack, ref: str, period: Period) -> Needed | None:
    """Work out what the periods left in the year must reach, if they are of the size of those so far.

    For a percentage with its counts and a target for the year: (target x all cases - those done) over the
    cases left. For a count, what is left of the target for each period left. None where the year is over, a
    period is missing or nothing of the kind can be said.
    """
    indicator, target = pack.indicator(ref), pack.target(ref, period)
    done = year_to_date(pack, ref, period)
    left = sum(month > period for month in _year_of(pack, period).months)
    if indicator is None or target is None or target.value is None or done is None or not left:
        return None
    if done.method is Method.SUM and done.whole:
        each = ((target.annual or target.value) - done.value) / left
        return Needed(each, each >= 0)
    if done.method is not Method.WEIGHTED or done.denominator is None or done.numerator is None:
        return None
    rest = done.denominator * left / done.of
    share = target.value / per(indicator)
    rate = (share * (done.denominator + rest) - done.numerator) / rest * per(indicator)
    most = indicator.most
    return Needed(rate, rate >= 0 and (most is None or rate <= most))


def needed_words(pack: Pack, indicator: Indicator, period: Period) -> str:
    """Write what the rest of the year must reach, to one decimal; empty where nothing can be said."""
    found = needed_rate(pack, indicator.ref, period)
    if found is None:
        return ""
    finer = indicator
    if indicator.scale == 1:
        finer = replace(indicator, decimals=max(1, indicator.decimals))
    rate = format_value(rounded(found.rate, finer.decimals), finer)
    return pack.words("live.needed" if found.possible else "live.needed_no_more", rate=rate)


PER = {Unit.PERCENT: 100, Unit.PER_1000: 1_000, Unit.PER_10000: 10_000, Unit.PER_100000: 100_000}
ADDED = frozenset({Unit.COUNT, Unit.POUNDS})
"""Units whose values are added up where they are events of their period."""
ACCUMULATED = frozenset({Basis.YEAR_TO_DATE, Basis.ROLLING_12, Basis.ROLLING_36, Basis.YEAR})
"""Bases whose latest value covers the stretch already."""
