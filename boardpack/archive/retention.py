"""How long an edition must be kept: the class and the date, from `[archive]` in data/pack.toml.

    [archive]
    retention = "6 years"                  # or "18 months", or "permanent"; the default is 6 years
    retention_class = "Committee papers"   # the words of your own schedule

Six years is what the Local Government Act 1972, s100C, asks for at least; schedules differ, and
nothing is ever deleted by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from boardpack.errors import BoardpackError

PERMANENT = "permanent"


class Retention(Struct, frozen=True):
    """A retention class and how many months it lasts; None for always."""

    name: str
    months: int | None

    def until(self, start: date) -> str:
        """Return the ISO date until which a paper of that date must be kept, or `permanent`."""
        if self.months is None:
            return PERMANENT
        count = start.year * 12 + start.month - 1 + self.months
        year, month = count // 12, count % 12 + 1
        return date(year, month, min(start.day, _days(year, month))).isoformat()


DEFAULT = Retention("Committee papers", 72)


def _days(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def read_retention(settings: Mapping[str, object]) -> Retention:
    """Read the `[archive]` table. BoardpackError, with the place, for what cannot be understood."""
    name = settings.get("retention_class", DEFAULT.name)
    length = settings.get("retention", "6 years")
    if not isinstance(name, str) or not name.strip():
        raise BoardpackError("data/pack.toml: [archive] retention_class: expected some words in quotes.")
    if isinstance(length, str) and length.strip().casefold() == PERMANENT:
        return Retention(name.strip(), None)
    match = (
        re.fullmatch(r"\s*([1-9]\d{0,2})\s+(year|month)s?\s*", length) if isinstance(length, str) else None
    )
    if match is None:
        raise BoardpackError(
            f"data/pack.toml: [archive] retention: found {length!r}, expected something like "
            '"6 years", "18 months" or "permanent".'
        )
    return Retention(name.strip(), int(match[1]) * (12 if match[2] == "year" else 1))
