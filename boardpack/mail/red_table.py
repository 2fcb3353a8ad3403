"""The table of a message: each Red indicator, worst first, with its page and what is being done about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boardpack.analysis.change import News, red_months
from boardpack.analysis.rating import rate
from boardpack.compose.columns import target_content, value_content
from boardpack.compose.phrases import ended, quiet, rating_names, said_of, text
from boardpack.compose.summary_columns import change_content
from boardpack.content import (
    Align,
    Cell,
    Column,
    HeaderScope,
    Heading,
    Inline,
    Link,
    Paragraph,
    Row,
    Table,
    Text,
)
from boardpack.document import Block
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Action, Pack

WIDTH = 4
"""Columns of the table."""


def red_table(pack: Pack, found: News, pages: Mapping[str, str], links: Mapping[str, str]) -> Iterator[Block]:
    """Yield the heading, the order of the rows in words, and the table; or that no indicator is Red."""
    words, names = pack.words, rating_names(pack)
    yield Heading(2, text(words("mail.red.title", **names)))
    if not found.red:
        yield Paragraph(text(words("mail.red.none", **names)))
        return
    yield Paragraph(quiet(words("mail.red.order", **names)), "note")
    labels = (
        words("mail.red.indicator"),
        words.short_period(pack.period),
        words("mail.red.target"),
        words("mail.red.change", period=words.short_period(pack.period.previous)),
    )
    yield Table(
        (Column(flexible=True), Column(Align.NUMBER, current=True), Column(), Column()),
        (Row(tuple(Cell(text(label), HeaderScope.COLUMN) for label in labels)),),
        tuple(row for one in found.red for row in _rows(pack, one, pages, links)),
        caption=text(words("mail.red.caption", period=words.long_period(pack.period), **names)),
        caption_hidden=True,
        summary=words("mail.red.summary", **names),
        role="summary",
    )


def _rows(
    pack: Pack, indicator: Indicator, pages: Mapping[str, str], links: Mapping[str, str]
) -> Iterator[Row]:
    """An indicator's figures, then a row for each open action that serves it."""
    words, definition = pack.words, indicator.definition(pack.period)
    reference = Text(definition.summary_reference, strong=True)
    link = links.get(indicator.ref, "")
    name: tuple[Inline, ...] = (
        Link(link, (reference,)) if link else reference,
        Text(f" {definition.title}", language=definition.language),
    )
    yield Row(
        (
            Cell((*name, *_facts(pack, indicator, pages.get(indicator.ref, ""))), HeaderScope.ROW),
            Cell(value_content(pack, indicator, pack.period)),
            Cell(target_content(pack, indicator)),
            Cell(change_content(pack, indicator)),
        )
    )
    for action in pack.actions:
        if action.is_open and indicator.ref in action.indicators:
            label = quiet(f"{words('mail.red.action')} ")
            yield Row((Cell((*label, *action_content(pack, action)), colspan=WIDTH),))


def _facts(pack: Pack, indicator: Indicator, page: str) -> tuple[Inline, ...]:
    """`(as reported, Red for 4 months, page 14)`, in grey."""
    words, names = pack.words, rating_names(pack)
    said = [said_of(rate(pack, indicator.ref, pack.period), words)]
    months = red_months(pack, indicator)
    said += [words("mail.red.lasting", number=months, **names)] if months > 1 else []
    said += [words("mail.red.page", page=page)] if page else []
    return quiet(f" ({words.listed(filter(None, said))})") if any(said) else ()


def action_content(pack: Pack, action: Action) -> tuple[Inline, ...]:
    """`Oct-01: Two teams are in place. Due Dec-17.`, the reference in bold."""
    return (Text(action.ref, strong=True), Text(f": {ended(action.text)} {_due(pack, action)}"))


def _due(pack: Pack, action: Action) -> str:
    if action.due is None:
        return pack.words("mail.actions.no_date")
    if action.raised is not None and action.due < action.raised:
        return pack.words("mail.actions.before_raised", due=action.due_text)
    key = "mail.actions.overdue" if action.overdue(pack.period) else "mail.actions.due"
    return pack.words(key, due=action.due_text)
