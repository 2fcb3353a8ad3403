"""What a public edition leaves out of a pack, and why: small figures, those once kept back, and others.

By itself goes a small count; a percentage where its numerator, the rest of its denominator, or the
denominator is small; a mean of few. A figure whose counts are not in the pack goes as well, since nobody
can say that it is safe.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from msgspec import Struct

from boardpack.disclosure.network import Network, network, published_before
from boardpack.disclosure.relations import (
    SHARES,
    Cell,
    Earlier,
    Known,
    every_relation,
    ratio_of,
    sensitive_refs,
    whole_number,
)
from boardpack.disclosure.secondary import Need, complete_suppression
from boardpack.model.disclosure import Disclosure, RelationKind
from boardpack.model.indicator import Indicator, Unit
from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period


class Why(Enum):
    """Why a figure is suppressed; the value is how a report words it."""

    SMALL = "a count below the threshold"
    NUMERATOR = "its numerator is below the threshold"
    REST = "the rest of its denominator is below the threshold"
    DENOMINATOR = "its denominator is below the threshold"
    GROUP = "0% or 100% says the same of everyone in the group"
    FEW = "a mean of fewer cases than the threshold"
    UNKNOWN = "its counts are not in the pack, so that nobody can say it is safe"
    NOT_WHOLE = "a count of people that is no whole number"
    RATIO = "it follows from figures that are suppressed"
    SECONDARY = "so that no other figure can be worked out"
    EARLIER = "an issued edition suppressed it"
    SOURCE = "the data say so"
    EXEMPT = "it is exempt, or confidential"


class CountsBehind(Struct, frozen=True):
    """What a figure is made of; None for what is not known."""

    numerator: Decimal | None
    denominator: Decimal | None


class Decision(Struct, frozen=True):
    """What is suppressed in the public edition of a pack."""

    settings: Disclosure
    refs: frozenset[str]
    """The sensitive indicators, and all that hang together with them."""
    suppressed: Mapping[Cell, Why]
    net: Network
    fixed: frozenset[Cell]
    """Cells that issued editions have printed as they are."""
    open: tuple[int, ...] = ()
    """Indices of the numbers that can be worked out all the same."""
    refused: tuple[Cell, ...] = ()
    """Released cells that stay suppressed, since others could be worked out from them."""

    @property
    def unmet(self) -> tuple[Known, ...]:
        """Relations that the figures do not satisfy."""
        return self.net.unmet


def decide(pack: Pack, earlier: Sequence[Earlier] = (), withheld: Collection[str] = ()) -> Decision | None:
    """Decide what goes; None for a pack that has no rule of disclosure.

    `withheld` are indicators of which nothing is published, whatever their figures are.
    """
    settings = pack.disclosure
    if settings is None:
        return None
    refs = sensitive_refs(pack, settings) if settings.suppresses else frozenset()
    held = {cell: seen for cell, seen in pack.observations.items() if cell[0] in refs}
    gone = {cell: why for cell, seen in held.items() if (why := _why(pack, seen, settings)) is not None}
    released = {(one.ref, one.period) for one in pack.releases}
    for cell in _of_groups(pack, settings, refs) & held.keys():
        gone.setdefault(cell, Why.GROUP)
    for cell, seen in held.items():
        if cell[0] in withheld and seen.status.has_value:
            gone.setdefault(cell, Why.EXEMPT)
    for cell in _suppressed_before(earlier) & held.keys():
        if cell not in released and held[cell].status.has_value:
            gone.setdefault(cell, Why.EARLIER)
    gone |= dict.fromkeys(_of_rounded(pack, settings, refs, gone), Why.RATIO)
    net = network(pack, settings, earlier)
    printed = {
        (n.ref, n.period)
        for n, t in zip(net.numbers, net.truth, strict=True)
        if published_before(n, t, earlier)
    }
    plan = complete_suppression(net, _needs(net, settings, gone, printed), gone, settings.threshold, printed)
    every = {**gone, **dict.fromkeys(sorted(plan.more), Why.SECONDARY)}
    every |= dict.fromkeys(_of_rounded(pack, settings, refs, every), Why.RATIO)
    refused = tuple(sorted(cell for cell in plan.more if cell in released))
    ordered = MappingProxyType(dict(sorted(every.items())))
    return Decision(settings, refs, ordered, net, frozenset(printed), plan.open, refused)


def _suppressed_before(earlier: Sequence[Earlier]) -> set[Cell]:
    return {cell for one in earlier for cell, value in one.cells.items() if value is None}


def _why(pack: Pack, seen: Observation, settings: Disclosure) -> Why | None:
    if seen.status is ValueStatus.SUPPRESSED:
        return Why.SOURCE
    indicator = pack.indicator(seen.ref)
    if seen.value is None or indicator is None:
        return None
    return why_suppressed(indicator.unit, seen.value, counts_of(pack, indicator, seen), settings)


def counts_of(pack: Pack, indicator: Indicator, seen: Observation) -> CountsBehind:
    """What a figure is made of: the indicators that its ratio names, or else the counts beside its values."""
    if indicator.ratio is None:
        return CountsBehind(seen.numerator, seen.denominator)
    return CountsBehind(
        summed_counts(pack, indicator.ratio.numerator, seen.period),
        summed_counts(pack, indicator.ratio.denominator, seen.period),
    )


def summed_counts(pack: Pack, refs: Sequence[str], period: Period) -> Decimal | None:
    """The sum of some indicators' counts in a period; None where one of them is not known."""
    parts = [pack.observation(ref, period) for ref in refs]
    values = [
        Decimal(0) if part.status is ValueStatus.NO_CASES else part.value
        for part in parts
        if part is not None
    ]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(refs) else None


def _of_groups(pack: Pack, settings: Disclosure, refs: Collection[str]) -> set[Cell]:
    """Counts that say the same of everyone in a group, where the council keeps that back.

    A numerator that is none or all of its denominator says what 0% and 100% do; a part that is its whole
    does as well, and so do the parts of it that are then none. A none beside several other parts does not.
    """
    if not settings.group_attributes:
        return set()
    found: set[Cell] = set()
    for ref in refs:
        indicator = pack.indicator(ref)
        ratio = (
            ratio_of(pack, indicator) if indicator is not None and indicator.unit is Unit.PERCENT else None
        )
        if ratio is not None:
            found |= _same_of_all(pack, ratio.numerator, ratio.denominator, none_alone=True)
    for relation in every_relation(pack, settings):
        if relation.whole in refs and relation.kind is RelationKind.TOTAL:
            found |= _same_of_all(pack, relation.parts, (relation.whole,), none_alone=False)
    return found


def _same_of_all(pack: Pack, parts: Sequence[str], whole: Sequence[str], *, none_alone: bool) -> set[Cell]:
    """The cells of parts of which one is all of a group, or none of it.

    With `none_alone` a sum of nothing goes by itself; otherwise only beside a part that is the whole.
    """
    found: set[Cell] = set()
    for period in {period for ref, period in pack.observations if ref in whole}:
        size = summed_counts(pack, whole, period)
        counts = {ref: summed_counts(pack, (ref,), period) for ref in parts}
        every = [ref for ref, count in counts.items() if count == size]
        none = [ref for ref, count in counts.items() if count == 0]
        if size and (every or (none_alone and len(none) == len(parts))):
            found |= {(ref, period) for ref in (*every, *none)}
    return found


def _needs(net: Network, settings: Disclosure, gone: Mapping[Cell, Why], printed: set[Cell]) -> list[Need]:
    """What must be possible of each number: a small count must be able to be much larger.

    What is left of a denominator must be able to be another where its percentage says the same of everyone.
    """
    found = []
    for index, (number, truth) in enumerate(zip(net.numbers, net.truth, strict=True)):
        cell = number.cell
        if number.edition:
            continue  # what it was then has been put right since
        hidden_or_gone = cell is None or (cell in gone and cell not in printed)
        if hidden_or_gone and (settings.is_small(truth) or (cell is not None and gone[cell] is Why.SOURCE)):
            found.append(Need(index, wide=True))
        elif cell is None and gone.get((number.ref, number.period)) is Why.GROUP:
            found.append(Need(index, wide=False))
    return found


def _of_rounded(
    pack: Pack, settings: Disclosure, refs: frozenset[str], gone: Mapping[Cell, Why]
) -> list[Cell]:
    """Percentages of rounded counts of which one is suppressed: nothing printed gives them."""
    if settings.round_to < 2:
        return []
    found = []
    for (ref, period), seen in pack.observations.items():
        indicator = pack.indicator(ref)
        if ref not in refs or seen.value is None or (ref, period) in gone or indicator is None:
            continue
        ratio = ratio_of(pack, indicator)
        if ratio and any((one, period) in gone for one in (*ratio.numerator, *ratio.denominator)):
            found.append((ref, period))
    return found


# ----------------------------------------------------------------------------- figures that go by themselves


def why_suppressed(unit: Unit, value: Decimal, counts: CountsBehind, settings: Disclosure) -> Why | None:
    """Why a sensitive figure may not be published; None where it may."""
    if not settings.suppresses:
        return None
    if unit is Unit.COUNT:
        return _count(value, settings)
    if unit in SHARES:
        return _share(unit, counts, settings)
    cases = whole_number(counts.denominator)
    if cases is None:
        return Why.UNKNOWN
    return Why.FEW if cases < settings.threshold else None


def _count(value: Decimal, settings: Disclosure) -> Why | None:
    count = whole_number(value)
    if count is None:
        return Why.NOT_WHOLE
    return Why.SMALL if settings.is_small(count) else None


def _share(unit: Unit, counts: CountsBehind, settings: Disclosure) -> Why | None:
    top, bottom = whole_number(counts.numerator), whole_number(counts.denominator)
    if top is None or bottom is None:
        return Why.UNKNOWN
    if bottom < settings.threshold:
        return Why.DENOMINATOR
    if settings.is_small(top):
        return Why.NUMERATOR
    if unit is not Unit.PERCENT:
        return None
    if settings.is_small(abs(bottom - top)):
        return Why.REST
    return Why.GROUP if settings.group_attributes and top in {0, bottom} else None
