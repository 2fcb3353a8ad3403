"""An author's picture on the page: as wide as its pixels allow, with its caption under it."""

from __future__ import annotations

import io

from reportlab.lib.utils import ImageReader

from boardpack.content import Image
from boardpack.render.pdf.flow import FlowBlock
from boardpack.render.pdf.line_breaking import WordRun, set_lines
from boardpack.render.pdf.painter import Painter, Setting
from boardpack.render.pdf.structure import Node

POINTS = 72 / 110
"""Of a pixel, at most: fewer than 110 to the inch look coarse in print."""
LEAST = 48.0
"""Points that even a tiny picture is wide."""
HIGHEST = 300.0
CAPTION_GAP = 4.0
SHRINK = 0.6
"""Of its height, down to which a picture is made smaller where that keeps it on the page."""


class PictureBlock(FlowBlock):
    """A picture that is never divided; it is smaller where a page has too little room for it."""

    def __init__(
        self, image: Image, node: Node, caption: WordRun, note: tuple[float, float], highest: float = HIGHEST
    ) -> None:
        """Make the block of a picture; `note` is the size and leading of its caption."""
        self.image = image
        self.node = node
        self.caption = caption
        self.note = note
        self.highest = highest
        self.before = 6.0
        self.after = 8.0

    def _size(self, width: float) -> tuple[float, float]:
        """Width and height in points: no wider than the column, nor than its pixels can be printed well."""
        image = self.image
        wide = min(width, max(image.width * POINTS, LEAST), self.highest * image.width / image.height)
        return wide, wide * image.height / image.width

    def _below(self, width: float) -> float:
        size, leading = self.note
        lines = len(set_lines(self.caption, width / size)) if self.caption else 0
        return CAPTION_GAP + lines * leading if lines else 0.0

    def measure(self, width: float, room: float) -> float:  # noqa: ARG002 - it is shrunk only when divided
        """Its own height and its caption's."""
        return self._size(width)[1] + self._below(width)

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:
        """It is made a little smaller, or goes to the next page; there it is as small as it must be."""
        highest = max(room - self._below(width), 1.0)
        if not whole and highest < SHRINK * self._size(width)[1]:
            return None, self
        small = PictureBlock(self.image, self.node, self.caption, self.note, highest)
        small.indent = self.indent
        return small, None

    def paint(self, press: Painter, x: float, top: float, width: float, height: float) -> None:  # noqa: ARG002
        """Paint the picture and its caption."""
        wide, high = self._size(width)
        with press.figure(self.node, x, top - high, x + wide, top):
            press.drawImage(ImageReader(io.BytesIO(self.image.data)), x, top - high, wide, high)
        size, leading = self.note
        lines = set_lines(self.caption, width / size) if self.caption else ()
        press.set(Setting(lines, x, top - high - CAPTION_GAP, size, leading))
