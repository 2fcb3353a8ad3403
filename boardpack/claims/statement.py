"""What a sentence says: its statements, each with the months, the number and the words that it is made of."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from boardpack.claims.lexicon import Way
from boardpack.claims.scan import BOUNDS, Number, Token
from boardpack.model.period import Period
from boardpack.model.rating import Rag


class Kind(Enum):
    """What kind of thing is said."""

    VALUE = "value"
    START = "starting value"
    CHANGE = "size of a change"
    TARGET = "target"
    GAP = "gap to target"
    RATIO = "multiple"
    ELSEWHERE = "figure from elsewhere"
    RANGE = "end of a range"
    DIRECTION = "direction"
    RATING = "rating"
    TARGET_MET = "standing against target"
    STATUS = "judgement"
    EXTREME = "record"
    STREAK = "run of months"
    COUNT = "count of ratings"
    BREAK = "change of definition"
    PACE = "pace of change"
    REFERENCE = "reference"
    UNREAD = "not read"


NUMBERED = frozenset({Kind.VALUE, Kind.START, Kind.CHANGE, Kind.TARGET, Kind.GAP, Kind.RATIO, Kind.RANGE})
"""Kinds that give a number."""


class Often(Struct, frozen=True):
    """In which months something is said to be so."""

    how: str
    """`every`, `never`, `first`, `last`, `only`, `times`."""
    months: tuple[Period, ...] = ()
    """The months spoken of; all that are known up to the pack's when empty."""
    since: Period | None = None
    number: int = 0
    but: tuple[Period, ...] = ()
    """The months in which it was not so."""


class Statement(Struct, frozen=True):
    """One thing said, with its place in the sentence."""

    kind: Kind
    start: int
    end: int
    part: int
    """Number of the part of the sentence that it stands in."""
    number: Number | None = None
    months: tuple[Period, ...] = ()
    """The months it is said of; the pack's own when empty."""
    period: str = ""
    """`quarter`, `year`, `year to date` when it is said of a stretch of months as a whole."""
    bases: tuple[Period, ...] = ()
    """The months that a change may start from; the month before when empty."""
    since_start: bool = False
    """Whether a change is from the first month known."""
    way: Way | None = None
    denied: bool = False
    size: str = ""
    """`small`, `large`, `gradual` or empty."""
    goes_on: bool = False
    lasting: bool = False
    """Whether it may be of more than a month: `has risen`, `is rising`."""
    side: str = ""
    """`met`, `missed`, `above`, `below`, `better`, `worse`; of a record `highest` and its like."""
    rag: Rag | None = None
    before: Rag | None = None
    of: Statement | None = None
    """What a run of months is a run of."""
    exact: bool = False
    often: Often | None = None
    aim: bool = False
    passing: bool = False
    loose: bool = False
    """Whether it may be said of another time than was read: behind `before`, `after`, `had`."""
    part_of_whole: bool = False
    """Whether it is said of some of the cases only: `of whom`."""
    of_all: bool = False
    """Whether a figure is meant by `all` or `every`, and not written."""
    count: int = 0
    """The factor of a multiple, the rank of a record, the whole that a count of ratings is out of."""
    understood: bool = False
    """Whether it may be in percentage points although none are written: `up 12 points … down six`."""
    plain: bool = False
    """Whether it is beyond doubt of when a number is: `18% in August`, `is now 18%`."""
    noun: tuple[int, int] = (0, 0)
    """Where the words stand that are counted: of `131 children` the children."""
    bracketed: bool = False
    named: str = ""
    """The words of its part, where it names a comparator."""

    @property
    def is_bounded(self) -> bool:
        """Whether its number is one that something may be above or below month after month."""
        return self.number is not None and self.number.hedge in BOUNDS


class SentencePart(Struct, frozen=True):
    """A stretch of a sentence without a boundary in it."""

    start: int
    end: int
    nodes: tuple[Token, ...]
    lead: str = ""
    """The type of the boundary before it."""
    joint: str = ""
    """The word of the boundary before it."""


class Reading(Struct, frozen=True):
    """A sentence read."""

    tokens: tuple[Token, ...]
    nodes: tuple[Token, ...]
    """What the productions made of the tokens."""
    parts: tuple[SentencePart, ...]
    statements: tuple[Statement, ...]
    unread: tuple[Token, ...]
    """What says something and was not understood."""
    used: frozenset[Token] = frozenset()
    """What went into a statement."""
