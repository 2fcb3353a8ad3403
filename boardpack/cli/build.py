"""`boardpack build`: check a month, or several, then write each pack and print the file's path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click

from boardpack.cli.make_packs import BuildRequest, Outcome, make_all, make_pack, processors
from boardpack.cli.options import (
    MONTH,
    edition_option,
    months_option,
    projects_option,
    settle_brand,
    settle_periods,
)
from boardpack.cli.output import print_findings, progress, watched
from boardpack.collector import collector_resting
from boardpack.errors import BoardpackError, PackHasErrors, UsageFault
from boardpack.load.project import Project
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding
from boardpack.model.pack import FORMATS
from boardpack.model.period import Period

Command = TypeVar("Command", bound=Callable[..., object])


def format_options(command: Command) -> Command:
    """Give a command a flag for each thing that can be made beside the PDF: `--html`, `--data`."""
    for name, what in reversed(tuple(FORMATS.items())):
        command = click.option(f"--{name}", is_flag=True, help=f"Write {what}, beside the PDF.")(command)
    return command


@click.command("build")
@click.argument("month", type=MONTH, required=False)
@months_option
@projects_option
@click.option("--jobs", type=click.IntRange(min=1), help="Packs made at a time (default: one a processor).")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Make packs on a Dask cluster: the scheduler's tcp:// or tls:// address.",
)
@click.option("--brand", help="Folder under styles/ to use instead of the pack's own brand.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to (default: out/); with several projects, a folder for each in it.",
)
@click.option("--draft", is_flag=True, help="Build over errors; every page is marked DRAFT.")
@click.option("--attach-data", is_flag=True, help="Embed the pack's CSV files in the PDF (PDF/A-3).")
@format_options
@edition_option
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    month: Period | None,
    months: tuple[Period, Period] | None,
    projects: tuple[Project, ...],
    jobs: int | None,
    scheduler: str | None,
    brand: str | None,
    out: Path | None,
    draft: bool,
    attach_data: bool,
    edition: Audience | None,
    **formats: bool,
) -> None:
    """Check MONTH (such as 2017-10; default the latest with narratives) and write its pack.

    The path of the PDF is the last line on standard output. An error-level finding stops the build.
    With --months or several --project, one pack's errors do not stop the others; the paths are printed in
    the order asked for, and the exit code is the worst.
    """
    folders = _out_folders(projects, out)
    asked = tuple(name for name in FORMATS if formats[name])
    requests = [
        BuildRequest(
            project, period, folder, settle_brand(project, brand), draft, attach_data, asked, edition
        )
        for project, folder in zip(projects, folders, strict=True)
        for period in settle_periods(project, month, months)
    ]
    if not requests:
        raise UsageFault("No month asked for has narratives.")
    if scheduler is not None:
        ctx.exit(_make_several(requests, _on_cluster(requests, scheduler), named=len(projects) > 1))
    if len(requests) == 1:
        with collector_resting(), progress() as tell:
            outcome = make_pack(requests[0], tell)
        _tell(requests[0], outcome)
        return
    ctx.exit(_make_several(requests, make_all(requests, jobs or processors()), named=len(projects) > 1))


def _out_folders(projects: Sequence[Project], out: Path | None) -> list[Path]:
    """Where each project's packs go; packs of several projects never meet in one folder."""
    if out is None:
        return [project.out for project in projects]
    if len(projects) == 1:
        return [out]
    folders = [out / project.root.resolve().name for project in projects]
    if len(set(folders)) < len(folders):
        raise UsageFault("Two of the projects have folders of one name; build them without --out.")
    return folders


def _on_cluster(requests: Sequence[BuildRequest], scheduler: str) -> Iterator[Outcome]:
    from boardpack.cli.cluster import make_on_cluster  # noqa: PLC0415 - an optional extra

    return make_on_cluster(requests, scheduler)


def _make_several(requests: Sequence[BuildRequest], outcomes: Iterator[Outcome], *, named: bool) -> int:
    """Make packs and report each in its turn; return the worst exit code."""
    worst = 0
    for request, outcome in zip(requests, watched(outcomes, len(requests)), strict=True):
        click.echo(f"{request.project.root} {request.period.iso}" if named else request.period.iso, err=True)
        try:
            _tell(request, outcome)
        except BoardpackError as fault:
            click.echo(f"boardpack: {fault}", err=True)
            worst = max(worst, fault.exit_code)
    return worst


def _tell(request: BuildRequest, outcome: Outcome) -> None:
    """Print what came of a request: findings to standard error, the path to standard output."""
    if isinstance(outcome, BoardpackError):
        raise outcome
    print_findings(outcome.blocking)
    click.echo(outcome.summary, err=True)
    if outcome.path is None:
        raise PackHasErrors(_refusal(request, outcome.blocking))
    click.echo(outcome.path)


def _refusal(request: BuildRequest, blocking: Sequence[Finding]) -> str:
    """Say that nothing was printed and what to do; only what a check found can be waived."""
    from boardpack.check.registry import rule_names  # noqa: PLC0415 - a build that succeeds has no use for it

    refused = f"{request.period.long} is not printed{', not even as a draft' if request.draft else ''}"
    begin = f"`boardpack check {request.period.iso}` says where to begin."
    if not {finding.rule for finding in blocking} <= set(rule_names()):
        return f"{refused}: put the errors above right. {begin}"
    waivers = f"{request.project.narratives.name}/{request.period.iso}/waivers.toml"
    return f"{refused}: put the errors above right, or waive them with a reason in {waivers}. {begin}"
