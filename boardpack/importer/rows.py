"""The rows of a table: each month's cell compared with what the project has.

Every shape of table becomes the same tidy table by pandas (reference, measure, month, row, column); from
there on nothing depends on which way round the sheet was.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from msgspec.structs import replace

from boardpack.importer.cell_values import CellReading, marked_as, plain_number, read_month, same
from boardpack.importer.grid import SheetCell
from boardpack.importer.header_words import Role
from boardpack.importer.model import (
    TO_DATE,
    CellChange,
    ChangeKind,
    Gathering,
    MonthColumn,
    MonthRow,
    Normalised,
    SheetReading,
    SheetRemark,
    shown_ref,
    typed_now,
)
from boardpack.importer.periods import stored
from boardpack.importer.row_basis import in_own_pounds, other_stretch, pound_scale
from boardpack.load.value_parser import ParsedValue
from boardpack.load.values import reading_of
from boardpack.model.indicator import Basis, Indicator
from boardpack.model.period import Cadence, Period, financial_year


def read_rows(reading: SheetReading, got: Gathering) -> None:
    """Read every figure that a table has of the pack's indicators, up to the pack's month."""
    _say_later(reading, got)
    _say_unknown(reading, got)
    _say_rows_left(reading, got)
    own = got.pack.calendar.cadence.value
    frequencies = {indicator.ref: indicator.frequency or own for indicator in got.pack.indicators}
    to_date = [each.ref for each in got.pack.indicators if each.basis is Basis.YEAR_TO_DATE]
    for row in figure_rows(reading, {**frequencies, "": own}, to_date):
        indicator = got.pack.indicator(row.ref)
        if indicator is None or not _wanted(row, got, in_rows="measure" in reading.named):
            continue
        got.refs.add(row.ref)
        placed = _placed(indicator, row, got)
        figures = tuple(_in_own_unit(reading, indicator, placed, got) if row.measure == "value" else placed)
        month_row = MonthRow(
            indicator, row.measure,
            {figure.month: figure.cell for figure in figures},
            {figure.month: figure.place for figure in figures},
            {figure.month: figure.mark for figure in figures},
        )  # fmt: skip
        if why := other_stretch(reading, month_row, got):
            got.trouble(figures[0].place, f"{shown_ref(indicator)}: {why}")
        elif not _is_blank(month_row):
            _read_row(month_row, got)


def _in_own_unit(
    reading: SheetReading, indicator: Indicator, figures: Iterable[SheetFigure], got: Gathering
) -> Iterator[SheetFigure]:
    """The figures in the thousands or millions that the indicator has, where the sheet has others."""
    said = False
    for figure in figures:
        scale = pound_scale(reading, figure.row, indicator)
        if scale is None or figure.cell is None or scale.pounds == indicator.scale:
            yield figure
            continue
        if not said:
            words = f"{shown_ref(indicator)} is in {POUNDS[scale.pounds]}, as {scale.where} says"
            got.remarks.append(SheetRemark(figure.place, f"{words}; the pack has {POUNDS[indicator.scale]}"))
        said = True
        yield replace(figure, cell=in_own_pounds(figure.cell, scale, indicator))


POUNDS = {1: "pounds", 1_000: "thousands of pounds", 1_000_000: "millions of pounds"}


def _placed(indicator: Indicator, row: FigureRow, got: Gathering) -> Iterator[SheetFigure]:
    """The figures up to the pack's month, a year's where the indicator has those of other years.

    That is the year's last period where it has none yet. The figure of a year whose period is still to come
    is refused: only the person who has it knows when it was due.
    """
    for figure in row.figures:
        month = figure.month
        if figure.length > month.length and (back := _usual_place(indicator, got)):
            month = month.plus(-back)
        if month <= got.pack.period:
            yield replace(figure, month=month)
        elif figure.length > month.length and figure.cell is not None and month in got.pack.year:
            got.trouble(
                figure.place,
                f"{shown_ref(indicator)}, {got.pack.year.label}: its last period, {month.long}, is after the "
                f"pack's; head it with the {got.pack.calendar.cadence.name.lower()} that it is due in",
            )


def _usual_place(indicator: Indicator, got: Gathering) -> int:
    """How many periods before the end of its year an annual indicator has its figures; 0 for the last."""
    start = got.pack.year.start.month
    typed = typed_now(got, indicator, "value")
    known = [month for month, value in typed.items() if value.number is not None]
    back = {month.until(financial_year(month, start).months[-1]) for month in known}
    return back.pop() if len(back) == 1 else 0


def _wanted(row: FigureRow, got: Gathering, *, in_rows: bool) -> bool:
    """Counts in columns under a month are taken only where the project keeps counts of that indicator."""
    kept = any((ref, measure) == (row.ref, row.measure) for ref, measure, _ in got.present)
    return row.measure == "value" or in_rows or kept


def _is_blank(row: MonthRow) -> bool:
    """Whether a row holds nothing but `NA`, which programs write where there is nothing."""
    texts = [cell.text for cell in row.cells.values() if cell is not None]
    return len(texts) > 1 and all(text in NOTHING for text in texts)


NOTHING = frozenset({"NA", "NaN", "nan", "NULL", "None", "<NA>", "#N/A", "N/A"})
"""What R, pandas and spreadsheets write in a cell without a value."""


def _say_later(reading: SheetReading, got: Gathering) -> None:
    ends = [month.month for month in reading.months if not reading.row_months]
    filled = {
        column.month
        for column in reading.months
        if not reading.row_months and any(reading.grid.cell(row, column.column) for row in reading.rows)
    }
    filled |= set(reading.row_months.values())
    later = sorted(month for month in {*ends, *filled} if month > got.pack.period and month in filled)
    if later:
        span = later[0].short if len(later) == 1 else f"{later[0].short} to {later[-1].short}"
        place = reading.grid.place(reading.header, reading.subject)
        got.remarks.append(SheetRemark(place, f"{span} not read: the pack is that of {got.pack.period.long}"))


def _say_unknown(reading: SheetReading, got: Gathering) -> None:
    """Report rows that have figures and no known reference; without figures they are titles or notes.

    A reference that is nearly that of an indicator is probably mistyped, unless many are: then the sheet
    has other services' indicators as well.
    """
    names = [shown_ref(indicator) for indicator in got.pack.indicators]
    unknown = [row for row in reading.rows if _is_unknown(reading, row)]
    meant = {row: _mistyped(reading.ref(row), names) for row in unknown if not reading.by_title}
    few = sum(map(bool, meant.values())) <= MISTYPED
    for row in unknown:
        place, written = reading.grid.place(row, reading.subject), reading.ref(row)[:60]
        if few and meant.get(row):
            guess = f"did you mean `{meant[row]}`?"
            got.trouble(place, f"`{written}` is no indicator of data/indicators.csv; {guess}")
        else:
            got.unknown.append(SheetRemark(place, written))


MISTYPED = 5
"""References that may be mistyped; with more of them, the sheet has other indicators."""


def _is_unknown(reading: SheetReading, row: int) -> bool:
    """Whether a row has figures of something that is no indicator of the pack."""
    spoken = any(speech.row == row for speech in reading.speeches)
    return not spoken and row not in reading.refs and bool(reading.ref(row)) and _has_figures(reading, row)


def _say_rows_left(reading: SheetReading, got: Gathering) -> None:
    """Report rows of the pack's indicators that are no actuals."""
    for row in reading.refs:
        kind = reading.kinds.get(row, Role.PLAIN)
        if not _has_figures(reading, row):
            continue
        if kind is Role.UNKNOWN:
            place = reading.grid.place(row, reading.named["measure"])
            got.trouble(place, "a measure other than value, numerator, denominator")
        elif kind in {Role.TARGET, Role.OTHER}:
            got.rows_left.append(SheetRemark(reading.grid.place(row, reading.subject), kind.value))


def _mistyped(written: str, names: Iterable[str]) -> str:
    """The reference that was probably meant: one that differs in a letter or figure; empty for none."""
    close = difflib.get_close_matches(written.casefold(), [name.casefold() for name in names], 1, LIKE)
    return next((name for name in names if close and name.casefold() == close[0]), "")


LIKE = 0.8
"""How like a reference another must be, from 0 to 1; `MC 11` and `MC 1` are 0.89 alike."""


def _has_figures(reading: SheetReading, row: int) -> bool:
    columns = [column.column for column in reading.months]
    return any(reading.grid.cell(row, column) is not None for column in columns)


def _read_row(row: MonthRow, got: Gathering) -> None:
    texts = [plain_number(cell.text) for cell in row.cells.values() if cell is not None]
    how = reading_of(row.indicator, texts, counts=row.measure != "value")
    readings: dict[Period, CellReading] = {}
    for month, cell in row.cells.items():
        if cell is None:
            continue
        reading = read_month(cell, row.indicator, how, as_shown=got.options.as_shown)
        reading = marked_as(reading, row.marks.get(month, ""), how)
        if reading.problem:
            got.trouble(row.places[month], f"{shown_ref(row.indicator)}, {month.long}: {reading.problem}")
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
        text = cell.text if cell is not None else ""
        about = (shown_ref(row.indicator), f"{row.measure} {month.iso}")
        got.normalised.append(Normalised("table", *about, text, reading.text, reason, row.places[month]))


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
    ref = row.indicator.ref
    is_noted = any(note.ref == ref and note.covers(month) for note in got.pack.notes)
    if reading.note and not is_noted:  # nobody has written one for this month already
        got.notes.append((ref, month, reading.note))
    was = _present(row, month, got)
    if was and now is not None and same(now, reading.value):
        got.same += 1
        return
    kind = _kind(was, month, reading, now, got)
    got.changes[key] = CellChange(kind, row.indicator.ref, row.measure, month, was, reading.text, where)


def _second(row: MonthRow, month: Period, reading: CellReading, got: Gathering) -> None:
    """A second cell for the same month: the same value is no matter, another one is taken by neither."""
    key = (row.indicator.ref, row.measure, month)
    earlier, place = got.seen[key]
    if not same(earlier, reading.value):
        got.changes.pop(key, None)
        got.trouble(
            row.places[month],
            f"{shown_ref(row.indicator)}, {month.long}: another value stands in {place}; neither was taken",
        )


def _kind(
    was: str, month: Period, reading: CellReading, now: ParsedValue | None, got: Gathering
) -> ChangeKind:
    if not was:
        return ChangeKind.ADDED
    if (
        month == got.pack.period or now is None or now.fault is not None
    ):  # what nobody could read was no statement
        return ChangeKind.CHANGED
    if now.number is None and reading.value.number is not None:
        return ChangeKind.LATE
    moved = now.number != reading.value.number or now.number is None
    return ChangeKind.RESTATED if moved else ChangeKind.CHANGED


if TYPE_CHECKING:
    import pandas as pd

# --------------------------------------------------------------------------------------- tidy figures

MEASURES = {Role.PLAIN: "value", Role.ACTUAL: "value", Role.RATE: "value",
            Role.NUMERATOR: "numerator", Role.DENOMINATOR: "denominator"}  # fmt: skip
"""What is stored of rows that say what they hold; rows of targets and the like are left out."""

FACTOR = 1_000
"""A cell's address is row × FACTOR + column; a sheet has at most 300 columns."""


class SheetFigure(Struct, frozen=True):
    """The cell of an indicator and a month; None for a blank one."""

    month: Period
    place: str
    cell: SheetCell | None
    mark: str = ""
    """What its header says of how settled it is: `[p]`."""
    length: int = 1
    """Months of the period that its header names."""
    row: int = 0


class FigureRow(Struct, frozen=True):
    """Every figure that a table has of one indicator and measure."""

    ref: str
    measure: str
    figures: tuple[SheetFigure, ...]
    """In the order of their months, each month once."""


def figure_rows(
    reading: SheetReading, frequencies: Mapping[str, int], to_date: Collection[str] = ()
) -> Iterator[FigureRow]:
    """The figures of a table by indicator and measure; a second cell of a month comes in another row.

    `frequencies` are the months between an indicator's figures, the pack's own under an empty reference: a
    quarter's column is read for quarterly indicators alone. Columns of the year to date are read for the
    indicators `to_date`, in place of the others.
    """
    if not reading.months or not reading.refs:
        return
    tidy = tidy_table(reading, Cadence(frequencies[""]))
    own = tidy["length"] == tidy["ref"].map(frequencies)
    tidy = tidy[own | (tidy["length"] == min(frequencies.values(), default=1))]
    has_both = any(column.measure == TO_DATE for column in reading.months)
    wanted = tidy["ref"].isin(list(to_date) if has_both else [])
    tidy = tidy[(tidy["of_column"] == TO_DATE) == wanted].copy()
    tidy["measure"] = tidy["measure"].replace(TO_DATE, "value")
    if tidy.empty:
        return
    tidy["copy"] = tidy.groupby(["ref", "measure", "month"]).cumcount()
    keys = ["order", "ref", "measure", "copy"]
    tidy["order"] = tidy.groupby(["ref", "measure"])["row"].transform("min")
    # `pivot` and not `pivot_table`: it refuses two cells in one place, where the other makes a mean of them.
    wide = tidy.pivot(index=keys, columns="month", values="at")  # noqa: PD010
    periods = {period.iso: period for period in _periods(reading, Cadence(frequencies[""]))}
    heads = {column.column: column for column in reading.months}
    for key, addresses in wide.iterrows():
        _, ref, measure, _ = cast("tuple[int, str, str, int]", key)
        cells = addresses.dropna().astype(int)
        yield FigureRow(
            ref, measure, tuple(_figure(reading, periods[str(iso)], at, heads) for iso, at in cells.items())
        )


def _periods(reading: SheetReading, cadence: Cadence) -> Iterator[Period]:
    yield from (column.month for column in reading.months)
    yield from (stored(month, cadence) or month for month in reading.row_months.values())


def _figure(reading: SheetReading, month: Period, at: int, heads: Mapping[int, MonthColumn]) -> SheetFigure:
    row, column = divmod(at, FACTOR)
    head, place = heads[column], reading.grid.place(row, column)
    length = reading.row_months[row].length if row in reading.row_months else head.length
    return SheetFigure(month, place, reading.grid.cell(row, column), head.mark, length, row)


def tidy_table(reading: SheetReading, cadence: Cadence = Cadence.MONTH) -> pd.DataFrame:
    """The table's figures as ref, measure, month (`2017-10`), row, column and `at`, their address.

    `cadence` is that of the pack, in whose periods figures of longer ones are stored.
    """
    import pandas as pd  # noqa: PLC0415 - it takes half a second, and only an import needs it

    spoken = {speech.row for speech in reading.speeches}
    rows = [
        {"row": row, "ref": reading.refs[row], "kind": kind}
        for row in reading.rows
        if row in reading.refs and row not in spoken and (kind := _measure(reading, row))
    ]
    columns = pd.DataFrame(
        [(m.column, m.measure, m.month.iso, m.length) for m in reading.months],
        columns=["column", "of_column", "month", "length"],
    )
    frame = pd.DataFrame(rows, columns=["row", "ref", "kind"])
    wide = frame.assign(**{str(column): column for column in columns["column"]})
    tidy = wide.melt(id_vars=["row", "ref", "kind"], value_name="column").merge(columns, on="column")
    tidy["measure"] = tidy["kind"].where(tidy["kind"] != "value", tidy["of_column"])
    if reading.row_months:
        stores = {row: stored(month, cadence) or month for row, month in reading.row_months.items()}
        tidy["month"] = tidy["row"].map({row: month.iso for row, month in stores.items()})
        tidy["length"] = tidy["row"].map({row: month.length for row, month in reading.row_months.items()})
        tidy = tidy.dropna(subset=["month"])
    tidy["at"] = tidy["row"] * FACTOR + tidy["column"].astype(int)
    return tidy[["ref", "measure", "of_column", "month", "length", "row", "column", "at"]].copy()


def _measure(reading: SheetReading, row: int) -> str:
    """What a row holds of its indicator; empty for a target, a variance, or a word that is not known."""
    return MEASURES.get(reading.kinds.get(row, Role.PLAIN), "")
