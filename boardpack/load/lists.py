"""The small files of data/: actions, notes, overrides, restatements, owners, glossary and more.

Each may be absent. To add one, add its value to the model, its reader here, and
its line to `boardpack.load.loader`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from boardpack.load.cell_parsers import (
    check_ref,
    day,
    known_ref,
    language_tag,
    month,
    required,
    rewritten_by_spreadsheet,
    several,
    word,
    yes_no,
)
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project
from boardpack.load.rating_schemes import number_in
from boardpack.model.indicator import Indicator, Override, canonical_ref
from boardpack.model.observation import ComparatorFigure, DataNote, Forecast, Restatement
from boardpack.model.pack import Abbreviation, Action, ActionStatus, Owner, Reported, Synonym
from boardpack.model.period import Cadence, Calendar, Period, parse_period
from boardpack.model.rating import Level, Rag

NOTES = Columns(("ref", "note"), ("from", "to", "chart"))
OVERRIDES = Columns(("ref", "month", "rating", "reason", "role"))
RESTATEMENTS = Columns(("ref", "month", "was", "now", "on", "reason"))
OWNERS = Columns(("code", "role"))
VOCABULARY = Columns(("term", "like"))
GLOSSARY = Columns(("abbreviation", "expansion"), ("language",))
FORECASTS = Columns(("ref", "period", "value", "role", "on"))
COMPARATORS = Columns(("ref", "name", "period", "value", "source"), ("published", "count", "chart"))
REPORTED = Columns(("where", "ref", "field", "text"), ("used", "reason", "cell"))


def _rows(project: Project, name: str, columns: Columns, faults: FindingLog) -> tuple[CsvRow, ...]:
    sheet = read_sheet(project, f"data/{name}.csv", columns, faults, required=False)
    return () if sheet is None else sheet.rows


def read_notes(project: Project, known: Collection[str], faults: FindingLog) -> tuple[DataNote, ...]:
    """Read data/notes.csv: remarks that belong beside an indicator's values."""
    return tuple(
        DataNote(
            ref,
            month(row, "from", faults),
            month(row, "to", faults),
            required(row, "note", faults, ref),
            row.place(),
            yes_no(row, "chart", faults, default=False),
        )
        for row in _rows(project, "notes", NOTES, faults)
        if (ref := known_ref(row, known, faults))
    )


def read_overrides(
    project: Project, known: Collection[str], faults: FindingLog, levels: tuple[Level, ...] = ()
) -> tuple[Override, ...]:
    """Read data/overrides.csv: ratings set by a person, each with a reason and a role.

    A pack that rates by levels of its own names those; `Not rated` withholds a rating.
    """
    named: dict[str, Level | None] = {level.name.casefold(): level for level in levels}
    named |= dict.fromkeys(WITHHELD)
    found: dict[tuple[str, Period], Override] = {}
    for row in _rows(project, "overrides", OVERRIDES, faults):
        ref, period = known_ref(row, known, faults), month(row, "month", faults)
        level = word(row, "rating", named, None, faults) if levels else None
        rag = level.tone.rag if level else None if levels else word(row, "rating", RATINGS, None, faults)
        withheld = row["rating"].casefold() in WITHHELD
        words = [required(row, name, faults, ref) for name in ("rating", "reason", "role")]
        if not row["month"]:
            required(row, "month", faults, ref)
        if not (ref and period and (rag or withheld) and all(words)):
            continue
        override = Override(ref, period, rag, row["reason"], row["role"], row.place(), level)
        if (first := found.setdefault((ref, period), override)) is not override:
            faults.error(
                "override-repeated", row.place("ref"), f"a second override for {period.long}",
                f"one override for a month (see line {first.place.line})", "Delete one of the two.",
                subject=ref, period=period.iso,
            )  # fmt: skip
    return tuple(found.values())


def read_restatements(
    project: Project, known: Collection[str], faults: FindingLog
) -> tuple[Restatement, ...]:
    """Read data/restatements.csv: values that were published and later changed."""
    found: list[Restatement] = []
    for row in _rows(project, "restatements", RESTATEMENTS, faults):
        ref, period, on = (
            known_ref(row, known, faults),
            month(row, "month", faults),
            day(row, "on", faults),
        )
        for name in ("month", "on"):
            if not row[name]:
                required(row, name, faults, ref)
        if ref and period and on:
            found.append(Restatement(ref, period, row["was"], row["now"], on, row["reason"], row.place()))
    return tuple(found)


def read_owners(project: Project, faults: FindingLog) -> tuple[Owner, ...]:
    """Read data/owners.csv: the role of each owner's code; a role that nobody has stated is blank."""
    rows = _once(_rows(project, "owners", OWNERS, faults), "code", faults)
    return tuple(Owner(row["code"], row["role"], row.place()) for row in rows)


def read_glossary(project: Project, faults: FindingLog) -> tuple[Abbreviation, ...]:
    """Read data/glossary.csv: the expansions of abbreviations."""
    rows = _once(_rows(project, "glossary", GLOSSARY, faults), "abbreviation", faults)
    return tuple(
        Abbreviation(
            row["abbreviation"],
            required(row, "expansion", faults, row["abbreviation"]),
            language_tag(row, faults),
            row.place(),
        )
        for row in rows
    )


def read_vocabulary(project: Project, faults: FindingLog) -> tuple[Synonym, ...]:
    """Read data/vocabulary.csv: what a trade says for the same thing; it is never printed."""
    return tuple(
        Synonym(row["term"], row["like"], row.place())
        for row in _rows(project, "vocabulary", VOCABULARY, faults)
        if required(row, "term", faults) and required(row, "like", faults, row["term"])
    )


def _once(rows: tuple[CsvRow, ...], name: str, faults: FindingLog) -> list[CsvRow]:
    """The rows whose key is given, each key once."""
    found: dict[str, CsvRow] = {}
    for row in rows:
        key = required(row, name, faults)
        if key and found.setdefault(key, row) is not row:
            faults.error(
                f"{name}-repeated", row.place(name), f"{excerpt(key)} a second time",
                f"each {name} once (see line {found[key].line})", "Delete one of the two rows.", subject=key,
            )  # fmt: skip
    return list(found.values())


def read_reported(project: Project, period: Period, faults: FindingLog) -> tuple[Reported, ...]:
    """Read data/reported-<month>.csv: cells of the source as they were reported.

    The column `cell`, in which an import says where it found them, is for the analyst alone.
    """
    return tuple(
        Reported(
            where=required(row, "where", faults),
            ref=canonical_ref(row["ref"]) if row["where"].casefold() != "actions" else row["ref"],
            field=required(row, "field", faults),
            text=row["text"],
            used=row["used"],
            reason=row["reason"],
            place=row.place(),
        )
        for row in _rows(project, f"reported-{period.iso}", REPORTED, faults)
    )


WITHHELD = ("not rated", "withheld")
"""How a person says that an indicator is not to be rated."""

RATINGS: dict[str, Rag | None] = {**{rag.value.casefold(): rag for rag in Rag}, **dict.fromkeys(WITHHELD)}


def read_forecasts(
    project: Project, indicators: Mapping[str, Indicator], faults: FindingLog
) -> tuple[Forecast, ...]:
    """Read the forecasts of the known indicators, in the order of the file; none without the file."""
    rows = _rows(project, "forecasts", FORECASTS, faults)
    found = (_forecast(row, indicators, project.calendar, faults) for row in rows)
    return tuple(one for one in found if one is not None)


def _forecast(
    row: CsvRow, indicators: Mapping[str, Indicator], calendar: Calendar, faults: FindingLog
) -> Forecast | None:
    ref = known_ref(row, indicators, faults)
    given = [required(row, name, faults, ref) for name in ("period", "value", "role", "on")]
    on = day(row, "on", faults)
    if not ref or not all(given) or on is None:
        return None
    number = number_in(row["value"], indicators[ref])
    text = row["period"]
    period = calendar.parse(text) or Calendar(Cadence.YEAR, calendar.year_start).parse(text)
    if number is None:
        faults.error(
            "value-not-number", row.place("value"), excerpt(row["value"]), "a number in the indicator's unit",
            "Write the number alone.", subject=ref,
        )  # fmt: skip
    if period is None:
        faults.error(
            "period-unknown", row.place("period"), excerpt(text),
            f"a year such as `{calendar.year(2017).label}`, or a period of the pack's own",
            "Write what it is a forecast of.", subject=ref,
        )  # fmt: skip
    if number is None or period is None:
        return None
    return Forecast(ref, period, number, row["role"], on, row.place())


def read_comparators(
    project: Project, indicators: Mapping[str, Indicator], faults: FindingLog
) -> tuple[ComparatorFigure, ...]:
    """Read the comparators of the known indicators, in the order of the file; none without the file."""
    found: dict[tuple[str, str, str], ComparatorFigure] = {}
    for row in _rows(project, "comparators", COMPARATORS, faults):
        one = _comparator(row, indicators, project.calendar, faults)
        if one is None:
            continue
        if (first := found.setdefault((one.ref, one.name.casefold(), one.period_text), one)) is not one:
            faults.error(
                "comparator-repeated", row.place("name"), f"{excerpt(one.name)} for {one.period_text} again",
                f"one figure for a period (see line {first.place.line})", "Delete one of the two.",
                subject=one.ref,
            )  # fmt: skip
    return tuple(found.values())


def _comparator(
    row: CsvRow, indicators: Mapping[str, Indicator], calendar: Calendar, faults: FindingLog
) -> ComparatorFigure | None:
    ref = known_ref(row, indicators, faults)
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
    period = calendar.parse(text) or parse_period(text)
    if period is None:
        faults.warning(
            "period-unknown", row.place("period"), excerpt(text), "a period such as `2016-17` or `Mar 2017`",
            "Write the period so; its age cannot be told otherwise.", subject=ref,
        )  # fmt: skip
    return ComparatorFigure(
        ref, name, period, text, number, row["source"], row["published"], row["count"], row.place(),
        yes_no(row, "chart", faults, default=False),
    )  # fmt: skip


ACTIONS = Columns(
    ("ref", "action", "due", "status"),
    ("raised", "owner", "indicators", "started", "ended", "completed", "as_reported_status"),
)


def read_actions(
    project: Project, period: Period, known: Collection[str], faults: FindingLog
) -> tuple[Action, ...]:
    """Read the month's actions in the order of the file; a pack may have none."""
    sheet = read_sheet(project, f"data/actions-{period.iso}.csv", ACTIONS, faults, required=False)
    if sheet is None:
        return ()
    seen: dict[str, CsvRow] = {}
    return tuple(_action(order, row, seen, known, faults) for order, row in enumerate(sheet.rows, 1))


def _action(
    order: int, row: CsvRow, seen: dict[str, CsvRow], known: Collection[str], faults: FindingLog
) -> Action:
    ref = _action_ref(row, seen, faults)
    text = required(row, "action", faults, ref)
    due_text = row["due"]
    return Action(
        ref=ref,
        order=order,
        text=text,
        raised=month(row, "raised", faults),
        due=None if due_text.upper() == "TBC" else month(row, "due", faults),
        due_text=due_text,
        status=word(row, "status", ACTION_STATUSES, ActionStatus.NOT_STARTED, faults, rule="status-unknown"),
        status_text=row["as_reported_status"] or row["status"],
        owner=row["owner"],
        indicators=tuple(
            found
            for part in several(row["indicators"])
            if (found := check_ref(part, row, "indicators", known, faults))
        ),
        started=day(row, "started", faults),
        ended=day(row, "ended", faults),
        completed=day(row, "completed", faults),
        place=row.place(),
    )


def _action_ref(row: CsvRow, seen: dict[str, CsvRow], faults: FindingLog) -> str:
    """The action's reference: text, though a spreadsheet may have taken it for a date."""
    ref = required(row, "ref", faults)
    if guess := rewritten_by_spreadsheet(ref):
        faults.error(
            "ref-rewritten", row.place("ref"),
            f"{excerpt(ref)}: a spreadsheet has taken `{guess}` for a day and rewritten it",
            "the action's reference, such as `Oct-01`",
            "Format the column as text, then type the reference again.", subject=ref,
        )  # fmt: skip
    if ref and seen.setdefault(ref.casefold(), row) is not row:
        faults.error(
            "ref-repeated", row.place("ref"), f"the action {excerpt(ref)} a second time",
            f"each action once (see line {seen[ref.casefold()].line})",
            "Give one of the two another number.", subject=ref,
        )  # fmt: skip
    return ref


ACTION_STATUSES = {status.value: status for status in ActionStatus}
