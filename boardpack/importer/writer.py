"""A plan → the files it changes: values, restatements, notes, what was normalised, commentary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from boardpack.importer.cell_values import as_percent
from boardpack.importer.model import (
    CellChange,
    ChangeKind,
    Commentary,
    ImportPlan,
    Key,
    Normalised,
    Note,
    Present,
)
from boardpack.load.csv_table import RawCsv, read_raw
from boardpack.load.files import read_text
from boardpack.load.findings import FindingLog
from boardpack.load.project import FileChange, Project, text_change
from boardpack.load.value_parser import UnitScale, row_scale
from boardpack.load.values import ANNUAL, blank_year, values_file, with_month
from boardpack.load.words import folded_heading
from boardpack.model.indicator import Unit, canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Calendar, FinancialYear, Period, financial_year, parse_period


class Restated(Struct, frozen=True):
    """What is noted beside a value that was published and has changed."""

    on: date
    reason: str = ""


class ValuesFile(Struct, frozen=True):
    """A year's file, and the place of each of its cells."""

    file: str
    csv: RawCsv
    months: Mapping[Period, int]
    rows: Mapping[tuple[str, str], int]
    """(canonical reference, measure) → number of the row."""


def read_present(project: Project, pack: Pack) -> tuple[dict[str, ValuesFile], Present]:
    """The values files up to the pack's year, by their names, and what each cell of them says."""
    files: dict[str, ValuesFile] = {}
    present: dict[Key, str] = {}
    years = {financial_year(month, pack.year.start.month) for _, month in pack.observations}
    for year in sorted({*years, pack.year}, key=lambda year: year.start):
        file = _file_of(year, pack.calendar)
        found = _values_file(file, _raw(project.root, file, required=True), pack.calendar)
        files[found.file] = found
        for (ref, measure), row in found.rows.items():
            for month, column in found.months.items():
                present[ref, measure, month] = found.csv.rows[row][column]
    return files, present


def _file_of(year: FinancialYear, calendar: Calendar) -> str:
    """The file of a year's values; an annual pack has one for all years."""
    return ANNUAL if calendar.cadence is Cadence.YEAR else values_file(year)


def _values_file(file: str, csv: RawCsv, calendar: Calendar) -> ValuesFile:
    months = {
        month: column
        for column, header in enumerate(csv.header)
        if (month := calendar.parse(header)) is not None
    }
    rows: dict[tuple[str, str], int] = {}
    for number, row in enumerate(csv.rows):
        measure = csv.cell(row, "measure").casefold() or "value"
        rows.setdefault((canonical_ref(csv.cell(row, "ref")), measure), number)
    return ValuesFile(file, csv, months, rows)


def _raw(root: Path, file: str, *, required: bool) -> RawCsv:
    faults = FindingLog()
    csv = read_raw(root, file, faults, required=required)
    faults.refuse()
    return csv if csv is not None else RawCsv((), ())


def import_changes(
    project: Project, pack: Pack, plan: ImportPlan, restated: Restated
) -> tuple[FileChange, ...]:
    """The files that a plan changes, what is kept of the old before what replaces it."""
    names = _names(project, pack)
    changes = [
        _restatements(project.root, plan, names, restated),
        _notes(project.root, plan, names),
        _reported(project.root, plan),
        *_values(project, pack, plan, names),
        *_narratives(project.root, plan),
    ]
    return tuple(change for change in changes if change is not None)


def _names(project: Project, pack: Pack) -> dict[str, str]:
    """References as data/indicators.csv writes them."""
    csv = _raw(project.root, "data/indicators.csv", required=True)
    written = {canonical_ref(csv.cell(row, "ref")): csv.cell(row, "ref") for row in csv.rows}
    return {indicator.ref: written.get(indicator.ref, indicator.ref) for indicator in pack.indicators}


# -------------------------------------------------------------------------------------------- lists


def _restatements(
    root: Path, plan: ImportPlan, names: Mapping[str, str], restated: Restated
) -> FileChange | None:
    csv = _or_new(root, "data/restatements.csv", ("ref", "month", "was", "now", "on", "reason"))
    rows = [
        csv.row(
            ref=names[change.ref], month=change.month.iso, was=change.was, now=change.now,
            on=restated.on.isoformat(), reason=restated.reason,
        )
        for change in plan.of_kind(ChangeKind.RESTATED)
        if change.measure == "value"
    ]  # fmt: skip
    return _added("data/restatements.csv", csv, rows, ("ref", "month", "was", "now"))


def _notes(root: Path, plan: ImportPlan, names: Mapping[str, str]) -> FileChange | None:
    """Add remarks on figures; a note that ends in the month before is drawn out to these months."""
    file = "data/notes.csv"
    csv = _or_new(root, file, ("ref", "from", "to", "note"))
    rows = [list(row) for row in csv.rows]
    to = csv.column("to")
    for note in plan.notes:
        earlier = [row for row in rows if _goes_on(csv, row, note)]
        if earlier and to is not None:
            earlier[0][to] = max(note.last.iso, earlier[0][to])
        else:
            months = {"from": note.first.iso, "to": note.last.iso}
            rows.append(list(csv.row(ref=names[note.ref], note=note.text, **months)))
    written = csv.with_rows(tuple(map(tuple, rows)))
    return FileChange(file, written.data) if written.rows != csv.rows else None


def _goes_on(csv: RawCsv, row: Sequence[str], note: Note) -> bool:
    """Whether a row says the same of the same indicator up to the month before, or later."""
    cells = tuple(row)
    same = canonical_ref(csv.cell(cells, "ref")) == note.ref and csv.cell(cells, "note") == note.text
    first, last = (parse_period(csv.cell(cells, name)) for name in ("from", "to"))
    return same and first is not None and last is not None and first <= note.first <= last.plus(1)


def _reported(root: Path, plan: ImportPlan) -> FileChange | None:
    """Log what was not taken word for word; what was logged of a cell that has changed is dropped."""
    file = f"data/reported-{plan.period.iso}.csv"
    csv = _or_new(root, file, ("where", "ref", "field", "text", "used", "reason", "cell"))
    if csv.column("cell") is None:
        csv = replace(csv, header=(*csv.header, "cell"), rows=tuple((*row, "") for row in csv.rows))
    current = _without_stale(csv, plan)
    rows = [_reported_row(csv, entry) for entry in (*plan.normalised, *plan.ratings)]
    added = _added(file, current, rows, ("where", "ref", "field", "text", "used"))
    if added is not None or current.rows == csv.rows:
        return added
    return FileChange(file, current.data)


def _without_stale(csv: RawCsv, plan: ImportPlan) -> RawCsv:
    """The log without the rows of cells that the plan changes."""
    changed = {(change.ref, f"{change.measure} {change.month.iso}") for change in plan.changes}
    rows = tuple(
        row
        for row in csv.rows
        if csv.cell(row, "where") != "table"
        or (canonical_ref(csv.cell(row, "ref")), csv.cell(row, "field")) not in changed
    )
    return csv if len(rows) == len(csv.rows) else csv.with_rows(rows)


def _reported_row(csv: RawCsv, entry: Normalised) -> tuple[str, ...]:
    return csv.row(
        where=entry.area,
        ref=entry.ref,
        field=entry.field,
        text=entry.text,
        used=entry.used,
        reason=entry.reason,
        cell=entry.where,
    )


def _or_new(root: Path, file: str, header: tuple[str, ...]) -> RawCsv:
    csv = _raw(root, file, required=False)
    return csv if csv.header else RawCsv(header, (), marked=True)


def _added(
    file: str, csv: RawCsv, rows: Iterable[tuple[str, ...]], key: tuple[str, ...]
) -> FileChange | None:
    """The file with the rows that it does not have yet; None when it has them all."""
    there = {tuple(csv.cell(row, name) for name in key) for row in csv.rows}
    new = [row for row in rows if tuple(csv.cell(row, name) for name in key) not in there]
    return FileChange(file, csv.with_rows((*csv.rows, *new)).data) if new else None


# ------------------------------------------------------------------------------------------- values


def _values(project: Project, pack: Pack, plan: ImportPlan, names: Mapping[str, str]) -> Iterable[FileChange]:
    files, _ = read_present(project, pack)
    own = files[_file_of(pack.year, pack.calendar)]
    by_file: dict[str, tuple[FinancialYear, list[CellChange]]] = {}
    for change in plan.changes:
        year = financial_year(change.month, pack.year.start.month)
        by_file.setdefault(_file_of(year, pack.calendar), (year, []))[1].append(change)
    for file, (year, changes) in by_file.items():
        values = files.get(file) or _year_file(project.root, file, year, own, pack.calendar)
        yield FileChange(file, changed_values(values, changes, pack, names).data)


def _year_file(root: Path, file: str, year: FinancialYear, own: ValuesFile, calendar: Calendar) -> ValuesFile:
    """The file of an earlier year; one with the rows of the pack's own year where there is none yet."""
    csv = _raw(root, file, required=False)
    return _values_file(file, csv if csv.header else blank_year(own.csv, year), calendar)


def changed_values(
    values: ValuesFile, changes: Iterable[CellChange], pack: Pack, names: Mapping[str, str]
) -> RawCsv:
    """The file with the changes made; a row or a column that it lacks is added."""
    csv = values.csv
    for month in sorted({change.month for change in changes} - set(values.months)):
        csv = with_month(csv, month, pack.calendar)
    values = _values_file(values.file, csv, pack.calendar)
    rows = [list(row) for row in csv.rows]
    numbers = dict(values.rows)
    for change in changes:
        key = (change.ref, change.measure)
        if key not in numbers:
            numbers[key] = len(rows)
            rows.append(list(csv.row(ref=names[change.ref], measure=change.measure)))
        row = rows[numbers[key]]
        indicator = pack.indicator(change.ref)
        if indicator is not None and indicator.unit is Unit.PERCENT and change.measure == "value":
            _unscaled(row, list(values.months.values()))
        row[values.months[change.month]] = marked(change)
    return replace(csv, rows=tuple(map(tuple, rows)))


def marked(change: CellChange) -> str:
    """The text for the values file: a restated number says that it was revised."""
    number = change.now[:1].isdecimal() or change.now[:1] in "-£"
    restated = change.kind is ChangeKind.RESTATED and number and change.measure == "value"
    return f"{change.now.removesuffix(' [p]')} [r]" if restated else change.now


def _unscaled(row: list[str], columns: list[int]) -> None:
    """Write a row of bare fractions as percentages, so that a percent sign among them changes none."""
    if row_scale(row[column] for column in columns) is UnitScale.FRACTIONS:
        for column in columns:
            if re.fullmatch(r"[01](?:\.[0-9]+)?", row[column].strip()):
                row[column] = as_percent(row[column].strip())


# --------------------------------------------------------------------------------------- commentary


def _narratives(root: Path, plan: ImportPlan) -> Iterable[FileChange]:
    by_table: dict[str, dict[str, Commentary]] = {}
    for commentary in plan.commentary:
        by_table.setdefault(commentary.table, {})[commentary.heading] = commentary
    for table, pieces in by_table.items():
        file = f"narratives/{plan.period.iso}/{table}.md"
        text = read_text(root, file, FindingLog(), required=False) or ""
        new = {heading: piece.text for heading, piece in pieces.items()}
        yield text_change(file, with_commentary(text, new, [each.words for each in plan.headings]))


def with_commentary(text: str, pieces: Mapping[str, str], headings: Sequence[str]) -> str:
    """A narrative file with words put under its headings; its comments stay."""
    found = _pieces(text, headings)
    out: list[str] = []
    for heading in headings:
        body = found.get(heading, "")
        if heading in pieces:
            comments = "\n\n".join(re.findall(r"<!--.*?-->", body, re.DOTALL))
            body = "\n\n".join(filter(None, (pieces[heading], comments)))
        out.append("\n\n".join(filter(None, (f"# {heading}", body.strip("\n")))))
    return "\n\n".join(out) + "\n"


def _pieces(text: str, headings: Sequence[str]) -> dict[str, str]:
    """Cut a file at its headings, wherever they are not inside a comment."""
    blanked = re.sub(r"<!--.*?-->", lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.DOTALL)
    lines, shown = text.split("\n"), blanked.split("\n")
    heads = [(n, each) for n, line in enumerate(shown) for each in headings if _is_heading(line, each)]
    ends = [*(n for n, _ in heads[1:]), len(lines)]
    return {each: "\n".join(lines[n + 1 : end]) for (n, each), end in zip(heads, ends, strict=False)}


def _is_heading(line: str, heading: str) -> bool:
    found = re.fullmatch(r"#(?!#)[ \t]*(.*?)[ \t#]*", line)
    return found is not None and folded_heading(found[1]) == folded_heading(heading)
