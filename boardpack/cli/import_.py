"""`boardpack import`: bring in the analyst's own sheet, after showing how it is read and what it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from boardpack.cli.options import MONTH, project_option, settle_period
from boardpack.cli.output import progress
from boardpack.cli.write_files import write_all
from boardpack.errors import BoardpackError
from boardpack.importer import (
    ImportOptions,
    ImportPlan,
    Restated,
    Settled,
    Standing,
    import_changes,
    layout_changes,
    plan_readings,
    read_grids,
    read_layouts,
    read_present,
    readings_of,
    settle,
)
from boardpack.importer.report import change_counts, nothing_to_write, plan_lines, settled_lines
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from boardpack.model.period import Period


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@project_option
@click.option("--month", type=MONTH, help="The pack's month (default: the latest with narratives).")
@click.option("--yes", is_flag=True, help="Write without asking, but for tables whose reading is not sure.")
@click.option("--year", default="", help="The year of months that have none in the sheet, as 2017-18.")
@click.option("--hidden", is_flag=True, help="Read hidden rows, columns and sheets as well.")
@click.option("--as-shown", is_flag=True, help="Take numbers as rounded as the sheet shows them.")
@click.option(
    "--ratings", is_flag=True, help="Keep the sheet's own ratings, to be checked against the computed."
)
@click.option("--replace-commentary", is_flag=True, help="Replace commentary that has been written already.")
@click.option("--reason", default="", help="Why earlier months are restated.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the restatement (default: today), as 2017-12-04.",
)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    file: Path,
    project: Project,
    month: Period | None,
    yes: bool,
    year: str,
    hidden: bool,
    as_shown: bool,
    ratings: bool,
    replace_commentary: bool,
    reason: str,
    on: datetime | None,
) -> None:
    """Bring in FILE, a workbook (.xlsx) or CSV with the figures of indicators by month.

    Shows how the sheet is read and what would be restated, changed and added, and what could not be
    taken, then asks. A layout that was confirmed is remembered in data/sheets.toml and asked about no
    more. Ends with 1 when figures of the pack's indicators were refused.
    """
    period = settle_period(project, month)
    with progress() as tell:
        tell(f"Reading {file.name}")
        grids = read_grids(file)
        tell("Reading the pack")
        pack = _pack(project, period)
        tell("Comparing the two")
        _, present = read_present(project, pack)
        options = ImportOptions(hidden, as_shown, ratings, replace_commentary, year)
        reads = readings_of(pack, grids, options)
        settled = settle(reads.readings, read_layouts(project.root))
        taken = [one for one in settled if not (yes and one.is_asked)]
        refused = [one.remark for one in settled if yes and one.is_asked]
        found = (*reads.remarks, *refused)
        plan = plan_readings(pack, present, [one.reading for one in taken], found, options)
    for line in (*settled_lines(settled), *plan_lines(plan, pack)):
        click.echo(line)
    click.echo(change_counts(plan), err=True)
    when = (on or datetime.now(UTC).astimezone()).date()
    changes = import_changes(project, pack, plan, Restated(when, reason))
    if not changes:
        click.echo(nothing_to_write(plan), err=True)
    elif yes or not _asks(taken, plan) or click.confirm("Is this right, and shall it be written?", err=True):
        changes += layout_changes(project.root, [one for one in taken if one.standing is not Standing.KNOWN])
        write_all(project.root, changes)
        for change in changes:
            click.echo(f"wrote {change.file}", err=True)
    else:
        click.echo("Nothing was written.", err=True)
    ctx.exit(1 if plan.unmatched else 0)


def _asks(taken: Sequence[Settled], plan: ImportPlan) -> bool:
    """Whether a person must say yes: to a layout that is new, and to what was published or written before."""
    replaces = any(words.replaces for words in plan.commentary)
    return any(one.standing is not Standing.KNOWN for one in taken) or plan.overwrites or replaces


def _pack(project: Project, period: Period) -> Pack:
    loaded = load(project, period)
    if loaded.pack is None:
        first = loaded.findings[0]
        raise BoardpackError(
            f"{period.long} cannot be read, so nothing is brought into it. First: {first.place}: "
            f"{first.found}. Run `boardpack check {period.iso}`."
        )
    return loaded.pack
