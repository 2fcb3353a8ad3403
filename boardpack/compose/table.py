"""The table of a page: a row for each indicator, a column for each month, then target, owner and rating."""

from __future__ import annotations

import re

from boardpack.analysis.formatting import format_value
from boardpack.analysis.rating import rate
from boardpack.compose.alt_text import runs
from boardpack.compose.phrases import BREAK, ended, owner_content, quiet, rating_content, span_of, text
from boardpack.compose.rewording import Content
from boardpack.content import Align, Cell, Column, HeaderScope, LineBreak, Row, Table, Text
from boardpack.model.indicator import Indicator, Target, TargetStatus
from boardpack.model.observation import DataNote, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import RatingBasis

WIDEST = 12
"""Most months in one table; earlier ones stand in a table of their own below it."""
ROOMY = 9
"""Up to so many months a column's header is one word; beyond, month and year stand one over the other."""


def indicator_tables(pack: Pack, title: str, indicators: tuple[Indicator, ...]) -> tuple[Table, ...]:
    """The table of some indicators; a second one for the months that no longer fit beside the rest."""
    if not indicators:
        return ()
    months, earlier = pack.months[-WIDEST:], pack.months[:-WIDEST]
    main = _main(pack, title, indicators, months)
    return (main, _earlier(pack, title, indicators, earlier)) if earlier else (main,)


def _main(pack: Pack, title: str, indicators: tuple[Indicator, ...], months: tuple[Period, ...]) -> Table:
    targets = [pack.target(indicator.ref, pack.period) for indicator in indicators]
    columns = (
        Column(),
        Column(flexible=True),
        Column(Align.CENTRE, quiet=True),
        *(Column(Align.NUMBER, current=month == pack.period) for month in months),
        Column(_target_align(targets)),
        Column(Align.CENTRE),
        Column(),
        Column(flexible=True, quiet=True),
    )
    head: tuple[str | Period, ...] = (
        "Indicator Number",
        "Indicator Title",
        "Polarity",
        *months,
        f"{pack.year.label} Target",
        "Target Owner",
        "RAG",
        "RAG Methodology",
    )
    span = span_of(months)
    return Table(
        columns,
        (Row(tuple(_head(label, len(months)) for label in head)),),
        tuple(_row(pack, indicator, months) for indicator in indicators),
        caption=text(f"{title}, {span}"),
        caption_hidden=True,
        summary=f"A row for each indicator; a column for each month, {span}, then the target, "
        "its owner, the rating and how it is rated.",
    )


def _earlier(pack: Pack, title: str, indicators: tuple[Indicator, ...], months: tuple[Period, ...]) -> Table:
    head: tuple[str | Period, ...] = ("Indicator Number", "Indicator Title", *months)
    span = span_of(months)
    body = tuple(
        Row((*_names(pack, indicator), *_months(pack, indicator, months))) for indicator in indicators
    )
    return Table(
        (Column(), Column(flexible=True), *(Column(Align.NUMBER) for _ in months)),
        (Row(tuple(_head(label, len(months)) for label in head)),),
        body,
        caption=text(f"Earlier months, {span}"),
        summary=f"{title}: a row for each indicator, a column for each month, {span}.",
    )


def _head(label: str | Period, months: int) -> Cell:
    if isinstance(label, str):
        return Cell(text(label), HeaderScope.COLUMN)
    if months <= ROOMY:
        return Cell(text(label.short), HeaderScope.COLUMN)
    month, year = label.short.split("-")
    return Cell((Text(month), LineBreak(), Text(year)), HeaderScope.COLUMN)


def _row(pack: Pack, indicator: Indicator, months: tuple[Period, ...]) -> Row:
    target = pack.target(indicator.ref, pack.period)
    cells = (
        *_names(pack, indicator),
        Cell(_polarity(indicator)),
        *_months(pack, indicator, months),
        Cell(target_content(target)),
        Cell(owner_content(pack, indicator.owner)),
        Cell(rating_content(rate(pack, indicator.ref, pack.period))),
        Cell(_methodology(pack, indicator, target)),
    )
    return Row(cells, anchor=row_anchor(indicator))


def row_anchor(indicator: Indicator) -> str:
    """Where links to an indicator lead."""
    return f"indicator-{indicator.ref.casefold()}"


def _names(pack: Pack, indicator: Indicator) -> tuple[Cell, Cell]:
    definition = indicator.definition(pack.period)
    return (
        Cell(text(definition.reference), HeaderScope.ROW),
        Cell(text(definition.title), HeaderScope.ROW),
    )


def _polarity(indicator: Indicator) -> Content:
    if indicator.polarity is None:
        return quiet("not stated")
    return (Text(indicator.polarity.value, expansion=indicator.polarity.words),)


# --------------------------------------------------------------------------------------------- values


def _months(pack: Pack, indicator: Indicator, months: tuple[Period, ...]) -> tuple[Cell, ...]:
    note = spanning_note(pack, indicator, months)
    if note is not None:
        status = status_of(pack, indicator, months[0])
        return (Cell((*text(note.text), *quiet(f" {status.shorthand}")), colspan=len(months)),)
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
    markers = " ".join(filter(None, (status.shorthand, BREAK if broken else "")))
    if observation is None or observation.value is None:
        return quiet(markers)
    value = text(format_value(observation.value, indicator))
    return (*value, *quiet(f" {markers}")) if markers else value


def status_of(pack: Pack, indicator: Indicator, month: Period) -> ValueStatus:
    """What stands in a month's cell; a cell that is not in the file is not stated."""
    observation = pack.observation(indicator.ref, month)
    return observation.status if observation else ValueStatus.NOT_STATED


# ------------------------------------------------------------------------------------ target and rating


def target_content(target: Target | None) -> Content:
    """The target word for word; `not set` in grey where the source leaves it blank."""
    return text(target.published) if target and target.published else quiet("not set")


def _target_align(targets: list[Target | None]) -> Align:
    """On the decimal where every target is a bare number; a mixture stands left."""
    words = [target.published for target in targets if target and target.status is TargetStatus.SET]
    return Align.NUMBER if all(re.fullmatch(r"[£]?[\d.,]+%?", word) for word in words) else Align.LEFT


def _methodology(pack: Pack, indicator: Indicator, target: Target | None) -> Content:
    """The published sentence about the bands, and why a rating is not computed from them."""
    published = text(target.methodology if target else "")
    rating = rate(pack, indicator.ref, pack.period)
    match rating.basis:
        case RatingBasis.COMPUTED:
            said = ""
        case RatingBasis.OVERRIDE:
            said = f"Rating set by override: {ended(rating.reason)}"
        case RatingBasis.REPORTED:
            said = f"Rating printed as reported: {ended(rating.reason)}"
        case RatingBasis.NOT_RATED:
            said = f"Not rated: {ended(rating.reason or 'no rating bands are set')}"
    gap = text(" ") if published and said else ()
    return (*published, *gap, *quiet(said))
