"""What a search can find of a document, and on which page it stands."""

from __future__ import annotations

from boardpack.archive.issue import SearchPassage
from boardpack.archive.passages import passages
from boardpack.content import Cell, Column, Heading, ListBlock, Paragraph, Row, Table, Text
from boardpack.document import (
    Beside,
    Chart,
    Contents,
    ContentsEntry,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Part,
    SectionRole,
)

FIGURE = Figure(Chart((), percent=True), "A chart", (Text("A caption"),))


def words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def paragraph(text: str) -> Paragraph:
    return Paragraph(words(text))


def row(*cells: str, anchor: str = "") -> Row:
    return Row(tuple(Cell(words(cell)) for cell in cells), anchor=anchor)


def document(*sections: DocumentSection) -> Document:
    return Document("T", "en-GB", "", "", "", "", "", "", sections)


def section(*blocks: object, title: str = "Workforce", anchor: str = "w") -> DocumentSection:
    return DocumentSection(SectionRole.SHEET, title, blocks, anchor)  # type: ignore[arg-type]


def test_every_paragraph_item_and_row_is_a_passage() -> None:
    found = passages(
        document(
            section(
                Heading(1, words("Workforce"), aside=words("4 Red")),
                Table((Column(),), (row("Ref", "Title"),), (row("W 1", "Caseload\nper worker", ""),)),
                Beside((Part((Heading(2, words("Next Steps")), ListBlock(((paragraph("Hire"),),)))),)),
                FIGURE, FigureGroup((FIGURE,)), Contents((ContentsEntry(words("x"), "w"),)), paragraph("  "),
            ),
        ),
        {"w": 4},
    )  # fmt: skip
    assert found == (
        SearchPassage("Workforce", "Workforce", 4, "Workforce 4 Red", "4"),
        SearchPassage("Workforce", "Workforce", 4, "W 1 | Caseload per worker", "4"),
        SearchPassage("Workforce", "Next Steps", 4, "Hire", "4"),
    )


def test_a_heading_with_nothing_to_find_under_it_is_found_itself() -> None:
    found = passages(document(section(Heading(1, words("One")), FIGURE, Heading(1, words("Two")))), {})
    assert [passage.text for passage in found] == ["One", "Two"]


def test_the_page_is_that_of_the_last_anchor() -> None:
    blocks = (
        paragraph("first"),
        Heading(2, words("Later"), anchor="l"),
        paragraph("second"),
        Table((), (), (row("third"), row("fourth", anchor="r"))),
    )
    found = passages(document(section(*blocks)), {"w": 4, "l": 5, "r": 6})
    assert [(passage.text, passage.page) for passage in found] == [
        ("first", 4), ("second", 5), ("third", 5), ("fourth", 6),
    ]  # fmt: skip


def test_the_page_is_that_whose_text_holds_the_passage() -> None:
    pages = ("cover", "One, two\nthr-\nee", "Four five", "four, elsewhere")
    parts = (
        paragraph("one two"),
        paragraph("Three"),
        paragraph("four"),
        paragraph("nowhere"),
        paragraph("cover"),
    )
    found = passages(
        document(section(*parts, anchor="a"), section(paragraph("four"), anchor="b")), {"a": 2, "b": 4}, pages
    )
    assert [passage.page for passage in found] == [2, 2, 3, 3, 3, 4]
