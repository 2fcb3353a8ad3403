"""The cover: a field of the brand's colour with the title, and under it the headline and the facts."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from boardpack.errors import BoardpackError
from boardpack.render.pdf.blocks import StampBlock, TextBlock
from boardpack.render.pdf.flow import Density, Filled, FlowBlock, Placed, fill
from boardpack.theme import Theme


class Cover(Struct, frozen=True):
    """A cover's blocks in their places."""

    placed: tuple[Placed, ...]
    field: float
    """Lower edge of the coloured field, which reaches the page's other three edges."""


def lay_cover(blocks: Sequence[FlowBlock], theme: Theme) -> Cover:
    """Place a cover's blocks, the title smaller where it must be; BoardpackError where nothing helps."""
    for scale in SCALES:
        tightness = Density(scale, scale, scale)
        cover = _laid([_scaled(block, theme, tightness) for block in blocks], theme)
        if cover is not None:
            return cover
    raise BoardpackError(
        "The title and the facts do not fit on the cover: shorten the title in data/pack.toml or the note in "
        f"month.toml; or, in styles/{theme.name}/theme.toml, make `height` and `width` under [page] larger, "
        "or `title` and `fact` under [sizes] smaller."
    )


def _scaled(block: FlowBlock, theme: Theme, tightness: Density) -> FlowBlock:
    """Smaller, where it stands in the field."""
    if isinstance(block, TextBlock) and _is_on_field(block, theme):
        return block.scaled(tightness)
    return block


def _laid(blocks: Sequence[FlowBlock], theme: Theme) -> Cover | None:
    """Words set in the field's colour stand in the field, facts at the foot, the others between."""
    page = theme.page
    left = page.margin * INSET
    width = page.width - 2 * left
    across = (width - (COLUMNS - 1) * page.gutter) / COLUMNS
    upper = [block for block in blocks if _is_on_field(block, theme)]
    facts = [block for block in blocks if block not in upper and _is_fact(block, theme)]
    lead = [block for block in blocks if block not in upper and block not in facts]
    each = max(1, -(-len(facts) // COLUMNS))
    columns = [_stacked(facts[start : start + each], across) for start in range(0, len(facts), each)]
    title, above = _stacked(upper, width * TITLE_MEASURE), _stacked(lead, width)
    foot = page.margin + FOOT + max((column.height for column in columns), default=0.0)
    field = max(page.height * FIELD, foot + above.height + page.margin + GAP)
    title_top = field + page.margin + title.height
    if title_top > page.height - page.margin - LOGO:
        return None
    placed = [part.moved(left, title_top) for part in title.placed]
    placed += [part.moved(left, field - page.margin) for part in above.placed]
    for index, column in enumerate(columns):
        x = left + index * (across + page.gutter)
        placed += [part.moved(x, foot) for part in column.placed]
    return Cover(tuple(placed), field)


def _stacked(blocks: Sequence[FlowBlock], width: float) -> Filled:
    return fill(blocks, width, UNBOUNDED, fresh=True)


def _is_on_field(block: FlowBlock, theme: Theme) -> bool:
    return isinstance(block, StampBlock) or (
        isinstance(block, TextBlock)
        and any(
            piece.voice.colour == theme.colour("on_brand")
            for word in block.words.words
            for piece in word.pieces
        )
    )


def _is_fact(block: FlowBlock, theme: Theme) -> bool:
    return isinstance(block, TextBlock) and block.size <= theme.sizes["fact"][0]


UNBOUNDED = 1e6
SCALES = (1.0, 0.85, 0.72, 0.6, 0.5, 0.42, 0.35)
"""Of the title's type, until it fits."""
FIELD = 0.42
"""Lower edge of the field, of the page's height, where the words under it leave it that."""
INSET = 1.5
TITLE_MEASURE = 0.8
GAP = 16.0
FOOT = 10.0
COLUMNS = 3
LOGO = 64.0
"""Side of the logo's square."""
