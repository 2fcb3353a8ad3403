"""Counts as tiles: a badge for each rating that occurs, its number set large."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from boardpack.content import Badge
from boardpack.render.pdf.canvas import Run, colour_operands
from boardpack.render.pdf.flow import FlowBlock
from boardpack.render.pdf.fonts import StyledFace, Typefaces, composed
from boardpack.render.pdf.painter import Painter
from boardpack.render.pdf.shapes import TILES, rounded_rectangle
from boardpack.render.pdf.structure import Node


class Tile(Struct, frozen=True):
    """A badge's words and the element that holds them."""

    badge: Badge
    node: Node

    @property
    def words(self) -> tuple[str, str]:
        """The number that the words begin with, and the rest."""
        found = re.match(r"(\d+)\s*(.*)", composed(self.badge.word), re.DOTALL)
        return (found[1], found[2]) if found else ("", composed(self.badge.word))


class TilesBlock(FlowBlock):
    """Tiles of one width side by side, in as many rows as their words need."""

    def __init__(self, tiles: Sequence[Tile], type_: Typefaces, *, after: float) -> None:
        self.tiles = tuple(tiles)
        self.after = after
        self.number = type_.voice("bold", "ink").face
        self.type = type_

    def measure(self, width: float, room: float) -> float:  # noqa: ARG002 - tiles do not bend to the room
        """Rows of one height."""
        rows = -(-len(self.tiles) // self._across(width))
        return rows * HIGH + (rows - 1) * GAP

    def divide(self, width: float, room: float, *, whole: bool) -> tuple[FlowBlock | None, FlowBlock | None]:  # noqa: ARG002
        """They stay together."""
        return (self, None) if whole else (None, self)

    def paint(self, painter: Painter, x: float, top: float, width: float, height: float) -> None:  # noqa: ARG002
        """Paint the fields, then the words."""
        across = self._across(width)
        wide = (width - (across - 1) * GAP) / across
        places = [
            (tile, x + index % across * (wide + GAP), top - HIGH - index // across * (HIGH + GAP))
            for index, tile in enumerate(self.tiles)
        ]
        with painter.artifact("Layout"):
            painter.paint("\n".join(_field(painter, tile, left, low, wide) for tile, left, low in places))
        for tile, left, low in places:
            self._words(painter, tile, left, low, wide)

    def _words(self, painter: Painter, tile: Tile, left: float, low: float, wide: float) -> None:
        number, rest = tile.words
        voice = self._voice(tile)
        scale = min(1.0, wide / self._natural(tile))
        at, size = left + _lead(tile), NUMBER * scale
        first = Run(voice.face.font, size, voice.colour, at, low + BASELINE, f"{number} ")
        at += (voice.face.width(number) * size + PART) if number else 0.0
        second = Run(voice.face.font, WORD * scale, voice.colour, at, low + BASELINE, f"{rest} ")
        painter.show(tile.node, [first, second] if number else [second])

    def _voice(self, tile: Tile) -> StyledFace:
        return self.type.voice("bold", TILES[tile.badge.kind].front if tile.badge.ground else "ink")

    def _natural(self, tile: Tile) -> float:
        number, rest = tile.words
        numeral = self.number.width(number) * NUMBER + PART if number else 0.0
        return _lead(tile) + numeral + self.number.width(rest) * WORD + LEAD

    def _across(self, width: float) -> int:
        """How many are side by side."""
        natural = max((self._natural(tile) for tile in self.tiles), default=width)
        most = max(1, min(len(self.tiles), int((width + GAP) / (natural + GAP))))
        rows = -(-len(self.tiles) // most)
        return -(-len(self.tiles) // rows)


def _lead(tile: Tile) -> float:
    """From a tile's left edge to its words: one without a shape has no room for it."""
    return LEAD + (MARK if tile.badge.ground else 0.0)


def _field(painter: Painter, tile: Tile, x: float, y: float, width: float) -> str:
    """A field in the colour of the rating with its mark, or an outline without one."""
    back, front, mark = TILES[tile.badge.kind]
    if not tile.badge.ground:
        frame = rounded_rectangle(x + 0.5, y + 0.5, width - 1, HIGH - 1, RADIUS)
        return f"{colour_operands(painter.theme.colour('quiet'))} RG 1 w {frame} S"
    field = (
        f"{colour_operands(painter.theme.colour(back))} rg {rounded_rectangle(x, y, width, HIGH, RADIUS)} f"
    )
    centre = (x + LEAD + SHAPE, y + BASELINE + 0.34 * NUMBER)
    return f"{field}\n{mark(*centre, SHAPE, painter.theme.colour(front))}"


HIGH, GAP, RADIUS = 38.0, 8.0, 3.0
NUMBER, WORD = 22.0, 9.5
BASELINE = 11.5
LEAD, PART, MARK, SHAPE = 11.0, 6.0, 17.0, 5.0
"""From the edge to the shape, from the number to the word, the room of a shape, and its half."""
