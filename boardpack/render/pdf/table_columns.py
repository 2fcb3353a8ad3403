"""How wide a table's columns are, measured from their words.

A header word is never broken and nothing is cut. Where the words do not fit, the table is set smaller,
never under 7.5 points; where that is not enough it goes on in panels one under the other, its key
columns drawn again in each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import permutations
from math import fsum
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import astuple, replace

from boardpack.content import Align, Column
from boardpack.render.pdf.inlines import size_of
from boardpack.render.pdf.line_breaking import Mixed, count_lines
from boardpack.render.pdf.table_grid import GridCell, GridRow, TableGrid
from boardpack.theme import Theme


class Extent(Struct, frozen=True):
    """How wide a column's words are, in ems."""

    longest: float
    """The longest word, headers' hyphens being places to break."""
    calm: float
    """The width at which it reads well: its headers unbroken, its numbers and short texts on one line."""
    natural: float
    """Its longest text on one line."""
    weight: float
    """All its texts on one line, added up."""


class Fit(Struct, frozen=True):
    """Columns at their widths in points; `columns` are indices into the grid's."""

    columns: tuple[int, ...]
    repeated: int
    """How many of them are drawn again here, having been in an earlier panel."""
    widths: tuple[float, ...]
    size: float
    leading: float
    pad: float
    small: float
    """Size of quiet columns."""
    rights: Mapping[int, float] = {}
    """How much room each of the grid's columns keeps to the right of its decimal points, in ems."""


class Measured(NamedTuple):
    """A table to be set in a width."""

    grid: TableGrid
    extents: tuple[Extent, ...]
    width: float
    theme: Theme


class WidthStep(Struct, frozen=True):
    """A way to set a table."""

    role: str
    pad: float
    """Points left and right of a cell's words."""
    comfort: float
    """Ems that a flexible column should have."""


def fit_columns(grid: TableGrid, width: float, theme: Theme, *, roomy: bool = False) -> tuple[Fit, ...]:
    """Return the table's panels: one where it fits. A roomy table is set in the size of text tables."""
    rights = _point_rooms(grid)
    return tuple(replace(fit, rights=rights) for fit in _panels_of(grid, width, theme, roomy=roomy))


def _panels_of(grid: TableGrid, width: float, theme: Theme, *, roomy: bool) -> tuple[Fit, ...]:
    measured = Measured(grid, _extents(grid), width, theme)
    every = tuple(range(len(grid.columns)))
    for step, calmly in (*ROOMY[:roomy], *(CLOSE if grid.role in CLOSE_SET else ()), *ATTEMPTS):
        fit = _try(measured, every, step, calmly=calmly)
        if fit is not None:
            return (fit,)
    return _panels(measured)


def fits_calmly(grid: TableGrid, width: float, theme: Theme) -> bool:
    """Whether the table can be in this width without being set smaller."""
    size, _ = theme.sizes[STEPS[0].role]
    pads = 2 * STEPS[0].pad
    return fsum(min(extent.natural, CALM_TEXT) * size + pads for extent in _extents(grid)) <= width


def _extents(grid: TableGrid) -> tuple[Extent, ...]:
    heads, bodies = _by_column(grid, grid.head), _by_column(grid, grid.measured)
    found = tuple(map(_extent, grid.columns, heads, bodies))
    like = [extent for column, extent in zip(grid.columns, found, strict=True) if column.series]
    if not like:
        return found
    widest = Extent(*map(max, zip(*map(astuple, like), strict=True)))
    return tuple(
        widest if column.series else extent for column, extent in zip(grid.columns, found, strict=True)
    )


def _point_rooms(grid: TableGrid) -> dict[int, float]:
    """How much room each column keeps to the right of its decimal points, in ems."""
    rooms: dict[int, float] = {}
    for row in grid.measured:
        for cell in row.cells:
            if cell.is_number:
                rooms[cell.column] = max(rooms.get(cell.column, 0.0), cell.after_point)
    series = [room for column, room in rooms.items() if grid.columns[column].series]
    like = max(0.0, max(series, default=0.0) - HANGING)
    return {column: like if grid.columns[column].series else room for column, room in rooms.items()}


def _by_column(grid: TableGrid, rows: Sequence[GridRow]) -> list[list[GridCell]]:
    """The cells that are in one column each."""
    columns: list[list[GridCell]] = [[] for _ in grid.columns]
    for row in rows:
        for cell in row.cells:
            if cell.colspan == 1:
                columns[cell.column].append(cell)
    return columns


def _extent(column: Column, head: Sequence[GridCell], body: Sequence[GridCell]) -> Extent:
    longest = calm = natural = weight = left = right = 0.0
    for cell in head:
        longest = max(longest, cell.words.longest)
        calm = max(calm, _unbroken(cell))
        natural = max(natural, cell.words.natural)
    for cell in body:
        words = cell.words
        weight += words.natural
        natural = max(natural, words.natural)
        if cell.is_number:
            hanging = HANGING if column.series else 0.0
            left, right = max(left, cell.before_point), max(right, cell.after_point - hanging)
        else:
            longest = max(longest, min(words.longest, LONGEST))
            short = max(words.longest, min(words.natural, SHORT_TEXT))
            wish = short if column.align is Align.NUMBER else words.natural
            calm = max(calm, min(wish, CALM_KEY if column.key else CALM_TEXT))
    longest, calm = max(min(longest, LONGEST), left + right), max(min(calm, LONGEST), left + right)
    return Extent(longest, max(calm, longest), max(natural, longest), weight)


def _unbroken(cell: GridCell) -> float:
    """The longest word of a header without breaking at its hyphens, in ems."""
    widest = at = 0.0
    for word in cell.words.words:
        at += word.width
        widest = max(widest, at)
        if word.space or word.ends_line:
            at = 0.0
    return widest


def is_worded(grid: TableGrid) -> bool:
    """Whether a table holds words and no columns of numbers."""
    return not any(column.align is Align.NUMBER for column in grid.columns)


def _try(measured: Measured, columns: Sequence[int], step: WidthStep, *, calmly: bool = False) -> Fit | None:
    """Set columns this way, or None where they do not fit (calmly: without breaking a header's hyphens)."""
    grid, extents, width, theme = measured
    size, leading = size_of(theme, step.role)
    small = max(size - 0.5, LEAST_SIZE) if step is not STEPS[0] else size
    sizes = [small if grid.columns[column].quiet else size for column in columns]
    pads = 2 * step.pad
    calm = [_wish(measured, column, step, each) for column, each in zip(columns, sizes, strict=True)]
    least = [
        wish if grid.columns[column].flexible else extents[column].longest * each + pads
        for column, each, wish in zip(columns, sizes, calm, strict=True)
    ]
    if fsum(calm if calmly else least) > width:
        return None
    widths = _shared(measured, columns, _between(least, calm, width), sizes, pads)
    return Fit(tuple(columns), 0, tuple(widths), size, leading, step.pad, small)


def _wish(measured: Measured, column: int, step: WidthStep, size: float) -> float:
    """The width in points at which a column reads well; of a flexible one, that of its comfort."""
    extent = measured.extents[column]
    flexible = measured.grid.columns[column].flexible
    ems = max(extent.longest, min(extent.natural, step.comfort)) if flexible else extent.calm
    return ems * size + 2 * step.pad


def _between(least: list[float], calm: list[float], width: float) -> list[float]:
    """Widths from the least to the calm ones, as near to the latter as the room allows."""
    spare, wish = width - fsum(least), fsum(calm) - fsum(least)
    share = 1.0 if wish <= spare else spare / wish
    return [low + (high - low) * share for low, high in zip(least, calm, strict=True)]


def _shared(
    measured: Measured, columns: Sequence[int], widths: list[float], sizes: list[float], pads: float
) -> list[float]:
    """Give the room that is left to the columns that can use it; without any the table stays narrower."""
    grid, extents, width, _ = measured
    spare = width - fsum(widths)
    takers = [index for index, column in enumerate(columns) if grid.columns[column].flexible]
    if not takers or spare <= 0:
        return widths
    takers += [
        index
        for index, column in enumerate(columns)
        if index not in takers
        and extents[column].natural * sizes[index] + pads > widths[index] + 1
        and grid.columns[column].align is Align.LEFT
    ]
    weights = [extents[columns[index]].weight + 1.0 for index in takers]
    shares = [spare * weight / fsum(weights) for weight in weights]
    if len(takers) > 1:
        rooms = [((widths[index] - pads) / sizes[index], sizes[index]) for index in takers]
        shares = _lowest(grid, [columns[index] for index in takers], rooms, shares)
    for index, share in zip(takers, shares, strict=True):
        widths[index] += share
    return widths


def _lowest(
    grid: TableGrid, columns: Sequence[int], rooms: Sequence[tuple[float, float]], shares: list[float]
) -> list[float]:
    """Move room from one column to another as long as the table gets lower by it.

    `rooms` are the ems that each column has for its words already, and its size.
    """
    rows = [
        cells
        for row in grid.measured[:SAMPLE]
        if (cells := [_words_at(row.cells, column) for column in columns]) and any(cells)
    ]

    @cache
    def lines(index: int, share: float) -> list[int]:
        room, size = rooms[index]
        wide = room + share / size
        return [count_lines(words, wide) if words else 1 for words in (cells[index] for cells in rows)]

    def height(trial: Sequence[float]) -> int:
        return sum(map(max, *(lines(index, share) for index, share in enumerate(trial))))

    step = fsum(shares) / STEPS_OF_SHARE
    lowest = height(shares)
    for _ in range(ROUNDS):
        before = lowest
        for giver, taker in permutations(range(len(shares)), 2):
            while shares[giver] >= step:
                trial = list(shares)
                trial[giver] -= step
                trial[taker] += step
                found = height(trial)
                if found >= lowest:
                    break
                shares, lowest = trial, found
        if lowest == before:
            break
    return shares


def _words_at(cells: Sequence[GridCell], column: int) -> Mixed | None:
    """The words in a column, for counting their lines again and again."""
    found = next((cell.words for cell in cells if cell.column == column and cell.colspan == 1), None)
    return None if found is None else Mixed(found.words, found.natural, found.longest)


def _panels(measured: Measured) -> tuple[Fit, ...]:
    """Divide the columns among panels of about the same width."""
    grid, _, width, theme = measured
    step = STEPS[2]
    wish = partial(_wish, measured, step=step, size=theme.sizes[step.role][0])
    keys = _affordable(range(grid.keys), wish, width / 2)
    rest = [column for column in range(len(grid.columns)) if column not in keys]
    room = width - fsum(wish(column) for column in keys)
    fits: list[Fit] = []
    for group in _groups(rest, wish, room):
        columns = (*keys, *group)
        fit = _try(measured, columns, step) or _squeezed(measured, columns, step)
        fits.append(replace(fit, repeated=len(keys) if fits else 0))
    return tuple(fits)


def _affordable(keys: Sequence[int], wish: Callable[[int], float], room: float) -> tuple[int, ...]:
    kept: list[int] = []
    for column in keys:
        if fsum(wish(each) for each in (*kept, column)) > room:
            break
        kept.append(column)
    return tuple(kept)


def _groups(columns: Sequence[int], wish: Callable[[int], float], room: float) -> list[list[int]]:
    """Columns in order, in as few groups as fit the room, each about as wide as the others."""
    total = fsum(wish(column) for column in columns)
    count = max(1, -int(-total // room))
    while True:
        groups = _packed(columns, wish, min(room, max(total / count, 1.0) * 1.15))
        if len(groups) <= count or count >= len(columns):
            return groups
        count += 1


def _packed(columns: Sequence[int], wish: Callable[[int], float], room: float) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    used = 0.0
    for column in columns:
        if groups[-1] and used + wish(column) > room:
            groups.append([])
            used = 0.0
        groups[-1].append(column)
        used += wish(column)
    return groups


def _squeezed(measured: Measured, columns: Sequence[int], step: WidthStep) -> Fit:
    """A column whose longest word is wider than the page: its words are broken between letters."""
    _, extents, width, theme = measured
    size, leading = theme.sizes[step.role]
    wishes = [min(extents[column].longest * size + 2 * step.pad, width) for column in columns]
    share = min(1.0, width / fsum(wishes))
    widths = tuple(wish * share for wish in wishes)
    return Fit(tuple(columns), 0, widths, size, leading, step.pad, size)


STEPS = (
    WidthStep("table", 5.0, 17.0),
    WidthStep("table", 3.5, 13.0),
    WidthStep("table_small", 3.0, 11.0),
    WidthStep("table_least", 2.5, 10.0),
)
"""Ways to set a table, the largest first."""

ROOMY = ((WidthStep("table_text", 5.0, 17.0), True),)

CLOSE = ((WidthStep("table", 3.0, 13.0), True),)
CLOSE_SET = frozenset({"lasting", "counts", "changed"})
"""Roles of tables that share the width of a page with others: their columns are closer."""

ATTEMPTS = (
    (STEPS[0], True),
    (STEPS[1], True),
    (STEPS[1], False),
    (STEPS[2], True),
    (STEPS[2], False),
    (STEPS[3], True),
    (STEPS[3], False),
)
"""What is tried, the best first; True for calmly."""

LEAST_SIZE = 7.5
HANGING = 0.8
"""Ems by which a mark behind a number may stand out into the gap before the next month's column."""
CALM_TEXT = 13.0
"""Ems up to which a text in a column that is not flexible is on one line."""
SHORT_TEXT = 5.0
"""The same among numbers."""
CALM_KEY = 5.0
"""The same in a column that says what a row is about: references are short."""
LONGEST = 16.0
"""Ems: a longer word is broken rather than making its column wider."""
SAMPLE = 40
"""Rows looked at when columns share the room that is left."""
STEPS_OF_SHARE = 12
"""Into how many parts that room is divided to move it about."""
ROUNDS = 3
