"""The months and stretches of time that a sentence names."""

from __future__ import annotations

import re

from msgspec import Struct

from boardpack.claims.sought import Sought
from boardpack.model.period import MONTH_NAMES, Period, parse_month

NAMES_OF_MONTHS = "|".join([*MONTH_NAMES, *(name[:3] for name in MONTH_NAMES if name != "May"), "Sept"])
MONTH = (
    rf"(?:(?:{NAMES_OF_MONTHS})\b\.?(?:[ \-]?['’]?\d{{4}}\b|[-'’]['’]?\d{{2}}(?![\d%])"
    r"|\s['’]?\d{2}(?=[,.;:)\]]|$|\s(?:and|onwards)\b))?"
    r"|\b\d{4}-(?:0[1-9]|1[0-2])\b)"
)
"""A month by its name, in capitals at least at its start, with or without its year; or `2017-10`."""
MONTH_HERE = Sought(MONTH, capitals=True)

_MONTH = Sought(
    rf"(?<![\w-])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{MONTH})",
    (*(name[:3] for name in MONTH_NAMES), "-0", "-1"),
    capitals=True,
)
_BEFORE = (
    r"(?:(?:the\s+)?(?:last|previous|preceding|prior)\s+month|the\s+month\s+before|the\s+month\s+previously)"
)
_RELATIVE = Sought(
    rf"\b(?P<previous>{_BEFORE})(?:['’]s)?\b|\b(?P<this>this\s+month|the\s+month)\b", ("month",)
)
_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_SPAN = Sought(
    r"\b(?:over|in|for|during|across|throughout)\s+the\s+(?:last|past|previous)\s+"
    rf"(?:(?P<number>\d{{1,2}}|{'|'.join(_NUMBERS)})\s+months|(?P<quarter>quarter)"
    r"|(?P<few>few|several|couple of)\s+months)\b"
    rf"|\b(?:in|over|within)\s+(?:just\s+|only\s+)?(?P<plain>{'|'.join(_NUMBERS)}|\d{{1,2}})\s+months\b(?!['’])"
    r"|\b(?P<recent>in|over)\s+recent\s+months\b",
    ("months", "quarter"),
)
_MONTH_ON_MONTH = Sought(r"\bin\s+(?:a|one)\s+(?:single\s+)?month\b|\bmonth[\s-]on[\s-]month\b", ("month",))
_YEAR = Sought(
    r"\b(?:(?:so far\s+|earlier\s+)?this\s+(?:financial\s+)?year(?:\s+to\s+date)?|year[\s-]to[\s-]date"
    r"|over\s+the\s+(?:financial\s+)?year"
    r"|since\s+the\s+(?:start|beginning)\s+of\s+the\s+(?:financial\s+)?year|(?:of|in)\s+the\s+year|to\s+date)\b",
    ("year", "to date"),
)
_LAST_YEAR = Sought(
    r"\byear[\s-]on[\s-]year\b|\b(?:the\s+)?same\s+(?:month|time|period|point)\s+last\s+year\b|\blast\s+year\b|\ba\s+year\s+ago\b"
    r"|\bprevious\s+year\b",
    ("year",),
)


_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "one": 1, "two": 2, "three": 3, "four": 4}
_QUARTER = Sought(
    r"(?i)\b(?:(?:the\s+)?(?P<edge>start|beginning|end|close)\s+of\s+)?(?:the\s+)?"
    r"(?:(?P<ordinal>first|second|third|fourth)\s+quarter|(?:quarter\s+|Q)(?P<number>[1-4]|one|two|three|four))\b"
    r"(?P<closed>\s+(?:closed|ended|finished)(?=\s+(?:with|at)\b))?",
    ("quarter", *(f"q{number}" for number in (1, 2, 3, 4, "one", "two", "three", "four"))),
    capitals=True,
)
_YEAR_EDGE = Sought(
    r"(?<=\bat\s)(?:the\s+)?(?:start|beginning)\s+of\s+the\s+(?:financial\s+)?year\b", ("year",)
)


class Quarter(Struct, frozen=True):
    """A quarter of the pack's year that a sentence names."""

    start: int
    end: int
    months: tuple[Period, ...]
    edge: Period | None = None
    """Its first or last month, when that is what is named."""


class Named(Struct, frozen=True):
    """A month that a sentence names."""

    start: int
    end: int
    period: Period
    relative: bool = False
    """`last month` and its like."""


class Span(Struct, frozen=True):
    """A stretch of time that ends with the pack's month: `since April`, `over the last three months`."""

    start: int
    end: int
    months: int
    """How far back; 0 for the whole of the months shown, 12 for the year before."""
    vague: bool = False
    """`over the last few months`."""


def named_months(text: str, period: Period, year_start: int = 4) -> tuple[Named, ...]:
    """Every month that a sentence names; one without a year is the latest such month up to the pack's."""
    found = []
    for match in _MONTH.finditer(text):
        month = resolve(match["month"], period)
        if month is not None:
            found.append(Named(match.start("day") if match["day"] else match.start(), match.end(), month))
    for match in _RELATIVE.finditer(text):
        if not re.match(r"\s+on\s+month", text[match.end() :]):
            month = period.plus(-1) if match["previous"] else period
            found.append(Named(match.start(), match.end(), month, relative=True))
    found += [Named(q.start, q.end, q.edge) for q in quarters(text, period, year_start) if q.edge]
    first = _first_month(period, year_start)
    found += [Named(m.start(), m.end(), first) for m in _YEAR_EDGE.finditer(text)]
    return tuple(sorted(found, key=lambda named: named.start))


def _first_month(period: Period, year_start: int) -> Period:
    """The first month of the year that a month is in."""
    return Period(period.year - (period.month < year_start), year_start)


def quarters(text: str, period: Period, year_start: int) -> tuple[Quarter, ...]:
    """Every quarter that a sentence names by its number, of the year the pack is in."""
    found = []
    for match in _QUARTER.finditer(text):
        written = (match["ordinal"] or match["number"]).casefold()
        number = int(written) if written.isdigit() else _QUARTERS[written]
        first = _first_month(period, year_start).plus(3 * number - 3)
        months = tuple(first.plus(later) for later in range(3))
        edge = months[-1] if match["closed"] or match["edge"] in {"end", "close"} else None
        edge = months[0] if match["edge"] in {"start", "beginning"} else edge
        found.append(Quarter(match.start(), match.end(), months, edge))
    return tuple(found)


def resolve(written: str, period: Period) -> Period | None:
    """Read a month as written; without a year it is the latest up to the pack's month."""
    plain = re.sub(r"['’.]", " ", written).strip()
    if (month := parse_month(re.sub(r"\s+", " ", plain))) is not None:
        return month
    number = next((n for n, name in enumerate(MONTH_NAMES, 1) if name[:3] == plain[:3]), None)
    if number is None or not plain.isalpha():
        return None
    return Period(period.year - (number > period.month), number)


_ANY = re.compile(r"\bany\s+(?:other\s+)?(?:month|time|point)\s+$")


def spans(text: str) -> tuple[Span, ...]:
    """Every stretch of time that a sentence names."""
    found = [Span(m.start(), m.end(), 0) for m in _YEAR.finditer(text) if not _ANY.search(text[: m.start()])]
    found += [Span(m.start(), m.end(), 12) for m in _LAST_YEAR.finditer(text)]
    found += [Span(m.start(), m.end(), 1) for m in _MONTH_ON_MONTH.finditer(text)]
    for match in _SPAN.finditer(text):
        if match["few"] or match["recent"]:
            found.append(Span(match.start(), match.end(), 3, vague=True))
        else:
            number = match["number"] or match["plain"] or "3"
            months = int(number) if number.isdigit() else _NUMBERS[number.casefold()]
            found.append(Span(match.start(), match.end(), months))
    return tuple(sorted(found, key=lambda span: span.start))
