"""How values, thresholds and bands are rounded and worded.

Only what is printed is rounded; ratings use the value itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce

from boardpack.model.indicator import Indicator, RagBands, Target, Unit
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag
from boardpack.words import Words


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half away from zero, as people do and as the published tables did."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def plain(value: Decimal) -> str:
    """Write a number without exponent or needless zeros: `5`, `10.8`, `1,250`."""
    text = f"{value.normalize():,f}" if value else "0"
    return text.replace("-", "−") if text.startswith("-") else text


def format_number(value: Decimal, decimals: int) -> str:
    """Write a number with so many decimals and thousands separators; a true minus sign."""
    return f"{rounded(value, decimals):,f}".replace("-", "−")


def format_value(value: Decimal, indicator: Indicator) -> str:
    """Write a value as the tables print it: `86%`, `67.7%`, `17`, `−£1,200`, `£2.4m`, `04:12`, `1:8`, `Good`.

    It has the indicator's decimals, but never more than the source gave: 87 is not known to be 87.0.
    """
    if indicator.unit.is_named:
        return grade_name(value, indicator)
    if indicator.unit.is_clock:
        return clock(value, seconds=indicator.unit is Unit.CLOCK_SECONDS)
    exponent = value.as_tuple().exponent
    given = max(0, -exponent) if isinstance(exponent, int) else 0
    return _scaled(rounded(value, min(indicator.decimals, given)), indicator)


def _scaled(value: Decimal, indicator: Indicator) -> str:
    """Write a rounded value in thousands or millions where the indicator is in them, with its unit."""
    if indicator.scale == 1:
        return with_unit(f"{value:,f}".replace("-", "−"), indicator.unit)
    places = indicator.decimals + len(str(indicator.scale)) - 1
    return with_unit(format_number(value / indicator.scale, places), indicator.unit) + SCALES[indicator.scale]


SCALES = {1_000: "k", 1_000_000: "m"}
"""The letter that money in thousands or millions bears."""


def clock(value: Decimal, *, seconds: bool) -> str:
    """Write seconds as `04:12`, or as `00:36:49`; more than a day is so many hours."""
    whole = int(rounded(abs(value) if seconds else abs(value) / 60, 0))
    sign = "−" if value < 0 and whole else ""
    if not seconds:
        return f"{sign}{whole // 60:02d}:{whole % 60:02d}"
    return f"{sign}{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def grade_name(value: Decimal, indicator: Indicator) -> str:
    """Name the grade at a place of the indicator's list; the number itself where there is none."""
    if value == value.to_integral_value() and 0 <= value < len(indicator.grades):
        return indicator.grades[int(value)]
    return plain(value)


def with_unit(number: str, unit: Unit) -> str:
    """Put the unit's sign to a number: `43` → `43%`, `−85` → `−£85`, `8` → `1:8`; most units have none."""
    match unit:
        case Unit.PERCENT:
            return f"{number}%"
        case Unit.POUNDS:
            return f"−£{number[1:]}" if number.startswith("−") else f"£{number}"
        case Unit.RATIO:
            return f"1:{number}"
        case _:
            return number


def threshold_words(bands: RagBands, rag: Rag) -> str:
    """Word a threshold with its strictness: `at least 90`, `below 49`; for any rating but Green, Amber's."""
    green = rag is Rag.GREEN
    number = plain(bands.green if green else bands.amber)
    included = bands.green_included if green else bands.amber_included
    if included:
        return f"at {'least' if bands.bigger_is_better else 'most'} {number}"
    return f"{'above' if bands.bigger_is_better else 'below'} {number}"


def format_observation(observation: Observation | None, indicator: Indicator) -> str:
    """Write a cell: the value with its marker (`86% [p]`), or the shorthand of a missing one (`[x]`)."""
    if observation is None:
        return ""
    if observation.value is None:
        return observation.status.shorthand
    text = format_value(observation.value, indicator)
    return f"{text} {observation.status.shorthand}" if observation.status.shorthand else text


def format_difference(size: Decimal, indicator: Indicator, words: Words, *, short: bool = False) -> str:
    """Write the size of a difference with its unit in words: `5 percentage points`, `22 days`, `£0.3m`.

    In short, for a narrow column, it is `5 points`.

    A difference between two percentages is in percentage points
    (https://service-manual.ons.gov.uk/content/numbers/percentages).
    """
    if indicator.unit.is_clock:
        return clock(abs(size), seconds=indicator.unit is Unit.CLOCK_SECONDS)
    size = rounded(abs(size), indicator.decimals)
    if indicator.scale != 1:
        return with_unit(plain(size / indicator.scale), indicator.unit) + SCALES[indicator.scale]
    if indicator.unit not in NAMED_UNITS:
        return plain(size) if indicator.unit is Unit.RATIO else with_unit(plain(size), indicator.unit)
    family = "difference_short" if short else "difference"
    return words.count(f"{family}.{indicator.unit.name.lower()}", plain(size))


NAMED_UNITS = frozenset(
    {Unit.PERCENT, Unit.DAYS, Unit.WEEKS, Unit.HOURS, Unit.MINUTES, Unit.GRADE, Unit.YES_NO}
)
"""Units that a difference names in words."""


def band_words(pack: Pack, indicator: Indicator, target: Target) -> str:
    """Write how an indicator is rated: `Green: 90% or more; Amber: 80% or more; Red: otherwise`."""
    if target.levels is not None:
        rises = target.levels.bigger_is_better
        parts = [
            (one.level.name, _edge(one.edge, indicator, pack.words, rises=rises, included=one.included))
            for one in target.levels.edges
        ]
    elif target.bands is not None:
        parts = _three(pack, indicator, target.bands)
    else:
        return ""
    return _joined((pack.words("bands.part", rating=name, edge=edge) for name, edge in parts), pack.words)


def _three(pack: Pack, indicator: Indicator, bands: RagBands) -> list[tuple[str, str]]:
    words, rises = pack.words, bands.bigger_is_better
    if bands.green_top is not None:
        amber = _range(bands.amber, bands.amber_top or bands.green_top, indicator, words)
        edges = [_range(bands.green, bands.green_top, indicator, words), amber]
        named = [Rag.GREEN, Rag.AMBER] if amber != edges[0] else [Rag.GREEN]
    else:
        green = _edge(bands.green, indicator, words, rises=rises, included=bands.green_included)
        amber = _edge(bands.amber, indicator, words, rises=rises, included=bands.amber_included)
        green = words("bands.better", edge=green) if bands.if_better else green
        edges = [green, words("bands.no_worse", edge=amber) if bands.or_no_worse else amber]
        named = [Rag.GREEN, Rag.AMBER]
    pairs = [(words.rating(rag), edge) for rag, edge in zip(named, edges, strict=False)]
    return [*pairs, (words.rating(Rag.RED), words("bands.rest"))]


def _edge(value: Decimal | None, indicator: Indicator, words: Words, *, rises: bool, included: bool) -> str:
    if value is None:
        return words("bands.rest")
    key = ("at_least" if included else "more_than") if rises else ("at_most" if included else "less_than")
    return words(f"bands.{key}", value=_number(value, indicator))


def _range(low: Decimal, high: Decimal, indicator: Indicator, words: Words) -> str:
    return words("bands.range", low=_number(low, indicator), high=_number(high, indicator))


def _number(value: Decimal, indicator: Indicator) -> str:
    """A threshold with all its decimals: 85.5 is not 86."""
    if indicator.unit.is_named or indicator.unit.is_clock or indicator.scale != 1:
        return format_value(value, indicator)
    return with_unit(plain(value), indicator.unit)


def _joined(parts: Iterable[str], words: Words) -> str:
    return reduce(lambda some, each: words("bands.joined", some=some, next=each), parts)
