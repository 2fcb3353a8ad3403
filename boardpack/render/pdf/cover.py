"""The cover and the masthead: a field of the brand's colour with the title, and the facts under it."""

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


def lay_masthead(blocks: Sequence[FlowBlock], theme: Theme) -> Cover:
    """Place a masthead: the title at the left of a band and the month at its right, the facts below it."""
    page = theme.page
    width = page.width - 2 * page.margin
    upper = [block for block in blocks if _is_on_field(block, theme)]
    facts = [block for block in blocks if block not in upper]
    eyebrow, month = (_of_size(upper, theme, role) for role in ("eyebrow", "month"))
    title = [_sized(block, theme) for block in upper if block not in (eyebrow, month)]
    narrow = _sized(month, theme) if month is not None else None
    aside = _natural(narrow) if narrow is not None else 0.0
    words = _stacked(title, width - aside - page.gutter)
    field = page.height - max(MASTHEAD, MAST_HEAD + words.height + MAST_FOOT)
    low = field + MAST_FOOT
    placed = [part.moved(page.margin, low + words.height) for part in words.placed]
    if narrow is not None:
        placed += _at_right(narrow, theme, low + _height(narrow, aside) + MONTH_RISE, width)
    if eyebrow is not None:
        small = eyebrow.scaled(Density(EYEBROW, EYEBROW, 1.0)) if isinstance(eyebrow, TextBlock) else eyebrow
        placed = [*_at_right(small, theme, page.height - MAST_TOP, width - LOGO), *placed]
    below = _stacked(facts, width)
    placed += [part.moved(page.margin, field - MAST_GAP) for part in below.placed]
    return Cover(tuple(placed), field)


def _of_size(blocks: Sequence[FlowBlock], theme: Theme, role: str) -> TextBlock | None:
    """The block that is set in the size of a role."""
    size = theme.sizes[role]
    found = (block for block in blocks if isinstance(block, TextBlock))
    return next((block for block in found if (block.size, block.leading) == size), None)


def _sized(block: FlowBlock, theme: Theme) -> FlowBlock:
    """The title and the month as large as a masthead has them."""
    if not isinstance(block, TextBlock) or isinstance(block, StampBlock):
        return block
    share = MAST_TITLE / theme.sizes["title"][0]
    share = share if block.size > MAST_TITLE else MAST_MONTH / theme.sizes["month"][0]
    return block.scaled(Density(share, share, 0.5))


def _natural(block: FlowBlock) -> float:
    return block.words.natural * block.size + FINE if isinstance(block, TextBlock) else 0.0


def _height(block: FlowBlock, width: float) -> float:
    return block.measure(width, UNBOUNDED)


def _at_right(block: FlowBlock, theme: Theme, top: float, room: float) -> list[Placed]:
    """A block that ends at the right margin, on one line if there is room."""
    width = min(_natural(block), room)
    x = theme.page.width - theme.page.margin - width
    return [Placed(block, x, top, width, _height(block, width))]


def _scaled(block: FlowBlock, theme: Theme, tightness: Density) -> FlowBlock:
    """Smaller, where it is in the field."""
    if isinstance(block, TextBlock) and _is_on_field(block, theme):
        return block.scaled(tightness)
    return block


def _laid(blocks: Sequence[FlowBlock], theme: Theme) -> Cover | None:
    """Words set in the field's colour are in the field, facts at the foot, the others between."""
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


MASTHEAD = 126.0
"""Least height of a masthead's band."""
MAST_HEAD, MAST_FOOT, MAST_TOP, MAST_GAP = 62.0, 18.0, 26.0, 8.0
MAST_TITLE, MAST_MONTH, EYEBROW = 26.0, 18.0, 0.8
"""Sizes of the title and of the month in a masthead, and the share of its size that the eyebrow has."""
MONTH_RISE = 2.0
"""By how much the month's block is above the title's, so that they are on one line."""
FINE = 0.5
MAST_LOGO = 34.0
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
