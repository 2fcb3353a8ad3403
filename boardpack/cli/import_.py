"""`boardpack import`: bring in the analyst's own sheet, after showing what it would change."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from boardpack.cli.options import MONTH, project_option, settle_period
from boardpack.cli.write_files import write_all
from boardpack.errors import BoardpackError
from boardpack.importer import ImportOptions, Restated, import_changes, plan_import, read_grids, read_present
from boardpack.importer.report import counted, plan_lines
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from boardpack.model.period import Period


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@project_option
@click.option("--month", type=MONTH, help="The pack's month (default: the latest with narratives).")
@click.option("--yes", is_flag=True, help="Write without asking.")
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
    hidden: bool,
    as_shown: bool,
    ratings: bool,
    replace_commentary: bool,
    reason: str,
    on: datetime | None,
) -> None:
    """Bring in FILE, a workbook (.xlsx) or CSV: a row for each indicator, a column for each month.

    Shows what would be added, changed and restated, and what could not be matched, then asks.
    Leaves with 1 when something of the sheet could not be brought in.
    """
    period = settle_period(project, month)
    grids = read_grids(file)
    pack = _pack(project, period)
    _, present = read_present(project, pack)
    options = ImportOptions(hidden, as_shown, ratings, replace_commentary)
    plan = plan_import(pack, present, grids, options)
    for line in plan_lines(plan, pack):
        click.echo(line)
    click.echo(counted(plan), err=True)
    when = on.date() if on is not None else _today()
    changes = import_changes(project, pack, plan, Restated(when, reason))
    if not changes:
        click.echo("Nothing to write: the project has all of it.", err=True)
    elif yes or click.confirm("Write this?", err=True):
        write_all(project.root, changes)
        for change in changes:
            click.echo(f"wrote {change.file}", err=True)
    else:
        click.echo("Nothing was written.", err=True)
    ctx.exit(1 if plan.unmatched else 0)


def _pack(project: Project, period: Period) -> Pack:
    loaded = load(project, period)
    if loaded.pack is None:
        first = loaded.findings[0]
        raise BoardpackError(
            f"{period.long} cannot be read, so nothing is brought into it. First: {first.place}: "
            f"{first.found}. Run `boardpack check {period.iso}`."
        )
    return loaded.pack


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
