"""The recorder against matplotlib's own Agg, and what it refuses."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D, IdentityTransform
from msgspec.structs import replace

from boardpack.charts import drawn
from boardpack.charts.artists import FilledArea, Lines, Stroke
from boardpack.charts.columns import contrast
from boardpack.charts.frame import ChartLabel
from boardpack.charts.recorder import (
    GraphicsContext,
    colour_role,
    paint,
    path_operators,
    picture_of,
    svg_number,
)
from boardpack.charts.text_metrics import FontMetrics, bold, regular
from boardpack.drawing import Colour, PathMark, Picture, TextMark
from boardpack.errors import ProgrammingError
from boardpack.theme import COLOUR_ROLES
from tests.charts import chart_samples
from tests.charts.chart_samples import CASES
from tests.support.projects import theme

THEME = theme("civic")
FACES = (regular(THEME), bold(THEME))
INK = paint("ink")
ROOT = Path(__file__).parents[2]


def figure_of(*artists: Artist, width: float = 200, height: float = 100) -> Figure:
    figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
    for artist in artists:
        artist.set_transform(artist.get_transform() if artist.is_transform_set() else IdentityTransform())
        figure.add_artist(artist)
    return figure


def record(*artists: Artist) -> Picture:
    return picture_of(artists, 200, 100, FACES)


def raster(picture: Picture) -> np.ndarray[Any, Any]:
    """Paint a Picture's paths again, from its operators alone, by Agg."""
    figure = Figure(figsize=(picture.width / 72, picture.height / 72), dpi=72)
    for order, mark in enumerate(mark for mark in picture.marks if isinstance(mark, PathMark)):
        codes, points = [], []
        for numbers, operator in re.findall(r"((?:-?[\d.e-]+ )*)(re|[mlch])", mark.operators):
            values = [float(value) for value in numbers.split()]
            if operator == "re":
                x, y, wide, high = values
                codes += [1, 2, 2, 2, 79]
                points += [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
                continue
            pairs = list(zip(values[::2], values[1::2], strict=True)) or [(0.0, 0.0)]
            codes += [{"m": 1, "l": 2, "c": 4, "h": 79}[operator]] * len(pairs)
            points += pairs
        shape = mpl.patches.PathPatch(
            Outline(points, codes),
            facecolor=paint(mark.fill) if mark.fill else "none",
            edgecolor=paint(mark.stroke) if mark.stroke else "none",
            linewidth=mark.width,
            linestyle=(0, tuple(d / mark.width for d in mark.dash)) if mark.dash else "-",
            capstyle=("butt", "round", "projecting")[mark.cap],
            joinstyle=("miter", "round", "bevel")[mark.join],
            transform=IdentityTransform(),
            zorder=order,
            snap=False,
        )
        figure.add_artist(shape)
    return painted(figure)


def painted(figure: Figure) -> np.ndarray[Any, Any]:
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    pixels: np.ndarray[Any, Any] = np.asarray(canvas.buffer_rgba()).astype(np.float64)
    return pixels[..., :3]


@pytest.mark.parametrize("case", CASES)
def test_a_recorded_chart_is_painted_as_agg_paints_it(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Artist] = []

    def keep(artists: Iterable[Artist], *given: Any) -> Picture:
        kept.extend(artists)
        return picture_of(kept, *given)

    monkeypatch.setattr(drawn, "picture_of", keep)
    picture = chart_samples.picture(CASES[case])
    figure = figure_of(*kept, width=picture.width, height=picture.height)
    for artist in figure.findobj():
        artist.set_visible(not isinstance(artist, Lines))
        artist.set_snap(False)
    figure.patch.set_visible(True)
    figure.patch.set_facecolor("white")
    assert np.abs(painted(figure) - raster(picture)).mean() < 0.5


def only(picture: Picture) -> PathMark | TextMark:
    (mark,) = picture.marks
    return mark


def test_a_line_with_dashes() -> None:
    mark = only(record(Stroke([[(10, 20), (60, 20)]], "ink", 2, dash=(6, 2))))
    assert mark == PathMark("10 20 m 60 20 l", stroke="ink", width=2, dash=(6, 2), cap=0, join=1)


def test_an_area_and_its_outline() -> None:
    shape = [(10, 10), (10, 50), (40, 50), (40, 10)]
    assert only(record(FilledArea([shape], "column"))) == PathMark("10 10 30 40 re", fill="column")
    outlined = PathMark("10 10 30 40 re", fill="column", stroke="ink", width=1.2, join=1)
    assert only(record(FilledArea([shape], "column", "ink", 1.2))) == outlined


def test_round_ends() -> None:
    mark = only(record(Stroke([[(0, 0), (0, 9)]], "quiet", 1, cap="round")))
    assert isinstance(mark, PathMark)
    assert mark.cap == 1


def test_curves_are_cubic() -> None:
    circle = path_operators(Outline.circle((50, 50), 10), Affine2D())
    assert circle.count(" c") == 8
    assert circle.endswith("h")
    quadratic = Outline([(0, 0), (3, 6), (6, 0)], [1, 3, 3])
    assert path_operators(quadratic, Affine2D()) == "0 0 m 2 4 4 4 6 0 c"


def label(text: str, face: FontMetrics = FACES[0], **options: Any) -> Lines:
    return Lines([ChartLabel(text, 10, 20, 9, face, **options)])


def test_words_keep_weight_size_and_colour() -> None:
    assert only(record(label("Oct", FACES[1], role="quiet"))) == TextMark("Oct", 10, 20, 9, "bold", "quiet")


def test_figures_of_the_scale_are_marked() -> None:
    assert only(record(label("40", scale=True))) == TextMark("40", 10, 20, 9, scale=True)


def test_money_is_words_and_no_mathematics() -> None:
    assert only(record(label("$5m to $7m"))) == TextMark("$5m to $7m", 10, 20, 9)


def test_what_paints_nothing_is_no_mark() -> None:
    unseen = Stroke([[(0, 0), (9, 9)]], "ink", 1)
    unseen.set_visible(False)
    assert record(Stroke([], "ink", 1), FilledArea([], "ink"), unseen).marks == ()


OTHER = regular(theme("harbour"))


@pytest.mark.parametrize(
    ("artist", "said"),
    [
        (label("A", OTHER), "theme's font files"),
        (Stroke([[(0, 0), (math.nan, 9)]], "ink", 1), "not finite"),
        (Stroke([[(0, 0), (9, 9)]], "blue", 1), "no colour role"),
    ],
    ids=["font", "not finite", "colour"],
)
def test_what_a_picture_cannot_hold_is_refused(artist: Artist, said: str) -> None:
    with pytest.raises(ProgrammingError, match=said):
        record(artist)


def test_an_artist_of_matplotlib_that_asks_for_more_is_refused() -> None:
    with pytest.raises(AttributeError, match="open_group"):
        record(Rectangle((0, 0), 9, 9, color=INK))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("foreground", {"isRGBA": False}), ("dashes", (1, (3, 1))), ("joinstyle", ("miter",))],
)
def test_what_no_picture_has_cannot_be_set(setting: str, value: Any) -> None:
    method = getattr(GraphicsContext(), f"set_{setting}")
    with pytest.raises(ProgrammingError):
        method(INK, **value) if isinstance(value, dict) else method(*value)


def test_what_was_drawn_or_refused_before_leaves_no_trace_in_a_picture() -> None:
    stroke = Stroke([[(1, 2), (3, 4)]], "ink", 2)
    first = record(stroke)
    with pytest.raises(ProgrammingError, match="theme's font files"):
        picture_of([stroke, label("A", OTHER)], 300, 100, FACES)
    assert picture_of([], 30, 40, FACES) == Picture(30, 40, ())
    assert record(stroke) == first


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1.0, "1"),
        (-0.001, "0"),
        (0.125, "0.12"),
        (12345.678, "12345.68"),
        (20000.0, "20000"),
        (9999.99, "9999.99"),
    ],
)
def test_numbers_are_short(value: float, written: str) -> None:
    assert svg_number(value) == written


def test_marks_are_values() -> None:
    mark = only(record(label("86%")))
    assert replace(mark) == mark


def test_charts_are_drawn_without_most_of_matplotlib() -> None:
    asked = (
        "import sys; from tests.charts.chart_samples import CASES, picture;"
        "[picture(chart) for chart in CASES.values()];"
        "print(*{f'matplotlib.{name}' for name in ('text', 'patches', 'widgets', 'figure')} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_a_role_is_read_back_from_its_colour() -> None:
    assert [colour_role(paint(role)) for role in COLOUR_ROLES] == list(COLOUR_ROLES)


@pytest.mark.parametrize("colour", [(0, 0, 0), (1, 1, 1), (0.5, 0, 0), (1 / 255, 0.1, 0), (1 / 255, 0, 0.1)])
def test_another_colour_is_refused(colour: tuple[float, ...]) -> None:
    with pytest.raises(ProgrammingError, match="in the roles of the theme"):
        colour_role(colour)


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ProgrammingError, match="no colour role"):
        paint("puce")


WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("colour", "ratio"), [(BLACK, 21.0), (WHITE, 1.0), ((0x76 / 255, 0x76 / 255, 0x76 / 255), 4.54)]
)
def test_contrast_with_white(colour: Colour, ratio: float) -> None:
    assert contrast(colour, WHITE) == contrast(WHITE, colour) == pytest.approx(ratio, abs=0.01)
