"""The figures as a workbook that anybody can read, with a screen reader too.

It follows the Government Analysis Function's guidance "Releasing statistics in spreadsheets": a cover, a list
of contents and notes; one real table a sheet with a single header row; the sheet's title, what is on it and
where its notes are in column A above the table; symbols as text; numbers as numbers; nothing merged, hidden,
frozen or shown by colour alone; the cursor in A1 of each sheet, and the cover in front.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter
from msgspec import Struct
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from boardpack.analysis.rating import rate, rating_word
from boardpack.model.indicator import Unit
from boardpack.model.observation import SHORTHAND, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag, RatingBasis
from boardpack.open_data.tidy import COLUMNS, TidyRow, number_text, tidy_rows
from boardpack.words import Words

Value = str | Decimal


class SheetColumn(Struct, frozen=True):
    """A column of a sheet: its heading and its width in characters."""

    heading: str
    width: int
    counts: bool = False
    """Whether its numbers are counts, whatever the unit of their row."""


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
    listed = (_notes(pack), _summary(pack), _figures(pack), *_actions(pack))
    sheets = (_cover(pack), _contents(pack, listed), *listed)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties(_properties(pack))
    formats = Formats(book)
    for index, sheet in enumerate(sheets, 1):
        _write(book.add_worksheet(sheet.name), sheet, f"table_{index}", formats)
    book.close()
    return target.getvalue()


def _properties(pack: Pack) -> dict[str, object]:
    day = pack.facts.published_on or pack.facts.data_extracted_on
    made = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)
    return {
        "title": pack.words("data.title", title=pack.facts.title, period=pack.words.long_period(pack.period)),
        "author": pack.facts.council,
        "created": made.replace(tzinfo=None),
    }


def _write(sheet: Worksheet, table: TableSheet, name: str, formats: Formats) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, TITLE_HEIGHT)
    sheet.write_string(0, 0, table.title, formats.title)
    sheet.write_string(1, 0, table.about)
    top = 2
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
    for number, row in enumerate(table.rows, top + 1):
        unit = table.units[number - top - 1] if table.units else ""
        for index, value in enumerate(row):
            if isinstance(value, Decimal):
                own = "" if table.columns[index].counts else unit
                sheet.write_number(number, index, float(value), formats.number(value, own))
            else:
                sheet.write_string(number, index, value, formats.text)
    sheet.add_table(
        top, 0, top + max(1, len(table.rows)), len(table.columns) - 1,
        {
            "name": name,
            "autofilter": False,
            "style": None,
            "columns": [
                {"header": column.heading, "header_format": formats.heading} for column in table.columns
            ],
        },
    )  # fmt: skip


# ------------------------------------------------------------------------------------------- sheets


def _sheet(
    pack: Pack,
    key: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Sequence[Value]],
    units: Sequence[str] = (),
) -> TableSheet:
    """A sheet by its key in the catalogue of words."""
    words, period = pack.words, pack.words.long_period(pack.period)
    title = (
        pack.facts.title if key == "cover" else words(f"data.{key}", title=pack.facts.title, period=period)
    )
    about = words(f"data.about_{key}", notes=words("data.sheet.notes"))
    held = tuple(tuple(row) for row in rows)
    return TableSheet(words(f"data.sheet.{key}"), title, about, tuple(columns), held, tuple(units))


def _columns(words: Words, widths: Mapping[str, int]) -> list[SheetColumn]:
    """Columns by the keys of their headings, with their widths."""
    return [SheetColumn(words(key), width) for key, width in widths.items()]


def _tidy_columns(words: Words, names: Mapping[str, int]) -> list[SheetColumn]:
    """Columns of the tidy file by their names, with their widths."""
    counts = {"numerator", "denominator"}
    return [
        SheetColumn(words(f"data.heading.{name}"), width, name in counts) for name, width in names.items()
    ]


def _cover(pack: Pack) -> TableSheet:
    facts, words = pack.facts, pack.words
    known = {
        "publisher": facts.council,
        "committee": facts.committee,
        "period": words.long_period(pack.period),
        "version": facts.version,
        "extracted": facts.data_extracted_on.isoformat() if facts.data_extracted_on else "",
        "published": facts.published_on.isoformat() if facts.published_on else "",
        "classification": facts.classification,
        "contact": facts.contact,
        "note": facts.note,
    }
    rows = [(words(f"data.subject.{key}"), statement) for key, statement in known.items() if statement]
    return _sheet(pack, "cover", _columns(words, {"data.head.subject": 24, "data.head.statement": 70}), rows)


def _contents(pack: Pack, sheets: Sequence[TableSheet]) -> TableSheet:
    rows = [(sheet.name, sheet.title) for sheet in sheets]
    return _sheet(
        pack, "contents", _columns(pack.words, {"data.head.sheet": 16, "data.head.holds": 80}), rows
    )


def _notes(pack: Pack) -> TableSheet:
    words = pack.words
    symbols = [
        (SHORTHAND[status], words.of("shorthand", status)) for status in ValueStatus if SHORTHAND[status]
    ]
    shown = {one.ref: one.definition(pack.period).reference for one in pack.indicators}
    notes = [(shown.get(note.ref, note.ref), note.text) for note in pack.notes]
    rows = [*symbols, *notes]
    return _sheet(pack, "notes", _columns(words, {"data.head.symbol": 24, "data.head.meaning": 90}), rows)


def _summary(pack: Pack) -> TableSheet:
    """A row for each indicator: the period's value, target and rating."""
    latest = [row for row in tidy_rows(pack) if row.period == pack.period.iso and not row.comparator]
    names = {"reference": 14, "title": 60, "section": 32, "value": 12, "unit": 12, "target": 16, "rating": 12}
    rows = [[_shown(row, name, pack.words) for name in names] for row in latest]
    return _sheet(pack, "summary", _tidy_columns(pack.words, names), rows, [row.unit for row in latest])


def _figures(pack: Pack) -> TableSheet:
    """The tidy rows whole."""
    rows = tidy_rows(pack)
    names = {column.name: WIDTHS.get(column.name, 14) for column in COLUMNS if column.name != "symbol"}
    cells = [[_shown(row, name, pack.words) for name in names] for row in rows]
    return _sheet(pack, "figures", _tidy_columns(pack.words, names), cells, [row.unit for row in rows])


def _shown(row: TidyRow, name: str, words: Words) -> Value:
    """A cell: a value that is missing is the symbol of its status, a rating the pack's own word."""
    if name == "rating" and not row.comparator:
        rag = next((rag for rag in Rag if rag.value == row.rating), None)
        own = row.rating if rag is None and row.rating_basis == RatingBasis.COMPUTED.value else ""
        return own or words.rating(rag)
    value: Value | None = getattr(row, name)
    if value is None or value == "":
        return row.symbol if name == "value" and row.symbol else NONE
    return value


def _actions(pack: Pack) -> tuple[TableSheet, ...]:
    """The action log; no sheet when it is empty."""
    if not pack.actions:
        return ()
    words = pack.words
    columns = [
        *_tidy_columns(words, {"reference": 14}),
        *_columns(
            words,
            {
                "data.head.action": 70,
                "data.head.due": 14,
                "data.head.status": 16,
                "data.head.indicators": 24,
                "data.head.ratings": 24,
            },
        ),
    ]
    rows = [
        (
            action.ref, action.text, action.due_text or NONE, words.of("action_status", action.status),
            words.listed(action.indicators) or NONE,
            words.listed(rating_word(rate(pack, ref, pack.period), words) for ref in action.indicators)
            or NONE,
        )
        for action in pack.actions
    ]  # fmt: skip
    return (_sheet(pack, "actions", columns, rows),)


NONE = "[z]"
"""Fills a cell that has nothing to say, since no cell of a table may be blank."""
A4 = 9
"""The paper's number in the file format."""
TITLE_HEIGHT = 21.0
"""Points, for letters of 15."""
WIDTHS = {"title": 60, "section": 32, "rating_basis": 50}
