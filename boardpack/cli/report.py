"""How findings are printed: a table on a terminal, one plain line each otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from boardpack.model.finding import Finding, Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def message(finding: Finding) -> str:
    """One finding in a sentence or three: found, expected, what to do."""
    subject = " ".join(part for part in (finding.subject, finding.period) if part)
    parts = [f"{subject}: {finding.found}" if subject else finding.found]
    if finding.expected:
        parts.append(f"expected {finding.expected}")
    text = "; ".join(part.rstrip(".") for part in parts) + "."
    if finding.remedy:
        text += f" {finding.remedy.rstrip('.')}."
    if finding.waiver is not None:
        text += f" Waived by {finding.waiver.role}: {finding.waiver.reason.rstrip('.')}."
    return text


def plain_line(finding: Finding) -> str:
    """Write `file:line:col: severity rule: message`, as editors and scripts read it."""
    severity = f"{finding.severity.value} (waived)" if finding.waiver else finding.severity.value
    return f"{finding.place}: {severity} {finding.rule}: {message(finding)}"


def print_findings(findings: Sequence[Finding], *, err: bool = True) -> None:
    """Print findings in their order: as a table on a terminal, as plain lines otherwise."""
    console = Console(stderr=err)
    if not findings:
        return
    if not console.is_terminal:
        for finding in findings:
            click.echo(plain_line(finding), err=err)
        return
    for file, group in groupby(findings, key=lambda finding: finding.place.file):
        console.print(Text(file, style="bold"))
        console.print(_table(list(group)))


def _table(findings: Sequence[Finding]) -> Table:
    """The findings of one file: line and field, severity, rule, and what there is to say."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Where", justify="right", no_wrap=True, min_width=6)
    table.add_column("Severity", no_wrap=True)
    table.add_column("Rule", overflow="fold", max_width=24)
    table.add_column("What", overflow="fold", ratio=1)
    for finding in findings:
        style = "dim" if finding.waiver else _STYLES[finding.severity]
        place = ":".join(str(number) for number in (finding.place.line, finding.place.column) if number)
        severity = "waived" if finding.waiver else finding.severity.value
        rule = Text(finding.rule, style=style)
        table.add_row(place, Text(severity, style=style), rule, Text(message(finding)))
    return table


def summary_line(findings: Iterable[Finding]) -> str:
    """Count findings in a line: `Checked: 0 errors, 12 warnings, 3 notes; 41 waived.`."""
    counted = list(findings)
    live = [finding.severity for finding in counted if finding.waiver is None]
    counts = ", ".join(
        f"{live.count(severity)} {severity.value}{'' if live.count(severity) == 1 else 's'}"
        for severity in Severity
    )
    return f"Checked: {counts}; {len(counted) - len(live)} waived."
