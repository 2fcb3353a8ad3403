"""Periods: months, quarters and years, and the twelve-month years that targets belong to.

Nothing else does arithmetic with months. `Period` is one value for every length of period; a `Calendar` says
how long a pack's periods are and when its years begin, and reads periods as people write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cached_property

from msgspec import Struct

from boardpack.words import english

MONTH_NAMES = tuple(english().month(number) for number in range(1, 13))
"""English, for reading what analysts write and for messages to them; a pack's print takes its own words."""


class Cadence(Enum):
    """How long a period is; the value is its number of months."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


class Period(Struct, frozen=True, order=True):
    """A calendar month, or a quarter or a year of a pack's own calendar: what an observation belongs to."""

    year: int
    """Of its first month."""
    month: int
    """Its first month, 1 to 12."""
    length: int = 1
    """Months: 1, 3 or 12."""
    year_start: int = 1
    """The month that years begin with, for quarters and years; 1 for a month, which belongs to none."""

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"month {self.month} is not 1 to 12")

    # ------------------------------------------------------------------------------------ labels

    @property
    def iso(self) -> str:
        """`2017-10`, `2017-Q2`, `2017`: a quarter and a year are named after the year they begin in."""
        if self.length == 1:
            return f"{self.year:04d}-{self.month:02d}"
        started = self.in_year.start.year
        return f"{started:04d}-Q{self.number}" if self.length == 3 else f"{started:04d}"

    @property
    def short(self) -> str:
        """`Oct-17`, `Q2 2017-18`, `2017-18`, in English, for messages and files; print has `Words`."""
        return english().short_period(self)

    @property
    def long(self) -> str:
        """`October 2017`, `Quarter 2 2017-18`, `2017-18`, in English, for messages; print has `Words`."""
        return english().long_period(self)

    @property
    def name(self) -> str:
        """`October`, `Quarter 2`, `2017-18`, in English, for messages and files."""
        return english().bare_period(self)

    @property
    def heading(self) -> str:
        """`Nov 2017`, `Q2 2017-18`, `2017-18`: a column's header that a spreadsheet leaves as it is."""
        return f"{self.name[:3]} {self.year}" if self.length == 1 else self.short

    @property
    def cadence(self) -> Cadence:
        """How long it is."""
        return Cadence(self.length)

    @property
    def number(self) -> int:
        """Which one it is in its year: 2 for the second quarter; the calendar month for a month."""
        return self.month if self.length == 1 else (self.month - self.year_start) % 12 // self.length + 1

    @property
    def in_year(self) -> FinancialYear:
        """The year of its own calendar that it belongs to."""
        return financial_year(self, self.year_start)

    @property
    def year_label(self) -> str:
        """`2017-18`; `2017` for a calendar year."""
        return self.in_year.label

    # --------------------------------------------------------------------------------- neighbours

    @property
    def previous(self) -> Period:
        """The period before."""
        return self.plus(-1)

    @property
    def next(self) -> Period:
        """The period after."""
        return self.plus(1)

    @property
    def same_last_year(self) -> Period:
        """The same period a year before: October of last year, the second quarter of last year."""
        return self.plus(-12 // self.length)

    @property
    def ordinal(self) -> int:
        """Which month its first one is, counted from the beginning of the calendar."""
        return self.year * 12 + self.month - 1

    @property
    def first(self) -> Period:
        """Its first month."""
        return Period(self.year, self.month)

    @property
    def last(self) -> Period:
        """Its last month."""
        return self.first.plus(self.length - 1)

    def plus(self, steps: int) -> Period:
        """Return the period so many periods of the same length later (earlier when negative)."""
        count = self.ordinal + steps * self.length
        return Period(count // 12, count % 12 + 1, self.length, self.year_start)

    def until(self, other: Period) -> int:
        """Periods of its own length from this one to another: 1 for the next, negative for an earlier one."""
        return (other.ordinal - self.ordinal) // self.length

    def to(self, last: Period) -> Iterator[Period]:
        """Every period from this one to another, both included; none when the other is earlier."""
        return (self.plus(step) for step in range(self.until(last) + 1))


class FinancialYear(Struct, frozen=True, dict=True):
    """Twelve months from a start month: April to March for a council, any start for others."""

    start: Period
    """Its first month."""
    step: int = 1
    """How many months each of its periods has."""

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """Its periods in order: twelve months, four quarters, or the year itself."""
        first = self.start if self.step == 1 else Period(*_parts(self.start), self.step, self.start.month)
        return tuple(first.plus(index) for index in range(12 // self.step))

    @property
    def label(self) -> str:
        """`2017-18`; `2018` for a calendar year."""
        end = self.start.plus(11)
        return str(end.year) if end.year == self.start.year else f"{self.start.year}-{end.year % 100:02d}"

    def __contains__(self, period: object) -> bool:
        return isinstance(period, Period) and 0 <= self.start.until(period.first) < 12


def _parts(month: Period) -> tuple[int, int]:
    return month.year, month.month


def financial_year(period: Period, start_month: int = 4) -> FinancialYear:
    """Return the year that a period belongs to when years start in a month, in periods of its length."""
    year = period.year if period.month >= start_month else period.year - 1
    return FinancialYear(Period(year, start_month), period.length)


def in_force(start: Period | None, end: Period | None, period: Period) -> bool:
    """Whether something that runs from one period to another, both open-ended if None, covers a period."""
    begins = period.ordinal
    return (start is None or start.ordinal < begins + period.length) and (
        end is None or begins < end.ordinal + end.length
    )


# ----------------------------------------------------------------------------------------- reading


class Calendar(Struct, frozen=True):
    """How long a pack's periods are, and the month that its years begin with."""

    cadence: Cadence = Cadence.MONTH
    year_start: int = 4

    def parse(self, text: str) -> Period | None:
        """Read one of the pack's own periods as people write it; None for anything else."""
        match self.cadence:
            case Cadence.MONTH:
                return parse_month(text)
            case Cadence.QUARTER:
                return self._quarter(text)
            case Cadence.YEAR:
                return self._year(text)

    def parse_any(self, text: str) -> Period | None:
        """Read one of the pack's own periods, or a month: for dates from which something holds."""
        return self.parse(text) or parse_month(text)

    def cast(self, period: Period) -> Period | None:
        """Return the pack's own period of the same name; None when the name is that of no such period."""
        return self.parse(period.iso)

    def year(self, started: int) -> FinancialYear:
        """Return the year that begins in a calendar year."""
        return FinancialYear(Period(started, self.year_start), self.cadence.value)

    def _quarter(self, text: str) -> Period | None:
        """Read `2017-Q2`, `Q2 2017-18`, `2017/18 Q2`, or the quarter's last month (`Sep 2017`)."""
        for pattern in _QUARTERS:
            if (found := re.fullmatch(pattern, text.strip(), re.IGNORECASE)) is not None:
                started = _started(found["year"], found["end"], spans=self.year_start > 1)
                return None if started is None else self.year(started).months[int(found["number"]) - 1]
        month = parse_month(text)
        if month is None:
            return None
        quarters = financial_year(month, self.year_start).start.year
        return next((quarter for quarter in self.year(quarters).months if quarter.last == month), None)

    def _year(self, text: str) -> Period | None:
        """Read `2017`, `2017-18`, `2017/18`."""
        found = re.fullmatch(_YEAR, text.strip())
        started = (
            _started(found["year"], found["end"], spans=self.year_start > 1, bare=True) if found else None
        )
        return None if started is None else self.year(started).months[0]


_Q = r"Q(?:uarter|tr)? ?(?P<number>[1-4])"
_YEARS = r"(?P<year>(?:20|19)?[0-9]{2})(?:[-/–](?P<end>(?:20)?[0-9]{2}))?"
_QUARTERS = (
    rf"(?P<year>[0-9]{{4}})(?P<end>-){_Q}",
    rf"{_Q}[ ,\-]*{_YEARS}",
    rf"{_YEARS}[ ,\-]*{_Q}",
)
_YEAR = r"(?P<year>[0-9]{4})(?:[-/–](?P<end>(?:20)?[0-9]{2}))?"


def _started(year: str, end: str | None, *, spans: bool, bare: bool = False) -> int | None:
    """The calendar year that `2017-18` begins in; None when the two halves do not fit.

    `Q2 2017` says which year only where years are calendar years; `2017-Q2` and the year `2017` are names.
    """
    started = int(year) if len(year) == 4 else 2000 + int(year)
    if end in {"-", None}:
        return started if end == "-" or bare or not spans else None
    return started if spans and int(end or 0) % 100 == (started + 1) % 100 else None


def parse_iso(text: str) -> Period | None:
    """Read `2017-10`; None for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return Period(int(match[1]), int(match[2]))


def parse_period(text: str) -> Period | None:
    """Read a month, a quarter or a year without a calendar; `Calendar.cast` makes it the pack's own."""
    known = Calendar(Cadence.QUARTER)
    return parse_month(text) or known.parse(text) or Calendar(Cadence.YEAR).parse(text)


_NAMED = re.compile(r"([A-Za-z]{3,9})[ \-/.']*(\d{4}|\d{2})")


def parse_month(text: str) -> Period | None:
    """Read a month as people write it: `Oct-17`, `October 2017`, `2017-10`, `10/2017`; else None.

    `17-Oct` is not read: a spreadsheet writes it for 17 October as readily as for October 2017.
    """
    text = text.strip()
    if (iso := parse_iso(text)) is not None:
        return iso
    if (numeric := re.fullmatch(r"(\d{1,2})/(\d{4})", text)) and 1 <= int(numeric[1]) <= 12:
        return Period(int(numeric[2]), int(numeric[1]))
    named = _NAMED.fullmatch(text)
    if named is None:
        return None
    for number, name in enumerate(MONTH_NAMES, 1):
        if named[1].casefold() in {name.casefold(), name[:3].casefold(), name[:4].casefold()}:
            year = int(named[2])
            return Period(year if year >= 100 else 2000 + year, number)
    return None
