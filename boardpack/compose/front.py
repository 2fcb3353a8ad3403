"""What comes before the tables: the cover, the contents, the directors' summary."""

from __future__ import annotations

from boardpack.analysis.counts import count_ratings
from boardpack.compose.phrases import narrative_blocks, quiet, text, title_text
from boardpack.compose.section_page import references
from boardpack.content import Heading, Paragraph, Text
from boardpack.document import Block, Contents, ContentsEntry, DocumentSection, SectionRole
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack
from boardpack.words import Words


def cover(pack: Pack, stamp: str = "") -> DocumentSection:
    """What it is, its facts, and what its ratings come to in one line; a fact that is not known says so."""
    facts = pack.facts
    blocks = [
        Paragraph(text(stamp), "stamp", anchor="stamp"),
        Paragraph(text(facts.appendix), "eyebrow"),
        Paragraph(text(facts.title), "title"),
        Paragraph(text(pack.words.long_period(pack.period)), "month"),
        Paragraph(text(headline(pack)), "headline"),
        Paragraph(text(facts.note), "lead"),
        *(_fact(pack.words, key, value) for key, value in _facts(pack)),
    ]
    return DocumentSection(
        SectionRole.COVER, facts.title, tuple(block for block in blocks if block.content), "cover"
    )


def headline(pack: Pack) -> str:
    """`35 indicators: 15 Red, 4 Amber, 6 Green, 2 as reported, 8 not rated`."""
    counts = count_ratings(pack)
    if not counts.total:
        return pack.words("headline.none")
    return pack.words.count("headline", counts.total, counts=counts.sentence(pack.words))


def _facts(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Keys and values of the cover's facts; dates that are of no use to every pack only when known."""
    facts, day = pack.facts, pack.words.day
    always = (
        ("cover.council", facts.council),
        ("cover.committee", facts.committee),
        ("cover.meeting_date", day(facts.meeting_date) if facts.meeting_date else ""),
        ("cover.version", facts.version),
        ("cover.classification", facts.classification),
    )
    known = (
        ("cover.data_extracted_on", facts.data_extracted_on),
        ("cover.commentary_as_at", facts.commentary_as_at),
        ("cover.published_on", facts.published_on),
    )
    contact = (("cover.contact", facts.contact),) if facts.contact else ()
    return (*always, *((key, day(when)) for key, when in known if when), *contact)


def _fact(words: Words, key: str, value: str) -> Paragraph:
    shown = Text(value or words("cover.not_stated"), quiet=not value)
    return Paragraph((Text(f"{words(key)} ", quiet=True), shown), "fact")


def contents(
    pack: Pack, before: tuple[DocumentSection, ...], after: tuple[DocumentSection, ...]
) -> DocumentSection:
    """The list of contents; the references distinguish pages of one section."""
    entries = [ContentsEntry(text(section.title), section.anchor) for section in before]
    for section in pack.sections:
        for table in section.tables:
            refs = references(pack, table)
            shown = (*title_text(section.title, section.language), *quiet(f" {refs}" if refs else ""))
            entries.append(ContentsEntry(shown, table.key))
    entries += [ContentsEntry(text(section.title), section.anchor) for section in after]
    title = pack.words("contents.title")
    heading = Heading(1, text(title), "contents")
    return DocumentSection(SectionRole.CONTENTS, title, (heading, Contents(tuple(entries))), "contents")


def directors_summary(pack: Pack) -> DocumentSection:
    """The directors' summary under its own headings."""
    title, anchor = pack.heading(NarrativeKind.SUMMARY), "directors-summary"
    narrative = pack.narrative(NarrativeKind.SUMMARY)
    body: tuple[Block, ...] = (Paragraph(quiet(pack.words("general.nothing_reported"))),)
    if narrative is not None and not narrative.is_blank:
        body = narrative_blocks(pack, narrative, 1)
    return DocumentSection(SectionRole.PROSE, title, (Heading(1, text(title), anchor), *body), anchor)
