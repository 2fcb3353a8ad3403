"""The file as a whole: it is made, its pages and anchors are told, and it is the same each time."""

from __future__ import annotations

import io

import documents
import pikepdf
import pytest
from render_themes import BRANDS, theme

from boardpack.document import Chart
from boardpack.picture import Path, Picture, Words
from boardpack.render.pdf import render_pdf
from boardpack.theme import Theme


def sketch(_chart: Chart, width: float, height: float, brand: Theme) -> Picture:
    """A chart that takes no time to draw."""
    field = Path(f"0 0 {width:g} {height:g} re", stroke=brand.colour("grid"), width=0.5)
    return Picture(width, height, (field, Words("Target", 4, 4, 8)))


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("make", [documents.october, documents.stress])
def test_a_document_becomes_a_file(make: object, brand: str) -> None:
    assert callable(make)
    document = make()
    rendered = render_pdf(document, theme(brand), sketch)
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        assert len(pdf.pages) == rendered.pages
    assert rendered == render_pdf(document, theme(brand), sketch)


def test_anchors_are_told_by_the_page_in_the_file() -> None:
    rendered = render_pdf(documents.october(), theme(), sketch)
    assert rendered.anchors["contents"] == 2
    assert rendered.anchors["summary"] == 3
    assert rendered.anchors["front-door-indicator-0"] == rendered.anchors["front-door"]
