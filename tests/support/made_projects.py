# ruff: noqa: E501 - a row of a sheet is a line
"""Projects as files: the one builder of a right pack's files from the rows of its indicators.

    project_files(facts, rows, …)   every file of a project
    service_files("housing")        a landlord's pack or a hospital's, as their own people would write them
    thirty_indicators(seed)         a clean pack of thirty indicators, made up from a seed

The two services say what such packs say (titles without units, counts of the year so far, targets that share a
boundary by chance); their figures are made up. The thirty have the small pack's months and file names, so that
the same kinds of faults can be planted in them. The tiny project of tests/support/projects.py is text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from boardpack.model.period import Period, financial_year

Files = dict[str, str]
"""The text of each file by its path below the project folder."""

HEADS = {
    "sections": "section,order,title,published_title,table,charts,summary_heading",
    "indicators": "ref,order,section,table,polarity,unit,decimals,basis,owner,zero_possible,numerator,denominator,in_summary",
    "definitions": "ref,version,from,reference,title,summary_reference,summary_title,change",
    "targets": "ref,from,to,target,status,comparator,value,of,green,amber,methodology,reason",
    "actions": "ref,raised,action,due,status,owner,indicators,started,ended,completed,as_reported_status",
    "owners": "code,role",
    "notes": "ref,from,to,note",
}


class Row(NamedTuple):
    """An indicator, as the cells of the sheets have it."""

    ref: str
    table: str
    title: str
    polarity: str
    unit: str
    decimals: int
    basis: str
    target: Sequence[object]
    """Cells of the targets from `target` on; see `aim`."""
    measures: Mapping[str, Sequence[str]]
    """Values and, where they are given, what they follow from, from the first month on."""


def sheet(head: str, rows: Iterable[Sequence[object]]) -> str:
    """A CSV file of a head and rows."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows((head.split(","), *rows))
    return out.getvalue()


def aim(polarity: str, published: str, green: str, amber: str, words: str) -> tuple[str, ...]:
    """The cells of a target and its bands, or, where none is published, of a measure of demand."""
    if not published:
        return ("NA", "not applicable", *[""] * 6, "it is a measure of demand")
    sign = ">=" if polarity == "BIB" else "<="
    return published, "set", sign, green, "", green, amber, words.format(green=green, amber=amber), ""


def project_files(
    facts: Mapping[str, object], period: Period, rows: Sequence[Row], *,
    sections: Iterable[Sequence[object]], actions: Iterable[Sequence[object]],
    month: str, narratives: Mapping[str, str], year_start: int = 4, **lists: Iterable[Sequence[object]],
) -> Files:  # fmt: skip
    """Every file of a project: `narratives` by their stem, `lists` by the name of their sheet."""
    year = financial_year(period, year_start)
    ends = year.months[0].iso, year.months[-1].iso
    cells = [
        (row.ref, measure, *found, *[""] * (12 - len(found)))
        for row in rows
        for measure, found in row.measures.items()
    ]
    sheets = {
        "sections": sections,
        "indicators": [(r.ref, n, r.table, r.table, r.polarity, r.unit, r.decimals, r.basis, "HS", "yes", "", "", "yes") for n, r in enumerate(rows, 1)],
        "definitions": [(r.ref, "", "", r.ref, r.title, "", "", "") for r in rows],
        "targets": [(r.ref, *ends, *r.target) for r in rows],
        "owners": [("HS", "Head of Services")],
        **lists,
    }  # fmt: skip
    heads = ",".join(("ref", "measure", *(f"{one.name[:3]} {one.year}" for one in year.months)))
    settings = {
        **facts,
        "language": "en-GB",
        "classification": "Public",
        "year_start": year_start,
        "months_shown": 0,
    }
    return {
        "data/pack.toml": "".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items()),
        **{f"data/{name}.csv": sheet(HEADS[name], held) for name, held in sheets.items()},
        f"data/values-{year.label}.csv": sheet(heads, cells),
        "data/glossary.csv": 'abbreviation,expansion,language\nRAG,"Red, Amber, Green",\n',
        f"data/actions-{period.iso}.csv": sheet(HEADS["actions"], actions),
        f"narratives/{period.iso}/month.toml": month,
        **{f"narratives/{period.iso}/{stem}.md": text for stem, text in narratives.items()},
    }


# ---------------------------------------------------------------------------------- other services

OCTOBER = Period(2017, 10)
HIGHER = "{green} or above Green, {amber} to under {green} Amber, under {amber} Red"
LOWER = "{green} or below Green, over {green} to {amber} Amber, over {amber} Red"
HOUSING = """\
H 1 | Rent collected | percent | BIB | 1 | month | 98.5% | 98.5 | 97.0 | 98.9% 98.7% 98.8% 98.6% 98.9% 99.0% 98.9%
H 2 | Former tenants' arrears | pounds | SIB | 0 | month end | 420000 | 420000 | 450000 | £412,300 £415,800 £413,100 £410,900 £409,400 £411,700 £408,200
H 3 | Empty homes re-let | days | SIB | 1 | month | 24 | 24 | 28 | 22.4 23.1 22.9 23.6 22.8 23.3 22.7
H 4 | Emergency repairs on time | percent | BIB | 1 | month | 98.0% | 98.0 | 95.0 | 98.8% 99.1% 98.9% 98.4% 98.7% 99.0% 98.6%
H 5 | Gas safety certificates in date | percent | BIB | 1 | month end | 98.0% | 98.0 | 96.0 | 99.8% 99.9% 99.8% 99.9% 99.9% 99.8% 99.9%
H 6 | Homes brought up to standard since April | count | BIB | 0 | year to date | 30 | 30 | 20 | 31 64 102 148 190 233 280
H 7 | Households in temporary accommodation | count | SIB | 0 | month end | 310 | 310 | 330 | 298 301 304 299 302 306 303
H 8 | Complaints answered | percent | BIB | 1 | month | 90.0% | 90.0 | 80.0 | 94.1% 93.8% 95.0% 92.9% 93.6% 94.4% 94.0%
"""
HOSPITAL = """\
AE 1 | Four-hour standard | percent | BIB | 1 | month | 95.0% | 95.0 | 90.0 | 95.9% 95.4% 96.1% 95.8% 95.5% 95.7% 95.6%
AE 2 | Attendances | count | Neutral | 0 | month |  |  |  | 11,204 11,530 11,398 11,612 11,087 11,290 11,455
RT 1 | Incomplete pathways within 18 weeks | percent | BIB | 1 | month | 92.0% | 92.0 | 90.0 | 92.6% 92.4% 92.7% 92.9% 92.5% 92.3% 92.4%
CW 1 | Urgent referrals seen in a fortnight | percent | BIB | 1 | month | 93.0% | 93.0 | 91.0 | 94.2% 94.8% 93.9% 94.5% 94.1% 94.9% 94.6%
IC 1 | Clostridium difficile since April | count | SIB | 0 | year to date | 70 | 70 | 80 | 6 13 19 27 33 41 48
IC 2 | Bloodstream infections | count | SIB | 0 | month | 12 | 12 | 15 | 8 9 11 10 9 8 9
WF 1 | Staff turnover | percent | SIB | 1 | rolling 12 months | 14.0% | 14.0 | 16.0 | 13.2% 13.1% 13.3% 13.2% 13.4% 13.3% 13.2%
DT 1 | Delayed transfers of care | average | SIB | 1 | month | 60.0 | 60.0 | 70.0 | 54.1 52.8 55.3 53.9 54.6 53.2 54.0
"""

SERVICES = {"housing": ("Homes and tenancies", HOUSING), "hospital": ("Performance of the trust", HOSPITAL)}
"""Title and rows: reference, title, unit, polarity, decimals, basis, target, green, amber, values from April."""


def service_files(name: str) -> Files:
    """Every file of a service's pack, which reports October 2017."""
    title, table = SERVICES[name]
    rows = [_service_row(*(cell.strip() for cell in line.split("|"))) for line in table.splitlines()]
    first = rows[0].ref
    facts = {
        "title": title,
        "appendix": "Appendix B",
        "council": "Anytown",
        "committee": "Board",
        "contact": "team@example.org",
        "brand": "plain",
    }
    return project_files(
        facts, OCTOBER, rows,
        sections=[("main", 1, title, title, "main", "columns", title)],
        actions=[("A 1", "2017-10", "Publish the new standard", "Dec-17", "in progress", "HS", first, "2017-10-02", "", "", "")],
        month='version = "1"\nmeeting_date = 2017-11-28\ncommentary_as_at = 2017-11-13\ndata_extracted_on = 2017-11-07\npublished_on = 2017-11-17\n',
        narratives={
            "directors-summary": f"# Directors Summary\n\n## {title}\n\n{first} is {{{{{first} rating}}}} at {{{{{first}}}}}.\n",
            "main": f"# Improvement Activity\n\nThe team goes on with what was agreed, and {first} is looked at each week.\n\n# Next Steps\n\nNone beyond the work in hand.\n",
        },
    )  # fmt: skip


def _service_row(ref: str, title: str, unit: str, polarity: str, decimals: str, basis: str, published: str, green: str, amber: str, values: str) -> Row:  # fmt: skip # noqa: PLR0917
    words = HIGHER if polarity == "BIB" else LOWER
    return Row(ref, "main", title, polarity, unit, int(decimals), basis, aim(polarity, published, green, amber, words), {"value": values.split()})  # fmt: skip


# ------------------------------------------------------------------------------- thirty indicators

MARCH = Period(2024, 3)
TABLES = ("parks", "waste", "housing", "schools", "roads")
KINDS = {
    "percent": ("BIB", "Percentage of requests to {table} met in time by team {order}",
                ("90%", "90", "80", "90% or above Green, 80% to under 90% Amber, under 80% Red")),
    "count": ("Neutral", "Number of requests to {table} received by team {order}", ("", "", "", "")),
    "days": ("SIB", "Average wait for an answer from {table} team {order} (days)",
             ("14", "14", "21", "14 or below Green, over 14 to 21 Amber, over 21 Red")),
}  # fmt: skip
"""Polarity, title and target by unit."""


def thirty_indicators(seed: int) -> Files:
    """The files of the project that a seed makes."""
    random = Random(seed)
    refs = [(f"{table[:2].upper()} {number}", table) for table in TABLES for number in range(1, 7)]
    rows = [_made_up(random, ref, table, order) for order, (ref, table) in enumerate(refs, 1)]
    facts = {
        "title": "Made-up services",
        "appendix": "Appendix C",
        "council": "Anytown Council",
        "committee": "Services Committee",
        "contact": "democracy@example.org",
        "brand": "default",
    }
    actions = [
        (
            f"A{n}",
            "2024-01",
            f"Recruit a second clerk for team {n}.",
            "May-24",
            "in progress",
            "HS",
            f"{t[:2].upper()} 2",
            "2024-02-05",
            "",
            "",
            "",
        )
        for n, t in enumerate(TABLES, 1)
    ]
    done = (
        "B1",
        "2023-11",
        "Order new desks.",
        "Mar-24",
        "complete",
        "HS",
        "PA 1",
        "2023-12-04",
        "2024-03-08",
        "2024-03-08",
        "",
    )
    return project_files(
        facts, MARCH, rows, year_start=10,
        sections=[(t, n, t.title(), t.upper(), t, "columns", t.title()) for n, t in enumerate(TABLES, 1)],
        actions=[*actions, done],
        month='version = "1"\nmeeting_date = "2024-04-29"\ncommentary_as_at = "2024-04-12"\ndata_extracted_on = "2024-04-08"\npublished_on = "2024-04-19"\nnote = ""\n',
        narratives=_commentary([ref for ref, _ in refs]),
        owners=[("HS", "Head of Services"), ("HR", "Head of Roads")],
        notes=[("PA 1", "2024-03", "2024-03", "Counted anew.")],
    )  # fmt: skip


def _made_up(random: Random, ref: str, table: str, order: int) -> Row:
    unit = tuple(KINDS)[order % 3]
    polarity, title, target = KINDS[unit]
    title = title.format(table=table, order=order)
    return Row(
        ref, table, title, polarity, unit, int(unit != "count"), "month",
        aim(polarity, *target), _measures(random, unit),
    )  # fmt: skip


def _measures(random: Random, unit: str) -> dict[str, list[str]]:
    """Six months' values and, but for a count, the counts that they follow from."""
    if unit == "count":
        level = random.randint(300, 4000)
        return {"value": [str(level + random.randint(-9, 9)) for _ in range(6)]}
    middle = random.uniform(62, 94) if unit == "percent" else random.uniform(8, 25)
    scale, sign = (100, "%") if unit == "percent" else (1, "")
    bases = [random.randint(300, 500) for _ in range(6)]
    tops = [round(base * (middle + random.uniform(-1, 1)) / scale) for base in bases]
    shown = [f"{top * scale / base + 1e-9:.1f}{sign}" for top, base in zip(tops, bases, strict=True)]
    return {"value": shown, "numerator": [*map(str, tops)], "denominator": [*map(str, bases)]}


def _commentary(refs: Sequence[str]) -> Files:
    """Commentary that names every indicator and says nothing that could be wrong."""
    files, summary = {}, "# Directors Summary\n"
    for table in TABLES:
        own = ", ".join(ref for ref in refs if ref.startswith(table[:2].upper()))
        summary += f"\n## {table.title()}\n\nThe figures of {own} are in the table of {table}.\n"
        files[table] = (
            f"# Improvement Activity\n\nThe {table} teams look after {own}.\n\n"
            f"# Next Steps\n\nFor {own}, the {table} teams will meet.\n"
        )
    return {**files, "directors-summary": summary}
