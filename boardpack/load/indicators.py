"""data/indicators.csv and definitions.csv → indicators in the committee's order."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from boardpack.load.cell_parsers import (
    check_ref,
    known_ref,
    language_tag,
    month,
    required,
    several,
    tolerance,
    whole,
    word,
    yes_no,
)
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt, nearest
from boardpack.load.project import Project
from boardpack.load.value_parser import read_number
from boardpack.model.finding import Place
from boardpack.model.indicator import (
    CHART_KINDS,
    Basis,
    Definition,
    Indicator,
    Polarity,
    Ratio,
    Unit,
    canonical_ref,
)
from boardpack.model.pack import Section
from boardpack.model.period import Period

FILE = "data/indicators.csv"

COLUMNS = Columns(
    ("ref", "order", "section", "table", "polarity", "unit"),
    (
        "decimals", "basis", "owner", "zero_possible", "numerator", "denominator", "in_summary", "min", "max",
        "grades", "frequency", "latest_within", "tolerance", "least_cases", "chart", "parts", "sensitive",
    ),
)  # fmt: skip


def read_indicators(
    project: Project, sections: tuple[Section, ...] | None, faults: FindingLog
) -> tuple[Indicator, ...] | None:
    """Read the indicators and their definitions; None when either file cannot be read."""
    sheet = read_sheet(project, FILE, COLUMNS, faults)
    if sheet is None:
        return None
    if not sheet.rows:
        faults.error(
            "file-empty", Place(FILE), "no indicator below the header", "a row for each indicator",
            "Add the rows; a pack without indicators says nothing.",
        )  # fmt: skip
    rows = _unique(sheet.rows, faults)
    definitions = read_definitions(project, {ref: row["ref"] for ref, row in rows.items()}, faults)
    if definitions is None:
        return None
    places = None if sections is None else _places(sections)
    ordered = sorted(
        ((whole(row, "order", row.line, faults), row.line, ref, row) for ref, row in rows.items()),
        key=lambda entry: entry[:2],
    )
    return tuple(
        _indicator(
            order,
            ref,
            row,
            definitions=_versions(ref, row, definitions, faults),
            places=places,
            known=rows,
            faults=faults,
        )
        for order, _, ref, row in ordered
    )


class SectionPlaces(Struct, frozen=True):
    """Where an indicator may be placed."""

    sections: tuple[str, ...]
    tables: Mapping[str, str]
    """Table → the section it belongs to."""


def _places(sections: tuple[Section, ...]) -> SectionPlaces:
    tables = {table.key: table.section for section in sections for table in section.tables}
    return SectionPlaces(tuple(section.key for section in sections), tables)


def _unique(rows: tuple[CsvRow, ...], faults: FindingLog) -> dict[str, CsvRow]:
    found: dict[str, CsvRow] = {}
    for row in rows:
        ref = canonical_ref(required(row, "ref", faults))
        if ref and found.setdefault(ref, row) is not row:
            faults.error(
                "ref-repeated", row.place("ref"), f"the reference {excerpt(row['ref'])} a second time",
                f"each indicator once (see line {found[ref].line})",
                "Delete one of the two rows, or correct its reference.", subject=ref,
            )  # fmt: skip
        elif ref and _PERIOD.fullmatch(" ".join(row["ref"].split())):
            faults.warning(
                "ref-period", row.place("ref"),
                f"the reference {excerpt(row['ref'])}, which reads as a period",
                "a reference such as `QU 1`, that no sentence uses for a month, a quarter or a year",
                "Choose another: “Q2 rose” in the text would be read of the quarter.", subject=ref,
            )  # fmt: skip
    return found


_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?:(?:19|20)[0-9]{2}(?:[-/](?:[0-9]{2}){1,2})?|[0-9]{2}/[0-9]{2})"
_PERIOD = re.compile(
    rf"(?:q[1-4]|quarter ?[1-4]|(?:fy ?)?{_YEAR}|(?:{_MONTHS}))(?:[- /']*(?:{_YEAR}|[0-9]{{1,2}}))?",
    re.IGNORECASE,
)
"""How people write a month, a quarter or a whole year."""


def _versions(
    ref: str, row: CsvRow, definitions: Mapping[str, tuple[Definition, ...]], faults: FindingLog
) -> tuple[Definition, ...]:
    """The indicator's definitions, or a substitute that shows its reference for a title."""
    if versions := definitions.get(ref):
        return versions
    faults.error(
        "definition-missing", row.place("ref"), f"no definition of {excerpt(row['ref'])}",
        "a row for it in data/definitions.csv", "Add the row with its title.", subject=ref,
    )  # fmt: skip
    shown = row["ref"]
    return (Definition("", None, shown, shown, shown, shown, "", row.place()),)


def _indicator(
    order: int,
    ref: str,
    row: CsvRow,
    *,
    definitions: tuple[Definition, ...],
    places: SectionPlaces | None,
    known: Collection[str],
    faults: FindingLog,
) -> Indicator:
    section, table = _where(ref, row, places, faults)
    required(row, "unit", faults, ref)
    unit, scale = word(row, "unit", UNITS, (Unit.COUNT, 1), faults)
    grades = _grades(row, unit, faults, ref)
    indicator = Indicator(
        ref=ref,
        order=order,
        section=section,
        table=table,
        definitions=definitions,
        unit=unit,
        decimals=whole(row, "decimals", 0, faults, most=6) - (len(str(scale)) - 1),
        polarity=word(row, "polarity", POLARITIES, None, faults),
        basis=word(row, "basis", BASES, Basis.NOT_STATED, faults),
        owner=row["owner"],
        zero_possible=yes_no(row, "zero_possible", faults, default=True),
        ratio=_ratio(ref, row, known, faults),
        in_summary=yes_no(row, "in_summary", faults, default=True),
        place=row.place(),
        scale=scale,
        grades=grades,
        frequency=word(row, "frequency", FREQUENCIES, FREQUENCIES.get(row["basis"].casefold(), 0), faults),
        latest_within=whole(row, "latest_within", 0, faults, most=60) if row["latest_within"] else None,
        tolerance=tolerance(row, "tolerance", scale, faults),
        least_cases=whole(row, "least_cases", 0, faults),
        chart=word(row, "chart", CHARTS, "", faults),
        parts=tuple(check_ref(part, row, "parts", known, faults) for part in several(row["parts"])),
        sensitive=yes_no(row, "sensitive", faults, default=False),
    )
    lawful = (
        _limit(row, "min", indicator.least, scale, faults),
        _limit(row, "max", indicator.most, scale, faults),
    )
    return replace(indicator, limits=lawful)


def _limit(row: CsvRow, name: str, default: Decimal | None, scale: int, faults: FindingLog) -> Decimal | None:
    """Read the smallest or largest lawful value: a number, `none` for no limit, blank for the unit's own."""
    text = row[name]
    if text.casefold() in {"none", "no limit", "any"}:
        return None
    if not text:
        return default
    if (number := read_number(text)) is not None:
        return number * scale
    faults.error(
        "number-unknown", row.place(name), excerpt(text), "a number such as `-100` or `120`, or `none`",
        f"Write the {'smallest' if name == 'min' else 'largest'} lawful value, or `none` for no limit.",
        subject=canonical_ref(row["ref"]),
    )  # fmt: skip
    return default


def _grades(row: CsvRow, unit: Unit, faults: FindingLog, ref: str) -> tuple[str, ...]:
    """Read the list of grades, written from the best to the worst, and turn it round."""
    if unit is Unit.YES_NO:
        return ("No", "Yes")
    names = tuple(dict.fromkeys(part.strip() for part in row["grades"].split(";") if part.strip()))
    if unit is Unit.GRADE and len(names) < 2:
        faults.error(
            "cell-blank", row.place("grades"), f"{len(names)} grades" if names else "a blank `grades`",
            "two grades or more, the best first, with semicolons between",
            "Fill in the column, such as `Outstanding; Good; Requires improvement; Inadequate`.", subject=ref,
        )  # fmt: skip
    return names[::-1] if unit is Unit.GRADE else ()


def _where(ref: str, row: CsvRow, places: SectionPlaces | None, faults: FindingLog) -> tuple[str, str]:
    """The section and table of an indicator; a table that is not there is left empty."""
    section, table = required(row, "section", faults, ref), row["table"]
    if places is None:  # the file of sections has a finding already
        return section, table
    keys, homes = places.sections, places.tables
    if section and section not in keys:
        faults.error(
            "section-unknown", row.place("section"),
            f"the section {excerpt(section)}{nearest(section, keys)}",
            "a section of data/sections.csv", "Correct its name, or add the section.", subject=ref,
        )  # fmt: skip
    if not table or homes.get(table) == section:
        return section, table
    if table in homes:
        faults.error(
            "table-elsewhere", row.place("table"),
            f"the table {excerpt(table)}, which belongs to the section {excerpt(homes[table])}",
            f"a table of the section {excerpt(section)}", "Correct the section or the table.", subject=ref,
        )  # fmt: skip
        return homes[table], table
    faults.error(
        "table-unknown", row.place("table"), f"the table {excerpt(table)}{nearest(table, homes)}",
        "a table of data/sections.csv", "Correct its name, or add the table.", subject=ref,
    )  # fmt: skip
    return section, ""


def _ratio(ref: str, row: CsvRow, known: Collection[str], faults: FindingLog) -> Ratio | None:
    parts = [
        tuple(check_ref(part, row, name, known, faults) for part in several(row[name]))
        for name in ("numerator", "denominator")
    ]
    if bool(parts[0]) != bool(parts[1]):
        name = "denominator" if parts[0] else "numerator"
        faults.error(
            "ratio-half", row.place(name), f"a blank `{name}` beside the other part",
            "both parts of the ratio, or neither",
            f"Fill in the `{name}`, such as `CL 1 + CL 2`.", subject=ref,
        )  # fmt: skip
        return None
    return Ratio(parts[0], parts[1]) if all(parts) and all((*parts[0], *parts[1])) else None


UNITS: dict[str, tuple[Unit, int]] = {
    **{unit.value: (unit, 1) for unit in Unit},
    "%": (Unit.PERCENT, 1), "percentage": (Unit.PERCENT, 1), "number": (Unit.COUNT, 1),
    "fte": (Unit.AVERAGE, 1), "£k": (Unit.POUNDS, 1_000), "£m": (Unit.POUNDS, 1_000_000),
}  # fmt: skip
"""The words for units, each with what a bare number in the cells is multiplied by."""


POLARITIES: dict[str, Polarity | None] = {
    **dict.fromkeys(("close to target", "close to the target", "target", "t"), Polarity.TARGET),
    **{polarity.value.casefold(): polarity for polarity in Polarity},
    **{polarity.words: polarity for polarity in Polarity},
}

FREQUENCIES = {
    "month": 0, "monthly": 0, "quarter": 3, "quarterly": 3, "year": 12, "annual": 12, "yearly": 12,
}  # fmt: skip
"""Words for how often an indicator has a value: months between two, 0 for each of the pack's periods."""

CHARTS = {name: name for name in CHART_KINDS}

BASES = {basis.value: basis for basis in Basis}


DEFINITIONS_FILE = "data/definitions.csv"

DEFINITION_COLUMNS = Columns(
    ("ref", "title"),
    (
        "version", "from", "reference", "summary_reference", "summary_title", "change", "language",
        "also_known_as",
    ),
)  # fmt: skip


def read_definitions(
    project: Project, known: Mapping[str, str], faults: FindingLog
) -> Mapping[str, tuple[Definition, ...]] | None:
    """Read the definitions of the known indicators (canonical reference → as displayed)."""
    sheet = read_sheet(project, DEFINITIONS_FILE, DEFINITION_COLUMNS, faults)
    if sheet is None:
        return None
    found: dict[str, list[tuple[CsvRow, Definition]]] = {}
    for row in sheet.rows:
        if ref := known_ref(row, known, faults):
            found.setdefault(ref, []).append((row, _definition(row, ref, faults)))
    return {ref: _in_force(ref, versions, faults) for ref, versions in found.items()}


def _definition(row: CsvRow, ref: str, faults: FindingLog) -> Definition:
    title = required(row, "title", faults, ref)
    reference = row["reference"] or row["ref"]
    return Definition(
        version=row["version"],
        start=month(row, "from", faults),
        reference=reference,
        title=title,
        summary_reference=row["summary_reference"] or reference,
        summary_title=row["summary_title"] or title,
        change=row["change"],
        place=row.place(),
        language=language_tag(row, faults),
        also_known_as=tuple(filter(None, (name.strip() for name in row["also_known_as"].split(";")))),
    )


def _in_force(
    ref: str, versions: list[tuple[CsvRow, Definition]], faults: FindingLog
) -> tuple[Definition, ...]:
    """Put versions in the order of their start, and let only one begin in a month."""
    kept: dict[Period | None, tuple[CsvRow, Definition]] = {}
    for row, definition in versions:
        first = kept.setdefault(definition.start, (row, definition))[0]
        if first is not row:
            faults.error(
                "definition-repeated", row.place("ref"),
                f"a second definition from {definition.start.iso if definition.start else 'the beginning'}",
                f"one definition at a time (see line {first.line})",
                "Give the later version its first month under `from`, or delete one of the two.", subject=ref,
            )  # fmt: skip
    ordered = sorted(kept.values(), key=lambda pair: pair[1].start or Period(1, 1))
    return tuple(definition for _, definition in ordered)
