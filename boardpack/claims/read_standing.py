"""The ratings, targets, records and runs of a clause as statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.claims.amount import Amount, Role
from boardpack.claims.lexicon import Way
from boardpack.claims.months import resolve
from boardpack.claims.moves import Move
from boardpack.claims.sought import Sought
from boardpack.claims.standing import Standing, StandingKind
from boardpack.claims.statement import PHRASE_END, Kind, Parts, Statement, aimed, clause_start
from boardpack.model.period import Period

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


def stands(parts: Parts) -> Iterator[Statement]:
    """Every standing of a clause as a statement."""
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
        start = clause_start(parts.text, floor, standing.start)
        phrase = _record_phrase(parts, standing) or (start, standing.start)
        month = _month_of(parts, standing)
        run, other = _run_of(parts, standing)
        if standing.kind is StandingKind.STREAK and run is None and other is None:
            continue
        yield Statement(
            _STANDS[standing.kind], standing.start, standing.end, phrase, month,
            standing=standing, amount=record_amount(parts, standing), move=run, other=other,
            aim=aimed(parts.text, standing.start) or _infinitive(parts.text, standing.start),
        )  # fmt: skip


def _record_phrase(parts: Parts, standing: Standing) -> tuple[int, int] | None:
    """The words behind a record that say of what: `the best month for …`."""
    if standing.kind is not StandingKind.EXTREME:
        return None
    lead = _RECORD_OF.match(parts.text[standing.end : parts.clause[1]])
    if lead is None:
        return None
    start = standing.end + lead.end()
    end = PHRASE_END.search(parts.text, start)
    return start, min(end.start() if end else len(parts.text), parts.clause[1])


_RECORD_OF = Sought(
    r"\s+(?:month|level|figure|rate|value|result|performance|point|number)?\s*(?:for|of|in)\s+(?!the\s+(?:year|last|past|month)|this\b|\d)(?=[a-z(]|[A-Z]+\s?\d|[A-Z]{2})",
    ("for", "of", "in"),
    capitals=True,
)


def _infinitive(text: str, at: int) -> bool:
    """Whether `to`, with or without a verb, stands right before: `to meet the target`, `up to target`."""
    return re.search(
        r"\bto\s+(?:\w+\s+)?(?:\w+\s+)?(?:up\s+)?$", text[max(0, at - 30) : at]
    ) is not None and not re.search(
        r"\b(?:moved|moves|back|returned|continu\w+|went)\s+to\s+(?:be\s+)?$", text[:at]
    )


def _month_of(parts: Parts, standing: Standing) -> Period | None:
    """The month a standing is said of: the one named in its clause, `since` apart."""
    bracketed = [a for a in parts.amounts if 0 <= standing.start - a.end <= 1 and a.month]
    if bracketed and parts.text[standing.start] == "(":
        return bracketed[0].month
    since = resolve(standing.since, parts.period) if standing.since else None
    floor = max(
        [
            parts.clause[0],
            *(s.end for s in parts.standings if s.end <= standing.start and s.kind is standing.kind),
        ]
    )
    clause = clause_start(parts.text, floor, standing.start)
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


_NOT_OF = Sought(r"\b(?:since|than|than\s+in|on|from|until|by)\s+$", capitals=True)


def record_amount(parts: Parts, standing: Standing) -> Amount | None:
    """The number that a record is said to be: `the highest figure this year was 92%`."""
    if standing.kind is not StandingKind.EXTREME:
        return None
    after = next((a for a in parts.amounts if a.start >= standing.end and a.role is Role.VALUE), None)
    if after is None or re.match(r".{0,30}\brespectively\b", parts.text[after.end :]):
        return None
    if _RECORD_ENDS.search(parts.text[standing.end : after.start]):
        return None
    return after


_RECORD_ENDS = Sought(
    r";|\b(?:but|while|and|having|after|from|up|down|compared|against|than|when)\b", capitals=True
)


def _run_of(parts: Parts, standing: Standing) -> tuple[Move | None, Standing | None]:
    """The direction, rating or target that a run of months is a run of: the nearest one."""
    if standing.kind is not StandingKind.STREAK:
        return None, None
    found: list[Move | Standing] = [m for m in parts.moves if m.way is not Way.STABLE and not m.aim]
    found += [s for s in parts.standings if s.kind in {StandingKind.RATING, StandingKind.TARGET}]
    if not found:
        return None, None
    nearest = min(found, key=lambda one: min(abs(one.start - standing.end), abs(standing.start - one.end)))
    return (nearest, None) if isinstance(nearest, Move) else (None, nearest)
