"""Blocks of running text: paragraphs, headings, list items, lines of the contents; and authors' pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from copy import copy
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from reportlab.lib.utils import ImageReader

from boardpack.content import Image
from boardpack.render.pdf.canvas import colour_operands, operands
from boardpack.render.pdf.flow import Area, Density, FlowBlock
from boardpack.render.pdf.line_breaking import Line, WordRun, even_lines, set_lines, words_on
from boardpack.render.pdf.painter import Painter, Setting, first_baseline
from boardpack.render.pdf.structure import Box, Node


class ListLabel(Struct, frozen=True):
    """A list item's bullet or number; it is in the indent of the item's first line."""

    words: WordRun
    width: float
    """Its room in points, to the left of the text."""


class Outlined(NamedTuple):
    """A heading's line in the outline."""

    level: int
    title: str
    node: Node


class TextBlock(FlowBlock):
    """Words in lines."""

    def __init__(
        self,
        words: WordRun,
        size: float,
        leading: float,
        *,
        before: float = 0.0,
        after: float = 0.0,
        indent: float = 0.0,
        keeps: bool = False,
        measure: float = 0.0,
        anchor: str = "",
        label: ListLabel | None = None,
        outlined: Outlined | None = None,
        lines: tuple[Line, ...] | None = None,
        even: bool = False,
        otherwise: WordRun | None = None,
    ) -> None:
        """Make a block of words.

        `measure` is the widest line in points, none when 0; `lines` are the rest of a divided block;
        `even` makes lines of about the same length, for titles; `otherwise` are the words where they do not
        fit on one line.
        """
        self.words = words
        self.size = size
        self.leading = leading
        self.before = before
        self.after = after
        self.indent = indent
        self.keeps = keeps
        self.widest = measure
        self.anchor = anchor
        self.label = label
        self.outlined = outlined
        self.fixed = lines
        self.even = even
        self.otherwise = otherwise
        self._set: tuple[float, tuple[Line, ...]] = (0.0, lines or ())

    def lines(self, width: float) -> tuple[Line, ...]:
        """Its lines at a width in points."""
        if self.fixed is not None:
            return self.fixed
        if self._set[0] != width:
            wide = min(width, self.widest) if self.widest else width
            setter = even_lines if self.even else set_lines
            fits = self.words.natural <= wide / self.size
            words = self.words if fits or self.otherwise is None else self.otherwise
            self._set = (width, setter(words, wide / self.size))
        return self._set[1]

    def measure(self, width: float, room: float) -> float:  # noqa: ARG002 - lines do not bend to the room
        """Lines times leading; a label alone takes a line."""
        return max(len(self.lines(width)), 1 if self.label else 0) * self.leading

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:
        """Divide between lines, two of them at least on either side unless there is no better place."""
        lines = self.lines(width)
        fit = int((room + 0.01) / self.leading)
        least = 1 if whole else 2
        fit = min(fit, len(lines) - least) if len(lines) - fit < least else fit
        if fit < least or (self.keeps and not whole):
            return None, self
        return self._part(lines[:fit], first=True), self._part(lines[fit:], first=False)

    def tightened(self, tightness: Density) -> FlowBlock:
        """Running text and its headings closer; titles and notes as they are."""
        if not RUNNING[0] <= self.size <= RUNNING[1] or self.fixed is not None:
            return self
        return self.scaled(tightness)

    def scaled(self, tightness: Density) -> TextBlock:
        """The same set smaller."""
        block = copy(self)
        block.size = self.size * tightness.size
        block.leading = self.leading * tightness.leading
        block.before = self.before * tightness.gaps
        block.after = self.after * tightness.gaps
        block._set = (0.0, ())  # noqa: SLF001 - its own
        return block

    def _part(self, lines: tuple[Line, ...], *, first: bool) -> TextBlock:
        part = TextBlock(
            self.words,
            self.size,
            self.leading,
            before=self.before if first else 0.0,
            after=0.0 if first else self.after,
            indent=self.indent,
            keeps=self.keeps and not first,
            anchor=self.anchor if first else "",
            label=self.label if first else None,
            outlined=self.outlined if first else None,
            lines=lines,
        )
        part.is_rest = not first
        return part

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:  # noqa: ARG002
        """Paint its label and its lines."""
        if self.label is not None:
            lines = set_lines(self.label.words, 1e6)
            painter.set(Setting(lines, x - self.label.width, top, self.size, self.leading))
        if self.outlined is not None and self.anchor:
            level, title, node = self.outlined
            painter.outline(level, title, self.anchor, node)
        painter.set(Setting(self.lines(width), x, top, self.size, self.leading))

    def areas(self, x: float, top: float, width: float, height: float) -> Iterator[Area]:
        """The whole block with its words."""
        yield Area(x, top, width, height, self.anchor, words_on(self.lines(width)))

    def anchors(self) -> Iterator[tuple[str, float]]:
        """Its own."""
        if self.anchor:
            yield self.anchor, 0.0


class StampBlock(TextBlock):
    """Words in red on a field of paper with a red edge: that a pack is a draft, or an example.

    A red field would be lost on the brand's colour in a grey print.
    """

    def measure(self, width: float, room: float) -> float:
        """Its lines and the field above and below them."""
        return super().measure(width - STAMP_EDGE - 2 * STAMP_PAD, room) + STAMP_PAD

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:
        """Paint the field, its edge and the words in it."""
        lines = self.lines(width - STAMP_EDGE - 2 * STAMP_PAD)
        wide = max(line.width for line in lines) * self.size + STAMP_EDGE + 2 * STAMP_PAD
        with painter.artifact("Background"):
            painter.box(x, top - height, wide, height, painter.theme.colour("paper"))
            painter.box(x, top - height, STAMP_EDGE, height, painter.theme.colour("red"))
        left, room = x + STAMP_EDGE + STAMP_PAD, width - STAMP_EDGE - 2 * STAMP_PAD
        super().paint(painter, left, top - STAMP_PAD / 2, room, height - STAMP_PAD)


class StatementBlock(TextBlock):
    """A sentence instead of a chart, with a bar at its left."""

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:
        """Paint the bar, then the words."""
        with painter.artifact("Layout"):
            painter.box(x - BAR_ROOM, top - height, BAR, height, painter.theme.colour("brand"))
        super().paint(painter, x, top, width, height)


class ContentsLine(TextBlock):
    """An entry of the contents: its words, a dotted leader, and the page at the right edge."""

    def __init__(
        self, words: WordRun, number: WordRun, size: float, leading: float, *, indent: float = 0.0
    ) -> None:
        super().__init__(words, size, leading, indent=indent)
        self.number = number
        self.description = ""
        """What its link is called; its own words when empty."""
        self.whole = True
        """Whether all of the line leads to the page, and not only the number."""

    def lines(self, width: float) -> tuple[Line, ...]:
        """Its lines, which leave room for the page number; a space is before that in the text."""
        *lines, last = super().lines(width - NUMBER_ROOM * self.size)
        *fragments, end = last.fragments
        spaced = replace(end, text=end.text.rstrip() + " ")
        return (*lines, replace(last, fragments=(*fragments, spaced)))

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:  # noqa: ARG002
        """An entry is not divided."""
        return (self, None) if whole else (None, self)

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:
        """Paint its words, the leader and the number; all of it leads to the page."""
        lines = self.lines(width)
        size, leading = self.size, self.leading
        painter.set(Setting(lines, x, top, size, leading))
        last_top = top - (len(lines) - 1) * leading
        number = set_lines(self.number, 1e6)
        fragment = number[0].fragments[0]
        face, colour, _ = fragment.voice
        wide = face.width(painter.numbers.get(fragment.anchor, "")) * size
        baseline = last_top - first_baseline(size, leading, face.rise)
        start, end = x + lines[-1].width * size + 6, x + width - wide - 6
        painter.show(fragment.node, [(face.font, size, colour, start - 6, baseline, " ")])
        if end > start:
            line = f"{operands(start, baseline)} m {operands(end, baseline)} l S"
            rule = colour_operands(painter.theme.colour("rule"))
            with painter.artifact("Layout"):
                painter.paint(f"q {rule} RG 0.8 w 1 J [0 3] 0 d {line} Q")
        painter.set_words(Setting(number, x + width - wide, last_top, size, leading))
        painter.show(fragment.node, [(face.font, size, colour, x + width, baseline, " ")])
        left = x if self.whole else x + width - wide
        self._area(painter, number[0], (left, top - height, x + width, top))

    def _area(self, painter: Painter, line: Line, rect: Box) -> None:
        fragment = line.fragments[0]
        if fragment.node is not None:
            target = "#" + fragment.anchor
            description = self.description or self._title()
            painter.link(fragment.node, rect, target, description)

    def _title(self) -> str:
        """Its words; a colon parts the title from what is after it in another voice."""
        pieces = [piece for word in self.words.words for piece in word.pieces]
        joints = [": " if one.voice != other.voice else " " for one, other in pairwise(pieces)]
        return "".join(piece.text + joint for piece, joint in zip(pieces, [*joints, ""], strict=True))


STAMP_EDGE, STAMP_PAD = 8.0, 10.0
"""Width of the red edge of a stamp's field; the room beside its words, half of it above and below."""

RUNNING = (10.0, 16.0)
"""Sizes of running text and its headings, in points."""

BAR, BAR_ROOM = 3.0, 13.0
"""Width of a statement's bar, and from its left side to the words."""

NUMBER_ROOM = 3.0
"""Ems kept free at the right of the contents for the page number."""


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

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:  # noqa: ARG002
        """Paint the picture and its caption."""
        wide, high = self._size(width)
        with painter.figure(self.node, x, top - high, x + wide, top):
            painter.drawImage(ImageReader(io.BytesIO(self.image.data)), x, top - high, wide, high)
        size, leading = self.note
        lines = set_lines(self.caption, width / size) if self.caption else ()
        painter.set(Setting(lines, x, top - high - CAPTION_GAP, size, leading))
