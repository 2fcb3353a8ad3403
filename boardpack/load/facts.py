"""data/pack.toml, narratives/<month>/month.toml and waivers.toml → the pack's facts, columns and waivers.

To add a fact, add the field to `PackFacts`, its key to the table at the bottom, and its reading here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from boardpack.load.cell_parsers import LANGUAGE
from boardpack.load.findings import FindingLog, excerpt, listing, nearest
from boardpack.load.project import CADENCES, Project, folder_names
from boardpack.load.rating_schemes import RatingSettings, read_rating_settings
from boardpack.load.toml_file import (
    TomlFile,
    as_date,
    day_of,
    flag_of,
    read_settings,
    table_lines,
    text_of,
    unknown_keys,
    whole_of,
)
from boardpack.load.words import read_headings, read_pack_words
from boardpack.model.finding import Place, Waiver
from boardpack.model.indicator import canonical_ref
from boardpack.model.narrative import CommentaryHeading
from boardpack.model.observation import ComparatorFigure
from boardpack.model.pack import FORMATS, FRONT, SUMMARY_COLUMNS, TABLE_COLUMNS, PackFacts
from boardpack.model.period import Cadence, Calendar, Period
from boardpack.words import Words

PACK = "data/pack.toml"


class PackSettings(Struct, frozen=True):
    """What must be known before the other files can be read."""

    facts: PackFacts
    calendar: Calendar
    """How long a period is, and the month that a year begins with."""
    words: Words
    headings: tuple[CommentaryHeading, ...]
    ratings: RatingSettings
    columns: Mapping[str, tuple[str, ...]]
    file: TomlFile
    """pack.toml, for findings about what can only be known later."""


def read_facts(project: Project, period: Period, faults: FindingLog) -> PackSettings | None:
    """Read the facts of the pack and of its month; None when there is no usable pack.toml."""
    root = project.root
    pack = read_settings(root, PACK, faults)
    month_file = f"narratives/{period.iso}/month.toml"
    month = read_settings(root, month_file, faults, required=False) or TomlFile(month_file, "", {})
    if pack is None:
        return None
    unknown_keys(pack, PACK_KEYS, faults)
    unknown_keys(month, MONTH_KEYS, faults)
    facts, calendar = _facts(root, pack, month, faults), _calendar(pack, faults)
    words = read_pack_words(pack, facts.language, project.languages, faults, calendar.cadence)
    headings, ratings = read_headings(pack, words, faults), read_rating_settings(pack, faults)
    return PackSettings(facts, calendar, words, headings, ratings, read_columns(pack, faults), pack)


def read_calendar(project: Project, faults: FindingLog) -> None:
    """Note what is wrong with the pack's periods, where no period of them was found at all."""
    pack = read_settings(project.root, PACK, faults, required=False)
    if pack is not None:
        _calendar(pack, faults)


def _calendar(pack: TomlFile, faults: FindingLog) -> Calendar:
    start = whole_of(pack, "year_start", faults, 4, least=1, most=12)
    name = text_of(pack, "period", faults, "month").casefold()
    if name not in CADENCES:
        faults.error(
            "fact-wrong", pack.place("period"), "`period` is no length of period",
            "`month`, `quarter` or `year`",
            "Write one of them, or take the line out: a month is the default.",
        )  # fmt: skip
    return Calendar(CADENCES.get(name, Cadence.MONTH), start)


def _facts(root: Path, pack: TomlFile, month: TomlFile, faults: FindingLog) -> PackFacts:
    return PackFacts(
        title=_title(pack, faults),
        appendix=text_of(pack, "appendix", faults),
        council=text_of(pack, "council", faults),
        committee=text_of(pack, "committee", faults),
        language=_language(pack, faults),
        classification=text_of(pack, "classification", faults),
        version=text_of(month, "version", faults),
        meeting_date=day_of(month, "meeting_date", faults),
        commentary_as_at=day_of(month, "commentary_as_at", faults),
        data_extracted_on=day_of(month, "data_extracted_on", faults),
        published_on=day_of(month, "published_on", faults),
        contact=text_of(pack, "contact", faults),
        brand=_brand(root, pack, faults),
        note=text_of(month, "note", faults),
        months_shown=_periods_shown(pack, faults),
        place=pack.place("title"),
        empty_action_log=flag_of(pack, "empty_action_log", faults, default=True),
        chart_messages=flag_of(pack, "chart_messages", faults, default=True),
        formats=_formats(pack, faults),
        front=_front(pack, faults),
        jurisdiction=_jurisdiction(pack, faults),
        saturdays_count=flag_of(pack, "saturdays_count", faults, default=False),
        page_start=whole_of(month, "pack_page_start", faults, 0, least=0, most=99_999),
    )


def _front(pack: TomlFile, faults: FindingLog) -> tuple[str, ...]:
    """The order of what comes before the tables: `front`, with each of FRONT once."""
    asked = pack.values.get("front", [])
    if asked == [] or (isinstance(asked, list) and sorted(map(str, asked)) == sorted(FRONT)):
        return tuple(asked)
    faults.error(
        "fact-wrong", pack.place("front"), "`front` is something else",
        f"a list of {listing(FRONT)}, each once",
        'Write it so: `front = ["rag summary", "directors summary", "action log"]`.',
    )  # fmt: skip
    return ()


def _jurisdiction(pack: TomlFile, faults: FindingLog) -> str:
    """Whose law the papers are published under; a misspelt one is an error, since days depend on it."""
    name = text_of(pack, "jurisdiction", faults)
    if name in JURISDICTIONS or not name:
        return name
    faults.error(
        "fact-wrong", pack.place("jurisdiction"), "`jurisdiction` is none that is known",
        listing(JURISDICTIONS), "Write one of them, or take the line out where neither applies.",
    )  # fmt: skip
    return ""


JURISDICTIONS = ("England", "Wales")


def _formats(pack: TomlFile, faults: FindingLog) -> tuple[str, ...]:
    """What is made beside the PDF: `[editions] formats`, in the order of FORMATS."""
    table = pack.values.get("editions", {})
    asked = table.get("formats", []) if isinstance(table, dict) else None
    if isinstance(asked, list) and all(name in FORMATS for name in asked):
        return tuple(name for name in FORMATS if name in asked)
    faults.error(
        "fact-wrong", pack.place("formats", "editions"), "`formats` of [editions] is something else",
        f"a list of {listing(FORMATS)}", 'Write it so: `formats = ["html"]`.',
    )  # fmt: skip
    return ()


def _periods_shown(pack: TomlFile, faults: FindingLog) -> int:
    """How many periods the tables show: `periods_shown`, or `months_shown`, the older name."""
    name = "periods_shown" if "periods_shown" in pack.values else "months_shown"
    return whole_of(pack, name, faults, 0, least=0, most=60)


def _title(pack: TomlFile, faults: FindingLog) -> str:
    title = text_of(pack, "title", faults)
    if not title:
        faults.error(
            "fact-missing", pack.place("title"), "no `title`", 'the pack\'s title, `title = "…"`',
            "Add the line to data/pack.toml.",
        )  # fmt: skip
    return title


def _language(pack: TomlFile, faults: FindingLog) -> str:
    language = text_of(pack, "language", faults, "en-GB")
    if LANGUAGE.fullmatch(language):
        return language
    faults.error(
        "fact-wrong", pack.place("language"), "`language` is no language tag",
        "a tag such as `en-GB` or `cy` (BCP 47)", "Write the language so.",
    )  # fmt: skip
    return "en-GB"


def _brand(root: Path, pack: TomlFile, faults: FindingLog) -> str:
    """The brand asked for, or else the first folder under styles/."""
    first = next((name for name in folder_names(root / "styles") if name != "base" and is_brand(name)), "")
    brand = text_of(pack, "brand", faults, first)
    if is_brand(brand) or not brand:
        return brand
    faults.error(
        "fact-wrong", pack.place("brand"), "`brand` is no folder name",
        "the name of a folder under styles/: letters, digits, hyphens", "Write the name of the folder.",
    )  # fmt: skip
    return first


def is_brand(name: str) -> bool:
    """Whether a name could be that of a brand's folder: it leads nowhere else."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name) is not None


PACK_KEYS = (
    "title", "appendix", "council", "committee", "language", "classification", "year_start",
    "months_shown", "periods_shown", "contact", "brand", "period", "chart_messages", "empty_action_log",
    "front", "jurisdiction", "saturdays_count",
)  # fmt: skip

MONTH_KEYS = (
    "version", "meeting_date", "commentary_as_at", "data_extracted_on", "published_on", "note",
    "pack_page_start",
)  # fmt: skip


def read_columns(pack: TomlFile, faults: FindingLog) -> Mapping[str, tuple[str, ...]]:
    """Read lists of names: `summary`, `table` for every table, and a table's own under its key.

    Which of the names there are, `check_columns` says, when the comparators are known.
    """
    table = pack.values.get("columns", {})
    if not isinstance(table, dict):
        _wrong(pack, "columns", "`columns` is no table", faults)
        return MappingProxyType({})
    found: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        names = [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
        if not names or not isinstance(value, list) or len(names) != len(value):
            _wrong(pack, key, f"`{key[:40]}` is no list of columns", faults)
        else:
            found[key] = tuple(" ".join(name.split()) for name in names)
    return MappingProxyType(found)


def check_columns(
    pack: TomlFile,
    columns: Mapping[str, tuple[str, ...]],
    comparators: Iterable[ComparatorFigure],
    faults: FindingLog,
) -> None:
    """Note names that are neither a column's nor a comparator's: nothing is printed for them."""
    names = {one.name.casefold(): one.name for one in comparators}
    for key, asked in columns.items():
        known = (*TABLE_COLUMNS, *(SUMMARY_COLUMNS if key == "summary" else ()), *names.values())
        for name in asked:
            if name.casefold() not in {each.casefold() for each in known}:
                faults.error(
                    "columns-unknown", pack.place(key, "columns"),
                    f"the column {excerpt(name)}{nearest(name, known)}",
                    listing(known), f"Correct its name in `{key[:40]}`, or take it out.",
                )  # fmt: skip


def _wrong(pack: TomlFile, key: str, found: str, faults: FindingLog) -> None:
    faults.error(
        "columns-wrong", pack.place(key, "columns"), found,
        f"a list of columns, such as {listing(['number', 'title', 'months', 'last year', 'England'])}",
        f"Write `{key[:40]}` so.",
    )  # fmt: skip


KEYS = ("rule", "subject", "words", "sentence", "reason", "reader", "role", "date")
"""`words`, `sentence` and `reader` may be left out, and `subject` where a finding is about the whole pack."""


def read_waivers(root: Path, period: Period, faults: FindingLog) -> tuple[Waiver, ...]:
    """Read the month's waivers; a month may have none."""
    settings = read_settings(root, f"narratives/{period.iso}/waivers.toml", faults, required=False)
    if settings is None:
        return ()
    entries = settings.values.get("waiver", [])
    for key in settings.values:
        if key != "waiver":
            faults.error(
                "key-unknown", settings.place(key), f"the key `{key[:40]}`{nearest(key, ('waiver',))}",
                "tables `[[waiver]]` and nothing else", "Correct its name, or take it out.",
            )  # fmt: skip
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.error(
            "waiver-incomplete", Place(settings.file), "`waiver` is no list of tables", "tables `[[waiver]]`",
            "Write `[[waiver]]`, in two pairs of brackets, above each waiver.",
        )  # fmt: skip
        return ()
    lines = table_lines(settings.text, "waiver")
    exact = len(lines) == len(entries)
    read = (
        _waiver(entry, Place(settings.file, lines[index] if exact else 0), faults)
        for index, entry in enumerate(entries)
    )
    return tuple(waiver for waiver in read if waiver is not None)


def _waiver(entry: dict[str, Any], place: Place, faults: FindingLog) -> Waiver | None:
    for key in entry:
        if key not in KEYS:
            faults.error(
                "key-unknown", place, f"the key `{key[:40]}`{nearest(key, KEYS)}", listing(KEYS),
                "Correct its name, or take it out.",
            )  # fmt: skip
    words = {key: value.strip() if isinstance(value := entry.get(key), str) else "" for key in KEYS}
    on = as_date(entry.get("date"))
    gone = [key for key in ("rule", "reason", "role") if not words[key]] + ([] if on else ["date"])
    if gone or on is None:
        faults.error(
            "waiver-incomplete", place, f"a waiver without {listing(gone)}",
            "rule, subject, reason, role and date",
            "Say which rule and subject, why, which role accepts it and on what date.",
        )  # fmt: skip
        return None
    subject = canonical_ref(words["subject"])
    return Waiver(
        words["rule"], subject, words["reason"], words["role"], on, place, words["words"], words["reader"],
        words["sentence"],
    )  # fmt: skip
