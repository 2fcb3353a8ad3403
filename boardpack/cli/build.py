"""`boardpack build`: check a month, then write its pack and print the file's path."""

from __future__ import annotations

from pathlib import Path

import click

from boardpack.charts.cache import ChartCache
from boardpack.cli.files import write_whole
from boardpack.cli.options import CACHE, MONTH, project_option, settle_period
from boardpack.cli.progress import progress
from boardpack.cli.report import print_findings, summary_line
from boardpack.edition import make_edition
from boardpack.errors import PackHasErrors
from boardpack.load.project import Project
from boardpack.model.period import Period


@click.command("build")
@click.argument("month", type=MONTH, required=False)
@project_option
@click.option("--brand", help="Folder under styles/ to use instead of the pack's own brand.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to (default: out/)."
)
@click.option("--draft", is_flag=True, help="Build over errors; every page is marked DRAFT.")
@click.option("--attach-data", is_flag=True, help="Embed the pack's CSV files in the PDF (PDF/A-3).")
def command(
    *,
    month: Period | None,
    project: Project,
    brand: str | None,
    out: Path | None,
    draft: bool,
    attach_data: bool,
) -> None:
    """Check MONTH (such as 2017-10; default the latest with narratives) and write its pack.

    The path of the PDF is the last line on standard output. An error-level finding stops the build.
    """
    period = settle_period(project, month)
    with progress() as tell:
        result = make_edition(
            project,
            period,
            brand=brand,
            draft=draft,
            attach_data=attach_data,
            progress=tell,
            draw=ChartCache(project.root / CACHE / "charts").draw,
        )
    blocking = [finding for finding in result.findings if finding.blocks]
    if result.edition is None:
        print_findings(blocking)
        click.echo(summary_line(result.findings), err=True)
        raise PackHasErrors(
            f"{period.long} is not printed: put the errors above right, or waive them with a reason in "
            f"{project.narratives.name}/{period.iso}/waivers.toml."
        )
    if blocking:
        print_findings(blocking)
    click.echo(summary_line(result.findings), err=True)
    path = (out or project.out) / result.edition.file_name
    write_whole(path, result.edition.data)
    click.echo(path)
