"""Tables with a column for each month: where their headers are and what is in their columns.

A sheet may hold one such table or one for each section; titles, merged rows, blank rows and notes may
be anywhere between. A header is a row of months that holds no figures, wherever it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from boardpack.importer.columns import (
    KnownTitles,
    SubjectColumn,
    filled,
    kind_column,
    row_refs,
    row_role,
    subject_column,
)
from boardpack.importer.grid import SheetCell, SheetGrid, address
from boardpack.importer.header_words import SPEECHES, Role, column_name, commentary_kind, letters
from boardpack.importer.model import LeftOut, Reads, SheetReading, SheetRemark, Speech, TableShape
from boardpack.importer.month_columns import MonthsRead, TableHead, header_time, is_figure, read_months
from boardpack.importer.month_heading import is_word_of_role, month_heading, serial_month, span_of
from boardpack.importer.periods import Stated
from boardpack.model.indicator import canonical_ref
from boardpack.model.narrative import NarrativeKind
from boardpack.model.period import Cadence


class TableOptions(Struct, frozen=True):
    """What is known before a sheet is read."""

    known: KnownTitles
    start: int
    """The month in which the pack's years begin."""
    supposed: Stated
    """The year of months whose year the sheet has nowhere."""
    confirmed: bool = False
    """Whether a person has said that those months are of that year."""
    hidden: bool = False
    """Whether hidden rows, columns and sheets are read as well."""
    cadence: Cadence = Cadence.MONTH
    """How long the pack's own periods are."""


NO_REFERENCE = "a row of months with no known reference below it: nothing was read"

ABOVE = 3
"""Rows above the months that may head their columns."""


def wide_tables(grid: SheetGrid, asked: TableOptions, shape: TableShape = TableShape.ACROSS) -> Reads:
    """Every table of a sheet with a row of months above known references or titles."""
    remarks: list[SheetRemark] = []
    readings: list[SheetReading] = []
    heads = tuple(_heads(grid, asked))
    for head in heads:
        found = _reading(head, asked, shape)
        if found is None:
            remarks.append(SheetRemark(grid.place(head.row, 0), NO_REFERENCE))
            remarks += _unread(head, asked)
        else:
            readings.append(found)
    remarks += _sheet_remarks(grid, readings, asked)
    return Reads(tuple(readings), tuple(remarks))


def _unread(head: TableHead, asked: TableOptions) -> Iterator[SheetRemark]:
    months = read_months(head, asked.start, asked.supposed, confirmed=True)
    for left in months.left_out[:3]:
        if left.serious:
            yield SheetRemark(left.where, f"{left.header}: {left.why}")


# ------------------------------------------------------------------------------------------ headers


def visible_rows(grid: SheetGrid, asked: TableOptions) -> list[int]:
    """The rows of a sheet that have something in them, without those that are hidden."""
    rows = sorted({row for row, _ in grid.cells})
    return [row for row in rows if asked.hidden or row not in grid.hidden_rows]


def _heads(grid: SheetGrid, asked: TableOptions) -> Iterator[TableHead]:
    rows = visible_rows(grid, asked)
    by_row = _by_row(grid)
    heads: list[int] = []
    for row in rows:
        if _is_header(by_row[row], asked) and not _under_dates(grid, by_row[row], heads):
            if heads and heads[-1] in rows[: rows.index(row)][-2:] and _is_of_years(by_row[heads[-1]]):
                heads.pop()  # years over the quarters or months of each
            heads.append(row)
    ends = [*heads[1:], grid.rows]
    start = 0
    for row, end in zip(heads, ends, strict=False):
        body = [r for r in rows if row < r < end]
        below = _sub_row(grid, row, body, by_row, asked)
        above = _above_rows(grid, row, start, by_row, asked)
        data = tuple(r for r in body if r not in below)
        titles = tuple(r for r in rows if start <= r < row and r not in above and r in by_row)
        if heads[0] == row or titles:
            titles = tuple(r for r in titles if not _has_figures(by_row[r]))
        of_sheet = (r for r in rows if r < heads[0] and not _has_figures(by_row[r]))
        yield TableHead(grid, row, above, below, titles or tuple(of_sheet), data)
        start = end


def _by_row(grid: SheetGrid) -> dict[int, list[SheetCell]]:
    found: dict[int, list[SheetCell]] = {}
    for (row, _), cell in sorted(grid.cells.items()):
        found.setdefault(row, []).append(cell)
    return found


def _is_header(cells: Sequence[SheetCell], asked: TableOptions) -> bool:
    """Whether a row heads a table: months and no figures, or one month beside a header that is known."""
    if len(cells) < 2 or _has_figures(cells) or any(_is_subject(cell, asked) for cell in cells):
        return False
    times = [found for cell in cells if (found := month_heading(cell)) is not None]
    months = sum(found.is_month or bool(found.unclear) for found in times)
    months += sum(serial_month(cell) is not None for cell in cells)
    named = any(column_name(cell.text) in {"ref", "title", "measure"} for cell in cells)
    spans = any(found.span for found in times)
    return months > 1 or (months == 1 and named) or (months == 0 and named and spans)


def _is_of_years(cells: Sequence[SheetCell]) -> bool:
    """Whether a row of headers names years and no other times."""
    times = [found for cell in cells if (found := month_heading(cell)) is not None]
    return bool(times) and all(time.length == Cadence.YEAR.value or time.span == "a year" for time in times)


def _has_figures(cells: Sequence[SheetCell]) -> bool:
    """Whether a row holds figures: numbers that are neither years nor a spreadsheet's numbers of days."""
    serials = sum(serial_month(cell) is not None for cell in cells)
    return any(is_figure(cell) and not (serials > 1 and serial_month(cell) is not None) for cell in cells)


def _is_subject(cell: SheetCell, asked: TableOptions) -> bool:
    return canonical_ref(cell.text) in asked.known.refs or bool(asked.known.by_title(cell.text))


def _under_dates(grid: SheetGrid, cells: Sequence[SheetCell], heads: Sequence[int]) -> bool:
    """Whether a row's months are cells below other headers, such as `Data from` and `Data to`."""
    if not heads:
        return False
    times = [cell for cell in cells if (found := month_heading(cell)) is not None and found.is_month]
    above = [grid.cell(heads[-1], cell.column) for cell in times]
    return bool(times) and all(cell is not None and month_heading(cell) is None for cell in above)


def _sub_row(
    grid: SheetGrid, row: int, body: Sequence[int], by_row: Mapping[int, list[SheetCell]], asked: TableOptions
) -> tuple[int, ...]:
    """The row of sub-headers under the months: words such as Plan and Actual, no figures, no indicator."""
    if not body or body[0] > row + 2:
        return ()
    cells = by_row[body[0]]
    if _has_figures(cells) or any(_is_subject(cell, asked) for cell in cells):
        return ()
    above = {cell.column for cell in by_row[row] if month_heading(cell) is not None}
    first = min(above, default=grid.columns)
    under = [cell for cell in cells if cell.column >= first]
    heads = [cell for cell in cells if column_name(cell.text) in {"ref", "title"}]
    words = [cell for cell in under if is_word_of_role(cell.text)]
    spoken = [cell for cell in cells if letters(cell.text) in SPEECHES]
    to_the_left = [cell for cell in cells if cell.column < first and cell not in heads]
    is_sub = len(words) > 1 or (words and heads) or (len(under) > 1 and not to_the_left)
    return (body[0],) if is_sub and not spoken else ()


def _above_rows(
    grid: SheetGrid, row: int, start: int, by_row: Mapping[int, list[SheetCell]], asked: TableOptions
) -> tuple[int, ...]:
    """Rows directly above the months that head them: something over their columns, no figures."""
    months = [cell.column for cell in by_row[row] if month_heading(cell) is not None or serial_month(cell)]
    first = min(months, default=0)
    found: list[int] = []
    for above in range(row - 1, max(start, row - ABOVE) - 1, -1):
        cells = by_row.get(above, [])
        over = [cell for cell in cells if cell.column >= first]
        if _has_figures(cells) or any(_is_subject(cell, asked) for cell in cells):
            break
        if over and (above not in grid.hidden_rows or asked.hidden):
            found.append(above)
    return tuple(found)


# ----------------------------------------------------------------------------------------- readings


def _reading(head: TableHead, asked: TableOptions, shape: TableShape) -> SheetReading | None:
    grid = head.grid
    months = read_months(head, asked.start, asked.supposed, confirmed=asked.confirmed, cadence=asked.cadence)
    times = {
        c for c in range(grid.columns) if (h := header_time(head, c)) is not None and (h.is_month or h.span)
    }
    taken = times | {month.column for month in months.columns} | _hidden_columns(grid, asked)
    subject = subject_column(grid, head.rows, head.data, taken, asked.known)
    if subject is None:
        return None
    return build_reading(head, asked, shape, subject, months, taken=taken)


def build_reading(
    head: TableHead,
    asked: TableOptions,
    shape: TableShape,
    subject: SubjectColumn,
    months: MonthsRead,
    *,
    taken: set[int],
) -> SheetReading:
    """Put together what is known of a table."""
    grid = head.grid
    named = named_columns(head, subject.column)
    kind = kind_column(grid, head.rows, head.data, {subject.column, *taken})
    kinds = {row: row_role(text) for row in head.data if kind is not None and (text := grid.text(row, kind))}
    if kind is not None:
        named = {**{name: c for name, c in named.items() if c != kind}, "measure": kind}
    elif "measure" in named:
        named.setdefault("title", named.pop("measure"))
    hidden = _hidden_columns(grid, asked)
    columns = tuple(column for column in months.columns if column.column not in hidden)
    commentary = _commentary(head, hidden)
    compared = {column for name, column in named.items() if name in COMPARED}
    used = {subject.column, *compared, *commentary, *taken}
    return SheetReading(
        grid=grid,
        shape=shape,
        headers=head.rows,
        header=head.row,
        subject=subject.column,
        by_title=subject.by_title,
        months=columns,
        years=months.years,
        actual=months.actual,
        named=named,
        commentary=commentary,
        rows=head.data,
        refs=row_refs(grid, subject, head.data, kinds, asked.known),
        kinds=kinds,
        row_months={},
        speeches=tuple(_speeches(grid, head.data)),
        left_out=(*months.left_out, *_others(head, months, used, taken, asked)),
        doubts=tuple(filter(None, (*months.doubts, subject.doubt))),
        layout=layout_of(head),
    )


COMPARED = frozenset({"ref", "title", "measure", "polarity", "target", "owner", "rag", "methodology"})
"""Named columns that are used or compared with the project's own data."""


def _hidden_columns(grid: SheetGrid, asked: TableOptions) -> frozenset[int]:
    return frozenset() if asked.hidden else grid.hidden_columns


def named_columns(head: TableHead, subject: int) -> dict[str, int]:
    """The columns beside the months, by the names of their headers."""
    found: dict[str, int] = {}
    for row in (head.row, *head.below, *head.above):
        for column in range(head.grid.columns):
            name = column_name(head.grid.text(row, column))
            if name and column not in found.values() and header_time(head, column) is None:
                found.setdefault(name, column)
    found["ref"] = subject
    return {name: column for name, column in found.items() if name == "ref" or column != subject}


def _commentary(head: TableHead, hidden: frozenset[int]) -> dict[int, NarrativeKind]:
    found: dict[int, NarrativeKind] = {}
    for column in range(head.grid.columns):
        kinds = [commentary_kind(head.grid.text(row, column)) for row in head.rows]
        kind = next((kind for kind in kinds if kind is not None), None)
        if kind is not None and column not in hidden:
            found[column] = kind
    return found


def _others(
    head: TableHead, months: MonthsRead, used: set[int], times: set[int], asked: TableOptions
) -> Iterator[LeftOut]:
    """Columns with something in them that are neither months nor known: said, with what they seem to be."""
    grid = head.grid
    noted = {left.where for left in months.left_out}
    read = {column.column for column in months.columns}
    for column in range(grid.columns):
        if column in read or grid.place(head.row, column) in noted:
            continue
        text = next((text for row in reversed(head.rows) if (text := grid.text(row, column))), "")
        time = header_time(head, column)
        span = time.span if time is not None else span_of(text)
        if (column in used and not (span and column in times)) or column in _hidden_columns(grid, asked):
            continue
        if not filled(grid, head.data, [column]):
            continue
        why = SPAN_WORDS.get(span, f"{span}, no month") if span else "not read"
        yield LeftOut(grid.place(head.row, column), text or "(no header)", why)


SPAN_WORDS = {
    "a quarter": "a quarter: only months can be stored",
    "year to date": "year to date, no month",
    "a week": "a week: a week's figure is no month's",
}
"""What is said of columns of other stretches of time."""


def layout_of(head: TableHead) -> tuple[str, ...]:
    """The headers without their months and years; a run of like columns counts once."""
    found: list[str] = []
    for column in range(head.grid.columns):
        parts = [_blurred(text) for row in head.rows if (text := head.grid.text(row, column))]
        word = ": ".join(dict.fromkeys(part for part in parts if part))
        if word and word not in found:
            found.append(word)
    return tuple(found)


def _blurred(text: str) -> str:
    """A header without the month or year it names."""
    cell = SheetCell(0, 0, text)
    time = month_heading(cell)
    if time is not None and time.is_month:
        return "(month)" if time.role is Role.PLAIN else f"(month) {time.role.value}"
    if time is not None and time.span:
        return f"({time.span})"
    if re.fullmatch(r"[\d.]+", text):
        return "(month)"
    return " ".join(re.sub(r"(?:20)?\d\d\s?[-/–]\s?(?:20)?\d\d|20\d\d", "(year)", text).split())[:60]


# ------------------------------------------------------------------------------------ rows of words


def _speeches(grid: SheetGrid, below: Sequence[int]) -> Iterator[Speech]:
    for row in below:
        cells = [cell for column in range(grid.columns) if (cell := grid.cell(row, column)) is not None]
        kind = SPEECHES.get(letters(cells[0].text)) if cells else None
        if kind is None:
            continue
        said = cells[1:2]
        text = said[0].written or said[0].text if said else ""
        yield Speech(kind, row, said[0].column if said else cells[0].column, text)


# ------------------------------------------------------------------------------------------ remarks


def _sheet_remarks(
    grid: SheetGrid, readings: Sequence[SheetReading], asked: TableOptions
) -> Iterator[SheetRemark]:
    """What a person should know of the sheet: what is hidden, merged, or a formula without its result."""
    for reading in readings:
        if not asked.hidden:
            yield from _hidden(grid, reading, asked.known)
        yield from _merged(grid, reading)
        cells = [(row, month.column) for row in reading.rows for month in reading.months]
        inside = {address(column, row) if grid.turned else address(row, column) for row, column in cells}
        for where in grid.unsaved:
            if where in inside:
                yield SheetRemark(
                    f"{grid.name}!{where}",
                    "a formula whose result is not saved in the file: open it in the spreadsheet program and "
                    "save it",
                    serious=True,
                )


def _hidden(grid: SheetGrid, reading: SheetReading, known: KnownTitles) -> Iterator[SheetRemark]:
    """Say which hidden rows and columns of the tables were left out."""
    for row in sorted(grid.hidden_rows):
        words = grid.text(row, reading.subject)
        if reading.header < row <= grid.rows and (
            canonical_ref(words) in known.refs or known.by_title(words)
        ):
            yield SheetRemark(grid.place(row, 0), f"the row of {words} is hidden and was left out{ASK}")
    for column in sorted(grid.hidden_columns):
        if text := grid.text(reading.header, column):
            place = grid.place(reading.header, column)
            yield SheetRemark(place, f"the column {text} is hidden and was left out{ASK}")


def _merged(grid: SheetGrid, reading: SheetReading) -> Iterator[SheetRemark]:
    """Merged cells among a table's months show one value for several; the first month has it."""
    spoken = {speech.row for speech in reading.speeches}
    for first, left, last, right in grid.merged:
        across = [month for month in reading.months if left <= month.column <= right]
        rows = [row for row in reading.rows if first <= row <= last and row not in spoken]
        if across and rows and grid.text(first, left) and len(across) * len(rows) > 1:
            yield SheetRemark(grid.place(first, left), "merged cells among the figures: look at them below")


ASK = "; unhide it, or import with --hidden"
