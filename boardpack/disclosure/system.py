"""Whole numbers that must fit together, and which values each of them can have.

A bounded search of our own (see .github/adr): bounds are propagated along the constraints, and a domain is
split where that settles nothing. An answer is a witness, a complete set of numbers that satisfies every
constraint, and so proves itself; where the search ends without one, nothing is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

Domain = tuple[int, int]
"""The smallest and the largest value of a number."""


class Constraint(Struct, frozen=True):
    """`low <= sum of coefficient x number <= high`; None for no limit."""

    terms: tuple[tuple[int, int], ...]
    """Index of a number, and its coefficient, which is not 0."""
    low: int | None
    high: int | None

    def holds(self, values: Sequence[int]) -> bool:
        """Whether numbers satisfy it."""
        return lies_within(sum(factor * values[index] for index, factor in self.terms), self.low, self.high)


def lies_within(total: int, low: int | None, high: int | None) -> bool:
    """Whether a sum keeps its limits; None for no limit."""
    return (low is None or total >= low) and (high is None or total <= high)


class SearchOutcome(Struct, frozen=True):
    """What a search came to: a witness, or none; without one `proved` says that there is none."""

    witness: tuple[int, ...] | None
    proved: bool = True


class _Search:
    """One search: the constraints of each number, and how many steps are left."""

    def __init__(self, constraints: Sequence[Constraint], numbers: int, steps: int) -> None:
        self.constraints = constraints
        self.of: list[list[Constraint]] = [[] for _ in range(numbers)]
        for constraint in constraints:
            for index, _ in constraint.terms:
                self.of[index].append(constraint)
        self.steps = steps


STEPS = 300
"""Domains split in one search at most."""


def find_numbers(
    domains: Sequence[Domain], constraints: Sequence[Constraint], hint: Sequence[int], *, steps: int = STEPS
) -> SearchOutcome:
    """Find numbers within their domains that satisfy the constraints, near to `hint` where that is possible.

    Gives up after so many steps, and then claims nothing.
    """
    search = _Search(constraints, len(domains), steps)
    lows, highs = [low for low, _ in domains], [high for _, high in domains]
    witness = None
    if _propagate(search, lows, highs, constraints):
        witness = _descend(search, lows, highs, hint)
    return SearchOutcome(witness, witness is not None or search.steps > 0)


def _descend(
    search: _Search, lows: list[int], highs: list[int], hint: Sequence[int]
) -> tuple[int, ...] | None:
    """Search depth first: the value nearest to the hint, then below it, then above it."""
    if search.steps <= 0:
        return None
    search.steps -= 1
    guess = [min(max(value, low), high) for value, low, high in zip(hint, lows, highs, strict=True)]
    broken = next((each for each in search.constraints if not each.holds(guess)), None)
    if broken is None:
        return tuple(guess)
    index = _branch(broken, lows, highs)
    if index is None:
        return None
    for low, high in _pieces(lows[index], highs[index], guess[index]):
        below, above = [*lows], [*highs]
        below[index], above[index] = low, high
        if _propagate(search, below, above, search.of[index]):
            found = _descend(search, below, above, hint)
            if found is not None:
                return found
    return None


def _branch(broken: Constraint, lows: Sequence[int], highs: Sequence[int]) -> int | None:
    """The number of a constraint that has the fewest values left but more than one; None for none."""
    open_ones = [index for index, _ in broken.terms if lows[index] < highs[index]]
    return min(open_ones, key=lambda index: highs[index] - lows[index], default=None)


def _pieces(low: int, high: int, middle: int) -> list[Domain]:
    parts = [(middle, middle), (low, middle - 1), (middle + 1, high)]
    return [part for part in parts if part[0] <= part[1]]


def _propagate(search: _Search, lows: list[int], highs: list[int], first: Sequence[Constraint]) -> bool:
    """Narrow the domains until nothing changes; False where one has no value left."""
    waiting = list(first)
    known = {id(each) for each in waiting}
    rounds = 0
    while waiting:
        constraint = waiting.pop()
        known.discard(id(constraint))
        changed = _narrow(constraint, lows, highs)
        if changed is None:
            return False
        rounds += 1
        if rounds > ROUNDS:
            return True  # narrow enough: the search goes on from here
        for index in changed:
            for other in search.of[index]:
                if id(other) not in known:
                    known.add(id(other))
                    waiting.append(other)
    return True


ROUNDS = 300
"""Constraints looked at in one propagation at most: bounds may creep towards one another by ones."""


def _narrow(constraint: Constraint, lows: list[int], highs: list[int]) -> list[int] | None:
    """Narrow the numbers of one constraint; the indices of those that changed, None where nothing fits."""
    least = sum(c * (lows[i] if c > 0 else highs[i]) for i, c in constraint.terms)
    most = sum(c * (highs[i] if c > 0 else lows[i]) for i, c in constraint.terms)
    low, high = constraint.low, constraint.high
    if (high is not None and least > high) or (low is not None and most < low):
        return None
    changed = []
    for index, coefficient in constraint.terms:
        size = abs(coefficient)
        up = None if high is None else (high - least) // size
        down = None if low is None else (most - low) // size
        rise, fall = (up, down) if coefficient > 0 else (down, up)
        bottom = lows[index] if fall is None else max(lows[index], highs[index] - fall)
        top = highs[index] if rise is None else min(highs[index], lows[index] + rise)
        if (bottom, top) != (lows[index], highs[index]):
            if bottom > top:
                return None
            least += coefficient * ((bottom - lows[index]) if coefficient > 0 else (top - highs[index]))
            most += coefficient * ((top - highs[index]) if coefficient > 0 else (bottom - lows[index]))
            lows[index], highs[index] = bottom, top
            changed.append(index)
    return changed


def bounds(
    domains: Sequence[Domain], constraints: Sequence[Constraint], index: int, hint: Sequence[int]
) -> tuple[Domain, bool]:
    """The smallest and largest value that a number can have, and whether that is proved.

    Both ends are those of witnesses; where a search gave up, the true interval may be wider. `hint` itself
    must satisfy the constraints.
    """
    low, low_proved = _end(domains, constraints, index, hint, upwards=False)
    high, high_proved = _end(domains, constraints, index, hint, upwards=True)
    return (low, high), low_proved and high_proved


def _end(
    domains: Sequence[Domain],
    constraints: Sequence[Constraint],
    index: int,
    hint: Sequence[int],
    *,
    upwards: bool,
) -> tuple[int, bool]:
    """Halve the way to the domain's end until no witness lies beyond."""
    best, beyond = hint[index], domains[index][1] if upwards else domains[index][0]
    proved = True
    while best != beyond:
        step = (abs(beyond - best) + 1) // 2
        asked = (best + step, beyond) if upwards else (beyond, best - step)
        outcome = find_numbers(_with(domains, {index: asked}), constraints, hint)
        if outcome.witness is not None:
            best = outcome.witness[index]
        else:
            proved = proved and outcome.proved
            beyond = asked[0] - 1 if upwards else asked[1] + 1
    return best, proved


def _with(domains: Sequence[Domain], narrowed: Mapping[int, Domain]) -> list[Domain]:
    return [narrowed.get(index, domain) for index, domain in enumerate(domains)]


def reaches(
    domains: Sequence[Domain],
    constraints: Sequence[Constraint],
    index: int,
    wanted: Domain,
    hint: Sequence[int],
) -> tuple[int, ...] | None:
    """A witness in which a number lies within `wanted`; None where none was found."""
    low, high = max(domains[index][0], wanted[0]), min(domains[index][1], wanted[1])
    if low > high:
        return None
    return find_numbers(_with(domains, {index: (low, high)}), constraints, hint).witness
