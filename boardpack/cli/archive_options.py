"""What the commands that read the archive share: their options, the ledger, and printing as JSON."""

from __future__ import annotations

import json

import click

from boardpack.archive.ledger import Entry, Ledger, read_ledger
from boardpack.archive.lookup import find_edition
from boardpack.archive.store import LEDGER
from boardpack.load.project import Project
from boardpack.model.period import Period


def read_version(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Read a version's number, `2` or `v2`."""
    if value is None:
        return None
    digits = value.removeprefix("v")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > LONGEST or int(digits) < 1:
        raise click.BadParameter(f"{value!r} is no version; write it like 2 or v2.", ctx=ctx, param=param)
    return int(digits)


LONGEST = 9
"""Digits of the highest number that is looked for."""

json_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print (default: text).",
)
pack_option = click.option("--pack", help="Name of the pack, where the archive holds several.")
version_option = click.option("--version", callback=read_version, help="A version (default: the latest).")


def read_ledger_warned(project: Project) -> Ledger:
    """Read the ledger; warn on standard error where its chain is broken or its last line unfinished."""
    ledger = read_ledger(project.archive)
    if ledger.torn:
        click.echo(
            f"boardpack: a run was stopped while it wrote the last line of {project.archive / LEDGER}. "
            "The next `archive add` completes it.",
            err=True,
        )
    if ledger.faults:
        click.echo(
            f"boardpack: {project.archive / LEDGER} is not as it was written. Run `archive verify`.",
            err=True,
        )
    return ledger


def find_entry(
    project: Project, month: Period, pack: str | None, version: int | None
) -> tuple[Ledger, Entry]:
    """Return the ledger and the edition that the options name."""
    ledger = read_ledger_warned(project)
    return ledger, find_edition(ledger, month.iso, pack=pack, version=version)


def print_json(value: object) -> None:
    """Print a value as JSON that people can read."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
