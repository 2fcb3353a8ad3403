"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click
from platformdirs import user_cache_dir

from boardpack.errors import UsageFault
from boardpack.load.cell_parsers import example
from boardpack.load.project import BASE, Project, folder_names
from boardpack.model.disclosure import Audience
from boardpack.model.period import Period, parse_period


class MonthType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A period as people write it: `2017-10`, `Oct-17`, `October 2017`, `2017-Q2`, `2017`.

    What it is in the project's own calendar is settled by `own_period`.
    """

    name = "month"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Read a month, or fail with what was expected."""
        if isinstance(value, Period):
            return value
        period = parse_period(str(value))
        if period is None:
            self.fail(f"{value!r} is no month; write it like 2017-10, 2017-Q2 or 2017.", param, ctx)
        return period


MONTH = MonthType()


class MonthsType(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """The first and the last of some periods: `2017-04..2017-10`, `2016-Q1..2017-Q2`."""

    name = "months"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Period, Period]:
        """Read both months, or fail with what was expected."""
        start, _, end = str(value).partition("..")
        first, last = parse_period(start), parse_period(end)
        if first is None or last is None or first > last:
            self.fail(f"{value!r} names no months; write them like 2017-04..2017-10.", param, ctx)
        return first, last


MONTHS = MonthsType()


months_option = click.option("--months", type=MONTHS, help="Every month with narratives in 2017-04..2017-10.")


def _project(ctx: click.Context, param: click.Parameter, value: Path) -> Project:
    if not (value / "data").is_dir():
        raise click.BadParameter(
            f"{value} has no data/ folder; a project is a folder with data/, narratives/ and styles/. "
            "Name one with --project, or start one: `boardpack init FOLDER`.",
            ctx=ctx,
            param=param,
        )
    return Project(value)


project_option = click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    callback=_project,
    help="Folder with data/, narratives/ and styles/ (default: the current folder).",
)


def _projects(ctx: click.Context, param: click.Parameter, values: tuple[Path, ...]) -> tuple[Project, ...]:
    return tuple(_project(ctx, param, value) for value in dict.fromkeys(values))


projects_option = click.option(
    "--project",
    "projects",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=(Path(),),
    multiple=True,
    callback=_projects,
    help="Folder with data/, narratives/ and styles/ (default: the current folder); may be given again.",
)


edition_option = click.option(
    "--edition",
    type=click.Choice([Audience.PUBLIC.value, Audience.RESTRICTED.value]),
    callback=lambda _ctx, _param, value: Audience(value) if value else None,
    help="Of a pack that keeps something back: the public edition (default), or the restricted one.",
)


def cache_file() -> Path | None:
    """The file of the user's own cache folder where results are kept (`boardpack.cache`); None without one.

    It never lies in a project, which may come from elsewhere, and is private to the user.
    """
    folder = Path(user_cache_dir("boardpack", appauthor=False))
    return folder / "results.sqlite" if folder.is_absolute() else None


def own_period(project: Project, period: Period) -> Period:
    """Return the period of the project's own calendar that has the name asked for.

    UsageFault when the project's periods are of another length.
    """
    own = project.calendar.cast(period)
    if own is None:
        raise UsageFault(
            f"{period.iso} is no {project.calendar.cadence.name.lower()}, and this pack is one of "
            f"{project.calendar.cadence.name.lower()}s: name {example(project.calendar)}."
        )
    return own


def settle_period(project: Project, period: Period | None) -> Period:
    """Return the month asked for, or the latest that has narratives.

    UsageFault when the project has no such month.
    """
    months = project.months()
    if period is None and months:
        return months[-1]
    period = own_period(project, period) if period else None
    if period is None or period not in months:
        known = ", ".join(month.iso for month in months) or "none"
        unit = project.calendar.cadence.name.lower()
        wanted = f"no narratives for {period.iso}" if period else f"no {unit} with narratives"
        opens = f"boardpack new {period.iso}" if period else f"boardpack new {unit.upper()}"
        raise UsageFault(
            f"{wanted} in {project.narratives.name}/ ({unit}s there: {known}). `{opens}` opens one."
        )
    return period


def settle_periods(
    project: Project, month: Period | None, months: tuple[Period, Period] | None
) -> list[Period]:
    """Return the months with narratives among `months` if given, else the one that `settle_period` does."""
    if month is not None and months is not None:
        raise UsageFault("Give MONTH or --months, not both.")
    if months is None:
        return [settle_period(project, month)]
    first, last = (own_period(project, month) for month in months)
    return [period for period in project.months() if first <= period <= last]


def settle_brand(project: Project, brand: str | None) -> str | None:
    """Return the brand asked for, or None for the pack's own. UsageFault when there is no such folder."""
    brands = [name for name in folder_names(project.styles) if name != BASE]
    if brand is None or brand in brands:
        return brand
    known = ", ".join(brands) or "none"
    raise UsageFault(f"no brand {brand!r} in {project.styles.name}/ (brands there: {known}).")
