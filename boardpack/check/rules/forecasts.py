"""Rules about typed forecasts: of what is over, made long ago, or of what cannot be."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.formatting import format_value
from boardpack.check import thresholds
from boardpack.check.rule import E, Remark, W, rule
from boardpack.check.rules.common import indicator_rule, limit_missed, shown
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from boardpack.model.period import Period


@indicator_rule(
    "forecast-old", W, "A forecast was made long before the pack's period, or for one that is over."
)
def old(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A forecast in force that is older than a few months, or of a period that has its figure."""
    found = pack.forecast(indicator.ref)
    if found is None:
        return
    made = Period(found.on.year, found.on.month)
    over = found.period.last <= pack.period.last
    if over or made.until(pack.period.last) > thresholds.FORECAST_MONTHS:
        told = f"is of {found.period.short}, which is over" if over else f"was made in {made.long}"
        yield Remark(
            found.place, indicator.ref,
            f"the forecast of {shown(pack, indicator)} {told}",
            f"a forecast of what is to come, made in the last {thresholds.FORECAST_MONTHS} months",
            "Ask its owner for a new one, or take the row out.",
            pack.period.iso,
        )  # fmt: skip


@rule("forecast-range", E, "A forecast is of a value that cannot be.")
def beyond(pack: Pack) -> Iterator[Remark]:
    """A forecast outside what is lawful for the indicator's values."""
    for found in pack.forecasts:
        indicator = pack.indicator(found.ref)
        if indicator is not None and limit_missed(indicator, found.value):
            yield Remark(
                found.place, indicator.ref,
                f"the forecast of {shown(pack, indicator)} is {format_value(found.value, indicator)}",
                "a value that the indicator may have",
                "Correct it; where more is possible, say so in the columns min and max of indicators.csv.",
                pack.period.iso,
            )  # fmt: skip
