"""What every page has beside its text: running header, footer, stamp, the cover's field.

All of it is artifacts: a screen reader passes it over.
"""

from __future__ import annotations

import io
from pathlib import Path

from msgspec import Struct
from PIL import Image
from PIL.PngImagePlugin import PngImageFile
from reportlab.lib.utils import ImageReader

from boardpack.document import Document
from boardpack.drawing import Colour
from boardpack.errors import BoardpackError
from boardpack.load.files import LIMITS, ReadFault, read_named_file
from boardpack.render.pdf.canvas import colour_operands
from boardpack.render.pdf.cover import INSET, LOGO, MAST_LOGO, MAST_TOP
from boardpack.render.pdf.fonts import Face, composed
from boardpack.render.pdf.inlines import size_of
from boardpack.render.pdf.paginate import Page, text_frame
from boardpack.render.pdf.painter import Painter
from boardpack.render.pdf.shapes import rounded


class Numbered(Struct, frozen=True):
    """A page's number as printed, of how many."""

    number: int
    of: int


def paint_furniture(press: Painter, page: Page, document: Document, numbered: Numbered) -> None:
    """Paint a page's furniture; the page's blocks come after it."""
    if page.field:
        _field(press, page)
    else:
        with press.artifact("Pagination", "Header"):
            _header(press, page, document)
    if not page.is_cover:
        with press.artifact("Pagination", "Footer"):
            _footer(press, document, numbered)
    if document.stamp and not page.field:  # the cover and the masthead say it in words
        with press.artifact("Pagination", "Watermark"):
            _stamp(press, document.stamp)


def _header(press: Painter, page: Page, document: Document) -> None:
    geometry = press.theme.page
    size, _ = size_of(press.theme, "header")
    baseline = geometry.height - geometry.margin - size + 2
    across = geometry.width - 2 * geometry.margin
    room = across / 2 - (STAMP_ROOM if document.stamp else GAP)
    title = shortened(" · ".join((page.title, *page.also)), room / size, press.type.bold)
    _words(press, geometry.margin, baseline, title, size, weight="bold")
    period = f" · {document.period}"
    left = room / size - press.type.regular.width(composed(period))
    pack = shortened(document.title, left, press.type.regular)
    _right(press, geometry.width - geometry.margin, baseline, pack + period, size)
    _rule(press, baseline - 6)
    if page.continued:
        frame = text_frame(geometry)
        size, leading = size_of(press.theme, "heading2")
        at = frame.top - (leading - size) / 2 - 0.78 * size
        title = shortened(page.title, (frame.width - CONTINUED_ROOM) / size, press.type.bold)
        end = _words(press, frame.x, at, title, size, weight="bold", colour="brand")
        _words(press, end + 0.4 * size, at, document.words("page.continued"), size * 0.8)


def _footer(press: Painter, document: Document, numbered: Numbered) -> None:
    geometry = press.theme.page
    size, leading = size_of(press.theme, "footer")
    baseline = geometry.margin - size + 4
    _rule(press, baseline + leading + 2)
    half = (geometry.width / 2 - geometry.margin - GAP) / size
    said = shortened(document.classification, half, press.type.regular)
    _words(press, geometry.margin, baseline, said, size)
    page = document.words("page.number", appendix=document.appendix, number=numbered.number, of=numbered.of)
    if document.page_start:
        agenda = document.page_start + numbered.number - 1
        page = document.words("page.in_agenda", page=page, agenda=agenda)
    _right(press, geometry.width - geometry.margin, baseline, page, size)


def _stamp(press: Painter, words: str) -> None:
    """A framed word in the middle of the header."""
    geometry = press.theme.page
    size, _ = size_of(press.theme, "stamp")
    face = press.type.bold
    width = face.width(words) * size
    x = (geometry.width - width) / 2
    baseline = geometry.height - geometry.margin - size + 2
    colour = press.theme.colour("red")
    frame = rounded(x - 7, baseline - 3.6, width + 14, size + 6, 3)
    press.paint(f"{colour_operands(colour)} RG 1 w {frame} S")
    press.show(None, [(face.font, size, colour, x, baseline, words)])


def _field(press: Painter, page: Page) -> None:
    """The brand's colour behind a cover's or a masthead's title, and the logo on it."""
    theme, low = press.theme, page.field
    with press.artifact("Background"):
        press.box(0, low, theme.page.width, theme.page.height - low, theme.colour("brand"))
    if theme.logo is not None:
        left = theme.page.margin * (1 if page.masthead else INSET)
        side = MAST_LOGO if page.masthead else LOGO
        top = theme.page.height - (MAST_TOP - MAST_LOGO * 0.2 if page.masthead else theme.page.margin)
        image = ImageReader(read_logo(theme.logo, theme.colour("brand")))
        with press.artifact("Layout"):
            press.drawImage(image, left - side * 0.2, top - side, side, side, preserveAspectRatio=True)


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


def _rule(press: Painter, y: float) -> None:
    geometry = press.theme.page
    start, end = (geometry.margin, y), (geometry.width - geometry.margin, y)
    press.rule(start, end, 0.5, press.theme.colour("rule"))


def _words(
    press: Painter,
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    weight: str = "regular",
    colour: str = "quiet",
) -> float:
    """Paint words; return where they end."""
    face = press.type.face(weight)
    text = composed(text)
    press.show(None, [(face.font, size, press.theme.colour(colour), x, y, text)])
    return x + face.width(text) * size


def _right(press: Painter, x: float, y: float, text: str, size: float) -> None:
    width = press.type.regular.width(composed(text)) * size
    _words(press, x - width, y, text, size)


GAP = 12.0
STAMP_ROOM = 70.0
"""Half of what is kept free in the middle of the header for the stamp."""
CONTINUED_ROOM = 70.0
