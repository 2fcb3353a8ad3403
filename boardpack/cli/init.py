"""`boardpack init`: start a pack folder for another committee."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from boardpack.cli.options import MONTH
from boardpack.cli.write_files import write_all
from boardpack.errors import UsageFault
from boardpack.load.project import Project
from boardpack.model.period import Period
from boardpack.scaffold import KINDS, plan_like, plan_project


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--month", type=MONTH, help="Its first month (default: the month before this one).")
@click.option("--like", type=click.Choice(KINDS), help="Start from a kind of body, with its own period.")
def command(*, folder: Path, month: Period | None, like: str | None) -> None:
    """Start a project in FOLDER: a small pack of made-up figures, commented, that builds at once."""
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageFault(f"{folder} is not empty, and nothing is overwritten. Name a new or an empty folder.")
    if not folder.absolute().parent.is_dir():
        raise UsageFault(f"{folder.absolute().parent} is not there. Make it first, or name another folder.")
    if like is not None and month is not None:
        raise UsageFault("Give --month or --like, not both: a kind of body has a period of its own.")
    period = month or _last_month()
    changes = plan_project(period) if like is None else plan_like(like)
    write_all(folder, changes)
    for change in changes:
        click.echo(folder / change.file)
    opened = Project(folder).months()[-1].long
    click.echo(
        f"A pack of made-up figures for {opened}. Next: `boardpack build --project {folder}`, "
        f"then read {folder / 'README.md'}.",
        err=True,
    )


def _last_month() -> Period:
    now = datetime.now(UTC).astimezone()
    return Period(now.year, now.month).previous
