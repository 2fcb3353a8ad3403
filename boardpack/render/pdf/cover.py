"""The cover: a field of the brand's colour with the title, and under it the headline and the facts."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.render.pdf.blocks import TextBlock
from boardpack.render.pdf.flow import Block, Placed, fill
from boardpack.theme import Theme


def field_bottom(theme: Theme) -> float:
    """Lower edge of the coloured field; it reaches the page's other three edges."""
    return theme.page.height * FIELD


def place_cover(blocks: Sequence[Block], theme: Theme) -> tuple[Placed, ...]:
    """Place a cover's blocks: those set in the field's colour in the field, the others under it."""
    page = theme.page
    left = page.margin * INSET
    width = page.width - 2 * left
    upper = [block for block in blocks if _is_on_field(block, theme)]
    lower = [block for block in blocks if not _is_on_field(block, theme)]
    title = fill(upper, width * TITLE_MEASURE, page.height, fresh=True)
    title_top = field_bottom(theme) + page.margin + title.height
    placed = [each.moved(left, title_top) for each in title.placed]
    lead = [block for block in lower if not _is_fact(block, theme)]
    facts = [block for block in lower if _is_fact(block, theme)]
    above = fill(lead, width, field_bottom(theme) - 2 * page.margin, fresh=True)
    placed += [each.moved(left, field_bottom(theme) - page.margin) for each in above.placed]
    return tuple(placed + _in_columns(facts, left, theme))


def _in_columns(blocks: Sequence[Block], x: float, theme: Theme) -> list[Placed]:
    """Facts in three columns at the foot of the page, filled one after the other."""
    page = theme.page
    across = (page.width - 2 * x - (COLUMNS - 1) * page.gutter) / COLUMNS
    each = -(-len(blocks) // COLUMNS)
    runs = [blocks[column * each : (column + 1) * each] for column in range(COLUMNS)]
    columns = [fill(run, across, field_bottom(theme), fresh=True) for run in runs]
    top = page.margin + FOOT + max(column.height for column in columns)
    return [
        placed.moved(x + index * (across + page.gutter), top)
        for index, column in enumerate(columns)
        for placed in column.placed
    ]


def _is_on_field(block: Block, theme: Theme) -> bool:
    return isinstance(block, TextBlock) and any(
        piece.voice.colour == theme.colour("on_brand") for word in block.words.words for piece in word.pieces
    )


def _is_fact(block: Block, theme: Theme) -> bool:
    return isinstance(block, TextBlock) and block.size <= theme.sizes["fact"][0]


FIELD = 0.42
INSET = 1.5
TITLE_MEASURE = 0.8
FOOT = 10.0
COLUMNS = 3
