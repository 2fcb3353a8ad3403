"""`boardpack check`: everything that a sceptical analyst would find in a month's pack."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from boardpack.check.audit import Audit, audit
from boardpack.check.registry import documented
from boardpack.check.report import claim_data, findings_data, task_data
from boardpack.check.todo import Task, todo
from boardpack.claims.register import Claim, register
from boardpack.claims.report import explain as explain_sentence
from boardpack.claims.report import register_text
from boardpack.cli.options import MONTH, project_option, settle_period
from boardpack.cli.report import print_findings, summary_line
from boardpack.compose.links import broken_links
from boardpack.load.project import Project
from boardpack.load.theme import read_look
from boardpack.model.period import Period


def _print_rules(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001 - click's
    """Print the table of rules: the names that waivers use, severities, and what each finds."""
    if value and not ctx.resilient_parsing:
        for name, severity, sentence in documented():
            click.echo(f"{name:26} {severity.value:8} {sentence}")
        ctx.exit(0)


@click.command("check")
@click.argument("month", type=MONTH, required=False)
@project_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs.",
)
@click.option("--no-waivers", is_flag=True, help="Show waived findings as if they were not.")
@click.option("--errors", "only_errors", is_flag=True, help="Show errors only.")
@click.option(
    "--claims", "as_claims", is_flag=True, help="Show every claim of the commentary with its verdict."
)
@click.option(
    "--explain", metavar="FILE:LINE", help="Show what is read of the sentences at a line of the commentary."
)
@click.option("--todo", "as_todo", is_flag=True, help="Show what is still missing, by owner.")
@click.option(
    "--rules",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_rules,
    help="List every rule with its severity, and leave.",
)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    month: Period | None,
    project: Project,
    form: str,
    no_waivers: bool,
    only_errors: bool,
    as_todo: bool,
    as_claims: bool,
    explain: str | None,
) -> None:  # fmt: skip
    """Check MONTH (such as 2017-10; default the latest with narratives).

    Prints every finding with its file and line, what was found, what was expected and what to do.
    Leaves with 1 when an error is not waived, otherwise with 0.
    """
    period = settle_period(project, month)
    result = _with_look(project, audit(project, period, waived=not no_waivers))
    if explain is not None:
        click.echo(_explained(result, explain))
        ctx.exit(0)
    tasks = todo(result.pack, result.findings) if as_todo and result.pack else ()
    claims = register(result.pack) if as_claims and result.pack else ()
    if form == "json":
        data = findings_data(period, result.findings)
        data |= {"tasks": task_data(tasks)} if as_todo else {}
        data |= {"claims": claim_data(result.pack, claims)} if as_claims else {}
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    else:
        _print_text(result, tasks, claims, as_todo=as_todo, as_claims=as_claims, only_errors=only_errors)
    ctx.exit(1 if any(finding.blocks for finding in result.findings) else 0)


def _explained(result: Audit, place: str) -> str:
    """What is read at a place such as `workforce.md:3`; UsageError where no sentence is."""
    file, _, line = place.rpartition(":")
    told = explain_sentence(result.pack, file, int(line)) if result.pack and line.isdigit() else ""
    if not told:
        raise click.UsageError(f"No sentence is at {place}: give a file and a line, such as workforce.md:3.")
    return told


def _with_look(project: Project, found: Audit) -> Audit:
    """Join what would stop a build of the pack: its brand, letters without a glyph, broken links."""
    if found.pack is None:
        return found
    _, look = read_look(project, found.pack)
    return Audit(found.pack, (*found.findings, *look, *broken_links(found.pack, found.findings)))


def _print_text(
    result: Audit,
    tasks: Sequence[Task],
    claims: Sequence[Claim],
    *,
    as_todo: bool,
    as_claims: bool,
    only_errors: bool,
) -> None:
    if as_todo:
        _print_tasks(tasks)
    if as_claims and result.pack is not None:
        click.echo(register_text(result.pack, claims))
    if not as_todo and not as_claims:
        shown = [f for f in result.findings if f.severity.value == "error" or not only_errors]
        print_findings(shown, err=False)
    click.echo(summary_line(result.findings))


def _print_tasks(tasks: Sequence[Task]) -> None:
    owner: str | None = None
    for task in tasks:
        if task.owner != owner:
            owner = task.owner
            who = f"{owner}, {task.role}" if task.role else owner
            click.echo(who or "Whoever puts the pack together")
        click.echo(f"  {task.place}: {task.what}")
    if not tasks:
        click.echo("Nothing is missing.")
