"""A link of the commentary leads to a place of the pack, or is a finding with the places there are."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.charts import draw
from boardpack.compose import compose
from boardpack.compose.appendix import broken_links, document_anchors, number_footnotes
from boardpack.compose.phrases import row_anchor
from boardpack.content import Cell, Column, Footnote, ListBlock, Paragraph, Row, Table, Text
from boardpack.document import Beside, Block, DocumentSection, Footnotes, Part, SectionRole, walk
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.load.sections import PLACES
from boardpack.load.theme import read_look
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Pack
from boardpack.render.html import render_page
from boardpack.render.pdf import render_pdf
from boardpack.words import read_words
from tests.conftest import loaded
from tests.support.commands import Said, boardpack
from tests.support.projects import SMALL

FILE = "narratives/2024-03/libraries.md"


def written(project: Path, words: str) -> int:
    """Put words under the first heading of a file; the line they stand on."""
    lines = (project / FILE).read_text(encoding="utf-8").split("\n")
    (project / FILE).write_text("\n".join((lines[0], "", words, "", *lines[1:])), encoding="utf-8")
    return 3


def findings(said: Said) -> list[str]:
    return [line for line in (said.out + said.err).splitlines() if "link-anchor-unknown" in line]


@pytest.mark.parametrize("command", ["check", "build", "archive"])
def test_a_broken_link_is_a_finding_with_its_place(small_pack: Path, command: str) -> None:
    line = written(small_pack, 'As before [see above](#nowhere) and *[again](#nowhere "there")*.')
    words = ("archive", "add") if command == "archive" else (command,)
    said = boardpack(*words, project=small_pack)
    assert said.code == 1
    assert "fault in the program" not in said.err
    found = findings(said)
    assert [one.split(": ")[0] for one in found] == [f"{FILE}:{line}:23", f"{FILE}:{line}:46"]
    assert "`#directors-summary`" in found[0]


def test_a_draft_is_made_with_the_words_alone(small_pack: Path) -> None:
    written(small_pack, "| a | b |\n|---|---|\n| [x](#nowhere) | [y](#data-notes) |\n\n- [z](#gone)\n")
    said = boardpack("build", "--draft", project=small_pack)
    assert (said.code, len(findings(said)) >= 2) == (0, True), said


def test_every_place_that_is_named_can_be_linked_to(small_pack: Path) -> None:
    written(small_pack, "[x](#nowhere)")
    loaded = load(Project(small_pack))
    assert loaded.pack is not None
    from boardpack.compose import compose  # noqa: PLC0415
    from boardpack.compose.appendix import document_anchors  # noqa: PLC0415

    anchors = document_anchors(compose(loaded.pack, loaded.findings))
    assert len(anchors) > 10
    written(small_pack, " ".join(f"[to {number}](#{anchor})" for number, anchor in enumerate(anchors)))
    (small_pack / FILE).write_text(
        (small_pack / FILE).read_text("utf-8").replace("[x](#nowhere)", ""), "utf-8"
    )
    said = boardpack("build", project=small_pack)
    assert said.code == 0, said


def test_a_pack_without_inner_links_is_not_composed(
    small_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardpack.compose.appendix.compose", None)
    loaded = load(Project(small_pack))
    assert loaded.pack is not None
    assert broken_links(loaded.pack, ()) == ()


WRITTEN = loaded(SMALL)


def with_refs(refs: list[str], tables: list[str] | None = None) -> Pack:
    """The small pack with these references and keys of tables in place of its own."""
    first, *_ = WRITTEN.indicators
    section, *_ = WRITTEN.sections
    table, *_ = section.tables
    keys = ["a-table"] if tables is None else tables
    held = replace(section, tables=tuple(replace(table, key=key) for key in keys))
    return replace(WRITTEN, sections=(held,), indicators=tuple(replace(first, ref=ref) for ref in refs))


def places(pack: Pack) -> list[str]:
    return [row_anchor(pack, indicator) for indicator in pack.indicators]


@pytest.mark.parametrize(
    ("ref", "place"),
    [
        ("CP 5", "cp-5"),
        ("W1 e", "w-1-e"),
        ("LAC 19 (12m)", "lac-19"),
        ("P1", "p-1"),
        ("A-1", "a-1"),
        ("1.2a", "1.2-a"),
    ],
)
def test_the_name_is_the_reference_as_it_is_read(ref: str, place: str) -> None:
    assert places(with_refs([canonical_ref(ref)])) == [place]


def test_a_name_that_is_taken_is_left_to_its_owner() -> None:
    assert places(with_refs(["CP5"], ["CP-5"])) == ["indicator-cp5"]
    assert places(with_refs(["NOTES", "NOTE1"])) == ["indicator-notes", "indicator-note1"]
    assert places(with_refs(["AB-1", "AB1"])) == ["indicator-ab-1", "ab-1"]


REFS = st.lists(st.text("AB1-2.", min_size=1, max_size=5), min_size=1, max_size=12, unique=True)
KEYS = st.lists(st.sampled_from(["a-1", "b", "1-a", "ab-1", "a1", "2-b"]), max_size=3, unique=True)


@given(REFS, KEYS)
def test_no_two_places_have_one_name(refs: list[str], keys: list[str]) -> None:
    found = places(with_refs(refs, keys))
    assert len(set(found)) == len(found)
    assert not set(found) & ({*keys} | PLACES)


def test_a_name_does_not_change_with_what_is_added() -> None:
    """But for a reference with a hyphen, beside which the same one without is added."""
    assert places(with_refs(["AB1"])) == places(with_refs(["AB1", "AB-1"]))[:1]


def test_every_place_is_of_the_pdf_and_of_the_web_page(repository: Path) -> None:
    document = compose(WRITTEN, ())
    theme, _ = read_look(Project(repository), WRITTEN)
    assert theme is not None
    anchors = document_anchors(document)
    assert {"ll-1", "ll-2", "st-1", "libraries"} <= set(anchors)
    page = render_page(document, theme, draw).decode()
    assert [anchor for anchor in anchors if page.count(f'id="{anchor}"') != 1] == []
    with pikepdf.open(io.BytesIO(render_pdf(document, theme, draw).data)) as pdf:
        names = set(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Names" in pdf.Root else set()
        names |= {str(name)[1:] for name in pdf.Root.Dests} if "/Dests" in pdf.Root else set()
    assert set(anchors) <= names


def test_october_keeps_its_references(october: Pack) -> None:
    found = places(october)
    assert {"cp-5", "w-1-a", "lac-19", "qa-1"} <= set(found)
    assert not any(place.startswith("indicator-") for place in found)


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
