"""What a draft or an example says of itself: to the eye, to the ear and to programs."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.model.finding import Finding
from boardpack.model.pack import Pack


def is_example(pack: Pack) -> bool:
    """Whether a pack is made up, as a month's note says that begins with EXAMPLE."""
    marks = ("EXAMPLE", pack.words("stamp.example").upper())
    return pack.facts.note.upper().startswith(marks)


def stamp(pack: Pack, *, draft: bool) -> str:
    """`DRAFT`, `EXAMPLE`, or both: the words drawn on each page and put before the file's title."""
    marks = (("stamp.draft", draft), ("stamp.example", is_example(pack)))
    return " ".join(pack.words(key) for key, holds in marks if holds)


def stamp_sentence(pack: Pack, findings: Sequence[Finding], *, draft: bool) -> str:
    """The first words of the cover: `DRAFT: not issued. Made over 26 errors.`; empty for an issued paper."""
    words = pack.words
    said = []
    if draft:
        errors = sum(finding.blocks for finding in findings)
        said.append(words("stamp.draft_sentence"))
        said += [words.count("stamp.draft_errors", errors)] if errors else []
    if is_example(pack):
        said.append(words("stamp.example_sentence"))
    return " ".join(said)
