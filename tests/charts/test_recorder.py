"""The recorder against matplotlib's own Agg, and what it refuses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, IdentityTransform
from msgspec.structs import replace

from boardpack.charts import drawn
from boardpack.charts.artists import Lines, Stroke
from boardpack.charts.palette import paint
from boardpack.charts.recorder import Recorder, number, path_operators, picture_of
from boardpack.charts.text_metrics import FontMetrics, bold, regular
from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.errors import ProgrammingError
from tests.charts import chart_samples
from tests.charts.chart_samples import CASES, brand_theme

THEME = brand_theme("civic")
FACES = (regular(THEME), bold(THEME))
INK = paint("ink")


def figure_of(*artists: Artist, width: float = 200, height: float = 100) -> Figure:
    figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)
    for artist in artists:
        artist.set_transform(artist.get_transform() if artist.is_transform_set() else IdentityTransform())
        figure.add_artist(artist)
    return figure


def record(figure: Figure, faces: Iterable[FontMetrics]) -> Picture:
    """Any figure of matplotlib's at 72 dots an inch can be recorded."""
    width, height = (float(side) * 72 for side in figure.get_size_inches())
    recorder = Recorder(width, height, faces)
    figure.draw(recorder)
    return recorder.picture


def words(text: str, **options: Any) -> Text:
    font = FontProperties(fname=str(THEME.fonts.regular), size=8)
    return Text(50, 50, text, fontproperties=font, parse_math=False, **{"color": INK, **options})


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
    line = Line2D([10, 60], [20, 20], color=INK, linewidth=2, linestyle=(0, (3, 1)), dash_capstyle="butt")
    mark = only(record(figure_of(line), FACES))
    assert mark == PathMark("10 20 m 60 20 l", stroke="ink", width=2, dash=(6, 2), cap=0, join=1)


def test_an_area_with_a_clip() -> None:
    area = Rectangle((10, 10), 30, 40, facecolor=paint("column"), edgecolor="none", linewidth=0)
    figure = figure_of(area)
    area.set_clip_box(mpl.transforms.Bbox([[0, 0], [20, 30]]))
    mark = only(record(figure, FACES))
    assert mark == PathMark("10 10 30 40 re", fill="column", clip=(0, 0, 20, 30))


def test_curves_are_cubic() -> None:
    mark = only(record(figure_of(Circle((50, 50), 10, facecolor=INK, linewidth=0)), FACES))
    assert isinstance(mark, PathMark)
    assert mark.operators.count(" c") == 8
    assert mark.operators.endswith("h")
    quadratic = Outline([(0, 0), (3, 6), (6, 0)], [1, 3, 3])
    assert path_operators(quadratic, Affine2D()) == "0 0 m 2 4 4 4 6 0 c"


def test_collections_are_recorded_part_by_part() -> None:
    shapes = PolyCollection(
        [[(0, 0), (1, 1), (1, 0)]] * 2, facecolors=[paint("red"), paint("green")], linewidths=0
    )
    lines = LineCollection([[(0, 0), (9, 9)]], colors=[INK], linewidths=1)
    marks = record(figure_of(shapes, lines), FACES).marks
    assert [mark.fill for mark in marks if isinstance(mark, PathMark)] == ["red", "green", ""]


def test_words_keep_weight_size_colour_and_angle() -> None:
    font = FontProperties(fname=str(THEME.fonts.bold), size=9)
    upright = Text(
        10, 20, "Oct", fontproperties=font, rotation=90, rotation_mode="anchor", color=paint("quiet")
    )
    assert only(record(figure_of(upright), FACES)) == TextMark("Oct", 10, 20, 9, "bold", "quiet", 90)


def test_words_are_centred_by_their_width_on_the_page() -> None:
    mark = only(record(figure_of(words("AVAVA", horizontalalignment="center")), FACES))
    assert isinstance(mark, TextMark)
    assert mark.x == pytest.approx(50 - FACES[0].width("AVAVA", 8) / 2, abs=0.01)


def test_what_paints_nothing_is_no_mark() -> None:
    nothing = Rectangle((0, 0), 1, 1, facecolor="none", edgecolor="none")
    unseen = words("unseen", color=(0, 0, 0, 0))
    assert record(figure_of(nothing, unseen, Line2D([], [])), FACES).marks == ()


def test_an_ordinary_chart_of_matplotlib_can_be_recorded() -> None:
    figure = Figure(figsize=(3, 2), dpi=72, frameon=False)
    axes = figure.add_subplot(facecolor=paint("paper"))
    axes.plot([1, 2, 3], [3, 1, 2], marker="o", color=INK)
    axes.spines[:].set_color(INK)
    axes.tick_params(color=INK)
    for text in figure.findobj(Text):
        text.set_fontproperties(FontProperties(fname=str(THEME.fonts.regular), size=8))
        text.set_parse_math(False)
        text.set_color(INK)
    axes.set_xticks([1, 2], ["one", "two"], fontproperties=words("").get_fontproperties())
    axes.set_yticks([1], ["1"], fontproperties=words("").get_fontproperties())
    for text in figure.findobj(Text):
        text.set_color(INK)
    said = {mark.text for mark in record(figure, FACES).marks if isinstance(mark, TextMark)}
    assert said == {"one", "two", "1"}


MATHEMATICS = words("$5m to $7m")
MATHEMATICS.set_parse_math(True)
FOREIGN = Text(5, 5, "A", parse_math=False, color=INK)
DASHED = Line2D([0, 9], [0, 9], linestyle=(1, (3, 1)), color=INK)
ROUND_CLIP = Rectangle((0, 0), 9, 9, color=INK)
ROUND_CLIP.set_clip_path(Circle((5, 5), 5))


@pytest.mark.parametrize(
    ("artist", "said"),
    [
        (MATHEMATICS, "not mathematics"),
        (FOREIGN, "theme's font files"),
        (DASHED, "start with the line"),
        (Rectangle((0, 0), 9, 9, alpha=0.5), "no transparency"),
        (Rectangle((0, 0), 9, 9, hatch="/", color=INK), "no hatching"),
        (ROUND_CLIP, "no clip other"),
        (Line2D([0, math.nan, 5], [0, 5, 5], color=INK), "not finite"),
        (Line2D([0, 5], [0, 5], color="b"), "in the roles of the theme"),
        (Line2D([0, 5], [0, 5], color=(1 / 255, 0.5, 0)), "in the roles of the theme"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_what_a_picture_cannot_hold_is_refused(artist: Artist, said: str) -> None:
    with pytest.raises(ProgrammingError, match=said):
        record(figure_of(artist), FACES)


def test_what_was_drawn_or_refused_before_leaves_no_trace_in_a_picture() -> None:
    stroke = Stroke([[(1, 2), (3, 4)]], "ink", 2)
    first = picture_of([stroke], 200, 100, FACES)
    with pytest.raises(ProgrammingError, match="no transparency"):
        picture_of([stroke, Rectangle((0, 0), 9, 9, alpha=0.5)], 300, 100, FACES)
    assert picture_of([], 30, 40, FACES) == Picture(30, 40, ())
    assert picture_of([stroke], 200, 100, FACES) == first


def test_an_image_is_refused() -> None:
    figure = figure_of()
    figure.figimage(np.zeros((2, 2)))
    with pytest.raises(ProgrammingError, match="no image"):
        record(figure, FACES)


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
    assert number(value) == written


def test_marks_are_values() -> None:
    mark = only(record(figure_of(words("86%")), FACES))
    assert replace(mark) == mark
