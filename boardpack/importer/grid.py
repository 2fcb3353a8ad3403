"""A sheet as a grid of cells, each with the text it shows and the place it stands in."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct, field

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
CELL = 20_000
"""Characters of one cell."""


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
    """The month that a real date stands for."""
    day: str = ""
    """A date that is no month, as it is shown: `17 Oct`."""
    written: str = ""
    """Text with its line ends, for commentary; empty for a number."""


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

    def cell(self, row: int, column: int) -> SheetCell | None:
        """Return the cell at a place, None when it is blank."""
        return self.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """What a cell shows; empty when it is blank."""
        cell = self.cells.get((row, column))
        return cell.text if cell is not None else ""

    def place(self, row: int, column: int) -> str:
        """`Sheet1!G12`, or `figures.csv:12:7`."""
        if self.lines:
            return f"{self.name}:{self.lines[row]}:{column + 1}"
        return f"{self.name}!{address(row, column)}"


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
