"""Documents for the checks of the PDF: one awkward by hand, and Hypothesis's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from boardpack.charts.layout import ChartBox
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
    Contents,
    ContentsEntry,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Part,
    Point,
    SectionRole,
)
from boardpack.drawing import PathMark as Line
from boardpack.drawing import Picture
from boardpack.drawing import TextMark as PictureWords
from boardpack.load.theme import read_theme
from boardpack.model.trend import Direction, Sense
from boardpack.render.pdf import RenderedPdf, render_pdf
from boardpack.theme import Theme

STYLES = Path(__file__).parents[2] / "styles"


@cache
def civic() -> Theme:
    """A shipped brand."""
    theme, findings = read_theme(STYLES, "civic")
    assert theme is not None, findings
    return theme


def sketch(_chart: Chart, box: ChartBox, _theme: Theme) -> Picture:
    """A chart that takes no time to draw."""
    frame = Line(f"0 0 {box.width:g} {box.height:g} re", stroke="grid", width=0.5)
    words = (
        PictureWords("50%", 0, 40, 8, scale=True),
        PictureWords("Apr", 4, 4, 8),
        PictureWords("May", 40, 4, 8, angle=90),
    )
    return Picture(box.width, box.height, (frame, *words))


def render(document: Document) -> RenderedPdf:
    """Render in a shipped brand."""
    return render_pdf(document, civic(), sketch)


def bound(*sections: DocumentSection) -> Document:
    """A document of sections, with a cover and a list of contents before them."""
    cover = DocumentSection(SectionRole.COVER, "Cover", (Heading(1, (Text("A pack"),), "cover"),), "cover")
    entries = tuple(ContentsEntry((Text(each.title),), each.anchor) for each in sections)
    contents = DocumentSection(
        SectionRole.CONTENTS,
        "Contents",
        (Heading(1, (Text("Contents"),), "contents"), Contents(entries)),
        "contents",
    )
    return Document(
        title="A pack",
        language="en-GB",
        author="Example Borough Council",
        subject="Appendix 2",
        appendix="Appendix 2",
        period="October 2017",
        classification="Public",
        date="2017-11-20T09:00:00Z",
        sections=(cover, contents, *sections),
        stamp="EXAMPLE",
    )


# ---------------------------------------------------------------------------------------- by hand


def awkward() -> Document:
    """A table over pages, a row split in two, lists in lists, a link over two lines, another language."""
    words = "A sentence long enough to run on over the end of its line, however wide the column is set; "
    link = Link(
        "https://example.org/report?of=(2017)",
        (Text("a report whose name is so long that it runs on over the end of the line that it stands on"),),
    )
    prose = DocumentSection(
        SectionRole.PROSE,
        "Prose",
        (
            Heading(1, (Text("Prose"),), "prose"),
            Paragraph((Text(words * 3), link, Text(". " + words), Text("Mae hyn yn Gymraeg", language="cy"))),
            _nested(3),
            Paragraph((Text("x" * 400),)),
            Paragraph((Text("A note."), LineBreak(), Text("Its second line.", quiet=True)), "note"),
            *(Paragraph((Text(words * 4),)) for _ in range(12)),
        ),
        "prose",
    )
    sheet = DocumentSection(
        SectionRole.SHEET,
        "Sheet",
        (
            Heading(1, (Text("Sheet"),), "sheet", aside=(Text("1 Red"),)),
            _table(70, words),
            Beside((Part((Heading(2, (Text("Left"),)), Paragraph((Text(words),)))), Part((_nested(1),)))),
            FigureGroup(tuple(_figure(index) for index in range(3)), (Text("Graphs"),)),
        ),
        "sheet",
    )
    return bound(prose, sheet)


def _nested(depth: int) -> ListBlock:
    inner = (_nested(depth - 1),) if depth else ()
    first = Paragraph((Text(f"A point at depth {depth}"),))
    return ListBlock(((first, *inner), (Paragraph((Text("Another"),)),)), ordered=depth % 2 == 0, start=9)


def _table(rows: int, words: str) -> Table:
    head = Row(tuple(Cell((Text(each),), HeaderScope.COLUMN) for each in ("Ref", "Words", "Value")))
    band = Row((Cell((Text("A band"),), HeaderScope.ROW, colspan=3),), RowRole.BAND)
    tall = Row((Cell((Text("tall"),), HeaderScope.ROW), Cell((Text(words * 40),)), Cell(())))
    spans = (
        Row((Cell((Text("both"),), HeaderScope.ROW, rowspan=2), Cell((Text("over two"),), colspan=2))),
        Row((Cell((Badge(BadgeKind.RED, "R", "Red", shape=False),)), Cell((Badge(BadgeKind.RED, "Red"),)))),
    )
    plain = tuple(
        Row(
            (
                Cell((Text(f"W {number}"),), HeaderScope.ROW),
                Cell((Text(words),)),
                Cell((Text(f"{number}.5"),)),
            )
        )
        for number in range(rows)
    )
    columns = (Column(), Column(flexible=True), Column(Align.NUMBER, current=True))
    return Table(columns, (head,), (band, *spans, *plain, tall), (Text("A table"),), summary="Rows.")


def _figure(number: int) -> Figure:
    chart = Chart((Point("Apr-17", 1.0, "1"), Point("May-17", None, "no cases")), percent=False)
    return Figure(
        chart,
        f"Chart {number}: 1 in April",
        (Text(f"W {number}"),),
        (Text("A note."),),
        f"chart-{number}",
        (f"Rose to {number}; met the target in 1 of 2 months", f"Rose to {number}"),
        BadgeKind.GREEN,
        f"W {number}",
    )


# -------------------------------------------------------------------------------------- Hypothesis

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
