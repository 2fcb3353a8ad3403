"""The numbers of a pack as a reader can know them: what is and was published, and how they hang together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct, field

from boardpack.disclosure.relations import (
    ROWS,
    SHARES,
    Cell,
    Count,
    Earlier,
    Known,
    known_constraints,
    numbers_of_share,
    rounded_to,
    sensitive_refs,
    whole_number,
    within_rounding,
)
from boardpack.disclosure.system import Constraint, Domain, find_numbers, lies_within
from boardpack.model.disclosure import Disclosure
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period


class Network(Struct, frozen=True, dict=True):
    """The numbers of a pack, what they are, and how they hang together."""

    numbers: tuple[Count, ...]
    truth: tuple[int, ...]
    shown: tuple[Domain, ...]
    """What a reader knows of each while it is published."""
    before: tuple[Domain, ...]
    """What a reader knows of each from the editions that were issued before, whatever is suppressed now."""
    most: int
    """No number is taken to be larger."""
    constraints: tuple[Constraint, ...]
    needs: tuple[tuple[Cell, ...], ...]
    """The cells that each constraint needs."""
    weights: Mapping[Cell, int]
    """How large each cell is, for choosing the smallest."""
    unmet: tuple[Known, ...] = ()
    """Constraints that the figures do not satisfy: totals that do not add up."""
    index: Mapping[Count, int] = field(default_factory=dict)

    def of(self, cell: Cell) -> int | None:
        """The index of a cell's number; None for a cell that is in no constraint as a number."""
        return self.index.get(Count(*cell))


def network(pack: Pack, settings: Disclosure, earlier: Sequence[Earlier] = ()) -> Network:
    """Write down the numbers of the sensitive indicators and the constraints between them."""
    refs = sensitive_refs(pack, settings)
    known = list(known_constraints(pack, settings, refs))
    numbers = tuple(dict.fromkeys(number for each in known for number, _ in each.terms))
    values = [_value(pack, number) for number in numbers]
    printed = [whole_number(one.cells.get(n.cell)) for one in earlier for n in numbers if n.cell is not None]
    most = 2 * max((value for value in (*values, *printed) if value is not None), default=0)
    most += 4 * settings.threshold + 10
    truth, kept, unmet = _settled(numbers, values, known, most)
    issued = _IssuedNumbers(pack, dict(zip(numbers, truth, strict=True)), most, earlier)
    older = [each for one in earlier for each in issued.known(kept, _shares_of(pack, refs, one), one)]
    every = list(dict.fromkeys((*kept, *older)))
    numbers, truth = tuple(issued.truth), tuple(issued.truth.values())
    values += [None] * (len(numbers) - len(values))
    index = {number: place for place, number in enumerate(numbers)}
    before = tuple(
        issued.shown.get(n) or _before_now(n, t, earlier, most) for n, t in zip(numbers, truth, strict=True)
    )
    return Network(
        numbers=numbers,
        truth=truth,
        shown=tuple(
            was if n.part or value is None else _both(was, _shown(t, settings))
            for n, t, value, was in zip(numbers, truth, values, before, strict=True)
        ),
        before=before,
        most=most,
        constraints=tuple(_constraint(each, index) for each in every),
        needs=tuple(each.needs for each in every),
        weights=_weights(pack, numbers, truth, every, index),
        unmet=unmet,
        index=index,
    )


def _constraint(known: Known, index: Mapping[Count, int]) -> Constraint:
    return Constraint(tuple((index[n], c) for n, c in known.terms), known.low, known.high)


def _value(pack: Pack, number: Count) -> int | None:
    """A cell's count; 0 where there were no cases; None where it is not in the pack."""
    observation = pack.observation(number.ref, number.period)
    if observation is None or (number.part and number.part not in ROWS):
        return None
    if number.part:
        return whole_number(getattr(observation, number.part))
    return 0 if observation.status is ValueStatus.NO_CASES else whole_number(observation.value)


def _settled(
    numbers: Sequence[Count], values: Sequence[int | None], known: Sequence[Known], most: int
) -> tuple[tuple[int, ...], list[Known], tuple[Known, ...]]:
    """The numbers with those that are not in the pack worked out, and the constraints that they satisfy.

    A constraint that cannot be satisfied is moved so that it is: a reader who knows by how much a total is
    out would know as much. One that is not sure is left out.
    """
    index = {number: place for place, number in enumerate(numbers)}
    domains = [(0, most) if value is None else (value, value) for value in values]
    hint = [0 if value is None else value for value in values]
    kept, unmet = [], []
    for each in known:
        if _constraint(each, index).holds(hint):
            kept.append(each)
            continue
        trial = [*kept, each]
        found = find_numbers(domains, [_constraint(one, index) for one in _near(trial, each)], hint).witness
        if found is not None:
            hint = [*found]
            kept.append(each)
        elif each.sure:
            unmet.append(each)
            kept.append(_moved(each, index, hint))
    return tuple(hint), kept, tuple(unmet)


def _near(trial: Sequence[Known], last: Known) -> list[Known]:
    """The constraints that hang together with the last one through numbers."""
    reached = {number for number, _ in last.terms}
    waiting, found = [*trial[:-1]], [last]
    growing = True
    while growing:
        growing = False
        for each in [*waiting]:
            if reached & {number for number, _ in each.terms}:
                reached |= {number for number, _ in each.terms}
                found.append(each)
                waiting.remove(each)
                growing = True
    return found


def _moved(known: Known, index: Mapping[Count, int], hint: Sequence[int]) -> Known:
    total = sum(c * hint[index[n]] for n, c in known.terms)
    low = None if known.low is None else min(known.low, total)
    high = None if known.high is None else max(known.high, total)
    equal = known.low is not None and known.low == known.high
    return Known(known.terms, total if equal else low, total if equal else high, known.needs)


def _shown(truth: int, settings: Disclosure) -> Domain:
    """What a reader knows of a published number: itself, or the range that is rounded to what is printed."""
    base = settings.round_to
    if base < 2 or not truth:
        return (truth, truth)
    low, high = _range(rounded_to(truth, base), base)
    return max(settings.threshold, low), high


def _range(printed: int, base: int) -> Domain:
    """The counts that are rounded to what is printed."""
    return max(0, printed - base // 2), printed + (base - 1) // 2


def _both(one: Domain, other: Domain) -> Domain:
    return max(one[0], other[0]), min(one[1], other[1])


def published_before(number: Count, truth: int, earlier: Sequence[Earlier]) -> bool:
    """Whether the last issued edition that printed the cell printed this number.

    Where it printed another, that the number is again what it once was is not known yet.
    """
    cell = number.cell
    if cell is None:
        return False
    last = next((one for one in reversed(earlier) if cell in one.cells), None)
    return last is not None and last.base < 2 and last.cells[cell] == truth


def _before_now(number: Count, truth: int, earlier: Sequence[Earlier], most: int) -> Domain:
    """What a reader of issued editions knows of a number: what they printed, or what is rounded to that.

    What was printed before it was printed as another number says nothing of it any more.
    """
    found = (0, most)
    for one in earlier:
        ends = _printed_in(one, number)
        if ends is not None:
            found = _both(found, ends) if ends[0] <= truth <= ends[1] else (0, most)
    return found


def _shares_of(pack: Pack, refs: Collection[str], one: Earlier) -> list[Known]:
    """The percentages of an issued edition: their counts are within their rounding, whatever goes now."""
    found: list[Known] = []
    for indicator in (each for each in pack.indicators if each.ref in refs and each.unit in SHARES):
        for period, terms in numbers_of_share(pack, indicator, refs):
            value = one.cells.get((indicator.ref, period))
            if value is not None:
                found += within_rounding(indicator, value, terms, one.base)
    return found


class _IssuedNumbers:
    """The numbers of issued editions: those that were others then are numbers of their own.

    A reader of both editions takes what is not printed to be the same in each, unless nothing else can be: a
    total that was put right says by how much the part that is kept back was.
    """

    def __init__(self, pack: Pack, truth: dict[Count, int], most: int, earlier: Sequence[Earlier]) -> None:
        self.most = most
        self.truth = truth
        """Of every number: those of the pack first, then what some were in issued editions."""
        self.shown: dict[Count, Domain] = {}
        """What issued editions printed of what some were then."""
        self.restated = {(one.ref, one.period) for one in pack.restatements}
        self.others = _others(truth, earlier)
        """By edition: the cells that it, or one after it, printed as another number than now (`_others`)."""

    def known(self, kept: Sequence[Known], shares: Sequence[Known], one: Earlier) -> list[Known]:
        """The constraints of an issued edition that are not those of now."""
        last = max((period for _, period in one.cells), default=None)
        within = [k for k in kept if not k.needs and all(last and n.period <= last for n, _ in k.terms)]
        changed: dict[Count, Count] = {}
        found: dict[Known, None] = {}
        for each in (*within, *within, *shares):  # twice: what one changes is in others as well
            old = self._then(each, one, changed)
            if not old.terms or (old.terms == each.terms and each.low == each.high):
                continue
            fitted = old if self._holds(old) else self._fitted(old, within, one, changed)
            if fitted is not None:
                found[fitted] = None
        return list(found)

    def _then(self, each: Known, one: Earlier, changed: Mapping[Count, Count]) -> Known:
        """A constraint with what an edition printed otherwise than now, and with what else was another."""
        least, most, terms = 0, 0, []
        for number, factor in each.terms:
            ends = _printed_in(one, number)
            if ends is None or number.cell not in self.others[id(one)]:
                terms.append((changed.get(number, number), factor))
            else:
                low, high = sorted((factor * ends[0], factor * ends[1]))
                least, most = least + low, most + high
        known = all(number in self.truth for number, _ in terms)
        low_end = None if each.low is None else each.low - most
        high_end = None if each.high is None else each.high - least
        return Known(tuple(terms) if known else (), low_end, high_end)

    def _total(self, known: Known) -> int:
        return sum(factor * self.truth[number] for number, factor in known.terms)

    def _holds(self, known: Known) -> bool:
        return lies_within(self._total(known), known.low, known.high)

    def _fitted(
        self, old: Known, within: Sequence[Known], one: Earlier, changed: dict[Count, Count]
    ) -> Known | None:
        """The constraint with one more number that was another then, so that it holds; None for none."""
        if old.low is None or old.high is None:
            return None
        total = self._total(old)
        off = (old.low - total, old.high - total)
        guesses = [
            (number, value)
            for number, factor in old.terms
            if not number.edition
            for value in self._fitting(number, factor, off, one)
        ]
        if not guesses:
            return None
        number, value = min(guesses, key=lambda guess: self._unlikely(guess, within, one, changed))
        then = _then(number, one)
        self.truth[then], self.shown[then] = value, _printed_in(one, number) or (0, self.most)
        changed[number] = then
        return Known(tuple((changed.get(n, n), f) for n, f in old.terms), old.low, old.high)

    def _fitting(self, number: Count, factor: int, off: Domain, one: Earlier) -> list[int]:
        """What a number can have been for a sum that is `off` to hold: the nearest first, not very many."""
        now, ends = self.truth[number], sorted(Fraction(end, factor) for end in off)
        low, high = _printed_in(one, number) or (0, self.most)
        found = range(max(low, now + ceil(ends[0])), min(high, now + floor(ends[1])) + 1)
        return sorted(found, key=lambda value: (abs(value - now), value))[:GUESSES]

    def _unlikely(
        self, guess: tuple[Count, int], within: Sequence[Known], one: Earlier, changed: Mapping[Count, Count]
    ) -> tuple[bool, int, bool, str, Period, int]:
        """Which number was another: one that was restated, and with which the most else holds; then any."""
        number, value = guess
        then = _then(number, one)
        self.truth[then] = value
        trial = [self._then(each, one, {**changed, number: then}) for each in within]
        failing = sum(not self._holds(each) for each in trial if each.terms)
        del self.truth[then]
        restated = (number.ref, number.period) in self.restated
        distance = abs(value - self.truth[number])
        return not restated, failing, not number.part, number.ref, number.period, distance


GUESSES = 30
"""So many values of a number are tried: more than rounding to 10 leaves open."""


def _others(truth: Mapping[Count, int], earlier: Sequence[Earlier]) -> dict[int, frozenset[Cell]]:
    """By the `id` of an edition: the cells that it, or one after it, printed as another number than now."""
    found: dict[int, frozenset[Cell]] = {}
    apart: set[Cell] = set()
    for one in reversed(earlier):
        for cell in one.cells:
            ends = _printed_in(one, Count(*cell))
            if ends is not None and not ends[0] <= truth.get(Count(*cell), 0) <= ends[1]:
                apart.add(cell)
        found[id(one)] = frozenset(apart)
    return found


def _then(number: Count, one: Earlier) -> Count:
    """A number as it was in an issued edition."""
    return Count(number.ref, number.period, number.part, one.name)


def _printed_in(one: Earlier, number: Count) -> Domain | None:
    """What an issued edition printed of a number, as the range that is rounded to it; None for nothing."""
    printed = whole_number(one.cells.get(number.cell)) if number.cell is not None else None
    if printed is None:
        return None
    return _range(printed, one.base) if one.base > 1 and printed else (printed, printed)


def _weights(
    pack: Pack,
    numbers: Sequence[Count],
    truth: Sequence[int],
    every: Sequence[Known],
    index: Mapping[Count, int],
) -> dict[Cell, int]:
    """How large the cells are that may be suppressed: a count itself, a percentage's numerator.

    A true zero stays, and what is not in the pack cannot be left out of it.
    """
    found = {
        cell: truth[index[number]]
        for number in numbers
        if (cell := number.cell) is not None and _value(pack, number)
    }
    for each in every:
        for cell in each.needs:
            tops = [n for n, coefficient in each.terms if coefficient > 0]
            found.setdefault(cell, sum(truth[index[number]] for number in tops))
    return found
