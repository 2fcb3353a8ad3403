"""Charts: a chart's figures, a size and a theme make a Picture, by matplotlib.

To add a kind of chart: add its value to `boardpack.document` and to `Chart` there, write a module
here with `draw(chart, width, height, theme) -> Picture` that makes matplotlib artists and hands them to
`recorder.picture_of`, and add its row to `CHARTS`. The tests and the cache then cover it.

matplotlib is imported only when a chart is really drawn: `cache.ChartCache` answers without it when the
same chart has been drawn before.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Protocol, cast

from boardpack.document import Chart, ColumnChart
from boardpack.drawing import Picture
from boardpack.theme import Theme

__all__ = ["CHARTS", "DrawChart", "draw"]

DrawChart = Callable[[Chart, float, float, Theme], Picture]
"""What draws a chart in a box of a width and a height in points: `draw` here, or one that keeps pictures."""


class _Drawer(Protocol):
    """A module of this room that draws one kind of chart."""

    def draw(self, chart: Chart, width: float, height: float, theme: Theme) -> Picture: ...


def draw(chart: Chart, width: float, height: float, theme: Theme) -> Picture:
    """Draw a chart in a box of `width` by `height` points.

    Raises BoardpackError for a figure that the kind of chart cannot show, such as a negative one.
    """
    module = cast("_Drawer", importlib.import_module(CHARTS[type(chart)]))
    return module.draw(chart, width, height, theme)


CHARTS: dict[type, str] = {
    ColumnChart: "boardpack.charts.columns",
}
"""The module that draws each kind of chart."""
