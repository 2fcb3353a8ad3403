"""Values of indicators in months and why one is missing; what is published or expected beside them.

A new status of a value is a row of `ValueStatus` and of `SHORTHAND`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from boardpack.model.finding import Place
from boardpack.model.period import Period, in_force


class ValueStatus(Enum):
    """What is in a month's cell; blank is never a value.

    The shorthand follows the Government Statistical Service's guidance on symbols in tables
    (https://gss.civilservice.gov.uk/policy-store/symbols-in-tables-definitions-and-help/).
    """

    FINAL = "final"
    PROVISIONAL = "provisional"
    REVISED = "revised"
    NOT_COLLECTED = "not collected"
    NOT_YET_AVAILABLE = "not yet available"
    NOT_DUE = "not due"
    """The indicator is quarterly or annual, and this is no period of its own."""
    NO_CASES = "no cases"
    NOT_APPLICABLE = "not applicable"
    SUPPRESSED = "suppressed"
    NOT_STATED = "not stated"
    """The cell was blank and nobody has said why: always a finding."""

    @property
    def has_value(self) -> bool:
        """Whether a number goes with it."""
        return self in {ValueStatus.FINAL, ValueStatus.PROVISIONAL, ValueStatus.REVISED}

    @property
    def shorthand(self) -> str:
        """The bracketed letter that tables print; empty for a final value."""
        return SHORTHAND[self]


SHORTHAND = {
    ValueStatus.FINAL: "",
    ValueStatus.PROVISIONAL: "[p]",
    ValueStatus.REVISED: "[r]",
    ValueStatus.NOT_COLLECTED: "[w]",
    ValueStatus.NOT_YET_AVAILABLE: "[x]",
    ValueStatus.NOT_DUE: "[d]",
    ValueStatus.NO_CASES: "[n]",
    ValueStatus.NOT_APPLICABLE: "[z]",
    ValueStatus.SUPPRESSED: "[c]",
    ValueStatus.NOT_STATED: "[u]",
}


class Observation(Struct, frozen=True):
    """One indicator's value in one month, with what the file said before it was normalised."""

    ref: str
    """Canonical reference of the indicator."""
    period: Period
    value: Decimal | None
    """Unrounded, in the indicator's unit: a percentage is 43 and not 0.43. None when missing."""
    status: ValueStatus
    text: str
    """The cell as it is in the file."""
    place: Place
    numerator: Decimal | None = None
    denominator: Decimal | None = None


class Restatement(Struct, frozen=True):
    """A value that was published and later changed; the old one is kept."""

    ref: str
    period: Period
    was: str
    now: str
    on: date
    reason: str
    place: Place


class DataNote(Struct, frozen=True):
    """A data-quality note that belongs beside an indicator's values."""

    ref: str
    start: Period | None
    end: Period | None
    text: str
    place: Place
    chart: bool = False
    """Whether it is drawn in the indicator's chart, at its first period."""

    def covers(self, period: Period) -> bool:
        """Whether the note is about that month."""
        return in_force(self.start, self.end, period)


class ComparatorFigure(Struct, frozen=True):
    """One published figure, of its own period, which is printed with it."""

    ref: str
    name: str
    """`England`, `Statistical neighbours`, `London`."""
    period: Period | None
    """None where its words name no period that is understood."""
    period_text: str
    """The period as published: `2016-17`."""
    value: Decimal
    source: str
    published: str
    count: str
    """How many it is the mean of, or its rank: `8 of 10`, `4th of 151`; empty for none."""
    place: Place
    chart: bool = False
    """Whether it is drawn in the indicator's chart."""


class Forecast(Struct, frozen=True):
    """A typed forecast; none is ever worked out."""

    ref: str
    period: Period
    """What it is a forecast of: a year, or one of the pack's periods."""
    value: Decimal
    role: str
    """Whose forecast it is."""
    on: date
    """When it was made."""
    place: Place
