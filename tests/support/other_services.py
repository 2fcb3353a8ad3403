# ruff: noqa: E501 - a row of a sheet is a line
"""Two right packs of other services, as their own people would write them: a landlord's and a hospital's.

They say what such packs say (titles without units, counts of the year so far, targets that share a boundary by
chance, a surplus that may be a deficit) and hold no fault; the figures are made up.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.support.projects import write_files

PERIOD = Period(2017, 10)
MONTHS = (
    "Apr 2017",
    "May 2017",
    "Jun 2017",
    "Jul 2017",
    "Aug 2017",
    "Sep 2017",
    "Oct 2017",
    "Nov 2017",
    "Dec 2017",
    "Jan 2018",
    "Feb 2018",
    "Mar 2018",
)

HIGHER = "{green} or above Green, {amber} to under {green} Amber, under {amber} Red"
LOWER = "{green} or below Green, over {green} to {amber} Amber, over {amber} Red"

Row = tuple[str, str, str, str, int, str, str, str, str, tuple[str, ...]]
"""Reference, title, unit, polarity, decimals, basis, target, green, amber, values from April."""

HOUSING: tuple[Row, ...] = (
    (
        "H 1",
        "Rent collected",
        "percent",
        "BIB",
        1,
        "month",
        "98.5%",
        "98.5",
        "97.0",
        ("98.9%", "98.7%", "98.8%", "98.6%", "98.9%", "99.0%", "98.9%"),
    ),
    (
        "H 2",
        "Former tenants' arrears",
        "pounds",
        "SIB",
        0,
        "month end",
        "420000",
        "420000",
        "450000",
        ("£412,300", "£415,800", "£413,100", "£410,900", "£409,400", "£411,700", "£408,200"),
    ),
    (
        "H 3",
        "Empty homes re-let",
        "days",
        "SIB",
        1,
        "month",
        "24",
        "24",
        "28",
        ("22.4", "23.1", "22.9", "23.6", "22.8", "23.3", "22.7"),
    ),
    (
        "H 4",
        "Emergency repairs on time",
        "percent",
        "BIB",
        1,
        "month",
        "98.0%",
        "98.0",
        "95.0",
        ("98.8%", "99.1%", "98.9%", "98.4%", "98.7%", "99.0%", "98.6%"),
    ),
    (
        "H 5",
        "Gas safety certificates in date",
        "percent",
        "BIB",
        1,
        "month end",
        "98.0%",
        "98.0",
        "96.0",
        ("99.8%", "99.9%", "99.8%", "99.9%", "99.9%", "99.8%", "99.9%"),
    ),
    (
        "H 6",
        "Homes brought up to standard since April",
        "count",
        "BIB",
        0,
        "year to date",
        "30",
        "30",
        "20",
        ("31", "64", "102", "148", "190", "233", "280"),
    ),
    (
        "H 7",
        "Households in temporary accommodation",
        "count",
        "SIB",
        0,
        "month end",
        "310",
        "310",
        "330",
        ("298", "301", "304", "299", "302", "306", "303"),
    ),
    (
        "H 8",
        "Complaints answered",
        "percent",
        "BIB",
        1,
        "month",
        "90.0%",
        "90.0",
        "80.0",
        ("94.1%", "93.8%", "95.0%", "92.9%", "93.6%", "94.4%", "94.0%"),
    ),
)
HOSPITAL: tuple[Row, ...] = (
    (
        "AE 1",
        "Four-hour standard",
        "percent",
        "BIB",
        1,
        "month",
        "95.0%",
        "95.0",
        "90.0",
        ("95.9%", "95.4%", "96.1%", "95.8%", "95.5%", "95.7%", "95.6%"),
    ),
    (
        "AE 2",
        "Attendances",
        "count",
        "Neutral",
        0,
        "month",
        "",
        "",
        "",
        ("11,204", "11,530", "11,398", "11,612", "11,087", "11,290", "11,455"),
    ),
    (
        "RT 1",
        "Incomplete pathways within 18 weeks",
        "percent",
        "BIB",
        1,
        "month",
        "92.0%",
        "92.0",
        "90.0",
        ("92.6%", "92.4%", "92.7%", "92.9%", "92.5%", "92.3%", "92.4%"),
    ),
    (
        "CW 1",
        "Urgent referrals seen in a fortnight",
        "percent",
        "BIB",
        1,
        "month",
        "93.0%",
        "93.0",
        "91.0",
        ("94.2%", "94.8%", "93.9%", "94.5%", "94.1%", "94.9%", "94.6%"),
    ),
    (
        "IC 1",
        "Clostridium difficile since April",
        "count",
        "SIB",
        0,
        "year to date",
        "70",
        "70",
        "80",
        ("6", "13", "19", "27", "33", "41", "48"),
    ),
    (
        "IC 2",
        "Bloodstream infections",
        "count",
        "SIB",
        0,
        "month",
        "12",
        "12",
        "15",
        ("8", "9", "11", "10", "9", "8", "9"),
    ),
    (
        "WF 1",
        "Staff turnover",
        "percent",
        "SIB",
        1,
        "rolling 12 months",
        "14.0%",
        "14.0",
        "16.0",
        ("13.2%", "13.1%", "13.3%", "13.2%", "13.4%", "13.3%", "13.2%"),
    ),
    (
        "DT 1",
        "Delayed transfers of care",
        "average",
        "SIB",
        1,
        "month",
        "60.0",
        "60.0",
        "70.0",
        ("54.1", "52.8", "55.3", "53.9", "54.6", "53.2", "54.0"),
    ),
)
PACKS: Mapping[str, tuple[str, tuple[Row, ...]]] = {
    "housing": ("Homes and tenancies", HOUSING), "hospital": ("Performance of the trust", HOSPITAL),
}  # fmt: skip


def sheet(head: str, *rows: tuple[object, ...]) -> str:
    """A CSV file of a head and rows."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows((head.split(","), *rows))
    return out.getvalue()


def write_pack(root: Path, name: str) -> Project:
    """Write one of the packs into a folder."""
    return write_files(root, files(*PACKS[name]))


def files(title: str, rows: tuple[Row, ...]) -> dict[str, str]:
    """Every file of a pack."""
    month = f"narratives/{PERIOD.iso}"
    return {
        "data/pack.toml": f'title = "{title}"\nappendix = "Appendix B"\ncouncil = "Anytown"\ncommittee = "Board"\n'
        'language = "en-GB"\nclassification = "Public"\nyear_start = 4\nmonths_shown = 0\n'
        'contact = "team@example.org"\nbrand = "plain"\n',
        "data/sections.csv": sheet("section,order,title,published_title,table,charts,summary_heading", ("main", 1, title, title, "main", "columns", title)),
        "data/indicators.csv": sheet("ref,order,section,table,polarity,unit,decimals,basis,owner,zero_possible,numerator,denominator,in_summary", *((r[0], n, "main", "main", r[3], r[2], r[4], r[5], "HS", "yes", "", "", "yes") for n, r in enumerate(rows, 1))),
        "data/definitions.csv": sheet("ref,version,from,reference,title,summary_reference,summary_title,change", *((r[0], "", "", r[0], r[1], "", "", "") for r in rows)),
        "data/targets.csv": sheet("ref,from,to,target,status,comparator,value,of,green,amber,methodology,reason", *(target(r) for r in rows)),
        "data/values-2017-18.csv": sheet(f"ref,measure,{','.join(MONTHS)}", *((r[0], "value", *r[9], *[""] * 5) for r in rows)),
        "data/owners.csv": "code,role\nHS,Head of Service\n",
        "data/glossary.csv": 'abbreviation,expansion,language\nRAG,"Red, Amber, Green",\n',
        f"data/actions-{PERIOD.iso}.csv": sheet("ref,raised,action,due,status,owner,indicators,started,ended,completed,as_reported_status", ("A 1", "2017-10", "Publish the new standard", "Dec-17", "in progress", "HS", rows[0][0], "2017-10-02", "", "", "")),
        f"{month}/month.toml": 'version = "1"\nmeeting_date = 2017-11-28\ncommentary_as_at = 2017-11-13\ndata_extracted_on = 2017-11-07\npublished_on = 2017-11-17\n',
        f"{month}/directors-summary.md": f"# Directors Summary\n\n## {title}\n\n{rows[0][0]} is {{{{{rows[0][0]} rating}}}} at {{{{{rows[0][0]}}}}}.\n",
        f"{month}/main.md": f"# Improvement Activity\n\nThe team goes on with what was agreed, and {rows[0][0]} is looked at each week.\n\n# Next Steps\n\nNone beyond the work in hand.\n",
    }  # fmt: skip


def target(row: Row) -> tuple[object, ...]:
    """A row of the targets."""
    ref, _, _, polarity, _, _, goal, green, amber, _ = row
    if not goal:
        return (
            ref,
            "2017-04",
            "2018-03",
            "NA",
            "not applicable",
            "",
            "",
            "",
            "",
            "",
            "",
            "it is a measure of demand",
        )
    words = (HIGHER if polarity == "BIB" else LOWER).format(green=green, amber=amber)
    return (
        ref,
        "2017-04",
        "2018-03",
        goal,
        "set",
        ">=" if polarity == "BIB" else "<=",
        green,
        "",
        green,
        amber,
        words,
        "",
    )
