"""What a message says: a Document of its own, made from the issued pack's figures.

It answers in the order in which members ask: what is Red, what changed, what is being done. The
plain text and the HTML are two renderings of it, so they say the same. A restricted paper's message
travels where the encryption does not reach, so it says nothing of what the paper holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from boardpack.analysis.change import change, streak
from boardpack.analysis.compare import Comparison, Difference, DifferenceKind
from boardpack.analysis.rating import rate
from boardpack.archive.ledger import Entry
from boardpack.archive.report import month, number, size
from boardpack.compose.front import day, headline
from boardpack.compose.phrases import ended, expand_section, joined, quiet, rating_content, sentence, text
from boardpack.compose.table import target_content, value_content
from boardpack.content import (
    Align,
    Cell,
    Column,
    HeaderScope,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Row,
    RowRole,
    Table,
    Text,
    Trend,
)
from boardpack.document import Block, Document, DocumentSection, SectionRole
from boardpack.mail.plan import What
from boardpack.mail.settings import MailSettings
from boardpack.model.action import Action
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack, Section
from boardpack.model.rating import Rag
from boardpack.model.trend import Sense

MOST = 12
"""Differences from an earlier version that a message lists; the rest are counted."""


class Covering(Struct, frozen=True):
    """What a message is about and how its paper travels."""

    entry: Entry
    pack: Pack
    what: What
    settings: MailSettings
    corrected: Comparison | None = None
    """Against the version it supersedes, when that can still be read."""


def compose_summary(covering: Covering) -> Document:
    """Compose what a message says; the same for every recipient who gets the paper in the same form."""
    entry, pack = covering.entry, covering.pack
    open_paper = covering.what is not What.ENCRYPTED
    blocks = [
        Heading(1, text(f"{entry.title}, {month(entry.period)}")),
        Paragraph(text(_facts(covering)), "fact"),
        Paragraph(_how(covering), "lead"),
        *(_correction(covering) if entry.supersedes else ()),
        *(_news(pack) if open_paper else ()),
        *_closing(covering),
    ]
    section = DocumentSection(SectionRole.PROSE, entry.title, tuple(blocks))
    return Document(
        title=subject(entry, pack),
        language=pack.facts.language,
        author=pack.facts.council,
        subject=entry.title,
        appendix=pack.facts.appendix,
        period=month(entry.period),
        classification=entry.classification,
        date="",
        sections=(expand_section(section, pack.glossary),),
    )


def subject(entry: Entry, pack: Pack) -> str:
    """`Appendix 2: Children's Indicators, October 2017, version 2 (corrected)`."""
    name = f"{pack.facts.appendix}: {entry.title}" if pack.facts.appendix else entry.title
    corrected = " (corrected)" if entry.supersedes else ""
    return " ".join(f"{name}, {month(entry.period)}, version {entry.version}{corrected}".split())


def _facts(covering: Covering) -> str:
    facts, entry = covering.pack.facts, covering.entry
    held = (
        facts.appendix,
        facts.council,
        facts.committee,
        f"meeting of {day(facts.meeting_date)}" if facts.meeting_date else "",
        f"version {entry.version}",
        f"classification: {entry.classification}" if entry.classification else "",
        facts.note,
    )
    return sentence(" · ".join(filter(None, held)))


def _how(covering: Covering) -> tuple[Inline, ...]:
    entry = covering.entry
    paper = f"{number(entry.pages, 'page')}, {size(entry.pdf_size)}"
    match covering.what:
        case What.ATTACHMENT:
            return text(f"The paper is attached as a PDF: {entry.pdf_name} ({paper}).")
        case What.ENCRYPTED:
            return text(
                f"The paper is attached as an encrypted PDF: {entry.pdf_name} ({paper}). You need a password "
                "to open it. It is never sent by email: you are told it by telephone, or have it already. "
                "Please do not forward this message."
            )
        case What.LINK | What.NOTHING:
            link = covering.settings.link_to(entry.pack, entry.period, entry.version)
            return (*text(f"The paper is a PDF ({paper}). Read it here: "), Link(link, (Text(link),)))


# ------------------------------------------------------------------------------------- a correction


def _correction(covering: Covering) -> Iterator[Block]:
    entry = covering.entry
    yield Heading(2, text("What is corrected"))
    old = entry.supersedes.removeprefix("v")
    words = f"This is version {entry.version}. It replaces version {old}, which should no longer be used."
    if covering.what is What.ENCRYPTED:
        yield Paragraph(text(words))
        return
    yield Paragraph(text(f"{words} Reason: {ended(entry.reason)}"))
    told = [line for one in _told(covering.corrected) if (line := _difference(covering.pack, one))]
    if told:
        rest = len(told) - MOST
        items = [(Paragraph(text(line)),) for line in told[:MOST]]
        items += [(Paragraph(text(f"And {number(rest, 'more difference')}.")),)] if rest > 0 else []
        yield ListBlock(tuple(items))


def _told(comparison: Comparison | None) -> Sequence[Difference]:
    return () if comparison is None else comparison.differences


def _difference(pack: Pack, one: Difference) -> str:  # noqa: PLR0911 - one for each kind
    """Say a difference in a sentence; empty for one that says nothing to a member."""
    indicator = pack.indicator(one.subject)
    subject = indicator.definition(pack.period).summary_reference if indicator else one.subject
    about = f"{subject}, {one.title}" if one.title not in {"", one.subject} else subject
    match one.kind:
        case DifferenceKind.RATING:
            return f"{about}: the rating is now {one.now}, not {one.was}."
        case DifferenceKind.RESTATED:
            return f"{about}: {month(one.period)} is now {one.now}, not {one.was}."
        case DifferenceKind.TARGET:
            return f"{about}: the target is now {one.now}, not {one.was}."
        case DifferenceKind.BANDS | DifferenceKind.DEFINITION:
            return f"{about}: {one.kind.value.removeprefix('Changed ').rstrip('s')} changed."
        case DifferenceKind.TITLE:
            return f"{subject}: the title is now {one.now}."
        case DifferenceKind.REWRITTEN:
            return sentence(f"commentary rewritten: {one.subject.replace('-', ' ')}, {one.title}")
        case DifferenceKind.CARRIED:
            return ""
        case _:
            return (
                f"{one.kind.value.replace('Actions', 'Action').replace('Indicators', 'Indicator')}: {about}."
            )


# -------------------------------------------------------------------------------------------- news


def _news(pack: Pack) -> Iterator[Block]:
    yield Paragraph((Text(ended(headline(pack)), strong=True),), "headline")
    yield from _reds(pack)
    yield from _changes(pack)
    yield from _actions(pack)


def _shown(pack: Pack) -> Iterable[Indicator]:
    return (indicator for indicator in pack.indicators if indicator.in_summary)


def _name(pack: Pack, indicator: Indicator) -> str:
    definition = indicator.definition(pack.period)
    return f"{definition.summary_reference} {definition.summary_title}"


def _reds(pack: Pack) -> Iterator[Block]:
    yield Heading(2, text("What is Red"))
    red = [one for one in _shown(pack) if rate(pack, one.ref, pack.period).rag is Rag.RED]
    if not red:
        yield Paragraph(text("No indicator is Red."))
        return
    labels = ("Indicator", pack.period.short, "Target", f"Change on {pack.period.plus(-1).short}")
    head = Row(tuple(Cell(text(label), HeaderScope.COLUMN) for label in labels))
    columns = (Column(flexible=True), Column(Align.NUMBER, current=True), Column(), Column())
    body = [row for section in pack.sections for row in _section(pack, section, red)]
    yield Table(
        columns, (head,), tuple(body),
        caption=text(f"Indicators that are Red, {pack.period.long}"), caption_hidden=True,
        summary="A row for each Red indicator under its section: the latest figure, the target, and the "
        "change on the month before.",
        role="summary",
    )  # fmt: skip


def _section(pack: Pack, section: Section, red: Sequence[Indicator]) -> list[Row]:
    chosen = [one for one in red if one.section == section.key]
    band = Row((Cell((Text(section.title, strong=True),), HeaderScope.ROW, colspan=4),), RowRole.BAND)
    return [band, *(_red(pack, one) for one in chosen)] if chosen else []


def _red(pack: Pack, indicator: Indicator) -> Row:
    definition = indicator.definition(pack.period)
    name = (Text(definition.summary_reference, strong=True), Text(f" {definition.summary_title}"))
    return Row(
        (
            Cell((*name, *_lasting(pack, indicator)), HeaderScope.ROW),
            Cell(value_content(pack, indicator, pack.period)),
            Cell(target_content(pack.target(indicator.ref, pack.period))),
            Cell(_change(pack, indicator)),
        )
    )


def _lasting(pack: Pack, indicator: Indicator) -> tuple[Inline, ...]:
    rating = rate(pack, indicator.ref, pack.period)
    said = [str(one.text).strip() for one in rating_content(rating)[1:] if isinstance(one, Text)]
    months = min(streak(pack, indicator.ref, pack.period), len(pack.months))
    said += [f"Red for {months} months"] if months > 1 else []
    return quiet(f" ({', '.join(said)})") if said else ()


def _change(pack: Pack, indicator: Indicator) -> tuple[Inline, ...]:
    found = change(pack, indicator.ref, pack.period)
    if found.direction is None:
        return quiet(found.reason)
    return (Trend(found.direction, found.sense, found.short),)


# ----------------------------------------------------------------------------------------- changes


def _changes(pack: Pack) -> Iterator[Block]:
    before = pack.period.plus(-1)
    yield Heading(2, text(f"What changed since {before.long}"))
    yield Paragraph(text(_movements(pack)))
    moved = [line for one in _shown(pack) if (line := _moved(pack, one))]
    if moved:
        yield Paragraph(text(f"{sentence(number(len(moved), 'rating') + ' moved').rstrip('.')}:"))
        yield ListBlock(tuple((Paragraph(line),) for line in moved))
    else:
        yield Paragraph(text("No rating moved."))


def _movements(pack: Pack) -> str:
    """`Of 35 indicators 10 got better, 12 got worse, 4 stayed the same; 9 cannot be compared.`."""
    found = [change(pack, one.ref, pack.period) for one in _shown(pack)]
    able = [one for one in found if one.difference is not None]
    sides = (
        (sum(one.sense is Sense.BETTER for one in able), "got better"),
        (sum(one.sense is Sense.WORSE for one in able), "got worse"),
        (
            sum(one.sense is Sense.NEITHER and bool(one.difference) for one in able),
            "moved where neither way is better",
        ),
        (sum(not one.difference for one in able), "stayed the same"),
    )
    said = joined(f"{count} {word}" for count, word in sides if count)
    rest = len(found) - len(able)
    parts = [said] if said else []
    parts += [f"{rest} cannot be compared"] if rest else []
    return f"Of {number(len(found), 'indicator')} {'; '.join(parts)}." if parts else "No figures to compare."


def _moved(pack: Pack, indicator: Indicator) -> tuple[Inline, ...]:
    was = rate(pack, indicator.ref, pack.period.plus(-1))
    now = rate(pack, indicator.ref, pack.period)
    if was.rag is None or now.rag is None or was.rag is now.rag:
        return ()
    found = change(pack, indicator.ref, pack.period)
    words = f"{_name(pack, indicator)}: {was.rag.value} to "
    return (*text(words), Text(now.rag.value, strong=True), Text(f"; {found.words}."))


# ----------------------------------------------------------------------------------------- actions


def _actions(pack: Pack) -> Iterator[Block]:
    yield Heading(2, text("What is being done"))
    still = [action for action in pack.actions if action.is_open]
    done = len(pack.actions) - len(still)
    if not pack.actions:
        yield Paragraph(text("No actions are recorded."))
        return
    yield Paragraph(text(f"Of {number(len(pack.actions), 'action')} {len(still)} are open, {done} closed."))
    if still:
        yield ListBlock(tuple((Paragraph(_action(pack, action)),) for action in still))
    yield Paragraph(text("The paper says for each table what is being done and what comes next."), "note")


def _action(pack: Pack, action: Action) -> tuple[Inline, ...]:
    if action.due is None:
        due = "No date is set."
    elif action.raised is not None and action.due < action.raised:
        due = f"Due {action.due_text}, before it was raised."
    else:
        due = f"{'Overdue: due' if action.overdue(pack.period) else 'Due'} {action.due_text}."
    return (Text(action.ref, strong=True), Text(f": {ended(action.text)} {due}"))


# ----------------------------------------------------------------------------------------- closing


def _closing(covering: Covering) -> Iterator[Block]:
    contact = covering.settings.contact or covering.pack.facts.contact
    if contact:
        who = (Link(f"mailto:{contact}", (Text(contact),)),) if "@" in contact else text(contact)
        yield Paragraph((*text("To get this in another form, or no longer, or if it is not meant for you: "),
                         *who))  # fmt: skip
    yield Paragraph(quiet(f"SHA-256 of the paper as it was issued: {covering.entry.pdf_sha256}"), "note")
