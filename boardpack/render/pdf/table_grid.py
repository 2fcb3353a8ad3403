"""A Document's table as a grid of measured cells, each with its place and its structure element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from boardpack.content import Align, Cell, Column, HeaderScope, Row, RowRole, Table, inline_text
from boardpack.errors import ProgrammingError
from boardpack.render.pdf.fonts import Face, Typefaces
from boardpack.render.pdf.inlines import TextStyle, set_inlines
from boardpack.render.pdf.line_breaking import Word, WordRun, passage
from boardpack.render.pdf.structure import NO_ATTRIBUTES, Attributes, AttributeValue, Node


class GridCell(Struct, frozen=True, gc=False):
    """A cell in its place."""

    words: WordRun
    column: int
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
    outline: str = ""
    element: Node | None = None
    """Its structure element, which its line in the outline leads to."""


class TableGrid(Struct, frozen=True):
    """A table, measured."""

    columns: tuple[Column, ...]
    head: tuple[GridRow, ...]
    body: tuple[GridRow, ...]
    keys: int
    """How many columns at the left say what a row is about: drawn again where a table is too wide."""
    role: str = "data"
    basis: tuple[GridRow, ...] = ()
    """The rows that its columns are measured from, with those of other tables; its own when empty."""

    @property
    def measured(self) -> tuple[GridRow, ...]:
        """The rows that its columns are measured from."""
        return self.basis or self.body

    @property
    def row_pad(self) -> float:
        """Room above and below a row's words, in leadings."""
        return ROW_PADS.get(self.role, ROW_PAD)


def read_grid(table: Table, node: Node, type_: Typefaces) -> TableGrid:
    """Measure a table's cells and give them their elements under its Table element."""
    head: tuple[GridRow, ...] = ()
    number = EDGED if table.role in RIGHT_EDGED else NUMBER
    if table.head:
        head = _Reader(table.columns, type_, number, is_head=True).rows(table.head, node)
    body = _Reader(table.columns, type_, number, is_head=False).rows(table.body, node)
    return TableGrid(table.columns, head, body, _keys(table), table.role)


class _Reader(Struct, frozen=True):
    """Reads the rows of a table's head or body."""

    columns: tuple[Column, ...]
    type: Typefaces
    number: re.Pattern[str]
    is_head: bool

    def rows(self, rows: Sequence[Row], table: Node) -> tuple[GridRow, ...]:
        """Rows with the cells that start in them; those under a band are a group with it.

        The band has an ID, and the header of each row under it names it as its own header, so that whoever
        hears a row's header can hear its group's (ISO 32000-1, table 349, Headers).
        """
        group, band = None, ""
        read = []
        for index, row in enumerate(rows):
            if group is None or (row.role is RowRole.BAND and group.kids):
                group = table.add("THead" if self.is_head else "TBody")
            element = group.add("TR")
            band = row.anchor if row.role is RowRole.BAND else band
            cells = tuple(self._row(row, index, band, element))
            read.append(GridRow(cells, row.role, row.anchor, row.outline, element))
        return tuple(read)

    def _row(self, row: Row, index: int, band: str, element: Node) -> Iterator[GridCell]:
        """A row's cells, each in its column."""
        at = 0
        for cell in row.cells:
            if at + cell.colspan > len(self.columns):
                raise ProgrammingError(f"row {index + 1} of a table is wider than its columns")
            yield self._cell(cell, row.role, at, element, band)
            at += cell.colspan

    def _cell(self, cell: Cell, role: RowRole, at: int, element: Node, band: str) -> GridCell:
        column = self.columns[at]
        node = element.add(
            "TH" if cell.header else "TD",
            attributes=_attributes(cell.header, cell.colspan, band if role is RowRole.PLAIN else ""),
            name=band if cell.header and role is RowRole.BAND else "",
        )
        bold = self.is_head or role is not RowRole.PLAIN or column.current
        weight = "bold" if bold else "regular"
        words = set_inlines(cell.content, node, self.type, TextStyle(weight))
        if self.is_head:
            words = loosened(words)
        sides = (-1.0, 0.0)
        if column.align is Align.NUMBER and not self.is_head and cell.colspan == 1:
            sides = _sides(
                self.number.match(inline_text(cell.content).strip()), words, self.type.face(weight)
            )
        return GridCell(words, at, cell.colspan, *sides)


@lru_cache(maxsize=256)  # a large pack has a hundred thousand cells, and a handful of kinds
def _attributes(header: HeaderScope | None, colspan: int, band: str) -> Attributes:
    said: dict[str, AttributeValue] = {}
    if header is not None:
        said["Scope"] = header.value
        if band:
            said["Headers"] = (band,)
    if colspan > 1:
        said["ColSpan"] = colspan
    return {"Table": said} if said else NO_ATTRIBUTES


def _sides(match: re.Match[str] | None, words: WordRun, face: Face) -> tuple[float, float]:
    """How far a number stands out to the left and right of the column's axis, in ems."""
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
                if cell.header is not HeaderScope.ROW and not table.columns[count].key:
                    break
                count += 1
            keys = max(keys, count)
    return min(max(keys, 1), max(len(table.columns) - 1, 0))


NUMBER = re.compile(r"^([<>≤≥~≈]?\s?[+−–-]?£?\d[\d,]*)(\.\d+)?\s?%?(\s?[\[(]?[a-z0-9*†‡+]{1,3}[\])]?)?$")
"""A number, perhaps with a sign, a unit and a short mark; group 1 is left of the decimal point."""

EDGED = re.compile(r"^([<>≤≥~≈]?\s?[+−–-]?£?\d[\d,]*(?:\.\d+)?\s?%?)(\s?[\[(]?[a-z0-9*†‡+]{1,3}[\])]?)?$")
"""The same, where numbers of several kinds end on one right edge: a mark is beyond it."""

RIGHT_EDGED = frozenset({"figures", "summary", "lasting", "counts"})
"""Roles of tables whose columns hold numbers of several kinds."""

ROW_PAD = 0.32
ROW_PADS = {"summary": 0.16, "lasting": 0.24, "changed": 0.2, "counts": 0.15}
"""Room above and below a row's words, in leadings, by the role of a table."""

HYPHEN = re.compile(r"(?<=[^\W\d]-)(?=\w)|(?<=\d-)(?=[^\W\d])")
"""Where a header may be broken: `Oct-17` after its hyphen, `2017-18` nowhere."""
