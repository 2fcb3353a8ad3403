"""The October 2017 Document says what was published, word for word, but for the corrections listed here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boardpack.compose import compose
from boardpack.content import Heading, ListBlock, Paragraph, Row, RowRole, Table, inline_text
from boardpack.document import Beside, Block, Document, DocumentSection
from boardpack.model.pack import Pack
from tests.appendix import published
from tests.compose.table_rows import rows_by_header

RATINGS = {
    "W1 b": "Amber", "LAC 20": "Amber", "AMT 2": "Red", "QA 1": "Red", "MC 6": "Red", "CL a": "Red",
    "CP 10": "Green as reported", "QA 3": "Not rated",
}  # fmt: skip
"""Ratings of the tables that are printed otherwise than published; a blank is `Not rated`."""
SUMMARY_RATINGS = {
    "W1 b": "Amber", "FD 3": "Amber", "LAC 10": "Amber", "LAC 20": "Amber",
    "CL 1a": "Green", "CL 3a": "Green",
    "CP 10": "Green as reported", "CP 10a": "Green as reported",
}  # fmt: skip
MISSING = {"P1": "[w]", "AD 7": "[n]", "LE 3": "[u]", "CL a": "[u]", "QA 1": "[u]", "QA 3": "[u]"}
"""What a blank month, or AD 7's zero, is printed as."""


@pytest.fixture(scope="module")
def document(october: Pack) -> Document:
    return compose(october, ())


def section(document: Document, anchor: str) -> DocumentSection:
    return next(section for section in document.sections if section.anchor == anchor)


def table(section: DocumentSection, role: str = "figures") -> Table:
    return next(block for block in section.blocks if isinstance(block, Table) and block.role == role)


def words(row: Row) -> list[str]:
    return [inline_text(cell.content) for cell in row.cells]


def sheets(document: Document, october: Pack) -> list[DocumentSection]:
    return [section(document, table.key) for table in october.tables]


def test_directors_summary_is_word_for_word(document: Document) -> None:
    said = section(document, "directors-summary").blocks[1:]
    assert [inline_text(block.content) for block in said if isinstance(block, Heading | Paragraph)] == (
        published.summary_paragraphs()
    )
    assert sum(isinstance(block, Heading) for block in said) == 6
    assert sum(isinstance(block, Paragraph) for block in said) == 11


def test_actions_are_word_for_word(document: Document) -> None:
    rows = rows_by_header(table(section(document, "action-log"), "data"))
    wanted = published.actions()
    assert len(rows) == len(wanted) == 13
    for found, expected in zip(rows, wanted, strict=True):
        assert (found["REF"], found["ACTIONS"]) == tuple(expected[:2])
        assert found["WHEN?"].split(" ")[0] == expected[2]
        assert found["COMPLETE?"].split(" ")[0] == expected[3]


def test_summary_rows_in_the_published_order(document: Document) -> None:
    summary = table(section(document, "rag-summary"), "summary")
    rows = rows_by_header(summary)
    bands = [words(row)[0] for row in summary.body if row.role is RowRole.BAND]
    wanted = [row for _, band in published.rag_summary() for row in band]
    titles = [title for title, _ in published.rag_summary()]
    assert [band.upper().startswith(title) for band, title in zip(bands, titles, strict=True)] == [True] * 8
    kept = [row for row in rows if row["Ref"] != "CL a"]
    assert len(rows) == 35
    assert [(row["Ref"], row["Indicator Title"]) for row in kept] == [tuple(row[:2]) for row in wanted]
    for found, expected in zip(kept, wanted, strict=True):
        rating = "Not rated" if expected[2] == "Grey" else expected[2]
        assert found["RAG"] == SUMMARY_RATINGS.get(found["Ref"], rating)


def month_words(ref: str, cell: str) -> str:
    """How a published month's cell is to be printed."""
    cell = cell.replace(" (6m+)", "")
    if not cell or (ref == "AD 7" and cell == "0"):
        return MISSING[ref]
    return f"{cell} [b]" if (ref, cell) == ("LAC 19 (12m)", "53%") else cell


@pytest.mark.parametrize("number", range(14))
def test_table_cells_are_word_for_word(document: Document, october: Pack, number: int) -> None:
    page = sheets(document, october)[number]
    wanted = published.tables()[number]
    rows = rows_by_header(table(page))
    months = [month.short for month in october.months]
    assert len(rows) == len(wanted.rows)
    for found, expected in zip(rows, wanted.rows, strict=True):
        ref = expected[0]
        assert (found["Indicator Number"], found["Indicator Title"]) == (ref, expected[1])
        assert found["Polarity"] == (expected[2] or "–")
        target, owner = ("50%", "TS") if ref == "QA 3" else expected[10:12]
        assert (found["2017-18 Target"], found["Target Owner"]) == (target or "not set", owner)
        assert found["RAG"] == RATINGS.get(ref, expected[12] or "Not rated")
        methodology = "" if ref == "QA 3" else expected[13]
        assert found["RAG Methodology"].startswith(methodology or "Not rated: ")
        if ref == "QA 2":
            assert {found[month] for month in months} == {f"{expected[3]} [x]"}
        else:
            assert [found[month] for month in months] == [month_words(ref, cell) for cell in expected[3:10]]


@pytest.mark.parametrize("number", range(14))
def test_commentary_is_word_for_word(document: Document, october: Pack, number: int) -> None:
    page = sheets(document, october)[number]
    wanted = published.tables()[number]
    if not wanted.improvement and not wanted.next_steps:
        clause = "Nothing was reported under Improvement Activity or Next Steps."
        assert clause in [text for block in page.blocks for text in _printed(block)]
        return
    beside = next(block for block in page.blocks if isinstance(block, Beside))
    kinds = (("Improvement Activity", wanted.improvement), ("Next Steps", wanted.next_steps))
    for part, (kind, paragraphs) in zip(beside.parts, kinds, strict=True):
        heading, *said = part.blocks
        assert isinstance(heading, Heading)
        assert inline_text(heading.content) == kind
        joined = " ".join(text for block in said for text in _printed(block))
        assert joined == (" ".join(paragraphs) or "Nothing was reported under this heading.")


def _printed(block: Block) -> Iterator[str]:
    """The paragraphs of commentary, those of lists with their labels."""
    match block:
        case Paragraph(content=content):
            yield inline_text(content)
        case ListBlock(items=items, labels=labels):
            for label, item in zip(labels or [""] * len(items), items, strict=True):
                yield f"{label} {' '.join(text for part in item for text in _printed(part))}".strip()
        case _:
            pass


def test_pages_stand_in_the_published_order(document: Document, october: Pack) -> None:
    assert [page.anchor for page in document.sections] == [
        "cover", "contents", "directors-summary", "action-log", "rag-summary",
        *(table.key for table in october.tables), "notes", "data-notes",
    ]  # fmt: skip
    headings = [page.blocks[0] for page in sheets(document, october)]
    titles = [inline_text(h.content) for h in headings if isinstance(h, Heading)]
    assert [title.partition(": ")[0].upper() for title in titles] == [
        section.published_title for section in october.sections for _ in section.tables
    ]
    assert "Children in need of help and protection: Missing children" in titles
    assert len(set(titles)) == len(titles)


def test_headline_counts(document: Document) -> None:
    said = [
        inline_text(block.content) for block in document.sections[0].blocks if isinstance(block, Paragraph)
    ]
    assert "15 Red 4 Amber 6 Green 2 as reported 8 not rated" in said
    assert (
        "35 indicators: 8 have been Red for three months or more and 6 of the 15 Red got worse in October."
        in said
    )


def test_facts_that_are_not_stated_are_left_out(document: Document) -> None:
    said = [
        inline_text(block.content) for block in document.sections[0].blocks if isinstance(block, Paragraph)
    ]
    assert "Council: London Borough of Croydon" in said
    assert not [words for words in said if words.startswith(("Committee:", "Meeting date:", "Class"))]
