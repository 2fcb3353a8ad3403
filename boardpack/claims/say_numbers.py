"""What a number of a sentence is for: a value, a start, the size of a change, a gap, a count, a record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from boardpack.claims.lexicon import Way, lexicon
from boardpack.claims.syntax import BOUNDS, TIMES, Kind, Measure, Number, Statement, Token
from boardpack.claims.work import Here
from boardpack.model.rating import Rag


def say_number(here: Here) -> None:
    """Say what a number is for."""
    node, work = here.node, here.work
    number = node.number
    assert number is not None  # noqa: S101 - a number phrase has one
    reader = _role(here, number)
    reader(here, number)
    work.used.add(node)


def _role(here: Here, number: Number) -> Callable[[Here, Number], None]:  # noqa: PLR0911 - a case a role
    """What a number is for."""
    node, before = here.node, here.before()
    if node.what in _ROLES:
        return _ROLES[node.what]
    code = before.code if before is not None else ""
    moved = here.work.head is not None
    if moved and (code == "b" or (before is not None and _ends_in_by(here, before))):
        return _change
    if code in {"n", "f", "g"}:
        return _start
    if moved and (code == "O" or _starts_base(here)) and not number.hedge:
        return _change
    if number.unit is Measure.POINTS or (number.sign and moved and number.unit != Measure.POUNDS):
        return _change
    head = _head_of(here)
    if head is None or (number.hedge in BOUNDS and code in "DZ"):
        return _value
    if node.months and (head.form == "state" or here.work.text[head.start : head.end] in {"spike", "dip"}):
        return _value
    counts = head.form.split()[0] in {"noun", "past", "state"} and head.what not in {"level", "stable"}
    return _change if counts else _value


def _head_of(here: Here) -> Token | None:
    """The direction that a number belongs to: right before it, or before `of` or a size word."""
    before, earlier = here.before(), here.before(2)
    code = before.code if before is not None else ""
    if code == "D":
        return before
    if code in {"p", "Z"} and earlier is not None and earlier.code == "D":
        return earlier
    if code != "p":
        return None
    last = next((n for n in reversed(here.part.nodes[: here.at - 1]) if n.code in "D#@"), None)
    return last if last is not None and last.code == "D" and last.form == "noun" else None


def _ends_in_by(here: Here, before: Token) -> bool:
    """Whether a direction has its `by`: `cut by`, `eased by`."""
    return before.code == "D" and here.work.text[before.start : before.end].casefold().endswith(" by")


_NOW = re.compile(
    r"\b(?:is|are|now|currently|stands?\s+at|now\s+at)\s+"
    r"(?:(?:at\s+least|at\s+most|nearly|almost|about|over|under|just|around|only|still)\s+){0,2}$",
    re.IGNORECASE,
)
"""Words right before a number that say that it is of now."""


def _starts_base(here: Here) -> bool:
    """Whether a base is right behind a number: `and 58 since August`."""
    after = here.after()
    bare = here.node.number is not None and here.node.number.unit in {Measure.NONE, Measure.POINTS}
    return bare and after is not None and after.code == "<" and here.part.lead in {"&", ","}


def _value(here: Here, number: Number) -> None:
    node = here.node
    counted = _counted(here)
    if counted is not None and counted.code == "R":
        before, earlier = here.before(), here.before(2)
        if before is not None and before.code == "p" and earlier is not None and earlier.code == "#":
            return
        whole = here.after(2) if (here.after() or node).code == "p" else None
        total = int(whole.number.value) if whole is not None and whole.number is not None else 0
        words = [n for n in here.part.nodes[here.at + 1 :] if n.code == "x"]
        some = len(words) > 1
        here.say(Kind.COUNT, number=number, rag=Rag(counted.what), count=total, part_of_whole=some)
        here.work.used.add(counted)
        return
    alone = here.part.lead == "(" and len(here.part.nodes) == 1 and here.number == 0
    after = here.after()
    alone = alone or (after is not None and after.code == "J")
    if alone or _GENERIC.match(here.work.text[node.end :]) is not None:
        return
    record = record_of(here)
    if record is not None:
        return
    period = "" if node.form == "whole" else node.form
    times = {"months": node.months, "period": period} if node.months else here.when()
    times = {key: value for key, value in times.items() if value}
    if (
        not times
        and _MEAN.search(here.work.text[: node.start])
        and _A_MONTH.match(here.work.text[node.end :])
    ):
        times["period"] = "mean"
    plain = bool(node.months) or _NOW.search(here.work.text[: node.start]) is not None
    here.say(Kind.VALUE, number=number, noun=_noun(here), plain=plain, of_all=node.form == "whole", **times)


_MEAN = re.compile(r"\b(?:averag(?:ed|es|ing)|(?:average|mean)\s+(?:of|is|was))\s+$", re.IGNORECASE)
_A_MONTH = re.compile(r"\s+(?:a|per|each|every)\s+(?:month|quarter)\b", re.IGNORECASE)
"""Words on either side of a mean over the months, which no single month is held against."""
_GENERIC = re.compile(
    r"\s+(?:teams?|areas?|indicators?|measures?|sections?|services?|posts? holders?)\b", re.IGNORECASE
)
"""Nouns that are counted beside the figures, and are none."""


def _counted(here: Here) -> Token | None:
    """The rating of which a number counts the indicators: `16 indicators are Red`."""
    number = here.node.number
    if number is None or number.unit is not Measure.NONE or number.decimals:
        return None
    if not _COUNTED.search(here.work.text[here.node.end : here.part.end]) and not _is_out_of(here):
        return None
    for node in here.part.nodes[here.at + 1 :]:
        if node.code == "R":
            return node
        if node.code not in "xp#":
            return None
    return None


_COUNTED = re.compile(r"\b(?:indicators?|measures?|are\s+rated|rated)\b", re.IGNORECASE)


def _is_out_of(here: Here) -> bool:
    """Whether a number is right before a rating: `15 Red`, `15 are Red`."""
    after = here.after()
    return after is not None and after.code == "R"


def record_of(here: Here) -> Token | None:
    """The record that a number is: `the highest figure was 92%`, `peaked at 191`, `a low of 49%`."""
    before, number = here.before(), here.node.number
    if before is not None and before.code == "V" and number is not None and number.unit in TIMES:
        return None  # within 24 hours
    record = next((n for n in reversed(here.part.nodes[: here.at]) if n.code in "E#"), None)
    if record is None or record.code != "E":
        return None
    if record in here.work.used:
        return record
    times = {"months": here.node.months} if here.node.months else here.when()
    say_record(here, record, number=here.node.number, **times)
    if times.get("months") and not times.get("period"):
        here.say(Kind.VALUE, number=number, plain=bool(here.node.months), **times)
    return record


def say_record(here: Here, record: Token, **rest: object) -> None:
    """Say a record, over the months that are named with it."""
    rest = {key: value for key, value in rest.items() if key != "bases"}
    if rest.get("period") == "year":
        rest = {key: value for key, value in rest.items() if key not in {"period", "months"}}
    rank = _rank(here.work.text[: record.start])
    since = here.near("<")
    window = here.near("U") or here.near("W")
    here.work.used.update(node for node in (record, since, window) if node is not None)
    other = here.part.nodes.index(record)
    Here(here.work, here.number, here.part, other).say(
        Kind.EXTREME, side=record.what, bases=since.months if since is not None else (), count=rank, **rest
    )


def _rank(before: str) -> int:
    """2 for the second highest; 1 without an ordinal."""
    words = before.split()
    return lexicon().ordinals.get(words[-1].casefold(), 1) if words else 1


def _noun(here: Here) -> tuple[int, int]:
    """Where the counted words are behind a number without a unit."""
    start, end = here.node.end, here.node.end
    for node in here.part.nodes[here.at + 1 :]:
        if node.code not in "x=" or here.work.text[end : node.start].strip() not in {"", "the", "of the"}:
            break
        start, end = (node.start if start == here.node.end else start), node.end
    return (start, end) if end > here.node.end else (0, 0)


def _start(here: Here, number: Number) -> None:
    node = here.node
    base = here.near("<")
    months = node.months or (base.months if base is not None else here.since().get("bases", ()))
    before = here.before()
    side = "against" if before is not None and before.code == "g" and not months else ""
    plain = bool(months)
    here.say(Kind.START, number=number, months=months, way=_way(here.work.head), side=side, plain=plain)


def _way(head: Token | None) -> Way | None:
    return Way(head.what) if head is not None and head.what != "any" else None


def _change(here: Here, number: Number) -> None:
    """Say the size of a change and, where its way is said with it, the direction."""
    node = here.node
    if _is_still_needed(here):
        here.work.said += [_needed(here, number)]
        return
    way = Way(node.form) if node.what == "change" else _way(here.work.head)
    times = {"months": node.months} if node.months and node.what != "change" else here.when()
    base = here.since()
    before = here.before()
    plain = (
        before is not None
        and before.code == "b"
        and not any(n.code in "<>" for p in here.work.parts for n in p.nodes)
    )
    here.say(Kind.CHANGE, number=number, way=way, plain=plain, **{**times, **base})
    if node.what == "change":
        here.work.head = Token("D", node.start, node.end, what=node.form, form="state")
        here.say(Kind.DIRECTION, way=way, **{**times, **base})


def _is_still_needed(here: Here) -> bool:
    """Whether a number is what is missing: `another 1.1 points would bring us to target`."""
    before, nodes = here.before(), [n for part in here.work.parts for n in part.nodes]
    more = before is not None and before.code == "O"
    return more and any(n.code == "I" for n in nodes) and any(n.code in "@!" for n in nodes)


def _needed(here: Here, number: Number) -> Statement:
    return Statement(Kind.GAP, here.node.start, here.node.end, here.number, number=number)


def _gap(here: Here, number: Number) -> None:
    here.say(Kind.GAP, number=number, side=here.node.form, **here.when())


def _range(here: Here, number: Number) -> None:
    here.say(Kind.RANGE, number=number)


_ROLES: Mapping[str, Callable[[Here, Number], None]] = MappingProxyType(
    {"start": _start, "change": _change, "gap": _gap, "range": _range, "to": _value}
)
