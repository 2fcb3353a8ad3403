"""data/targets-<year>.csv and the column `profile` → a target for each period.

A trajectory has a row for each indicator and a column for each period. The row of targets.csv that is in
force gives what a trajectory does not say: how it is rated, its words, which values meet it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from boardpack.analysis.formatting import format_value, rounded
from boardpack.load.cell_parsers import known_ref
from boardpack.load.csv_table import Columns, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project, file_names
from boardpack.load.rating_schemes import number_in
from boardpack.model.finding import Place
from boardpack.model.indicator import Indicator, Polarity, Target, TargetStatus
from boardpack.model.period import Period, financial_year


def read_trajectories(
    project: Project, indicators: Mapping[str, Indicator], targets: tuple[Target, ...], faults: FindingLog
) -> tuple[Target, ...]:
    """Read every targets-*.csv; one target for each indicator and period that has a cell."""
    calendar = project.calendar
    found: dict[tuple[str, Period], Target] = {}
    for name in file_names(project.data):
        if not re.fullmatch(r"targets-.+\.csv", name, re.IGNORECASE):
            continue
        columns = Columns(("ref",), (), lambda header: calendar.parse(header) is not None)
        sheet = read_sheet(project, f"data/{name}", columns, faults)
        for row in sheet.rows if sheet is not None else ():
            ref = known_ref(row, "ref", indicators, faults)
            for header in row.columns if ref else ():
                period = calendar.parse(header)
                if period is None or not row[header]:
                    continue
                place = row.place(header)
                number = number_in(row[header], indicators[ref])
                if number is None:
                    faults.error(
                        "value-not-number", place, excerpt(row[header]), "a number such as `95` or `95%`",
                        "Write the target of that period alone.", subject=ref, period=period.iso,
                    )  # fmt: skip
                    continue
                base = next((one for one in targets if one.ref == ref and one.covers(period)), None)
                found[ref, period] = _for_period(indicators[ref], base, period, number, place)
    return tuple(found.values())


def profiles(
    project: Project, indicators: Mapping[str, Indicator], targets: tuple[Target, ...]
) -> Iterator[Target]:
    """Make a target for each period from an annual one with an equal profile: 7, 15, 22, 29 of 88."""
    start = project.calendar.year_start
    for target in targets:
        if target.profile != "equal" or target.value is None or target.start is None:
            continue
        indicator = indicators[target.ref]
        own = project.calendar.parse(target.start.iso) or target.start
        periods = financial_year(own, start).months
        for number, period in enumerate(periods, 1):
            if target.covers(period):
                share = rounded(target.value * number / len(periods), indicator.decimals)
                made = _for_period(indicator, target, period, share, target.place)
                yield replace(made, annual=target.value)


def _for_period(
    indicator: Indicator, base: Target | None, period: Period, value: Decimal, place: Place
) -> Target:
    """The target of one period: the base with another number, and its thresholds moved along with it."""
    words = format_value(value, indicator)
    if base is None:
        return Target(
            indicator.ref, period, period, words, TargetStatus.SET, None, value, of_denominator=False,
            bands=None, methodology="", reason="", place=place, of_period=period,
        )  # fmt: skip
    shift = value - base.value if base.value is not None else Decimal(0)
    bands = base.bands and replace(
        base.bands, green=base.bands.green + shift, amber=_amber(indicator, base, value, shift)
    )
    return replace(
        base, start=period, end=period, published=words, value=value, bands=bands, place=place,
        status=TargetStatus.SET, of_period=period, annual=base.value,
    )  # fmt: skip


def _amber(indicator: Indicator, base: Target, value: Decimal, shift: Decimal) -> Decimal:
    """Amber's threshold for another target: as far from it as the tolerance says, or as in the base."""
    if base.bands is None:
        return value
    if base.width is not None:
        worse = 1 if indicator.polarity is Polarity.SMALLER else -1
        return value + worse * base.width.of(value)
    return base.bands.amber + shift
