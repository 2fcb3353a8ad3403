"""`boardpack check`: everything that a sceptical analyst would find in a month's pack."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click
from msgspec import Struct

from boardpack.archive.earlier import earlier_editions
from boardpack.check.audit import Audit, audit
from boardpack.check.registry import documented, documented_elsewhere
from boardpack.check.report import (
    FindingGroup,
    Task,
    by_file,
    by_kind,
    by_owner,
    findings_data,
    task_data,
    todo,
)
from boardpack.claims.register import Claim, register
from boardpack.claims.report import explain as explain_sentence
from boardpack.claims.report import register_rows, register_text
from boardpack.cli.findings_page import FindingsPage, compose_findings
from boardpack.cli.options import MONTH, edition_option, project_option, settle_period
from boardpack.cli.output import (
    SOMEBODY,
    print_findings,
    print_groups,
    print_line,
    progress,
    summary_line,
    terminal,
)
from boardpack.cli.overview import overview
from boardpack.cli.write_files import write_whole
from boardpack.compose.appendix import broken_links
from boardpack.disclosure.editions import disclosure_text
from boardpack.errors import BoardpackError, UsageFault
from boardpack.load.project import BASE, Project, folder_names
from boardpack.load.theme import read_look, read_theme
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def _print_rules(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001 - click's
    """Print every rule: its name, severity and what it finds; those of other rooms, what they are about."""
    if value and not ctx.resilient_parsing:
        for name, severity, sentence in (*documented(), *documented_elsewhere()):
            click.echo(f"{name:26} {severity.value:8} {sentence}")
        ctx.exit(0)


BY: Mapping[str, Callable[[Pack | None, Sequence[Finding]], tuple[FindingGroup, ...]]] = {
    "owner": by_owner,
    "file": lambda _, findings: by_file(findings),
    "kind": lambda _, findings: by_kind(findings),
}
"""What `--by` can put findings together by."""


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
@click.option("--all", "every", is_flag=True, help="Show every finding, notes and waived ones too.")
@click.option(
    "--kind", "chosen", multiple=True, metavar="RULE", help="Show findings of this rule (may be repeated)."
)
@click.option("--by", type=click.Choice(list(BY)), help="Show every finding under its owner, file or kind.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the findings, the claims and the waivers to copy as a web page.",
)  # fmt: skip
@click.option(
    "--claims", "as_claims", is_flag=True, help="Show every claim of the commentary with its verdict."
)
@click.option(
    "--explain", metavar="FILE:LINE", help="Show what is read of the sentences at a line of the commentary."
)
@edition_option
@click.option(
    "--disclosure",
    "as_disclosure",
    is_flag=True,
    help="Show what the public edition keeps back, and what each figure could be for a reader of the rest.",
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
def command(ctx: click.Context, /, month: Period | None, project: Project, form: str, **asked: Any) -> None:
    """Check MONTH (such as 2017-10; default the latest with narratives).

    On a terminal it says first whether the pack can be printed and where to begin. Into a file or another
    program it prints every finding in a line: file and line, what was found, what was expected, what to do.
    Leaves with 1 when an error is not waived, otherwise with 0.
    """
    wanted = CheckOptions(**asked)
    _refuse_unknown(wanted.chosen)
    period = settle_period(project, month)
    with progress() as tell:
        tell("Checking")
        result = _with_look(project, _audited(project, period, wanted))
        tell("Checking the claims")
        tasks = todo(result.pack, result.findings) if wanted.as_todo and result.pack else ()
        claims = register(result.pack) if (wanted.as_claims or wanted.html) and result.pack else ()
    if wanted.as_disclosure:
        click.echo(disclosure_text(result.pack, result.decision))
        ctx.exit(1 if any(finding.blocks for finding in result.findings) else 0)
    if wanted.explain is not None:
        click.echo(_explained(result, wanted.explain))
        ctx.exit(0)
    shown = _shown(result.findings, wanted)
    if wanted.html is not None:
        today = datetime.now().astimezone().date()
        links = _addresses(project, period, result.pack, wanted.html)
        page = FindingsPage(period, result.pack, shown, tuple(claims), today, *links)
        _write_page(project, page, wanted.html)
    if form == "json":
        data = findings_data(period, shown)
        data |= {"tasks": task_data(tasks)} if wanted.as_todo else {}
        if wanted.as_claims:
            data["claims"] = register_rows(result.pack, claims) if result.pack is not None else []
        click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    elif wanted.html is not None:
        click.echo(summary_line(result.findings))
        click.echo(wanted.html)
    else:
        _print_text(period, Audit(result.pack, shown), tasks, claims, wanted)
    ctx.exit(1 if any(finding.blocks for finding in result.findings) else 0)


def _audited(project: Project, period: Period, wanted: CheckOptions) -> Audit:
    """Audit the edition that is asked for, in view of those that the archive holds."""
    earlier = earlier_editions(project)
    return audit(project, period, waived=not wanted.no_waivers, edition=wanted.edition, earlier=earlier)


class CheckOptions(Struct, frozen=True, kw_only=True):
    """What the command line asks to be shown."""

    no_waivers: bool
    only_errors: bool
    every: bool
    chosen: tuple[str, ...]
    by: str | None
    html: Path | None
    as_claims: bool
    as_todo: bool
    explain: str | None
    edition: Audience | None
    as_disclosure: bool

    @property
    def is_listing(self) -> bool:
        """Whether findings are to be listed one by one."""
        return self.every or self.only_errors or bool(self.chosen)


def _refuse_unknown(rules: Sequence[str]) -> None:
    known = [name for name, _, _ in (*documented(), *documented_elsewhere())]
    for rule in rules:
        if rule not in known:
            near = get_close_matches(rule, known, 1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise UsageFault(f"--kind {rule}: no such rule.{meant} `boardpack check --rules` lists them.")


def _shown(findings: Sequence[Finding], wanted: CheckOptions) -> tuple[Finding, ...]:
    """Return the findings asked for: all of them, of some rules, or errors alone."""
    chosen = (finding for finding in findings if not wanted.chosen or finding.rule in wanted.chosen)
    return tuple(f for f in chosen if f.severity is Severity.ERROR or not wanted.only_errors)


def _write_page(project: Project, page: FindingsPage, file: Path) -> None:
    """Write the findings page in the colours of the pack's brand, or of another where that is at fault."""
    from boardpack.render.html import render_html  # noqa: PLC0415 - 0.1 s of fonts, for a page alone

    own = [page.pack.facts.brand] if page.pack else []
    brands = [*own, *(name for name in folder_names(project.styles) if name not in {BASE, *own})]
    found = (read_theme(project.styles, brand)[0] for brand in brands)
    theme = next((theme for theme in found if theme is not None), None)
    if theme is None:
        raise BoardpackError(
            f"No brand in {project.styles.name}/ can be read, and the page takes its colours from one. "
            "`boardpack check --all` says what is wrong."
        )
    write_whole(file, render_html(compose_findings(page), theme).encode())


def _addresses(project: Project, period: Period, pack: Pack | None, file: Path) -> tuple[str, str]:
    """The project's folder and the pack that was built last, as seen from a page in a file."""
    root = os.path.relpath(project.root.resolve(), file.resolve().parent).replace(os.sep, "/")
    stem = f"{period.iso}-{pack.facts.slug}" if pack is not None else ""
    names = (f"{stem}{draft}{suffix}" for suffix in (".html", ".pdf") for draft in ("", "-draft"))
    built = next((name for name in names if stem and (project.out / name).is_file()), "")
    return quote(root), f"{quote(root)}/{project.out.name}/{quote(built)}" if built else ""


def _explained(result: Audit, place: str) -> str:
    """What is read at a place such as `workforce.md:3`; UsageError where no sentence is."""
    file, _, line = place.rpartition(":")
    explained = explain_sentence(result.pack, file, int(line)) if result.pack and line.isdigit() else ""
    if not explained:
        raise click.UsageError(f"No sentence is at {place}: give a file and a line, such as workforce.md:3.")
    return explained


def _with_look(project: Project, found: Audit) -> Audit:
    """Join what would stop a build of the pack: its brand, letters without a glyph, broken links."""
    if found.pack is None:
        return found
    _, look = read_look(project, found.pack)
    findings = (*found.findings, *look, *broken_links(found.pack, found.findings))
    return Audit(found.pack, findings, found.decision)


def _print_text(
    period: Period, result: Audit, tasks: Sequence[Task], claims: Sequence[Claim], wanted: CheckOptions
) -> None:
    console = terminal(err=False)
    if wanted.as_todo:
        _print_tasks(tasks)
    if wanted.as_claims and result.pack is not None:
        click.echo(register_text(result.pack, claims))
    if wanted.by is not None:
        print_groups(BY[wanted.by](result.pack, result.findings))
    elif not wanted.as_todo and not wanted.as_claims:
        if console is not None and not wanted.is_listing:
            for line in overview(period, result.pack, result.findings, console.width):
                console.print(line.text, style=line.style, markup=False, highlight=False, soft_wrap=True)
            return
        print_findings(result.findings, err=False)
    print_line(summary_line(result.findings))


def _print_tasks(tasks: Sequence[Task]) -> None:
    owner: str | None = None
    for task in tasks:
        if task.owner != owner:
            owner = task.owner
            who = f"{owner}, {task.role}" if task.role else owner
            print_line(who or SOMEBODY, bold=True)
        print_line(f"{task.place}: {task.what}", 2)
    if not tasks:
        click.echo("Nothing is missing.")
