"""Quarters and years as headers, where a pack or an indicator has them, and the years of bare months.

The headers of such a sheet are given their period here, once, before anything is read; from there on a
quarter is a period like a month. To read another way of writing one, add it to `_quarter` or `_year`.
Months without a year get theirs from a label of a year, wherever the sheet has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from boardpack.importer.grid import NamedPeriod, SheetCell, SheetGrid
from boardpack.importer.header_words import MONTH, Role, column_name, figure_role, month_number
from boardpack.model.pack import Pack
from boardpack.model.period import (
    MONTH_NAMES,
    Cadence,
    Calendar,
    FinancialYear,
    Period,
    financial_year,
    parse_iso,
    parse_month,
)

LONGEST = 60
"""Letters of a header; what is longer is a sentence."""


def with_periods(grids: Iterable[SheetGrid], pack: Pack) -> tuple[SheetGrid, ...]:
    """The sheets with the quarters or years that their cells name, where the pack has any."""
    calendars = tuple(_calendars(pack))
    return tuple(_with_periods(grid, calendars) for grid in grids) if calendars else tuple(grids)


def _calendars(pack: Pack) -> Iterator[Calendar]:
    """The calendars whose periods may head columns, besides months."""
    own = pack.calendar
    lengths = {indicator.frequency for indicator in pack.indicators} | {own.cadence.value}
    for cadence in (Cadence.QUARTER, Cadence.YEAR):
        if cadence.value in lengths and cadence.value >= own.cadence.value:
            yield Calendar(cadence, own.year_start)


def _with_periods(grid: SheetGrid, calendars: tuple[Calendar, ...]) -> SheetGrid:
    cells = {place: _named(cell, calendars) for place, cell in grid.cells.items()}
    yearly = next((one for one in calendars if one.cadence is Cadence.YEAR and one.year_start == 1), None)
    return replace(grid, cells=cells | (_numbers(grid, yearly) if yearly is not None else {}))


def _named(cell: SheetCell, calendars: tuple[Calendar, ...]) -> SheetCell:
    """The cell with the period it names; a month is none of them, and nor is a number."""
    if cell.exact is not None or cell.date is not None or not 1 < len(cell.text) <= LONGEST:
        return cell
    named = next((found for each in calendars if (found := named_period(cell.text, each))), None)
    return cell if named is None else replace(cell, named=named)


def _numbers(grid: SheetGrid, yearly: Calendar) -> dict[tuple[int, int], SheetCell]:
    """Numbers in a row of headers that are years one after the other: 2023, 2024, 2025."""
    found: dict[tuple[int, int], SheetCell] = {}
    for row in range(grid.rows):
        cells = [cell for column in range(grid.columns) if (cell := grid.cell(row, column)) is not None]
        numbers = [cell for cell in cells if cell.exact is not None]
        years = [int(cell.text) for cell in numbers if re.fullmatch(r"20\d\d", cell.text)]
        steps = {two - one for one, two in pairwise(years)}
        headed = any(column_name(cell.text) for cell in cells)
        if headed and len(years) == len(numbers) > 1 and steps in ({1}, {-1}):
            for cell, year in zip(numbers, years, strict=True):
                period = yearly.year(year).months[0]
                found[row, cell.column] = replace(cell, exact=None, named=NamedPeriod(12, 1, period))
    return found


def named_period(text: str, calendar: Calendar) -> NamedPeriod | None:
    """Read the quarter, or the year, that a header names, with or without its year; None for any other."""
    text = " ".join(text.replace("–", "-").replace("—", "-").replace("’", "'").split())
    if parse_month(text) is not None or re.search(_ACCUMULATED, text, re.IGNORECASE):
        return None
    return READERS[calendar.cadence](text, calendar)


# ------------------------------------------------------------------------------------------ quarters


class _Said(Struct, frozen=True):
    """What a text says of a quarter: its number, its months, the year, and the rest of its words."""

    numbers: tuple[int, ...]
    months: tuple[int, ...]
    """First and last month, or the last alone."""
    labels: tuple[YearLabel, ...]
    rest: str


def _quarter(text: str, calendar: Calendar) -> NamedPeriod | None:
    """Read `Q2`, `Q2 2017-18`, `Quarter 2 (Jul-Sep) Actual`, `Jul-Sep 2017`, `Quarter ended Sep-17`."""
    if (own := calendar.parse(text)) is not None:
        return NamedPeriod(3, own.number, own)
    said = _said(text)
    by_months = _by_months(said.months, calendar.year_start)
    if len(said.numbers) > 1 or (by_months is None and not said.numbers):
        return None
    number = said.numbers[0] if said.numbers else by_months or 0
    if said.months and by_months != number:
        return NamedPeriod(3, number, unclear=f"{text}: the pack's years begin in {_month(calendar)}")
    if not said.labels:
        odd = f"{text}: write its year as {calendar.year(2017).label}" if re.search(r"\d", said.rest) else ""
        return NamedPeriod(3, number, words=said.rest, unclear=odd)
    year = _quarter_year(said, number, calendar)
    if year is None:
        return NamedPeriod(3, number, unclear=f"{text}: write {calendar.year(2017).label}, say")
    return NamedPeriod(3, number, calendar.year(year).months[number - 1], said.rest)


def _said(text: str) -> _Said:
    """Take a text apart: what is left when quarter, months and year are taken out are its other words."""
    rest, numbers = text, []
    for pattern in (_NUMBER, _ORDINAL):
        numbers += [_quarter_number(match) for match in re.finditer(pattern, rest, re.IGNORECASE)]
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    ended = re.search(_ENDED, rest, re.IGNORECASE)
    labels = _labels(rest)
    months: tuple[int, ...] = ()
    if (span := re.search(_MONTHS, rest, re.IGNORECASE)) is not None:
        months = (month_number(span["first"]), month_number(span["last"]))
    elif ended is not None and labels and labels[0].month:
        months = (labels[0].month,)
    dates = (_SPANNED, _DATED) if labels else ()
    for pattern in (_ENDED, _MONTHS, *dates, r"\b(?:FY|year)\b", r"[()\[\],:]"):
        rest = re.sub(pattern, " ", rest, flags=re.IGNORECASE)
    return _Said(tuple(dict.fromkeys(numbers)), months, labels, " ".join(rest.split()).strip(" -/.*"))


def _labels(text: str) -> tuple[YearLabel, ...]:
    """The years that a header names, that of its months among them; of a stretch of months, the last."""
    labels = labels_in(text)
    months = [label for label in labels_in(re.sub(_SPANNED, " ", text)) if label.month]
    whole = [label for label in labels if not label.month]
    return (*whole, *months[-1:])


def _quarter_number(match: re.Match[str]) -> int:
    """The number of a quarter, in figures or in words."""
    word = match["number"].casefold()
    return int(word) if word.isdecimal() else _WORDS.index(word) + 1


def _by_months(months: tuple[int, ...], start: int) -> int | None:
    """The quarter that ends with a month and, where it is said, begins two months before; None for none."""
    if not months or 0 in months:
        return None
    last = (months[-1] - start) % 12 + 1
    return last // 3 if last % 3 == 0 and (months[-1] - months[0]) % 12 in {0, 2} else None


def _quarter_year(said: _Said, number: int, calendar: Calendar) -> int | None:
    """The calendar year that the quarter's year begins in; None where nothing says it, or the months deny it.

    `Q2 2017` says it only where years are calendar years; beside months, the year is that of the months.
    """
    years = {_of_label(label, number, calendar) for label in said.labels}
    return years.pop() if len(years) == 1 else None


def _of_label(label: YearLabel, number: int, calendar: Calendar) -> int | None:
    if label.month:
        month = Period(label.first, label.month)
        started = financial_year(month, calendar.year_start).start.year
        return started if calendar.year(started).months[number - 1].last == month else None
    return label.first if label.spans is (calendar.year_start > 1) else None


_YY = r"(?:[ \-/'.]{0,2}(?:20\d\d|\d\d)(?!\d))?"
_WORDS = ("first", "second", "third", "fourth")
_NUMBER = r"(?<![a-z0-9])q(?:tr|uarter)?[ .\-]?(?P<number>[1-4])(?!\d)"
_ORDINAL = (
    r"(?<![a-z0-9])(?P<number>[1-4](?=st|nd|rd|th)|first|second|third|fourth)(?:st|nd|rd|th)? "
    r"(?:quarter|qtr|q)\b"
)
_ENDED = r"\bq/?e\b|\b(?:quarter|qtr) (?:ended|ending|end|to)\b"
_MONTHS = rf"(?P<first>{MONTH})\.?{_YY} ?(?:-|/|to|through) ?(?P<last>{MONTH})\.?{_YY}"
_DATED = rf"(?:\b[0-3]?\d(?:st|nd|rd|th)? )?\b{MONTH}\.?{_YY}|\b20\d\d\b"
_SPANNED = r"(?<!\d)(?:20\d\d|\d\d) ?[-/_] ?(?:20\d\d|\d\d)(?!\d)"
_ACCUMULATED = r"\bytd\b|\bto[ -]date\b|\bcum(?:ulative)?\b|\brolling\b|\bhalf\b"


def _month(calendar: Calendar) -> str:
    return MONTH_NAMES[calendar.year_start - 1]


# --------------------------------------------------------------------------------------------- years


def _year(text: str, calendar: Calendar) -> NamedPeriod | None:
    """Read `2017-18`, `2017/18 Outturn`, `Year ended March 2018`; `Outturn` alone is of the year above it."""
    said = _said(text)
    if said.numbers or len(said.labels) > 1 or len(said.months) > 1:
        return None
    if not said.labels:
        return NamedPeriod(12, 1) if _is_outturn(text) else None
    if not all(calendar.year_start in starts for kind, starts in _KINDS if re.search(kind, text)):
        return NamedPeriod(12, 1, unclear=f"{text}: the pack's years begin in {_month(calendar)}")
    words = " ".join(re.sub(_YEAR_WORDS, " ", said.rest).split())
    started = _started(said.labels[0], text, calendar)
    provisional = words.casefold() in {"p", "prov", "provisional"}
    if not (provisional or figure_role(words) in {Role.PLAIN, Role.ACTUAL}) or started is None:
        return None
    return NamedPeriod(12, 1, calendar.year(started).months[0], words)


_YEAR_WORDS = (
    r"(?i)\b(?:full year|year[ -]?end|annual|end|ended|ending|to|academic|school|financial|fiscal|calendar)\b"
)
_KINDS = ((r"(?i)\b(?:academic|school)\b", {8, 9}), (r"(?i)\b(?:financial|fiscal|fy)\b", {4}),
          (r"(?i)\bcalendar\b", {1}))  # fmt: skip
"""Words for a kind of year, and the months in which such a year begins."""


def _is_outturn(text: str) -> bool:
    """Whether a header means the whole of a year that another header names."""
    return " ".join(re.sub(r"[^a-z]+", " ", text.casefold()).split()) in OUTTURNS


OUTTURNS = frozenset(
    {"outturn", "year end", "annual", "full year", "year end outturn", "annual outturn", "full year outturn",
     "final outturn", "annual result", "year end actual", "full year actual", "annual actual"}
)  # fmt: skip
"""Headers of a year's own figure, under or beside the quarters of that year."""


def _started(label: YearLabel, text: str, calendar: Calendar) -> int | None:
    """The calendar year that a year begins in; a single year says it only where years are calendar years."""
    if label.month:
        month = Period(label.first, label.month)
        year = financial_year(month, calendar.year_start)
        ended = re.search(r"(?i)\byear (?:ended|ending|end|to)\b|\by/?e\b", text)
        return year.start.year if ended and year.months[-1] == month else None
    return label.first if label.spans is (calendar.year_start > 1) else None


READERS = {Cadence.QUARTER: _quarter, Cadence.YEAR: _year}
"""How the periods of each length are read."""


# ------------------------------------------------------------------------------------------- storing


def stored(period: Period, cadence: Cadence) -> Period | None:
    """The period under which a figure is stored in a pack; None where the pack has none such.

    A quarter's figure in a monthly pack is stored in the quarter's last month, a year's in its last period.
    """
    if period.length == cadence.value:
        return period
    if period.length == 1 or cadence.value > period.length:
        return None
    last = period.last
    if cadence is Cadence.MONTH:
        return last
    return Calendar(cadence, period.year_start).year(period.year).months[-1]


# ------------------------------------------------------------------------------------ years of months


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
_MONTH_OF_YEAR = re.compile(
    rf"(?<![A-Za-z])({MONTH})\.?[ \-/_.'’]{{0,3}}"
    r"(20\d\d|\d\d)(?!\d|[-/]\d)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<!\d)(20\d\d)-(0[1-9]|1[0-2])(?:-\d\d)?(?!\d)")
_BARE_YEAR = re.compile(r"(?<![\d.,/-])(20\d\d)(?![\d,/-]|\.\d)")


def labels_in(text: str) -> tuple[YearLabel, ...]:
    """Every year that a text names: years over two calendar years, else those of months, else bare ones."""
    spans = [YearLabel(year, spans=True) for one, two in _SPAN.findall(text) if (year := _span(one, two))]
    if spans:
        return tuple(dict.fromkeys(spans))
    months = [
        YearLabel(int(year) if len(year) == 4 else 2000 + int(year), spans=False, month=month_number(name))
        for name, year in _MONTH_OF_YEAR.findall(text)
        if month_number(name)
    ]
    months += [YearLabel(int(year), spans=False, month=int(month)) for year, month in _ISO.findall(text)]
    if months:
        return tuple(dict.fromkeys(months))
    return tuple(dict.fromkeys(YearLabel(int(year), spans=False) for year in _BARE_YEAR.findall(text)))


def _span(one: str, two: str) -> int:
    first, second = int(one) % 100, int(two) % 100
    follows = (first + 1) % 100 == second
    iso = parse_iso(f"{one}-{two}") is not None and len(one) == 4
    return 2000 + first if follows and not (iso and second <= 12 and first + 2000 > 2011) else 0


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
