"""Changed copies of a pack, for tests that need something the October pack does not have."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def with_value(
    pack: Pack, ref: str, month: Period, value: str, status: ValueStatus = ValueStatus.FINAL
) -> Pack:
    """The pack with another value in one cell; an empty one for a missing value."""
    number = Decimal(value) if value else None
    cell = Observation(ref, month, number, status, value, pack.facts.place)
    return replace(pack, observations={**pack.observations, (ref, month): cell})


def with_facts(pack: Pack, **facts: object) -> Pack:
    """The pack with other facts."""
    return replace(pack, facts=replace(pack.facts, **facts))


def with_indicator(pack: Pack, ref: str, **changes: object) -> Pack:
    """The pack with one indicator changed."""
    return replace(
        pack,
        indicators=tuple(
            replace(indicator, **changes) if indicator.ref == ref else indicator
            for indicator in pack.indicators
        ),
    )


def with_target(pack: Pack, ref: str, **changes: object) -> Pack:
    """The pack with one indicator's targets changed."""
    return replace(
        pack,
        targets=tuple(replace(target, **changes) if target.ref == ref else target for target in pack.targets),
    )
