"""data/actions-<month>.csv → the action faults."""

from __future__ import annotations

from collections.abc import Collection

from boardpack.load.cell_parsers import (
    check_ref,
    day,
    month,
    required,
    rewritten_by_spreadsheet,
    several,
    word,
)
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project
from boardpack.model.pack import Action, ActionStatus
from boardpack.model.period import Period

COLUMNS = Columns(
    ("ref", "action", "due", "status"),
    ("raised", "owner", "indicators", "started", "ended", "completed", "as_reported_status"),
)


def read_actions(
    project: Project, period: Period, known: Collection[str], faults: FindingLog
) -> tuple[Action, ...]:
    """Read the month's actions in the order of the file; a pack may have none."""
    sheet = read_sheet(project, f"data/actions-{period.iso}.csv", COLUMNS, faults, required=False)
    if sheet is None:
        return ()
    seen: dict[str, CsvRow] = {}
    return tuple(_action(order, row, seen, known, faults) for order, row in enumerate(sheet.rows, 1))


def _action(
    order: int, row: CsvRow, seen: dict[str, CsvRow], known: Collection[str], faults: FindingLog
) -> Action:
    ref = _ref(row, seen, faults)
    text = required(row, "action", faults, ref)
    due_text = row["due"]
    return Action(
        ref=ref,
        order=order,
        text=text,
        raised=month(row, "raised", faults),
        due=None if due_text.upper() == "TBC" else month(row, "due", faults),
        due_text=due_text,
        status=word(row, "status", STATUSES, ActionStatus.NOT_STARTED, faults, rule="status-unknown"),
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


def _ref(row: CsvRow, seen: dict[str, CsvRow], faults: FindingLog) -> str:
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


STATUSES = {status.value: status for status in ActionStatus}
