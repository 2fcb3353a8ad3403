"""A narrative cut into plain sentences whose every character knows its line and column.

Markdown's marks are taken out and live figures are put in before anything is read, so that the rules
see what a reader sees. Headings are kept as the heading of the sentences below them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from boardpack.figures.live import LiveText, evaluate
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack

GAP = "\ufffc"
"""What stands where a live figure has no words (Unicode's object replacement character)."""


class Live(Struct, frozen=True):
    """A stretch of a sentence that a live figure wrote: it is right by making."""

    start: int
    end: int
    ref: str


class Sentence(Struct, frozen=True):
    """One sentence as a reader reads it."""

    text: str
    places: tuple[tuple[int, int], ...]
    """Line and column within the narrative's source, from 1, of every character of `text`."""
    heading: str
    """Words of the nearest heading above it; empty without one."""
    paragraph: int
    """Number of its paragraph, list item or table cell."""
    live: tuple[Live, ...] = ()

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character."""
        return self.places[min(max(offset, 0), len(self.places) - 1)]


class _Char(Struct, frozen=True):
    char: str
    line: int
    column: int
    live: int = 0
    """Number of the live figure that wrote it, from 1; 0 for none."""


class _Paragraph(Struct, frozen=True):
    chars: tuple[_Char, ...]
    heading: bool


def sentences(pack: Pack, narrative: Narrative) -> tuple[Sentence, ...]:
    """Cut a narrative into sentences, in order; one with a faulty live figure is left to that fault."""
    found: list[Sentence] = []
    heading = ""
    for number, paragraph in enumerate(_paragraphs(narrative.source)):
        chars, refs = _plain(pack, paragraph.chars)
        text = "".join(c.char for c in chars)
        if paragraph.heading:
            heading = text.strip()
            continue
        whole = [span for span in _spans(text) if GAP not in text[slice(*span)]]
        found += [_sentence(chars[start:end], heading, number, refs) for start, end in whole]
    return tuple(found)


def _sentence(chars: Sequence[_Char], heading: str, paragraph: int, refs: Sequence[str]) -> Sentence:
    live = []
    for number in sorted({c.live for c in chars if c.live}):
        offsets = [offset for offset, c in enumerate(chars) if c.live == number]
        live.append(Live(offsets[0], offsets[-1] + 1, refs[number - 1]))
    places = tuple((c.line, c.column) for c in chars)
    return Sentence("".join(c.char for c in chars), places, heading, paragraph, tuple(live))


# ------------------------------------------------------------------------------------------- paragraphs

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*")
_ITEM = re.compile(r"\s*([-*+]|\d{1,3}[.)])\s+")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_TABLE_RULE = re.compile(r"[\s|:+-]+")


def _paragraphs(source: str) -> Iterator[_Paragraph]:
    """Every heading, paragraph, list item and table cell; code between fences is left out."""
    chars: list[_Char] = []
    fenced = False
    visible = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), source)
    for number, line in enumerate(visible.splitlines(), 1):
        quote = re.match(r"\s*(>\s?)*", line)
        body = line[quote.end() :] if quote else line
        offset = len(line) - len(body)
        heading, item = _HEADING.match(body), _ITEM.match(body)
        underlined = bool(chars) and _UNDERLINE.fullmatch(body) is not None
        ends = fenced or bool(_FENCE.match(body)) or not body.strip()
        if underlined or ends or heading or item or body.lstrip().startswith("|"):
            yield from _done(chars, heading=underlined)
            chars = []
        if _FENCE.match(body):
            fenced = not fenced
        elif underlined or ends:
            continue
        elif heading:
            yield from _done(_chars(body, number, offset, heading.end()), heading=True)
        elif body.lstrip().startswith("|"):
            yield from _cells(body, number, offset)
        else:
            chars += _chars(body, number, offset, item.end() if item else 0)
    yield from _done(chars, heading=False)


def _chars(body: str, line: int, offset: int, start: int) -> list[_Char]:
    """The characters of a line from `start`, and the space that its end reads as."""
    kept = [_Char(char, line, offset + at + 1) for at, char in enumerate(body) if at >= start]
    return [*kept, _Char(" ", line, offset + len(body) + 1)]


def _done(chars: Sequence[_Char], *, heading: bool) -> Iterator[_Paragraph]:
    if any(not c.char.isspace() for c in chars):
        yield _Paragraph(tuple(chars), heading)


def _cells(body: str, line: int, offset: int) -> Iterator[_Paragraph]:
    if _TABLE_RULE.fullmatch(body):
        return
    for cell in re.finditer(r"[^|]+", body):
        yield from _done(_chars(body[: cell.end()], line, offset, cell.start()), heading=False)


# ----------------------------------------------------------------------------------------------- inlines

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


def _plain(pack: Pack, chars: Sequence[_Char]) -> tuple[tuple[_Char, ...], tuple[str, ...]]:
    """Take Markdown's marks out and put live figures in; also the reference of each live figure."""
    text = "".join(c.char for c in chars)
    kept: list[_Char] = []
    refs: list[str] = []
    position = 0
    for match in _INLINE.finditer(text):
        kept += chars[position : match.start()]
        position = match.end()
        if match["live"]:
            kept += _live(pack, match["live"][2:-2], chars[match.start()], refs)
        else:
            kept += _unmarked(text, match, chars)
    kept += chars[position:]
    return _single_spaced(kept), tuple(refs)


def _unmarked(text: str, match: re.Match[str], chars: Sequence[_Char]) -> Sequence[_Char]:
    start = match.start()
    if match["escape"]:
        return chars[start + 1 : match.end()]
    if match["link"] is not None:
        return chars[match.start("link") : match.end("link")]
    if match["tag"]:
        return [_Char(" ", chars[start].line, chars[start].column)]
    if match["entity"]:
        return [_Char(html.unescape(match["entity"])[:1], chars[start].line, chars[start].column)]
    if match["mark"] and text.count(match["mark"]) == 1:
        return chars[start : match.end()]
    return ()


def _live(pack: Pack, expression: str, at: _Char, refs: list[str]) -> list[_Char]:
    result = evaluate(pack, expression)
    if not isinstance(result, LiveText):
        return [_Char(GAP, at.line, at.column)]
    refs.append(result.ref)
    return [_Char(char, at.line, at.column, len(refs)) for char in result.text]


def _single_spaced(chars: Sequence[_Char]) -> tuple[_Char, ...]:
    """Every run of white space as one ordinary space."""
    kept: list[_Char] = []
    for char in chars:
        if not char.char.isspace():
            kept.append(char)
        elif kept and kept[-1].char != " ":
            kept.append(_Char(" ", char.line, char.column))
    return tuple(kept)


# --------------------------------------------------------------------------------------------- sentences

_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9£])|[.!?]+[\"'”’)\]]*\s*$")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|eg|ie|vs|approx|no|nos|cf|etc|incl|st|dr|mr|mrs|ms|fig|para|est|max|min|jan|feb|mar|apr"
    r"|jun|jul|aug|sept?|oct|nov|dec)|\b[A-Z])\.$",
    re.IGNORECASE,
)


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
    match = _NO_END.search(text)
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
