"""The commands of `boardpack archive` that need a pack read or made: diff, rebuild."""

from __future__ import annotations

import click

from boardpack.analysis.compare import compare
from boardpack.archive.lookup import find
from boardpack.archive.rebuild import read_pack, rebuild
from boardpack.archive.report import comparison_json, difference_lines, size
from boardpack.cli.archive_options import (
    json_option,
    pack_option,
    print_json,
    read_ledger_warned,
    read_version,
    version_option,
)
from boardpack.cli.options import MONTH, project_option
from boardpack.cli.report import print_findings
from boardpack.cli.terminal import progress
from boardpack.load.project import Project
from boardpack.model.period import Period, parse_period


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
