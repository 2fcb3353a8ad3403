"""What else must go, so that no suppressed figure can be worked out: as an audit, the fewest and smallest.

A suppressed count must be able to be 0 or 1, and to be so much more that the threshold lies between; any
other suppressed figure must be able to be another than it is. Each is shown by a witness, a set of numbers
that agrees with everything published. States of what is suppressed are looked at in the order of how many
cells more they suppress, then of how large those are, so that the first that holds is the best; where that
takes too long, cells are added one by one and taken back where they turn out not to be needed.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from boardpack.disclosure.network import Network
from boardpack.disclosure.relations import Cell
from boardpack.disclosure.system import Constraint, Domain, bounds, reaches


class Need(Struct, frozen=True):
    """What must be possible of a number."""

    index: int
    wide: bool
    """Whether it is a small count: it must be able to be 0 or 1, and as much more as the threshold is."""


class SuppressionPlan(Struct, frozen=True):
    """The cells that go beside those that go by themselves, and what could not be protected."""

    more: frozenset[Cell]
    open: tuple[int, ...] = ()
    """Indices of the numbers that can be worked out, or nearly so, whatever is suppressed."""


class NumberGroup(Struct, frozen=True):
    """The unknown numbers that hang together, and the constraints between them."""

    indices: tuple[int, ...]
    domains: tuple[Domain, ...]
    constraints: tuple[Constraint, ...]
    hint: tuple[int, ...]

    def place(self, index: int) -> int:
        """Where a number of the network is in this group."""
        return self.indices.index(index)

    def reaches(self, place: int, low: int, high: int) -> bool:
        """Whether a number can lie between two others."""
        return reaches(self.domains, self.constraints, place, (low, high), self.hint) is not None


class _Audit:
    """A network with what is asked of it; answers are kept, since most states ask the same of a group."""

    def __init__(self, net: Network, needs: Sequence[Need], threshold: int, fixed: Collection[Cell]) -> None:
        self.net = net
        self.needs = [*needs]
        self.threshold = threshold
        self.fixed = frozenset(fixed)
        """Cells that issued editions have printed: to suppress them now keeps nothing back."""
        self.shown = [number.cell for number in net.numbers]
        self.answers: dict[tuple[Need, NumberGroup], bool] = {}
        self.by_number: dict[int, list[int]] = {}
        for place, constraint in enumerate(net.constraints):
            for index, _ in constraint.terms:
                self.by_number.setdefault(index, []).append(place)

    def domain(self, index: int, gone: Collection[Cell]) -> Domain:
        cell = self.shown[index]
        if cell is None or (cell in gone and cell not in self.fixed):
            return self.net.before[index]
        return self.net.shown[index]

    def active(self, place: int, gone: Collection[Cell]) -> bool:
        """Whether a reader knows of a constraint: the cells that it needs are published, or once were."""
        return all(cell not in gone or cell in self.fixed for cell in self.net.needs[place])

    def group(self, index: int, gone: Collection[Cell]) -> NumberGroup:
        """The unknown numbers that hang together with one of them; what is known becomes a constant."""
        domains = {index: self.domain(index, gone)}
        waiting, places = [index], set()
        while waiting:
            for place in self.by_number.get(waiting.pop(), ()):
                if place in places or not self.active(place, gone):
                    continue
                places.add(place)
                for other, _ in self.net.constraints[place].terms:
                    if other not in domains:
                        domains[other] = self.domain(other, gone)
                        if domains[other][0] < domains[other][1]:
                            waiting.append(other)
        held = tuple(sorted(each for each, (low, high) in domains.items() if low < high or each == index))
        where = {each: place for place, each in enumerate(held)}
        reduced = tuple(_reduced(self.net.constraints[place], domains, where) for place in sorted(places))
        return NumberGroup(
            held, tuple(domains[i] for i in held), reduced, tuple(self.net.truth[i] for i in held)
        )

    def asked(self, gone: Collection[Cell]) -> Iterator[Need]:
        """What was asked, and of every other suppressed cell that it can be another number."""
        named = {need.index for need in self.needs}
        yield from self.needs
        for cell in sorted(gone):
            index = self.net.of(cell)
            if index is not None and index not in named and cell not in self.fixed:
                yield Need(index, wide=False)

    def first_failing(self, gone: frozenset[Cell], open_ones: Collection[int]) -> Need | None:
        """The first number of which something must be possible that is not."""
        asked = (need for need in self.asked(gone) if need.index not in open_ones)
        return next((need for need in asked if not self.holds(need, gone)), None)

    def failing_with(self, need: Need, gone: frozenset[Cell], open_ones: Collection[int]) -> Need | None:
        """The first failing number among those that an unknown number connects with one."""
        if not self.holds(need, gone):
            return need
        inside = {*self.group(need.index, gone).indices}
        asked = (n for n in self.asked(gone) if n.index in inside and n.index not in open_ones)
        return next((each for each in asked if not self.holds(each, gone)), None)

    def near(
        self, cell: Cell, before: frozenset[Cell], after: frozenset[Cell], open_ones: Collection[int]
    ) -> list[Need]:
        """What is asked of the numbers that a suppressed cell hangs together with."""
        index = self.net.of(cell)
        starts = [index] if index is not None else []
        for place, needs in enumerate(self.net.needs):
            if cell in needs:
                starts += [i for i, _ in self.net.constraints[place].terms]
        inside = {i for start in starts for i in self.group(start, before).indices}
        return [need for need in self.asked(after) if need.index in inside and need.index not in open_ones]

    def holds(self, need: Need, gone: Collection[Cell]) -> bool:
        """Whether what is asked of a number is possible."""
        group = self.group(need.index, gone)
        key = (need, group)
        if key not in self.answers:
            self.answers[key] = self.possible(need, group)
        return self.answers[key]

    def possible(self, need: Need, group: NumberGroup) -> bool:
        place, truth = group.place(need.index), self.net.truth[need.index]
        most = self.net.most
        if not need.wide:
            return group.reaches(place, 0, truth - 1) or group.reaches(place, truth + 1, most)
        lowest = next((low for low in (0, 1) if group.reaches(place, low, low)), None)
        return lowest is not None and group.reaches(place, lowest + self.threshold - 1, most)

    def candidates(self, index: int, gone: Collection[Cell]) -> list[Cell]:
        """The published cells of which one must go for the sake of a number, the smallest first.

        Where a constraint has no other unknown number, one of its own cells must go, whatever else does;
        otherwise it may be any that says something about the numbers it hangs together with.
        """
        group = self.group(index, gone)
        near = [place for place in self.by_number.get(index, ()) if self.active(place, gone)]
        unknown = {i for i, (low, high) in zip(group.indices, group.domains, strict=True) if low < high}
        alone = [place for place in near if not self.others(place, index) & unknown]
        if alone:
            return min((self.cells((place,), gone) for place in alone), key=len)
        places = {place for other in group.indices for place in self.by_number.get(other, ())}
        return self.cells([place for place in sorted(places) if self.active(place, gone)], gone)

    def others(self, place: int, index: int) -> set[int]:
        """The numbers of a constraint beside one."""
        return {i for i, _ in self.net.constraints[place].terms if i != index}

    def cells(self, places: Collection[int], gone: Collection[Cell]) -> list[Cell]:
        """The cells of constraints that may be suppressed, the smallest first."""
        found: set[Cell] = set()
        for place in places:
            found |= {cell for i, _ in self.net.constraints[place].terms if (cell := self.shown[i])}
            found |= {*self.net.needs[place]}
        weights = self.net.weights
        held = [cell for cell in found if cell in weights and cell not in gone and cell not in self.fixed]
        return sorted(held, key=lambda cell: (weights[cell], cell))


def _reduced(constraint: Constraint, domains: Mapping[int, Domain], where: Mapping[int, int]) -> Constraint:
    """A constraint between the unknown numbers, with the known ones taken off its limits."""
    known = sum(c * domains[i][0] for i, c in constraint.terms if i not in where)
    terms = tuple((where[i], c) for i, c in constraint.terms if i in where)
    low = None if constraint.low is None else constraint.low - known
    high = None if constraint.high is None else constraint.high - known
    return Constraint(terms, low, high)


# ------------------------------------------------------------------------------------------- choosing


def complete_suppression(
    net: Network,
    needs: Sequence[Need],
    gone: Collection[Cell],
    threshold: int,
    fixed: Collection[Cell] = (),
) -> SuppressionPlan:
    """Choose the fewest, then the smallest cells that must go beside those of `gone`.

    Numbers that no unknown one connects are seen to one group after the other; within a group the choice is
    the best there is, where it is found in so many states.
    """
    audit = _Audit(net, needs, threshold, fixed)
    state, open_ones, weak = frozenset(gone), frozenset[int](), set[int]()
    while (need := audit.first_failing(state, open_ones)) is not None:
        smallest = audit.candidates(need.index, state)[:1]
        further = _best(audit, need, state, open_ones) or frozenset(smallest)
        if further:
            state |= further
        elif need.wide:  # it cannot be as wide as that: it must be able to be another at least
            weak.add(need.index)
            audit.needs = [replace(one, wide=False) if one == need else one for one in audit.needs]
        else:
            open_ones |= {need.index}
    more = _taken_back(audit, frozenset(gone), state - frozenset(gone), open_ones)
    return SuppressionPlan(more, tuple(sorted(open_ones | weak)))


def _best(
    audit: _Audit, failing: Need, gone: frozenset[Cell], open_ones: Collection[int]
) -> frozenset[Cell] | None:
    """The best cells for one group of unknown numbers; None where that takes too long or cannot be."""
    weights = audit.net.weights
    queue: list[tuple[int, int, tuple[Cell, ...]]] = [(0, 0, ())]
    seen: set[frozenset[Cell]] = {frozenset()}
    for _ in range(STATES):
        if not queue:
            return None
        count, total, more = heapq.heappop(queue)
        state = gone | {*more}
        worst = audit.failing_with(failing, state, open_ones)
        if worst is None:
            return frozenset(more)
        for cell in audit.candidates(worst.index, state):
            further = frozenset((*more, cell))
            if further not in seen:
                seen.add(further)
                heapq.heappush(queue, (count + 1, total + weights[cell], tuple(sorted(further))))
    return None


STATES = 150
"""States looked at in search of the best before the smallest cell is simply added."""


def _taken_back(
    audit: _Audit, gone: frozenset[Cell], more: frozenset[Cell], open_ones: Collection[int]
) -> frozenset[Cell]:
    """Publish what turns out not to be needed, the largest first."""
    for cell in sorted(more, key=lambda each: (-audit.net.weights[each], each)):
        fewer = gone | (more - {cell})
        if all(audit.holds(need, fewer) for need in audit.near(cell, gone | more, fewer, open_ones)):
            more -= {cell}
    return more


def interval(
    net: Network, gone: Collection[Cell], index: int, fixed: Collection[Cell] = ()
) -> tuple[Domain, bool]:
    """What a number could be for a reader of everything published, and whether that is proved exactly."""
    group = _Audit(net, (), 0, fixed).group(index, gone)
    return bounds(group.domains, group.constraints, group.place(index), group.hint)
