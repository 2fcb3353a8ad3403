"""Tables of any shape → tidy figures, one for each indicator, measure and month, by pandas.

Every shape becomes the same tidy table (reference, measure, month, row, column); from there on nothing
depends on which way round the sheet was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from boardpack.importer.grid import SheetCell
from boardpack.importer.header_words import Role
from boardpack.importer.model import TO_DATE, MonthColumn, SheetReading
from boardpack.importer.periods import stored
from boardpack.model.period import Cadence, Period

if TYPE_CHECKING:
    import pandas as pd

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
