"""Tables, notes, cover and contents where packs differ from October's."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from boardpack.compose import compose
from boardpack.compose.front import cover, directors_summary
from boardpack.compose.notes import differences, last_pages
from boardpack.compose.section_page import sheet
from boardpack.compose.summary import rag_summary
from boardpack.compose.table import indicator_tables
from boardpack.content import Align, Badge, Heading, Paragraph, Table, Text, inline_text
from boardpack.document import (
    Block,
    Contents,
    DocumentSection,
    Figure,
    FigureGroup,
    block_texts,
    page_label,
    walk,
)
from boardpack.model.finding import Finding, Place, Severity, Waiver
from boardpack.model.indicator import Override
from boardpack.model.observation import DataNote, Restatement, ValueStatus
from boardpack.model.pack import Owner, Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag
from tests.compose.table_rows import columns_by_header, headers, rows_by_header
from tests.support.packs import with_facts, with_indicator, with_target, with_value

HERE = Place("data/x.csv", 2)
OCTOBER = Period(2017, 10)


def said(blocks: tuple[Block, ...]) -> list[str]:
    return [words for block in walk(blocks) for words in block_texts(block)]


def page(pack: Pack, key: str) -> DocumentSection:
    section = next(s for s in pack.sections if any(t.key == key for t in s.tables))
    return sheet(pack, section, next(t for t in section.tables if t.key == key), 1)


def body(table: Table) -> list[list[str]]:
    return [[inline_text(cell.content) for cell in row.cells] for row in table.body]


# --------------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize(("months", "tables"), [(0, 1), (1, 1), (7, 1), (12, 1), (13, 2), (24, 2)])
def test_no_table_is_wider_than_twelve_months(october: Pack, months: int, tables: int) -> None:
    pack = with_facts(october, months_shown=months)
    found = indicator_tables(pack, "Workforce", pack.in_table("workforce"))
    assert len(found) == tables
    for table in found:
        for row in (*table.head, *table.body):
            assert sum(cell.colspan for cell in row.cells) == len(table.columns)
    assert sum(len(table.columns) for table in found) == (months or 7) + 7 + 2 * (tables - 1)


def test_many_months_stand_month_over_year(october: Pack) -> None:
    pack = with_facts(october, months_shown=12)
    table = indicator_tables(pack, "Workforce", pack.in_table("workforce"))[0]
    assert [name for name in headers(table) if name.endswith(("16", "17"))] == [
        "Nov 16", "Dec 16", "Jan 17", "Feb 17", "Mar 17", "Apr 17", "May 17", "Jun 17", "Jul 17", "Aug 17",
        "Sep 17", "Oct 17",
    ]  # fmt: skip


def test_a_row_missing_for_one_reason_is_one_cell_in_both_tables(october: Pack) -> None:
    pack = with_facts(october, months_shown=24)
    for month in pack.months:
        pack = with_value(pack, "QA2", month, "", ValueStatus.NOT_YET_AVAILABLE)
    notes = tuple(replace(note, start=None) for note in pack.notes)
    pack = replace(pack, notes=notes)
    for table in indicator_tables(pack, "Quality", pack.in_table("quality-assurance")):
        row = body(table)[1]
        assert "Awaiting Data - under development [x]" in row
        assert sum(cell.colspan for cell in table.body[1].cells) == len(table.columns)


def test_no_indicators_no_table(october: Pack) -> None:
    assert indicator_tables(october, "Empty", ()) == ()


def test_targets_end_on_one_edge_whatever_they_are(october: Pack) -> None:
    def align(key: str) -> Align:
        return columns_by_header(indicator_tables(october, key, october.in_table(key))[0])[
            "2017-18 Target"
        ].align

    assert align("workforce") is Align.NUMBER
    assert align("child-protection-plans") is Align.NUMBER


def test_the_pack_month_is_the_current_column(october: Pack) -> None:
    table = indicator_tables(october, "Workforce", october.in_table("workforce"))[0]
    assert [name for name, column in columns_by_header(table).items() if column.current] == ["Oct-17"]


def test_markers_follow_the_value(october: Pack) -> None:
    pack = with_value(october, "W1", OCTOBER, "17", ValueStatus.PROVISIONAL)
    table = indicator_tables(pack, "Workforce", pack.in_table("workforce"))[0]
    assert rows_by_header(table)[1]["Oct-17"] == "17 [p]"


def test_an_override_says_who_and_why(october: Pack) -> None:
    override = Override("W1A", OCTOBER, Rag.AMBER, "counted twice", "Director", HERE)
    pack = replace(october, overrides=(override,))
    row = rows_by_header(indicator_tables(pack, "Workforce", pack.in_table("workforce"))[0])[2]
    assert row["RAG"] == "Amber by override"
    assert row["RAG Methodology"].endswith("Rating set by override: counted twice (Director).")
    notes = said(last_pages(pack, ())[0].blocks)
    assert "W1 a is printed Amber by an authorised override: counted twice (Director)." in notes


def test_an_owner_or_reason_that_is_not_known_says_so(october: Pack) -> None:
    pack = with_target(with_indicator(october, "W1", owner=""), "W1", bands=None)
    row = rows_by_header(indicator_tables(pack, "Workforce", pack.in_table("workforce"))[0])[1]
    assert (row["Target Owner"], row["RAG"]) == ("–", "Not rated")
    assert row["RAG Methodology"].endswith("Not rated: no rating bands are set.")


# ---------------------------------------------------------------------------------- notes under a table


def test_notes_restatements_and_definitions_stand_under_the_table(october: Pack) -> None:
    note = DataNote("W1", Period(2017, 9), Period(2017, 9), "Counted by hand", HERE)
    change = Restatement(
        "W1", Period(2017, 8), "18", "17", date(2017, 11, 1), "a team was counted twice", HERE
    )
    pack = replace(october, notes=(note,), restatements=(change,))
    lines = said(page(pack, "workforce").blocks)
    assert "W 1, Sep-17: Counted by hand." in lines
    assert "W 1: Aug-17 was 18 and is now 17. A team was counted twice." in lines
    assert not any(line.startswith("QA 2:") for line in said(page(october, "quality-assurance").blocks))


def test_a_break_names_the_definition_before(october: Pack) -> None:
    line = next(
        line
        for line in said(page(october, "looked-after-stability").blocks)
        if "break in the series at" in line
    )
    assert line.startswith(
        "LAC 19 (12m): break in the series at Oct-17. The methodology changed from Oct 17 onwards."
    )
    assert line.endswith("had same social worker for last 6 months.")


def test_a_break_without_a_sentence_or_another_title(october: Pack) -> None:
    indicator = october.indicator("LAC19")
    assert indicator is not None
    first, second = indicator.definitions
    plain = (first, replace(second, change="", title=first.title))
    pack = with_indicator(october, "LAC19", definitions=plain)
    assert "LAC 19 (12m): break in the series at Oct-17." in said(page(pack, "looked-after-stability").blocks)


def test_a_table_without_polarity_or_gaps_explains_only_the_dash(october: Pack) -> None:
    pack = with_indicator(with_indicator(october, "FD3", polarity=None), "FD8", polarity=None)
    notes = [b for b in page(pack, "front-door").blocks if isinstance(b, Paragraph)]
    assert [inline_text(note.content) for note in notes] == ["–: not stated."]


# ------------------------------------------------------------------------------- sheets and their charts


def test_sets_of_charts_are_numbered_through_the_pack(october: Pack) -> None:
    groups = [
        block
        for section in compose(october, ()).sections
        for block in section.blocks
        if isinstance(block, FigureGroup)
    ]
    captions = [inline_text(group.caption or group.figures[0].caption) for group in groups]
    assert [re.findall(r"^Graph (\d+)", caption) for caption in captions] == [[str(n)] for n in range(1, 13)]


def test_a_section_without_charts_leaves_no_gap_in_the_numbers(small: Pack) -> None:
    document = compose(small, ())
    kinds = [type(block) for block in document.sections[-2].blocks]
    assert document.sections[-2].anchor == "streets"
    assert FigureGroup not in kinds
    assert not any("No chart" in line for line in said(document.sections[-2].blocks))


def test_indicators_with_too_few_values_are_a_sentence_before_the_commentary(october: Pack) -> None:
    blocks = page(october, "quality-assurance").blocks
    roles = [block.role for block in blocks if isinstance(block, Paragraph)]
    assert roles[-1] == "statement"
    assert "QA 1: 64% in September, 67% in October; 23 points below the target of 90%." in said(blocks)


@pytest.mark.parametrize(
    ("text", "used", "is_told"),
    [
        ("n/a", "not applicable", False), ("NA", "not applicable", False),
        ("TBC", "not yet available", False), ("-", "not collected", False), ("*", "suppressed", False),
        ("None", "no cases", False),
        ("0", "no cases", True), ("<5", "suppressed", True), ("", "not collected", True),
        ("n/a", "97%", True), ("Awaiting data - under development", "not yet available", True),
    ],
)  # fmt: skip
def test_a_status_in_other_words_is_no_difference(october: Pack, text: str, used: str, is_told: bool) -> None:
    row = replace(october.reported[0], where="table", ref="P1", field="value 2017-10", text=text, used=used)
    assert bool(differences(replace(october, reported=(row,)))) is is_told


# -------------------------------------------------------------------------------------- cover and front


def test_a_cover_with_every_fact(october: Pack) -> None:
    day = date(2017, 12, 5)
    pack = with_facts(
        october, committee="Scrutiny", meeting_date=day, commentary_as_at=day, data_extracted_on=day,
        published_on=day, contact="a@example.org", note="EXAMPLE: made-up figures", classification="Official",
    )  # fmt: skip
    lines = said(cover(pack).blocks)
    assert lines[5:] == [
        "EXAMPLE: made-up figures",
        "Council: London Borough of Croydon", "Committee: Scrutiny", "Meeting date: 5 December 2017",
        "Version: 1",
        "Classification: Official", "Data extracted on: 5 December 2017", "Commentary as at: 5 December 2017",
        "Published on: 5 December 2017", "Contact: a@example.org",
    ]  # fmt: skip


def test_the_first_words_of_a_draft_or_an_example_say_so(october: Pack) -> None:
    example = with_facts(october, note="Example: made-up")
    error = Finding("a-rule", Severity.ERROR, october.facts.place, "", "found", "expected", "remedy")
    first = {
        key: said(compose(pack, findings, draft=draft).sections[0].blocks)[0]
        for key, pack, findings, draft in (
            ("issued", october, (), False), ("draft", october, (), True), ("one", october, (error,), True),
            ("two", october, (error, replace(error, subject="P1")), True), ("example", example, (), False),
            ("both", example, (error,), True),
        )
    }  # fmt: skip
    assert first == {
        "issued": "Appendix 2",
        "draft": "DRAFT: not issued.",
        "one": "DRAFT: not issued. Made over 1 error.",
        "two": "DRAFT: not issued. Made over 2 errors.",
        "example": "EXAMPLE: not a published paper.",
        "both": "DRAFT: not issued. Made over 1 error. EXAMPLE: not a published paper.",
    }


def test_a_page_is_called_by_the_number_that_it_bears(october: Pack) -> None:
    document = compose(october, ())
    assert [page_label(document, sheet) for sheet in (1, 2, 6)] == ["Cover", "1", "5"]
    bare = replace(document, sections=document.sections[1:])
    assert [page_label(bare, sheet) for sheet in (1, 2)] == ["1", "2"]


def test_stamps_and_dates(october: Pack) -> None:
    example = with_facts(october, note="Example: made-up", data_extracted_on=date(2017, 11, 3))
    assert compose(october, ()).stamp == ""
    assert compose(october, (), draft=True).stamp == "DRAFT"
    assert compose(example, (), draft=True).stamp == "DRAFT EXAMPLE"
    assert compose(october, (), draft=True).full_title == (
        f"DRAFT: {october.facts.title}, October 2017 (Appendix 2)"
    )
    assert compose(october, ()).date == "2017-10-31T00:00:00Z"
    assert compose(example, ()).date == "2017-11-03T00:00:00Z"


def test_no_directors_summary_says_so(october: Pack) -> None:
    pack = replace(october, narratives=())
    assert said(directors_summary(pack).blocks)[1:] == ["Nothing was reported under this heading."]


def test_one_indicator_is_one(october: Pack) -> None:
    pack = replace(october, indicators=october.indicators[:1])
    lines = said(cover(pack).blocks)
    assert "1 indicator, none of them Red for three months or more." in lines
    assert "1 Red" in lines


def test_every_entry_and_link_leads_somewhere(october: Pack, small: Pack) -> None:
    for pack in (october, small):
        document = compose(pack, ())
        anchors = [section.anchor for section in document.sections]
        for section in document.sections:
            for block in walk(section.blocks):
                anchors += (
                    [row.anchor for row in block.body if row.anchor] if isinstance(block, Table) else []
                )
                anchors += [block.anchor] if isinstance(block, Figure) else []
        text = repr(document)
        links = {part.split("'")[0] for part in text.split("Link(target='#")[1:]}
        entries = {part.split("'")[0] for part in text.split("anchor='")[1:]}
        assert links <= set(anchors)
        assert {entry for entry in entries if entry and not entry.startswith("chart-")} <= set(anchors)
        assert len(anchors) == len(set(anchors))


def test_a_section_without_indicators_has_no_band(october: Pack) -> None:
    pack = replace(october, indicators=tuple(i for i in october.indicators if i.section == "workforce"))
    table = next(b for b in rag_summary(pack).blocks if isinstance(b, Table))
    assert len(table.body) == 8


def test_the_strip_shows_twelve_months_at_most(october: Pack) -> None:
    table = next(b for b in rag_summary(with_facts(october, months_shown=24)).blocks if isinstance(b, Table))
    assert len(table.columns) == 6 + 12


# ------------------------------------------------------------------------------------------ last pages


def finding(note: str, *, audience: str = "reader", waived: bool = False) -> Finding:
    waiver = Waiver("rule", "", "as published", "Director", date(2017, 12, 1), HERE) if waived else None
    return Finding(
        "rule", Severity.WARNING, HERE, "", "found", "expected", "remedy",
        audience=audience, reader_note=note, waiver=waiver,
    )  # fmt: skip


def test_reader_notes_are_printed_once_waived_or_not(october: Pack) -> None:
    found = (
        finding("the month is said twice", waived=True),
        finding("the month is said twice"),
        finding("for the analyst", audience="analyst"),
        finding(""),
    )
    _, notes = last_pages(october, found)
    assert said(notes.blocks)[2] == "The month is said twice."
    assert said(notes.blocks).count("The month is said twice.") == 1
    assert not any("analyst" in line for line in said(notes.blocks))


def test_without_differences_notes_have_no_page_of_their_own(small: Pack) -> None:
    (page,) = last_pages(small, (finding("a note"),))
    lines = said(page.blocks)
    assert "A note." in lines
    assert "What differs from the text as reported" not in lines
    (plain,) = last_pages(small, ())
    assert "What a reader should know of the figures and the text" not in said(plain.blocks)


def test_differences_without_reported_ratings_have_no_counts(october: Pack) -> None:
    pack = replace(october, reported=tuple(row for row in october.reported if row.field != "rag"))
    _, notes = last_pages(pack, ())
    assert not any("The summary as reported" in line for line in said(notes.blocks))


def test_a_reported_rating_of_an_indicator_that_is_gone_is_left_out(october: Pack) -> None:
    pack = replace(october, indicators=october.indicators[1:])
    assert not any("P1: rating" in difference.what for difference in differences(pack))


def test_months_apart_are_named_each(october: Pack) -> None:
    rows = tuple(row for row in october.reported if row.ref == "AD7" and row.field != "value 2017-06")
    (difference,) = (d for d in differences(replace(october, reported=rows)) if "figure" in d.what)
    assert difference.what == "AD 7: figures, May-17, Jul-17"


def test_an_overridden_rating_gives_its_reason(october: Pack) -> None:
    override = Override("W1A", OCTOBER, Rag.GREEN, "counted twice", "Director", HERE)
    found = differences(replace(october, overrides=(override,)))
    assert any(
        d.why == "The rating is set by an authorised override: counted twice (Director)." for d in found
    )


def test_owners_with_and_without_roles(october: Pack) -> None:
    some = (Owner("PS", "Head of service", HERE), Owner("IL", "", HERE))
    lines = said(last_pages(replace(october, owners=some), ())[0].blocks)
    start = lines.index("PS")
    assert lines[start : start + 4] == ["PS", "Head of service", "IL", "not stated"]
    assert "Target owners" not in said(last_pages(replace(october, owners=()), ())[0].blocks)


def test_a_plain_pack_needs_no_symbols_or_abbreviations(small: Pack) -> None:
    cells = {
        key: replace(o, status=ValueStatus.FINAL, value=o.value or Decimal(1))
        for key, o in small.observations.items()
    }
    lines = said(last_pages(replace(small, observations=cells, glossary=()), ())[0].blocks)
    assert "Symbols and abbreviations" not in lines


def test_headings_never_skip_a_level(october: Pack, small: Pack) -> None:
    for pack in (october, small):
        for section in compose(pack, ()).sections:
            level = 0
            for block in walk(section.blocks):
                if isinstance(block, Heading):
                    assert block.level <= level + 1
                    level = block.level


def test_tables_of_a_section_without_titles_are_told_apart_by_their_references(october: Pack) -> None:
    plain = tuple(
        replace(section, tables=tuple(replace(table, title="") for table in section.tables))
        for section in october.sections
    )
    titles = [sheet.title for sheet in compose(replace(october, sections=plain), ()).sections]
    assert "Children in need of help and protection: LE 2, LE 3" in titles
    assert len(set(titles)) == len(titles)


def test_the_contents_have_a_line_for_a_section_and_one_for_each_of_its_tables(october: Pack) -> None:
    (found,) = [block for block in compose(october, ()).sections[1].blocks if isinstance(block, Contents)]
    lines = {inline_text(entry.content).strip(): entry for entry in found.entries}
    assert lines["Care leavers"].level == 1
    assert lines["Care leavers"].anchor == "care-leavers-pathway-plans"
    missing = next(entry for said, entry in lines.items() if said.startswith("Missing children"))
    assert (missing.level, missing.anchor) == (2, "missing-children")
    badges = [inline for inline in missing.content if isinstance(inline, Badge)]
    assert [badge.word for badge in badges] == ["MC 1", "MC 6"]
    assert [(badge.target, badge.expansion) for badge in badges] == [
        ("#mc-1", "MC 1 Not rated"),
        ("#mc-6", "MC 6 Red"),
    ]
    assert missing.description == "Missing children"


def test_an_empty_action_log_is_left_out_where_the_pack_says_so(october: Pack) -> None:
    for actions, is_wanted, is_there in [
        ((), True, True),
        ((), False, False),
        (october.actions, False, True),
    ]:
        pack = with_facts(replace(october, actions=actions), empty_action_log=is_wanted)
        anchors = [section.anchor for section in compose(pack, ()).sections]
        assert ("action-log" in anchors) is is_there


def test_as_reported_is_counted_only_where_a_rating_was_and_none_is_grey(october: Pack, small: Pack) -> None:
    for pack, is_counted in [(october, True), (small, False)]:
        table = next(
            block
            for block in walk(rag_summary(pack).blocks)
            if isinstance(block, Table) and block.role == "counts"
        )
        assert ("As reported" in headers(table)) is is_counted
        assert all(len(row.cells) == len(table.columns) for row in table.body)
        numbers = [cell.content[0] for row in table.body for cell in row.cells[1:]]
        assert [run.quiet for run in numbers if isinstance(run, Text)] == [
            run.text == "0" for run in numbers if isinstance(run, Text)
        ]


def test_a_polarity_that_is_not_stated_is_a_dash_that_says_so(october: Pack) -> None:
    pack = with_indicator(october, "FD3", polarity=None)
    table = indicator_tables(pack, "Front door", pack.in_table("front-door"))[0]
    at = headers(table).index("Polarity")
    assert table.body[0].cells[at].content == (Text("–", quiet=True, expansion="not stated"),)
    assert any("–: not stated" in line for line in said(page(pack, "front-door").blocks))
