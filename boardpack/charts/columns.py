"""The column chart: a column for each month, a line for the target.

Title, caption and the note on the good side of the target are not drawn: the page sets them as text.
How the months, the values and the scale are written when room is scarce is told where it is decided,
in `frame` and `scale`; where words go, in `labels`.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.charts import matplotlib_setup
from boardpack.charts.artists import Area, Lines, Stroke
from boardpack.charts.contrast import clearer, contrast
from boardpack.charts.frame import BREAK_RULE, ChartFrame, ChartLabel, Letters, make_frame
from boardpack.charts.labels import Lettered, letter
from boardpack.charts.recorder import picture_of
from boardpack.charts.text_metrics import bold, regular
from boardpack.document import ColumnChart
from boardpack.drawing import Colour, Picture
from boardpack.errors import BoardpackError, ProgrammingError
from boardpack.theme import Theme

matplotlib_setup.start()

from matplotlib.artist import Artist  # noqa: E402 - matplotlib is imported once it has been started

LEAST_WIDTH, LEAST_HEIGHT = 110.0, 70.0
"""Points below which a column chart cannot be read."""
_LARGEST = 1e15
"""Beyond this a figure is no longer exact as a float, and no scale could be written."""


def draw(chart: ColumnChart, width: float, height: float, theme: Theme) -> Picture:
    """Draw a column chart in a box of `width` by `height` points.

    Raises BoardpackError for a negative, infinite or undefined figure, which columns cannot show.
    """
    _refuse(chart, width, height, theme)
    letters = Letters(regular(theme), bold(theme))
    frame = make_frame(chart, width, height, letters)
    lettered = letter(chart, frame, letters)
    artists = _artists(chart, frame, lettered, theme)
    return picture_of(artists, width, height, (letters.regular, letters.bold))


def _refuse(chart: ColumnChart, width: float, height: float, theme: Theme) -> None:
    """Stop at what would be drawn wrong or vanish."""
    if not (width >= LEAST_WIDTH and height >= LEAST_HEIGHT):
        raise BoardpackError(
            f"styles/{theme.name}/theme.toml: a column chart needs {LEAST_WIDTH:g} by {LEAST_HEIGHT:g} "
            f"points, and the page leaves it {width:.0f} by {height:.0f}. Make the sizes under [sizes] "
            "smaller (`note` first), or the page under [page] larger, or set the section's charts to `none`."
        )
    if not chart.points:
        raise ProgrammingError("A column chart has at least one month.")
    if not all(0 <= index < len(chart.points) for index in chart.breaks):
        raise ProgrammingError(f"A break stands before a month of the series, not at {chart.breaks}.")
    figures = [(point.label, point.value) for point in chart.points]
    for name, figure in (*figures, ("the target", chart.target), ("the top of the scale", chart.top)):
        if figure is not None and not 0 <= figure <= _LARGEST:
            raise BoardpackError(
                f"A column chart cannot show {figure:g} ({name}): columns start at zero, so a figure must be "
                "finite, zero or more, and below a million billion. Correct the figure, or set the section's "
                "charts to `none`."
            )


def _artists(chart: ColumnChart, frame: ChartFrame, lettered: Lettered, theme: Theme) -> Iterator[Artist]:
    """Yield what is drawn, from the back to the front; matplotlib sorts by zorder, which is that order."""
    parts = [
        *_grid(frame, lettered, theme),
        *_columns(chart, frame, theme),
        *_rules(frame, theme),
        *_target(chart, frame, lettered, theme),
        Lines([(label, _ink(label, theme)) for label in (*lettered.around, *lettered.within)]),
    ]
    for order, artist in enumerate(parts):
        artist.set_zorder(order)
        yield artist


def _grid(frame: ChartFrame, lettered: Lettered, theme: Theme) -> Iterator[Artist]:
    lines = [
        [(left, level), (right, level)]
        for value, _ in frame.scale.steps[1:]
        for level in [frame.level(value)]
        for left, right in uncut(frame.left, frame.right, lettered.cuts(level))
    ]
    yield Stroke(lines, theme.colour("grid"), 0.5)


def _columns(chart: ColumnChart, frame: ChartFrame, theme: Theme) -> Iterator[Artist]:
    """The columns; the current month's is outlined where its tone alone would not tell it apart in grey."""
    half = frame.column / 2
    for current in (False, True):
        shapes = [
            [(x - half, frame.bottom), (x - half, top), (x + half, top), (x + half, frame.bottom)]
            for point, x in zip(chart.points, frame.centres, strict=True)
            if point.value and point.current == current
            for top in [frame.level(point.value)]
        ]
        fill = theme.colour("column_current" if current else "column")
        alike = current and contrast(fill, theme.colour("column")) < 3
        if shapes:
            yield Area(shapes, fill, theme.colour("ink") if alike else None, 1.2)


def _rules(frame: ChartFrame, theme: Theme) -> Iterator[Artist]:
    """The line that the columns stand on, left out in a break, and the dotted rule of the break."""
    sides = [frame.left, *(side for _, *gap in frame.gaps for side in gap), frame.right]
    stretches = zip(sides[::2], sides[1::2], strict=True)
    base = [[(left, frame.bottom), (right, frame.bottom)] for left, right in stretches]
    yield Stroke(base, theme.colour("ink"), 0.8)
    if frame.gaps:
        places = [left + BREAK_RULE for _, left, _ in frame.gaps]
        dots = [[(x, frame.bottom), (x, frame.top)] for x in places]
        yield Stroke(dots, theme.colour("quiet"), 1.0, dash=(0.01, 3.0), cap="round")


def _target(chart: ColumnChart, frame: ChartFrame, lettered: Lettered, theme: Theme) -> Iterator[Artist]:
    """The target line on a thin halo, so that it shows on a column of any tone."""
    if chart.target is None:
        return
    level = frame.level(chart.target)
    stretches = uncut(frame.left, frame.right + 2, lettered.cuts(level))
    lines = [[(left, level), (right, level)] for left, right in stretches]
    if lines:
        yield Stroke(lines, theme.colour("paper"), 2.4)
        yield Stroke(lines, theme.colour("target"), 1.3, dash=(3.4, 1.4))


def uncut(left: float, right: float, cuts: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Return the stretches of a line that remain when some are cut out of it."""
    stretches = []
    for start, end in sorted(cuts):
        if start > left:
            stretches.append((left, min(start, right)))
        left = max(left, end)
    if left < right:
        stretches.append((left, right))
    return stretches


def _ink(label: ChartLabel, theme: Theme) -> Colour:
    if label.on == "paper":
        return theme.colour(label.role)
    return clearer(theme.colour(label.on), theme.colour("paper"), theme.colour("ink"))
