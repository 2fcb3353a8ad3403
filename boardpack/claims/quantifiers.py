"""In which months something is said to be so: `in every month since April`, `only in May`."""

from __future__ import annotations

import re

from msgspec.structs import replace

from boardpack.claims.parts import HEADS
from boardpack.claims.scan import BOUNDS, Token
from boardpack.claims.statement import Kind, Often, Statement
from boardpack.claims.work import Here, Work, named_before
from boardpack.model.period import Period


def give_often(work: Work) -> None:
    """Give each quantifier to what it is said of."""
    for number, part in enumerate(work.parts):
        for at, node in enumerate(part.nodes):
            if node.code == "W":
                _window(work, number, node)
            if node.code != "Q" and not _is_one_month(work, number, node):
                continue
            often = _often(work, Here(work, number, part, at))
            target = _quantified(work, number, node)
            if often is None or target is None:
                continue
            work.used.add(node)
            work.said = [replace(one, often=often, months=()) if one is target else one for one in work.said]


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
        often = Often("every", since=start if denied else start.plus(-1))
        work.said = [replace(s, often=often, months=()) if s is one else s for s in work.said]


def _throughout(work: Work, number: int, span: Token) -> None:
    """Give a stretch of months to what was so all the time."""
    for one in [s for s in work.said if s.part == number and s.often is None and s.months]:
        hedged = one.number is not None and one.number.hedge in BOUNDS
        if one.kind in {Kind.RATING, Kind.TARGET_MET} or (one.kind is Kind.VALUE and hedged):
            work.used.add(span)
            months = tuple(span.months[0].to(one.months[-1]))
            often = Often("every", months)
            work.said = [replace(s, often=often, months=()) if s is one else s for s in work.said]


_BEEN = re.compile(r"\bbeen\s+(?:at\s+)?$", re.IGNORECASE)


def _lasts(work: Work, statement: Statement) -> bool:
    hedged = statement.number is not None and statement.number.hedge in BOUNDS
    hedged = hedged or _BEEN.search(work.text[: statement.start]) is not None
    return statement.kind in {Kind.RATING, Kind.TARGET_MET} or (statement.kind is Kind.VALUE and hedged)


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
    hedged = [s for s in pool if s.number is not None and s.number.hedge in BOUNDS]
    best = hedged or [s for s in pool if s.kind is not Kind.VALUE] or pool
    return min(best, key=lambda s: min(abs(s.start - node.end), abs(node.start - s.end)), default=None)


def _many(statement: Statement, node: Token) -> bool:
    return statement.number is not None and (bool(statement.number.hedge) or node.what in {"every", "never"})


def _window(work: Work, number: int, node: Token) -> None:
    """`above target for the last three months`: in each of them."""
    for one in [s for s in work.said if s.part == number and s.often is None]:
        lasting = one.kind in {Kind.TARGET_MET, Kind.RATING} or (
            one.kind is Kind.VALUE and one.number is not None and one.number.hedge in {"over", "under"}
        )
        if lasting:
            work.used.add(node)
            often = Often("every", node.months)
            work.said = [replace(s, often=often, months=()) if s is one else s for s in work.said]


def _often(work: Work, here: Here) -> Often | None:  # noqa: PLR0911 - a case a quantifier
    what = "once" if here.node.code == "<" else here.node.what
    if what == "some":
        return None
    if what == "never" and here.work.text[here.node.start : here.node.end].casefold().startswith(
        ("at any", "in any")
    ):
        denied = any(s.denied for s in here.work.said if s.part == here.number)
        if not denied:
            return None
        what = "every"
    nodes = [*here.part.nodes]
    if here.number + 1 < len(work.parts) and not any(
        n.code in HEADS for n in work.parts[here.number + 1].nodes
    ):
        nodes += work.parts[here.number + 1].nodes
    nodes += work.fronted
    times = [n for n in nodes if n.code in "><UWK" and n is not here.node and n.what != "month_on_month"]
    work.used.update(times)
    named = tuple(month for n in times if n.code in ">WK" for month in n.months)
    bases = (n for n in times if n.code == "<" and n.months and (what != "every" or n.what != "than"))
    since = next((_from(here, n) for n in bases), None)
    if since is None and _hangs(here):
        since = _last_named(work, here)
    if what == "only_month":
        stated = tuple(m for n in here.part.nodes if n.code in "#>" for m in n.months)
        return Often("only", stated or named, since) if stated or named else None
    if what == "every_but":
        return Often("every", (), since, but=named)
    if what == "nth":
        count = here.node.number
        return Often("nth", named, since, int(count.value) if count else 0)
    if what == "times":
        count = here.node.number
        return Often(
            "times",
            here.node.months or tuple(named if len(named) > 1 else ()),
            since,
            int(count.value) if count else 0,
        )
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


def _last_named(work: Work, here: Here) -> Period | None:
    return named_before(work, here.number)


def _is_beside(here: Here) -> bool:
    return any(node is not None and node.code == ">" for node in (here.before(), here.after()))
