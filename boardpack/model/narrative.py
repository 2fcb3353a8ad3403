"""Commentary: the directors' summary and each table's improvement activity and next steps."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from boardpack.content import Prose
from boardpack.model.finding import Place
from boardpack.words import Words, english


class NarrativeKind(Enum):
    """Which piece of commentary it is; a pack says under which heading it is written and printed."""

    SUMMARY = "summary"
    IMPROVEMENT = "improvement"
    """What is being done: the checks ask for it wherever something is Red."""
    NEXT_STEPS = "next steps"
    OTHER = "other"
    """Under a heading of the pack's own, of which the checks ask nothing."""


class CommentaryHeading(Struct, frozen=True):
    """A heading that the commentary of each table has."""

    words: str
    kind: NarrativeKind


def default_headings(words: Words | None = None) -> tuple[CommentaryHeading, ...]:
    """The headings of a pack that names none: improvement activity and next steps."""
    known = words or english()
    return tuple(
        CommentaryHeading(known.of("commentary", kind), kind)
        for kind in (NarrativeKind.IMPROVEMENT, NarrativeKind.NEXT_STEPS)
    )


class Narrative(Struct, frozen=True):
    """One piece of commentary, as written and as parsed."""

    kind: NarrativeKind
    table: str
    """Key of the table group it belongs to; empty for the directors' summary."""
    source: str
    """The Markdown as written, from the line after its heading; line 1 of it is at `place.line`."""
    blocks: tuple[Prose, ...]
    """The parsed text; live figures in it are still `Placeholder` inlines."""
    place: Place
    heading: str = ""
    """The heading it is written under; empty for that of its kind."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not self.blocks

    def place_of(self, line: int, column: int) -> Place:
        """The place in the file of a line and a column of the source."""
        return Place(self.place.file, self.place.line + line - 1, column)
