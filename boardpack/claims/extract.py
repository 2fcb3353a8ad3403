"""What a sentence says: its statements, each with the words that say of what and of when.

A statement is one thing that can be right or wrong on its own: a direction, a value, the size of a
change, a rating. Which indicator it is about is for `subject` to say, and whether it is so for `verify`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from boardpack.claims.amount import Amount, Role
from boardpack.claims.amounts import amounts, time_limits
from boardpack.claims.clauses import clauses
from boardpack.claims.lexicon import Way
from boardpack.claims.months import Named, Quarter, Span, named_months, quarters, spans
from boardpack.claims.moves import Move, directions_in, moves
from boardpack.claims.often import often
from boardpack.claims.read_figures import figures
from boardpack.claims.read_moves import directions
from boardpack.claims.read_standing import stands
from boardpack.claims.sentences import Sentence
from boardpack.claims.sought import Sought
from boardpack.claims.standing import StandingKind, standings
from boardpack.claims.statement import BASE_LEAD, Kind, Parts, Reading, Statement
from boardpack.claims.tie import Mention, Vocabulary, alike, mentions
from boardpack.model.period import Period


def read(sentence: Sentence, vocabulary: Vocabulary, period: Period, year_start: int = 4) -> Reading:
    """Find the statements of a sentence."""
    text = sentence.text
    written = mentions(vocabulary, text)
    live = [Mention(one.start, one.end, (one.ref,)) for one in sentence.live if one.ref]
    found = tuple(sorted([*written, *live], key=lambda mention: mention.start))
    months = named_months(text, period, year_start)
    stands = standings(_hidden(text, written))
    masked = [(m.start, m.end) for m in written]
    masked += [(s.start, s.end) for s in stands if s.kind in {StandingKind.COUNT, StandingKind.STREAK}]
    masked += alike(vocabulary, text)
    masked += [span for span in time_limits(text) if vocabulary.knows(text[slice(*span)])]
    numbers = amounts(text, masked, months)
    ends = [*(m.end for m in numbers), *(s.end for s in stands if s.kind is not StandingKind.PACE)]
    words = directions_in(text)
    events = sorted(
        [(n.start, n.end) for n in numbers]
        + [(w.start, w.end) for w in words]
        + [(s.start, s.end) for s in stands]
    )
    verbs = [(w.start, w.end) for w in words if w.form != "noun"] + [(s.start, s.end) for s in stands]
    found_clauses = clauses(text, events, verbs, found, vocabulary)
    went = moves(text, words, [*ends, *(start for start, _ in found_clauses)])
    numbers = tuple(_of_a_change(text, amount, numbers, went) for amount in numbers)
    whole = Parts(text, period, found, months, spans(text), numbers, went, stands, (0, len(text)))
    statements: list[Statement] = [
        s for clause in found_clauses for s in _in_clause(_clipped(whole, clause), whole)
    ]
    named = quarters(text, period, year_start)
    ordered = sorted((_of_a_quarter(s, named) for s in statements), key=lambda s: (s.start, s.end))
    often_so = [*often(text, ordered, period, year_start), *_unknown(whole)]
    each = [one for statement in often_so for one in (statement, *_in_other_months(text, statement, months))]
    return Reading(sentence, found, tuple(sorted(each, key=lambda s: (s.start, s.end))))


def _of_a_quarter(statement: Statement, named: Sequence[Quarter]) -> Statement:
    """The statement, marked if it is said of a whole quarter and of no month of it."""
    low, high = statement.clause
    whole = statement.month is None and statement.base.month is None
    whole = whole and any(low <= one.start < high and one.edge is None for one in named)
    return replace(statement, whole=whole and statement.kind not in {Kind.TARGET, Kind.COUNT, Kind.GAP})


def _in_other_months(text: str, statement: Statement, months: Sequence[Named]) -> Iterator[Statement]:
    """The same of the other months of a row: `was 85.8% in both May and August`."""
    if statement.month is None or statement.often or statement.kind not in _OF_ROWS:
        return
    row: list[Named] = []
    for named in months:
        if row and not re.fullmatch(r"\s*(?:,|,?\s*and|&|,?\s*or)\s*", text[row[-1].end : named.start]):
            if len(row) > 1:
                break
            row = []
        row.append(named)
    if len(row) < 2 or not _IN_ROW.search(text[: row[0].start]) or not _ROW_ENDS.match(text[row[-1].end :]):
        return
    if statement.month in {named.period for named in row} and abs(row[0].start - statement.end) < _ROW_NEAR:
        yield from (replace(statement, month=n.period) for n in row if n.period != statement.month)


_OF_ROWS = frozenset({Kind.VALUE, Kind.RATING, Kind.TARGET_MET, Kind.DIRECTION})
_IN_ROW = Sought(r"\b(?:in|for|during)\s+(?:both\s+)?$")
_ROW_ENDS = Sought(r"\s*(?:[,.;)]|$|(?:but|and|while|although)\b)", capitals=True)
_ROW_NEAR = 30
"""How many characters may stand between what is said and the row of months it is said of."""


def _clipped(parts: Parts, clause: tuple[int, int]) -> Parts:
    """What of a sentence stands in one clause."""
    low, high = clause

    inside = range(low, high)
    return Parts(
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


def _of_a_record(parts: Parts, span: Span) -> bool:
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


def _in_clause(parts: Parts, whole: Parts) -> Iterator[Statement]:
    opening = (
        re.match(r"^(?:In|During|For|At the end of)\s+$", whole.text[: whole.months[0].start])
        if whole.months
        else None
    )
    fronted = whole.months[0].period if opening and parts.clause[0] > 0 and not parts.months else None
    for statement in (*directions(parts), *figures(parts), *stands(parts)):
        other = fronted or _other_month(parts, statement)
        yield replace(statement, clause=parts.clause, fronted=other)


def _other_month(parts: Parts, statement: Statement) -> Period | None:
    """The month before it in the clause that a statement may be of as well as of the pack's own.

    What `has risen` is said of now; what `rose` or `was Green` may go on about the month just named.
    """
    perfect = (
        re.search(r"\b(?:has|have|is|are|now)\s+(?:\w+\s+)?$", parts.text[: statement.start]) is not None
    )
    if statement.month is not None or perfect or statement.kind in {Kind.VALUE, Kind.START, Kind.CHANGE}:
        return None
    before = [
        m for m in parts.months if m.end <= statement.start and not BASE_LEAD.search(parts.text[: m.start])
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


def _unknown(parts: Parts) -> Iterator[Statement]:
    for mention in parts.mentions:
        if not mention.refs:
            yield Statement(Kind.REFERENCE, mention.start, mention.end, (mention.start, mention.end))
