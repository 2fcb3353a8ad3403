"""Rank, quartile and mean among areas, by the rules of the Local Authority Interactive Tool.

Areas without a value take no part. Ties share the best rank. Cut points are quantiles of type 7 (Excel's
QUARTILE.INC), and a value equal to a cut belongs to the interval below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

BANDS = "ABCD"
"""Quartiles from the best to the worst."""


class Mean(Struct, frozen=True):
    """The simple mean of those with a value, and how many they are."""

    value: Decimal | None
    known: int
    of: int

    @property
    def count(self) -> str:
        """`8 of 10`."""
        return f"{self.known} of {self.of}"


def mean_of_present(values: Iterable[Decimal | None]) -> Mean:
    """Take the mean of the values that are there; none is counted as 0."""
    asked = tuple(values)
    known = [value for value in asked if value is not None]
    return Mean(sum(known, Decimal(0)) / len(known) if known else None, len(known), len(asked))


def rank(value: Decimal | None, values: Iterable[Decimal | None], *, highest_first: bool) -> int | None:
    """Return the rank of a value among others, itself included; None for no value."""
    if value is None:
        return None
    better = sum(
        other is not None and (other > value if highest_first else other < value) for other in values
    )
    return better + 1


def quartile_cuts(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the three cut points of some values. ValueError for none."""
    if not values:
        raise ValueError("no values to cut into quartiles")
    ordered = sorted(values)
    first, second, third = (_quantile(ordered, Decimal(part) / 4) for part in (1, 2, 3))
    return first, second, third


def _quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def quartile_band(value: Decimal | None, cuts: Sequence[Decimal], *, highest_first: bool) -> str:
    """Return the band of a value, A for the best quartile; empty for no value."""
    if value is None:
        return ""
    place = sum(value > cut for cut in cuts)
    return BANDS[3 - place] if highest_first else BANDS[place]
