"""Workbooks in the layouts that a council, a hospital trust and a housing association hold.

Each is made from the figures of the pack of its kind, so that whatever an import brings can be held against
them. They have what such workbooks have: several sheets, merged headers, plans beside actuals, quarters,
years and years to date among the months, targets, ratings, commentary, titles, notes and sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from boardpack.model.pack import Pack
from boardpack.model.period import FinancialYear, Period, financial_year
from tests.importer.sheets import Row, fill

Figure = Any
"""What a cell holds: a number, a pair of a number and its format, a duration, a word; None for a blank."""

PERCENT, PERCENT_2, POUNDS, THOUSANDS = "0.0%", "0.00%", "£#,##0", "#,##0;(#,##0);-"
MONTH = "mmm-yy"


def first_day(month: Period) -> Figure:
    """A real date that is shown as its month."""
    return (date(month.year, month.month, 1), MONTH)


def of(pack: Pack, ref: str, period: Period, measure: str = "value") -> Figure:
    """A figure of the pack as a spreadsheet holds it."""
    indicator, seen = pack.indicator(ref.replace(" ", "")), pack.observation(ref.replace(" ", ""), period)
    if indicator is None or seen is None:
        return None
    if measure != "value":
        count = seen.numerator if measure == "numerator" else seen.denominator
        return None if count is None else (int(count), "#,##0")
    return None if seen.value is None else HELD[indicator.unit.value](seen.value, indicator.decimals)


def _percent(value: Decimal, decimals: int) -> Figure:
    return (float(value / 100), f"0.{'0' * decimals}%" if decimals else "0%")


def _clock(pattern: str) -> Callable[[Decimal, int], Figure]:
    return lambda value, decimals: (timedelta(seconds=int(value)), pattern)  # noqa: ARG005


def _pounds(value: Decimal, decimals: int) -> Figure:  # noqa: ARG001
    """Thousands with brackets where the values are so many thousands, pounds where they are pounds."""
    if value % 1000 == 0 and abs(value) < 300_000:
        return (int(value / 1000), THOUSANDS)
    return (int(value), POUNDS)


HELD: Mapping[str, Callable[[Decimal, int], Figure]] = {
    "percent": _percent,
    "count": lambda value, decimals: (int(value), "#,##0"),  # noqa: ARG005
    "per 1,000": lambda value, decimals: (float(value), "0.00"),  # noqa: ARG005
    "hh:mm": _clock("[h]:mm"),
    "hh:mm:ss": _clock("[h]:mm:ss"),
    "pounds": _pounds,
    "yes/no": lambda value, decimals: "Yes" if value else "No",  # noqa: ARG005
}


def save(path: Path, sheets: Mapping[str, tuple[Iterable[Row], Sequence[str]]]) -> Path:
    """Write sheets with their rows and merged ranges."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, (rows, merged) in sheets.items():
        sheet: Any = book.create_sheet(name)
        fill(sheet, rows)
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(path)
    return path


# ----------------------------------------------------------------------------------------- the council


def council(folder: Path, pack: Pack) -> Path:
    """A scorecard by quarter: two years side by side under merged years, an outturn, a year to date."""
    path = folder / "Corporate scorecard Q2.xlsx"
    return save(
        path,
        {
            "Read me": (READ_ME, ()),
            "Services": (services(pack), ("A1:Q1", "D4:H4", "I4:M4")),
            "Counts": (counts(pack), ()),
            "People and places": (people(pack), ("C3:F3", "G3:J3")),
            "Annual": (annual(pack), ()),
        },
    )


READ_ME: list[Row] = [
    ("Corporate scorecard 2025/26",),
    ("Return to the performance team by the 10th working day after the quarter.",),
    (),
    ("Sheet", "Completed by", "Updated"),
    ("Services", "Heads of service", (date(2025, 10, 14), "dd/mm/yyyy")),
    ("People and places", "Heads of service", (date(2025, 10, 13), "dd/mm/yyyy")),
]

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def years(pack: Pack) -> tuple[FinancialYear, FinancialYear]:
    """The pack's year and the one before, in its own periods."""
    return financial_year(pack.year.months[0].plus(-4), pack.year.start.month), pack.year


def services(pack: Pack) -> list[Row]:
    before, now = years(pack)
    rows: list[Row] = [
        ("Northvale Borough Council: corporate scorecard",),
        ("Quarter 2 (July to September)",),
        (),
        ("Code", "Performance indicator", "Good is", "2024/25", None, None, None, None,
         "2025/26", None, None, None, None, "Target", "RAG", "DoT", "Commentary"),
        (None, None, None, *QUARTERS, "Outturn", *QUARTERS, "YTD"),
        ("HOUSING",),
    ]  # fmt: skip
    for ref in ("HS 1", "HS 2", "PL 1", "CT 1", "LB 1"):
        if ref == "PL 1":
            rows.append(("PLANNING, FINANCE AND LIBRARIES",))
        last = [of(pack, ref, quarter) for quarter in before.months]
        this = [of(pack, ref, quarter) for quarter in now.months]
        rows.append(
            (ref, TITLES[ref], "High", *last, OUTTURN[ref], *this, YTD[ref], TARGET[ref], RAG[ref], "↑",
             COMMENTS.get(ref))
        )  # fmt: skip
    return [
        *rows,
        (),
        ("* Figures for quarter 2 are provisional until the return is signed.",),
        ("Source: housing system, planning system, ledger. Printed 14/10/2025.",),
    ]


TITLES = {
    "HS 1": "Homelessness prevented or relieved", "HS 2": "Households in temporary accommodation",
    "PL 1": "Major applications decided in time", "CT 1": "Council tax collected (cumulative)",
    "LB 1": "Library visits",
}  # fmt: skip
OUTTURN: dict[str, Figure] = {"HS 1": (0.621, PERCENT), "HS 2": 112, "PL 1": (0.885, PERCENT),
                              "CT 1": (0.969, PERCENT), "LB 1": 245640}  # fmt: skip
YTD: dict[str, Figure] = {"HS 1": (0.685, PERCENT), "HS 2": 104, "PL 1": (0.84, PERCENT),
                          "CT 1": (0.561, PERCENT), "LB 1": 129430}  # fmt: skip
TARGET: dict[str, Figure] = {"HS 1": (0.6, "0%"), "HS 2": 110, "PL 1": (0.85, "0%"),
                             "CT 1": (0.97, PERCENT), "LB 1": "Data only"}  # fmt: skip
RAG = {"HS 1": "Blue", "HS 2": "Green", "PL 1": "Amber", "CT 1": "Amber", "LB 1": None}
COMMENTS = {
    "HS 1": "Prevention work with private landlords goes on.",
    "PL 1": "Two officers left in July.\nRecruitment is under way.",
}


def counts(pack: Pack) -> list[Row]:
    """Numerators and denominators, a row for each quarter, as systems give them out."""
    rows: list[Row] = [("Ref", "Period", "Measure", "Value")]
    for ref in ("HS 1", "PL 1"):
        for year in years(pack):
            for quarter in year.months:
                for measure in ("numerator", "denominator"):
                    figure = of(pack, ref, quarter, measure)
                    if figure is not None:
                        rows.append((ref, quarter.short.replace("-", "/"), measure.capitalize(), figure))
    return rows


def people(pack: Pack) -> list[Row]:
    """Targets and actuals beside one another under the quarters of this year, and last year's actuals."""
    before, now = years(pack)
    head = [f"{quarter.name[:1]}{quarter.number} {year.label[2:].replace('-', '/')}"
            for year in (before, now) for quarter in year.months]  # fmt: skip
    rows: list[Row] = [
        ("People and places",),
        (),
        (None, None, "Last year", None, None, None, "This year", None, None, None, "Target"),
        ("Ref", "Title", *head, "2025/26"),
    ]
    for ref, title, target in (
        ("ED 1", "Pupils at the expected standard, key stage 2", (0.62, "0%")),
        ("GV 1", "Governance statement signed in time", "Yes"),
    ):
        figures = [of(pack, ref, quarter) for year in (before, now) for quarter in year.months]
        rows.append((ref, title, *figures, target))
    return [*rows, (), ("Note 1: ED 1 is published each September.",)]


def annual(pack: Pack) -> list[Row]:
    """What is measured once a year, with the year in its header."""
    before, _ = years(pack)
    return [
        ("Annual measures",),
        (),
        ("Ref", "Measure", "2023/24", "2024/25", "2025/26", "England 2024/25", "Officer comments"),
        ("RS 1", "Residents satisfied with the council", None, of(pack, "RS 1", before.months[-1]), None,
         (0.56, "0%"), "Next survey in March 2026."),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------- the trust


def trust(folder: Path, pack: Pack) -> Path:
    """A sheet for each year's flow with plans beside actuals, safety over all months, money in thousands."""
    sheets: dict[str, tuple[list[Row], list[str]]] = {"Contents": (CONTENTS, [])}
    for year in trust_years(pack):
        sheets[f"Flow {year.label}"] = flow(pack, year)
    sheets["A&E counts"] = emergency(pack)
    sheets["Safety"] = (safety(pack), [])
    sheets["Finance £k"] = finance(pack)
    return save(folder / "IPR data M7.xlsx", sheets)


CONTENTS: list[Row] = [
    ("Integrated performance report: data book",),
    ("Month 7", "Refreshed", (date(2025, 11, 12), "dd-mmm-yy")),
    (),
    ("Tab", "Lead"),
    ("Flow", "Chief Operating Officer"),
]


def trust_years(pack: Pack) -> list[FinancialYear]:
    start = pack.year.start
    return [financial_year(start.plus(-12 * back), start.month) for back in (2, 1, 0)]


def flow(pack: Pack, year: FinancialYear) -> tuple[list[Row], list[str]]:
    """Bare names of months, the year in the sheet's title; Plan, Actual and Var under each."""
    top: list[Any] = ["KPI", "Description"]
    sub: list[Any] = [None, None]
    merged: list[str] = []
    months = year.months
    for number, month in enumerate(months, 1):
        top += [month.name[:3], None, None]
        sub += ["Plan", "Actual", "Var"]
        merged.append(_across(len(top) - 2, 3))
        if number % 3 == 0:
            top.append(f"Q{number // 3}")
            sub.append("Actual")
    top += ["YTD", None, "Comments"]
    sub += ["Plan", "Actual"]
    rows: list[Row] = [(f"Operational performance {year.label.replace('-', '/')}",), (), top, sub]
    for ref in ("AE 1", "AE 2", "AM 1", "CN 1"):
        cells: list[Any] = [ref, FLOW[ref]]
        for number, month in enumerate(months, 1):
            figure = of(pack, ref, month)
            waiting = ref == "CN 1" and month == pack.period
            cells += [PLAN[ref], "awaited" if waiting else figure, None if figure is None else VAR[ref]]
            if number % 3 == 0:
                cells.append(PLAN[ref])
        words = "The discharge lounge opens at weekends from December." if ref == "AE 1" else None
        rows.append((*cells, PLAN[ref], PLAN[ref], words if year == pack.year else None))
    return ([*rows, (), ("Plan: trajectory agreed with the system in March.",)], merged)


def _across(column: int, wide: int, row: int = 3) -> str:
    letters = get_column_letter
    return f"{letters(column)}{row}:{letters(column + wide - 1)}{row}"


FLOW = {
    "AE 1": "Four-hour standard", "AE 2": "Longest wait (hh:mm)", "AM 1": "Mean handover (hh:mm:ss)",
    "CN 1": "62-day cancer standard",
}  # fmt: skip
PLAN: dict[str, Figure] = {
    "AE 1": (0.78, PERCENT), "AE 2": (timedelta(hours=12), "[h]:mm"),
    "AM 1": (timedelta(minutes=30), "[h]:mm:ss"), "CN 1": (0.75, "0%"),
}  # fmt: skip
VAR: dict[str, Figure] = {
    "AE 1": (-0.011, "0.0%;(0.0%)"), "AE 2": "0:20", "AM 1": "0:02", "CN 1": (-0.02, "0.0%;(0.0%)"),
}  # fmt: skip


def all_months(pack: Pack) -> list[Period]:
    return [month for year in trust_years(pack) for month in year.months if month <= pack.period]


def emergency(pack: Pack) -> tuple[list[Row], list[str]]:
    """Numerator, denominator and rate under each month, whose day is the month's last."""
    top: list[Any] = ["Ref", "Measure"]
    sub: list[Any] = [None, None]
    cells: list[Any] = ["AE 1", "Four-hour standard"]
    merged: list[str] = []
    for month in all_months(pack):
        day = date.fromordinal(date(month.next.year, month.next.month, 1).toordinal() - 1)
        top += [(day, "dd/mm/yyyy"), None, None]
        sub += ["Num", "Den", "%"]
        cells += [of(pack, "AE 1", month, "numerator"), of(pack, "AE 1", month, "denominator"),
                  of(pack, "AE 1", month)]  # fmt: skip
        merged.append(_across(len(top) - 2, 3))
    return ([("Attendances",), (), top, sub, cells], merged)


def safety(pack: Pack) -> list[Row]:
    """Real dates across all years, a rolling year and a rating, footnotes below."""
    months = all_months(pack)
    rows: list[Row] = [
        ("Safety: all months",),
        (),
        ("Ref", "Measure", *map(first_day, months), "Rolling 12 months", "RAG", "Narrative"),
    ]
    for ref, title, rolling in (
        ("IC 1", "C. difficile, cumulative in the year (limit 88)", 77),
        ("FL 1", "Falls per 1,000 bed days", (5.6, "0.00")),
    ):
        figures = [of(pack, ref, month) for month in months]
        rows.append((ref, title, *figures, rolling, "A", None))
    return [*rows, (), (None, "1. Limit set by the regulator."), (None, "2. Falls with harm are on page 9.")]


def finance(pack: Pack) -> tuple[list[Row], list[str]]:
    """Thousands of pounds, brackets for deficits, Budget and Actual under real dates, a forecast."""
    months = all_months(pack)
    top: list[Any] = ["Ref", "£000s"]
    sub: list[Any] = [None, None]
    cells: list[Any] = ["FN 1", "Surplus / (deficit)"]
    merged: list[str] = []
    for month in months:
        top += [first_day(month), None]
        sub += ["Budget", "Actual"]
        cells += [(-100, THOUSANDS), of(pack, "FN 1", month)]
        merged.append(_across(len(top) - 1, 2))
    top += ["Forecast outturn", "Full year budget"]
    cells += [(1450, THOUSANDS), (0, THOUSANDS)]
    return (
        [("Income and expenditure (£'000)",), (), top, sub, cells, (), ("(Deficits in brackets)",)],
        merged,
    )


# ------------------------------------------------------------------------------------- the association


def housing(folder: Path, pack: Pack) -> Path:
    """Two years one above the other, counts in rows, quarters and years to date between, a survey by year."""
    return save(
        folder / "Landlord KPIs October 2025.xlsx",
        {
            "Dashboard": ([("Landlord KPIs",), ("See the tabs.",)], ()),
            "Income": (income(pack), ("A1:P1",)),
            "Homes": (homes(pack), ()),
            "Repairs by month": (repairs(pack), ()),
            "STAR survey": (survey(pack), ()),
        },
    )


def income(pack: Pack) -> list[Row]:
    rows: list[Row] = [("Income team: key figures",), ()]
    for back in (1, 0):
        year = financial_year(pack.year.start.plus(-12 * back), pack.year.start.month)
        rows += [
            (f"Financial year {year.label}",),
            ("PI ref", "PI description", "Type", *(month.short for month in year.months), "Year to date",
             f"{year.label} target"),
        ]  # fmt: skip
        for ref, measures in (("RC 1", MEASURED), ("AR 1", MEASURED[:1]), ("VL 1", MEASURED[:1])):
            for number, (word, measure) in enumerate(measures):
                figures = [of(pack, ref, month, measure) if month <= pack.period else None
                           for month in year.months]  # fmt: skip
                first = (ref, INCOME[ref]) if not number else (None, None)
                total = (0.999, PERCENT_2) if (ref, measure) == ("RC 1", "value") else None
                rows.append((*first, word, *figures, total, None))
        rows.append(())
    return [*rows, ("Rent collected includes arrears of earlier years, so it may be over 100%.",)]


MEASURED = (("Actual", "value"), ("Numerator", "numerator"), ("Denominator", "denominator"))
INCOME = {"RC 1": "Rent collected", "AR 1": "Current arrears (£)", "VL 1": "Rent lost on voids (£)"}


def homes(pack: Pack) -> list[Row]:
    """Months of both years across, with quarters between and a trend; counts under the months of repairs."""
    months = [month for month in all_months(pack) if month >= pack.year.start.plus(-12)]
    head: list[Any] = ["Code", "Indicator"]
    rows: list[list[Any]] = [["OC 1", "Supported homes occupied"], ["RP 1", "Repairs in target"],
                             ["GS 1", "Homes with a gas certificate"]]  # fmt: skip
    for month in months:
        head.append(month.short)
        for row in rows:
            row.append(of(pack, row[0], month))
        if month.month % 3 == 0:
            head.append(f"Q{(month.month - 4) % 12 // 3 + 1} {financial_year(month).label}")
            for row in rows:
                row.append((0.93, PERCENT))
    head += ["Target", "Trend", "Comment"]
    targets = ["97% to 99%", (0.92, "0%"), (1, "0%")]
    rows = [[*row, target, "→", None] for row, target in zip(rows, targets, strict=True)]
    return [("Homes and repairs",), (), head, *rows, (), ("Gas: one home without access.",)]


def repairs(pack: Pack) -> list[Row]:
    """A row for each month, as the contractor's system gives it out."""
    rows: list[Row] = [("Month", "Code", "Measure", "Value", "Contract")]
    for month in all_months(pack):
        for word, measure in MEASURED[1:]:
            figure = of(pack, "RP 1", month, measure)
            if figure is not None:
                rows.append((first_day(month), "RP 1", word, figure, "All"))
    return rows


def survey(pack: Pack) -> list[Row]:
    """Once a year, with the change and the sector's figure beside it."""
    march = pack.year.start.plus(-1)
    return [
        ("Tenant satisfaction (STAR)",),
        (),
        ("Ref", "Question", "2023-24", "2024-25", "Change", "Sector median 2024-25"),
        ("SA 1", "Overall satisfaction", None, of(pack, "SA 1", march), (0.02, "0%"), (0.72, "0%")),
    ]


BODIES: Mapping[str, Callable[[Path, Pack], Path]] = {
    "council-quarter": council,
    "trust-month": trust,
    "housing": housing,
}
