"""What a sentence says: its statements, each with the words that say of what and of when.

A statement is one thing that can be right or wrong on its own: a direction, a value, the size of a
change, a rating. Which indicator it is about is for `subject` to say, and whether it is so for `verify`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from boardpack.check.claims.amounts import Amount, AmountUnit, Role, amounts, time_limits
from boardpack.check.claims.clauses import clauses
from boardpack.check.claims.lexicon import Way, lexicon
from boardpack.check.claims.months import MONTH, Named, Span, named_months, resolve, spans
from boardpack.check.claims.moves import Move, moves
from boardpack.check.claims.sentences import Sentence
from boardpack.check.claims.standing import Standing, StandingKind, standings
from boardpack.check.claims.tie import Mention, Vocabulary, mentions
from boardpack.model.period import Period


class Kind(Enum):
    """What kind of thing is said."""

    VALUE = "value"
    START = "starting value"
    CHANGE = "size of a change"
    TARGET = "target"
    GAP = "gap to target"
    ELSEWHERE = "figure from elsewhere"
    RANGE = "end of a range"
    DIRECTION = "direction"
    RATING = "rating"
    TARGET_MET = "standing against target"
    STATUS = "judgement"
    EXTREME = "record"
    STREAK = "run of months"
    COUNT = "count of ratings"
    BREAK = "change of definition"
    PACE = "pace of change"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Base:
    """What a change is reckoned from; the month before when nothing else is said."""

    month: Period | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, with its place in the sentence."""

    kind: Kind
    start: int
    end: int
    phrase: tuple[int, int]
    """Where the words stand that say of what."""
    month: Period | None = None
    """The month it is said of; None for the pack's own."""
    base: Base = field(default_factory=Base)
    amount: Amount | None = None
    move: Move | None = None
    standing: Standing | None = None
    other: Standing | None = None
    """The rating or target that a run of months is a run of."""
    aim: bool = False
    passing: bool = False
    clause: tuple[int, int] = (0, 0)
    """The stretch of the sentence that speaks of the same subject."""
    fronted: Period | None = None
    """The month that opens the sentence, if this clause names none of its own."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read: its references and its statements in order."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was found in a sentence before it is put together."""

    text: str
    period: Period
    mentions: tuple[Mention, ...]
    months: tuple[Named, ...]
    spans: tuple[Span, ...]
    amounts: tuple[Amount, ...]
    moves: tuple[Move, ...]
    standings: tuple[Standing, ...]
    clause: tuple[int, int]
    """The stretch of the sentence that these are from."""


def read(sentence: Sentence, vocabulary: Vocabulary, period: Period) -> Reading:
    """Find the statements of a sentence."""
    text = sentence.text
    written = mentions(vocabulary, text)
    live = [Mention(one.start, one.end, (one.ref,)) for one in sentence.live if one.ref]
    found = tuple(sorted([*written, *live], key=lambda mention: mention.start))
    months = named_months(text, period)
    stands = standings(_hidden(text, written))
    masked = [(m.start, m.end) for m in written]
    masked += [(s.start, s.end) for s in stands if s.kind in {StandingKind.COUNT, StandingKind.STREAK}]
    masked += [match.span() for match in vocabulary.alike.finditer(text)]
    masked += [span for span in time_limits(text) if vocabulary.knows(text[slice(*span)])]
    numbers = amounts(text, masked, months)
    ends = [*(m.end for m in numbers), *(s.end for s in stands if s.kind is not StandingKind.PACE)]
    went = moves(text, ends)
    events = sorted(
        [(n.start, n.end) for n in numbers]
        + [(m.start, m.end) for m in went]
        + [(s.start, s.end) for s in stands]
    )
    verbs = [(m.start, m.end) for m in went if m.form != "noun"] + [(s.start, s.end) for s in stands]
    found_clauses = clauses(text, events, verbs, found, vocabulary)
    went = moves(text, [*ends, *(start for start, _ in found_clauses)])
    numbers = tuple(_of_a_change(text, amount, numbers, went) for amount in numbers)
    whole = _Parts(text, period, found, months, spans(text), numbers, went, stands, (0, len(text)))
    statements = [s for clause in found_clauses for s in _in_clause(_clipped(whole, clause), whole)]
    statements += _unknown(whole)
    return Reading(sentence, found, tuple(sorted(statements, key=lambda s: (s.start, s.end))))


def _clipped(parts: _Parts, clause: tuple[int, int]) -> _Parts:
    """What of a sentence stands in one clause."""
    low, high = clause

    inside = range(low, high)
    return _Parts(
        parts.text,
        parts.period,
        tuple(one for one in parts.mentions if one.start in inside),
        tuple(one for one in parts.months if one.start in inside),
        tuple(one for one in parts.spans if one.start in inside and not _of_a_record(parts, one)),
        tuple(_own_month(one, low) for one in parts.amounts if one.start in inside),
        tuple(_own_phrase(one, high) for one in parts.moves if one.start in inside),
        tuple(one for one in parts.standings if one.start in inside),
        clause,
    )


def _of_a_record(parts: _Parts, span: Span) -> bool:
    """Whether a stretch of time says over what something is a record: `the highest level this year`."""
    return any(
        standing.kind is StandingKind.EXTREME
        and standing.end <= span.start
        and re.search(r"[,;:]|\b(?:and|but)\b", parts.text[standing.end : span.start]) is None
        for standing in parts.standings
    )


def _own_month(amount: Amount, low: int) -> Amount:
    """The number without a month that it took from a clause before its own."""
    return replace(amount, month=None) if amount.month_end <= low else amount


def _own_phrase(move: Move, high: int) -> Move:
    """The direction with no words of what from beyond its clause."""
    start, end = move.phrase
    return replace(move, phrase=(min(start, high), min(end, high)))


def _in_clause(parts: _Parts, whole: _Parts) -> Iterator[Statement]:
    opening = (
        re.match(r"^(?:In|During|For|At the end of)\s+$", whole.text[: whole.months[0].start])
        if whole.months
        else None
    )
    fronted = whole.months[0].period if opening and parts.clause[0] > 0 and not parts.months else None
    for statement in (*_directions(parts), *_figures(parts), *_stands(parts)):
        other = fronted or _other_month(parts, statement)
        yield replace(statement, clause=parts.clause, fronted=other)


def _other_month(parts: _Parts, statement: Statement) -> Period | None:
    """The month before it in the clause that a statement may be of as well as of the pack's own.

    What `has risen` is said of now; what `rose` or `was Green` may go on about the month just named.
    """
    perfect = (
        re.search(r"\b(?:has|have|is|are|now)\s+(?:\w+\s+)?$", parts.text[: statement.start]) is not None
    )
    if statement.month is not None or perfect or statement.kind in {Kind.VALUE, Kind.START, Kind.CHANGE}:
        return None
    before = [
        m for m in parts.months if m.end <= statement.start and not _BASE_LEAD.search(parts.text[: m.start])
    ]
    return before[-1].period if before else None


def _of_a_change(text: str, amount: Amount, others: Sequence[Amount], went: Sequence[Move]) -> Amount:
    """Take the 6 of `a fall in relet time of 6` for the size of the fall."""
    before = [
        m for m in went if m.end <= amount.start and m.form == "noun" and m.way not in {Way.LEVEL, Way.STABLE}
    ]
    if amount.role is not Role.VALUE or not before or not re.search(r"\bof\s+$", text[: amount.start]):
        return amount
    between = text[before[-1].end : amount.start]
    if re.search(r"[;:.]|\bto\s+a\b", between) or any(
        before[-1].end <= o.start < amount.start for o in others
    ):
        return amount
    return replace(amount, role=Role.CHANGE) if before[-1].phrase[0] >= before[-1].end else amount


def _hidden(text: str, found: Sequence[Mention]) -> str:
    """The text with its references blotted out, so that no `ST 2 is Red` counts two."""
    for mention in found:
        text = text[: mention.start] + "¤" * (mention.end - mention.start) + text[mention.end :]
    return text


def _unknown(parts: _Parts) -> Iterator[Statement]:
    for mention in parts.mentions:
        if not mention.refs:
            yield Statement(Kind.REFERENCE, mention.start, mention.end, (mention.start, mention.end))


# -------------------------------------------------------------------------------------------- directions


def _directions(parts: _Parts) -> Iterator[Statement]:
    for move in parts.moves:
        base, month = _when(parts, move)
        late = month is not None and month > parts.period
        yield Statement(
            Kind.DIRECTION, move.start, move.end, move.phrase, month, base, move=move, aim=move.aim or late,
            passing=move.passing,
        )  # fmt: skip


def _reach(parts: _Parts, move: Move) -> tuple[int, int]:
    """The part of the sentence that a direction may take its months from: up to its neighbours."""
    earlier = [m.end for m in parts.moves if m.end <= move.start]
    later = [m.start for m in parts.moves if m.start >= move.end]
    end = min([parts.clause[1], *later])
    cut = _CUT.search(parts.text[move.end : end])
    return max([parts.clause[0], *earlier]), move.end + cut.start() if cut else end


_CUT = re.compile(r";|\b(?:but|whereas|whilst|while|although|after|before|following|having)\b")
_BASE_LEAD = re.compile(
    r"\b(?:since|on|than|than\s+in|than\s+it\s+was\s+in|compared\s+(?:with|to)|against|versus|from|between|from\s+that\s+in|the\s+end\s+of|on\s+that\s+of)\s+(?:last\s+)?$",
    re.IGNORECASE,
)
_UNTIL_LEAD = re.compile(r"\b(?:and|to|in|during|for|by|at\s+the\s+end\s+of|of)\s+$", re.IGNORECASE)


def _when(parts: _Parts, move: Move) -> tuple[Base, Period | None]:
    """What a direction is reckoned from, and the month it is said of."""
    floor, ceiling = _reach(parts, move)
    near = [a for a in parts.amounts if move.end <= a.start < ceiling]
    if not near and move.form == "noun":
        near = [a for a in parts.amounts if floor <= a.start < move.start and a.month is not None]
    start = next((a.month for a in near if a.role is Role.START and a.month), None)
    value = next((a.month for a in near if a.role is Role.VALUE and a.month), None)
    taken = {a.month_end for a in parts.amounts if a in near or a.end <= move.start}
    base, until, told = start, value, False
    for named in _in_order(parts.text, parts.months, floor, ceiling, move):
        lead = parts.text[: named.start]
        if _BASE_LEAD.search(lead) and named.start >= floor:
            base, told = base or named.period, True
        elif named.end in taken:
            continue
        elif until is None and (_UNTIL_LEAD.search(lead) or named.start < move.start):
            until = named.period
    span = next((s for s in _spans_near(parts.spans, floor, ceiling, move)), None)
    if base is not None and base == until:
        base, until = (base, None) if start is not None or told else (None, until)
    return Base(base, None if base else span), until


def _in_order(text: str, months: Sequence[Named], floor: int, ceiling: int, move: Move) -> list[Named]:
    after = [m for m in months if move.end <= m.start < ceiling]
    before = [m for m in months if floor <= m.start and m.end <= move.start]
    before = [m for m in before if not _PARTED.search(text, m.end, move.start)]
    return [*after, *reversed(before)]


_PARTED = re.compile(rf"\b(?:but|while|whereas|yet|and(?!\s+{MONTH}))\b")


def _spans_near(found: Sequence[Span], floor: int, ceiling: int, move: Move) -> list[Span]:
    after = [s for s in found if move.end <= s.start < ceiling]
    return [*after, *(s for s in found if floor <= s.start and s.end <= move.start)]


# ----------------------------------------------------------------------------------------------- figures

_KINDS = {
    Role.VALUE: Kind.VALUE,
    Role.START: Kind.START,
    Role.CHANGE: Kind.CHANGE,
    Role.TARGET: Kind.TARGET,
    Role.GAP: Kind.GAP,
    Role.ELSEWHERE: Kind.ELSEWHERE,
    Role.RANGE: Kind.RANGE,
}


def _figures(parts: _Parts) -> Iterator[Statement]:
    records = {r.start for s in parts.standings if (r := _record(parts, s)) is not None and r.month is None}
    for index, amount in enumerate(parts.amounts):
        if amount.start in records:
            continue
        move = _move_of(parts, amount)
        base, month = Base(), amount.month
        if move is not None:
            base, until = _when(parts, move)
            if amount.role in {Role.CHANGE, Role.START} or (month is None and amount.start > move.start):
                month = until if amount.role is not Role.START else amount.month
        if amount.role is Role.START and amount.month is not None:
            base = Base(amount.month)
        if amount.role is Role.CHANGE:
            base = _own_base(parts, index) or base
        late = month is not None and month > parts.period
        yield Statement(
            _KINDS[amount.role], amount.start, amount.end, _phrase_of(parts, index), month, base,
            amount=amount, move=move, aim=late or _aimed(parts.text, amount.start),
            passing=bool(move and move.passing),
        )  # fmt: skip


def _own_base(parts: _Parts, index: int) -> Base | None:
    """What one change of several is reckoned from: `23 points in a month and 58 since August`."""
    end = parts.amounts[index].end
    limit = parts.amounts[index + 1].start if index + 1 < len(parts.amounts) else parts.clause[1]
    month = next(
        (m for m in parts.months if end <= m.start < limit and _BASE_LEAD.search(parts.text[: m.start])), None
    )
    span = next((s for s in parts.spans if end <= s.start < limit), None)
    if month is not None:
        return Base(month.period)
    return Base(None, span) if span is not None else None


def _move_of(parts: _Parts, amount: Amount) -> Move | None:
    """The direction that a number belongs to: the nearest before it, or the noun right after it."""
    behind = next((m for m in parts.moves if m.start >= amount.end), None)
    if (
        amount.role is Role.CHANGE
        and behind is not None
        and re.fullmatch(r"[\s-]+(?:\w+\s+)?", parts.text[amount.end : behind.start])
    ):
        return behind
    if (
        amount.role is Role.CHANGE
        and behind is not None
        and behind.form == "state"
        and behind.start - amount.end < 3
    ):
        return behind
    before = [m for m in parts.moves if m.end <= amount.start]
    if not before:
        return None
    between = parts.text[before[-1].end : amount.start]
    if re.search(r";|\b(?:but|whereas|whilst|while|although)\b", between):
        return None
    return before[-1]


def _aimed(text: str, at: int) -> bool:
    """Whether an aim or a forecast governs what stands at that place."""
    clause = re.split(r"[;:]|\s[–—-]\s|\b(?:but|while|whilst|whereas|although|which)\b|,(?!\d)", text[:at])[
        -1
    ]
    return lexicon().patterns["aim"].search(clause) is not None


_NOUN_AFTER = re.compile(
    r"^\s+(?!(?:in|of|for|to|from|at|on|by|with|and|but|or|as|than|this|last|since|compared|against|while|which|was|were|is|are|has|had|have|during|over|up|down|after|a|per|between|when|each|month|again|now|below|above|under|respectively)\b)[A-Za-z]",
    re.IGNORECASE,
)
_WHOLE_END = re.compile(
    r"[,;:()]|\.(?=\s|$)|\s[–—-]\s|\b(?:which|due|because|but|from|since|compared|against|while|although"
    r"|in\s+(?:the\s+month|[A-Z])|this\s+month|at\s+the\s+end)\b"
)
"""Where `62% of children were visited within four weeks` ends: it may hold a verb."""
_PHRASE_END = re.compile(
    r"[,;:()]|\.(?=\s|$)|\s[–—-]\s|(?<!who\s)\b(?:has|have|had|is|are|was|were|been|which|that|due|because|but|from|with|since|compared|against|while|although|in\s+(?:the\s+month|[A-Z])|this\s+month|and|as)\b"
)


def _phrase_of(parts: _Parts, index: int) -> tuple[int, int]:
    """The words that say what a number is of: after `of` or a bare number's noun, else before it."""
    amount, text = parts.amounts[index], parts.text
    after = text[amount.end :]
    counted = amount.unit is AmountUnit.NONE and _NOUN_AFTER.match(after)
    of = re.match(r"^\s+of\s+(?!the\s+target|target|the\s+total)", after)
    if amount.role is Role.VALUE and (counted or of):
        start = amount.end + (of.end() if of else 1)
        end = _WHOLE_END.search(text, start)
        return start, min(end.start() if end else len(text), parts.clause[1])
    floor = max(
        [
            parts.clause[0],
            *(a.end for a in parts.amounts[:index]),
            *(m.end for m in parts.moves if m.end <= amount.start),
        ]
    )
    floor = max(
        [
            floor,
            *(s.end for s in parts.standings if s.end <= amount.start and s.kind is not StandingKind.EXTREME),
        ]
    )
    return _clause_start(text, floor, amount.start), amount.start


_CLAUSE = re.compile(
    r"[;:]|,(?!\d)|\s[–—-]\s|\b(?:but|while|whilst|whereas|although|though|however|because|despite)\b"
)


def _clause_start(text: str, floor: int, end: int) -> int:
    """Where the clause that ends at `end` begins; a comma or bracket right before it does not count."""
    stops = [m.end() for m in _CLAUSE.finditer(text, floor, end) if m.end() < end - 2]
    return max([floor, *stops])


# ---------------------------------------------------------------------------------------------- standing

_STANDS = {
    StandingKind.RATING: Kind.RATING,
    StandingKind.TARGET: Kind.TARGET_MET,
    StandingKind.STATUS: Kind.STATUS,
    StandingKind.EXTREME: Kind.EXTREME,
    StandingKind.STREAK: Kind.STREAK,
    StandingKind.COUNT: Kind.COUNT,
    StandingKind.BREAK: Kind.BREAK,
    StandingKind.PACE: Kind.PACE,
}


def _stands(parts: _Parts) -> Iterator[Statement]:
    gaps = [a.end for a in parts.amounts if a.role is Role.GAP]
    for standing in parts.standings:
        if standing.kind is StandingKind.TARGET and any(0 <= standing.start - end < 3 for end in gaps):
            continue
        floor = max(
            [
                parts.clause[0],
                *(m.end for m in parts.moves if m.end <= standing.start),
                *(a.end for a in parts.amounts if a.end <= standing.start),
            ]
        )
        start = _clause_start(parts.text, floor, standing.start)
        phrase = _record_phrase(parts, standing) or (start, standing.start)
        month = _month_of(parts, standing)
        run, other = _run_of(parts, standing)
        if standing.kind is StandingKind.STREAK and run is None and other is None:
            continue
        yield Statement(
            _STANDS[standing.kind], standing.start, standing.end, phrase, month,
            standing=standing, amount=_record(parts, standing), move=run, other=other,
            aim=_aimed(parts.text, standing.start) or _infinitive(parts.text, standing.start),
        )  # fmt: skip


def _record_phrase(parts: _Parts, standing: Standing) -> tuple[int, int] | None:
    """The words behind a record that say of what: `the best month for …`."""
    if standing.kind is not StandingKind.EXTREME:
        return None
    lead = _RECORD_OF.match(parts.text[standing.end : parts.clause[1]])
    if lead is None:
        return None
    start = standing.end + lead.end()
    end = _PHRASE_END.search(parts.text, start)
    return start, min(end.start() if end else len(parts.text), parts.clause[1])


_RECORD_OF = re.compile(
    r"\s+(?:month|level|figure|rate|value|result|performance|point|number)?\s*(?:for|of|in)\s+(?!the\s+(?:year|last|past|month)|this\b|\d)(?=[a-z(]|[A-Z]+\s?\d|[A-Z]{2})"
)


def _infinitive(text: str, at: int) -> bool:
    """Whether `to`, with or without a verb, stands right before: `to meet the target`, `up to target`."""
    return re.search(
        r"\bto\s+(?:\w+\s+)?(?:\w+\s+)?(?:up\s+)?$", text[max(0, at - 30) : at]
    ) is not None and not re.search(
        r"\b(?:moved|moves|back|returned|continu\w+|went)\s+to\s+(?:be\s+)?$", text[:at]
    )


def _month_of(parts: _Parts, standing: Standing) -> Period | None:
    """The month a standing is said of: the one named in its clause, `since` apart."""
    since = resolve(standing.since, parts.period) if standing.since else None
    floor = max(
        [
            parts.clause[0],
            *(s.end for s in parts.standings if s.end <= standing.start and s.kind is standing.kind),
        ]
    )
    clause = _clause_start(parts.text, floor, standing.start)
    stop = re.search(r"[;]|,(?!\d)|\b(?:but|while|whereas|although)\b", parts.text[standing.end :])
    end = standing.end + stop.start() if stop else parts.clause[1]
    named = [
        m
        for m in parts.months
        if clause <= m.start < end
        and (standing.kind is StandingKind.BREAK or not _NOT_OF.search(parts.text[: m.start]))
    ]
    if standing.kind is not StandingKind.EXTREME:
        taken = {a.month_end for a in parts.amounts if a.end <= standing.start}
        named = [m for m in named if m.end not in taken]
    named = [m for m in named if not (since and m.period == since and m.start > standing.start)]
    after = [m for m in named if m.start >= standing.end]
    before = [m for m in named if m.end <= standing.start]
    return after[0].period if after else before[-1].period if before else None


_NOT_OF = re.compile(r"\b(?:since|than|than\s+in|on|from|until|by)\s+$")


def _record(parts: _Parts, standing: Standing) -> Amount | None:
    """The number that a record is said to be: `the highest figure this year was 92%`."""
    if standing.kind is not StandingKind.EXTREME:
        return None
    after = next((a for a in parts.amounts if a.start >= standing.end and a.role is Role.VALUE), None)
    if after is None or _RECORD_ENDS.search(parts.text[standing.end : after.start]):
        return None
    return after


_RECORD_ENDS = re.compile(r";|\b(?:but|while|and|having|after|from|up|down|compared|against|than)\b")


def _run_of(parts: _Parts, standing: Standing) -> tuple[Move | None, Standing | None]:
    """The direction, rating or target that a run of months is a run of: the nearest one."""
    if standing.kind is not StandingKind.STREAK:
        return None, None
    found: list[Move | Standing] = [m for m in parts.moves if m.way is not Way.STABLE and not m.aim]
    found += [s for s in parts.standings if s.kind in {StandingKind.RATING, StandingKind.TARGET}]
    if not found:
        return None, None
    nearest = min(found, key=lambda one: min(abs(one.start - standing.end), abs(standing.start - one.end)))
    return (nearest, None) if isinstance(nearest, Move) else (None, nearest)
