"""Workbooks for the tests: made by openpyxl as an analyst would type them, or the seed's tables pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from boardpack.importer import (
    ImportOptions,
    ImportPlan,
    Settled,
    SheetGrid,
    Standing,
    plan_readings,
    readings_of,
)
from boardpack.importer.model import Present
from boardpack.model.pack import Pack
from tests.appendix.published import LINES

Row = Sequence[Any]
"""Values; a pair is a value with its number format."""

HEADER = ("Ref", "Indicator Title", "Apr-17", "May-17", "Jun-17", "Jul-17", "Aug-17", "Sep-17", "Oct-17")


def workbook(path: Path, *sheets: Iterable[Row], names: Sequence[str] = ("Sheet1", "Sheet2")) -> Path:
    """Write a workbook with a sheet for each list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in zip(names, sheets, strict=False):
        fill(book.create_sheet(name), rows)
    book.save(path)
    return path


def fill(sheet: Any, rows: Iterable[Row]) -> None:
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, tuple):
                cell.value, cell.number_format = value
            else:
                cell.value = value


def pasted_rows(*, typed: bool) -> list[list[Any]]:
    """All after the RAG summary, a row for each line; `typed` as a spreadsheet takes what is pasted."""
    start = next(i for i, line in enumerate(LINES) if line.startswith("Indicator Number")) - 4
    return [[_typed(text) if typed else text for text in line.split("\t")] for line in LINES[start:]]


def _typed(text: str) -> Any:
    """`43%` becomes 0.43 shown as `0%`, `17` a number; what is no number stays text."""
    if not text.strip():
        return None
    if percent := re.fullmatch(r"(\d+)(?:\.(\d+))?%", text):
        decimals = len(percent[2] or "")
        return float(text[:-1]) / 100, "0" + (f".{'0' * decimals}" if decimals else "") + "%"
    return int(text) if re.fullmatch(r"\d+", text) else text


def plan_import(
    pack: Pack, present: Present, grids: Iterable[SheetGrid], options: ImportOptions | None = None
) -> ImportPlan:
    """Plan what sheets bring to a month's pack: of their readings, those that are sure."""
    options = options or ImportOptions()
    reads = readings_of(pack, grids, options)
    sure = [reading for reading in reads.readings if reading.is_sure]
    unsure = [Settled(reading, Standing.NEW).remark for reading in reads.readings if not reading.is_sure]
    return plan_readings(pack, present, sure, (*reads.remarks, *unsure), options)
