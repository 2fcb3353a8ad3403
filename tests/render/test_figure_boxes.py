"""Charts share the room that is left, and are never too small to read."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.document import Figure
from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.render.pdf.chart_grid import HIGHEST, LEAST_HEIGHT, ChartGrid
from boardpack.render.pdf.flow_builder import FlowBuilder, build_blocks
from boardpack.render.pdf.painter import Painter, replay
from boardpack.render.pdf.structure import Node
from boardpack.render.pdf.typefaces import read_type
from tests.render import documents
from tests.render.render_themes import theme
from tests.render.sketches import sketch

TYPE = read_type(theme())


def grid(count: int) -> ChartGrid:
    figures = tuple(documents.chart(index) for index in range(count))
    made = [
        block
        for figure in figures
        for block in build_blocks((figure,), Node("Sect"), FlowBuilder(TYPE, sketch))
        if isinstance(block, ChartGrid)
    ]
    return ChartGrid([box for block in made for box in block.boxes], made[0].sizes, sketch)


@pytest.mark.parametrize(
    ("count", "room", "columns"),
    [(1, 250, 1), (2, 250, 2), (3, 250, 3), (4, 450, 2), (4, 170, 4), (6, 450, 3), (8, 440, 4)],
)
def test_charts_stand_as_an_editor_would_put_them(count: int, room: float, columns: int) -> None:
    arrangement = grid(count).arrange(770, room)
    assert arrangement.columns == columns
    assert arrangement.total <= room
    assert LEAST_HEIGHT <= arrangement.height <= HIGHEST


def test_charts_that_would_be_too_small_ask_for_more_room_than_there_is() -> None:
    assert grid(2).measure(770, 60) > 60


def test_a_page_too_low_for_all_takes_some() -> None:
    head, tail = grid(8).divide(770, 200, whole=True)
    assert isinstance(head, ChartGrid)
    assert isinstance(tail, ChartGrid)
    assert len(head.boxes) + len(tail.boxes) == 8
    assert grid(8).divide(770, 200, whole=False)[0] is None


def test_a_page_too_low_for_one_draws_it_all_the_same() -> None:
    head, tail = grid(1).divide(770, 90, whole=True)
    assert isinstance(head, ChartGrid)
    assert tail is None
    assert head.measure(770, 90) <= 90
    head, tail = grid(2).divide(200, 90, whole=True)
    assert isinstance(head, ChartGrid)
    assert len(head.boxes) == 1


def test_anchors_of_charts_are_known() -> None:
    assert [anchor for anchor, _ in grid(2).anchors()] == ["chart-0", "chart-1"]
    figure = replace(documents.chart(0), anchor="")
    assert isinstance(figure, Figure)


def test_a_picture_is_replayed_with_all_its_marks() -> None:
    marks = (
        PathMark("0 0 m 10 10 l", stroke=(1, 0, 0), width=0.5, dash=(2, 1), cap=1, join=1),
        PathMark("0 0 5 5 re", fill=(0, 0, 1), clip=(0, 0, 4, 4)),
        PathMark("0 0 5 5 re", fill=(0, 0, 1), stroke=(0, 0, 0)),
        PathMark("0 0 5 5 re"),
        TextMark("Target 17", 1, 2, 8, "bold", (0, 0, 0), 90.0),
    )
    press = Painter(TYPE, {})
    with press.figure(Node("Figure"), 0, 0, 10, 10):
        replay(Picture(10, 10, marks), press, 5, 5)
    code = "\n".join(press._code)
    for operators in ("[2 1] 0 d", "1 J 1 j", "0 0 4 4 re W n", "re B", "re n", "0 1 -1 0 1 2 Tm"):
        assert operators in code
