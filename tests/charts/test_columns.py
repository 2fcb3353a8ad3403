"""The column chart, read back from its Picture."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.charts import draw
from boardpack.charts.columns import contrast
from boardpack.charts.frame import make_frame
from boardpack.document import ChartKind
from tests.charts.chart_samples import CASES, box, column_chart, picture
from tests.charts.reading import columns_of, paths_of, rectangles, texts_of, words_of
from tests.support.projects import BRANDS, theme

THEME = theme("civic")


def test_columns_are_as_tall_as_their_values_from_zero() -> None:
    boxes = columns_of(picture(column_chart(20, 40, 80)))
    heights = [box[3] - box[1] for box in boxes]
    assert heights == pytest.approx([heights[0], heights[0] * 2, heights[0] * 4], abs=0.05)
    assert len({box[1] for box in boxes}) == 1


def test_a_negative_column_hangs_from_zero() -> None:
    chart = CASES["negative values"]
    frame = make_frame(chart, box(chart))
    up, down = columns_of(picture(chart))[0], columns_of(picture(chart))[2]
    assert up[1] == down[3] == pytest.approx(frame.zero, abs=0.02)
    (baseline,) = paths_of(picture(chart), stroke="ink")
    assert baseline.width == 1


def test_the_current_month_alone_is_strong() -> None:
    drawn = picture(CASES["across a small target"])
    assert rectangles(drawn, "column_current") == columns_of(drawn)[-1:]
    bold = [mark.text for mark in words_of(drawn) if mark.weight == "bold"]
    assert sorted(bold) == ["17", "Oct", "Target 17"]


@pytest.mark.parametrize("brand", BRANDS)
def test_colours_are_told_apart_in_grey(brand: str) -> None:
    look = theme(brand)
    assert contrast(look.colour("column"), look.colour("column_current")) >= 3
    assert contrast(look.colour("column"), look.colour("paper")) >= 3
    assert contrast(look.colour("target"), look.colour("paper")) >= 4.5


def test_columns_alike_in_grey_get_an_outline() -> None:
    alike = replace(THEME, colours={**THEME.colours, "column_current": THEME.colour("column")})
    chart = column_chart(1, 2, 3)
    (outlined,) = [
        path for path in paths_of(draw(chart, box(chart), alike), fill="column_current") if path.stroke
    ]
    assert outlined.stroke == "ink"


def test_parts_stand_on_one_another_and_are_named_at_the_right() -> None:
    drawn = picture(CASES["parts of a whole"])
    low, high = rectangles(drawn, "column_current"), rectangles(drawn, "column")
    assert [box[1] for box in high] == pytest.approx([box[3] for box in low], abs=0.02)
    assert {"CL 1", "CL 2", "9"} <= set(texts_of(drawn))


def test_a_part_of_nothing_is_not_drawn() -> None:
    chart = CASES["parts of a whole"]
    point = replace(chart.points[0], value=4.0, words="4", parts=(4.0, 0.0))
    drawn = picture(replace(chart, points=(point, *chart.points[1:])))
    assert len(rectangles(drawn, "column_current")) == len(rectangles(drawn, "column")) + 1


def test_columns_far_apart_in_tone_have_no_legend() -> None:
    chart = replace(column_chart(5, 6, 7, percent=False), kind=ChartKind.COLUMNS)
    assert set(texts_of(picture(chart))) >= {"5", "6", "7", "Apr-17"}
