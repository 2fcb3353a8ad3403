"""data/comparators.csv → published figures of others, each of its own period."""

from __future__ import annotations

from collections.abc import Mapping

from boardpack.load.cell_parsers import known_ref, required, yes_no
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project
from boardpack.load.rating_schemes import number_in
from boardpack.model.indicator import Indicator
from boardpack.model.observation import ComparatorFigure
from boardpack.model.period import Calendar, Period, parse_period

FILE = "data/comparators.csv"

COLUMNS = Columns(("ref", "name", "period", "value", "source"), ("published", "count", "chart"))


def read_comparators(
    project: Project, indicators: Mapping[str, Indicator], faults: FindingLog
) -> tuple[ComparatorFigure, ...]:
    """Read the comparators of the known indicators, in the order of the file; none without the file."""
    sheet = read_sheet(project, FILE, COLUMNS, faults, required=False)
    if sheet is None:
        return ()
    found: dict[tuple[str, str, str], ComparatorFigure] = {}
    for row in sheet.rows:
        one = _comparator(row, indicators, project.calendar, faults)
        if one is not None and (first := found.setdefault(_key(one), one)) is not one:
            faults.error(
                "comparator-repeated", row.place("name"), f"{excerpt(one.name)} for {one.period_text} again",
                f"one figure for a period (see line {first.place.line})", "Delete one of the two.",
                subject=one.ref,
            )  # fmt: skip
    return tuple(found.values())


def _key(one: ComparatorFigure) -> tuple[str, str, str]:
    return one.ref, one.name.casefold(), one.period_text


def _comparator(
    row: CsvRow, indicators: Mapping[str, Indicator], calendar: Calendar, faults: FindingLog
) -> ComparatorFigure | None:
    ref = known_ref(row, "ref", indicators, faults)
    name, text, value = (required(row, column, faults, ref) for column in ("name", "period", "value"))
    required(row, "source", faults, ref)
    if not (ref and name and text and value):
        return None
    number = number_in(value, indicators[ref])
    if number is None:
        faults.error(
            "value-not-number", row.place("value"), excerpt(value), "a number in the indicator's unit",
            "Write the number alone.", subject=ref,
        )  # fmt: skip
        return None
    period = _period(text, calendar)
    if period is None:
        faults.warning(
            "period-unknown", row.place("period"), excerpt(text), "a period such as `2016-17` or `Mar 2017`",
            "Write the period so; its age cannot be told otherwise.", subject=ref,
        )  # fmt: skip
    return ComparatorFigure(
        ref, name, period, text, number, row["source"], row["published"], row["count"], row.place(),
        yes_no(row, "chart", faults, default=False),
    )  # fmt: skip


def _period(text: str, calendar: Calendar) -> Period | None:
    return calendar.parse(text) or parse_period(text)
