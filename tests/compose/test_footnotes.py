"""Footnotes through a whole pack."""

from __future__ import annotations

from boardpack.compose.footnotes import number_footnotes
from boardpack.content import Cell, Column, Footnote, ListBlock, Paragraph, Row, Table, Text
from boardpack.document import Beside, Block, DocumentSection, Footnotes, Part, SectionRole, walk
from boardpack.words import read_words

WORDS = read_words()


def note(words: str) -> Footnote:
    return Footnote((Text(words),))


def said(words: str, *notes: Footnote) -> Paragraph:
    return Paragraph((Text(words), *notes))


def section(role: SectionRole, *blocks: Block) -> DocumentSection:
    return DocumentSection(role, "Title", blocks, "anchor")


def numbered(*sections: DocumentSection) -> tuple[DocumentSection, ...]:
    return number_footnotes(sections, WORDS)


def test_footnotes_are_numbered_through_the_pack_in_reading_order() -> None:
    table = Table((Column(),), (), (Row((Cell((Text("c"), note("three"))),)),))
    first = section(
        SectionRole.PROSE, said("a", note("one")), ListBlock(((said("b", note("two")),),)), table, said("end")
    )
    second = section(SectionRole.PROSE, said("d", note("four")))
    one, two = numbered(first, second)
    ends = [page.blocks[-1] for page in (one, two)]
    assert [[(n.number, n.anchor) for n in end.notes] for end in ends if isinstance(end, Footnotes)] == [
        [(1, "note-1"), (2, "note-2"), (3, "note-3")], [(4, "note-4")],
    ]  # fmt: skip


def test_each_note_leads_back_to_what_it_is_a_note_on() -> None:
    (page,) = numbered(
        section(SectionRole.PROSE, said("a", note("one"), note("two")), said("b", note("three")))
    )
    anchors = [block.anchor for block in walk(page.blocks) if isinstance(block, Paragraph)]
    end = page.blocks[-1]
    assert isinstance(end, Footnotes)
    assert anchors == ["note-1-in-text", "note-3-in-text"]
    assert [each.back for each in end.notes] == ["note-1-in-text", "note-1-in-text", "note-3-in-text"]
    assert end.notes[0].description == "Back to note 1 in the text"


def test_on_a_page_with_charts_the_notes_follow_the_commentary() -> None:
    beside = Beside((Part((said("a", note("one")),)), Part((said("b", note("two")),))))
    (page,) = numbered(section(SectionRole.SHEET, beside, said("charts")))
    assert [type(block) for block in page.blocks] == [Beside, Footnotes, Paragraph]


def test_the_same_note_twice_on_a_page_is_one_note() -> None:
    (page,) = numbered(section(SectionRole.PROSE, said("a", note("one")), said("b", note("one"))))
    numbers = [
        inline.number
        for block in page.blocks
        if isinstance(block, Paragraph)
        for inline in block.content
        if isinstance(inline, Footnote)
    ]
    assert numbers == [1, 1]
    assert isinstance(page.blocks[-1], Footnotes)
    assert len(page.blocks[-1].notes) == 1


def test_a_section_without_footnotes_is_the_same_value() -> None:
    plain = section(SectionRole.SHEET, said("a"))
    assert numbered(plain)[0] is plain
