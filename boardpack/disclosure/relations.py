"""Everything that a reader can put together from a pack's figures, as whole numbers that must fit.

A number is a count of people in a period: a cell of the pack, or one that no cell shows but others give
away (what is left of a denominator, a month between two values of a year to date). Percentages are no
numbers of their own: while one is published, it holds its counts within its rounding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from boardpack.analysis.accumulate import per
from boardpack.analysis.formatting import rounded
from boardpack.model.disclosure import Disclosure, Relation, RelationKind
from boardpack.model.finding import Place
from boardpack.model.indicator import Basis, Indicator, Ratio, Unit
from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period, financial_year

Cell = tuple[str, Period]
"""An indicator's figure in a period."""


class Count(Struct, frozen=True):
    """A count of people in a period."""

    ref: str
    period: Period
    part: str = ""
    """Empty for a cell of the pack; `rest`, `increase` and those of `ROWS` for what no cell shows."""
    edition: str = ""
    """The issued edition in which it was so; empty for what it is now."""

    @property
    def cell(self) -> Cell | None:
        """The cell that shows it; None for one that no cell shows."""
        return None if self.part or self.edition else (self.ref, self.period)


class Known(Struct, frozen=True):
    """A constraint, and the cells that must be published for a reader to know of it."""

    terms: tuple[tuple[Count, int], ...]
    low: int | None
    high: int | None
    needs: tuple[Cell, ...] = ()
    sure: bool = True
    """False where it is taken for one only if the figures themselves satisfy it."""


class Earlier(Struct, frozen=True):
    """What an issued edition published of the cells: a value, or None for a suppressed one."""

    name: str
    """`2017-09 v1`."""
    cells: Mapping[Cell, Decimal | None]
    base: int = 0
    """What it rounded counts to; 0 for none."""


MOST = 100_000_000
"""The largest count that is taken for one (codonPython has the same limit)."""


def whole_number(value: Decimal | None) -> int | None:
    """The whole number that a value is; None for any other."""
    if value is None or value != value.to_integral_value() or not 0 <= value <= MOST:
        return None
    return int(value)


def rounded_to(count: int, base: int) -> int:
    """Round to a multiple, halves up: 57 to 55, 8 to 10; unchanged for a base of 0 or 1."""
    if base < 2:
        return count
    return int((Decimal(count) / base).quantize(Decimal(1), ROUND_HALF_UP)) * base


SHARES = frozenset({Unit.PERCENT, Unit.PER_1000, Unit.PER_10000, Unit.PER_100000})
"""Units of so many people of so many."""


# ------------------------------------------------------------------------------------- what is sensitive


def sensitive_refs(pack: Pack, settings: Disclosure) -> frozenset[str]:
    """The indicators marked sensitive, and all that follow from them or that they follow from."""
    found = {indicator.ref for indicator in pack.indicators if indicator.sensitive}
    linked = [{r.whole, *r.parts} for r in every_relation(pack, settings)]
    linked += [
        {indicator.ref, *ratio.numerator, *ratio.denominator}
        for indicator in pack.indicators
        if (ratio := ratio_of(pack, indicator)) is not None
    ]
    linked += [{one, other} for one, other in _same(pack)]
    linked += [{one.ref, *filter(None, series_of_rows(pack, one))} for one in pack.indicators]
    size = -1
    while size != len(found):
        size = len(found)
        for group in linked:
            if group & found:
                found |= group
    return frozenset(ref for ref in found if pack.indicator(ref) is not None)


def every_relation(pack: Pack, settings: Disclosure) -> tuple[Relation, ...]:
    """The relations declared in pack.toml, and the parts of stacked charts."""
    stacked = (
        Relation(indicator.ref, RelationKind.TOTAL, indicator.parts, Place(""))
        for indicator in pack.indicators
        if indicator.parts
    )
    return (*settings.relations, *stacked)


def ratio_of(pack: Pack, indicator: Indicator) -> Ratio | None:
    """The counts that a percentage follows from: as declared, or those equal to its own rows."""
    if indicator.ratio is not None or indicator.unit not in SHARES:
        return indicator.ratio
    top, bottom = series_of_rows(pack, indicator)
    return Ratio((top,), (bottom,)) if top and bottom else None


def series_of_rows(pack: Pack, indicator: Indicator) -> tuple[str, str]:
    """The indicators that publish the numerators and the denominators of another; empty for none."""
    held = [seen for seen in pack.observed(indicator.ref) if seen.value is not None]
    top, bottom = (
        _series_of(pack, {s.period: count for s in held if (count := getattr(s, name)) is not None})
        for name in ROWS
    )
    return top, bottom


ROWS = ("numerator", "denominator")
"""Rows of counts that a percentage may have in the files of data; no public edition prints them."""


def _series_of(pack: Pack, counts: Mapping[Period, Decimal]) -> str:
    """The first indicator that publishes the same counts, in every period of them; empty for none."""
    return next(
        (
            one.ref
            for one in pack.indicators
            if counts
            and one.unit is Unit.COUNT
            and all((s := pack.observation(one.ref, p)) and s.value == n for p, n in counts.items())
        ),
        "",
    )


ALIKE = 3
"""Periods in which two counts must be equal, and different numbers among those, to be taken for the same."""


def _same(pack: Pack) -> Iterator[tuple[str, str]]:
    """Indicators that publish one series of counts: equal wherever both have a figure."""
    held: dict[str, dict[Period, Decimal]] = {
        one.ref: {} for one in pack.indicators if one.unit is Unit.COUNT
    }
    for (ref, period), seen in pack.observations.items():
        if ref in held and seen.value is not None:
            held[ref][period] = seen.value
    for place, (one, mine) in enumerate(held.items()):
        for other in [*held][place + 1 :]:
            both = mine.keys() & held[other].keys()
            alike = len(both) >= ALIKE and len({mine[p] for p in both}) >= ALIKE
            if alike and all(mine[p] == held[other][p] for p in both):
                yield one, other


# ------------------------------------------------------------------------------------------ constraints


def known_constraints(pack: Pack, settings: Disclosure, refs: frozenset[str]) -> Iterator[Known]:
    """Every constraint between the figures of the sensitive indicators."""
    for relation in every_relation(pack, settings):
        if relation.whole in refs:
            yield from _sums(pack, relation)
    for indicator in pack.indicators:
        if indicator.ref not in refs:
            continue
        if indicator.unit in SHARES:
            yield from _shares(pack, settings, indicator, refs)
        if indicator.unit is Unit.COUNT and indicator.basis is Basis.YEAR_TO_DATE:
            yield from _increases(pack, indicator)
    for one, other in _same(pack):
        if one in refs:
            for period in _periods(pack, one):
                if _says(pack, other, period):
                    yield Known(((Count(one, period), 1), (Count(other, period), -1)), 0, 0, sure=False)


def _says(pack: Pack, ref: str, period: Period) -> bool:
    """Whether a figure is in the pack, or is there and suppressed."""
    seen = pack.observation(ref, period)
    return seen is not None and (seen.status.has_value or seen.status is ValueStatus.SUPPRESSED)


def _periods(pack: Pack, ref: str) -> list[Period]:
    return sorted(seen.period for seen in pack.observed(ref))


def _sums(pack: Pack, relation: Relation) -> Iterator[Known]:
    """The whole less its parts is nothing, in each period of the whole.

    Where the whole of the period before is there, the two differ by the periods that come in and go out:
    the same is said, in fewer numbers.
    """
    for period in _periods(pack, relation.whole):
        if not _says(pack, relation.whole, period):
            continue
        terms = [(Count(relation.whole, period), 1), *_parts(pack, relation, period, -1)]
        before = _before(pack, relation, period)
        if before is not None:
            terms += [(Count(relation.whole, before), -1), *_parts(pack, relation, before, 1)]
        if len(terms) > 1:
            yield Known(_added(terms), 0, 0, sure=bool(relation.place.file))


def _parts(pack: Pack, relation: Relation, period: Period, sign: int) -> list[tuple[Count, int]]:
    stretch = _stretch(pack, relation, period)
    return [(Count(ref, each), sign) for ref in relation.parts for each in stretch]


def _stretch(pack: Pack, relation: Relation, period: Period) -> list[Period]:
    """The periods whose figures make up that of one period."""
    match relation.kind:
        case RelationKind.TOTAL:
            return [period]
        case RelationKind.YEAR_TO_DATE:
            year = financial_year(period, pack.year.start.month)
            return [each for each in year.months if each <= period]
        case RelationKind.QUARTER:
            return list(period.plus(1 - max(1, 3 // period.length)).to(period))
        case RelationKind.ROLLING_12:
            return list(period.same_last_year.next.to(period))


def _before(pack: Pack, relation: Relation, period: Period) -> Period | None:
    """The period before, where what the whole is made of there overlaps with what it is made of now."""
    before = period.previous
    if not _says(pack, relation.whole, before):
        return None
    overlap = {*_stretch(pack, relation, before)} & {*_stretch(pack, relation, period)}
    return before if len(overlap) > 1 or (overlap and relation.kind is RelationKind.YEAR_TO_DATE) else None


def _shares(pack: Pack, settings: Disclosure, indicator: Indicator, refs: Collection[str]) -> Iterator[Known]:
    """What is known of a percentage's counts in each period, while it is published."""
    for period, terms in numbers_of_share(pack, indicator, refs):
        yield from _rest(indicator, period, terms)
        seen = pack.observation(indicator.ref, period)
        if seen is None or seen.value is None:
            continue
        value, base = seen.value, settings.round_to
        if base > 1:
            rounded_share = share_of_rounded(pack, indicator, seen, base)
            if rounded_share is None:
                continue
            value = rounded_share
        cell = (indicator.ref, period)
        yield from within_rounding(indicator, value, terms, base, needs=(cell,))
        yield from _large_enough(settings, indicator, value, terms, cell)


def numbers_of_share(
    pack: Pack, indicator: Indicator, refs: Collection[str]
) -> Iterator[tuple[Period, tuple[Terms, Terms]]]:
    """The numbers that a percentage is made of, by period.

    Where only one of its own rows is published elsewhere, as a sensitive count, the other is a number that no
    cell shows.
    """
    ratio = ratio_of(pack, indicator)
    tied = (ratio.numerator, ratio.denominator) if ratio is not None else ()
    rows = () if tied else tuple((one,) if one in refs else () for one in series_of_rows(pack, indicator))
    if not tied and not any(rows):
        return
    for period in _periods(pack, indicator.ref):
        seen = pack.observation(indicator.ref, period)
        if tied or (seen is not None and all(whole_number(getattr(seen, row)) is not None for row in ROWS)):
            top, bottom = (
                [(Count(ref, period), 1) for ref in side] or [(Count(indicator.ref, period, row), 1)]
                for side, row in zip(tied or rows, ROWS, strict=True)
            )
            yield period, (top, bottom)


def _rest(indicator: Indicator, period: Period, terms: tuple[Terms, Terms]) -> Iterator[Known]:
    """What is left of a percentage's denominator, which counts people as well."""
    top, bottom = terms
    if indicator.unit is Unit.PERCENT:
        rest = Count(indicator.ref, period, "rest")
        yield Known(_added([*bottom, *_times(top, -1), (rest, -1)]), 0, 0)


def within_rounding(
    indicator: Indicator, value: Decimal, terms: tuple[Terms, Terms], base: int, needs: tuple[Cell, ...] = ()
) -> Iterator[Known]:
    """A printed percentage's counts within its rounding; of rounded counts, within theirs as well."""
    top, bottom = terms
    exponent = value.as_tuple().exponent
    scale = 10 ** max(0, -exponent) if isinstance(exponent, int) else 1
    doubled, factor = int(value * scale * 2), 2 * scale * per(indicator)
    off = (base // 2) if base > 1 else 0
    over = _times(top, factor)
    slack = off * (factor * len(top) + (doubled + 1) * len(bottom))
    yield Known(_added([*over, *_times(bottom, 1 - doubled)]), -slack, None, needs)
    yield Known(_added([*over, *_times(bottom, -1 - doubled)]), None, slack, needs)


def _large_enough(
    settings: Disclosure, indicator: Indicator, value: Decimal, terms: tuple[Terms, Terms], cell: Cell
) -> Iterator[Known]:
    """That a percentage is published says that its denominator, its numerator and the rest are not small."""
    (top, bottom), least = terms, settings.threshold
    yield Known(_added(bottom), least, None, (cell,), sure=False)
    if value:
        yield Known(_added(top), least, None, (cell,), sure=False)
    if indicator.unit is Unit.PERCENT and value < ALL:
        yield Known(_added([*bottom, *_times(top, -1)]), least, None, (cell,), sure=False)


ALL = 100
"""The percentage that leaves nothing."""


def share_of_rounded(pack: Pack, indicator: Indicator, seen: Observation, base: int) -> Decimal | None:
    """A percentage of the rounded counts; None where they are not known."""
    if indicator.ratio is not None:
        sides = (indicator.ratio.numerator, indicator.ratio.denominator)
        top, bottom = (_rounded_sum(pack, refs, seen.period, base) for refs in sides)
    else:
        top, bottom = (to_base(count, base) for count in (seen.numerator, seen.denominator))
    if top is None or not bottom:
        return None
    return rounded(top * per(indicator) / bottom, max(0, indicator.decimals))


def _rounded_sum(pack: Pack, refs: Collection[str], period: Period, base: int) -> Decimal | None:
    values = [to_base(found.value, base) for ref in refs if (found := pack.observation(ref, period))]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(refs) else None


def to_base(value: Decimal | None, base: int) -> Decimal | None:
    """A count to the nearest multiple; None for what is no count."""
    count = whole_number(value)
    return None if count is None else Decimal(rounded_to(count, base))


Terms = list[tuple[Count, int]]
"""Numbers, each with its coefficient."""


def _times(terms: Iterable[tuple[Count, int]], factor: int) -> Terms:
    return [(number, coefficient * factor) for number, coefficient in terms]


def _added(terms: Iterable[tuple[Count, int]]) -> tuple[tuple[Count, int], ...]:
    """Put the terms of a number together; those that come to nothing are left out."""
    total: dict[Count, int] = {}
    for number, coefficient in terms:
        total[number] = total.get(number, 0) + coefficient
    return tuple((number, coefficient) for number, coefficient in total.items() if coefficient)


def _increases(pack: Pack, indicator: Indicator) -> Iterator[Known]:
    """A year to date less the one before is what its own month added, which is a count of people as well."""
    for period in _periods(pack, indicator.ref):
        year = financial_year(period, pack.year.start.month)
        if period != year.months[0] and (indicator.ref, period.previous) in pack.observations:
            added = Count(indicator.ref, period, "increase")
            before = Count(indicator.ref, period.previous)
            yield Known(((Count(indicator.ref, period), 1), (before, -1), (added, -1)), 0, 0, sure=False)
