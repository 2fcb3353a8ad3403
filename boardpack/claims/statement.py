"""What can be said in a sentence, and what was found in one before its statements are put together."""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct, field

from boardpack.claims.amount import Amount
from boardpack.claims.lexicon import lexicon
from boardpack.claims.months import Named, Quarter, Span
from boardpack.claims.moves import Move
from boardpack.claims.sentences import Sentence
from boardpack.claims.sought import Sought
from boardpack.claims.standing import Standing
from boardpack.claims.tie import Mention
from boardpack.model.period import Period


class Kind(Enum):
    """What kind of thing is said."""

    VALUE = "value"
    START = "starting value"
    CHANGE = "size of a change"
    TARGET = "target"
    GAP = "gap to target"
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


class Base(Struct, frozen=True):
    """What a change is reckoned from; the month before when nothing else is said."""

    month: Period | None = None
    span: Span | None = None


class Often(Struct, frozen=True):
    """How often, over which months; without months they are those of the year up to the pack's."""

    how: str
    """`every`, `never` or `times`."""
    number: int = 0
    since: Period | None = None
    after: bool = False
    """Whether the months begin with the one after `since`."""
    until: Period | None = None
    but: Period | None = None
    quarter: Quarter | None = None

    def covers(self, month: Period) -> bool:
        """Whether a month is one of those spoken of."""
        if self.until is not None and month > self.until:
            return False
        if month == self.but or (self.quarter and month not in self.quarter.months):
            return False
        return self.since is None or (month > self.since if self.after else month >= self.since)


class Statement(Struct, frozen=True):
    """One thing said, with its place in the sentence."""

    kind: Kind
    start: int
    end: int
    phrase: tuple[int, int]
    """Where the words stand that say of what."""
    month: Period | None = None
    """The month it is said of; None for the pack's own."""
    base: Base = field(default_factory=Base)
    amount: Amount | None = None
    move: Move | None = None
    standing: Standing | None = None
    other: Standing | None = None
    """The rating or target that a run of months is a run of."""
    aim: bool = False
    passing: bool = False
    clause: tuple[int, int] = (0, 0)
    """The stretch of the sentence that speaks of the same subject."""
    often: Often | None = None
    """How often it is said to be so; None when it is said of one month."""
    whole: bool = False
    """Whether it is said of a whole quarter, for which the data has no figure."""
    fronted: Period | None = None
    """The month that opens the sentence, if this clause names none of its own."""


class Reading(Struct, frozen=True):
    """A sentence read: its references and its statements in order."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]


class Parts(Struct, frozen=True):
    """What was found in a sentence before it is put together."""

    text: str
    period: Period
    mentions: tuple[Mention, ...]
    months: tuple[Named, ...]
    spans: tuple[Span, ...]
    amounts: tuple[Amount, ...]
    moves: tuple[Move, ...]
    standings: tuple[Standing, ...]
    clause: tuple[int, int]
    """The stretch of the sentence that these are from."""


# ---------------------------------------------------------------------------------- words around a place

BASE_LEAD = Sought(
    r"\b(?:since|on|below|above|than|than\s+in|than\s+it\s+was\s+in|compared\s+(?:with|to)|against|versus|from|between|from\s+that\s+in|the\s+end\s+of|on\s+that\s+of)\s+(?:last\s+)?$"
)
PHRASE_END = Sought(
    r"[,;:()]|\.(?=\s|$)|\s[–—-]\s|(?<!who\s)\b(?:has|have|had|is|are|was|were|been|which|that|due|because|but|from|with|since|compared|against|while|although|in\s+(?:the\s+month|[A-Z])|this\s+month|and|as)\b",
    capitals=True,
)


def aimed(text: str, at: int) -> bool:
    """Whether an aim or a forecast governs what stands at that place."""
    clause = re.split(r"[;:]|\s[–—-]\s|\b(?:but|while|whilst|whereas|although|which)\b|,(?!\d)", text[:at])[
        -1
    ]
    supposed = re.match(r"\s*(?:Had|Were)\s+(?!to\b)\w", clause) is not None
    return supposed or lexicon().patterns["aim"].search(clause) is not None


_CLAUSE = Sought(
    r"[;:]|,(?!\d)|\s[–—-]\s|\b(?:but|while|whilst|whereas|although|though|however|because|despite)\b",
    capitals=True,
)


_FRONTED = Sought(
    r"\s*(?:In|Within|Across|For|Among|On)\s+(?:the\s+)?[A-Za-z][^,;:()\d]{2,50},",
    ("In", "Within", "Across", "For", "Among", "On"),
    capitals=True,
)
"""What a sentence opens with to say of what: `In assessment, …`."""


def clause_start(text: str, floor: int, end: int) -> int:
    """Where the clause that ends at `end` begins; a comma or bracket right before it does not count."""
    fronted = _FRONTED.match(text, floor, end)
    floor_of_stops = fronted.end() if fronted else floor
    stops = [m.end() for m in _CLAUSE.finditer(text, floor_of_stops, end) if m.end() < end - 2]
    return max([floor, *stops])
