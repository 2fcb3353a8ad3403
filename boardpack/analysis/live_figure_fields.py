"""What can be asked of an indicator in a live figure: each field is a function and its row in FIELDS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct

from boardpack.analysis.accumulate import (
    Accumulated,
    accumulated_words,
    needed_words,
    rolling_year,
    year_to_date,
)
from boardpack.analysis.change import change, streak
from boardpack.analysis.formatting import format_difference, format_value, rounded
from boardpack.analysis.rating import bigger_is_better, rate, rating_word
from boardpack.analysis.timeline import period_before
from boardpack.model.indicator import Indicator, TargetStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag
from boardpack.words import Words, english


class LiveFault(Struct, frozen=True):
    """Why an expression has no words, placed within it."""

    kind: str
    """`syntax`, `reference`, `field`, `month`, `section` or `value`."""
    offset: int
    """Characters from the start of the expression to the word at fault."""
    found: str
    expected: str
    remedy: str


class Ask(Struct, frozen=True):
    """An expression understood."""

    indicator: Indicator
    field: str
    period: Period
    since: Period | None
    offset: int
    """Position of the field or, without one, of the reference."""


def _refused(ask: Ask, found: str, expected: str, remedy: str) -> LiveFault:
    return LiveFault("value", ask.offset, found, expected, remedy)


def _shown(ask: Ask) -> str:
    return ask.indicator.definition(ask.period).reference


def _value_at(pack: Pack, ask: Ask, period: Period) -> str | LiveFault:
    observation = pack.observation(ask.indicator.ref, period)
    if observation is not None and observation.value is not None:
        return format_value(observation.value, ask.indicator)
    state = observation.status.value if observation else "not in the file"
    return _refused(
        ask,
        f"no value of {_shown(ask)} for {period.short}: {state}",
        "a month with a value",
        "Name another month, or say in words why there is no figure.",
    )


def _value(pack: Pack, ask: Ask) -> str | LiveFault:
    return _value_at(pack, ask, ask.period)


def _previous(pack: Pack, ask: Ask) -> str | LiveFault:
    earlier = period_before(pack, ask.indicator.ref, ask.period)
    if not ask.indicator.comparable(earlier, ask.period):
        return _refused(
            ask,
            f"a break in the series of {_shown(ask)} between {earlier.short} and {ask.period.short}",
            "months under one definition",
            f"Write {{{{{_shown(ask)} {earlier.short}}}}} if the figure under the old definition is meant.",
        )
    return _value_at(pack, ask, earlier)


def _change(pack: Pack, ask: Ask) -> str | LiveFault:
    found = change(pack, ask.indicator.ref, ask.period, ask.since)
    if found.difference is not None:
        return found.sentence(pack.words)
    broken = not ask.indicator.comparable(found.earlier, found.later)
    return _refused(
        ask,
        f"no comparison of {_shown(ask)} between {found.earlier.short} and {found.later.short}: "
        + ("a break in the series" if broken else found.reason(english())),
        "two months with values under one definition",
        "Name a month with “since”, or say in words why there is no comparison.",
    )


def _target(pack: Pack, ask: Ask) -> str | LiveFault:
    target = pack.target(ask.indicator.ref, ask.period)
    if target is not None and target.status is TargetStatus.SET:
        return target.published
    reason = f": {target.reason}" if target is not None and target.reason else ""
    return _refused(
        ask,
        f"no target for {_shown(ask)} in {ask.period.short}{reason}",
        "an indicator with a target",
        "Leave the target out, or set one in data/targets.csv.",
    )


def _gap(pack: Pack, ask: Ask) -> str | LiveFault:
    words = _target(pack, ask)
    target = pack.target(ask.indicator.ref, ask.period)
    if isinstance(words, LiveFault) or target is None:
        return words
    value = _value(pack, ask)
    if isinstance(value, LiveFault):
        return value
    if target.value is None or target.of_denominator:
        return _refused(
            ask,
            f"a target of {words}, which {_shown(ask)} cannot be measured against",
            "a target in the indicator's own unit",
            "Say the gap in words.",
        )
    observed = pack.observations[ask.indicator.ref, ask.period].value
    difference = rounded(observed or target.value * 0, ask.indicator.decimals) - target.value
    if not difference:
        return pack.words("live.on_target", target=words)
    key = "live.above_target" if difference > 0 else "live.below_target"
    size = format_difference(difference, ask.indicator, pack.words)
    return pack.words(key, size=size, target=words)


def _rating(pack: Pack, ask: Ask) -> str | LiveFault:
    rating = rate(pack, ask.indicator.ref, ask.period)
    if rating.rag is not None:
        return rating_word(rating, pack.words)
    return _refused(
        ask,
        f"no rating of {_shown(ask)} in {ask.period.short}" + (f": {rating.reason}" if rating.reason else ""),
        "a rated indicator",
        "Say in words how it stands.",
    )


def _months(rag: Rag) -> Callable[[Pack, Ask], str | LiveFault]:
    def months(pack: Pack, ask: Ask) -> str | LiveFault:
        count = streak(pack, ask.indicator.ref, ask.period, rag)
        if count:
            return pack.words.count("live.months", count)
        word = rate(pack, ask.indicator.ref, ask.period).word
        return _refused(
            ask,
            f"{_shown(ask)} is not {rag.value} in {ask.period.short} but {word}",
            f"an indicator that is {rag.value}",
            "Change the sentence: it no longer holds.",
        )

    return months


def _extreme(*, highest: bool | None, best: bool | None) -> Callable[[Pack, Ask], str | LiveFault]:
    """The field for an extreme: by size when `highest` is given, by polarity when `best` is."""

    def extreme(pack: Pack, ask: Ask) -> str | LiveFault:
        good = bigger_is_better(pack, ask.indicator.ref, ask.period)
        top = highest
        if top is None and good is None:
            return _refused(
                ask,
                f"no polarity for {_shown(ask)}",
                "an indicator that says which way is good",
                "Use “highest” or “lowest”.",
            )
        if top is None:
            top = good is best
        return _extreme_words(pack, ask, highest=top)

    return extreme


def _extreme_words(pack: Pack, ask: Ask, *, highest: bool) -> str | LiveFault:
    series = comparable_series(pack, ask.indicator, ask.period)
    if len(series) < 2:
        return _refused(
            ask,
            f"fewer than two months of {_shown(ask)} to compare",
            "two months with values under one definition",
            "Give the value alone.",
        )
    extreme = (max if highest else min)(series.values())
    months = [month for month, value in series.items() if value == extreme]
    listing = _list_months(months, pack.words)
    return pack.words("live.extreme", value=format_value(extreme, ask.indicator), months=listing)


def comparable_series(pack: Pack, indicator: Indicator, period: Period) -> Mapping[Period, Decimal]:
    """Values as printed in the months shown, up to `period`, that may be compared with it."""
    return {
        month: rounded(observation.value, indicator.decimals)
        for month in pack.months
        if month <= period
        and (observation := pack.observation(indicator.ref, month)) is not None
        and observation.value is not None
        and indicator.comparable(month, period)
    }


def _list_months(months: Sequence[Period], words: Words) -> str:
    """`May, September and October 2017`: the year is said once when it is the same."""
    one_year = len({month.year for month in months}) == 1
    earlier = [words.month(m.month) if one_year else words.long_period(m) for m in months[:-1]]
    return words.joined([*earlier, words.long_period(months[-1])])


def _last_year(pack: Pack, ask: Ask) -> str | LiveFault:
    return _value_at(pack, ask, ask.period.same_last_year)


def _direction(*, long: bool) -> Callable[[Pack, Ask], str | LiveFault]:
    """The field for a direction of travel: short against the period before, long against a year before."""

    def direction(pack: Pack, ask: Ask) -> str | LiveFault:
        since = ask.period.same_last_year if long else None
        found = change(pack, ask.indicator.ref, ask.period, since)
        if found.direction is not None:
            return pack.words(f"direction.{found.goodness}")
        return _refused(ask, f"no direction for {_shown(ask)}: {found.reason(english())}", "two values", _SAY)

    return direction


def _accumulated(
    work_out: Callable[[Pack, str, Period], Accumulated | None],
) -> Callable[[Pack, Ask], str | LiveFault]:
    """The field for a value over several periods; a part of them says how many there are."""

    def accumulated(pack: Pack, ask: Ask) -> str | LiveFault:
        found = work_out(pack, ask.indicator.ref, ask.period)
        if found is None:
            return _refused(
                ask, f"values of {_shown(ask)} cannot be put together over several periods",
                "counts, or percentages with their counts; a level on a day is never added up", _SAY,
            )  # fmt: skip
        return accumulated_words(found, ask.indicator, pack.words)

    return accumulated


def _needed(pack: Pack, ask: Ask) -> str | LiveFault:
    return needed_words(pack, ask.indicator, ask.period) or _refused(
        ask, f"what {_shown(ask)} must reach in the rest of the year cannot be worked out",
        "a target for the year, counts for every period so far, and periods left", _SAY,
    )  # fmt: skip


def _forecast(pack: Pack, ask: Ask) -> str | LiveFault:
    found = pack.forecast(ask.indicator.ref)
    if found is None:
        what = f"no forecast of {_shown(ask)} for {pack.year.label}"
        return _refused(ask, what, "a row of forecasts.csv", _SAY)
    value = format_value(found.value, ask.indicator)
    return pack.words("live.forecast", value=value, role=found.role, day=pack.words.day(found.on))


def comparator_words(pack: Pack, ask: Ask) -> str | LiveFault:
    """The latest figure of a comparator, with its own period."""
    found = pack.comparator(ask.indicator.ref, ask.field)
    if found is None:
        return _refused(ask, f"no figure of {ask.field} for {_shown(ask)}", "a row of comparators.csv", _SAY)
    value = format_value(found.value, ask.indicator)
    return pack.words("live.comparator", value=value, period=found.period_text)


_SAY = "Say in words how it is."


def _title(pack: Pack, ask: Ask) -> str:  # noqa: ARG001 - a field's signature
    return ask.indicator.definition(ask.period).title


FIELDS: Mapping[str, Callable[[Pack, Ask], str | LiveFault]] = MappingProxyType(
    {
        "value": _value,
        "previous": _previous,
        "change": _change,
        "target": _target,
        "gap": _gap,
        "rating": _rating,
        "months red": _months(Rag.RED),
        "months amber": _months(Rag.AMBER),
        "months green": _months(Rag.GREEN),
        "best": _extreme(highest=None, best=True),
        "worst": _extreme(highest=None, best=False),
        "highest": _extreme(highest=True, best=None),
        "lowest": _extreme(highest=False, best=None),
        "title": _title,
        "last year": _last_year,
        "direction": _direction(long=False),
        "long direction": _direction(long=True),
        "ytd": _accumulated(year_to_date),
        "rolling year": _accumulated(rolling_year),
        "needed rate": _needed,
        "forecast": _forecast,
    }
)
"""What can be asked of an indicator, in the words an author writes."""
