"""Findings as tables on a terminal, those of a file under its name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from boardpack.cli.report import message
from boardpack.model.finding import Finding, Severity


def print_tables(findings: Sequence[Finding], console: Console) -> None:
    """Print findings in their order, a table for each file."""
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
        style = "dim" if finding.waiver else STYLES[finding.severity]
        place = ":".join(str(number) for number in (finding.place.line, finding.place.column) if number)
        severity = "waived" if finding.waiver else finding.severity.value
        rule = Text(finding.rule, style=style)
        table.add_row(place, Text(severity, style=style), rule, Text(message(finding)))
    return table


STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
