"""A CSV file read as text: rows of strings with their line numbers, then with their header checked.

`split_rows` types nothing: `NA`, `007`, `Oct-01` and `43%` stay the text they are. `read_sheet` checks the
header, so that cells are asked for by name and know their place. `read_raw` keeps a file as it is, to be
written back with rows or columns added and nothing else changed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from boardpack.load.files import read_bytes, read_text
from boardpack.load.findings import FindingLog, closest, excerpt, listing, nearest
from boardpack.load.project import Project
from boardpack.model.finding import Place
from boardpack.model.period import Calendar

ROWS = 10_000
COLUMNS = 200
CELL = 20_000


class RawRow(Struct, frozen=True):
    """A row as it is in the file."""

    line: int
    """Line it begins on, from 1; a quoted cell may carry it over several lines."""
    cells: tuple[str, ...]
    """Shorter than the header where the row ends early, longer where it goes on too long."""


def split_rows(text: str, file: str, faults: FindingLog) -> tuple[RawRow, ...] | None:
    """Split a CSV file's text, whose line ends are newlines, into rows; None with a finding if it is none.

    Rows that are wholly blank are left out; the first one is the header.
    """

    def refuse(rule: str, found: str, expected: str) -> None:
        remedy = "Open the file in a spreadsheet, put that row right and save it again as CSV UTF-8."
        faults.error(rule, Place(file, line), found, expected, remedy)

    reader = csv.reader(io.StringIO(text), strict=True)
    rows: list[RawRow] = []
    line = 1
    try:
        for count, cells in enumerate(reader, 1):
            if len(cells) > COLUMNS or count > ROWS:
                refuse("too-large", f"{count:,} rows and {len(cells):,} columns so far", BOUNDS)
                return None
            if any(cell.strip() for cell in cells):
                rows.append(RawRow(line, tuple(cells)))
            line = reader.line_num + 1
    except csv.Error as fault:
        if "field limit" in str(fault):
            refuse("too-large", "a cell of more than 131,072 characters", BOUNDS)
        else:
            refuse("csv-syntax", *OPEN_QUOTE)
        return None
    return tuple(rows)


BOUNDS = f"at most {ROWS:,} rows and {COLUMNS} columns"

OPEN_QUOTE = (
    "a quotation mark that is not closed, or has text behind it",
    'cells with commas or line ends in "…", a quotation mark inside them doubled',
)
"""What was found and what was expected."""


REMEDY_HEADER = "Correct the header row; its words are those of the README's table of files."


class Columns(Struct, frozen=True):
    """The headers a file may have; other headers are findings unless `also` takes them."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    also: Callable[[str], bool] | None = None
    """Whether a header beyond the named ones belongs here, such as a month."""

    @property
    def known(self) -> tuple[str, ...]:
        """All names."""
        return (*self.required, *self.optional)


class CsvRow(Struct, frozen=True):
    """A row of a sheet."""

    file: str
    line: int
    cells: tuple[str, ...]
    columns: Mapping[str, int]
    calendar: Calendar = Calendar()
    """The pack's periods, for reading those that cells name."""

    def __getitem__(self, name: str) -> str:
        """The cell under a header, on one line, without the blanks round it; empty when there is none."""
        index = self.columns.get(name)
        text = self.cells[index].strip() if index is not None and index < len(self.cells) else ""
        return re.sub(r"[ \t]*[\n\t]\s*", " ", text) if "\n" in text or "\t" in text else text

    def place(self, name: str = "") -> Place:
        """The place of a cell, or of the row."""
        index = self.columns.get(name)
        return Place(self.file, self.line, 0 if index is None else index + 1)


class Sheet(Struct, frozen=True):
    """A file's rows below its header."""

    file: str
    header_line: int
    columns: Mapping[str, int]
    """Headers as the code names them (or as written, for those that `also` took) → position from 0."""
    rows: tuple[CsvRow, ...]


def read_sheet(
    project: Project, file: str, columns: Columns, faults: FindingLog, *, required: bool = True
) -> Sheet | None:
    """Read a CSV file; None with findings when it cannot be read or lacks a required column."""
    text = read_text(project.root, file, faults, required=required)
    if text is None:
        return None
    raw_rows = split_rows(text, file, faults)
    if raw_rows is None:
        return None
    if not raw_rows:
        wanted = f"a header row with {listing(columns.required)}"
        faults.error("file-empty", Place(file), "no rows", wanted, REMEDY_HEADER)
        return None
    header, *body = raw_rows
    named = read_header(header.cells, Place(file, header.line), columns, faults)
    if named is None:
        return None
    calendar = project.calendar
    rows = tuple(CsvRow(file, raw.line, raw.cells, named, calendar) for raw in body)
    sound = tuple(row for row in rows if _is_sound(row, header.cells, faults))
    for row in sound:
        _note_short(row, len(header.cells), columns, faults)
    return Sheet(file, header.line, named, sound)


# ------------------------------------------------------------------------------------------- header


def folded(header: str) -> str:
    """Compare headers without case, and with a blank, a hyphen and an underscore alike."""
    return re.sub(r"[\s_\-]+", "_", header.strip().casefold())


def read_header(
    cells: tuple[str, ...], place: Place, columns: Columns, faults: FindingLog
) -> Mapping[str, int] | None:
    """Give each header its position; None when a required one is missing."""
    if _separator(cells, place, faults):
        return None
    named, unknown = _named(cells, place, columns, faults)
    missing = [name for name in columns.required if name not in named]
    for name in missing:
        meant = closest(name, unknown)
        hint = f", perhaps written {excerpt(meant)}" if meant else ""
        at = Place(place.file, place.line, unknown.pop(meant) + 1) if meant else place
        faults.error("column-missing", at, f"no column `{name}`{hint}", f"a column `{name}`", REMEDY_HEADER)
    _unknown_columns(unknown, place, columns, named, faults)
    return None if missing else named


def _named(
    cells: tuple[str, ...], place: Place, columns: Columns, faults: FindingLog
) -> tuple[dict[str, int], dict[str, int]]:
    """The position of each header that is known, and of each that is not."""
    known = {folded(name): name for name in columns.known}
    named: dict[str, int] = {}
    unknown: dict[str, int] = {}
    for index, written in enumerate(cell.strip() for cell in cells):
        belongs = columns.also is not None and columns.also(written)
        name = known.get(folded(written), written if belongs else "")
        if not name:
            unknown.setdefault(written, index)
        elif name in named:
            faults.error(
                "column-repeated", Place(place.file, place.line, index + 1),
                f"{excerpt(written)} a second time",
                "each column once", "Delete or rename one of the two.",
            )  # fmt: skip
        else:
            named[name] = index
    return named, unknown


def _separator(cells: tuple[str, ...], place: Place, faults: FindingLog) -> bool:
    if len(cells) != 1 or not (mark := next((m for m in ";\t|" if m in cells[0]), "")):
        return False
    name = {";": "semicolons", "\t": "tabs", "|": "bars"}[mark]
    faults.error(
        "csv-separator", place, f"cells divided by {name}", "cells divided by commas",
        "Save the file as “CSV UTF-8 (Comma delimited)”.",
    )  # fmt: skip
    return True


def _unknown_columns(
    unknown: Mapping[str, int], place: Place, columns: Columns, named: Mapping[str, int], faults: FindingLog
) -> None:
    open_names = [name for name in columns.known if name not in named]
    for written, index in unknown.items():
        at = Place(place.file, place.line, index + 1)
        if not written:
            continue
        hint = nearest(written, open_names)
        (faults.error if hint else faults.warning)(
            "column-unknown", at, f"the column {excerpt(written)}{hint}",
            f"only {listing(columns.known)}" + (" and months such as `Oct 2017`" if columns.also else ""),
            "Correct its name, or take the column out: it is not read.",
        )  # fmt: skip


# --------------------------------------------------------------------------------------------- rows


def _is_sound(row: CsvRow, headers: tuple[str, ...], faults: FindingLog) -> bool:
    """Note cells that are too long or are under no header; False when nothing of the row can be used."""
    for index, text in enumerate(row.cells):
        place = Place(row.file, row.line, index + 1)
        if len(text) > CELL:
            faults.error(
                "too-large", place, f"a cell of {len(text):,} characters",
                f"at most {CELL:,}", "Shorten it, or move it to the narratives.",
            )  # fmt: skip
            return False
        if text.strip() and not (index < len(headers) and headers[index].strip()):
            faults.error(
                "row-long", place, "a cell under no header", "cells under the headers alone",
                "Put cells that hold a comma in quotation marks; delete what is beyond the headers.",
            )  # fmt: skip
            break
    return True


def _note_short(row: CsvRow, width: int, columns: Columns, faults: FindingLog) -> None:
    if any(row.columns[name] >= len(row.cells) for name in columns.required):
        faults.warning(
            "row-short", row.place(), f"{len(row.cells)} cells", f"{width} cells",
            "Check that the row is whole; cells that are missing are read as blank.",
        )  # fmt: skip


BOM = "\ufeff"


class RawCsv(Struct, frozen=True):
    """The cells of a file; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: bool = False
    """Whether the file begins with a byte order mark, by which spreadsheets know UTF-8."""

    def column(self, name: str) -> int | None:
        """A column's position, from 0, by its header in any spelling the loader takes."""
        return next((i for i, head in enumerate(self.header) if folded(head) == folded(name)), None)

    def cell(self, row: tuple[str, ...], name: str) -> str:
        """A row's cell under a header; empty when there is no such column."""
        index = self.column(name)
        return "" if index is None else row[index].strip()

    def with_rows(self, rows: tuple[tuple[str, ...], ...]) -> RawCsv:
        """The same file with other rows."""
        return replace(self, rows=rows)

    def row(self, **cells: str) -> tuple[str, ...]:
        """A new row with these cells under their headers, the others blank."""
        named = {folded(name): text for name, text in cells.items()}
        return tuple(named.get(folded(head), "") for head in self.header)

    @property
    def data(self) -> bytes:
        """The file's bytes: commas, quotation marks only where they are needed, newlines."""
        return (BOM * self.marked + csv_text((self.header, *self.rows))).encode("utf-8")


def csv_text(rows: tuple[tuple[str, ...], ...]) -> str:
    """Write rows as the loader reads them."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def read_raw(root: Path, file: str, faults: FindingLog, *, required: bool = True) -> RawCsv | None:
    """Read a CSV file's cells as text; None with a finding when it cannot be read."""
    text = read_text(root, file, faults, required=required)
    if text is None:
        return None
    raw_rows = split_rows(text, file, faults)
    if raw_rows is None:
        return None
    if not raw_rows:
        return RawCsv((), (), _marked(root, file))
    header, *body = raw_rows
    width = len(header.cells)
    for row in body:
        if any(cell.strip() for cell in row.cells[width:]):
            faults.error(
                "row-long", Place(file, row.line, width + 1), f"more cells than the header's {width}",
                f"{width} cells",
                "Put cells that hold a comma in quotation marks; delete what is beyond.",
            )  # fmt: skip
            return None
    rows = tuple((row.cells + ("",) * width)[:width] for row in body)
    return RawCsv(header.cells, rows, _marked(root, file))


def _marked(root: Path, file: str) -> bool:
    data = read_bytes(root, file, FindingLog())
    return data is not None and data.startswith(BOM.encode("utf-8"))
