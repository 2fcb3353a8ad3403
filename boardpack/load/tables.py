"""The one doorway for pandas: the text of a CSV file → rows of plain strings with their line numbers.

Nothing is typed here: `NA`, `007`, `Oct-01` and `43%` stay the text they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    import pandas as pd

ROWS = 10_000
COLUMNS = 200
CELL = 20_000


class RawRow(Struct, frozen=True):
    """A row as it stands in the file."""

    line: int
    """Line it begins on, from 1; a quoted cell may carry it over several lines."""
    cells: tuple[str, ...]
    """Shorter than the header where the row ends early, longer where it goes on too long."""


class RawTable(Struct, frozen=True):
    """Every row of a file that is not wholly blank; the first one is the header."""

    rows: tuple[RawRow, ...]


ReadTable = Callable[[str], RawTable]
"""`read_table` itself, or one that keeps what it has read (`boardpack.load.table_cache`)."""


class TableFault(Exception):  # noqa: N818 - never leaves this room: `sheet` turns it into a finding
    """A text that cannot be split into rows."""

    def __init__(self, rule: str, line: int, found: str, expected: str) -> None:
        super().__init__(f"{rule} at line {line}: {found}")
        self.rule = rule
        self.line = line
        self.found = found
        self.expected = expected


def read_table(text: str) -> RawTable:
    """Split the text of a CSV file, with newlines alone as line ends; raises TableFault."""
    width = _width(text)
    if not width:
        return RawTable(())
    # It takes a third of a second to import, and a command that reads no table afresh does not wait for it.
    import pandas as pd  # noqa: PLC0415

    frame = pd.read_csv(
        io.StringIO(text), header=None, names=range(width), index_col=False, dtype=object,
        na_filter=False, skip_blank_lines=False, engine="python",
    )  # fmt: skip
    return RawTable(_rows(frame))


def _rows(frame: pd.DataFrame) -> tuple[RawRow, ...]:
    rows: list[RawRow] = []
    line = 1
    for record in frame.to_numpy(dtype=object).tolist():
        cells = tuple(cell for cell in record if isinstance(cell, str))  # a row that ends early ends in NaN
        if any(cell.strip() for cell in cells):
            rows.append(RawRow(line, cells))
        line += 1 + sum(cell.count("\n") for cell in cells)
    return tuple(rows)


def _width(text: str) -> int:
    """Cells of the longest row, measured first: pandas is silent about an open quotation mark."""
    reader = csv.reader(io.StringIO(text), strict=True)
    width = rows = 0
    line = 1
    try:
        for cells in reader:
            width = max(width, len(cells))
            rows += 1
            if width > COLUMNS or rows > ROWS:
                raise TableFault("too-large", line, f"{rows:,} rows and {width:,} columns so far", BOUNDS)
            line = reader.line_num + 1
    except csv.Error:
        raise TableFault("csv-syntax", line, *OPEN_QUOTE) from None
    return width


BOUNDS = f"at most {ROWS:,} rows and {COLUMNS} columns"

OPEN_QUOTE = (
    "a quotation mark that is not closed, or has text behind it",
    'cells with commas or line ends in "…", a quotation mark inside them doubled',
)
"""What was found and what was expected."""
