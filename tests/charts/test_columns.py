"""The column chart, read back from its Picture."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.charts import CHARTS, draw
from boardpack.charts.columns import uncut
from boardpack.charts.contrast import contrast
from boardpack.charts.text_metrics import FontMetrics, bold, regular
from boardpack.document import Chart, ColumnChart
from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.errors import BoardpackError, ProgrammingError
from boardpack.theme import Theme
from tests.charts.chart_samples import BRANDS, CASES, SIZES, brand_theme, column_chart, months

THEME = brand_theme("civic")
Box = tuple[float, float, float, float]


def words_of(picture: Picture) -> list[TextMark]:
    return [mark for mark in picture.marks if isinstance(mark, TextMark)]


def paths_of(picture: Picture, *, fill: str = "", stroke: str = "", theme: Theme = THEME) -> list[PathMark]:
    def same(role: str, colour: tuple[float, float, float] | None) -> bool:
        return not role or (colour is not None and colour == pytest.approx(theme.colour(role), abs=1e-3))

    paths = [mark for mark in picture.marks if isinstance(mark, PathMark)]
    return [path for path in paths if same(fill, path.fill) and same(stroke, path.stroke)]


def box_of_words(mark: TextMark, theme: Theme) -> Box:
    face: FontMetrics = bold(theme) if mark.weight == "bold" else regular(theme)
    length, rise = face.width(mark.text, mark.size), face.rise(mark.size)
    fall = face.fall(mark.size) if set(mark.text) & set("gjpqyQ,;()[]$/") else 0.0
    if mark.angle:
        return mark.x - rise, mark.y, mark.x + fall, mark.y + length
    return mark.x, mark.y - fall, mark.x + length, mark.y + rise


def box_of_path(path: PathMark) -> Box:
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+) [mlc]", path.operators)
    xs, ys = [float(x) for x, _ in pairs], [float(y) for _, y in pairs]
    return min(xs), min(ys), max(xs), max(ys)


def overlap(one: Box, other: Box, slack: float = 0.15) -> bool:
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def assert_reads_well(picture: Picture, theme: Theme) -> None:
    boxes = [(mark.text, box_of_words(mark, theme)) for mark in words_of(picture)]
    for text, box in boxes:
        assert -0.1 <= box[0] <= box[2] <= picture.width + 0.1, f"{text} leaves the box"
        assert -0.1 <= box[1] <= box[3] <= picture.height + 0.1, f"{text} leaves the box"
    for (one, box), (other, another) in combinations(boxes, 2):
        assert not overlap(box, another), f"{one} lies on {other}"
    for line in ("target", "grid"):
        for path in paths_of(picture, stroke=line, theme=theme):
            for text, box in boxes:
                assert not overlap(box, box_of_path(path), 0), f"the {line} line strikes {text}"
    assert all(mark.size >= 7 for mark in words_of(picture))


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("case", CASES)
def test_words_stay_clear_of_each_other_and_of_the_target_line(case: str, size: str, brand: str) -> None:
    theme = brand_theme(brand)
    assert_reads_well(draw(CASES[case], *SIZES[size], theme), theme)


REASONS = ("no cases", "not collected", "not yet available", "not applicable", "suppressed")


@st.composite
def charts(make: st.DrawFn) -> ColumnChart:
    count = make(st.integers(1, 24))
    percent = make(st.booleans())
    largest = 100 if percent else make(st.sampled_from([1, 20, 300, 45_000]))
    value = st.floats(0, largest).map(lambda number: round(number, 1 if percent else 0))
    values = make(st.lists(value | st.sampled_from(REASONS), min_size=count, max_size=count))
    target = make(st.none() | value)
    breaks = make(st.sets(st.integers(0, count - 1), max_size=1))
    return column_chart(*values, percent=percent, target=target, breaks=tuple(breaks))


@settings(max_examples=150, deadline=None)
@given(charts(), st.floats(200, 780), st.floats(90, 220))
def test_any_chart_reads_well_at_the_sizes_of_a_page(chart: ColumnChart, width: float, height: float) -> None:
    assert_reads_well(draw(chart, width, height, THEME), THEME)


def columns_of(picture: Picture) -> list[Box]:
    paths = [*paths_of(picture, fill="column"), *paths_of(picture, fill="column_current")]
    return sorted(box_of_path(path) for path in paths)


def test_columns_are_as_tall_as_their_values_from_zero() -> None:
    boxes = columns_of(draw(column_chart(20, 40, 80), 240, 140, THEME))
    heights = [box[3] - box[1] for box in boxes]
    assert heights == pytest.approx([heights[0], heights[0] * 2, heights[0] * 4], abs=0.05)
    assert len({box[1] for box in boxes}) == 1


def test_the_current_month_alone_is_strong() -> None:
    picture = draw(CASES["across a small target"], 240, 140, THEME)
    (current,) = paths_of(picture, fill="column_current")
    assert box_of_path(current) == columns_of(picture)[-1]
    assert {mark.text for mark in words_of(picture) if mark.weight == "bold"} == {"Oct", "17", "Target 17"}


@pytest.mark.parametrize("brand", BRANDS)
def test_the_current_month_differs_in_grey(brand: str) -> None:
    theme = brand_theme(brand)
    assert contrast(theme.colour("column"), theme.colour("column_current")) >= 3


def test_columns_alike_in_grey_get_an_outline() -> None:
    alike = replace(THEME, colours={**THEME.colours, "column_current": THEME.colour("column")})
    (outlined,) = [
        path for path in paths_of(draw(column_chart(1, 2), 240, 140, alike), fill="column") if path.stroke
    ]
    assert outlined.stroke == pytest.approx(THEME.colour("ink"), abs=1e-3)


def texts_of(chart: Chart, width: float = 240, height: float = 140) -> list[str]:
    return [mark.text for mark in words_of(draw(chart, width, height, THEME))]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((90, 50), ["0%", "25%", "50%", "75%", "100%"]),
        ((34,), ["0%", "25%", "50%", "75%", "100%"]),
        ((28, 10), ["0%", "10%", "20%", "30%"]),
        ((20, 3), ["0%", "5%", "10%", "15%", "20%"]),
        ((120,), ["0%", "25%", "50%", "75%", "100%", "125%"]),
    ],
)
def test_percent_runs_to_100_unless_that_hides_everything(
    values: tuple[float, ...], expected: list[str]
) -> None:
    assert texts_of(column_chart(*values))[: len(expected)] == expected


def test_charts_share_a_scale() -> None:
    shared = replace(column_chart(1, 2, percent=False), top=20.0)
    other = replace(column_chart(20, 15, percent=False), top=20.0)
    assert texts_of(shared)[:5] == texts_of(other)[:5] == ["0", "5", "10", "15", "20"]
    levels = [[mark.y for mark in words_of(draw(chart, 240, 140, THEME))[:5]] for chart in (shared, other)]
    assert levels[0] == levels[1]


def test_a_missing_month_keeps_its_place_and_says_why() -> None:
    picture = draw(column_chart(50, "suppressed", 50), 300, 140, THEME)
    first, last = columns_of(picture)
    (reason,) = [mark for mark in words_of(picture) if mark.text == "suppressed"]
    left, _, right, _ = box_of_words(reason, THEME)
    assert first[2] < left < right < last[0]


def test_neighbours_missing_for_one_reason_say_it_once() -> None:
    assert texts_of(column_chart("no cases", "no cases", "no cases", 5)).count("no cases") == 1
    assert texts_of(column_chart("no cases", "no cases", 5, breaks=(1,))).count("no cases") == 2


def test_a_month_missing_without_a_word_is_only_a_gap() -> None:
    assert len(columns_of(draw(column_chart(5, "", 5), 240, 140, THEME))) == 2


def test_a_reason_with_no_room_is_a_dash() -> None:
    assert "–" in texts_of(column_chart(*(5, "not available until the next inspection") * 12), 200, 75)


def test_where_months_are_narrow_a_gap_stands_alone() -> None:
    picture = draw(column_chart(*(5, "no cases") * 12), 130, 75, THEME)
    assert not {"–", "no cases"} & {mark.text for mark in words_of(picture)}
    assert_reads_well(picture, THEME)


def test_a_break_is_a_gap_with_a_dotted_rule_and_its_words() -> None:
    whole = columns_of(draw(column_chart(5, 5, 5), 240, 140, THEME))
    picture = draw(column_chart(5, 5, 5, breaks=(2,)), 240, 140, THEME)
    broken = columns_of(picture)
    (rule,) = [path for path in paths_of(picture, stroke="quiet") if path.dash]
    left, _, right, _ = box_of_path(rule)
    assert broken[1][2] < left == right < broken[2][0]
    assert broken[2][0] - broken[1][2] > whole[2][0] - whole[1][2]
    (said,) = [mark for mark in words_of(picture) if mark.text == "new definition"]
    assert broken[1][2] < said.x < broken[2][0]


def test_the_target_line_ends_at_its_label() -> None:
    picture = draw(CASES["across a small target"], 300, 140, THEME)
    lines = [box_of_path(path) for path in paths_of(picture, stroke="target")]
    (label,) = [mark for mark in words_of(picture) if mark.text.startswith("Target")]
    assert max(box[2] for box in lines) <= label.x
    assert label.y < lines[0][1] < label.y + label.size
    assert max(box[2] for box in columns_of(picture)) < label.x


def test_a_chart_may_have_a_target_without_words() -> None:
    silent = replace(column_chart(40, target=50), target_words="")
    assert paths_of(draw(silent, 240, 140, THEME), stroke="target")


def test_months_say_their_year_once() -> None:
    texts = texts_of(column_chart(*range(12)), 373, 140)
    assert [text for text in texts if re.fullmatch(r"20\d\d", text)] == ["2017", "2018"]
    assert all(f"{month}" in texts for month in ("Apr", "Dec", "Mar"))
    assert list(months(3)) == [text for text in texts_of(column_chart(1, 2, 3)) if "-" in text]


def test_of_two_years_that_would_touch_the_later_is_written() -> None:
    from_december = column_chart(*range(24)).points[8:14]
    texts = texts_of(ColumnChart(from_december, percent=False), 140, 95)
    assert {"Dec", "Jan", "2018"} <= set(texts)
    assert "2017" not in texts


def test_labels_of_another_kind_stay_whole() -> None:
    points = tuple(
        replace(point, label=f"Quarter {index}")
        for index, point in enumerate(column_chart(1, 2, 3, 4, 5).points)
    )
    texts = texts_of(ColumnChart(points, percent=False), 176, 95)
    assert "Quarter 4" in texts


def test_dollars_are_words() -> None:
    chart = replace(column_chart(1, target=2), target_words="$5m to $7m")
    assert "$5m to $7m" in texts_of(chart, 770)


@pytest.mark.parametrize("figure", [-1.0, -0.01, math.nan, math.inf, -math.inf, 1e16])
@pytest.mark.parametrize("field", ["value", "target", "top"])
def test_what_columns_cannot_show_is_refused(figure: float, field: str) -> None:
    chart = column_chart(1, 2, target=3)
    if field == "value":
        wrong = replace(chart.points[0], value=figure)
        chart = replace(chart, points=(wrong, *chart.points[1:]))
    else:
        others: dict[str, Any] = {field: figure}
        chart = replace(chart, **others)
    with pytest.raises(BoardpackError, match="columns start at zero"):
        draw(chart, 240, 140, THEME)


@pytest.mark.parametrize(
    ("chart", "width", "words"),
    [
        (ColumnChart((), percent=False), 240, "at least one month"),
        (column_chart(1, breaks=(3,)), 240, "A break stands"),
    ],
)
def test_a_broken_promise_is_told(chart: ColumnChart, width: float, words: str) -> None:
    with pytest.raises(ProgrammingError, match=words):
        draw(chart, width, 140, THEME)


def test_a_page_without_room_names_the_settings() -> None:
    with pytest.raises(
        BoardpackError, match=r"(?s)theme\.toml: .*needs 110 by 70 points.*\[sizes\].*\[page\]"
    ):
        draw(column_chart(1), 50, 140, THEME)


@pytest.mark.parametrize(
    ("cuts", "left"),
    [
        ((), [(0, 10)]),
        (((2, 3),), [(0, 2), (3, 10)]),
        (((5, 12), (-1, 1)), [(1, 5)]),
        (((0, 10),), []),
    ],
)
def test_a_line_is_cut(cuts: tuple[tuple[float, float], ...], left: list[tuple[float, float]]) -> None:
    assert uncut(0, 10, cuts) == left


def test_every_kind_of_chart_has_a_drawer() -> None:
    assert set(CHARTS) == {Chart}


DRAW_ALL = """
from tests.charts.chart_samples import CASES, brand_theme
from boardpack.charts import draw
import hashlib, sys
pictures = [draw(chart, 240, 140, brand_theme("civic")) for chart in CASES.values()]
print(hashlib.sha256(repr(pictures).encode()).hexdigest(), "matplotlib.pyplot" in sys.modules)
"""


def test_charts_are_the_same_under_any_hash_seed_and_without_pyplot() -> None:
    path = os.pathsep.join((str(Path(__file__).parents[2]), *filter(None, sys.path)))
    said = {
        subprocess.run(
            [sys.executable, "-c", DRAW_ALL],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert said.pop().split()[1] == "False"
