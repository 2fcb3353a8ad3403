"""What comes before the tables: cover or masthead, contents, the directors' summary, and the stamp.

With it what a reader is told of what the public edition keeps back, which the last pages say again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from boardpack.analysis.rating import count_ratings, rate, rating_word
from boardpack.compose.highlights import news_sentence, tiles
from boardpack.compose.phrases import (
    BADGES,
    TONE_BADGES,
    badge_of,
    ended,
    narrative_blocks,
    quiet,
    row_anchor,
    text,
    title_text,
)
from boardpack.compose.section_page import references, sheet_title
from boardpack.content import Badge, Heading, Inline, Paragraph, Text
from boardpack.disclosure.public import MARK, withheld_words
from boardpack.document import Block, Contents, ContentsEntry, DocumentSection, SectionRole
from boardpack.model.disclosure import Audience, Disclosure, ExemptPart, PartKind
from boardpack.model.finding import Finding
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack, Section, TableGroup
from boardpack.model.rating import Rag
from boardpack.words import Words


def cover(pack: Pack, stamped: str = "") -> DocumentSection:
    """What it is, its facts as far as they are known, the one sentence that matters, and the counts."""
    facts = pack.facts
    blocks = [
        Paragraph(text(stamped), "stamp", anchor="stamp"),
        Paragraph(text(facts.appendix), "eyebrow"),
        Paragraph(text(typographic(facts.title)), "title"),
        Paragraph(text(pack.words.long_period(pack.period)), "month"),
        Paragraph(text(news_sentence(pack)), "headline"),
        tiles(pack),
        Paragraph(text(facts.note), "lead"),
        *(_fact(pack.words, key, value) for key, value in _facts(pack)),
    ]
    return DocumentSection(
        SectionRole.COVER, facts.title, tuple(block for block in blocks if block.content), "cover"
    )


def masthead(pack: Pack, stamped: str = "") -> DocumentSection:
    """The title of a small pack over its first page, and below it the facts that are known."""
    facts = pack.facts
    known = [f"{pack.words(key)} {value}" for key, value in _facts(pack) if key not in IN_BAND]
    version = [f"{pack.words(key)} {value}" for key, value in _facts(pack) if key == "cover.version"]
    blocks = [
        Paragraph(text(stamped), "stamp", anchor="stamp"),
        Paragraph(text(" · ".join(filter(None, (facts.appendix, facts.council, *version)))), "eyebrow"),
        Paragraph(text(typographic(facts.title)), "title"),
        Paragraph(text(pack.words.long_period(pack.period)), "month"),
        Paragraph(text(" · ".join(filter(None, (facts.note, *known)))), "facts"),
    ]
    return DocumentSection(
        SectionRole.MASTHEAD, facts.title, tuple(block for block in blocks if block.content), "cover"
    )


def typographic(words: str) -> str:
    """Words with the apostrophes of print, as they are set at the size of a title."""
    return APOSTROPHE.sub("’", words)


def headline(pack: Pack) -> str:
    """`35 indicators: 15 Red, 4 Amber, 6 Green, 2 as reported, 8 not rated`."""
    counts = count_ratings(pack)
    if not counts.total:
        return pack.words("headline.none")
    return pack.words.count("headline", counts.total, counts=counts.sentence(pack.words))


def _facts(pack: Pack) -> Iterator[tuple[str, str]]:
    """Keys and values of the cover's facts that are known."""
    facts, day = pack.facts, pack.words.day
    words = {
        "cover.council": facts.council,
        "cover.committee": facts.committee,
        "cover.meeting_date": facts.meeting_date,
        "cover.version": facts.version,
        "cover.classification": facts.classification,
        "cover.data_extracted_on": facts.data_extracted_on,
        "cover.commentary_as_at": facts.commentary_as_at,
        "cover.published_on": facts.published_on,
        "cover.contact": facts.contact,
    }
    for key, known in words.items():
        if known:
            yield key, known if isinstance(known, str) else day(known)


def _fact(words: Words, key: str, value: str) -> Paragraph:
    return Paragraph((Text(f"{words(key)} ", quiet=True), Text(value)), "fact")


def contents(
    pack: Pack, before: tuple[DocumentSection, ...], after: tuple[DocumentSection, ...]
) -> DocumentSection:
    """The list of contents in two levels: a section, and under it its tables with their rated references."""
    entries = [ContentsEntry(text(section.title), section.anchor) for section in before]
    for section in pack.sections:
        entries += _section_entries(pack, section)
    entries += [ContentsEntry(text(section.title), section.anchor) for section in after]
    title = pack.words("contents.title")
    heading = Heading(1, text(title), "contents")
    blocks = (heading, Contents(tuple(entries)), Paragraph(tuple(_shapes(pack)), "note"))
    return DocumentSection(SectionRole.CONTENTS, title, blocks, "contents")


def _shapes(pack: Pack) -> Iterator[Inline]:
    """That references are links, and what the shapes before them stand for."""
    words = pack.words
    kinds = [(TONE_BADGES[level.tone], level.name) for level in pack.levels]
    kinds = kinds or [(BADGES[rag], words.rating(rag)) for rag in Rag]
    yield Text(words("contents.references"))
    for kind, word in (*kinds, (BADGES[None], words.rating(None))):
        yield Text(" ")
        yield Badge(kind, word, ground=False)


def _section_entries(pack: Pack, section: Section) -> Iterator[ContentsEntry]:
    """A section of one table is one line; one of several has a line of its own above theirs."""
    if len(section.tables) > 1:
        yield ContentsEntry(title_text(section.title, section.language), section.tables[0].key)
    for table in section.tables:
        if len(section.tables) > 1:
            yield _table_entry(pack, section, table, table.title, 2)
        else:
            yield _table_entry(pack, section, table, sheet_title(pack, section, table), 1)


def _table_entry(pack: Pack, section: Section, table: TableGroup, title: str, level: int) -> ContentsEntry:
    """A table's name, then each of its references in the shape of its rating, which leads to its row."""
    words = pack.words
    content: list[Inline] = list(title_text(title, section.language))
    for indicator in pack.in_table(table.key):
        reference = indicator.definition(pack.period).reference
        rating = rate(pack, indicator.ref, pack.period)
        spoken = words("contents.rated", reference=reference, rating=rating_word(rating, words))
        target = f"#{row_anchor(pack, indicator)}"
        content += [Text(" "), Badge(badge_of(rating), reference, spoken, ground=False, target=target)]
    return ContentsEntry(tuple(content), table.key, level, title or references(pack, table))


def directors_summary(pack: Pack) -> DocumentSection:
    """The directors' summary under its own headings."""
    title, anchor = pack.heading(NarrativeKind.SUMMARY), "directors-summary"
    narrative = pack.narrative(NarrativeKind.SUMMARY)
    body: tuple[Block, ...] = (Paragraph(quiet(pack.words("general.nothing_reported"))),)
    if narrative is not None and not narrative.is_blank:
        body = narrative_blocks(pack, narrative, 1)
    return DocumentSection(SectionRole.PROSE, title, (Heading(1, text(title), anchor), *body), anchor)


def is_example(pack: Pack) -> bool:
    """Whether a pack is made up, as a month's note says that begins with EXAMPLE."""
    marks = ("EXAMPLE", pack.words("stamp.example").upper())
    return pack.facts.note.upper().startswith(marks)


def stamp(pack: Pack, *, draft: bool) -> str:
    """`DRAFT`, `EXAMPLE`, or both: the words drawn on each page and put before the file's title."""
    closed = pack.edition is Audience.RESTRICTED
    confidential = closed and is_confidential(pack)
    marks = (
        ("stamp.draft", draft),
        ("stamp.example", is_example(pack)),
        ("edition.stamp", closed and not confidential),
        ("edition.stamp_confidential", confidential),
    )
    return " ".join(pack.words(key) for key, holds in marks if holds)


def stamp_sentence(pack: Pack, findings: Sequence[Finding], *, draft: bool) -> str:
    """The first words of the cover: `DRAFT: not issued. Made over 26 errors.`; empty for an issued paper."""
    words = pack.words
    said = []
    if draft:
        errors = sum(finding.blocks for finding in findings)
        said.append(words("stamp.draft_sentence"))
        said += [words.count("stamp.draft_errors", errors)] if errors else []
    if is_example(pack):
        said.append(words("stamp.example_sentence"))
    if pack.edition is Audience.RESTRICTED:
        said += not_for_publication(pack)
    return " ".join(said)


IN_BAND = ("cover.council", "cover.version")
"""Facts that stand in a masthead's band."""

APOSTROPHE = re.compile(r"(?<=\w)'(?=\w|\s|$)")
"""A typewriter's apostrophe in or after a word."""


def kept_back(pack: Pack) -> tuple[Block, ...]:
    """The rule of small counts in words, then each exempt part with its reasons; nothing for other packs."""
    if not pack.has_editions:
        return ()
    lines = [*_rule(pack), *(_part(pack, part) for part in pack.exempt)]
    heading = Heading(2, text(pack.words("notes.disclosure.title")))
    return (heading, *(Paragraph(text(line)) for line in lines))


def _rule(pack: Pack) -> Iterator[str]:
    settings, words = pack.disclosure, pack.words
    if settings is None:
        return
    if not settings.suppresses:
        yield words("notes.disclosure.none")
        return
    parts = [words("notes.disclosure.small", most=settings.threshold - 1, mark=MARK), *_more(pack, settings)]
    yield " ".join(parts)


def _more(pack: Pack, settings: Disclosure) -> Iterator[str]:
    if settings.round_to > 1:
        yield pack.words("notes.disclosure.rounded", base=settings.round_to)
    if settings.preset:
        yield pack.words("notes.disclosure.preset", name=settings.preset)


def _part(pack: Pack, part: ExemptPart) -> str:
    exemption = part.exemption
    return pack.words(
        "notes.disclosure.part",
        part=_named(pack, part),
        withheld=ended(withheld_words(pack.words, exemption)),
        reason=ended(exemption.reason),
        public_interest=ended(exemption.public_interest),
    )


def _named(pack: Pack, part: ExemptPart) -> str:
    """What a part is called in print."""
    if part.kind is PartKind.SECTION:
        return next(section.title for section in pack.sections if section.key == part.name)
    if part.kind is PartKind.INDICATOR:
        return pack.shown(part.name)
    if part.kind is PartKind.ACTION:
        return part.name
    table = next((table for table in pack.tables if table.key == part.name), None)
    if table is None:
        return pack.words("commentary.summary")
    section = next(section for section in pack.sections if section.key == table.section)
    return table.title or section.title


# ----------------------------------------------------------------------------------------- marking


def is_confidential(pack: Pack) -> bool:
    """Whether a part of a pack is confidential rather than exempt."""
    return any(part.exemption.is_confidential for part in pack.exempt)


def not_for_publication(pack: Pack) -> list[str]:
    """The marking that the law asks for (Local Government Act 1972, section 100B(5)), with the paragraphs."""
    words, said = pack.words, []
    if is_confidential(pack):
        said.append(words("edition.confidential_sentence"))
    numbers = {part.exemption.paragraph for part in pack.exempt if not part.exemption.is_confidential}
    named = [
        words("edition.paragraph", number=number, description=words(f"edition.describes.{number}"))
        for number in sorted(numbers, key=int)
    ]
    if named:
        said.append(words("edition.exempt", paragraphs=words.listed(named)))
    if pack.disclosure is not None and pack.disclosure.suppresses:
        said.append(words("edition.suppresses"))
    return said
