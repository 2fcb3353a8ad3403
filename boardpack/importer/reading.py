"""How a sheet is read: where its references, months and figures are, and what is left out and why.

A reading is a plain value that is shown to a person before anything is taken from the sheet. It is
sure when the sheet itself says whose each figure is, for which month of which year, and that it is the
actual; whatever had to be supposed is a doubt, and a reading with doubts is taken only when confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct

from boardpack.importer.grid import SheetGrid
from boardpack.importer.header_words import Role
from boardpack.model.narrative import NarrativeKind
from boardpack.model.period import Period


class TableShape(Enum):
    """Which way round a table of figures is."""

    ACROSS = "months across"
    DOWN = "months downwards"
    LONG = "a row for each month"
    SINGLE = "a sheet for one month"


TO_DATE = "year to date"
"""The measure of a column whose figures are of the year up to its month."""


class SheetRemark(Struct, frozen=True):
    """Something about the sheet that a person should know before its figures are taken."""

    where: str
    what: str
    serious: bool = False
    """Whether something of it could not be brought in."""


class MonthColumn(Struct, frozen=True):
    """A column of figures of one month."""

    column: int
    month: Period
    header: str
    """As the sheet has it, with its sub-header: `Oct-17, Actual`."""
    measure: str = "value"
    """`value`, `numerator`, `denominator`, or TO_DATE."""
    mark: str = ""
    """`[p]` where the header says that its figures are provisional."""
    length: int = 1
    """Months of the period that its header names; a quarter's is taken for quarterly indicators alone."""


class LeftOut(Struct, frozen=True):
    """A column that is not read."""

    where: str
    header: str
    why: str
    serious: bool = False
    """Whether it may hold figures of the pack."""


class Speech(Struct, frozen=True):
    """A row of commentary in the grid."""

    kind: NarrativeKind
    row: int
    column: int
    text: str


class SheetReading(Struct, frozen=True):
    """One table of a sheet, and how it is read."""

    grid: SheetGrid
    """The sheet; turned round when its months go down."""
    shape: TableShape
    headers: tuple[int, ...]
    """The rows that head the table, the row of months among them."""
    header: int
    """The row of months, or of the columns' names where months are not in columns."""
    subject: int
    """The column of references, or of titles."""
    by_title: bool
    """Whether rows are known by their titles, since no column has references."""
    months: tuple[MonthColumn, ...]
    years: str
    """Where the months' year is said: `in their headers`, `2017-18, in Sheet1!C1`."""
    actual: str
    """The sub-header whose column is the actual; empty where a month has one column."""
    named: Mapping[str, int]
    """Other columns that are known by their headers: `title`, `rag`, `target` …"""
    commentary: Mapping[int, NarrativeKind]
    """Columns of commentary."""
    rows: tuple[int, ...]
    """Rows below the header up to the next one, without those left out."""
    refs: Mapping[int, str]
    """Canonical reference of each row that is an indicator of the pack."""
    kinds: Mapping[int, Role]
    """What each row holds, where a column says so: actual, target, numerator …"""
    row_months: Mapping[int, Period]
    """The month of each row, where months are in rows."""
    speeches: tuple[Speech, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[str, ...]
    """What the sheet does not say and the reading supposes; empty when it is sure."""
    layout: tuple[str, ...]
    """Its headers without their months and years, by which the same layout is known again."""
    end: int
    """The first row that belongs to it no more."""

    @property
    def is_sure(self) -> bool:
        """Whether the sheet says all that is needed."""
        return not self.doubts

    def ref(self, row: int) -> str:
        """The reference or title in a row, as written."""
        return self.grid.text(row, self.subject)


class Reads(Struct, frozen=True):
    """What was found in sheets."""

    readings: tuple[SheetReading, ...]
    remarks: tuple[SheetRemark, ...]
