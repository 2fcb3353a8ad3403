"""A table's rows laid out in their columns' widths: cells as lines at their places.

A row that is higher than a page is divided between its lines.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from boardpack.content import Align, Column, RowRole
from boardpack.render.pdf.line_breaking import Line, set_lines
from boardpack.render.pdf.structure import Node
from boardpack.render.pdf.table_columns import HANGING, Fit
from boardpack.render.pdf.table_grid import GridCell, GridRow, TableGrid


class LaidCell(Struct, frozen=True, gc=False):
    """A cell's lines; `down` is from the upper edge of its row to that of its first line."""

    lines: tuple[Line, ...]
    indents: tuple[float, ...]
    x: float
    down: float
    size: float
    repeated: bool
    """Drawn again: it has its content in an earlier panel."""


class LaidRow(Struct, frozen=True):
    """A row of lines at their places, and what is known of it."""

    cells: tuple[LaidCell, ...]
    height: float
    role: RowRole
    anchor: str
    outline: str = ""
    element: Node | None = None


def lay_rows(grid: TableGrid, rows: Sequence[GridRow], fit: Fit, *, is_head: bool) -> tuple[LaidRow, ...]:
    """Lay out the rows of the table's head or body in the columns of a panel."""
    lay = _Layer(grid, fit, is_head)
    return tuple(map(lay.row, rows))


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

    def row(self, row: GridRow) -> LaidRow:
        """Lay out a row, which is as high as its highest cell."""
        cells = [(cell, *span) for cell in row.cells if (span := self._span(cell))]
        lines = [
            set_lines(cell.words, self._room(start, end) / self._size(cell) + self._hanging(cell))
            for cell, start, end in cells
        ]
        height = max([self._least(), *map(self._height, lines)])
        laid = tuple(
            self._cell(cell, span, set_, height) for (cell, *span), set_ in zip(cells, lines, strict=True)
        )
        return LaidRow(laid, height, row.role, row.anchor, row.outline, row.element)

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

    def _cell(self, cell: GridCell, span: Sequence[int], lines: tuple[Line, ...], height: float) -> LaidCell:
        start, end = span
        size, pad = self._size(cell), self.fit.pad
        indents = self._indents(cell, lines, size, self._room(start, end))
        down = self.row_pad
        if self.is_head:
            down = height - len(lines) * self.fit.leading - self.row_pad
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


def cut_row(row: LaidRow, height: float, leading: float, pad: float) -> tuple[LaidRow | None, LaidRow]:
    """Divide a row that is higher than a page: lines that end above `height`, and the rest.

    `pad` is the room above and below a row's words.
    """
    upper: list[LaidCell] = []
    lower: list[LaidCell] = []
    for cell in row.cells:
        count = max(0, int((height - cell.down) / leading + EPSILON))
        upper.append(_lines(cell, 0, count, cell.down))
        rest_down = max(cell.down - height, 0.0) if count == 0 else pad
        lower.append(_lines(cell, count, len(cell.lines), rest_down))
    if not any(cell.lines for cell in upper):
        return None, row
    ends = [cell.down + len(cell.lines) * leading for cell in lower if cell.lines]
    rest = replace(row, cells=tuple(lower), height=max([*ends, 0.0]) + pad, anchor="")
    return replace(row, cells=tuple(upper), height=height), rest


def _lines(cell: LaidCell, start: int, end: int, down: float) -> LaidCell:
    return replace(cell, lines=cell.lines[start:end], indents=cell.indents[start:end], down=down)


EPSILON = 1e-6
