"""What a sentence is made of: numbers with their units, tokens, parts, and the statements that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from boardpack.claims.lexicon import Raw, Way, Words, lexicon, spelt
from boardpack.claims.vocabulary import Vocabulary
from boardpack.model.indicator import canonical_ref
from boardpack.model.period import FinancialYear, Period, financial_year
from boardpack.model.rating import Rag


class Measure(Enum):
    """What is written with a number."""

    NONE = ""
    PERCENT = "%"
    POINTS = "percentage points"
    POUNDS = "£"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"
    CLOCK = "hours and minutes"
    PENCE = "pence"


TIMES = frozenset({Measure.DAYS, Measure.WEEKS, Measure.HOURS, Measure.MINUTES, Measure.SECONDS})
"""Units of how long something takes, of which `within` gives the most."""

BOUNDS = frozenset({"over", "under", "least", "most"})
"""Hedges of a number that something may be above or below month after month."""


class Number(Struct, frozen=True):
    """A number as written."""

    value: Decimal
    decimals: int
    """Of what is written; below zero for £1.25m, which is written to ten thousands."""
    unit: Measure = Measure.NONE
    sign: int = 0
    """+1 or -1 when a sign or a word such as `deficit` says so, else 0."""
    hedge: str = ""
    """`about`, `over`, `under`, `nearly`, `barely`, `least`, `most`; empty for a plain number."""
    rate: str = ""
    """`1,000` of a rate per 1,000."""
    spelt: bool = False

    @property
    def words(self) -> str:
        """The number as it would be written: `12%`, `5 percentage points`, `17`."""
        sign = {1: "+", -1: "-", 0: ""}[self.sign]
        number = f"{sign}{'£' if self.unit is Measure.POUNDS else ''}{self.value:,f}"
        if self.unit is Measure.PERCENT:
            return f"{number}%"
        return number if self.unit in {Measure.NONE, Measure.POUNDS} else f"{number} {self.unit.value}"


class Token(Struct, frozen=True):
    """A word, phrase or number with its type, as `lexicon.CODES` names it."""

    code: str
    start: int
    end: int
    what: str = ""
    form: str = ""
    number: Number | None = None
    months: tuple[Period, ...] = ()
    refs: tuple[str, ...] = ()


class SentenceTime(Struct, frozen=True):
    """When a sentence is written."""

    period: Period
    year_start: int = 4

    @property
    def first(self) -> Period:
        """The first period of the year."""
        return financial_year(self.period, self.year_start).months[0]

    @property
    def word(self) -> str:
        """What its periods are called: `month`, `quarter`, `year`."""
        return {1: "month", 3: "quarter"}.get(self.period.length, "year")

    def quarter(self, number: int, started: int = 0) -> Period:
        """A quarter of the year that began in a calendar year; else the latest up to the pack's."""
        year = started or financial_year(self.period, self.year_start).start.year
        found = FinancialYear(Period(year, self.year_start), 3).months[number - 1]
        return found if started or found.first <= self.period.first else found.same_last_year

    def latest(self, month: int) -> Period:
        """The latest such month up to the pack's."""
        return Period(self.period.year - (month > self.period.month), month)


BEYOND = 12
"""How many empty words are put before and behind a sentence."""


class SentenceText(Struct, frozen=True):
    """A sentence that is being read."""

    text: str
    raws: tuple[Raw, ...]
    calendar: SentenceTime
    vocabulary: Vocabulary
    refs: Mapping[int, tuple[int, tuple[str, ...]]]
    """By its first character: where a reference ends, and what it refers to."""

    words: tuple[str, ...]
    """The words in lower case, with empty ones before and behind them."""

    def low(self, at: int) -> str:
        """A word in lower case; empty beyond the end."""
        return self.words[at + BEYOND] if -BEYOND <= at < len(self.raws) + BEYOND else ""

    def lows(self, at: int, count: int) -> tuple[str, ...]:
        """Some words in lower case."""
        return self.words[at + BEYOND : at + BEYOND + count]

    def phrase(self, at: int, phrases: Iterable[Words]) -> Words:
        """The first of some phrases that begins at a word; empty for none."""
        return next((words for words in phrases if self.lows(at, len(words)) == words), ())

    def token(self, code: str, at: int, used: int, **rest: object) -> tuple[Token, int]:
        """A token of some words."""
        return Token(code, self.raws[at].start, self.raws[at + used - 1].end, **rest), used  # type: ignore[arg-type] # the fields of a token


Found = tuple[Token, int] | None


def references_in(text: str, vocabulary: Vocabulary) -> dict[int, tuple[int, tuple[str, ...]]]:
    """By its first character: where a reference ends, and what it refers to; nothing for an unknown one."""
    found: dict[int, tuple[int, tuple[str, ...]]] = {
        match.start(): (match.end(), (canonical_ref(match[0]),))
        for match in vocabulary.references.finditer(text)
    }
    for match in vocabulary.unknown.finditer(text):
        clear = all(match.end() <= start or end <= match.start() for start, (end, _) in found.items())
        if clear and canonical_ref(match[0]) not in vocabulary.names:
            found[match.start()] = (match.end(), ())
    return found


def small(seen: SentenceText, at: int) -> tuple[int, int]:
    """A whole number in figures or words and how many words it takes; none by 0."""
    if at >= len(seen.raws):
        return 0, 0
    raw = seen.raws[at]
    if raw.kind == "number" and raw.text.isdigit() and len(raw.text) <= 3:
        return int(raw.text), 1
    return (spelt(seen.raws, at) or (0, 0)) if raw.kind == "word" else (0, 0)


def ordinal(seen: SentenceText, at: int) -> int:
    """`third` and `3rd` as a number; 0 for anything else."""
    if at >= len(seen.raws):
        return 0
    raw = seen.raws[at]
    digits = raw.kind == "ordinal" and raw.text.isdigit()
    return int(raw.text) if digits else lexicon().ordinals.get(raw.low, 0)


# ---------------------------------------------------------------------------------------------- statements


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
    """Number of the part of the sentence that it is in."""
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
    """Where the words are that are counted: of `131 children` the children."""
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
