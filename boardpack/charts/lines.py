"""The line chart: for many periods, and for values that columns from zero would make look alike."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.charts import drawn, matplotlib_setup
from boardpack.charts.artists import Stroke
from boardpack.charts.frame import ChartFrame, Letters, make_frame
from boardpack.charts.labels import line_labels
from boardpack.charts.layout import ChartBox, last_value
from boardpack.charts.text_metrics import bold, regular
from boardpack.document import Chart
from boardpack.drawing import Picture
from boardpack.theme import Theme

matplotlib_setup.import_matplotlib()

from matplotlib.artist import Artist  # noqa: E402 - matplotlib is imported once it has been started

DOT, LAST_DOT = 3.2, 5.5
"""Widths of the dots of values, and of the last one's."""


def draw(chart: Chart, box: ChartBox, theme: Theme) -> Picture:
    """Draw a line chart in its box."""
    letters = Letters(regular(theme), bold(theme))
    frame = make_frame(chart, box)
    artists = [
        *drawn.grid(frame),
        *drawn.baseline(frame),
        *drawn.rules(frame),
        *drawn.target_artists(frame),
        *drawn.others(frame, "column"),
        *_line(frame),
        *drawn.words(frame, letters, line_labels(frame, letters)),
    ]
    return drawn.drawn_picture(artists, frame, letters)


def _line(frame: ChartFrame) -> Iterator[Artist]:
    """The line and a dot for each value; a dot is a line of no length with round ends."""
    values = tuple(point.value for point in frame.chart.points)
    yield Stroke(drawn.curve(frame, values, frame.chart.breaks), "column_current", 1.75)
    last = last_value(frame.chart)
    for width in (DOT, LAST_DOT):
        dots = [
            [(x, y), (x + 0.01, y)]
            for index, point in enumerate(frame.chart.points)
            if point.value is not None and (point is last) == (width == LAST_DOT)
            for x, y in [(frame.centre(index), frame.level(point.value))]
        ]
        yield Stroke(dots, "column_current", width, cap="round")
