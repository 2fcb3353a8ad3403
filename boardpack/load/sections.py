"""data/sections.csv → sections with their tables, in order."""

from __future__ import annotations

import re

from boardpack.load.cell_parsers import language_tag, required, whole
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project
from boardpack.model.pack import PAGES, Section, TableGroup

FILE = "data/sections.csv"
SUMMARY_FILE = "directors-summary"

PLACES = frozenset(
    {"cover", "stamp", "contents", SUMMARY_FILE, "action-log", "rag-summary", "notes", "data-notes"}
)
"""The places that every pack has, in links to it; no table may have the key of one."""

COLUMNS = Columns(
    ("section", "order", "title", "table"),
    ("published_title", "charts", "summary_heading", "language", "table_title", "page"),
)


def read_sections(project: Project, faults: FindingLog) -> tuple[Section, ...] | None:
    """Read the sections; None when the file cannot be read."""
    sheet = read_sheet(project, FILE, COLUMNS, faults)
    if sheet is None:
        return None
    rows = [row for row in sheet.rows if required(row, "section", faults)]
    ordered = sorted(rows, key=lambda row: whole(row, "order", row.line, faults))
    groups: dict[str, list[CsvRow]] = {}
    for row in ordered:
        groups.setdefault(row["section"], []).append(row)
    seen: dict[str, CsvRow] = {}
    return tuple(
        _section(order, key, group, seen, faults) for order, (key, group) in enumerate(groups.items(), 1)
    )


def _section(
    order: int, key: str, rows: list[CsvRow], seen: dict[str, CsvRow], faults: FindingLog
) -> Section:
    first = rows[0]
    title = required(first, "title", faults, key)
    for row in rows[1:]:
        for name in ("title", "published_title", "language"):
            if row[name] and row[name] != first[name]:
                faults.error(
                    "section-conflict", row.place(name), f"another `{name}` for the section {excerpt(key)}",
                    f"that of line {first.line}", "Give the section one title in all its rows.", subject=key,
                )  # fmt: skip
    _note_like_titles(rows, faults)
    tables = [_table(row, seen, faults) for row in rows if row["table"]]
    return Section(
        key=key,
        order=order,
        title=title or key,
        published_title=first["published_title"] or title or key,
        tables=tuple(table for table in tables if table is not None),
        place=first.place(),
        language=language_tag(first, faults),
    )


def _note_like_titles(rows: list[CsvRow], faults: FindingLog) -> None:
    """Two tables of a section with one title cannot be distinguished in headings, contents and outline."""
    known: dict[str, CsvRow] = {}
    for row in rows:
        title = row["table_title"].casefold()
        if title and title in known:
            faults.error(
                "table-title-repeated", row.place("table_title"), excerpt(row["table_title"]),
                f"a title that the section's other tables do not have (see line {known[title].line})",
                "Give the table a title of its own.",
            )  # fmt: skip
        known.setdefault(title, row)


def _table(row: CsvRow, seen: dict[str, CsvRow], faults: FindingLog) -> TableGroup | None:
    key = row["table"]
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", key) or key.casefold() in PLACES:
        faults.error(
            "table-name", row.place("table"), excerpt(key),
            "the stem of its narrative file: letters, digits, hyphens", "Write, for example, `front-door`.",
        )  # fmt: skip
        return None
    if key in seen:
        faults.error(
            "table-repeated", row.place("table"), f"the table {excerpt(key)} a second time",
            f"each table once (see line {seen[key].line})", "Rename or delete one of the two rows.",
        )  # fmt: skip
        return None
    seen[key] = row
    if row["page"] not in ("", *PAGES):
        faults.error(
            "table-page", row.place("page"), excerpt(row["page"]), "`portrait`, `landscape` or nothing",
            "Write how the table's pages are turned, or leave it to the brand.", subject=key,
        )  # fmt: skip
    return TableGroup(
        key=key,
        order=len(seen),
        section=row["section"],
        charts=row["charts"] or "columns",
        summary_heading=row["summary_heading"],
        place=row.place(),
        title=row["table_title"],
        page=row["page"] if row["page"] in PAGES else "",
    )
