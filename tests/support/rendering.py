"""A Document made into a file in a shipped brand, with a sketch in place of each chart."""

from __future__ import annotations

from boardpack.charts.layout import ChartBox
from boardpack.document import Chart, Document
from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.render.pdf import RenderedPdf, render_pdf
from boardpack.theme import Theme
from tests.support.projects import theme


def sketch(_chart: Chart, box: ChartBox, _brand: Theme) -> Picture:
    """A chart that takes no time to draw."""
    frame = PathMark(f"0 0 {box.width:g} {box.height:g} re", stroke="grid", width=0.5)
    words = (
        TextMark("50%", 0, 40, 8, scale=True),
        TextMark("Apr", 4, 4, 8),
        TextMark("May", 40, 4, 8, angle=90),
    )
    return Picture(box.width, box.height, (frame, *words))


def render(document: Document) -> RenderedPdf:
    """A Document's file, in civic."""
    return render_pdf(document, theme(), sketch)
