"""The place of an indicator: a destination in the PDF and an id on the web page, under one name.

The name is made from the reference, so that a link to it goes on working from month to month: `cp-5`.
"""

from __future__ import annotations

import re

from boardpack.load.sections import PLACES
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack


def row_anchor(pack: Pack, indicator: Indicator) -> str:
    """Where links to an indicator lead: `cp-5` for CP 5, unless another place of the pack has that name."""
    name = _slug(indicator.ref)
    return f"indicator-{indicator.ref.casefold()}" if _is_taken(pack, indicator, name) else name


def _slug(ref: str) -> str:
    """`CP5` → `cp-5`, `W1E` → `w-1-e`."""
    return BOUNDARY.sub("-", ref.casefold())


def _is_taken(pack: Pack, indicator: Indicator, name: str) -> bool:
    """Whether a section, a place of every pack or a reference that differs by a hyphen has the name."""
    if name in PLACES or name.startswith(PREFIXES):
        return True
    if any(table.key.casefold() == name for table in pack.tables):
        return True
    return "-" in indicator.ref and any(
        other.ref != indicator.ref and _slug(other.ref) == name for other in pack.indicators
    )


BOUNDARY = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Between a letter and a digit."""

PREFIXES = ("action-", "chart-", "indicator-", "note-")
"""How the places of actions, charts and footnotes begin, and those of indicators whose name is taken."""
