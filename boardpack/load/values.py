"""data/values-<year>.csv → observations: a row for each indicator, a column for each month.

A file holds the twelve months of one year. Months after the pack's own are not read, so that next
month's figures change nothing in this month's pack. A new month is a new column, a new year a new file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from boardpack.load.cell_parsers import example, known_ref, rewritten_by_spreadsheet, word
from boardpack.load.csv_table import Columns, CsvRow, RawCsv, Sheet, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project, file_names, shown_name
from boardpack.load.value_parser import ParsedValue, RowReading, UnitScale, read_cell, row_scale
from boardpack.model.finding import Place
from boardpack.model.indicator import Indicator, Unit
from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.period import Cadence, Calendar, FinancialYear, Period, financial_year, parse_month

COUNTS = ("numerator", "denominator")
MEASURES = {name: name for name in ("value", *COUNTS)}

Cells = dict[tuple[str, Period], tuple[CsvRow, str, ParsedValue]]
"""(indicator, month) → its row, its header, what the cell says."""


class Year(Struct, frozen=True):
    """A file of values and the months it may hold."""

    file: str
    months: FinancialYear | None
    """None where the file may hold any."""


def read_values(
    project: Project,
    indicators: Mapping[str, Indicator],
    needed: tuple[Period, ...],
    faults: FindingLog,
) -> Mapping[tuple[str, Period], Observation]:
    """Read every values-*.csv up to the pack's month, the last of those needed."""
    cells: dict[str, Cells] = {name: {} for name in MEASURES}
    calendar = project.calendar
    columns = Columns(("ref",), ("measure",), lambda header: _is_period(calendar, header))
    for year in _years(project, calendar, needed, faults):
        sheet = read_sheet(project, year.file, columns, faults)
        if sheet is None:
            continue
        months = _months(sheet, calendar, year, needed, faults)
        for row, ref, measure in _rows(sheet, indicators, faults):
            _read_row(row, indicators[ref], months, cells[measure], faults, counts=measure != "value")
    found = _observations(cells, faults)
    return {**found, **dict(_not_due(found, indicators, calendar))}


def _not_due(
    found: Mapping[tuple[str, Period], Observation], indicators: Mapping[str, Indicator], calendar: Calendar
) -> Iterator[tuple[tuple[str, Period], Observation]]:
    """The blank cells of quarterly and annual indicators in the periods between their own.

    A value is due so many periods after the last cell that is filled in; before the first one, at the end
    of the quarter or year.
    """
    observed: dict[str, list[Observation]] = {}
    for (ref, _), seen in found.items():
        observed.setdefault(ref, []).append(seen)
    for indicator in indicators.values():
        step = indicator.frequency // calendar.cadence.value
        filled: Period | None = None
        for seen in sorted(observed.get(indicator.ref, ()), key=lambda one: one.period):
            period = seen.period
            blank = seen.status is ValueStatus.NOT_STATED and seen.value is None and not seen.text
            if not blank:
                filled = period
            elif step > 1 and not _falls_due(period, filled, step, indicator.frequency, calendar):
                yield (indicator.ref, period), replace(seen, status=ValueStatus.NOT_DUE)


def _falls_due(period: Period, filled: Period | None, step: int, frequency: int, calendar: Calendar) -> bool:
    if filled is not None:
        return filled.until(period) >= step
    months_in = (period.last.month - calendar.year_start) % 12 + 1
    return months_in % frequency == 0


def _years(
    project: Project, calendar: Calendar, needed: tuple[Period, ...], faults: FindingLog
) -> list[Year]:
    """The files of values up to the pack's year; each year that is needed is one of them.

    An annual pack has one file, values.csv, with a column for each year.
    """
    if calendar.cadence is Cadence.YEAR:
        return [Year(ANNUAL, None)]
    start = calendar.year_start
    wanted = {year.label: year for year in (financial_year(month, start) for month in needed)}
    years: dict[str, Year] = {}
    for name in file_names(project.data):
        if not (match := re.fullmatch(r"values-(.*)\.csv", name, re.IGNORECASE)):
            continue
        year = calendar.year(int(match[1][:4])) if re.match(r"[1-9][0-9]{3}", match[1]) else None
        if year is None or year.label != match[1]:
            faults.error(
                "file-name", Place(f"data/{shown_name(name)}"),
                "a file of values whose name is no year of this pack",
                f"a name such as `values-{max(wanted)}.csv`", "Rename the file after the year it holds.",
            )  # fmt: skip
        elif year.start <= needed[-1]:
            years[year.label] = Year(f"data/{name}", year)
    for label, year in wanted.items():
        years.setdefault(label, Year(f"data/values-{label}.csv", year))
    return [years[label] for label in sorted(years)]


# ------------------------------------------------------------------------------------------- months


def _is_period(calendar: Calendar, header: str) -> bool:
    rewritten = calendar.cadence is Cadence.MONTH and (
        rewritten_by_spreadsheet(header) or _day_header(header)
    )
    return calendar.parse_any(header) is not None or bool(rewritten)


def _months(
    sheet: Sheet, calendar: Calendar, year: Year, needed: tuple[Period, ...], faults: FindingLog
) -> dict[Period, str]:
    """The month of each column up to the pack's own; findings for those that do not belong or are missing."""
    found: dict[Period, str] = {}
    rewritten: list[Period | None] = []
    for header, index in sorted(sheet.columns.items(), key=lambda column: column[1]):
        if header in ("ref", "measure"):
            continue
        place = Place(sheet.file, sheet.header_line, index + 1)
        month = calendar.parse(header)
        if month is None and calendar.cadence is not Cadence.MONTH:
            _not_a_period(header, calendar, place, faults)
            continue
        if month is None:
            rewritten.append(_rewritten(header, place, faults))
            continue
        if year.months is not None and month not in year.months:
            first, last = year.months.months[0], year.months.months[-1]
            faults.error(
                "month-outside-year", place, f"{excerpt(header)} in the year {year.months.label}",
                f"a month from {first.short} to {last.short}",
                "Correct the header, or move the column to its year's file.",
            )  # fmt: skip
        elif month in found:
            faults.error(
                "column-repeated", place, f"{month.long} a second time, as {excerpt(header)}",
                "each month once", "Delete or rename one of the two columns.",
            )  # fmt: skip
        else:
            found[month] = header
    inside = [month for month in needed if year.months is None or month in year.months]
    gone = [month for month in inside if month not in (*found, *rewritten)]
    _missing(gone, sheet, faults)
    return {month: header for month, header in sorted(found.items()) if month <= needed[-1]}


def _not_a_period(header: str, calendar: Calendar, place: Place, faults: FindingLog) -> None:
    faults.error(
        "period-unknown", place, f"{excerpt(header)}, which is no {calendar.cadence.name.lower()}",
        example(calendar), "Correct the header; a quarter's column may also be headed by its last month.",
    )  # fmt: skip


def _rewritten(header: str, place: Place, faults: FindingLog) -> Period | None:
    """Note a header that a spreadsheet has rewritten; return the month it probably was."""
    day = _day_header(header)
    month = day or parse_month(rewritten_by_spreadsheet(header))
    likely = f"{month.short[:3]} {month.year}" if month is not None else "Apr 2017"
    faults.error(
        "month-rewritten", place,
        f"the header {excerpt(header)}: a spreadsheet has taken `{likely if day else month and month.short}` "
        "for a day and rewritten it",
        f"a month such as `{likely}`",
        "Format the header row as text, then type the month again with its year in four digits.",
    )  # fmt: skip
    return month


def _day_header(header: str) -> Period | None:
    """Return the month of a header that is the first day of one: `01/04/2017`, `2017-04-01`; else None."""
    found = _FIRST_DAY.fullmatch(header.strip())
    if found is None:
        return None
    year, month = int(found["year"] or found["iso_year"]), int(found["month"] or found["iso_month"])
    return Period(year, month) if 1 <= month <= 12 else None


_FIRST_DAY = re.compile(
    r"0?1[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})|(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-01"
    r"(?:[ T]00:00(?::00)?)?"
)
"""The first of a month as spreadsheets write it, the day before the month."""


def _missing(gone: list[Period], sheet: Sheet, faults: FindingLog) -> None:
    for month in gone:
        faults.error(
            "column-missing", Place(sheet.file, sheet.header_line), f"no column for {month.long}",
            f"a column `{month.heading}`",
            "Add the column; where there is no figure, say why, for example `not collected`.",
            period=month.iso,
        )  # fmt: skip


# --------------------------------------------------------------------------------------------- rows


def _rows(
    sheet: Sheet, indicators: Mapping[str, Indicator], faults: FindingLog
) -> list[tuple[CsvRow, str, str]]:
    """Each row with its indicator and its measure; findings for unknown references and repetitions."""
    found: dict[tuple[str, str], CsvRow] = {}
    for row in sheet.rows:
        measure = word(row, "measure", MEASURES, "value", faults)
        ref = known_ref(row, indicators, faults)
        if ref and found.setdefault((ref, measure), row) is not row:
            faults.error(
                "ref-repeated", row.place("ref"), f"a second row `{measure}` for {excerpt(row['ref'])}",
                f"one row for each measure (see line {found[ref, measure].line})",
                "Delete one of the two rows, or correct its reference or measure.", subject=ref,
            )  # fmt: skip
    return [(row, ref, measure) for (ref, measure), row in found.items()]


def _read_row(
    row: CsvRow,
    indicator: Indicator,
    months: Mapping[Period, str],
    cells: Cells,
    faults: FindingLog,
    *,
    counts: bool,
) -> None:
    reading = reading_of(indicator, [row[header] for header in months.values()], counts=counts)
    if reading.scale is UnitScale.FRACTIONS:
        _fractions(row, indicator, months, faults)
    for month, header in months.items():
        value = read_cell(row[header], reading)
        cells[indicator.ref, month] = (row, header, value)
        if value.fault is not None:
            faults.error(
                value.fault.rule, row.place(header), value.fault.found, value.fault.expected,
                value.fault.remedy, subject=indicator.ref, period=month.iso,
            )  # fmt: skip


def reading_of(indicator: Indicator, texts: Iterable[str], *, counts: bool = False) -> RowReading:
    """How a row's cells are to be read: in its indicator's unit, or as counts."""
    if counts:
        return RowReading(Unit.COUNT if indicator.unit is not Unit.POUNDS else Unit.POUNDS)
    scale = row_scale(texts) if indicator.unit is Unit.PERCENT else UnitScale.AS_WRITTEN
    return RowReading(indicator.unit, scale, indicator.scale, indicator.grades, _shares(indicator))


def _shares(indicator: Indicator) -> Decimal:
    """Up to what a bare number could be a share of one, by what the indicator may be at most."""
    if indicator.unit is not Unit.PERCENT:
        return Decimal(1)
    return MOST_SHARE if indicator.most is None else max(Decimal(1), indicator.most / 100)


MOST_SHARE = Decimal(2)
"""For percentages without a limit: more than twice all of it is no share that people write."""


def _fractions(row: CsvRow, indicator: Indicator, months: Mapping[Period, str], faults: FindingLog) -> None:
    header = next(name for name in months.values() if row_scale([row[name]]) is UnitScale.FRACTIONS)
    read = read_cell(row[header], RowReading(Unit.PERCENT, UnitScale.FRACTIONS)).number
    faults.warning(
        "percent-fraction", row.place(header),
        f"{excerpt(row[header])}, read as {read:f}%, and so the whole row",
        "percentages with their sign",
        "If that is right, write them with a percent sign; if they are less than 1%, write them so: `0.43%`.",
        subject=indicator.ref,
    )  # fmt: skip


# ------------------------------------------------------------------------------------- observations


def _observations(cells: Mapping[str, Cells], faults: FindingLog) -> dict[tuple[str, Period], Observation]:
    """Join values with the counts they follow from."""
    found: dict[tuple[str, Period], Observation] = {}
    for key in sorted({key for measure in cells.values() for key in measure}):
        ref, month = key
        counts = {name: cells[name][key][2].number for name in COUNTS if key in cells[name]}
        row, header, value = next(cells[name][key] for name in MEASURES if key in cells[name])
        has_value = key in cells["value"]
        found[key] = Observation(
            ref=ref,
            period=month,
            value=value.number if has_value else None,
            status=value.status if has_value else ValueStatus.NOT_STATED,
            text=row[header] if has_value else "",
            place=row.place(header),
            **counts,
        )
        if not has_value:
            faults.error(
                "row-missing", row.place("measure"), "counts without a row `value`",
                "a row `value` for the indicator", "Add the row; the counts are its base.", subject=ref,
            )  # fmt: skip
    return found


# ------------------------------------------------------------------------------------ files of a year


def values_file(year: FinancialYear) -> str:
    """`data/values-2017-18.csv`."""
    return f"data/values-{year.label}.csv"


ANNUAL = "data/values.csv"
"""The one file of an annual pack: a column for each year."""


def blank_year(before: RawCsv, year: FinancialYear) -> RawCsv:
    """A year's file with last year's rows and empty columns for its periods."""
    columns = [name for name in ("ref", "measure") if before.column(name) is not None]
    header = (*columns, *(month.heading for month in year.months))
    rows = tuple(
        (*(before.cell(row, name) for name in columns), *("",) * len(year.months)) for row in before.rows
    )
    return RawCsv(header, rows, before.marked)


def with_month(values: RawCsv, month: Period, calendar: Calendar) -> RawCsv:
    """The same file with an empty column for a month, after the last of the earlier ones."""
    earlier = [
        index
        for index, header in enumerate(values.header)
        if (found := calendar.parse(header)) is None or found < month
    ]
    at = max(earlier, default=-1) + 1
    header = (*values.header[:at], month.heading, *values.header[at:])
    rows = tuple((*row[:at], "", *row[at:]) for row in values.rows)
    return RawCsv(header, rows, values.marked)
