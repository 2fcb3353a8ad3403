"""The built October 2017 PDF against the appendix as it was published, cell by cell and in its order.

The PDF is read back through its structure, so what is compared is what a screen reader says. Where the
pack differs from the published text, `CORRECTIONS` names the cell, and nothing else may differ.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from boardpack.edition import Edition, make_edition
from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.appendix import published
from tests.pdf.reading import Element, Reading, read_pdf, squeezed

CORRECTIONS = {
    # reference, column → what the pack prints instead of what was published
    ("W1 b", "RAG"): "Amber",
    ("LAC 20", "RAG"): "Amber",
    ("AMT 2", "RAG"): "Red",
    ("QA 1", "RAG"): "Red",
    ("MC 6", "RAG"): "Red",
    ("CL a", "RAG"): "Red",
    ("CP 10", "RAG"): "Green as reported",
    ("QA 3", "2017-18 Target"): "50%",
    ("QA 3", "Target Owner"): "TS",
    ("QA 3", "RAG"): "Not rated",
    **{("AD 7", month): "[n]" for month in ("May-17", "Jun-17", "Jul-17")},
    **{("P1", month): "[w]" for month in ("Apr-17", "May-17", "Jun-17", "Jul-17", "Aug-17", "Sep-17")},
}
SUMMARY_CORRECTIONS = {
    **dict.fromkeys(["W1 b", "FD 3", "LAC 10", "LAC 20"], "Amber"),
    **dict.fromkeys(["CL 1a", "CL 3a"], "Green"),
    **dict.fromkeys(["CP 10", "CP 10a"], "Green as reported"),
    **dict.fromkeys(["MC 1", "LE 2", "LE 3", "CL 1", "CL 2", "CL 3", "QA 2", "QA 3"], "Not rated"),
}
BLANKS = {"Polarity": "–", "2017-18 Target": "not set", "RAG": "Not rated"}
"""What stands in a cell that was published blank; a blank month is `[u]`, blank with no reason stated."""


@pytest.fixture(scope="session")
def edition(repository: Path) -> Edition:
    made = make_edition(Project(repository), Period(2017, 10))
    assert made.edition is not None
    return made.edition


@pytest.fixture(scope="session")
def reading(edition: Edition) -> Reading:
    return read_pdf(edition.data)


@pytest.fixture(scope="session")
def elements(reading: Reading) -> list[Element]:
    return list(reading.elements())


def rows(table: Element) -> list[list[Element]]:
    """The cells of each row of a table."""
    return [row.elements() for row in table.walk() if row.tag == "TR"]


def table_headed(elements: list[Element], first: str) -> list[Element]:
    return [e for e in elements if e.tag == "Table" and rows(e)[0][0].words() == first]


def test_the_cover_names_the_pack(elements: list[Element]) -> None:
    cover = next(e for e in elements if e.tag == "Sect")
    words = [kid.words() for kid in cover.elements()]
    assert words[:3] == ["Appendix 2", "Children’s Improvement Priority Indicators", "October 2017"]
    tiles = [item.words() for item in cover.walk() if item.tag == "LBody"]
    assert tiles == ["15 Red", "4 Amber", "6 Green", "2 as reported", "8 not rated"]


def test_the_directors_summary_is_there_word_for_word(elements: list[Element]) -> None:
    section = next(e for e in elements if e.tag == "Sect" and e.elements()[0].words() == "Directors Summary")
    said = [e.words() for e in section.walk() if e.tag in {"H2", "P"}]
    assert said == published.summary_paragraphs()
    assert [e.words() for e in section.walk() if e.tag == "H2"] == published.summary_paragraphs()[:1] + [
        line for line in published.summary_paragraphs()[1:] if len(line) < 40
    ]


def test_the_action_log_is_there_row_for_row(elements: list[Element]) -> None:
    (table,) = table_headed(elements, "REF")
    head, *body = [[cell.words() for cell in row] for row in rows(table)]
    assert head == ["REF", "ACTIONS", "WHEN?", "COMPLETE?"]
    assert len(body) == 13
    for found, wanted in zip(body, published.actions(), strict=True):
        assert found[:2] == list(map(squeezed, wanted[:2]))
        for cell, words in zip(found[2:], wanted[2:], strict=True):
            assert cell == words or cell.startswith(f"{words} "), "a badge may follow, nothing may change"


def test_the_rag_summary_holds_every_published_row_in_order(elements: list[Element]) -> None:
    table = table_headed(elements, "Ref")[-1]  # after the table of what is Red for long
    head, *body = rows(table)
    rag = [cell.words() for cell in head].index("RAG")
    found = [(row[0].words(), row[1].words(), row[rag].words()) for row in body if len(row) > 1]
    wanted = [
        (ref, title, SUMMARY_CORRECTIONS.get(ref, rating))
        for _, band in published.rag_summary()
        for ref, title, rating in band
    ]
    extra = ("CL a", "Care Leavers with an Up-to-date Pathway plan", "Red")
    assert [row for row in found if row != extra] == wanted
    assert found.index(extra) == [row[0] for row in found].index("CL 1") - 1
    bands = [row[0].words() for row in body if len(row) == 1]
    for band, (title, _) in zip(bands, published.rag_summary(), strict=True):
        assert band.casefold().startswith(title.casefold())


@pytest.mark.parametrize("number", range(14))
def test_each_table_is_there_cell_by_cell(elements: list[Element], number: int) -> None:
    expected = published.tables()[number]
    table = table_headed(elements, "Indicator Number")[number]
    head, *body = rows(table)
    assert [cell.words() for cell in head] == list(expected.header)
    assert len(body) == len(expected.rows)
    for found, wanted in zip(body, expected.rows, strict=True):
        compare_row(expected.header, found, wanted)


def compare_row(header: tuple[str, ...], found: list[Element], wanted: tuple[str, ...]) -> None:
    ref = wanted[0]
    cells = iter(found)
    spanned = 0
    for column, text in zip(header, wanted, strict=True):
        if spanned:
            spanned -= 1
            assert text == ""
            continue
        cell = next(cells)
        span = cell.attribute("/ColSpan")
        spanned = int(span) - 1 if span is not None else 0
        assert_cell(ref, column, cell.words(), text)
    assert next(cells, None) is None


def assert_cell(ref: str, column: str, found: str, wanted: str) -> None:
    corrected = CORRECTIONS.get((ref, column))
    if corrected is not None:
        assert found == corrected
    elif column == "RAG Methodology":
        assert found == wanted or found.startswith((f"{wanted} Rating", "Not rated: "))
        assert wanted or found.startswith("Not rated: ")
    elif wanted == "":
        assert found == BLANKS.get(column, "[u]")
    else:
        plain = re.sub(r" \(6m\+\)$", "", squeezed(wanted))
        assert found in {plain, f"{plain} [b]", f"{plain} [x]"}


@pytest.mark.parametrize("number", range(14))
def test_each_tables_commentary_is_there_word_for_word(elements: list[Element], number: int) -> None:
    expected = published.tables()[number]
    wanted = table_headed(elements, "Indicator Number")[number]
    page = elements[next(i for i, e in enumerate(elements) if e is wanted) :]
    if not expected.improvement and not expected.next_steps:
        after = next(i for i, e in enumerate(page) if i and e.tag == "H1")
        assert NOTHING in [e.words() for e in page[:after]]
        return
    for heading, words in (
        ("Improvement Activity", expected.improvement),
        ("Next Steps", expected.next_steps),
    ):
        section = next(e for e in page if e.tag == "Sect" and e.elements()[0].words() == heading)
        said = squeezed(" ".join(e.words() for part in section.elements()[1:] for e in _pieces(part)))
        assert said == (squeezed(" ".join(words)) or "Nothing was reported under this heading.")


NOTHING = "Nothing was reported under Improvement Activity or Next Steps."


def _pieces(element: Element) -> list[Element]:
    """An element, or the labels and bodies of a list, which stand apart on the page."""
    if element.tag not in {"L", "LI"}:
        return [element]
    return [piece for each in element.elements() for piece in _pieces(each)]


def test_each_target_line_says_which_side_is_good(elements: list[Element]) -> None:
    """The published note under the charts stands beside the line now, for each chart its own."""
    figures = [e.words() for e in elements if e.tag == "Figure"]
    aimed = [words for words in figures if re.search(r"Target [\d.<]", words)]
    assert len(aimed) >= 20
    assert all("better" in words for words in aimed)


def test_each_chart_has_an_alternative_of_its_own_under_its_name(elements: list[Element]) -> None:
    figures = [e for e in elements if e.tag == "Figure"]
    alternatives = [figure.text("/Alt") for figure in figures]
    assert len(set(alternatives)) == len(alternatives)
    assert all(20 < len(words) < 250 for words in alternatives)
    captions = [e.words() for e in elements if e.tag == "Caption"]
    assert len(captions) >= len(figures)


def test_the_last_page_says_what_differs(elements: list[Element]) -> None:
    section = [e for e in elements if e.tag == "Sect" and e.elements()[0].tag == "H1"][-1]
    said = section.words()
    for words in ("AMT 2", "QA 1", "MC 6", "CL a", "CL 1a", "CL 3a", "CP 10", "QA 3", "AD 7", "Yellow"):
        assert words in said
