"""The finished files that every check of the PDF is run on, by name."""

from __future__ import annotations

from collections.abc import Callable

from pdf_sample import sample_pdf, sample_with_data

FILES: dict[str, Callable[[], bytes]] = {
    "sample": sample_pdf,
    "sample-with-data": sample_with_data,
}
WITH_DATA = frozenset({"sample-with-data"})
"""Those that carry attachments, and so are PDF/A-3a."""
