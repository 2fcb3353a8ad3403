# ruff: noqa: E501 - a kind is a row of a table
"""Packs of other services with made-up figures, from a seed: what true and false sentences are told of."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from boardpack.load.markdown import parse
from boardpack.model.finding import Place
from boardpack.model.indicator import (
    Indicator,
    Polarity,
    Target,
    Unit,
)
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Abbreviation, Pack, Section, Synonym
from boardpack.model.period import Period
from tests.support.packs import facts, indicator, pack, section, seen, table, target

HERE = Place("data/indicators.csv", 1)
SUMMARY = Place("narratives/directors-summary.md", 3)


@dataclasses.dataclass(frozen=True)
class Kind:
    """An indicator as a service would list it, with the ways its people speak of it."""

    section: str
    ref: str
    title: str
    unit: Unit
    decimals: int
    bigger: bool
    middle: float
    step: float
    spoken: tuple[str, ...]


def read_kinds(table: str) -> tuple[Kind, ...]:
    """Kinds from rows of section, reference, title, unit, decimals, better side, middle, step, ways to say it."""
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines()]
    return tuple(
        Kind(section, ref, title, Unit(unit), int(decimals), better == "bigger", float(middle), float(step), tuple(spoken.split("; ")))
        for section, ref, title, unit, decimals, better, middle, step, spoken in rows
    )  # fmt: skip


HOUSING = read_kinds("""\
Repairs | H 1 | Percentage of repairs completed within 20 working days | percent | 0 | bigger | 85 | 4 | repairs completed within 20 working days; the percentage of repairs completed in 20 days
Repairs | H 2 | Tenant satisfaction with repairs | percent | 1 | bigger | 78 | 2 | tenant satisfaction; satisfaction with repairs
Income | RA 1 | Rent arrears as a percentage of rent due | percent | 1 | smaller | 4 | 0.4 | rent arrears; the arrears rate
Lettings | L 1 | Average number of days to relet an empty home | days | 0 | smaller | 31 | 3 | relet time; the average time to relet an empty home
Homelessness | HO 1 | Number of households in temporary accommodation | count | 0 | smaller | 240 | 15 | households in temporary accommodation; the number of households in temporary accommodation
Homelessness | HO 2 | Percentage of homelessness decisions made within 33 days | percent | 0 | bigger | 71 | 6 | homelessness decisions made within 33 days; timely homelessness decisions
""")
PLACE = read_kinds("""\
Waste | WR 1 | Percentage of household waste recycled or composted | percent | 1 | bigger | 44 | 1.5 | recycling; household waste recycled; the recycling rate
Waste | WR 2 | Missed bin collections per 100,000 | average | 1 | smaller | 62 | 6 | missed bin collections; missed collections
Highways | HW 1 | Percentage of potholes repaired within 28 days | percent | 0 | bigger | 88 | 5 | potholes repaired within 28 days; pothole repairs in time
Highways | HW 2 | Number of street lighting faults outstanding | count | 0 | smaller | 120 | 12 | street lighting faults outstanding; outstanding street lighting faults
Planning | PL 1 | Percentage of major planning applications decided in time | percent | 0 | bigger | 82 | 7 | major planning applications decided in time; major applications
Customers | CS 1 | Percentage of calls answered | percent | 1 | bigger | 91 | 2 | calls answered; the percentage of calls answered
Customers | LB 1 | Number of library visits | count | 0 | bigger | 5200 | 250 | library visits; visits to libraries
""")
CHILDREN = read_kinds("""\
Workforce | P1 | Vacancy Rate | percent | 0 | smaller | 35 | 4 | the vacancy rate; vacancy levels; vacancies
Workforce | W 1 | Average Caseload per Social Worker | average | 0 | smaller | 17 | 1.5 | the average caseload; average caseloads per social worker
Front door | FD 3 | Percentage of completed contacts actioned within 1 working day | percent | 0 | bigger | 87 | 4 | contacts actioned within 24 hours; contacts actioned within one working day
Front door | FD 8 | Percentage of re-referrals within 12 months | percent | 0 | smaller | 21 | 4 | re-referrals; the re-referral rate; re-referral rates
Protection | CIN 5 | Percentage of CIN* who had a review on time | percent | 0 | bigger | 76 | 4 | CIN reviews on time; timely CIN reviews
Protection | CP 13 | Percentage of children subject to Child Protection Plan for whom a visit has taken place within last 4 weeks | percent | 0 | bigger | 79 | 6 | child protection visits; visits to children on child protection plans
Care | LAC 10 | Percentage of LAC for whom a visit has taken place within statutory timescales | percent | 0 | bigger | 89 | 3 | LAC visits; visits to looked after children; LAC visits in timescale
Care | F 3 | Percentage of Annual Reviews of Foster Carers completed on time | percent | 0 | bigger | 66 | 7 | foster carer annual reviews; fostering reviews on time
Care leavers | CL 2 | Number not in employment, education, or training (NEET) on their 17th to 21st Birthday | count | 0 | smaller | 230 | 14 | NEET figures; the NEET number
""")
SERVICES = (HOUSING, PLACE, CHILDREN)


def made_up(seed: int) -> tuple[Pack, tuple[Kind, ...]]:
    """A pack with figures for seven to twelve months, its kinds in the same order."""
    chance = random.Random(seed)
    kinds = SERVICES[seed % len(SERVICES)]
    period = Period(2016 + chance.randrange(8), chance.randrange(1, 13))
    count = chance.randrange(7, 13)
    names = list(dict.fromkeys(kind.section for kind in kinds))
    cells = [
        seen(kind.ref, month, str(value))
        for kind in kinds
        for month, value in _walk(chance, kind, period, count).items()
    ]
    made = pack(
        (_indicator(kind, at) for at, kind in enumerate(kinds)),
        (_target(chance, kind) for kind in kinds),
        cells,
        period=period,
        facts=facts(months_shown=count, meeting_date=date(2030, 1, 1)),
        sections=tuple(_section(name, at) for at, name in enumerate(names)),
        glossary=(Abbreviation("CIN", "Child in Need", "", HERE),),
        vocabulary=(Synonym("foster carer annual reviews", "annual reviews of foster carers", HERE),),
    )
    return made, kinds


def _walk(chance: random.Random, kind: Kind, period: Period, count: int) -> dict[Period, Decimal]:
    value, found = kind.middle + chance.uniform(-1, 1) * kind.step, {}
    for back in range(count - 1, -1, -1):
        step = chance.choice([0.0, 0.3, 1.0, 1.0, 2.0]) * kind.step * chance.choice([-1, 1])
        value = (
            value + step if 0 < value + step < (100 if kind.unit is Unit.PERCENT else 10**6) else value - step
        )
        found[period.plus(-back)] = Decimal(str(round(value, kind.decimals)))
    return found


def _indicator(kind: Kind, order: int) -> Indicator:
    return indicator(
        kind.ref, title=kind.title, order=order, section=kind.section, table=kind.section, unit=kind.unit,
        decimals=kind.decimals, polarity=Polarity.BIGGER if kind.bigger else Polarity.SMALLER,
    )  # fmt: skip


def _target(chance: random.Random, kind: Kind) -> Target:
    sign = 1 if kind.bigger else -1
    green = str(round(kind.middle + sign * chance.uniform(-1, 2) * kind.step, kind.decimals))
    amber = str(round(float(green) - sign * 2 * kind.step, kind.decimals))
    return target(kind.ref, green, amber, published=f"{green}%" if kind.unit is Unit.PERCENT else green)


def _section(name: str, order: int) -> Section:
    return section(name, order, name, table(name, order, name, summary_heading=f"{name} indicators"))


def telling(pack: Pack, paragraphs: Sequence[str]) -> Pack:
    """The pack with a directors' summary of those paragraphs; paragraph n stands at line 3 + 2n."""
    source = "\n\n".join(paragraphs) + "\n"
    blocks, _ = parse(source, SUMMARY)
    summary = Narrative(NarrativeKind.SUMMARY, "", source, blocks, SUMMARY)
    return replace(pack, narratives=(summary,))


def line_of(number: int) -> int:
    """The file's line of a paragraph, from 0."""
    return SUMMARY.line + 2 * number
