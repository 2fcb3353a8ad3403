"""The commands of `boardpack archive` that make or read packs: add (one month, or many), diff, rebuild."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from boardpack import __version__
from boardpack.analysis.compare import compare
from boardpack.archive.add import Added, ArchiveWriter, Terms
from boardpack.archive.issue import Retention, read_retention
from boardpack.archive.lookup import find_edition
from boardpack.archive.make_issue import IssueOptions, make_issue, read_pack, rebuild
from boardpack.archive.report import comparison_json, difference_lines, file_size
from boardpack.archive.search import refresh
from boardpack.archive.store import RESTRICTED, ArchiveFault
from boardpack.cache import Cache
from boardpack.charts.cache import ChartCache
from boardpack.cli.archive_options import (
    json_option,
    pack_option,
    print_json,
    read_ledger_warned,
    read_version,
    version_option,
)
from boardpack.cli.options import (
    MONTH,
    cache_file,
    months_option,
    project_option,
    projects_option,
    settle_brand,
    settle_periods,
)
from boardpack.cli.output import print_findings, progress, summary_line, watched
from boardpack.collector import one_of_many
from boardpack.edition import Progress
from boardpack.errors import BoardpackError, PackHasErrors, UsageFault
from boardpack.load.facts import PACK
from boardpack.load.findings import FindingLog
from boardpack.load.project import Project
from boardpack.load.toml_file import read_settings
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding
from boardpack.model.period import Period, parse_period


class AddRequest(Struct, frozen=True):
    """An edition to be issued."""

    project: Project
    period: Period
    options: IssueOptions
    reason: str


class AddOutcome(Struct, frozen=True):
    """What came of a request."""

    findings: tuple[Finding, ...]
    added: Added | None
    """None when findings stop it."""
    restricted: Added | None = None
    """The restricted edition, which is issued with the public one."""


@click.command("add")
@click.argument("month", type=MONTH, required=False)
@months_option
@projects_option
@click.option("--reason", default="", help="Why this version supersedes the one before.")
@click.option("--brand", help="Folder under styles/ to use instead of the pack's own brand.")
@click.option("--attach-data", is_flag=True, help="Embed the pack's CSV files in the PDF (PDF/A-3).")
@click.pass_context
def add_command(
    ctx: click.Context,
    *,
    month: Period | None,
    months: tuple[Period, Period] | None,
    projects: tuple[Project, ...],
    reason: str,
    brand: str | None,
    attach_data: bool,
) -> None:
    """Issue MONTH (default the latest): make its pack and keep it for good, under the next version number.

    With --months or several --project, each in its project's archive; one pack's errors do not stop the
    others, and the exit code is the worst. Run again, it issues only what is not issued yet.
    """
    words = reason.encode("utf-8", "replace").decode()  # an argument may hold what is no text
    requests = [
        AddRequest(project, period, IssueOptions(settle_brand(project, brand), attach_data), words)
        for project in projects
        for period in settle_periods(project, month, months)
    ]
    if not requests:
        raise UsageFault("No month asked for has narratives.")
    if len(requests) == 1:
        _issue_one(requests[0])
    else:
        ctx.exit(_issue_several(requests, named=len(projects) > 1))


def _issue_one(request: AddRequest) -> None:
    with progress() as tell:
        outcome = _issue(request, ArchiveWriter(request.project.archive), tell)
    _tell(request, outcome)
    if outcome.added is not None:
        refresh(request.project.archive)


def _issue_several(requests: Sequence[AddRequest], *, named: bool) -> int:
    """Issue editions and report each in its turn; return the worst exit code."""
    worst = 0
    for request, outcome in zip(requests, watched(_outcomes(requests), len(requests)), strict=True):
        click.echo(f"{request.project.root} {request.period.iso}" if named else request.period.iso, err=True)
        try:
            _tell(request, outcome)
        except BoardpackError as fault:
            click.echo(f"boardpack: {fault}", err=True)
            worst = max(worst, fault.exit_code)
    for archive in dict.fromkeys(request.project.archive for request in requests):
        if archive.is_dir():
            refresh(archive)
    return worst


def _outcomes(requests: Sequence[AddRequest]) -> Iterator[AddOutcome | BoardpackError]:
    """Issue editions in their order; an archive that refused one is not asked to take another."""
    writers: dict[Path, ArchiveWriter] = {}
    refused: set[Path] = set()
    for request in requests:
        archive = request.project.archive
        if archive in refused:
            yield ArchiveFault(
                f"{request.period.long} was not tried, since {archive} refused a month before."
            )
            continue
        try:
            with one_of_many():
                outcome = _issue(request, writers.setdefault(archive, ArchiveWriter(archive)))
            yield outcome
        except BoardpackError as fault:
            if isinstance(fault, ArchiveFault):
                refused.add(archive)
            yield fault
        except OSError as fault:
            what = fault.filename or "Something could not be read or written"
            yield BoardpackError(f"{what}: {fault.strerror or fault}.")


def _issue(request: AddRequest, writer: ArchiveWriter, tell: Progress | None = None) -> AddOutcome:
    """Make an edition with the user's chart cache, and add it to the archive."""
    retention = _retention(request.project)
    with Cache(cache_file()) as cache:
        draw = ChartCache(cache).draw
        made = make_issue(request.project, request.period, request.options, tell, draw)
        restricted = None
        if made.issue is not None and made.issue.options.get("edition") == Audience.PUBLIC.value:
            options = replace(request.options, edition=Audience.RESTRICTED)
            restricted = make_issue(request.project, request.period, options, tell, draw)
    if made.issue is None or (restricted is not None and restricted.issue is None):
        return AddOutcome((*made.findings, *(restricted.findings if restricted is not None else ())), None)
    if tell is not None:
        tell("Putting it in the archive")
    terms = Terms(datetime.now().astimezone(), request.reason, retention, f"boardpack {__version__}")
    added = writer.add(made.issue, terms)
    if restricted is None or restricted.issue is None:
        return AddOutcome(made.findings, added)
    return AddOutcome(made.findings, added, writer.add(restricted.issue, terms))


# ---------------------------------------------------------------------------------------- reporting


def _tell(request: AddRequest, outcome: AddOutcome | BoardpackError) -> None:
    """Print what came of a request: words to standard error, the path of the PDF to standard output."""
    if isinstance(outcome, BoardpackError):
        raise outcome
    added = outcome.added
    if added is None:
        print_findings([finding for finding in outcome.findings if finding.blocks])
        click.echo(summary_line(outcome.findings), err=True)
        raise PackHasErrors(
            f"{request.period.long} is not issued: put the errors above right, or waive them with a reason. "
            f"`boardpack check {request.period.iso}` says where to begin."
        )
    for note in added.notes:
        click.echo(note, err=True)
    entry = added.entry
    if added.already:
        click.echo(f"{entry.path} holds the same already; nothing was added.", err=True)
    else:
        click.echo(summary_line(outcome.findings), err=True)
        click.echo(f"Issued {entry.path}: {file_size(entry.pdf_size)}, {entry.pages} pages.", err=True)
        _tell_oddities(added)
    if outcome.restricted is not None:
        restricted = outcome.restricted.entry
        click.echo(
            f"With it, the restricted edition: {restricted.path}, only for those cleared for it.", err=True
        )
    click.echo(request.project.archive / entry.path / "data" / entry.pdf_name)


def _tell_oddities(added: Added) -> None:
    """Say so when a correction shows the old version, or when another pack of the month has been issued."""
    entry, earlier = added.entry, added.earlier
    if earlier is not None and earlier.printed_version == entry.printed_version:
        click.echo(
            f"The paper itself still says version {entry.printed_version or '(none)'}, as the one it "
            f"supersedes does: see to `version` in narratives/{entry.period}/month.toml.",
            err=True,
        )
    others = [pack for pack in added.other_packs if pack != entry.pack + RESTRICTED]
    if others and earlier is None:
        click.echo(
            f"The archive holds {entry.period} of {', '.join(others)} as well: a pack is known by "
            "its title, so where the title was changed this is a first version and supersedes nothing.",
            err=True,
        )


def _retention(project: Project) -> Retention:
    settings = read_settings(project.root, PACK, FindingLog())
    if settings is None:
        return read_retention({})  # the loader's findings say what is wrong with the file
    table = settings.values.get("archive", {})
    if not isinstance(table, dict):
        raise BoardpackError(
            "data/pack.toml: archive: expected a table, `[archive]`, with its settings below it."
        )
    return read_retention(table)


def read_edition(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, int | None]:
    """Read a month, or one version of it: `2017-10`, `2017-10/v1`."""
    words, slash, number = value.rpartition("/v")
    period = parse_period(words if slash else value)
    if period is None:
        raise click.BadParameter(
            f"{value!r} is no month; write it like 2017-10, or 2017-10/v1 for one version.",
            ctx=ctx,
            param=param,
        )
    return period.iso, read_version(ctx, param, number) if slash else None


@click.command("diff")
@click.argument("old", callback=read_edition)
@click.argument("new", callback=read_edition)
@project_option
@pack_option
@json_option
def diff_command(
    *, old: tuple[str, int | None], new: tuple[str, int | None], project: Project, pack: str | None, form: str
) -> None:
    """Compare two issued months, or two versions of one: 2017-09 2017-10, or 2017-10/v1 2017-10/v2."""
    ledger = read_ledger_warned(project)
    entries = [find_edition(ledger, month, pack=pack, version=version) for month, version in (old, new)]
    with progress() as tell:
        tell("Reading the editions")
        comparison = compare(*(read_pack(project.archive, entry) for entry in entries))
    if form == "json":
        versions = {"old_version": entries[0].version, "new_version": entries[1].version}
        print_json({**comparison_json(comparison), **versions})
        return
    click.echo(" → ".join(f"{entry.period} v{entry.version}" for entry in entries))
    for line in difference_lines(comparison):
        click.echo(line)


@click.command("rebuild")
@click.argument("month", type=MONTH)
@project_option
@pack_option
@version_option
def rebuild_command(*, month: Period, project: Project, pack: str | None, version: int | None) -> None:
    """Make an edition of MONTH again from the bag's own inputs, and say whether the bytes agree.

    Exit code 1 when they do not.
    """
    entry = find_edition(read_ledger_warned(project), month.iso, pack=pack, version=version)
    with progress() as tell:
        rebuilt = rebuild(project.archive, entry, tell)
    for name, then, now in rebuilt.changed:
        click.echo(f"{name} was {then}, is {now}", err=True)
    if rebuilt.agrees:
        click.echo(f"{entry.path}: the same {file_size(entry.pdf_size)}, byte for byte.")
        return
    if not rebuilt.sha256:
        print_findings([finding for finding in rebuilt.findings if finding.blocks])
        click.echo(f"{entry.path}: cannot be made again: the checks of today stop it.", err=True)
    else:
        why = "the versions above differ" if rebuilt.changed else "though every version noted is the same"
        click.echo(f"{entry.path}: other bytes came out ({rebuilt.sha256}); {why}.", err=True)
        pages = ", ".join(map(str, rebuilt.pages))
        words = (
            f"Other words came out on: page {pages}." if pages else "The words are the same on every page."
        )
        click.echo(words, err=True)
    click.get_current_context().exit(1)
