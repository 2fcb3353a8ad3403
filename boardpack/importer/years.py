"""Which year months without one belong to: a label of a year, wherever the sheet has it, and its months."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from msgspec import Struct

from boardpack.model.period import MONTH_NAMES, FinancialYear, Period, financial_year, parse_iso


class YearLabel(Struct, frozen=True, order=True):
    """A year that some text names."""

    first: int
    """The calendar year it begins in, or the whole of it."""
    spans: bool
    """Whether it was written as a year over two calendar years: `2017-18`."""
    month: int = 0
    """The month, where the text names a month of the year: `October 2017`."""

    @property
    def words(self) -> str:
        """`2017-18`, `2017`, `October 2017`."""
        if self.month:
            return Period(self.first, self.month).long
        return f"{self.first}-{(self.first + 1) % 100:02d}" if self.spans else str(self.first)


class Stated(Struct, frozen=True):
    """A label of a year and the place that has it."""

    label: YearLabel
    where: str


_SPAN = re.compile(r"(?<![\d.,-])(20\d\d|\d\d)\s?[-/–—_]\s?(20\d\d|\d\d)(?!\d|[.,]\d|[-/]\d)")
_MONTH = re.compile(
    r"(?<![A-Za-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)([a-z]{0,6})\.?[ \-/_.'’]{0,3}"
    r"(20\d\d|\d\d)(?!\d|[-/]\d)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(20\d\d)-(0[1-9]|1[0-2])(?:-\d\d)?(?!\d)")
_YEAR = re.compile(r"(?<![\d.,/-])(20\d\d)(?![\d,/-]|\.\d)")


def labels_in(text: str) -> tuple[YearLabel, ...]:
    """Every year that a text names: years over two calendar years, else those of months, else bare ones."""
    spans = [YearLabel(year, spans=True) for one, two in _SPAN.findall(text) if (year := _span(one, two))]
    if spans:
        return tuple(dict.fromkeys(spans))
    months = [
        YearLabel(int(year) if len(year) == 4 else 2000 + int(year), spans=False, month=_number(name, rest))
        for name, rest, year in _MONTH.findall(text)
        if _number(name, rest)
    ]
    months += [YearLabel(int(year), spans=False, month=int(month)) for year, month in _ISO.findall(text)]
    if months:
        return tuple(dict.fromkeys(months))
    return tuple(dict.fromkeys(YearLabel(int(year), spans=False) for year in _YEAR.findall(text)))


def _span(one: str, two: str) -> int:
    first, second = int(one) % 100, int(two) % 100
    follows = (first + 1) % 100 == second
    iso = parse_iso(f"{one}-{two}") is not None and len(one) == 4
    return 2000 + first if follows and not (iso and second <= 12 and first + 2000 > 2011) else 0


def _number(name: str, rest: str) -> int:
    word = (name + rest).casefold()
    return next(
        (n for n, month in enumerate(MONTH_NAMES, 1) if word in {month.casefold(), name.casefold(), "sept"}
         and month.casefold().startswith(name.casefold())),
        0,
    )  # fmt: skip


def stated_in(texts: Iterable[tuple[str, str]]) -> tuple[Stated, ...]:
    """The years that texts name, each with its place; months of one year count once."""
    return tuple(Stated(label, where) for text, where in texts for label in labels_in(text))


def one_year(stated: Sequence[Stated], start: int) -> Stated | None:
    """The one year that is stated: of whole years first, else of the months; None when they differ."""
    spans = [s for s in stated if s.label.spans]
    found = spans or [s for s in stated if s.label.month] or list(stated)
    years = {_year_of(s.label, start) for s in found}
    return found[-1] if len(years) == 1 else None


def _year_of(label: YearLabel, start: int) -> int:
    if label.month:
        return financial_year(Period(label.first, label.month), start).start.year
    return label.first


def dated(names: Sequence[int], label: YearLabel, start: int, length: int = 1) -> tuple[Period, ...] | None:
    """Give months without a year the year of a label; None when they do not fit into it in their order.

    With another `length` they are the quarters, or the whole, of the label's year.

    `names` are numbers of months in the order of their columns. Under `2017-18` and `October 2017` they
    are months of one year, in its order or in reverse; under `October 2017` they may also be the months
    that end with it; under `2017` they are of that calendar year when they run from January.
    """
    if not names or len(set(names)) != len(names):
        return None
    if length > 1:
        return _parts_of(names, label, start, length)
    if label.month:
        return _about(names, Period(label.first, label.month), start)
    if label.spans:
        return _within(names, FinancialYear(Period(label.first, start)))
    calendar = tuple(Period(label.first, name) for name in names)
    if _in_order([month.month for month in calendar]):
        return calendar
    return None


def _parts_of(names: Sequence[int], label: YearLabel, start: int, length: int) -> tuple[Period, ...] | None:
    """Quarters of a year by their numbers; a single year names one only where years are calendar years."""
    if not label.month and label.spans is (start == 1):
        return None
    started = _year_of(label, start)
    parts = FinancialYear(Period(started, start), length).months
    return tuple(parts[number - 1] for number in names) if _in_order(names) else None


def _about(names: Sequence[int], anchor: Period, start: int) -> tuple[Period, ...] | None:
    within = _within(names, financial_year(anchor, start))
    if within is not None:
        return within
    if names[-1] != anchor.month:
        return None
    months = [anchor]
    for name in reversed(names[:-1]):
        months.append(months[-1].plus(-((months[-1].month - name) % 12)))
    return tuple(reversed(months)) if months[-1].until(anchor) < 12 else None


def _within(names: Sequence[int], year: FinancialYear) -> tuple[Period, ...] | None:
    of_year = {month.month: month for month in year.months}
    positions = [(name - year.start.month) % 12 for name in names]
    return tuple(of_year[name] for name in names) if _in_order(positions) else None


def _in_order(positions: Sequence[int]) -> bool:
    pairs = list(pairwise(positions))
    return all(one < two for one, two in pairs) or all(one > two for one, two in pairs)
