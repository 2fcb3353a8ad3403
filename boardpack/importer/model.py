"""The values of an import: how a sheet is read, and what it would change in which project.

A reading says where a sheet's references, months and figures are, and what is left out and why. It is shown
to a person before anything is taken from the sheet. It is sure when the sheet itself says whose each figure
is, for which month of which year, and that it is the actual; whatever had to be supposed is a doubt, and a
reading with doubts is taken only when confirmed. A plan says what was gathered from readings and what of it
is restated, late, added, changed, refused or left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from boardpack.importer.grid import SheetCell, SheetGrid
from boardpack.importer.header_words import Role
from boardpack.load.value_parser import ParsedValue, read_cell
from boardpack.load.values import reading_of
from boardpack.model.indicator import Indicator
from boardpack.model.narrative import CommentaryHeading, NarrativeKind
from boardpack.model.pack import Pack
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


class ChangeKind(Enum):
    """What happens to a cell of the values files."""

    RESTATED = "restated"
    """A month before the pack's own had another value, which is kept in restatements.csv."""
    LATE = "late"
    """A month before the pack's own had a status in place of a figure, which comes for the first time."""
    ADDED = "added"
    CHANGED = "changed"


class CellChange(Struct, frozen=True):
    """One value that the sheet brings."""

    kind: ChangeKind
    ref: str
    """Canonical reference."""
    measure: str
    month: Period
    was: str
    now: str
    where: str
    """Sheet and cell it comes from."""


class Normalised(Struct, frozen=True):
    """Something that was not taken word for word, for data/reported-<month>.csv."""

    area: str
    """`table` or `narrative`."""
    ref: str
    field: str
    text: str
    used: str
    reason: str
    where: str = ""


class Note(Struct, frozen=True):
    """A remark in cells of consecutive months, for data/notes.csv."""

    ref: str
    first: Period
    last: Period
    text: str


class Commentary(Struct, frozen=True):
    """Words for a narrative file."""

    table: str
    heading: str
    """The heading of the narrative file that it goes under."""
    text: str
    where: str
    replaces: bool
    """Whether it replaces other words."""


class ImportPlan(Struct, frozen=True):
    """Everything that a sheet would change, and everything that a person should look at first."""

    period: Period
    changes: tuple[CellChange, ...]
    commentary: tuple[Commentary, ...]
    notes: tuple[Note, ...]
    normalised: tuple[Normalised, ...]
    ratings: tuple[Normalised, ...]
    """The sheet's own ratings, kept for comparison when they are asked for."""
    unmatched: tuple[SheetRemark, ...]
    """Figures of the pack's indicators, and headers, that were refused."""
    remarks: tuple[SheetRemark, ...]
    columns: tuple[LeftOut, ...]
    """Columns that are not read."""
    unknown: tuple[SheetRemark, ...]
    """Rows with figures of no indicator of the pack, each with its reference or title."""
    rows_left: tuple[SheetRemark, ...]
    """Rows of targets and the like."""
    kept: tuple[SheetRemark, ...]
    """Commentary that was not taken, since the project has other words."""
    absent: tuple[str, ...]
    """References of indicators that the sheet has no row for."""
    same: int
    """Values that the project has already."""
    blank: int
    """Cells that are blank in the sheet and not in the project; they are left as they are."""
    headings: tuple[CommentaryHeading, ...]
    """The headings of the pack's narrative files, in order."""

    @property
    def overwrites(self) -> bool:
        """Whether a figure that was there before would become another."""
        kinds = {ChangeKind.RESTATED, ChangeKind.CHANGED}
        return any(change.kind in kinds and change.was for change in self.changes)

    def of_kind(self, kind: ChangeKind) -> tuple[CellChange, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)


Key = tuple[str, str, Period]
"""Canonical reference, measure, month."""

Present = Mapping[Key, str]
"""The text that the values files have now."""


class ImportOptions(Struct, frozen=True):
    """How a sheet is to be read."""

    hidden: bool = False
    """Read hidden rows, columns and sheets as well."""
    as_shown: bool = False
    """Take numbers as rounded as the sheet shows them."""
    ratings: bool = False
    """Keep the sheet's own ratings for comparison."""
    replace_commentary: bool = False
    """Replace words that are in the narrative files already."""
    year: str = ""
    """The year of months whose year the sheet has nowhere, as `2017-18`; empty to ask."""


class Gathering(Struct):
    """The pack that is read into, and what the sheet has brought so far."""

    pack: Pack
    present: Present
    options: ImportOptions
    changes: dict[Key, CellChange] = field(default_factory=dict)
    seen: dict[Key, tuple[ParsedValue, str]] = field(default_factory=dict)
    commentary: list[Commentary] = field(default_factory=list)
    notes: list[tuple[str, Period, str]] = field(default_factory=list)
    normalised: list[Normalised] = field(default_factory=list)
    ratings: list[Normalised] = field(default_factory=list)
    unmatched: list[SheetRemark] = field(default_factory=list)
    remarks: list[SheetRemark] = field(default_factory=list)
    unknown: list[SheetRemark] = field(default_factory=list)
    """Rows with figures of no indicator of the pack, each with its reference."""
    rows_left: list[SheetRemark] = field(default_factory=list)
    """Rows of the pack's indicators that are no actuals: targets, variances."""
    kept: list[SheetRemark] = field(default_factory=list)
    """Commentary that was not taken, since the project has other words."""
    refs: set[str] = field(default_factory=set)
    same: int = 0
    blank: int = 0

    def trouble(self, where: str, what: str) -> None:
        """Note something that could not be brought in."""
        self.unmatched.append(SheetRemark(where, what, serious=True))


class MonthRow(Struct, frozen=True):
    """One indicator's row, cut to the months up to the pack's own."""

    indicator: Indicator
    measure: str
    cells: Mapping[Period, SheetCell | None]
    places: Mapping[Period, str]
    marks: Mapping[Period, str]


def shown_ref(indicator: Indicator) -> str:
    """The reference as people write it."""
    return indicator.definitions[0].reference


def typed_now(got: Gathering, indicator: Indicator, measure: str) -> dict[Period, ParsedValue]:
    """What the values files say now of an indicator, month by month."""
    row = {
        month: text
        for (ref, name, month), text in got.present.items()
        if (ref, name) == (indicator.ref, measure)
    }
    how = reading_of(indicator, row.values(), counts=measure != "value")
    return {month: read_cell(text, how) for month, text in row.items()}
