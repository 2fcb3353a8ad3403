"""What the tests of the pages share: plans of pages and their faults, and the words of a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from boardpack.content import Table, inline_text
from boardpack.document import Block, Contents, Document, Figure, block_texts, walk
from boardpack.render.pdf.flow_builder import FlowBuilder, build_sections
from boardpack.render.pdf.fonts import read_type
from boardpack.render.pdf.paginate import Page, PageFrame, Plan, plan_pages, text_frame
from boardpack.theme import Theme
from tests.pdf.reading import Element, read_pdf, squeezed
from tests.support.projects import theme
from tests.support.rendering import sketch

HELD = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "TH", "TD", "TOCI"})
"""Elements that hold words of their own."""


def plan_of(document: Document, brand: Theme | None = None) -> Plan:
    """A document's pages."""
    brand = brand or theme()
    _, sections = build_sections(document, FlowBuilder(read_type(brand), sketch))
    return plan_pages(sections, brand)


def faults_of(plan: Plan, brand: Theme | None = None) -> list[str]:
    """What is wrong with where things stand: outside the page's frame, or over one another."""
    sheet = (brand or theme()).page
    return [
        f"page {number}: {fault}"
        for number, page in enumerate(plan.pages, start=1)
        for fault in _page_faults(page, text_frame(sheet.turned(page.turned)))
    ]


def _page_faults(page: Page, frame: PageFrame) -> Iterator[str]:
    leaves = list(page.leaves())
    if not leaves:
        yield "empty"
    for leaf in leaves:
        inside = leaf.x >= frame.x - 0.1 and leaf.x + leaf.width <= frame.x + frame.width + 0.1
        standing = leaf.top <= frame.top + 0.1 and leaf.bottom >= frame.top - frame.height - 0.1
        if page.masthead:
            standing = standing or leaf.bottom >= page.field
        if not page.is_cover and not (inside and standing):
            yield f"{type(leaf.block).__name__} stands outside the frame"
    for index, one in enumerate(leaves):
        for other in leaves[index + 1 :]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.top, other.top) - max(one.bottom, other.bottom)
            if across > 0.1 and down > 0.1:
                yield f"{type(one.block).__name__} and {type(other.block).__name__} overlap"


def lone_headings(plan: Plan) -> list[int]:
    """Pages on which a heading stands with nothing under it in its column."""
    return [
        number
        for number, page in enumerate(plan.pages, start=1)
        for leaf in page.leaves()
        if leaf.block.keeps
        and not any(
            other.top < leaf.bottom + 0.1 and other.x + other.width > leaf.x and other.x < leaf.x + leaf.width
            for other in page.leaves()
        )
    ]


def said(document: Document, heard: Collection[str] = ()) -> list[str]:
    """Every text of a document that is printed, in reading order; of a message the length that was chosen."""
    shown = messages(document, heard)
    return [
        squeezed(shown.get(text, text))
        for section in document.sections
        for block in walk(section.blocks)
        for text in _printed(block)
        if squeezed(text)
    ]


def messages(document: Document, heard: Collection[str]) -> dict[str, str]:
    """The longest message of each chart, and the longest of its forms that was heard."""
    figures = [
        block for section in document.sections for block in walk(section.blocks) if isinstance(block, Figure)
    ]
    return {
        figure.said: next((words for words in figure.message if squeezed(words) in heard), figure.said)
        for figure in figures
        if figure.message
    }


def _printed(block: Block) -> Iterator[str]:
    match block:
        case Figure(alt=alt):
            yield from (text for text in block_texts(block) if text != alt)
        case Table(caption=caption, caption_hidden=True):
            texts = list(block_texts(block))
            yield from texts[1:] if caption else texts
        case Contents(entries=entries):
            yield from (inline_text(entry.content) for entry in entries)
        case _:
            yield from block_texts(block)


def read(data: bytes) -> list[str]:
    """The texts of a finished file's elements, in the order of its structure."""
    root = read_pdf(data).root
    assert root is not None
    return [text for element in root.walk() if element.tag in HELD and (text := _words(element))]


def _words(element: Element) -> str:
    words = element.words()
    return words.rpartition(" ")[0] if element.tag == "TOCI" else words


def in_full(heard: list[str], document: Document) -> list[str]:
    """What was heard, with each message in its full length."""
    figures = [
        block for section in document.sections for block in walk(section.blocks) if isinstance(block, Figure)
    ]
    full = {squeezed(form): squeezed(figure.said) for figure in figures for form in figure.message}
    return [full.get(text, text) for text in heard]
