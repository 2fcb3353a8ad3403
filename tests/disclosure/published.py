"""Reading what was published, as a reader without the program does: every figure, wherever it is printed.

Each reader takes a file's bytes and gives its figures by reference and period, as printed: a number with its
decimals, or None for `[c]`. Tables of a page, of a PDF's structure and of a message are read by their heads,
so that a figure counts in whatever column of a period it is.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

from openpyxl import load_workbook

from boardpack.model.period import Calendar, Period
from tests.pdf.reading import Element, read_pdf

Cell = tuple[str, str]
"""Reference in capitals without spaces, ISO period."""

Figures = dict[Cell, Decimal | None]
"""What is printed of each cell, None where that is `[c]`."""

MARK = "[c]"


def key(reference: str) -> str:
    """A reference as all files have it."""
    return re.sub(r"\([^)]*\)|\s", "", reference).upper()


# ---------------------------------------------------------------------------------------------- data


def csv_figures(data: bytes, calendar: Calendar) -> Iterator[tuple[Cell, Decimal | None]]:
    """The figures of a tidy CSV file, with the counts behind them where it has any."""
    for row in csv.DictReader(io.StringIO(data.decode())):
        yield from _row_figures(row, calendar)


def workbook_figures(data: bytes, calendar: Calendar) -> Iterator[tuple[Cell, Decimal | None]]:
    """The figures of every table of a workbook, whether its sheet is shown or hidden."""
    for sheet in load_workbook(io.BytesIO(data)):
        rows = [
            ["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        heads = next((row for row in rows if row[0] == "Reference" and "Period" in row), None)
        if heads is not None:
            named = [head.casefold().replace("compared with", "comparator") for head in heads]
            for row in rows[rows.index(heads) + 1 :]:
                yield from _row_figures(dict(zip(named, row, strict=True)), calendar)


def _row_figures(row: Mapping[str, str], calendar: Calendar) -> Iterator[tuple[Cell, Decimal | None]]:
    ref, period = key(row["reference"]), calendar.parse(row["period"])
    other = row.get("comparator", "")
    if period is None or other not in {"", "[z]"}:
        return
    for name, part in (("value", ""), ("numerator", "/NUMERATOR"), ("denominator", "/DENOMINATOR")):
        yield from _printed((ref + part, period.iso), row.get(name, ""))
    if row.get("symbol") == MARK:
        yield (ref, period.iso), None


def _printed(cell: Cell, text: str) -> Iterator[tuple[Cell, Decimal | None]]:
    if text == MARK:
        yield cell, None
    elif (value := number(text)) is not None:
        yield cell, value


def number(text: str) -> Decimal | None:
    """A number as tables print it; None for anything else."""
    found = re.fullmatch(r"\s*(-?[\d,]+(?:\.\d+)?)\s*(?:%|days?|weeks?)?\s*(?:\[[a-z]\])?\s*", text)
    try:
        return None if found is None else Decimal(found[1].replace(",", ""))
    except InvalidOperation:
        return None


def record_figures(data: bytes, calendar: Calendar) -> Iterator[tuple[Cell, Decimal | None]]:
    """The figures of the record that an archive has of an edition."""
    for edition in json.loads(data)["editions"]:
        for name, value in edition["cells"].items():
            ref, _, iso = name.rpartition(" ")
            if (period := calendar.parse(iso)) is not None:
                yield (key(ref), period.iso), None if value is None else Decimal(value)


# -------------------------------------------------------------------------------------------- tables

Rows = Sequence[Sequence[str]]


class _Tables(HTMLParser):
    """The tables of a page as rows of texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in {"td", "th"} and self.tables and self.tables[-1]:
            self.inside = 1
            span = next((int(value or 1) for name, value in attrs if name == "colspan"), 1)
            self.tables[-1][-1].extend([""] * span)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self.inside = 0

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def page_tables(data: bytes) -> list[Rows]:
    """The tables of a web page or of a message's web form."""
    reader = _Tables()
    reader.feed(data.decode())
    return list(reader.tables)


def pdf_tables(data: bytes) -> list[Rows]:
    """The tables of a PDF, through its structure."""
    reading = read_pdf(data)
    return [
        [[cell.words() for cell in row.elements()] for row in table.walk() if row.tag == "TR"]
        for table in _elements(reading.root)
        if table.tag == "Table"
    ]


def _elements(root: Element | None) -> Iterable[Element]:
    return () if root is None else root.walk()


def table_figures(
    tables: Iterable[Rows], calendar: Calendar, refs: Iterable[str], now: Period
) -> Iterator[tuple[Cell, Decimal | None]]:
    """The figures of tables: those in a column headed by a period, in a row headed by a reference."""
    known = {*refs}
    for rows in tables:
        periods: dict[int, Period] = {}
        for row in rows:
            heads = {place: found for place, text in enumerate(row) if (found := _head(text, calendar))}
            periods = heads or periods
            ref = key(row[0]) if row else ""
            if ref not in known:
                continue
            for place, period in periods.items():
                if place < len(row) and period <= now:
                    yield from _printed((ref, period.iso), row[place].strip())


def _head(text: str, calendar: Calendar) -> Period | None:
    """`Apr-25`, `Q2 2025-26`, `2025-26` at the head of a column."""
    found = text.strip()
    return calendar.parse_any(found) if re.search(r"\d", found) and len(found) < HEAD else None


HEAD = 16


def table_column(tables: Iterable[Rows], head: str, refs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What tables say in the column of a head, by reference."""
    known = {*refs}
    for rows in tables:
        column: int | None = None
        for row in rows:
            places = [place for place, text in enumerate(row) if text.strip().startswith(head)]
            column = places[0] if places else column
            ref = key(row[0]) if row else ""
            if column is not None and ref in known and column < len(row):
                yield ref, row[column]


READERS: Mapping[str, Callable[[bytes, Calendar], Iterator[tuple[Cell, Decimal | None]]]] = {
    ".csv": csv_figures, ".xlsx": workbook_figures, "disclosure.json": record_figures,
}  # fmt: skip
TABLES: Mapping[str, Callable[[bytes], list[Rows]]] = {".html": page_tables, ".pdf": pdf_tables}
"""How the files of an edition are read, by the ending of their names."""


def file_figures(name: str, data: bytes, calendar: Calendar, refs: Iterable[str], now: Period) -> Figures:
    """The figures of one file of the edition of a period; a number wins over a mark within it."""
    found: list[tuple[Cell, Decimal | None]] = []
    for ending, read in READERS.items():
        if name.endswith(ending):
            found += read(data, calendar)
    for ending, tables in TABLES.items():
        if name.endswith(ending):
            found += table_figures(tables(data), calendar, refs, now)
    return joined(found)


def joined(found: Iterable[tuple[Cell, Decimal | None]]) -> Figures:
    """Put sightings together: what is printed anywhere is known; of two roundings the finer one."""
    together: Figures = {}
    for cell, value in found:
        before = together.get(cell)
        if value is None:
            together.setdefault(cell, None)
        elif before is None or _decimals(value) > _decimals(before):
            together[cell] = value
    return together


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
