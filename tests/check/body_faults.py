"""Single faults of the kinds that packs of other bodies can have: periods, units, targets, comparators.

Each plants one fault at a place of the seed's choosing, in any pack that has one; see `mutations.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from random import Random

from tests.check.mutations import Fault, Kind, Sheet
from tests.support.made_projects import Files

DATA = "data/"
Change = Callable[[str], str | None]
"""A cell's text → what it becomes; None where it cannot be made wrong so."""


def named(files: Files, pattern: str) -> list[str]:
    return sorted(name for name in files if re.fullmatch(f"{DATA}{pattern}", name))


def cells(
    pattern: str, columns: str, change: Change, rows: Callable[[Sheet, Files, int], bool] | None = None
) -> Kind:
    """Change one cell of the files and columns that match, in rows that `rows` allows."""

    def plant(files: Files, random: Random) -> Fault | None:
        places: list[tuple[Sheet, int, int, str]] = []
        for file in named(files, pattern):
            sheet = Sheet.read(files, file)
            for row in range(1, len(sheet.rows)):
                if rows is not None and not rows(sheet, files, row):
                    continue
                for column, head in enumerate(sheet.rows[0]):
                    text = sheet.rows[row][column]
                    new = change(text) if re.fullmatch(columns, head) else None
                    if new is not None and new != text:
                        places.append((sheet, row, column, new))
        if not places:
            return None
        sheet, row, column, new = random.choice(places)
        old, sheet.rows[row][column] = sheet.rows[row][column], new
        ref = sheet.rows[row][0]
        what = f"{sheet.file}:{row + 1} {ref} {sheet.rows[0][column]}: {old!r} → {new!r}"
        return Fault(sheet.into(files), ((sheet.file, row + 1), *_denied(files, sheet, row, column)), what)

    return plant


def _denied(files: Files, sheet: Sheet, row: int, column: int) -> Iterator[tuple[str, int]]:
    """Where a fault may be told as well: at the value that a count denies, at what a unit denies."""
    ref, head = sheet.rows[row][0], sheet.rows[0][column]
    if sheet.rows[0][1:2] == ["measure"] and sheet.rows[row][1] != "value":
        yield from ((sheet.file, at + 1) for at in sheet.find(ref=ref, measure="value"))
    for file in named(files, r"(?:values-.*|targets)\.csv") if head in {"unit", "polarity"} else ():
        other = Sheet.read(files, file)
        yield from ((file, at + 1) for at in other.find(ref=ref))


def of_unit(*units: str) -> Callable[[Sheet, Files, int], bool]:
    """Rows of values whose indicators are in one of these units."""

    def wanted(sheet: Sheet, files: Files, row: int) -> bool:
        indicators = Sheet.read(files, f"{DATA}indicators.csv")
        ref = sheet.rows[row][0]
        found = next((at for at in range(1, len(indicators.rows)) if indicators.rows[at][0] == ref), None)
        measure = sheet.get(row, "measure") if "measure" in sheet.rows[0] else "value"
        return found is not None and measure == "value" and indicators.get(found, "unit") in units

    return wanted


def header(pattern: str, columns: str, change: Change) -> Kind:
    """Change one header of the files that match."""

    def plant(files: Files, random: Random) -> Fault | None:
        places = [
            (file, column, new)
            for file in named(files, pattern)
            for column, text in enumerate(Sheet.read(files, file).rows[0])
            if re.fullmatch(columns, text) and (new := change(text)) is not None
        ]
        if not places:
            return None
        file, column, new = random.choice(places)
        sheet = Sheet.read(files, file)
        old, sheet.rows[0][column] = sheet.rows[0][column], new
        return Fault(sheet.into(files), ((file, 1),), f"{file}: {old!r} → {new!r}")

    return plant


def line(pattern: str, old: str, new: str) -> Kind:
    """Change one passage of a text file: an expression and what takes its place."""

    def plant(files: Files, random: Random) -> Fault | None:
        places = [
            (file, match) for file in sorted(files) if re.fullmatch(pattern, file)
            for match in re.finditer(old, files[file], re.MULTILINE)
        ]  # fmt: skip
        if not places:
            return None
        file, match = random.choice(places)
        text = files[file]
        changed = text[: match.start()] + match.expand(new) + text[match.end() :]
        where = text[: match.start()].count("\n") + 1
        return Fault(files | {file: changed}, ((file, where),), f"{file}:{where} {match[0]!r}")

    return plant


def added(file: str, head: str, row: str) -> Kind:
    """Add a row to a file, which may not be there yet."""

    def plant(files: Files, random: Random) -> Fault | None:
        refs = [row[0] for row in Sheet.read(files, f"{DATA}indicators.csv").rows[1:]]
        text = files.get(DATA + file, f"{head}\n")
        made = text + row.format(ref=random.choice(refs)) + "\n"
        return Fault(files | {DATA + file: made}, ((DATA + file, made.count("\n")),), f"{file}: {row}")

    return plant


def blank(text: str) -> str | None:
    return "" if text else None


def to(new: str) -> Change:
    """Any text that is there becomes another."""
    return lambda text: new if text else None


def scaled(by: int) -> Change:
    """A number times another, its marks kept."""

    def change(text: str) -> str | None:
        found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
        if found is None or not float(found[0].replace(",", "")):
            return None
        number = float(found[0].replace(",", "")) * by
        return text[: found.start()] + f"{number:g}" + text[found.end() :]

    return change


PERIODS = r"(?:[A-Z][a-z]{2} \d{4}|Q\d \d{4}-\d\d)"
VALUES, TARGETS, COMPARED = r"values-.*\.csv", r"targets\.csv", r"comparators\.csv"
CLOCKS = of_unit("hh:mm", "hh:mm:ss")

BODY_FAULTS: Mapping[str, Kind] = {
    "header misspelt": header(VALUES, PERIODS, lambda text: text.replace("20", "2O", 1)),
    "header of another year": header(
        VALUES, PERIODS, lambda text: re.sub(r"20\d\d(-\d\d)?", "2011-12" if "-" in text else "2011", text)
    ),
    "header twice": header(
        VALUES, r"(?:May \d{4}|Q2 .*)", lambda text: text.replace("May", "Apr").replace("Q2", "Q1")
    ),
    "trajectory header": header(r"targets-.*\.csv", PERIODS, lambda text: text + "?"),
    "percent as pounds": cells(VALUES, PERIODS, lambda text: f"£{text[:-1]}" if text.endswith("%") else None),
    "count as percent": cells(
        VALUES, PERIODS, lambda text: f"{text}%" if text else None, of_unit("count", "pounds")
    ),
    "count below zero": cells(VALUES, PERIODS, lambda text: f"-{text}" if text else None, of_unit("count")),
    "percent above its limit": cells(VALUES, PERIODS, scaled(10), of_unit("percent")),
    "rate below zero": cells(
        VALUES, PERIODS, lambda text: f"-{text}" if text else None, of_unit("per 1,000")
    ),
    "two numbers": cells(VALUES, PERIODS, lambda text: f"{text} {text}" if text else None),
    "clock without minutes": cells(
        VALUES, PERIODS, lambda text: text.split(":")[0] if text else None, CLOCKS
    ),
    "clock with 75 minutes": cells(VALUES, PERIODS, lambda text: f"{text[:-2]}75" if text else None, CLOCKS),
    "grade misspelt": cells(VALUES, PERIODS, to("Yess"), of_unit("yes/no", "grade")),
    "money in words": cells(VALUES, PERIODS, to("a loss"), of_unit("£k", "pounds")),
    "numerator of another": cells(
        VALUES, PERIODS, scaled(3), lambda sheet, _, row: sheet.rows[row][1] == "numerator"
    ),
    "denominator of nought": cells(
        VALUES, PERIODS, to("0"), lambda sheet, _, row: sheet.rows[row][1] == "denominator"
    ),
    "measure misspelt": cells(VALUES, "measure", to("valeu")),
    "unknown reference": cells(
        f"(?:{VALUES}|{TARGETS}|{COMPARED}|forecasts.csv|targets-.*csv)", "ref", to("ZZ 9")
    ),
    "status misspelt": cells(VALUES, PERIODS, to("not yet availabel")),
    "frequency": cells(r"indicators\.csv", "frequency", to("fortnight")),
    "latest within": cells(r"indicators\.csv", "latest_within", to("a year")),
    "unit": cells(r"indicators\.csv", "unit", to("bananas")),
    "unit of another": cells(
        r"indicators\.csv", "unit", lambda text: "count" if text in {"hh:mm", "yes/no"} else None
    ),
    "polarity": cells(r"indicators\.csv", "polarity", to("UP")),
    "polarity turned": cells(
        r"indicators\.csv",
        "polarity",
        {"BIB": "SIB", "SIB": "BIB"}.get,
        lambda sheet, files, row: _rated(sheet.rows[row][0], files),
    ),
    "basis": cells(r"indicators\.csv", "basis", to("monthly")),
    "decimals": cells(r"indicators\.csv", "decimals", to("one")),
    "max in words": cells(r"indicators\.csv", "max", to("plenty")),
    "tolerance in words": cells(r"indicators\.csv", "tolerance", to("some")),
    "target in words": cells(TARGETS, "value", lambda text: "lots" if text else None),
    "target printed otherwise": cells(
        TARGETS, "target", scaled(2), lambda s, _, row: bool(s.get(row, "value"))
    ),
    "scheme": cells(TARGETS, "scheme", to("fence")),
    "comparator": cells(TARGETS, "comparator", to("about")),
    "profile": cells(TARGETS, "profile", to("even")),
    "status": cells(TARGETS, "status", to("sett")),
    "threshold in words": cells(TARGETS, "(?:green|amber)", to("a bit")),
    "green blank": cells(TARGETS, "green", blank, lambda s, _, row: s.get(row, "scheme") == ""),
    "amber blank": cells(TARGETS, "amber", blank, lambda s, _, row: s.get(row, "scheme") != "range"),
    "levels too few": cells(TARGETS, "levels", lambda text: text.rpartition(";")[0] or None),
    "levels out of order": cells(
        TARGETS,
        "levels",
        lambda text: (
            text and "; ".join([text.split(";")[1].strip(), text.split(";")[0], text.split(";")[2].strip()])
        ),
    ),
    "levels in words": cells(
        TARGETS, "levels", lambda text: text and text.replace(";", "; some;", 1)[: len(text)]
    ),
    "a level's threshold": cells(
        TARGETS,
        "levels",
        lambda text: text and f"{int(text.split(';')[0]) + 3};" + text.partition(";")[2],
        lambda s, _, row: "Blue" in s.get(row, "methodology"),
    ),
    "a level's words": cells(
        TARGETS, "methodology", lambda text: text.replace("under 70", "under 69") if "Blue" in text else None
    ),
    "bands' words": cells(
        TARGETS,
        "methodology",
        lambda text: re.sub(r"^[\d.]+", "7", text) if "Amber" in text and "Blue" not in text else None,
    ),
    "last period before the first": cells(
        TARGETS, "to", lambda text: text.replace("202", "201") if text else None
    ),
    "period of a target": cells(TARGETS, "from", to("spring")),
    "trajectory in words": cells(r"targets-.*\.csv", PERIODS, to("more")),
    "comparator in words": cells(COMPARED, "value", to("about half")),
    "comparator without a source": cells(COMPARED, "source", blank),
    "comparator without a name": cells(COMPARED, "name", blank),
    "comparator of long ago": cells(COMPARED, "period", to("2015-16")),
    "comparator of no period": cells(COMPARED, "period", to("soon")),
    "comparator drawn?": cells(COMPARED, "chart", to("perhaps")),
    "forecast without a role": cells(r"forecasts\.csv", "role", blank),
    "forecast without a day": cells(r"forecasts\.csv", "on", blank),
    "forecast of long ago": cells(r"forecasts\.csv", "on", to("2025-02-03")),
    "forecast of a year that is over": cells(r"forecasts\.csv", "period", to("2025-04")),
    "forecast that cannot be": cells(
        r"forecasts\.csv", "value", lambda text: "182%" if "%" in text else None
    ),
    "forecast in words": cells(r"forecasts\.csv", "value", to("better")),
    "override without a reason": added(
        "overrides.csv", "ref,month,rating,reason,role", "{ref},2025-10,Not rated,,Director"
    ),
    "override of a level there is not": added(
        "overrides.csv", "ref,month,rating,reason,role", "{ref},2025-10,Purple,Late,Director"
    ),
    "a column there is not": line(r"data/pack\.toml", r'"target", ', '"targets met", '),
    "columns no list": line(r"data/pack\.toml", r"^table = \[.*\]", 'table = "number"'),
    "period of the pack": line(r"data/pack\.toml", r'^period = "quarter"', 'period = "season"'),
    "start of the year": line(r"data/pack\.toml", r"^year_start = 4", "year_start = 14"),
    "periods shown": line(r"data/pack\.toml", r"^(months|periods)_shown = \d+", r"\1_shown = -3"),
    "levels twice": line(r"data/pack\.toml", r'"Green", "Amber"', '"Green", "Green"'),
    "a figure said wrong": line(
        r"narratives/.*\.md", r"^([A-Z]{2} \d) ", r"\1 rose to 4,321 in the month. \1 "
    ),
    "a live figure there is not": line(r"narratives/.*\.md", r"\{\{([A-Z]{2} \d)[^}]*\}\}", r"{{\1 colour}}"),
}


def _rated(ref: str, files: Files) -> bool:
    """Whether a target gives thresholds, which deny another polarity."""
    sheet = Sheet.read(files, f"{DATA}targets.csv")
    found = [row for row in range(1, len(sheet.rows)) if sheet.rows[row][0] == ref]
    return any(
        sheet.get(row, "green") and sheet.get(row, "amber") and not sheet.get(row, "scheme") for row in found
    )
