"""The tables of a grid: which row heads them, which columns are months, which rows are indicators.

A sheet may hold one wide table or one for each section; titles, merged rows, blank rows and notes may
stand anywhere between. A header is a row of months, wherever it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from boardpack.importer.grid import SheetCell, SheetGrid, address
from boardpack.load.cell_parsers import rewritten_by_spreadsheet
from boardpack.model.indicator import canonical_ref
from boardpack.model.narrative import NarrativeKind, default_headings
from boardpack.model.period import FinancialYear, Period, parse_month


class SheetRemark(Struct, frozen=True):
    """Something about the sheet that a person should know before its figures are taken."""

    where: str
    what: str
    serious: bool = False
    """Whether something of it could not be brought in."""


class Speech(Struct, frozen=True):
    """A row of commentary in the grid."""

    kind: NarrativeKind
    row: int
    column: int
    text: str


class SheetTable(Struct, frozen=True):
    """One table of a grid."""

    grid: SheetGrid
    header: int
    ref_column: int
    months: Mapping[int, Period]
    """Columns of months, without those left out."""
    named: Mapping[str, int]
    """Other columns that are known by their headers: `rag`, `owner` …"""
    rows: tuple[int, ...]
    """Rows below the header up to the next one, without those left out."""
    speeches: tuple[Speech, ...]
    end: int
    """The first row that belongs to it no more."""

    def ref(self, row: int) -> str:
        """The reference in a row, as written."""
        return self.grid.text(row, self.ref_column)


class Found(Struct, frozen=True):
    """The tables of a grid and what was noticed on the way."""

    blocks: tuple[SheetTable, ...]
    remarks: tuple[SheetRemark, ...]


def find_blocks(
    grid: SheetGrid, known: Collection[str], year: FinancialYear, *, hidden: bool = False
) -> Found:
    """Find the tables of a sheet; `year` gives months without a year theirs.

    What is hidden is left out and said, unless `hidden` asks for it.
    """
    if grid.hidden and not hidden:
        return Found((), (SheetRemark(grid.name, f"the sheet is hidden and was left out{ASK}"),))
    remarks: list[SheetRemark] = []
    left_out = (frozenset(), frozenset()) if hidden else (grid.hidden_rows, grid.hidden_columns)
    headers = [
        row
        for row in sorted({row for row, _ in grid.cells})
        if row not in left_out[0] and _heads(grid, row, year)
    ]
    ends = [*headers[1:], grid.rows]
    blocks = [
        block
        for header, end in zip(headers, ends, strict=False)
        if (block := _block(grid, range(header, end), known, year, left_out=left_out, remarks=remarks))
        is not None
    ]
    remarks += _hidden(grid, blocks, left_out, known)
    remarks += _merged_titles(grid, blocks)
    remarks += [
        SheetRemark(
            f"{grid.name}!{where}",
            "a formula whose result is not saved in the file: open it in the spreadsheet program and save it",
            serious=True,
        )
        for where in grid.unsaved
        if _inside(where, blocks)
    ]
    return Found(tuple(blocks), tuple(remarks))


# ------------------------------------------------------------------------------------------ headers


def _heads(grid: SheetGrid, row: int, year: FinancialYear) -> bool:
    """Whether a row heads a table: it has months, and a header for references or several months."""
    texts = [cell for column in range(grid.columns) if (cell := grid.cell(row, column)) is not None]
    months = sum(month_of(cell, year) is not None for cell in texts)
    return months > 1 or (months == 1 and any(folded(cell.text) in HEADERS["ref"] for cell in texts))


def month_of(cell: SheetCell, year: FinancialYear) -> Period | None:
    """The month that a header means: a real date, a month as people write it, or a bare name."""
    if cell.month is not None:
        return cell.month
    if cell.exact is not None or cell.day:
        return None
    if (month := parse_month(cell.text)) is not None:
        return month
    bare = re.fullmatch(r"([A-Za-z]{3,9})\.?", cell.text)
    if bare is None:
        return None
    return next((m for m in year.months if parse_month(f"{bare[1]} {m.year}") == m), None)


def folded(text: str) -> str:
    """A header without case, blanks and marks: `Indicator No.` is `indicatorno`."""
    return re.sub(r"[^a-z]", "", text.casefold())


def _block(
    grid: SheetGrid,
    span: range,
    known: Collection[str],
    year: FinancialYear,
    *,
    left_out: tuple[frozenset[int], frozenset[int]],
    remarks: list[SheetRemark],
) -> SheetTable | None:
    header, below = span[0], [row for row in span[1:] if row not in left_out[0]]
    named = _named(grid, header)
    ref_column = _ref_column(grid, named.get("ref"), below, known)
    if ref_column is None:
        remarks.append(
            SheetRemark(
                grid.place(header, 0), "a row of months with no known reference below it: nothing was read"
            )
        )
        return None
    months = _months(grid, header, year, remarks)
    return SheetTable(
        grid=grid,
        header=header,
        ref_column=ref_column,
        months={column: month for column, month in months.items() if column not in left_out[1]},
        named=named,
        rows=tuple(below),
        speeches=tuple(_speeches(grid, below)),
        end=span.stop,
    )


def _named(grid: SheetGrid, header: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(grid.columns):
        word = folded(grid.text(header, column))
        name = next((name for name, words in HEADERS.items() if word in words), "")
        if not name and word.endswith("target"):  # `2017-18 Target`
            name = "target"
        if name:
            found.setdefault(name, column)
    return found


def _ref_column(grid: SheetGrid, named: int | None, below: list[int], known: Collection[str]) -> int | None:
    """The column that its header names, or else the one that holds most known references."""
    counts = {
        column: sum(canonical_ref(grid.text(row, column)) in known for row in below)
        for column in range(min(grid.columns, 20))
    }
    if named is not None and counts.get(named):
        return named
    best = max(counts, key=lambda column: (counts[column], -column), default=None)
    return best if best is not None and counts[best] else None


def _months(
    grid: SheetGrid, header: int, year: FinancialYear, remarks: list[SheetRemark]
) -> dict[int, Period]:
    months: dict[int, Period] = {}
    for column in range(grid.columns):
        cell = grid.cell(header, column)
        month = month_of(cell, year) if cell is not None else None
        if month is not None and month in months.values():
            remarks.append(
                SheetRemark(
                    grid.place(header, column), f"{month.long} a second time: this column was not read", True
                )
            )
        elif month is not None:
            months[column] = month
        elif cell is not None and (cell.day or rewritten_by_spreadsheet(cell.text)):
            guess = rewritten_by_spreadsheet(cell.text) or f"{cell.day.split()[1]}-{cell.day.split()[0]:0>2}"
            remarks.append(
                SheetRemark(
                    grid.place(header, column),
                    f"the header `{cell.text}` is a day; if the spreadsheet made it of `{guess}`, write the "
                    f"month as `{guess[:3]} 20{guess[-2:]}`: this column was not read",
                    serious=True,
                )
            )
    return months


# --------------------------------------------------------------------------------------------- rows


def _speeches(grid: SheetGrid, below: list[int]) -> Iterator[Speech]:
    for row in below:
        cells = [cell for column in range(grid.columns) if (cell := grid.cell(row, column)) is not None]
        kind = SPEECHES.get(folded(cells[0].text)) if cells else None
        if kind is None:
            continue
        said = cells[1:2]
        text = said[0].written or said[0].text if said else ""
        yield Speech(kind, row, said[0].column if said else cells[0].column, text)


def _hidden(
    grid: SheetGrid,
    blocks: list[SheetTable],
    left_out: tuple[frozenset[int], frozenset[int]],
    known: Collection[str],
) -> Iterator[SheetRemark]:
    """Say which hidden rows and columns of the tables were left out."""
    for block in blocks:
        for row in sorted(left_out[0]):
            words = grid.text(row, block.ref_column)
            if block.header < row < block.end and canonical_ref(words) in known:
                yield SheetRemark(grid.place(row, 0), f"the row of {words} is hidden and was left out{ASK}")
        for column in sorted(left_out[1]):
            if text := grid.text(block.header, column):
                yield SheetRemark(
                    grid.place(block.header, column), f"the column {text} is hidden and was left out{ASK}"
                )


def _merged_titles(grid: SheetGrid, blocks: list[SheetTable]) -> Iterator[SheetRemark]:
    """Merged cells among a table's months show one value for several; the first month has it."""
    for block in blocks:
        for first, left, last, right in grid.merged:
            across = [column for column in block.months if left <= column <= right]
            rows = [row for row in block.rows if first <= row <= last and grid.text(first, left)]
            spoken = {speech.row for speech in block.speeches}
            if rows and not spoken.intersection(rows) and (len(across) > 1 or len(rows) > 1):
                yield SheetRemark(
                    grid.place(first, left), "merged cells among the figures: look at them below"
                )


def _inside(where: str, blocks: list[SheetTable]) -> bool:
    return any(
        where == address(row, column) for block in blocks for row in block.rows for column in block.months
    )


ASK = "; unhide it, or import with --hidden"

HEADERS: dict[str, frozenset[str]] = {
    "ref": frozenset(
        {
            "ref", "refno", "reference", "indicatornumber", "indicatorno", "indicatorref", "indicatorid",
            "indicatorreference", "number", "no", "code", "kpi", "kpiref", "measureref", "pi", "piref", "id",
        }
    ),
    "title": frozenset({"indicatortitle", "title", "indicator", "indicatorname", "description"}),
    "measure": frozenset({"measure"}),
    "polarity": frozenset({"polarity", "goodis", "goodperformanceis"}),
    "target": frozenset({"target"}),
    "owner": frozenset({"targetowner", "owner", "lead"}),
    "rag": frozenset({"rag", "rat", "rating", "ragrating", "ragstatus", "status"}),
    "methodology": frozenset({"ragmethodology", "methodology"}),
}  # fmt: skip
"""Headers as they are met, without case, blanks and marks. To take another spelling, add it here."""

SPEECHES = {folded(heading.words): heading.kind for heading in default_headings()}
