"""What tokens are made of: numbers with their units, the calendar, and a sentence that is being read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from boardpack.claims.lexicon import Words, lexicon
from boardpack.claims.vocabulary import Vocabulary
from boardpack.claims.words import Raw, spelt
from boardpack.model.indicator import canonical_ref
from boardpack.model.period import FinancialYear, Period, financial_year


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
