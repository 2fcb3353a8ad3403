"""The column chart: a column for each period on a common zero, plain or in parts that make a whole."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.charts import drawn, matplotlib_setup
from boardpack.charts.artists import FilledArea, Stroke
from boardpack.charts.frame import ChartFrame, Letters, make_frame
from boardpack.charts.labels import head_labels
from boardpack.charts.layout import ChartBox
from boardpack.charts.text_metrics import bold, regular
from boardpack.document import Chart, ChartKind
from boardpack.drawing import Colour, Picture
from boardpack.theme import Theme

matplotlib_setup.import_matplotlib()

from matplotlib.artist import Artist  # noqa: E402 - matplotlib is imported once it has been started


def draw(chart: Chart, box: ChartBox, theme: Theme) -> Picture:
    """Draw a column chart in its box."""
    letters = Letters(regular(theme), bold(theme))
    frame = make_frame(chart, box)
    columns = _parts(frame) if chart.kind is ChartKind.STACKED else _columns(frame, theme)
    artists = [
        *drawn.grid(frame),
        *columns,
        *drawn.baseline(frame),
        *drawn.rules(frame),
        Stroke(drawn.pale_edges(frame), "paper", 2.45),
        *drawn.target_artists(frame),
        *drawn.others(frame, "ink"),
        *drawn.words(frame, letters, head_labels(frame, letters)),
    ]
    return drawn.drawn_picture(artists, frame, letters)


def _columns(frame: ChartFrame, theme: Theme) -> Iterator[Artist]:
    """The columns; the current one is outlined where its tone alone would not tell it apart in grey."""
    for current in (False, True):
        shapes = [
            _column(frame, index, 0.0, point.value)
            for index, point in enumerate(frame.chart.points)
            if point.value and point.current == current
        ]
        role = "column_current" if current else "column"
        alike = current and contrast(theme.colour(role), theme.colour("column")) < 3
        if shapes:
            yield FilledArea(shapes, role, "ink" if alike else "", 1.2)


def _parts(frame: ChartFrame) -> Iterator[Artist]:
    """The parts of each column one upon the other, each in its tone, with a pale edge between them."""
    for number, role in enumerate(PART_ROLES[: len(frame.chart.part_words)]):
        shapes = [
            _column(frame, index, sum(point.parts[:number]), sum(point.parts[: number + 1]))
            for index, point in enumerate(frame.chart.points)
            if len(point.parts) > number and point.parts[number]
        ]
        if shapes:
            yield FilledArea(shapes, role, "ink" if role == "paper" else "paper", 0.75)


def _column(frame: ChartFrame, index: int, start: float, end: float) -> list[tuple[float, float]]:
    left, right = frame.centre(index) - frame.column / 2, frame.centre(index) + frame.column / 2
    foot, head = frame.level(start), frame.level(end)
    return [(left, foot), (left, head), (right, head), (right, foot)]


PART_ROLES = ("column_current", "column", "brand_soft", "paper")
"""From the lowest part up: dark to pale, so that they are distinguished in grey."""


def luminance(colour: Colour) -> float:
    """Relative luminance of an sRGB colour, 0 for black to 1 for white (WCAG 2.2, Definitions)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, success criterion 1.4.3)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
