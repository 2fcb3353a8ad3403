"""A narrative cut into plain sentences whose every character knows its line and column.

Markdown's marks are taken out and live figures are put in before anything is read, so that the rules
see what a reader sees. Headings are kept as the heading of the sentences below them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import repeat

from msgspec import Struct

from boardpack.analysis.live_figures import LiveText, evaluate
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack

GAP = "\ufffc"
"""What stands where a live figure has no words (Unicode's object replacement character)."""


Spot = tuple[int, int, int]
"""Line and column of a character, from 1, and the number of the live figure that wrote it; 0 for none."""


class Live(Struct, frozen=True):
    """A stretch of a sentence that a live figure wrote: it is right by making."""

    start: int
    end: int
    ref: str


class Sentence(Struct, frozen=True):
    """One sentence as a reader reads it."""

    text: str
    spots: tuple[Spot, ...]
    """Where every character of `text` stands in the narrative's source."""
    heading: str
    """Words of the nearest heading above it; empty without one."""
    paragraph: int
    """Number of its paragraph, list item or table cell."""
    live: tuple[Live, ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character."""
        line, column, _ = self.spots[min(max(offset, 0), len(self.spots) - 1)]
        return line, column


class _Chars(Struct, frozen=True):
    """Some characters, each with its spot."""

    text: str
    spots: tuple[Spot, ...]

    def part(self, start: int, end: int | None = None) -> _Chars:
        """Those from one place to another."""
        return _Chars(self.text[start:end], self.spots[start:end])


class _Paragraph(Struct, frozen=True):
    chars: _Chars
    heading: bool


def sentences(pack: Pack, narrative: Narrative) -> tuple[Sentence, ...]:
    """Cut a narrative into sentences, in order; one with a faulty live figure is left to that fault."""
    found: list[Sentence] = []
    heading = ""
    for number, paragraph in enumerate(_paragraphs(narrative.source)):
        chars, refs = _plain(pack, paragraph.chars)
        if paragraph.heading:
            heading = chars.text.strip()
            continue
        for start, end in _spans(chars.text):
            part = chars.part(start, end)
            if GAP not in part.text:
                found.append(Sentence(part.text, part.spots, heading, number, _lives(part.spots, refs)))
    return tuple(found)


def _lives(spots: Sequence[Spot], refs: Sequence[str]) -> tuple[Live, ...]:
    """The stretches of a sentence that live figures wrote; `refs` are those of the paragraph's."""
    found = []
    for number, ref in enumerate(refs, 1):
        offsets = [offset for offset, (_, _, live) in enumerate(spots) if live == number]
        if offsets:
            found.append(Live(offsets[0], offsets[-1] + 1, ref))
    return tuple(found)


# ------------------------------------------------------------------------------------------- paragraphs

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*")
_ITEM = re.compile(r"\s*([-*+]|\d{1,3}[.)])\s+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_TABLE_RULE = re.compile(r"[\s|:+-]+")


def _paragraphs(source: str) -> Iterator[_Paragraph]:
    """Every heading, paragraph, list item and table cell; code between fences is left out."""
    lines: list[_Chars] = []
    fenced = False
    visible = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), source)
    for number, line in enumerate(visible.splitlines(), 1):
        quote = re.match(r"\s*(>\s?)*", line)
        body = line[quote.end() :] if quote else line
        offset = len(line) - len(body)
        heading, item = _HEADING.match(body), _ITEM.match(body)
        underlined = bool(lines) and _UNDERLINE.fullmatch(body) is not None
        ends = fenced or bool(_FENCE.match(body)) or not body.strip()
        if underlined or ends or heading or item or body.lstrip().startswith("|"):
            yield from _done(lines, heading=underlined)
            lines = []
        if _FENCE.match(body):
            fenced = not fenced
        elif underlined or ends:
            continue
        elif heading:
            yield from _done([_chars(body, number, offset, heading.end())], heading=True)
        elif body.lstrip().startswith("|"):
            yield from _cells(body, number, offset)
        else:
            lines.append(_chars(body, number, offset, item.end() if item else 0))
    yield from _done(lines, heading=False)


def _chars(body: str, line: int, offset: int, start: int) -> _Chars:
    """The characters of a line from `start`, and the space that its end reads as."""
    columns = range(offset + start + 1, offset + len(body) + 2)
    return _Chars(f"{body[start:]} ", tuple(zip(repeat(line), columns, repeat(0))))


def _done(lines: Sequence[_Chars], *, heading: bool) -> Iterator[_Paragraph]:
    chars = _joined(lines)
    if chars.text.strip():
        yield _Paragraph(chars, heading)


def _joined(pieces: Sequence[_Chars]) -> _Chars:
    if len(pieces) == 1:
        return pieces[0]
    return _Chars(
        "".join(piece.text for piece in pieces), tuple(spot for piece in pieces for spot in piece.spots)
    )


def _cells(body: str, line: int, offset: int) -> Iterator[_Paragraph]:
    if _TABLE_RULE.fullmatch(body):
        return
    for cell in re.finditer(r"[^|]+", body):
        yield from _done([_chars(body[: cell.end()], line, offset, cell.start())], heading=False)


# ----------------------------------------------------------------------------------------------- inlines

_MARKED = re.compile(r"[\\{!\[<&*`_~]")
"""What every mark begins with: most paragraphs have none."""
_SPACES = re.compile(r"\s\s+|[^\S ]")
"""White space that is not one ordinary space already."""
_INLINE = re.compile(
    r"(?P<escape>\\(?:\{\{|[\\`*_{}\[\]()#+.!|<>~-]))"
    r"|(?P<live>\{\{[^{}]*\}\})"
    r"|(?P<image>!\[[^\]]*\]\([^)]*\))"
    r"|(?P<note>\[\^[^\]]*\])"
    r"|\[(?P<link>[^\]]*)\]\([^)]*\)"
    r"|(?P<tag><[A-Za-z/!][^<>]*>)"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|\w+);)"
    r"|(?P<mark>\*+|`+|(?<!\w)_+|_+(?!\w)|~~)"
)


def _plain(pack: Pack, chars: _Chars) -> tuple[_Chars, tuple[str, ...]]:
    """Take Markdown's marks out and put live figures in; also the reference of each live figure."""
    kept: list[_Chars] = []
    refs: list[str] = []
    position = 0
    for match in _INLINE.finditer(chars.text) if _MARKED.search(chars.text) else ():
        kept.append(chars.part(position, match.start()))
        position = match.end()
        at = chars.spots[match.start()]
        if match["live"]:
            kept.append(_live(pack, match["live"][2:-2], at, refs))
        else:
            kept += [chars.part(*_unmarked(chars.text, match)), _written(_put(match), at)]
    return _single_spaced(_joined([*kept, chars.part(position)])), tuple(refs)


def _written(text: str, at: Spot, live: int = 0) -> _Chars:
    """What stands for something else, all of it at that one's spot."""
    line, column, _ = at
    return _Chars(text, ((line, column, live),) * len(text))


def _unmarked(text: str, match: re.Match[str]) -> tuple[int, int]:
    """The stretch that is kept of a mark and what it goes round."""
    if match["escape"]:
        return match.start() + 1, match.end()
    if match["link"] is not None:
        return match.span("link")
    if match["mark"] and text.count(match["mark"]) == 1:
        return match.span()
    return match.start(), match.start()


def _put(match: re.Match[str]) -> str:
    """What a reader sees in place of a tag or an entity."""
    return " " if match["tag"] else html.unescape(match["entity"] or "")[:1]


def _live(pack: Pack, expression: str, at: Spot, refs: list[str]) -> _Chars:
    """The words of a live figure, whose reference joins the others."""
    result = evaluate(pack, expression)
    if not isinstance(result, LiveText):
        return _written(GAP, at)
    refs.append(result.ref)
    return _written(result.text, at, len(refs))


def _single_spaced(chars: _Chars) -> _Chars:
    """Every run of white space as one ordinary space, and none at the start."""
    kept: list[_Chars] = []
    position = len(chars.text) - len(chars.text.lstrip())
    for run in _SPACES.finditer(chars.text, position):
        kept += [chars.part(position, run.start()), _written(" ", chars.spots[run.start()])]
        position = run.end()
    return _joined([*kept, chars.part(position)])


# --------------------------------------------------------------------------------------------- sentences

_END = re.compile(r"[.!?][.!?]*[\"'”’)\]]*(?:(?=\s+[\"'“‘(\[]?[A-Z0-9£])|\s*$)")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|eg|ie|vs|approx|no|nos|cf|etc|incl|st|dr|mr|mrs|ms|fig|para|est|max|min|jan|feb|mar|apr"
    r"|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LONGEST_SHORT = len("approx.")


def _spans(text: str) -> Iterator[tuple[int, int]]:
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
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    piece = text[start:end]
    if piece.strip():
        lead = len(piece) - len(piece.lstrip())
        yield start + lead, start + len(piece.rstrip())
