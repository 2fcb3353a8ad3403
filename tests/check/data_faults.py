"""The kinds of single faults that are planted in a project's data: one function a kind.

Written for `tests/packs/small`, with `with_reported` giving it a file of reported ratings; each takes its
place from the seed: which indicator, which month, which row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.check.mutations import Fault, Kind, Sheet
from tests.support.made_projects import Files

MONTH = "2024-03"
SHOWN = ("Oct 2023", "Nov 2023", "Dec 2023", "Jan 2024", "Feb 2024", "Mar 2024")
VALUES = "data/values-2023-24.csv"
INDICATORS = "data/indicators.csv"
DEFINITIONS = "data/definitions.csv"
TARGETS = "data/targets.csv"
SECTIONS = "data/sections.csv"
OWNERS = "data/owners.csv"
GLOSSARY = "data/glossary.csv"
NOTES = "data/notes.csv"
ACTIONS = f"data/actions-{MONTH}.csv"
REPORTED = f"data/reported-{MONTH}.csv"
PACK = "data/pack.toml"
FACTS = f"narratives/{MONTH}/month.toml"
SUMMARY = f"narratives/{MONTH}/directors-summary.md"
STREETS = f"narratives/{MONTH}/streets.md"
LIBRARIES = f"narratives/{MONTH}/libraries.md"

RATINGS = {"LL 1": "Green", "LL 2": "Grey", "LL 3": "Amber", "ST 1": "Green", "ST 2": "Red"}


def with_reported(files: Files) -> Files:
    """Add the ratings as they were reported, all of them right."""
    rows = [f"table,{ref},rag,{'' if word == 'Grey' else word},," for ref, word in RATINGS.items()]
    return files | {REPORTED: "\n".join(["where,ref,field,text,used,reason", *rows]) + "\n"}


# ------------------------------------------------------------------------------------------- helpers


def cell(file: str, column: str, change: Callable[[str, Random], str | None], **wanted: str) -> Kind:
    """A kind that changes the cell of a column in a random row; None from `change` passes the row over."""

    def plant(files: Files, random: Random) -> Fault | None:
        sheet = Sheet.read(files, file)
        rows = sheet.find(**wanted)
        random.shuffle(rows)
        for row in rows:
            old = sheet.get(row, column)
            new = change(old, random)
            if new is not None and new != old:
                sheet.put(row, column, new)
                return Fault(
                    sheet.into(files), ((file, row + 1),), f"{file}:{row + 1} {column} {old} → {new}"
                )
        return None

    return plant


def value(change: Callable[[str, Random], str | None], months: Sequence[str] = SHOWN, **wanted: str) -> Kind:
    """A kind that changes a value in a random month and row."""

    def plant(files: Files, random: Random) -> Fault | None:
        measure = wanted.get("measure", "value")
        return cell(VALUES, random.choice(months), change, measure=measure)(files, random)

    return plant


def count(change: Callable[[str, Random], str | None], **wanted: str) -> Kind:
    """A kind that changes a numerator or denominator; its value may be what is wrong."""

    def plant(files: Files, random: Random) -> Fault | None:
        fault = value(change, **wanted)(files, random)
        if fault is None:
            return None
        sheet = Sheet.read(files, VALUES)
        ref = sheet.get(fault.places[0][1] - 1, "ref")
        rows = sheet.find(ref=ref)
        return Fault(fault.files, tuple((VALUES, row + 1) for row in rows), fault.what)

    return plant


def either(kind: Kind, *files_too: str) -> Kind:
    """A kind whose fault is that two files disagree: it may be reported in the indicator's row of each."""

    def plant(files: Files, random: Random) -> Fault | None:
        fault = kind(files, random)
        if fault is None:
            return None
        file, line = fault.places[0]
        sheet = Sheet.read(files, file)
        ref = sheet.get(line - 1, "ref")
        also = [(name, row + 1) for name in files_too for row in Sheet.read(files, name).find(ref=ref)]
        return Fault(fault.files, (*fault.places, *also), fault.what)

    return plant


def toml(file: str, key: str, new: str) -> Kind:
    """A kind that gives a key of a settings file another value."""

    def plant(files: Files, random: Random) -> Fault | None:  # noqa: ARG001 - there is one place for it
        lines = files[file].split("\n")
        at = next((n for n, line in enumerate(lines) if re.match(rf"{key}\s*=", line)), None)
        if at is None:
            return None
        lines[at] = new
        places = ((file, at + 1), (file, 0)) if "=" in new else ((file, 0),)
        return Fault(files | {file: "\n".join(lines)}, places, f"{file}:{at + 1} {new}")

    return plant


def text(file: str, old: str, new: str, *also: tuple[str, int]) -> Kind:
    """A kind that replaces some words of a file, once, at a random one of their places."""

    def plant(files: Files, random: Random) -> Fault | None:
        found = [match.start() for match in re.finditer(re.escape(old), files[file])]
        if not found:
            return None
        at = random.choice(found)
        line = files[file].count("\n", 0, at) + 1
        changed = files[file][:at] + new + files[file][at + len(old) :]
        return Fault(files | {file: changed}, ((file, line), *also), f"{file}:{line} {old} → {new}")

    return plant


def amber_unnamed(files: Files, random: Random) -> Fault | None:  # noqa: ARG001 - there is one place for it
    """Commentary that says nothing of the one Amber indicator."""
    source = "# Improvement Activity\n\nLL 1 and LL 2 need no more.\n\n# Next Steps\n\nThe work goes on.\n"
    return Fault(files | {LIBRARIES: source}, ((LIBRARIES, 0),), f"{LIBRARIES} rewritten")


def row_gone(file: str, *also: tuple[str, int], **wanted: str) -> Kind:
    """A kind that deletes a random row; it may be missed at the file or where it is needed."""

    def plant(files: Files, random: Random) -> Fault | None:
        sheet = Sheet.read(files, file)
        row = random.choice(sheet.find(**wanted))
        gone = sheet.rows.pop(row)
        return Fault(sheet.into(files), ((file, 0), *also), f"{file}:{row + 1} without {gone[0]}")

    return plant


def row_twice(file: str, **wanted: str) -> Kind:
    """A kind that writes a random row twice."""

    def plant(files: Files, random: Random) -> Fault | None:
        sheet = Sheet.read(files, file)
        row = random.choice(sheet.find(**wanted))
        sheet.rows.insert(row + 1, list(sheet.rows[row]))
        return Fault(sheet.into(files), ((file, row + 1), (file, row + 2)), f"{file}:{row + 2} twice")

    return plant


def shifted(file: str, first: int, **wanted: str) -> Kind:
    """A kind that pushes the cells of a random row one column to the right, from a random column on."""

    def plant(files: Files, random: Random) -> Fault | None:
        sheet = Sheet.read(files, file)
        row = random.choice(sheet.find(**wanted))
        cells = sheet.rows[row]
        last = max(number for number, text in enumerate(cells) if text)
        at = random.randint(first, last)
        moved = [*cells[:at], "", *cells[at:]]
        sheet.rows[row] = moved if moved[-1] else moved[:-1]
        return Fault(sheet.into(files), ((file, row + 1),), f"{file}:{row + 1} shifted from column {at + 1}")

    return plant


def swapped(file: str, one: str, other: str) -> Kind:
    """A kind that swaps two cells of a random row."""

    def plant(files: Files, random: Random) -> Fault | None:
        sheet = Sheet.read(files, file)
        row = random.randint(1, len(sheet.rows) - 1)
        first, second = sheet.get(row, one), sheet.get(row, other)
        if first == second:
            return None
        sheet.put(row, one, second)
        sheet.put(row, other, first)
        return Fault(sheet.into(files), ((file, row + 1),), f"{file}:{row + 1} {one} ↔ {other}")

    return plant


# ------------------------------------------------------------------------------------------- changes


def always(new: str) -> Callable[[str, Random], str | None]:
    """The cell says this instead."""
    return lambda _, __: new


def added(points: int) -> Callable[[str, Random], str | None]:
    """So many points more or fewer, among percentages."""

    def change(old: str, random: Random) -> str | None:
        match = re.fullmatch(r"([\d.]+)%(.*)", old)
        if match is None:
            return None
        number = float(match[1]) + random.choice((-points, points))
        number = number - 2 * points if number > 100 else number
        return f"{number:.1f}%{match[2]}"

    return change


def times(factor: float) -> Callable[[str, Random], str | None]:
    """A count grown or shrunk."""
    return lambda old, _: str(int(int(old) * factor)) if old.isdigit() else None


def transposed(old: str, random: Random) -> str | None:
    """Two neighbouring digits exchanged, as typists do."""
    pairs = [
        n for n in range(len(old) - 1) if old[n].isdigit() and old[n + 1].isdigit() and old[n] != old[n + 1]
    ]
    if not pairs:
        return None
    at = random.choice(pairs)
    return old[:at] + old[at + 1] + old[at] + old[at + 2 :]


def rounded(old: str, _: Random) -> str | None:
    """The decimal left out."""
    return re.sub(r"\.\d+", "", old) if "." in old else None


def replaced(pattern: str, new: str) -> Callable[[str, Random], str | None]:
    """Some words of the cell replaced; the row is passed over when they are not there."""
    return lambda old, _: re.sub(pattern, new, old, count=1) if re.search(pattern, old) else None


def misspelt(old: str, random: Random) -> str | None:
    """One letter lost from the middle of a word."""
    if len(old) < 3:
        return None
    at = random.randint(1, len(old) - 2)
    return old[:at] + old[at + 1 :]


def bumped(old: str, random: Random) -> str | None:
    """The first number made larger by three to five."""
    return re.sub(r"\d+", lambda m: str(int(m[0]) + random.randint(3, 5)), old, count=1) or None


VALUE_FAULTS: dict[str, Kind] = {
    "blank this month": value(always(""), ("Mar 2024",)),
    "blank earlier": value(always(""), SHOWN[:-1]),
    "words in a cell": value(lambda _, r: r.choice(("tbc", "see note", "9O%", "n.k.", "?"))),
    "annotation": value(lambda old, r: f"{old} {r.choice(('(est)', '(6m+)', '*', 'approx'))}"),
    "unknown marker": value(lambda old, _: f"{old} [q]"),
    "over 100": value(lambda old, _: old.replace(".", "") if "%" in old else None),
    "negative": value(lambda old, _: f"-{old}"),
    "jump": value(added(25)),
    "count jump": value(times(1.8)),
    "count shrinks": value(times(0.1)),
    "digits transposed": value(transposed),
    "small change": value(added(4)),
    "decimal lost": value(rounded),
    "fraction of a count": value(lambda old, _: f"{old}.5" if old.isdigit() else None),
    "zero percent": value(lambda old, _: "0.0%" if "%" in old else None),
    "fraction for percent": value(lambda old, _: "0.9%" if "%" in old else None),
    "two numbers": value(lambda old, _: f"{old} / 12"),
    "comma for point": value(lambda old, _: old.replace(".", ",") if "." in old else None),
    "numerator wrong": count(lambda old, _: str(int(old) + 30), measure="numerator"),
    "denominator wrong": count(lambda old, _: str(int(old) - 40), measure="denominator"),
    "denominator zero": count(always("0"), measure="denominator"),
    "numerator blank": count(always(""), measure="numerator"),
    "value row gone": row_gone(VALUES, (INDICATORS, 0), measure="value"),
    "value row twice": row_twice(VALUES, measure="value"),
    "unknown reference in values": cell(VALUES, "ref", always("ZZ 9")),
    "unknown measure": cell(VALUES, "measure", misspelt),
    "values shifted": shifted(VALUES, 2, measure="value"),
    "month header misspelt": text(VALUES, "Dec 2023", "Dez 2023", (VALUES, 1)),
    "month header twice": text(VALUES, "Dec 2023", "Nov 2023", (VALUES, 1)),
}

INDICATOR_FAULTS: dict[str, Kind] = {
    "polarity turned": cell(INDICATORS, "polarity", lambda old, _: {"BIB": "SIB", "SIB": "BIB"}.get(old)),
    "polarity blank": cell(INDICATORS, "polarity", always("")),
    "polarity unknown": cell(INDICATORS, "polarity", always("up")),
    "unit changed": either(cell(INDICATORS, "unit", always("count")), TARGETS, VALUES),
    "unit percent": either(cell(INDICATORS, "unit", always("percent")), TARGETS, VALUES),
    "unit unknown": cell(INDICATORS, "unit", misspelt),
    "owner unknown": cell(INDICATORS, "owner", always("XYZ")),
    "owner blank": cell(INDICATORS, "owner", always("")),
    "owner a percentage": cell(INDICATORS, "owner", always("50%")),
    "indicator twice": row_twice(INDICATORS),
    "section unknown": cell(INDICATORS, "section", misspelt),
    "table unknown": cell(INDICATORS, "table", misspelt),
    "table blank": cell(INDICATORS, "table", always("")),
    "left out of the summary": cell(INDICATORS, "in_summary", always("no")),
    "basis not stated": cell(INDICATORS, "basis", always("not stated")),
    "basis unknown": cell(INDICATORS, "basis", always("weekly")),
    "decimals hidden": cell(INDICATORS, "decimals", lambda old, _: "0" if old == "1" else None),
    "decimals words": cell(INDICATORS, "decimals", always("one")),
    "ratio unknown": cell(INDICATORS, "numerator", always("ZZ 9")),
    "reference misspelt": cell(INDICATORS, "ref", bumped),
    "indicator row gone": row_gone(
        INDICATORS, (VALUES, 0), (DEFINITIONS, 0), (TARGETS, 0), (ACTIONS, 0), (SUMMARY, 0)
    ),
    "indicator shifted": shifted(INDICATORS, 2),
    "owner and unit swapped": swapped(INDICATORS, "owner", "unit"),
    "order words": cell(INDICATORS, "order", always("first")),
}

DEFINITION_FAULTS: dict[str, Kind] = {
    "summary title differs": cell(DEFINITIONS, "summary_title", always("Percentage or number of something")),
    "summary reference differs": cell(DEFINITIONS, "summary_reference", always("QQ 1")),
    "footnote mark": cell(DEFINITIONS, "title", lambda old, _: f"{old}*"),
    "title blank": cell(DEFINITIONS, "title", always("")),
    "abbreviation in title": cell(DEFINITIONS, "title", lambda old, _: f"{old} (see DQF)"),
    "definition row gone": row_gone(DEFINITIONS, (INDICATORS, 0)),
    "definition twice": row_twice(DEFINITIONS),
    "reference unknown": cell(DEFINITIONS, "ref", always("ZZ 9")),
    "start unreadable": cell(DEFINITIONS, "from", always("soon")),
}

TARGET_FAULTS: dict[str, Kind] = {
    "printed target changed": cell(TARGETS, "target", bumped, status="set"),
    "computed target changed": cell(TARGETS, "value", bumped, status="set"),
    "green changed": cell(TARGETS, "green", bumped, status="set"),
    "amber changed": cell(TARGETS, "amber", bumped, status="set"),
    "target blank": cell(TARGETS, "target", always(""), status="set"),
    "comparator turned": cell(
        TARGETS, "comparator", lambda old, _: {">=": "<=", "<=": ">="}[old], status="set"
    ),
    "comparator strict": cell(TARGETS, "comparator", lambda old, _: old[0], status="set"),
    "comparator unknown": cell(TARGETS, "comparator", always("about"), status="set"),
    "bands unreadable": cell(TARGETS, "methodology", replaced("or (above|below)", "or so"), status="set"),
    "band missing": cell(TARGETS, "methodology", replaced(", [^,]* Amber", ""), status="set"),
    "colours swapped": cell(
        TARGETS, "methodology",
        lambda old, _: old.replace("Green", "x").replace("Red", "Green").replace("x", "Red"), status="set",
    ),
    "amber at the end": cell(
        TARGETS, "methodology",
        lambda old, _: old.replace("Amber", "x").replace("Red", "Amber").replace("x", "Red"), status="set",
    ),
    "bands with a gap": cell(
        TARGETS, "methodology",
        lambda old, r: re.sub(r"(?<=under )\d+(?=% Amber)", lambda m: str(int(m[0]) - r.randint(2, 4)), old),
        status="set",
    ),
    "bands overlap": cell(
        TARGETS, "methodology",
        lambda old, r: re.sub(r"(?<=under )\d+(?=% Amber)", lambda m: str(int(m[0]) + r.randint(2, 4)), old),
        status="set",
    ),
    "bands with a hairline": cell(
        TARGETS, "methodology",
        lambda old, _: re.sub(r"to under (\d+)% Amber", lambda m: f"to {int(m[1]) - 1}% Amber", old),
        status="set",
    ),
    "target in other unit": cell(
        TARGETS, "target", lambda old, _: old.replace("%", "") if "%" in old else f"{old}%", status="set"
    ),
    "threshold over 100": cell(
        TARGETS, "green", lambda old, _: f"{old}0" if len(old) == 2 else None, status="set"
    ),
    "target row gone": row_gone(TARGETS, (INDICATORS, 0)),
    "target row twice": row_twice(TARGETS),
    "target out of force": cell(TARGETS, "to", always("2023-12"), status="set"),
    "target status unknown": cell(TARGETS, "status", misspelt),
    "status not set": cell(TARGETS, "status", always("not set"), status="set"),
    "unknown reference in targets": cell(TARGETS, "ref", always("ZZ 9")),
    "reason gone": cell(TARGETS, "reason", always(""), status="not applicable"),
    "target is an owner": cell(TARGETS, "target", always("PRI")),
    "targets shifted": shifted(TARGETS, 3, status="set"),
    "green words": cell(TARGETS, "green", always("high"), status="set"),
}  # fmt: skip

LIST_FAULTS: dict[str, Kind] = {
    "summary heading misspelt": cell(SECTIONS, "summary_heading", misspelt),
    "summary heading blank": cell(SECTIONS, "summary_heading", always("")),
    "charts unknown": cell(
        SECTIONS,
        "charts",
        always("pie"),
    ),
    "section twice": row_twice(SECTIONS),
    "section gone": row_gone(SECTIONS, (INDICATORS, 0)),
    "owner row gone": row_gone(OWNERS, (INDICATORS, 0), (ACTIONS, 0)),
    "owner role blank": cell(OWNERS, "role", always("")),
    "owner twice": row_twice(OWNERS),
    "abbreviation gone": row_gone(GLOSSARY, (SUMMARY, 0), abbreviation="CSG"),
    "note for nobody": cell(NOTES, "ref", always("ZZ 1")),
    "note backwards": cell(NOTES, "to", always("2023-12")),
}

ACTION_FAULTS: dict[str, Kind] = {
    "due before raised": cell(ACTIONS, "due", always("Feb-23")),
    "overdue": cell(ACTIONS, "due", always("Feb-24"), status="in progress"),
    "due to be confirmed": cell(ACTIONS, "due", always("TBC"), status="in progress"),
    "due unreadable": cell(ACTIONS, "due", always("soon")),
    "raised unreadable": cell(ACTIONS, "raised", always("last month")),
    "raised later": cell(ACTIONS, "raised", always("2024-04"), status="in progress"),
    "action owner blank": cell(ACTIONS, "owner", always("")),
    "action owner unknown": cell(ACTIONS, "owner", always("XYZ")),
    "action serves nothing": cell(ACTIONS, "indicators", always("")),
    "action serves nobody": cell(ACTIONS, "indicators", always("ZZ 1")),
    "complete undated": cell(ACTIONS, "completed", always(""), status="complete"),
    "open but completed": cell(ACTIONS, "status", always("in progress"), status="complete"),
    "complete not dated": cell(ACTIONS, "status", always("complete"), status="in progress"),
    "ended before start": cell(ACTIONS, "ended", always("2023-01-09")),
    "completed in future": cell(ACTIONS, "completed", always("2024-06-01"), status="complete"),
    "action status unknown": cell(ACTIONS, "status", always("nearly")),
    "two actions in one": cell(ACTIONS, "action", lambda old, _: f"{old} Then train the volunteers."),
    "state of things": cell(ACTIONS, "action", always("Work on the trolleys is ongoing.")),
    "day without year": cell(ACTIONS, "action", lambda old, _: old.replace(".", " by 3 May.")),
    "action twice": row_twice(ACTIONS),
    "action date unreadable": cell(ACTIONS, "started", always("31/31/2024")),
    "reference a date": cell(ACTIONS, "ref", always("01-Mar")),
}

FACT_FAULTS: dict[str, Kind] = {
    "committee blank": toml(PACK, "committee", 'committee = ""'),
    "contact blank": toml(PACK, "contact", 'contact = ""'),
    "classification blank": toml(PACK, "classification", 'classification = ""'),
    "key misspelt": toml(PACK, "council", 'concil = "Cyngor Sir Glan-y-Dŵr"'),
    "toml broken": toml(PACK, "title", 'title = "Llyfrgelloedd'),
    "year start impossible": toml(PACK, "year_start", "year_start = 13"),
    "language unknown": toml(PACK, "language", "language = 7"),
    "meeting date blank": toml(FACTS, "meeting_date", 'meeting_date = ""'),
    "meeting date unreadable": toml(FACTS, "meeting_date", 'meeting_date = "next week"'),
    "published after meeting": toml(FACTS, "published_on", 'published_on = "2024-05-02"'),
    "published late": toml(FACTS, "published_on", 'published_on = "2024-04-25"'),
    "data before month's end": toml(FACTS, "data_extracted_on", 'data_extracted_on = "2024-03-20"'),
    "extraction not stated": toml(FACTS, "data_extracted_on", 'data_extracted_on = ""'),
    "version blank": toml(FACTS, "version", 'version = ""'),
}

REPORTED_FAULTS: dict[str, Kind] = {
    "reported rating differs": cell(
        REPORTED, "text", lambda old, r: r.choice([c for c in ("Red", "Amber", "Green") if c != old])
    ),
    "reported placeholder": cell(REPORTED, "text", always("RAG")),
    "reported initials": cell(REPORTED, "text", always("PRI")),
    "reported blank": cell(REPORTED, "text", lambda old, _: "" if old else None),
    "reported yellow": cell(REPORTED, "text", lambda old, _: "Yellow" if old == "Amber" else None),
    "reported for nobody": cell(REPORTED, "ref", always("ZZ 1")),
}  # fmt: skip

COVERAGE_FAULTS: dict[str, Kind] = {
    "next steps gone": text(
        STREETS,
        "\n\nFor ST 2, two crews are to work from both ends of the bridge, as the contractor has proposed.",
        "", (STREETS, 0),
    ),
    "red not named": text(
        STREETS, "ST 2 is Red because one crew serves both banks of the river, and *Pont Ŵyl* is closed to "
        "lorries at night.", "Work goes on.", (STREETS, 0),
    ),
    "amber not named": amber_unnamed,
    "unknown reference in prose": text(STREETS, "ST 1", "ST 7"),
    "html in prose": text(LIBRARIES, "volunteers", "<b>volunteers</b>"),
    "script in prose": text(STREETS, "bridge", "<script>x</script>bridge"),
    "passage repeated": text(
        STREETS, "ST 1 is kept",
        "Returned books wait for the only trolley of Llyfrgell Tŷ Dysgu, and volunteers help. ST 1 is kept",
        (LIBRARIES, 0),
    ),
    "summary heading gone": text(SUMMARY, "## Streets and lighting", "## Roads", (SECTIONS, 0)),
    "abbreviation in prose": text(SUMMARY, "the contractor", "the LHA"),
    "small group": text(LIBRARIES, "volunteers from", "only 3 volunteers from"),
    "heading unknown": text(LIBRARIES, "# Next Steps", "# What next", (LIBRARIES, 0)),
    "heading lost": text(STREETS, "# Next Steps", "Next:", (STREETS, 0)),
}  # fmt: skip

DATA_FAULTS: dict[str, Kind] = {
    **VALUE_FAULTS,
    **INDICATOR_FAULTS,
    **DEFINITION_FAULTS,
    **TARGET_FAULTS,
    **LIST_FAULTS,
    **ACTION_FAULTS,
    **FACT_FAULTS,
    **REPORTED_FAULTS,
    **COVERAGE_FAULTS,
}
"""Every kind, by its name."""
