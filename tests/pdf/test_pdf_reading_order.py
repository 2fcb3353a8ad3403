"""The words in structure order are the Document's words, block by block and cell by cell."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from pdf_checks import complaints
from pdf_documents import documents, render
from pdf_expected import document_words, file_words

from boardpack.document import Document


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(documents)
def test_any_document_reads_as_it_is_written(document: Document) -> None:
    rendered = render(document)
    assert file_words(rendered.data) == document_words(document, rendered.anchors)
    assert complaints(rendered.data) == []
