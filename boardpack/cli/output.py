"""What is printed, findings above all: tables, colours and progress on a terminal, else plain lines."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

import click

from boardpack.model.finding import Finding, Severity, counted
from boardpack.model.indicator import canonical_ref

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as ProgressBar

    from boardpack.check.report import FindingGroup
    from boardpack.edition import Progress

T = TypeVar("T")


def terminal(*, err: bool = True) -> Console | None:
    """Return a console where standard error (or output) is a terminal; else None, without importing rich."""
    if not (sys.stderr if err else sys.stdout).isatty():
        return None
    from rich.console import Console  # noqa: PLC0415 - only where it is used

    return Console(stderr=err)


def _unseen(stage: str) -> None:
    """Show nothing."""


@contextmanager
def progress() -> Iterator[Progress]:
    """Show the stage on standard error when that is a terminal, and nothing otherwise."""
    console = terminal()
    if console is None:
        yield _unseen
        return
    with console.status("Starting") as status:
        yield status.update


def watched(results: Iterable[T], total: int) -> Iterator[T]:
    """Pass results on as they come; on a terminal show a bar until the last, and then pass them on."""
    console = terminal()
    if console is None:
        yield from results
        return
    with progress_bar("Making packs", console) as bar:
        kept = list(bar.track(results, total=total))
    yield from kept


def progress_bar(title: str, console: Console) -> ProgressBar:
    """Return a bar that counts to a total, with the time that is left."""
    # rich is for terminals
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn(title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console)


def message(finding: Finding) -> str:
    """One finding in a sentence or three: found, expected, what to do."""
    subject = "" if _is_named(finding) else f"{finding.subject}: "
    parts = [f"{subject}{finding.found}"]
    if finding.expected:
        parts.append(f"expected {finding.expected}")
    text = "; ".join(part.rstrip(".") for part in parts) + "."
    if finding.remedy:
        text += f" {finding.remedy.rstrip('.')}."
    if finding.waiver is not None:
        text += f" Waived by {finding.waiver.role}: {finding.waiver.reason.rstrip('.')}."
    return text


def _is_named(finding: Finding) -> bool:
    """Whether the message, the file's name or the line says what it is about, as people write it."""
    if finding.place.line:
        return True
    shown = canonical_ref(f"{finding.place.file} {finding.found}")
    return canonical_ref(finding.subject) in shown


def plain_line(finding: Finding) -> str:
    """Write `file:line:col: severity rule: message`, as editors and scripts read it."""
    severity = f"{finding.severity.value} (waived)" if finding.waiver else finding.severity.value
    line = f"{finding.place}: {severity} {finding.rule}: {message(finding)}"
    return line if line.isprintable() else printable(line)


def printable(text: str) -> str:
    """Text on one line: what does not print, such as a line end in a file's name, is written as its code."""
    return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in text)


def print_findings(findings: Sequence[Finding], *, err: bool = True) -> None:
    """Print findings in their order: as a table on a terminal, as plain lines otherwise."""
    if not findings:
        return
    console = terminal(err=err)
    if console is None:
        click.echo("\n".join(map(plain_line, findings)), err=err)
    elif console.width < NARROW:
        _print_lines(findings, console)
    else:
        _print_tables(findings, console)


def print_line(text: str, indent: int = 0, *, bold: bool = False) -> None:
    """Print a line on standard output; on a terminal it is wrapped, its further lines further in."""
    console = terminal(err=False)
    start = " " * indent
    if console is None:
        click.echo(start + text)
        return
    for line in textwrap.wrap(text, console.width, initial_indent=start, subsequent_indent=f"{start}  "):
        click.echo(click.style(line, bold=bold))


def print_groups(groups: Sequence[FindingGroup]) -> None:
    """Print findings under the name of each group, on standard output."""
    for group in groups:
        name = group.name or SOMEBODY
        head = f"{name}: {group.detail}" if group.detail else name
        print_line(f"{head} ({len(group.findings)})", bold=True)
        print_findings(group.findings, err=False)
        click.echo()


def summary_line(findings: Iterable[Finding]) -> str:
    """Count findings in a line: `Checked: 0 errors, 12 warnings, 3 notes; 41 waived.`."""
    every = list(findings)
    live = [finding.severity for finding in every if finding.waiver is None]
    counts = ", ".join(counted(live.count(severity), severity.value) for severity in Severity)
    return f"Checked: {counts}; {len(every) - len(live)} waived."


def _print_lines(findings: Sequence[Finding], console: Console) -> None:
    """Print findings one after the other, where a table would have no room for the message."""
    for finding in findings:
        for line in textwrap.wrap(plain_line(finding), console.width, subsequent_indent="  "):
            click.echo(line)


def _print_tables(findings: Sequence[Finding], console: Console) -> None:
    """Print findings in their order, a table for each file: line and field, severity, rule, message."""
    from rich.table import Table  # noqa: PLC0415 - rich is for terminals
    from rich.text import Text  # noqa: PLC0415

    for file, group in groupby(findings, key=lambda finding: finding.place.file):
        console.print(Text(printable(file), style="bold"))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("Where", justify="right", no_wrap=True, min_width=6)
        table.add_column("Severity", no_wrap=True)
        table.add_column("Rule", overflow="fold", max_width=24)
        table.add_column("What", overflow="fold", ratio=1)
        for finding in group:
            style = "dim" if finding.waiver else STYLES[finding.severity]
            place = ":".join(str(number) for number in (finding.place.line, finding.place.column) if number)
            severity = "waived" if finding.waiver else finding.severity.value
            cells = (severity, finding.rule)
            table.add_row(place, *(Text(cell, style=style) for cell in cells), Text(message(finding)))
        console.print(table)


NOBODY = "whoever puts the pack together"
"""Who sees to what has no owner."""
SOMEBODY = NOBODY[:1].upper() + NOBODY[1:]
"""The same at the head of a list."""

NARROW = 60
"""Columns below which findings are lines instead of a table."""

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
