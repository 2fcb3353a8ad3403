"""The action log, in the words it was published in, with what is late or undated marked beside them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from boardpack.analysis.rating import rate
from boardpack.compose.phrases import owner_content, quiet, rating_content, text
from boardpack.compose.rewording import Content
from boardpack.compose.table import row_anchor
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
from boardpack.model.action import Action, ActionStatus
from boardpack.model.pack import Pack

TITLE = "Priority Indicators Action Log"
ANCHOR = "action-log"


def action_log(pack: Pack) -> DocumentSection:
    """The log as a table; owners and linked indicators have a column when any action has them."""
    heading = Heading(1, text(TITLE), ANCHOR, text(_counts(pack)))
    if not pack.actions:
        body: Paragraph | Table = Paragraph(quiet("No actions are recorded."))
    else:
        body = _table(pack)
    return DocumentSection(SectionRole.SHEET, TITLE, (heading, body), ANCHOR)


def _counts(pack: Pack) -> str:
    """`13 actions: 4 complete, 9 in progress; 5 without a date, 1 due before it was raised`."""
    if not pack.actions:
        return ""
    statuses = [action.status for action in pack.actions]
    stages = [f"{statuses.count(status)} {status.value}" for status in ActionStatus if status in statuses]
    marks = [mark for action in pack.actions if (mark := _mark(pack, action)) is not None]
    late = [f"{marks.count(kind)} {_MARKS[kind][1]}" for kind in _MARKS if kind in marks]
    actions = f"{len(statuses)} action{'' if len(statuses) == 1 else 's'}"
    return "; ".join(filter(None, (f"{actions}: {', '.join(stages)}", ", ".join(late))))


def _table(pack: Pack) -> Table:
    owned = any(action.owner for action in pack.actions)
    linked = any(action.indicators for action in pack.actions)
    columns = [Column(), Column(flexible=True)]
    labels = ["REF", "ACTIONS"]
    for wanted, label in ((owned, "OWNER"), (linked, "INDICATORS")):
        columns += [Column()] if wanted else []
        labels += [label] if wanted else []
    return Table(
        (*columns, Column(), Column()),
        (Row(tuple(Cell(text(label), HeaderScope.COLUMN) for label in (*labels, "WHEN?", "COMPLETE?"))),),
        tuple(_row(pack, action, owned=owned, linked=linked) for action in pack.actions),
        caption=text(TITLE),
        caption_hidden=True,
        summary="A row for each action: its reference, what is to be done, when it is due and how far it is.",
    )


def _row(pack: Pack, action: Action, *, owned: bool, linked: bool) -> Row:
    cells = [Cell(text(action.ref), HeaderScope.ROW), Cell(text(action.text))]
    cells += [Cell(owner_content(pack, action.owner))] if owned else []
    cells += [Cell(_indicators(pack, action))] if linked else []
    return Row(
        (*cells, Cell(_due(pack, action)), Cell(_status(action))), anchor=f"action-{action.ref.casefold()}"
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
        content += [Link(f"#{row_anchor(indicator)}", (shown,)) if indicator.table else shown, Text(" ")]
        content += rating_content(rate(pack, ref, pack.period))
    return tuple(content) or quiet("none")


def _due(pack: Pack, action: Action) -> Content:
    words = text(action.due_text) or quiet("not stated")
    mark = _mark(pack, action)
    return (*words, Text(" "), Badge(mark, _MARKS[mark][0])) if mark else words


def _mark(pack: Pack, action: Action) -> BadgeKind | None:
    if action.due is None and action.is_open:
        return BadgeKind.OPEN
    if action.due is not None and action.raised is not None and action.due < action.raised:
        return BadgeKind.NONE
    return BadgeKind.OVERDUE if action.overdue(pack.period) else None


_MARKS: Mapping[BadgeKind, tuple[str, str]] = MappingProxyType(
    {
        BadgeKind.OVERDUE: ("Overdue", "overdue"),
        BadgeKind.OPEN: ("No date", "without a date"),
        BadgeKind.NONE: ("Before raised", "due before it was raised"),
    }
)
"""The badge beside a due date, and how the count above the table speaks of it."""


def _status(action: Action) -> Content:
    """The published word, with a badge when it says less than that the action is complete."""
    own = action.status.value.capitalize()
    words = action.status_text.strip() or own
    if action.status is not ActionStatus.COMPLETE:
        return text(own if words.casefold() == own.casefold() else words)
    badge = Badge(BadgeKind.DONE, own)
    return (badge,) if words.casefold() == own.casefold() else (*text(words), Text(" "), badge)
