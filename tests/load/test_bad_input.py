"""The bad-input corpus: the good project with one thing broken, and the finding it must give."""

# ruff: noqa: E501 - a case is a line of a table

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from boardpack.load.loader import load
from boardpack.model.finding import Severity
from tests.support.projects import FILES, with_change, write_project

PACK = "data/pack.toml"
SECTIONS = "data/sections.csv"
INDICATORS = "data/indicators.csv"
DEFINITIONS = "data/definitions.csv"
TARGETS = "data/targets.csv"
VALUES = "data/values-2017-18.csv"
ACTIONS = "data/actions-2017-10.csv"
MONTH = "narratives/2017-10/month.toml"
WAIVERS = "narratives/2017-10/waivers.toml"
SUMMARY = "narratives/2017-10/directors-summary.md"
WORKFORCE = "narratives/2017-10/workforce.md"

At = tuple[int, int]
NOWHERE = (0, 0)
Changes = dict[str, str | bytes | None]


@dataclass(frozen=True)
class Case:
    """What is broken, and the rule, file, line and column of the finding that must be given."""

    changes: Changes
    rule: str
    file: str
    line: int = 0
    column: int = 0
    others: tuple[str, ...] = ()
    """Further rules that follow from the same fault."""
    severity: Severity = Severity.ERROR
    pack: bool = True
    """Whether a pack is still made."""


def swap(file: str, old: str, new: str, rule: str, at: At = NOWHERE, *, others: tuple[str, ...] = ()) -> Case:
    return Case(with_change(file, old, new), rule, file, *at, others)


def warn(file: str, old: str, new: str, rule: str, at: At = NOWHERE) -> Case:
    return Case(with_change(file, old, new), rule, file, *at, severity=Severity.WARNING)


def gone(file: str, rule: str = "file-missing", *, pack: bool = True) -> Case:
    return Case({file: None}, rule, file, pack=pack)


def added(file: str, text: str | bytes, rule: str, at: At = NOWHERE) -> Case:
    return Case({file: text}, rule, file, *at)


def broken(file: str, text: str | bytes, rule: str, at: At = NOWHERE) -> Case:
    return Case({file: text}, rule, file, *at, pack=False)


CASES = {
    # files
    "no pack.toml": gone(PACK, pack=False),
    "no sections": gone(SECTIONS, pack=False),
    "no indicators": gone(INDICATORS, pack=False),
    "no indicator": Case({INDICATORS: FILES[INDICATORS].split("\n", 1)[0]}, "file-empty", INDICATORS, others=("ref-unknown",)),
    "no definitions": gone(DEFINITIONS, pack=False),
    "no targets": gone(TARGETS),
    "no values": gone(VALUES),
    "no commentary for a table": gone(WORKFORCE, "narrative-missing"),
    "no summary": gone(SUMMARY, "narrative-missing"),
    "Windows-1252": broken(DEFINITIONS, FILES[DEFINITIONS].encode().replace(b"Vacancy", b"Vacan\x92y", 1), "not-utf8", (2, 0)),
    "UTF-16": added(WORKFORCE, "# Next Steps\n".encode("utf-16"), "not-utf8", (1, 0)),
    "control character": swap(WORKFORCE, "- one", "- o\x00ne", "character-refused", (5, 4)),
    "right-to-left override": swap(ACTIONS, "Two teams", "Two\u202e teams", "character-refused", (2, 0)),
    "private-use character": swap(WORKFORCE, "- one", "- \ue000", "character-refused", (5, 3)),
    "huge file": added("data/notes.csv", b"ref,note\n" + b"x" * 9_000_000, "too-large"),
    # TOML
    "TOML that does not parse": Case(
        with_change(PACK, 'council = "', "council = "), "toml-syntax", PACK, 3, 11, pack=False
    ),
    "TOML of nothing but brackets": broken(PACK, "a = " + "[" * 20_000, "toml-syntax"),
    "TOML with a huge number": broken(PACK, "a = " + "9" * 5_000, "toml-syntax"),
    "TOML with an impossible date": swap(MONTH, "2017-12-12", "2017-13-12", "toml-syntax", (2, 20)),
    "no title": swap(PACK, "title =", "#title =", "fact-missing"),
    "a title that is a number": swap(PACK, "title = \"Children's Priority Indicators\"", "title = 3", "fact-wrong", (1, 0), others=("fact-missing",)),
    "a year that starts in month 13": swap(PACK, "year_start = 4", "year_start = 13", "fact-wrong", (7, 0)),
    "months shown as text": swap(PACK, "months_shown = 0", 'months_shown = "all"', "fact-wrong", (8, 0)),
    "an order of the front without one part": swap(PACK, "months_shown = 0", 'front = ["rag summary", "action log"]', "fact-wrong", (8, 0)),
    "no language tag": swap(PACK, '"en-GB"', '"English (UK)"', "fact-wrong", (5, 0)),
    "a brand that leads elsewhere": swap(PACK, '"default"', '"../../etc"', "fact-wrong", (10, 0)),
    "a date in words": swap(MONTH, '"2017-11-20"', '"20 November"', "fact-wrong", (3, 0)),
    "a version that is a number": swap(MONTH, '"1.0"', "1.0", "fact-wrong", (1, 0)),
    "a date that is a table": swap(MONTH, '"2017-11-20"', "{ day = 3 }", "fact-wrong", (3, 0)),
    "a control character by its number": swap(PACK, "Council of", "Council\\u202e of", "fact-wrong", (3, 0)),
    "a mistyped key": warn(PACK, "committee", "comittee", "key-unknown", (4, 0)),
    # tables
    "header row missing": Case({SECTIONS: FILES[SECTIONS].split("\n", 1)[1]}, "column-missing", SECTIONS, 1, others=("column-unknown",), pack=False),
    "column missing": Case(with_change(INDICATORS, ",unit,", ",unity,"), "column-missing", INDICATORS, 1, 6, others=("column-unknown",), pack=False),
    "column unknown": warn(DEFINITIONS, "change\n", "change,remark\n", "column-unknown", (1, 9)),
    "column misspelt": swap(DEFINITIONS, "summary_title", "sumary_title", "column-unknown", (1, 7)),
    "column repeated": swap(TARGETS, "reason", "status", "column-repeated", (1, 12)),
    "semicolons": broken(SECTIONS, FILES[SECTIONS].replace(",", ";"), "csv-separator", (1, 0)),
    "tabs": broken(SECTIONS, FILES[SECTIONS].replace(",", "\t"), "csv-separator", (1, 0)),
    "quotation mark not closed": Case(
        with_change(ACTIONS, 'review"', "review"), "csv-syntax", ACTIONS, 3
    ),
    "quotation mark not closed, behind a cell of two lines": Case(
        with_change(DEFINITIONS, "CL 1,,,CL 1,", 'CL 1,,,"CL 1,'), "csv-syntax", DEFINITIONS, 7, pack=False
    ),
    "quotation mark not closed in the header": broken(SECTIONS, '"section,order\n1,2\n', "csv-syntax", (1, 0)),
    "empty table": added(TARGETS, "\n\n", "file-empty"),
    "a comma that is not quoted": swap(ACTIONS, '"Audit, and review"', "Audit, and review", "row-long", (3, 12), others=("status-unknown", "month-unknown", "date-unknown", "ref-unknown")),
    "a cell under a blank header": Case({"data/owners.csv": "code,role,\nPS,Director of Help, Early\nMK,Head,\n"}, "row-long", "data/owners.csv", 2, 3),
    "row cut short": warn(TARGETS, "CL 2,,,,not set,,,,,,,No target is set.", "CL 2,,", "row-short", (6, 0)),
    "cell too long": swap("data/notes.csv", "Not comparable.", "x" * 20_001, "too-large", (2, 4)),
    "200 columns and more": broken(SECTIONS, FILES[SECTIONS].replace("\n", ",c" * 200 + "\n", 1), "too-large", (1, 0)),
    # references
    "reference unknown in targets": swap(TARGETS, "P1,2017", "P2,2017", "ref-unknown", (2, 1)),
    "reference unknown in values": swap(VALUES, "LAC 19", "LAC 91", "ref-unknown", (4, 1)),
    "reference unknown in definitions": swap(DEFINITIONS, "CL 2,,,CL 2", "CL 22,,,CL 2", "ref-unknown", (8, 1), others=("definition-missing",)),
    "reference unknown in notes": swap("data/notes.csv", "LAC 19", "LAC19a", "ref-unknown", (2, 1)),
    "reference unknown in overrides": swap("data/overrides.csv", "CL 1a", "CL 1b", "ref-unknown", (2, 1)),
    "reference unknown in restatements": swap("data/restatements.csv", "W 1 a", "W 1 b", "ref-unknown", (2, 1)),
    "reference unknown in actions": swap(ACTIONS, "P1; W1a", "P1; W1z", "ref-unknown", (2, 7)),
    "reference unknown in a ratio": swap(INDICATORS, "CL 1 + CL 2", "CL 1 + CL 3", "ref-unknown", (7, 12)),
    "reference repeated": swap(INDICATORS, "CL 2,5", "C L 1,5", "ref-repeated", (6, 1), others=("ref-unknown",)),
    "reference blank": swap(INDICATORS, "CL 2,5", ",5", "cell-blank", (6, 1), others=("ref-unknown",)),
    "reference repeated in values": swap(VALUES, "CL 2,value", "cl1,value", "ref-repeated", (6, 1)),
    "definition repeated": swap(DEFINITIONS, "LAC 19,12m,2017-10", "LAC 19,12m,", "definition-repeated", (6, 1)),
    "definition missing": Case(with_change(DEFINITIONS, "CL 2,,,CL 2,Number not in employment,CL 2,Number not in employment,\n", ""), "definition-missing", INDICATORS, 6, 1),
    "title blank": swap(DEFINITIONS, "P1,,,P1,Vacancy Rate", "P1,,,P1,", "cell-blank", (2, 5)),
    "half a ratio": swap(INDICATORS, "CL 1 + CL 2", "", "ratio-half", (7, 12)),
    # sections
    "section unknown": swap(INDICATORS, "P1,1,workforce", "P1,1,work-force", "section-unknown", (2, 3), others=("table-elsewhere",)),
    "table unknown": swap(INDICATORS, "care-plans", "care-plan", "table-unknown", (4, 4)),
    "table of another section": swap(INDICATORS, "P1,1,workforce,workforce", "P1,1,workforce,care-work", "table-elsewhere", (2, 4)),
    "table repeated": swap(SECTIONS, "care-work", "care-plans", "table-repeated", (4, 5), others=("table-unknown", "narrative-unknown")),
    "table that leads elsewhere": swap(SECTIONS, "care-work", "../../secret", "table-name", (4, 5), others=("table-unknown", "narrative-unknown")),
    "table named as the contents": swap(SECTIONS, "care-work", "Contents", "table-name", (4, 5), others=("table-unknown", "narrative-unknown")),
    "table named as the summary": swap(SECTIONS, "care-work", "directors-summary", "table-name", (4, 5), others=("table-unknown", "narrative-unknown")),
    "two titles for a section": swap(SECTIONS, "care,3,Care leavers", "care,3,Leavers", "section-conflict", (4, 3)),
    "a page turned some other way": Case(with_change(SECTIONS, "section,order,title,published_title,table,charts,summary_heading\nworkforce,1,Workforce,WORKFORCE,workforce,multiples,Workforce Indicators\ncare,2,Care leavers,CARE LEAVERS,care-plans,columns,Permanence\ncare,3,Care leavers,CARE LEAVERS,care-work,none,Permanence", "section,order,title,page,table\nworkforce,1,Workforce,portrait,workforce\ncare,2,Care leavers,,care-plans\ncare,3,Care leavers,sideways,care-work"), "table-page", SECTIONS, 4, 4),
    "one title for two tables": Case(with_change(SECTIONS, "section,order,title,published_title,table,charts,summary_heading\nworkforce,1,Workforce,WORKFORCE,workforce,multiples,Workforce Indicators\ncare,2,Care leavers,CARE LEAVERS,care-plans,columns,Permanence\ncare,3,Care leavers,CARE LEAVERS,care-work,none,Permanence", "section,order,title,table_title,table\nworkforce,1,Workforce,,workforce\ncare,2,Care leavers,Work,care-plans\ncare,3,Care leavers,work,care-work"), "table-title-repeated", SECTIONS, 4, 4),
    "section blank": swap(SECTIONS, "workforce,1,W", ",1,W", "cell-blank", (2, 1), others=("section-unknown", "table-unknown", "narrative-unknown")),
    "order no number": swap(SECTIONS, "care,2", "care,second", "number-unknown", (3, 2)),
    # words
    "unit unknown": swap(INDICATORS, "SIB,average", "SIB,mean of", "word-unknown", (3, 6)),
    "unit blank": swap(INDICATORS, "BIB,percent,0,rolling", "BIB,,0,rolling", "cell-blank", (4, 6), others=("value-unit",)),
    "polarity unknown": swap(INDICATORS, "SIB,average", "SBI,average", "word-unknown", (3, 5)),
    "basis unknown": swap(INDICATORS, "rolling 12 months", "rolling", "word-unknown", (4, 8)),
    "decimals absurd": swap(INDICATORS, "SIB,average,1", "SIB,average,44", "number-unknown", (3, 7)),
    "neither yes nor no": swap(INDICATORS, "PS,no", "PS,never", "word-unknown", (3, 10)),
    "target status unknown": swap(TARGETS, "24%,set", "24%,agreed", "status-unknown", (2, 5)),
    "comparator unknown": swap(TARGETS, "set,<=,24%", "set,=<,24%", "word-unknown", (2, 6)),
    "target no number": swap(TARGETS, "<=,20,", "<=,twenty,", "value-not-number", (3, 7), others=("target-value",)),
    "target without value": swap(TARGETS, "<=,20,", "<=,,", "target-value", (3, 7)),
    "half the bands": swap(TARGETS, "80,75,", "80,,", "band-half", (4, 10)),
    "band no number": swap(TARGETS, "80,75,", "80,75-79,", "value-not-number", (4, 10)),
    "two targets at once": swap(TARGETS, "CL 2,,,,", "CL 1,,,,", "target-repeated", (6, 1)),
    "target ends before it starts": Case(
        with_change(TARGETS, "W 1 a,2017-04,2018-03", "W 1 a,2018-03,2017-04"), "months-reversed", TARGETS, 3, 3
    ),
    "target month rewritten": swap(TARGETS, "W 1 a,2017-04", "W 1 a,17-Apr", "month-rewritten", (3, 2)),
    "target month unknown": swap(TARGETS, "W 1 a,2017-04", "W 1 a,spring", "month-unknown", (3, 2)),
    "cohort misspelt": swap(TARGETS, "<=,20,,20", "<=,20,cohorts,20", "word-unknown", (3, 8)),
    # values
    "value no number": swap(VALUES, "20.5", "2O.5", "value-not-number", (3, 5)),
    "value twice dotted": swap(VALUES, "20.5", "1.234.5", "value-not-number", (3, 5)),
    "sentence in a cell": swap(VALUES, "53%", "Awaiting data", "status-unknown", (4, 9)),
    "status misspelt": swap(VALUES, "not collected", "not colected", "status-unknown", (2, 8)),
    "unknown shorthand": swap(VALUES, "[w]", "[q]", "status-unknown", (2, 3)),
    "NA is text": swap(VALUES, "43%", "NA", "status-unknown", (2, 9)),
    "annotation": swap(VALUES, "53%", "53% (6m+)", "value-annotated", (4, 9)),
    "per cent in a count": swap(VALUES, "354,363", "354%,363", "value-unit", (5, 4)),
    "pounds in a count": swap(VALUES, "354,363", "£354,363", "value-unit", (5, 4)),
    "fraction among percentages": swap(VALUES, "79%,80%,75%", "79%,0.8,75%", "percent-ambiguous", (4, 4)),
    "a row of fractions": warn(VALUES, "79%,80%,75%,71%,70%,71%,53%", "0.79,0.80,0.75,0.71,0.70,0.71,0.53", "percent-fraction", (4, 3)),
    "nothing but 1": swap(VALUES, "79%,80%,75%,71%,70%,71%,53%", "1,1,1,1,1,1,1", "percent-ambiguous", (4, 3)),
    "header rewritten": Case(with_change(VALUES, "Oct 2017", "17-Oct"), "month-rewritten", VALUES, 1, 9, ("column-missing",)),
    "header a day": Case(with_change(VALUES, "Oct 2017", "01/10/2017"), "month-rewritten", VALUES, 1, 9, ("column-missing",)),
    "header an ISO day": Case(with_change(VALUES, "Oct 2017", "2017-10-01"), "month-rewritten", VALUES, 1, 9, ("column-missing",)),
    "month of another year": Case(with_change(VALUES, "Apr 2017", "Apr 2016"), "month-outside-year", VALUES, 1, 3, ("column-missing",)),
    "month repeated": Case(with_change(VALUES, "Sep 2017", "2017-10"), "column-repeated", VALUES, 1, 9, ("column-missing",)),
    "month missing": Case({VALUES: "ref,measure,Apr 2017\nP1,value,4%\n"}, "column-missing", VALUES, 1),
    "header no month": warn(VALUES, "Mar 2018", "Total", "column-unknown", (1, 14)),
    "measure unknown": swap(VALUES, "P1,value", "P1,values", "word-unknown", (2, 2)),
    "counts without value": swap(VALUES, "CL 1a,value,61%,64%,62%,62%,61%,59%,64%,,,,,\n", "", "row-missing", (7, 2)),
    "values of no year": added("data/values-2017-19.csv", "ref\n", "file-name"),
    "values of an earlier year, broken": added("data/values-2016-17.csv", "ref,Apr 2016\nP9,3\n", "ref-unknown", (2, 1)),
    # actions
    "action rewritten": swap(ACTIONS, "Oct-01", "01-Oct", "ref-rewritten", (2, 1)),
    "action repeated": swap(ACTIONS, "Oct-02", "oct-01", "ref-repeated", (3, 1)),
    "action without text": swap(ACTIONS, "Two teams in place", "", "cell-blank", (2, 3)),
    "action status unknown": swap(ACTIONS, "in progress", "on track", "status-unknown", (2, 5)),
    "action due rewritten": swap(ACTIONS, "Dec-17", "17-Dec", "month-rewritten", (2, 4)),
    "action due unknown": swap(ACTIONS, "Dec-17", "soon", "month-unknown", (2, 4)),
    "action date in words": swap(ACTIONS, "2017-11-01,2017-11-01", "1/11/17,2017-11-01", "date-unknown", (3, 9)),
    "action date impossible": swap(ACTIONS, "2017-11-01,2017-11-01", "2017-11-31,2017-11-01", "date-unknown", (3, 9)),
    # lists
    "note blank": swap("data/notes.csv", "Not comparable.", "", "cell-blank", (2, 4)),
    "rating unknown": swap("data/overrides.csv", "Green", "Yellow", "word-unknown", (2, 3)),
    "override without reason": swap("data/overrides.csv", "Cohort mended", "", "cell-blank", (2, 4)),
    "override without month": swap("data/overrides.csv", "2017-10", "", "cell-blank", (2, 2)),
    "override repeated": swap("data/overrides.csv", "Service\n", "Service\nCL1a,Oct-17,Red,Why,Head\n", "override-repeated", (3, 1)),
    "restatement without date": swap("data/restatements.csv", "2017-11-02", "", "cell-blank", (2, 5)),
    "owner repeated": swap("data/owners.csv", "MK,", "PS,", "code-repeated", (3, 1)),
    "abbreviation repeated": swap("data/glossary.csv", "CIN,", "LAC,", "abbreviation-repeated", (3, 1)),
    "expansion blank": swap("data/glossary.csv", "looked after children", "", "cell-blank", (2, 2)),
    "reported without field": swap("data/reported-2017-10.csv", "rag", "", "cell-blank", (2, 3)),
    # commentary
    "commentary for no table": added("narratives/2017-10/care-work2.md", "# Next Steps\n", "narrative-unknown"),
    "a stray file": Case({"narratives/2017-10/workforce.md.txt": "x"}, "file-unknown", "narratives/2017-10/workforce.md.txt", severity=Severity.WARNING),
    "heading unknown": swap(WORKFORCE, "# Next Steps", "# Next Step", "heading-unknown", (8, 0)),
    "heading repeated": swap(WORKFORCE, "# Next Steps", "# Improvement Activity", "heading-repeated", (8, 0)),
    "text before the heading": swap(WORKFORCE, "# Improvement", "Well.\n# Improvement", "text-before-heading", (1, 0)),
    "no heading": added(WORKFORCE, "\nWords.\n", "text-before-heading", (2, 0)),
    "raw HTML": swap(WORKFORCE, "- two", "- <p>two</p>", "raw-html", (6, 3)),
    "script": swap(WORKFORCE, "- two", '- <script src="https://example.org/x.js">', "raw-html", (6, 3)),
    "image": swap(WORKFORCE, "- two", "- ![a secret](../../secret.png)", "image-refused", (6, 15)),
    "javascript link": swap(WORKFORCE, "https://example.org/plan", "javascript:alert(1)", "link-refused", (10, 16)),
    "file link": swap(WORKFORCE, "https://example.org/plan", "file:///etc/passwd", "link-refused", (10, 16)),
    "plain http link": swap(WORKFORCE, "https://example.org/plan", "http://example.org", "link-refused", (10, 16)),
    "relative link": swap(WORKFORCE, "https://example.org/plan", "plan.pdf", "link-refused", (10, 16)),
    "comment not closed": swap(WORKFORCE, "- two", "<!-- two", "comment-open", (6, 1)),
    "live figure not closed": swap(SUMMARY, "{{P1}}", "{{P1}", "figure-open", (5, 20)),
    "live figure in a link": swap(WORKFORCE, "the plan", "{{P1}}", "figure-in-link", (10, 14)),
    "20,000 brackets": swap(WORKFORCE, "- two", "[" * 20_000, "too-large", (6, 1)),
    "a word of 100,000 characters": swap(WORKFORCE, "- two", "a" * 59_000, "too-large", (6, 1)),
    "a novel": swap(WORKFORCE, "- two", "word " * 20_000, "too-large", (2, 1)),
    "lists without end": swap(WORKFORCE, "- two", "1. " * 1_000, "too-large", (6, 1)),
    "deep indentation": swap(WORKFORCE, "- two", " " * 60 + "- two", "too-large", (6, 1)),
    "a wall of text": swap(WORKFORCE, "- two", "a\n=\n" * 200, "too-large", (5, 1)),
    # waivers
    "waiver incomplete": swap(WAIVERS, 'reason = "Published so."\n', "", "waiver-incomplete", (2, 0)),
    "waiver with a stray key": swap(WAIVERS, "role =", "rolle =", "key-unknown", (2, 0), others=("waiver-incomplete",)),
    "waiver date impossible": swap(WAIVERS, "2017-12-01", '"soon"', "waiver-incomplete", (2, 0)),
    "waivers that are no tables": added(WAIVERS, "waiver = 3\n", "waiver-incomplete"),
    "waivers misspelt": swap(WAIVERS, "[[waiver]]", "[[waivers]]", "key-unknown", (2, 0)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_each_fault_is_found_where_it_stands(case: Case, tmp_path: Path) -> None:
    loaded = load(write_project(tmp_path, case.changes))
    found = [(f.rule, f.place.file, f.place.line, f.place.column, f.severity) for f in loaded.findings]
    wanted = (case.rule, case.file, case.line, case.column, case.severity)
    assert wanted in found
    assert {rule for rule, *_ in found} <= {case.rule, *case.others}
    assert (loaded.pack is not None) == case.pack
    for finding in loaded.findings:
        assert finding.found
        assert finding.expected
        assert finding.remedy.endswith(".")
        assert max(len(finding.found), len(finding.expected), len(finding.remedy)) < 300


def test_no_finding_quotes_commentary(tmp_path: Path) -> None:
    text = "Zanzibar <b>Zanzibar</b> [Zanzibar](file:Zanzibar) ![Zanzibar](x) {{Zanzibar\n# Zanzibar\n"
    loaded = load(write_project(tmp_path, {WORKFORCE: text, SUMMARY: "# Directors Summary\n\n" + text}))
    assert loaded.findings
    assert not [finding for finding in loaded.findings if "zanzibar" in repr(finding).casefold()]
