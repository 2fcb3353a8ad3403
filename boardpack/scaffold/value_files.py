"""The figures' files in a new month: a column for it, and in a new year a new file and new targets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from boardpack.load.csv_table import RawCsv, read_raw
from boardpack.load.findings import FindingLog
from boardpack.load.project import FileChange
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Calendar, FinancialYear, Period, financial_year

TARGETS = "data/targets.csv"


def values_file(year: FinancialYear) -> str:
    """`data/values-2017-18.csv`."""
    return f"data/values-{year.label}.csv"


MONTHS = Calendar()
ANNUAL = "data/values.csv"
"""The one file of an annual pack: a column for each year."""


def values_changes(root: Path, earlier: Pack, period: Period, faults: FindingLog) -> tuple[FileChange, ...]:
    """A column for the month where its year's file has none; a file for the year where there is none."""
    year = financial_year(period, earlier.year.start.month)
    file = values_file(year)
    calendar = Calendar(period.cadence, earlier.year.start.month)
    if period.length == 12:
        file = ANNUAL
    elif not (root / file).exists():
        before = read_raw(root, values_file(earlier.year), faults)
        return () if before is None else (FileChange(file, blank_year(before, year).data, new=True),)
    values = read_raw(root, file, faults)
    if values is None or any(calendar.parse(header) == period for header in values.header):
        return ()
    return (FileChange(file, with_month(values, period, calendar).data),)


def blank_year(before: RawCsv, year: FinancialYear) -> RawCsv:
    """A year's file with last year's rows and empty columns for its periods."""
    columns = [name for name in ("ref", "measure") if before.column(name) is not None]
    header = (*columns, *(month.heading for month in year.months))
    rows = tuple(
        (*(before.cell(row, name) for name in columns), *("",) * len(year.months)) for row in before.rows
    )
    return RawCsv(header, rows, (), before.marked)


def with_month(values: RawCsv, month: Period, calendar: Calendar = MONTHS) -> RawCsv:
    """The same file with an empty column for a month, after the last of the earlier ones."""
    earlier = [
        index
        for index, header in enumerate(values.header)
        if (found := calendar.parse(header)) is None or found < month
    ]
    at = max(earlier, default=-1) + 1
    header = (*values.header[:at], month.heading, *values.header[at:])
    rows = tuple((*row[:at], "", *row[at:]) for row in values.rows)
    return RawCsv(header, rows, (), values.marked)


def target_changes(root: Path, earlier: Pack, period: Period, faults: FindingLog) -> tuple[FileChange, ...]:
    """A row for each indicator without a target in the month's year, to be filled in.

    Nothing of last year's target is carried over: a target is set for a year, and the committee sets it.
    """
    year = financial_year(period, earlier.year.start.month)
    if year == earlier.year:
        return ()
    without = [i.ref for i in earlier.indicators if earlier.target(i.ref, period) is None]
    targets = read_raw(root, TARGETS, faults) if without else None
    if targets is None:
        return ()
    written = _as_written(targets)
    first, last = year.months[0].iso, year.months[-1].iso
    rows = tuple(
        targets.row(ref=written[ref], status="not set", reason="", **{"from": first, "to": last})
        for ref in without
        if ref in written
    )
    return (FileChange(TARGETS, targets.with_rows((*targets.rows, *rows)).data),) if rows else ()


def _as_written(targets: RawCsv) -> Mapping[str, str]:
    refs = [targets.cell(row, "ref") for row in targets.rows]
    return {canonical_ref(ref): ref for ref in refs}
