"""A reader who knows the rules and has only what was published: what can a suppressed count still be?

Nothing of the program's own reasoning is used here. The figures are read from the tidy CSV of an edition,
those of earlier editions fill in what they printed, and values are tried one by one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

Cell = tuple[str, str]
"""Reference, ISO period."""

Range = tuple[int, int]
Equation = tuple[tuple[tuple[Cell, int], ...], Fraction, Fraction]
"""Terms, and the least and the most that they come to."""


def figures(*files: bytes) -> dict[Cell, Decimal | None]:
    """Every figure of some editions' CSV files, None for one that each of them suppresses."""
    found: dict[Cell, Decimal | None] = {}
    for data in files:
        for row in csv.DictReader(io.StringIO(data.decode())):
            cell = row["reference"].replace(" ", "").upper(), row["period"]
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
            found.append((terms, Fraction(0), Fraction(0)))
    for whole, part in to_date.items():
        for count, period in enumerate(periods, 1):
            terms = (((whole, period), 1), *(((part, earlier), -1) for earlier in periods[:count]))
            found.append((terms, Fraction(0), Fraction(0)))
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
            found.append((terms, Fraction(low), Fraction(high)))
    return found


def intervals(
    known: Mapping[Cell, Decimal | None], equations: Iterable[Equation], most: int
) -> dict[Cell, Range]:
    """The least and the most that each suppressed count can be."""
    reduced = [_reduced(each, known) for each in equations]
    unknown = sorted({cell for terms, _, _ in reduced for cell, _ in terms})
    start = _narrowed(dict.fromkeys(unknown, (0, most)), reduced)
    assert start is not None, "the figures themselves agree"
    found = {}
    for cell in unknown:
        values = range(start[cell][0], start[cell][1] + 1)
        low = next(v for v in values if _possible({**start, cell: (v, v)}, reduced))
        high = next(v for v in reversed(values) if _possible({**start, cell: (v, v)}, reduced))
        found[cell] = (low, high)
    return found


def _reduced(equation: Equation, known: Mapping[Cell, Decimal | None]) -> Equation:
    terms, low, high = equation
    constant = sum(
        (Fraction(value) * c for cell, c in terms if (value := known[cell]) is not None), Fraction(0)
    )
    return tuple((cell, c) for cell, c in terms if known[cell] is None), low - constant, high - constant


def _possible(ranges: Mapping[Cell, Range], equations: Sequence[Equation]) -> bool:
    """Whether some whole numbers within their ranges satisfy every equation, found by trying them."""
    narrowed = _narrowed(dict(ranges), equations)
    if narrowed is None:
        return False
    loose = [cell for cell, (low, high) in narrowed.items() if low < high]
    if not loose:
        return True
    cell = min(loose, key=lambda one: narrowed[one][1] - narrowed[one][0])
    low, high = narrowed[cell]
    return any(_possible({**narrowed, cell: (value, value)}, equations) for value in range(low, high + 1))


def _narrowed(ranges: dict[Cell, Range], equations: Sequence[Equation]) -> dict[Cell, Range] | None:
    changed = True
    while changed:
        changed = False
        for terms, low, high in equations:
            ends = {cell: sorted((c * ranges[cell][0], c * ranges[cell][1])) for cell, c in terms}
            least, most = (sum(pair[side] for pair in ends.values()) for side in (0, 1))
            if least > high or most < low:
                return None
            for cell, c in terms:
                rest_low, rest_high = low - (most - ends[cell][1]), high - (least - ends[cell][0])
                one, two = sorted((Fraction(rest_low) / c, Fraction(rest_high) / c))
                bottom, top = (
                    max(ranges[cell][0], -(-one.numerator // one.denominator)),
                    min(ranges[cell][1], two.numerator // two.denominator),
                )
                if bottom > top:
                    return None
                if (bottom, top) != ranges[cell]:
                    ranges[cell], changed = (bottom, top), True
                    break
            if changed:
                break
    return ranges
