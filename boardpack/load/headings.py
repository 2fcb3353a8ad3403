"""The headings of a piece of commentary, as they ought to be and as people write them."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from boardpack.load.findings import FindingLog
from boardpack.model.finding import Place
from boardpack.model.narrative import CommentaryHeading

Headings = tuple[CommentaryHeading, ...]

_HEADING = re.compile(r"#(?!#)[ \t]*(?P<words>.*?)[ \t#]*")
_LOOSE = re.compile(
    r"[ ]{0,3}(?:#{2,6}[ \t]*)?(?P<mark>(?:\*{1,3}|_{1,3})?)"
    r"(?P<words>[^\W\d_][\w '’,&/-]{2,60}?)[ \t]*:?[ \t]*(?P=mark)[ \t]*:?[ \t#]*"
)
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*")

ALIKE = 0.85
"""How alike a line must be to a heading to be named as one that was probably meant."""


class HeadingLine(Struct, frozen=True):
    """A line that heads a piece of commentary."""

    number: int
    """From 1."""
    words: str
    height: int = 1
    """2 where it is underlined."""


def find_headings(lines: Sequence[str], headings: Headings) -> list[HeadingLine]:
    """The headings of the first level, and lines that are spelt otherwise and mean one that is not there."""
    strict = [
        HeadingLine(number, match["words"])
        for number, line in enumerate(lines, 1)
        if (match := _HEADING.fullmatch(line)) is not None
    ]
    known = {heading_of(head.words, headings) for head in strict}
    loose = [head for head in _loose(lines) if heading_of(head.words, headings) not in {*known, None}]
    return sorted((*strict, *loose), key=lambda head: head.number)


def _loose(lines: Sequence[str]) -> Iterator[HeadingLine]:
    """Lines that are alone and look like a heading: bold, with a colon, underlined, or a few words."""
    for number, line in enumerate(lines, 1):
        if number > 1 and lines[number - 2].strip():
            continue
        below = lines[number] if number < len(lines) else ""
        match = _LOOSE.fullmatch(line) if line.strip() else None
        if match is not None:
            yield HeadingLine(number, match["words"], 2 if below and _UNDERLINE.fullmatch(below) else 1)


def tell_unclear_headings(
    lines: Sequence[str],
    heads: Sequence[HeadingLine],
    file: str,
    headings: Headings,
    faults: FindingLog,
) -> None:
    """Name a line that is nearly the heading that the file lacks: what follows it may belong under that."""
    there = {heading_of(head.words, headings) for head in heads}
    for heading in headings:
        near = [
            head
            for head in _loose(lines)
            if heading_of(head.words, headings) is None and _likeness(head.words, heading.words) >= ALIKE
        ]
        for head in near if heading not in there else ():
            faults.warning(
                "heading-unclear", Place(file, head.number), "a line that is nearly a heading",
                f"`# {heading.words}`, if that is meant",
                "Write the heading so; as it is, what follows is printed under the heading before it.",
            )  # fmt: skip


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, folded_heading(one), folded_heading(other)).ratio()


def heading_of(words: str, headings: Headings) -> CommentaryHeading | None:
    """The piece of commentary that the words of a heading mean; None for other words."""
    folded = folded_heading(words)
    return next((heading for heading in headings if folded_heading(heading.words) == folded), None)


def folded_heading(words: str) -> str:
    """Words as headings are compared: no apostrophes, capitals, emphasis or colon."""
    return " ".join(re.sub(r"['’*_:]", "", words).casefold().split())
