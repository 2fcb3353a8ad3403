"""What is drawn on a table's page: a chart for each indicator that has two months of figures or more.

To add an arrangement, write a function from a pack and its indicators to figures, add its row to
`ARRANGEMENTS` and its name to that of `boardpack.model.pack`; the `charts` column of data/sections.csv
chooses one for each table. To add a kind of chart, add its value to `boardpack.document.Chart` first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from boardpack.analysis.formatting import format_value
from boardpack.analysis.rating import bigger_is_better
from boardpack.compose.alt_text import alt_text, runs
from boardpack.content import Inline, Text, inline_text
from boardpack.document import ColumnChart, Figure, Point
from boardpack.model.indicator import Indicator, Target, TargetStatus, Unit
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.words import Words

Arrangement = Callable[[Pack, tuple[Indicator, ...]], tuple[Figure, ...]]


def figures_of(pack: Pack, indicators: tuple[Indicator, ...], arrangement: str) -> tuple[Figure, ...]:
    """The figures of a table's page; an arrangement that does not exist (a finding) is drawn as columns."""
    return ARRANGEMENTS.get(arrangement, columns)(pack, indicators)


def can_be_drawn(pack: Pack, indicator: Indicator) -> bool:
    """Whether an indicator has at least two months of figures among those shown."""
    observations = (pack.observation(indicator.ref, month) for month in pack.months)
    return sum(o is not None and o.value is not None for o in observations) >= 2


def columns(pack: Pack, indicators: tuple[Indicator, ...]) -> tuple[Figure, ...]:
    """A column chart for each indicator, each on the scale that suits it."""
    return tuple(_figure(pack, indicator) for indicator in indicators if can_be_drawn(pack, indicator))


def multiples(pack: Pack, indicators: tuple[Indicator, ...]) -> tuple[Figure, ...]:
    """Column charts on one scale, for each unit, so that they can be compared with one another."""
    drawn = [indicator for indicator in indicators if can_be_drawn(pack, indicator)]
    tops: dict[Unit, float] = {}
    for indicator in drawn:
        tops[indicator.unit] = max(tops.get(indicator.unit, 0.0), _highest(column_chart(pack, indicator)))
    figures = []
    for indicator in drawn:
        figure = _figure(pack, indicator)
        figures.append(replace(figure, chart=replace(figure.chart, top=tops[indicator.unit])))
    return tuple(figures)


def none(pack: Pack, indicators: tuple[Indicator, ...]) -> tuple[Figure, ...]:  # noqa: ARG001
    """No charts."""
    return ()


def shared_note(words: Words, figures: tuple[Figure, ...]) -> tuple[str, tuple[Figure, ...]]:
    """What is true of a set of charts, said once for all of them, and the charts without it.

    Charts on one scale say so. A note that four or more share goes to the set's caption; a chart with
    another note keeps its own.
    """
    tops = {figure.chart.top for figure in figures} - {None}
    key = "charts.one_scale" if len(tops) == 1 else "charts.scale_for_each_unit"
    scaled = f" {words(key)}" if tops else ""
    (note, shares), *_ = Counter(figure.note for figure in figures).most_common(1)
    if shares < 4 or not note:
        return scaled, figures
    kept = tuple(replace(figure, note=()) if figure.note == note else figure for figure in figures)
    return f"{scaled}. {inline_text(note)}", kept


# ------------------------------------------------------------------------------------------ one chart


def column_chart(pack: Pack, indicator: Indicator) -> ColumnChart:
    """A column for each month shown, the target as a line, breaks where a new definition begins."""
    target = drawn_target(pack, indicator)
    later = runs(indicator, pack.months)[1:]
    return ColumnChart(
        points=tuple(_point(pack, indicator, month) for month in pack.months),
        percent=indicator.unit is Unit.PERCENT,
        target=float(target.value) if target and target.value is not None else None,
        target_words=pack.words("charts.target", target=target.published) if target else "",
        breaks=tuple(pack.months.index(run[0]) for run in later),
        break_words=pack.words("charts.new_definition") if later else "",
    )


def drawn_target(pack: Pack, indicator: Indicator) -> Target | None:
    """The target of the pack's month where it can be drawn: a number in the indicator's own unit."""
    target = pack.target(indicator.ref, pack.period)
    if target is None or target.status is not TargetStatus.SET:
        return None
    return None if target.value is None or target.of_denominator else target


def _point(pack: Pack, indicator: Indicator, month: Period) -> Point:
    observation = pack.observation(indicator.ref, month)
    label, current = pack.words.short_period(month), month == pack.period
    if observation is None or observation.value is None:
        status = observation.status if observation else ValueStatus.NOT_STATED
        return Point(label, None, pack.words.of("value_status", status), current)
    return Point(label, float(observation.value), format_value(observation.value, indicator), current)


def _highest(chart: ColumnChart) -> float:
    return max(*(point.value or 0.0 for point in chart.points), chart.target or 0.0)


def _figure(pack: Pack, indicator: Indicator) -> Figure:
    definition = indicator.definition(pack.period)
    return Figure(
        chart=column_chart(pack, indicator),
        alt=alt_text(pack, indicator),
        caption=(
            Text(definition.reference, strong=True),
            Text(f" {definition.title}", language=definition.language),
        ),
        note=_note(pack, indicator),
        anchor=f"chart-{indicator.ref.casefold()}",
    )


def _note(pack: Pack, indicator: Indicator) -> tuple[Inline, ...]:
    """Which side of the target is good, or why there is no line; and where a new definition begins."""
    sentences = [_good_side(pack, indicator)]
    later = runs(indicator, pack.months)[1:]
    words = pack.words
    sentences += [words("charts.definition_from", period=words.short_period(run[0])) for run in later]
    said = " ".join(filter(None, sentences))
    return (Text(words("charts.note", note=said)),) if said else ()


def _good_side(pack: Pack, indicator: Indicator) -> str:
    target = pack.target(indicator.ref, pack.period)
    if target is None or target.status is not TargetStatus.SET:
        return pack.words("charts.no_target")
    if target.of_denominator:
        return pack.words("charts.target_of_cohort")
    better = bigger_is_better(pack, indicator.ref, pack.period)
    if better is None:
        return ""
    side = "above" if better else "below"
    if target.bands is not None and target.value != target.bands.green:
        threshold = format_value(target.bands.green, indicator)
        return pack.words(f"charts.{side}_meets_target", threshold=threshold, **pack.words.ratings)
    return pack.words(f"charts.{side}_is_good")


ARRANGEMENTS: Mapping[str, Arrangement] = MappingProxyType(
    {
        "columns": columns,
        "multiples": multiples,
        "none": none,
    }
)
"""How a table's indicators can be drawn, by the word that data/sections.csv uses."""
