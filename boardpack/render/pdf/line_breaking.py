"""Words set in lines: the one text engine of paragraphs, cells, items, captions and contents.

All measures are in ems of the block's size, so a table can try smaller sizes without measuring anew.
Lines are left aligned and never hyphenated. A word wider than the line is broken between letters. A line
that is broken at a space keeps that space as its last letter, so that text extracts as it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from math import fsum

from msgspec import Struct
from msgspec.structs import replace

from boardpack.render.pdf.fonts import StyledFace
from boardpack.render.pdf.shapes import InlineShape
from boardpack.render.pdf.structure import Node


class LinkTo(Struct, frozen=True):
    """Where a link leads, and in which words that is said."""

    target: str
    description: str
    underlined: bool = True
    """Not where its shape tells it from the words around it."""


class Piece(Struct, frozen=True, gc=False):
    """A word, or the part of one that is set in one voice."""

    text: str
    width: float
    voice: StyledFace
    node: Node | None
    """The element whose content it is; None for words that are no content."""
    link: LinkTo | None = None
    anchor: str = ""
    """For a page number: of which anchor. Its text is known when pages are."""
    shape: InlineShape | None = None
    lead: float = 0.0
    """Room before the text, within the piece, for its shape."""


class Word(Struct, frozen=True, gc=False):
    """Pieces that are together, and the space that follows them."""

    pieces: tuple[Piece, ...]
    width: float
    space: float
    """Zero where the next word is joined without one."""
    ends_line: bool = False


class Fragment(Struct, frozen=True, gc=False):
    """A run of words on a line, `x` from the line's start."""

    x: float
    text: str
    width: float
    voice: StyledFace
    node: Node | None
    link: LinkTo | None
    anchor: str


class DrawnShape(Struct, frozen=True, gc=False):
    """A shape on a line: it covers `width` from `x`."""

    shape: InlineShape
    x: float
    width: float


class Line(Struct, frozen=True, gc=False):
    """A line of words, in ems."""

    fragments: tuple[Fragment, ...]
    width: float
    shapes: tuple[DrawnShape, ...] = ()


def words_on(lines: Iterable[Line]) -> str:
    """The words of some lines."""
    return " ".join("".join(fragment.text for fragment in line.fragments) for line in lines)


class Mixed(Struct, frozen=True, gc=False):
    """Measured words of any kind, ready to be set in lines of any width."""

    words: tuple[Word, ...]
    natural: float
    """Width on one line, the widest where line ends are forced."""
    longest: float
    """Width of the longest word."""

    def __bool__(self) -> bool:
        return bool(self.words)


class Plain(Struct, frozen=True, gc=False):
    """Measured words in one voice, all content of one element: what most cells and paragraphs are.

    They are kept as text and become words when they are set: a large pack has hundreds of thousands.
    """

    parts: tuple[str, ...]
    """The words; there is at least one."""
    voice: StyledFace
    node: Node | None
    natural: float
    """Width on one line."""
    longest: float
    """Width of the longest word."""

    @property
    def words(self) -> tuple[Word, ...]:
        """The words one by one, made afresh."""
        space, last = self.space, len(self.parts) - 1
        return tuple(
            [
                Word((Piece(part, width, self.voice, self.node),), width, space if index < last else 0.0)
                for index, (part, width) in enumerate(zip(self.parts, self.widths, strict=True))
            ]
        )

    @property
    def widths(self) -> list[float]:
        """The width of each word, worked out afresh."""
        face, _, scale = self.voice
        return [face.width(part) * scale for part in self.parts]

    @property
    def space(self) -> float:
        """The width of the space between two of them."""
        return self.voice.face.space * self.voice.scale

    def lines(self, width: float) -> Iterator[Line]:
        """All of them in lines of `width`, which no word is wider than."""
        widths, space = self.widths, self.space
        start, at = 0, 0.0
        for index, wide in enumerate(widths):
            if at + wide > width + EPSILON and index > start:
                yield self._line(widths, start, index)
                start, at = index, 0.0
            at += wide + space
        yield self._line(widths, start, len(widths))

    def _line(self, widths: Sequence[float], start: int, end: int) -> Line:
        """Some of them on a line; the space that it is broken at is its last letter."""
        space, at = self.space, widths[start]
        for wide in widths[start + 1 : end]:
            at += space + wide
        text = " ".join(self.parts[start:end]) + (" " if end < len(widths) else "")
        return Line((Fragment(0.0, text, at, self.voice, self.node, None, ""),), at)


WordRun = Mixed | Plain


def passage(words: Iterable[Word]) -> Mixed:
    """Words as a passage."""
    kept = tuple(words)
    natural = at = 0.0
    for word in kept:
        natural = max(natural, at + word.width)
        at = 0.0 if word.ends_line else at + word.width + word.space
    return Mixed(kept, natural, max((word.width for word in kept), default=0.0))


def join(first: WordRun, second: WordRun, gap: float) -> WordRun:
    """Two passages as one, `gap` ems between them."""
    if not first or not second:
        return first or second
    *words, last = first.words
    return passage((*words, replace(last, space=gap), *second.words))


def below_each_other(first: WordRun, second: WordRun) -> WordRun:
    """Two passages as one, the second from the beginning of a line."""
    if not first or not second:
        return first or second
    *words, last = first.words
    return passage((*words, replace(last, ends_line=True), *second.words))


def words_of_pieces(pieces: Iterable[Piece | None]) -> Iterator[Word]:
    """Group pieces into words: an empty piece is a space, None a forced line end."""
    group: list[Piece] = []
    for piece in pieces:
        if piece is None:
            yield Word(tuple(group), fsum([part.width for part in group]), 0.0, ends_line=True)
            group = []
        elif piece.text or piece.shape or piece.anchor:
            group.append(piece)
        elif group:
            yield Word(tuple(group), fsum([part.width for part in group]), piece.width)
            group = []
    if group:
        yield Word(tuple(group), fsum([part.width for part in group]), 0.0)


def text_pieces(
    text: str, voice: StyledFace, node: Node | None, link: LinkTo | None = None
) -> Iterator[Piece]:
    """The words of a run of text and the spaces between them."""
    face, _, scale = voice
    space = Piece("", face.space * scale, voice, node, link)
    first = True
    for part in SPACES.split(text):
        if not first:
            yield space
        if part:
            yield Piece(part, face.width(part) * scale, voice, node, link)
        first = False


def plain_run(text: str, voice: StyledFace, node: Node | None) -> WordRun:
    """A run of text in one voice as a passage: what most cells and paragraphs are."""
    face, _, scale = voice
    space = face.space * scale
    parts: list[str] = []
    natural = longest = 0.0
    for part in text.split() if text.isprintable() else SPACES.split(text):
        if part:
            kept, width = face.word(part)
            parts.append(kept)
            natural += width * scale + space
            longest = max(longest, width * scale)
    return Plain(tuple(parts), voice, node, natural - space, longest) if parts else NOTHING


def set_lines(words: WordRun, width: float) -> tuple[Line, ...]:
    """Set a passage in lines of `width` ems; an empty passage has no lines."""
    if isinstance(words, Plain) and words.longest <= width:
        return tuple(words.lines(width))
    kept = list(words.words)
    if words.natural <= width:
        if len(kept) == 1 and len(kept[0].pieces) == 1:
            return (_line_of(kept[0].pieces[0]),)
        if not any(word.ends_line for word in kept):
            return (_line(kept),) if kept else ()
    lines: list[Line] = []
    start, index, at = 0, 0, 0.0
    while index < len(kept):
        word = kept[index]
        if at + word.width > width + EPSILON:
            if index > start:
                lines.append(_line(kept[start:index], trail=kept[index - 1].space > 0, after=word))
                start, at = index, 0.0
            if word.width > width + EPSILON:
                kept[index : index + 1] = _broken(word, width)
                word = kept[index]
        at += word.width + word.space
        index += 1
        if word.ends_line or word.space < 0:
            lines.append(_line(kept[start:index], trail=word.ends_line and index < len(kept)))
            start, at = index, 0.0
    if start < len(kept):
        lines.append(_line(kept[start:]))
    return tuple(lines)


def even_lines(words: WordRun, width: float) -> tuple[Line, ...]:
    """Set a passage in as few lines as `width` allows, and these of about the same length."""
    lines = set_lines(words, width)
    if len(lines) < 2:
        return lines
    low, high = max(words.longest, words.natural / len(lines)), width
    while high - low > 0.25:
        middle = (low + high) / 2
        tried = set_lines(words, middle)
        low, high, lines = (low, middle, tried) if len(tried) == len(lines) else (middle, high, lines)
    return lines


def count_lines(words: WordRun, width: float) -> int:
    """How many lines a passage takes, without setting them; a broken word counts by its width."""
    if words.natural <= width:
        return 1 if isinstance(words, Plain) else 1 + sum(word.ends_line for word in words.words)
    count, at = 1, 0.0
    for word in words.words:
        wide = word.width
        if at and at + wide > width + EPSILON:
            count, at = count + 1, 0.0
        if wide > width:
            extra = int(wide / width)
            count, at = count + extra, wide - extra * width
        else:
            at += wide
        at += word.space
        if word.ends_line:
            count, at = count + 1, 0.0
    return count


def _broken(word: Word, width: float) -> Iterator[Word]:
    """A word wider than the line, as words that fill one each."""
    group: list[Piece] = []
    at = 0.0
    for piece in word.pieces:
        begin, here = 0, piece.lead
        letters = piece.voice.face.letters(piece.text)
        for index, letter in enumerate(letters):
            wide = letter * piece.voice.scale
            if at + here + wide > width + EPSILON and (group or index > begin):
                if index > begin:
                    group.append(_cut(piece, begin, index, here))
                yield Word(tuple(group), at + here, BROKEN)
                group, at, here, begin = [], 0.0, 0.0, index
            here += wide
        group.append(_cut(piece, begin, len(letters), here))
        at += here
    yield Word(tuple(group), at, word.space, word.ends_line)


def _cut(piece: Piece, begin: int, end: int, width: float) -> Piece:
    if begin == 0:
        return replace(piece, text=piece.text[:end], width=width)
    return replace(piece, text=piece.text[begin:end], width=width, shape=None, lead=0.0)


def _line(words: Sequence[Word], *, trail: bool = False, after: Word | None = None) -> Line:
    """A line of words; with `trail` the space that it was broken at, before `after`, is its last letter.

    The space after an element of its own, such as an abbreviation that is read out in full, is
    outside it, or the expansion would be glued to the next word.
    """
    fragments: list[Fragment] = []
    shapes: list[DrawnShape] = []
    run: list[str] = []
    first: Piece | None = None
    begin = at = space = 0.0
    for word in words:
        for piece in word.pieces:
            if (
                first is not None
                and piece.node is first.node
                and piece.voice is first.voice
                and piece.link is first.link
                and piece.shape is None
                and not (piece.anchor or first.anchor)
            ):
                run.append(" " + piece.text if space else piece.text)
            else:
                if first is not None:
                    _close(fragments, first, run, begin, at)
                    if space and fragments:
                        _add_space(fragments, at, piece.node)
                first, run, begin = piece, [piece.text], at + space
                if piece.shape is not None:
                    shapes.append(DrawnShape(piece.shape, begin, piece.width))
            at += space + piece.width
            space = 0.0
        space = word.space
    if first is not None:
        _close(fragments, first, run, begin, at)
    if trail and fragments:
        _add_space(fragments, at, after.pieces[0].node if after and after.pieces else None)
    return Line(tuple(fragments), at, tuple(shapes))


def _line_of(piece: Piece) -> Line:
    """A line of a single piece: what most cells are."""
    shapes = () if piece.shape is None else (DrawnShape(piece.shape, 0.0, piece.width),)
    wide = piece.width - piece.lead
    fragment = Fragment(piece.lead, piece.text, wide, piece.voice, piece.node, piece.link, piece.anchor)
    return Line((fragment,) if piece.text or piece.anchor else (), piece.width, shapes)


def _add_space(fragments: list[Fragment], at: float, node: Node | None) -> None:
    """Add a space before words of `node`: to the run before them, unless that is an element within `node`."""
    last = fragments[-1]
    if last.node is not node and node is not None and _is_within(last.node, node):
        fragments.append(Fragment(at, " ", 0.0, last.voice, node, None, ""))
    else:
        fragments[-1] = replace(last, text=last.text + " ")


def _is_within(node: Node | None, outer: Node) -> bool:
    while node is not None and node is not outer:
        node = node.parent
    return node is outer


def _close(fragments: list[Fragment], first: Piece, run: list[str], begin: float, end: float) -> None:
    """Add a run to its line, unless it is a shape without words."""
    if first.text or first.anchor:
        left = begin + first.lead
        fragments.append(
            Fragment(left, "".join(run), end - left, first.voice, first.node, first.link, first.anchor)
        )


SPACES = re.compile(r"[ \t\n\r\f\v]+")
"""Where a line may end; a no-break space is no space here."""

EPSILON = 1e-6

NOTHING = Mixed((), 0.0, 0.0)

BROKEN = -1.0
"""In place of a space: the word goes on in the next line."""
