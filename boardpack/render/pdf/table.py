"""A table on the page: rows between hairlines, its head drawn again on each page it runs over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from boardpack.content import RowRole
from boardpack.render.pdf.canvas import colour_operands, operands
from boardpack.render.pdf.flow import Area, Density, FlowBlock
from boardpack.render.pdf.line_breaking import words_on
from boardpack.render.pdf.painter import Painter, Setting
from boardpack.render.pdf.table_columns import Fit, fit_columns
from boardpack.render.pdf.table_grid import GridRow, TableGrid
from boardpack.render.pdf.table_rows import LaidCell, LaidRow, cut_row, lay_rows
from boardpack.theme import Theme


class Strip(Struct, frozen=True):
    """Some rows of a panel, under its head."""

    fit: Fit
    head: tuple[LaidRow, ...]
    rows: tuple[LaidRow, ...]
    is_first: bool
    """Whether the head is here as content; it is drawn again elsewhere."""
    carried: tuple[LaidRow, ...] = ()
    """The band that the first rows belong to, drawn again where it is on an earlier page."""

    @property
    def height(self) -> float:
        """Head and rows."""
        return self.top_height + fsum(row.height for row in self.rows)

    @property
    def shows_keys(self) -> bool:
        """Whether the columns that say what the rows are about are here first."""
        return self.fit.repeated == 0 and self.fit.columns[0] == 0

    @property
    def top_height(self) -> float:
        """What is above the first row."""
        return self.head_height + fsum(row.height for row in self.carried)

    @property
    def head_height(self) -> float:
        """The head alone."""
        return fsum(row.height for row in self.head)


class GridTable(FlowBlock):
    """A table, or the part of one that is on a page."""

    def __init__(
        self,
        grid: TableGrid,
        theme: Theme,
        *,
        before: float = 0.0,
        after: float = 0.0,
        strips: tuple[Strip, ...] = (),
        roomy: bool = False,
    ) -> None:
        """Make a table; `strips` are the rest of a divided one, `roomy` sets it larger where it fits."""
        self.grid = grid
        self.theme = theme
        self.before = before
        self.after = after
        self.roomy = roomy
        self._strips = strips
        self._fixed = bool(strips)
        self._laid_for = 0.0
        self.fits: dict[float, tuple[Fit, ...]] = {}
        """By width; one mapping for all tables that share a grid of columns."""
        self._tight: GridTable | None = None

    def strips(self, width: float) -> tuple[Strip, ...]:
        """Its rows, laid out for a width."""
        if not self._fixed and self._laid_for != width:
            fits = self._fit(width)
            self._strips = tuple(
                Strip(
                    fit,
                    lay_rows(self.grid, self.grid.head, fit, is_head=True),
                    lay_rows(self.grid, self.grid.body, fit, is_head=False),
                    is_first=True,
                )
                for fit in fits
            )
            self._laid_for = width
        return self._strips

    def share(self, basis: tuple[GridRow, ...], fits: dict[float, tuple[Fit, ...]]) -> bool:
        """Take the widths of columns that suit the rows of several tables; whether they are other widths."""
        known, self.grid, self.fits = self.fits, replace(self.grid, basis=basis), fits
        if known and all(self._fit(width) == found for width, found in known.items()):
            return False
        self._laid_for = 0.0
        return True

    def _fit(self, width: float) -> tuple[Fit, ...]:
        """Its columns at a width."""
        if width not in self.fits:
            self.fits[width] = fit_columns(self.grid, width, self.theme, roomy=self.roomy)
        return self.fits[width]

    def measure(self, width: float, room: float) -> float:  # noqa: ARG002 - rows do not bend to the room
        """The height of its rows and of the gaps between its panels."""
        strips = self.strips(width)
        return fsum(strip.height for strip in strips) + PANEL_GAP * (len(strips) - 1)

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:
        """Divide between rows; a row higher than a page is divided between lines."""
        strips = self.strips(width)
        kept: list[Strip] = []
        at = 0.0
        for index, strip in enumerate(strips):
            if at + strip.height > room:
                head, tail = _divided(strip, room - at, self.grid.row_pad, whole=whole and not kept)
                above = (*kept, *([] if head is None else [head]))
                rest = (*([] if tail is None else [tail]), *strips[index + 1 :])
                if not above:
                    return None, self
                return self._part(above), self._part(rest) if rest else None
            kept.append(strip)
            at += strip.height + PANEL_GAP
        return self, None

    def _part(self, strips: tuple[Strip, ...]) -> GridTable:
        return GridTable(self.grid, self.theme, before=self.before, after=self.after, strips=strips)

    def tightened(self, tightness: Density) -> FlowBlock:  # noqa: ARG002 - a table has one smaller size
        """The same in the size of tables of figures."""
        if not self.roomy or self._fixed:
            return self
        if self._tight is None:
            self._tight = GridTable(self.grid, self.theme, before=self.before, after=self.after)
            self._tight.indent = self.indent
        return self._tight

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:  # noqa: ARG002
        """Paint its strips."""
        for strip in self.strips(width):
            _paint(strip, self.grid, painter, x, top)
            top -= strip.height + PANEL_GAP

    def areas(self, x: float, top: float, width: float, height: float) -> Iterator[Area]:  # noqa: ARG002
        """Its rows."""
        for strip in self.strips(width):
            edge = top - strip.top_height
            for row in strip.rows:
                words = " ".join(words_on(cell.lines) for cell in row.cells if cell.down < row.height)
                yield Area(x, edge, width, row.height, row.anchor, words)
                edge -= row.height
            top -= strip.height + PANEL_GAP

    def anchors(self) -> Iterator[tuple[str, float]]:
        """Its rows', in the first panel that they are in."""
        at = 0.0
        for strip in self._strips:
            down = at + strip.top_height
            for row in strip.rows:
                if strip.shows_keys and row.anchor:
                    yield row.anchor, down
                down += row.height
            at += strip.height + PANEL_GAP


def _divided(strip: Strip, room: float, pad: float, *, whole: bool) -> tuple[Strip | None, Strip | None]:
    """The rows that fit and the rest, None for nothing; a row that heads others is not left at the foot.

    `pad` is the room above and below a row's words, in leadings.
    """
    left = room - strip.top_height
    count = 0
    for row in strip.rows:
        if row.height > left:
            break
        left -= row.height
        count += 1
    if count == len(strip.rows):  # without its head
        return strip, None
    if count >= 4 and len(strip.rows) - count == 1:
        count -= 1
    while count and strip.rows[count - 1].role is RowRole.BAND and not (whole and count == 1):
        count -= 1
    if count < LEAST_ROWS < len(strip.rows) and not whole:
        return None, strip
    if count:
        rest = replace(strip, rows=strip.rows[count:], is_first=False, carried=_carried(strip, count))
        return replace(strip, rows=strip.rows[:count]), rest
    if not whole:
        return None, strip
    return _cut(strip, room, pad)


def _carried(strip: Strip, count: int) -> tuple[LaidRow, ...]:
    """The band that goes on after the first `count` rows."""
    if strip.rows[count].role is RowRole.BAND:
        return ()
    bands = [row for row in strip.rows[:count] if row.role is RowRole.BAND]
    return (bands[-1],) if bands else strip.carried


def _cut(strip: Strip, room: float, pad: float) -> tuple[Strip | None, Strip | None]:
    """Divide the first row between lines; under a head that is itself half a page high, without it."""
    if strip.top_height > max(room, 0.0) / 2:
        return _divided(_headless(strip), room, pad, whole=True)
    row, *others = strip.rows
    upper, lower = cut_row(row, room - strip.top_height, strip.fit.leading, pad * strip.fit.leading)
    if upper is None:
        return None, strip
    return replace(strip, rows=(upper,)), replace(strip, rows=(lower, *others), is_first=False)


def _headless(strip: Strip) -> Strip:
    """A strip whose head is a row like others where it is content, and is not drawn again."""
    head = strip.head if strip.is_first else ()
    return replace(strip, head=(), carried=(), rows=(*head, *strip.rows))


# ------------------------------------------------------------------------------------------ painting


def _paint(strip: Strip, grid: TableGrid, painter: Painter, x: float, top: float) -> None:
    with painter.artifact("Layout"):
        painter.paint("\n".join(_furniture(strip, grid, painter.theme, x, top)))
    if strip.is_first:
        top = _paint_rows(strip.head, strip, painter, x, top)
    else:
        with painter.artifact("Pagination", "Header"):
            top = _paint_rows((*strip.head, *strip.carried), strip, painter, x, top)
    _paint_rows(strip.rows, strip, painter, x, top)


def _paint_rows(rows: Sequence[LaidRow], strip: Strip, painter: Painter, x: float, top: float) -> float:
    """Paint the cells of rows, one under the other; return the lower edge of the last."""
    settings: list[tuple[Setting, bool]] = []
    leading = strip.fit.leading
    for row in rows:
        if row.outline and row.anchor and strip.shows_keys:
            painter.outline(2, row.outline, row.anchor, row.element)
        settings += [(_setting(cell, x, top, leading), cell.repeated) for cell in row.cells if cell.lines]
        top -= row.height
    painter.set_shapes([setting for setting, _ in settings])
    for setting, repeated in settings:
        if repeated:
            with painter.artifact("Pagination", "Header"):
                painter.set_words(setting)
        else:
            painter.set_words(setting)
    return top


def _setting(cell: LaidCell, x: float, top: float, leading: float) -> Setting:
    return Setting(cell.lines, x + cell.x, top - cell.down, cell.size, leading, cell.indents)


def _furniture(strip: Strip, grid: TableGrid, theme: Theme, x: float, top: float) -> Iterator[str]:
    """Tints and rules, under the words."""
    width = fsum(strip.fit.widths)
    bottom = top - strip.height
    left = x
    yield f"{colour_operands(theme.colour('current'))} rg"
    for column, wide in zip(strip.fit.columns, strip.fit.widths, strict=True):
        if grid.columns[column].current:
            yield f"{operands(left, bottom, wide, top - bottom)} re f"
        left += wide
    rows = list(_rows(strip, top))
    yield f"{colour_operands(theme.colour('band'))} rg"
    for edge, row in rows:
        if row.role is RowRole.BAND:
            yield f"{operands(x - OUTSET, edge - row.height, width + 2 * OUTSET, row.height)} re f"
    yield f"{colour_operands(theme.colour('rule'))} RG 0.5 w"
    for edge, row in rows:
        yield f"{operands(x, edge - row.height)} m {operands(x + width, edge - row.height)} l S"
    yield f"{colour_operands(theme.colour('rule_strong'))} RG 1 w"
    under_head = top - strip.head_height
    yield f"{operands(x, under_head)} m {operands(x + width, under_head)} l S"
    for edge, row in rows:
        if row.role is RowRole.TOTAL:
            yield f"{operands(x, edge)} m {operands(x + width, edge)} l S"


def _rows(strip: Strip, top: float) -> Iterator[tuple[float, LaidRow]]:
    """Each row of the body with its upper edge."""
    edge = top - strip.head_height
    for row in (*strip.carried, *strip.rows):
        yield edge, row
        edge -= row.height


LEAST_ROWS = 2
"""Rows under a head at a page's foot."""

OUTSET = 4.0
"""Points by which a band's tint extends beyond the words at the table's edges."""

PANEL_GAP = 14.0
"""Points between the panels of a table that is too wide for the page."""
