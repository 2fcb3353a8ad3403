"""Which figures must go by themselves: small counts, and percentages and means of few.

A percentage goes where its numerator, the rest of its denominator, or the denominator is small; a mean where
it is of few. A figure whose counts are not in the pack goes as well, since nobody can say that it is safe.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from msgspec import Struct

from boardpack.model.disclosure import Disclosure
from boardpack.model.indicator import Unit

MOST = 100_000_000
"""The largest count that is taken for one (codonPython has the same limit)."""


class Why(Enum):
    """Why a figure is suppressed; the value is how a report words it."""

    SMALL = "a count below the threshold"
    NUMERATOR = "its numerator is below the threshold"
    REST = "the rest of its denominator is below the threshold"
    DENOMINATOR = "its denominator is below the threshold"
    GROUP = "0% or 100% says the same of everyone in the group"
    FEW = "a mean of fewer cases than the threshold"
    UNKNOWN = "its counts are not in the pack, so that nobody can say it is safe"
    NOT_WHOLE = "a count of people that is no whole number"
    RATIO = "it follows from figures that are suppressed"
    SECONDARY = "so that no other figure can be worked out"
    EARLIER = "an issued edition suppressed it"
    SOURCE = "the data say so"
    EXEMPT = "it is exempt, or confidential"


class CountsBehind(Struct, frozen=True):
    """What a figure is made of; None for what is not known."""

    numerator: Decimal | None
    denominator: Decimal | None


def whole(value: Decimal | None) -> int | None:
    """The whole number that a value is; None for any other."""
    if value is None or value != value.to_integral_value() or not 0 <= value <= MOST:
        return None
    return int(value)


def rounded_to(count: int, base: int) -> int:
    """Round to a multiple, halves up: 57 to 55, 8 to 10; unchanged for a base of 0 or 1."""
    if base < 2:
        return count
    return int((Decimal(count) / base).quantize(Decimal(1), ROUND_HALF_UP)) * base


def why_suppressed(unit: Unit, value: Decimal, counts: CountsBehind, settings: Disclosure) -> Why | None:
    """Why a sensitive figure may not be published; None where it may."""
    if not settings.suppresses:
        return None
    if unit is Unit.COUNT:
        return _count(value, settings)
    if unit in SHARES:
        return _share(unit, counts, settings)
    return _mean(counts, settings)


def _count(value: Decimal, settings: Disclosure) -> Why | None:
    count = whole(value)
    if count is None:
        return Why.NOT_WHOLE
    return Why.SMALL if settings.is_small(count) else None


def _share(unit: Unit, counts: CountsBehind, settings: Disclosure) -> Why | None:
    top, bottom = whole(counts.numerator), whole(counts.denominator)
    if top is None or bottom is None:
        return Why.UNKNOWN
    if bottom < settings.threshold:
        return Why.DENOMINATOR
    if settings.is_small(top):
        return Why.NUMERATOR
    if unit is not Unit.PERCENT:
        return None
    if settings.is_small(abs(bottom - top)):
        return Why.REST
    return Why.GROUP if settings.group_attributes and top in {0, bottom} else None


def _mean(counts: CountsBehind, settings: Disclosure) -> Why | None:
    cases = whole(counts.denominator)
    if cases is None:
        return Why.UNKNOWN
    return Why.FEW if cases < settings.threshold else None


SHARES = frozenset({Unit.PERCENT, Unit.PER_1000, Unit.PER_10000, Unit.PER_100000})
"""Units of so many people of so many."""
