"""Which way round a sheet is: months across, months downwards, a row for each month, a sheet for one month.

Each shape has a function that finds its tables; the first that finds any decides. To take another
shape, write its function and add it to SHAPES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from boardpack.importer.columns import subject_column
from boardpack.importer.grid import NamedPeriod, SheetGrid, turned_round
from boardpack.importer.header_words import Role, column_name
from boardpack.importer.model import LeftOut, MonthColumn, Reads, SheetReading, SheetRemark, TableShape
from boardpack.importer.month_columns import MonthsRead, TableHead, is_figure
from boardpack.importer.month_heading import (
    MonthHeading,
    days_as_months,
    heading_of_text,
    month_heading,
    serial_month,
)
from boardpack.importer.periods import (
    Stated,
    YearLabel,
    dated,
    labels_in,
    named_period,
    one_year,
    stated_in,
    stored,
)
from boardpack.importer.wide import ASK, TableOptions, build_reading, visible_rows, wide_tables
from boardpack.model.indicator import canonical_ref
from boardpack.model.period import Cadence, Calendar, Period


def read_sheets(grids: Iterable[SheetGrid], asked: TableOptions) -> Reads:
    """How each sheet is read, and what was noticed of it; hidden sheets are left out and said."""
    readings: list[SheetReading] = []
    remarks: list[SheetRemark] = []
    apart: list[str] = []
    for grid in grids:
        if grid.hidden and not asked.hidden:
            remarks.append(SheetRemark(grid.name, f"the sheet is hidden and was left out{ASK}"))
            continue
        found = _read_sheet(grid, asked)
        readings += found.readings
        remarks += found.remarks
        if not found.readings and not _has_subject(grid, asked):
            apart.append(grid.name)
    if readings:
        remarks = [one for one in remarks if one.where.rpartition("!")[0] not in apart]
        remarks += [SheetRemark(name, "no reference or title of an indicator: not read") for name in apart]
    return Reads(tuple(readings), tuple(remarks))


def _has_subject(grid: SheetGrid, asked: TableOptions) -> bool:
    """Whether a sheet names an indicator of the pack anywhere."""
    texts = {cell.text for cell in grid.cells.values()}
    return any(canonical_ref(text) in asked.known.refs or asked.known.by_title(text) for text in texts)


def _read_sheet(grid: SheetGrid, asked: TableOptions) -> Reads:
    """The first shape in which the sheet has figures of months; the tables without any when none has."""
    remarks: list[SheetRemark] = []
    without: Reads | None = None
    for shape in SHAPES:
        found = shape(grid, asked)
        if any(reading.months for reading in found.readings):
            return found
        remarks += found.remarks
        without = without or (found if found.readings else None)
    return without or Reads((), tuple(dict.fromkeys(remarks)))


def _down(grid: SheetGrid, asked: TableOptions) -> Reads:
    return wide_tables(turned_round(grid), asked, TableShape.DOWN)


# ----------------------------------------------------------------------------------- months in rows


class NamedRow(Struct, frozen=True):
    """A row of headers that are known words."""

    row: int
    columns: dict[str, int]
    data: tuple[int, ...]


def _named_row(grid: SheetGrid, asked: TableOptions, wanted: Sequence[str]) -> NamedRow | None:
    """The first row that names all of these columns, and the rows below it."""
    rows = visible_rows(grid, asked)
    for row in rows:
        found: dict[str, int] = {}
        cells = [cell for column in range(grid.columns) if (cell := grid.cell(row, column)) is not None]
        for cell in cells:
            name = column_name(cell.text)
            if name:
                found.setdefault(name, cell.column)
        if all(name in found for name in wanted) and not any(map(is_figure, cells)):
            return NamedRow(row, found, tuple(below for below in rows if below > row))
    return None


def _head(grid: SheetGrid, found: NamedRow) -> TableHead:
    titles = tuple(row for row in sorted({row for row, _ in grid.cells}) if row < found.row)
    return TableHead(grid, found.row, (), (), titles, found.data)


def _long(grid: SheetGrid, asked: TableOptions) -> Reads:
    """A row for each indicator and month: columns of periods, of references or titles, and of values."""
    found = _named_row(grid, asked, ("period", "value")) or _named_row(grid, asked, ("year", "value"))
    if found is None:
        return Reads((), ())
    found.columns.setdefault("period", found.columns.get("year", 0))
    taken = {found.columns[name] for name in ("period", "value", "year") if name in found.columns}
    head = _head(grid, found)
    subject = subject_column(grid, head.rows, head.data, taken, asked.known)
    if subject is None:
        return Reads((), ())
    months, doubts, left = _row_months(grid, found, asked)
    column = found.columns["value"]
    header = grid.text(found.row, column)
    latest = max(months.values(), default=Period(2000, 1))  # for a column whose rows have their months
    value = MonthColumn(column, latest, header)
    read = MonthsRead((value,) if months else (), tuple(left), tuple(doubts), "in their rows", "")
    reading = build_reading(head, asked, TableShape.LONG, subject, read, taken=taken)
    return Reads((replace(reading, row_months=months),), ())


def _row_months(
    grid: SheetGrid, found: NamedRow, asked: TableOptions
) -> tuple[dict[int, Period], list[str], list[LeftOut]]:
    """The month of each row; rows whose month or year cannot be known are left out."""
    period, year = found.columns["period"], found.columns.get("year")
    headings = {
        row: month_heading(cell) for row in found.data if (cell := grid.cell(row, period)) is not None
    }
    days = {row: h for row, h in headings.items() if h is not None and h.day is not None}
    settled = days_as_months(dict(enumerate(dict.fromkeys(days.values()))))
    of_day = {h: settled.months.get(number) for number, h in enumerate(dict.fromkeys(days.values()))}
    months: dict[int, Period] = {}
    left: list[LeftOut] = []
    for row, heading in headings.items():
        cell = grid.cell(row, period)
        month = heading.month if heading is not None and not heading.unclear else None
        if heading is not None and heading.day is not None:
            month = of_day[heading]
        elif heading is not None and heading.name:
            month = _year_beside(grid, row, year, heading, asked.start)
        elif cell is not None and (serial := serial_month(cell)) is not None:
            month = serial
        if month is not None and stored(month, asked.cadence) is None:
            why = f"the pack is by {asked.cadence.name.lower()}"
            left.append(LeftOut(grid.place(row, period), grid.text(row, period), why))
        elif month is not None and (heading is None or heading.role in {Role.PLAIN, Role.ACTUAL}):
            months[row] = month
        else:
            why = "the month, or its year, cannot be told"
            left.append(LeftOut(grid.place(row, period), grid.text(row, period), why, serious=True))
    doubts = ["the days are read month first, as in America"] if settled.month_first else []
    return months, doubts, left


def _year_beside(
    grid: SheetGrid, row: int, year: int | None, heading: MonthHeading, start: int
) -> Period | None:
    labels = labels_in(grid.text(row, year)) if year is not None else ()
    if len(labels) != 1:
        return None
    months = dated([heading.name], labels[0], start, heading.length)
    return months[0] if months else None


# -------------------------------------------------------------------------------- a sheet for a month


def _single(grid: SheetGrid, asked: TableOptions) -> Reads:
    """A sheet for one month: a column of values, and the month in a title, the sheet's or the file's name."""
    found = _named_row(grid, asked, ("value",))
    if found is None:
        return Reads((), ())
    head = _head(grid, found)
    value = _value_column(grid, found)
    taken = {value} if value is not None else set()
    subject = subject_column(grid, head.rows, head.data, taken, asked.known)
    if subject is None or value is None:
        return Reads((), ())
    period, said = _period_of_sheet(grid, head, asked)
    if period is None:
        unit = asked.cadence.name.lower()
        place = grid.place(found.row, value)
        what = f"a column of one {unit}'s figures, {said}: nothing was read"
        return Reads((), (SheetRemark(place, what, serious=True),))
    column = MonthColumn(value, period, grid.text(head.row, value), length=period.length)
    months = MonthsRead((column,), (), (), said, column.header)
    return Reads((build_reading(head, asked, TableShape.SINGLE, subject, months, taken={value}),), ())


def _value_column(grid: SheetGrid, found: NamedRow) -> int | None:
    """The one column of values; `Actual` before the others; None when several could be."""
    words = {
        column: text
        for column in range(grid.columns)
        if column_name(text := grid.text(found.row, column)) == "value"
    }
    actual = [column for column, text in words.items() if text.casefold().startswith("actual")]
    columns = actual or list(words)
    return columns[0] if len(columns) == 1 else None


def _period_of_sheet(grid: SheetGrid, head: TableHead, asked: TableOptions) -> tuple[Period | None, str]:
    """The period that a sheet is for, and where it says so; else why it is not known."""
    if asked.cadence is not Cadence.MONTH:
        return _longer_period_of_sheet(grid, head, asked)
    stated, doubt = _month_of_sheet(grid, head, asked)
    if stated is None:
        return None, doubt
    return Period(stated.label.first, stated.label.month), f"{stated.label.words}, {stated.where}"


def _longer_period_of_sheet(
    grid: SheetGrid, head: TableHead, asked: TableOptions
) -> tuple[Period | None, str]:
    """The one quarter, or year, that a title, the sheet's or the file's name has."""
    calendar = Calendar(asked.cadence, asked.start)
    places = _sayings(grid, head)
    years = [stated for texts in places if (stated := _whole_year(texts, asked.start))]
    for texts in places:
        found = [(named, where) for text, where in texts if (named := named_period(text, calendar))]
        known = {
            period: where
            for named, where in found
            if (period := named.period or _in_year(named, years, asked)) is not None
        }
        if len(known) == 1:
            [(period, where)] = known.items()
            return period, f"{period.short}, {where}"
        if found:
            return None, f"and {'several are' if known else 'the year of none is'} named"
    return None, f"and no {asked.cadence.name.lower()} with its year is named"


def _in_year(named: NamedPeriod, years: Sequence[Stated], asked: TableOptions) -> Period | None:
    if named.unclear or not years:
        return None
    months = dated([named.number], years[0].label, asked.start, named.length)
    return months[0] if months else None


def _sayings(grid: SheetGrid, head: TableHead) -> tuple[list[tuple[str, str]], ...]:
    """What may say the period of a sheet: its titles, its name, the file's name, each with its place."""
    titles = [
        (text, f"in {grid.place(row, column)}")
        for row in head.titles
        for column in range(grid.columns)
        if (text := _title(grid, row, column))
    ]
    sheet = [] if grid.lines else [(grid.name, "in the sheet's name")]
    return titles, sheet, [(grid.file, "in the file's name")]


def _month_of_sheet(grid: SheetGrid, head: TableHead, asked: TableOptions) -> tuple[Stated | None, str]:
    """The one month that a title, the sheet's or the file's name has; else why there is none."""
    places = _sayings(grid, head)
    years = [stated for texts in places if (stated := _whole_year(texts, asked.start))]
    for texts in places:
        months = [s for s in stated_in(texts) if s.label.month]
        if len({s.label for s in months}) > 1:
            return None, f"and {' and '.join(s.label.words for s in months[:3])} are both named"
        if months:
            return months[0], ""
        for text, where in texts:
            heading = _bare_month(text)
            if heading and years and (dates := dated([heading], years[0].label, asked.start)):
                label = YearLabel(dates[0].year, spans=False, month=dates[0].month)
                return Stated(label, f"{where}, of {years[0].label.words} {years[0].where}"), ""
    return None, "and no month with its year is named"


def _title(grid: SheetGrid, row: int, column: int) -> str:
    cell = grid.cell(row, column)
    if cell is None:
        return ""
    return cell.month.long if cell.month is not None else cell.text


def _bare_month(text: str) -> int:
    """The number of a month that a text names alone: `October`, `Oct`; 0 for any other."""
    found = heading_of_text(text)
    return found.name if found is not None else 0


def _whole_year(texts: Iterable[tuple[str, str]], start: int) -> Stated | None:
    whole = [stated for stated in stated_in(texts) if not stated.label.month]
    return one_year(whole, start) if whole else None


SHAPES: tuple[Callable[[SheetGrid, TableOptions], Reads], ...] = (wide_tables, _long, _down, _single)
"""The shapes of tables, in the order in which they are tried."""
