"""A rendering without its structure, by a switch that only tests reach: to compare pages, time and size."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from boardpack.render.pdf import finalize as finishing
from boardpack.render.pdf.canvas import TaggedCanvas
from boardpack.render.pdf.pdf_file import PdfFile
from boardpack.render.pdf.structure import WrittenStructure


@contextmanager
def untagged() -> Iterator[None]:
    """Paint without marks and finish without a structure tree; all else stays."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TaggedCanvas, "_begin", lambda *_: "")
        patch.setattr(TaggedCanvas, "_end", lambda _: "")
        patch.setattr(TaggedCanvas, "link", lambda *_: None)
        patch.setattr(finishing, "write_structure", _no_structure)
        yield


def _no_structure(file: PdfFile, *_: object) -> WrittenStructure:
    return WrittenStructure(file.add("null"), {}, {}, frozenset())
