"""A table's rows laid out in their columns' widths: cells as lines at their places.

Rows joined by a cell that spans them are laid out, kept and divided as one group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from boardpack.content import Align, Column, RowRole
from boardpack.render.pdf.line_breaking import Line, set_lines
from boardpack.render.pdf.structure import Node
from boardpack.render.pdf.table_columns import HANGING, Fit
from boardpack.render.pdf.table_grid import GridCell, GridRow, TableGrid


class LaidCell(Struct, frozen=True, gc=False):
    """A cell's lines; `down` is from the upper edge of its group to that of its first line."""

    lines: tuple[Line, ...]
    indents: tuple[float, ...]
    x: float
    down: float
    size: float
    repeated: bool
    """Drawn again: it has its content in an earlier panel."""


class LaidRow(Struct, frozen=True, gc=False):
    """A row's place in its group."""

    down: float
    height: float
    role: RowRole
    anchor: str
    outline: str = ""
    element: Node | None = None


class Group(Struct, frozen=True):
    """Rows that are together."""

    cells: tuple[LaidCell, ...]
    rows: tuple[LaidRow, ...]
    height: float

    @property
    def is_band(self) -> bool:
        """Whether it heads the rows after it."""
        return len(self.rows) == 1 and self.rows[0].role is RowRole.BAND


def lay_rows(grid: TableGrid, rows: Sequence[GridRow], fit: Fit, *, is_head: bool) -> tuple[Group, ...]:
    """Lay out the rows of the table's head or body in the columns of a panel."""
    lay = _Layer(grid, fit, is_head)
    return tuple(lay.group(rows[start:end], start) for start, end in _joined(rows))


def _joined(rows: Sequence[GridRow]) -> Iterator[tuple[int, int]]:
    """Ranges of rows joined by spans."""
    start, reach = 0, 1
    for index, row in enumerate(rows):
        if index >= reach:
            yield start, index
            start, reach = index, index + 1
        reach = max(reach, *(index + cell.rowspan for cell in row.cells), index + 1)
    if rows:
        yield start, len(rows)


class _Layer:
    """Lays out cells in the columns of a panel."""

    def __init__(self, grid: TableGrid, fit: Fit, is_head: bool) -> None:
        self.columns: tuple[Column, ...] = grid.columns
        self.fit = fit
        self.is_head = is_head
        self.place = {column: index for index, column in enumerate(fit.columns)}
        lefts = [0.0]
        for width in fit.widths:
            lefts.append(lefts[-1] + width)
        self.lefts = lefts
        self.row_pad = grid.row_pad * fit.leading

    def group(self, rows: Sequence[GridRow], first: int) -> Group:
        """Lay out rows that are joined; `first` is the index of the first."""
        cells = [(cell, *span) for row in rows for cell in row.cells if (span := self._span(cell))]
        lines = [
            set_lines(cell.words, self._room(start, end) / self._size(cell) + self._hanging(cell))
            for cell, start, end in cells
        ]
        heights = [self._least()] * len(rows)
        for (cell, _, _), set_ in zip(cells, lines, strict=True):
            if cell.rowspan == 1:
                at = cell.row - first
                heights[at] = max(heights[at], self._height(set_))
        for (cell, _, _), set_ in zip(cells, lines, strict=True):
            at = cell.row - first
            spanned = heights[at : at + cell.rowspan]
            if len(spanned) > 1 and (lacking := self._height(set_) - fsum(spanned)) > 0:
                heights[at + len(spanned) - 1] += lacking
        downs = [fsum(heights[:index]) for index in range(len(rows) + 1)]
        laid = tuple(
            self._cell(cell, span, set_, _edges(cell, first, downs))
            for (cell, *span), set_ in zip(cells, lines, strict=True)
        )
        places = tuple(
            LaidRow(downs[index], heights[index], row.role, row.anchor, row.outline, row.element)
            for index, row in enumerate(rows)
        )
        return Group(laid, places, downs[-1])

    def _span(self, cell: GridCell) -> tuple[int, int] | None:
        """Which of the panel's columns a cell covers: from, to; None when none."""
        if cell.colspan == 1:
            at = self.place.get(cell.column)
            return None if at is None else (at, at + 1)
        covered = [
            self.place[at] for at in range(cell.column, cell.column + cell.colspan) if at in self.place
        ]
        return (covered[0], covered[-1] + 1) if covered else None

    def _room(self, start: int, end: int) -> float:
        """Room for words; the first column's are at the table's very edge, under the title."""
        pads = 2 if start else 1
        return self.lefts[end] - self.lefts[start] - pads * self.fit.pad

    def _hanging(self, cell: GridCell) -> float:
        """Ems by which a number's mark may stand out of its column, so that it is never below its number."""
        is_series = cell.colspan == 1 and self.columns[cell.column].series
        return HANGING if cell.is_number and is_series else 0.0

    def _size(self, cell: GridCell) -> float:
        quiet = cell.colspan == 1 and self.columns[cell.column].quiet
        return self.fit.small if quiet else self.fit.size

    def _height(self, lines: tuple[Line, ...]) -> float:
        return len(lines) * self.fit.leading + 2 * self.row_pad

    def _least(self) -> float:
        return self.fit.leading + 2 * self.row_pad

    def _cell(
        self, cell: GridCell, span: Sequence[int], lines: tuple[Line, ...], edges: tuple[float, float]
    ) -> LaidCell:
        (start, end), (top, bottom) = span, edges
        size, pad = self._size(cell), self.fit.pad
        indents = self._indents(cell, lines, size, self._room(start, end))
        down = bottom - len(lines) * self.fit.leading if self.is_head else top + self.row_pad
        down -= self.row_pad if self.is_head else 0.0
        repeated = start < self.fit.repeated or (cell.colspan > 1 and cell.column not in self.place)
        left = self.lefts[start] + (pad if start else 0.0)
        return LaidCell(lines, indents, left, down, size, repeated)

    def _indents(
        self, cell: GridCell, lines: tuple[Line, ...], size: float, room: float
    ) -> tuple[float, ...]:
        align = self.columns[cell.column].align if cell.colspan == 1 else Align.LEFT
        match align:
            case Align.LEFT:
                return ()
            case Align.CENTRE:
                return tuple([(room - line.width * size) / 2 for line in lines])
            case Align.NUMBER if cell.is_number and len(lines) == 1:
                return (room - (self.fit.rights[cell.column] + cell.before_point) * size,)
            case Align.NUMBER:
                return tuple([room - line.width * size for line in lines])


def _edges(cell: GridCell, first: int, downs: Sequence[float]) -> tuple[float, float]:
    """A cell's upper and lower edge within its group, from those of the group's rows."""
    at = cell.row - first
    return downs[at], downs[min(at + cell.rowspan, len(downs) - 1)]


def cut_group(group: Group, height: float, leading: float, pad: float) -> tuple[Group | None, Group]:
    """Divide a group that is higher than a page: lines that end above `height`, and the rest.

    `pad` is the room above and below a row's words.
    """
    upper: list[LaidCell] = []
    lower: list[LaidCell] = []
    for cell in group.cells:
        count = max(0, int((height - cell.down) / leading + EPSILON))
        upper.append(_lines(cell, 0, count, cell.down))
        rest_down = max(cell.down - height, 0.0) if count == 0 else pad
        lower.append(_lines(cell, count, len(cell.lines), rest_down))
    if not any(cell.lines for cell in upper):
        return None, group
    ends = [cell.down + len(cell.lines) * leading for cell in lower if cell.lines]
    rows_above = tuple(
        replace(row, height=min(row.height, height - row.down)) for row in group.rows if row.down < height
    )
    rows_below = tuple(
        replace(row, down=max(row.down - height, 0.0), anchor="" if row.down < height else row.anchor)
        for row in group.rows
        if row.down + row.height > height
    )
    rest_height = max([*ends, *(row.down for row in rows_below)], default=0.0) + pad
    rows_below = _stretched(rows_below, rest_height)
    return Group(tuple(upper), rows_above, height), Group(tuple(lower), rows_below, rest_height)


def _stretched(rows: tuple[LaidRow, ...], height: float) -> tuple[LaidRow, ...]:
    """Rows that follow one another down to a height."""
    ends = [row.down for row in rows[1:]] + [height]
    return tuple(replace(row, height=end - row.down) for row, end in zip(rows, ends, strict=True))


def _lines(cell: LaidCell, start: int, end: int, down: float) -> LaidCell:
    return replace(cell, lines=cell.lines[start:end], indents=cell.indents[start:end], down=down)


EPSILON = 1e-6
