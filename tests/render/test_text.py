"""The text engine: every letter set once and in order, no line wider than its column."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.content import (
    Badge,
    BadgeKind,
    Inline,
    LineBreak,
    Link,
    PageNumber,
    Placeholder,
    Text,
    Trend,
    inline_text,
)
from boardpack.errors import ProgrammingError
from boardpack.model.rating import Direction, Sense
from boardpack.render.pdf.fonts import read_type
from boardpack.render.pdf.inlines import TextStyle, set_inlines
from boardpack.render.pdf.line_breaking import (
    NOTHING,
    Line,
    Plain,
    WordRun,
    count_lines,
    even_lines,
    join,
    passage,
    plain_run,
    set_lines,
)
from boardpack.render.pdf.shapes import InlineShape
from boardpack.render.pdf.structure import Node
from tests.support.documents import text
from tests.support.projects import theme

TYPE = read_type(theme())
WORDS = st.text("abcdeiml ŵŷ–-\xa0\n", max_size=120)


def measured(*inlines: Inline) -> WordRun:
    return set_inlines(inlines, Node("P"), TYPE)


def texts(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(fragment.text for fragment in line.fragments) for line in lines]


@given(st.lists(st.tuples(WORDS, st.booleans()), max_size=4), st.floats(2, 40))
def test_every_letter_is_set_once(runs: list[tuple[str, bool]], width: float) -> None:
    passage = measured(*(Text(words, strong=strong) for words, strong in runs))
    lines = set_lines(passage, width)
    said = " ".join(
        word
        for word in inline_text(tuple(Text(words) for words, _ in runs)).replace("\n", " ").split(" ")
        if word
    )
    assert " ".join(word for word in "".join(texts(lines)).split(" ") if word) == said
    assert all(line.width <= width + 1e-6 for line in lines)
    for line in lines:
        ends = [fragment.x + fragment.width for fragment in line.fragments]
        assert ends == sorted(ends)


@given(WORDS, st.floats(2, 40), st.sampled_from([1.0, 0.8]))
def test_plain_words_are_set_as_if_taken_one_by_one(text: str, width: float, scale: float) -> None:
    plain = plain_run(text, TYPE.voice("regular", "ink", scale), Node("P"))
    assert isinstance(plain, Plain) or not plain
    one_by_one = passage(plain.words)
    assert set_lines(plain, width) == set_lines(one_by_one, width)
    assert (plain.natural, plain.longest) == pytest.approx((one_by_one.natural, one_by_one.longest))


@given(WORDS, st.floats(3, 40))
def test_counting_lines_is_near_to_setting_them(words: str, width: float) -> None:
    passage = measured(Text(words))
    if passage.longest <= width and passage:
        assert count_lines(passage, width) == len(set_lines(passage, width))


def test_a_broken_line_keeps_its_space_and_the_last_has_none() -> None:
    assert texts(set_lines(measured(Text("one two three")), 4)) == ["one two ", "three"]


def test_a_long_word_is_broken_between_letters_without_spaces() -> None:
    lines = texts(set_lines(measured(Text("a " + "x" * 30 + " b")), 6))
    assert lines[0] == "a "
    assert "".join(lines[1:]) == "x" * 30 + " b"
    assert not any(" " in line for line in lines[1:-1])


def test_a_hundred_thousand_letters_are_quick() -> None:
    start = time.process_time()
    lines = set_lines(measured(Text("x" * 100_000)), 40)
    assert "".join(texts(lines)) == "x" * 100_000
    assert time.process_time() - start < 5


def test_a_forced_line_end_reads_as_a_space() -> None:
    lines = set_lines(measured(Text("Oct"), LineBreak(), Text("17")), 40)
    assert texts(lines) == ["Oct ", "17"]


def test_words_set_in_several_voices_stay_one_word() -> None:
    passage = measured(Text("wo", strong=True), Text("rd"), Text(", then"))
    assert [len(word.pieces) for word in passage.words] == [3, 1]


def test_letters_are_composed() -> None:
    assert texts(set_lines(measured(Text("w\u0302")), 40)) == ["ŵ"]


def test_a_letter_without_a_glyph_is_a_fault() -> None:
    with pytest.raises(ProgrammingError, match=r"U\+1F600"):
        measured(Text("😀"))


def test_a_live_figure_does_not_reach_the_page() -> None:
    with pytest.raises(ProgrammingError, match="live figure"):
        measured(Placeholder("W1", 1, 1))


def test_a_link_has_its_own_element_and_words() -> None:
    node = Node("P")
    words = set_inlines(
        (Text("See "), Link("https://example.org", text("the minutes")), Link("#x", ())), node, TYPE
    )
    [line] = set_lines(words, 40)
    assert [kid.tag for kid in node.kids] == ["Link"]
    assert [fragment.text for fragment in line.fragments] == ["See ", "the minutes"]
    assert line.fragments[1].link is not None
    assert line.fragments[1].link.description == "the minutes"


def test_a_language_and_an_abbreviation_have_elements() -> None:
    node = Node("P")
    set_inlines(
        (Text("Cymru", language="cy"), Text(" "), Text("SIB", expansion="smaller is better")), node, TYPE
    )
    assert [(kid.tag, kid.language, kid.expansion) for kid in node.kids] == [
        ("Span", "cy", ""),
        ("Span", "", "smaller is better"),
    ]


@pytest.mark.parametrize("kind", BadgeKind)
def test_a_badge_is_its_word_beside_a_shape(kind: BadgeKind) -> None:
    for shape in (True, False):
        [line] = set_lines(measured(Badge(kind, "As reported", shape=shape)), 1)[:1]
        assert [drawn.shape for drawn in line.shapes]
        assert line.fragments[0].x > line.shapes[0].x


def test_a_letter_of_a_strip_spells_out_its_word() -> None:
    node = Node("P")
    set_inlines((Badge(BadgeKind.RED, "R", expansion="Red", shape=False),), node, TYPE)
    assert node.kids[0].expansion == "Red"


def test_an_arrow_stands_before_its_words() -> None:
    [line] = set_lines(measured(Trend(Direction.UP, Sense.WORSE, "2 points worse")), 40)
    assert [drawn.shape for drawn in line.shapes] == [InlineShape.WORSE_UP]
    assert texts((line,)) == ["2 points worse"]
    assert measured(Trend(Direction.UP, Sense.WORSE, "")) == NOTHING


def test_a_page_number_keeps_room_for_itself() -> None:
    [line] = set_lines(measured(Text("page "), PageNumber("x")), 40)
    assert line.fragments[1].anchor == "x"
    assert line.fragments[1].width > 0.5


def test_quiet_words_are_regular_and_strong_ones_bold() -> None:
    passage = set_inlines(
        (Text("a"), Text("b", quiet=True), Text("c", strong=True), Text("d", emphasis=True)),
        None,
        TYPE,
        TextStyle("bold"),
    )
    faces = [piece.voice.face for word in passage.words for piece in word.pieces]
    assert faces == [TYPE.bold, TYPE.regular, TYPE.bold, TYPE.bold]


def test_titles_have_even_lines() -> None:
    passage = measured(Text("Children's Improvement Priority Indicators of the year"))
    assert len(even_lines(passage, 20)) == len(set_lines(passage, 20)) == 2
    first, second = even_lines(passage, 20)
    assert abs(first.width - second.width) < 6
    assert len(even_lines(passage, 100)) == 1


def test_joining_keeps_a_gap_between_two_passages() -> None:
    one, two = measured(Text("a")), measured(Text("b"))
    assert join(one, NOTHING, 1.0) is one
    assert join(NOTHING, two, 1.0) is two
    assert join(one, two, 3.0).natural == pytest.approx(one.natural + two.natural + 3.0)
