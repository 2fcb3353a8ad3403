"""The plan of the pages: every block at its place, before anything is painted.

A plan is a plain value. From it the page of each anchor is known, so the contents are painted right the
first time and nothing is laid out twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from boardpack.document import SectionRole
from boardpack.errors import BoardpackError
from boardpack.render.pdf.blocks import TextBlock
from boardpack.render.pdf.chart_grid import NARROW_PAGE, PLOTS, ChartGrid
from boardpack.render.pdf.cover import lay_cover, lay_masthead
from boardpack.render.pdf.flow import Density, FlowBlock, Placed, fill
from boardpack.render.pdf.flow_builder import BuiltSection
from boardpack.render.pdf.inlines import size_of
from boardpack.render.pdf.table import GridTable
from boardpack.render.pdf.table_columns import fits_calmly
from boardpack.theme import PageGeometry, Theme

Made = TypeVar("Made")


class Page(Struct, frozen=True):
    """A page's blocks; coordinates are points from the page's lower left corner."""

    placed: tuple[Placed, ...]
    title: str
    """Of its section."""
    continued: bool
    """Whether its section began on an earlier page."""
    field: float = 0.0
    """Lower edge of the coloured field of a cover or a masthead; no other page has one."""
    masthead: bool = False
    """Whether the field is a masthead's, under which the first sections are."""
    anchor: str = ""
    """Of its section, on the first page of one that has no block with this anchor."""
    also: tuple[str, ...] = ()
    """Titles of the sections that begin lower on it."""
    turned: str = ""
    """`portrait` or `landscape`, where it is not as the style has it."""

    @property
    def is_cover(self) -> bool:
        """Whether it is a cover, which has neither running header nor footer."""
        return self.field > 0 and not self.masthead

    @property
    def lowest(self) -> float:
        """The lower edge of what is on it."""
        edges = [each.bottom for each in self.placed] + ([self.field] if self.masthead else [])
        return min(edges)

    def anchors(self) -> Iterator[tuple[str, float, float]]:
        """The anchors on the page, each with the place it names."""
        if self.anchor and self.placed:
            yield self.anchor, self.placed[0].x, self.placed[0].top
        for leaf in self.leaves():
            for anchor, down in leaf.block.anchors():
                yield anchor, leaf.x, leaf.top - down

    def leaves(self) -> Iterator[Placed]:
        """The blocks that paint, in reading order."""
        for placed in self.placed:
            yield from placed.block.leaves(placed.x, placed.top, placed.width, placed.height)


class PageFrame(Struct, frozen=True):
    """The part of the page that text is in."""

    x: float
    top: float
    width: float
    height: float


class Plan(Struct, frozen=True):
    """All pages."""

    pages: tuple[Page, ...]

    def anchors(self) -> Mapping[str, int]:
        """The page of each anchor, from 1."""
        return {
            anchor: number
            for number, page in enumerate(self.pages, start=1)
            for anchor, _, _ in page.anchors()
        }


def plan_pages(sections: Sequence[BuiltSection], theme: Theme) -> Plan:
    """Lay out every section; it begins where it fits. The plots of all charts have one height."""
    plot = plot_height(sections, theme)
    pages: list[Page] = []
    for section in sections:
        built, look = with_plots(section, plot), theme.turned(section.section.page)
        laid = _front(built, look) or _section_pages(built, look)
        if pages and (joined := _joined(pages[-1], built, len(laid), look)):
            pages[-1:] = joined
            continue
        known = {anchor for page in laid for anchor, _, _ in page.anchors()}
        if built.section.anchor not in known:
            laid[0] = replace(laid[0], anchor=built.section.anchor)
        pages += laid
    return Plan(tuple(pages))


def _joined(page: Page, built: BuiltSection, alone: int, theme: Theme) -> list[Page]:
    """The page with the section's beginning under what is on it, and its other pages; none to start anew.

    A section begins there if all of it fits; or if its title, table and commentary do, and a page is saved
    or the page would be left emptier than one may be. `alone` is how many pages it takes from a new one.
    """
    if page.is_cover or not page.placed or built.section.role is SectionRole.CONTENTS:
        return []
    if page.turned != built.section.page:
        return []
    frame = text_frame(theme.page)
    down = frame.top - page.lowest + (MASTHEAD_GAP if page.masthead else SECTION_GAP)
    left = frame.height - down
    if left < LEAST_BEGINNING:
        return []
    first, *others = _once(built, ("below", down), lambda: _Sheets(built, theme, down=down).pages())
    holds = any(anchor == built.section.anchor for anchor, _, _ in first.anchors())
    worth = not others or len(others) < alone or left > MOST_FREE * frame.height
    if not first.placed or not holds or not worth or not _begins(built, first, others):
        return []
    both = replace(page, placed=(*page.placed, *first.placed), also=(*page.also, built.section.title))
    return [both, *others]


def _begins(built: BuiltSection, first: Page, others: Sequence[Page]) -> bool:
    """Whether what is on a section's first page is enough for it to begin there."""
    charts = [index for index, block in enumerate(built.blocks) if isinstance(block, ChartGrid)]
    if not others:
        return True
    if charts:
        return len(first.placed) >= charts[0]
    return built.section.role is not SectionRole.SHEET


def plot_height(sections: Sequence[BuiltSection], theme: Theme) -> float:
    """The largest height of plots with which the pack has no page more than with the least one.

    A lower one is taken where fewer pages are then emptier than one may be in the middle of a section.
    """
    first = 0
    drawn = [built for built in sections if any(isinstance(block, ChartGrid) for block in built.blocks)]
    for built in drawn:
        pages = len(_pages_with(built, PLOTS[first], theme))
        if pages > 1 and pages > (fewest := len(_pages_with(built, PLOTS[-1], theme))):
            first = _first_with(built, theme, fewest, first + 1)
    best, least = PLOTS[first], sum(_wasted(built, PLOTS[first], theme) for built in drawn)
    for plot in PLOTS[first + 1 :]:
        if not least:
            break
        wasted = sum(_wasted(built, plot, theme) for built in drawn)
        best, least = (plot, wasted) if wasted < least else (best, least)
    return best


def _first_with(built: BuiltSection, theme: Theme, pages: int, low: int) -> int:
    """Which of the heights from `low` on is the first with which a section has so many pages."""
    heights = range(low, len(PLOTS) - 1)
    return low + bisect_left(heights, True, key=lambda at: len(_pages_with(built, PLOTS[at], theme)) <= pages)


def _pages_with(built: BuiltSection, plot: float, theme: Theme) -> list[Page]:
    return _section_pages(with_plots(built, plot), theme.turned(built.section.page))


def _wasted(built: BuiltSection, plot: float, theme: Theme) -> int:
    """How many of a section's pages stay emptier than one may although it goes on."""
    frame = text_frame(theme.page.turned(built.section.page))
    free = (page.lowest - frame.top + frame.height for page in _pages_with(built, plot, theme)[:-1])
    return sum(each > MOST_FREE * frame.height for each in free)


def with_plots(built: BuiltSection, plot: float) -> BuiltSection:
    """The same section with its charts' plots at a height."""

    def made() -> BuiltSection:
        blocks = (block.at(plot) if isinstance(block, ChartGrid) else block for block in built.blocks)
        return replace(built, blocks=tuple(blocks), laid={})

    return _once(built, ("plots", plot), made)


def _once(built: BuiltSection, name: tuple[str, float], make: Callable[[], Made]) -> Made:
    """A layout of a section, made when it is first asked for."""
    if name not in built.laid:
        built.laid[name] = make()
    found: Made = built.laid[name]
    return found


def _front(built: BuiltSection, theme: Theme) -> list[Page]:
    """A cover, or a masthead with nothing under it yet; none for any other section."""
    return list(_once(built, ("front", 0.0), lambda: _lay_front(built, theme)))


def _lay_front(built: BuiltSection, theme: Theme) -> list[Page]:
    title = built.section.title
    match built.section.role:
        case SectionRole.COVER:
            cover = lay_cover(built.blocks, theme)
            return [Page(cover.placed, title, continued=False, field=cover.field)]
        case SectionRole.MASTHEAD:
            band = lay_masthead(built.blocks, theme)
            return [Page(band.placed, title, continued=False, field=band.field, masthead=True)]
        case _:
            return []


def _section_pages(built: BuiltSection, theme: Theme) -> list[Page]:
    """A section's pages; its running text a little closer where that saves a page or helps one."""
    return list(_once(built, ("alone", 0.0), lambda: _lay_section(built, theme)))


def _lay_section(built: BuiltSection, theme: Theme) -> list[Page]:
    """Set closer by the least step that helps most; where the last step does not help, none is tried."""
    best = _Sheets(built, theme).pages()
    if _flaws(best) == (1, 0) or len(best) > WORTH_TIGHTENING:
        return best
    closest = _tightened(built, theme, TIGHTER[-1])
    if _flaws(closest) >= _flaws(best):
        return best
    for tightness in TIGHTER[:-1]:
        tighter = _tightened(built, theme, tightness)
        if _flaws(tighter) < _flaws(best):
            best = tighter
        if _flaws(best) == (1, 0):
            return best
    return closest if _flaws(closest) < _flaws(best) else best


def _tightened(built: BuiltSection, theme: Theme, tightness: Density) -> list[Page]:
    blocks = tuple(block.tightened(tightness) for block in built.blocks)
    return _Sheets(replace(built, blocks=blocks), theme).pages()


def _flaws(pages: Sequence[Page]) -> tuple[int, int]:
    """How many pages; on how many a text goes on from the page before."""
    return len(pages), sum(page.placed[0].block.is_rest for page in pages if page.placed)


def text_frame(page: PageGeometry) -> PageFrame:
    """The room between running header and footer."""
    top = page.height - page.margin - page.header
    return PageFrame(page.margin, top, page.width - 2 * page.margin, top - page.margin - page.footer)


def continued_room(theme: Theme) -> float:
    """Height of the section's title drawn again on the pages it goes on to."""
    return size_of(theme, "heading2")[1] + 8.0


class _Sheets:
    """Lays out one section, page after page."""

    def __init__(self, built: BuiltSection, theme: Theme, *, down: float = 0.0) -> None:
        """Begin at the top of a page, or `down` points under it on one that is shared."""
        self.title = built.section.title
        self.role = built.section.role
        self.turned = built.section.page
        self.blocks = built.blocks
        self.theme = theme
        self.frame = text_frame(theme.page)
        self.done: list[Page] = []
        self.placed: list[Placed] = []
        self.down = down
        self.shares = down > 0

    def pages(self) -> list[Page]:
        """All of the section's pages."""
        if self.role in COLUMNED:
            for is_wide, blocks in self._segments():
                (self._flow if is_wide else self._columns)(blocks)
        else:
            self._flow(self.blocks)
        self._end_page()
        return self.done

    # --------------------------------------------------------------------------------- one column

    def _flow(self, blocks: Sequence[FlowBlock]) -> None:
        """Place blocks over the whole width."""
        width = self.frame.width
        while blocks:
            gap = self._gap(blocks[0])
            filled = fill(blocks, width, self._left() - gap, fresh=self._is_fresh())
            self._put(filled.placed, 0.0, gap)
            self.down += gap + filled.height if filled.placed else 0.0
            blocks = filled.rest
            if blocks:
                self._next_page(progress=bool(filled.placed))

    # -------------------------------------------------------------------------------- two columns

    def _columns(self, blocks: Sequence[FlowBlock]) -> None:
        """Place blocks in columns of about the same height."""
        gutter, count = self.theme.page.gutter, self._count()
        width = self._column_width()
        while blocks:
            gap = self._gap(blocks[0])
            room = self._left() - gap
            columns, rest = _in_columns(blocks, count, width, room, fresh=not self.shares)
            if not rest:
                columns = _balanced(blocks, count, width, room)
            for index, column in enumerate(columns):
                self._put(column, index * (width + gutter), gap)
            lowest = max(
                (-placed.top + placed.height for column in columns for placed in column), default=0.0
            )
            self.down += gap + lowest
            blocks = rest
            if blocks:
                self._next_page(progress=bool(columns[0]))

    def _count(self) -> int:
        """How many columns the page has: one less, and lines of a readable measure, where it is narrow."""
        return COLUMNED[self.role] - (self.frame.width < NARROW_PAGE)

    def _column_width(self) -> float:
        """The width of a column; of a single one, that of a line that is easy to read."""
        count = self._count()
        width = (self.frame.width - (count - 1) * self.theme.page.gutter) / count
        return min(width, WIDEST_COLUMN)

    def _segments(self) -> Iterator[tuple[bool, list[FlowBlock]]]:
        """Runs of blocks that go over the whole width, and runs that go in columns."""
        run: list[FlowBlock] = []
        run_wide = False
        for block in self.blocks:
            wide = self._is_wide(block)
            if run and wide != run_wide and not (wide and run[-1].keeps):
                yield run_wide, run
                run = []
            elif run and wide != run_wide:
                kept = [run.pop()]
                while run and run[-1].keeps:
                    kept.insert(0, run.pop())
                if run:
                    yield run_wide, run
                run = kept
            run.append(block)
            run_wide = wide
        if run:
            yield run_wide, run

    def _is_wide(self, block: FlowBlock) -> bool:
        """Titles, charts and tables that would be cramped in a column."""
        if isinstance(block, TextBlock):
            return block.outlined is not None and block.outlined.level == 1
        if isinstance(block, GridTable):
            return not fits_calmly(block.grid, self._column_width(), self.theme)
        return True

    # ---------------------------------------------------------------------------------------- pages

    def _is_fresh(self) -> bool:
        """Whether the page is empty, so that something has to be placed on it."""
        return not self.placed and not self.shares

    def _gap(self, block: FlowBlock) -> float:
        return max(self.placed[-1].block.after, block.before) if self.placed else 0.0

    def _left(self) -> float:
        return self.frame.height - self._head() - self.down

    def _head(self) -> float:
        return continued_room(self.theme) if self.done else 0.0

    def _put(self, placed: Sequence[Placed], x: float, gap: float) -> None:
        top = self.frame.top - self._head() - self.down - gap
        self.placed += [each.moved(self.frame.x + x, top) for each in placed]

    def _next_page(self, *, progress: bool) -> None:
        if not progress and self._is_fresh():
            raise BoardpackError(
                "the page has no room for a line of text; give it more under [page] in the brand's theme.toml"
            )
        self._end_page()

    def _end_page(self) -> None:
        if self.placed or not self.done:
            page = Page(tuple(self.placed), self.title, continued=bool(self.done), turned=self.turned)
            self.done.append(page)
        self.placed, self.down, self.shares = [], 0.0, False


Columns = tuple[tuple[Placed, ...], ...]
"""What is in each column."""


def _in_columns(
    blocks: Sequence[FlowBlock], count: int, width: float, room: float, *, fresh: bool = True
) -> tuple[Columns, Sequence[FlowBlock]]:
    """Fill columns; return them and the rest."""
    columns = []
    rest = blocks
    for _ in range(count):
        filled = fill(rest, width, room, fresh=fresh)
        columns.append(filled.placed)
        rest = filled.rest
    return tuple(columns), rest


def _balanced(blocks: Sequence[FlowBlock], count: int, width: float, room: float) -> Columns:
    """Columns as low as can be; what is short stays in one."""
    whole = fill(blocks, width, room, fresh=True)
    if not whole.rest and (whole.height <= SHORT or count == 1):
        return (whole.placed,)
    best, _ = _in_columns(blocks, count, width, room)
    low, high = whole.height / count, room
    while high - low > FINE:
        middle = (low + high) / 2
        columns, rest = _in_columns(blocks, count, width, middle)
        if rest:
            low = middle
        else:
            best, high = columns, middle
    return best


TIGHTER = (Density(1.0, 0.97, 0.8), Density(0.97, 0.95, 0.7), Density(0.955, 0.93, 0.6))
"""Steps by which text is set closer, down to 10.5 points on 15 where it was 11 on 16."""

WORTH_TIGHTENING = 4
"""Pages beyond which a page saved is not worth it."""


COLUMNED: Mapping[SectionRole, int] = MappingProxyType(
    {SectionRole.CONTENTS: 2, SectionRole.PROSE: 2, SectionRole.SMALL: 3}
)
"""In how many columns the text of a section is set."""
WIDEST_COLUMN = 440.0
"""Of a column that is alone."""
MOST_FREE = 0.4
"""The share of a page that may stay free where the next section could begin there."""
MASTHEAD_GAP = 16.0
"""Between the parts of the first page of a small pack."""
SECTION_GAP = 26.0
"""Between what is on a page and a section that begins under it."""
LEAST_BEGINNING = 110.0
"""Less room than this at the foot of a page is no place for a section to begin."""

SHORT = 90.0
"""Points up to which prose is not set in columns."""
FINE = 2.0
