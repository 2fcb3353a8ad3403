"""A published table as DfE, ONS and the NHS publish it: area, period, measure, value, or a column a measure.

This module alone of the package knows pandas: such tables have hundreds of thousands of rows.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path

import pandas as pd
from msgspec import Struct

from boardpack.errors import UsageFault
from boardpack.load.files import ReadFault, read_named_file
from boardpack.load.findings import nearest
from boardpack.model.period import parse_period

LARGEST = 400_000_000
"""Bytes of a published table at most: far above the largest that the departments publish."""


class Figures(Struct, frozen=True):
    """What a table says of one measure in one period."""

    period: str
    """As a pack writes it: `2024-25`."""
    values: Mapping[str, Decimal | None]
    """Code of an area → its figure; None where it is not given, see WITHHELD."""
    texts: Mapping[str, str]
    """Code of an area → its cell as it is."""
    names: Mapping[str, str]


class TableQuery(Struct, frozen=True):
    """What is taken out of a table."""

    named: Mapping[str, str] = {}
    """Columns of other names: what it holds → its header."""
    where: Mapping[str, str] = {}
    """Header → the one value of its rows that are taken, such as `sex` → `Total`."""
    measures: tuple[str, ...] = ()
    """The measures asked for: each may be a column of its own."""
    period: str = ""
    """The period to take; empty for the latest."""


class PublishedTable(Struct, frozen=True):
    """A table read: its columns by what they hold, and its rows."""

    frame: pd.DataFrame
    columns: Mapping[str, str]
    wanted: TableQuery = TableQuery()


# ------------------------------------------------------------------------------------------- reading


def read_published_table(file: Path, wanted: TableQuery) -> PublishedTable:
    """Read the columns that are needed, as text. UsageFault when one of them is not found."""
    try:
        data = read_named_file(file, limit=LARGEST)
        encoding = _encoding(data)
        header = list(pd.read_csv(BytesIO(data), nrows=0, dtype=str, encoding=encoding).columns)
        columns = _columns(header, wanted)
        areas = [name for part in ("area", "name") for name in _others(part, header, columns)]
        needed = {*columns.values(), *wanted.where, *areas, *wanted.measures} & {*header}
        frame = pd.read_csv(
            BytesIO(data), usecols=sorted(needed), dtype=str, keep_default_na=False, encoding=encoding
        )
    except (OSError, ReadFault, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise UsageFault(
            f"{file.name}: cannot be read as a CSV table ({fault}). Save it as “CSV UTF-8” and compare that."
        ) from fault
    for part in ("area", "name"):
        for other in _others(part, header, columns):
            own = columns[part]
            frame[own] = frame[own].where(frame[own].str.strip() != "", frame[other])
    for name, value in wanted.where.items():
        frame = frame[frame[name].str.strip() == value]
    if frame.empty:
        said = ", ".join(f"{name}={value}" for name, value in wanted.where.items())
        raise UsageFault(f"{file.name}: there are no rows" + (f" where {said}." if said else "."))
    return PublishedTable(frame, columns, wanted)


def _encoding(data: bytes) -> str:
    """UTF-8, or what programs write in western Europe; a workbook is neither."""
    if data[:4] in {b"PK\x03\x04", b"\xd0\xcf\x11\xe0"}:
        raise UsageFault("This is a workbook. Save the sheet with the figures as “CSV UTF-8”.")
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        for start in range(0, len(data), CHUNK):
            decoder.decode(data[start : start + CHUNK], final=start + CHUNK >= len(data))
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


CHUNK = 1_000_000
"""Bytes looked at together, so that a large table is not held a second time."""


def _columns(header: list[str], wanted: TableQuery) -> Mapping[str, str]:
    """Which column holds what; measure and value may be missing where each measure is a column."""
    missing = [name for name in wanted.where if name not in header]
    if missing:
        raise UsageFault(
            f"There is no column {missing[0]!r}{nearest(missing[0], header)}; there are: {', '.join(header)}."
        )
    found = {what: _column(what, header, wanted.named) for what in HEADERS}
    wide = bool(wanted.measures) and all(name in header for name in wanted.measures)
    for what in HEADERS if not wide else ("area", "period"):
        if not found[what] and what != "name":
            raise UsageFault(
                f"Which column holds the {what}? There are: {', '.join(header)}. "
                f"Say it with --column {what}=HEADER."
            )
    kept = {"area", "name", "period"} if wide else set(HEADERS)
    return {what: name for what, name in found.items() if name and what in kept}


def _column(what: str, header: list[str], named: Mapping[str, str]) -> str:
    if what in named:
        if named[what] in header:
            return named[what]
        raise UsageFault(
            f"There is no column {named[what]!r} for the {what}; there are: {', '.join(header)}."
        )
    folded = {_folded(name): name for name in header}
    return next((folded[name] for name in HEADERS[what] if name in folded), "")


def _others(part: str, header: list[str], columns: Mapping[str, str]) -> list[str]:
    """The columns that name regions and the country, where a table has one for each kind of area."""
    own = columns.get(part, "")
    ends = "code" if part == "area" else "name"
    folded = {_folded(name): name for name in header}
    kinds = [folded[f"{kind}_{ends}"] for kind in ("region", "country") if f"{kind}_{ends}" in folded]
    return [name for name in kinds if own and name != own]


def _folded(name: str) -> str:
    return re.sub(r"[\s_\-]+", "_", name.strip().casefold())


# ------------------------------------------------------------------------------------------- figures


def measures(table: PublishedTable) -> tuple[str, ...]:
    """The measures of a table, in order of their names."""
    if "measure" not in table.columns:
        return table.wanted.measures
    return tuple(sorted(set(table.frame[table.columns["measure"]])))


def published_figures(table: PublishedTable, measure: str) -> Figures | None:
    """Return the figures of a measure in one period; None for a measure that there is not.

    UsageFault when it is not clear which period is the latest, or when an area has several figures.
    """
    columns, rows = table.columns, table.frame
    if "measure" in columns:
        rows = rows[rows[columns["measure"]] == measure]
    if rows.empty:
        return None
    period = _chosen_period(set(rows[columns["period"]]), table.wanted.period)
    rows = rows[rows[columns["period"]] == period]
    rows = rows[rows[columns["area"]].str.strip() != ""]
    codes = [str(code).strip() for code in rows[columns["area"]]]
    _refuse_twice(codes, measure, rows, table)
    texts = dict(zip(codes, map(str, rows[columns.get("value", measure)]), strict=True))
    names = dict(zip(codes, map(str, rows[columns["name"]]), strict=True)) if "name" in columns else {}
    values = {code: published_number(text) for code, text in texts.items()}
    return Figures(_period(period), values, texts, names)


def _refuse_twice(codes: list[str], measure: str, rows: pd.DataFrame, table: PublishedTable) -> None:
    """Refuse areas with several rows: the table is broken down by something, and one is to be chosen."""
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        alike = rows[rows[table.columns["area"]].str.strip() == twice]
        raise UsageFault(
            f"{twice} has {len(alike)} rows for {measure!r} in {alike[table.columns['period']].iloc[0]}: the "
            "table is broken down further, or a row is repeated. Say which rows are meant with "
            "--where HEADER=VALUE, such as --where sex=Total."
        )


def _chosen_period(periods: Iterable[str], asked: str) -> str:
    """The period asked for, or the latest. UsageFault where neither is clear."""
    every = sorted(periods)
    if asked:
        found = next((text for text in every if asked in {text, _period(text)}), "")
        if not found:
            raise UsageFault(f"There is no period {asked!r}; there are: {', '.join(every[-12:])}.")
        return found
    known = {text: parse_period(_period(text)) for text in every}
    dated = {text: period for text, period in known.items() if period is not None}
    if len(dated) == len(known):
        return max(dated, key=lambda text: (dated[text].last, dated[text].length))
    if all(re.fullmatch(r"\d{4,8}", text.strip()) for text in every) and len({*map(len, every)}) == 1:
        return every[-1]
    unknown = next(text for text in every if known[text] is None)
    raise UsageFault(
        f"Which of the periods is the latest cannot be told: {unknown!r} is not understood. Say one with "
        f"--period; there are: {', '.join(every[-12:])}."
    )


def published_number(text: str) -> Decimal | None:
    """Read a cell as a number; None for any sign or word."""
    try:
        number = Decimal(text.replace(",", "").replace("%", "").replace("£", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def is_withheld(text: str) -> bool:
    """Whether a cell is one of the signs that a publisher puts where there is no figure."""
    return re.sub(r"[\[\]\s]", "", text.casefold()) in WITHHELD


def _period(text: str) -> str:
    """Write `202425` as `2024-25`, as DfE's tables have it; others as they are."""
    text = text.strip()
    if (found := re.fullmatch(r"(20\d{2})(\d{2})", text)) and int(found[2]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}-{found[2]}"
    return text.replace("/", "-") if re.fullmatch(r"20\d{2}/\d{2}", text) else text


WITHHELD = frozenset((
    "", "c", "x", "z", "k", "u", "low", "w", ":", "..", ".", "-", "~", "*", "na", "n/a", "#n/a", "nan",
    "null",
))  # fmt: skip
"""What publishers put in place of a figure: confidential, not available, not applicable, rounded to 0."""

HEADERS: Mapping[str, tuple[str, ...]] = {
    "area": ("area_code", "new_la_code", "geography_code", "la_code", "areacd", "org_code", "code"),
    "name": ("area_name", "la_name", "geography_name", "areanm", "org_name", "name"),
    "period": ("time_period", "period", "year", "financial_year", "date"),
    "measure": ("measure", "indicator", "metric", "indicator_name", "variable", "measure_name"),
    "value": ("value", "figure", "outturn", "result"),
}
"""What a column holds → the headers that say so; the first that a table has is taken."""
