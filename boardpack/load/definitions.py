"""data/definitions.csv → the versions of each indicator's definition, in order of their start."""

from __future__ import annotations

from collections.abc import Mapping

from boardpack.load.cells import known_ref, month, required
from boardpack.load.project import Project
from boardpack.load.report import Faults
from boardpack.load.sheet import Columns, Row, read_sheet
from boardpack.model.indicator import Definition
from boardpack.model.period import Period

FILE = "data/definitions.csv"

COLUMNS = Columns(
    ("ref", "title"), ("version", "from", "reference", "summary_reference", "summary_title", "change")
)


def read_definitions(
    project: Project, known: Mapping[str, str], faults: Faults
) -> Mapping[str, tuple[Definition, ...]] | None:
    """Read the definitions of the known indicators (canonical reference → as displayed)."""
    sheet = read_sheet(project, FILE, COLUMNS, faults)
    if sheet is None:
        return None
    found: dict[str, list[tuple[Row, Definition]]] = {}
    for row in sheet.rows:
        if ref := known_ref(row, "ref", known, faults):
            found.setdefault(ref, []).append((row, _definition(row, ref, faults)))
    return {ref: _in_force(ref, versions, faults) for ref, versions in found.items()}


def _definition(row: Row, ref: str, faults: Faults) -> Definition:
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
    )


def _in_force(ref: str, versions: list[tuple[Row, Definition]], faults: Faults) -> tuple[Definition, ...]:
    """Put versions in the order of their start, and let only one begin in a month."""
    kept: dict[Period | None, tuple[Row, Definition]] = {}
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
