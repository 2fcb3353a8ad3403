"""Commentary typed into a grid → Markdown: the paragraphs are found, and no word is changed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from msgspec import Struct

from boardpack.model.indicator import Indicator

_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol)\b[^<>]{0,200}>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:b|i|u|em|strong|span|font)\b[^<>]{0,200}>", re.IGNORECASE)
_BULLET = re.compile(r"(?:[•·▪◦]|[-*–](?=\s))\s*")
_STARTS = re.compile(r"(?:#|>|\+(?=\s)|-(?=\s)|={3,}|-{3,}|[0-9]{1,9}(?=\.\s))")


class Written(Struct, frozen=True):
    """A cell of commentary as Markdown."""

    text: str
    paragraphs: int
    reason: str
    """What was done to it beyond copying; empty for nothing."""
    was: str
    """How it was, without quoting it."""


def as_markdown(cell: str, indicators: Iterable[Indicator]) -> Written:
    """Set a cell's words out as paragraphs and lists.

    A paragraph begins where the cell has a line end or an HTML paragraph, or else where a sentence
    ends and the next begins with the reference of one of the table's indicators, or with `(2)`.
    """
    marked = _BLOCK.search(cell) is not None or _INLINE.search(cell) is not None
    text = html.unescape(_INLINE.sub("", _BLOCK.sub("\n", cell))) if marked else cell
    lines = [" ".join(line.split()) for line in re.split(r"[\r\n]+", text)]
    lines = [line for line in lines if line]
    pieces = [piece for line in lines for piece in _runs(line, indicators)]
    if marked:
        why, was = (
            "HTML marks in the text were taken out; no word is changed.",
            " ".join(["<p>…</p>"] * len(pieces)),
        )
    elif len(pieces) > len(lines):
        why = "A new paragraph begins where a new indicator or number begins; no word is changed."
        was = "one run of text"
    else:
        why = was = ""
    return Written(_joined(pieces), len(pieces), why, was)


def labelled(text: str, reference: str, ref: str) -> str:
    """Words of one indicator's cell with its reference before them, unless they begin with it."""
    if re.match(_spelling(ref), text, re.IGNORECASE):
        return text
    return f"{escaped(reference)}:\n\n{text}" if text.startswith("- ") else f"{escaped(reference)}: {text}"


def _runs(line: str, indicators: Iterable[Indicator]) -> list[str]:
    """Cut a run of text where another indicator's part begins."""
    refs = [_spelling(indicator.ref) for indicator in indicators]
    starts = "|".join([*refs, r"\([0-9]{1,2}\)\s"])
    cuts = [match.end() for match in re.finditer(rf"[.!?;]\s+(?=(?:{starts}))", line)]
    ends = [*cuts, len(line)]
    return [line[start:end].strip() for start, end in zip([0, *cuts], ends, strict=True)]


def _spelling(ref: str) -> str:
    """A pattern for a reference however it is spaced: `MC6`, `MC 6`, but not `MC60`."""
    return r"\s?".join(re.escape(letter) for letter in ref) + r"(?![0-9A-Za-z])"


def _joined(pieces: list[str]) -> str:
    out: list[str] = []
    for number, piece in enumerate(pieces):
        bullet = _BULLET.match(piece)
        text = f"- {escaped(piece[bullet.end() :])}" if bullet else escaped(piece)
        together = bullet and number and _BULLET.match(pieces[number - 1])
        out.append(text if not number else f"{chr(10) if together else chr(10) * 2}{text}")
    return "".join(out)


def escaped(text: str) -> str:
    """Words as they are, though Markdown would read some marks in them as its own."""
    text = re.sub(r"([\\`*_\[\]])", r"\\\1", text).replace("{{", "\\{{").replace("<!--", "<! --")
    return re.sub(r"\A" + _STARTS.pattern, _escape_start, text)


def _escape_start(found: re.Match[str]) -> str:
    start = found[0]
    return f"{start}\\" if start[-1].isdecimal() else f"\\{start}"
