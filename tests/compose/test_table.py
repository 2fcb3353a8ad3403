"""The tables follow from their columns, and the pack's own words head them; commentary under any headings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.compose import summary, summary_columns, table
from boardpack.compose.columns import COLUMNS, TableColumn
from boardpack.compose.phrases import text
from boardpack.compose.section_page import sheet
from boardpack.compose.table import indicator_tables
from boardpack.content import Align, Heading, Paragraph, Table, Text, inline_text
from boardpack.document import Beside, DocumentSection, walk
from boardpack.model.finding import Place
from boardpack.model.narrative import CommentaryHeading, Narrative, NarrativeKind
from boardpack.model.pack import Pack
from boardpack.words import read_words
from tests.compose.table_rows import columns_by_header, headers, rows_by_header


def page(pack: Pack) -> DocumentSection:
    section = pack.sections[0]
    return sheet(pack, section, section.tables[0], 1)


def test_a_column_is_one_row(october: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    more = TableColumn("summary.head.ref", lambda _, indicator: text(indicator.ref), align=Align.CENTRE,
                       spoken="table.spoken.rag")  # fmt: skip
    for room in (table, summary):
        monkeypatch.setattr(room, "COLUMNS", {"more": more, **room.COLUMNS})
    (workforce,) = indicator_tables(october, "Workforce", october.in_table("workforce"))
    assert [row["Ref"] for row in rows_by_header(workforce)] == [i.ref for i in october.in_table("workforce")]
    assert columns_by_header(workforce)["Ref"].align is Align.CENTRE
    assert "then the rating, the target" in workforce.summary
    found = next(
        b for b in walk(summary.rag_summary(october).blocks) if isinstance(b, Table) and b.role == "summary"
    )
    assert "section: the rating, the latest figure" in found.summary
    for each in (workforce, found):
        widths = {sum(cell.colspan for cell in row.cells) for row in (*each.head, *each.body)}
        assert widths == {len(each.columns)}


def test_the_pack_s_own_words_head_the_columns(october: Pack) -> None:
    own = {"table.head.number": "No.", "rating.red": "Off track", "polarity.smaller": "Low is good"}
    pack = replace(october, words=read_words("en-GB", own))
    (workforce,) = indicator_tables(pack, "Workforce", pack.in_table("workforce"))
    assert "No." in headers(workforce)
    assert {row["Polarity"] for row in rows_by_header(workforce)} == {"Low is good"}
    assert "Off track" in {row["RAG"] for row in rows_by_header(workforce)}
    assert "Red" not in {row["RAG"] for row in rows_by_header(workforce)}


def test_every_column_has_a_header_or_months() -> None:
    for columns in (COLUMNS, summary_columns.COLUMNS):
        for column in columns.values():
            assert (column.cell is None) != (column.cells is None)
            assert bool(column.head) == (column.cell is not None)


@pytest.mark.parametrize(
    ("words", "beside", "alone"),
    [(["A"], [], ["A"]), (["A", "B"], [["A", "B"]], []), (["A", "B", "C"], [["A", "B"]], ["C"]),
     (["A", "B", "C", "D"], [["A", "B"], ["C", "D"]], [])],
)  # fmt: skip
def test_commentary_is_printed_two_by_two(
    small: Pack, words: list[str], beside: list[list[str]], alone: list[str]
) -> None:
    kinds = [NarrativeKind.IMPROVEMENT, NarrativeKind.NEXT_STEPS, NarrativeKind.OTHER, NarrativeKind.OTHER]
    known = tuple(map(CommentaryHeading, words, kinds))
    place = Place("a.md", 1)
    key = small.tables[0].key
    written = (Paragraph((Text("Words."),)),)
    pieces = tuple(Narrative(each.kind, key, "Words.", written, place, each.words) for each in known)
    blocks = page(replace(small, headings=known, narratives=pieces)).blocks
    pairs = [block for block in blocks if isinstance(block, Beside)]
    assert [[inline_text(part.blocks[0].content) for part in pair.parts] for pair in pairs] == beside  # type: ignore[union-attr]
    assert [inline_text(b.content) for b in blocks if isinstance(b, Heading) and b.level == 2] == alone
