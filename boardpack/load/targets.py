"""data/targets.csv and data/targets-<year>.csv → targets with one threshold for each RAG boundary.

A trajectory (targets-<year>.csv, or the column `profile`) has a row for each indicator and a column for each
period. The row of targets.csv that is in force gives what a trajectory does not say: how it is rated, its
words, which values meet it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from boardpack.analysis.formatting import format_value, rounded
from boardpack.load.cell_parsers import known_ref, month, word
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project, file_names
from boardpack.load.rating_schemes import (
    SCHEMES,
    RatingSettings,
    TargetRow,
    number_in,
    one_number,
    thresholds,
)
from boardpack.model.finding import Place
from boardpack.model.indicator import Comparator, Indicator, Polarity, Target, TargetStatus
from boardpack.model.period import Period, financial_year

FILE = "data/targets.csv"

COLUMNS = Columns(
    ("ref", "target", "status", "comparator", "value", "green", "amber", "methodology"),
    ("from", "to", "of", "reason", "scheme", "levels", "profile"),
)


def read_targets(
    project: Project, indicators: Mapping[str, Indicator], faults: FindingLog, settings: RatingSettings
) -> tuple[Target, ...]:
    """Read the targets of the known indicators, in the order of the file."""
    sheet = read_sheet(project, FILE, COLUMNS, faults)
    if sheet is None:
        return ()
    targets: dict[str, list[Target]] = {}
    for row in sheet.rows:
        if not (ref := known_ref(row, indicators, faults)):
            continue
        target = _target(indicators[ref], row, settings, faults)
        if (other := next((t for t in targets.get(ref, []) if _overlap(t, target)), None)) is not None:
            faults.error(
                "target-repeated", row.place("ref"), "a second target for some of the same months",
                f"one target in any month (see line {other.place.line})",
                "Set `from` and `to` so that the two do not meet, or delete one.", subject=ref,
            )  # fmt: skip
        targets.setdefault(ref, []).append(target)
    return tuple(sorted((t for group in targets.values() for t in group), key=lambda t: t.place))


def read_all_targets(
    project: Project, indicators: Mapping[str, Indicator], faults: FindingLog, settings: RatingSettings
) -> tuple[Target, ...]:
    """Read the targets and those of single periods, which come before the rows that they are made from."""
    rows = read_targets(project, indicators, faults, settings)
    single = read_trajectories(project, indicators, rows, faults)
    return (*single, *profiles(project, indicators, rows), *rows)


def _overlap(one: Target, other: Target) -> bool:
    starts_in_time = one.start is None or other.end is None or one.start <= other.end
    return starts_in_time and (other.start is None or one.end is None or other.start <= one.end)


def _target(indicator: Indicator, row: CsvRow, settings: RatingSettings, faults: FindingLog) -> Target:
    value = _value(indicator, row, faults)
    of_denominator = word(row, "of", {"cohort": True, "denominator": True}, default=False, faults=faults)
    comparator = word(row, "comparator", COMPARATORS, None, faults)
    scheme = word(row, "scheme", {name: name for name in SCHEMES}, None, faults)
    scheme = scheme or (settings.scheme if not row["levels"] else "levels")
    strict = comparator in {Comparator.BELOW, Comparator.ABOVE}
    one = TargetRow(row, indicator, value, strict, of_denominator, settings)
    made = thresholds(one, scheme, faults)
    ranged = made.bands is not None and made.bands.green_top is not None
    target = Target(
        ref=indicator.ref,
        start=month(row, "from", faults),
        end=month(row, "to", faults),
        published=row["target"],
        status=_status(row, value, faults, ranged=ranged),
        comparator=comparator,
        value=value,
        of_denominator=of_denominator,
        bands=made.bands,
        methodology=row["methodology"],
        reason=row["reason"],
        place=row.place(),
        levels=made.levels,
        width=made.width,
        profile=word(row, "profile", {name: name for name in PROFILES}, "", faults),
        scheme="range" if ranged else scheme,
    )
    if target.start is not None and target.end is not None and target.end < target.start:
        faults.error(
            "months-reversed", row.place("to"), f"{target.end.iso}, before {target.start.iso}",
            "a last month that is not before the first",
            "Exchange `from` and `to`, or correct one.", subject=indicator.ref,
        )  # fmt: skip
    return target


def _value(indicator: Indicator, row: CsvRow, faults: FindingLog) -> Decimal | None:
    """Read the number aimed at, in the indicator's own unit."""
    of_denominator = bool(row["of"])
    one = TargetRow(row, indicator, None, False, of_denominator, RatingSettings())
    return one_number(one, "value", row["value"], faults)


def _status(row: CsvRow, value: Decimal | None, faults: FindingLog, *, ranged: bool) -> TargetStatus:
    default = TargetStatus.SET if value is not None or ranged else TargetStatus.NOT_SET
    status = word(row, "status", STATUSES, default, faults, rule="status-unknown")
    if status is TargetStatus.SET and value is None and not ranged:
        faults.error(
            "target-value", row.place("value"), "a blank `value` for a target that is set",
            "the number aimed at", "Write the number, or make the status `not set` or `not applicable`.",
            subject=row["ref"].upper(),
        )  # fmt: skip
    return status


PROFILES = ("equal", "year end")
"""How an annual target holds within its year: spread over its periods, or at the end alone."""

STATUSES = {status.value: status for status in TargetStatus}

COMPARATORS: dict[str, Comparator | None] = {
    **{comparator.value: comparator for comparator in Comparator},
    "≥": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST,
}


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
            ref = known_ref(row, indicators, faults)
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
