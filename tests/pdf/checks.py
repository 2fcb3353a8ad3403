"""The suite's checkers but for veraPDF, each a function from a finished file to complaints."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

from pikepdf import Pdf, PdfError, pdfa

from tests.pdf.lint import lint

REFUSALS = (
    # pikepdf.pdfa knows PDF/A-2b and 3b only, and refuses what it does not know.
    r"pikepdf:schema-OutlineItem .*/SE is not supported",
    r"XMP namespace (pdfaExtension|pdfaSchema|pdfaProperty)=",
    r"XMP property (pdfuaid:part|pdfaExtension:schemas) ",
    r"pdfaid:conformance is 'A', expected 'B'",
)


def pdfa_findings(data: bytes) -> list[str]:
    """What pikepdf's own PDF/A validator says, without its known refusals."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        carries = "/AF" in pdf.Root
    report = pdfa.validate_written(io.BytesIO(data), "3b" if carries else "2b")
    return [str(each) for each in report.findings if not re.search("|".join(REFUSALS), str(each))]


def qpdf_check(data: bytes) -> list[str]:
    """What `qpdf --check` says."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        return [*pdf.check_pdf_syntax(), *pdf.get_warnings()]


def complaints(data: bytes) -> list[str]:
    """Everything the checkers have to say about a file."""
    return list(complain(data))


def complain(data: bytes) -> Iterator[str]:
    """The same, one after the other: who wants to know only whether there is any asks for the first."""
    try:
        for name, check in CHECKS.items():
            yield from (f"{name}: {said}" for said in check(data))
    except PdfError as unreadable:
        yield f"unreadable: {unreadable}"


CHECKS: dict[str, Callable[[bytes], list[str]]] = {"lint": lint, "qpdf": qpdf_check, "pdfa": pdfa_findings}
