"""What a Document says, block by block in its own order, and what a finished file says: to be the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize

from boardpack.content import (
    Badge,
    Footnote,
    Heading,
    Image,
    Inline,
    ListBlock,
    PageNumber,
    Paragraph,
    Table,
    inline_text,
)
from boardpack.document import (
    Beside,
    Block,
    Contents,
    ContentsEntry,
    Document,
    Figure,
    FigureGroup,
    Footnotes,
    page_label,
)
from tests.pdf.reading import INLINE, Element, Words, read_pdf, squeezed
from tests.render.plans import messages


class Said(NamedTuple):
    """A block's words, and what it is."""

    tag: str
    words: str


def document_words(
    document: Document, anchors: Mapping[str, int], heard: Collection[Said] = ()
) -> list[Said]:
    """What a Document says; `anchors` are the pages of a rendering, from which the contents are numbered.

    Of a chart's message a file has the length that suits its page: the longest that was heard.
    """
    spoken = {said.words for said in heard}
    pages = {anchor: page_label(document, sheet) for anchor, sheet in anchors.items()}
    said = [
        said for section in document.sections for block in section.blocks for said in _block(block, pages)
    ]
    shown = messages(document, spoken)
    return [_said("P", shown.get(each.words, each.words)) if each.tag == "P" else each for each in said]


def file_words(data: bytes) -> list[Said]:
    """What a finished file says, read through its structure."""
    reading = read_pdf(data)  # kept while its objects are read
    return [] if reading.root is None else list(_element(reading.root))


def _said(tag: str, words: str) -> Said:
    return Said(tag, squeezed(normalize("NFC", words)))


# --------------------------------------------------------------------------------------- a Document


def _block(  # noqa: PLR0912 - one for each kind of block
    block: Block, anchors: Mapping[str, str]
) -> Iterator[Said]:
    match block:
        case Heading(level=level, content=content, aside=aside):
            yield _said(f"H{level}", _words(content))
            yield from _optional("P", aside)
        case Paragraph(content=content, role="tiles"):
            yield from (_said("LBody", each.word) for each in content if isinstance(each, Badge))
        case Paragraph(content=content, role=role):
            yield _said("H1" if role == "title" else "P", _words(content, anchors))
        case ListBlock():
            yield from _list(block, anchors)
        case Table():
            yield from _table(block, anchors)
        case Figure():
            yield from _figure(block)
        case FigureGroup(figures=figures, caption=caption):
            yield from _optional("P", caption)
            yield from (said for figure in figures for said in _figure(figure))
        case Beside(parts=parts):
            yield from (said for part in parts for inner in part.blocks for said in _block(inner, anchors))
        case Contents(entries=entries):
            for entry in entries:
                yield _said("TOCI", _entry(entry, anchors))
        case Image(alt=alt, caption=caption):
            yield _said("Figure", alt)
            yield from _optional("Caption", caption)
        case Footnotes(notes=notes):
            for note in notes:
                yield _said("Lbl", str(note.number))
                yield _said("P", _words(note.content))


def _entry(entry: ContentsEntry, pages: Mapping[str, str]) -> str:
    """A title, its page, and the references under it; references alone stand before the page."""
    badges = [inline.word for inline in entry.content if isinstance(inline, Badge)]
    title = _words(tuple(inline for inline in entry.content if not isinstance(inline, Badge)))
    page = pages[entry.anchor]
    return " ".join([title, page, *badges] if title.strip() else [*badges, page])


def _list(block: ListBlock, anchors: Mapping[str, str]) -> Iterator[Said]:
    labels = block.labels or [
        f"{number}." if block.ordered else "•"
        for number in range(block.start, block.start + len(block.items))
    ]
    for label, item in zip(labels, block.items, strict=True):
        yield _said("Lbl", label)
        yield from (said for part in item for said in _block(part, anchors))


SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _words(content: tuple[Inline, ...], pages: Mapping[str, str] = MappingProxyType({})) -> str:
    """The words of some inlines with the numbers of their footnotes and of pages, as a page prints them."""
    return "".join(_word(inline, pages) for inline in content)


def _word(inline: Inline, pages: Mapping[str, str]) -> str:
    match inline:
        case Footnote(number=number):
            return str(number).translate(SUPERSCRIPT)
        case PageNumber(anchor=anchor):
            return pages[anchor]
        case _:
            return inline_text((inline,))


def _optional(tag: str, content: tuple[Inline, ...]) -> Iterator[Said]:
    if content:
        yield _said(tag, _words(content))


def _table(table: Table, pages: Mapping[str, str]) -> Iterator[Said]:
    if not table.caption_hidden:
        yield from _optional("Caption", table.caption)
    for row in (*table.head, *table.body):
        for cell in row.cells:
            yield _said("TH" if cell.header else "TD", _words(cell.content, pages))


def _figure(figure: Figure) -> Iterator[Said]:
    if figure.said:
        yield _said("P", figure.said)
    yield _said("Caption", _words(figure.caption))
    yield _said("Figure", figure.alt)
    yield from _optional("P", figure.note)


# ------------------------------------------------------------------------------------------- a file


def _element(element: Element) -> Iterator[Said]:
    """The words of each block; a block within a block, such as a paragraph in an item, speaks for itself."""
    if element.tag == "Figure":
        yield _said("Figure", element.text("/Alt"))
        return
    own = "".join(_own(element))
    if own.strip() or element.tag in SPEAK_ALWAYS:
        yield _said(element.tag, own)
    for kid in element.elements():
        if kid.tag not in INLINE or kid.tag == "Lbl":
            yield from _element(kid)


def _own(element: Element) -> Iterator[str]:
    for kid in element.kids:
        if isinstance(kid, Words):
            yield kid.text
        elif isinstance(kid, Element) and kid.tag in INLINE and kid.tag != "Lbl":
            yield from _own(kid)


SPEAK_ALWAYS = frozenset({"TH", "TD"})
"""Empty cells are heard."""
