"""What may not be said of a suppressed figure: the number itself, and whatever it follows from.

A figure follows from its distance to one beside it, from what it leaves of a published total, from its share
of one, from how many times a published figure it is, and from a range that is narrower than the suppression.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from boardpack.analysis.formatting import rounded
from boardpack.analysis.rating import rate, rating_word
from boardpack.disclosure.decide import CountsBehind, counts_of, summed_counts
from boardpack.disclosure.relations import SHARES, Cell, every_relation, ratio_of
from boardpack.disclosure.said import MET, MISSED, NumberForm, Said
from boardpack.model.disclosure import PRESETS, RelationKind
from boardpack.model.indicator import Indicator, Unit
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.period import Period

TIMES = frozenset({Unit.DAYS, Unit.WEEKS, Unit.HOURS, Unit.MINUTES, Unit.CLOCK, Unit.CLOCK_SECONDS})


class Secret(Struct, frozen=True):
    """A suppressed figure, and the numbers from which a reader could tell it."""

    ref: str
    period: Period
    value: Decimal
    unit: Unit
    numbers: frozenset[Decimal]
    """The figure, exactly and rounded."""
    distances: frozenset[Decimal]
    """From its figures before, after and a year before, and from its target."""
    counts: frozenset[Decimal]
    """Of people: what a percentage is made of, and what a count leaves of a published total."""
    groups: tuple[Decimal, ...]
    """Published counts that it is a part of."""
    alike: bool
    """Whether it is none or all of a group, where that is kept back whatever the group's size."""
    others: tuple[Decimal, ...]
    """Published figures that it may be a multiple of: its own before it, and those of other parts."""
    size: Decimal | None
    """The denominator of a percentage."""
    width: int
    """How far apart the ends of what it could be must lie."""
    ratings: frozenset[str] = frozenset()
    """The words for its rating, and for its target met or missed, where those say too much of it."""

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit is Unit.PERCENT

    def follows(self, said: Said) -> bool:
        """Whether it follows from what is said of it."""
        if said.time and self.unit not in TIMES:
            return False
        match said.form:
            case NumberForm.NUMBER:
                return self._number(said)
            case NumberForm.SHARE:
                return self._share(said.low, said.near)
            case NumberForm.TIMES:
                return any(
                    abs(said.low * one - self.value) <= said.near or self.value * said.low == one
                    for one in self.others
                    if one
                )
            case NumberForm.RANGE:
                return self._range(said)
            case NumberForm.RATING:
                return said.thing in self.ratings

    def _number(self, said: Said) -> bool:
        if said.percent and not self.percent:
            return any(self._is_part(said.low / 100, group, Decimal("0.5")) for group in self.groups)
        if said.percent is self.percent and said.low in self.numbers:
            return True
        if said.moves and said.percent is self.percent and said.low in self.distances:
            return True
        return not said.percent and said.low in self.counts

    def _share(self, share: Decimal, near: Decimal) -> bool:
        """Whether a share of a group is the figure, or what it leaves of the group."""
        if self.percent:
            return abs(share * 100 - self.value) <= near
        if (not share and not self.value) or (self.alike and share in {0, 1}):
            return True
        return any(
            self._is_part(share, group, near if 0 < share < 1 else Decimal(0)) for group in self.groups
        )

    def _is_part(self, share: Decimal, group: Decimal, near: Decimal) -> bool:
        part = share * group
        return abs(part - self.value) <= near or abs(part - (group - self.value)) < near

    def _range(self, said: Said) -> bool:
        """Whether a range says more of it than that it is suppressed."""
        if said.percent is not self.percent:
            return False
        if not self.percent:
            rests = [
                (group - self.value, group - (said.high or group), group - said.low) for group in self.groups
            ]
            ends = [(self.value, said.low, said.high), *(each for each in rests if 0 < each[0] <= self.width)]
            return any(narrows(*each, self.width) for each in ends)
        if self.size is None or said.high is None:
            return said.high is not None and said.low <= self.value <= said.high
        value, low, high = (number * self.size / 100 for number in (self.value, said.low, said.high))
        return narrows(value, low, high, self.width)


def narrows(value: Decimal, low: Decimal, high: Decimal | None, width: int) -> bool:
    """Whether a range of counts that holds one says more of it than that it is suppressed."""
    if value < low or (high is not None and value > high):
        return False
    return (high is not None and high - low < width) or (0 < value <= width and low > 1)


def secret_of(pack: Pack, public: Pack, parts: Parts, cell: Cell) -> Secret | None:
    """What may not be said of a suppressed cell of `pack`; `public` is the pack of the public edition."""
    ref, period = cell
    indicator, seen = pack.indicator(ref), pack.observation(ref, period)
    if indicator is None or seen is None or period > pack.period:
        return None
    value = summed_counts(pack, (ref,), period)  # no cases are none
    if value is None:
        return None
    counts = counts_of(pack, indicator, seen) if indicator.unit in SHARES else NO_COUNTS
    within = parts.get(ref, ()) if counts is NO_COUNTS else ()
    wholes = (summed_counts(public, whole, period) for whole, _ in within)
    groups = tuple(sorted({whole for whole in wholes if whole}))
    siblings = (summed_counts(pack, (one,), period) for _, every in within for one in every if one != ref)
    top, bottom = counts.numerator, counts.denominator
    rest = bottom - top if top is not None and bottom is not None else None
    return Secret(
        ref, period, value, indicator.unit,
        numbers=_plain(value, rounded(value, indicator.decimals), rounded(value, 0)),
        distances=_plain(*_distances(pack, indicator, period, value)) - {Decimal(0)},
        counts=_plain(*(n for n in (top, rest) if n), *(group - value for group in groups if group > value)),
        groups=groups,
        alike=_is_alike(pack, within, period, value),
        others=(*_beside(pack, indicator, period), *(each for each in siblings if each is not None)),
        size=bottom,
        width=_width(pack),
        ratings=frozenset(_telling_words(pack, indicator, seen, value, bottom)),
    )  # fmt: skip


def _width(pack: Pack) -> int:
    """How far apart the ends of what a figure could be must lie: by the usual rule where there is none."""
    settings = pack.disclosure
    least = settings.threshold if settings is not None and settings.suppresses else PRESETS["small-counts"][0]
    return least - 1


def _telling_words(
    pack: Pack, indicator: Indicator, seen: Observation, value: Decimal, size: Decimal | None
) -> Iterator[str]:
    """The words for a figure's rating and for its target met or missed from which a small count follows."""
    period, width = seen.period, _width(pack)
    target = pack.target(indicator.ref, period)
    if target is None or target.of_denominator:
        return
    judged: list[tuple[str, Callable[[Decimal], object]]] = []
    bands = target.levels or target.bands
    if bands is not None:
        judged.append((rating_word(rate(pack, indicator.ref, period), pack.words).casefold(), bands.rate))
    aim, comparator = target.value, target.comparator
    if aim is not None and comparator is not None:
        judged.append(
            (MET if comparator.holds(value, aim) else MISSED, lambda one: comparator.holds(one, aim))
        )
    for word, judge in judged:
        low, high = _alike(indicator, value, size, width, judge)
        if narrows(value if size is None else value * size / 100, low, high, width):
            yield word


def _alike(
    indicator: Indicator, value: Decimal, size: Decimal | None, width: int, judge: Callable[[Decimal], object]
) -> tuple[Decimal, Decimal | None]:
    """The least and the most count that is judged as a figure is; None for no end."""
    size = size if indicator.unit is Unit.PERCENT and size else None
    if size is None and indicator.unit is not Unit.COUNT:
        return Decimal(0), None
    most = int(min(size or value * 2 + 10 * (width + 1), Decimal(TRIED)))
    counts = [Decimal(count) for count in range(most + 1)]
    own = judge(value)
    alike = [c for c in counts if judge(c * 100 / size if size else c) == own]
    if not alike:
        return Decimal(0), None
    return alike[0], alike[-1] if size or alike[-1] < counts[-1] else None


TRIED = 2_000
"""So many counts are rated at most: no group from which a small count follows is larger."""

NO_COUNTS = CountsBehind(None, None)


def _is_alike(pack: Pack, within: Groups, period: Period, value: Decimal) -> bool:
    """Whether a count is none or all of a group, where the council keeps that back."""
    strict = pack.disclosure is not None and pack.disclosure.group_attributes
    return strict and (not value or any(summed_counts(pack, whole, period) == value for whole, _ in within))


def _plain(*numbers: Decimal) -> frozenset[Decimal]:
    return frozenset(number.normalize() if number else Decimal(0) for number in numbers)


def _beside(pack: Pack, indicator: Indicator, period: Period) -> Iterator[Decimal]:
    """The indicator's figures of the periods before, after and a year before."""
    for other in (period.previous, period.next, period.same_last_year):
        value = summed_counts(pack, (indicator.ref,), other) if other <= pack.period else None
        if value is not None:
            yield value


def _distances(pack: Pack, indicator: Indicator, period: Period, value: Decimal) -> Iterator[Decimal]:
    for other in _beside(pack, indicator, period):
        yield abs(value - other)
        yield abs(rounded(value, indicator.decimals) - rounded(other, indicator.decimals))
    target = pack.target(indicator.ref, period)
    if target is not None and target.value is not None and not target.of_denominator:
        yield abs(value - target.value)
        yield abs(rounded(value, indicator.decimals) - target.value)


def parts_of_groups(pack: Pack) -> Parts:
    """For each count the totals and denominators that it is a part of, with the other parts of each."""
    settings, found = pack.disclosure, dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]()
    for relation in every_relation(pack, settings) if settings is not None else ():
        for part in relation.parts if relation.kind is RelationKind.TOTAL else ():
            found.setdefault(part, []).append(((relation.whole,), relation.parts))
    for other in pack.indicators:
        ratio = ratio_of(pack, other) if other.unit is Unit.PERCENT else None
        if ratio is not None and len(ratio.numerator) == 1:
            found.setdefault(ratio.numerator[0], []).append((ratio.denominator, ratio.numerator))
    return found


Groups = Sequence[tuple[tuple[str, ...], tuple[str, ...]]]
"""For each group the indicators that add up to it, and those that it is made of."""
Parts = Mapping[str, Groups]
"""Reference of a part → the groups that it is a part of."""


def public_figures(public: Pack) -> Mapping[str, Mapping[Period, frozenset[Decimal]]]:
    """The numbers that the public edition prints of each indicator's periods: figures, distances, targets."""
    found: dict[str, dict[Period, frozenset[Decimal]]] = {}
    for (ref, period), seen in public.observations.items():
        indicator = public.indicator(ref)
        if indicator is None or seen.value is None or period > public.period:
            continue
        value = rounded(seen.value, indicator.decimals)
        distances = _distances(public, indicator, period, seen.value)
        targets = [t.value for t in (public.target(ref, period),) if t is not None and t.value is not None]
        found.setdefault(ref, {})[period] = _plain(seen.value, value, *distances, *targets)
    return found
