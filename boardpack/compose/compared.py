"""Comparators in an indicator's chart: one figure is a mark at its period, several are a dashed line."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from boardpack.analysis.formatting import format_value
from boardpack.analysis.timeline import due_periods
from boardpack.document import Chart, ChartMark, OtherSeries
from boardpack.model.indicator import Indicator
from boardpack.model.observation import ComparatorFigure
from boardpack.model.pack import Pack
from boardpack.model.period import Period

MOST = 2
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
    return dict(list(found.items())[:MOST])


def _point(period: Period, periods: tuple[Period, ...]) -> int | None:
    """The point that ends with a comparator's period, or else the one point within it; None for none."""
    ending = [index for index, each in enumerate(periods) if each.last == period.last]
    within = [index for index, each in enumerate(periods) if period.first <= each.last <= period.last]
    return ending[0] if ending else within[0] if len(within) == 1 else None
