"""How blocks fill a column, and that they are flowables which ReportLab itself can place."""

from __future__ import annotations

from typing import Any

import pytest
from reportlab.platypus import Frame

from boardpack.content import Heading, ListBlock, Paragraph, Prose
from boardpack.document import Beside, Details, DocumentSection, FigureGroup, Part, SectionRole
from boardpack.document import Block as DocumentBlock
from boardpack.render.pdf import render_pdf
from boardpack.render.pdf.blocks import TextBlock
from boardpack.render.pdf.flow import BesideBlock, FlowBlock, fill
from boardpack.render.pdf.flow_builder import FlowBuilder, build_blocks
from boardpack.render.pdf.fonts import read_type
from boardpack.render.pdf.painter import Painter
from boardpack.render.pdf.structure import Node
from tests.render.plans import faults_of, plan_of, read, said
from tests.support import documents
from tests.support.documents import text
from tests.support.hard_documents import tall_table
from tests.support.projects import theme
from tests.support.rendering import sketch

TYPE = read_type(theme())


def built(*blocks: DocumentBlock) -> list[FlowBlock]:
    return list(build_blocks(blocks, Node("Sect"), FlowBuilder(TYPE, sketch)))


def paragraph(words: int = 60) -> Paragraph:
    return Paragraph(text("words " * words))


def test_reportlab_places_our_blocks_in_its_own_frame() -> None:
    painter = Painter(TYPE, {})
    flow = built(paragraph(), documents.section_table(30, 7))
    frame = Frame(36, 36, 770, 300, topPadding=0, bottomPadding=0)
    left: list[Any] = list(flow)
    with painter.artifact("Layout"):
        frame.addFromList(left, painter)
        parts = left[0].split(758, 300 - flow[0].height)
        assert len(parts) == 2
        frame.addFromList(parts, painter)
    assert len(parts) == 1
    assert left[0].split(758, 10) == []
    assert flow[0].split(758, 1000) == [flow[0]]


def test_a_paragraph_is_divided_with_two_lines_on_either_side() -> None:
    [block] = built(paragraph(200))
    assert isinstance(block, TextBlock)
    lines = len(block.lines(400))
    for room in range(0, int(block.measure(400, 0)), 8):
        head, tail = block.divide(400, room, whole=False)
        if head is not None:
            assert isinstance(head, TextBlock)
            assert isinstance(tail, TextBlock)
            assert len(head.lines(400)) >= 2
            assert len(tail.lines(400)) >= 2
            assert len(head.lines(400)) + len(tail.lines(400)) == lines
            assert tail.is_rest


def test_a_heading_goes_with_what_follows_it() -> None:
    flow = built(paragraph(40), Heading(2, text("Heading")), paragraph(10))
    height = flow[0].measure(400, 0)
    filled = fill(flow, 400, height + 40, fresh=True)
    assert [placed.block for placed in filled.placed] == flow[:1]
    assert filled.rest == tuple(flow[1:])


def test_headings_before_something_too_high_are_placed_all_the_same() -> None:
    flow = built(Heading(2, text("One")), Heading(3, text("Two")), tall_table(1200))
    filled = fill(flow, 770, 200, fresh=True)
    assert len(filled.placed) == 3


def test_charts_leave_room_for_the_note_under_them() -> None:
    group = FigureGroup(tuple(documents.chart(index) for index in range(2)), text("Graph 1"))
    flow = built(group, Paragraph(text("No chart for P1."), "note"))
    filled = fill(flow, 770, 300, fresh=True)
    assert not filled.rest
    assert 250 < filled.height <= 300


def test_parts_side_by_side_are_divided_at_the_same_height() -> None:
    parts = (Part((paragraph(300),)), Part((paragraph(200),)))
    [block] = built(Beside(parts))
    assert isinstance(block, BesideBlock)
    head, tail = block.divide(770, 100, whole=False)
    assert isinstance(head, BesideBlock)
    assert isinstance(tail, BesideBlock)
    assert head.measure(770, 0) <= 100
    assert tail.is_rest
    assert block.divide(770, 10, whole=False) == (None, block)
    assert list(block.anchors()) == []


def test_lists_hold_anything() -> None:
    inner = documents.section_table(2, 7)
    items: tuple[tuple[Prose, ...], ...] = (
        (inner,),
        (),
        (Paragraph(text("after")), ListBlock(((Paragraph(text("nested")),),))),
        (ListBlock(((Paragraph(text("at once")),),)),),
    )
    blocks = (Heading(1, text("List")), ListBlock(items, ordered=True, start=98))
    document = documents.document(DocumentSection(SectionRole.SHEET, "List", blocks))
    plan = plan_of(document)
    assert faults_of(plan) == []
    assert read(render_pdf(document, theme(), sketch).data) == said(document)


def test_what_folds_on_a_screen_is_printed_whole() -> None:
    blocks = built(Details(text("Summary"), (paragraph(5), paragraph(5))))
    assert len(blocks) == 3


@pytest.mark.parametrize("level", range(1, 7))
def test_headings_of_any_level_are_set(level: int) -> None:
    [block] = built(Heading(level, text("Heading"), aside=text("aside")))
    assert isinstance(block, TextBlock)
    assert block.keeps
    assert len(block.lines(770)) == 1


def test_what_stands_in_a_list_keeps_its_indent_over_the_page() -> None:
    flow = built(ListBlock(((documents.section_table(40, 7),),)))
    filled = fill(flow, 770, 300, fresh=True)
    assert {placed.x for placed in filled.placed} == {filled.placed[0].x} != {0.0}
    assert [block.indent for block in filled.rest] == [filled.placed[0].x]
