"""Commentary: the directors' summary and each table's improvement activity and next steps."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from boardpack.content import Prose
from boardpack.model.finding import Place


class NarrativeKind(Enum):
    """Which piece of commentary it is; the value is its heading."""

    SUMMARY = "Directors Summary"
    IMPROVEMENT = "Improvement Activity"
    NEXT_STEPS = "Next Steps"


class Narrative(Struct, frozen=True):
    """One piece of commentary, as written and as parsed."""

    kind: NarrativeKind
    table: str
    """Key of the table group it belongs to; empty for the directors' summary."""
    source: str
    """The Markdown as written, from the line after its heading; line 1 of it stands at `place.line`."""
    blocks: tuple[Prose, ...]
    """The parsed text; live figures in it are still `Placeholder` inlines."""
    place: Place

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written."""
        return not self.blocks
