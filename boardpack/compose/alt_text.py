"""The text alternative of a chart, made from its figures.

It says what a person sees at a glance: what is shown, which way it went, the highest and the lowest,
how the latest month compares with the target, where there are gaps and where the series is broken.
The figures themselves are in the table on the same page.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from boardpack.analysis.change import extremes
from boardpack.analysis.formatting import format_difference, format_value, rounded
from boardpack.analysis.rating import rate
from boardpack.model.indicator import Indicator, TargetStatus
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rating, RatingBasis
from boardpack.words import Words


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
    first, last = (pack.words.long_period(month) for month in (pack.months[0], pack.months[-1]))
    named = {"reference": definition.reference, "title": definition.title}
    return pack.words("alt.columns", first=first, last=last, **named)


def _course(pack: Pack, indicator: Indicator, run: tuple[Period, ...]) -> list[str]:
    """Which way the values of one run went, and between what bounds."""
    known = [(month, value) for month in run if (value := _value(pack, indicator, month)) is not None]
    if len(known) < 2:
        return []
    (first, start), (last, end) = known[0], known[-1]
    difference = rounded(end, indicator.decimals) - rounded(start, indicator.decimals)
    words = pack.words
    key = "alt.rose" if difference > 0 else "alt.fell" if difference < 0 else "alt.level"
    course = words(
        key,
        before=_words(pack, indicator, first),
        now=_words(pack, indicator, last),
        first=words.long_period(first),
        last=words.long_period(last),
    )
    return [course, *_bounds(pack, indicator, run)]


def _bounds(pack: Pack, indicator: Indicator, run: tuple[Period, ...]) -> list[str]:
    found = extremes(pack, indicator.ref, run)
    if found is None:
        return []
    low, high = (_words(pack, indicator, month) for month in found)
    if low == high:
        return [pack.words("alt.same", value=low)]
    months = dict(zip(("lowest", "highest"), map(pack.words.long_period, found), strict=True))
    return [pack.words("alt.bounds", low=low, high=high, **months)]


def _breaks(pack: Pack, indicator: Indicator) -> list[str]:
    later = runs(indicator, pack.months)[1:]
    return [pack.words("alt.new_definition", period=pack.words.long_period(run[0])) for run in later]


def _gaps(pack: Pack, indicator: Indicator) -> list[str]:
    """Name the months without a figure, with the reason."""
    missing: dict[ValueStatus, list[Period]] = {}
    for month in pack.months:
        if _value(pack, indicator, month) is None:
            observation = pack.observation(indicator.ref, month)
            status = observation.status if observation else ValueStatus.NOT_STATED
            missing.setdefault(status, []).append(month)
    words = pack.words
    return [
        words("alt.gap", span=_span(pack, months), status=words.of("value_status", status))
        for status, months in missing.items()
    ]


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
    fields = {"value": _words(pack, indicator, pack.period), "rated": _rated(pack.words, rating)}
    target = pack.target(indicator.ref, pack.period)
    if target is None or target.status is not TargetStatus.SET or target.value is None:
        return [pack.words("alt.latest.no_target", **fields)]
    fields |= {"target": target.published}
    if target.of_denominator:
        return [pack.words("alt.latest.not_comparable", **fields)]
    difference = rounded(value, indicator.decimals) - target.value
    if not difference:
        return [pack.words("alt.latest.on_target", **fields)]
    key = "alt.latest.above_target" if difference > 0 else "alt.latest.below_target"
    return [pack.words(key, size=format_difference(difference, indicator, pack.words), **fields)]


def _rated(words: Words, rating: Rating) -> str:
    """`rated Red as reported`, `not rated`."""
    if rating.rag is None:
        return words("alt.rated.none")
    if rating.basis in {RatingBasis.OVERRIDE, RatingBasis.REPORTED}:
        return words.of("alt.rated", rating.basis, rating=words.rating(rating.rag))
    return words("alt.rated.computed", rating=words.rating(rating.rag))


def _value(pack: Pack, indicator: Indicator, month: Period) -> Decimal | None:
    observation = pack.observation(indicator.ref, month)
    return observation.value if observation else None


def _words(pack: Pack, indicator: Indicator, month: Period) -> str:
    value = _value(pack, indicator, month)
    return "" if value is None else format_value(value, indicator)
