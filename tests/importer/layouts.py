"""Thirty-odd layouts in which the same figures are written, as councils, trusts and programs lay them out.

A layout is a function from figures to a workbook or CSV file. To try another one, write its function:
it is found by its name.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from boardpack.model.period import Period
from tests.importer.sheets import fill

MONTHS = tuple(Period(2017, month) for month in range(4, 11))
PERCENT, COUNT = ("P1", "CP 13"), ("MC 1", "CP 10")
TITLES = {
    "P1": "", "CP 13": "", "MC 1": "", "CP 10": "",
}  # fmt: skip
"""Replaced by the project's own titles when the tests begin."""

Figures = Mapping[str, Mapping[Period, Decimal | None]]
"""Reference → month → figure; None is a blank cell."""

Rows = list[Sequence[Any]]


def book(path: Path, sheets: Mapping[str, Rows], merged: Sequence[str] = ()) -> Path:
    path = path / "figures.xlsx"
    made = openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet: Any = made.create_sheet(name)
        fill(sheet, rows)
        for cells in merged:
            sheet.merge_cells(cells)
    made.save(path)
    return path


def text_file(path: Path, rows: Rows, delimiter: str = ",") -> Path:
    path = path / "figures.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def typed(ref: str, figure: Decimal | None) -> Any:
    """A figure as a spreadsheet holds it."""
    if figure is None:
        return None
    return (float(figure) / 100, "0.0%") if ref in PERCENT else int(figure)


def said(ref: str, figure: Decimal | None) -> str:
    """A figure as people type it."""
    if figure is None:
        return ""
    return f"{figure:f}%" if ref in PERCENT else f"{figure:f}"


def wide(figures: Figures, header: Sequence[Any], cell: Callable[[str, Decimal | None], Any] = typed) -> Rows:
    rows: Rows = [("Ref", *header)]
    for ref, months in figures.items():
        rows.append((ref, *(cell(ref, months[month]) for month in MONTHS)))
    return rows


def short() -> list[str]:
    return [month.short for month in MONTHS]


def names() -> list[str]:
    return [month.name[:3] for month in MONTHS]


# ------------------------------------------------------------------------------------------ headers


def plain(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, short())})


def long_names(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, [month.long for month in MONTHS])})


def dates_as_months(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, [(date(m.year, m.month, 1), "mmm-yy") for m in MONTHS])})


def first_days(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, [(date(m.year, m.month, 1), "dd/mm/yyyy") for m in MONTHS])})


def last_days(path: Path, figures: Figures) -> Path:
    days = [date(*divmod_month(m.plus(1)), 1).toordinal() - 1 for m in MONTHS]
    return book(path, {"KPI": wide(figures, [(date.fromordinal(day), "dd-mmm-yy") for day in days])})


def divmod_month(month: Period) -> tuple[int, int]:
    return month.year, month.month


def days_in_text(path: Path, figures: Figures) -> Path:
    return text_file(path, wide(figures, [f"{m.iso}-01" for m in MONTHS], said))


def british_days_in_text(path: Path, figures: Figures) -> Path:
    return text_file(path, wide(figures, [f"01/{m.month:02d}/{m.year}" for m in MONTHS], said))


def timestamps(path: Path, figures: Figures) -> Path:
    return text_file(path, wide(figures, [f"{m.iso}-01 00:00:00" for m in MONTHS], said))


def serial_numbers(path: Path, figures: Figures) -> Path:
    days = [(date(m.year, m.month, 1) - date(1899, 12, 30)).days for m in MONTHS]
    return book(path, {"KPI": wide(figures, days)})


def marked_months(path: Path, figures: Figures) -> Path:
    return book(
        path, {"KPI": wide(figures, [*short()[:-2], f"{short()[-2]}*", f"{short()[-1]} (provisional)"])}
    )


# -------------------------------------------------------------------------------------------- years


def year_merged_above(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": [(None, "2017-18"), *wide(figures, names())]}, ["B1:H1"])


def year_in_the_title(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": [("Performance 2017/18",), (), *wide(figures, names())]})


def year_of_the_sheet(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI 17-18": wide(figures, names())})


def year_of_the_file(path: Path, figures: Figures) -> Path:
    return plain_names(path, figures).rename(path / "kpi 2017-18.xlsx")


def plain_names(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, names())})


def two_years(path: Path, figures: Figures) -> Path:
    rows: Rows = [(None, "2016-17", *[None] * 6, "2017-18"), ("Ref", *names(), *names())]
    rows += [(ref, *range(7), *(typed(ref, of[m]) for m in MONTHS)) for ref, of in figures.items()]
    return book(path, {"KPI": rows}, ["B1:H1", "I1:O1"])


def a_sheet_for_each_year(path: Path, figures: Figures) -> Path:
    last = {ref: dict.fromkeys(MONTHS, Decimal(1)) for ref in figures}
    return book(path, {"2016-17": wide(last, names()), "2017-18": wide(figures, names())})


def named_alone(path: Path, figures: Figures) -> Path:
    """No year anywhere: refused, whatever the figures are."""
    return plain_names(path, figures)


# ------------------------------------------------------------------------------------ several columns


def paired(figures: Figures, words: Sequence[str], at: int) -> Rows:
    """Several columns under each month, the actual at one of them."""
    rows: Rows = [
        ("Ref", *(x for month in short() for x in (month, *[None] * (len(words) - 1)))),
        (None, *(word for _ in MONTHS for word in words)),
    ]
    for ref, of in figures.items():
        cells = [[7] * len(words) for _ in MONTHS]
        for group, month in zip(cells, MONTHS, strict=True):
            group[at] = typed(ref, of[month])
        rows.append((ref, *(x for group in cells for x in group)))
    return rows


def plan_and_actual(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": paired(figures, ["Plan", "Actual"], 1)}, [
        "B1:C1", "D1:E1", "F1:G1", "H1:I1", "J1:K1", "L1:M1", "N1:O1"])  # fmt: skip


def actual_target_rag(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": paired(figures, ["Actual", "Target", "RAG"], 0)})


def counts_and_rate(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": paired(figures, ["Num", "Den", "%"], 2)})


def suffixed(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Ref", *(x for m in short() for x in (f"{m} Target", f"{m} Actual")))]
    rows += [(ref, *(x for m in MONTHS for x in (9, typed(ref, of[m])))) for ref, of in figures.items()]
    return book(path, {"KPI": rows})


def blocks_of_actual_and_target(path: Path, figures: Figures) -> Path:
    rows: Rows = [(None, "Target", *[None] * 6, "Actual"), ("Ref", *short(), *short())]
    rows += [(ref, *range(7), *(typed(ref, of[m]) for m in MONTHS)) for ref, of in figures.items()]
    return book(path, {"KPI": rows}, ["B1:H1", "I1:O1"])


def unsaid_columns(path: Path, figures: Figures) -> Path:
    """Two columns under a month and no word which is the actual: refused."""
    return book(path, {"KPI": paired(figures, ["One", "Other"], 1)})


def rows_of_actual_and_target(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Ref", "", *short())]
    for ref, of in figures.items():
        rows += [(ref, "Target", *[80] * 7), (None, "Actual", *(typed(ref, of[m]) for m in MONTHS))]
    return book(path, {"KPI": rows}, ["A2:A3", "A4:A5"])


def quarters_between(path: Path, figures: Figures) -> Path:
    header = [*short()[:3], "Q1", *short()[3:6], "Q2 2017-18", short()[6], "YTD", "2017-18 Target", "RAG"]
    rows: Rows = [("Ref", *header)]
    for ref, of in figures.items():
        cells = [typed(ref, of[m]) for m in MONTHS]
        rows.append((ref, *cells[:3], 99, *cells[3:6], 99, cells[6], 99, 99, "Green"))
    return book(path, {"KPI": rows})


def from_and_to(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Ref", "Data from", "Data to", *short())]
    day = (date(2017, 4, 1), "mmm-yy")
    rows += [(ref, day, day, *(typed(ref, of[m]) for m in MONTHS)) for ref, of in figures.items()]
    return book(path, {"KPI": rows})


# ------------------------------------------------------------------------------------------- shapes


def downwards(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Month", *figures)]
    rows += [(m.short, *(typed(ref, of[m]) for ref, of in figures.items())) for m in MONTHS]
    return book(path, {"KPI": rows})


def long_form(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Period", "Ref", "Value")]
    rows += [(f"{m.iso}-01", ref, said(ref, of[m])) for m in MONTHS for ref, of in figures.items()]
    return text_file(path, rows)


def long_form_with_years(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Indicator code", "Financial year", "Month", "Actual", "Target")]
    rows += [(ref, "2017-18", m.name, typed(ref, of[m]), 50) for ref, of in figures.items() for m in MONTHS]
    return book(path, {"Data": rows})


def a_sheet_for_each_month(path: Path, figures: Figures) -> Path:
    sheets: dict[str, Rows] = {
        m.short: [("Ref", "Actual", "Target"), *((r, typed(r, of[m]), 5) for r, of in figures.items())]
        for m in MONTHS
    }
    return book(path, sheets)


def a_table_for_each_service(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Monthly indicators 2017-18",)]
    for ref, of in figures.items():
        rows += [(), ("SERVICE",), *wide({ref: of}, short())]
    return book(path, {"KPI": rows})


# --------------------------------------------------------------------------------------------- rows


def running_number(path: Path, figures: Figures) -> Path:
    rows: Rows = [("No.", "Measure code", *short())]
    rows += [(n, r, *(typed(r, of[m]) for m in MONTHS)) for n, (r, of) in enumerate(figures.items(), 1)]
    return book(path, {"KPI": rows})


def titles_alone(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Indicator", *short())]
    rows += [(TITLES[ref], *(typed(ref, of[m]) for m in MONTHS)) for ref, of in figures.items()]
    return book(path, {"KPI": rows})


def measure_is_the_title(path: Path, figures: Figures) -> Path:
    rows: Rows = [("Ref", "Measure", *short())]
    rows += [(ref, TITLES[ref], *(typed(ref, of[m]) for m in MONTHS)) for ref, of in figures.items()]
    return book(path, {"KPI": rows})


def many_others(path: Path, figures: Figures) -> Path:
    rows = wide(figures, short())
    return book(path, {"KPI": [rows[0], *((f"ZZ {n}", *range(7)) for n in range(60)), *rows[1:]]})


# ------------------------------------------------------------------------------------------ numbers


def text_figures(path: Path, figures: Figures) -> Path:
    return text_file(path, wide(figures, short(), said))


def commas(path: Path, figures: Figures) -> Path:
    return text_file(path, wide(figures, short(), spaced(",")))


def spaced(blank: str) -> Callable[[str, Decimal | None], str]:
    return lambda ref, n: said(ref, n) if ref in PERCENT or n is None else f"{n:,}".replace(",", blank)


def no_break_blanks(path: Path, figures: Figures) -> Path:
    return text_file(path, wide(figures, short(), spaced("\u00a0")))


def thin_blanks(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, short(), spaced("\u2009"))})


def plain_blanks(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, short(), spaced(" "))})


def apostrophes(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, short(), spaced("’"))})


def float_noise(path: Path, figures: Figures) -> Path:
    return text_file(path, wide(figures, short(), noisy))


def noisy(ref: str, figure: Decimal | None) -> str:
    if figure is None:
        return ""
    return f"{float(figure):.17f}{'%' if ref in PERCENT else ''}"


def semicolons(path: Path, figures: Figures) -> Path:
    return text_file(path, wide(figures, short(), said), ";")


def percent_in_words(path: Path, figures: Figures) -> Path:
    return book(path, {"KPI": wide(figures, short(), lambda ref, n: said(ref, n).replace("%", " per cent"))})


def noted(path: Path, figures: Figures) -> Path:
    def cell(ref: str, figure: Decimal | None) -> str | None:
        return f"{said(ref, figure)} (re-run)" if figure is not None else None

    return book(path, {"KPI": wide(figures, short(), cell)})


def brackets(path: Path, figures: Figures) -> Path:
    def cell(ref: str, figure: Decimal | None) -> str:
        return f"({-figure:,})" if figure is not None and figure < 0 else said(ref, figure)

    return text_file(path, wide(figures, short(), cell))


def late(path: Path, figures: Figures) -> Path:
    def cell(ref: str, figure: Decimal | None) -> Any:
        return "Awaiting data" if figure is None else typed(ref, figure)

    return book(path, {"KPI": wide(figures, short(), cell)})


def number_formats(path: Path, figures: Figures) -> Path:
    def cell(ref: str, figure: Decimal | None) -> Any:
        value = typed(ref, figure)
        return value if figure is None or ref in PERCENT else (value, "#,##0;[Red]-#,##0")

    return book(path, {"KPI": wide(figures, short(), cell)})


REFUSED = (named_alone, plain_names, unsaid_columns)
"""Layouts that do not say all that is needed."""

HELPERS = {book, text_file, typed, said, wide, short, names, paired, spaced, noisy, divmod_month, fill}

LAYOUTS: dict[str, Callable[[Path, Figures], Path]] = {
    name: made
    for name, made in list(globals().items())
    if callable(made) and getattr(made, "__module__", "") == __name__ and made not in HELPERS
}
"""Every layout by its name."""
