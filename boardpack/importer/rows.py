"""The rows of a table: each month's cell compared with what the project has."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from boardpack.importer.cell_values import CellReading, read_month, same
from boardpack.importer.changes import CellChange, ChangeKind, Normalised
from boardpack.importer.context import Gathering, shown, typed_now, unit_of
from boardpack.importer.grid import SheetCell
from boardpack.importer.tables import SheetRemark, SheetTable
from boardpack.load.findings import nearest
from boardpack.load.value_parser import ParsedValue, UnitScale, row_scale
from boardpack.model.indicator import Indicator, Unit, canonical_ref
from boardpack.model.period import Period

MEASURES = ("value", "numerator", "denominator")


class MonthRow(Struct, frozen=True):
    """One indicator's row, cut to the months up to the pack's own."""

    indicator: Indicator
    measure: str
    cells: Mapping[Period, SheetCell | None]
    places: Mapping[Period, str]


def read_rows(block: SheetTable, got: Gathering) -> None:
    """Read every row of a table that has an indicator's reference."""
    months = {column: month for column, month in sorted(block.months.items()) if month <= got.pack.period}
    _say_later(block, got)
    spoken = {speech.row for speech in block.speeches}
    for row in block.rows:
        ref = canonical_ref(block.ref(row))
        if row in spoken or not ref:
            continue
        indicator = got.pack.indicator(ref)
        measure = _measure(block, row)
        if indicator is None:
            _stranger(block, row, months, got)
        elif measure not in MEASURES:
            got.trouble(
                block.grid.place(row, block.named["measure"]), f"a measure other than {', '.join(MEASURES)}"
            )
        else:
            got.refs.add(ref)
            cells = {month: block.grid.cell(row, column) for column, month in months.items()}
            places = {month: block.grid.place(row, column) for column, month in months.items()}
            _read_row(MonthRow(indicator, measure, cells, places), got)


def _measure(block: SheetTable, row: int) -> str:
    column = block.named.get("measure")
    return (block.grid.text(row, column).casefold() if column is not None else "") or "value"


def _say_later(block: SheetTable, got: Gathering) -> None:
    later = sorted(month for month in block.months.values() if month > got.pack.period)
    filled = [
        month
        for column, month in sorted(block.months.items(), key=lambda entry: entry[1])
        if month in later and any(block.grid.cell(row, column) for row in block.rows)
    ]
    if filled:
        span = filled[0].short if len(filled) == 1 else f"{filled[0].short} to {filled[-1].short}"
        place = block.grid.place(block.header, block.ref_column)
        got.remarks.append(SheetRemark(place, f"{span} not read: the pack is that of {got.pack.period.long}"))


def _stranger(block: SheetTable, row: int, months: Mapping[int, Period], got: Gathering) -> None:
    """Report a row that has figures and no known reference; without figures it is a title or a note."""
    if any(block.grid.cell(row, column) is not None for column in months):
        written = block.ref(row)[:40]
        names = [shown(indicator) for indicator in got.pack.indicators]
        got.trouble(
            block.grid.place(row, block.ref_column),
            f"`{written}` is no indicator of data/indicators.csv{nearest(written, names)}",
        )


def _read_row(row: MonthRow, got: Gathering) -> None:
    unit = unit_of(row.indicator, row.measure)
    texts = [cell.text for cell in row.cells.values() if cell is not None]
    scale = row_scale(texts) if unit is Unit.PERCENT else UnitScale.AS_WRITTEN
    readings: dict[Period, CellReading] = {}
    for month, cell in row.cells.items():
        if cell is None:
            continue
        reading = read_month(cell, row.indicator, unit, scale, as_shown=got.options.as_shown)
        if reading.problem:
            got.trouble(row.places[month], f"{shown(row.indicator)}, {month.long}: {reading.problem}")
        else:
            readings[month] = reading
            _log(row, month, reading, reading.reason, got)
    for month, reading in _spanning(row, readings).items():
        readings[month] = reading
        _log(row, month, reading, "The sentence in the first of these cells speaks for all of them.", got)
    now = typed_now(got, row.indicator, row.measure)
    for month, reading in readings.items():
        _compare(row, month, reading, now.get(month), got)
    got.blank += sum(
        1
        for month, cell in row.cells.items()
        if cell is None and month not in readings and _present(row, month, got)
    )


def _log(row: MonthRow, month: Period, reading: CellReading, reason: str, got: Gathering) -> None:
    if reason:
        cell = row.cells[month]
        got.normalised.append(
            Normalised(
                "table",
                shown(row.indicator),
                f"{row.measure} {month.iso}",
                cell.text if cell is not None else "",
                reading.text,
                reason,
                row.places[month],
            )
        )


def _spanning(row: MonthRow, readings: Mapping[Period, CellReading]) -> dict[Period, CellReading]:
    """A sentence in place of a value speaks for the months after it when all of them are blank."""
    first = next((month for month, reading in readings.items() if reading.sentence), None)
    after = [month for month in row.cells if first is not None and month > first]
    if first is None or any(row.cells[month] is not None for month in after):
        return {}
    return dict.fromkeys(after, readings[first])


def _present(row: MonthRow, month: Period, got: Gathering) -> str:
    return got.present.get((row.indicator.ref, row.measure, month), "").strip()


def _compare(
    row: MonthRow, month: Period, reading: CellReading, now: ParsedValue | None, got: Gathering
) -> None:
    key = (row.indicator.ref, row.measure, month)
    if key in got.seen:
        _second(row, month, reading, got)
        return
    where = row.places[month]
    got.seen[key] = (reading.value, where)
    if reading.note and not _noted(row, month, got):
        got.notes.append((row.indicator.ref, month, reading.note))
    was = _present(row, month, got)
    if was and now is not None and same(now, reading.value):
        got.same += 1
        return
    kind = _kind(was, month, reading, now, got)
    got.changes[key] = CellChange(kind, row.indicator.ref, row.measure, month, was, reading.text, where)


def _noted(row: MonthRow, month: Period, got: Gathering) -> bool:
    """Whether somebody has written a note for this month already."""
    return any(note.ref == row.indicator.ref and note.covers(month) for note in got.pack.notes)


def _second(row: MonthRow, month: Period, reading: CellReading, got: Gathering) -> None:
    """A second cell for the same month: the same value is no matter, another one is taken by neither."""
    key = (row.indicator.ref, row.measure, month)
    earlier, place = got.seen[key]
    if not same(earlier, reading.value):
        got.changes.pop(key, None)
        got.trouble(
            row.places[month],
            f"{shown(row.indicator)}, {month.long}: another value stands in {place}; neither was taken",
        )


def _kind(
    was: str, month: Period, reading: CellReading, now: ParsedValue | None, got: Gathering
) -> ChangeKind:
    if not was:
        return ChangeKind.ADDED
    moved = now is None or now.number != reading.value.number or now.number is None
    earlier = month < got.pack.period and row_is_published(now)
    return ChangeKind.RESTATED if earlier and moved else ChangeKind.CHANGED


def row_is_published(now: ParsedValue | None) -> bool:
    """Whether what stands in the file was a statement: a blank or a cell nobody could read was none."""
    return now is not None and now.fault is None
