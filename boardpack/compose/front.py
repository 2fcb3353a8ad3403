"""What comes before the tables: the cover, the contents, the directors' summary."""

from __future__ import annotations

from datetime import date

from boardpack.analysis.counts import count_ratings
from boardpack.compose.phrases import narrative_blocks, quiet, text
from boardpack.compose.section_page import references
from boardpack.content import Heading, Paragraph, Text
from boardpack.document import Block, Contents, ContentsEntry, DocumentSection, SectionRole
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import MONTH_NAMES

NOT_STATED = "Not stated"


def cover(pack: Pack) -> DocumentSection:
    """The pack's facts, and what its ratings come to in one line; a fact that is not known says so."""
    facts = pack.facts
    blocks = [
        Paragraph(text(facts.appendix), "eyebrow"),
        Paragraph(text(facts.title), "title"),
        Paragraph(text(pack.period.long), "month"),
        Paragraph(text(headline(pack)), "headline"),
        Paragraph(text(facts.note), "lead"),
        *(_fact(label, value) for label, value in _facts(pack)),
    ]
    return DocumentSection(
        SectionRole.COVER, facts.title, tuple(block for block in blocks if block.content), "cover"
    )


def headline(pack: Pack) -> str:
    """`35 indicators: 15 Red, 4 Amber, 6 Green, 2 as reported, 8 not rated`."""
    counts = count_ratings(pack)
    noun = "indicator" if counts.total == 1 else "indicators"
    return f"{counts.total} {noun}: {counts.words}" if counts.total else "No indicators"


def day(when: date) -> str:
    """`27 November 2017`."""
    return f"{when.day} {MONTH_NAMES[when.month - 1]} {when.year}"


def _facts(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Labels and values of the cover; dates that are of no use to every pack only when they are known."""
    facts = pack.facts
    always = (
        ("Council", facts.council or NOT_STATED),
        ("Committee", facts.committee or NOT_STATED),
        ("Meeting date", day(facts.meeting_date) if facts.meeting_date else NOT_STATED),
        ("Version", facts.version or NOT_STATED),
        ("Classification", facts.classification or NOT_STATED),
    )
    known = (
        ("Data extracted on", facts.data_extracted_on),
        ("Commentary as at", facts.commentary_as_at),
        ("Published on", facts.published_on),
    )
    contact = (("Contact", facts.contact),) if facts.contact else ()
    return (*always, *((label, day(when)) for label, when in known if when), *contact)


def _fact(label: str, value: str) -> Paragraph:
    return Paragraph((Text(f"{label}: ", quiet=True), Text(value, quiet=value == NOT_STATED)), "fact")


def contents(
    pack: Pack, before: tuple[DocumentSection, ...], after: tuple[DocumentSection, ...]
) -> DocumentSection:
    """The list of contents; pages of one section are told apart by their references."""
    entries = [ContentsEntry(text(section.title), section.anchor) for section in before]
    for section in pack.sections:
        for table in section.tables:
            refs = references(pack, table)
            words = (*text(section.title), *quiet(f" {refs}" if refs else ""))
            entries.append(ContentsEntry(words, table.key))
    entries += [ContentsEntry(text(section.title), section.anchor) for section in after]
    heading = Heading(1, text("Contents"), "contents")
    return DocumentSection(SectionRole.CONTENTS, "Contents", (heading, Contents(tuple(entries))), "contents")


def directors_summary(pack: Pack) -> DocumentSection:
    """The directors' summary under its own headings."""
    kind = NarrativeKind.SUMMARY
    anchor = "directors-summary"
    narrative = pack.narrative(kind)
    body: tuple[Block, ...] = (Paragraph(quiet("Nothing was reported under this heading.")),)
    if narrative is not None and not narrative.is_blank:
        body = narrative_blocks(pack, narrative, 1)
    return DocumentSection(
        SectionRole.PROSE, kind.value, (Heading(1, text(kind.value), anchor), *body), anchor
    )
