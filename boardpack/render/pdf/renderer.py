"""From Document to file, and to single pages: planned, painted in order, and finished.

`render_pdf` makes the file that is printed. `lay_out` and `paint_page` serve a Document that is looked at
while it is written, from the same plan: a section that is as it was keeps its blocks and its layouts, and a
page is painted alone, when somebody looks at it. Running header, footer, stamp and the cover's field are
artifacts: a screen reader passes them over.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from reportlab import rl_config
from reportlab.lib.utils import ImageReader

from boardpack.charts import DrawChart
from boardpack.collector import collector_resting
from boardpack.document import Document, SectionRole, page_label
from boardpack.drawing import Colour
from boardpack.errors import BoardpackError
from boardpack.load.files import LIMITS, ReadFault, read_named_file
from boardpack.render.pdf.canvas import colour_operands
from boardpack.render.pdf.cover import INSET, LOGO, MAST_LOGO, MAST_TOP
from boardpack.render.pdf.finalize import Attachment, FileFacts, finish, finish_plain
from boardpack.render.pdf.flow import Area
from boardpack.render.pdf.flow_builder import BuiltSection, FlowBuilder, build_sections, with_shared_columns
from boardpack.render.pdf.fonts import Face, Typefaces, composed, read_type
from boardpack.render.pdf.inlines import size_of
from boardpack.render.pdf.paginate import Page, plan_pages, text_frame
from boardpack.render.pdf.painter import Painter
from boardpack.render.pdf.reportlab_setup import without_environment
from boardpack.render.pdf.shapes import rounded_rectangle
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
        painter = paint_pages(unpainted, anchors, document, type_)
        words = painter.words_painted()
        painted, record = painter.pages_painted(), painter.record
        del painter
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
    painter = Painter(type_, {anchor: page_label(document, page) for anchor, page in anchors.items()})
    for index in range(len(pages)):
        page = pages.popleft()
        if index:
            painter.showPage()
        painter.turn(page.turned)
        _label(painter, page, index, covers, document.words("page.cover"))
        paint_furniture(painter, page, document, Numbered(index + 1 - covers, of))
        _paint_page(painter, page)
    return painter


def _label(painter: Painter, page: Page, index: int, covers: int, cover: str) -> None:
    """Number pages for viewers as they are numbered in print."""
    if page.is_cover and index == 0:
        painter.label(cover, numbered=False)
    elif index == covers:
        painter.label(start=1)


def _paint_page(painter: Painter, page: Page) -> None:
    for anchor, x, y in page.anchors():
        painter.bookmark(anchor, x, y)
    for placed in page.placed:
        placed.paint(painter)


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
        painter = Painter(layout.type, _labels(layout))
        painter.turn(page.turned)
        paint_furniture(painter, page, layout.document, Numbered(number - covers, len(layout.pages) - covers))
        for placed in page.placed:
            placed.paint(painter)
        return finish_plain(painter.pages_painted())


def page_areas(layout: Layout, number: int) -> Iterator[Area]:
    """What a reader can point at on a page, counted from 1, in reading order; points from its upper left."""
    page = layout.pages[number - 1]
    height = layout.theme.page.turned(page.turned).height
    for leaf in page.leaves():
        for area in leaf.block.areas(leaf.x, leaf.top, leaf.width, leaf.height):
            yield area._replace(top=height - area.top)


# --------------------------------------------------------------------------------------- what every page has


class Numbered(Struct, frozen=True):
    """A page's number as printed, of how many."""

    number: int
    of: int


def paint_furniture(painter: Painter, page: Page, document: Document, numbered: Numbered) -> None:
    """Paint a page's furniture; the page's blocks come after it."""
    if page.field:
        _field(painter, page)
    else:
        with painter.artifact("Pagination", "Header"):
            _header(painter, page, document)
    if not page.is_cover:
        with painter.artifact("Pagination", "Footer"):
            _footer(painter, document, numbered)
    if document.stamp and not page.field:  # the cover and the masthead say it in words
        with painter.artifact("Pagination", "Watermark"):
            _stamp(painter, document.stamp)


def _header(painter: Painter, page: Page, document: Document) -> None:
    geometry = painter.theme.page
    size, _ = size_of(painter.theme, "header")
    baseline = geometry.height - geometry.margin - size + 2
    across = geometry.width - 2 * geometry.margin
    room = across / 2 - (STAMP_ROOM if document.stamp else GAP)
    title = shortened(" · ".join((page.title, *page.also)), room / size, painter.type.bold)
    _words(painter, geometry.margin, baseline, title, size, weight="bold")
    period = f" · {document.period}"
    left = room / size - painter.type.regular.width(composed(period))
    pack = shortened(document.title, left, painter.type.regular)
    _right(painter, geometry.width - geometry.margin, baseline, pack + period, size)
    _rule(painter, baseline - 6)
    if page.continued:
        frame = text_frame(geometry)
        size, leading = size_of(painter.theme, "heading2")
        at = frame.top - (leading - size) / 2 - 0.78 * size
        title = shortened(page.title, (frame.width - CONTINUED_ROOM) / size, painter.type.bold)
        end = _words(painter, frame.x, at, title, size, weight="bold", colour="brand")
        _words(painter, end + 0.4 * size, at, document.words("page.continued"), size * 0.8)


def _footer(painter: Painter, document: Document, numbered: Numbered) -> None:
    geometry = painter.theme.page
    size, leading = size_of(painter.theme, "footer")
    baseline = geometry.margin - size + 4
    _rule(painter, baseline + leading + 2)
    half = (geometry.width / 2 - geometry.margin - GAP) / size
    said = shortened(document.classification, half, painter.type.regular)
    _words(painter, geometry.margin, baseline, said, size)
    page = document.words("page.number", appendix=document.appendix, number=numbered.number, of=numbered.of)
    if document.page_start:
        agenda = document.page_start + numbered.number - 1
        page = document.words("page.in_agenda", page=page, agenda=agenda)
    _right(painter, geometry.width - geometry.margin, baseline, page, size)


def _stamp(painter: Painter, words: str) -> None:
    """A framed word in the middle of the header."""
    geometry = painter.theme.page
    size, _ = size_of(painter.theme, "stamp")
    face = painter.type.bold
    width = face.width(words) * size
    x = (geometry.width - width) / 2
    baseline = geometry.height - geometry.margin - size + 2
    colour = painter.theme.colour("red")
    frame = rounded_rectangle(x - 7, baseline - 3.6, width + 14, size + 6, 3)
    painter.paint(f"{colour_operands(colour)} RG 1 w {frame} S")
    painter.show(None, [(face.font, size, colour, x, baseline, words)])


def _field(painter: Painter, page: Page) -> None:
    """The brand's colour behind a cover's or a masthead's title, and the logo on it."""
    theme, low = painter.theme, page.field
    with painter.artifact("Background"):
        painter.box(0, low, theme.page.width, theme.page.height - low, theme.colour("brand"))
    if theme.logo is not None:
        left = theme.page.margin * (1 if page.masthead else INSET)
        side = MAST_LOGO if page.masthead else LOGO
        top = theme.page.height - (MAST_TOP - MAST_LOGO * 0.2 if page.masthead else theme.page.margin)
        image = ImageReader(read_logo(theme.logo, theme.colour("brand")))
        with painter.artifact("Layout"):
            painter.drawImage(image, left - side * 0.2, top - side, side, side, preserveAspectRatio=True)


def read_logo(path: Path, ground: Colour) -> Image.Image:
    """Read a logo's pixels, laid on the colour it is on; what else the file carries stays behind."""
    try:
        data = read_named_file(path, limit=LIMITS[".png"])
        with PngImageFile(io.BytesIO(data)) as image:
            drawn = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, ReadFault) as fault:
        raise BoardpackError(
            f"{path.name}: the logo cannot be read, so the cover cannot be drawn; save it again as PNG"
        ) from fault
    red, green, blue = (round(part * 255) for part in ground)
    field = Image.new("RGBA", drawn.size, (red, green, blue, 255))
    return Image.alpha_composite(field, drawn).convert("RGB")


def shortened(text: str, room: float, face: Face) -> str:
    """Text that fits a running header's room in ems, its end left out where it is too long."""
    text = composed(text)
    if face.width(text) <= room:
        return text
    end = "…" if not face.font.missing("…") else "..."
    left = room - face.width(end)
    kept = 0
    for letter in face.letters(text):
        left -= letter
        if left < 0:
            break
        kept += 1
    return text[:kept].rstrip() + end


def _rule(painter: Painter, y: float) -> None:
    geometry = painter.theme.page
    start, end = (geometry.margin, y), (geometry.width - geometry.margin, y)
    painter.rule(start, end, 0.5, painter.theme.colour("rule"))


def _words(
    painter: Painter,
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    weight: str = "regular",
    colour: str = "quiet",
) -> float:
    """Paint words; return where they end."""
    face = painter.type.face(weight)
    text = composed(text)
    painter.show(None, [(face.font, size, painter.theme.colour(colour), x, y, text)])
    return x + face.width(text) * size


def _right(painter: Painter, x: float, y: float, text: str, size: float) -> None:
    width = painter.type.regular.width(composed(text)) * size
    _words(painter, x - width, y, text, size)


GAP = 12.0
STAMP_ROOM = 70.0
"""Half of what is kept free in the middle of the header for the stamp."""
CONTINUED_ROOM = 70.0
