"""data/forecasts.csv → what people expect, each with a role and a day."""

from __future__ import annotations

from collections.abc import Mapping

from boardpack.load.cell_parsers import day, known_ref, required
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project
from boardpack.load.rating_schemes import number_in
from boardpack.model.forecast import Forecast
from boardpack.model.indicator import Indicator
from boardpack.model.period import Cadence, Calendar, Period

FILE = "data/forecasts.csv"

COLUMNS = Columns(("ref", "period", "value", "role", "on"))


def read_forecasts(
    project: Project, indicators: Mapping[str, Indicator], faults: FindingLog
) -> tuple[Forecast, ...]:
    """Read the forecasts of the known indicators, in the order of the file; none without the file."""
    sheet = read_sheet(project, FILE, COLUMNS, faults, required=False)
    rows = () if sheet is None else sheet.rows
    found = (_forecast(row, indicators, project.calendar, faults) for row in rows)
    return tuple(one for one in found if one is not None)


def _forecast(
    row: CsvRow, indicators: Mapping[str, Indicator], calendar: Calendar, faults: FindingLog
) -> Forecast | None:
    ref = known_ref(row, "ref", indicators, faults)
    given = [required(row, name, faults, ref) for name in ("period", "value", "role", "on")]
    on = day(row, "on", faults)
    if not ref or not all(given) or on is None:
        return None
    number = number_in(row["value"], indicators[ref])
    period = _period(row["period"], calendar)
    if number is None:
        faults.error(
            "value-not-number", row.place("value"), excerpt(row["value"]), "a number in the indicator's unit",
            "Write the number alone.", subject=ref,
        )  # fmt: skip
    if period is None:
        faults.error(
            "period-unknown", row.place("period"), excerpt(row["period"]),
            f"a year such as `{calendar.year(2017).label}`, or a period of the pack's own",
            "Write what it is a forecast of.", subject=ref,
        )  # fmt: skip
    if number is None or period is None:
        return None
    return Forecast(ref, period, number, row["role"], on, row.place())


def _period(text: str, calendar: Calendar) -> Period | None:
    return calendar.parse(text) or Calendar(Cadence.YEAR, calendar.year_start).parse(text)
