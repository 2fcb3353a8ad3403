"""What is new in a month, as a member needs it first: worked out once, for the subject and the lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from boardpack.analysis.change import change, streak
from boardpack.analysis.rating import rate
from boardpack.compose.front import headline
from boardpack.compose.phrases import ended
from boardpack.content import Inline, ListBlock, Paragraph, Text
from boardpack.document import Block
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag, RatingBasis
from boardpack.model.trend import Sense

NAMED = 4
"""References that a line names; more are counted."""


class News(Struct, frozen=True):
    """The indicators of the RAG summary that have news, in the order of the pack."""

    red: tuple[Indicator, ...]
    """Red, worst first: newly Red, then those that got worse, then the longest Red."""
    newly_red: tuple[Indicator, ...]
    newly_green: tuple[Indicator, ...]
    worse: tuple[Indicator, ...]
    """Red and worse than the month before."""
    longest: tuple[Indicator, ...]
    """Red for the most months; empty when none is Red for more than one."""
    months: int
    """How many months those are Red."""
    counted: int
    """How many are Red by their figures, as the paper's headline counts them."""
    before: int | None
    """How many were so the month before; None when nothing was rated then."""


def news(pack: Pack) -> News:
    """Work out what is new in the pack's month."""
    every = summary_indicators(pack)
    red = [one for one in every if rag_of(pack, one, pack.period) is Rag.RED]
    months = max((red_months(pack, one) for one in red), default=0)
    return News(
        red=tuple(sorted(red, key=lambda one: _rank(pack, one))),
        newly_red=_moved_to(pack, every, Rag.RED),
        newly_green=_moved_to(pack, every, Rag.GREEN),
        worse=tuple(one for one in red if _is_worse(pack, one)),
        longest=tuple(one for one in red if red_months(pack, one) == months > 1),
        months=months,
        counted=_count(pack, every, pack.period),
        before=_count_before(pack, every),
    )


def summary_indicators(pack: Pack) -> tuple[Indicator, ...]:
    """Return the indicators of the RAG summary."""
    return tuple(indicator for indicator in pack.indicators if indicator.in_summary)


def rag_of(pack: Pack, indicator: Indicator, period: Period) -> Rag | None:
    """Return an indicator's rating in a month; None when it has none."""
    return rate(pack, indicator.ref, period).rag


def red_months(pack: Pack, indicator: Indicator) -> int:
    """Return for how many of the months shown, up to the pack's own, an indicator has been Red."""
    return min(streak(pack, indicator.ref, pack.period), len(pack.months))


def _moved_to(pack: Pack, every: Iterable[Indicator], rag: Rag) -> tuple[Indicator, ...]:
    """Those with that rating now and another one the month before."""
    before = pack.period.previous
    return tuple(
        one
        for one in every
        if rag_of(pack, one, pack.period) is rag and rag_of(pack, one, before) not in {None, rag}
    )


def _is_worse(pack: Pack, indicator: Indicator) -> bool:
    return change(pack, indicator.ref, pack.period).sense is Sense.WORSE


def _rank(pack: Pack, indicator: Indicator) -> tuple[int, int]:
    """What Red indicators are sorted by; those alike stay in the order of the pack."""
    newly = bool(_moved_to(pack, (indicator,), Rag.RED))
    found = change(pack, indicator.ref, pack.period)
    kind = 0 if newly else 1 if found.sense is Sense.WORSE else 3 if found.sense is Sense.BETTER else 2
    return kind, -red_months(pack, indicator)


def _count(pack: Pack, every: Iterable[Indicator], period: Period) -> int:
    ratings = (rate(pack, one.ref, period) for one in every)
    return sum(one.rag is Rag.RED and one.basis in COUNTED for one in ratings)


def _count_before(pack: Pack, every: Sequence[Indicator]) -> int | None:
    before = pack.period.previous
    rated = any(rate(pack, one.ref, before).basis in COUNTED for one in every)
    return _count(pack, every, before) if rated else None


COUNTED = frozenset({RatingBasis.COMPUTED, RatingBasis.OVERRIDE})
"""The ratings that are counted under their colour."""

# ------------------------------------------------------------------------------------------- words


def rating_names(pack: Pack) -> Mapping[str, str]:
    """Return what the pack calls Red, Amber and Green: the catalogue's words, or those of its own levels."""
    words = pack.words
    own = {
        rag.name.lower(): words.listed(level.name for level in pack.levels if level.tone.rag is rag)
        for rag in Rag
    }
    return {**words.ratings, **{key: name for key, name in own.items() if name}}


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
