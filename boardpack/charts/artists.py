"""What a chart is drawn with: matplotlib artists that know where they are, in points on the figure.

matplotlib's own Text and collections work out transforms, layout, colour maps and picking each time
they are drawn; a chart whose every point is known needs none of it, and is drawn in a third of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from boardpack.charts import matplotlib_setup
from boardpack.charts.frame import ChartLabel
from boardpack.charts.recorder import SCALE, paint
from boardpack.charts.text_metrics import FontMetrics

matplotlib_setup.import_matplotlib()

from matplotlib.artist import Artist  # noqa: E402 - matplotlib is imported once it has been started
from matplotlib.font_manager import FontProperties  # noqa: E402
from matplotlib.path import Path  # noqa: E402
from matplotlib.transforms import IdentityTransform  # noqa: E402

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase, RendererBase

Points = Sequence[tuple[float, float]]


class Stroke(Artist):
    """Lines of one colour and width, each through its points; dashes are in points."""

    def __init__(
        self,
        lines: Sequence[Points],
        role: str,
        width: float,
        dash: tuple[float, ...] = (),
        cap: Literal["butt", "round"] = "butt",
    ) -> None:
        super().__init__()
        self._lines, self._role, self._width, self._dash, self._cap = lines, role, width, dash, cap

    def draw(self, renderer: RendererBase) -> None:
        """Hand the lines to the renderer as one path."""
        if not self.get_visible() or not self._lines:
            return
        style = _style(self, renderer, self._role, self._width)
        if self._dash:
            style.set_dashes(0, [_pixels(renderer, part) for part in self._dash])
        style.set_capstyle(self._cap)
        style.set_joinstyle("round")
        renderer.draw_path(style, _compound(self._lines, closed=False), _AS_IT_IS)
        style.restore()


class FilledArea(Artist):
    """Closed shapes of one colour, with an outline if `edge` gives its role."""

    def __init__(self, shapes: Sequence[Points], fill: str, edge: str = "", width: float = 0.0) -> None:
        super().__init__()
        self._shapes, self._fill, self._edge, self._width = shapes, fill, edge, width

    def draw(self, renderer: RendererBase) -> None:
        """Hand the shapes to the renderer as one path."""
        if not self.get_visible() or not self._shapes:
            return
        style = _style(self, renderer, self._edge or self._fill, self._width if self._edge else 0.0)
        renderer.draw_path(style, _compound(self._shapes, closed=True), _AS_IT_IS, paint(self._fill))
        style.restore()


class Lines(Artist):
    """Lines of text, each from a known point on its baseline."""

    def __init__(self, lines: Sequence[ChartLabel]) -> None:
        super().__init__()
        self._lines = lines

    def draw(self, renderer: RendererBase) -> None:
        """Hand each line to the renderer, whose y may grow downwards."""
        if not self.get_visible():
            return
        style, height = renderer.new_gc(), renderer.get_canvas_width_height()[1]
        for label in self._lines:
            style.set_foreground(paint(label.role), isRGBA=True)
            style.set_gid(SCALE if label.scale else 0)
            y = height - label.y if renderer.flipy() else label.y
            renderer.draw_text(style, label.x, y, label.text, _font(label.face, label.size), 0)
        style.restore()


def _compound(shapes: Sequence[Points], *, closed: bool) -> Path:
    """One path of several shapes."""
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for shape in shapes:
        points += [*shape, shape[0]] if closed else shape
        codes += [int(Path.MOVETO), *[int(Path.LINETO)] * (len(shape) - 1)]
        codes += [int(Path.CLOSEPOLY)] if closed else []
    return Path(points, codes)


def _style(artist: Artist, renderer: RendererBase, role: str, width: float) -> GraphicsContextBase:
    style = renderer.new_gc()
    style.set_foreground(paint(role), isRGBA=True)
    style.set_linewidth(_pixels(renderer, width))
    style.set_snap(artist.get_snap())
    return style


def _pixels(renderer: RendererBase, points: float) -> float:
    pixels: Any = renderer.points_to_pixels(points)
    return float(pixels)


@lru_cache(maxsize=64)
def _font(face: FontMetrics, size: float) -> FontProperties:
    return FontProperties(fname=face.name, size=size)


_AS_IT_IS = IdentityTransform()
"""The points are the figure's own."""
