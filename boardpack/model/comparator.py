"""Published figures of others that an indicator is held against: England, a region, neighbours."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from boardpack.model.finding import Place
from boardpack.model.period import Period


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
