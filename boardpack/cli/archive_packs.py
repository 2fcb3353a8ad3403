"""The commands of `boardpack archive` that need a pack read or made: add, diff, rebuild."""

from __future__ import annotations

from datetime import datetime

import click

from boardpack import __version__
from boardpack.analysis.compare import compare
from boardpack.archive.add import Terms, add
from boardpack.archive.ledger import Entry, Ledger, read_ledger
from boardpack.archive.lookup import find
from boardpack.archive.make_issue import IssueOptions, make_issue
from boardpack.archive.rebuild import read_pack, rebuild
from boardpack.archive.report import comparison_json, difference_lines, size
from boardpack.archive.retention import Retention, read_retention
from boardpack.archive.search import refresh
from boardpack.cli.archive_options import (
    json_option,
    pack_option,
    print_json,
    read_ledger_warned,
    read_version,
    version_option,
)
from boardpack.cli.options import MONTH, project_option, settle_brand, settle_period
from boardpack.cli.progress import progress
from boardpack.cli.report import print_findings, summary_line
from boardpack.errors import BoardpackError, PackHasErrors
from boardpack.load.facts import PACK
from boardpack.load.findings import FindingLog
from boardpack.load.project import Project
from boardpack.load.toml_file import read_settings
from boardpack.model.period import Period, parse_period

# ------------------------------------------------------------------------------------------ issuing


@click.command("add")
@click.argument("month", type=MONTH, required=False)
@project_option
@click.option("--reason", default="", help="Why this version supersedes the one before.")
@click.option("--brand", help="Folder under styles/ to use instead of the pack's own brand.")
@click.option("--attach-data", is_flag=True, help="Embed the pack's CSV files in the PDF (PDF/A-3).")
def add_command(
    *, month: Period | None, project: Project, reason: str, brand: str | None, attach_data: bool
) -> None:
    """Issue MONTH (default the latest): make its pack and keep it for good, under the next version number."""
    period = settle_period(project, month)
    retention = _retention(project)
    with progress() as tell:
        made = make_issue(project, period, IssueOptions(settle_brand(project, brand), attach_data), tell)
        if made.issue is not None:
            tell("Putting it in the archive")
            words = reason.encode("utf-8", "replace").decode()  # an argument may hold what is no text
            terms = Terms(datetime.now().astimezone(), words, retention, f"boardpack {__version__}")
            added = add(project.archive, made.issue, terms)
    if made.issue is None:
        print_findings([finding for finding in made.findings if finding.blocks])
        click.echo(summary_line(made.findings), err=True)
        raise PackHasErrors(
            f"{period.long} is not issued: put the errors above right, or waive them with a reason."
        )
    for note in added.notes:
        click.echo(note, err=True)
    if added.already:
        click.echo(f"{added.entry.path} holds the same already; nothing was added.", err=True)
    else:
        click.echo(summary_line(made.findings), err=True)
        click.echo(
            f"Issued {added.entry.path}: {size(added.entry.pdf_size)}, {added.entry.pages} pages.", err=True
        )
        _tell_oddities(read_ledger(project.archive), added.entry)
    refresh(project.archive)
    click.echo(project.archive / added.entry.path / "data" / added.entry.pdf_name)


def _tell_oddities(ledger: Ledger, entry: Entry) -> None:
    """Say so when a correction shows the old version, or when another pack of the month has been issued."""
    earlier = [one for one in ledger.versions(entry.pack, entry.period) if one.version < entry.version]
    if earlier and earlier[-1].printed_version == entry.printed_version:
        click.echo(
            f"The paper itself still says version {entry.printed_version or '(none)'}, as the one it "
            f"supersedes does: see to `version` in narratives/{entry.period}/month.toml.",
            err=True,
        )
    others = sorted({one.pack for one in ledger.entries if one.period == entry.period} - {entry.pack})
    if others and not earlier:
        click.echo(
            f"The archive holds {entry.period} of {', '.join(others)} as well: a pack is known by its title, "
            "so where the title was changed this is a first version and supersedes nothing.",
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


# ---------------------------------------------------------------------------------------- comparing


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
    entries = [find(ledger, month, pack=pack, version=version) for month, version in (old, new)]
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
    entry = find(read_ledger_warned(project), month.iso, pack=pack, version=version)
    with progress() as tell:
        rebuilt = rebuild(project.archive, entry, tell)
    for name, then, now in rebuilt.changed:
        click.echo(f"{name} was {then}, is {now}", err=True)
    if rebuilt.agrees:
        click.echo(f"{entry.path}: the same {size(entry.pdf_size)}, byte for byte.")
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
