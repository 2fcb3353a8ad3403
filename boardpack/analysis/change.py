"""What changed since the month before, and whether that is better; what is new, as a reader needs it first.

The news are which indicators are Red, for how long, and what moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from boardpack.analysis.formatting import format_difference, format_value, rounded
from boardpack.analysis.rating import bigger_is_better, rate
from boardpack.analysis.timeline import counted_period, period_before
from boardpack.model.indicator import Basis, Indicator, Polarity, Unit
from boardpack.model.pack import Pack
from boardpack.model.period import Period, financial_year
from boardpack.model.rating import Direction, Rag, Rating, RatingBasis, Sense
from boardpack.words import Words


class Change(Struct, frozen=True):
    """An indicator's value against an earlier month; `difference` is None when they cannot be compared."""

    indicator: Indicator
    before: Decimal | None
    now: Decimal | None
    earlier: Period
    later: Period
    difference: Decimal | None
    """Later less earlier, between the values as printed, so that a reader can check it."""
    direction: Direction | None
    sense: Sense
    missing: Period | None = None
    """The first month without a value, where that is why there is no comparison."""
    restarted: bool = False
    """Whether a new year has begun in between, in which a year to date starts again."""

    def sentence(self, words: Words) -> str:
        """`fell 5 percentage points, from 23% to 18%`; `unchanged at 90%`; or the reason there is none."""
        if self.difference is None or self.before is None or self.now is None:
            return self.reason(words)
        now = format_value(self.now, self.indicator)
        if self.direction is Direction.LEVEL:
            return words("change.level", now=now)
        if self.indicator.unit.is_named:
            return words("change.changed", before=format_value(self.before, self.indicator), now=now)
        size = format_difference(self.difference, self.indicator, words)
        before = format_value(self.before, self.indicator)
        key = "change.rose" if self.direction is Direction.UP else "change.fell"
        return words(key, size=size, before=before, now=now)

    def short(self, words: Words) -> str:
        """`5 points better`, `6 worse`, `no change`; for a narrow column."""
        if self.difference is None:
            return self.reason(words)
        if self.direction is Direction.LEVEL:
            return words("change_short.level")
        if self.indicator.unit.is_named:
            return words(f"change_short.named_{self.sense.name.lower()}")
        size = format_difference(self.difference, self.indicator, words, short=True)
        return words(f"change_short.{self._side}", size=size)

    def reason(self, words: Words) -> str:
        """Why there is no comparison."""
        if self.missing is not None:
            return words("change.no_value", period=words.short_period(self.missing))
        return words("change.new_year" if self.restarted else "change.new_definition")

    @property
    def goodness(self) -> str:
        """`improved`, `worsened`, `same`; `up` and `down` where neither direction is better."""
        if self.direction is Direction.LEVEL:
            return "same"
        if self.sense is Sense.NEITHER:
            return "up" if self.direction is Direction.UP else "down"
        return "improved" if self.sense is Sense.BETTER else "worsened"

    @property
    def _side(self) -> str:
        if self.sense is not Sense.NEITHER:
            return self.sense.name.lower()
        more, less = ("more", "fewer") if self.indicator.unit is Unit.COUNT else ("higher", "lower")
        return more if self.direction is Direction.UP else less


def change(pack: Pack, ref: str, period: Period, since: Period | None = None) -> Change:
    """Compare an indicator's value in a month with an earlier month, by default the one before.

    Months under different definitions are not compared; a missing value is never taken for a zero.
    KeyError for a reference that the pack does not have.
    """
    indicator = pack.indicator(ref)
    if indicator is None:
        raise KeyError(ref)
    period = counted_period(pack, ref, period)
    earlier = since or period_before(pack, ref, period)
    first, second = pack.observation(ref, earlier), pack.observation(ref, period)
    before, now = (o.value if o else None for o in (first, second))
    if before is None or now is None:
        missing = earlier if before is None else period
        return Change(indicator, before, now, earlier, period, None, None, Sense.NEITHER, missing)
    restarted = _restarts(pack, indicator, earlier, period)
    if restarted or not indicator.comparable(earlier, period):
        return Change(indicator, before, now, earlier, period, None, None, Sense.NEITHER, restarted=restarted)
    difference = rounded(now, indicator.decimals) - rounded(before, indicator.decimals)
    direction = _direction(difference, indicator.tolerance.of(before) if indicator.tolerance else Decimal(0))
    return Change(
        indicator,
        before,
        now,
        earlier,
        period,
        difference,
        direction,
        _sense(pack, ref, period, earlier, direction),
    )


def _restarts(pack: Pack, indicator: Indicator, earlier: Period, period: Period) -> bool:
    """Whether a year to date has started again: only the same period of another year is like it."""
    start = pack.year.start.month
    other_year = financial_year(earlier, start) != financial_year(period, start)
    return indicator.basis is Basis.YEAR_TO_DATE and other_year and earlier.month != period.month


def _direction(difference: Decimal, tolerance: Decimal) -> Direction:
    if abs(difference) <= tolerance:
        return Direction.LEVEL
    return Direction.UP if difference > 0 else Direction.DOWN


def _sense(pack: Pack, ref: str, period: Period, earlier: Period, direction: Direction) -> Sense:
    good = bigger_is_better(pack, ref, period)
    indicator = pack.indicator(ref)
    grows = indicator is not None and indicator.basis is Basis.YEAR_TO_DATE and earlier.month != period.month
    if direction is Direction.LEVEL or grows:
        return Sense.NEITHER  # a year to date that has grown is neither better nor worse for it
    if good is None:
        return _nearer(pack, ref, period, earlier)
    return Sense.BETTER if good is (direction is Direction.UP) else Sense.WORSE


def _nearer(pack: Pack, ref: str, period: Period, earlier: Period) -> Sense:
    """Whether a value that should be close to its target came nearer; neither for other polarities."""
    indicator, target = pack.indicator(ref), pack.target(ref, period)
    if (
        indicator is None
        or indicator.polarity is not Polarity.TARGET
        or target is None
        or target.value is None
    ):
        return Sense.NEITHER
    far, near = (
        abs(seen.value - target.value)
        for month in (earlier, period)
        if (seen := pack.observation(ref, month)) is not None and seen.value is not None
    )
    if near == far:
        return Sense.NEITHER
    return Sense.BETTER if near < far else Sense.WORSE


def streak(pack: Pack, ref: str, period: Period, rag: Rag = Rag.RED) -> int:
    """Count the months in a row, ending with `period`, in which an indicator had that rating.

    A month without a value or under another definition ends the streak. Each is counted once for a pack.
    """
    streaks: dict[tuple[str, Period, Rag], int] = pack.__dict__.setdefault("streaks", {})
    if (ref, period, rag) not in streaks:
        streaks[ref, period, rag] = _counted(pack, ref, period, rag)
    return streaks[ref, period, rag]


def _counted(pack: Pack, ref: str, period: Period, rag: Rag) -> int:
    indicator = pack.indicator(ref)
    if indicator is None:
        raise KeyError(ref)
    periods = 0
    month = counted_period(pack, ref, period)
    while rate(pack, ref, month).rag is rag and indicator.comparable(month, period):
        periods += 1
        month = period_before(pack, ref, month)
    return periods


# ----------------------------------------------------------------------------------------------- what is new

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
