"""Packs of a few counts, made for tests of disclosure: values by reference, relations as they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec.structs import replace

from boardpack.model.disclosure import Disclosure, Relation, RelationKind
from boardpack.model.finding import Place
from boardpack.model.indicator import Basis, Definition, Indicator, Ratio, Unit
from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period, financial_year
from tests.support.packs import clean

APRIL = Period(2017, 4)
HERE = Place("data/pack.toml", 1)

Values = Mapping[str, Sequence[float | str | None]]


def total(whole: str, *parts: str) -> Relation:
    return Relation(whole, RelationKind.TOTAL, parts, HERE)


def to_date(whole: str, part: str) -> Relation:
    return Relation(whole, RelationKind.YEAR_TO_DATE, (part,), HERE)


def rolling(whole: str, part: str) -> Relation:
    return Relation(whole, RelationKind.ROLLING_12, (part,), HERE)


SMALL = Disclosure(5, preset="small-counts")
NHS = Disclosure(8, 5, "nhs")


def made_pack(
    values: Values,
    *relations: Relation,
    settings: Disclosure = SMALL,
    start: Period = APRIL,
    ratios: Mapping[str, tuple[str, str]] | None = None,
    bases: Mapping[str, Basis] | None = None,
    parts: Mapping[str, tuple[str, ...]] | None = None,
) -> Pack:
    """A pack whose every indicator is a sensitive count, or a percentage where it has a ratio."""
    length = max(len(row) for row in values.values())
    last = start.plus(length - 1)
    observations = {
        (ref, start.plus(step)): _seen(ref, start.plus(step), value)
        for ref, row in values.items()
        for step, value in enumerate(row)
    }
    indicators = tuple(
        indicator(
            ref,
            order,
            (ratios or {}).get(ref),
            (bases or {}).get(ref, Basis.MONTH),
            (parts or {}).get(ref, ()),
        )
        for order, ref in enumerate(values, 1)
    )
    return replace(
        clean(),
        period=last,
        year=financial_year(last),
        indicators=indicators,
        observations=observations,
        targets=(),
        narratives=(),
        actions=(),
        reported=(),
        notes=(),
        disclosure=replace(settings, relations=relations),
    )


def indicator(
    ref: str, order: int, ratio: tuple[str, str] | None, basis: Basis, parts: tuple[str, ...]
) -> Indicator:
    place = Place("data/indicators.csv", order + 1)
    counts = None
    if ratio is not None:
        counts = Ratio(tuple(ratio[0].split("+")), tuple(ratio[1].split("+")))
    return Indicator(
        ref=ref,
        order=order,
        section="visits",
        table="visits",
        definitions=(Definition("", None, ref, f"Children {ref}", ref, f"Children {ref}", "", place),),
        unit=Unit.PERCENT if ratio else Unit.COUNT,
        decimals=0,
        polarity=None,
        basis=basis,
        owner="",
        zero_possible=True,
        ratio=counts,
        in_summary=True,
        place=place,
        parts=parts,
        sensitive=True,
    )


def _seen(ref: str, period: Period, value: float | str | None) -> Observation:
    place = Place("data/values-2017-18.csv", 2)
    if value == "c":
        return Observation(ref, period, None, ValueStatus.SUPPRESSED, "[c]", place)
    if value is None:
        return Observation(ref, period, None, ValueStatus.NOT_YET_AVAILABLE, "[x]", place)
    return Observation(ref, period, Decimal(str(value)), ValueStatus.FINAL, str(value), place)
