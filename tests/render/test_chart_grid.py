"""Charts in halves and thirds, with plots of one height, divided between their rows."""

from __future__ import annotations

import pytest

from boardpack.document import FigureGroup
from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.render.pdf.canvas import colour_operands
from boardpack.render.pdf.chart_grid import ChartGrid
from boardpack.render.pdf.flow_builder import FlowBuilder, build_blocks
from boardpack.render.pdf.fonts import read_type
from boardpack.render.pdf.painter import Painter, replay, replay_scale
from boardpack.render.pdf.structure import Node
from tests.support import documents
from tests.support.documents import text
from tests.support.projects import theme
from tests.support.rendering import sketch

TYPE = read_type(theme())


def grid(count: int, months: int = 7) -> ChartGrid:
    group = FigureGroup(tuple(documents.chart(index, months) for index in range(count)))
    (made,) = build_blocks((group,), Node("Sect"), FlowBuilder(TYPE, sketch))
    assert isinstance(made, ChartGrid)
    return made


@pytest.mark.parametrize(
    ("count", "months", "columns"),
    [
        (1, 7, 2),
        (2, 7, 2),
        (3, 7, 3),
        (4, 7, 2),
        (5, 7, 3),
        (6, 7, 3),
        (12, 7, 3),
        (1, 24, 1),
        (2, 24, 1),
        (3, 24, 2),
    ],
)
def test_charts_stand_as_an_editor_would_put_them(count: int, months: int, columns: int) -> None:
    assert grid(count, months).columns(770) == columns


def test_a_narrow_page_has_no_thirds() -> None:
    assert grid(3).columns(523) == 2
    assert grid(3, 24).columns(523) == 1


def test_plots_have_the_height_that_they_are_given() -> None:
    for plot in (104.0, 152.0):
        made = grid(4).at(plot)
        assert {box.plot for row in made.rows(770) for _, box in row.figures} == {plot}
        assert made.measure(770, 60) == made.measure(770, 600)
    assert grid(4).at(152).measure(770, 0) == grid(4).at(104).measure(770, 0) + 96


def test_plots_of_a_row_begin_on_one_line() -> None:
    for row in grid(6).rows(770):
        assert len({box.head for _, box in row.figures}) == 1
        assert row.above >= 24


def test_a_message_keeps_to_one_line_where_a_shorter_one_does() -> None:
    made = grid(3)
    lines = [made._message(box, 240) for box in made.boxes]
    assert [len(each) for each in lines] == [1, 1, 1]
    assert made._message(made.boxes[0], 120)[0].width > 0


def test_a_page_too_low_for_all_rows_takes_some() -> None:
    made = grid(8)
    head, tail = made.divide(770, made.rows(770)[0].height + 5, whole=False)
    assert isinstance(head, ChartGrid)
    assert isinstance(tail, ChartGrid)
    assert (len(head.boxes), len(tail.boxes)) == (3, 5)
    assert head.columns(770) == tail.columns(770) == 3
    assert made.divide(770, 100, whole=False)[0] is None


def test_a_page_too_low_for_one_row_draws_it_all_the_same() -> None:
    head, tail = grid(1).divide(770, 120, whole=True)
    assert isinstance(head, ChartGrid)
    assert tail is None
    assert head.measure(770, 120) <= 120.1
    head, tail = grid(4).divide(770, 120, whole=True)
    assert isinstance(head, ChartGrid)
    assert isinstance(tail, ChartGrid)
    assert len(head.boxes) == 2


def test_what_is_said_of_all_charts_is_over_each_part() -> None:
    group = FigureGroup(tuple(documents.chart(index) for index in range(6)), text("Graph 1. One scale."))
    (made,) = build_blocks((group,), Node("Sect"), FlowBuilder(TYPE, sketch))
    plain = grid(6)
    assert made.measure(770, 0) > plain.measure(770, 0)
    head, tail = made.divide(770, plain.rows(770)[0].height + 30, whole=False)
    assert isinstance(head, ChartGrid)
    assert isinstance(tail, ChartGrid)
    assert head.lead == tail.lead is not None


def test_anchors_of_charts_are_known_with_their_rows() -> None:
    made = grid(4)
    made.measure(770, 500)
    places = dict(made.anchors())
    assert list(places) == ["chart-0", "chart-1", "chart-2", "chart-3"]
    assert places["chart-0"] == places["chart-1"] < places["chart-2"] == places["chart-3"]


def test_a_picture_is_replayed_with_all_its_marks() -> None:
    marks = (
        PathMark("0 0 m 10 10 l", stroke="target", width=0.5, dash=(2, 1), cap=1, join=1),
        PathMark("0 0 5 5 re", fill="column"),
        PathMark("0 0 5 5 re", fill="column", stroke="ink"),
        PathMark("0 0 5 5 re"),
        TextMark("Target 17", 1, 2, 8, "bold", "ink", 90.0),
        TextMark("100%", 0, 0, 8, scale=True),
    )
    painter = Painter(TYPE, {})
    with painter.figure(Node("Figure"), 0, 0, 10, 10):
        replay(Picture(10, 10, marks), painter, 5, 5)
    code = "\n".join(painter._code)
    for operators in ("[2 1] 0 d", "1 J 1 j", "re B", "re n", "0 1 -1 0 1 2 Tm"):
        assert operators in code
    assert code.count("Tj") == 1, "the scale is not among the figure's own words"
    with painter.artifact("Layout"):
        replay_scale(Picture(10, 10, marks), painter, 5, 5)
    assert "\n".join(painter._code).count("Tj") == 2


def test_a_picture_takes_the_colours_of_the_theme() -> None:
    painter = Painter(TYPE, {})
    with painter.figure(Node("Figure"), 0, 0, 10, 10):
        replay(Picture(10, 10, (PathMark("0 0 5 5 re", fill="target"),)), painter, 0, 0)
    assert f"{colour_operands(theme().colour('target'))} rg" in "\n".join(painter._code)
