"""Made-up packs that are issued month after month: figures of several shapes, some of them changed later."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from boardpack.model.disclosure import Disclosure, Relation, RelationKind
from boardpack.model.indicator import Basis
from boardpack.model.observation import Restatement
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Calendar, Period
from tests.disclosure.attacker import Edition, Name, Rules, Share, Sum, increase, rest
from tests.disclosure.made import APRIL, HERE, NHS, SMALL, made_pack, rolling, to_date, total
from tests.disclosure.published import Cell

Row = list[int | None]
Rows = Mapping[str, Row]


class Shape(Struct, frozen=True):
    """Figures that hang together: those that are counted, and how the others follow from them."""

    counted: Callable[[Random], dict[str, list[int]]]
    follow: Callable[[Rows], dict[str, Row]]
    relations: tuple[Relation, ...]
    rules: Rules
    ratios: Mapping[str, tuple[str, str]] = {}
    bases: Mapping[str, Basis] = {}
    start: Period = APRIL
    settings: Disclosure = SMALL
    first: int = 1
    """With how many periods the first edition is issued."""


class Step(Struct, frozen=True):
    """The pack of one edition, which of its figures had been changed by then, and all figures that it has."""

    pack: Pack
    changed: Mapping[Cell, int]
    truth: Mapping[Name, int | None]


COUNTS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15)


def _several(*refs: str, periods: int) -> Callable[[Random], dict[str, list[int]]]:
    return lambda random: {ref: [random.choice(COUNTS) for _ in range(periods)] for ref in refs}


def added(*rows: Sequence[int | None]) -> Row:
    """The sum of rows, period by period."""
    return [sum(each or 0 for each in column) for column in zip(*rows, strict=True)]


def _per_cent(top: Sequence[int | None], bottom: Sequence[int | None]) -> Row:
    return [round(100 * (one or 0) / all_) if all_ else None for one, all_ in zip(top, bottom, strict=True)]


def _to_date(row: Row) -> Row:
    return [sum(each or 0 for each in row[: place + 1]) for place in range(len(row))]


def _over(row: Row, size: int, step: int = 1) -> Row:
    """Sums of so many periods, at the end of each so many."""
    ends = {place for place in range(size - 1, len(row)) if not (place + 1) % step}
    return [
        sum(each or 0 for each in row[place + 1 - size : place + 1]) if place in ends else None
        for place in range(len(row))
    ]


def _follow_parts(rows: Rows) -> dict[str, Row]:
    whole = added(*rows.values())
    return {"T": whole, "S": _per_cent(rows["C"], whole), "Y": _to_date(rows["A"])}


PARTS = Shape(
    _several("A", "B", "C", periods=4),
    _follow_parts,
    (total("T", "A", "B", "C"), to_date("Y", "A")),
    Rules((Sum("T", ("A", "B", "C")), Sum("Y", ("A",), "year")), (Share("S", "C", "T"),), to_date=("Y",)),
    {"S": ("C", "T")},
    {"Y": Basis.YEAR_TO_DATE},
)
"""Three parts and their total, the share of one, the year to date of another."""

ROUNDED = replace(
    PARTS,
    counted=_several("A", "B", "C", periods=3),
    settings=NHS,
    rules=replace(PARTS.rules, base=5, threshold=8),
)
"""The same in a pack that rounds."""

LEVELS = Shape(
    _several("A", "B", "C", periods=3),
    lambda rows: {
        "D": added(rows["A"], rows["B"]),
        "T": added(rows["A"], rows["B"], rows["C"]),
        "S": _per_cent(rows["A"], added(rows["A"], rows["B"])),
        "Q": _per_cent(added(rows["A"], rows["B"]), added(rows["A"], rows["B"], rows["C"])),
    },
    (total("D", "A", "B"), total("T", "D", "C")),
    Rules((Sum("D", ("A", "B")), Sum("T", ("D", "C"))), (Share("S", "A", "D"), Share("Q", "D", "T"))),
    {"S": ("A", "D"), "Q": ("D", "T")},
)
"""A total of a part that is a total itself, with shares at both levels."""

ROLLING = Shape(
    _several("M", periods=15),
    lambda rows: {"R": _over([*rows["M"]], 12)},
    (rolling("R", "M"),),
    Rules((Sum("R", ("M",), "rolling"),)),
    bases={"R": Basis.ROLLING_12},
    first=13,
)
"""A count and its rolling year."""

QUARTERS = Shape(
    _several("M", "N", periods=6),
    lambda rows: {"Q": _over(added(rows["M"], rows["N"]), 3, 3), "T": added(rows["M"], rows["N"])},
    (total("T", "M", "N"), Relation("Q", RelationKind.QUARTER, ("T",), HERE)),
    Rules((Sum("T", ("M", "N")), Sum("Q", ("T",), "quarter"))),
    bases={"Q": Basis.QUARTER},
    first=3,
)
"""Months and their quarters in one pack."""

BY_QUARTER = replace(
    PARTS,
    counted=_several("A", "B", "C", periods=4),
    start=Calendar(Cadence.QUARTER, 4).year(2017).months[0],
)
"""A pack by quarter: parts, their total, a share, a year to date."""

TO_DATE = Shape(
    _several("A", periods=5),
    lambda rows: {"Y": _to_date(rows["A"])},
    (),
    Rules(to_date=("Y",)),
    bases={"Y": Basis.YEAR_TO_DATE},
)
"""A year to date whose months are not in the pack."""

TWICE = Shape(
    _several("A", "B", periods=4),
    lambda rows: {
        "E": [*rows["A"]],
        "T": added(rows["A"], rows["B"]),
        "S": _per_cent(rows["A"], added(*rows.values())),
    },
    (total("T", "A", "B"), Relation("E", RelationKind.TOTAL, ("A",), HERE)),
    Rules((Sum("T", ("A", "B")),), (Share("S", "A", "T"),), (("A", "E"),)),
    {"S": ("E", "T")},
)
"""A count under two references, and the share of the total that it is."""

SHAPES: Mapping[str, Shape] = {
    "parts": PARTS, "rounded": ROUNDED, "levels": LEVELS, "rolling": ROLLING, "quarters": QUARTERS,
    "by quarter": BY_QUARTER, "to date": TO_DATE, "twice": TWICE,
}  # fmt: skip


def history(shape: Shape, seed: int) -> Iterator[Step]:
    """The packs of one period after the other; now and then a figure is put right."""
    random = Random(seed)
    counted = shape.counted(random)
    hidden = {*counted} - shown_refs(shape)
    length = len(next(iter(counted.values())))
    changed: dict[Cell, int] = {}
    for periods in range(shape.first, length + 1):
        before = _rows(shape, counted, periods - 1)
        if periods > shape.first and random.random() < RESTATED:
            ref = random.choice([*counted])
            counted[ref][random.randrange(max(0, periods - 4), periods - 1)] = random.choice(COUNTS)
        rows = _rows(shape, counted, periods)
        for ref, row in before.items():
            for place, value in enumerate(row):
                if rows[ref][place] != value:
                    cell = (ref, shape.start.plus(place).iso)
                    changed[cell] = changed.get(cell, 0) + 1
        shown = {ref: row for ref, row in rows.items() if ref not in hidden}
        pack = made_pack(
            shown, *shape.relations, settings=shape.settings, start=shape.start, ratios=shape.ratios,
            bases=shape.bases,
        )  # fmt: skip
        pack = replace(
            pack,
            facts=replace(pack.facts, months_shown=periods),
            restatements=tuple(_restated(shape, ref, iso) for ref, iso in changed),
        )
        yield Step(pack, {**changed}, _truth(shape, rows, changed))


def _restated(shape: Shape, ref: str, iso: str) -> Restatement:
    """What a pack says of a figure that was put right."""
    period = shape.start
    while period.iso != iso:
        period = period.next
    return Restatement(ref, period, "", "", date(2018, 1, 2), "It was counted again.", HERE)


RESTATED = 0.4
"""How often an edition corrects a figure of the ones before."""


def shown_refs(shape: Shape) -> set[str]:
    """The references that are indicators of the packs."""
    rules = shape.rules
    found = {ref for rule in rules.sums for ref in (rule.whole, *rule.parts)}
    found |= {ref for rule in rules.shares for ref in (rule.ref, rule.top, rule.bottom)}
    return found | {*rules.to_date} | {ref for pair in rules.same for ref in pair}


def _rows(shape: Shape, counted: Mapping[str, list[int]], periods: int) -> dict[str, Row]:
    first: dict[str, Row] = {ref: [*row[:periods]] for ref, row in counted.items()}
    return {**first, **shape.follow(first)}


def _truth(shape: Shape, rows: Rows, changed: Mapping[Cell, int]) -> dict[Name, int | None]:
    edition = Edition({}, changed)
    found: dict[Name, int | None] = {}
    for place in range(len(next(iter(rows.values())))):
        iso, before = shape.start.plus(place).iso, shape.start.plus(place - 1).iso
        values = {ref: row[place] for ref, row in rows.items()}
        shares = {rule.ref for rule in shape.rules.shares}
        found |= {edition.name((ref, iso)): value for ref, value in values.items() if ref not in shares}
        for rule in shape.rules.shares:
            found[rest(edition, rule, iso)] = (values[rule.bottom] or 0) - (values[rule.top] or 0)
        for ref in shape.rules.to_date if place else ():
            grown = (values[ref] or 0) - (rows[ref][place - 1] or 0)
            found[increase(edition, (ref, iso), (ref, before))] = grown
    return found
