"""A drawing as a plain list of marks: what a chart is once it has been drawn, before it is on a page.

`boardpack.charts` makes one with matplotlib; `boardpack.render.pdf` puts it on a page without
matplotlib. Coordinates are points from the picture's lower left corner. A mark names a colour by its role in
the theme (`column`, `ink`, `target`), so that one picture serves a page, a web edition and its dark mode;
text names a weight of the theme's font. Written as JSON, a mark is a list that begins with its kind.
"""

from __future__ import annotations

from msgspec import Struct

Colour = tuple[float, float, float]
"""sRGB in 0…1: what a role of the theme is resolved to."""


class PathMark(Struct, frozen=True, tag=True, array_like=True):
    """Lines and areas, in PDF path operators (`x y m`, `x y l`, `… c`, `h`, `x y w h re`)."""

    operators: str
    fill: str = ""
    """Colour role; empty for none."""
    stroke: str = ""
    width: float = 0.0
    """Line width in points."""
    dash: tuple[float, ...] = ()
    cap: int = 0
    """0 butt, 1 round, 2 projecting (PDF's numbers)."""
    join: int = 0


class TextMark(Struct, frozen=True, tag=True, array_like=True):
    """A line of text; x, y is the left end of its baseline."""

    text: str
    x: float
    y: float
    size: float
    weight: str = "regular"
    """`regular` or `bold`."""
    role: str = "ink"
    """Colour role."""
    angle: float = 0.0
    """Degrees anticlockwise."""
    scale: bool = False
    """Whether it is part of the scale: read by the eye alone, since text alternatives name the values."""


class Picture(Struct, frozen=True):
    """A finished drawing."""

    width: float
    height: float
    marks: tuple[PathMark | TextMark, ...]
