"""A reader who knows the rules and has only what was published: what can a suppressed count still be?

Nothing of the program's own reasoning is used here. The reader has every edition that was issued, writes down
once more what follows from the definitions of the figures (totals, years to date, rolling years, quarters,
percentages with their rounding), and tries values one by one. A figure that was changed between two editions
is another number in the later one; all others are the same number in each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from boardpack.model.period import Period
from tests.disclosure.published import Cell, Figures

Name = tuple[str, str, int]
"""Reference, ISO period, and how often the figure had been changed: a number that a reader looks for."""

Range = tuple[int, int]


class Equation(Struct, frozen=True):
    """A sum of numbers with factors lies between two others."""

    terms: tuple[tuple[Name, int], ...]
    low: int
    high: int


class Sum(Struct, frozen=True):
    """A figure that is the sum of others, in the same period or in several of one."""

    whole: str
    parts: tuple[str, ...]
    over: str = "period"
    """`period`, `year`, `rolling` or `quarter`."""


class Share(Struct, frozen=True):
    """A percentage or a rate of a count in another."""

    ref: str
    top: str
    bottom: str
    per: int = 100


class Rules(Struct, frozen=True):
    """What a reader knows of how the figures hang together: it is in their titles."""

    sums: tuple[Sum, ...] = ()
    shares: tuple[Share, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    """Two references of one count."""
    to_date: tuple[str, ...] = ()
    """Years to date, of which two in a row say what a period added."""
    base: int = 1
    """What counts are rounded to."""
    threshold: int = 5
    """The least count that is printed, but for 0."""
    year_start: int = 4


class Edition(Struct, frozen=True):
    """What one edition says, and which figures had been changed by then."""

    figures: Figures
    changed: Mapping[Cell, int] = {}

    def name(self, cell: Cell) -> Name:
        """What a cell's number is called."""
        return (*cell, self.changed.get(cell, 0))


Known = dict[Name, Decimal | None]


def gathered(editions: Iterable[Edition]) -> Known:
    """Everything that was printed anywhere; None for what each of them suppresses."""
    known: Known = {}
    for edition in editions:
        for cell, value in edition.figures.items():
            name = edition.name(cell)
            if known.get(name) is None:
                known[name] = value
    return known


def equations(
    editions: Sequence[Edition], rules: Rules, known: Known, periods: Sequence[Period]
) -> list[Equation]:
    """What follows from the definitions, for the figures of each edition."""
    found: dict[Equation, None] = {}
    for edition in editions:
        for equation in (*_sums(edition, rules, periods), *_shares(edition, rules, known)):
            found[equation] = None
    return list(found)


def _sums(edition: Edition, rules: Rules, periods: Sequence[Period]) -> Iterator[Equation]:
    for rule in rules.sums:
        for period in periods:
            whole = (rule.whole, period.iso)
            if whole not in edition.figures:
                continue
            parts = [
                (part, each.iso) for part in rule.parts for each in _covered(rule, period, rules.year_start)
            ]
            if all(part in edition.figures for part in parts):
                yield Equation(
                    ((edition.name(whole), 1), *((edition.name(part), -1) for part in parts)), 0, 0
                )
    for one, other in rules.same:
        for period in periods:
            cells = (one, period.iso), (other, period.iso)
            if all(cell in edition.figures for cell in cells):
                yield Equation(((edition.name(cells[0]), 1), (edition.name(cells[1]), -1)), 0, 0)
    for ref in rules.to_date:
        for period in periods:
            now, before = (ref, period.iso), (ref, period.previous.iso)
            if (
                period.first.month != rules.year_start
                and now in edition.figures
                and before in edition.figures
            ):
                terms = (
                    (edition.name(now), 1),
                    (edition.name(before), -1),
                    (increase(edition, now, before), -1),
                )
                yield Equation(terms, 0, 0)


def increase(edition: Edition, now: Cell, before: Cell) -> Name:
    """What a period added to a year to date: no cell prints it."""
    return (f"{now[0]} increase", now[1], edition.name(now)[2] + edition.name(before)[2])


def rest(edition: Edition, rule: Share, period: str) -> Name:
    """What is left of a denominator: no cell prints it."""
    top, bottom = (edition.name((ref, period)) for ref in (rule.top, rule.bottom))
    return (f"{rule.ref} rest", period, top[2] + bottom[2])


def _covered(rule: Sum, period: Period, year_start: int) -> list[Period]:
    """The periods that make up the whole of one."""
    if rule.over == "period":
        return [period]
    if rule.over == "year":
        back = (period.first.month - year_start) % 12 // period.length
    else:
        back = {"rolling": 12, "quarter": 3}[rule.over] // period.length - 1
    return [period.plus(-step) for step in range(back, -1, -1)]


def _shares(edition: Edition, rules: Rules, known: Known) -> Iterator[Equation]:
    """A printed percentage holds its counts within half of its last digit, both ends included."""
    for rule in rules.shares:
        for cell in edition.figures:
            value = known.get(edition.name(cell))
            if cell[0] != rule.ref:
                continue
            top, bottom = (edition.name((ref, cell[1])) for ref in (rule.top, rule.bottom))
            if rule.per == 100:
                yield Equation(((bottom, 1), (top, -1), (rest(edition, rule, cell[1]), -1)), 0, 0)
            if value is None or rules.base > 1:
                continue
            exponent = value.as_tuple().exponent
            half = Fraction(1, 2 * 10 ** max(0, -exponent if isinstance(exponent, int) else 0))
            for edge, ends in ((Fraction(value) - half, (0, FAR)), (Fraction(value) + half, (-FAR, 0))):
                yield Equation(((top, rule.per * edge.denominator), (bottom, -edge.numerator)), *ends)


FAR = 10**12


def intervals(
    asked: Collection[Name], known: Known, found: Sequence[Equation], most: int, rules: Rules
) -> dict[Name, Range]:
    """The least and the most that each number can be of those that are asked for."""
    ranges = {name: _printed(known.get(name), most, rules) for each in found for name, _ in each.terms}
    reduced = [each for each in (_reduced(one, ranges) for one in found) if each.terms]
    answers: dict[Name, Range] = {}
    for group in _groups([*reduced, *_differences(reduced)]):
        names = dict.fromkeys(name for each in group for name, _ in each.terms)
        start = _narrowed({name: ranges[name] for name in names}, group)
        assert start is not None, f"the figures themselves do not agree: {sorted(names)[:6]}"
        for name in (each for each in asked if each in names):
            answers[name] = (_end(start, group, name, 0), _end(start, group, name, 1))
    return answers


def _printed(value: Decimal | None, most: int, rules: Rules) -> Range:
    """What a number can be by what is printed of it alone; a rounded one lies around it."""
    if value is None:
        return (0, most)
    if rules.base < 2 or not value:
        return (int(value), int(value))
    low, high = int(value) - rules.base // 2, int(value) + (rules.base - 1) // 2
    return (max(low, rules.threshold), high)


def _reduced(equation: Equation, ranges: Mapping[Name, Range]) -> Equation:
    fixed = {name for name, _ in equation.terms if ranges[name][0] == ranges[name][1]}
    constant = sum(ranges[name][0] * factor for name, factor in equation.terms if name in fixed)
    terms = tuple((name, factor) for name, factor in equation.terms if name not in fixed)
    return Equation(terms, equation.low - constant, equation.high - constant)


def _differences(found: Sequence[Equation]) -> Iterator[Equation]:
    """Two sums that have much in common say more by what they differ in: two rolling years in a row."""
    sums = [each for each in found if each.low == each.high]
    for place, one in enumerate(sums):
        terms = dict(one.terms)
        for other in sums[place + 1 :]:
            for sign in (1, -1):
                left = dict(terms)
                for name, factor in other.terms:
                    left[name] = left.get(name, 0) - sign * factor
                held = tuple((name, factor) for name, factor in left.items() if factor)
                if held and len(held) < max(len(terms), len(other.terms)):
                    total = one.low - sign * other.low
                    yield Equation(held, total, total)


def _groups(found: Sequence[Equation]) -> Iterator[list[Equation]]:
    """The equations that have numbers in common, directly or through others."""
    waiting = [*found]
    while waiting:
        group = [waiting.pop()]
        names = {name for name, _ in group[0].terms}
        while near := [each for each in waiting if any(name in names for name, _ in each.terms)]:
            group += near
            names |= {name for each in near for name, _ in each.terms}
            waiting = [each for each in waiting if each not in near]
        yield group


def _end(start: Mapping[Name, Range], group: Sequence[Equation], name: Name, side: int) -> int:
    """The least or the most that a number can be: the first from that side with which the rest can agree."""
    low, high = start[name]
    values = range(low, high + 1) if side == 0 else range(high, low - 1, -1)
    return next(value for value in values if _possible({**start, name: (value, value)}, group, [TRIES]))


TRIES = 200
"""So many trials for one value at most: beyond them a reader takes it to be possible."""


def _possible(ranges: Mapping[Name, Range], group: Sequence[Equation], left: list[int]) -> bool:
    """Whether some whole numbers within their ranges satisfy every equation.

    Each number is taken to be in the middle; where an equation does not hold then, the one of its numbers
    that has the fewest values left is tried in each half of them.
    """
    narrowed = _narrowed(dict(ranges), group)
    if narrowed is None:
        return False
    left[0] -= 1
    broken = next((each for each in group if not _holds(each, narrowed)), None)
    if broken is None or left[0] < 0:
        return True
    loose = [name for name, _ in broken.terms if narrowed[name][0] < narrowed[name][1]]
    name = min(loose, key=lambda one: narrowed[one][1] - narrowed[one][0])
    low, high = narrowed[name]
    middle = (low + high) // 2
    halves = ((low, middle), (middle + 1, high))
    return any(_possible({**narrowed, name: half}, group, left) for half in halves)


def _holds(equation: Equation, ranges: Mapping[Name, Range]) -> bool:
    """Whether an equation holds with each number in the middle of its range."""
    total = sum(factor * ((ranges[name][0] + ranges[name][1]) // 2) for name, factor in equation.terms)
    return equation.low <= total <= equation.high


def _narrowed(ranges: dict[Name, Range], group: Sequence[Equation]) -> dict[Name, Range] | None:
    """Take off each range what no numbers of the others can make up for, until nothing changes."""
    changed = True
    while changed:
        changed = False
        for each in group:
            ends = [
                sorted((factor * ranges[name][0], factor * ranges[name][1])) for name, factor in each.terms
            ]
            least, most = sum(pair[0] for pair in ends), sum(pair[1] for pair in ends)
            if least > each.high or most < each.low:
                return None
            for (name, factor), (bottom, top) in zip(each.terms, ends, strict=True):
                one, two = each.low - (most - top), each.high - (least - bottom)
                sides = (
                    (-(-one // factor), two // factor) if factor > 0 else (-(-two // factor), one // factor)
                )
                now = max(ranges[name][0], sides[0]), min(ranges[name][1], sides[1])
                if now[0] > now[1]:
                    return None
                changed = changed or now != ranges[name]
                ranges[name] = now
    return ranges


# ------------------------------------------------------------------------------------------ verdicts


class Found(Struct, frozen=True):
    """What a reader knows of a number that was kept back, and what it is."""

    name: Name
    range: Range
    truth: int
    last: bool
    """Whether it has not been changed since."""

    def is_safe(self, threshold: int) -> bool:
        """Whether it can be 0 or 1 and so much more that the threshold lies between; or just another.

        A small count that was changed since need not be able to be 0: the change says that it was more.
        """
        low, high = self.range
        if 0 < self.truth < threshold:
            return (low <= 1 or not self.last) and high - low >= threshold - 1
        return low < high


def attack(
    editions: Sequence[Edition],
    rules: Rules,
    periods: Sequence[Period],
    truth: Mapping[Name, int | None],
    most: int,
) -> Iterator[Found]:
    """What all editions together tell of each number that was kept back.

    That is one that an edition suppresses and none prints, and of those that no cell ever shows (the rest of
    a denominator, what a period added) each that is small.
    """
    known = gathered(editions)
    asked = {
        name: value
        for name, value in truth.items()
        if value is not None and _is_kept_back(name, value, known, rules)
    }
    found = intervals(asked, known, equations(editions, rules, known, periods), most, rules)
    latest = {name[:2]: name[2] for name in sorted(truth, key=lambda one: one[2])}
    for name, could_be in found.items():
        yield Found(name, could_be, asked[name], name[2] == latest[name[:2]])


def _is_kept_back(name: Name, value: int, known: Known, rules: Rules) -> bool:
    if " " in name[0]:
        return 0 < value < rules.threshold
    return name in known and known[name] is None
