"""The columns of the tables: each a function that makes its cell and its row in `COLUMNS`.

To add a column, write the function that makes its cell and add its row to `COLUMNS`, its name to
`TABLE_COLUMNS` of `boardpack.model.pack` (by which the loader knows it), its header to `[table.head]` of
`boardpack/words/en.toml`, and its name to the row on `[columns]` in README. A pack's `[columns]` has them in
its own order; that of `COLUMNS` is for packs without. Words under `[table.spoken]` are for the summary that a
screen reader speaks. `tests/disclosure/test_leaks.py` looks into every column for what may not be published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct

from boardpack.analysis.accumulate import (
    Accumulated,
    accumulated_words,
    needed_words,
    rolling_year,
    year_to_date,
)
from boardpack.analysis.change import change
from boardpack.analysis.formatting import band_words, format_value
from boardpack.analysis.rating import rate
from boardpack.compose.phrases import (
    Content,
    ended,
    markers,
    owner_content,
    quiet,
    rating_content,
    rating_names,
    said_of,
    text,
    title_text,
)
from boardpack.compose.series import chart_anchor, is_drawn, runs
from boardpack.content import Align, Cell, LineBreak, Link, Text, Trend
from boardpack.model.indicator import Indicator
from boardpack.model.observation import DataNote, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import RatingBasis


class TableView(Struct, frozen=True):
    """What a table shows: some indicators of a pack over some months."""

    pack: Pack
    indicators: tuple[Indicator, ...]
    months: tuple[Period, ...]


class TableColumn(Struct, frozen=True):
    """A column, or one for each month where it has `cells`; `align` may depend on what is shown."""

    head: str | Callable[[TableView], str] = ""
    """Key of its header, which may name {year}, {period} and {name}."""
    cell: Callable[[TableView, Indicator], Content] | None = None
    cells: Callable[[TableView, Indicator], tuple[Cell, ...]] | None = None
    """The cells of an indicator's months, which may span them."""
    heads_row: bool = False
    """Whether its cells are the headers of their rows: one column's are, so that one is spoken."""
    key: bool = False
    """Whether it says what a row is about, and so goes with each part of a table that is too wide."""
    paged: bool = False
    """Whether it holds page numbers, which only paper has."""
    align: Align | Callable[[TableView], Align] = Align.LEFT
    flexible: bool = False
    quiet: bool = False
    folds: bool = False
    """Whether a narrow screen may put it away; the pack's own month stays."""
    current: bool = False
    """Whether it is of the pack's own month, and emphasised."""
    spoken: str = ""
    """Key of its words in the spoken summary; empty for a column that the summary does not name."""
    usual: bool = True
    """Whether a table has it that asks for no columns of its own."""
    name: str = ""
    """What {name} of its header is: that of a comparator."""


def named_column(pack: Pack, name: str) -> TableColumn | None:
    """Return the column of a name; None for a name that is neither a column's nor a comparator's."""
    known = COLUMNS.get(name.casefold())
    if known is not None:
        return known
    figures = {one.name.casefold(): one.name for one in pack.comparators}
    if name.casefold() not in figures:
        return None
    shown = figures[name.casefold()]
    return TableColumn(
        "table.head.comparator",
        partial(_comparator, name=shown),
        align=Align.NUMBER,
        folds=True,
        usual=False,
        name=shown,
    )


def _reference(view: TableView, indicator: Indicator) -> Content:
    """The reference, which leads to the indicator's chart where there is one."""
    shown = indicator.definition(view.pack.period).reference
    if not is_drawn(view.pack, indicator):
        return text(shown)
    said = view.pack.words("charts.to_chart", reference=shown)
    return (Link(f"#{chart_anchor(indicator)}", (Text(shown),), said),)


def _title(view: TableView, indicator: Indicator) -> Content:
    definition = indicator.definition(view.pack.period)
    return title_text(definition.title, definition.language)


def _polarity(view: TableView, indicator: Indicator) -> Content:
    words, polarity = view.pack.words, indicator.polarity
    if polarity is None:
        return (Text(words("sheet.no_polarity"), quiet=True, expansion=words("general.not_stated")),)
    return (Text(words.of("polarity", polarity), expansion=words.of("polarity_meaning", polarity)),)


def _months(view: TableView, indicator: Indicator) -> tuple[Cell, ...]:
    pack, months = view.pack, view.months
    note = spanning_note(pack, indicator, months)
    if note is not None:
        status = status_of(pack, indicator, months[0])
        said = (*text(note.text), Text(" ", quiet=True), *markers(status, pack.words))
        return (Cell(said, colspan=len(months)),)
    firsts = {run[0] for run in runs(indicator, pack.months)[1:]}
    return tuple(Cell(value_content(pack, indicator, month, broken=month in firsts)) for month in months)


def spanning_note(pack: Pack, indicator: Indicator, months: tuple[Period, ...]) -> DataNote | None:
    """The note that takes the place of a row's cells when every month lacks a figure for one reason."""
    statuses = {status_of(pack, indicator, month) for month in months}
    if len(months) < 2 or len(statuses) > 1 or statuses.pop().has_value:
        return None
    notes = (note for note in pack.notes if note.ref == indicator.ref)
    return next((note for note in notes if all(note.covers(month) for month in months)), None)


def value_content(pack: Pack, indicator: Indicator, month: Period, *, broken: bool = False) -> Content:
    """A month's cell: the value with its markers, or the shorthand of a missing one in grey."""
    observation = pack.observation(indicator.ref, month)
    status = status_of(pack, indicator, month)
    marked = markers(status, pack.words, broken=broken)
    if observation is None or observation.value is None:
        return marked
    value = text(format_value(observation.value, indicator))
    return (*value, Text(" ", quiet=True), *marked) if marked else value


def status_of(pack: Pack, indicator: Indicator, month: Period) -> ValueStatus:
    """The status of a month's value; a cell that is not in the file is not stated."""
    observation = pack.observation(indicator.ref, month)
    return observation.status if observation else ValueStatus.NOT_STATED


def _target(view: TableView, indicator: Indicator) -> Content:
    return target_content(view.pack, indicator)


def target_content(pack: Pack, indicator: Indicator) -> Content:
    """The target word for word; `not set` in grey where the source leaves it blank."""
    target = pack.target(indicator.ref, pack.period)
    return (
        text(target.published) if target and target.published else quiet(pack.words("table.target_not_set"))
    )


def _target_head(view: TableView) -> str:
    """Whose target it is: the year's, or that of the pack's own period where targets change."""
    targets = [view.pack.target(indicator.ref, view.pack.period) for indicator in view.indicators]
    changes = any(target is not None and target.of_period is not None for target in targets)
    return "table.head.target_now" if changes else "table.head.target"


def _last_year(view: TableView, indicator: Indicator) -> Content:
    return value_content(view.pack, indicator, view.pack.period.same_last_year)


def _ytd(view: TableView, indicator: Indicator) -> Content:
    return _accumulated(view, indicator, year_to_date(view.pack, indicator.ref, view.pack.period))


def _rolling(view: TableView, indicator: Indicator) -> Content:
    return _accumulated(view, indicator, rolling_year(view.pack, indicator.ref, view.pack.period))


def _accumulated(view: TableView, indicator: Indicator, found: Accumulated | None) -> Content:
    if found is None:
        return quiet(view.pack.words("table.not_added"))
    return text(accumulated_words(found, indicator, view.pack.words))


def _needed(view: TableView, indicator: Indicator) -> Content:
    """What the rest of the year must reach, and whether it still can."""
    words = needed_words(view.pack, indicator, view.pack.period)
    return text(words) if words else quiet(view.pack.words("table.no_comparator"))


def _forecast(view: TableView, indicator: Indicator) -> Content:
    """What somebody expects, with the role and the day, and its period where that is not the year."""
    found, words = view.pack.forecast(indicator.ref), view.pack.words
    if found is None:
        return quiet(words("table.no_comparator"))
    said = words("table.forecast_by", role=found.role, day=words.day(found.on))
    if found.period.last != view.pack.year.months[-1].last:
        said = words("table.forecast_of", period=words.short_period(found.period), said=said)
    return (*text(format_value(found.value, indicator)), *quiet(f" {said}"))


def _short_direction(view: TableView, indicator: Indicator) -> Content:
    return _direction(view, indicator, None)


def _long_direction(view: TableView, indicator: Indicator) -> Content:
    return _direction(view, indicator, view.pack.period.same_last_year)


def _direction(view: TableView, indicator: Indicator, since: Period | None) -> Content:
    """An arrow for the movement of the number and a word for its goodness; the reason where there is none."""
    found, words = change(view.pack, indicator.ref, view.pack.period, since), view.pack.words
    if found.direction is None:
        return quiet(found.reason(words))
    return (Trend(found.direction, found.sense, words(f"direction.{found.goodness}")),)


def _comparator(view: TableView, indicator: Indicator, *, name: str) -> Content:
    """A comparator's latest figure with its own period, and how many it is made of."""
    found, words = view.pack.comparator(indicator.ref, name), view.pack.words
    if found is None:
        return quiet(words("table.no_comparator"))
    said = words("table.comparator_of", period=found.period_text)
    if found.count:
        said = words("table.comparator_count", period=found.period_text, count=found.count)
    return (*text(format_value(found.value, indicator)), *quiet(f" {said}"))


def _owner(view: TableView, indicator: Indicator) -> Content:
    if not indicator.owner:
        words = view.pack.words
        return (Text(words("sheet.no_polarity"), quiet=True, expansion=words("general.not_stated")),)
    return owner_content(view.pack, indicator.owner)


def _rag(view: TableView, indicator: Indicator) -> Content:
    """The badge, and under it what is said beside it."""
    pack = view.pack
    rating = rate(pack, indicator.ref, pack.period)
    badge, *_ = rating_content(rating, pack.words)
    said = said_of(rating, pack.words)
    return (badge, LineBreak(), *quiet(said)) if said else (badge,)


def _methodology(view: TableView, indicator: Indicator) -> Content:
    """The published sentence about the bands, and why a rating is not computed from them."""
    target = view.pack.target(indicator.ref, view.pack.period)
    words = (target.methodology or band_words(view.pack, indicator, target)) if target else ""
    published = _bands_in_lines(words, (*rating_names(view.pack).values(), *PUBLISHED_RATINGS))
    said = _how_rated(view.pack, indicator)
    apart = (LineBreak(),) if LineBreak() in published else text(" ")
    return (*published, *(apart if published and said else ()), *quiet(said))


def _bands_in_lines(words: str, ratings: Iterable[str]) -> Content:
    """Set the words about each rating on a line of their own; whether its name comes first or last."""
    names = "|".join(re.escape(name) for name in sorted({*ratings}, key=len, reverse=True) if len(name) > 1)
    if re.match(rf"(?:{names})\b", words):
        breaks = [match.start() for match in re.finditer(rf"(?<=[,;.])\s+(?=(?:{names})\b)", words)]
    else:
        breaks = [match.end() for match in re.finditer(rf"\b(?:{names})\b[,;.]?(?=\s)", words)]
    lines = [words[start:end].strip() for start, end in pairwise([0, *breaks, len(words)])]
    return tuple(piece for line in lines for piece in (LineBreak(), Text(line)))[1:] if words else ()


def _how_rated(pack: Pack, indicator: Indicator) -> str:
    rating = rate(pack, indicator.ref, pack.period)
    if rating.basis is RatingBasis.COMPUTED:
        return ""
    reason = rating.reason or pack.words("rating_reason.no_bands")
    return pack.words.of("table.rated", rating.basis, reason=ended(reason))


COLUMNS: Mapping[str, TableColumn] = MappingProxyType(
    {
        "number": TableColumn("table.head.number", _reference, heads_row=True, key=True),
        "title": TableColumn("table.head.title", _title, key=True, flexible=True),
        "polarity": TableColumn("table.head.polarity", _polarity, align=Align.CENTRE, quiet=True, folds=True),
        "months": TableColumn(cells=_months, align=Align.NUMBER, current=True, folds=True),
        "target": TableColumn(_target_head, _target, align=Align.NUMBER, spoken="table.spoken.target"),
        "owner": TableColumn(
            "table.head.owner", _owner, align=Align.CENTRE, folds=True, spoken="table.spoken.owner"
        ),
        "rag": TableColumn("table.head.rag", _rag, spoken="table.spoken.rag"),
        "methodology": TableColumn(
            "table.head.methodology",
            _methodology,
            flexible=True,
            quiet=True,
            folds=True,
            spoken="table.spoken.methodology",
        ),
        "last year": TableColumn(
            "table.head.last_year", _last_year, align=Align.NUMBER, folds=True, usual=False
        ),
        "ytd": TableColumn("table.head.ytd", _ytd, align=Align.NUMBER, folds=True, usual=False),
        "rolling year": TableColumn(
            "table.head.rolling", _rolling, align=Align.NUMBER, folds=True, usual=False
        ),
        "direction": TableColumn("table.head.direction", _short_direction, usual=False),
        "needed rate": TableColumn("table.head.needed", _needed, folds=True, usual=False),
        "forecast": TableColumn("table.head.forecast", _forecast, folds=True, usual=False),
        "long direction": TableColumn("table.head.long_direction", _long_direction, folds=True, usual=False),
    }
)
"""The columns that an indicator table may have; the name of a comparator is one more."""


PUBLISHED_RATINGS = ("Red", "Amber", "Yellow", "Green")
"""Names that ratings have in published words about bands, whatever the pack calls them."""
