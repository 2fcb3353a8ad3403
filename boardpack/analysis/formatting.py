"""How values are rounded and worded. Only what is printed is rounded; ratings use the value itself."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from boardpack.model.indicator import Indicator, RagBands, Unit
from boardpack.model.observation import Observation
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
    """Write a value as the tables print it: `86%`, `67.7%`, `17`, `£1,200`.

    It has the indicator's decimals, but never more than the source gave: 87 is not known to be 87.0.
    """
    exponent = value.as_tuple().exponent
    given = max(0, -exponent) if isinstance(exponent, int) else 0
    return with_unit(format_number(value, min(indicator.decimals, given)), indicator.unit)


def with_unit(number: str, unit: Unit) -> str:
    """Put the unit's sign to a number: `43` → `43%`. Counts, averages, days and weeks have none."""
    match unit:
        case Unit.PERCENT:
            return f"{number}%"
        case Unit.POUNDS:
            return f"−£{number[1:]}" if number.startswith("−") else f"£{number}"
        case Unit.COUNT | Unit.AVERAGE | Unit.DAYS | Unit.WEEKS:
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
    """Write the size of a difference with its unit in words: `5 percentage points`, `22 days`, `£40`.

    In short, for a narrow column, it is `5 points`.

    A difference between two percentages is in percentage points
    (https://service-manual.ons.gov.uk/content/numbers/percentages).
    """
    number = plain(rounded(abs(size), indicator.decimals))
    if indicator.unit not in _NAMED:
        return with_unit(number, indicator.unit)
    family = "difference_short" if short else "difference"
    return words.count(f"{family}.{indicator.unit.name.lower()}", number)


_NAMED = frozenset({Unit.PERCENT, Unit.DAYS, Unit.WEEKS})
"""Units that a difference names in words."""
