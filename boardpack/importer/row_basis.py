"""What a row's figures count: pounds or thousands of them, one month or the year up to it.

Pounds: thousands (`£k`, `£000s`), millions (`£m`) or single ones (`£`).

An indicator's own unit says how a bare number is meant. Where the sheet says another one beside the figures,
in its headers or above them, the figures are turned into the indicator's own.

Months: a sheet that has a column for the year to date shows which it is. Where that column repeats the last
month's figure, the months are added up already; where it is the sum of the months, they are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from boardpack.importer.cell_values import plain_number
from boardpack.importer.grid import SheetCell
from boardpack.importer.header_words import Role, figure_role
from boardpack.importer.model import TO_DATE, Gathering, MonthRow, SheetReading
from boardpack.importer.month_columns import TableHead, header_time
from boardpack.load.value_parser import read_number
from boardpack.model.indicator import Basis, Indicator, Unit

SAID = (
    (1_000, r"£\s?['’]?(?:k\b|000s?\b|thousands?\b)|\bin thousands\b"),
    (1_000_000, r"£\s?['’]?(?:m\b|mn\b|millions?\b)|\bin millions\b"),
    (1, r"^\s?£s?\s?$|\(£s?\)|^pounds$"),
)
"""How many pounds one of the sheet's figures is, and the words that say so."""


class PoundScale(Struct, frozen=True):
    """How many pounds one of a sheet's figures is, and the place that says so."""

    pounds: int
    where: str


def pound_scale(reading: SheetReading, row: int, indicator: Indicator) -> PoundScale | None:
    """What the sheet says of a row's money, in the nearest place; None for nothing, or for two things."""
    if indicator.unit is not Unit.POUNDS:
        return None
    for texts in _places(reading, row):
        said = {
            scale: where
            for text, where in texts
            for scale, pattern in SAID
            if re.search(pattern, text, re.IGNORECASE)
        }
        if said:
            return PoundScale(*next(iter(said.items()))) if len(said) == 1 else None
    return None


def _places(reading: SheetReading, row: int) -> Iterator[list[tuple[str, str]]]:
    """The row's unit, its title, the table's headers, the rows above it, the sheet's name."""
    grid = reading.grid
    for name in ("unit", "title", "measure"):
        column = reading.named.get(name)
        if column is not None:
            yield [(grid.text(row, column), grid.place(row, column))]
    columns = range(grid.columns)
    yield [(grid.text(at, c), grid.place(at, c)) for at in reading.headers for c in columns]
    top = min(reading.headers, default=0)
    yield [(grid.text(at, c), grid.place(at, c)) for at in range(max(0, top - 4), top) for c in columns]
    yield [] if grid.lines else [(grid.name, grid.name)]


def in_own_pounds(cell: SheetCell, scale: PoundScale, indicator: Indicator) -> SheetCell:
    """A figure of the sheet's in the indicator's thousands or millions; one with a letter says it itself."""
    text = plain_number(cell.text)
    found = re.fullmatch(r"(-?)£?([\d,]+(?:\.\d+)?)", text)
    if found is None or scale.pounds == indicator.scale:
        return cell
    factor = Decimal(scale.pounds) / indicator.scale
    shown = Decimal(found[1] + found[2].replace(",", "")) * factor
    exact = None if cell.exact is None else cell.exact * factor
    return replace(cell, text=f"{shown.normalize():f}", exact=exact)


ADDED = frozenset({Unit.COUNT, Unit.POUNDS})
"""Units whose figures are added up over a year."""


def other_stretch(reading: SheetReading, row: MonthRow, got: Gathering) -> str:
    """Say why a row's figures are of another stretch of time than its indicator; empty where they fit."""
    indicator = row.indicator
    if indicator.unit not in ADDED or row.measure != "value" or indicator.basis not in APART:
        return ""
    if any(column.measure == TO_DATE for column in reading.months):
        return ""
    numbers = {month: _number(cell) for month, cell in row.cells.items() if month in got.pack.year}
    known = {month: number for month, number in numbers.items() if number is not None}
    total = _total(reading, row)
    if total is None or len(known) < 2 or not any(list(known.values())[:-1]):
        return ""
    last, added = known[max(known)], sum(known.values(), Decimal(0))
    accumulated = indicator.basis is Basis.YEAR_TO_DATE
    if accumulated and total == added != last:
        return SINGLES.format(total=total)
    return REPEATED.format(total=total) if not accumulated and total == last != added else ""


SINGLES = (
    "its column for the year to date, {total}, is the sum of these figures, so each is of one period; "
    "the indicator is a year to date"
)
REPEATED = (
    "its column for the year to date repeats the last figure, {total}, so these are added up already; "
    "the indicator is of single periods"
)
APART = frozenset({Basis.MONTH, Basis.QUARTER, Basis.YEAR_TO_DATE})
"""Bases for which the two are different things."""


def _total(reading: SheetReading, row: MonthRow) -> Decimal | None:
    """The figure in the one column of the year to date; None where there is none, or several."""
    grid = reading.grid
    rows = [at for at, ref in reading.refs.items() if ref == row.indicator.ref]
    heads = [_header(reading, column) for column in range(grid.columns)]
    columns = [column for column, header in enumerate(heads) if header]
    if len(columns) != 1 or len(rows) != 1:
        return None
    return _number(grid.cell(rows[0], columns[0]))


def _header(reading: SheetReading, column: int) -> bool:
    """Whether a column is headed as the year to date, and not as a plan for it."""
    head = TableHead(reading.grid, reading.header, (), (), (), ())
    time = header_time(head, column)
    texts = [reading.grid.text(row, column) for row in reading.headers]
    if time is None or time.span != "year to date":
        return False
    return not any(figure_role(text) in {Role.TARGET, Role.OTHER} for text in texts if text)


def _number(cell: SheetCell | None) -> Decimal | None:
    return None if cell is None else read_number(plain_number(cell.text))
