"""What a person expects an indicator to be at the end of a year: always with a role and a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from boardpack.model.finding import Place
from boardpack.model.period import Period


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
