"""The numbers of a clause as statements: of what, of which month, and the size of which direction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.claims.amount import Amount, AmountUnit, Role
from boardpack.claims.moves import Move
from boardpack.claims.read_moves import when
from boardpack.claims.read_standing import record_amount
from boardpack.claims.sought import Sought
from boardpack.claims.standing import StandingKind
from boardpack.claims.statement import BASE_LEAD, Base, Kind, Parts, Statement, aimed, clause_start

_KINDS = {
    Role.VALUE: Kind.VALUE,
    Role.START: Kind.START,
    Role.CHANGE: Kind.CHANGE,
    Role.TARGET: Kind.TARGET,
    Role.GAP: Kind.GAP,
    Role.ELSEWHERE: Kind.ELSEWHERE,
    Role.RANGE: Kind.RANGE,
}


def figures(parts: Parts) -> Iterator[Statement]:
    """Every number of a clause as a statement."""
    records = {
        r.start for s in parts.standings if (r := record_amount(parts, s)) is not None and r.month is None
    }
    for index, amount in enumerate(parts.amounts):
        if amount.start in records:
            continue
        move = _move_of(parts, amount)
        base, month = Base(), amount.month
        if move is not None:
            base, until = when(parts, move)
            if amount.role in {Role.CHANGE, Role.START} or (month is None and amount.start > move.start):
                month = until if amount.role is not Role.START else amount.month
        if amount.role is Role.START:
            others = [a for a in parts.amounts if a.role is Role.START and a is not amount and a.month]
            base = Base(amount.month) if amount.month else Base() if others else base
        if amount.role is Role.CHANGE:
            base = _own_base(parts, index) or base
            after = next((m for m in parts.months if m.start >= amount.end), None)
            if after and re.fullmatch(r"\s*(?:in|during)?\s*", parts.text[amount.end : after.start]):
                base, month = Base(), after.period
        late = month is not None and month > parts.period
        yield Statement(
            _KINDS[amount.role], amount.start, amount.end, _phrase_of(parts, index), month, base,
            amount=amount, move=move, aim=late or aimed(parts.text, amount.start),
            passing=bool(move and move.passing),
        )  # fmt: skip


def _own_base(parts: Parts, index: int) -> Base | None:
    """What one change of several is reckoned from: `23 points in a month and 58 since August`."""
    end = parts.amounts[index].end
    limit = parts.amounts[index + 1].start if index + 1 < len(parts.amounts) else parts.clause[1]
    month = next(
        (m for m in parts.months if end <= m.start < limit and BASE_LEAD.search(parts.text[: m.start])), None
    )
    span = next((s for s in parts.spans if end <= s.start < limit), None)
    if month is not None:
        return Base(month.period)
    return Base(None, span) if span is not None else None


def _move_of(parts: Parts, amount: Amount) -> Move | None:
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


_NOUN_AFTER = Sought(
    r"^\s+(?!(?:in|of|for|to|from|at|on|by|with|and|but|or|as|than|this|last|since|compared|against|while|which|was|were|is|are|has|had|have|during|over|up|down|after|a|per|between|when|each|month|again|now|below|above|under|respectively)\b)[a-z]"
)
_WHOLE_END = Sought(
    r"[,;:()]|\.(?=\s|$)|\s[–—-]\s|\b(?:which|due|because|but|from|since|compared|against|while|although"
    r"|in\s+(?:the\s+month|[A-Z])|this\s+month|at\s+the\s+end)\b",
    capitals=True,
)
"""Where `62% of children were visited within four weeks` ends: it may hold a verb."""


def _phrase_of(parts: Parts, index: int) -> tuple[int, int]:
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
    return clause_start(text, floor, amount.start), amount.start
