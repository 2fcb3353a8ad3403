"""A reader who knows the rules and has only what was published: what can a suppressed count still be?

Nothing of the program's own reasoning is used here. The figures are read from the tidy CSV of an edition,
those of earlier editions fill in what they printed, and values are tried one by one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

Cell = tuple[str, str]
"""Reference, ISO period."""

Range = tuple[int, int]
Equation = tuple[tuple[tuple[Cell, int], ...], int, int]
"""Terms, and the least and the most that they come to."""


def figures(*files: bytes) -> dict[Cell, Decimal | None]:
    """Every figure of some editions' CSV files, None for one that each of them suppresses."""
    found: dict[Cell, Decimal | None] = {}
    for data in files:
        for row in csv.DictReader(io.StringIO(data.decode())):
            cell = row["reference"].replace(" ", "").upper(), row["period"]
            if row.get("comparator"):
                continue  # a figure of others
            if row["symbol"] == "[c]":
                found.setdefault(cell, None)
            elif row["value"]:
                found[cell] = Decimal(row["value"])
    return found


def sums(
    known: Mapping[Cell, Decimal | None], totals: Mapping[str, Sequence[str]], to_date: Mapping[str, str]
) -> list[Equation]:
    """Totals of parts, and years to date of months, wherever all of them are in the edition."""
    found: list[Equation] = []
    periods = sorted({period for _, period in known})
    for whole, parts in totals.items():
        for period in periods:
            terms = (((whole, period), 1), *(((part, period), -1) for part in parts))
            found.append((terms, 0, 0))
    for whole, part in to_date.items():
        for count, period in enumerate(periods, 1):
            terms = (((whole, period), 1), *(((part, earlier), -1) for earlier in periods[:count]))
            found.append((terms, 0, 0))
    return [each for each in found if all(cell in known for cell, _ in each[0])]


def shares(known: Mapping[Cell, Decimal | None], ratios: Mapping[str, tuple[str, str]]) -> list[Equation]:
    """A printed whole percentage holds its counts within half a point."""
    found: list[Equation] = []
    for (ref, period), value in known.items():
        if ref not in ratios or value is None:
            continue
        top, bottom = ((one, period) for one in ratios[ref])
        for side, low, high in ((value - Decimal("0.5"), 0, 10**9), (value + Decimal("0.5"), -(10**9), 0)):
            terms = ((top, 200), (bottom, int(-2 * side)))
            found.append((terms, low, high))
    return found


def intervals(
    known: Mapping[Cell, Decimal | None], equations: Iterable[Equation], most: int
) -> dict[Cell, Range]:
    """The least and the most that each suppressed count can be."""
    reduced = [_reduced(each, known) for each in equations]
    unknown = sorted({cell for terms, _, _ in reduced for cell, _ in terms})
    start = _narrowed(dict.fromkeys(unknown, (0, most)), reduced)
    assert start is not None, "the figures themselves agree"
    return {cell: (_end(start, reduced, cell, 0), _end(start, reduced, cell, 1)) for cell in unknown}


def _end(start: Mapping[Cell, Range], equations: Sequence[Equation], cell: Cell, side: int) -> int:
    """The least or the most that a count can be: the first from that side with which the rest can agree."""
    low, high = start[cell]
    values = range(low, high + 1) if side == 0 else range(high, low - 1, -1)
    return next(v for v in values if _possible({**start, cell: (v, v)}, equations))


def _reduced(equation: Equation, known: Mapping[Cell, Decimal | None]) -> Equation:
    terms, low, high = equation
    constant = sum(int(value) * c for cell, c in terms if (value := known[cell]) is not None)
    return tuple((cell, c) for cell, c in terms if known[cell] is None), low - constant, high - constant


def _possible(ranges: Mapping[Cell, Range], equations: Sequence[Equation]) -> bool:
    """Whether some whole numbers within their ranges satisfy every equation: each half is tried in turn."""
    narrowed = _narrowed(dict(ranges), equations)
    if narrowed is None:
        return False
    loose = [cell for terms, _, _ in equations for cell, _ in terms if narrowed[cell][0] < narrowed[cell][1]]
    if not loose:
        return True
    cell = min(loose, key=lambda one: narrowed[one][1] - narrowed[one][0])
    low, high = narrowed[cell]
    middle = (low + high) // 2
    halves = ((low, middle), (middle + 1, high))
    return any(_possible({**narrowed, cell: half}, equations) for half in halves)


def _narrowed(ranges: dict[Cell, Range], equations: Sequence[Equation]) -> dict[Cell, Range] | None:
    """Take off each range what no numbers of the others can make up for, until nothing changes."""
    changed = True
    while changed:
        changed = False
        for terms, low, high in equations:
            ends = [sorted((c * ranges[cell][0], c * ranges[cell][1])) for cell, c in terms]
            least, most = sum(pair[0] for pair in ends), sum(pair[1] for pair in ends)
            if least > high or most < low:
                return None
            for (cell, c), (bottom, top) in zip(terms, ends, strict=True):
                one, two = low - (most - top), high - (least - bottom)
                sides = (-(-one // c), two // c) if c > 0 else (-(-two // c), one // c)
                now = max(ranges[cell][0], sides[0]), min(ranges[cell][1], sides[1])
                if now[0] > now[1]:
                    return None
                changed = changed or now != ranges[cell]
                ranges[cell] = now
    return ranges
