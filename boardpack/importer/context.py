"""What is being read, into what, and what has been gathered so far."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from boardpack.importer.changes import CellChange, Commentary, Normalised
from boardpack.importer.grid import SheetCell
from boardpack.importer.reading import SheetRemark
from boardpack.load.value_parser import ParsedValue, read_cell
from boardpack.load.values import reading_of
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from boardpack.model.period import Period

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
