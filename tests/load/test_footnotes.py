"""Footnotes in commentary."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.content import Footnote, Inline, Paragraph, Placeholder, Text, inline_text
from boardpack.document import walk
from boardpack.load.loader import load
from boardpack.load.markdown import parse
from boardpack.model.finding import Place
from tests.support.projects import write_project

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
