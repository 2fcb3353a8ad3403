"""An indicator's figures over the periods shown, for its chart, its message and its text alternative.

Comparators come into the chart beside them: one figure is a mark at its period, several are a dashed line.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.formatting import format_value, rounded
from boardpack.analysis.rating import bigger_is_better
from boardpack.analysis.timeline import due_periods
from boardpack.document import Chart, ChartMark, OtherSeries
from boardpack.model.indicator import Indicator, Target, TargetStatus
from boardpack.model.observation import ComparatorFigure
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Period
from boardpack.words import Words


class Figured(Struct, frozen=True):
    """A period with a value, and the target of that very period where there is one to hold it against."""

    period: Period
    value: Decimal
    target: Target | None

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None without one."""
        return None if self.target is None else is_met(self.target, self.value)


def figures(pack: Pack, indicator: Indicator) -> tuple[Figured, ...]:
    """Every period shown that has a value, in order."""
    found = []
    for period in pack.months:
        observation = pack.observation(indicator.ref, period)
        if observation is not None and observation.value is not None:
            found.append(Figured(period, observation.value, drawn_target(pack, indicator, period)))
    return tuple(found)


def comparable(pack: Pack, indicator: Indicator) -> tuple[Figured, ...]:
    """Those under the definition of the pack's own period."""
    return tuple(each for each in figures(pack, indicator) if indicator.comparable(each.period, pack.period))


def drawn_target(pack: Pack, indicator: Indicator, period: Period) -> Target | None:
    """The target of a period where it can be drawn: a number in the indicator's own unit."""
    target = pack.target(indicator.ref, period)
    if target is None or target.status is not TargetStatus.SET:
        return None
    return None if target.value is None or target.of_denominator else target


def is_met(target: Target, value: Decimal) -> bool | None:
    """Whether a value meets a target, by the target's comparator or else by its bands."""
    if target.value is None:
        return None
    if target.comparator is not None:
        return target.comparator.holds(value, target.value)
    if target.bands is None:
        return None
    return value >= target.value if target.bands.bigger_is_better else value <= target.value


def good_side(pack: Pack, indicator: Indicator) -> bool | None:
    """Whether values above the target are good; None where neither side is."""
    return bigger_is_better(pack, indicator.ref, pack.period)


def runs(indicator: Indicator, months: tuple[Period, ...]) -> tuple[tuple[Period, ...], ...]:
    """Split months where a new definition begins; within one run they may be compared."""
    grouped = groupby(months, key=indicator.definition)
    return tuple(tuple(run) for _, run in grouped)


def same_run(pack: Pack, indicator: Indicator) -> int:
    """How many periods in a row, ending with the pack's own, have its value as printed."""
    known = comparable(pack, indicator)
    count = 0
    for number, each in enumerate(reversed(known)):
        if each.period != pack.period.plus(-number) or _printed(each, indicator) != _printed(
            known[-1], indicator
        ):
            break
        count += 1
    return count


def _printed(each: Figured, indicator: Indicator) -> Decimal:
    return rounded(each.value, indicator.decimals)


def is_drawn(pack: Pack, indicator: Indicator) -> bool:
    """Whether an indicator has enough values among those shown for a chart, and is meant to be drawn."""
    table = next((each for each in pack.tables if each.key == indicator.table), None)
    if indicator.chart == "none" or table is None or table.charts == "none":
        return False
    shown = [pack.observation(indicator.ref, period) for period in pack.months]
    return sum(each is not None and each.value is not None for each in shown) >= LEAST_VALUES


def chart_anchor(indicator: Indicator) -> str:
    """Where links to an indicator's chart lead."""
    return f"chart-{indicator.ref.casefold()}"


def named(words: Words, period: Period) -> str:
    """`October` in a pack of months, where the year is clear; else the period as tables name it."""
    return words.month(period.month) if period.cadence is Cadence.MONTH else words.short_period(period)


def periods(words: Words, number: int) -> str:
    """`1 month`, `7 months`."""
    return words.count("live.months", number)


LEAST_VALUES = 3
"""Fewer values than this are a sentence and no chart."""

MOST_COMPARATORS = 2
"""Comparators in one chart at most; the others are in the tables."""


def with_comparators(pack: Pack, indicator: Indicator, chart: Chart) -> Chart:
    """The chart with the comparators that are to be drawn in it."""
    lines, marks = list(chart.others), list(chart.marks)
    for figures in drawn_comparators(pack, indicator).values():
        last = figures[max(figures)]
        value = format_value(last.value, indicator)
        if len(figures) > 1:
            of = {index: float(one.value) for index, one in figures.items()}
            words = pack.words("charts.comparator", name=last.name, value=value)
            lines.append(OtherSeries(tuple(of.get(index) for index in range(len(chart.points))), words))
        else:
            words = pack.words("charts.comparator_of", name=last.name, value=value, period=last.period_text)
            marks.append(ChartMark(max(figures), float(last.value), words))
    return replace(chart, others=tuple(lines), marks=tuple(marks))


def drawn_comparators(pack: Pack, indicator: Indicator) -> Mapping[str, Mapping[int, ComparatorFigure]]:
    """The figures of each comparator to be drawn, by the number of the point that each is at.

    Those of another definition are not drawn, nor those of a time that the chart does not show.
    """
    periods = due_periods(pack, indicator)
    found: dict[str, dict[int, ComparatorFigure]] = {}
    for one in pack.comparators:
        if one.ref != indicator.ref or not one.chart or one.period is None or indicator.unit.is_named:
            continue
        index = _point(one.period, periods)
        if index is not None and indicator.comparable(one.period, pack.period):
            found.setdefault(one.name, {})[index] = one
    return dict(list(found.items())[:MOST_COMPARATORS])


def _point(period: Period, periods: tuple[Period, ...]) -> int | None:
    """The point that ends with a comparator's period, or else the one point within it; None for none."""
    ending = [index for index, each in enumerate(periods) if each.last == period.last]
    within = [index for index, each in enumerate(periods) if period.first <= each.last <= period.last]
    return ending[0] if ending else within[0] if len(within) == 1 else None
