"""Blocks that can be measured, divided and painted, and how they fill a column or columns side by side.

A block keeps the protocol of ReportLab's flowables (wrap, split, drawOn), so a platypus Frame can place it;
it does not inherit from Flowable, since importing platypus takes longer than laying out a small pack. Our
paginator asks more of it than platypus does: how it would divide on an empty page, where its parts are,
which anchors it holds. Heights are points; `top` is an upper edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

from msgspec import Struct
from msgspec.structs import replace

from boardpack.render.pdf.painter import Painter


class Density(Struct, frozen=True):
    """How much closer running text is set where that saves a page: factors."""

    size: float
    leading: float
    gaps: float


class Area(NamedTuple):
    """A place on a page that a reader can point at, with its anchor and its words."""

    x: float
    top: float
    width: float
    height: float
    anchor: str
    words: str


class FlowBlock:
    """Something that is on a page: measured for a width, divided at a height, painted at a place."""

    width: float = 0.0
    height: float = 0.0
    """Its size as `wrap` last found it."""
    before: float = 0.0
    """Room above it, unless it is the first in its column; the larger of two neighbours' counts."""
    after: float = 0.0
    indent: float = 0.0
    keeps: bool = False
    """Never the last in a column: it is above what follows it."""
    is_rest: bool = False
    """What is left of a block whose beginning is on an earlier page."""

    def measure(self, width: float, room: float) -> float:
        """Return the height it takes at this width; few blocks look at the room."""
        raise NotImplementedError

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:
        """Return what fits into the room and the rest, None for nothing.

        Called when the block is higher than the room. With `whole` the room is a whole column and there
        is no better place: something must fit, whatever it looks like.
        """
        raise NotImplementedError

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:
        """Paint it with its upper left corner at this place."""
        raise NotImplementedError

    def tightened(self, tightness: Density) -> FlowBlock:  # noqa: ARG002 - most blocks cannot be
        """The same set closer; itself where it cannot be."""
        return self

    def anchors(self) -> Iterator[tuple[str, float]]:
        """The anchors it holds and how far below its upper edge each lies."""
        return iter(())

    def areas(self, x: float, top: float, width: float, height: float) -> Iterator[Area]:
        """What a reader can point at of a leaf: the whole of it, or each row and chart."""
        yield Area(x, top, width, height, "", "")

    def leaves(self, x: float, top: float, width: float, height: float) -> Iterator[Placed]:
        """The blocks it is made of, at their places; itself when it holds no others."""
        yield Placed(self, x, top, width, height)

    # The protocol of ReportLab's platypus, in its own words.

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: N803 - ReportLab's names
        """Return the size taken of an available width and height."""
        self.width, self.height = aW, self.measure(aW, aH)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[FlowBlock]:  # noqa: N803 - ReportLab's names
        """Return the parts of a division at this height; none when nothing fits."""
        if self.measure(aW, aH) <= aH:
            return [self]
        parts = self.divide(aW, aH, whole=False)
        return [part for part in parts if part is not None] if parts[0] is not None else []

    def getSpaceBefore(self) -> float:  # noqa: N802
        """Room above it."""
        return self.before

    def getSpaceAfter(self) -> float:  # noqa: N802
        """Room below it."""
        return self.after

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803
        """Paint it with its lower left corner at this place of the page."""
        self.paint(cast(Painter, canvas), x, y + self.height, self.width, self.height)


class Placed(Struct, frozen=True):
    """A block at its place on a page or, before that, in a column whose top is 0 and x 0."""

    block: FlowBlock
    x: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top - self.height

    def paint(self, painter: Painter) -> None:
        """Paint it at its place."""
        self.block.paint(painter, self.x, self.top, self.width, self.height)

    def moved(self, x: float, y: float) -> Placed:
        """The same, moved."""
        return replace(self, x=self.x + x, top=self.top + y)


class Filled(Struct, frozen=True):
    """A column as far as it was filled: `top` of each is counted down from 0."""

    placed: tuple[Placed, ...]
    rest: tuple[FlowBlock, ...]
    height: float


def fill(blocks: Sequence[FlowBlock], width: float, room: float, *, fresh: bool) -> Filled:
    """Place blocks one under the other until the room is used up.

    A block that is above what follows it is never left alone at the foot. With `fresh` the column is
    a whole one, so at least something is placed.
    """
    placed: list[Placed] = []
    queue = list(blocks)
    at = 0.0
    index = 0
    while index < len(queue):
        block = queue[index]
        gap = max(placed[-1].block.after, block.before) if placed else 0.0
        left = room - at - gap
        across = width - block.indent
        height = block.measure(across, left)
        if height > left + EPSILON:
            whole = fresh and all(part.block.keeps for part in placed)
            head, tail = block.divide(across, left, whole=whole)
            if tail is not None:
                tail.indent = block.indent
            if head is not None:
                head.indent = block.indent
                height = head.measure(across, left)
                placed.append(Placed(head, block.indent, -at - gap, across, height))
                at += gap + height
                queue[index : index + 1] = [] if tail is None else [tail]
            break
        placed.append(Placed(block, block.indent, -at - gap, across, height))
        at += gap + height
        index += 1
    rest = queue[index:]
    while rest and placed and placed[-1].block.keeps and not (fresh and len(placed) == 1):
        rest.insert(0, placed.pop().block)
        at = placed[-1].height - placed[-1].top if placed else 0.0
    return Filled(tuple(placed), tuple(rest), at)


EPSILON = 0.01


UNBOUNDED = 1e6


class BesideBlock(FlowBlock):
    """Columns, of equal width unless they are shared out; divided, each goes on in its own column."""

    def __init__(
        self,
        parts: Sequence[Sequence[FlowBlock]],
        gutter: float,
        *,
        before: float = 0.0,
        after: float = 0.0,
        shares: tuple[float, ...] = (),
    ) -> None:
        self.shares = shares or (1.0,) * len(parts)
        self.parts = tuple(tuple(part) for part in parts)
        self.gutter = gutter
        self.before = before
        self.after = after

    def _across(self, width: float) -> tuple[float, ...]:
        """The width of each column."""
        room = width - (len(self.parts) - 1) * self.gutter
        return tuple(room * share / sum(self.shares) for share in self.shares)

    def measure(self, width: float, room: float) -> float:  # noqa: ARG002 - parts do not bend to the room
        """The height of its highest part."""
        columns = zip(self.parts, self._across(width), strict=True)
        return max(
            (fill(part, across, UNBOUNDED, fresh=False).height for part, across in columns), default=0.0
        )

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:
        """Divide each part at the same height; not where one of them would have to wait altogether."""
        columns = zip(self.parts, self._across(width), strict=True)
        filled = [fill(part, across, room, fresh=whole) for part, across in columns]
        waits = [not each.placed for each, part in zip(filled, self.parts, strict=True) if part]
        if all(waits) or (any(waits) and not whole):
            return None, self
        rest = self._with([each.rest for each in filled], before=0.0)
        rest.is_rest = True
        return self._with([[placed.block for placed in each.placed] for each in filled]), rest

    def _with(self, parts: Sequence[Sequence[FlowBlock]], *, before: float | None = None) -> BesideBlock:
        before = self.before if before is None else before
        return BesideBlock(parts, self.gutter, before=before, after=self.after, shares=self.shares)

    def tightened(self, tightness: Density) -> FlowBlock:
        """The same with its parts closer."""
        return self._with([[block.tightened(tightness) for block in part] for part in self.parts])

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:
        """Paint its parts one after the other."""
        for leaf in self.leaves(x, top, width, height):
            leaf.paint(painter)

    def leaves(self, x: float, top: float, width: float, height: float) -> Iterator[Placed]:  # noqa: ARG002
        """The blocks of its parts."""
        left = x
        for part, across in zip(self.parts, self._across(width), strict=True):
            for placed in fill(part, across, UNBOUNDED, fresh=False).placed:
                at = placed.moved(left, top)
                yield from at.block.leaves(at.x, at.top, at.width, at.height)
            left += across + self.gutter

    def anchors(self) -> Iterator[tuple[str, float]]:
        """Those of its parts."""
        return (anchor for part in self.parts for block in part for anchor in block.anchors())
