"""Documents that are hard to lay out: split rows, lists in lists, long words, wide and tall tables."""

from __future__ import annotations

from boardpack.content import (
    Align,
    Badge,
    BadgeKind,
    Cell,
    Column,
    HeaderScope,
    Heading,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Row,
    RowRole,
    Table,
    Text,
)
from boardpack.document import (
    Beside,
    Block,
    Chart,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Part,
    Point,
    SectionRole,
)
from tests.support.documents import bound, document, header, nested_list, prose, text


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
        Row((Cell((Text("both"),), HeaderScope.ROW), Cell((Text("over two"),), colspan=2))),
        Row(
            (
                Cell((Text("badges"),), HeaderScope.ROW),
                Cell((Badge(BadgeKind.RED, "R", "Red", shape=False),)),
                Cell((Badge(BadgeKind.RED, "Red"),)),
            )
        ),
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


def wide_table(columns: int) -> Table:
    """More columns than a page is wide."""
    heads = Row(tuple(header(f"Column {index}") for index in range(columns)))
    rows = tuple(
        Row(
            (
                Cell(text(f"Row {row}"), HeaderScope.ROW),
                *(Cell(text(f"{row * index}.{index}")) for index in range(1, columns)),
            )
        )
        for row in range(5)
    )
    return Table((Column(), *(Column(Align.NUMBER) for _ in range(columns - 1))), (heads,), rows)


def tall_table(words: int = 900) -> Table:
    """A row taller than a page, and cells that span."""
    columns = (Column(), Column(flexible=True), Column(flexible=True))
    long = " ".join(f"word{index}" for index in range(words))
    rows = (
        Row((Cell(text("a"), HeaderScope.ROW), Cell(text("spans two columns"), colspan=2))),
        Row((Cell(text("b"), HeaderScope.ROW), Cell(text("left")), Cell(text("right")))),
        Row((Cell(text("tall"), HeaderScope.ROW), Cell(text(long)), Cell(text("short")))),
        Row(
            (
                Cell(text("last"), HeaderScope.ROW),
                Cell(text("one")),
                Cell((Text("two"), LineBreak(), Text("lines"))),
            )
        ),
    )
    return Table(columns, (Row((header("Key"), header("Left"), header("Right"))),), rows)


def stress() -> Document:
    """One word of 3,000 letters, a table of 60 columns, a row taller than a page, and long prose."""
    blocks: tuple[Block, ...] = (
        Heading(1, text("Stress"), "stress"),
        Paragraph(text("x" * 3000)),
        nested_list(),
        wide_table(60),
        tall_table(),
    )
    return document(DocumentSection(SectionRole.SHEET, "Stress", blocks, "stress"), prose(40))
