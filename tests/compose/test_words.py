"""Badges, shorthand, abbreviations and live figures."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.compose.phrases import (
    ended,
    expand_section,
    narrative_blocks,
    quiet,
    rating_content,
    rating_letter,
    rewrite_blocks,
    sentence,
    settle_headings,
    shorthand_note,
    text,
)
from boardpack.content import (
    Badge,
    Cell,
    Column,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Placeholder,
    Prose,
    Row,
    Table,
    Text,
)
from boardpack.document import (
    Beside,
    Block,
    Chart,
    Contents,
    ContentsEntry,
    DocumentSection,
    Figure,
    FigureGroup,
    Part,
    SectionRole,
    block_texts,
    walk,
)
from boardpack.model.finding import Place
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Abbreviation, Pack
from boardpack.model.rating import Rag, Rating, RatingBasis
from boardpack.words import english

HERE = Place("narratives/2017-10/x.md", 1)
GLOSSARY = (
    Abbreviation("LAC", "looked after children", "", HERE),
    Abbreviation("CP", "child protection", "", HERE),
    Abbreviation("ICPC", "initial child protection conference", "", HERE),
    Abbreviation("CSG", "Cyngor Sir Glan-y-Dŵr", "cy", HERE),
    Abbreviation("C&F", "child and family", "", HERE),
)


def expanded(
    *contents: tuple[Inline, ...], glossary: tuple[Abbreviation, ...] = GLOSSARY
) -> list[tuple[Inline, ...]]:
    blocks = tuple(Paragraph(content) for content in contents)
    section = expand_section(DocumentSection(SectionRole.PROSE, "x", blocks), glossary)
    return [block.content for block in section.blocks if isinstance(block, Paragraph)]


def test_the_first_use_in_a_section_is_expanded() -> None:
    first, second = expanded(text("For LAC visits, LAC reviews"), text("LAC again"))
    assert first == (
        Text("For "), Text("LAC", expansion="looked after children"), Text(" visits, LAC reviews"),
    )  # fmt: skip
    assert second == (Text("LAC again"),)


@pytest.mark.parametrize("words", ["CP 5 rose", "CP5 rose", "XCP", "LAC 19 (12m)", "lac", ""])
def test_references_and_parts_of_words_are_none(words: str) -> None:
    assert expanded((Text(words),)) == [(Text(words),)]


def test_plurals_symbols_and_languages() -> None:
    (content,) = expanded(text("ICPCs, C&F by CSG"))
    runs = [run for run in content if isinstance(run, Text) and run.expansion]
    assert [(run.text, run.expansion, run.language) for run in runs] == [
        ("ICPCs", "initial child protection conferences", ""),
        ("C&F", "child and family", ""),
        ("CSG", "Cyngor Sir Glan-y-Dŵr", "cy"),
    ]


def test_the_voice_of_a_run_is_kept() -> None:
    (content,) = expanded((Text("the CP plan", strong=True, quiet=True),))
    assert all(isinstance(run, Text) and run.strong and run.quiet for run in content)


def test_what_is_expanded_already_is_left_and_counts_as_met() -> None:
    badge = Badge(rating_letter(Rating(None, RatingBasis.NOT_RATED), english()).kind, "–")
    first, second = expanded((Text("CP", expansion="Community Project"), badge), text("a CP plan"))
    assert first == (Text("CP", expansion="Community Project"), badge)
    assert second == (Text("a CP plan"),)


def test_no_glossary_changes_nothing() -> None:
    assert expanded(text("CP plan"), glossary=()) == [(Text("CP plan"),)]


@pytest.mark.parametrize(
    ("rating", "words"),
    [
        (Rating(Rag.RED, RatingBasis.COMPUTED), "Red"),
        (Rating(Rag.GREEN, RatingBasis.REPORTED, "x"), "Green as reported"),
        (Rating(Rag.AMBER, RatingBasis.OVERRIDE, "x"), "Amber by override"),
        (Rating(None, RatingBasis.NOT_RATED, "x"), "Not rated"),
    ],
)
def test_ratings_say_how_they_came_about(rating: Rating, words: str) -> None:
    assert "".join(block_texts(Paragraph(rating_content(rating, english())))) == words
    assert rating_letter(rating, english()).expansion == words.replace(" as", ", as").replace(" by", ", by")


def test_shorthand_is_explained_once_each() -> None:
    statuses = [ValueStatus.NO_CASES, ValueStatus.FINAL, ValueStatus.NO_CASES, ValueStatus.NOT_COLLECTED]
    assert shorthand_note(statuses, english()) == "[n] no cases; [w] not collected"
    assert all(shorthand_note([status], english()) for status in set(ValueStatus) - {ValueStatus.FINAL})


def test_small_words() -> None:
    assert sentence("no target is set") == "No target is set."
    assert ended("Really?") == "Really?"
    assert text("") == quiet("") == ()


# --------------------------------------------------------------------------------------- live figures


def narrative(*blocks: Prose) -> Narrative:
    return Narrative(NarrativeKind.SUMMARY, "", "", blocks, HERE)


def test_live_figures_take_their_place_wherever_they_stand(october: Pack) -> None:
    figure = Placeholder("P1", 1, 1)
    item = (Paragraph((Text("at "), figure)),)
    blocks = narrative_blocks(october, narrative(Paragraph((figure,)), ListBlock((item,))), 1)
    assert [list(block_texts(block)) for block in walk(blocks)] == [["43%"], [], ["at 43%"]]


def test_a_figure_without_words_stays_as_it_was_written(october: Pack) -> None:
    (block,) = narrative_blocks(october, narrative(Paragraph((Placeholder("NOPE", 1, 1),))), 1)
    assert list(block_texts(block)) == ["{{NOPE}}"]


def test_headings_are_brought_to_their_levels() -> None:
    written = [Heading(level, text(str(level))) for level in (3, 5, 4, 3, 2)]
    settled = settle_headings(tuple(written), 2)
    assert [block.level for block in settled if isinstance(block, Heading)] == [3, 4, 4, 3, 3]


def test_every_kind_of_block_is_rewritten() -> None:
    def shout(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(replace(i, text=i.text.upper()) if isinstance(i, Text) else i for i in content)

    figure = Figure(Chart((), percent=False), "an alt text", text("caption"), text("note"))
    link = Link("#x", (Text("kept"),))
    blocks: tuple[Block, ...] = (
        Heading(1, text("a"), aside=text("b")),
        Paragraph((Text("c"), LineBreak(), link)),
        ListBlock(((Paragraph(text("d")),),)),
        Table((Column(),), (Row((Cell(text("e")),)),), (Row((Cell(text("f")),)),), caption=text("g")),
        figure,
        FigureGroup((figure,), text("h")),
        Beside((Part((Paragraph(text("i")),)),)),
        Contents((ContentsEntry(text("j"), "x"),)),
    )
    said = [words for block in walk(rewrite_blocks(blocks, shout)) for words in block_texts(block)]
    assert said == [
        "A", "B", "C kept", "D", "G", "E", "F", "CAPTION", "an alt text", "NOTE",
        "H", "CAPTION", "an alt text", "NOTE", "I", "J",
    ]  # fmt: skip
