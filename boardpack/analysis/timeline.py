"""An indicator's own periods: which are due, which comes before, the latest with a value; and its parts.

In a monthly pack a quarterly indicator has a value every third month; the months between are not due. An
indicator that comes late is rated by its latest value, as long as it is not older than it states.
"""

from __future__ import annotations

from decimal import Decimal

from boardpack.analysis.formatting import rounded
from boardpack.model.indicator import Indicator
from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period

WAITING = frozenset({ValueStatus.NOT_DUE, ValueStatus.NOT_YET_AVAILABLE, ValueStatus.NOT_STATED})
"""Statuses of a period whose value may still come, so that an earlier one may be shown in its place."""


def step_of(pack: Pack, indicator: Indicator) -> int:
    """How many of the pack's periods lie between two values of an indicator: 3 for a quarterly one."""
    return max(1, indicator.frequency // pack.period.length)


def is_due(pack: Pack, ref: str, period: Period) -> bool:
    """Whether a value was to be expected in a period."""
    observation = pack.observation(ref, period)
    return observation is None or observation.status is not ValueStatus.NOT_DUE


def due_periods(pack: Pack, indicator: Indicator) -> tuple[Period, ...]:
    """The periods shown that an indicator is due in: what its chart draws."""
    return tuple(period for period in pack.months if is_due(pack, indicator.ref, period))


def period_before(pack: Pack, ref: str, period: Period) -> Period:
    """Return the indicator's own period before one of its periods: the quarter before, in a monthly pack."""
    indicator = pack.indicator(ref)
    step = step_of(pack, indicator) if indicator is not None else 1
    for back in range(1, 2 * step):
        earlier = period.plus(-back)
        observation = pack.observation(ref, earlier)
        if observation is not None and observation.status is not ValueStatus.NOT_DUE:
            return earlier
    return period.plus(-step)


def latest(pack: Pack, ref: str, period: Period) -> Observation | None:
    """Return the value that counts in the pack's own period: its own or, where that may come, an earlier.

    An earlier one counts when it is no more periods old than the indicator's `latest_within`.
    """
    indicator, now = pack.indicator(ref), pack.observation(ref, period)
    if indicator is None or period != pack.period or (now is not None and now.status not in WAITING):
        return now
    for back in range(1, _allowed(pack, indicator) + 1):
        earlier = pack.observation(ref, period.plus(-back))
        comparable = indicator.comparable(period.plus(-back), period)
        if earlier is not None and earlier.value is not None and comparable:
            return earlier
    return now


def _allowed(pack: Pack, indicator: Indicator) -> int:
    """How many periods old a value may be: as stated, or less than one step of the indicator's own."""
    if indicator.latest_within is not None:
        return indicator.latest_within
    return step_of(pack, indicator) - 1


def counted_period(pack: Pack, ref: str, period: Period) -> Period:
    """Return the period of the value that counts, see `latest`."""
    found = latest(pack, ref, period)
    return period if found is None else found.period


MOST_PARTS = 4
"""Parts that a stacked chart can tell apart."""


def parts_of(pack: Pack, indicator: Indicator) -> tuple[Indicator, ...]:
    """The indicators that an indicator is made of."""
    return tuple(part for ref in indicator.parts if (part := pack.indicator(ref)) is not None)


def parts_in(pack: Pack, indicator: Indicator, period: Period) -> tuple[Decimal, ...]:
    """The values of its parts in a period; none unless all are known, and none is below zero."""
    found = [pack.observation(part.ref, period) for part in parts_of(pack, indicator)]
    values = [each.value for each in found if each is not None and each.value is not None and each.value >= 0]
    return tuple(values) if len(values) == len(found) else ()


def makes_whole(pack: Pack, indicator: Indicator, period: Period) -> bool:
    """Whether the values of its parts in a period are known, and add up to its own."""
    whole, parts = pack.observation(indicator.ref, period), parts_in(pack, indicator, period)
    if whole is None or whole.value is None or not parts:
        return False
    return not rounded(sum(parts, Decimal(0)) - whole.value, indicator.decimals)
