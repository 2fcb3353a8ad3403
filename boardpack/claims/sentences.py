"""A narrative cut into sentences whose every character knows its line and column.

The parsed blocks are walked, so that the rules see what a reader sees, with live figures put in. Each word is
found again in the source, in order; headings are kept as the heading of the sentences below them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from boardpack.analysis.live_figures import LiveText, evaluate
from boardpack.content import (
    Footnote,
    Heading,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    Paragraph,
    Placeholder,
    Prose,
    Table,
    Text,
)
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack

GAP = "\ufffc"
"""What is put where a live figure has no words (Unicode's object replacement character)."""


class SourceStretch(Struct, frozen=True):
    """A stretch of a sentence that a live figure wrote, or that its author pinned to an indicator."""

    start: int
    end: int
    ref: str
    """The indicator; of a pin as it was written, with the month behind it."""


class Sentence(Struct, frozen=True):
    """One sentence as a reader reads it."""

    text: str
    offsets: tuple[int, ...]
    """Where every character of `text` is in the narrative's source."""
    lines: tuple[int, ...]
    """Where each line of the source begins."""
    heading: str
    """Words of the nearest heading above it; empty without one."""
    paragraph: int
    """Number of its paragraph, list item or table cell."""
    live: tuple[SourceStretch, ...] = ()
    """What live figures wrote: it is right by making."""
    pins: tuple[SourceStretch, ...] = ()
    """What the author has said which indicator it is about."""

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a character, both from 1."""
        return line_and_column(self.lines, self.offsets, at)


def line_and_column(lines: Sequence[int], offsets: Sequence[int], at: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character whose offset in the source is one of `offsets`."""
    offset = offsets[min(max(at, 0), len(offsets) - 1)]
    line = bisect_right(lines, offset)
    return line, offset - lines[line - 1] + 1


def line_starts(source: str) -> tuple[int, ...]:
    """Where each line of a text begins."""
    return (0, *(match.end() for match in re.finditer(r"\n", source)))


def sentences(pack: Pack, narrative: Narrative) -> tuple[Sentence, ...]:
    """Cut a narrative into sentences, in order; one with a faulty live figure is left to that fault."""
    found: list[Sentence] = []
    heading = ""
    for number, (is_heading, words) in enumerate(_read_paragraphs(pack, narrative)):
        text = words.text
        if is_heading:
            heading = text.strip()
            continue
        for start, end in sentence_spans(text):
            if GAP not in text[start:end]:
                offsets = tuple(words.offsets[start:end])
                live, pins = (_within(stretches, start, end) for stretches in (words.live, words.pins))
                sentence = Sentence(text[start:end], offsets, words.lines, heading, number, live, pins)
                found.append(sentence)
    return tuple(found)


def _read_paragraphs(pack: Pack, narrative: Narrative) -> Iterator[tuple[bool, SourceWords]]:
    """The words of every paragraph of a narrative, each found in the source behind those before it."""
    lines, cursor = line_starts(narrative.source), 0
    for is_heading, content in _paragraphs(narrative.blocks):
        words = SourceWords(pack, narrative.source, lines, cursor)
        words.add(content)
        cursor = words.cursor
        yield is_heading, words


class Passage(Struct, frozen=True):
    """A piece of a narrative under one of its headings."""

    heading: str
    text: str
    line: int
    """The line in the file at which the text begins."""


def passages(pack: Pack, narrative: Narrative) -> tuple[Passage, ...]:
    """Split a narrative at its headings; what comes before the first has an empty one."""
    found = [Passage("", "", narrative.place.line)]
    for is_heading, words in _read_paragraphs(pack, narrative):
        text = words.text.strip()
        if is_heading:
            line = narrative.place.line + bisect_right(words.lines, words.cursor)
            found.append(Passage(text, "", line))
        else:
            last = found[-1]
            found[-1] = Passage(last.heading, f"{last.text}\n\n{text}".strip(), last.line)
    return tuple(one for one in found if one.heading or one.text)


def _within(stretches: Sequence[SourceStretch], start: int, end: int) -> tuple[SourceStretch, ...]:
    inside = [one for one in stretches if start <= one.start < end]
    return tuple(SourceStretch(one.start - start, min(one.end, end) - start, one.ref) for one in inside)


def _paragraphs(blocks: Sequence[Prose]) -> Iterator[tuple[bool, tuple[Inline, ...]]]:
    """Every heading, paragraph, list item, table cell and footnote; whether it is a heading."""
    for block in blocks:
        match block:
            case Heading(content=content):
                yield True, content
            case Paragraph(content=content):
                yield from _with_notes(content)
            case ListBlock(items=items):
                for item in items:
                    yield from _paragraphs(item)
            case Table(head=head, body=body):
                for row in (*head, *body):
                    for cell in row.cells:
                        yield from _with_notes(cell.content)
            case _:
                continue


def _with_notes(content: tuple[Inline, ...]) -> Iterator[tuple[bool, tuple[Inline, ...]]]:
    yield False, content
    yield from ((False, one.content) for one in content if isinstance(one, Footnote))


WINDOW = 2_000
"""Characters of the source in which the next word is looked for: the longest address of a link."""


class SourceWords(Struct):
    """The characters of a paragraph, each with its offset in the source."""

    pack: Pack
    source: str
    lines: tuple[int, ...]
    cursor: int
    letters: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    live: list[SourceStretch] = field(default_factory=list)
    pins: list[SourceStretch] = field(default_factory=list)
    every_language: bool = False
    """Whether words in another language than English are taken in as well."""

    @property
    def text(self) -> str:
        """The words as a reader reads them."""
        return "".join(self.letters)

    def add(self, content: Sequence[Inline]) -> None:
        """Take in some inlines."""
        for one in content:
            match one:
                case Text(text=text, language=language) if self._is_foreign(language):
                    self._text(re.sub(r"\w", "_", text))
                case Text(text=text, pin=pin):
                    start = len(self.letters)
                    self._text(text)
                    if pin:
                        self.pins.append(SourceStretch(start, len(self.letters), pin))
                case Link(content=runs):
                    self.add(runs)
                case Placeholder():
                    self._figure(one)
                case LineBreak():
                    self._put(" ", self.cursor)
                case _:
                    continue

    def _is_foreign(self, language: str) -> bool:
        return bool(language) and not language.startswith("en") and not self.every_language

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of a character, both from 1."""
        return line_and_column(self.lines, self.offsets, at)

    def _text(self, text: str) -> None:
        for piece in re.findall(r"\S+|\s+", text):
            if piece.isspace():
                self._put(" ", self.cursor)
                continue
            at = self._found(piece)
            self.letters.extend(piece)
            self.offsets.extend(range(at, at + len(piece)))
            self.cursor = at + len(piece)

    def _found(self, word: str) -> int:
        """Where a word begins in the source, from the cursor on; the cursor when it cannot be found."""
        end = self.cursor + WINDOW
        at = self.source.find(word, self.cursor, end)
        if at >= 0 or len(word) > WINDOW:
            return max(at, self.cursor)
        escaped = re.compile(r"[\\*_`]*".join(map(re.escape, word)))
        match = escaped.search(self.source, self.cursor, end)
        return match.start() if match is not None else self.cursor

    def _figure(self, figure: Placeholder) -> None:
        """Put in the words of a live figure, all at its place."""
        at = min(self.lines[min(figure.line, len(self.lines)) - 1] + figure.column - 1, len(self.source))
        result = evaluate(self.pack, figure.expression)
        words, ref = (result.text, result.ref) if isinstance(result, LiveText) else (GAP, "")
        start = len(self.letters)
        for letter in words:
            self._put(letter, at)
        self.live.append(SourceStretch(start, len(self.letters), ref))
        self.cursor = max(self.cursor, self.source.find("}}", at) + 2)

    def _put(self, letter: str, at: int) -> None:
        self.letters.append(letter)
        self.offsets.append(min(at, max(len(self.source) - 1, 0)))


# --------------------------------------------------------------------------------------------- sentences

_END = re.compile(r"[.!?][.!?]*[\"'”’)\]]*(?:(?=\s+[\"'“‘(\[]?[A-Z0-9£])|\s*$)")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|eg|ie|vs|approx|no|nos|cf|etc|incl|st|dr|mr|mrs|ms|fig|para|est|max|min|jan|feb|mar|apr"
    r"|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LONGEST_SHORT = len("approx.")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, without the white space round it."""
    start = 0
    for match in _END.finditer(text):
        before = text[start : match.end()].rstrip()
        if match.end() < len(text.rstrip()) and _abbreviated(before):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _abbreviated(text: str) -> bool:
    """Whether a full stop ends an abbreviation; a reference such as `CL a.` does end a sentence."""
    match = _NO_END.search(text, max(0, len(text) - _LONGEST_SHORT))
    return match is not None and not re.search(r"\b[A-Z]{1,4} ?\d* ?[A-Za-z]\.$", text)


LONGEST = 1_000
"""Characters of a sentence that are read in one piece: what goes beyond is cut at a space, so that no text
takes long to read. The longest sentence of October 2017 has 302."""


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(", ", start + LONGEST // 2, start + LONGEST)
        cut = cut + 1 if cut > 0 else text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    piece = text[start:end]
    if piece.strip():
        lead = len(piece) - len(piece.lstrip())
        yield start + lead, start + len(piece.rstrip())
