"""The PDF: a Document and a Theme laid out, painted, tagged and finished as one PDF/UA-1 and PDF/A file.

Blocks are made from the Document (`build`), laid out as a plan (`paginate`), painted once (`Press`) and
given their structure (`finish`).
"""

from __future__ import annotations

from boardpack.render.pdf.reportlab_setup import import_reportlab

import_reportlab()

from boardpack.render.pdf.metadata import Attachment  # noqa: E402 - ReportLab's settings come first
from boardpack.render.pdf.renderer import RenderedPdf, render_pdf  # noqa: E402

__all__ = ["Attachment", "RenderedPdf", "render_pdf"]
