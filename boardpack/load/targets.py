"""data/targets.csv → targets with one threshold for each RAG boundary."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from boardpack.load.cell_parsers import known_ref, month, word
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog
from boardpack.load.project import Project
from boardpack.load.rating_schemes import SCHEMES, RatingSettings, TargetRow, one_number, thresholds
from boardpack.load.trajectories import profiles, read_trajectories
from boardpack.model.indicator import Comparator, Indicator, Target, TargetStatus

FILE = "data/targets.csv"

COLUMNS = Columns(
    ("ref", "target", "status", "comparator", "value", "green", "amber", "methodology"),
    ("from", "to", "of", "reason", "scheme", "levels", "profile"),
)

DEFAULT = RatingSettings()
"""Bands of three ratings, where pack.toml says nothing else."""


def read_targets(
    project: Project,
    indicators: Mapping[str, Indicator],
    faults: FindingLog,
    settings: RatingSettings = DEFAULT,
) -> tuple[Target, ...]:
    """Read the targets of the known indicators, in the order of the file."""
    sheet = read_sheet(project, FILE, COLUMNS, faults)
    if sheet is None:
        return ()
    targets: dict[str, list[Target]] = {}
    for row in sheet.rows:
        if not (ref := known_ref(row, "ref", indicators, faults)):
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
