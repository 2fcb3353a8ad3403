"""`boardpack new`: open the next month from the one before."""

from __future__ import annotations

from datetime import datetime

import click

from boardpack.cli.options import MONTH, own_period, project_option
from boardpack.cli.output import progress
from boardpack.cli.write_files import write_all
from boardpack.load.project import Project
from boardpack.model.period import Period
from boardpack.scaffold import Opening, plan_month


@click.command("new")
@click.argument("month", type=MONTH, required=False)
@project_option
@click.option(
    "--actions",
    "blank",
    type=click.IntRange(0, 99),
    default=0,
    show_default=True,
    help="How many new actions to make room for in the log.",
)
@click.option(
    "--meeting",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="When the committee meets: it is filled in, and the last lawful day of publication named.",
)
@click.option("--keep-waivers", is_flag=True, help="Take last month's waivers over, not as comments.")
def command(
    *, month: Period | None, project: Project, blank: int, meeting: datetime | None, keep_waivers: bool
) -> None:
    """Open MONTH (such as 2017-11; default the month after the latest).

    Last month's commentary is in the new files as comments, to be written over; the action log is
    carried forward. Nothing that is there already is overwritten.
    """
    months = project.months()
    period = own_period(project, month) if month else (months[-1].next if months else None)
    if period is None:
        raise click.UsageError("There is no month to open the next one from; name one, such as 2017-11.")
    with progress() as tell:
        tell("Reading the month before")
        held = meeting.date() if meeting is not None else None
        opening = plan_month(project, period, blank_actions=blank, keep_waivers=keep_waivers, meeting=held)
    write_all(project.root, opening.changes)
    for change in opening.changes:
        click.echo(change.file)
    for line in summary_lines(opening):
        click.echo(line, err=True)


def summary_lines(opening: Opening) -> list[str]:
    """What was done, and what comes next."""
    period, log = opening.period, opening.log
    unit = period.cadence.name.lower()
    lines = [f"{period.long} is open, from {opening.earlier.long}."]
    if opening.earlier.next != period:
        lines.append(f"The {unit}s between have no pack: {opening.earlier.long} is not the {unit} before.")
    lines.append(
        f"Actions: {len(log.kept)} carried forward, {len(log.dropped)} dropped after being shown as done"
        f"{f', {len(log.added)} to be written' if log.added else ''}; the next new one is {log.next_ref}."
    )
    if opening.publish_by is not None:
        lines.append(f"Publish by {opening.publish_by:%A} {opening.publish_by.isoformat()} at the latest.")
    if opening.new_year:
        lines.append("A new year begins: its values are in a file of their own.")
    if opening.targets_wanted:
        lines.append("Targets for the new year are wanted: fill in the new rows of data/targets.csv.")
    lines.append(
        f"Next: `boardpack import FILE --month {period.iso}` for the figures, write over the comments in "
        f"narratives/{period.iso}, then `boardpack check {period.iso} --todo`."
    )
    return lines
