"""Phrases into statements: what a sentence says, part by part, and what of it was not read.

A number gets its role from the word before it and from the direction it belongs to; a direction
its months from its own part. A phrase that says something and went into no statement is unread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from boardpack.claims.grammar import phrases
from boardpack.claims.lexicon import WEIGHTY
from boardpack.claims.parts import HEADS, parts_of
from boardpack.claims.quantifiers import give_often, give_since
from boardpack.claims.say_phrases import READERS
from boardpack.claims.scan import Measure, SentenceTime, Token
from boardpack.claims.statement import Kind, Reading, SentencePart, Statement
from boardpack.claims.tokens import tokens
from boardpack.claims.vocabulary import Vocabulary
from boardpack.claims.work import Here, Work


def read(text: str, vocabulary: Vocabulary, calendar: SentenceTime) -> Reading:
    """Read a sentence."""
    found = tokens(text, vocabulary, calendar)
    nodes = phrases(found)
    parts = tuple(parts_of(nodes, len(text)))
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
        elif (reader := READERS.get(node.code)) is not None:
            reader(Here(work, number, part, at))


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
