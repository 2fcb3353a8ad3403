"""Parts side by side, each in its own column, read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.render.pdf.flow import Density, FlowBlock, Placed, fill
from boardpack.render.pdf.painter import Painter

UNBOUNDED = 1e6


class BesideBlock(FlowBlock):
    """Columns of equal width; divided, each goes on in its own column."""

    def __init__(
        self, parts: Sequence[Sequence[FlowBlock]], gutter: float, *, before: float = 0.0, after: float = 0.0
    ) -> None:
        self.parts = tuple(tuple(part) for part in parts)
        self.gutter = gutter
        self.before = before
        self.after = after

    def _across(self, width: float) -> float:
        return (width - (len(self.parts) - 1) * self.gutter) / len(self.parts)

    def measure(self, width: float, room: float) -> float:  # noqa: ARG002 - parts do not bend to the room
        """The height of its highest part."""
        across = self._across(width)
        return max((fill(part, across, UNBOUNDED, fresh=False).height for part in self.parts), default=0.0)

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:
        """Divide each part at the same height; not where one of them would have to wait altogether."""
        across = self._across(width)
        filled = [fill(part, across, room, fresh=whole) for part in self.parts]
        waits = [not each.placed for each, part in zip(filled, self.parts, strict=True) if part]
        if all(waits) or (any(waits) and not whole):
            return None, self
        head = [[placed.block for placed in each.placed] for each in filled]
        tail = [each.rest for each in filled]
        rest = BesideBlock(tail, self.gutter, after=self.after)
        rest.is_rest = True
        return BesideBlock(head, self.gutter, before=self.before, after=self.after), rest

    def tightened(self, tightness: Density) -> FlowBlock:
        """The same with its parts closer."""
        parts = [[block.tightened(tightness) for block in part] for part in self.parts]
        return BesideBlock(parts, self.gutter, before=self.before, after=self.after)

    def paint(self, press: Painter, x: float, top: float, width: float, height: float) -> None:
        """Paint its parts one after the other."""
        for leaf in self.leaves(x, top, width, height):
            leaf.paint(press)

    def leaves(self, x: float, top: float, width: float, height: float) -> Iterator[Placed]:  # noqa: ARG002
        """The blocks of its parts."""
        across = self._across(width)
        for index, part in enumerate(self.parts):
            left = x + index * (across + self.gutter)
            for placed in fill(part, across, UNBOUNDED, fresh=False).placed:
                at = placed.moved(left, top)
                yield from at.block.leaves(at.x, at.top, at.width, at.height)

    def anchors(self) -> Iterator[tuple[str, float]]:
        """Those of its parts."""
        return (anchor for part in self.parts for block in part for anchor in block.anchors())
