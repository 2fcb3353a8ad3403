"""The first page of the RAG summary, the cover's sentence, and the masthead of a small pack."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.compose import compose
from boardpack.compose.highlights import changed, lasting, news_sentence, tiles, worse
from boardpack.compose.summary import SMALL, is_small
from boardpack.compose.table import indicator_tables
from boardpack.content import Heading, PageNumber, Paragraph, RowRole, Table, inline_text
from boardpack.document import Block, SectionRole
from boardpack.model.pack import FRONT, Pack
from boardpack.model.period import Period
from tests.compose.table_rows import rows_by_header
from tests.support.packs import with_facts, with_target, with_value

OCTOBER = Period(2017, 10)


def said(blocks: tuple[Block, ...]) -> list[str]:
    return [inline_text(block.content) for block in blocks if isinstance(block, Paragraph | Heading)]


def table(blocks: tuple[Block, ...]) -> Table:
    (found,) = [block for block in blocks if isinstance(block, Table)]
    return found


def test_tiles_are_the_counts_that_are_not_none(october: Pack) -> None:
    assert inline_text(tiles(october).content) == "15 Red 4 Amber 6 Green 2 as reported 8 not rated"
    one = replace(october, indicators=october.indicators[:1])
    assert inline_text(tiles(one).content) == "1 Red"


def test_lasting_reds_that_the_table_does_not_hold_are_named(
    october: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [row["Ref"] for row in rows_by_header(table(lasting(october)))]
    monkeypatch.setattr("boardpack.compose.highlights.MOST_LASTING", len(every) - 2)
    blocks = lasting(october)
    assert len(rows_by_header(table(blocks))) == len(every) - 2
    named = f"Also Red for that long, each in the table of its section: {', '.join(every[-2:])}."
    assert named in " ".join(said(blocks))


def test_the_lasting_reds_say_for_how_long(october: Pack) -> None:
    blocks = lasting(october)
    rows = rows_by_header(table(blocks))
    assert (rows[0]["Ref"], rows[0]["For"]) == ("W 1 e", "7 months")
    assert (rows[-1]["Ref"], rows[-1]["For"]) == ("W1 a", "4 months")
    assert (
        "7 more are Red, for at most 2 months as now defined: P1, W1 d, AMT 2, CP 5, LAC 19, CL a, QA 1."
        in (said(blocks)[-1])
    )


def test_what_changed_has_its_figures(october: Pack) -> None:
    rows = rows_by_header(table(changed(october)))
    assert [(row["Sep-17"], row["Oct-17"]) for row in rows] == [
        ("Not rated", "Red"),
        ("Green", "Amber"),
        ("Amber", "Green"),
    ]
    assert rows[1]["Indicators and their figures"] == "FD 3 92% to 86%"
    assert said(changed(replace(october, indicators=()))) == ["Changed since September", "No rating changed."]


def test_what_is_red_and_got_worse_is_named_with_by_how_much(october: Pack) -> None:
    lines = said(worse(october))
    assert lines[0] == "Red and worse than in September"
    assert "CP 5 23 points worse" in lines[1]
    assert lines[2] == "Of the other 9 Red: 6 better, 1 unchanged, 2 that cannot be compared."


def test_the_one_sentence_of_the_cover(october: Pack) -> None:
    assert news_sentence(replace(october, indicators=())) == "No indicators"
    green = with_value(replace(october, indicators=october.indicators[1:2]), "W1", OCTOBER, "16")
    assert news_sentence(green) == "1 indicator, none of them Red."


def test_a_small_pack_has_a_masthead_and_one_table_for_summary_and_contents(small: Pack) -> None:
    document = compose(small, ())
    assert [section.role for section in document.sections[:2]] == [SectionRole.MASTHEAD, SectionRole.SHEET]
    assert not any(section.role is SectionRole.CONTENTS for section in document.sections)
    (summary,) = [block for block in document.sections[1].blocks if isinstance(block, Table)]
    last = [row.cells[-1].content[0] for row in summary.body]
    assert all(isinstance(inline, PageNumber) for inline in last)
    assert [row.role for row in summary.body].count(RowRole.BAND) == len(small.sections)
    assert "Also in this pack:" in inline_text(
        next(b.content for b in document.sections[1].blocks if isinstance(b, Paragraph))
    )


def test_more_than_eight_indicators_are_no_small_pack(october: Pack) -> None:
    assert is_small(replace(october, indicators=october.indicators[:SMALL]))
    assert not is_small(replace(october, indicators=october.indicators[: SMALL + 1]))


@pytest.mark.parametrize("order", [FRONT, FRONT[::-1]])
def test_what_comes_before_the_tables_stands_in_the_order_asked_for(
    october: Pack, small: Pack, order: tuple[str, ...]
) -> None:
    for pack in (october, small):
        asked = with_facts(pack, front=order)
        anchors = [section.anchor for section in compose(asked, ()).sections]
        wanted = [name.replace(" ", "-") for name in order]
        assert [anchor for anchor in anchors if anchor in wanted] == wanted


def test_a_row_has_one_header_and_its_band_a_place(october: Pack) -> None:
    summary = next(
        block
        for section in compose(october, ()).sections
        if section.anchor == "rag-summary"
        for block in section.blocks
        if isinstance(block, Table)
    )
    rows = [row for row in summary.body if row.role is RowRole.PLAIN]
    assert {sum(cell.header is not None for cell in row.cells) for row in rows} == {1}
    bands = [row.anchor for row in summary.body if row.role is RowRole.BAND]
    assert len(set(bands)) == len(bands) == len(october.sections)
    assert [column.key for column in summary.columns[:3]] == [True, True, False]


@pytest.mark.parametrize(
    ("published", "lines"),
    [
        ("24% or below Green 25%-34% Amber 35% and above Red", 3),
        ("95% or above Green, 85% to under 95% Amber, under 85% Red", 3),
        ("Green: 90% or more; Amber: 85% or more; Red: otherwise", 3),
        ("Green if it is at least 90%", 1),
        ("Rated by the committee", 1),
    ],
)
def test_each_band_has_a_line_and_keeps_its_words(october: Pack, published: str, lines: int) -> None:
    pack = with_target(october, "P1", methodology=published)
    (found,) = indicator_tables(pack, "Workforce", pack.in_table("workforce"))
    row = rows_by_header(found)[0]
    assert row["RAG Methodology"] == published
    cell = found.body[0].cells[-1].content
    assert len([inline for inline in cell if type(inline).__name__ == "LineBreak"]) == lines - 1
