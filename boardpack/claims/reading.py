"""Phrases into statements: what a sentence says, part by part, and what of it was not read.

A part ends at a comma, a stop, a bracket, a dash, at `but` and its like, and at an `and` behind which
something new is said. Brackets that only name again what is before them end none.

A number gets its role from the word before it and from the direction it belongs to; a direction its months
from its own part. A phrase that says something and went into no statement is unread. Last come the months in
which it is said to be so: `in every month since April`, `only in May`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from boardpack.claims.grammar import phrases
from boardpack.claims.lexicon import WEIGHTY
from boardpack.claims.say_phrases import read_phrase
from boardpack.claims.syntax import (
    Kind,
    Measure,
    Often,
    Reading,
    SentencePart,
    SentenceTime,
    Statement,
    Token,
)
from boardpack.claims.tokens import tokens
from boardpack.claims.vocabulary import Vocabulary
from boardpack.claims.work import Here, Work, named_before
from boardpack.model.period import Period

_BOUNDARIES = ",;:()-c"
HEADS = "#DEHR!NBPS"


def sentence_parts(nodes: Sequence[Token], length: int) -> Iterator[SentencePart]:
    """The parts of a sentence of so many characters, in order."""
    held: list[Token] = []
    start, lead, joint = 0, "", ""
    nodes = tuple(_without_appositions(nodes))
    for at, node in enumerate(nodes):
        ends = node.code in _BOUNDARIES or (node.code in "&a" and _says(held) and _says_next(nodes[at + 1 :]))
        if not ends:
            held.append(node)
            continue
        if held:
            yield SentencePart(start, node.start, tuple(held), lead, joint)
        held, start, lead, joint = [], node.end, node.code, node.form
    if held:
        yield SentencePart(start, length, tuple(held), lead, joint)


def _without_appositions(nodes: Sequence[Token]) -> Iterator[Token]:
    """The phrases without brackets that hold only a reference or words: `rent arrears (RA 1)`."""
    closing = -1
    for at, node in enumerate(nodes):
        if node.code == "(":
            end = next((n for n in range(at, len(nodes)) if nodes[n].code == ")"), at)
            inner = nodes[at + 1 : end]
            if at and inner and all(n.code in "=x&pi" for n in inner) and nodes[at - 1].code in "x=D#":
                closing = end
            if closing == end and end > at:
                continue
        elif at == closing:
            continue
        yield node


def _says(nodes: Sequence[Token]) -> bool:
    return any(node.code in HEADS for node in nodes)


def _says_next(nodes: Sequence[Token]) -> bool:
    for node in nodes:
        if node.code in _BOUNDARIES or node.code == "&":
            return False
        if node.code in HEADS:
            return True
    return False


def read(text: str, vocabulary: Vocabulary, calendar: SentenceTime) -> Reading:
    """Read a sentence."""
    found = tokens(text, vocabulary, calendar)
    nodes = phrases(found)
    parts = tuple(sentence_parts(nodes, len(text)))
    work = Work(text, calendar, parts)
    for number, part in enumerate(parts):
        _read_part(work, number, part)
    give_often(work)
    give_since(work)
    unread = tuple(
        node
        for part in parts
        for node in part.nodes
        if node.code in WEIGHTY and node not in work.used and not _is_idle(node)
    )
    work.said = [_in_points(one, work.said) for one in work.said]
    ordered = tuple(sorted(work.said, key=lambda one: (one.start, one.end)))
    return Reading(found, nodes, parts, ordered, unread, frozenset(work.used))


def _in_points(one: Statement, others: Sequence[Statement]) -> Statement:
    """`up 12 points … down six`: the six are points too."""
    number = one.number
    if number is None or number.unit is not Measure.NONE or one.kind not in {Kind.CHANGE, Kind.GAP}:
        return one
    points = any(other.number is not None and other.number.unit is Measure.POINTS for other in others)
    return replace(one, understood=True) if points else one


def _is_idle(node: Token) -> bool:
    """Whether a phrase says nothing by itself: `more` without `than`, `the plan`."""
    if node.code == "C":
        return node.form == "amount"
    return (node.code, node.what) in {("Q", "only"), ("Q", "only_month"), ("U", "year")} or (
        node.code == "D" and (node.what == "any" or node.form in {"base", "ing"})
    )


def _read_part(work: Work, number: int, part: SentencePart) -> None:
    codes = "".join(node.code for node in part.nodes)
    if part.lead in {";", ":"} or work.text[max(0, part.start - 9) : part.start].strip().casefold().endswith(
        _TURNS
    ):
        work.aim = False
    if work.said and _begins_anew(work, part) and re.search(r"[x=].*[D!#RE]", codes):
        work.fronted = ()
    if not set(codes) & set(HEADS + "*@=QIXV"):
        _open(work, number, part)
        return
    for at, node in enumerate(part.nodes):
        if number and work.parts[0].nodes[0].code == "p" and "#" in {n.code for n in work.parts[0].nodes}:
            work.whole = False  # of the 590 incidents, 212 …
        if node.code == "I":
            work.aim = True
        elif node.code == "J":
            work.whole = False
        else:
            read_phrase(Here(work, number, part, at))


def _begins_anew(work: Work, part: SentencePart) -> bool:
    """Whether what opened the sentence no longer holds: `between May and June …, the rate has …`."""
    return part.lead in {";", "-", ":", "c"} or (part.lead == "," and len(work.fronted) > 1)


_TURNS = ("but", "while", "although", "though", "whereas", "however", "yet")


def _open(work: Work, number: int, part: SentencePart) -> None:
    """A part that only says when: it is for the parts behind it, or for what was said before it."""
    times = [node for node in part.nodes if node.code in "><" or (node.code, node.what) == ("U", "total")]
    if not times:
        return
    if not work.said or part.lead != "," or _opens_next(work, number):
        work.fronted = tuple(times)
        return
    last = work.said[-1]
    if times[-1].code == "<" and last.kind in {Kind.DIRECTION, Kind.CHANGE} and not last.bases:
        work.said = [
            replace(one, bases=times[-1].months) if one.part == last.part and one.kind in _MOVES else one
            for one in work.said
        ]
        work.used.add(times[-1])


def _opens_next(work: Work, number: int) -> bool:
    """Whether the part behind has its own subject and direction: `since March, visits have gone down`."""
    behind = work.parts[number + 1 : number + 2]
    codes = "".join(n.code for n in behind[0].nodes) if behind and behind[0].lead == "," else ""
    return re.search(r"[x=].*[D!]", codes) is not None


_MOVES = frozenset({Kind.DIRECTION, Kind.CHANGE, Kind.START})


def give_often(work: Work) -> None:
    """Give each quantifier to what it is said of."""
    for number, part in enumerate(work.parts):
        for at, node in enumerate(part.nodes):
            if node.code == "W":
                _window(work, number, node)
            if node.code != "Q" and not _is_one_month(work, number, node):
                continue
            often = _often(Here(work, number, part, at))
            target = _quantified(work, number, node)
            if often is not None and target is not None:
                work.used.add(node)
                _give(work, target, often)


def give_since(work: Work) -> None:
    """`has been Red since June`: so in every month from then on; `from May to July` in those."""
    for number, part in enumerate(work.parts):
        bases = [n for n in part.nodes if n.code == "<" and n not in work.used]
        since = next((n for n in bases if n.what == "since"), None)
        span = next((n for n in bases if n.what == "from"), None)
        if span is not None:
            _throughout(work, number, span)
        lasting = [s for s in work.said if s.part == number and s.often is None and _lasts(work, s)]
        hanging = part.nodes[-1].code == "s"
        if (since is None and not hanging) or not lasting:
            continue
        one = lasting[-1]
        start = since.months[0] if since is not None else named_before(work, number)
        if start is None:
            continue
        work.used.update([since] if since is not None else [])
        denied = one.denied or one.side == "missed" or since is None
        _give(work, one, Often("every", since=start if denied else start.plus(-1)))


def _give(work: Work, statement: Statement, often: Often) -> None:
    """Give a statement the months in which it is said to be so."""
    given = replace(statement, often=often, months=())
    work.said = [given if one is statement else one for one in work.said]


def _throughout(work: Work, number: int, span: Token) -> None:
    """Give a stretch of months to what was so all the time."""
    for one in [s for s in work.said if s.part == number and s.often is None and s.months]:
        if one.kind in _LASTING or (one.kind is Kind.VALUE and one.is_bounded):
            work.used.add(span)
            _give(work, one, Often("every", tuple(span.months[0].to(one.months[-1]))))


_LASTING = frozenset({Kind.RATING, Kind.TARGET_MET})
_BEEN = re.compile(r"\bbeen\s+(?:at\s+)?$", re.IGNORECASE)


def _lasts(work: Work, one: Statement) -> bool:
    bounded = one.is_bounded or _BEEN.search(work.text[: one.start]) is not None
    return one.kind in _LASTING or (one.kind is Kind.VALUE and bounded)


def _is_one_month(work: Work, number: int, node: Token) -> bool:
    """Whether `in just one month` says how often, and not how long a change took."""
    moves = {Kind.DIRECTION, Kind.CHANGE}
    return node.what == "month_on_month" and not any(s.part == number and s.kind in moves for s in work.said)


_FREQUENT = frozenset({Kind.DIRECTION, Kind.TARGET_MET, Kind.RATING, Kind.VALUE})


def _quantified(work: Work, number: int, node: Token) -> Statement | None:
    own = [s for s in work.said if s.part == number and s.kind in _FREQUENT and s.often is None]
    own = [s for s in own if s.kind is not Kind.VALUE or _many(s, node)] or own
    behind = work.parts[number + 1] if number + 1 < len(work.parts) else None
    if node.what in {"first", "nth"} and behind is not None and behind.joint == "that":
        own = [s for s in work.said if s.part == number + 1 and s.kind in _FREQUENT - {Kind.VALUE}] or own
    pool = own or [s for s in work.said if s.part == number - 1 and s.kind in _FREQUENT and s.often is None]
    if node.what == "only_month":
        pool = [s for s in work.said if s.part in {number, number + 1} and s.kind in _FREQUENT - {Kind.VALUE}]
    bounded = [s for s in pool if s.is_bounded]
    best = bounded or [s for s in pool if s.kind is not Kind.VALUE] or pool
    return min(best, key=lambda s: min(abs(s.start - node.end), abs(node.start - s.end)), default=None)


def _many(statement: Statement, node: Token) -> bool:
    return statement.number is not None and (bool(statement.number.hedge) or node.what in {"every", "never"})


def _window(work: Work, number: int, node: Token) -> None:
    """`above target for the last three months`: in each of them."""
    for one in [s for s in work.said if s.part == number and s.often is None]:
        beyond = one.kind is Kind.VALUE and one.number is not None and one.number.hedge in {"over", "under"}
        if one.kind in _LASTING or beyond:
            work.used.add(node)
            _give(work, one, Often("every", node.months))


def _often(here: Here) -> Often | None:  # noqa: PLR0911 - a case a quantifier
    work, node = here.work, here.node
    what = "once" if node.code == "<" else node.what
    if what == "some":
        return None
    if what == "never" and work.text[node.start : node.end].casefold().startswith(("at any", "in any")):
        if not any(s.denied for s in work.said if s.part == here.number):
            return None
        what = "every"
    nodes = [*here.part.nodes]
    for behind in work.parts[here.number + 1 : here.number + 2]:
        nodes += [] if _says(behind.nodes) else behind.nodes
    nodes += work.fronted
    times = [n for n in nodes if n.code in "><UWK" and n is not node and n.what != "month_on_month"]
    work.used.update(times)
    named = tuple(month for n in times if n.code in ">WK" for month in n.months)
    bases = (n for n in times if n.code == "<" and n.months and (what != "every" or n.what != "than"))
    since = next((_from(here, n) for n in bases), None)
    if since is None and _hangs(here):
        since = named_before(work, here.number)
    count = int(node.number.value) if node.number else 0
    if what == "only_month":
        stated = tuple(m for n in here.part.nodes if n.code in "#>" for m in n.months)
        return Often("only", stated or named, since) if stated or named else None
    if what == "every_but":
        return Often("every", (), since, but=named)
    if what == "nth":
        return Often("nth", named, since, count)
    if what == "times":
        return Often("times", node.months or (named if len(named) > 1 else ()), since, count)
    if what in {"once", "twice"}:
        return Often("times", named, since, 1 if what == "once" else 2)
    if what == "only":
        return Often("only", named, since) if named and _is_beside(here) else None
    return Often(what, named, since)


def _from(here: Here, node: Token) -> Period:
    """The last month before those spoken of: `from May`, `since the year began` have their own month in."""
    words = here.work.text[node.start : node.end].casefold()
    behind = here.work.text[node.end :].lstrip().casefold()
    included = node.what == "from" or "year" in words or behind.startswith(("onward", "on ", "on,", "on."))
    return node.months[0].plus(-1 if included else 0)


def _hangs(here: Here) -> bool:
    """Whether `since` ends the part: `in every month since`."""
    words = here.work.text[here.node.start : here.node.end].casefold()
    return words.endswith("since") or any(n.code == "s" for n in here.part.nodes[here.at :])


def _is_beside(here: Here) -> bool:
    return any(node is not None and node.code == ">" for node in (here.before(), here.after()))
