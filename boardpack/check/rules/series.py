"""Rules about an indicator's months together, and about what is published or expected beside them.

Jumps, spikes, rolling measures, breaks and derived figures; comparators that are old or of another
definition; typed forecasts of what is over, made long ago, or of what cannot be.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from boardpack.analysis.formatting import format_value, rounded
from boardpack.check import thresholds
from boardpack.check.rule import (
    E,
    Remark,
    W,
    indicator_rule,
    limit_missed,
    loaded_values,
    precision,
    rule,
    shown,
    values,
)
from boardpack.model.finding import listed
from boardpack.model.indicator import Basis, Indicator, Unit
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.period import Period

Known = tuple[Observation, Decimal]


@indicator_rule("value-jump", W, "A value far from the one before.")
def jump(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A value far from the one before it, with no note beside it that explains it."""
    if _may_be_negative(pack, indicator):
        return
    far = [step for step in _steps(pack, indicator) if _jumps(indicator, step)]
    bare = [step for step in far if not _noted(pack, indicator, step[1][0].period)]
    went = [f"from {one.text} to {two.text} in {two.period.short}" for (one, _), (two, _) in bare]
    if bare:
        last = bare[-1][1][0]
        yield Remark(
            last.place, indicator.ref,
            f"{shown(pack, indicator)} went {listed(went)}",
            f"changes of less than {_allowance(indicator)}, or a note that explains them",
            "Check the values; if they are right, add a note for the month.",
            last.period.iso,
        )  # fmt: skip


@indicator_rule("value-spike", W, "A month far from both of its neighbours.")
def spike(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A month that differs from the months on both of its sides, by less than a jump."""
    if _may_be_negative(pack, indicator):
        return
    for rise, fall in pairwise(_steps(pack, indicator)):
        (_, before), (seen, value), (_, after) = rise[0], rise[1], fall[1]
        same_side = before != value and (value > before) == (value > after)
        apart = all(
            _is_far(indicator, other, value, thresholds.SPIKE_POINTS, thresholds.SPIKE_SHARE)
            for other in (before, after)
        )
        known = _jumps(indicator, rise) or _jumps(indicator, fall)
        if same_side and apart and not known and not _noted(pack, indicator, seen.period):
            yield Remark(
                seen.place, indicator.ref,
                f"{shown(pack, indicator)} is {seen.text} in {seen.period.short}, far from the months "
                "on both sides",
                "a value near its neighbours, or a note that explains it",
                "Check the value; if it is right, add a note for that month.",
                seen.period.iso,
            )  # fmt: skip


@indicator_rule("value-rolling", W, "A rolling measure moves more than it can.")
def rolling(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A rolling measure that moves more in a month than the month it replaces could make it."""
    window = _WINDOWS.get(indicator.basis)
    if window is None or indicator.unit is not Unit.PERCENT:
        return
    most = Decimal(100) / window + thresholds.ROLLING_SLACK
    for (first, before), (second, now) in _steps(pack, indicator):
        if abs(now - before) > most * first.period.until(second.period):
            yield Remark(
                second.place, indicator.ref,
                f"{shown(pack, indicator)} is said to cover {indicator.basis.value} and moved from "
                f"{first.text} to {second.text} in {second.period.short}",
                f"at most about {rounded(Decimal(100) / window, 1)} percentage points a month",
                "Check the value, and whether the measure is not rather year to date.",
                second.period.iso,
            )  # fmt: skip


@indicator_rule("series-break", W, "A new definition within the months shown.")
def series_break(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A new definition within the months shown."""
    for definition in indicator.definitions[1:]:
        if definition.start in pack.months[1:]:
            yield Remark(
                definition.place, indicator.ref,
                f"{shown(pack, indicator)} has a new definition from {definition.start.long}",
                "one definition in all months shown",
                "Nothing need be done: the pack neither joins nor compares across the break.",
                definition.start.iso,
                pack.words(
                    "reader_note.new_definition",
                    ref=shown(pack, indicator),
                    month=pack.words.long_period(definition.start),
                ),
            )  # fmt: skip


@indicator_rule("series-unreviewed", W, "A new definition with the old target and bands.")
def unreviewed(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A definition that changed while the target and the bands stayed."""
    for definition in indicator.definitions[1:]:
        if definition.start not in pack.months[1:]:
            continue
        old = pack.target(indicator.ref, definition.start.plus(-1))
        new = pack.target(indicator.ref, definition.start)
        if old is not None and old is new and (new.bands or new.value is not None):
            yield Remark(
                new.place, indicator.ref,
                f"{shown(pack, indicator)} was defined anew from {definition.start.long}, and its target "
                "and bands are the old ones",
                "a target and bands reviewed for the new definition",
                "Review them, and enter them in a row that starts in that month.",
                definition.start.iso,
                pack.words("reader_note.old_bands", ref=shown(pack, indicator)),
            )  # fmt: skip


@indicator_rule("value-derived", W, "A percentage does not follow from its counts.")
def derived(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A percentage that does not follow from the counts it is declared to come from."""
    apart = [found for known in loaded_values(pack, indicator) if (found := _apart(pack, indicator, *known))]
    if not apart:
        return
    said = [f"{seen.text} in {seen.period.short} ({counts})" for seen, counts, _ in apart]
    due = [f"{rounded(computed, max(1, precision(seen)))}" for seen, _, computed in apart]
    last = apart[-1][0]
    yield Remark(
        last.place, indicator.ref,
        f"{shown(pack, indicator)} does not follow from its counts: it is {listed(said)}",
        listed(due),
        "Correct the value or the counts, or state the cohort that the percentage is of.",
        last.period.iso,
        _told(pack, indicator, [seen for seen, _, _ in apart if seen.period in pack.months]),
    )  # fmt: skip


def _told(pack: Pack, indicator: Indicator, apart: list[Observation]) -> str:
    """What the reader is to know of the months shown; empty where none of them is one."""
    months = pack.words.joined(pack.words.short_period(seen.period) for seen in apart)
    return pack.words("reader_note.counts", ref=shown(pack, indicator), months=months) if apart else ""


# ---------------------------------------------------------------------------------------- computing

_WINDOWS = {Basis.ROLLING_12: 12, Basis.ROLLING_36: 36}


def _steps(pack: Pack, indicator: Indicator) -> Iterator[tuple[Known, Known]]:
    """Each value with the one before it, where both fall under one definition.

    A count from the year's beginning grows by its nature and starts again each year: it has no steps.
    """
    if indicator.basis is Basis.YEAR_TO_DATE:
        return
    for first, second in pairwise(values(pack, indicator)):
        if indicator.comparable(first[0].period, second[0].period):
            yield first, second


def _jumps(indicator: Indicator, step: tuple[Known, Known]) -> bool:
    return _is_far(indicator, step[0][1], step[1][1], thresholds.JUMP_POINTS, thresholds.JUMP_SHARE)


def _may_be_negative(pack: Pack, indicator: Indicator) -> bool:
    """Whether values lie on both sides of nothing, where a share of one says little of a change."""
    return any(value < 0 for _, value in values(pack, indicator))


def _noted(pack: Pack, indicator: Indicator, month: Period) -> bool:
    """Whether a note beside the values speaks of that month."""
    return any(note.ref == indicator.ref and note.covers(month) for note in pack.notes)


def _is_far(indicator: Indicator, one: Decimal, other: Decimal, points: Decimal, share: Decimal) -> bool:
    difference = abs(one - other)
    if indicator.unit is Unit.PERCENT:
        return difference >= points
    larger = max(abs(one), abs(other))
    return larger >= thresholds.JUMP_LEAST and difference >= larger * share


def _allowance(indicator: Indicator) -> str:
    if indicator.unit is Unit.PERCENT:
        return f"{thresholds.JUMP_POINTS} percentage points"
    return f"{int(thresholds.JUMP_SHARE * 100)}% of the larger value"


def _apart(
    pack: Pack, indicator: Indicator, seen: Observation, value: Decimal
) -> tuple[Observation, str, Decimal] | None:
    counts = _declared(pack, indicator, seen.period) or _own(seen)
    if counts is None:
        return None
    numerator, denominator, words = counts
    scale = 100 if indicator.unit is Unit.PERCENT else 1
    computed = numerator * scale / denominator
    half = Decimal(1).scaleb(-min(precision(seen), _DECIMALS)) / 2
    if abs(computed - value) <= half:
        return None
    return seen, words, computed


def _declared(pack: Pack, indicator: Indicator, month: Period) -> tuple[Decimal, Decimal, str] | None:
    """The counts of other indicators that this one is declared to follow from."""
    if indicator.ratio is None:
        return None
    top, bottom = (
        _sum(pack, refs, month) for refs in (indicator.ratio.numerator, indicator.ratio.denominator)
    )
    if top is None or not bottom:
        return None
    cohort = " + ".join(pack.shown(ref) for ref in indicator.ratio.denominator)
    return top, bottom, f"{top} of {bottom}, {cohort}"


def _own(seen: Observation) -> tuple[Decimal, Decimal, str] | None:
    if seen.numerator is None or not seen.denominator:
        return None
    return seen.numerator, seen.denominator, f"{seen.numerator} of {seen.denominator}"


def _sum(pack: Pack, refs: tuple[str, ...], month: Period) -> Decimal | None:
    found = [pack.observation(ref, month) for ref in refs]
    known = [seen.value for seen in found if seen is not None and seen.value is not None]
    return sum(known, Decimal(0)) if len(known) == len(refs) else None


_DECIMALS = 6
"""Beyond so many decimals a value was computed, not typed, and a last digit says nothing."""


@indicator_rule("comparator-old", W, "A comparator is of a period more than two years back.")
def comparator_old(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """The latest figure of a comparator whose period ended more than 24 months before the pack's."""
    for name, found in pack.comparators_of(indicator.ref).items():
        if (
            found.period is not None
            and found.period.last.until(pack.period.last) > thresholds.COMPARATOR_MONTHS
        ):
            yield Remark(
                found.place, indicator.ref,
                f"{name} for {shown(pack, indicator)} is of {found.period_text}",
                "a figure of the last two years",
                "Bring in a newer one with `boardpack compare`, or take the row out.",
                pack.period.iso,
            )  # fmt: skip


@indicator_rule("comparator-definition", W, "A comparator is of a period under another definition.")
def comparator_of_other_definition(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A comparator from before the indicator's definition changed: the two may not be compared."""
    now = indicator.definition(pack.period)
    for name, found in pack.comparators_of(indicator.ref).items():
        if found.period is not None and indicator.definition(found.period) is not now:
            yield Remark(
                found.place, indicator.ref,
                f"{name} for {shown(pack, indicator)} is of {found.period_text}, before a new definition",
                "a figure under the same definition",
                "Take the row out, or bring in a figure under the new definition.",
                pack.period.iso,
            )  # fmt: skip


@indicator_rule(
    "forecast-old", W, "A forecast was made long before the pack's period, or for one that is over."
)
def forecast_old(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A forecast in force that is older than a few months, or of a period that has its figure."""
    found = pack.forecast(indicator.ref)
    if found is None:
        return
    made = Period(found.on.year, found.on.month)
    over = found.period.last <= pack.period.last
    if over or made.until(pack.period.last) > thresholds.FORECAST_MONTHS:
        told = f"is of {found.period.short}, which is over" if over else f"was made in {made.long}"
        yield Remark(
            found.place, indicator.ref,
            f"the forecast of {shown(pack, indicator)} {told}",
            f"a forecast of what is to come, made in the last {thresholds.FORECAST_MONTHS} months",
            "Ask its owner for a new one, or take the row out.",
            pack.period.iso,
        )  # fmt: skip


@rule("forecast-range", E, "A forecast is of a value that cannot be.")
def forecast_beyond(pack: Pack) -> Iterator[Remark]:
    """A forecast outside what is lawful for the indicator's values."""
    for found in pack.forecasts:
        indicator = pack.indicator(found.ref)
        if indicator is not None and limit_missed(indicator, found.value):
            yield Remark(
                found.place, indicator.ref,
                f"the forecast of {shown(pack, indicator)} is {format_value(found.value, indicator)}",
                "a value that the indicator may have",
                "Correct it; where more is possible, say so in the columns min and max of indicators.csv.",
                pack.period.iso,
            )  # fmt: skip
