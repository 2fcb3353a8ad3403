"""The words of a Document as passages that a search can find, with the page they are on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from boardpack.archive.issue import SearchPassage
from boardpack.content import Heading, Image, ListBlock, Paragraph, Row, Table, inline_text
from boardpack.document import (
    Beside,
    Block,
    Contents,
    Details,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Footnotes,
    block_texts,
    page_label,
    walk,
)


def passages(
    document: Document, anchors: Mapping[str, int], pages: Sequence[str] = ()
) -> tuple[SearchPassage, ...]:
    """Return every paragraph, list item and table row in reading order; charts and contents are left out.

    A passage is on the page of the last anchor before it (`anchors` gives their pages, from 1), or on
    the first page of its section from there on whose words (`pages`) hold its beginning.
    """
    texts = [_squeezed(page) for page in pages]
    found = []
    starts = [anchors.get(section.anchor, 1) for section in document.sections]
    for section, first, after in zip(document.sections, starts, [*starts[1:], len(texts) + 1], strict=True):
        page = first
        for passage in _section(section, anchors):
            page = _page(passage, texts[: after - 1], max(page, passage.page))
            found.append(replace(passage, page=page, label=page_label(document, page)))
    return tuple(found)


def _page(passage: SearchPassage, texts: Sequence[str], start: int) -> int:
    """Return the first page from `start` on that holds the beginning of a passage; `start` when none does."""
    beginning = _squeezed(passage.text)[:60]
    return next((n for n, text in enumerate(texts[start - 1 :], start) if beginning in text), start)


def _squeezed(text: str) -> str:
    """Return letters and digits alone: pages break lines, and tables break cells, where passages do not."""
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _section(section: DocumentSection, anchors: Mapping[str, int]) -> Iterator[SearchPassage]:
    held = list(_every(section, anchors))
    for passage, after in zip(held, [*held[1:], None], strict=True):
        alone = after is None or after.heading != passage.heading
        if alone or passage.text != passage.heading:  # what is under a heading is found by it as well
            yield passage


def _every(section: DocumentSection, anchors: Mapping[str, int]) -> Iterator[SearchPassage]:
    page = 0
    heading = ""
    for block in walk(section.blocks):
        if isinstance(block, Heading):
            page = anchors.get(block.anchor, page)
            heading = " ".join(inline_text(block.content).split())
        for text, anchor in _texts(block):
            page = anchors.get(anchor, page)
            if words := " ".join(text.split()):
                yield SearchPassage(section.title, heading, page, words)


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the words of a block in pieces worth finding, each with the anchor it carries."""
    match block:
        case Table(body=body):
            for row in body:
                yield _row(row), row.anchor
        case Heading() | Paragraph() | Details():
            yield " ".join(block_texts(block)), ""
        case Image() | Footnotes():
            for words in block_texts(block):
                yield words, ""
        case Figure() | FigureGroup() | Contents() | ListBlock() | Beside():
            pass


def _row(row: Row) -> str:
    words = (" ".join(inline_text(cell.content).split()) for cell in row.cells)
    return " | ".join(word for word in words if word)
