"""Records what matplotlib draws as a Picture: plain marks that a page can draw without matplotlib.

Only what the artists of `boardpack.charts.artists` draw is recorded: paths, dashes, and text in the theme's
fonts. What a Picture cannot hold (other fonts, other colours) is refused and never left out without a word.
A picture holds roles and no colours, but matplotlib knows only colours; so each role has one that is for it
(`paint`), and the recorder reads the role back from it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path as File
from typing import Any

from boardpack.charts import matplotlib_setup
from boardpack.charts.text_metrics import FontMetrics
from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.errors import ProgrammingError
from boardpack.theme import COLOUR_ROLES

matplotlib_setup.import_matplotlib()

from matplotlib.artist import Artist  # noqa: E402 - matplotlib is imported once it has been started
from matplotlib.font_manager import FontProperties  # noqa: E402
from matplotlib.path import Path as Outline  # noqa: E402
from matplotlib.transforms import Transform  # noqa: E402


def paint(role: str) -> tuple[float, float, float, float]:
    """Return the colour that stands for a role; ProgrammingError for a role that does not exist."""
    try:
        return (COLOUR_ROLES.index(role) + 1) / 255, 0.0, 0.0, 1.0
    except ValueError:
        raise ProgrammingError(f"{role} is no colour role of a theme") from None


def colour_role(colour: Sequence[float]) -> str:
    """Return the role that a colour stands for; ProgrammingError for any other colour."""
    index = round(float(colour[0]) * 255) - 1
    if not (0 <= index < len(COLOUR_ROLES) and abs(float(colour[0]) - (index + 1) / 255) < 1e-6):
        raise ProgrammingError("A chart is painted in the roles of the theme, and in no other colour.")
    if float(colour[1]) or float(colour[2]):
        raise ProgrammingError("A chart is painted in the roles of the theme, and in no other colour.")
    return COLOUR_ROLES[index]


SCALE = 1
"""The group of words that are figures of the scale."""
_CAPS = {"butt": 0, "round": 1}


def picture_of(
    artists: Iterable[Artist], width: float, height: float, faces: Iterable[FontMetrics]
) -> Picture:
    """Draw artists, whose points are the picture's own, from the back to the front, and record them.

    They need no Figure: importing one brings matplotlib's axes and projections, a third of its import.
    """
    recorder = Recorder(width, height, faces)
    for artist in artists:
        artist.draw(recorder)  # type: ignore[arg-type]  # it has what our artists ask of a renderer
    return recorder.picture


class GraphicsContext:
    """How the next path or text is painted: what our artists set of matplotlib's GraphicsContextBase.

    That one, and RendererBase, are defined among all of matplotlib's texts, patches, collections and widgets,
    whose import is a tenth of a cold build.
    """

    def __init__(self) -> None:
        self.colour: Sequence[float] = ()
        self.width = 0.0
        self.dashes: tuple[float, ...] = ()
        self.cap = "butt"
        self.group = 0

    def set_foreground(self, colour: Sequence[float], *, isRGBA: bool) -> None:  # noqa: N803 - matplotlib's name
        """Set the colour of lines and text."""
        if not isRGBA:
            raise ProgrammingError("A colour is given by its parts.")
        self.colour = colour

    def set_linewidth(self, width: float) -> None:
        """Set the width of lines in points."""
        self.width = width

    def set_dashes(self, offset: float, dashes: Sequence[float]) -> None:
        """Set the lengths of dashes and gaps in points."""
        if offset:
            raise ProgrammingError("A Picture's dashes start with the line.")
        self.dashes = tuple(map(_round, dashes))

    def set_capstyle(self, cap: str) -> None:
        """Set how lines end."""
        self.cap = cap

    def set_joinstyle(self, join: str) -> None:
        """Take the one way in which lines are joined."""
        if join != "round":
            raise ProgrammingError("A Picture's lines are joined round.")

    def set_gid(self, group: int) -> None:
        """Set the group that text belongs to."""
        self.group = group

    def set_snap(self, snap: bool | None) -> None:
        """Take no notice: there are no pixels."""

    def restore(self) -> None:
        """Take no notice: nothing was saved."""


class Recorder:
    """The renderer that artists draw on, in points, with what ours ask of one; text is set in `faces`.

    An artist that asks for more (matplotlib's own Text, Line2D, collections) is refused by Python itself.
    """

    dpi = 72.0
    _raster_depth, _rasterizing = 0, False
    """matplotlib's Artist asks these: nothing is drawn in pixels."""

    def __init__(self, width: float, height: float, faces: Iterable[FontMetrics]) -> None:
        self.width, self.height = width, height
        self.marks: list[PathMark | TextMark] = []
        self._faces = {face.name: face for face in faces}

    @property
    def picture(self) -> Picture:
        """What it drew."""
        return Picture(_round(self.width), _round(self.height), tuple(self.marks))

    def new_gc(self) -> GraphicsContext:
        """Return how things are painted until an artist says otherwise."""
        return GraphicsContext()

    def flipy(self) -> bool:
        """Y grows upwards, as on the page."""
        return False

    def points_to_pixels(self, points: Any) -> Any:
        """A pixel is a point."""
        return points

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size in points."""
        return self.width, self.height

    def draw_path(
        self,
        gc: GraphicsContext,
        path: Outline,
        transform: Transform,
        rgbFace: Sequence[float] | None = None,  # noqa: N803
    ) -> None:
        """Record lines and areas."""
        fill = "" if rgbFace is None else colour_role(rgbFace)
        stroke = colour_role(gc.colour) if gc.width > 0 else ""
        operators = path_operators(path, transform)
        if not (fill or stroke) or not operators:
            return
        self.marks.append(
            PathMark(
                operators,
                fill=fill,
                stroke=stroke,
                width=_round(gc.width) if stroke else 0.0,
                dash=gc.dashes if stroke else (),
                cap=_CAPS[gc.cap] if stroke else 0,
                join=ROUND if stroke else 0,
            )
        )

    def draw_text(  # noqa: PLR0917 - matplotlib's signature
        self, gc: GraphicsContext, x: float, y: float, s: str, prop: FontProperties, angle: float
    ) -> None:
        """Record a line of text; x, y is the left end of its baseline."""
        face, size = self._face(prop), float(prop.get_size_in_points())
        place = _round(x), _round(y), _round(size)
        self.marks.append(
            TextMark(s, *place, face.weight, colour_role(gc.colour), _round(angle), gc.group == SCALE)
        )

    def _face(self, prop: FontProperties) -> FontMetrics:
        file = str(prop.get_file())
        if file not in self._faces:
            named = File(file).name if prop.get_file() else "matplotlib's default"
            raise ProgrammingError(f"Text in a chart is set in the theme's font files, not in {named}.")
        return self._faces[file]


ROUND = 1
"""PDF's number for lines that are joined round."""


def path_operators(path: Outline, transform: Transform) -> str:
    """Write a matplotlib path as PDF path operators in points; an upright rectangle as `re`."""
    parts: list[str] = []
    here = (0.0, 0.0)
    shape: list[tuple[float, float]] = []
    begun = 0
    for values, code in path.iter_segments(transform, remove_nans=False, simplify=False, curves=True):
        points: list[float] = values.tolist()
        if code == Outline.CLOSEPOLY:
            box = _rectangle(shape)
            parts[begun:] = [*map(svg_number, box), "re"] if box else [*parts[begun:], "h"]
            continue
        if code == Outline.CURVE3:
            points = _raised(here, points)
        here = (points[-2], points[-1])
        if code == Outline.MOVETO:
            begun, shape = len(parts), []
        shape.append(here if code in {Outline.MOVETO, Outline.LINETO} else (math.nan, math.nan))
        parts += [*map(svg_number, points), _OPERATORS[int(code)]]
    return " ".join(parts)


def _rectangle(shape: list[tuple[float, float]]) -> tuple[float, float, float, float] | None:
    """Left, bottom, width and height of a shape that is an upright rectangle."""
    if len(shape) != 4:
        return None
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = shape
    if (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0):
        left, low = min(x0, x2), min(y0, y2)
        return left, low, abs(x2 - x0), abs(y2 - y0)
    return None


@lru_cache(maxsize=4096)
def svg_number(value: float) -> str:
    """Write a length with as few figures as a hundredth of a point needs; a chart has most of them twice."""
    if not math.isfinite(value):
        raise ProgrammingError("A chart's geometry holds a number that is not finite.")
    return f"{_round(value):g}" if abs(value) < 1e4 else f"{_round(value):.2f}".rstrip("0").rstrip(".")


def _round(value: float) -> float:
    return round(float(value), 2) + 0.0  # + 0.0 turns -0.0 into 0.0


def _raised(start: tuple[float, float], points: list[float]) -> list[float]:
    """Write a quadratic curve, which PDF lacks, as the cubic that is the same curve."""
    control_x, control_y, end_x, end_y = points
    return [
        start[0] + 2 / 3 * (control_x - start[0]),
        start[1] + 2 / 3 * (control_y - start[1]),
        end_x + 2 / 3 * (control_x - end_x),
        end_y + 2 / 3 * (control_y - end_y),
        end_x,
        end_y,
    ]


_OPERATORS = {1: "m", 2: "l", 3: "c", 4: "c"}
"""matplotlib's path codes MOVETO, LINETO, CURVE3 and CURVE4 as PDF operators (ISO 32000-1, table 59)."""
