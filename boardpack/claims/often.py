"""How often a sentence says that something was so: in every month, never, twice, ever since June."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from boardpack.claims.months import MONTH, named_months, quarters, resolve
from boardpack.claims.sought import Sought
from boardpack.claims.standing import number
from boardpack.claims.statement import Base, Kind, Often, Statement
from boardpack.model.period import Period

_NUMBER = r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_EVERY = Sought(
    r"(?i)\b(?:in\s+|for\s+)?(?:every|each)\s+(?:single\s+)?month\b(?:\s+(?:of\s+(?:the|this)\s+year|this\s+year|so\s+far|to\s+date))*"
    rf"(?:\s+since\s+(?P<since>{MONTH})|\s+(?P<back>since))?(?:\s+(?:from|between)\s+(?P<first>{MONTH})\s+(?:to|and)\s+(?P<until>{MONTH}))?(?:,?\s+(?:but|except|bar|apart\s+from|other\s+than)\s+(?P<but>{MONTH}))?"
    r"|\ball\s+year\b|\bthroughout\b(?=\s+(?:the\s+(?:financial\s+)?year|(?:19|20)\d\d|(?:the\s+)?(?:Q[1-4]|quarter|\w+\s+quarter)))",
    ("every", "each", "all year", "throughout"),
    capitals=True,
)
_NEVER = Sought(
    r"(?:^at\s+no\s+(?:point|time)\b[^,;]*|\bnever\s+(?:(?:been|yet|once|fallen|dropped|risen|gone)\s+){0,2})$",
    ("at no", "never"),
)
_TIMES = Sought(
    r"\b(?:only\s+|just\s+)?(?:(?P<once>once)|(?P<twice>twice)|"
    rf"(?P<times>{_NUMBER})\s+times|on\s+(?:only\s+|just\s+)?(?P<occasions>{_NUMBER})\s+occasions"
    rf"|in\s+(?:only\s+|just\s+)?(?P<months>{_NUMBER})\s+(?:out\s+)?(?:of\s+the\s+(?:(?P<last>last|past)\s+)?(?P<total>{_NUMBER}\s+)?)?months)(?=\s*(?:[,.;]|$|(?:this|so|in|since|during|reported|shown|to)\b))",
    ("once", "twice", "times", "occasions", "months"),
)
_SINCE = Sought(rf"\s+(?:ever\s+)?since\s+(?P<since>{MONTH})", ("since",), capitals=True)
_PERFECT = Sought(r"\b(?:has|have)\s+(?:\w+\s+){0,3}$|\b(?:has|have)\b.*\bbeen\b")
_IN_ANY = Sought(r"\s+in\s+any\s+month\b", ("in any month",), capitals=True)
_FREQUENT = frozenset({Kind.VALUE, Kind.RATING, Kind.TARGET_MET, Kind.DIRECTION})


def often(text: str, statements: Sequence[Statement], period: Period, year_start: int) -> Iterator[Statement]:
    """Each statement of a sentence, with how often it is said to hold if that is said."""
    told: dict[int, Often] = {}
    for found in [*_EVERY.finditer(text), *_TIMES.finditer(text)]:
        nearest = _nearest(statements, found)
        if nearest is not None:
            told[nearest] = _read(text, found, statements[nearest], period, year_start)
    for index, statement in enumerate(statements):
        how = told.get(index) or _never(text, statement) or _since(text, statement, period)
        yield replace(statement, month=None, base=Base(), often=how) if how else statement


def _nearest(statements: Sequence[Statement], found: re.Match[str]) -> int | None:
    """The statement that a phrase goes with: the nearest before it in its clause, else the first behind."""
    fitting = [
        (index, s)
        for index, s in enumerate(statements)
        if s.kind in _FREQUENT and s.clause[0] <= found.start() < s.clause[1]
    ]
    if found.re is _TIMES.compiled:
        fitting = [
            (index, s)
            for index, s in fitting
            if s.kind in _FREQUENT and (s.kind is not Kind.VALUE or (s.amount and s.amount.hedge))
        ]
    before = [index for index, s in fitting if s.end <= found.start()]
    behind = [index for index, s in fitting if s.start >= found.end()]
    return before[-1] if before else behind[0] if behind else None


def _read(text: str, found: re.Match[str], statement: Statement, period: Period, year_start: int) -> Often:
    groups = found.groupdict()
    if found.re is _TIMES.compiled:
        written = groups["times"] or groups["occasions"] or groups["months"]
        last = number(groups["total"]) if groups["last"] and groups["total"] else 0
        return Often(
            "times",
            number(written) if written else 1 if groups["once"] else 2,
            since=period.plus(1 - last) if last else None,
        )
    if groups["back"]:
        named = [m.period for m in named_months(text[: found.start()], period, year_start)]
        return Often("every", since=named[-1] if named else period, after=True)
    since, but, first, until = (
        resolve(groups[name], period) if groups[name] else None for name in ("since", "but", "first", "until")
    )
    quarter = next((q for q in quarters(text, period, year_start) if 0 <= q.start - found.end() < 6), None)
    after = statement.kind is Kind.DIRECTION and first is None
    return Often("every", since=since or first, after=after, until=until, but=but, quarter=quarter)


def _never(text: str, statement: Statement) -> Often | None:
    """`has never been below 91%`."""
    start = statement.start
    said = text[start : statement.end]
    if statement.kind is Kind.TARGET_MET and re.match(r"never\b", said, re.IGNORECASE):
        return Often("every")
    if statement.kind in {Kind.TARGET_MET, Kind.RATING} and _IN_ANY.match(text, statement.end):
        return Often("every")
    if statement.amount is not None and statement.amount.hedge:
        start = len(re.sub(r"\S+(?:\s+than)?\s+$", "", text[:start]))
    if statement.kind not in _FREQUENT - {Kind.DIRECTION} or not _NEVER.search(text[:start]):
        return None
    return Often("never")


def _since(text: str, statement: Statement, period: Period) -> Often | None:
    """`has been Red since June`; what has not been so since June was so in June."""
    match = _SINCE.match(text, statement.end)
    if statement.kind is Kind.VALUE and match and re.search(r"\bbeen\s+(?:at\s+)?$", text[: statement.start]):
        since = resolve(match["since"], period)
        return Often("every", since=since) if since else None
    if statement.kind not in {Kind.RATING, Kind.TARGET_MET} or match is None:
        return None
    if _PERFECT.search(text[statement.clause[0] : statement.end]) is None:
        return None
    standing = statement.standing
    denied = standing is not None and (standing.negated or standing.word == "missed")
    since = resolve(match["since"], period)
    return Often("every", since=since, after=denied) if since else None
