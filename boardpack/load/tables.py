"""The one doorway for pandas: the text of a CSV file → rows of plain strings with their line numbers.

Nothing is typed here: `NA`, `007`, `Oct-01` and `43%` stay the text they are.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pandas as pd

ROWS = 10_000
COLUMNS = 200
CELL = 20_000


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as it stands in the file."""

    line: int
    """Line it begins on, from 1; a quoted cell may carry it over several lines."""
    cells: tuple[str, ...]
    """Shorter than the header where the row ends early, longer where it goes on too long."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """Every row of a file that is not wholly blank; the first one is the header."""

    rows: tuple[RawRow, ...]


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
    if text.count("\n") > ROWS * 10:
        raise TableFault("too-large", 0, f"{text.count(chr(10)):,} lines", f"at most {ROWS:,} rows")
    width = _header_width(text)
    if not width:
        return RawTable(())
    try:
        frame = pd.read_csv(
            io.StringIO(text), header=None, names=range(width + 1), index_col=False, dtype=object,
            na_filter=False, skip_blank_lines=False, engine="python",
            on_bad_lines=lambda cells: [*cells[:width], OVERFLOW.join(cells[width:])],
        )  # fmt: skip
    except (pd.errors.ParserError, csv.Error):
        raise _fault(text) from None
    return RawTable(_rows(frame))


OVERFLOW = "\x1f"
"""Joins the cells beyond the header's last; `files.read_text` lets no control character in."""


def _rows(frame: pd.DataFrame) -> tuple[RawRow, ...]:
    rows: list[RawRow] = []
    line = 1
    for record in frame.itertuples(index=False, name=None):
        cells = tuple(cell for cell in record if isinstance(cell, str))
        if len(cells) == len(record):
            cells = (*cells[:-1], *cells[-1].split(OVERFLOW))
        if any(cell.strip() for cell in cells):
            rows.append(RawRow(line, cells))
        line += 1 + sum(cell.count("\n") for cell in cells)
    return tuple(rows)


def _header_width(text: str) -> int:
    try:
        for cells in csv.reader(io.StringIO(text), strict=True):
            if any(cell.strip() for cell in cells):
                return len(cells)
    except csv.Error:
        raise _fault(text) from None
    return 0


def _fault(text: str) -> TableFault:
    """Say where a text stops being CSV: the line that the row at fault begins on."""
    reader = csv.reader(io.StringIO(text), strict=True)
    line = 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        pass
    return TableFault(
        "csv-syntax", line, "a quotation mark that is not closed, or has text behind it",
        'cells with commas or line ends in "…", a quotation mark inside them doubled',
    )  # fmt: skip
