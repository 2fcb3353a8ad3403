"""What is read from sheets, into which project, and what it would change: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from msgspec import Struct, field

from boardpack.importer.grid import SheetCell
from boardpack.importer.reading import LeftOut, SheetRemark
from boardpack.load.value_parser import ParsedValue, read_cell
from boardpack.load.values import reading_of
from boardpack.model.indicator import Indicator
from boardpack.model.narrative import CommentaryHeading
from boardpack.model.pack import Pack
from boardpack.model.period import Period


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
    values: int
    """Values read altogether."""
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


def shown(indicator: Indicator) -> str:
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
