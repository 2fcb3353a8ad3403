"""The canvas: nothing is painted outside the structure, and sequences nest whatever is done."""

from __future__ import annotations

import pytest

from boardpack.errors import ProgrammingError
from boardpack.render.pdf.canvas import PAINTING, Run, TaggedCanvas, operands
from boardpack.render.pdf.fonts import Codes, PackFont
from boardpack.render.pdf.structure import MarkedContent, MarkedSpot, Node
from tests.pdf.sample import BLUE, INK, SIZE, STYLES

KINDS = ("BDC", "EMC", "q", "Q", "Do")


@pytest.fixture
def canvas() -> TaggedCanvas:
    return TaggedCanvas(SIZE)


@pytest.fixture(scope="module")
def font() -> PackFont:
    return PackFont("Plex", (STYLES / "fonts" / "IBMPlexSans-Regular.ttf").read_bytes())


@pytest.fixture
def paragraph() -> Node:
    return Node("Document").add("P")


def painted(canvas: TaggedCanvas) -> str:
    canvas.leave()
    return "\n".join(canvas._code)


def items(canvas: TaggedCanvas, node: Node) -> list[int]:
    return [item.mcid for item in canvas.record.items[node] if isinstance(item, MarkedContent)]


def test_painting_outside_the_structure_is_a_programming_error(canvas: TaggedCanvas, font: PackFont) -> None:
    with pytest.raises(ProgrammingError, match="outside the structure on page 1"):
        canvas.paint("0 0 m 1 1 l S")
    with pytest.raises(ProgrammingError):
        canvas.show(None, [(font, 10, INK, 0, 0, "words")])
    with pytest.raises(ProgrammingError):
        canvas.box(0, 0, 1, 1, BLUE)


@pytest.mark.parametrize("name", PAINTING)
def test_reportlabs_own_painting_is_guarded_too(canvas: TaggedCanvas, name: str) -> None:
    with pytest.raises(ProgrammingError, match="outside the structure"):
        getattr(canvas, name)()


def test_reportlabs_own_painting_works_within_a_mark(canvas: TaggedCanvas) -> None:
    with canvas.artifact("Layout"):
        canvas.rect(0, 0, 9, 9)
    assert painted(canvas).startswith("/Artifact <</Type /Layout>> BDC\nn 0 0 9 9 re S")


def test_a_picture_of_reportlabs_stays_within_its_mark(canvas: TaggedCanvas) -> None:
    with canvas.artifact("Background"):
        canvas.drawImage(str(STYLES / "logo.png"), 0, 0, 9, 9)
        canvas.cross(5, 5)
    kinds = [line.split()[-1] for line in painted(canvas).split("\n") if line.split()[-1] in KINDS]
    assert kinds == ["BDC", "q", "Do", "Q", "q", "Q", "EMC"]


def test_words_shown_for_one_node_share_a_sequence(
    canvas: TaggedCanvas, font: PackFont, paragraph: Node
) -> None:
    canvas.show(paragraph, [(font, 10, INK, 5, 7, "One ")])
    canvas.show(paragraph, [(font, 10, INK, 5, 9, "two")])
    code = painted(canvas)
    assert code.count("BDC") == code.count("EMC") == 1
    assert code.count("Tf") == code.count("rg") == 1
    assert items(canvas, paragraph) == [0]


def test_a_mark_within_a_mark_splits_the_outer_one(
    canvas: TaggedCanvas, font: PackFont, paragraph: Node
) -> None:
    link = paragraph.add("Link")
    with canvas.mark(paragraph):
        canvas.show(None, [(font, 10, INK, 0, 0, "See ")])
        canvas.show(link, [(font, 10, BLUE, 30, 0, "there")])
        canvas.show(None, [(font, 10, INK, 60, 0, ".")])
    assert items(canvas, paragraph) == [0, 2]
    assert items(canvas, link) == [1]
    assert [line for line in painted(canvas).split("\n") if "BDC" in line or line == "EMC"] == [
        "/P <</MCID 0>> BDC",
        "EMC",
        "/Link <</MCID 1>> BDC",
        "EMC",
        "/P <</MCID 2>> BDC",
        "EMC",
    ]


def test_a_mark_that_paints_nothing_leaves_nothing(
    canvas: TaggedCanvas, font: PackFont, paragraph: Node
) -> None:
    with canvas.mark(paragraph), canvas.artifact():
        canvas.show(None, [(font, 10, INK, 0, 0, "")])
    assert painted(canvas) == ""
    assert not canvas.record.items


def test_sequences_never_cross_a_saved_state(canvas: TaggedCanvas, font: PackFont, paragraph: Node) -> None:
    with canvas.mark(paragraph):
        canvas.show(None, [(font, 10, INK, 0, 0, "out ")])
        canvas.saveState()
        canvas.show(None, [(font, 10, INK, 0, 0, "in ")])
        canvas.restoreState()
        canvas.show(None, [(font, 10, INK, 0, 0, "out")])
    kinds = [line.split()[-1] for line in painted(canvas).split("\n")]
    assert kinds == ["BDC", "ET", "EMC", "q", "BDC", "ET", "EMC", "Q", "BDC", "ET", "EMC"]


def test_within_an_artifact_everything_is_the_artifact(
    canvas: TaggedCanvas, font: PackFont, paragraph: Node
) -> None:
    link = paragraph.add("Link")
    with canvas.artifact("Pagination", "Header"):
        canvas.show(paragraph, [(font, 10, INK, 0, 0, "again")])
        with canvas.figure(paragraph.add("Figure"), 0, 0, 1, 1), canvas.artifact("Layout"):
            canvas.box(0, 0, 1, 1, BLUE)
        canvas.link(link, (0, 0, 1, 1), "#top", "Top")
    assert painted(canvas).count("BDC") == 1
    assert not canvas.record.items
    assert not canvas.record.boxes


def test_a_figure_holds_its_own_saved_states_and_words(canvas: TaggedCanvas, font: PackFont) -> None:
    figure = Node("Figure")
    with canvas.figure(figure, 10, 20, 30, 40):
        canvas.saveState()
        canvas.box(0, 0, 1, 1, BLUE)
        canvas.restoreState()
        canvas.show(None, [Run(font, 8, INK, 1, 2, "up", 90), Run(font, 8, INK, 1, 2, "on")])
    code = painted(canvas)
    assert code.startswith("/Figure <</MCID 0>> BDC\nq\n")
    assert "0 1 -1 0 1 2 Tm" in code
    assert "1 0 0 1 1 2 Tm" in code
    assert canvas.record.boxes == {figure: (0, (10, 20, 30, 40))}


def test_a_figure_ends_on_its_page(canvas: TaggedCanvas) -> None:
    with pytest.raises(ProgrammingError, match="page's end"), canvas.figure(Node("Figure"), 0, 0, 1, 1):
        canvas.showPage()


def test_a_mark_may_run_over_pages(canvas: TaggedCanvas, font: PackFont, paragraph: Node) -> None:
    with canvas.mark(paragraph):
        canvas.show(None, [(font, 10, INK, 0, 0, "One ")])
        canvas.showPage()
        canvas.show(None, [(font, 10, INK, 0, 0, "two")])
    assert [item.page for item in canvas.record.items[paragraph]] == [0, 1]
    assert items(canvas, paragraph) == [0, 0]


def test_the_file_cannot_end_within_a_mark(canvas: TaggedCanvas, paragraph: Node) -> None:
    with canvas.mark(paragraph), pytest.raises(ProgrammingError, match="within a mark"):
        canvas.pages_painted()


def test_links_belong_to_link_elements_and_say_where_they_lead(canvas: TaggedCanvas, paragraph: Node) -> None:
    with pytest.raises(ProgrammingError, match="not to P"):
        canvas.link(paragraph, (0, 0, 1, 1), "https://example.org", "Example")
    with pytest.raises(ProgrammingError, match="description"):
        canvas.link(paragraph.add("Link"), (0, 0, 1, 1), "https://example.org", " ")


def test_an_area_over_an_abbreviation_in_a_link_is_the_links(canvas: TaggedCanvas, paragraph: Node) -> None:
    link = paragraph.add("Link")
    canvas.link(link.add("Span"), (0, 0, 1, 1), "https://example.org", "Example")
    assert list(canvas.record.items) == [link]


def test_an_anchor_is_set_once(canvas: TaggedCanvas) -> None:
    canvas.bookmark("top")
    assert canvas.record.anchors["top"] == MarkedSpot(0, 0, SIZE[1])
    with pytest.raises(ProgrammingError, match="top is set twice"):
        canvas.bookmark("top")


def test_a_missing_glyph_is_a_programming_error(
    canvas: TaggedCanvas, font: PackFont, paragraph: Node
) -> None:
    assert font.missing("a漢b\u00a0字") == "字漢"
    with pytest.raises(ProgrammingError, match=r"font Plex has no glyph for U\+6F22"):
        canvas.show(paragraph, [(font, 10, INK, 0, 0, "漢")])


def test_more_letters_than_one_subset_holds(canvas: TaggedCanvas, font: PackFont) -> None:
    codes = Codes(font, canvas._doc)
    letters = "".join(chr(code) for code in sorted(font.face.charToGlyph) if 0x20 < code < 0x600)[:400]
    pieces = codes.literals(letters)
    assert len(pieces) > 1
    assert codes.literals("") == []
    assert {name.rpartition("+")[2] for name, _ in pieces} >= {"0", "1"}


@pytest.mark.parametrize(
    ("values", "written"),
    [((0.0,), "0"), ((-0.001,), "0"), ((595.276,), "595.28"), ((1, 2.5), "1 2.5"), ((1234.56,), "1234.56")],
)
def test_numbers_are_written_short(values: tuple[float, ...], written: str) -> None:
    assert operands(*values) == written
