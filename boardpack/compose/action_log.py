"""The action log, in the words it was published in, with what is late or undated marked beside them."""

from __future__ import annotations

from collections import Counter

from boardpack.analysis.rating import rate
from boardpack.compose.phrases import Content, owner_content, quiet, rating_content, row_anchor, text
from boardpack.content import (
    Badge,
    BadgeKind,
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
from boardpack.document import DocumentSection, SectionRole
from boardpack.model.pack import Action, ActionStatus, Pack

ANCHOR = "action-log"

FOLDING = frozenset({"owner", "indicators"})
"""Columns that a narrow screen may put away."""


def action_log(pack: Pack) -> DocumentSection:
    """The log as a table; owners and linked indicators have a column when any action has them."""
    title = pack.words("action_log.title")
    heading = Heading(1, text(title), ANCHOR, text(_counts(pack)))
    if not pack.actions:
        body: Paragraph | Table = Paragraph(quiet(pack.words("action_log.none")))
    else:
        body = _table(pack)
    return DocumentSection(SectionRole.SHEET, title, (heading, body), ANCHOR)


def _counts(pack: Pack) -> str:
    """`13 actions: 4 complete, 9 in progress; 5 without a date, 1 due before it was raised`."""
    if not pack.actions:
        return ""
    words = pack.words
    statuses = Counter(action.status for action in pack.actions)
    marks = Counter(_mark(pack, action) for action in pack.actions)
    stages = [
        words.of("action_status_counted", status, number=statuses[status])
        for status in ActionStatus
        if statuses[status]
    ]
    late = [words.of("action_log.marked", mark, number=marks[mark]) for mark in MARKS if marks[mark]]
    key = "action_log.counts_late" if late else "action_log.counts"
    actions = words.count("action_log.actions", len(pack.actions))
    return words(key, actions=actions, stages=words.listed(stages), late=words.listed(late))


def _table(pack: Pack) -> Table:
    owned = any(action.owner for action in pack.actions)
    linked = any(action.indicators for action in pack.actions)
    names = ["ref", "actions"]
    names += ["owner"] if owned else []
    names += ["indicators"] if linked else []
    names += ["when", "complete"]
    heads = (pack.words(f"action_log.head.{name}") for name in names)
    return Table(
        tuple(Column(flexible=name == "actions", folds=name in FOLDING) for name in names),
        (Row(tuple(Cell(text(head), HeaderScope.COLUMN) for head in heads)),),
        tuple(_row(pack, action, owned=owned, linked=linked) for action in pack.actions),
        caption=text(pack.words("action_log.title")),
        caption_hidden=True,
        summary=pack.words("action_log.summary"),
    )


def _row(pack: Pack, action: Action, *, owned: bool, linked: bool) -> Row:
    cells = [Cell(text(action.ref), HeaderScope.ROW), Cell(text(action.text))]
    cells += [Cell(owner_content(pack, action.owner))] if owned else []
    cells += [Cell(_indicators(pack, action))] if linked else []
    return Row(
        (*cells, Cell(_due(pack, action)), Cell(_status(pack, action))),
        anchor=f"action-{action.ref.casefold()}",
    )


def _indicators(pack: Pack, action: Action) -> Content:
    """The indicators an action serves, each with its present rating."""
    content: list[Inline] = []
    for ref in action.indicators:
        indicator = pack.indicator(ref)
        if indicator is None:
            continue
        shown = Text(indicator.definition(pack.period).reference)
        content += [Text(", ")] if content else []
        content += [
            Link(f"#{row_anchor(pack, indicator)}", (shown,)) if indicator.table else shown,
            Text(" "),
        ]
        content += rating_content(rate(pack, ref, pack.period), pack.words)
    return tuple(content) or quiet(pack.words("action_log.no_indicators"))


def _due(pack: Pack, action: Action) -> Content:
    due = text(action.due_text) or quiet(pack.words("action_log.no_date"))
    mark = _mark(pack, action)
    return (*due, Text(" "), Badge(mark, pack.words.of("action_log.mark", mark))) if mark else due


def _mark(pack: Pack, action: Action) -> BadgeKind | None:
    if action.due is None and action.is_open:
        return BadgeKind.OPEN
    if action.due is not None and action.raised is not None and action.due < action.raised:
        return BadgeKind.NONE
    return BadgeKind.OVERDUE if action.overdue(pack.period) else None


MARKS = (BadgeKind.OVERDUE, BadgeKind.OPEN, BadgeKind.NONE)
"""What can be marked beside a due date, in the order of the counts above the table."""


def _status(pack: Pack, action: Action) -> Content:
    """The published word, with a badge when it says less than that the action is complete."""
    own = pack.words.of("action_status", action.status)
    published = action.status_text.strip()
    is_own = published.casefold() in {"", own.casefold(), action.status.value}
    if action.status is not ActionStatus.COMPLETE:
        return text(own if is_own else published)
    badge = Badge(BadgeKind.DONE, own)
    return (badge,) if is_own else (*text(published), Text(" "), badge)
