"""The pages of the sections and of the action log.

A table group's page has the table, its notes, the commentary side by side, then the charts. The action log is
in the words it was published in, with what is late or undated marked beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from msgspec.structs import replace

from boardpack.analysis.rating import bigger_is_better, count_ratings, rate
from boardpack.compose.charts import figures_of, shared_scales, statements
from boardpack.compose.columns import spanning_note, status_of
from boardpack.compose.phrases import (
    BREAK,
    Content,
    ended,
    narrative_blocks,
    owner_content,
    quiet,
    rating_content,
    row_anchor,
    sentence,
    shorthand_note,
    text,
    title_text,
)
from boardpack.compose.series import runs
from boardpack.compose.table import WIDEST, indicator_tables
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
from boardpack.document import Beside, Block, DocumentSection, Figure, FigureGroup, Part, SectionRole
from boardpack.model.indicator import Indicator, Polarity
from boardpack.model.narrative import Narrative
from boardpack.model.observation import DataNote, Restatement, ValueStatus
from boardpack.model.pack import Action, ActionStatus, Pack, Section, TableGroup
from boardpack.model.period import Period
from boardpack.words import Words


def sheets(pack: Pack) -> tuple[DocumentSection, ...]:
    """Every table's page, in order; the sets of charts are numbered through the pack."""
    pages = []
    drawn = 0
    for section in pack.sections:
        for table in section.tables:
            page = sheet(pack, section, table, drawn + 1)
            drawn += any(isinstance(block, FigureGroup) for block in page.blocks)
            pages.append(page)
    return tuple(pages)


def sheet(pack: Pack, section: Section, table: TableGroup, graph: int) -> DocumentSection:
    """One table's page; `graph` is the number of its set of charts."""
    indicators = pack.in_table(table.key)
    blocks: tuple[Block, ...] = (
        _heading(pack, section, table),
        *indicator_tables(pack, sheet_title(pack, section, table), indicators),
        *_notes(pack, indicators),
        *_silence(pack, table),
        *statements(pack, indicators, table.charts),
        *_commentary(pack, table),
        *_charts(pack, indicators, table.charts, graph),
    )
    title = sheet_title(pack, section, table)
    return DocumentSection(SectionRole.SHEET, title, blocks, table.key, table.page)


def sheet_title(pack: Pack, section: Section, table: TableGroup) -> str:
    """The section's title with the table's own; its references where a section has several without one."""
    if not table.title and len(section.tables) == 1:
        return section.title
    named = table.title or references(pack, table)
    return pack.words("sheet.title", section=section.title, table=named) if named else section.title


def references(pack: Pack, table: TableGroup) -> str:
    """`CIN 4, CIN 5`: the references of a table as they are displayed."""
    return pack.words.listed(_shown(pack, indicator) for indicator in pack.in_table(table.key))


def _shown(pack: Pack, indicator: Indicator) -> str:
    return indicator.definition(pack.period).reference


def _heading(pack: Pack, section: Section, table: TableGroup) -> Heading:
    refs = [indicator.ref for indicator in pack.in_table(table.key)]
    counts = count_ratings(pack, refs).sentence(pack.words)
    title = sheet_title(pack, section, table)
    shown = references(pack, table) if table.title and len(section.tables) > 1 else ""
    aside = " · ".join(filter(None, (shown, counts)))
    return Heading(1, title_text(title, section.language), table.key, text(aside))


# ---------------------------------------------------------------------------------------------- notes


def _notes(pack: Pack, indicators: tuple[Indicator, ...]) -> tuple[Paragraph, ...]:
    """What a reader needs beside the figures: shorthand, polarity, notes on data, breaks, restatements."""
    lines = [
        _key(pack, indicators),
        *(line for indicator in indicators for line in _about(pack, indicator)),
    ]
    return tuple(Paragraph(text(line), "note") for line in lines if line)


def _key(pack: Pack, indicators: tuple[Indicator, ...]) -> str:
    statuses: set[ValueStatus] = set()
    for indicator in indicators:
        statuses |= {status_of(pack, indicator, month) for month in pack.months}
    broken = any(len(runs(indicator, pack.months)) > 1 for indicator in indicators)
    polarities = sorted({i.polarity for i in indicators if i.polarity}, key=lambda polarity: polarity.value)
    parts = [
        *(_polarity(pack.words, polarity) for polarity in polarities),
        _no_polarity(pack.words)
        if any(each.polarity is None or not each.owner for each in indicators)
        else "",
        pack.words("sheet.break", mark=BREAK) if broken else "",
        shorthand_note(statuses, pack.words),
    ]
    return sentence("; ".join(filter(None, parts))) if any(parts) else ""


def _polarity(words: Words, polarity: Polarity) -> str:
    meaning = words.of("polarity_meaning", polarity)
    return words("sheet.polarity", polarity=words.of("polarity", polarity), meaning=meaning)


def _no_polarity(words: Words) -> str:
    return words("sheet.polarity", polarity=words("sheet.no_polarity"), meaning=words("general.not_stated"))


def _about(pack: Pack, indicator: Indicator) -> list[str]:
    spanning = spanning_note(pack, indicator, pack.months[-WIDEST:])
    notes = [
        _note(pack, indicator, note)
        for note in pack.notes
        if note.ref == indicator.ref and note is not spanning and any(map(note.covers, pack.months))
    ]
    several = runs(indicator, pack.months)
    breaks = [_break(pack, indicator, before[-1], after[0]) for before, after in pairwise(several)]
    restated = [
        _restated(pack, indicator, restatement)
        for restatement in pack.restatements
        if restatement.ref == indicator.ref and restatement.period in pack.months
    ]
    return [*_contradiction(pack, indicator), *notes, *breaks, *restated]


def _break(pack: Pack, indicator: Indicator, last: Period, first: Period) -> str:
    """Where the series is broken, what changed, and what it was called before."""
    words = pack.words
    old, new = indicator.definition(last), indicator.definition(first)
    said = [
        words("sheet.broken", reference=_shown(pack, indicator), period=words.short_period(first)),
        ended(new.change) if new.change else "",
    ]
    if old.title != new.title:
        was = {"reference": old.reference, "title": ended(old.title)}
        said.append(words("sheet.was_titled", period=words.short_period(last), **was))
    return " ".join(filter(None, said))


def _restated(pack: Pack, indicator: Indicator, restatement: Restatement) -> str:
    return pack.words(
        "sheet.restated",
        reference=_shown(pack, indicator),
        period=pack.words.short_period(restatement.period),
        was=restatement.was,
        now=restatement.now,
        reason=sentence(restatement.reason),
    )


def _contradiction(pack: Pack, indicator: Indicator) -> list[str]:
    """Say what is followed where the published polarity and the published bands contradict one another."""
    stated = {Polarity.BIGGER: True, Polarity.SMALLER: False}.get(indicator.polarity or Polarity.NEUTRAL)
    followed = bigger_is_better(pack, indicator.ref, pack.period)
    if stated is None or followed in (None, stated):
        return []
    words = pack.words
    mark = words.of("polarity", indicator.polarity) if indicator.polarity else ""
    key = "sheet.larger_green" if followed else "sheet.smaller_green"
    return [words(key, reference=_shown(pack, indicator), polarity=mark, **words.ratings)]


def _note(pack: Pack, indicator: Indicator, note: DataNote) -> str:
    """`AD 7, May-17 to Jul-17: …`; without months when a note is about all that are shown."""
    months = [month for month in pack.months if note.covers(month)]
    said = {"reference": _shown(pack, indicator), "note": sentence(note.text)}
    if len(months) == len(pack.months):
        return pack.words("sheet.note", **said)
    return pack.words("sheet.note_of", span=pack.words.short_span(months), **said)


# ------------------------------------------------------------------------------- commentary and charts


def _silence(pack: Pack, table: TableGroup) -> Iterator[Paragraph]:
    """One clause in place of the headings of commentary where nothing is written under any of them."""
    if is_silent(pack, table):
        *some, last = (heading.words for heading, _ in pack.commentary(table.key))
        words = pack.words
        headings = words("list.or", some=words.listed(some), last=last) if some else last
        yield Paragraph(text(words("sheet.nothing_reported", headings=headings)), "note")


def is_silent(pack: Pack, table: TableGroup) -> bool:
    """Whether a table has headings of commentary and nothing under any of them."""
    pieces = pack.commentary(table.key)
    return bool(pieces) and all(piece is None or piece.is_blank for _, piece in pieces)


def _commentary(pack: Pack, table: TableGroup) -> Iterator[Block]:
    """The pieces of commentary two by two, side by side; the last of an odd number over the whole width."""
    if is_silent(pack, table):
        return
    parts = [_piece(pack, heading.words, narrative) for heading, narrative in pack.commentary(table.key)]
    for start in range(0, len(parts), 2):
        pair = parts[start : start + 2]
        if len(pair) == 1:
            yield from pair[0]
        else:
            yield Beside(tuple(map(Part, pair)))


def _piece(pack: Pack, words: str, narrative: Narrative | None) -> tuple[Block, ...]:
    heading = Heading(2, text(words), outline="-")
    if narrative is None or narrative.is_blank:
        return (heading, Paragraph(quiet(pack.words("general.nothing_reported"))))
    return (heading, *narrative_blocks(pack, narrative, 2))


def _group(pack: Pack, figures: tuple[Figure, ...], number: int) -> FigureGroup:
    """A numbered set of charts; where nothing is said of all, the number is in each caption."""
    graph = pack.words("sheet.graph", number=number)
    scales = shared_scales(pack, figures)
    if scales:
        return FigureGroup(figures, (Text(f"{graph} ", strong=True), *text(scales)))
    lead = Text(f"{graph} ", quiet=True)
    return FigureGroup(tuple(replace(figure, caption=(lead, *figure.caption)) for figure in figures))


def _charts(pack: Pack, indicators: tuple[Indicator, ...], arrangement: str, graph: int) -> tuple[Block, ...]:
    figures = figures_of(pack, indicators, arrangement)
    return (_group(pack, figures, graph),) if figures else ()


# ------------------------------------------------------------------------------------------------ action log

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
