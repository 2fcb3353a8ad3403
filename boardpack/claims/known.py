"""Whether a number is one of an indicator's figures at all, be it not of the month it was read for.

What a sentence says in an unusual way is not faulted for a number that the figures do know: another
month's value, the target, the distance to it, or the change between two months.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import combinations

from msgspec.structs import replace

from boardpack.analysis.live_figure_fields import comparable_series
from boardpack.claims.amount import Amount, AmountUnit
from boardpack.claims.sought import Sought
from boardpack.claims.statement import Kind, Statement
from boardpack.claims.verify_figures import STRICT, matches
from boardpack.model.indicator import Unit
from boardpack.model.pack import Pack

_FIRM = Sought(
    r"(?:\b(?:at|is|was|were|are|be|been|to|reached|reaching|hit|stands?|stood|now|remains|remained|only|just|totall?ed|numbered"
    r"|averag(?:ed|es)|record(?:ed|s)|show(?:s|ed)|saw|in|for|by)|[:(=–-]|¤)\s*$|^\W*$"
)
"""The words right before a number that leave no doubt what it is for."""
_ELSE = Sought(
    r"\b(?:since|peak|high|low|earlier|ago|previous|previously|before|after|best|worst|start|first|second|quarter|same)\b"
)
"""Words that tell of another time than the months named."""
_SPIKE = Sought(r"\b(?:spike|dip|peak|low|high)\s+of\s+$", ("spike", "dip", "peak", "low", "high"))
"""`a spike of 86%` gives a level as often as a change."""
_LEAD = Sought(
    r"\b(?:about|around|approximately|roughly|some|circa|nearly|almost|just|under|over|less|more|fewer|than|at|least|most"
    r"|an?|further|another|still|also|below|above)\s+$"
)


def read_with_doubt(text: str, statement: Statement, others: int) -> bool:
    """Whether a number stands where it may be for something else than was read.

    `others` is how many more figures its clause gives.
    """
    clause = text[statement.clause[0] : statement.clause[1]] or text
    if statement.kind is Kind.CHANGE:
        plain = statement.move is not None and _SPIKE.search(text[: statement.start]) is None
        return statement.base.month is None and (not plain or _ELSE.search(clause) is not None)
    its_own = statement.amount is not None and statement.amount.month_end > statement.end
    if statement.kind is not Kind.VALUE or its_own:
        return False
    if others and statement.month not in {None, statement.fronted} and statement.move is not None:
        return True
    before = text[: statement.start]
    while (lead := _LEAD.search(before)) is not None and not _FIRM.search(before):
        before = before[: lead.start()]
    return _FIRM.search(before) is None


def is_known(pack: Pack, ref: str, amount: Amount) -> bool:
    """Whether a number is a value, a target, a gap or a change of an indicator."""
    indicator = pack.indicator(ref)
    if indicator is None:
        return False
    plain = _unhedged(amount)
    return any(matches(plain, abs(figure), indicator) for figure in _figures(pack, ref))


def _unhedged(amount: Amount) -> Amount:
    """The number without a hedge that any number of figures would suit."""
    return replace(amount, hedge="") if amount.hedge in {*STRICT, "least", "most"} else amount


def is_the_rest(pack: Pack, ref: str, amount: Amount) -> bool:
    """Whether a number is what a percentage leaves of the whole: the 32.3% that were late."""
    indicator, seen = pack.indicator(ref), pack.observation(ref, pack.period)
    if indicator is None or indicator.unit is not Unit.PERCENT or seen is None or seen.value is None:
        return False
    return amount.unit is AmountUnit.PERCENT and matches(_unhedged(amount), 100 - seen.value, indicator)


def is_of_another(pack: Pack, statement: Statement, others: Collection[str]) -> bool:
    """Whether a number is the value, in its month, of another indicator that it may be about."""
    amount, month = statement.amount, statement.month or pack.period
    if statement.kind is not Kind.VALUE or amount is None:
        return False
    for ref in others:
        indicator, seen = pack.indicator(ref), pack.observation(ref, month)
        if indicator is None or seen is None or seen.value is None:
            continue
        same_unit = (amount.unit is AmountUnit.PERCENT) is (indicator.unit is Unit.PERCENT)
        if same_unit and matches(amount, seen.value, indicator):
            return True
    return False


def _figures(pack: Pack, ref: str) -> Iterator[Decimal]:
    indicator = pack.indicator(ref)
    assert indicator is not None  # noqa: S101 - asked beforehand
    values = list(dict(comparable_series(pack, indicator, pack.period)).values())
    yield from values
    yield from (later - earlier for earlier, later in combinations(values, 2))
    target = pack.target(ref, pack.period)
    if target is not None and target.value is not None:
        yield target.value
        yield from (value - target.value for value in values)
