"""A number that a sentence gives: its unit, its part in the sentence, and its month."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from msgspec import Struct

from boardpack.model.period import Period


class AmountUnit(Enum):
    """What is written with a number."""

    NONE = ""
    PERCENT = "%"
    POINTS = "percentage points"
    POUNDS = "£"
    DAYS = "days"
    WEEKS = "weeks"


class Role(Enum):
    """What a number is for."""

    VALUE = "a value"
    START = "the value that a change starts from"
    CHANGE = "the size of a change"
    TARGET = "a target"
    GAP = "the distance from a target"
    ELSEWHERE = "a figure from elsewhere"
    RANGE = "an end of a range"


class Amount(Struct, frozen=True):
    """A number with its unit, its part, and its month."""

    start: int
    end: int
    value: Decimal
    decimals: int
    unit: AmountUnit
    sign: int
    """+1 or -1 when a sign is written, else 0."""
    hedge: str = ""
    """`about`, `over`, `under`, `nearly`, `barely`, `least`, `most`; empty for a plain number."""
    role: Role = Role.VALUE
    month: Period | None = None
    month_end: int = 0
    """Where the month stands that goes with it, if one does."""
    understood: bool = False
    """Whether it may be in percentage points although none are written: `up 12 points … down six`."""
    noun: str = ""
    """`up`, `down` or empty: the side word of a gap (`below the target`)."""

    @property
    def words(self) -> str:
        """The number as it would be written: `12%`, `5 percentage points`, `17`."""
        sign = {1: "+", -1: "-", 0: ""}[self.sign]
        number = f"{sign}{'£' if self.unit is AmountUnit.POUNDS else ''}{self.value:,f}"
        if self.unit is AmountUnit.PERCENT:
            return f"{number}%"
        if self.unit in {AmountUnit.NONE, AmountUnit.POUNDS}:
            return number
        return f"{number} {self.unit.value}"
