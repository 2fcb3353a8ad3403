"""Workbooks → grids, by openpyxl, after the package has been looked over.

A workbook is a zip file of XML. A megabyte of it can unpack to gigabytes, a few tags can name the last
cell of the largest sheet, and a document type can multiply its own text. So the directory is read
first, then the tags are counted and the far cells looked for, and only then does openpyxl read it.

A number is taken as it is shown: 0.43 under the format `0%` is `43%`, 0.55 under `0.0%` is `55.0%`.
What it holds beyond the decimals shown is beside it, see `SheetCell.exact`.
"""

from __future__ import annotations

import posixpath
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
from xml.etree import ElementTree as ET

import openpyxl
from msgspec import Struct, field
from openpyxl.utils.exceptions import InvalidFileException

from boardpack.importer.grid import (
    CELL,
    COLUMNS,
    ROWS,
    SHEETS,
    SheetCell,
    SheetFault,
    SheetGrid,
    address,
    column_number,
)
from boardpack.model.period import MONTH_NAMES, Period

BROKEN = (
    InvalidFileException, zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, AssertionError, EOFError, OSError, RuntimeError, SyntaxError, struct.error, zlib.error,
)  # fmt: skip
"""What openpyxl raises on files that are not as they should be (SyntaxError: XML that is not well formed)."""


def read_workbook(data: bytes, name: str) -> tuple[SheetGrid, ...]:
    """Read every sheet of a workbook; SheetFault when it cannot be read."""
    surveys = survey_package(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that have no bearing on the cells
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return tuple(
                _grid(sheet, name, surveys.get(sheet.title, Survey(name))) for sheet in book.worksheets
            )
    except BROKEN as fault:
        raise SheetFault(
            f"{name} is damaged inside and cannot be read. Open it in the spreadsheet program, "
            "save it again as .xlsx, and try again."
        ) from fault


def _grid(sheet: Any, file: str, survey: Survey) -> SheetGrid:
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
        hidden=survey.hidden,
        merged=tuple(survey.merged),
        unsaved=tuple(survey.unsaved),
        file=file,
    )


def _cells(sheet: Any) -> Iterator[SheetCell]:
    sheet.reset_dimensions()  # what a file says of its own extent need not be true
    for row in sheet.iter_rows(min_row=1, max_row=ROWS, max_col=COLUMNS):
        for cell in row:
            if cell.value is not None:
                shown = shown_cell(cell.row - 1, cell.column - 1, cell.value, cell.number_format or "")
                if shown.text:
                    yield shown


def shown_cell(row: int, column: int, value: object, number_format: str) -> SheetCell:
    """A cell as it is shown under its number format."""
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
        return SheetCell(row, column, f"{plain_decimal(exact / SCALES.get(_commas(shown), 1)):f}{letter}")
    percent = "%" in shown
    decimals = re.search(r"\.([0#?]+)", shown)
    places = len(decimals[1]) if decimals else 0
    exact = plain_decimal(round(exact * 100 if percent else exact, 9))
    if (zeros := re.fullmatch("0{2,30}", shown.strip())) and exact == exact.to_integral_value():
        return SheetCell(row, column, f"{int(exact):0{len(zeros[0])}d}", exact)
    general = shown.strip().casefold() in {"", "general", "@"}
    if general:
        return SheetCell(row, column, f"{exact:f}", exact)
    rounded = exact.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP")
    return SheetCell(row, column, f"{rounded:f}{'%' if percent else ''}", exact)


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


def plain_decimal(number: Decimal) -> Decimal:
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


# ------------------------------------------------------------------------------------------- packages

PARTS = 1_000
UNPACKED = 60_000_000
"""Bytes of all the XML that is read, unpacked."""
TAGS = 400_000
"""Tags in all of it: about so many cells can be read in a few seconds."""
STRETCH = 400_000
"""Bytes from one tag to the next: a cell has at most 32,767 characters."""
DEEP = 64
"""Elements within one another; a workbook has about ten."""

READ = re.compile(r"(?:xl/(?:[^/]+/)?[^/]+\.xml|.*\.rels|\[Content_Types\]\.xml)", re.IGNORECASE)
IGNORED = re.compile(r"xl/(?:media|drawings|charts|printerSettings|embeddings|theme)/", re.IGNORECASE)


class Survey(Struct):
    """What a sheet's XML says that the reader of its cells does not tell."""

    name: str
    """What it is called in messages."""
    hidden: bool = False
    """Whether the whole sheet is hidden."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)


def survey_package(data: bytes, name: str) -> dict[str, Survey]:
    """Look a workbook's sheets over, by title; SheetFault for none, or one larger than any of indicators."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _parts(archive, name)
            _count(parts, name)
            return dict(_sheets(parts, name))
    except UNOPENED as fault:
        raise SheetFault(
            f"{name} is no workbook that can be opened. Open it in the spreadsheet program, "
            "save it as .xlsx without a password, and try again."
        ) from fault
    except (RuntimeError, ET.ParseError, ValueError, LookupError, struct.error) as fault:
        raise SheetFault(
            f"{name} is locked or damaged inside. Save it again as .xlsx, without a password."
        ) from fault


UNOPENED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, zlib.error
)  # fmt: skip
"""What zipfile raises for a file that is no zip file, or of a kind that it does not read."""


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    """The XML that will be read, unpacked; everything is refused by the directory before anything is."""
    entries = archive.infolist()
    wanted = [e for e in entries if READ.fullmatch(e.filename) and not IGNORED.match(e.filename)]
    total = sum(entry.file_size for entry in wanted)
    if len(entries) > PARTS or total > UNPACKED:
        raise SheetFault(
            f"{name} unpacks to {total:,} bytes in {len(entries):,} parts; at most {UNPACKED:,} bytes and "
            f"{PARTS:,} parts are read. {SMALLER}"
        )
    if any(entry.flag_bits & 1 for entry in wanted):
        raise SheetFault(f"{name} is locked with a password. Save a copy without one.")
    if "xl/workbook.xml" not in {entry.filename for entry in wanted}:
        raise SheetFault(f"{name} is no .xlsx workbook. Save it as “Excel Workbook (.xlsx)” or as CSV UTF-8.")
    return {entry.filename: archive.read(entry) for entry in wanted}


def _count(parts: dict[str, bytes], name: str) -> None:
    tags = sum(data.count(b"<") for data in parts.values())
    if tags > TAGS:
        raise SheetFault(
            f"{name} has {tags:,} tags inside, some {tags // 3:,} cells; at most {TAGS:,} tags are read. "
            f"{SMALLER}"
        )
    for part, data in parts.items():
        if max(map(len, data.split(b"<"))) > STRETCH:
            raise SheetFault(
                f"{name} holds a text or a tag of more than {STRETCH:,} bytes in {part}. {SMALLER}"
            )
        if (fault := _xml_fault(data)) is not None:
            raise SheetFault(f"{name} holds {fault} in {part}, which no spreadsheet program writes. {AGAIN}")


def _xml_fault(data: bytes) -> str | None:
    """What would make plain XML dangerous: a document type, or an encoding that hides one."""
    if b"\0" in data[:1000] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text that is not UTF-8"
    declared = re.match(
        rb"\xef\xbb\xbf?\s*<\?xml[^>]{0,200}encoding=[\"']([\w.-]+)|\s*<\?xml[^>]{0,200}encoding=[\"']([\w.-]+)",
        data,
    )
    encoding = next((group for group in declared.groups() if group), b"utf-8") if declared else b"utf-8"
    if encoding.lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        return "text that is not UTF-8"
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return "a document type"
    return None


# ------------------------------------------------------------------------------------------- sheets


def _sheets(parts: dict[str, bytes], name: str) -> Iterator[tuple[str, Survey]]:
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for element in ET.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"))  # noqa: S314
    }
    sheets = [e for e in ET.fromstring(parts["xl/workbook.xml"]).iter() if _tag(e) == "sheet"]  # noqa: S314
    if len(sheets) > SHEETS:
        raise SheetFault(f"{name} has {len(sheets)} sheets; at most {SHEETS} are read. {SMALLER}")
    for sheet in sheets:
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        title = sheet.get("name", "")
        hidden = sheet.get("state", "visible") != "visible"
        survey = Survey(f"{name}, sheet {title[:40]}", hidden)
        if data := parts.get(path):
            _look_over(data, survey)
        yield title, survey


def _look_over(data: bytes, survey: Survey) -> None:
    depth = 0
    for event, element in ET.iterparse(BytesIO(data), events=("start", "end")):  # noqa: S314
        depth += 1 if event == "start" else -1
        if depth > DEEP:
            raise SheetFault(f"{survey.name}: elements nested more than {DEEP} deep. {AGAIN}")
        if event == "end" and (look := LOOKS.get(_tag(element))) is not None:
            look(element, survey)
            if _tag(element) == "row":
                element.clear()


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _cell(element: ET.Element, survey: Survey) -> None:
    inside = {_tag(child): child for child in element}
    where = element.get("r", "")
    held = ("v" in inside and bool(inside["v"].text)) or "is" in inside
    if not held and "f" in inside:
        survey.unsaved.append(where)
    place = re.fullmatch(r"\$?([A-Z]{1,9})\$?([0-9]{1,30})", where)
    if place is None or not held:
        return
    column, row = column_number(place[1]), int(place[2]) - 1
    if column >= COLUMNS or row >= ROWS:
        raise SheetFault(
            f"{survey.name}: something stands in {where}; at most {ROWS:,} rows and {COLUMNS} columns "
            f"(up to {address(ROWS - 1, COLUMNS - 1)}) are read. Delete what stands so far out."
        )


def _row(element: ET.Element, survey: Survey) -> None:
    number = element.get("r", "")
    if element.get("hidden") in {"1", "true"} and number.isdecimal() and len(number) < 8:
        survey.hidden_rows.add(int(number) - 1)


def _columns(element: ET.Element, survey: Survey) -> None:
    first, last = element.get("min", ""), element.get("max", "")
    if element.get("hidden") in {"1", "true"} and first.isdecimal() and last.isdecimal():
        survey.hidden_columns.update(range(min(int(first[:7]), COLUMNS + 1) - 1, min(int(last[:7]), COLUMNS)))


def _merged(element: ET.Element, survey: Survey) -> None:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", element.get("ref", ""))
    if found is not None:
        survey.merged.append(
            (int(found[2]) - 1, column_number(found[1]), int(found[4]) - 1, column_number(found[3]))
        )


LOOKS = {"c": _cell, "row": _row, "col": _columns, "mergeCell": _merged}

SMALLER = "Copy the table of indicators into a new workbook, and import that."
AGAIN = "Copy the table into a new workbook, and import that."
