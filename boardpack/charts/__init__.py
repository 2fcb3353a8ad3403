"""Charts: a chart's figures, a box and a theme make a Picture, by matplotlib.

A kind of chart is chosen by a pack, and is drawn in one of the forms of this package. To add a kind, see
`boardpack.compose.charts`; a form, see `layout`.

matplotlib is imported only when a chart is really drawn: `cache.ChartCache` answers without it when the
same chart has been drawn before.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterator
from typing import Protocol, cast

from boardpack.charts.layout import FORMS, ChartBox
from boardpack.document import Chart
from boardpack.drawing import Picture
from boardpack.errors import BoardpackError, ProgrammingError
from boardpack.theme import Theme

__all__ = ["DrawChart", "draw"]

DrawChart = Callable[[Chart, ChartBox, Theme], Picture]
"""What draws a chart in a box: `draw` here, or one that keeps pictures."""

LEAST_PITCH, LEAST_PLOT = 2.0, 20.0
"""Points below which no chart can be drawn."""
_LARGEST = 1e15
"""Beyond this a figure is no longer exact as a float, and no scale could be written."""


class _Drawer(Protocol):
    """A module of this package that draws one form of chart."""

    def draw(self, chart: Chart, box: ChartBox, theme: Theme) -> Picture: ...


def draw(chart: Chart, box: ChartBox, theme: Theme) -> Picture:
    """Draw a chart in its box. Raises BoardpackError for a figure that no chart can show."""
    _refuse(chart, box, theme)
    module = cast("_Drawer", importlib.import_module(FORMS[box.form].module))
    return module.draw(chart, box, theme)


def _refuse(chart: Chart, box: ChartBox, theme: Theme) -> None:
    """Stop at what would be drawn wrong or vanish."""
    if not (box.pitch >= LEAST_PITCH and box.plot >= LEAST_PLOT):
        raise BoardpackError(
            f"styles/{theme.name}/theme.toml: a chart needs {LEAST_PITCH:g} points a period and a plot "
            f"of {LEAST_PLOT:g}, and the page leaves it {box.pitch:.1f} and {box.plot:.0f}. Make the sizes "
            "under [sizes] smaller (`note` first), or the page under [page] larger, or set the section's "
            "charts to `none`."
        )
    if not chart.points:
        raise ProgrammingError("A chart has at least one period.")
    if not all(0 <= index < len(chart.points) for index in (*chart.breaks, *_indices(chart))):
        raise ProgrammingError("A break, a mark and an event belong to a period of the series.")
    for name, figure in _figures(chart):
        if not (math.isfinite(figure) and abs(figure) <= _LARGEST):
            raise BoardpackError(
                f"A chart cannot show {figure:g} ({name}): a figure must be finite and below a million "
                "billion. Correct the figure, or set the indicator's chart to `none`."
            )


def _indices(chart: Chart) -> Iterator[int]:
    yield from (mark.index for mark in chart.marks)
    yield from (event.index for event in chart.events)


def _figures(chart: Chart) -> Iterator[tuple[str, float]]:
    """Every figure of a chart, with what it is."""
    for point in chart.points:
        yield from ((point.label, figure) for figure in (point.value, *point.parts) if figure is not None)
        if point.target is not None:
            yield f"the target of {point.label}", point.target
    yield from (("the scale", figure) for figure in chart.extent or ())
    yield from ((mark.words, mark.value) for mark in chart.marks)
    for other in chart.others:
        yield from ((other.words, figure) for figure in other.values if figure is not None)
