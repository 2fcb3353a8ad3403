"""data/targets.csv → targets with one threshold for each RAG boundary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from boardpack.load.cell_parsers import known_ref, month, word
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project
from boardpack.load.value_parser import read_number
from boardpack.model.indicator import Comparator, Indicator, Polarity, RagBands, Target, TargetStatus

FILE = "data/targets.csv"

COLUMNS = Columns(
    ("ref", "target", "status", "comparator", "value", "green", "amber", "methodology"),
    ("from", "to", "of", "reason"),
)


def read_targets(
    project: Project, indicators: Mapping[str, Indicator], faults: FindingLog
) -> tuple[Target, ...]:
    """Read the targets of the known indicators, in the order of the file."""
    sheet = read_sheet(project, FILE, COLUMNS, faults)
    if sheet is None:
        return ()
    targets: dict[str, list[Target]] = {}
    for row in sheet.rows:
        if not (ref := known_ref(row, "ref", indicators, faults)):
            continue
        target = _target(indicators[ref], row, faults)
        if (other := next((t for t in targets.get(ref, []) if _overlap(t, target)), None)) is not None:
            faults.error(
                "target-repeated", row.place("ref"), "a second target for some of the same months",
                f"one target in any month (see line {other.place.line})",
                "Set `from` and `to` so that the two do not meet, or delete one.", subject=ref,
            )  # fmt: skip
        targets.setdefault(ref, []).append(target)
    return tuple(sorted((t for group in targets.values() for t in group), key=lambda t: t.place))


def _overlap(one: Target, other: Target) -> bool:
    starts_in_time = one.start is None or other.end is None or one.start <= other.end
    return starts_in_time and (other.start is None or one.end is None or other.start <= one.end)


def _target(indicator: Indicator, row: CsvRow, faults: FindingLog) -> Target:
    value = _number(row, "value", faults, indicator.ref)
    of_denominator = word(row, "of", {"cohort": True, "denominator": True}, default=False, faults=faults)
    comparator = word(row, "comparator", COMPARATORS, None, faults)
    target = Target(
        ref=indicator.ref,
        start=month(row, "from", faults),
        end=month(row, "to", faults),
        published=row["target"],
        status=_status(row, value, faults),
        comparator=comparator,
        value=value,
        of_denominator=of_denominator,
        bands=_bands(
            indicator,
            row,
            of_denominator,
            faults,
            strict=value if comparator in {Comparator.BELOW, Comparator.ABOVE} else None,
        ),
        methodology=row["methodology"],
        reason=row["reason"],
        place=row.place(),
    )
    if target.start is not None and target.end is not None and target.end < target.start:
        faults.error(
            "months-reversed", row.place("to"), f"{target.end.iso}, before {target.start.iso}",
            "a last month that is not before the first",
            "Exchange `from` and `to`, or correct one.", subject=indicator.ref,
        )  # fmt: skip
    return target


def _status(row: CsvRow, value: Decimal | None, faults: FindingLog) -> TargetStatus:
    default = TargetStatus.SET if value is not None else TargetStatus.NOT_SET
    status = word(row, "status", STATUSES, default, faults, rule="status-unknown")
    if status is TargetStatus.SET and value is None:
        faults.error(
            "target-value", row.place("value"), "a blank `value` for a target that is set",
            "the number aimed at", "Write the number, or make the status `not set` or `not applicable`.",
            subject=row["ref"].upper(),
        )  # fmt: skip
    return status


def _bands(
    indicator: Indicator, row: CsvRow, of_denominator: bool, faults: FindingLog, *, strict: Decimal | None
) -> RagBands | None:
    """Read the two thresholds; their order says which way is good, or polarity if they are equal.

    A threshold written `<49` or `> 95%` is strict; so is Green's where it is the number of a strict target.
    """
    green, green_strict = _threshold(row, "green", faults, indicator.ref)
    amber, amber_strict = _threshold(row, "amber", faults, indicator.ref)
    if green is None or amber is None:
        if bool(row["green"]) != bool(row["amber"]):
            name = "amber" if row["green"] else "green"
            faults.error(
                "band-half", row.place(name), f"a blank `{name}` threshold", "both thresholds, or neither",
                f"Fill in `{name}`: the last value that is still {name.capitalize()}.",
                subject=indicator.ref,
            )  # fmt: skip
        return None
    bigger = green > amber if green != amber else indicator.polarity is not Polarity.SMALLER
    return RagBands(
        green,
        amber,
        bigger,
        of_denominator,
        green_included=not green_strict and green != strict,
        amber_included=not amber_strict,
    )


def _threshold(row: CsvRow, name: str, faults: FindingLog, subject: str) -> tuple[Decimal | None, bool]:
    """Read a threshold, and whether it is strict."""
    sign = re.match(r"\s*(>=|<=|=>|=<|≥|≤|>|<)\s*", row[name])
    number = _number(row, name, faults, subject, skip=sign.end() if sign else 0)
    return number, sign is not None and sign[1] in {"<", ">"}


def _number(row: CsvRow, name: str, faults: FindingLog, subject: str, *, skip: int = 0) -> Decimal | None:
    if not (text := row[name][skip:]):
        return None
    if (number := read_number(text)) is None:
        faults.error(
            "value-not-number", row.place(name), excerpt(text), "a number such as `95` or `95%`",
            f"Write the number alone under `{name}`; the published words belong under `target`.",
            subject=subject,
        )  # fmt: skip
    return number


STATUSES = {status.value: status for status in TargetStatus}

COMPARATORS: dict[str, Comparator | None] = {
    **{comparator.value: comparator for comparator in Comparator},
    "≥": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST,
}
