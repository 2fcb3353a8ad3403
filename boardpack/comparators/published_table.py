"""A published table in tidy form, as DfE, ONS and the NHS publish them: area, period, measure, value.

This module alone of the package knows pandas: such tables have hundreds of thousands of rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path

import pandas as pd
from msgspec import Struct

from boardpack.errors import UsageFault
from boardpack.load.files import read_named_file

LARGEST = 400_000_000
"""Bytes of a published table at most: far above the largest that the departments publish."""


class Figures(Struct, frozen=True):
    """What a table says of one measure in its latest period."""

    period: str
    """As a pack writes it: `2024-25`."""
    values: Mapping[str, Decimal | None]
    """Code of an area → its figure; None where it is not given, such as `c`, `z`, `x`, `:`."""
    names: Mapping[str, str]


class PublishedTable(Struct, frozen=True):
    """A table read: its columns by what they hold, and its rows."""

    frame: pd.DataFrame
    columns: Mapping[str, str]


def read_table(file: Path, named: Mapping[str, str]) -> PublishedTable:
    """Read the columns that are needed, as text. UsageFault when one of them is not found.

    `named` gives columns that go by other names: what it holds → its header.
    """
    try:
        data = read_named_file(file, limit=LARGEST)
        header = list(pd.read_csv(BytesIO(data), nrows=0, dtype=str, encoding="utf-8-sig").columns)
        columns = {what: _column(what, header, named) for what in HEADERS}
        needed = [name for name in columns.values() if name]
        frame = pd.read_csv(
            BytesIO(data), usecols=needed, dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as fault:
        raise UsageFault(f"{file.name}: cannot be read as a CSV table in UTF-8 ({fault}).") from fault
    return PublishedTable(frame, {what: name for what, name in columns.items() if name})


def _column(what: str, header: list[str], named: Mapping[str, str]) -> str:
    if what in named:
        if named[what] in header:
            return named[what]
        raise UsageFault(
            f"There is no column {named[what]!r} for the {what}; there are: {', '.join(header)}."
        )
    folded = {re.sub(r"[\s_\-]+", "_", name.strip().casefold()): name for name in header}
    found = next((folded[name] for name in HEADERS[what] if name in folded), "")
    if not found and what != "name":
        raise UsageFault(
            f"Which column holds the {what}? There are: {', '.join(header)}. "
            f"Say it with --column {what}=HEADER."
        )
    return found


def measures(table: PublishedTable) -> tuple[str, ...]:
    """The measures of a table, in order of their names."""
    return tuple(sorted(set(table.frame[table.columns["measure"]])))


def figures(table: PublishedTable, measure: str) -> Figures | None:
    """Return the figures of a measure in its latest period; None for a measure that there is not."""
    columns, rows = table.columns, table.frame[table.frame[table.columns["measure"]] == measure]
    if rows.empty:
        return None
    latest = max(rows[columns["period"]], key=lambda text: re.sub(r"\D", "", text))
    rows = rows[rows[columns["period"]] == latest]
    codes = [str(code).strip() for code in rows[columns["area"]]]
    values = {code: _number(str(text)) for code, text in zip(codes, rows[columns["value"]], strict=True)}
    names = dict(zip(codes, map(str, rows[columns["name"]]), strict=True)) if "name" in columns else {}
    return Figures(_period(latest), values, names)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").replace("%", "").replace("£", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _period(text: str) -> str:
    """Write `202425` as `2024-25`, as DfE's tables have it; others as they are."""
    text = text.strip()
    if (found := re.fullmatch(r"(20\d{2})(\d{2})", text)) and int(found[2]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}-{found[2]}"
    return text.replace("/", "-") if re.fullmatch(r"20\d{2}/\d{2}", text) else text


HEADERS: Mapping[str, tuple[str, ...]] = {
    "area": ("area_code", "new_la_code", "geography_code", "la_code", "areacd", "org_code", "code"),
    "name": ("area_name", "la_name", "geography_name", "areanm", "org_name", "name"),
    "period": ("time_period", "period", "year", "financial_year", "date"),
    "measure": ("measure", "indicator", "metric", "indicator_name", "variable", "measure_name"),
    "value": ("value", "figure", "outturn", "result"),
}
"""What a column holds → the headers that say so; the first that a table has is taken."""
