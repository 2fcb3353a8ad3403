"""`[disclosure]` of pack.toml, data/releases.csv and data/exempt.csv: what may be published."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from boardpack.load.cell_parsers import day, known_ref, month, required
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt, listing, nearest
from boardpack.load.project import Project
from boardpack.load.toml_file import TomlFile
from boardpack.model.disclosure import (
    CONFIDENTIAL,
    PRESETS,
    Disclosure,
    Exemption,
    ExemptPart,
    PartKind,
    Relation,
    RelationKind,
    Release,
)
from boardpack.model.finding import Place
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.pack import Action, Section

TABLE = "disclosure"
KEYS = ("preset", "threshold", "round_to", "group_attributes", "relations")
RELEASES = Columns(("ref", "month", "on", "reason", "role"))
CLOSED_DAYS = Columns(("date",), ("reason",))
EXEMPT = Columns(("part", "name", "restricted", "reason", "public_interest"))


def read_disclosure(pack: TomlFile, known: Mapping[str, Indicator], faults: FindingLog) -> Disclosure | None:
    """Read the rule of small counts; None where the pack has none.

    A pack that marks indicators sensitive and has no rule is an error: nobody could say what may go out.
    """
    table = pack.values.get(TABLE)
    if table is None:
        _tell_sensitive(pack, known, faults)
        return None
    if not isinstance(table, dict):
        _wrong(pack, TABLE, "no table", "a table `[disclosure]`", faults)
        return Disclosure(max(size for size, _ in PRESETS.values()))
    for key in table:
        if key not in KEYS:
            _wrong(pack, key, f"the key {excerpt(key)}{nearest(key, KEYS)}", listing(KEYS), faults)
    preset = _preset(pack, table, faults)
    threshold, base = PRESETS.get(preset, PRESETS["small-counts"])
    return Disclosure(
        threshold=_number(pack, table, "threshold", threshold, faults),
        round_to=_number(pack, table, "round_to", base, faults),
        preset=preset if not {"threshold", "round_to"} & table.keys() else "",
        group_attributes=_group_attributes(pack, table, faults),
        relations=_relations(pack, table, known, faults),
        place=pack.place("preset", TABLE),
    )


def _tell_sensitive(pack: TomlFile, known: Mapping[str, Indicator], faults: FindingLog) -> None:
    marked = next((each for each in known.values() if each.sensitive), None)
    if marked is not None:
        faults.error(
            "disclosure-missing", Place(pack.file),
            "indicators marked `sensitive`, and no rule for small counts",
            "a table `[disclosure]` with a `preset`", f"Add it, with one of {listing(PRESETS)}.",
            subject=marked.ref,
        )  # fmt: skip


def _preset(pack: TomlFile, table: Mapping[str, Any], faults: FindingLog) -> str:
    """The named rule; an unknown name is an error, and the strictest is taken meanwhile."""
    name = table.get("preset", "small-counts")
    if isinstance(name, str) and name in PRESETS:
        return name
    _wrong(pack, "preset", "no rule that is known", listing(PRESETS), faults)
    return "nhs"


def _number(pack: TomlFile, table: Mapping[str, Any], key: str, default: int, faults: FindingLog) -> int:
    value = table.get(key, default)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1000:
        return value
    _wrong(pack, key, f"`{key}` is no such number", "a whole number from 0 to 1000", faults)
    return max(size for size, _ in PRESETS.values()) if key == "threshold" else default


def _group_attributes(pack: TomlFile, table: Mapping[str, Any], faults: FindingLog) -> bool:
    value = table.get("group_attributes", False)
    if isinstance(value, bool):
        return value
    _wrong(pack, "group_attributes", "`group_attributes` is neither", "true or false", faults)
    return True


def _wrong(pack: TomlFile, key: str, found: str, expected: str, faults: FindingLog) -> None:
    place = pack.place(key, TABLE)
    faults.error("disclosure-wrong", place, found, expected, "Correct it: nothing is published meanwhile.")


# ------------------------------------------------------------------------------------------ relations


def _relations(
    pack: TomlFile, table: Mapping[str, Any], known: Mapping[str, Indicator], faults: FindingLog
) -> tuple[Relation, ...]:
    """`relations = ["EH 1 = EH 1a + EH 1b", "FD 2 = year to date of FD 1"]`."""
    place = pack.place("relations", TABLE)
    written = table.get("relations", [])
    if not isinstance(written, list):
        _wrong(pack, "relations", "no list", 'a list such as `["EH 1 = EH 1a + EH 1b"]`', faults)
        return ()
    found = []
    for one in written:
        relation = _relation(one, known, place) if isinstance(one, str) else None
        if relation is None:
            _wrong(
                pack, "relations", f"{excerpt(str(one))}, which is no relation between indicators that exist",
                f"`EH 1 = EH 1a + EH 1b`, or `FD 2 = {listing(k.value for k in KINDS)} of FD 1`", faults,
            )  # fmt: skip
        else:
            found.append(relation)
    return tuple(found)


def _relation(text: str, known: Collection[str], place: Place) -> Relation | None:
    whole, sign, rest = text.partition("=")
    over = _OVER.fullmatch(rest)
    kind = RelationKind(" ".join(over[1].split()).casefold()) if over else RelationKind.TOTAL
    parts = tuple(canonical_ref(part) for part in (over[2] if over else rest).split("+"))
    refs = (canonical_ref(whole), *parts)
    alone = len(parts) == 1 and kind is RelationKind.TOTAL
    if not sign or alone or len(set(refs)) < len(refs) or not all(ref in known for ref in refs):
        return None
    return Relation(refs[0], kind, parts, place)


KINDS = (RelationKind.YEAR_TO_DATE, RelationKind.QUARTER, RelationKind.ROLLING_12)
_NAMES = "|".join(kind.value.replace(" ", r"\s+") for kind in KINDS)
_OVER = re.compile(rf"\s*({_NAMES})\s+of\s+(.+)", re.IGNORECASE)


# ----------------------------------------------------------------------------- releases, exempt parts


def read_releases(project: Project, known: Collection[str], faults: FindingLog) -> tuple[Release, ...]:
    """Read data/releases.csv: figures that a role lets be published after all, each with a reason."""
    sheet = read_sheet(project, "data/releases.csv", RELEASES, faults, required=False)
    found = []
    for row in () if sheet is None else sheet.rows:
        ref, period, on = (
            known_ref(row, known, faults), month(row, "month", faults), day(row, "on", faults),
        )  # fmt: skip
        said = [required(row, name, faults, ref) for name in ("month", "on", "reason", "role")]
        if ref and period and on and all(said):
            found.append(Release(ref, period, on, row["reason"], row["role"], row.place()))
    return tuple(found)


def read_closed_days(project: Project, faults: FindingLog) -> tuple[date, ...]:
    """Read data/closed-days.csv: days that are no clear days, beside weekends and bank holidays."""
    sheet = read_sheet(project, "data/closed-days.csv", CLOSED_DAYS, faults, required=False)
    days = (day(row, "date", faults) for row in (() if sheet is None else sheet.rows))
    return tuple(sorted({each for each in days if each is not None}))


def read_exempt(
    project: Project,
    known: Collection[str],
    sections: Sequence[Section],
    actions: Sequence[Action],
    faults: FindingLog,
) -> tuple[ExemptPart, ...]:
    """Read data/exempt.csv: parts that are not for publication, each with its paragraph and reasons."""
    sheet = read_sheet(project, "data/exempt.csv", EXEMPT, faults, required=False)
    tables = {table.key for section in sections for table in section.tables}
    names: dict[PartKind, Collection[str]] = {
        PartKind.SECTION: {section.key for section in sections},
        PartKind.TABLE: tables,
        PartKind.NARRATIVE: tables | {"directors-summary"},
        PartKind.INDICATOR: known,
        PartKind.ACTION: {action.ref for action in actions},
    }
    found = (_exempt(row, names, faults) for row in (() if sheet is None else sheet.rows))
    return tuple(part for part in found if part is not None)


def _exempt(row: CsvRow, names: Mapping[PartKind, Collection[str]], faults: FindingLog) -> ExemptPart | None:
    """One part; where a row cannot be read the error stops every edition, so that nothing slips out."""
    kinds = {kind.value: kind for kind in PartKind}
    kind = kinds.get(row["part"].casefold())
    paragraph = row["restricted"].casefold().removeprefix("paragraph").strip()
    for name in ("reason", "public_interest"):
        required(row, name, faults)
    if kind is None:
        _unread(row, "part", listing(kinds), faults)
        return None
    name = canonical_ref(row["name"]) if kind is PartKind.INDICATOR else row["name"]
    if name not in names[kind]:
        _unread(row, "name", f"a {kind.value} of this pack{nearest(name, names[kind])}", faults)
        return None
    if paragraph not in PARAGRAPHS:
        _unread(row, "restricted", f"a paragraph of Schedule 12A, such as `2`, or `{CONFIDENTIAL}`", faults)
        return None
    return ExemptPart(kind, name, Exemption(paragraph, row["reason"], row["public_interest"]), row.place())


def _unread(row: CsvRow, name: str, expected: str, faults: FindingLog) -> None:
    faults.error(
        "exempt-unread", row.place(name), excerpt(row[name]) if row[name] else f"a blank `{name}`", expected,
        "Correct the row: no edition is made while it cannot be read.",
    )  # fmt: skip


ENGLAND = tuple(str(number) for number in range(1, 8))
WALES = tuple(str(number) for number in range(12, 19))
PARAGRAPHS = (*ENGLAND, *WALES, CONFIDENTIAL)
"""Paragraphs of Schedule 12A to the Local Government Act 1972: Part 1 for England, Part 4 for Wales."""
