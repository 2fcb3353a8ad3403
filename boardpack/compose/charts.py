"""What is drawn on a table's page: a chart for each indicator that has three values or more.

To add an arrangement, write a function from charts to charts, add its row to `ARRANGEMENTS` and its name to
that of `boardpack.model.pack`; the `charts` column of data/sections.csv chooses one for each table.

The `chart` column of data/indicators.csv chooses how an indicator is drawn. To add a kind, add its word to
`CHART_KINDS` of `boardpack.model.indicator` and its row to `KINDS` here, with what it adds to the chart; its
words go into `[charts]` of `boardpack/words/en.toml`. Where no `ChartKind` of `boardpack.document` draws it
so, it needs its own there, and the form in which that is drawn: see `boardpack.charts.layout`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.formatting import format_difference, format_value, rounded
from boardpack.analysis.rating import rate
from boardpack.analysis.timeline import MOST_PARTS, due_periods, makes_whole, parts_in, parts_of
from boardpack.compose.alt_text import alt_text, messages, target_changes
from boardpack.compose.phrases import badge_of, ended, row_anchor, sentence
from boardpack.compose.series import (
    LEAST_VALUES,
    Figured,
    chart_anchor,
    drawn_target,
    figures,
    good_side,
    is_drawn,
    named,
    runs,
    with_comparators,
)
from boardpack.content import Inline, Link, Paragraph, Text
from boardpack.document import Chart, ChartEvent, ChartKind, Figure, GoodSide, OtherSeries, Point
from boardpack.model.indicator import Basis, Indicator, Unit
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period, financial_year
from boardpack.words import Words


class ChartDraft(Struct, frozen=True):
    """An indicator's chart before it is a figure; some charts share the extent of their scales."""

    indicator: Indicator
    chart: Chart


Arrangement = Callable[[tuple[ChartDraft, ...]], tuple[ChartDraft, ...]]


def figures_of(pack: Pack, indicators: tuple[Indicator, ...], arrangement: str) -> tuple[Figure, ...]:
    """The figures of a table's page; an arrangement that does not exist (a finding) is drawn as columns."""
    if arrangement == "none":
        return ()
    drawn = tuple(ChartDraft(each, chart_of(pack, each)) for each in indicators if is_drawn(pack, each))
    return tuple(_figure(pack, each) for each in ARRANGEMENTS.get(arrangement, columns)(drawn))


def columns(drawn: tuple[ChartDraft, ...]) -> tuple[ChartDraft, ...]:
    """Each chart on the scale that suits it."""
    return drawn


def multiples(drawn: tuple[ChartDraft, ...]) -> tuple[ChartDraft, ...]:
    """Charts of a unit on one scale where their values are alike in size, so that they can be compared."""
    extents: dict[str, tuple[float, float]] = {}
    for group in _alike(drawn):
        if len(group) > 1:
            lows, highs = zip(*(_extent(each.chart) for each in group), strict=True)
            extents |= {each.indicator.ref: (min(lows), max(highs)) for each in group}
    return tuple(
        replace(each, chart=replace(each.chart, extent=extents.get(each.indicator.ref))) for each in drawn
    )


def _alike(drawn: tuple[ChartDraft, ...]) -> list[list[ChartDraft]]:
    """Part charts by unit, and within one by size: on a shared scale none is less than a third as high."""
    groups: list[list[ChartDraft]] = []
    ordered = sorted(drawn, key=lambda each: (each.indicator.unit.value, -_size(each.chart)))
    for each in ordered:
        first = groups[-1][0] if groups else None
        same = first is not None and first.indicator.unit is each.indicator.unit
        if first is not None and same and _size(each.chart) * ALIKE >= _size(first.chart):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _size(chart: Chart) -> float:
    return max(map(abs, _extent(chart)))


def _extent(chart: Chart) -> tuple[float, float]:
    targets = [point.target for point in chart.points if point.target is not None]
    return min((*chart.values, *targets)), max((*chart.values, *targets))


def shared_scales(pack: Pack, figures_: Sequence[Figure]) -> str:
    """`W 1 and W1 a share one scale.` for each scale that several charts share."""
    shared: dict[tuple[tuple[float, float], bool], list[str]] = {}
    for figure in figures_:
        if figure.chart.extent is not None:
            shared.setdefault((figure.chart.extent, figure.chart.percent), []).append(figure.outline)
    words = pack.words
    return " ".join(words("charts.share_scale", references=words.joined(refs)) for refs in shared.values())


# ------------------------------------------------------------------------------------------ one chart


def chart_of(pack: Pack, indicator: Indicator) -> Chart:
    """The series over the periods shown, each period with its own target, and what is drawn with it."""
    words, good = pack.words, good_side(pack, indicator)
    months, kind = due_periods(pack, indicator), KINDS[indicator.chart]
    later, again = runs(indicator, months)[1:], _new_years(pack, indicator, months)
    target = next(
        (held for month in reversed(months) if (held := drawn_target(pack, indicator, month))), None
    )
    chart = Chart(
        points=tuple(_point(pack, indicator, month) for month in months),
        percent=indicator.unit is Unit.PERCENT,
        kind=ChartKind.LINE if indicator.grades else kind.drawn_as,
        target_words=words("charts.target", target=target.published) if target else "",
        good_side=None if good is None else GoodSide.HIGHER if good else GoodSide.LOWER,
        good_words=(words("charts.higher" if good else "charts.lower"), words("charts.better")),
        breaks=tuple(sorted({*(months.index(run[0]) for run in later), *again})),
        break_words=_break_words(words, later=bool(later), again=bool(again)),
        scale_words=words.entries["charts.scale_begins"],
        events=tuple(_events(pack, indicator)),
        grades=indicator.grades,
        clock=CLOCKS.get(indicator.unit, 0),
    )
    drawn = kind.extend(pack, indicator, chart)
    return with_comparators(pack, indicator, drawn) if pack.comparators else drawn


def _new_years(pack: Pack, indicator: Indicator, months: tuple[Period, ...]) -> tuple[int, ...]:
    """The points at which a year to date starts again."""
    if indicator.basis is not Basis.YEAR_TO_DATE:
        return ()
    years = [financial_year(month, pack.year.start.month) for month in months]
    return tuple(index for index in range(1, len(months)) if years[index] != years[index - 1])


def _break_words(words: Words, *, later: bool, again: bool) -> str:
    """What is said over a chart's breaks; nothing where they are of two kinds."""
    if later and again:
        return ""
    return words("charts.new_definition") if later else words("charts.new_year") if again else ""


def _point(pack: Pack, indicator: Indicator, month: Period) -> Point:
    observation, target = pack.observation(indicator.ref, month), drawn_target(pack, indicator, month)
    level = float(target.value) if target and target.value is not None else None
    named = target.published if target else ""
    label, current = pack.words.short_period(month), month == pack.period
    if observation is None or observation.value is None:
        status = observation.status if observation else ValueStatus.NOT_STATED
        return Point(label, None, pack.words.of("value_status", status), current, level, named)
    words = format_value(observation.value, indicator)
    return Point(label, float(observation.value), words, current, level, named)


def _events(pack: Pack, indicator: Indicator) -> Iterator[ChartEvent]:
    """Each dated note where it is short; else its period, and the note is under the chart."""
    months = due_periods(pack, indicator)
    for start, said in _dated(pack, indicator):
        yield ChartEvent(
            months.index(start), said if len(said) <= SHORT_EVENT else pack.words.short_period(start)
        )


def _dated(pack: Pack, indicator: Indicator) -> Iterator[tuple[Period, str]]:
    """The notes of an indicator that are drawn in its chart, each with the period that it begins with."""
    months = due_periods(pack, indicator)
    for note in pack.notes:
        if note.chart and note.ref == indicator.ref and note.start is not None and note.start in months:
            yield note.start, note.text


def _as_it_is(pack: Pack, indicator: Indicator, chart: Chart) -> Chart:  # noqa: ARG001
    return chart


def _against_last_year(pack: Pack, indicator: Indicator, chart: Chart) -> Chart:
    """The same periods of the year before as a dashed line."""
    values: list[Decimal | None] = []
    for month in (month.same_last_year for month in due_periods(pack, indicator)):
        seen = pack.observation(indicator.ref, month)
        alike = seen is not None and indicator.comparable(month, pack.period)
        values.append(seen.value if seen is not None and alike else None)
    known = [value for value in values if value is not None]
    if not known:
        return chart
    named = pack.words("charts.last_year", value=format_value(known[-1], indicator))
    series = OtherSeries(tuple(None if value is None else float(value) for value in values), named)
    return replace(chart, others=(series,), series_words=pack.words("charts.this_year"))


def _in_parts(pack: Pack, indicator: Indicator, chart: Chart) -> Chart:
    """Columns in the parts that the indicator names; plain ones where the parts do not make the whole."""
    parts, months = parts_of(pack, indicator), due_periods(pack, indicator)
    known = [month for month, point in zip(months, chart.points, strict=True) if point.value is not None]
    stacks = 0 < len(parts) <= MOST_PARTS and all(makes_whole(pack, indicator, month) for month in known)
    if indicator.grades or not stacks:
        return chart
    points = tuple(
        replace(point, parts=tuple(map(float, parts_in(pack, indicator, month)))) if month in known else point
        for month, point in zip(months, chart.points, strict=True)
    )
    names = tuple(part.definition(pack.period).reference for part in parts)
    return replace(chart, kind=ChartKind.STACKED, points=points, part_words=names)


# ------------------------------------------------------------------------------------------- its words


def _figure(pack: Pack, drawn: ChartDraft) -> Figure:
    indicator = drawn.indicator
    definition = indicator.definition(pack.period)
    shown, said = definition.reference, _about_target(pack, indicator)
    forms = messages(pack, indicator)
    title = ended(definition.title) if said else definition.title
    to_table = pack.words("charts.to_table", reference=shown)
    name: list[Inline] = [
        Link(f"#{row_anchor(pack, indicator)}", (Text(shown, strong=True),), to_table),
        Text(f" {title}", quiet=True, language=definition.language),
    ]
    if said:
        name.append(Text(f" {said}", quiet=True))
    return Figure(
        chart=drawn.chart,
        alt=alt_text(pack, indicator, forms[0]),
        caption=tuple(name),
        note=_note(pack, indicator),
        anchor=chart_anchor(indicator),
        message=forms if pack.facts.chart_messages else (),
        rating=badge_of(rate(pack, indicator.ref, pack.period)) if pack.facts.chart_messages else None,
        outline=shown,
    )


def _note(pack: Pack, indicator: Indicator) -> tuple[Inline, ...]:
    """Dated notes too long to be in the chart."""
    said = [
        pack.words("charts.dated", period=pack.words.short_period(start), note=sentence(note))
        for start, note in _dated(pack, indicator)
        if len(note) > SHORT_EVENT
    ]
    return (Text(" ".join(said), quiet=True),) if said else ()


def _about_target(pack: Pack, indicator: Indicator) -> str:
    """What the line does not say: that the target changed, is not drawn, or is not where Green begins."""
    words, target = pack.words, pack.target(indicator.ref, pack.period)
    changes = target_changes(pack, indicator)
    if changes:
        (last, one, first, two), key = changes[-1], "target_changed"
        if len(changes) > 1:
            last, one, key = changes[0][0], changes[0][1], "target_by_period"
        return words(
            f"charts.{key}",
            before=one.published,
            last=words.short_period(last),
            after=two.published,
            first=words.short_period(first),
        )
    if target is None or target.value is None:
        return ""
    if target.of_denominator:
        return words("charts.cohort_target", target=target.published)
    better = good_side(pack, indicator)
    if target.bands is not None and target.value != target.bands.green and better is not None:
        key = "charts.green_at_least" if better else "charts.green_at_most"
        return words(key, threshold=format_value(target.bands.green, indicator), **words.ratings)
    return ""


# ------------------------------------------------------------------------------- instead of a chart


def statements(pack: Pack, indicators: tuple[Indicator, ...], arrangement: str) -> tuple[Paragraph, ...]:
    """A sentence for each indicator that has too few values for a chart."""
    if arrangement == "none":
        return ()
    return tuple(
        _statement(pack, each)
        for each in indicators
        if each.chart != "none" and 0 < len(figures(pack, each)) < LEAST_VALUES
    )


def _statement(pack: Pack, indicator: Indicator) -> Paragraph:
    words, known = pack.words, figures(pack, indicator)
    shown = indicator.definition(pack.period).reference
    now = known[-1]
    fields = {
        "reference": shown,
        "now": format_value(now.value, indicator),
        "period": named(words, now.period),
    }
    if len(known) > 1:
        first = known[0]
        fields |= {"before": format_value(first.value, indicator), "earlier": named(words, first.period)}
    values = words("charts.two_values" if len(known) > 1 else "charts.one_value", **fields)
    return Paragraph((Text(values, strong=True), Text(_distance(indicator, now, words))), "statement")


def _distance(indicator: Indicator, now: Figured, words: Words) -> str:
    """How far the latest value is from its target, `; 33 points below the target of 98%.`, or a full stop."""
    if now.target is None or now.target.value is None:
        return words("charts.no_target")
    difference = rounded(now.value, indicator.decimals) - now.target.value
    if not difference:
        return words("charts.on_target", target=now.target.published)
    key = "charts.above_target" if difference > 0 else "charts.below_target"
    size = format_difference(difference, indicator, words, short=True)
    return words(key, size=size, target=now.target.published)


class ChartWord(Struct, frozen=True):
    """What a word of the `chart` column does."""

    drawn_as: ChartKind
    extend: Callable[[Pack, Indicator, Chart], Chart] = _as_it_is
    """What it adds to the chart."""


KINDS: Mapping[str, ChartWord] = MappingProxyType(
    {
        "": ChartWord(ChartKind.COLUMNS),
        "columns": ChartWord(ChartKind.COLUMNS),
        "line": ChartWord(ChartKind.LINE),
        "last year": ChartWord(ChartKind.LINE, _against_last_year),
        "stacked": ChartWord(ChartKind.COLUMNS, _in_parts),
        "none": ChartWord(ChartKind.COLUMNS),
    }
)
"""The words of the `chart` column; `none` is drawn nowhere, see `boardpack.compose.series.is_drawn`."""

CLOCKS: Mapping[Unit, int] = MappingProxyType({Unit.CLOCK: 60, Unit.CLOCK_SECONDS: 1})
"""Units that are written as a clock."""

ARRANGEMENTS: Mapping[str, Arrangement] = MappingProxyType(
    {"columns": columns, "multiples": multiples, "none": columns}
)
"""How a table's indicators can be drawn, by the word that data/sections.csv uses."""

ALIKE = 3.0
SHORT_EVENT = 45
"""Letters of a dated note that can be in a chart."""
