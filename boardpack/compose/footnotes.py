"""Footnotes: numbered through the pack, and set out under the text of the page that refers to them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from boardpack.compose.phrases import Content
from boardpack.content import Footnote, Heading, Inline, ListBlock, Paragraph, Prose, Row, Table
from boardpack.document import (
    Beside,
    Block,
    Details,
    DocumentSection,
    Footnotes,
    FootnoteText,
    Part,
    SectionRole,
)
from boardpack.words import Words


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
