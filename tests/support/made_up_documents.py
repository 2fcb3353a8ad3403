"""Documents that Hypothesis makes up: `documents` is a strategy of whole ones, the others of their parts."""

from __future__ import annotations

from hypothesis import strategies as st

from boardpack.content import (
    Align,
    Badge,
    BadgeKind,
    Cell,
    Column,
    HeaderScope,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Row,
    RowRole,
    Table,
    Text,
    Trend,
)
from boardpack.document import (
    Beside,
    Block,
    Chart,
    DocumentSection,
    Figure,
    FigureGroup,
    Part,
    Point,
    SectionRole,
)
from boardpack.model.rating import Direction, Sense
from tests.support.documents import bound

LETTERS = "abcdeghijlmnorstuwy ABMW 0123456789 .,;:()%–—’“”≥£&\\/éŵŷâ-"
words = st.text(LETTERS, min_size=1, max_size=60).map(lambda text: f"a{text}z")
texts = st.builds(
    Text,
    words,
    strong=st.booleans(),
    emphasis=st.booleans(),
    quiet=st.booleans(),
    language=st.sampled_from(("", "", "cy")),
    expansion=st.sampled_from(("", "", "an expansion")),
)
links = st.builds(
    Link,
    st.sampled_from(("https://example.org/a", "mailto:someone@example.org", "#contents")),
    st.lists(texts, min_size=1, max_size=2).map(tuple),
)
trends = st.builds(Trend, st.sampled_from(Direction), st.sampled_from(Sense), words)
badges = st.builds(Badge, st.sampled_from(BadgeKind), words.map(lambda each: each[:12]), shape=st.booleans())
spaced: st.SearchStrategy[Inline] = st.just(Text(" "))
inlines: st.SearchStrategy[tuple[Inline, ...]] = st.lists(
    st.one_of(texts, texts, links, trends, badges, st.just(LineBreak()), spaced), min_size=1, max_size=5
).map(lambda parts: (Text("Begins "), *parts))
paragraphs = st.builds(Paragraph, inlines, st.sampled_from(("body", "note", "lead", "fact")))
lists: st.SearchStrategy[ListBlock] = st.recursive(
    st.builds(
        ListBlock,
        st.lists(st.tuples(paragraphs), min_size=1, max_size=3).map(tuple),
        ordered=st.booleans(),
        start=st.integers(1, 99),
    ),
    lambda inner: st.builds(
        ListBlock,
        st.lists(st.tuples(paragraphs, inner), min_size=1, max_size=2).map(tuple),
        ordered=st.booleans(),
    ),
    max_leaves=4,
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table of a few columns, with bands, empty cells and cells over two columns."""
    width = draw(st.integers(2, 6))
    head = Row(tuple(Cell((Text(f"Column {number}"),), HeaderScope.COLUMN) for number in range(width)))
    body = []
    for number in range(draw(st.integers(1, 30))):
        kind = draw(st.sampled_from(("plain", "plain", "band", "wide")))
        if kind == "band":
            body.append(Row((Cell(draw(inlines), HeaderScope.ROW, colspan=width),), RowRole.BAND))
            continue
        cells = [Cell((Text(f"W {number}"),), HeaderScope.ROW)]
        rest = width - 1
        if kind == "wide" and rest >= 2:
            cells.append(Cell(draw(inlines), colspan=2))
            rest -= 2
        cells += [Cell(draw(st.one_of(st.just(()), inlines))) for _ in range(rest)]
        body.append(Row(tuple(cells)))
    columns = (Column(), *(Column(draw(st.sampled_from(Align)), flexible=True) for _ in range(width - 1)))
    caption = draw(st.one_of(st.just(()), inlines))
    return Table(columns, (head,), tuple(body), caption, caption_hidden=draw(st.booleans()), summary="Rows.")


figures = st.builds(
    Figure,
    st.just(Chart((Point("Apr-17", 1.0, "1"),), percent=False)),
    words,
    inlines,
    st.one_of(st.just(()), inlines),
)
blocks: st.SearchStrategy[Block] = st.one_of(
    paragraphs,
    paragraphs,
    lists,
    tables(),
    figures,
    st.builds(
        FigureGroup, st.lists(figures, min_size=1, max_size=5).map(tuple), st.one_of(st.just(()), inlines)
    ),
    st.builds(
        Beside, st.lists(st.builds(Part, st.tuples(paragraphs, lists)), min_size=2, max_size=2).map(tuple)
    ),
)


@st.composite
def sections(draw: st.DrawFn, number: int) -> DocumentSection:
    """A section that begins with its heading."""
    anchor = f"section-{number}"
    heading = Heading(
        1, draw(inlines), anchor, outline=f"Section {number}", aside=draw(st.just(()) | inlines)
    )
    below = st.tuples(st.builds(Heading, st.just(2), inlines), blocks)
    parts = draw(st.lists(st.one_of(st.tuples(blocks), below), min_size=1, max_size=5))
    content = [block for part in parts for block in part]
    role = draw(st.sampled_from((SectionRole.PROSE, SectionRole.SHEET)))
    return DocumentSection(role, f"Section {number}", (heading, *content), anchor)


documents = st.builds(bound, sections(1), sections(2))
