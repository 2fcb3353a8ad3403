"""From Document to file, and to single pages: planned, painted in order, and finished.

`render_pdf` makes the file that is printed. `lay_out` and `paint_page` serve a Document that is looked at
while it is written, from the same plan: a section that is as it was keeps its blocks and its layouts, and a
page is painted alone, when somebody looks at it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace
from reportlab import rl_config

from boardpack.charts import DrawChart
from boardpack.collector import collector_resting
from boardpack.document import Document, SectionRole, page_label
from boardpack.render.pdf.finalize import Attachment, FileFacts, finish, finish_plain
from boardpack.render.pdf.flow import Area
from boardpack.render.pdf.flow_builder import BuiltSection, FlowBuilder, build_sections, with_shared_columns
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


class Layout(Struct, frozen=True):
    """A Document's pages, every block at its place."""

    document: Document
    theme: Theme
    type: Typefaces
    sections: tuple[BuiltSection, ...]
    pages: tuple[Page, ...]
    anchors: Mapping[str, int]
    """The page of each anchor, from 1."""
    since: tuple[int, ...]
    """For each page, the number of the layout in which it last changed."""


def lay_out(
    document: Document, theme: Theme, draw: DrawChart, number: int, before: Layout | None = None
) -> Layout:
    """Lay out a Document with what is known of it from the layout before; `number` is that of this one."""
    settle_reportlab()
    same = before if before is not None and before.theme == theme else None
    with collector_resting(), without_environment():
        type_ = same.type if same is not None else read_type(theme)
        sections = _sections(document, FlowBuilder(type_, draw), same.sections if same is not None else ())
        plan = plan_pages(sections, theme)
    made = Layout(document, theme, type_, sections, plan.pages, plan.anchors(), (number,) * len(plan.pages))
    return made if same is None else replace(made, since=tuple(_since(made, same)))


def _sections(
    document: Document, maker: FlowBuilder, known: Sequence[BuiltSection]
) -> tuple[BuiltSection, ...]:
    """Each section's blocks: those that there were for one like it, else new ones."""
    found = [next((one for one in known if one.section == each), None) for each in document.sections]
    new = tuple(each for each, one in zip(document.sections, found, strict=True) if one is None)
    made = deque(build_sections(replace(document, sections=new), maker)[1])
    return with_shared_columns([made.popleft() if one is None else one for one in found])


def _since(layout: Layout, before: Layout) -> Iterator[int]:
    """For each page, since when it has looked as it does."""
    frame = _frame(layout) == _frame(before)
    numbers = _labels(layout) == _labels(before)
    listed = {each.title for each in layout.document.sections if each.role is SectionRole.CONTENTS}
    for index, (page, new) in enumerate(zip(layout.pages, layout.since, strict=True)):
        is_same = frame and index < len(before.pages) and _is_same(page, before.pages[index])
        yield before.since[index] if is_same and (numbers or page.title not in listed) else new


def _frame(layout: Layout) -> tuple[object, ...]:
    """What is beside the text of every page."""
    document = layout.document
    return (
        document.title,
        document.appendix,
        document.period,
        document.classification,
        document.stamp,
        document.words,
        len(layout.pages),
    )


def _labels(layout: Layout) -> Mapping[str, str]:
    return {anchor: page_label(layout.document, page) for anchor, page in layout.anchors.items()}


def _is_same(page: Page, other: Page) -> bool:
    """Whether two pages have the same blocks, not only equal ones, at the same places."""
    return (
        (page.title, page.also, page.continued, page.field, page.masthead, page.turned)
        == (other.title, other.also, other.continued, other.field, other.masthead, other.turned)
        and len(page.placed) == len(other.placed)
        and all(one is another for one, another in zip(page.placed, other.placed, strict=True))
    )


def paint_page(layout: Layout, number: int) -> bytes:
    """Paint a page, counted from 1, as a file of its own: for the eye alone, without its structure."""
    page = layout.pages[number - 1]
    covers = sum(each.is_cover for each in layout.pages)
    settle_reportlab()
    with without_environment():
        press = Painter(layout.type, _labels(layout))
        press.turn(page.turned)
        paint_furniture(press, page, layout.document, Numbered(number - covers, len(layout.pages) - covers))
        for placed in page.placed:
            placed.paint(press)
        return finish_plain(press.pages_painted())


def page_areas(layout: Layout, number: int) -> Iterator[Area]:
    """What a reader can point at on a page, counted from 1, in reading order; points from its upper left."""
    page = layout.pages[number - 1]
    height = layout.theme.page.turned(page.turned).height
    for leaf in page.leaves():
        for area in leaf.block.areas(leaf.x, leaf.top, leaf.width, leaf.height):
            yield area._replace(top=height - area.top)
