"""Ratings and movements: Red, Amber, Green or why not; which way a value moved, and whether that is better.

To add a reason for having no rating, add it to `Unrated` and its sentence to the catalogue of words.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from boardpack.model.period import Period


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


class Tone(Enum):
    """How a level looks: a shape and a colour of the style, from the best to the worst."""

    BEST = "best"
    GOOD = "good"
    FAIR = "fair"
    MIDDLE = "middle"
    LOW = "low"
    WORST = "worst"

    @property
    def rag(self) -> Rag:
        """The one of three ratings that counts, sentences and checks take it for."""
        if self in {Tone.BEST, Tone.GOOD}:
            return Rag.GREEN
        return Rag.RED if self in {Tone.LOW, Tone.WORST} else Rag.AMBER


class Level(Struct, frozen=True):
    """One of a pack's own levels of rating: `Blue`, `On track`."""

    name: str
    tone: Tone


class Unrated(Enum):
    """Why an indicator has no rating: the closed list, each printed in the pack's words."""

    NO_TARGET = "no target is set"
    NO_BANDS = "no rating bands are set"
    NOT_DUE = "no figure is due yet"
    TARGET_NOT_DUE = "the target is not due yet"
    TOO_FEW = "too few cases"
    NO_CASES = "no cases"
    NOT_AVAILABLE = "data not available"
    SUPPRESSED = "suppressed"
    CONTEXT = "for context only"
    NO_COHORT = "the cohort is not in the pack"
    NO_VALUE = "no value is in the pack"
    PROVISIONAL = "the figure is provisional"
    NEW_DEFINITION = "a new definition has no target of its own yet"
    WITHHELD = "withheld by a person, with a reason"


class Rating(Struct, frozen=True):
    """A rating with its basis; `rag` is None exactly when the basis is NOT_RATED."""

    rag: Rag | None
    basis: RatingBasis
    reason: str = ""
    """Why it is not computed: `no target is set`, `the cohort is not in the data` …"""
    level: Level | None = None
    """The pack's own level, where it rates by levels; its word is printed in place of the rating's."""
    of: Period | None = None
    """The period of the value that is rated, where it is not the one asked for but the latest there is."""
    why: Unrated | None = None
    """Which of the closed list of reasons it is that there is no rating."""

    @property
    def word(self) -> str:
        """`Red`, `Amber`, `Green`, the pack's own word, or `Not rated`: for findings, claims and data files.

        What a pack prints is `boardpack.analysis.rating.rating_word`, in the words of its language.
        """
        if self.level is not None:
            return self.level.name
        return self.rag.value if self.rag else "Not rated"


class Direction(Enum):
    """Which way a value moved; the arrow drawn for it is decoration beside words that say so."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


class Sense(Enum):
    """Whether a movement is for the better."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"
