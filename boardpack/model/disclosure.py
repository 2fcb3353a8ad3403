"""What a pack says of its own publication: small counts, exempt parts, releases."""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct

from boardpack.model.finding import Place
from boardpack.model.period import Period


class RelationKind(Enum):
    """How a figure follows from others."""

    TOTAL = "total"
    YEAR_TO_DATE = "year to date"
    QUARTER = "quarter"
    ROLLING_12 = "rolling 12 months"


class Relation(Struct, frozen=True):
    """A figure that is the sum of others: `EH 1 = EH 1a + EH 1b`, `FD 2 = year to date of FD 1`."""

    whole: str
    """Canonical reference of the indicator that is the sum."""
    kind: RelationKind
    parts: tuple[str, ...]
    """References of what it is the sum of."""
    place: Place


class Disclosure(Struct, frozen=True):
    """`[disclosure]` of pack.toml: which counts of people are too small to be published."""

    threshold: int
    """The smallest count that may be published, beside 0; 0 or 1 where none is suppressed."""
    round_to: int = 0
    """What counts are rounded to in the public edition; 0 for none."""
    preset: str = ""
    """The name of the rule in `PRESETS`; empty for the pack's own."""
    group_attributes: bool = False
    """Whether 0% and 100% of a group go as well, which say the same of each of its members."""
    relations: tuple[Relation, ...] = ()
    place: Place = Place("data/pack.toml")

    @property
    def suppresses(self) -> bool:
        """Whether any count is too small."""
        return self.threshold > 1

    def is_small(self, count: int) -> bool:
        """Whether a count of people is too small to be published."""
        return 0 < count < self.threshold


PRESETS = {"small-counts": (5, 0), "nhs": (8, 5), "none": (0, 0)}
"""The smallest count that may be published, and what counts are rounded to, by the name of the rule.

`nhs`: 1 to 7 are suppressed, the rest is rounded to the nearest 5, as NHS Digital did for hospital
episodes from September 2018. There is no one national number: the council chooses, and the choice is printed.
"""


class Audience(Enum):
    """For whom an edition is made."""

    WHOLE = ""
    """For everybody: the pack has nothing that is kept back."""
    PUBLIC = "public"
    RESTRICTED = "restricted"


class Release(Struct, frozen=True):
    """A figure that an issued edition suppressed and that a named role lets a later one publish."""

    ref: str
    period: Period
    on: date
    reason: str
    role: str
    place: Place


class Exemption(Struct, frozen=True):
    """Why a part of the pack is not for publication."""

    paragraph: str
    """Of the Schedule, such as `2`; `confidential` for what a government department has forbidden."""
    reason: str
    public_interest: str
    """Why the public interest in keeping it back outweighs that in disclosing it."""

    @property
    def is_confidential(self) -> bool:
        """Whether it is confidential, which no council may disclose, rather than exempt, which it may."""
        return self.paragraph == CONFIDENTIAL


CONFIDENTIAL = "confidential"


class PartKind(Enum):
    """What can be kept back."""

    SECTION = "section"
    TABLE = "table"
    NARRATIVE = "narrative"
    INDICATOR = "indicator"
    ACTION = "action"


class ExemptPart(Struct, frozen=True):
    """A part of the pack that is not for publication."""

    kind: PartKind
    name: str
    """Key of the section or of the table (whose commentary it is), reference of the indicator or action."""
    exemption: Exemption
    place: Place
