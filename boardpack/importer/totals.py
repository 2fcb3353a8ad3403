"""Whether a row's months hold what its indicator counts: one month each, or the year up to it.

A sheet that has a column for the year to date shows which it is: where that column repeats the last month's
figure, the months are added up already; where it is the sum of the months, they are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boardpack.importer.context import Gathering, MonthRow
from boardpack.importer.grid import SheetCell
from boardpack.importer.header_words import Role, role_of
from boardpack.importer.month_columns import Head, header_time
from boardpack.importer.numbers import plain_number
from boardpack.importer.reading import TO_DATE, SheetReading
from boardpack.load.value_parser import read_number
from boardpack.model.indicator import Basis, Unit
from boardpack.model.period import Period

ADDED = frozenset({Unit.COUNT, Unit.POUNDS})
"""Units whose figures are added up over a year."""


def other_stretch(reading: SheetReading, row: MonthRow, got: Gathering) -> str:
    """Say why a row's figures are of another stretch of time than its indicator; empty where they fit."""
    indicator = row.indicator
    if indicator.unit not in ADDED or row.measure != "value" or indicator.basis not in APART:
        return ""
    if any(column.measure == TO_DATE for column in reading.months):
        return ""
    known = dict(_this_year(row, got))
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


def _this_year(row: MonthRow, got: Gathering) -> Iterator[tuple[Period, Decimal]]:
    for month, cell in row.cells.items():
        number = _number(cell)
        if month in got.pack.year and number is not None:
            yield month, number


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
    head = Head(reading.grid, reading.header, (), (), (), ())
    time = header_time(head, column)
    texts = [reading.grid.text(row, column) for row in reading.headers]
    if time is None or time.span != "year to date":
        return False
    return not any(role_of(text) in {Role.TARGET, Role.OTHER} for text in texts if text)


def _number(cell: SheetCell | None) -> Decimal | None:
    return None if cell is None else read_number(plain_number(cell.text))
