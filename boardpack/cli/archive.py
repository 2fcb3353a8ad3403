"""`boardpack archive`: issue editions, and find, check and compare what was issued."""

from __future__ import annotations

import importlib
from pathlib import Path

import click
from msgspec.structs import asdict

from boardpack.archive.ledger import read_ledger
from boardpack.archive.lookup import export, find_edition
from boardpack.archive.report import entry_json, hit_lines, list_lines, show_lines
from boardpack.archive.search import search
from boardpack.archive.store import ArchiveFault, not_a_folder
from boardpack.archive.verify import store_anchor, verify_all, verify_head, verify_some
from boardpack.check.report import findings_data
from boardpack.cli.archive_options import (
    find_entry,
    json_option,
    pack_option,
    print_json,
    read_ledger_warned,
    version_option,
)
from boardpack.cli.examples import with_examples
from boardpack.cli.options import MONTH, project_option
from boardpack.cli.output import print_findings, progress
from boardpack.cli.write_files import write_whole
from boardpack.errors import UsageFault
from boardpack.load.files import read_named_file
from boardpack.load.project import Project
from boardpack.model.finding import Severity, counted
from boardpack.model.period import Period


class ArchiveGroup(click.Group):
    """A group that imports the commands that make packs only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command, in the order they are used."""
        return [
            name for name in ORDER if name in LATER or name in super(ArchiveGroup, self).list_commands(ctx)
        ]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; import it first when it is one of `LATER`."""
        if cmd_name not in LATER:
            known = super().get_command(ctx, cmd_name)
            return with_examples(known, f"archive {cmd_name}") if known else None
        module, name = LATER[cmd_name]
        found: click.Command = getattr(importlib.import_module(f"boardpack.cli.{module}"), name)
        return with_examples(found, f"archive {cmd_name}")


ORDER = ("add", "list", "show", "search", "diff", "verify", "anchor", "rebuild", "export")
LATER = {
    "add": ("archive_packs", "add_command"),
    "diff": ("archive_packs", "diff_command"),
    "rebuild": ("archive_packs", "rebuild_command"),
}
"""Module and function of each command that is imported later."""


@click.group("archive", cls=ArchiveGroup)
def command() -> None:
    """Keep issued packs: provable, findable, comparable, never overwritten."""


# ------------------------------------------------------------------------------------------ reading


@command.command("list")
@project_option
@pack_option
@json_option
def list_command(*, project: Project, pack: str | None, form: str) -> None:
    """List every issued version, in order of the months."""
    entries = sorted(
        (entry for entry in read_ledger_warned(project).entries if pack in (None, entry.pack)),
        key=lambda entry: (entry.pack, entry.period, entry.version),
    )
    if form == "json":
        print_json([entry_json(project.archive, entry) for entry in entries])
        return
    if not entries:
        click.echo("Nothing has been issued yet; `boardpack archive add` issues a month.", err=True)
    for line in list_lines(project.archive, entries):
        click.echo(line)


@command.command("show")
@click.argument("month", type=MONTH)
@project_option
@pack_option
@version_option
@json_option
def show_command(
    *, month: Period, project: Project, pack: str | None, version: int | None, form: str
) -> None:
    """Show an edition of MONTH: its hash, size, dates, what it supersedes, and how many it was sent to."""
    ledger, entry = find_entry(project, month, pack, version)
    if form == "json":
        print_json(entry_json(project.archive, entry))
        return
    for line in show_lines(project.archive, ledger, entry):
        click.echo(line)


@command.command("search")
@click.argument("words", nargs=-1, required=True)
@project_option
@click.option("--limit", type=click.IntRange(1, 1000), default=20, help="How many passages (default: 20).")
@click.option("--all-versions", is_flag=True, help="Look through superseded versions as well.")
@json_option
def search_command(
    *, words: tuple[str, ...], project: Project, limit: int, all_versions: bool, form: str
) -> None:
    """Find WORDS in what was issued: commentary, actions, titles. "Quoted words" are found as a phrase."""
    with progress() as tell:
        tell("Searching")
        hits = search(project.archive, " ".join(words), limit=limit, all_versions=all_versions)
    if form == "json":
        print_json([asdict(hit) for hit in hits])
        return
    if not hits:
        click.echo("Nothing was found.", err=True)
    for line in hit_lines(hits):
        click.echo(line)


# ----------------------------------------------------------------------------------------- checking


@command.command("verify")
@click.argument("month", type=MONTH, required=False)
@project_option
@pack_option
@click.option("--all", "everything", is_flag=True, help="The whole archive (the default without MONTH).")
@click.option("--anchor", help="A head written down earlier: is it still in the chain?")
@json_option
def verify_command(
    *,
    month: Period | None,
    project: Project,
    pack: str | None,
    everything: bool,
    anchor: str | None,
    form: str,
) -> None:
    """Check every file against the bags and the ledger's chain, and name what has changed.

    Exit code 1 when anything has.
    """
    if month is not None and everything:
        raise UsageFault("Name a MONTH or give --all, not both.")
    archive = project.archive
    if archive.exists() and not archive.is_dir():
        raise not_a_folder(archive)
    if not archive.is_dir():
        raise UsageFault(f"{archive}: there is no archive yet; `boardpack archive add` makes it.")
    ledger = read_ledger(archive)
    with progress() as tell:
        tell("Checking every file")
        if month is None:
            checked = ledger.entries
            found = verify_all(archive)
        else:
            chosen = find_edition(ledger, month.iso, pack=pack)
            checked = ledger.versions(chosen.pack, chosen.period)
            found = verify_some(archive, checked)
    wrong = [finding for finding in found if finding.severity is Severity.ERROR]
    if form == "json":
        print_json(findings_data(month, found))
    else:
        print_findings(found, err=False)
        state = f"{counted(len(wrong), 'fault')}, named above" if wrong else "all as issued"
        click.echo(
            f"Checked {counted(len(checked), 'edition')} and a chain of {len(ledger.entries)}: {state}.",
            err=True,
        )
    if anchor is not None:
        _tell_anchor(archive, anchor)
    if wrong:
        click.get_current_context().exit(1)


def _tell_anchor(archive: Path, anchor: str) -> None:
    entry = verify_head(archive, anchor)
    if entry is None:
        click.echo(f"{anchor} is not in the chain: entries were cut off or replaced.", err=True)
        click.get_current_context().exit(1)
    click.echo(f"{anchor} is entry {entry.number}, {entry.path}: the chain up to it is the same.", err=True)


@command.command("anchor")
@project_option
@click.option(
    "--store", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Keep this time stamp (RFC 3161) or detached signature of the head beside the ledger.",
)  # fmt: skip
@click.option("--head", help="The head that the stored file is of, when it was made of an earlier one.")
def anchor_command(*, project: Project, store: Path | None, head: str | None) -> None:
    """Print the head of the chain, to be written in a minute or time-stamped; or store such a stamp.

    The head is a SHA-256 value: `openssl ts -query -sha256 -digest HEAD -cert` asks for a stamp of it.
    """
    if store is None:
        ledger = read_ledger(project.archive)
        if ledger.faults:
            raise ArchiveFault("The ledger is not as it was written; run `boardpack archive verify` first.")
        if not ledger.entries:
            raise UsageFault(
                "Nothing has been issued yet, so there is no head: `boardpack archive add` first."
            )
        last = ledger.entries[-1]
        count = counted(last.number, "edition")
        click.echo(f"{count}, the last {last.path} issued {last.issued_at}", err=True)
        click.echo(ledger.head)
        return
    stored = store_anchor(project.archive, store.name, read_named_file(store, limit=ANCHOR), head=head)
    sure = "which it names" if stored.names_it else "which cannot be seen in it"
    click.echo(f"Stored {stored.name}, of entry {stored.entry.number}, {sure}.", err=True)


ANCHOR = 10_000_000
"""Bytes of the largest stamp or signature."""


@command.command("export")
@click.argument("month", type=MONTH)
@project_option
@pack_option
@version_option
@click.option(
    "--to", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder to write to."
)
@click.option("--closed", is_flag=True, help="Export a paper that is classified as not public all the same.")
def export_command(
    *, month: Period, project: Project, pack: str | None, version: int | None, to: Path, closed: bool
) -> None:
    """Write MONTH's PDF and data for the website, under stable names, with their checksums."""
    _, entry = find_entry(project, month, pack, version)
    if to.resolve().is_relative_to(project.archive.resolve()):
        raise UsageFault(f"{to} is inside the archive, where nothing but issued editions may be.")
    with progress() as tell:
        tell("Reading the edition")
        files = export(project.archive, entry, closed=closed)
    for name, data in files.items():
        write_whole(to / name, data)
        click.echo(to / name)
