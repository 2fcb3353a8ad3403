"""The title by which the RAG summary calls an indicator."""

from __future__ import annotations

from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.pack import Pack

TITLE_DIFFERS = "title-differs"
"""The rule whose waiver, with a note for the reader, reprints the summary's own title."""


def summary_title(pack: Pack, indicator: Indicator) -> str:
    """Return the title of the definition in force; another one only where a reader is told why."""
    definition = indicator.definition(pack.period)
    reprinted = any(
        waiver.rule == TITLE_DIFFERS and waiver.reader and canonical_ref(waiver.subject) == indicator.ref
        for waiver in pack.waivers
    )
    return definition.summary_title if reprinted else definition.title
