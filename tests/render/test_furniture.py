"""What stands on every page beside its text."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace
from PIL import Image

from boardpack.content import Paragraph
from boardpack.document import DocumentSection, SectionRole
from boardpack.errors import BoardpackError
from boardpack.render.pdf import render_pdf
from boardpack.render.pdf.fonts import read_type
from boardpack.render.pdf.renderer import read_logo, shortened
from tests.support import documents
from tests.support.projects import theme
from tests.support.rendering import sketch


def test_a_logo_is_read_as_pixels_on_the_brands_colour(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    image = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    image.putpixel((0, 0), (255, 255, 255, 255))
    image.save(path, pnginfo=None)
    read = read_logo(path, (1.0, 0.0, 0.0))
    assert read.mode == "RGB"
    assert read.getpixel((0, 0)) == (255, 255, 255)
    assert read.getpixel((1, 1)) == (255, 0, 0)


@pytest.mark.parametrize("content", [b"", b"not an image", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_logo_that_cannot_be_read_is_told_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    with pytest.raises(BoardpackError, match=r"logo\.png: the logo cannot be read"):
        read_logo(path, (0, 0, 0))


def test_a_truncated_logo_is_told_by_name(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    logo = theme().logo
    assert logo is not None
    path.write_bytes(logo.read_bytes()[:200])
    with pytest.raises(BoardpackError, match="cannot be read"):
        read_logo(path, (0, 0, 0))


def test_furniture_is_no_content() -> None:
    rendered = render_pdf(documents.pack_in_small(), theme(), sketch)
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        pages = [pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)) for page in pdf.pages]
    assert b"/Background" in pages[0]
    for page in pages[1:]:
        for kind in (b"/Header", b"/Footer", b"/Watermark"):
            assert b"/Pagination" in page
            assert kind in page


def test_a_draft_says_so_to_a_reader_who_does_not_see_the_page() -> None:
    words = "DRAFT: not issued."
    said = DocumentSection(
        SectionRole.COVER, "Cover",
        (Paragraph(documents.text(words), "stamp", anchor="stamp"), Paragraph(documents.text("T"), "title")),
        "cover",
    )  # fmt: skip
    rendered = render_pdf(documents.document(said, documents.prose(2), stamp="DRAFT"), theme(), sketch)
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        assert str(pdf.docinfo.Title).startswith("DRAFT: ")
        assert str(pdf.Root.Outlines.First.Title) == words
        assert str(pdf.Root.StructTreeRoot.K.T).startswith("DRAFT: ")
        cover, page = (
            pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page)) for page in pdf.pages
        )
        outlined = pdf.Root.Outlines.First.SE
        assert [str(each.S) for each in (outlined, outlined.P)] == ["/P", "/Sect"]
    assert b"/Watermark" not in cover
    assert b"/Watermark" in page


def test_a_document_without_a_stamp_has_none() -> None:
    rendered = render_pdf(documents.document(documents.prose(2)), theme(), sketch)
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        page = pikepdf.unparse_content_stream(pikepdf.parse_content_stream(pdf.pages[0]))
    assert b"/Watermark" not in page


def test_a_running_title_that_is_too_long_is_shortened() -> None:
    face = read_type(theme()).regular
    assert shortened("Short", 40, face) == "Short"
    short = shortened("A title that goes on and on " * 9, 20, face)
    assert short.endswith("…")
    assert 18 < face.width(short) <= 20


def test_nothing_in_the_header_meets_anything_else() -> None:
    long = replace(
        documents.pack_in_small(),
        title="A very long title " * 20,
        stamp="DRAFT EXAMPLE",
        classification="x " * 300,
    )
    sections = tuple(replace(section, title=section.title * 9) for section in long.sections[2:])
    assert render_pdf(replace(long, sections=sections), theme(), sketch).pages > 3
