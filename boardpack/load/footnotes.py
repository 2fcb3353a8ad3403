"""Footnotes: `[^1]` in the words and `[^1]: text` on a line of its own, taken out before Markdown is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from boardpack.load.findings import FindingLog, excerpt
from boardpack.model.finding import Place

_DEFINITION = re.compile(r"[ ]{0,3}\[\^(?P<label>[^\]\[\s]{1,40})\]:[ \t]*(?P<text>.*)")
REFERENCE = re.compile(r"\[\^(?P<label>[^\]\[\s]{1,40})\](?!:)")


class FootnoteDefinition(Struct, frozen=True):
    """A footnote's own words, as they were written."""

    label: str
    text: str
    place: Place


def split_definitions(text: str, place: Place) -> tuple[str, tuple[FootnoteDefinition, ...]]:
    """Take the footnotes' own words out of a text; blank lines are left in their places.

    A definition goes on over the lines that follow it, up to a blank line, a heading or another definition.
    """
    lines = text.split("\n")
    found: list[FootnoteDefinition] = []
    index = 0
    while index < len(lines):
        match = _DEFINITION.fullmatch(lines[index])
        if match is None:
            index += 1
            continue
        end = _end(lines, index + 1)
        words = "\n".join((match["text"], *(line.strip() for line in lines[index + 1 : end])))
        at = Place(place.file, max(place.line, 1) + index, match.start("text") + 1)
        found.append(FootnoteDefinition(match["label"], words, at))
        lines[index:end] = [""] * (end - index)
        index = end
    return "\n".join(lines), tuple(found)


def _end(lines: list[str], start: int) -> int:
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.strip() or line.startswith("#") or _DEFINITION.fullmatch(line):
            return index
    return len(lines)


def by_label(definitions: Iterable[FootnoteDefinition]) -> Mapping[str, FootnoteDefinition]:
    """The first definition of each label."""
    known: dict[str, FootnoteDefinition] = {}
    for definition in definitions:
        known.setdefault(definition.label, definition)
    return known


def check_definitions(text: str, definitions: Iterable[FootnoteDefinition], faults: FindingLog) -> None:
    """Find footnotes that nothing refers to, and labels that two footnotes share, in the text of a file."""
    used = {match["label"] for match in REFERENCE.finditer(text)}
    seen: dict[str, FootnoteDefinition] = {}
    for definition in definitions:
        label = excerpt(f"[^{definition.label}]")
        if definition.label in seen:
            faults.error(
                "footnote-repeated", definition.place, f"a second footnote {label}",
                f"each label once (see line {seen[definition.label].place.line})",
                "Give one of the two another label.",
            )  # fmt: skip
        elif definition.label not in used:
            faults.error(
                "footnote-unused", definition.place, f"the footnote {label}, to which nothing refers",
                f"{label} behind the words that it is for",
                "Put the mark into the text, or take the footnote out: it would not be printed.",
            )  # fmt: skip
        seen.setdefault(definition.label, definition)
