"""Records what matplotlib draws as a Picture: plain marks that a page can draw without matplotlib.

Only what a chart needs is recorded: paths, rectangular clips, dashes, and text in the theme's fonts.
What a Picture cannot hold (images, transparency, other fonts, mathematics) is refused and never
left out without a word.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path as File
from typing import Any

from boardpack.charts import matplotlib_setup
from boardpack.charts.palette import role_of
from boardpack.charts.text_metrics import FontMetrics
from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.errors import ProgrammingError

matplotlib_setup.start()

from matplotlib.artist import Artist  # noqa: E402 - matplotlib is imported once it has been started
from matplotlib.backend_bases import GraphicsContextBase, RendererBase  # noqa: E402
from matplotlib.font_manager import FontProperties  # noqa: E402
from matplotlib.path import Path as Outline  # noqa: E402
from matplotlib.transforms import Transform  # noqa: E402

SCALE = 1
"""The group of words that are figures of the scale."""
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}


def picture_of(
    artists: Iterable[Artist], width: float, height: float, faces: Iterable[FontMetrics]
) -> Picture:
    """Draw artists, whose points are the picture's own, from the back to the front, and record them.

    They need no Figure: importing one brings matplotlib's axes and projections, a third of its import.
    """
    recorder = Recorder(width, height, faces)
    for artist in artists:
        artist.draw(recorder)
    return recorder.picture


class Recorder(RendererBase):
    """The renderer that matplotlib draws on, in points; text is set in `faces`."""

    dpi = 72.0

    def __init__(self, width: float, height: float, faces: Iterable[FontMetrics]) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.marks: list[PathMark | TextMark] = []
        self._faces = {str(face.file): face for face in faces}

    @property
    def picture(self) -> Picture:
        """What it drew."""
        return Picture(_round(self.width), _round(self.height), tuple(self.marks))

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
        gc: GraphicsContextBase,
        path: Outline,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Record lines and areas."""
        fill = _opaque(gc, rgbFace)
        width = float(gc.get_linewidth())
        stroke = _opaque(gc, gc.get_rgb()) if width > 0 else ""
        if gc.get_hatch() or gc.get_clip_path() != (None, None):
            raise ProgrammingError("A Picture holds no hatching and no clip other than a rectangle.")
        operators = path_operators(path, transform)
        if not (fill or stroke) or not operators:
            return
        self.marks.append(
            PathMark(
                operators,
                fill=fill,
                stroke=stroke,
                width=_round(width) if stroke else 0.0,
                dash=_dash(gc) if stroke else (),
                cap=_CAPS[gc.get_capstyle()] if stroke else 0,
                join=_JOINS[gc.get_joinstyle()] if stroke else 0,
                clip=_clip(gc),
            )
        )

    def draw_text(  # noqa: PLR0917 - matplotlib's signature
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,  # noqa: ARG002
    ) -> None:
        """Record a line of text; x, y is the left end of its baseline."""
        _refuse_mathematics(ismath)
        role = _opaque(gc, gc.get_rgb())
        if role:
            face, size = self._face(prop), float(prop.get_size_in_points())
            place = _round(x), _round(y), _round(size)
            scale = gc.get_gid() == SCALE
            self.marks.append(TextMark(s, *place, face.weight, role, _round(angle), scale))

    def draw_image(self, *_: Any, **__: Any) -> None:
        """Refuse: a chart is drawn in lines and areas."""
        raise ProgrammingError("A Picture holds no image.")

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Measure a line as the page will set it."""
        _refuse_mathematics(ismath)
        face, size = self._face(prop), float(prop.get_size_in_points())
        return face.width(s, size), face.rise(size) + face.fall(size), face.fall(size)

    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[float, float, float]:
        """Ascent, descent and line gap, which matplotlib 3.11 else reads from the file each time."""
        face, size = self._face(prop), float(prop.get_size_in_points())
        return face.rise(size), face.fall(size), 0.0

    def _face(self, prop: FontProperties) -> FontMetrics:
        file = str(prop.get_file())
        if file not in self._faces:
            named = File(file).name if prop.get_file() else "matplotlib's default"
            raise ProgrammingError(f"Text in a chart is set in the theme's font files, not in {named}.")
        return self._faces[file]


def _refuse_mathematics(ismath: Any) -> None:
    """Stop where matplotlib took `$5m to $7m` for mathematics."""
    if ismath:
        raise ProgrammingError("Text in a chart is words, not mathematics: set its parse_math to False.")


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
            parts[begun:] = [*map(number, box), "re"] if box else [*parts[begun:], "h"]
            continue
        if code == Outline.CURVE3:
            points = _raised(here, points)
        here = (points[-2], points[-1])
        if code == Outline.MOVETO:
            begun, shape = len(parts), []
        shape.append(here if code in {Outline.MOVETO, Outline.LINETO} else (math.nan, math.nan))
        parts += [*map(number, points), _OPERATORS[int(code)]]
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
def number(value: float) -> str:
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


def _opaque(gc: GraphicsContextBase, colour: Any) -> str:
    """Return the role that a colour stands for, empty when it paints nothing; nothing is half transparent."""
    if colour is None:
        return ""
    alpha = gc.get_alpha() if gc.get_forced_alpha() else (colour[3] if len(colour) > 3 else 1.0)
    if alpha == 0:
        return ""
    if alpha != 1:
        raise ProgrammingError("A Picture holds no transparency: give the theme a colour for it.")
    return role_of(colour)


def _dash(gc: GraphicsContextBase) -> tuple[float, ...]:
    offset: Any
    lengths: Any
    offset, lengths = gc.get_dashes()
    if offset and lengths is not None:
        raise ProgrammingError("A Picture's dashes start with the line.")
    return () if lengths is None else tuple(_round(length) for length in lengths)


def _clip(gc: GraphicsContextBase) -> tuple[float, float, float, float] | None:
    box = gc.get_clip_rectangle()
    return None if box is None else _bounds(box)


def _bounds(box: Any) -> tuple[float, float, float, float]:
    x, y, width, height = box.bounds
    return _round(x), _round(y), _round(width), _round(height)


_OPERATORS = {1: "m", 2: "l", 3: "c", 4: "c"}
"""matplotlib's path codes MOVETO, LINETO, CURVE3 and CURVE4 as PDF operators (ISO 32000-1, table 59)."""
