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
    top = field_bottom(theme) - page.margin
    above = fill(lead, width, top - page.margin, fresh=True)
    placed += [each.moved(left, top) for each in above.placed]
    top -= above.height + (LEAD_GAP if above.placed else 0.0)
    return tuple(placed + _in_columns(facts, left, top, theme))


def _in_columns(blocks: Sequence[Block], x: float, top: float, theme: Theme) -> list[Placed]:
    """Facts in three columns, filled one after the other."""
    gutter, room = theme.page.gutter, top - theme.page.margin
    across = (theme.page.width - 2 * x - (COLUMNS - 1) * gutter) / COLUMNS
    placed: list[Placed] = []
    each = -(-len(blocks) // COLUMNS)
    for column in range(COLUMNS):
        run = blocks[column * each : (column + 1) * each]
        filled = fill(run, across, room, fresh=True)
        placed += [one.moved(x + column * (across + gutter), top) for one in filled.placed]
    return placed


def _is_on_field(block: Block, theme: Theme) -> bool:
    return isinstance(block, TextBlock) and any(
        piece.voice.colour == theme.colour("on_brand") for word in block.words.words for piece in word.pieces
    )


def _is_fact(block: Block, theme: Theme) -> bool:
    return isinstance(block, TextBlock) and block.size <= theme.sizes["fact"][0]


FIELD = 0.42
INSET = 1.5
TITLE_MEASURE = 0.8
LEAD_GAP = 22.0
COLUMNS = 3
