"""A statement about one indicator in one month, and what may come of holding it against the figures."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from msgspec import Struct

from boardpack.analysis.change import Change, change
from boardpack.analysis.formatting import format_value
from boardpack.claims.statement import Statement
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.words import english


class Verdict(Enum):
    """What came of holding a statement against the figures."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    WRONG_UNIT = "wrong unit"
    UNCHECKED = "cannot be checked"


class Outcome(Struct, frozen=True):
    """A verdict with its reason; `aspect` sets a judgement of size, run or status apart from the fact."""

    verdict: Verdict
    said: str
    """What the sentence says, in plain words."""
    why: str
    """What the figures say, or why nothing can be said."""
    aspect: str = ""
    """`size`, `status`, `streak`, `passing`; empty for the plain fact."""


class Case(Struct, frozen=True):
    """A statement about one indicator in one month."""

    pack: Pack
    indicator: Indicator
    statement: Statement
    month: Period
    how: str

    @property
    def ref(self) -> str:
        """Canonical reference."""
        return self.indicator.ref

    @property
    def shown(self) -> str:
        """The reference as the tables display it."""
        return self.indicator.definition(self.month).reference

    def value(self, month: Period | None = None) -> Decimal | None:
        """The value of a month, by default the one it is said of."""
        observation = self.pack.observation(self.ref, month or self.month)
        return observation.value if observation else None

    def printed(self, month: Period | None = None) -> str:
        """The value as the tables print it."""
        value = self.value(month)
        return "no value" if value is None else format_value(value, self.indicator)

    def at(self, month: Period | None = None) -> str:
        """`FD 8 was 18% in Oct-17`."""
        return f"{self.shown} was {self.printed(month)} in {(month or self.month).short}"


def base_months(case: Case) -> tuple[Period, ...]:
    """The months a change may be reckoned from: one, unless the sentence is vague about it."""
    base, month = case.statement.base, case.month
    if base.month is not None:
        return (base.month,)
    if base.span is None:
        return (month.plus(-1),)
    if base.span.vague:
        return tuple(
            month.plus(-back) for back in (base.span.months, base.span.months - 1, base.span.months + 1)
        )
    if base.span.months:
        return (month.plus(-base.span.months),)
    known = [m for m in case.pack.months if m < month and case.value(m) is not None]
    return tuple(known[:1])


def changes(case: Case) -> tuple[Change, ...]:
    """The changes from the months that a statement may reckon from."""
    return tuple(change(case.pack, case.ref, case.month, since) for since in base_months(case))


def no_change_known(case: Case, found: tuple[Change, ...]) -> str:
    """Why there is nothing to compare with, in words."""
    if not found:
        return f"{case.shown} has no earlier value to compare with"
    first = found[0]
    if not case.indicator.comparable(first.earlier, first.later):
        return f"the series of {case.shown} is broken between {first.earlier.short} and {first.later.short}"
    return f"{case.shown} has {first.reason(english())}"
