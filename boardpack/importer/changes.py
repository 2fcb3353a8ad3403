"""What a sheet would change in a project: plain values that can be shown and then written."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from boardpack.importer.reading import LeftOut, SheetRemark
from boardpack.model.narrative import CommentaryHeading
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
