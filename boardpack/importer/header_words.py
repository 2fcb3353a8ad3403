"""The words that head columns and rows in analysts' sheets, and what each of them means.

To take another spelling, add it to its table; words are compared without case, blanks and marks.
"""

from __future__ import annotations

import re
from enum import Enum

from boardpack.model.narrative import NarrativeKind, default_headings
from boardpack.model.period import parse_month


class Role(Enum):
    """What a column under a month, or a row of an indicator, holds."""

    PLAIN = "the month alone"
    ACTUAL = "actual"
    RATE = "rate"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    TARGET = "target"
    TO_DATE = "year to date"
    OTHER = "other"
    UNKNOWN = "unknown"


def folded_header(text: str) -> str:
    """A header without case, blanks and marks: `Indicator No.` is `indicatorno`; `%` stays."""
    return re.sub(r"[^a-z%]", "", text.casefold())


def letters(text: str) -> str:
    """The letters of a text from a to z, in one case."""
    return re.sub(r"[^a-z]", "", text.casefold())


MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
"""A pattern for a month's name, or its beginning, in small letters."""


def month_number(name: str) -> int:
    """The number of a month by its name or its first three or four letters; 0 for any other word."""
    month = parse_month(f"{name} 2000")
    return month.month if month is not None else 0


def figure_role(text: str) -> Role:
    """What a sub-header, or a word beside a month, says of its figures; UNKNOWN for any other word."""
    word = folded_header(text)
    if not word:
        return Role.PLAIN
    found = next((role for role, words in ROLES.items() if word in words), None)
    return found if found is not None else _role_among(word, text)


def _role_among(word: str, text: str) -> Role:
    """What several words say: `Trust plan`, `YTD variance`, `Actual YTD`; `Actual v plan` is neither."""
    parts = {folded_header(part) for part in re.split(r"[\s/_-]+", text)}
    said = {role for role in QUALIFYING if parts & QUALIFYING[role]}
    said |= {Role.TO_DATE} if re.search("yeartodate|cumulative", word) else set()
    said |= {Role.OTHER} if re.search("|".join(LAST_YEAR), word) else set()
    if {Role.ACTUAL, Role.TARGET} <= said:
        return Role.OTHER
    return next((role for role in (Role.TARGET, Role.OTHER, Role.TO_DATE, Role.ACTUAL) if role in said),
                Role.UNKNOWN)  # fmt: skip


LAST_YEAR = ("lastyear", "previousyear", "prioryear")
"""Words for the year before."""


def is_role_word(text: str) -> bool:
    """Whether a text is one of the words of ROLES and nothing else."""
    return any(folded_header(text) in words for words in ROLES.values())


def column_name(text: str) -> str:
    """The name under which a column is known: `ref`, `title`, `rag` …; empty for any other header."""
    word = letters(text)
    name = next((name for name, words in HEADERS.items() if word in words), "")
    if not name and word.endswith("target"):  # `2017-18 Target`
        return "target"
    return name


def commentary_kind(text: str) -> NarrativeKind | None:
    """Which heading a column of commentary belongs under; None for any other header."""
    word = letters(text)
    return next((kind for kind, words in COMMENTARY.items() if word in words), None)


ROLES: dict[Role, frozenset[str]] = {
    Role.ACTUAL: frozenset(
        {
            "actual", "actuals", "value", "values", "outturn", "performance", "result", "results", "achieved",
            "actualperformance", "reported", "figure", "data", "score", "observed", "inmonth", "monthly",
            "monthactual", "actualvalue", "position",
        }
    ),
    Role.RATE: frozenset({"%", "percent", "percentage", "rate", "pc", "ratio", "pct"}),
    Role.NUMERATOR: frozenset(
        {"num", "numerator", "n", "numer", "number", "no", "count", "cases"}
    ),
    Role.DENOMINATOR: frozenset(
        {"den", "denom", "denominator", "d", "cohort", "population", "total", "outof"}
    ),
    Role.TARGET: frozenset(
        {
            "target", "targets", "plan", "planned", "trajectory", "budget", "threshold", "standard", "goal",
            "limit", "profile", "ambition", "expected", "forecast", "baseline", "benchmark", "ceiling",
            "floor", "trajectoryplan", "plannedtrajectory", "monthlytarget", "tolerance", "lowerlimit",
            "upperlimit",
        }
    ),
    Role.TO_DATE: frozenset({"ytd", "yeartodate", "cumulative", "cum", "todate", "ytdactual"}),
    Role.OTHER: frozenset(
        {
            "rag", "status", "variance", "var", "diff", "difference", "gap", "change", "trend", "dot",
            "comment", "comments", "commentary", "notes", "rank", "quartile",
            "england", "national", "average", "lastyear", "previousyear", "prioryear", "median", "rating",
            "direction", "directionoftravel", "yoy", "mom", "rolling", "annual", "fullyear",
        }
    ),
}  # fmt: skip
"""Words under a month, or in a column that says what each row is."""

QUALIFYING = {
    Role.TARGET: ROLES[Role.TARGET], Role.OTHER: ROLES[Role.OTHER], Role.TO_DATE: ROLES[Role.TO_DATE],
    Role.ACTUAL: frozenset({"actual", "actuals", "outturn"}),
}  # fmt: skip
"""Words that decide even as one of several."""

HEADERS: dict[str, frozenset[str]] = {
    "ref": frozenset(
        {
            "ref", "refno", "reference", "indicatornumber", "indicatorno", "indicatorref", "indicatorid",
            "indicatorreference", "number", "no", "code", "kpi", "kpiref", "kpino", "kpicode", "measureref",
            "measurecode", "measureid", "measureno", "measurenumber", "pi", "piref", "id", "indicatorcode",
            "kpiid", "refcode", "metricid", "metricref",
        }
    ),
    "title": frozenset(
        {
            "indicatortitle", "title", "indicator", "indicators", "indicatorname", "description",
            "indicatordescription", "measurename", "measuretitle", "measuredescription", "metric",
            "metricname", "kpiname", "kpititle", "kpidescription", "performanceindicator",
            "performancemeasure",
            "name", "piname", "pititle", "pidescription", "standardname",
        }
    ),
    "measure": frozenset({"measure", "measures", "type", "datatype", "series", "rowtype", "measuretype"}),
    "period": frozenset(
        {
            "period", "month", "date", "reportingperiod", "reportingmonth", "monthending", "monthend", "time",
            "perioddate", "timeperiod", "activitymonth", "datamonth", "yearmonth", "quarter", "qtr",
            "reportingquarter",
        }
    ),
    "year": frozenset({"year", "financialyear", "fy", "reportingyear", "calendaryear"}),
    "value": frozenset(
        {
            "value", "values", "actual", "actuals", "figure", "result", "performance", "outturn", "score",
            "thismonth", "currentmonth", "current", "latest", "inmonth", "monthactual", "indicatorvalue",
            "thisquarter", "currentquarter", "quarteractual", "inquarter",
            "currentperformance", "actualperformance", "achieved", "measurevalue", "reportedvalue",
        }
    ),
    "polarity": frozenset({"polarity", "goodis", "goodperformanceis"}),
    "unit": frozenset({"unit", "units", "uom", "unitofmeasure", "format"}),
    "target": frozenset({"target", "targets", "annualtarget", "yearendtarget", "plan", "trajectory"}),
    "owner": frozenset({"targetowner", "owner", "lead", "leadofficer", "responsibleofficer"}),
    "rag": frozenset({"rag", "rat", "rating", "ragrating", "ragstatus", "status", "currentrag"}),
    "methodology": frozenset({"ragmethodology", "methodology"}),
    "dates": frozenset(
        {
            "datafrom", "datato", "from", "to", "start", "end", "startdate", "enddate", "validfrom",
            "validto", "datestart", "dateend", "firstdate", "lastdate", "lastupdated", "updated", "refreshed",
            "datarefreshed", "duedate", "latestdata", "earliestdata", "datastart", "dataend",
        }
    ),
}  # fmt: skip
"""Headers of the columns beside the months."""

COMMENTARY: dict[NarrativeKind, frozenset[str]] = {
    NarrativeKind.IMPROVEMENT: frozenset(
        {
            "improvementactivity", "commentary", "comment", "comments", "narrative", "exceptioncommentary",
            "exceptionreport", "performancecommentary", "analysis", "commentaryonperformance",
            "officercomment", "officercomments", "servicecommentary", "latestcommentary", "context",
        }
    ),
    NarrativeKind.NEXT_STEPS: frozenset(
        {
            "nextsteps", "actions", "action", "recoveryactions", "mitigatingactions", "correctiveaction",
            "plannedactions", "improvementactions", "actionplan", "actionsbeingtaken", "actiontaken",
        }
    ),
}  # fmt: skip
"""Headers of columns of commentary, and the heading of the narrative file that their words go under."""

SPEECHES = {letters(each.words): each.kind for each in default_headings()}
"""First cells of rows of commentary."""
