"""From Document to file: the pages planned, painted in order, and finished."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from reportlab import rl_config

from boardpack.charts import DrawChart
from boardpack.collector import collector_resting
from boardpack.document import Document, page_label
from boardpack.render.pdf.finalize import Attachment, FileFacts, finish
from boardpack.render.pdf.flow_builder import FlowBuilder, build_sections
from boardpack.render.pdf.fonts import Typefaces, read_type
from boardpack.render.pdf.page_furniture import Numbered, paint_furniture
from boardpack.render.pdf.paginate import Page, plan_pages
from boardpack.render.pdf.painter import Painter
from boardpack.render.pdf.reportlab_setup import without_environment
from boardpack.theme import Theme


class RenderedPdf(Struct, frozen=True):
    """A finished file."""

    data: bytes
    pages: int
    anchors: Mapping[str, int]
    """The page of each anchor, counted from 1 with the cover."""
    words: tuple[str, ...]
    """What was painted on each page, in the order of painting."""


def render_pdf(
    document: Document,
    theme: Theme,
    draw: DrawChart,
    *,
    attachments: tuple[Attachment, ...] = (),
) -> RenderedPdf:
    """Lay out, paint and finish a Document; the same input gives the same bytes."""
    settle_reportlab()
    facts = FileFacts(
        document.full_title, document.author, document.subject, document.language, document.date
    )
    with collector_resting(), without_environment():
        type_ = read_type(theme)
        root, sections = build_sections(document, FlowBuilder(type_, draw))
        plan = plan_pages(sections, theme)
        pages, anchors, unpainted = len(plan.pages), dict(plan.anchors()), deque(plan.pages)
        del plan, sections  # what was laid out is let go page by page: half of what a large pack takes
        press = paint_pages(unpainted, anchors, document, type_)
        words = press.words_painted()
        painted, record = press.pages_painted(), press.record
        del press
        data = finish(painted, root, record, facts, attachments=attachments)
    return RenderedPdf(data, pages, MappingProxyType(anchors), words)


def settle_reportlab() -> None:
    """Fix ReportLab's settings here: it would also take them from files and the environment."""
    for name, value in SETTINGS.items():
        setattr(rl_config, name, value)


def paint_pages(
    pages: deque[Page], anchors: Mapping[str, int], document: Document, type_: Typefaces
) -> Painter:
    """Paint every page, and let it go; `anchors` tells the page of each anchor, from 1."""
    covers = sum(page.is_cover for page in pages)
    of = len(pages) - covers
    press = Painter(type_, {anchor: page_label(document, page) for anchor, page in anchors.items()})
    for index in range(len(pages)):
        page = pages.popleft()
        if index:
            press.showPage()
        press.turn(page.turned)
        _label(press, page, index, covers, document.words("page.cover"))
        paint_furniture(press, page, document, Numbered(index + 1 - covers, of))
        _paint_page(press, page)
    return press


def _label(press: Painter, page: Page, index: int, covers: int, cover: str) -> None:
    """Number pages for viewers as they are numbered in print."""
    if page.is_cover and index == 0:
        press.label(cover, numbered=False)
    elif index == covers:
        press.label(start=1)


def _paint_page(press: Painter, page: Page) -> None:
    for anchor, x, y in page.anchors():
        press.bookmark(anchor, x, y)
    for placed in page.placed:
        placed.paint(press)


SETTINGS = {"useA85": 0, "invariant": 1, "pageCompression": 0, "shapeChecking": 1, "pdfComments": 0}
