"""narratives/<month>/waivers.toml → faults that a named role accepts, with a reason."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from boardpack.load.findings import FindingLog, listing, nearest
from boardpack.load.toml_file import iso_date, read_settings, table_lines
from boardpack.model.finding import Place, Waiver
from boardpack.model.indicator import canonical_ref
from boardpack.model.period import Period

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
    words = {key: _words(entry.get(key)) for key in KEYS if key != "date"}
    on = _day(entry.get("date"))
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


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return iso_date(value.strip()) if isinstance(value, str) else None
