"""Ratings: Red, Amber, Green, and why there is none."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Rag(Enum):
    """The one vocabulary of ratings (a published "Yellow" is Amber)."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"


class RatingBasis(Enum):
    """How a rating came about."""

    COMPUTED = "computed from the value and the bands"
    OVERRIDE = "set by an authorised override"
    REPORTED = "as reported; it cannot be computed"
    NOT_RATED = "not rated"


class Rating(Struct, frozen=True):
    """A rating with its basis; `rag` is None exactly when the basis is NOT_RATED."""

    rag: Rag | None
    basis: RatingBasis
    reason: str = ""
    """Why it is not computed: `no target is set`, `the cohort is not in the data` …"""

    @property
    def word(self) -> str:
        """`Red`, `Amber`, `Green` or `Not rated`."""
        return self.rag.value if self.rag else "Not rated"
