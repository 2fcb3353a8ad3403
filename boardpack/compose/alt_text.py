"""The text alternative of a chart, made from its figures.

It says what a person sees at a glance: what is shown, which way it went, the highest and the lowest,
how the latest month stands against the target, where there are gaps and where the series is broken.
The figures themselves stand in the table on the same page.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from boardpack.analysis.change import extremes
from boardpack.analysis.formatting import format_difference, format_value, rounded
from boardpack.analysis.rating import rate
from boardpack.compose.phrases import said_of
from boardpack.model.indicator import Indicator, TargetStatus
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def alt_text(pack: Pack, indicator: Indicator) -> str:
    """Describe the column chart of an indicator over the months shown."""
    sentences = [_shown(pack, indicator)]
    for run in runs(indicator, pack.months):
        sentences += _course(pack, indicator, run)
    sentences += _breaks(pack, indicator)
    sentences += _gaps(pack, indicator)
    sentences += _latest(pack, indicator)
    return " ".join(sentences)


def runs(indicator: Indicator, months: tuple[Period, ...]) -> tuple[tuple[Period, ...], ...]:
    """Split months where a new definition begins; within one run they may be compared."""
    grouped = groupby(months, key=indicator.definition)
    return tuple(tuple(run) for _, run in grouped)


def _shown(pack: Pack, indicator: Indicator) -> str:
    definition = indicator.definition(pack.period)
    span = f"monthly from {pack.months[0].long} to {pack.months[-1].long}"
    return f"Column chart of {definition.reference}, {definition.title}, {span}."


def _course(pack: Pack, indicator: Indicator, run: tuple[Period, ...]) -> list[str]:
    """Which way the values of one run went, and between what bounds."""
    known = [(month, value) for month in run if (value := _value(pack, indicator, month)) is not None]
    if len(known) < 2:
        return []
    (first, start), (last, end) = known[0], known[-1]
    difference = rounded(end, indicator.decimals) - rounded(start, indicator.decimals)
    words = (_words(pack, indicator, first), _words(pack, indicator, last))
    if difference:
        verb = "rose" if difference > 0 else "fell"
        course = f"It {verb} from {words[0]} in {first.long} to {words[1]} in {last.long}."
    else:
        course = f"It stood at {words[0]} in {first.long} and again in {last.long}."
    return [course, *_bounds(pack, indicator, run)]


def _bounds(pack: Pack, indicator: Indicator, run: tuple[Period, ...]) -> list[str]:
    found = extremes(pack, indicator.ref, run)
    if found is None:
        return []
    low, high = (_words(pack, indicator, month) for month in found)
    if low == high:
        return [f"Every month with a figure was at {low}."]
    return [f"Lowest: {low} in {found[0].long}; highest: {high} in {found[1].long}."]


def _breaks(pack: Pack, indicator: Indicator) -> list[str]:
    later = runs(indicator, pack.months)[1:]
    return [
        f"A new definition applies from {run[0].long}; figures before it are not compared with it."
        for run in later
    ]


def _gaps(pack: Pack, indicator: Indicator) -> list[str]:
    """Name the months without a figure, with the reason."""
    missing: dict[ValueStatus, list[Period]] = {}
    for month in pack.months:
        if _value(pack, indicator, month) is None:
            observation = pack.observation(indicator.ref, month)
            status = observation.status if observation else ValueStatus.NOT_STATED
            missing.setdefault(status, []).append(month)
    return [f"No figure for {_span(pack, months)}: {status.value}." for status, months in missing.items()]


def _span(pack: Pack, months: list[Period]) -> str:
    """`April to August 2017` for months in a row, else each by name."""
    if len(months) > 2 and months[0].until(months[-1]) == len(months) - 1:
        return pack.words.span(months)
    return pack.words.joined(pack.words.long_period(month) for month in months)


def _latest(pack: Pack, indicator: Indicator) -> list[str]:
    value = _value(pack, indicator, pack.period)
    if value is None:
        return []
    rating = rate(pack, indicator.ref, pack.period)
    rated = f"rated {rating.rag.value} {said_of(rating, pack.words)}".strip() if rating.rag else "not rated"
    latest = f"The latest figure, {_words(pack, indicator, pack.period)},"
    target = pack.target(indicator.ref, pack.period)
    if target is None or target.status is not TargetStatus.SET or target.value is None:
        return [f"{latest} has no target and is {rated}."]
    if target.of_denominator:
        return [f"{latest} cannot be set against the target of {target.published}; it is {rated}."]
    difference = rounded(value, indicator.decimals) - target.value
    if not difference:
        return [f"{latest} is on the target of {target.published} and {rated}."]
    side = "above" if difference > 0 else "below"
    size = format_difference(difference, indicator, pack.words)
    return [f"{latest} is {size} {side} the target of {target.published} and {rated}."]


def _value(pack: Pack, indicator: Indicator, month: Period) -> Decimal | None:
    observation = pack.observation(indicator.ref, month)
    return observation.value if observation else None


def _words(pack: Pack, indicator: Indicator, month: Period) -> str:
    value = _value(pack, indicator, month)
    return "" if value is None else format_value(value, indicator)
