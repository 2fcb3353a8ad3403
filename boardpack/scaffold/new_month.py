"""Opening a month: every file it needs, made from the month before."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from boardpack.check import check
from boardpack.disclosure.clear_days import publish_by
from boardpack.errors import BoardpackError, UsageFault
from boardpack.file_change import FileChange
from boardpack.load.csv_edit import read_raw
from boardpack.load.findings import FindingLog
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.finding import Finding
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.scaffold.action_log import EMPTY, CarriedLog, carry_forward
from boardpack.scaffold.commentary import narrative_files
from boardpack.scaffold.month_facts import fact_files
from boardpack.scaffold.value_files import target_changes, values_changes


class Opening(Struct, frozen=True):
    """A month that is to be opened."""

    period: Period
    earlier: Period
    """The month it is opened from."""
    changes: tuple[FileChange, ...]
    """The month's folder comes last, so that the month is not open before everything else is there."""
    log: CarriedLog
    new_year: bool
    targets_wanted: bool
    """Whether rows for targets were added, which are to be filled in."""
    publish_by: date | None = None
    """The last lawful day of publication, where the meeting and the jurisdiction are known."""


def plan_month(
    project: Project,
    period: Period,
    *,
    blank_actions: int = 0,
    keep_waivers: bool = False,
    meeting: date | None = None,
) -> Opening:
    """Plan the files of a month from the latest month before it.

    UsageFault when the month is open already, or when none precedes it; BoardpackError when the
    month before cannot be read.
    """
    earlier = _earlier(project, period)
    faults = FindingLog()
    carried = _log(project, earlier, period, blank_actions, faults)
    values = values_changes(project.root, earlier, period, faults)
    targets = target_changes(project.root, earlier, period, faults)
    if faults.findings:
        raise BoardpackError(unreadable(earlier.period, faults.findings[0]))
    findings = check(earlier) if earlier.waivers else ()
    actions = FileChange(f"data/actions-{period.iso}.csv", carried.log.data, new=True)
    return Opening(
        period=period,
        earlier=earlier.period,
        changes=(
            *values,
            *targets,
            actions,
            *narrative_files(earlier, period),
            *fact_files(earlier, findings, period, keep_waivers=keep_waivers, meeting=meeting),
        ),
        log=carried,
        new_year=period not in earlier.year,
        targets_wanted=bool(targets),
        publish_by=publish_by(replace(earlier, facts=replace(earlier.facts, meeting_date=meeting))),
    )


def _earlier(project: Project, period: Period) -> Pack:
    months = project.months()
    if period in months:
        raise UsageFault(
            f"{period.long} is open already: narratives/{period.iso} is there, and nothing in it "
            f"was touched. Write in it, then run `boardpack check {period.iso}`."
        )
    before = [month for month in months if month < period]
    if not before:
        known = ", ".join(month.iso for month in months) or "none"
        raise UsageFault(
            f"There is no month before {period.long} to open it from (months there: {known}). "
            "A first month is started with `boardpack init`."
        )
    loaded = load(project, before[-1])
    if loaded.pack is None:
        raise BoardpackError(unreadable(before[-1], loaded.findings[0]))
    return loaded.pack


def _log(project: Project, earlier: Pack, period: Period, blank: int, faults: FindingLog) -> CarriedLog:
    file = f"data/actions-{earlier.period.iso}.csv"
    log = read_raw(project.root, file, faults, required=False)
    return carry_forward(log if log is not None and log.header else EMPTY, period, blank=blank)


def unreadable(earlier: Period, first: Finding) -> str:
    """Say that the month before must be put right first, and where."""
    return (
        f"{earlier.long} cannot be read, so nothing was opened from it. First: {first.place}: {first.found}. "
        f"Run `boardpack check {earlier.iso}`."
    )
