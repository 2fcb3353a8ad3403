"""What changed since the month before, and whether that is better."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from boardpack.analysis.formatting import format_difference, format_value, rounded
from boardpack.analysis.rating import bigger_is_better, rate
from boardpack.analysis.timeline import counted_period, period_before
from boardpack.model.indicator import Basis, Indicator, Polarity, Unit
from boardpack.model.pack import Pack
from boardpack.model.period import Period, financial_year
from boardpack.model.rating import Direction, Rag, Sense
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
