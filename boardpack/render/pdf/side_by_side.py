"""Parts side by side, each in its own column, read one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.render.pdf.flow import Density, FlowBlock, Placed, fill
from boardpack.render.pdf.painter import Painter

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

    def paint(self, press: Painter, x: float, top: float, width: float, height: float) -> None:
        """Paint its parts one after the other."""
        for leaf in self.leaves(x, top, width, height):
            leaf.paint(press)

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
