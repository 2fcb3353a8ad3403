"""The first lines of a message and its subject: what is new in a month, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.analysis.news import News
from boardpack.compose.front import headline
from boardpack.compose.phrases import ended, rating_names
from boardpack.content import Inline, ListBlock, Paragraph, Text
from boardpack.document import Block
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack

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
