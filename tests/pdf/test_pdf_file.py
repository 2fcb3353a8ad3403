"""The file writer: what it writes, another program reads back as it was meant."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Object, Pdf, Stream
from pypdf import PdfReader

from boardpack.render.pdf.pdf_file import (
    PACKED,
    ROW,
    TYPOGRAPHIC,
    PdfFile,
    array,
    dictionary,
    literal,
    name,
    numbers,
    ref,
    text_string,
)


def finished(file: PdfFile, **entries: str) -> bytes:
    pages = file.add(dictionary({"Type": "/Pages", "Count": "0", "Kids": "[]"}))
    catalogue = file.add(dictionary({"Type": "/Catalog", "Pages": ref(pages), **entries}))
    return file.finished(catalogue, file.add(dictionary({"Title": text_string("A file")})))


def read_back(source: str) -> Object:
    """What a program that we have not written reads of a value."""
    with Pdf.open(io.BytesIO(finished(PdfFile(), Value=source))) as pdf:
        return pdf.Root.Value


@given(st.text(st.characters(codec="utf-8")))
def test_words_are_read_as_they_were(words: str) -> None:
    assert str(read_back(text_string(words))) == words


@pytest.mark.parametrize("words", [TYPOGRAPHIC, "þÿwords", "ï»¿words", "café – 12 %", "€5", "\xad", "\t\n"])
def test_words_that_have_a_byte_each_are_read_as_they_were(words: str) -> None:
    assert str(read_back(text_string(words))) == words
    assert (len(text_string(words)) == len(words) + 2) is (words in {TYPOGRAPHIC, "café – 12 %"})


@given(st.binary())
def test_bytes_are_read_as_they_were(data: bytes) -> None:
    assert bytes(read_back(literal(data))) == data


@given(st.text(st.characters(codec="utf-8", min_codepoint=33), min_size=1, max_size=30))
def test_names_are_read_as_they_were(word: str) -> None:
    assert str(read_back(name(word))) == f"/{word}"


def test_numbers_have_two_decimals_and_no_negative_zero() -> None:
    assert numbers((1, 2.5, -0.001, 841.8898)) == "[1 2.5 0 841.89]"
    assert list(read_back(numbers((2.5, 3)))) == [Decimal("2.5"), 3]


@pytest.mark.parametrize("count", [0, 1, PACKED - 1, PACKED, 2 * PACKED + 1])
@pytest.mark.parametrize("length", [1, ROW, 3 * ROW])
def test_objects_are_found_however_many_and_long_they_are(count: int, length: int) -> None:
    file = PdfFile()
    held = [
        file.add(dictionary({"N": str(index), "Words": text_string("x" * length)})) for index in range(count)
    ]
    data = finished(file, Held=array([ref(each) for each in held]))
    with Pdf.open(io.BytesIO(data)) as pdf:
        assert [int(each.N) for each in pdf.Root.Held] == list(range(count))
        assert {len(str(each.Words)) for each in pdf.Root.Held} <= {length}
    read: Any = PdfReader(io.BytesIO(data), strict=True).root_object["/Held"]
    assert len(read) == count


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=2 * ROW), max_size=9))
def test_short_and_long_objects_are_found_beside_each_other(held: list[str]) -> None:
    file = PdfFile()
    kept = [ref(file.add(text_string(words))) for words in held]
    with Pdf.open(io.BytesIO(finished(file, Held=array(kept)))) as pdf:
        assert [str(each) for each in pdf.Root.Held] == held


def test_streams_hold_what_was_given() -> None:
    file = PdfFile()
    first = file.stream(b"packed" * 100, {"Kind": "/Sample"})
    plain = file.whole_stream(b"as it is", {})
    promised = file.reserve()
    file.put(promised, "(kept)")
    data = finished(file, A=ref(first), B=ref(plain), D=ref(promised))
    assert b"as it is" in data
    with Pdf.open(io.BytesIO(data)) as pdf:
        assert isinstance(pdf.Root.A, Stream)
        assert pdf.Root.A.read_bytes() == b"packed" * 100
        assert str(pdf.Root.A.Kind) == "/Sample"
        assert pdf.Root.B.read_bytes() == b"as it is"
        assert str(pdf.Root.D) == "kept"


def test_the_identifier_follows_the_content() -> None:
    def identifier(words: str) -> bytes:
        with Pdf.open(io.BytesIO(finished(PdfFile(), Words=text_string(words)))) as pdf:
            first, second = pdf.trailer.ID
            assert bytes(first) == bytes(second)
            return bytes(first)

    assert identifier("one") == identifier("one") != identifier("other")


def test_a_dictionary_needs_spaces_only_before_numbers_and_words() -> None:
    source = dictionary({"A": "1", "B": "/Name", "C": "[1 2]", "D": "(text)", "E": "true", "F": "<<>>"})
    assert source == "<</A 1/B/Name/C[1 2]/D(text)/E true/F<<>>>>"
    assert isinstance(read_back(source), Dictionary)
