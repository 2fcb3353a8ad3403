"""Months and the twelve-month years that targets belong to."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from boardpack.words import english

MONTH_NAMES = tuple(english().month(number) for number in range(1, 13))
"""English, for reading what analysts write and for messages to them; a pack's print takes its own words."""


class Period(Struct, frozen=True, order=True):
    """One calendar month, the period that every observation belongs to."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"month {self.month} is not 1 to 12")

    @property
    def iso(self) -> str:
        """`2017-10`."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def short(self) -> str:
        """`Oct-17`, in English, for messages and files; `Words.short_period` is for print."""
        return english().short_period(self)

    @property
    def long(self) -> str:
        """`October 2017`, in English, for messages; `Words.long_period` is for print."""
        return english().long_period(self)

    @property
    def name(self) -> str:
        """`October`, in English, for messages and files."""
        return MONTH_NAMES[self.month - 1]

    def plus(self, months: int) -> Period:
        """Return the month that many months later (earlier when negative)."""
        count = self.year * 12 + self.month - 1 + months
        return Period(count // 12, count % 12 + 1)

    def until(self, other: Period) -> int:
        """Months from this one to the other: 1 for the next month, negative for an earlier one."""
        return (other.year - self.year) * 12 + other.month - self.month


class FinancialYear(Struct, frozen=True, dict=True):
    """Twelve months from a start month: April to March for a council, any start for others."""

    start: Period

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """The twelve months in order."""
        return tuple(self.start.plus(step) for step in range(12))

    @property
    def label(self) -> str:
        """`2017-18`; `2018` for a calendar year."""
        end = self.start.plus(11)
        return str(end.year) if end.year == self.start.year else f"{self.start.year}-{end.year % 100:02d}"

    def __contains__(self, period: object) -> bool:
        return isinstance(period, Period) and 0 <= self.start.until(period) < 12


def financial_year(period: Period, start_month: int = 4) -> FinancialYear:
    """Return the year that a month belongs to when years start in `start_month`."""
    year = period.year if period.month >= start_month else period.year - 1
    return FinancialYear(Period(year, start_month))


def parse_iso(text: str) -> Period | None:
    """Read `2017-10`; None for anything else."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", text.strip())
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return Period(int(match[1]), int(match[2]))


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
