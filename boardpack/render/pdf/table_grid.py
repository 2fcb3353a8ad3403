"""A Document's table as a grid of measured cells, each with its place and its structure element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from boardpack.content import Align, Cell, Column, HeaderScope, Row, RowRole, Table, inline_text
from boardpack.errors import ProgrammingError
from boardpack.render.pdf.inlines import TextStyle, set_inlines
from boardpack.render.pdf.line_breaking import Word, WordRun, passage
from boardpack.render.pdf.structure import NO_ATTRIBUTES, Attributes, AttributeValue, Node
from boardpack.render.pdf.typefaces import Face, Typefaces


class GridCell(Struct, frozen=True, gc=False):
    """A cell in its place."""

    words: WordRun
    row: int
    column: int
    rowspan: int
    colspan: int
    before_point: float = -1.0
    """Ems left of the decimal point; negative for a cell that is no number."""
    after_point: float = 0.0

    @property
    def is_number(self) -> bool:
        """Whether it is set on the column's decimal point."""
        return self.before_point >= 0


class GridRow(Struct, frozen=True):
    """A row: the cells that start in it."""

    cells: tuple[GridCell, ...]
    role: RowRole
    anchor: str


class TableGrid(Struct, frozen=True):
    """A table, measured."""

    columns: tuple[Column, ...]
    head: tuple[GridRow, ...]
    body: tuple[GridRow, ...]
    keys: int
    """How many columns at the left say what a row is about: drawn again where a table is too wide."""


def read_grid(table: Table, node: Node, type_: Typefaces) -> TableGrid:
    """Measure a table's cells and give them their elements under its Table element."""
    head: tuple[GridRow, ...] = ()
    if table.head:
        head = _Reader(table.columns, type_, is_head=True).rows(table.head, node.add("THead"))
    body = _Reader(table.columns, type_, is_head=False).rows(table.body, node.add("TBody"))
    return TableGrid(table.columns, head, body, _keys(table))


class _Reader(Struct, frozen=True):
    """Reads the rows of a table's head or body."""

    columns: tuple[Column, ...]
    type: Typefaces
    is_head: bool

    def rows(self, rows: Sequence[Row], group: Node) -> tuple[GridRow, ...]:
        """Rows with the cells that start in them."""
        taken: set[tuple[int, int]] = set()
        return tuple(
            GridRow(tuple(self._row(row, index, taken, group.add("TR"))), row.role, row.anchor)
            for index, row in enumerate(rows)
        )

    def _row(self, row: Row, index: int, taken: set[tuple[int, int]], element: Node) -> Iterator[GridCell]:
        """A row's cells; `taken` are places that cells of rows above reach down to."""
        at = 0
        for cell in row.cells:
            while (index, at) in taken:
                at += 1
            if at + cell.colspan > len(self.columns):
                raise ProgrammingError(f"row {index + 1} of a table is wider than its columns")
            taken.update(
                (down, across)
                for down in range(index + 1, index + cell.rowspan)
                for across in range(at, at + cell.colspan)
            )
            yield self._cell(cell, row.role, (index, at), element)
            at += cell.colspan

    def _cell(self, cell: Cell, role: RowRole, at: tuple[int, int], element: Node) -> GridCell:
        column = self.columns[at[1]]
        node = element.add(
            "TH" if cell.header else "TD", attributes=_attributes(cell.header, cell.colspan, cell.rowspan)
        )
        bold = self.is_head or role is not RowRole.PLAIN or column.current
        weight = "bold" if bold else "regular"
        words = set_inlines(cell.content, node, self.type, TextStyle(weight))
        if self.is_head:
            words = loosened(words)
        sides = (-1.0, 0.0)
        if column.align is Align.NUMBER and not self.is_head and cell.colspan == 1:
            sides = _sides(inline_text(cell.content), words, self.type.face(weight))
        return GridCell(words, *at, cell.rowspan, cell.colspan, *sides)


@lru_cache(maxsize=256)  # a large pack has a hundred thousand cells, and a handful of kinds
def _attributes(header: HeaderScope | None, colspan: int, rowspan: int) -> Attributes:
    said: dict[str, AttributeValue] = {}
    if header is not None:
        said["Scope"] = header.value
    if colspan > 1:
        said["ColSpan"] = colspan
    if rowspan > 1:
        said["RowSpan"] = rowspan
    return {"Table": said} if said else NO_ATTRIBUTES


def _sides(text: str, words: WordRun, face: Face) -> tuple[float, float]:
    """How far a number stands out to the left and right of its decimal point, in ems."""
    match = NUMBER.match(text.strip())
    if match is None:
        return -1.0, 0.0
    before = face.width(match.group(1))
    return before, max(words.natural - before, 0.0)


def loosened(words: WordRun) -> WordRun:
    """A header's words, which may also be broken after a hyphen: `Oct-` over `17`."""
    if not any("-" in piece.text for word in words.words for piece in word.pieces):
        return words
    return passage(part for word in words.words for part in _parts(word))


def _parts(word: Word) -> Iterator[Word]:
    if len(word.pieces) != 1 or word.pieces[0].shape is not None:
        yield word
        return
    piece = word.pieces[0]
    parts = HYPHEN.split(piece.text)
    for index, part in enumerate(parts):
        width = piece.voice.face.width(part) * piece.voice.scale
        is_last = index == len(parts) - 1
        yield Word(
            (replace(piece, text=part, width=width),),
            width,
            word.space if is_last else 0.0,
            word.ends_line and is_last,
        )


def _keys(table: Table) -> int:
    """How many columns at the left are row headers, at least one."""
    keys = 0
    for row in table.body:
        if row.role is RowRole.PLAIN and len(row.cells) == len(table.columns):
            count = 0
            for cell in row.cells:
                if cell.header is not HeaderScope.ROW:
                    break
                count += 1
            keys = max(keys, count)
    return min(max(keys, 1), max(len(table.columns) - 1, 0))


NUMBER = re.compile(r"^([<>≤≥~≈]?\s?[+−–-]?£?\d[\d,]*)(\.\d+)?\s?%?(\s?[\[(]?[a-z0-9*†‡+]{1,3}[\])]?)?$")
"""A number, perhaps with a sign, a unit and a short mark; group 1 stands left of the decimal point."""

HYPHEN = re.compile(r"(?<=\w-)(?=\w)")
