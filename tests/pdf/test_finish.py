"""The finishing pass: what it refuses, what it writes, and that equal input gives equal bytes."""

from __future__ import annotations

import io
import struct

import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace
from pikepdf import Pdf

from boardpack.errors import ProgrammingError
from boardpack.render.pdf.canvas import TaggedCanvas
from boardpack.render.pdf.finalize import FileFacts, finish
from boardpack.render.pdf.fonts import PackFont
from boardpack.render.pdf.pdf_file import embedded_program, to_unicode
from boardpack.render.pdf.structure import Node, pdf_value
from tests.pdf.sample import FACTS, INK, SIZE, STYLES, make_sample


class Page:
    """One page with one paragraph."""

    def __init__(self) -> None:
        self.canvas = TaggedCanvas(SIZE)
        self.font = PackFont("Plex", (STYLES / "fonts" / "IBMPlexSans-Regular.ttf").read_bytes())
        self.root = Node("Document")
        self.paragraph = self.root.add("P")
        self.canvas.show(self.paragraph, [(self.font, 10, INK, 40, 500, "Words")])

    def finished(self, facts: FileFacts = FACTS) -> Pdf:
        data = finish(self.canvas.pages_painted(), self.root, self.canvas.record, facts)
        return Pdf.open(io.BytesIO(data))


def test_the_same_pages_give_the_same_bytes() -> None:
    assert make_sample() == make_sample()


def test_a_plain_page_needs_no_anchors_outline_labels_or_attachments() -> None:
    with Page().finished() as pdf:
        assert not {"/Names", "/Outlines", "/PageLabels", "/AF", "/PageMode"} & set(pdf.Root.keys())
        assert str(pdf.Root.StructTreeRoot.K.S) == "/Document"


def test_what_is_painted_for_a_stranger_is_a_programming_error() -> None:
    page = Page()
    page.canvas.show(Node("P"), [(page.font, 10, INK, 40, 480, "lost")])
    with pytest.raises(ProgrammingError, match="outside the structure: P"):
        page.finished()


def test_a_link_to_nowhere_is_a_programming_error() -> None:
    page = Page()
    link = page.paragraph.add("Link")
    page.canvas.show(link, [(page.font, 10, INK, 80, 500, "there")])
    page.canvas.link(link, (80, 495, 99, 510), "#there", "There")
    with pytest.raises(ProgrammingError, match="#there"):
        page.finished()


def test_nodes_that_nothing_was_painted_for_are_left_out() -> None:
    page = Page()
    page.root.add("Sect").add("P")
    with page.finished() as pdf:
        assert str(pdf.Root.StructTreeRoot.K.K.S) == "/P"


def test_an_empty_page_has_no_parents() -> None:
    page = Page()
    page.canvas.showPage()
    with page.canvas.artifact("Layout"):
        page.canvas.box(0, 0, 1, 1, INK)
    with page.finished() as pdf:
        assert "/StructParents" not in pdf.pages[1].obj


@pytest.mark.parametrize(
    ("date", "written"),
    [
        ("2017-11-20", "D:20171120000000Z"),
        ("2017-11-20T09:30:00", "D:20171120093000Z"),
        ("2017-06-20T09:30:00+01:00", "D:20170620083000Z"),
    ],
)
def test_dates_come_from_the_facts(date: str, written: str) -> None:
    with Page().finished(replace(FACTS, date=date)) as pdf:
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == written


def test_words_for_programs_are_escaped_in_the_metadata() -> None:
    with Page().finished() as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == FACTS.title
        assert metadata["dc:creator"] == [FACTS.author]


def test_an_unknown_tag_is_a_programming_error() -> None:
    with pytest.raises(ProgrammingError, match="Kapitel"):
        Node("Document").add("Kapitel")


def test_attributes_are_names_unless_they_are_words() -> None:
    assert pdf_value("Scope", "Row") == "/Row"
    assert pdf_value("Summary", "Row") == "(Row)"
    assert pdf_value("Headers", ("a", "b")) == "[(a) (b)]"
    assert pdf_value("ColSpan", 2) == "2"


def test_unicode_maps_are_rewritten_in_blocks_of_a_hundred() -> None:
    written = to_unicode([0x1F600 + code if code > 200 else code for code in range(256)]).decode()
    assert [line for line in written.split("\n") if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "55 beginbfchar",
    ]
    assert "<00> <0000>" not in written
    assert "<FF> <D83DDEFF>" in written


def test_a_font_with_another_character_map_keeps_it() -> None:
    head = b"\0" * 54
    tables = {b"cmap": b"\0\0\0\1\0\3\0\1", b"head": head, b"name": b"Plex"}
    offset, rows, data = 12 + 16 * len(tables), b"", b""
    for tag, held in tables.items():
        rows += struct.pack(">4sIII", tag, 0, offset + len(data), len(held))
        data += held + bytes(-len(held) % 4)
    program = struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0) + rows + data
    written = TTFont(io.BytesIO(embedded_program(program)), lazy=True)
    assert written.reader is not None
    assert sorted(written.reader.keys()) == ["cmap", "head"]
    assert written.reader["cmap"] == tables[b"cmap"]
