"""Workbooks → grids, by openpyxl, after `package` has looked them over.

A number is taken as it is shown: 0.43 under the format `0%` is `43%`, 0.55 under `0.0%` is `55.0%`.
What it holds beyond the decimals shown is beside it, see `Cell.exact`.
"""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from boardpack.importer.grid import CELL, COLUMNS, ROWS, SheetCell, SheetFault, SheetGrid
from boardpack.importer.xlsx_guard import Survey, open_package
from boardpack.model.period import MONTH_NAMES, Period

BROKEN = (
    InvalidFileException, zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, AssertionError, EOFError, OSError, RuntimeError, SyntaxError, struct.error, zlib.error,
)  # fmt: skip
"""What openpyxl raises on files that are not as they should be (SyntaxError: XML that is not well formed)."""


def read_workbook(data: bytes, name: str) -> tuple[SheetGrid, ...]:
    """Read every sheet of a workbook; SheetFault when it cannot be read."""
    package = open_package(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that have no bearing on the cells
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            surveys = {title: (hidden, survey) for title, hidden, survey in package.sheets}
            return tuple(
                _grid(sheet, name, *surveys.get(sheet.title, (False, Survey()))) for sheet in book.worksheets
            )
    except BROKEN as fault:
        raise SheetFault(
            f"{name} is damaged inside and cannot be read. Open it in the spreadsheet program, "
            "save it again as .xlsx, and try again."
        ) from fault


def _grid(sheet: Any, file: str, hidden: bool, survey: Survey) -> SheetGrid:
    cells = {
        (cell.row, cell.column): cell
        for cell in _cells(sheet)
        if 0 <= cell.row < ROWS and 0 <= cell.column < COLUMNS
    }
    return SheetGrid(
        name=sheet.title,
        cells=cells,
        rows=max((row for row, _ in cells), default=-1) + 1,
        columns=max((column for _, column in cells), default=-1) + 1,
        hidden_rows=frozenset(survey.hidden_rows),
        hidden_columns=frozenset(survey.hidden_columns),
        hidden=hidden,
        merged=tuple(survey.merged),
        unsaved=tuple(survey.unsaved),
        file=file,
    )


def _cells(sheet: Any) -> Iterator[SheetCell]:
    sheet.reset_dimensions()  # what a file says of its own extent need not be true
    for row in sheet.iter_rows(min_row=1, max_row=ROWS, max_col=COLUMNS):
        for cell in row:
            if cell.value is not None:
                shown = read_cell(cell.row - 1, cell.column - 1, cell.value, cell.number_format or "")
                if shown.text:
                    yield shown


def read_cell(row: int, column: int, value: object, number_format: str) -> SheetCell:
    """Read a cell as it is shown under its number format."""
    if isinstance(value, datetime | date):
        return _date(row, column, value, number_format)
    if isinstance(value, time | timedelta):
        return SheetCell(row, column, _clock(value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        written = str(value)[:CELL].replace("_x000D_", "\n")
        return SheetCell(row, column, " ".join(written.split()), written=written)
    return _number(row, column, value, number_format)


def _number(row: int, column: int, value: float, number_format: str) -> SheetCell:
    exact = Decimal(repr(value))
    if not exact.is_finite() or abs(exact) >= Decimal(10) ** 15:
        return SheetCell(row, column, str(value))
    own = number_format.split(";", maxsplit=1)[0]
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", own)
    if letter := _thousands(own, shown):
        return SheetCell(row, column, f"{plain(exact / SCALES.get(_commas(shown), 1)):f}{letter}")
    percent = "%" in shown
    decimals = re.search(r"\.([0#?]+)", shown)
    places = len(decimals[1]) if decimals else 0
    exact = plain(round(exact * 100 if percent else exact, 9))
    if (zeros := re.fullmatch("0{2,30}", shown.strip())) and exact == exact.to_integral_value():
        return SheetCell(row, column, f"{int(exact):0{len(zeros[0])}d}", exact)
    general = shown.strip().casefold() in {"", "general", "@"}
    if general:
        return SheetCell(row, column, f"{exact:f}", exact)
    return SheetCell(
        row,
        column,
        f"{exact.quantize(Decimal(1).scaleb(-places), 'ROUND_HALF_UP'):f}{'%' if percent else ''}",
        exact,
    )


def _thousands(own: str, shown: str) -> str:
    """The letter of a format in thousands or millions: `#,##0,` shows 240,000 as 240, `0"k"` 240 as 240k."""
    said = re.search(r'["\\]\s?(k|m|bn)\s?"?', own, re.IGNORECASE)
    letter = said[1].casefold() if said else ""
    return LETTERS.get(_commas(shown), letter)


def _commas(shown: str) -> int:
    """Commas behind the last digit of a format, each of which divides what is shown by a thousand."""
    found = re.search(r"[0#?](,+)(?:\.[0#?]+)?[^0#?,.]*$", shown)
    return len(found[1]) if found else 0


SCALES = {1: Decimal(1_000), 2: Decimal(1_000_000), 3: Decimal(1_000_000_000)}
LETTERS = {1: "k", 2: "m", 3: "bn"}
"""By the commas of a format."""


def plain(number: Decimal) -> Decimal:
    """A number without the zeros at its end: 55.00 is 55."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _date(row: int, column: int, value: date, number_format: str) -> SheetCell:
    """A date: a month when it is shown as one; else a day, which its neighbours may show to be a month."""
    shown = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", number_format).casefold()
    day = value.date() if isinstance(value, datetime) else value
    if "y" in shown and "d" not in shown:
        month = Period(day.year, day.month)
        return SheetCell(row, column, month.short, month=month, date=day)
    words = f"{day.day} {MONTH_NAMES[day.month - 1][:3]}" + (f" {day.year}" if "y" in shown else "")
    return SheetCell(row, column, words, day=words, date=day)


def _clock(value: time | timedelta) -> str:
    """A duration in hours, minutes and seconds: `26:03:00`."""
    held = (
        timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        if isinstance(value, time)
        else value
    )
    minutes, seconds = divmod(round(held.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}" if minutes >= 0 else str(value)
