"""The words in structure order are the Document's words, block by block and cell by cell."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from boardpack.document import Document
from tests.pdf.checks import complaints
from tests.pdf.expected import document_words, file_words
from tests.pdf.files import FILES
from tests.support.made_up_documents import documents
from tests.support.rendering import render


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith("sample")])
def test_a_pack_reads_as_its_document_is_written(name: str) -> None:
    made = FILES[name]()
    assert made.document is not None
    heard = file_words(made.data)
    assert heard == document_words(made.document, made.anchors, heard)


def check(document: Document) -> None:
    rendered = render(document)
    heard = file_words(rendered.data)
    assert heard == document_words(document, rendered.anchors, heard)
    assert complaints(rendered.data) == []


ORDINARY = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # to make a Document smaller takes minutes
    suppress_health_check=list(HealthCheck),
)


HUGE = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""What a Document looks like is long: the warning of it would stand in place of the fault itself."""


@HUGE
@ORDINARY
@given(documents)
def test_any_document_reads_as_it_is_written(document: Document) -> None:
    check(document)


@HUGE
@pytest.mark.campaign
@settings(ORDINARY, max_examples=1000, derandomize=False)
@given(documents)
def test_a_thousand_documents_read_as_they_are_written(document: Document) -> None:
    check(document)
