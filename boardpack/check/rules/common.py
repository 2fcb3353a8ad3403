"""What the rules ask of a pack again and again: current targets, shown references, decimals of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from boardpack.analysis.formatting import format_value
from boardpack.check.band_wording import Bands, parse_bands
from boardpack.check.rule import rule_for
from boardpack.model.indicator import Indicator, Target
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def shown(pack: Pack, indicator: Indicator) -> str:
    """The reference as the tables print it: `LAC 19 (12m)`."""
    return indicator.definition(pack.period).reference


def limit_missed(indicator: Indicator, value: Decimal) -> str:
    """What a value outside the limits of its indicator should have been; empty for one within them."""
    if indicator.least is not None and value < indicator.least:
        return f"{format_value(indicator.least, indicator)} or more (min)"
    if indicator.most is not None and value > indicator.most:
        return f"at most {format_value(indicator.most, indicator)} (max)"
    return ""


def targets_in_force(pack: Pack) -> Iterator[tuple[Indicator, Target]]:
    """Each indicator with the target in force in the pack's month."""
    for indicator in pack.indicators:
        target = pack.target(indicator.ref, pack.period)
        if target is not None:
            yield indicator, target


def published_bands(pack: Pack) -> Iterator[tuple[Indicator, Target, Bands]]:
    """Each indicator whose published bands can be read."""
    for indicator, target in targets_in_force(pack):
        bands = parse_bands(target.methodology) if target.levels is None else None
        if bands is not None and len(bands.bands) == len(Rag):
            yield indicator, target, bands


def observed(pack: Pack, indicator: Indicator) -> Iterator[Observation]:
    """What the file says of each month shown, in order."""
    for month in pack.months:
        observation = pack.observation(indicator.ref, month)
        if observation is not None:
            yield observation


def values(pack: Pack, indicator: Indicator) -> Iterator[tuple[Observation, Decimal]]:
    """The months shown that have a value, with it."""
    for observation in observed(pack, indicator):
        if observation.value is not None:
            yield observation, observation.value


def loaded_values(pack: Pack, indicator: Indicator) -> Iterator[tuple[Observation, Decimal]]:
    """Every value that the pack holds, of earlier years as well: trends and years to date need them."""
    for seen in sorted(pack.observed(indicator.ref), key=lambda one: one.period):
        if seen.value is not None and seen.period <= pack.period:
            yield seen, seen.value


def first_number(text: str) -> Decimal | None:
    """The first number in some words: 95.0 of `95.0%`."""
    match = NUMBER.search(text)
    return Decimal(match[0].replace(",", "")) if match else None


def decimals_of(text: str) -> int | None:
    """How many decimals the first number of some words has; None without a number."""
    match = NUMBER.search(text)
    if match is None:
        return None
    return len(match[0].partition(".")[2])


def precision(observation: Observation) -> int:
    """How many decimals of the unit a cell gives: 1 for `67.7%`, 0 for `0.43` when it means 43%."""
    value = observation.value
    if value is None:
        return 0
    given = decimals_of(observation.text)
    if given is not None and first_number(observation.text) == value:
        return given
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def listed(words: list[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, noun: str) -> str:
    """`1 plan`, `2 plans`."""
    return f"{number} {noun if number == 1 else noun + 's'}"


action_rule = rule_for(lambda pack: ((action,) for action in pack.actions))
"""A rule on each action of the log."""
indicator_rule = rule_for(lambda pack: ((indicator,) for indicator in pack.indicators))
"""A rule on each indicator."""
target_rule = rule_for(targets_in_force)
"""A rule on each indicator that has a target in force, and that target."""
bands_rule = rule_for(published_bands)
"""A rule on each indicator whose published bands can be read, its target and those bands."""
