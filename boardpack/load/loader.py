"""A project folder → a Pack and the findings of reading it.

To read another file, write its reader in a module of this room and add its line to `_pack`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from boardpack.load.disclosure import read_closed_days, read_disclosure, read_exempt, read_releases
from boardpack.load.facts import PackSettings, check_columns, read_calendar, read_facts, read_waivers
from boardpack.load.findings import FindingLog, in_order
from boardpack.load.indicators import read_indicators
from boardpack.load.lists import (
    read_actions,
    read_comparators,
    read_forecasts,
    read_glossary,
    read_notes,
    read_overrides,
    read_owners,
    read_reported,
    read_restatements,
    read_vocabulary,
)
from boardpack.load.narratives import NarrativeHeadings, read_narratives
from boardpack.load.project import Project, tell_unknown_files
from boardpack.load.sections import read_sections
from boardpack.load.targets import read_all_targets
from boardpack.load.theme import tell_unknown_styles
from boardpack.load.values import read_values
from boardpack.model.finding import Finding, Place
from boardpack.model.indicator import Indicator
from boardpack.model.narrative import CommentaryHeading, NarrativeKind
from boardpack.model.observation import ComparatorFigure
from boardpack.model.pack import Pack, Section
from boardpack.model.period import Cadence, FinancialYear, Period, financial_year


class Loaded(Struct, frozen=True):
    """What reading a project gave."""

    pack: Pack | None
    """None when the facts, sections, indicators or definitions cannot be read at all."""
    findings: tuple[Finding, ...]
    """In order of their place."""


def load(project: Project, period: Period | None = None) -> Loaded:
    """Read the pack of a month, by default the latest with narratives; wrong input becomes findings."""
    project = Project(
        project.root, project.languages
    )  # which knows nothing yet of a pack.toml that may have changed
    faults = FindingLog()
    chosen = _month(project, period, faults)
    if chosen is None:
        read_calendar(project, faults)
    pack = None if chosen is None else _read(project, chosen, faults)
    return Loaded(pack, in_order(faults.findings))


def _month(project: Project, period: Period | None, faults: FindingLog) -> Period | None:
    months = project.months()
    if period is None and months:
        return months[-1]
    if period not in months:
        name = "narratives" if period is None else f"narratives/{period.iso}"
        unit = project.calendar.cadence.name.lower()
        faults.error(
            "month-missing", Place(name),
            f"no folder of narratives for the {unit}" if period else f"no {unit}'s folder",
            f"a folder such as `narratives/{EXAMPLES[project.calendar.cadence]}`",
            f"Open the {unit} with `boardpack new`, or correct the folder's name.",
        )  # fmt: skip
        return None
    return period


def _read(project: Project, period: Period, faults: FindingLog) -> Pack | None:
    frame = read_facts(project, period, faults)
    tell_unknown_files(project, faults)
    if frame is not None:
        tell_unknown_styles(project, frame.facts.brand, faults)
    sections = read_sections(project, faults)
    indicators = read_indicators(project, sections, faults)
    if frame is None or sections is None or indicators is None:
        return None
    return _pack(project, period, frame, sections, indicators, faults=faults)


def _pack(
    project: Project,
    period: Period,
    frame: PackSettings,
    sections: tuple[Section, ...],
    indicators: tuple[Indicator, ...],
    *,
    faults: FindingLog,
) -> Pack:
    year = financial_year(period, frame.calendar.year_start)
    known = {indicator.ref: indicator for indicator in indicators}
    actions = read_actions(project, period, known, faults)
    return Pack(
        facts=frame.facts,
        period=period,
        year=year,
        sections=sections,
        indicators=indicators,
        targets=read_all_targets(project, known, faults, frame.ratings),
        observations=read_values(project, known, _needed(year, period, frame), faults),
        narratives=read_narratives(project.root, period, sections, _headings(frame), faults),
        actions=actions,
        owners=read_owners(project, faults),
        glossary=read_glossary(project, faults),
        vocabulary=read_vocabulary(project, faults),
        reported=read_reported(project, period, faults),
        notes=read_notes(project, known, faults),
        overrides=read_overrides(project, known, faults, frame.ratings.levels),
        restatements=read_restatements(project, known, faults),
        waivers=read_waivers(project.root, period, faults),
        comparators=_comparators(project, known, frame, faults),
        forecasts=read_forecasts(project, known, faults),
        levels=frame.ratings.levels,
        unrated=frame.ratings.unrated,
        columns=frame.columns,
        words=frame.words,
        headings=frame.headings,
        disclosure=read_disclosure(frame.file, known, faults),
        releases=read_releases(project, known, faults),
        closed_days=read_closed_days(project, faults),
        exempt=read_exempt(project, known, sections, actions, faults),
    )


def _headings(frame: PackSettings) -> NarrativeHeadings:
    summary = CommentaryHeading(frame.words("commentary.summary"), NarrativeKind.SUMMARY)
    return NarrativeHeadings((summary,), frame.headings)


def _comparators(
    project: Project, known: Mapping[str, Indicator], frame: PackSettings, faults: FindingLog
) -> tuple[ComparatorFigure, ...]:
    """Read the comparators, whose names are columns as well."""
    found = read_comparators(project, known, faults)
    check_columns(frame.file, frame.columns, found, faults)
    return found


EXAMPLES = {Cadence.MONTH: "2017-10", Cadence.QUARTER: "2017-Q2", Cadence.YEAR: "2017"}
"""Names of folders of narratives, for messages."""


def _needed(year: FinancialYear, period: Period, frame: PackSettings) -> tuple[Period, ...]:
    """The months whose figures must be there: the year to date, and as many as the tables show."""
    to_date = {month for month in year.months if month <= period}
    shown = {period.plus(-back) for back in range(frame.facts.months_shown)}
    return tuple(sorted(to_date | shown))
