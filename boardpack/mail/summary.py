"""What a message says: a Document of its own, made from the issued pack's figures.

It answers in the order in which members ask: what is Red, what changed, what is being done. The first lines
and the subject say what is new in the month. The plain text and the HTML are two renderings of it, so they
say the same. A restricted paper's message travels where the encryption does not reach, so it says nothing of
what the paper holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from boardpack.analysis.change import News, change, news, summary_indicators
from boardpack.analysis.compare import Comparison, Difference, DifferenceKind
from boardpack.analysis.rating import rate, rating_word
from boardpack.archive.ledger import Entry
from boardpack.compose.front import headline, is_example, stamp, stamp_sentence
from boardpack.compose.phrases import ended, expand_section, quiet, rating_names, sentence, text
from boardpack.content import Heading, Inline, Link, ListBlock, Paragraph, Text
from boardpack.document import Block, Document, DocumentSection, SectionRole
from boardpack.mail.plan import What
from boardpack.mail.red_table import action_content, red_table
from boardpack.mail.settings import MailSettings
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from boardpack.words import Words

PLAIN_ADDRESS = re.compile(r"[^\s@<>?&,;:]+@[^\s@<>?&,;:]+")
"""A contact that is one address, and so may be a link; any other is printed as it is."""

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
    pages: Mapping[str, str] = {}
    """The page of the paper that each indicator is on, as its footer numbers it, by reference."""
    web: str = ""
    """Where the web edition is; empty for an edition without one."""
    links: Mapping[str, str] = {}
    """Where the web edition has each indicator, by reference; empty for an edition without one."""


def compose_summary(covering: Covering) -> Document:
    """Compose what a message says; the same for every recipient who gets the paper in the same form."""
    if covering.what is What.ENCRYPTED:
        return _neutral(covering)
    entry, pack = covering.entry, covering.pack
    found = news(pack)
    blocks = [
        *(Paragraph(text(said), "stamp") for said in (stamp_sentence(pack, (), draft=False),) if said),
        Heading(1, text(pack.words("mail.heading", title=entry.title, period=_month(pack, entry.period)))),
        *(_correction(covering) if entry.supersedes else ()),
        *lead(pack, found, asked(covering)),
        Paragraph(_how(covering)),
        *_web(covering),
        Paragraph(text(_facts(covering)), "fact"),
        *red_table(pack, found, covering.pages, covering.links),
        *_changes(pack),
        *_actions(pack, found),
        *_closing(covering),
    ]
    return _document(covering, subject(entry, pack), entry.title, blocks)


def asked(covering: Covering) -> str:
    """What the reader is asked to do: as the settings have it, or to read the paper before the meeting."""
    words, meeting = covering.pack.words, covering.pack.facts.meeting_date
    if covering.settings.asked:
        return covering.settings.asked
    return words("mail.lead.asked", day=words.day(meeting)) if meeting else ""


def _neutral(covering: Covering) -> Document:
    """What travels with an encrypted copy: nothing of the paper but its month and version."""
    entry, words = covering.entry, covering.pack.words
    title = words("mail.neutral", period=_month(covering.pack, entry.period), version=entry.version)
    blocks: list[Block] = [
        Heading(1, text(title)),
        Paragraph(text(words("mail.encrypted", file=neutral_name(entry))), "lead"),
    ]
    if entry.supersedes:
        old = entry.supersedes.removeprefix("v")
        replaces = words("mail.correction.replaces", version=entry.version, old=old)
        blocks.append(Paragraph(text(replaces)))
    return _document(covering, title, title, [*blocks, *_contact(covering)])


def neutral_name(entry: Entry) -> str:
    """`paper-2017-10-v1.pdf`: the file name of an encrypted copy."""
    return f"paper-{entry.period}-v{entry.version}.pdf"


def _document(covering: Covering, title: str, about: str, blocks: Sequence[Block]) -> Document:
    facts, entry, restricted = covering.pack.facts, covering.entry, covering.what is What.ENCRYPTED
    section = DocumentSection(SectionRole.PROSE, about, tuple(blocks))
    return Document(
        title=title,
        language=facts.language,
        author=facts.council,
        subject=about,
        appendix="" if restricted else facts.appendix,
        period=_month(covering.pack, entry.period),
        classification="" if restricted else entry.classification,
        date="",
        sections=(section if restricted else expand_section(section, covering.pack.glossary),),
        words=covering.pack.words,
    )


def subject(entry: Entry, pack: Pack) -> str:
    """`Children's Indicators, October 2017: 15 Red, 1 newly Red; meeting 27 November`."""
    said = pack.words(
        "mail.subject.corrected" if entry.supersedes else "mail.subject.plain",
        title=entry.title,
        period=_month(pack, entry.period),
        version=entry.version,
        news=subject_news(pack, news(pack)),
    )
    marked = f"{stamp(pack, draft=False)}: {said}" if is_example(pack) else said
    return " ".join(marked.split())


def _month(pack: Pack, period: str) -> str:
    """A month of the archive, `2017-10`, in the pack's words."""
    parsed = pack.calendar.parse(period)
    return pack.words.long_period(parsed) if parsed else period


def _facts(covering: Covering) -> str:
    facts, entry, words = covering.pack.facts, covering.entry, covering.pack.words
    held = (
        facts.appendix,
        facts.council,
        facts.committee,
        words("mail.meeting", day=words.day(facts.meeting_date)) if facts.meeting_date else "",
        words("mail.version", version=entry.version),
        words("mail.classification", classification=entry.classification) if entry.classification else "",
        facts.note,
    )
    return sentence(" · ".join(filter(None, held)))


def _how(covering: Covering) -> tuple[Inline, ...]:
    entry, words = covering.entry, covering.pack.words
    paper = {"pages": words.count("mail.pages", entry.pages), "size": size(words, entry.pdf_size)}
    if covering.what is What.ATTACHMENT:
        return text(words("mail.attached", file=entry.pdf_name, **paper))
    link = covering.settings.link_to(entry.pack, entry.period, entry.version)
    return (*text(words("mail.link", **paper)), Text(" "), Link(link, (Text(link),)))


def _web(covering: Covering) -> Iterator[Block]:
    """Where the web edition is published."""
    if covering.web:
        link = Link(covering.web, (Text(covering.web),))
        yield Paragraph((*text(covering.pack.words("mail.web")), Text(" "), link))


def size(words: Words, count: int) -> str:
    """Write a number of bytes as people read it: `312 kB`, `2.3 MB`."""
    if count < 1000:
        return words("mail.size.bytes", number=count)
    if count < 999_500:
        return words("mail.size.kilobytes", number=f"{count / 1000:.0f}")
    return words("mail.size.megabytes", number=f"{count / 1_000_000:.1f}")


# ------------------------------------------------------------------------------------- a correction


def _correction(covering: Covering) -> Iterator[Block]:
    entry, words = covering.entry, covering.pack.words
    yield Heading(2, text(words("mail.correction.title")))
    versions = {"version": entry.version, "old": entry.supersedes.removeprefix("v")}
    reason = ended(entry.reason)
    yield Paragraph(text(words("mail.correction.replaces_since", reason=reason, **versions)))
    found = () if covering.corrected is None else covering.corrected.differences
    lines = [line for one in found if (line := _difference(covering.pack, one))]
    if lines:
        rest = len(lines) - MOST
        shown = lines[:MOST] + ([words.count("mail.correction.more", rest)] if rest > 0 else [])
        yield ListBlock(tuple((Paragraph(text(line)),) for line in shown))


def _difference(pack: Pack, one: Difference) -> str:
    """Say a difference in a sentence; empty for one that says nothing to a member."""
    if one.kind is DifferenceKind.CARRIED:
        return ""
    if one.kind is DifferenceKind.REWRITTEN:
        return _rewritten(pack, one)
    indicator = pack.indicator(one.subject)
    reference = indicator.definition(pack.period).summary_reference if indicator else one.subject
    named = one.title not in {"", one.subject} and one.kind is not DifferenceKind.TITLE
    about = pack.words("mail.correction.about", reference=reference, title=one.title) if named else reference
    fields = {"about": about, "was": one.was, "now": one.now, "period": _month(pack, one.period)}
    return pack.words.of("mail.difference", one.kind, **fields)


def _rewritten(pack: Pack, one: Difference) -> str:
    if one.subject == one.title:
        return pack.words("mail.difference.rewritten_summary", title=one.title)
    table = one.subject.replace("-", " ")
    return pack.words("mail.difference.rewritten", table=table, title=one.title)


# ----------------------------------------------------------------------------------------- changes


def _changes(pack: Pack) -> Iterator[Block]:
    words = pack.words
    since = words.long_period(pack.period.previous)
    yield Heading(2, text(words("mail.changes.title", period=since)))
    moved = [line for one in summary_indicators(pack) if (line := _moved(pack, one))]
    if moved:
        yield Paragraph(text(words.count("mail.changes.moved", len(moved))))
        yield ListBlock(tuple((Paragraph(line),) for line in moved))
    else:
        yield Paragraph(text(words("mail.changes.none")))


def _name(pack: Pack, indicator: Indicator) -> str:
    definition = indicator.definition(pack.period)
    return f"{definition.summary_reference} {definition.title}"


def _moved(pack: Pack, indicator: Indicator) -> tuple[Inline, ...]:
    words = pack.words
    was = rate(pack, indicator.ref, pack.period.previous)
    now = rate(pack, indicator.ref, pack.period)
    if was.rag is None or now.rag is None or was.rag is now.rag:
        return ()
    found = change(pack, indicator.ref, pack.period)
    lead = words("mail.changes.moved_from", indicator=_name(pack, indicator), rating=rating_word(was, words))
    tail = words("mail.changes.moved_change", change=found.sentence(words))
    return (Text(lead), Text(" "), Text(rating_word(now, words), strong=True), Text(tail))


# ----------------------------------------------------------------------------------------- actions


def _actions(pack: Pack, found: News) -> Iterator[Block]:
    """Count the actions, and list those that are open and not in the table beside an indicator."""
    words = pack.words
    yield Heading(2, text(words("mail.actions.title")))
    still = [action for action in pack.actions if action.is_open]
    done = len(pack.actions) - len(still)
    if not pack.actions:
        yield Paragraph(text(words("mail.actions.none")))
        return
    yield Paragraph(text(words.count("mail.actions.of", len(pack.actions), open=len(still), closed=done)))
    shown = {one.ref for one in found.red}
    others = [action for action in still if not shown.intersection(action.indicators)]
    if len(others) < len(still):
        beside = words.count("mail.actions.beside", len(still) - len(others), **rating_names(pack))
        yield Paragraph(text(beside))
    if others:
        yield ListBlock(tuple((Paragraph(action_content(pack, action)),) for action in others))
    yield Paragraph(text(words("mail.actions.paper")), "note")


# ----------------------------------------------------------------------------------------- closing


def _closing(covering: Covering) -> Iterator[Block]:
    words = covering.pack.words
    yield from _contact(covering)
    yield Paragraph(quiet(words("mail.hash", hash=covering.entry.pdf_sha256)), "note")


def _contact(covering: Covering) -> Iterator[Block]:
    words = covering.pack.words
    contact = covering.settings.contact or covering.pack.facts.contact
    if contact:
        address = PLAIN_ADDRESS.fullmatch(contact) is not None
        who = (Link(f"mailto:{contact}", (Text(contact),)),) if address else text(contact)
        yield Paragraph((*text(words("mail.contact")), Text(" "), *who))


NAMED = 4
"""References that a line names; more are counted."""


def subject_news(pack: Pack, found: News) -> str:
    """`15 Red, 1 newly Red, 2 newly Green; meeting 16 January`."""
    words, names, meeting = pack.words, rating_names(pack), pack.facts.meeting_date
    parts = [words("mail.subject.red", number=found.counted, **names)]
    parts += [
        words(f"mail.subject.{key}", number=len(some), **names)
        for key, some in (("newly_red", found.newly_red), ("newly_green", found.newly_green))
        if some
    ]
    said = words.listed(parts)
    if meeting is None:
        return said
    day = words("mail.subject.day", day=meeting.day, month=words.month(meeting.month))
    return words("mail.subject.meeting", news=said, day=day)


def lead(pack: Pack, found: News, asked: str) -> Iterator[Block]:
    """Yield the first lines: the counts, what is new, the longest Red, what the reader is asked to do."""
    yield Paragraph((Text(ended(headline(pack)), strong=True), *_since(pack, found)), "headline")
    lines = [_line(pack, key, some, found) for key, some in _lists(found)]
    yield ListBlock(tuple((Paragraph(line),) for line in lines))
    if asked:
        yield Paragraph((Text(ended(asked), strong=True),))


def _since(pack: Pack, found: News) -> tuple[Inline, ...]:
    if found.before is None:
        return ()
    words, names, more = pack.words, rating_names(pack), found.counted - found.before
    key = "more" if more > 0 else "fewer" if more < 0 else "same"
    month = words.bare_period(pack.period.previous)
    said = words(f"mail.lead.{key}", number=abs(more), month=month, **names)
    return (Text(f" {said}"),)


def _lists(found: News) -> tuple[tuple[str, tuple[Indicator, ...]], ...]:
    """The key of each line and those it names; newly Red is said even when there is none."""
    always = (("newly_red", found.newly_red),)
    others = (("newly_green", found.newly_green), ("worse", found.worse), ("longest", found.longest))
    return (*always, *(pair for pair in others if pair[1]))


def _line(pack: Pack, key: str, some: Sequence[Indicator], found: News) -> tuple[Inline, ...]:
    words, names = pack.words, rating_names(pack)
    label = Text(words(f"mail.lead.{key}", number=found.months, **names), strong=True)
    return (label, Text(" "), Text(ended(_named(pack, some))))


def _named(pack: Pack, some: Sequence[Indicator]) -> str:
    """`CIN 4, CIN 5, CP 13, MC 6 and 2 more`."""
    words = pack.words
    if not some:
        return words("mail.lead.none")
    names = [one.definition(pack.period).summary_reference for one in some]
    if len(names) <= NAMED + 1:
        return words.joined(names)
    rest = words("mail.lead.rest", number=len(names) - NAMED)
    return words.joined([*names[:NAMED], rest])
