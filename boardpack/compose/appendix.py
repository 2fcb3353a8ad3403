"""The appendix, whole: a Pack and what was found about it become a Document, page by page.

To add a page, write the function that makes its DocumentSection in a module of its own and name it in
`compose`; the contents page and the outline follow by themselves. Two things are of the whole appendix:
footnotes are numbered through it and set out under the text of the page that refers to them, and links of
the commentary must lead to a place in it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from boardpack.compose.front import (
    contents,
    cover,
    directors_summary,
    masthead,
    stamp,
    stamp_sentence,
)
from boardpack.compose.notes import last_pages
from boardpack.compose.phrases import Content, expand_section
from boardpack.compose.section_page import action_log, sheets
from boardpack.compose.summary import is_small, rag_summary, summary_and_contents
from boardpack.content import Footnote, Heading, Inline, Link, ListBlock, Paragraph, Prose, Row, Table
from boardpack.document import (
    Beside,
    Block,
    Details,
    Document,
    DocumentSection,
    Figure,
    Footnotes,
    FootnoteText,
    Part,
    SectionRole,
)
from boardpack.load.findings import FindingLog, in_order, listing, nearest
from boardpack.model.finding import Finding, Place
from boardpack.model.narrative import Narrative
from boardpack.model.pack import FRONT, Pack
from boardpack.words import Words


def compose(pack: Pack, findings: Sequence[Finding], *, draft: bool = False) -> Document:
    """Compose a pack's Document; findings meant for its reader, waived or not, are on the last page."""
    after = last_pages(pack, findings, small=is_small(pack))
    before = _before(pack, after)
    pages = number_footnotes((*before, *sheets(pack)), pack.words)
    said = stamp_sentence(pack, findings, draft=draft)
    front = (masthead(pack, said),) if is_small(pack) else (cover(pack, said), contents(pack, before, after))
    facts, period = pack.facts, pack.words.long_period(pack.period)
    return Document(
        title=facts.title,
        language=facts.language,
        author=facts.council,
        subject=pack.words.listed(filter(None, (facts.appendix, facts.title, period, facts.committee))),
        appendix=facts.appendix,
        period=period,
        classification=facts.classification,
        date=_date(pack),
        sections=(
            *front,
            *(_spelt_out(pack, section) for section in pages),
            *after,
        ),
        stamp=stamp(pack, draft=draft),
        words=pack.words,
        page_start=pack.facts.page_start,
    )


def _before(pack: Pack, after: tuple[DocumentSection, ...]) -> tuple[DocumentSection, ...]:
    """What comes before the tables, in the order that the pack asks for; the summary first in a small one."""
    small = is_small(pack)
    made = {
        "directors summary": lambda: directors_summary(pack),
        "action log": lambda: action_log(pack),
        "rag summary": lambda: summary_and_contents(pack, after) if small else rag_summary(pack),
    }
    usual = ("rag summary", "directors summary", "action log") if small else FRONT
    has_log = bool(pack.actions) or pack.facts.empty_action_log
    return tuple(made[name]() for name in pack.facts.front or usual if name != "action log" or has_log)


def _spelt_out(pack: Pack, section: DocumentSection) -> DocumentSection:
    return expand_section(section, pack.glossary)


def _date(pack: Pack) -> str:
    """The pack's own date: published, else written, else extracted, else its period's last day."""
    facts = pack.facts
    known = facts.published_on or facts.commentary_as_at or facts.data_extracted_on
    last = pack.period.last
    day = known.isoformat() if known else f"{last.iso}-{monthrange(last.year, last.month)[1]:02d}"
    return f"{day}T00:00:00Z"


def number_footnotes(sections: Iterable[DocumentSection], words: Words) -> tuple[DocumentSection, ...]:
    """Number the footnotes of all sections in reading order, and put their words where they are read.

    In running text they end the section; on a page with a table and charts they follow the commentary.
    """
    numbering = _Numbering(words)
    return tuple(numbering.section(section) for section in sections)


class _Numbering:
    """The count of footnotes so far, and those whose words are still to be set out."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.count = 0
        self.pending: list[FootnoteText] = []

    def section(self, section: DocumentSection) -> DocumentSection:
        blocks: list[Block] = []
        for block in section.blocks:
            blocks.append(self._block(block))
            if section.role is not SectionRole.PROSE:
                blocks += self._set_out()
        blocks += self._set_out()
        return replace(section, blocks=tuple(blocks)) if tuple(blocks) != section.blocks else section

    def _set_out(self) -> list[Block]:
        notes, self.pending = tuple(self.pending), []
        return [Footnotes(notes)] if notes else []

    def _block(self, block: Block) -> Block:
        match block:
            case Beside(parts=parts):
                made = tuple(Part(tuple(self._block(each) for each in part.blocks)) for part in parts)
                return replace(block, parts=made)
            case Details(blocks=inner):
                return replace(block, blocks=tuple(self._block(each) for each in inner))
            case ListBlock(items=items):
                return replace(block, items=tuple(tuple(self._prose(b) for b in item) for item in items))
            case Heading() | Paragraph() | Table():
                return self._prose(block)
            case _:
                return block

    def _prose(self, block: Prose) -> Prose:
        match block:
            case Heading() | Paragraph():
                content, anchor = self._content(block.content, block.anchor)
                return block if content is block.content else replace(block, content=content, anchor=anchor)
            case Table():
                return replace(block, body=tuple(self._row(row) for row in block.body))
            case ListBlock(items=items):
                return replace(block, items=tuple(tuple(self._prose(b) for b in item) for item in items))
            case _:
                return block

    def _row(self, row: Row) -> Row:
        anchor = row.anchor
        cells = []
        for cell in row.cells:
            content, anchor = self._content(cell.content, anchor)
            cells.append(cell if content is cell.content else replace(cell, content=content))
        return replace(row, cells=tuple(cells), anchor=anchor)

    def _content(self, content: Content, anchor: str) -> tuple[Content, str]:
        """Number the footnotes of some words; they lead back to `anchor`, or to one made for the first."""
        if not any(isinstance(inline, Footnote) for inline in content):
            return content, anchor
        numbered: list[Inline] = []
        for inline in content:
            if isinstance(inline, Footnote):
                number = self._number(inline, anchor)
                anchor = anchor or f"note-{number}-in-text"
                said = self.words("footnotes.reference", number=number)
                numbered.append(replace(inline, number=number, description=said))
            else:
                numbered.append(inline)
        return tuple(numbered), anchor

    def _number(self, note: Footnote, anchor: str) -> int:
        """The number of a footnote: that of one with the same words still to be set out, or the next."""
        for known in self.pending:
            if known.content == note.content:
                return known.number
        self.count += 1
        number = self.count
        back = anchor or f"note-{number}-in-text"
        said = self.words("footnotes.back", number=number)
        self.pending.append(FootnoteText(number, note.content, f"note-{number}", back, said))
        return number


ANCHORS_SHOWN = 12
"""Anchors that a finding lists."""


def broken_links(pack: Pack, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Find links such as `[see](#nowhere)` to no place of the composed pack, with the places there are."""
    wanted = {narrative: set(_targets(narrative.blocks)) for narrative in pack.narratives}
    if not any(wanted.values()):
        return ()
    anchors = document_anchors(compose(pack, findings))
    faults = FindingLog()
    for narrative, targets in wanted.items():
        for target in sorted(targets - {f"#{anchor}" for anchor in anchors}):
            for place in _places(narrative, target):
                _note(place, target, anchors, faults)
    return in_order(faults.findings)


def _note(place: Place, target: str, anchors: Collection[str], faults: FindingLog) -> None:
    known = list(dict.fromkeys(f"#{anchor}" for anchor in anchors))
    more = f" and {len(known) - ANCHORS_SHOWN} more" if len(known) > ANCHORS_SHOWN else ""
    faults.error(
        "link-anchor-unknown", place, f"a link to `{target[:60]}`, a place that is not in the pack"
        f"{nearest(target, known)}",
        f"a place that there is: {listing(known[:ANCHORS_SHOWN])}{more}", "Correct the link, or take it out.",
    )  # fmt: skip


def document_anchors(document: Document) -> tuple[str, ...]:
    """The anchors of a document, in its order."""
    return tuple(
        each.anchor for each in _walk(document) if isinstance(each, Heading | Row | Figure) and each.anchor
    )


def without_broken_links(pack: Pack, broken: Sequence[Finding]) -> Pack:
    """Return the pack with the words of such links in their place, so that a draft can be made of it."""
    if not broken:
        return pack
    known = {f"#{anchor}" for anchor in document_anchors(compose(pack, ()))}
    narratives = tuple(
        replace(each, blocks=tuple(_unlinked(block, known) for block in each.blocks))
        for each in pack.narratives
    )
    return replace(pack, narratives=narratives)


def _unlinked(value: Any, known: Collection[str]) -> Any:
    if isinstance(value, tuple):
        return tuple(each for item in value for each in _words(item, known))
    if isinstance(value, Struct):
        return replace(
            value, **{name: _unlinked(getattr(value, name), known) for name in value.__struct_fields__}
        )
    return value


def _words(item: Any, known: Collection[str]) -> tuple[Any, ...]:
    if isinstance(item, Link) and item.target.startswith("#") and item.target not in known:
        return item.content
    return (_unlinked(item, known),)


def _targets(value: Any) -> Iterator[str]:
    for each in _walk(value):
        if isinstance(each, Link) and each.target.startswith("#"):
            yield each.target


def _walk(value: Any) -> Iterator[Struct]:
    if isinstance(value, tuple):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, Struct):
        yield value
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name))


def _places(narrative: Narrative, target: str) -> Iterator[Place]:
    """Where a target is in a piece of commentary; the whole piece when it is written in another way."""
    pattern = re.compile(rf"(?<=[(<\s]){re.escape(target)}(?=[)>\s])")
    lines = enumerate(narrative.source.split("\n"), max(narrative.place.line, 1))
    found = [
        Place(narrative.place.file, number, match.start() + 1)
        for number, line in lines
        for match in pattern.finditer(line)
    ]
    yield from found or [narrative.place]
