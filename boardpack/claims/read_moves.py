"""The directions of a clause, what each is reckoned from and the month it is said of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from boardpack.claims.amount import Role
from boardpack.claims.months import MONTH, Named, Span
from boardpack.claims.moves import Move
from boardpack.claims.sought import Sought
from boardpack.claims.statement import BASE_LEAD, Base, Kind, Parts, Statement
from boardpack.model.period import Period


def directions(parts: Parts) -> Iterator[Statement]:
    """Every direction of a clause as a statement."""
    for move in parts.moves:
        base, month = when(parts, move)
        late = month is not None and month > parts.period
        yield Statement(
            Kind.DIRECTION, move.start, move.end, move.phrase, month, base, move=move, aim=move.aim or late,
            passing=move.passing,
        )  # fmt: skip


def _reach(parts: Parts, move: Move) -> tuple[int, int]:
    """The part of the sentence that a direction may take its months from: up to its neighbours."""
    earlier = [m.end for m in parts.moves if m.end <= move.start]
    later = [m.start for m in parts.moves if m.start >= move.end]
    end = min([parts.clause[1], *later])
    cut = _CUT.search(parts.text[move.end : end])
    return max([parts.clause[0], *earlier]), move.end + cut.start() if cut else end


_CUT = re.compile(
    r";|,\s+(?!includ|falling|rising|going)\w+ing\b|\b(?:but|whereas|whilst|while|although|after|before|following|having)\b"
)
_UNTIL_LEAD = Sought(r"\b(?:and|to|in|during|for|by|at\s+the\s+end\s+of|of)\s+$")


def when(parts: Parts, move: Move) -> tuple[Base, Period | None]:
    """What a direction is reckoned from, and the month it is said of."""
    floor, ceiling = _reach(parts, move)
    near = [a for a in parts.amounts if move.end <= a.start < ceiling and a.role is not Role.CHANGE]
    if not near and move.form == "noun":
        near = [a for a in parts.amounts if floor <= a.start < move.start and a.month is not None]
    start = next((a.month for a in near if a.role is Role.START and a.month), None)
    value = next((a.month for a in near if a.role is Role.VALUE and a.month), None)
    taken = {a.month_end for a in parts.amounts if a in near or a.end <= move.start}
    base, until, told = start, value, False
    for named in _in_order(parts.text, parts.months, floor, ceiling, move):
        lead = parts.text[: named.start]
        if BASE_LEAD.search(lead) and named.start >= floor:
            base, told = base or named.period, True
        elif named.end in taken:
            continue
        elif until is None and (_UNTIL_LEAD.search(lead) or named.start < move.start or named.relative):
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


_PARTED = Sought(
    rf"\b(?:but|while|whereas|yet|and(?!\s+{MONTH}))\b",
    ("but", "while", "whereas", "yet", "and"),
    capitals=True,
)


def _spans_near(found: Sequence[Span], floor: int, ceiling: int, move: Move) -> list[Span]:
    after = [s for s in found if move.end <= s.start < ceiling]
    return [*after, *(s for s in found if floor <= s.start and s.end <= move.start)]
