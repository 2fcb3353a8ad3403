"""The words of a Document as passages that a search can find, with the page they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boardpack.archive.issue import Passage
from boardpack.document import (
    Block,
    Contents,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Heading,
    ListBlock,
    Paragraph,
    Row,
    Table,
    block_texts,
    inline_text,
    walk,
)


def passages(document: Document, anchors: Mapping[str, int]) -> tuple[Passage, ...]:
    """Return every paragraph, list item and table row in reading order; charts and contents are left out.

    A passage stands on the page of the last anchor before it (`anchors` gives their pages, from 1).
    """
    return tuple(passage for section in document.sections for passage in _section(section, anchors))


def _section(section: DocumentSection, anchors: Mapping[str, int]) -> Iterator[Passage]:
    page = anchors.get(section.anchor, 0)
    heading = ""
    for block in walk(section.blocks):
        if isinstance(block, Heading):
            page = anchors.get(block.anchor, page)
            heading = inline_text(block.content)
        for text, anchor in _texts(block):
            page = anchors.get(anchor, page)
            if words := " ".join(text.split()):
                yield Passage(section.title, heading, page, words)


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the words of a block in pieces worth finding, each with the anchor it carries."""
    match block:
        case Table(head=_, body=body):
            for row in body:
                yield _row(row), row.anchor
        case Heading() | Paragraph():
            yield " ".join(block_texts(block)), ""
        case Figure() | FigureGroup() | Contents() | ListBlock():
            pass
        case _:
            pass


def _row(row: Row) -> str:
    words = (" ".join(inline_text(cell.content).split()) for cell in row.cells)
    return " | ".join(word for word in words if word)
