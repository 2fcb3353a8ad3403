"""What a chart is drawn with: matplotlib artists that know where they stand, in points on the figure.

matplotlib's own Text and collections work out transforms, layout, colour maps and picking each time
they are drawn; a chart whose every point is known needs none of it, and is drawn in a third of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal

from boardpack.charts import matplotlib_setup
from boardpack.charts.frame import ChartLabel
from boardpack.charts.text_metrics import FontMetrics
from boardpack.drawing import Colour

matplotlib_setup.start()

from matplotlib.artist import Artist  # noqa: E402 - matplotlib is imported once it has been started
from matplotlib.backend_bases import GraphicsContextBase, RendererBase  # noqa: E402
from matplotlib.font_manager import FontProperties  # noqa: E402
from matplotlib.path import Path  # noqa: E402
from matplotlib.transforms import IdentityTransform  # noqa: E402

Points = Sequence[tuple[float, float]]


class Stroke(Artist):
    """Lines of one colour and width, each through its points; dashes are in widths of the line."""

    def __init__(
        self,
        lines: Sequence[Points],
        ink: Colour,
        width: float,
        dash: tuple[float, ...] = (),
        cap: Literal["butt", "round"] = "butt",
    ) -> None:
        super().__init__()
        self._lines, self._ink, self._width, self._dash, self._cap = lines, ink, width, dash, cap

    def draw(self, renderer: RendererBase) -> None:
        """Hand each line to the renderer."""
        if not self.get_visible():
            return
        style = _style(self, renderer, self._ink, self._width)
        if self._dash:
            style.set_dashes(0, [_pixels(renderer, part * self._width) for part in self._dash])
        style.set_capstyle(self._cap)
        for line in self._lines:
            renderer.draw_path(style, Path(line), _AS_IT_IS)
        style.restore()


class Area(Artist):
    """Closed shapes of one colour, with an outline if `edge` gives its colour."""

    def __init__(self, shapes: Sequence[Points], fill: Colour, edge: Colour | None, width: float) -> None:
        super().__init__()
        self._shapes, self._fill, self._edge, self._width = shapes, fill, edge, width

    def draw(self, renderer: RendererBase) -> None:
        """Hand each shape to the renderer."""
        if not self.get_visible():
            return
        style = _style(self, renderer, self._edge or self._fill, self._width if self._edge else 0.0)
        for shape in self._shapes:
            renderer.draw_path(style, Path([*shape, shape[0]], closed=True), _AS_IT_IS, (*self._fill, 1.0))
        style.restore()


class Lines(Artist):
    """Lines of text, each of a colour, from a known point on its baseline."""

    def __init__(self, lines: Sequence[tuple[ChartLabel, Colour]]) -> None:
        super().__init__()
        self._lines = lines

    def draw(self, renderer: RendererBase) -> None:
        """Hand each line to the renderer, whose y may grow downwards."""
        if not self.get_visible():
            return
        style, height = renderer.new_gc(), renderer.get_canvas_width_height()[1]
        for label, ink in self._lines:
            style.set_foreground((*ink, 1.0), isRGBA=True)
            y = height - label.y if renderer.flipy() else label.y
            renderer.draw_text(style, label.x, y, label.text, _font(label.face, label.size), label.angle)
        style.restore()


def _style(artist: Artist, renderer: RendererBase, ink: Colour, width: float) -> GraphicsContextBase:
    style = renderer.new_gc()
    style.set_foreground((*ink, 1.0), isRGBA=True)
    style.set_linewidth(_pixels(renderer, width))
    style.set_snap(artist.get_snap())
    return style


def _pixels(renderer: RendererBase, points: float) -> float:
    pixels: Any = renderer.points_to_pixels(points)
    return float(pixels)


@lru_cache(maxsize=64)
def _font(face: FontMetrics, size: float) -> FontProperties:
    return FontProperties(fname=str(face.file), size=size)


_AS_IT_IS = IdentityTransform()
"""The points are the figure's own."""
