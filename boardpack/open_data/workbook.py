"""The figures as a workbook that anybody can read, with a screen reader too.

It follows the Government Analysis Function's guidance "Releasing statistics in spreadsheets": a cover, a list
of contents and notes; one real table a sheet with a single header row; the sheet's title, what is on it and
where its notes are in column A above the table; symbols as text; numbers as numbers; nothing merged, hidden,
frozen or told by colour alone; the cursor in A1 of each sheet, and the cover in front.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from msgspec import Struct
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from boardpack.analysis.rating import rate
from boardpack.model.indicator import Unit
from boardpack.model.observation import SHORTHAND, ValueStatus
from boardpack.model.pack import Pack
from boardpack.open_data.tidy import COLUMNS, TidyRow, number_text, tidy_rows

Value = str | Decimal


class SheetColumn(Struct, frozen=True):
    """A column of a sheet: its heading and its width in characters."""

    heading: str
    width: int


class TableSheet(Struct, frozen=True):
    """A sheet that holds one table."""

    name: str
    """Short and without blanks, as links to it are written."""
    title: str
    about: str
    """What the table holds, in a sentence."""
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    units: tuple[str, ...] = ()
    """The unit of each row's numbers, for their format; empty for plain numbers."""


class Formats:
    """The formats of a workbook's cells, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._numbers: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 15})
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})

    def number(self, value: Decimal, unit: str) -> Format:
        """The format of a number in a unit, with as many decimals as it has."""
        shape = number_format(value, unit)
        if shape not in self._numbers:
            self._numbers[shape] = self._book.add_format({"num_format": shape, "valign": "top"})
        return self._numbers[shape]


def number_format(value: Decimal, unit: str) -> str:
    """Return a spreadsheet's format: `#,##0.0"%"` for 43.5 percent, which stays 43.5 as in the CSV file."""
    places = len(number_text(value).partition(".")[2])
    number = "#,##0" + ("." + "0" * places if places else "")
    match unit:
        case Unit.PERCENT.value:
            return f'{number}"%"'
        case Unit.POUNDS.value:
            return f"£{number};-£{number}"
        case _:
            return number


def workbook_bytes(pack: Pack) -> bytes:
    """Return a pack's figures as an .xlsx file; the same pack gives the same bytes."""
    sheets = (*_front(pack), _summary(pack), _figures(pack), *_actions(pack))
    sheets = (sheets[0], _contents(pack, sheets[1:]), *sheets[1:])
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(_properties(pack))
    formats = Formats(book)
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name), sheet, formats)
    book.close()
    return target.getvalue()


def _properties(pack: Pack) -> dict[str, object]:
    day = pack.facts.published_on or pack.facts.data_extracted_on
    made = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
    return {
        "title": f"{pack.facts.title}, {pack.period.long}",
        "author": pack.facts.council,
        "created": made.replace(tzinfo=None),
    }


def _write(sheet: Worksheet, table: TableSheet, formats: Formats) -> None:
    sheet.write_string(0, 0, table.title, formats.title)
    sheet.write_string(1, 0, table.about)
    top = 2
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
    for number, row in enumerate(table.rows, top + 1):
        unit = table.units[number - top - 1] if table.units else ""
        for index, value in enumerate(row):
            if isinstance(value, Decimal):
                sheet.write_number(number, index, float(value), formats.number(value, unit))
            else:
                sheet.write_string(number, index, value, formats.text)
    sheet.add_table(
        top, 0, top + max(1, len(table.rows)), len(table.columns) - 1,
        {
            "name": f"table_{table.name.lower()}",
            "autofilter": False,
            "style": None,
            "columns": [
                {"header": column.heading, "header_format": formats.heading} for column in table.columns
            ],
        },
    )  # fmt: skip


# ------------------------------------------------------------------------------------------- sheets


def _front(pack: Pack) -> tuple[TableSheet, TableSheet]:
    """The cover and the notes."""
    facts = pack.facts
    known = (
        ("Published by", facts.council),
        ("Committee", facts.committee),
        ("Period", pack.period.long),
        ("Version", facts.version),
        ("Figures extracted on", facts.data_extracted_on.isoformat() if facts.data_extracted_on else ""),
        ("Published on", facts.published_on.isoformat() if facts.published_on else ""),
        ("Classification", facts.classification),
        ("Contact", facts.contact),
        ("Note", facts.note),
    )
    cover = TableSheet(
        "Cover", facts.title, "This sheet has one table: what this workbook is and whom to ask.",
        (SheetColumn("Subject", 24), SheetColumn("Statement", 70)),
        tuple((subject, statement) for subject, statement in known if statement),
    )  # fmt: skip
    notes = TableSheet(
        "Notes", "Notes and symbols",
        "This sheet has one table: what the symbols in the other tables mean, and notes on the figures.",
        (SheetColumn("Symbol or reference", 24), SheetColumn("Meaning", 90)),
        (*_symbols(), *_notes(pack)),
    )  # fmt: skip
    return cover, notes


def _symbols() -> Iterable[tuple[str, str]]:
    return ((SHORTHAND[status], status.value) for status in ValueStatus if SHORTHAND[status])


def _notes(pack: Pack) -> Iterable[tuple[str, str]]:
    shown = {one.ref: one.definition(pack.period).reference for one in pack.indicators}
    return ((shown.get(note.ref, note.ref), note.text) for note in pack.notes)


def _contents(pack: Pack, sheets: Sequence[TableSheet]) -> TableSheet:
    return TableSheet(
        "Contents", f"Contents of {pack.facts.title}, {pack.period.long}",
        "This sheet has one table: the sheets of this workbook and what each holds.",
        (SheetColumn("Sheet", 16), SheetColumn("What it holds", 80)),
        tuple((sheet.name, sheet.title) for sheet in sheets),
    )  # fmt: skip


def _summary(pack: Pack) -> TableSheet:
    """A row for each indicator: the period's value, target and rating."""
    latest = [row for row in tidy_rows(pack) if row.period == pack.period.iso]
    return TableSheet(
        "Summary", f"Ratings, {pack.period.long}",
        f"This sheet has one table: each indicator's figure, target and rating. {NOTES}",
        (
            SheetColumn("Reference", 14), SheetColumn("Title", 60), SheetColumn("Section", 32),
            SheetColumn("Value", 12), SheetColumn("Unit", 12), SheetColumn("Target", 16),
            SheetColumn("Rating", 12),
        ),
        tuple(
            (row.reference, row.title, row.section or NONE, _value(row), row.unit, row.target or NONE,
             row.rating)
            for row in latest
        ),
        tuple(row.unit for row in latest),
    )  # fmt: skip


def _figures(pack: Pack) -> TableSheet:
    """The tidy rows whole."""
    rows = tidy_rows(pack)
    names = [column.name for column in COLUMNS if column.name != "symbol"]
    headings = {column.name: column.heading for column in COLUMNS}
    return TableSheet(
        "Figures", f"All figures to {pack.period.long}",
        f"This sheet has one table: a row for each indicator and period. {NOTES}",
        tuple(SheetColumn(headings[name], WIDTHS.get(name, 14)) for name in names),
        tuple(tuple(_tidy_value(row, name) for name in names) for row in rows),
        tuple(row.unit for row in rows),
    )  # fmt: skip


def _tidy_value(row: TidyRow, name: str) -> Value:
    if name == "value":
        return _value(row)
    value: Value | None = getattr(row, name)
    return NONE if value is None or value == "" else value


def _value(row: TidyRow) -> Value:
    """A number; the symbol of its status where there is none."""
    return row.value if row.value is not None else row.symbol


def _actions(pack: Pack) -> tuple[TableSheet, ...]:
    """The action log; no sheet when it is empty."""
    if not pack.actions:
        return ()
    columns = (
        SheetColumn("Reference", 14), SheetColumn("Action", 70), SheetColumn("Due", 14),
        SheetColumn("Status", 16), SheetColumn("Indicators", 24), SheetColumn("Their ratings", 24),
    )  # fmt: skip
    rows = tuple(
        (
            action.ref, action.text, action.due_text or NONE, action.status.value,
            ", ".join(action.indicators) or NONE,
            ", ".join(rate(pack, ref, pack.period).word for ref in action.indicators) or NONE,
        )
        for action in pack.actions
    )  # fmt: skip
    about = f"This sheet has one table: a row for each action. {NOTES}"
    return (TableSheet("Actions", f"Actions, {pack.period.long}", about, columns, rows),)


NONE = "[z]"
"""Fills a cell that has nothing to say, since no cell of a table may be blank."""
NOTES = "The sheet Notes explains the symbols in square brackets."
WIDTHS = {"title": 60, "section": 32, "rating_basis": 50}
