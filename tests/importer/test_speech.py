"""Commentary from a grid: its paragraphs are found, and no word is changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.document import block_texts, walk
from boardpack.importer.plan import as_markdown, escaped
from boardpack.importer.writer import with_commentary
from boardpack.load.markdown import parse
from boardpack.model.finding import Place
from boardpack.model.pack import Pack

PLACE = Place("narratives/2017-10/missing-children.md", 1)

CELLS: dict[str, tuple[str, str]] = {
    "one run": ("One. Two.", "One. Two."),
    "line ends": ("One.\r\n\r\nTwo.\nThree.", "One.\n\nTwo.\n\nThree."),
    "references": ("MC1 up. MC6 – down. MC60 is none.", "MC1 up.\n\nMC6 – down. MC60 is none."),
    "a reference within a sentence": ("It is MC 6 that fell.", "It is MC 6 that fell."),
    "numbers in brackets": ("(1) One. (2) Two.", "(1) One.\n\n(2) Two."),
    "HTML": ("<p>A &amp; B</p> <p>C<br/>D</p>", "A & B\n\nC\n\nD"),
    "bold": ("A <strong>B</strong> <span style='x'>C</span>", "A B C"),
    "bullets": ("• One\n• Two\nThree", "- One\n- Two\n\nThree"),
    "marks of Markdown": ("CIN* and a_b_c [x] `y`", "CIN\\* and a\\_b\\_c \\[x\\] \\`y\\`"),
    "a live figure's brackets": ("{{MC 1}}", "\\{{MC 1}}"),
    "a heading's mark": ("# no heading", "\\# no heading"),
    "a list's mark": ("1. no list", "1\\. no list"),
    "less than": ("<5 cases and a < b", "<5 cases and a < b"),
}


@pytest.mark.parametrize("name", CELLS)
def test_how_a_cell_is_set_out(name: str, october: Pack) -> None:
    cell, expected = CELLS[name]
    assert as_markdown(cell, october.in_table("missing-children")).text == expected


WORDS = st.text(st.sampled_from("aZ9 .,;:!?()[]{}*_`#+-<>=|\\/&'\"%£–’é\n"), min_size=1, max_size=80).filter(
    lambda text: text.strip() and not re.search(r"<[/!?A-Za-z]|&\w|&#|\|.*\||\A\s*\|", text)
)


@given(WORDS)
def test_what_is_written_is_read_back_word_for_word(text: str) -> None:
    written = as_markdown(text, ())
    blocks, findings = parse(written.text, PLACE)
    assert findings == ()
    read = " ".join(words for block in walk(blocks) for words in block_texts(block))
    bare = re.sub(r"(?m)^\s*[-*–•](?=\s)", "", text)
    assert "".join(read.split()) in {"".join(text.split()), "".join(bare.split())}


HEADINGS = ("Improvement Activity", "Next Steps")


def test_a_file_without_headings_gets_them() -> None:
    words = {"Next Steps": "Next."}
    assert with_commentary("", words, HEADINGS) == "# Improvement Activity\n\n# Next Steps\n\nNext.\n"


def test_a_heading_inside_a_comment_is_none() -> None:
    text = "# Improvement Activity\n\n<!-- old\n# Next Steps\n-->\n\n# Next Steps\n\nOld.\n"
    got = with_commentary(text, {"Improvement Activity": "New."}, HEADINGS)
    assert got == "# Improvement Activity\n\nNew.\n\n<!-- old\n# Next Steps\n-->\n\n# Next Steps\n\nOld.\n"


def test_escaping_nothing_leaves_it() -> None:
    assert escaped("Plain words, 12+ months, 24%.") == "Plain words, 12+ months, 24%."
