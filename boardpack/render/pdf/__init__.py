"""The PDF: a Document and a Theme laid out, painted, tagged and finished as one PDF/UA-1 and PDF/A file.

Blocks are made from the Document (`build`), laid out as a plan (`paginate`), painted once (`Press`) and
given their structure (`finish`).
"""

from __future__ import annotations

from boardpack.render.pdf.facts import Attachment
from boardpack.render.pdf.figures import DrawChart
from boardpack.render.pdf.pages import RenderedPdf, render_pdf

__all__ = ["Attachment", "DrawChart", "RenderedPdf", "render_pdf"]
