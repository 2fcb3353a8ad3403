"""A sheet as a grid of cells, each with the text it shows and the place it is in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from boardpack.errors import BoardpackError
from boardpack.model.period import Period


class SheetFault(BoardpackError):  # noqa: N818 - the analyst's sheet is at fault, not the program
    """A file that cannot be brought in at all; the message says why and what to do."""


ROWS = 5_000
COLUMNS = 300
"""What a sheet of indicators may have at most; a pack of 35 indicators has some 100 rows and 20 columns."""

CELLS = 200_000
"""Cells that are not blank."""

SHEETS = 60
FILE = 20_000_000
"""Bytes of the file itself."""
CELL = 20_000
"""Characters of one cell."""


class NamedPeriod(Struct, frozen=True):
    """A quarter or a year that a header names, in the pack's own calendar."""

    length: int
    """Months: 3 or 12."""
    number: int
    """Which one of its year."""
    period: Period | None = None
    """None where the header does not say its year."""
    words: str = ""
    """The header's other words: `Actual`, `provisional`."""
    unclear: str = ""
    """Why it is not clear which one it is."""


class SheetCell(Struct, frozen=True):
    """A cell that is not blank."""

    row: int
    column: int
    """Both from 0."""
    text: str
    """What it shows, with the decimals it shows; a percentage has its sign."""
    exact: Decimal | None = None
    """The number it holds, in the unit that the text is in; None for text."""
    month: Period | None = None
    """The month of a real date that is shown without its day."""
    day: str = ""
    """A real date that is shown with its day, as it is shown: `17 Oct`."""
    date: dt.date | None = None
    """The day that a real date holds, however it is shown."""
    written: str = ""
    """Text with its line ends, for commentary; empty for a number."""
    named: NamedPeriod | None = None
    """The quarter or year that it names, where the pack has such."""


class SheetGrid(Struct, frozen=True):
    """One sheet of a workbook, or a CSV file."""

    name: str
    """Name of the sheet; the file's name for a CSV file."""
    cells: dict[tuple[int, int], SheetCell]
    rows: int
    columns: int
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    """Whether the whole sheet is hidden."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column of each merged range, all from 0."""
    unsaved: tuple[str, ...] = ()
    """Addresses of formulas whose result the file does not hold."""
    lines: tuple[int, ...] = field(default=())
    """The line of each row of a CSV file; empty for a workbook."""
    file: str = ""
    """Name of the file it comes from."""
    turned: bool = False
    """Whether rows and columns have changed places, see `turned_round`."""

    def cell(self, row: int, column: int) -> SheetCell | None:
        """Return the cell at a place, None when it is blank."""
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """What a cell shows; empty when it is blank."""
        cell = self.cells.get((row, column))
        return cell.text if cell is not None else ""

    def place(self, row: int, column: int) -> str:
        """`Sheet1!G12`, or `figures.csv:12:7`, as the file has it."""
        if self.turned:
            row, column = column, row
        if self.lines:
            return f"{self.name}:{self.lines[row]}:{column + 1}"
        return f"{self.name}!{address(row, column)}"


def turned_round(grid: SheetGrid) -> SheetGrid:
    """The same sheet with its rows as columns, for months that go down; places stay those of the file."""
    return replace(
        grid,
        cells={
            (cell.column, cell.row): replace(cell, row=cell.column, column=cell.row)
            for cell in grid.cells.values()
        },
        rows=grid.columns,
        columns=grid.rows,
        hidden_rows=grid.hidden_columns,
        hidden_columns=grid.hidden_rows,
        merged=tuple((left, first, right, last) for first, left, last, right in grid.merged),
        turned=not grid.turned,
    )


def address(row: int, column: int) -> str:
    """`G12`, from a row and a column counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """`A`, `Z`, `AA`, from a column counted from 0."""
    letters = ""
    number = column + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """A column counted from 0, from its letters in capitals."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
