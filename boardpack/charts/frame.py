"""Where things are in a chart: the plot, its periods and its scale, in points from the lower left."""

from __future__ import annotations

from msgspec import Struct

from boardpack.charts.layout import COLUMN_SHARE, MOST_COLUMN, TEXT, ChartBox, scale_of
from boardpack.charts.scale import Scale
from boardpack.charts.text_metrics import FontMetrics
from boardpack.document import Chart, Point


class Letters(Struct, frozen=True):
    """The two faces that a chart is set in."""

    regular: FontMetrics
    bold: FontMetrics

    def of(self, point: Point) -> FontMetrics:
        """Return the face of a period's words: the current period's are bold."""
        return self.bold if point.current else self.regular

    def measure(self, text: str, size: float, *, strong: bool) -> float:
        """The width in points of words at a size."""
        return (self.bold if strong else self.regular).width(text, size)


class ChartLabel(Struct, frozen=True):
    """A line of words: x, y is the left end of its baseline."""

    text: str
    x: float
    y: float
    size: float
    face: FontMetrics
    role: str = "ink"
    """The theme's colour for it."""
    scale: bool = False
    """Whether it is a figure of the scale."""
    value: bool = False
    """Whether it is the value of a period, in the plot."""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the room it takes."""
        length = self.face.width(self.text, self.size)
        return self.x, self.y - self.face.fall(self.size), self.x + length, self.y + self.face.rise(self.size)


class ChartFrame(Struct, frozen=True):
    """The plot and its scale."""

    chart: Chart
    box: ChartBox
    scale: Scale

    @property
    def left(self) -> float:
        """Left side of the plot."""
        return self.box.left

    @property
    def right(self) -> float:
        """Right side of the plot."""
        return self.box.left + len(self.chart.points) * self.box.pitch

    @property
    def bottom(self) -> float:
        """Foot of the plot."""
        return self.box.foot

    @property
    def top(self) -> float:
        """Top of the plot."""
        return self.box.foot + self.box.plot

    @property
    def column(self) -> float:
        """Width of a column."""
        return min(MOST_COLUMN, COLUMN_SHARE * self.box.pitch)

    @property
    def zero(self) -> float:
        """Height that columns are on."""
        return self.level(max(0.0, self.scale.low))

    def level(self, value: float) -> float:
        """Height in the picture at which a value is."""
        return self.bottom + self.scale.share(value) * self.box.plot

    def centre(self, index: float) -> float:
        """Middle of a period."""
        return self.left + (index + 0.5) * self.box.pitch

    def border(self, index: int) -> float:
        """Left side of a period."""
        return self.left + index * self.box.pitch


def make_frame(chart: Chart, box: ChartBox) -> ChartFrame:
    """Lay the scale over a chart's box."""
    return ChartFrame(chart, box, scale_of(chart, box.form, box.plot))


def middle(face: FontMetrics, size: float = TEXT) -> float:
    """From a baseline up to the middle of figures."""
    return face.rise(size) / 2
