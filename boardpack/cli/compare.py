"""`boardpack compare`: take comparators out of a large published table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

import click

from boardpack.cli.options import MONTH, project_option, settle_period
from boardpack.cli.output import progress
from boardpack.cli.write_files import write_all
from boardpack.errors import BoardpackError, UsageFault
from boardpack.load.findings import FindingLog
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.load.toml_file import read_settings
from boardpack.model.period import Period


class Amount(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A number that keeps its digits."""

    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """Read a number; a usage error for anything else."""
        try:
            return Decimal(str(value))
        except InvalidOperation:
            self.fail(f"{value!r} is no number", param, ctx)


@click.command("compare")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@project_option
@click.option("--month", type=MONTH, help="The pack's period (default: the latest with narratives).")
@click.option(
    "--measure", "pairs", multiple=True, metavar="REF=MEASURE", help="Which measure an indicator is."
)
@click.option("--column", "named", multiple=True, metavar="WHAT=HEADER",
              help="A column of another name: area, name, period, measure or value.")  # fmt: skip
@click.option("--where", "where", multiple=True, metavar="HEADER=VALUE",
              help="Take these rows alone of a table that is broken down, such as sex=Total.")  # fmt: skip
@click.option("--period", "chosen", default="", help="The table's period to take (default: its latest).")
@click.option("--times", type=Amount(), help="What the figures are multiplied by: 100 for shares of one.")
@click.option("--source", help="Who published the table (default: that of pack.toml, else the file's name).")
@click.option("--published", default="", help="When it was published, such as 2025-09.")
@click.option("--yes", is_flag=True, help="Write the rows that are shown.")
def command(
    *,
    file: Path,
    project: Project,
    month: Period | None,
    pairs: tuple[str, ...],
    named: tuple[str, ...],
    where: tuple[str, ...],
    chosen: str,
    times: Decimal | None,
    source: str | None,
    published: str,
    yes: bool,
) -> None:
    """Take from FILE, a CSV of areas, periods and measures, what the pack compares itself with.

    `[compare]` of data/pack.toml names the own area, the region and the neighbours, and the measures. The
    rows of data/comparators.csv are shown; with --yes they are written.
    """
    from boardpack.comparators.planning import HEADER, CompareSettings, plan_comparators  # noqa: PLC0415
    from boardpack.comparators.published_table import TableQuery, read_published_table  # noqa: PLC0415

    held = _settings(project)
    measures = {**_texts(held.get("measures", {})), **_pairs(pairs, "--measure")}
    if not measures or not isinstance(held.get("area"), str):
        raise UsageFault(
            "data/pack.toml says nothing to compare: give `[compare]` with `area`, and `[compare.measures]` "
            "with a measure for each reference (or --measure REF=MEASURE)."
        )
    settings = CompareSettings(
        area=str(held["area"]), measures=measures, source=source or str(held.get("source", file.name)),
        published=published, england=str(held.get("england", "E92000001")),
        region=str(held.get("region", "")),
        neighbours=_list(held.get("neighbours")), group=str(held.get("group", "Similar councils")),
        areas=_list(held.get("areas")), times=times,
    )  # fmt: skip
    kept = {**_texts(held.get("where", {})), **_pairs(where, "--where")}
    wanted = TableQuery(_pairs(named, "--column"), kept, tuple(measures.values()), chosen)
    with progress() as tell:
        tell("Reading the pack")
        pack = load(project, settle_period(project, month)).pack
        if pack is None:
            raise BoardpackError("The pack cannot be read. Run `boardpack check` first.")
        tell(f"Reading {file.name}")
        plan = plan_comparators(project, pack, read_published_table(file, wanted), settings)
    for remark in plan.remarks:
        click.echo(remark, err=True)
    for row in (HEADER, *plan.rows):
        click.echo(" | ".join(row))
    if plan.change is None:
        click.echo("Nothing to write: data/comparators.csv has all of it.", err=True)
    elif yes:
        write_all(project.root, (plan.change,))
        click.echo(f"{len(plan.rows)} rows are in {plan.change.file}.", err=True)
    else:
        click.echo("Nothing is written yet: look at the rows, then run it again with --yes.", err=True)


def _settings(project: Project) -> Mapping[str, object]:
    file = read_settings(project.root, "data/pack.toml", FindingLog())
    table = file.values.get("compare", {}) if file is not None else {}
    return table if isinstance(table, dict) else {}


def _texts(table: object) -> dict[str, str]:
    return {str(key): str(value) for key, value in table.items()} if isinstance(table, dict) else {}


def _list(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _pairs(texts: tuple[str, ...], option: str) -> dict[str, str]:
    pairs = [text.partition("=") for text in texts]
    if any(not (left.strip() and sign and right.strip()) for left, sign, right in pairs):
        raise UsageFault(f"{option} takes a name, an equals sign and a name, such as `ED 1=ks2_expected`.")
    return {left.strip(): right.strip() for left, _, right in pairs}
