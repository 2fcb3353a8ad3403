"""The file an analyst hands over → grids: a workbook or a CSV file, bounded before it is parsed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from boardpack.importer.grid import CELL, CELLS, COLUMNS, FILE, ROWS, SheetCell, SheetFault, SheetGrid
from boardpack.load.files import REFUSED, ReadFault, read_named_file


def read_grids(path: Path) -> tuple[SheetGrid, ...]:
    """Read a file's sheets; SheetFault, with what to do, when it is not to be read."""
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise SheetFault(
            f"{path.name}: only {' and '.join(READERS)} files are read. In the spreadsheet program, "
            "save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”."
        )
    try:
        data = read_named_file(path, limit=FILE)
    except ReadFault as fault:
        if fault.rule == "too-large":
            only = "Import only the table of indicators."
            raise SheetFault(f"{path.name} is larger than {FILE:,} bytes. {only}") from fault
        raise SheetFault(f"{path} cannot be opened ({fault.found}). {fault.remedy}") from fault
    return reader(data, path.name)


def read_csv(data: bytes, name: str) -> tuple[SheetGrid, ...]:
    """Read a CSV file, with commas, semicolons or tabs: UTF-8, or what programs write in western Europe."""
    text = _decoded(data, name)
    lines: list[int] = []
    cells: dict[tuple[int, int], SheetCell] = {}
    width = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    start = 1
    try:
        for number, row in enumerate(reader):
            if number >= ROWS or len(row) > COLUMNS or len(cells) > CELLS:
                raise SheetFault(
                    f"{name}: line {start} is beyond {ROWS:,} rows, {COLUMNS} columns or {CELLS:,} cells; "
                    "no more is read. Import only the table of indicators."
                )
            if any(len(written) > CELL for written in row):
                raise SheetFault(
                    f"{name}: line {start} has a cell of more than {CELL:,} characters. Shorten it."
                )
            lines.append(start)
            width = max(width, len(row))
            cells |= {
                (number, column): SheetCell(number, column, shown, written=written)
                for column, written in enumerate(row)
                if (shown := " ".join(written.split()))
            }
            start = reader.line_num + 1
    except csv.Error as fault:
        raise SheetFault(
            f"{name}: line {start} has a quotation mark that is not closed. "
            "Open the file in the spreadsheet program, put that row right and save it again."
        ) from fault
    return (SheetGrid(name, cells, len(lines), width, lines=tuple(lines), file=name),)


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else encoding)
        except UnicodeDecodeError:
            continue
        if (mark := REFUSED.search(text)) is None:
            return text
        line = text.count("\n", 0, mark.start()) + 1
        raise SheetFault(
            f"{name}: line {line} holds the character U+{ord(mark[0]):04X}, which no text has. "
            "Save the file again as “CSV UTF-8 (Comma delimited)”."
        )
    raise SheetFault(f"{name} is not text. Save it as “CSV UTF-8 (Comma delimited)”.")


def _separator(text: str) -> str:
    head = text[:10_000]
    return max(",;\t", key=head.count)


def _workbook(data: bytes, name: str) -> tuple[SheetGrid, ...]:
    # openpyxl takes a fifth of a second to import; a CSV file does not wait for it.
    from boardpack.importer.workbook import read_workbook  # noqa: PLC0415

    return read_workbook(data, name)


READERS: dict[str, Callable[[bytes, str], tuple[SheetGrid, ...]]] = {".xlsx": _workbook, ".csv": read_csv}
