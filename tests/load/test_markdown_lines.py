# ruff: noqa: E501 - a case is a line of a table
"""Lists, tables and footnotes as people write and paste them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.content import (
    Footnote,
    Inline,
    ListBlock,
    Paragraph,
    Placeholder,
    Prose,
    Table,
    Text,
    inline_text,
)
from boardpack.document import walk
from boardpack.load.loader import load
from boardpack.load.markdown import parse
from boardpack.load.markdown_lines import lay_out_lines
from boardpack.model.finding import Place, Severity
from tests.support.projects import write_project

PLACE = Place("a.md", 1)


def shape(blocks: tuple[Prose, ...]) -> list[object]:
    """Words of paragraphs, lists of items; a list's labels come first."""
    out: list[object] = []
    for block in blocks:
        match block:
            case Paragraph(content=content):
                out.append(inline_text(content))
            case ListBlock(items=items, labels=labels):
                out.append([*labels, *(shape(item) for item in items)])
            case Table(head=head, body=body):
                out.append(
                    tuple("|".join(inline_text(c.content) for c in row.cells) for row in (*head, *body))
                )
            case _:
                out.append(block)
    return out


def read(source: str) -> list[object]:
    blocks, findings = parse(source, PLACE)
    assert {finding.rule for finding in findings} <= {"list-under-words"}
    return shape(blocks)


@pytest.mark.parametrize("mark", ["• ", "•\t", "•", "·\t", "– ", "— ", "▪ ", "◦ ", "o\t", "- ", "* ", "+ "])
def test_signs_at_the_beginnings_of_lines_are_bullets(mark: str) -> None:
    assert read(f"{mark}one\n{mark}two\n{mark}three") == [[["one"], ["two"], ["three"]]]
    assert read(f"Words:\n{mark}one\n{mark}two\n\nMore.") == ["Words:", [["one"], ["two"]], "More."]


@pytest.mark.parametrize(
    "labels",
    [
        ("1)", "2)", "3)"), ("(1)", "(2)", "(3)"), ("(a)", "(b)", "(c)"), ("a)", "b)", "c)"), ("a.", "b.", "c."),
        ("(i)", "(ii)", "(iii)"), ("i)", "ii)", "iii)"), ("i.", "ii.", "iii."), ("I.", "II.", "III."), ("(I)", "(II)", "(III)"), ("A)", "B)", "C)"), ("9)", "10)", "11)"),
        ("(h)", "(i)", "(j)"), ("1)", "1)", "1)"), ("(a)", "(a)", "(a)"),
    ],
)  # fmt: skip
def test_labels_are_printed_as_they_were_written(labels: tuple[str, ...]) -> None:
    source = "\n".join(f"{label} item" for label in labels)
    assert read(source) == [[*labels, ["item"], ["item"], ["item"]]]
    apart = "\n\n".join(f"{label} item" for label in labels)
    assert read(apart) == [[*labels, ["item"], ["item"], ["item"]]]


@pytest.mark.parametrize(
    "source",
    [
        "– and so it is",
        "(a) alone",
        "(1) From Monday (2) Focus",
        "The team\n– which was new – did it",
        "a. is the first of\nthem and z. the last",
        "i.e. this\nand that",
        "- - -x",
    ],
)
def test_a_mark_that_begins_words_is_left(source: str) -> None:
    blocks, _ = parse(source, PLACE)
    assert "".join(str(part) for part in shape(blocks)).replace("[", "").replace("]", "").replace("'", "")
    assert not any(isinstance(block, ListBlock) and block.labels for block in blocks)
    if not source.startswith("- "):
        assert shape(blocks) == [" ".join(source.split("\n"))]


@pytest.mark.parametrize(
    "source",
    [
        "- one\n  - in\n  - in2\n- two",
        "- one\n    - in\n    - in2\n- two",
        "- one\n\t- in\n\t- in2\n- two",
        "* one\n  + in\n  + in2\n* two",
        "• one\no\tin\no\tin2\n• two",
        "• one\n  • in\n  • in2\n• two",
        "- one\n\n  - in\n  - in2\n\n- two",
        "1. one\n   - in\n   - in2\n2. two",
        "1. one\n  - in\n  - in2\n2. two",
    ],
)
def test_a_list_in_a_list_nests_however_it_is_indented(source: str) -> None:
    assert read(source) == [[["one", [["in"], ["in2"]]], ["two"]]]


def test_three_levels_and_back() -> None:
    assert read("- a\n  - b\n    - c\n  - d\n- e") == [[["a", [["b", [["c"]]], ["d"]]], ["e"]]]
    assert read("• a\no\tb\n▪\tc\no\td\n• e") == [[["a", [["b", [["c"]]], ["d"]]], ["e"]]]


def test_an_item_goes_on_and_has_paragraphs() -> None:
    assert read("- one\ngoes on\n  and on\n\n  A second paragraph.\n- two\n\nAfter.") == [
        [["one goes on and on", "A second paragraph."], ["two"]], "After.",
    ]  # fmt: skip


def test_a_table_needs_no_blank_line_above_it() -> None:
    assert read("By ward:\n| Ward | Bins |\n|---|---|\n| North | 12 |\n\nAfter") == [
        "By ward:", ("Ward|Bins", "North|12"), "After",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "is_wide"),
    [
        ("| a | b |", False),
        ("| a||b |", True),
        ("a | b | c", True),
        (r"| a \| b | c |", False),
        ("| a |", False),
    ],
)
def test_a_cell_too_many_is_never_lost_unsaid(row: str, is_wide: bool) -> None:
    _, findings = parse(f"| One | Two |\n|---|---|\n| x | y |\n{row}\n", PLACE)
    assert [(f.rule, f.place.line) for f in findings] == [("table-row-wide", 4)] * is_wide


def test_a_list_right_under_words_is_noted() -> None:
    _, findings = parse("The crews do this:\n- one\n- two\n\n- alone\n", PLACE)
    assert [(f.rule, f.severity, f.place.line) for f in findings] == [("list-under-words", Severity.NOTE, 2)]


def test_a_cell_too_many_is_printed() -> None:
    blocks, _ = parse("| A | B |\n|---|---|\n| one | two |\n| lost||three |\n", PLACE)
    assert shape(blocks) == [("A|B|", "one|two|", "lost||three")]


def test_two_kinds_of_list_do_not_run_together() -> None:
    assert read("- one\n- two\n1. three\n2. four") == [[["one"], ["two"]], [["three"], ["four"]]]


def test_lists_with_other_labels_do_not_run_together() -> None:
    assert read("1. one\n2. two\n\na) three\nb) four") == [
        [["one"], ["two"]], ["a)", "b)", ["three"], ["four"]],
    ]  # fmt: skip
    assert read("a) one\n   i. in\n   ii. in2\nb) two\n   I. in3\n   II. in4") == [
        ["a)", "b)", ["one", ["i.", "ii.", ["in"], ["in2"]]], ["two", ["I.", "II.", ["in3"], ["in4"]]]],
    ]  # fmt: skip
    assert read("- x\n  1. one\n  2. two\n  a) three\n  b) four") == [
        [["x", [["one"], ["two"]], ["a)", "b)", ["three"], ["four"]]]],
    ]  # fmt: skip


def test_numbers_that_begin_again_are_another_list() -> None:
    assert read("1. one\n2. two\n\n1. three\n2. four") == [[["one"], ["two"]], [["three"], ["four"]]]
    assert read("1. one\n\n1. two\n\n1. three") == [[["one"], ["two"], ["three"]]]
    assert read("(a) one\n(b) two\n\n(a) three\n(b) four") == [
        ["(a)", "(b)", ["one"], ["two"]], ["(a)", "(b)", ["three"], ["four"]],
    ]  # fmt: skip


@given(st.lists(st.text("ab –•().|1o\t-", max_size=12), max_size=8))
def test_no_letter_is_lost_or_made(lines: list[str]) -> None:
    def letters(of: list[str]) -> str:
        return "".join(ch for ch in "".join(of) if ch in "ab1o|")

    laid = lay_out_lines(lines, lambda label: label)
    assert letters(laid).replace("1", "").replace("o", "") == letters(lines).replace("1", "").replace("o", "")
    assert [line for line in laid if line.strip()] != [] or not any(line.strip() for line in lines)


FILE = "narratives/2017-10/workforce.md"


def notes(content: tuple[Inline, ...]) -> list[str]:
    return [inline_text(inline.content) for inline in content if isinstance(inline, Footnote)]


def test_a_footnote_goes_with_the_words_that_refer_to_it() -> None:
    blocks, findings = parse(
        "Open to all.[^1] More[^b].\n\n[^1]: Except *Sundays*\n  and feasts.\n[^b]: B.\n\nEnd",
        Place("a.md", 5),
    )
    assert findings == ()
    first, last = blocks
    assert isinstance(first, Paragraph)
    assert notes(first.content) == ["Except Sundays and feasts.", "B."]
    assert last == Paragraph((Text("End"),))


def test_a_live_figure_in_a_footnote_keeps_its_place() -> None:
    blocks, _ = parse("A[^1]\n\n[^1]: is {{P1}}", Place("a.md", 5))
    assert isinstance(blocks[0], Paragraph)
    (note,) = (inline for inline in blocks[0].content if isinstance(inline, Footnote))
    assert note.content == (Text("is "), Placeholder("P1", 3, 10))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("A[^1]\n", [("footnote-missing", 3, 2)]),
        ("A\n\n[^1]: Words.\n", [("footnote-unused", 5, 7)]),
        ("A[^1]\n\n[^1]: One.\n\n[^1]: Two.\n", [("footnote-repeated", 7, 7)]),
        ("A[^1]\n\n[^1]:\n\n", [("footnote-shape", 5, 6)]),
        ("A[^1]\n\n[^1]: - a list\n", [("footnote-shape", 5, 7)]),
        ("A[^1]\n\n[^1]: ~~Struck~~ out.\n", [("text-struck", 5, 7)]),
        ("A[^1]\n\n[^1]: Nested[^2].\n\n[^2]: No.\n", [("footnote-missing", 5, 13)]),
    ],
)
def test_faults_of_footnotes_are_named_with_their_line(
    tmp_path: Path, source: str, expected: list[tuple[str, int, int]]
) -> None:
    text = f"# Improvement Activity\n\n{source}\n# Next Steps\n"
    found = [
        (f.rule, f.place.line, f.place.column)
        for f in load(write_project(tmp_path, {FILE: text})).findings
        if f.place.file == FILE and f.rule.startswith(("footnote", "text"))
    ]
    assert [each[:2] for each in found] == [each[:2] for each in expected]


def test_a_footnote_may_stand_at_the_end_of_the_file(tmp_path: Path) -> None:
    text = "# Improvement Activity\n\nA[^x]\n\n# Next Steps\n\nB[^x]\n\n[^x]: For both.\n"
    loaded = load(write_project(tmp_path, {FILE: text}))
    assert loaded.pack is not None
    assert [f for f in loaded.findings if f.place.file == FILE] == []
    found = [
        note
        for narrative in loaded.pack.narratives
        for block in walk(narrative.blocks)
        if isinstance(block, Paragraph)
        for note in notes(block.content)
    ]
    assert found == ["For both.", "For both."]
