"""What a header says of time: a month, a month without its year, a day, a quarter, a week, a year.

A spreadsheet turns months into days (`Oct-17` into 17 October) and programs write days for months
(`2017-10-01`), so a day is a month only together with its neighbours: see `days_as_months`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from boardpack.importer.grid import NamedPeriod, SheetCell
from boardpack.importer.header_words import MONTH, Role, figure_role, folded_header, letters, month_number
from boardpack.load.cell_parsers import rewritten_by_spreadsheet
from boardpack.model.period import MONTH_NAMES, Period, parse_month

EPOCH = date(1899, 12, 30)
"""The day from which spreadsheets count: 43009 is 1 October 2017."""

SERIALS = range(36_526, 54_789)
"""Serial numbers of days from 2000 to 2049."""


class MonthHeading(Struct, frozen=True):
    """What one header says of time; at most one of month, name, day, guess and span is given."""

    month: Period | None = None
    """The month, or in some packs the quarter or the year."""
    name: int = 0
    """A month's number where the header has no year; a quarter's in its year."""
    length: int = 1
    """Months of the period it names."""
    day: date | None = None
    """A day, which may stand for its month."""
    month_first: date | None = None
    """The same day when it was written month first, as in America; None where it cannot be."""
    guess: str = ""
    """`Oct-17` for `17-Oct`: what a spreadsheet probably took for a day."""
    span: str = ""
    """`a quarter`, `a week`, `a year`, `year to date`: a stretch that is no month."""
    role: Role = Role.PLAIN
    """What the words beside the month say of its figures."""
    mark: str = ""
    """`[p]` or `[r]`, from `(provisional)` or `revised` beside the month."""
    unclear: str = ""
    """Words beside the month that are not understood."""

    @property
    def is_month(self) -> bool:
        """Whether it may head a column of a month's figures."""
        return self.month is not None or self.name > 0 or self.day is not None or bool(self.guess)


def month_heading(cell: SheetCell) -> MonthHeading | None:
    """Read a header cell; None when it says nothing of time."""
    if cell.named is not None:
        return _of_named(cell.named)
    if cell.month is not None:
        return MonthHeading(month=cell.month)
    if cell.date is not None:
        shows_year = str(cell.date.year) in cell.day
        return MonthHeading(day=cell.date) if shows_year else MonthHeading(guess=guess_of(cell.date))
    if cell.exact is not None:
        return None
    return heading_of_text(cell.text)


def _of_named(named: NamedPeriod) -> MonthHeading:
    """What a header says that names a quarter or a year."""
    found = _qualified(named.period, named.number, named.words)
    if found is None or found.unclear or named.unclear:
        return MonthHeading(length=named.length, unclear=named.unclear or named.words)
    return replace(found, length=named.length)


def guess_of(day: date) -> str:
    """What a day was before a spreadsheet took it for one: 17 October for `Oct-17`."""
    return f"{MONTH_NAMES[day.month - 1][:3]}-{day.day:02d}"


def heading_of_text(text: str) -> MonthHeading | None:
    """Read a header's words."""
    text = re.sub(r"\s+", " ", text).strip().strip("'’")
    if (day := _day(text)) is not None:
        return day
    if guess := rewritten_by_spreadsheet(text):
        return MonthHeading(guess=guess)
    if (month := _plain_month(text)) is not None:
        return MonthHeading(month=month)
    if span := span_of(text):
        return MonthHeading(span=span)
    return _named(text)


def _day(text: str) -> MonthHeading | None:
    """`2017-10-01`, `2017-10-01 00:00:00`, `31/10/2017`, `1 October 2017`."""
    text = re.sub(r"[T ]00:00(?::00(?:\.0+)?)?Z?$", "", text)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        day = _date(int(found[1]), int(found[2]), int(found[3]))
        return MonthHeading(day=day) if day is not None else None
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", text):
        year = _year(found[3])
        one, two = int(found[1]), int(found[2])
        first, other = _date(year, two, one), _date(year, one, two)
        return MonthHeading(day=first or other, month_first=other) if first or other else None
    if found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?[-/ ]([A-Za-z]{3,9})[-/ ,]+(\d{4}|\d{2})", text):
        number = month_number(found[2])
        day = _date(_year(found[3]), number, int(found[1])) if number else None
        return MonthHeading(day=day) if day is not None else None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _plain_month(text: str) -> Period | None:
    if (month := parse_month(text)) is not None:
        return month
    if found := re.fullmatch(r"(20\d\d)(?:[/.]|-?M|)(0[1-9]|1[0-2])", text):
        return Period(int(found[1]), int(found[2]))
    return None


_MONTH = (
    rf"(?P<name>{MONTH})\.?"
    r"(?:[ \-/.'’]{0,3}(?P<year>(?:19|20)\d\d|\d\d)(?!\d))?"
)
_NAMED = re.compile(
    rf"(?P<before>.*?)(?<![A-Za-z])(?:(?P<first>20\d\d)[ \-/]{{1,3}})?{_MONTH}(?![A-Za-z])(?P<after>.*)",
    re.IGNORECASE,
)


def _named(text: str) -> MonthHeading | None:
    """A month by name with words or marks round it: `Oct-17 (provisional)`, `2017 Oct`, `Oct Actual`."""
    if len(text) > 60 or (found := _NAMED.fullmatch(text)) is None:
        return None
    number = month_number(found["name"])
    if not number:
        return None
    year = found["first"] or found["year"]
    month = Period(_year(year), number) if year else None
    return _qualified(month, number, f"{found['before']} {found['after']}")


def _qualified(month: Period | None, number: int, words: str) -> MonthHeading | None:
    """A month with what the words beside it say; None for a bare name in a sentence: `may be late`."""
    rest = " ".join(words.split()).strip(" -–—:,")
    bare = 0 if month is not None else number
    key = letters(rest)
    if not key and not any(mark.isdigit() for mark in rest):
        return MonthHeading(month=month, name=bare)
    if key in MARKS:
        return MonthHeading(month=month, name=bare, mark=MARKS[key])
    if re.fullmatch(r"[\[(]?(?:note |fn)?\d{1,2}[\])]?", rest.casefold()) and month is not None:
        return MonthHeading(month=month)
    role = figure_role(rest)
    if role is not Role.UNKNOWN:
        return MonthHeading(month=month, name=bare, role=role)
    return MonthHeading(month=month, unclear=rest) if month is not None else None


MARKS = {
    **dict.fromkeys(("p", "prov", "provisional", "provisionaldata", "provisionalfigures"), "[p]"),
    **dict.fromkeys(("r", "rev", "revised", "final", "confirmed", "validated"), ""),
}
"""Words beside a month that say how settled its figures are."""


def span_of(text: str) -> str:
    """What stretch of time other than a month a header names; empty for none.

    The quarters and years of a pack that has such are read before, see `boardpack.importer.periods`.
    """
    word = text.casefold()
    return next((name for pattern, name in SPANS if re.search(pattern, word)), "")


SPANS = (
    (r"\bytd\b|\byear[ -]to[ -]date\b|\bcumulative\b", "year to date"),
    (r"^(?:20\d\d(?:[-/]\d\d)?[ -]*)?(?:q|qtr|quarter)[ .-]?[1-4]\b|\bquarter\b|\bq[1-4]\b", "a quarter"),
    (rf"\b{MONTH}\.?[ '’]?(?:20\d\d|\d\d)?\s?(?:-|–|to|/)\s?{MONTH}\b", "several months"),
    (r"\bw/?[ec]\b|\bweek\b|\bwk\s?\d", "a week"),
    (r"\brolling\b|\b12[ -]months?\b|\b(?:previous|prior|last) (?:year|month)\b", "another stretch of time"),
    (r"^(?:fy)?\s?20\d\d\s?[-/–]\s?(?:20)?\d\d\b(?!-)(?!.*target)", "a year"),
    (r"^(?:fy)?\s?20\d\d(?:\.0)?$", "a year"),
)
"""Patterns of headers that are no months, the first that is found decides."""


# ------------------------------------------------------------------------------- days and numbers


class SettledDays(Struct, frozen=True):
    """What the days in a row of headers are."""

    months: Mapping[int, Period]
    days: tuple[int, ...] = ()
    """Columns that are days and no months."""
    weekly: bool = False
    """Whether the days follow one another too closely to be months."""
    month_first: bool = False
    """Whether they are months only when they are written month first, as in America."""


def days_as_months(found: Mapping[int, MonthHeading]) -> SettledDays:
    """Say whether days in a header stand for months: the first or last of each, a month apart."""
    if not found:
        return SettledDays({})
    readings = [{column: h.day for column, h in found.items() if h.day is not None}]
    if all(heading.month_first is not None for heading in found.values()):
        readings.append({c: h.month_first for c, h in found.items() if h.month_first is not None})
    for american, days in enumerate(readings):
        if all(map(ends_month, days.values())) and not _close(days):
            months = {column: Period(day.year, day.month) for column, day in days.items()}
            return SettledDays(months, month_first=bool(american))
    days = readings[0]
    if _close(days):
        return SettledDays({}, tuple(days), weekly=True)
    months = {c: Period(day.year, day.month) for c, day in days.items() if ends_month(day)}
    return SettledDays(months, tuple(column for column in days if column not in months))


def ends_month(day: date) -> bool:
    """Whether a day is the first or the last of its month."""
    return day.day in {1, monthrange(day.year, day.month)[1]}


def _close(days: Mapping[int, date]) -> bool:
    ordered = sorted(set(days.values()))
    return any((two - one).days < 25 for one, two in pairwise(ordered))


def serial_month(cell: SheetCell) -> Period | None:
    """The month of a header left as a spreadsheet's number of a day: 43009 is October 2017."""
    number = cell.exact
    if number is None or number != number.to_integral_value() or int(number) not in SERIALS:
        return None
    day = EPOCH + timedelta(days=int(number))
    return Period(day.year, day.month) if ends_month(day) else None


def is_word_of_role(text: str) -> bool:
    """Whether a cell is one of the words that say what figures are: `Actual`, `Plan`, `Num`."""
    return bool(folded_header(text)) and figure_role(text) not in {Role.UNKNOWN, Role.PLAIN}
