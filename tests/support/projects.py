"""Packs as folders: the one builder of projects for tests that read or write files.

    copy_project(SMALL, tmp_path / "small")   a copy of a kept project, with styles, to change
    change(root, file, old, new)              other words in a file
    write_project(root, {file: text})         a tiny good project; None leaves a file out
    with_change(file, old, new)               a file of the tiny project with other words, for `write_project`
    write_files(root, files)                  any project from its texts

The fixtures `october_copy`, `october_files` and `small_pack` (tests/conftest.py) are copies ready to change;
`stress` makes large projects, `made_projects` right packs of other services, `packs` packs as values.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from boardpack.load.project import Project
from boardpack.load.theme import read_theme
from boardpack.theme import Theme

REPOSITORY = Path(__file__).resolve().parents[2]
"""The project folder of the October 2017 pack."""
PACKS = REPOSITORY / "tests" / "packs"
SMALL = PACKS / "small"
STYLES = REPOSITORY / "styles"
BRANDS = tuple(sorted(file.parent.name for file in STYLES.glob("*/theme.toml") if file.parent.name != "base"))
"""Every brand that is shipped: whatever is asked of a brand is asked of each of these."""


@cache
def theme(brand: str = "civic", styles: Path = STYLES) -> Theme:
    """A brand, which is whole."""
    read, findings = read_theme(styles, brand)
    assert read is not None, findings
    assert findings == ()
    return read


FILES = {
    "data/pack.toml": """\
title = "Children's Priority Indicators"
appendix = "Appendix 2"
council = "Council of Example"
committee = "Scrutiny"
language = "en-GB"
classification = "Public"
year_start = 4
months_shown = 0
contact = "performance@example.org"
brand = "default"

[email]
sender = "packs@example.org"
""",
    "data/sections.csv": """\
section,order,title,published_title,table,charts,summary_heading
workforce,1,Workforce,WORKFORCE,workforce,multiples,Workforce Indicators
care,2,Care leavers,CARE LEAVERS,care-plans,columns,Permanence
care,3,Care leavers,CARE LEAVERS,care-work,none,Permanence
""",
    "data/indicators.csv": """\
ref,order,section,table,polarity,unit,decimals,basis,owner,zero_possible,numerator,denominator,in_summary
P1,1,workforce,workforce,SIB,percent,0,month end,PS,yes,,,yes
W 1 a,2,workforce,workforce,SIB,average,1,month,PS,no,,,yes
LAC 19,3,care,care-plans,BIB,percent,0,rolling 12 months,MK,yes,,,yes
CL 1,4,care,care-work,BIB,count,0,month,MK,yes,,,yes
CL 2,5,care,care-work,SIB,count,,month,MK,yes,,,yes
CL 1a,6,care,care-work,BIB,percent,0,month,MK,yes,CL 1,CL 1 + CL 2,no
""",
    "data/definitions.csv": """\
ref,version,from,reference,title,summary_reference,summary_title,change
P1,,,P1,Vacancy Rate,P1,Vacancy Rate,
W 1 a,,,W 1 a,"Average Caseload per Social Worker
- Assessment",W1 a,Average Caseload,
LAC 19,6m,,LAC 19,Same social worker for 6 months,LAC 19,Same social worker,
LAC 19,12m,2017-10,LAC 19 (12m),Same social worker for 12 months,LAC 19,Same social worker,Now 12 months.
CL 1,,,CL 1,Number in employment,CL 1,Number in employment,
CL 2,,,CL 2,Number not in employment,CL 2,Number not in employment,
CL 1a,,,CL 1a,Percentage in employment,CL 1a,Percentage in employment,
""",
    "data/targets.csv": """\
ref,from,to,target,status,comparator,value,of,green,amber,methodology,reason
P1,2017-04,2018-03,24%,set,<=,24%,,24,34,24% or below Green 25%-34% Amber 35% and above Red,
W 1 a,2017-04,2018-03,20,set,<=,20,,20,22,20 or below Green 20.1-22 Amber 22.1 and above Red,
LAC 19,2017-04,2018-03,80%,set,>=,80,,80,75,80% or above Green 75%-79% Amber 74% and below Red,
CL 1,,,NA,not applicable,,,,,,,A number without a target.
CL 2,,,,not set,,,,,,,No target is set.
CL 1a,2017-04,2018-03,60%,set,>=,60,,60,50,60% or above Green 50%-59% Amber 49% and below Red,
""",
    "data/values-2017-18.csv": """\
ref,measure,Apr 2017,May 2017,Jun 2017,Jul 2017,Aug 2017,Sep 2017,Oct 2017,Nov 2017,Dec 2017,Jan 2018,Feb 2018,Mar 2018
P1,value,[w],[w],[w],[w],[w],not collected,43%,,,,,
W 1 a,value,19,18,20.5,25,23,28 [r],30 [p],,,,,
LAC 19,value,79%,80%,75%,71%,70%,71%,53%,,,,,
CL 1,value,350,354,363,374,364,358,"1,388",,,,,
CL 2,value,243,221,223,242,238,248,219,,,,,
CL 1a,value,61%,64%,62%,62%,61%,59%,64%,,,,,
CL 1a,numerator,350,354,363,374,364,358,388,,,,,
CL 1a,denominator,593,575,586,616,602,606,607,,,,,
""",  # noqa: E501 - a row is a line
    "data/notes.csv": "ref,from,to,note\nLAC 19,2017-04,2017-09,Not comparable.\n",
    "data/overrides.csv": "ref,month,rating,reason,role\nCL 1a,2017-10,Green,Cohort mended,Head of Service\n",
    "data/restatements.csv": "ref,month,was,now,on,reason\nW 1 a,2017-09,27,28,2017-11-02,Late record\n",
    "data/owners.csv": "code,role\nPS,Director of Early Help\nMK,Head of Care\n",
    "data/glossary.csv": "abbreviation,expansion,language\nLAC,looked after children,\nCIN,a child,en-GB\n",
    "data/actions-2017-10.csv": """\
ref,raised,action,due,status,owner,indicators,started,ended,completed,as_reported_status
Oct-01,2017-10,Two teams in place,Dec-17,in progress,PS,P1; W1a,2017-10-01,,,Ongoing
Oct-02,2017-10,"Audit, and review",TBC,complete,MK,LAC 19 (12m),2017-10-01,2017-11-01,2017-11-01,Y
""",
    "data/reported-2017-10.csv": """\
where,ref,field,text,used,reason
summary,CL 1a,rag,Yellow,Green,Computed
actions,Nov-01,due,Feb-17,,
""",
    "narratives/2017-10/month.toml": """\
version = "1.0"
meeting_date = 2017-12-12
commentary_as_at = "2017-11-20"
data_extracted_on = 2017-11-06
note = "EXAMPLE"
""",
    "narratives/2017-10/directors-summary.md": """\
# Directors Summary

## Workforce Indicators

Vacancies stand at {{P1}}.
""",
    "narratives/2017-10/workforce.md": """\
# Improvement Activity

Caseloads have *gone up* – a **result** of referrals.

- one
- two

# Next Steps

See [the plan](https://example.org/plan).
""",
    "narratives/2017-10/care-plans.md": "# Improvement Activity\n\nMore visits.\n\n# Next Steps\n",
    "narratives/2017-10/care-work.md": "# Improvement Activity\n\n# Next Steps\n\nNone.\n",
    "narratives/2017-10/waivers.toml": """\
# Known faults.
[[waiver]]
rule = "target-green"
subject = "W 1 d"
reason = "Published so."
role = "Head of Performance"
date = 2017-12-01
""",
}


def copy_project(source: Path, target: Path, *, styles: bool = True) -> Path:
    """Copy a project's data and narratives, and its styles or else the repository's."""
    for name in ("data", "narratives"):
        shutil.copytree(source / name, target / name)
    if styles:
        own = source / "styles"
        shutil.copytree(own if own.is_dir() else REPOSITORY / "styles", target / "styles")
    return target


def change(root: Path, file: str, old: str, new: str) -> None:
    """Put other words into a file, wherever the old ones are."""
    text = (root / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def write_files(root: Path, files: Mapping[str, str | bytes | None]) -> Project:
    """Write the files of a project; None for one that is to be missing."""
    for file, content in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Project(root)


def write_project(root: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Project:
    """Write the tiny good project, with some files changed or (None) left out."""
    return write_files(root, {**FILES, **(changes or {})})


def with_change(file: str, old: str, new: str) -> dict[str, str | bytes | None]:
    """A file of the tiny good project with one passage changed."""
    assert old in FILES[file], f"{old!r} is not in {file}"
    return {file: FILES[file].replace(old, new, 1)}
