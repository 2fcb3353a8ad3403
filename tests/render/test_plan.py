"""Where things stand: nothing outside the frame, nothing over another, no heading alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.content import (
    Align,
    Cell,
    Column,
    HeaderScope,
    Heading,
    ListBlock,
    Paragraph,
    Row,
    Table,
    Text,
)
from boardpack.document import Beside, Block, Document, DocumentSection, FigureGroup, Part, SectionRole
from boardpack.errors import BoardpackError
from boardpack.render.pdf import render_pdf
from boardpack.render.pdf.blocks import TextBlock
from boardpack.render.pdf.chart_grid import ChartGrid
from tests.render.plans import faults_of, in_full, lone_headings, plan_of, read, said
from tests.support import documents
from tests.support.documents import sheet, text
from tests.support.hard_documents import stress
from tests.support.projects import BRANDS, theme
from tests.support.rendering import sketch


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("make", [documents.pack_in_small, stress])
def test_nothing_stands_outside_or_overlaps(make: Callable[[], Document], brand: str) -> None:
    plan = plan_of(make(), theme(brand))
    assert faults_of(plan, theme(brand)) == []
    assert lone_headings(plan) == []


@pytest.mark.parametrize("charts", range(10))
@pytest.mark.parametrize("rows", [1, 4, 9])
def test_a_sheet_of_any_size_is_sound(rows: int, charts: int) -> None:
    plan = plan_of(documents.document(sheet(rows, 7, charts)))
    assert faults_of(plan) == []
    grids = [leaf for page in plan.pages for leaf in page.leaves() if isinstance(leaf.block, ChartGrid)]
    assert sum(len(leaf.block.boxes) for leaf in grids if isinstance(leaf.block, ChartGrid)) == charts


def test_short_prose_stays_on_one_page() -> None:
    plan = plan_of(documents.document(documents.prose(3)))
    assert [page.continued for page in plan.pages] == [False]


def test_prose_that_nearly_fits_is_set_closer() -> None:
    pages = {count: plan_of(documents.document(documents.prose(count))).pages for count in range(4, 16)}
    last = max(count for count, each in pages.items() if len(each) == 1)
    running = [leaf.block for leaf in pages[last][0].leaves() if isinstance(leaf.block, TextBlock)]
    assert min(block.leading for block in running) < theme().sizes["body"][1]
    assert min(block.size for block in running) >= 10.5 - 0.01


def test_columns_of_prose_end_at_about_the_same_height() -> None:
    [page] = plan_of(documents.document(documents.prose(6))).pages
    middle = theme().page.width / 2
    left = min(leaf.bottom for leaf in page.leaves() if leaf.x < middle and leaf.width < middle)
    right = min(leaf.bottom for leaf in page.leaves() if leaf.x > middle)
    assert abs(left - right) < 60


def test_a_table_that_would_be_cramped_in_a_column_goes_over_both() -> None:
    blocks: tuple[Block, ...] = (
        Heading(1, text("Notes"), "notes"),
        Paragraph(text("Before the table.")),
        Heading(2, text("Symbols")),
        documents.section_table(3, 7),
        Paragraph(text("After it.")),
    )
    section = DocumentSection(SectionRole.PROSE, "Notes", blocks, "notes")
    plan = plan_of(documents.document(section))
    assert faults_of(plan) == []
    [page] = plan.pages
    widths = [round(leaf.width) for leaf in page.leaves()]
    assert widths[3] > widths[1] * 1.9


def test_a_page_without_room_says_where_to_give_it() -> None:
    narrow = replace(theme(), page=replace(theme().page, height=200.0, margin=80.0))
    with pytest.raises(BoardpackError, match=r"under \[page\]"):
        plan_of(documents.document(documents.prose(3)), narrow)


# ------------------------------------------------------------------------------------ made documents

WORDS = st.text("abcdefghij ŵŷ–%(.", min_size=1, max_size=60).filter(str.strip)
LONG = st.integers(1, 400).map(lambda count: "words and more of them " * count) | st.just("x" * 500)


def texts(words: str) -> tuple[Text, ...]:
    return (Text(words),)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 14))
    columns = tuple(
        Column(draw(st.sampled_from(Align)), current=index == 2, flexible=draw(st.booleans()))
        for index in range(width)
    )
    cells = st.builds(Cell, (WORDS | st.sampled_from(("86%", "1.5", "")) | LONG).map(texts))
    rows = st.lists(st.tuples(*[cells] * width).map(Row), min_size=1, max_size=5)
    head = Row(tuple(Cell(texts(f"Header-{index}"), HeaderScope.COLUMN) for index in range(width)))
    return Table(columns, (head,), tuple(draw(rows)))


PARAGRAPHS = st.builds(
    Paragraph, (WORDS | LONG).map(texts), st.sampled_from(("body", "note", "lead", "caption"))
)
LISTS = st.builds(
    ListBlock, st.lists(st.tuples(PARAGRAPHS), min_size=1, max_size=3).map(tuple), st.booleans()
)
FIGURES = st.integers(1, 5).map(
    lambda count: FigureGroup(tuple(replace(documents.chart(index), anchor="") for index in range(count)))
)
HEADINGS = st.builds(lambda words: Heading(2, texts(words)), WORDS)
PARTS = st.lists(PARAGRAPHS | LISTS, min_size=1, max_size=3).map(lambda blocks: Part(tuple(blocks)))
BLOCKS = (
    PARAGRAPHS
    | LISTS
    | HEADINGS
    | FIGURES
    | tables()
    | st.lists(PARTS, min_size=2, max_size=2).map(lambda parts: Beside(tuple(parts)))
)


@st.composite
def made(draw: st.DrawFn) -> Document:
    heading = Heading(1, texts(draw(WORDS)), "heading")
    blocks = (heading, *draw(st.lists(BLOCKS, min_size=1, max_size=5)))
    role = draw(st.sampled_from((SectionRole.PROSE, SectionRole.SHEET)))
    return documents.document(DocumentSection(role, "Made", blocks, "made"))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(made())
def test_any_document_is_laid_out_whole(document: Document) -> None:
    plan = plan_of(document)
    assert faults_of(plan) == []
    heard = read(render_pdf(document, theme(), sketch).data)
    assert in_full(heard, document) == said(document)
