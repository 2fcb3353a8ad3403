"""Characters that a paste brings along."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.load.files import as_pasted, named_characters, named_letters, read_text
from boardpack.load.findings import FindingLog
from boardpack.model.finding import Place, Severity
from tests.support.projects import FILES, write_project

UNSEEN = ["\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff"]


@pytest.mark.parametrize("mark", UNSEEN)
@pytest.mark.parametrize("file", ["data/values-2017-18.csv", "narratives/2017-10/workforce.md"])
def test_what_nobody_sees_is_dropped_from_words_and_tables(tmp_path: Path, mark: str, file: str) -> None:
    written = FILES[file][:5] + mark + FILES[file][5:] + mark
    project = write_project(tmp_path, {file: written})
    faults = FindingLog()
    assert read_text(project.root, file, faults) == FILES[file]
    assert faults.findings == []


def test_word_s_own_bullets_are_bullets() -> None:
    assert as_pasted("\uf0b7\tone\n\uf0a7\ttwo") == "•\tone\n•\ttwo"


@pytest.mark.parametrize("file", ["data/values-2017-18.csv", "narratives/2017-10/workforce.md"])
def test_word_s_own_bullets_are_noted_once_in_a_file_with_their_line(tmp_path: Path, file: str) -> None:
    project = write_project(tmp_path, {file: "one\n\uf0b7\ttwo\n\uf0a7\tthree\n"})
    faults = FindingLog()
    assert read_text(project.root, file, faults) == "one\n•\ttwo\n•\tthree\n"
    (note,) = faults.findings
    assert (note.rule, note.severity, note.place) == ("word-bullets", Severity.NOTE, Place(file, 2))
    assert "2 characters" in note.found
    assert "U+F0B7" in note.found


def test_names_of_characters_are_the_characters() -> None:
    assert (
        named_characters("A &amp; B&nbsp;C &pound;5 &#163;6 &#x2013; &lt;b&gt;") == "A & B\u00a0C £5 £6 – <b>"
    )
    assert named_characters("&shy;&zwnj;") == ""
    assert (
        named_characters("R&D; &nonsense; &#0; &#xE000; &copy &") == "R&D; &nonsense; &#0; &#xE000; &copy &"
    )


def test_letters_that_may_be_marks_keep_their_names_until_markdown_is_read() -> None:
    assert named_letters("&lt;b&gt; &#42;x&#42; &eacute;&pound;") == "&lt;b&gt; &#42;x&#42; é£"
