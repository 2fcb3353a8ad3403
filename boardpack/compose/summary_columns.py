"""The columns of the RAG summary: an indicator's latest figure, its target, change, rating and past ratings.

To add a column, add its row to `COLUMNS`, its name to `SUMMARY_COLUMNS` of `boardpack.model.pack`, its header
to `[summary.head]` of `boardpack/words/en.toml`, and its name to the row on `[columns]` in README.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from boardpack.analysis.change import change, streak
from boardpack.analysis.rating import rate
from boardpack.analysis.timeline import counted_period
from boardpack.compose.columns import TableColumn, TableView, target_content, value_content
from boardpack.compose.phrases import (
    Content,
    quiet,
    rating_content,
    rating_letter,
    row_anchor,
    text,
    title_text,
)
from boardpack.compose.series import periods
from boardpack.content import Align, Cell, HeaderScope, Link, PageNumber, Text, Trend
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.pack import Pack


def reference_link(pack: Pack, indicator: Indicator) -> Content:
    """The reference, as a link to the indicator's own row where it has one."""
    shown = indicator.definition(pack.period).summary_reference
    if not indicator.table:
        return text(shown)
    leads_to = pack.words("summary.in_its_table", reference=shown)
    return (Link(f"#{row_anchor(pack, indicator)}", (Text(shown),), leads_to),)


def _reference(view: TableView, indicator: Indicator) -> Content:
    return reference_link(view.pack, indicator)


def _title(view: TableView, indicator: Indicator) -> Content:
    definition = indicator.definition(view.pack.period)
    return title_text(summary_title(view.pack, indicator), definition.language)


def _value(view: TableView, indicator: Indicator) -> Content:
    """The value that counts; an earlier one says of which period it is."""
    pack = view.pack
    period = counted_period(pack, indicator.ref, pack.period)
    value = value_content(pack, indicator, period)
    return value if period == pack.period else (*value, *quiet(f" {pack.words.short_period(period)}"))


def _target(view: TableView, indicator: Indicator) -> Content:
    return target_content(view.pack, indicator)


def _change(view: TableView, indicator: Indicator) -> Content:
    return change_content(view.pack, indicator)


def change_content(pack: Pack, indicator: Indicator) -> Content:
    """The change on the month before, as an arrow and words; the reason in grey where there is none."""
    found = change(pack, indicator.ref, pack.period)
    if found.direction is None:
        return quiet(found.reason(pack.words))
    return (Trend(found.direction, found.sense, found.short(pack.words)),)


def _rag(view: TableView, indicator: Indicator) -> Content:
    pack = view.pack
    return rating_content(rate(pack, indicator.ref, pack.period), pack.words)


def _letters(view: TableView, indicator: Indicator) -> tuple[Cell, ...]:
    pack = view.pack
    ratings = (rate(pack, indicator.ref, month) for month in view.months)
    return tuple(Cell((rating_letter(rating, pack.words, pack.levels),)) for rating in ratings)


def _lasting_for(view: TableView, indicator: Indicator) -> Content:
    pack = view.pack
    return text(periods(pack.words, streak(pack, indicator.ref, pack.period)))


def _page(view: TableView, indicator: Indicator) -> Content:
    """The page that an indicator's row is on."""
    anchor = row_anchor(view.pack, indicator)
    return (PageNumber(anchor),) if indicator.table else quiet(view.pack.words("sheet.no_polarity"))


def letter_heads(view: TableView) -> tuple[Cell, ...]:
    """The headers of the strip of letters: `Apr` for April 2017."""
    words = view.pack.words
    return tuple(
        Cell((Text(words.tiny_period(month), expansion=words.long_period(month)),), HeaderScope.COLUMN)
        for month in view.months
    )


TITLE_DIFFERS = "title-differs"
"""The rule whose waiver, with a note for the reader, reprints the summary's own title."""


def summary_title(pack: Pack, indicator: Indicator) -> str:
    """Return the title of the definition in force; another one only where a reader is told why."""
    definition = indicator.definition(pack.period)
    reprinted = any(
        waiver.rule == TITLE_DIFFERS and waiver.reader and canonical_ref(waiver.subject) == indicator.ref
        for waiver in pack.waivers
    )
    return definition.summary_title if reprinted else definition.title


COLUMNS: Mapping[str, TableColumn] = MappingProxyType(
    {
        "ref": TableColumn("summary.head.ref", _reference, heads_row=True, key=True),
        "title": TableColumn("summary.head.title", _title, key=True, flexible=True),
        "value": TableColumn(
            "summary.head.value", _value, align=Align.NUMBER, current=True, spoken="summary.spoken.value"
        ),
        "target": TableColumn(
            "summary.head.target", _target, align=Align.NUMBER, spoken="summary.spoken.target"
        ),
        "change": TableColumn("summary.head.change", _change, spoken="summary.spoken.change"),
        "rag": TableColumn("summary.head.rag", _rag, spoken="summary.spoken.rag"),
        "letters": TableColumn(cells=_letters, align=Align.CENTRE, quiet=True, folds=True),
    }
)
"""The columns of the summary, in order; the letters of the months come last."""

LASTING_FOR = TableColumn("summary.head.lasting", _lasting_for, spoken="summary.spoken.lasting")
"""The column of the lasting Reds: for how many periods."""

PAGE = TableColumn("summary.head.page", _page, align=Align.NUMBER, paged=True)
"""The column that makes the summary of a small pack its list of contents as well."""
