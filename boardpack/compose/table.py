"""The table of a page: a row for each indicator, a column for each month, then target, owner and rating.

What is in each column is said in `boardpack.compose.columns`.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from boardpack.compose.columns import COLUMNS, TableColumn, TableView, named_column
from boardpack.compose.phrases import (
    row_anchor,
    text,
)
from boardpack.compose.series import is_drawn
from boardpack.content import Align, Cell, Column, HeaderScope, LineBreak, Row, Table, Text
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from boardpack.model.period import Period

WIDEST = 12
"""Most months in one table; earlier ones have a table of their own below it."""
ROOMY = 9
"""Up to so many months a column's header is one word; beyond, it is the month above the year."""


def indicator_tables(pack: Pack, title: str, indicators: tuple[Indicator, ...]) -> tuple[Table, ...]:
    """The table of some indicators; a second one for the months that no longer fit beside the rest."""
    if not indicators:
        return ()
    months, earlier = pack.months[-WIDEST:], pack.months[:-WIDEST]
    view = TableView(pack, indicators, months)
    first, *more = split_columns(chosen_columns(view, indicators[0].table))
    main = _main(view, title, first)
    if more:
        rest = tuple(_continued(view, title, group) for group in more)
        last = (_earlier(TableView(pack, indicators, earlier), title),) if earlier else ()
        return (main, *rest, *last)
    return (main, _earlier(TableView(pack, indicators, earlier), title)) if earlier else (main,)


def chosen_columns(view: TableView, table: str) -> tuple[TableColumn, ...]:
    """The columns that the pack asks for in a table, or the usual ones."""
    asked = view.pack.columns.get(table) or view.pack.columns.get("table")
    if asked is None:
        return tuple(column for column in COLUMNS.values() if column.usual)
    return tuple(found for name in asked if (found := named_column(view.pack, name)) is not None)


def split_columns(chosen: tuple[TableColumn, ...]) -> list[tuple[TableColumn, ...]]:
    """Put columns that no longer fit beside the periods in a table of their own, with the names again."""
    extra = [column for column in chosen if not column.usual]
    if len(extra) <= EXTRA:
        return [chosen]
    names = tuple(column for column in chosen if column.key)
    first = tuple(column for column in chosen if column not in extra)
    return [first, (*names, *extra)]


def _continued(view: TableView, title: str, chosen: tuple[TableColumn, ...]) -> Table:
    words = view.pack.words
    return Table(
        table_columns(view, chosen),
        (table_head(view, chosen),),
        tuple(table_row(view, chosen, indicator) for indicator in view.indicators),
        caption=text(words("table.continued")),
        summary=words("table.continued_summary", title=title),
        role="figures",
    )


def _main(view: TableView, title: str, chosen: tuple[TableColumn, ...]) -> Table:
    words, span = view.pack.words, view.pack.words.span(view.months)
    return Table(
        table_columns(view, chosen),
        (table_head(view, chosen),),
        tuple(_own_row(view, chosen, indicator) for indicator in view.indicators),
        caption=text(words("table.caption", title=title, span=span)),
        caption_hidden=True,
        summary=words("table.summary", span=span, columns=words.joined(spoken_columns(view, chosen))),
        role="figures",
    )


def _earlier(view: TableView, title: str) -> Table:
    words, span = view.pack.words, view.pack.words.span(view.months)
    chosen = tuple(COLUMNS[name] for name in EARLIER)
    return Table(
        table_columns(view, chosen),
        (table_head(view, chosen),),
        tuple(table_row(view, chosen, indicator) for indicator in view.indicators),
        caption=text(words("table.earlier", span=span)),
        summary=words("table.earlier_summary", title=title, span=span),
        role="figures",
    )


# --------------------------------------------------------------------------------- a table of columns


def table_columns(view: TableView, chosen: Sequence[TableColumn]) -> tuple[Column, ...]:
    """How each column is set: one for each row of a table of columns, one a month where it has months."""
    return tuple(column for each in chosen for column in _columns(view, each))


def _columns(view: TableView, chosen: TableColumn) -> tuple[Column, ...]:
    align = chosen.align if isinstance(chosen.align, Align) else chosen.align(view)
    if chosen.cells is None:
        return (
            Column(
                align,
                current=chosen.current,
                flexible=chosen.flexible,
                quiet=chosen.quiet,
                key=chosen.key,
                paged=chosen.paged,
                folds=chosen.folds,
            ),
        )
    current = view.pack.period if chosen.current else None
    return tuple(
        Column(
            align,
            current=month == current,
            quiet=chosen.quiet,
            series=True,
            folds=chosen.folds and month != current,
        )
        for month in view.months
    )


def table_head(view: TableView, chosen: Sequence[TableColumn]) -> Row:
    """The row of headers, in the pack's own words."""
    return Row(tuple(cell for each in chosen for cell in _heads(view, each)))


def _heads(view: TableView, chosen: TableColumn) -> tuple[Cell, ...]:
    words = view.pack.words
    if chosen.cells is not None and not chosen.head:
        return tuple(_month_head(view, month) for month in view.months)
    head = chosen.head if isinstance(chosen.head, str) else chosen.head(view)
    label = words(
        head,
        year=view.pack.year.label,
        period=words.short_period(view.pack.period),
        name=chosen.name,
        last_year=words.short_period(view.pack.period.same_last_year),
    )
    return (Cell(text(label), HeaderScope.COLUMN),)


def _month_head(view: TableView, month: Period) -> Cell:
    words = view.pack.words
    if len(view.months) <= ROOMY:
        return Cell(text(words.short_period(month)), HeaderScope.COLUMN)
    upper, lower = words.stacked_period(month)
    return Cell((Text(upper), LineBreak(), Text(lower)), HeaderScope.COLUMN)


def table_row(view: TableView, chosen: Sequence[TableColumn], indicator: Indicator) -> Row:
    """The row of an indicator."""
    return Row(tuple(cell for each in chosen for cell in _cells(view, each, indicator)))


def _own_row(view: TableView, chosen: Sequence[TableColumn], indicator: Indicator) -> Row:
    """The row that links to an indicator lead to; in the outline where there is no chart to be there."""
    shown = "" if is_drawn(view.pack, indicator) else indicator.definition(view.pack.period).reference
    row = table_row(view, chosen, indicator)
    return replace(row, anchor=row_anchor(view.pack, indicator), outline=shown)


def _cells(view: TableView, chosen: TableColumn, indicator: Indicator) -> tuple[Cell, ...]:
    if chosen.cells is not None:
        return chosen.cells(view, indicator)
    content = () if chosen.cell is None else chosen.cell(view, indicator)
    return (Cell(content, HeaderScope.ROW if chosen.heads_row else None),)


def spoken_columns(view: TableView, chosen: Sequence[TableColumn]) -> tuple[str, ...]:
    """What the spoken summary says of the columns that it names."""
    return tuple(view.pack.words(each.spoken) for each in chosen if each.spoken)


EXTRA = 4
"""Most columns beside the usual ones before they get a table of their own."""


EARLIER = ("number", "title", "months")
"""The columns of the table of earlier months."""
