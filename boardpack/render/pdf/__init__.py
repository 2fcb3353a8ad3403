"""The PDF: a Document and a Theme laid out, painted, tagged and finished as one PDF/UA-1 and PDF/A file.

`flow_builder` makes blocks from the Document, `paginate` lays them out as a plan of pages, `renderer` paints
them once through a `painter`, and `finalize` writes the file with its structure. To print another kind of
content, give it a block (`blocks` has the plain ones) and a line in `flow_builder`.
"""

from __future__ import annotations

from boardpack.render.pdf.reportlab_setup import import_reportlab

import_reportlab()

from boardpack.render.pdf.finalize import Attachment  # noqa: E402 - ReportLab's settings come first
from boardpack.render.pdf.renderer import RenderedPdf, render_pdf  # noqa: E402

__all__ = ["Attachment", "RenderedPdf", "render_pdf"]
