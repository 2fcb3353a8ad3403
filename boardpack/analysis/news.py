"""What is new in a period, as a reader needs it first: which indicators are Red, for how long, what moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from boardpack.analysis.change import change, streak
from boardpack.analysis.rating import rate
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag, Rating, RatingBasis, Sense

LASTING = 3
"""Periods in a row after which a Red is a lasting one."""


class News(Struct, frozen=True):
    """The indicators of the RAG summary that have news, in the order of the pack."""

    red: tuple[Indicator, ...]
    """Red, worst first: newly Red, then those that got worse, then the longest Red."""
    newly_red: tuple[Indicator, ...]
    newly_green: tuple[Indicator, ...]
    worse: tuple[Indicator, ...]
    """Red and worse than the month before."""
    longest: tuple[Indicator, ...]
    """Red for the most months; empty when none is Red for more than one."""
    months: int
    """How many months those are Red."""
    counted: int
    """How many are Red by their figures, as the paper's headline counts them."""
    before: int | None
    """How many were so the month before; None when nothing was rated then."""


class Move(Struct, frozen=True):
    """Indicators whose rating went from one to another since the period before."""

    before: Rating
    now: Rating
    indicators: tuple[Indicator, ...]


def news(pack: Pack) -> News:
    """Work out what is new in the pack's month."""
    every = summary_indicators(pack)
    red = _red(pack)
    months = max((red_months(pack, one) for one in red), default=0)
    return News(
        red=tuple(sorted(red, key=lambda one: _rank(pack, one))),
        newly_red=_moved_to(pack, every, Rag.RED),
        newly_green=_moved_to(pack, every, Rag.GREEN),
        worse=tuple(one for one in red if _is_worse(pack, one)),
        longest=tuple(one for one in red if red_months(pack, one) == months > 1),
        months=months,
        counted=_count(pack, every, pack.period),
        before=_count_before(pack, every),
    )


def lasting_red(pack: Pack) -> tuple[Indicator, ...]:
    """Return those Red for three periods or more: the longest first, then the furthest from their target."""
    found = [one for one in _red(pack) if streak(pack, one.ref, pack.period) >= LASTING]
    return tuple(sorted(found, key=lambda one: (-red_months(pack, one), -_share_off(pack, one))))


def moves(pack: Pack) -> tuple[Move, ...]:
    """Return what moved from one rating to another in the pack's period, what became worse first."""
    found: dict[tuple[int, int], tuple[Rating, Rating, list[Indicator]]] = {}
    for one in summary_indicators(pack):
        compared = change(pack, one.ref, pack.period)
        before, now = rate(pack, one.ref, compared.earlier), rate(pack, one.ref, compared.later)
        as_reported = RatingBasis.REPORTED in {before.basis, now.basis}  # of the pack's own period alone
        if as_reported or compared.later != pack.period or _place(pack, before) == _place(pack, now):
            continue
        key = _place(pack, now), _place(pack, before)
        found.setdefault(key, (before, now, []))[2].append(one)
    ordered = [found[key] for key in sorted(found)]
    return tuple(Move(before, now, tuple(some)) for before, now, some in ordered)


def summary_indicators(pack: Pack) -> tuple[Indicator, ...]:
    """Return the indicators of the RAG summary."""
    return tuple(indicator for indicator in pack.indicators if indicator.in_summary)


def red_months(pack: Pack, indicator: Indicator) -> int:
    """Return for how many of the months shown, up to the pack's own, an indicator has been Red."""
    return min(streak(pack, indicator.ref, pack.period), len(pack.months))


def _red(pack: Pack) -> list[Indicator]:
    return [one for one in summary_indicators(pack) if _rag_of(pack, one, pack.period) is Rag.RED]


def _rag_of(pack: Pack, indicator: Indicator, period: Period) -> Rag | None:
    return rate(pack, indicator.ref, period).rag


def _place(pack: Pack, rating: Rating) -> int:
    """Where a rating stands from the worst, 0; one that is none comes last."""
    if rating.level is not None:
        return len(pack.levels) - 1 - pack.levels.index(rating.level)
    return NONE if rating.rag is None else list(Rag).index(rating.rag)


def _share_off(pack: Pack, indicator: Indicator) -> Decimal:
    """How far the latest value is from its target, as a share of the target; 0 without one."""
    found, target = change(pack, indicator.ref, pack.period), pack.target(indicator.ref, pack.period)
    if found.now is None or target is None or not target.value:
        return Decimal(0)
    return abs((found.now - target.value) / target.value)


def _moved_to(pack: Pack, every: Iterable[Indicator], rag: Rag) -> tuple[Indicator, ...]:
    """Those with that rating now and another one the month before."""
    before = pack.period.previous
    return tuple(
        one
        for one in every
        if _rag_of(pack, one, pack.period) is rag and _rag_of(pack, one, before) not in {None, rag}
    )


def _is_worse(pack: Pack, indicator: Indicator) -> bool:
    return change(pack, indicator.ref, pack.period).sense is Sense.WORSE


def _rank(pack: Pack, indicator: Indicator) -> tuple[int, int]:
    """What Red indicators are sorted by; those alike stay in the order of the pack."""
    newly = bool(_moved_to(pack, (indicator,), Rag.RED))
    found = change(pack, indicator.ref, pack.period)
    kind = 0 if newly else 1 if found.sense is Sense.WORSE else 3 if found.sense is Sense.BETTER else 2
    return kind, -red_months(pack, indicator)


def _count(pack: Pack, every: Iterable[Indicator], period: Period) -> int:
    ratings = (rate(pack, one.ref, period) for one in every)
    return sum(one.rag is Rag.RED and one.basis in COUNTED for one in ratings)


def _count_before(pack: Pack, every: Sequence[Indicator]) -> int | None:
    before = pack.period.previous
    rated = any(rate(pack, one.ref, before).basis in COUNTED for one in every)
    return _count(pack, every, before) if rated else None


COUNTED = frozenset({RatingBasis.COMPUTED, RatingBasis.OVERRIDE})
"""The ratings that are counted under their colour."""

NONE = 99
"""The place of a rating that is none."""
