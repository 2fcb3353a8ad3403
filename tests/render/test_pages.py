"""The file as a whole: every text in it once and in order, the structure sound, the same each time."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from reportlab import rl_config

from boardpack.content import Heading, Paragraph, Text
from boardpack.document import Document, DocumentSection, SectionRole
from boardpack.render.pdf import render_pdf
from boardpack.render.pdf.renderer import settle_reportlab
from tests.pdf.checks import complaints
from tests.pdf.reading import read_pdf
from tests.render.plans import in_full, read, said
from tests.support import documents
from tests.support.hard_documents import stress
from tests.support.projects import BRANDS, theme
from tests.support.rendering import sketch

MAKERS = (documents.pack_in_small, stress)


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("make", MAKERS)
def test_the_words_of_the_file_are_those_of_the_document(make: Callable[[], Document], brand: str) -> None:
    document = make()
    rendered = render_pdf(document, theme(brand), sketch)
    heard = read(rendered.data)
    assert in_full(heard, document) == said(document)
    assert complaints(rendered.data) == []
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        assert len(pdf.pages) == rendered.pages


def test_a_file_is_the_same_each_time() -> None:
    document = documents.pack_in_small()
    assert render_pdf(document, theme(), sketch) == render_pdf(document, theme(), sketch)


def test_anchors_are_told_by_the_page_in_the_file() -> None:
    rendered = render_pdf(documents.pack_in_small(), theme(), sketch)
    assert rendered.anchors["cover"] == 1
    assert rendered.anchors["contents"] == 2
    assert rendered.anchors["summary"] == 2
    assert rendered.anchors["front-door-indicator-0"] == rendered.anchors["front-door"]


def test_the_contents_print_the_pages_that_the_footers_print() -> None:
    rendered = render_pdf(documents.pack_in_small(), theme(), sketch)
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        labels = [str(page.label) for page in pdf.pages]
    assert labels[:3] == ["Cover", "1", "2"]
    printed = "".join(_texts(rendered.data))
    assert "Directors Summary 1 " in printed


def _texts(data: bytes) -> list[str]:
    root = read_pdf(data).root
    assert root is not None
    return [element.words() + " " for element in root.walk() if element.tag == "TOCI"]


def test_a_pack_without_a_cover_counts_from_its_first_page() -> None:
    section = DocumentSection(SectionRole.PROSE, "One", (Paragraph((Text("Words."),)),), "one")
    rendered = render_pdf(documents.document(section), theme(), sketch)
    assert rendered.anchors == {"one": 1}
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        assert str(pdf.pages[0].label) == "1"


def test_an_empty_section_still_has_its_page() -> None:
    heading = Heading(1, (Text("Nothing yet"),))
    section = DocumentSection(SectionRole.SHEET, "Nothing yet", (heading,))
    assert render_pdf(documents.document(section), theme(), sketch).pages == 1


def test_reportlab_is_not_governed_by_settings_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rl_config, "useA85", 1)
    settle_reportlab()
    assert rl_config.useA85 == 0
