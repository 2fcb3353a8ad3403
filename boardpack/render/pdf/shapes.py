"""Shapes drawn beside words: badges, letters' tints, arrows. The theme's fonts lack such glyphs.

Each differs from the others in its form, so that it reads in grey; each is beside a word that says
the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from boardpack.content import BadgeKind
from boardpack.drawing import Colour
from boardpack.render.pdf.canvas import colour_operands, operands
from boardpack.theme import Theme


class InlineShape(Enum):
    """What is drawn behind or beside words, for the eye only."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BEST = "best"
    FAIR = "fair"
    LOW = "low"
    NONE = "none"
    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"
    RED_TINT = "red_tint"
    AMBER_TINT = "amber_tint"
    GREEN_TINT = "green_tint"
    NONE_TINT = "none_tint"
    BEST_TINT = "best_tint"
    FAIR_TINT = "fair_tint"
    LOW_TINT = "low_tint"
    RED_MARK = "red_mark"
    AMBER_MARK = "amber_mark"
    GREEN_MARK = "green_mark"
    NONE_MARK = "none_mark"
    BEST_MARK = "best_mark"
    FAIR_MARK = "fair_mark"
    LOW_MARK = "low_mark"
    BETTER_UP = "better_up"
    BETTER_DOWN = "better_down"
    BETTER_LEVEL = "better_level"
    WORSE_UP = "worse_up"
    WORSE_DOWN = "worse_down"
    WORSE_LEVEL = "worse_level"
    NEITHER_UP = "neither_up"
    NEITHER_DOWN = "neither_down"
    NEITHER_LEVEL = "neither_level"


CURVE = 0.5523
"""Of a quarter circle's control points."""


class Room(NamedTuple):
    """Where a shape goes, in points: from `x` over `width`, beside words of `size` on `baseline`."""

    x: float
    baseline: float
    width: float
    size: float
    theme: Theme


def draw_shape(shape: InlineShape, room: Room) -> str:
    """Operators that draw a shape; they leave q and Q balanced.

    Its origin is moved to its place, so that equal shapes have equal operators, which compress to little.
    """
    here = operands(room.x, room.baseline)
    return f"q 1 0 0 1 {here} cm {SHAPES[shape](room._replace(x=0.0, baseline=0.0))} Q"


Drawing = Callable[[Room], str]


def _badge(back: str, front: str, mark: Callable[[float, float, float, Colour], str]) -> Drawing:
    """A rounded field with a mark at its left end."""

    def draw(room: Room) -> str:
        x, baseline, width, size, theme = room
        field = rounded_rectangle(x, baseline - 0.3 * size, width, 1.26 * size, 0.26 * size)
        centre = (x + 0.74 * size, baseline + 0.335 * size)
        drawn = mark(*centre, 0.33 * size, theme.colour(front))
        return f"{colour_operands(theme.colour(back))} rg {field} f\n{drawn}"

    return draw


class TileLook(NamedTuple):
    """The colours of a rating's field and of the words on it, and its mark."""

    back: str
    front: str
    mark: Callable[[float, float, float, Colour], str]


def _tint(back: str) -> Drawing:
    """A field as high as the line, with a hair's gap to the next."""

    def draw(room: Room) -> str:
        x, baseline, width, size, theme = room
        field = operands(x + 0.25, baseline - 0.3 * size, width - 0.5, 1.26 * size)
        return f"{colour_operands(theme.colour(back))} rg {field} re f"

    return draw


def _mark(colour: str, mark: Callable[[float, float, float, Colour], str]) -> Drawing:
    """A rating's shape by itself, on paper."""

    def draw(room: Room) -> str:
        x, baseline, _, size, theme = room
        return mark(x + 0.38 * size, baseline + 0.34 * size, 0.36 * size, theme.colour(colour))

    return draw


def _outlined_triangle(room: Room) -> str:
    """Amber's shape on paper: amber itself is too pale there, so its outline is dark."""
    x, baseline, _, size, theme = room
    centre, reach = (x + 0.38 * size, baseline + 0.34 * size), 0.33 * size
    outline = colour_operands(theme.colour("on_amber"))
    filled = triangle(*centre, reach, theme.colour("amber"))
    return f"{outline} RG {operands(0.09 * size)} w 1 j {filled.removesuffix('f')}B"


def _arrow(colour: str, points: tuple[tuple[float, float], ...]) -> Drawing:
    """A filled arrow; points in ems from its centre."""

    def draw(room: Room) -> str:
        x, baseline, _, size, theme = room
        at_x, at_y = x + 0.42 * size, baseline + 0.34 * size
        path = polygon([(at_x + across * size, at_y + up * size) for across, up in points])
        return f"{colour_operands(theme.colour(colour))} rg {path} f"

    return draw


def disc(x: float, y: float, radius: float, colour: Colour) -> str:
    """A disc: ●."""
    return f"{colour_operands(colour)} rg {circle(x, y, radius)} f"


def ring(x: float, y: float, radius: float, colour: Colour) -> str:
    """A ring: ○."""
    return f"{colour_operands(colour)} RG {operands(radius * 0.4)} w {circle(x, y, radius * 0.82)} S"


def triangle(x: float, y: float, radius: float, colour: Colour) -> str:
    """A triangle: ▲."""
    wide, low = radius * 1.08, radius * 0.86
    path = polygon([(x - wide, y - low), (x + wide, y - low), (x, y + radius)])
    return f"{colour_operands(colour)} rg {path} f"


def square(x: float, y: float, radius: float, colour: Colour) -> str:
    """A square: ■."""
    half = radius * 0.88
    return f"{colour_operands(colour)} rg {operands(x - half, y - half, 2 * half, 2 * half)} re f"


def diamond_path(x: float, y: float, radius: float, colour: Colour) -> str:
    """A diamond: ◆."""
    path = polygon([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)])
    return f"{colour_operands(colour)} rg {path} f"


def wedge(x: float, y: float, radius: float, colour: Colour) -> str:
    """A triangle on its point: ▼."""
    wide, high = radius * 1.08, radius * 0.86
    path = polygon([(x - wide, y + high), (x + wide, y + high), (x, y - radius)])
    return f"{colour_operands(colour)} rg {path} f"


def star(x: float, y: float, radius: float, colour: Colour) -> str:
    """A star with five points: ★."""
    turns = [math.pi / 2 + math.pi * step / 5 for step in range(10)]
    reach = [radius * (1.1 if step % 2 == 0 else 0.45) for step in range(10)]
    points = [(x + r * math.cos(t), y + r * math.sin(t)) for r, t in zip(reach, turns, strict=True)]
    return f"{colour_operands(colour)} rg {polygon(points)} f"


def tick(x: float, y: float, radius: float, colour: Colour) -> str:
    """A tick: ✓."""
    start, low, end = (x - radius, y), (x - radius * 0.25, y - radius * 0.75), (x + radius, y + radius * 0.8)
    line = f"{operands(*start)} m {operands(*low)} l {operands(*end)} l S"
    return f"{colour_operands(colour)} RG {operands(radius * 0.45)} w {line}"


def circle(x: float, y: float, radius: float) -> str:
    """A closed path, not yet painted."""
    curve = radius * CURVE
    quarters = (
        (radius, curve, curve, radius, 0.0, radius),
        (-curve, radius, -radius, curve, -radius, 0.0),
        (-radius, -curve, -curve, -radius, 0.0, -radius),
        (curve, -radius, radius, -curve, radius, 0.0),
    )
    arcs = [operands(x + a, y + b, x + c, y + d, x + e, y + f) + " c" for a, b, c, d, e, f in quarters]
    return f"{operands(x + radius, y)} m {' '.join(arcs)} h"


def rounded_rectangle(x: float, y: float, width: float, height: float, radius: float) -> str:
    """A rectangle with round corners: a closed path, not yet painted."""
    radius = min(radius, width / 2, height / 2)
    gap = radius * (1 - CURVE)
    right, top = x + width, y + height
    return " ".join(
        (
            f"{operands(x + radius, y)} m {operands(right - radius, y)} l",
            f"{operands(right - gap, y, right, y + gap, right, y + radius)} c",
            f"{operands(right, top - radius)} l",
            f"{operands(right, top - gap, right - gap, top, right - radius, top)} c",
            f"{operands(x + radius, top)} l",
            f"{operands(x + gap, top, x, top - gap, x, top - radius)} c",
            f"{operands(x, y + radius)} l",
            f"{operands(x, y + gap, x + gap, y, x + radius, y)} c h",
        )
    )


def polygon(points: list[tuple[float, float]]) -> str:
    """A closed path, not yet painted."""
    first, *rest = points
    return f"{operands(*first)} m {' '.join(f'{operands(*point)} l' for point in rest)} h"


def _turned(points: tuple[tuple[float, float], ...], turns: int) -> tuple[tuple[float, float], ...]:
    """Points turned clockwise by quarters."""
    for _ in range(turns):
        points = tuple((up, -across) for across, up in points)
    return points


TILES: Mapping[BadgeKind, TileLook] = MappingProxyType(
    {
        BadgeKind.RED: TileLook("red", "on_red", square),
        BadgeKind.AMBER: TileLook("amber", "on_amber", triangle),
        BadgeKind.GREEN: TileLook("green", "on_green", disc),
        BadgeKind.BEST: TileLook("best", "on_best", star),
        BadgeKind.FAIR: TileLook("fair", "on_fair", diamond_path),
        BadgeKind.LOW: TileLook("low", "on_low", wedge),
        BadgeKind.NONE: TileLook("none", "on_none", ring),
        BadgeKind.OVERDUE: TileLook("red", "on_red", diamond_path),
        BadgeKind.OPEN: TileLook("none_soft", "ink", ring),
        BadgeKind.DONE: TileLook("green_soft", "ink", tick),
    }
)
"""How the field of each kind of badge looks, small beside words or large as a tile."""

UP = (
    (-0.09, -0.36), (0.09, -0.36), (0.09, 0.02), (0.3, 0.02), (0.0, 0.38), (-0.3, 0.02), (-0.09, 0.02),
)  # fmt: skip
"""An arrow, in ems from its centre."""

ARROW_TURNS = {"up": 0, "level": 1, "down": 2}
SENSE_COLOURS = {"better": "on_green", "worse": "red", "neither": "quiet"}

SHAPES: Mapping[InlineShape, Drawing] = MappingProxyType(
    {
        InlineShape.RED_TINT: _tint("red_soft"),
        InlineShape.AMBER_TINT: _tint("amber_soft"),
        InlineShape.GREEN_TINT: _tint("green_soft"),
        InlineShape.NONE_TINT: _tint("none_soft"),
        InlineShape.BEST_TINT: _tint("best_soft"),
        InlineShape.FAIR_TINT: _tint("fair_soft"),
        InlineShape.LOW_TINT: _tint("low_soft"),
        InlineShape.RED_MARK: _mark("red", square),
        InlineShape.AMBER_MARK: _outlined_triangle,
        InlineShape.GREEN_MARK: _mark("on_green", disc),
        InlineShape.NONE_MARK: _mark("on_none", ring),
        InlineShape.BEST_MARK: _mark("best", star),
        InlineShape.FAIR_MARK: _mark("on_fair", diamond_path),
        InlineShape.LOW_MARK: _mark("low", wedge),
    }
    | {InlineShape(kind.value): _badge(*look) for kind, look in TILES.items()}
    | {
        InlineShape(f"{sense}_{direction}"): _arrow(colour, _turned(UP, turns))
        for sense, colour in SENSE_COLOURS.items()
        for direction, turns in ARROW_TURNS.items()
    }
)
"""How each shape is drawn. To add one, add it to Shape and a row here."""
