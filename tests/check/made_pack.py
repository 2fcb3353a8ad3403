"""A clean project of thirty indicators, made up from a seed: more places to plant faults in.

It has the small pack's months and file names, so that the same kinds of faults can be planted in it.
"""

from __future__ import annotations

from random import Random

from tests.check.mutations import Files

MONTHS = ("Oct 2023", "Nov 2023", "Dec 2023", "Jan 2024", "Feb 2024", "Mar 2024")
LATER = ("Apr 2024", "May 2024", "Jun 2024", "Jul 2024", "Aug 2024", "Sep 2024")
TABLES = ("parks", "waste", "housing", "schools", "roads")
BANDS = "90% or above Green, 80% to under 90% Amber, under 80% Red"
DAYS = "14 or below Green, over 14 to 21 Amber, over 21 Red"

PACK = """\
title = "Made-up services"
appendix = "Appendix C"
council = "Anytown Council"
committee = "Services Committee"
language = "en-GB"
classification = "Public"
year_start = 10
months_shown = 0
contact = "democracy@example.org"
brand = "default"
"""
MONTH = """\
version = "1"
meeting_date = "2024-04-29"
commentary_as_at = "2024-04-12"
data_extracted_on = "2024-04-08"
published_on = "2024-04-19"
note = ""
"""


def made_files(seed: int) -> Files:
    """The files of the project that a seed makes."""
    random = Random(seed)
    refs = [(f"{table[:2].upper()} {number}", table) for table in TABLES for number in range(1, 7)]
    rows: dict[str, list[str]] = {"indicators": [], "definitions": [], "targets": [], "values": []}
    for order, (ref, table) in enumerate(refs, 1):
        _indicator(rows, random, ref, table, order)
    heads = {
        "indicators": "ref,order,section,table,polarity,unit,decimals,basis,owner,zero_possible,numerator,"
        "denominator,in_summary",
        "definitions": "ref,version,from,reference,title,summary_reference,summary_title,change",
        "targets": "ref,from,to,target,status,comparator,value,of,green,amber,methodology,reason",
        "values": f"ref,measure,{','.join((*MONTHS, *LATER))}",
    }
    files = {f"data/{name}.csv": "\n".join([heads[name], *lines]) + "\n" for name, lines in rows.items()}
    files["data/values-2023-24.csv"] = files.pop("data/values.csv")
    return files | _lists() | _commentary([ref for ref, _ in refs])


def _indicator(rows: dict[str, list[str]], random: Random, ref: str, table: str, order: int) -> None:
    kind = ("percent", "count", "days")[order % 3]
    polarity, decimals = {"percent": ("BIB", 1), "count": ("Neutral", 0), "days": ("SIB", 1)}[kind]
    title = {
        "percent": f"Percentage of requests to {table} met in time by team {order}",
        "count": f"Number of requests to {table} received by team {order}",
        "days": f"Average wait for an answer from {table} team {order} (days)",
    }[kind]
    target = {
        "percent": f'90%,set,>=,90,,90,80,"{BANDS}",',
        "count": "NA,not applicable,,,,,,,it is a measure of demand",
        "days": f'14,set,<=,14,,14,21,"{DAYS}",',
    }[kind]
    rows["indicators"].append(
        f"{ref},{order},{table},{table},{polarity},{kind},{decimals},month,HS,yes,,,yes"
    )
    rows["definitions"].append(f"{ref},,,{ref},{title},,,")
    rows["targets"].append(f"{ref},2023-10,2024-09,{target}")
    rows["values"] += _values(random, ref, kind)


def _values(random: Random, ref: str, kind: str) -> list[str]:
    """The rows of an indicator: its values and, but for a count, the counts that they follow from."""
    ends = ",,,,,,"
    if kind == "count":
        level = random.randint(300, 4000)
        return [f"{ref},value,{','.join(str(level + random.randint(-9, 9)) for _ in MONTHS)}{ends}"]
    middle = random.uniform(62, 94) if kind == "percent" else random.uniform(8, 25)
    scale = 100 if kind == "percent" else 1
    bases = [random.randint(300, 500) for _ in MONTHS]
    tops = [round(base * (middle + random.uniform(-1, 1)) / scale) for base in bases]
    sign = "%" if kind == "percent" else ""
    shown = [f"{top * scale / base + 1e-9:.1f}{sign}" for top, base in zip(tops, bases, strict=True)]
    return [
        f"{ref},value,{','.join(shown)}{ends}",
        f"{ref},numerator,{','.join(map(str, tops))}{ends}",
        f"{ref},denominator,{','.join(map(str, bases))}{ends}",
    ]


def _lists() -> Files:
    sections = [f"{t},{n},{t.title()},{t.upper()},{t},columns,{t.title()}" for n, t in enumerate(TABLES, 1)]
    words = "Recruit a second clerk for team"
    actions = [
        f"A{n},2024-01,{words} {n}.,May-24,in progress,HS,{t[:2].upper()} 2,2024-02-05,,,"
        for n, t in enumerate(TABLES, 1)
    ]
    done = "B1,2023-11,Order new desks.,Mar-24,complete,HS,PA 1,2023-12-04,2024-03-08,2024-03-08,"
    return {
        "data/pack.toml": PACK,
        "data/sections.csv": "\n".join(
            ["section,order,title,published_title,table,charts,summary_heading", *sections, ""]
        ),
        "data/owners.csv": "code,role\nHS,Head of Services\nHR,Head of Roads\n",
        "data/glossary.csv": 'abbreviation,expansion,language\nRAG,"Red, Amber, Green",\n',
        "data/notes.csv": "ref,from,to,note\nPA 1,2024-03,2024-03,Counted anew.\n",
        "data/actions-2024-03.csv": "\n".join(
            [
                "ref,raised,action,due,status,owner,indicators,started,ended,completed,as_reported_status",
                *actions,
                done,
                "",
            ]
        ),
        "narratives/2024-03/month.toml": MONTH,
    }


def _commentary(refs: list[str]) -> Files:
    """Commentary that names every indicator and says nothing that could be wrong."""
    files = {}
    summary = ["# Directors Summary", ""]
    for table in TABLES:
        own = ", ".join(ref for ref in refs if ref.startswith(table[:2].upper()))
        summary += [f"## {table.title()}", "", f"The figures of {own} are in the table of {table}.", ""]
        files[f"narratives/2024-03/{table}.md"] = (
            f"# Improvement Activity\n\nThe {table} teams look after {own}.\n\n"
            f"# Next Steps\n\nFor {own}, the {table} teams will meet.\n"
        )
    return files | {"narratives/2024-03/directors-summary.md": "\n".join(summary)}
