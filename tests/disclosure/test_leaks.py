# ruff: noqa: E501 - a row of a sheet is a line
"""No output of a public edition depends on a figure that it suppresses: two packs give the same bytes.

Each pack below is written twice. Where a cell says `3|2`, one has 3 and the other 2, and the public edition
keeps that cell back in both, or rounds it to the same. Whatever the program makes of them, in whatever place
a figure could come through (tables, charts and their axes, alternative texts, sentences, ratings, counts of
ratings, live figures, data, findings, claims, records), must be the same to the last byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardpack.archive.make_issue import claims_json
from boardpack.check.report import findings_data
from boardpack.edition import BuildResult, compose_edition, make_edition
from boardpack.load.project import Project
from boardpack.model.disclosure import Audience
from boardpack.model.pack import FORMATS, SUMMARY_COLUMNS, TABLE_COLUMNS
from tests.disclosure.issued import SENSITIVE
from tests.support.commands import boardpack
from tests.support.projects import PACKS as PACKS_FOLDER
from tests.support.projects import change, copy_project
from tests.support.rendering import sketch

MONTHS = "Apr {0},May {0},Jun {0},Jul {0},Aug {0},Sep {0},Oct {0},Nov {0},Dec {0},Jan {1},Feb {1},Mar {1}"

NOW = """\
MC 1,value,11|10,3|4,14,9
MC 2,value,11|10,14,28,37
MC 3,value,64%|60%,67%|75%,86%|79%,78%|67%
MC 3,numerator,7|6,2|3,12|11,7|6
MC 3,denominator,11|10,3|4,14,9
AD 1,value,4,6|9,3,5
AD 1,denominator,7|6,2|3,12|11,7|6
CL 1,value,41,42,43,44
CL 1a,value,26,25,27,29
CL 1b,value,13|11,13|14,10,12|11
CL 1c,value,2|4,4|3,6,3|4
CL 2,value,63%,60%,63%,66%
ST 1,value,12%,11%,9%,8%
RT 1,value,0.4|0.2,0.6|0.8,1.6,1.4
RT 1,numerator,2|1,3|4,8,7
RT 1,denominator,5000,5000,5000,5000
DY 1,value,2|3,7,1|4,2|1
WT 1,value,6,7,5,6
WT 1,denominator,11|10,3|4,14,9
"""

BEFORE = """\
MC 1,value,9,8,7|5,2|4,9,8,7,9,11,12,13,9
MC 2,value,9,17,24|22,26,35,43,50,59,70,82,95,104
MC 3,value,,,,,,,,,,,,
AD 1,value,3,4,5,2|9,4,4,3,4,4,5,5,4
AD 1,denominator,9,8,7|5,2|4,9,8,7,9,11,12,13,9
CL 1,value,40,40,40,40,40,40,40,40,40,40,40,40
CL 1a,value,25,25,25,25,25,25,25,25,25,25,25,25
CL 1b,value,9,9,9,11|12,9,9,9,9,9,9,9,9
CL 1c,value,6,6,6,4|3,6,6,6,6,6,6,6,6
CL 2,value,62%,62%,62%,62%,62%,62%,62%,62%,62%,62%,62%,62%
DY 1,value,8,7,7,2|4,8,7,7,7,8,9,9,7
"""

INDICATORS = """\
RT 1,11,missing,missing,SIB,"per 1,000",1,month,HS,yes,yes,,,yes,line,
DY 1,12,missing,missing,SIB,count,0,month,HS,yes,yes,,,yes,last year,
WT 1,13,leavers,leavers,SIB,weeks,0,month,HC,yes,yes,,,no,,
"""
"""`WT 1` is not marked, though it is the mean of as many as `MC 1` counts."""


COLUMNS_OF_THE_PACK = (
    'table = ["number", "title", "polarity", "months", "ytd", "target", "owner", "rag", "methodology"]'
)
COLUMNS = f"table = {json.dumps(TABLE_COLUMNS)}\nsummary = {json.dumps((*SUMMARY_COLUMNS, 'last year', 'ytd', 'direction'))}"
"""Every column that a table may have, and those of the summary."""


FIELDS = ("value", "previous", "change", "gap", "rating", "last year", "direction", "long direction", "ytd")


def sides(text: str, side: int) -> str:
    """One of the two packs: `3|2` is its first or its second number."""
    return re.sub(r"([^,\n|]+)\|([^,\n|]+)", lambda found: found[side + 1], text)


def by_month(root: Path, side: int) -> Project:
    """A pack of months with all that a pack can print beside its figures."""
    copy_project(SENSITIVE, root)
    data = root / "data"
    values = {"2025-26": (NOW, "," * 8), "2024-25": (BEFORE, "")}
    for year, (rows, blank) in values.items():
        first = int(year[:4])
        lines = [f"ref,measure,{MONTHS.format(first, first + 1)}"]
        lines += [f"{row}{blank}" for row in sides(rows, side).splitlines()]
        (data / f"values-{year}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    indicators = (data / "indicators.csv").read_text(encoding="utf-8").splitlines()
    stacked = {"CL 1": "stacked,CL 1a; CL 1b; CL 1c", "MC 1": "last year,"}
    wide = [f"{row},{stacked.get(row.split(',')[0], ',')}" for row in indicators[1:]]
    (data / "indicators.csv").write_text(
        "\n".join([f"{indicators[0]},chart,parts", *wide]) + "\n" + INDICATORS, encoding="utf-8"
    )
    with (data / "definitions.csv").open("a", encoding="utf-8") as file:
        file.write(
            "RT 1,Admissions per 1000 children\nDY 1,Children excluded\nWT 1,Average wait for a visit\n"
        )
    with (data / "targets.csv").open("a", encoding="utf-8") as file:
        bands = "1 or fewer Green, over 1 to 2 Amber, over 2 Red"
        file.write(f'RT 1,2025-04,2026-03,1.0,set,<=,1,,1,2,"{bands}",\n')
        file.write("WT 1,2025-04,2026-03,NA,not applicable,,,,,,,it is for context\n")
        file.write(
            'DY 1,2025-04,2026-03,4,set,<=,4,,4,6,"4 or fewer Green, over 4 to 6 Amber, over 6 Red",\n'
        )
    (data / "forecasts.csv").write_text(
        "ref,period,value,role,on\nMC 1,2025-26,120,Head of Safeguarding,2025-08-01\n", encoding="utf-8"
    )
    change(root, "data/pack.toml", COLUMNS_OF_THE_PACK, COLUMNS)
    change(root, "data/pack.toml", "months_shown = 4", "months_shown = 0")
    asked = " ".join(f"DY 1 {field} {{{{DY 1 {field}}}}}." for field in FIELDS)
    asked += (
        " MC 1 {{MC 1 previous}}, {{MC 1 last year}}, {{MC 1 ytd}}, {{CL 1b change}}, {{MC 3}}, {{RT 1 ytd}}."
    )
    change(root, "narratives/2025-07/missing.md", "The police share", f"{asked}\n\nThe police share")
    (data / "overrides.csv").write_text(
        "ref,month,rating,reason,role\nDY 1,2025-07,Green,The school says so.,Head of Care\n",
        encoding="utf-8",
    )
    return Project(root)


WITHHELD = {
    "data/exempt.csv": "indicator,CL 2,2,It is of few.,Privacy outweighs it.\nnarrative,leavers,2,It names a home.,Privacy outweighs it.\n",
    "data/restatements.csv": "ref,month,was,now,on,reason\nCL 2,2025-06,61%|60%,63%,2025-08-01,"
    "A child came late.|A home had closed.\n",
    "data/notes.csv": "ref,from,to,note\nCL 2,2025-04,,Of one home.|Of one school.\n",
    "data/overrides.csv": "ref,month,rating,reason,role\nCL 2,2025-07,Amber|Red,As reported.,Head of Care\n",
    "data/forecasts.csv": "ref,period,value,role,on\nCL 2,2025-26,64|68,Head of Care,2025-08-01\n",
    "data/comparators.csv": "ref,name,period,value,source\nCL 2,England,2024-25,54|52,DfE\n",
    "data/reported-2025-07.csv": "where,ref,field,text,used,reason\ntable,CL 2,rag,Green|Red,,\n"
    "table,CL 2,target,64%|67%,65%,It was typed wrongly.|It was of another year.\n",
}
"""What is written of an indicator, a piece of commentary and an action that are withheld."""


def withheld(root: Path, side: int) -> Project:
    """A pack of which parts are exempt: what is in them differs, and what is written about them."""
    copy_project(SENSITIVE, root)
    for file, rows in WITHHELD.items():
        before = (root / file).read_text(encoding="utf-8") if (root / file).exists() else ""
        (root / file).write_text(before + sides(rows, side), encoding="utf-8")
    change(
        root,
        "data/values-2025-26.csv",
        "CL 2,value,63%,60%,63%,66%",
        sides("CL 2,value,63%|63.4%,60%,63%,66%|65.9%", side),
    )
    change(
        root,
        "data/targets.csv",
        'CL 2,2025-04,2026-03,65%,set,>=,65,,65,55,"65% or more',
        sides('CL 2,2025-04,2026-03,65%|60%,set,>=,65|60,,65|60,55,"65% or more|"60% or more', side),
    )
    change(
        root,
        "data/targets.csv",
        "55% to under 65% Amber",
        sides("55% to under 65% Amber|55% to under 60% Amber", side),
    )
    change(root, "narratives/2025-07/leavers.md", "college helps", ("college helps", "a home helps")[side])
    actions = "ref,raised,action,due,status,owner,indicators,started,ended,completed,as_reported_status,as_reported_due"
    change(
        root,
        "data/actions-2025-07.csv",
        "ref,raised,action,due,status,owner,indicators,started,ended,completed",
        actions,
    )
    change(
        root, "data/actions-2025-07.csv", "The home in Elm Road is inspected again.,2025-09,in progress,HC,CL 1,2025-07-14,,",
        sides("The home is inspected.|It is shut.,2025-09,in progress,HC,CL 1|CL 2,2025-07-14,,,Police called|Fire,", side),
    )  # fmt: skip
    return Project(root)


ROUNDED = """\
MC 1,value,23|24,27|26,44,9
MC 2,value,23|24,50,94,103
MC 3,value,65%|67%,69%,70%|69%,89%|67%
MC 3,numerator,15|16,18,31|30,8
MC 3,denominator,23|24,27|26,44,9
AD 1,value,4,6,3,5
AD 1,denominator,23|24,27|26,44,9
CL 1,value,61|60,62,63,64
CL 1a,value,26|25,25,27,29
CL 1b,value,33|34,33,30,32
CL 1c,value,2|1,4,6,3
CL 2,value,43%|42%,40%,43%,45%
ST 1,value,12%,11%,9%,8%
"""


def rounded(root: Path, side: int) -> Project:
    """A pack that rounds its counts: what differs is rounded to the same."""
    copy_project(SENSITIVE, root)
    rows = [f"{row}{',' * 8}" for row in sides(ROUNDED, side).splitlines()]
    (root / "data/values-2025-26.csv").write_text(
        "\n".join([f"ref,measure,{MONTHS.format(2025, 2026)}", *rows]) + "\n", encoding="utf-8"
    )
    change(root, "data/pack.toml", '"small-counts"', '"nhs"')
    return Project(root)


QUARTERS = {
    "2024-25": """\
PL 1,value,88.9%|85.2%,90.5%|95.2%,84.0%|88.0%,91.3%|95.7%
PL 1,numerator,24|23,19|20,21|22,21|22
DV 1,value,4|3,6,2|3,9
DV 2,value,4|3,10|9,12,21
ED 1,value,,61.4%|59.9%,,
RS 1,value,,,,63%|52%
""",
    "2025-26": """\
PL 1,value,87.5%|91.7%,80.8%,,
PL 1,numerator,21|22,21,,
DV 1,value,3|2,7|8,,
DV 2,value,3|2,10,,
ED 1,value,,62.8%|64.4%,,
""",
}
"""Of a council that reports by quarter: years of each kind, levels of rating, what is asked once a year."""


def by_quarter(root: Path, side: int) -> Project:
    """A pack of quarters with annual figures, levels, last year and comparators."""
    copy_project(PACKS_FOLDER / "council-quarter", root)
    data = root / "data"
    for year, rows in QUARTERS.items():
        file = data / f"values-{year}.csv"
        begun = {row.rsplit(",", 4)[0]: row for row in sides(rows, side).splitlines()}
        kept = [
            begun.pop(row.rsplit(",", 4)[0], row) for row in file.read_text(encoding="utf-8").splitlines()
        ]
        file.write_text("\n".join([*kept, *begun.values()]) + "\n", encoding="utf-8")
    file = data / "indicators.csv"
    head, *listed = file.read_text(encoding="utf-8").splitlines()
    listed += [
        "DV 1,9,people,people,SIB,count,0,quarter,HE,yes,yes,,,,,,",
        "DV 2,10,people,people,SIB,count,0,year to date,HE,yes,yes,,,,,,",
    ]
    marked = ("PL", "DV", "ED", "RS")
    lines = [f"{row},{'yes' if row.startswith(marked) else 'no'}" for row in listed]
    file.write_text("\n".join([f"{head},sensitive", *lines]) + "\n", encoding="utf-8")
    with (data / "definitions.csv").open("a", encoding="utf-8") as definitions:
        definitions.write("DV 1,Pupils excluded\nDV 2,Pupils excluded since April\n")
    with (data / "targets.csv").open("a", encoding="utf-8") as targets:
        targets.write("DV 1,2025-Q1,2025-Q4,NA,not applicable,,,,,,,it is for context,,,\n")
        targets.write("DV 2,2025-Q1,2025-Q4,NA,not applicable,,,,,,,it is for context,,,\n")
    with (data / "pack.toml").open("a", encoding="utf-8") as facts:
        facts.write('\n[disclosure]\npreset = "small-counts"\nrelations = ["DV 2 = year to date of DV 1"]\n')
    change(root, "data/pack.toml", '"plain"', '"civic"')
    change(root, "narratives/2025-Q2/directors-summary.md", ": two large applications were decided late", "")
    change(root, "data/actions-2025-Q2.csv", "Two planning officers are", "A planning officer is")
    return Project(root)


PACKS = {"months": by_month, "withheld": withheld, "rounded": rounded, "quarters": by_quarter}


def outputs(project: Project, built: BuildResult) -> dict[str, bytes | str]:
    """Everything that is made of a pack's public edition."""
    pack, edition = built.pack, built.edition
    assert pack is not None
    assert edition is not None, [each for each in built.findings if each.blocks]
    return {
        "document": repr(edition.document),
        "pages": edition.data,
        "record": edition.record,
        "names": edition.file_name,
        "claims": claims_json(pack),
        "findings": json.dumps(findings_data(edition.period, built.findings), indent=1),
        **{file.name: file.data for file in edition.files},
        **dict(_said(project)),
    }


def _said(project: Project) -> Iterator[tuple[str, str]]:
    page = project.root / "findings.html"
    asked = (
        ("--all", "--no-waivers"), ("--disclosure",), ("--format", "json", "--todo", "--claims"),
        ("--html", page),
    )  # fmt: skip
    for words in asked:
        said = boardpack("check", *words, project=project.root)
        yield f"check {words[0]}", f"{said.out}{said.err}".replace(str(project.root), "…")
    yield "findings page", page.read_text(encoding="utf-8").replace(str(project.root), "…")


@pytest.mark.parametrize("name", PACKS)
def test_nothing_depends_on_what_is_suppressed(name: str, tmp_path: Path) -> None:
    projects = [PACKS[name](tmp_path / side, number) for number, side in enumerate(("one", "two"))]
    made = [make_edition(each, each.months()[-1], draw=sketch, formats=tuple(FORMATS)) for each in projects]
    one, two = (outputs(each, built) for each, built in zip(projects, made, strict=True))
    assert one.keys() == two.keys()
    assert {key: differing(one[key], two[key]) for key in one if one[key] != two[key]} == {}


@pytest.mark.parametrize("name", PACKS)
def test_the_packs_do_differ(name: str, tmp_path: Path) -> None:
    projects = [PACKS[name](tmp_path / side, number) for number, side in enumerate(("one", "two"))]
    whole = [
        compose_edition(each, each.months()[-1], kind=Audience.RESTRICTED, draft=True) for each in projects
    ]
    assert all(each.document is not None for each in whole)
    assert repr(whole[0].document) != repr(whole[1].document)


def differing(one: bytes | str, other: bytes | str) -> str:
    """Where two outputs begin to differ."""
    first, second = (
        each if isinstance(each, str) else each.decode(errors="replace") for each in (one, other)
    )
    place = next((at for at, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), 0)
    return f"{first[max(0, place - 120) : place + 60]!r}\n{second[max(0, place - 120) : place + 60]!r}"


def _issued(project: Project) -> Iterator[tuple[str, bytes | str]]:
    """What the archive holds of a public edition and gives out of it, but for inputs, times and their hashes."""
    said = boardpack("archive", "add", project=project.root)
    assert said.code == 0, said.err
    bag = next(project.archive.glob("childrens-safeguarding-report/*/v1"))
    for file in sorted((bag / "data").rglob("*")):
        name = file.relative_to(bag / "data").as_posix()
        if file.is_file() and not name.startswith(("inputs/", "made-with")):
            yield name, file.read_bytes()
    month = project.months()[-1].iso
    web = project.root / "web"
    said = boardpack("archive", "export", month, "--to", web, project=project.root)
    assert said.code == 0, said.err
    yield from ((f"web {file.name}", file.read_bytes()) for file in sorted(web.rglob("*")) if file.is_file())
    for words in ("missing", '"return interviews"', "c"):
        found = json.loads(
            boardpack("archive", "search", words, "--format", "json", project=project.root).out or "[]"
        )
        yield f"search {words}", json.dumps([each for each in found if "restricted" not in json.dumps(each)])


def test_what_the_archive_gives_out_does_not_depend_on_it(tmp_path: Path) -> None:
    one, two = (dict(_issued(by_month(tmp_path / side, at))) for at, side in enumerate(("one", "two")))
    assert one.keys() == two.keys()
    assert len(one) > 10
    assert {key: differing(one[key], two[key]) for key in one if one[key] != two[key]} == {}
