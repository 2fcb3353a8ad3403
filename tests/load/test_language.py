"""Words in another language: a column of the data, and a mark in the commentary."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.content import Heading, Paragraph, Table, Text, inline_text
from boardpack.load.loader import load
from boardpack.load.markdown import parse
from boardpack.model.finding import Place
from tests.support.projects import FILES, write_project

PLACE = Place("a.md", 1)


def test_a_span_in_another_language() -> None:
    source = "Say [Croeso *i* bawb]{lang=cy}, and [servus]{lang=de-AT}.\n"
    (paragraph,), findings = parse(source, PLACE)
    assert findings == ()
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (
        Text("Say "),
        Text("Croeso ", language="cy"),
        Text("i", emphasis=True, language="cy"),
        Text(" bawb", language="cy"),
        Text(", and "),
        Text("servus", language="de-AT"),
        Text("."),
    )


def test_spans_in_headings_cells_and_over_line_ends() -> None:
    source = "## [Croeso]{lang=cy}\n\n[dros\nddwy]{lang=cy}\n\n| A |\n| --- |\n| **[un]{lang=cy}** |\n"
    (heading, paragraph, table), findings = parse(source, PLACE)
    assert findings == ()
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert isinstance(table, Table)
    assert heading.content == (Text("Croeso", language="cy"),)
    assert paragraph.content == (Text("dros ddwy", language="cy"),)
    assert table.body[0].cells[0].content == (Text("un", strong=True, language="cy"),)


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("Say [Croeso]{lang=}.", 13),
        ("Say [Croeso] {lang=cy}.", 14),
        ("Say [Croeso]{lang=Welsh words}.", 13),
        ('Say [Croeso]{lang="cy"}.', 13),
        ("Say [Croeso]{lang:cy}.", 13),
        ("Say [Croeso]{ lang=cy }.", 13),
        ("Say [Croeso]{Lang=cy.", 13),
        ("Say Croeso{lang=cy}.", 11),
        ("Say []{lang=cy}.", 7),
    ],
)
def test_a_mark_that_cannot_be_read_is_refused(source: str, column: int) -> None:
    blocks, (finding,) = parse(source, PLACE)
    assert finding.rule == "language-span"
    assert finding.place == Place("a.md", 1, column)
    assert finding.blocks
    assert "Croeso" not in finding.found
    assert blocks


def test_brackets_and_braces_that_mark_nothing_are_words() -> None:
    (paragraph,), findings = parse("An [aside] and {a set} and {language}.", PLACE)
    assert findings == ()
    assert isinstance(paragraph, Paragraph)
    assert inline_text(paragraph.content) == "An [aside] and {a set} and {language}."


def _with_column(file: str, cells: list[str]) -> str:
    lines = FILES[file].replace("Worker\n- Assessment", "Worker").splitlines()
    return "\n".join(f"{line},{cell}" for line, cell in zip(lines, ["language", *cells], strict=True)) + "\n"


def test_titles_in_another_language(tmp_path: Path) -> None:
    project = write_project(
        tmp_path,
        {
            "data/sections.csv": _with_column("data/sections.csv", ["cy", "", ""]),
            "data/definitions.csv": _with_column("data/definitions.csv", ["cy", *[""] * 6]),
        },
    )
    result = load(project)
    assert result.pack is not None
    assert [section.language for section in result.pack.sections] == ["cy", ""]
    assert result.pack.indicators[0].definitions[0].language == "cy"


@pytest.mark.parametrize("file", ["data/sections.csv", "data/definitions.csv", "data/glossary.csv"])
def test_a_tag_that_is_none_is_a_finding(tmp_path: Path, file: str) -> None:
    if file == "data/glossary.csv":
        text = FILES[file].replace("en-GB", "W. m")
    else:
        count = len(_with_column(file, [""] * 3 if "sections" in file else [""] * 7).splitlines()) - 2
        text = _with_column(file, ["W. m", *[""] * count])
    result = load(write_project(tmp_path, {file: text}))
    (finding,) = [f for f in result.findings if f.rule == "language-tag"]
    assert finding.place.file == file
    assert "W. m" in finding.found
