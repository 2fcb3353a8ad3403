"""TOML files: parsed, with the line of each key, and typed fact by fact."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct

from boardpack.load.files import REFUSED, read_text
from boardpack.load.findings import FindingLog, listing, nearest
from boardpack.model.finding import Place


class TomlFile(Struct, frozen=True):
    """A parsed TOML file."""

    file: str
    text: str
    values: Mapping[str, Any]

    def place(self, key: str, table: str = "") -> Place:
        """The place of a key, or of a table by its own name; the whole file when it is not found."""
        return Place(self.file, key_line(self.text, key, "" if key == table else table))


def read_settings(root: Path, file: str, faults: FindingLog, *, required: bool = True) -> TomlFile | None:
    """Read a TOML file; None with a finding when it does not parse."""
    text = read_text(root, file, faults, required=required)
    if text is None:
        return None
    if (deep := _DEEP_KEY.search(text)) is not None:
        faults.error(
            "toml-syntax", Place(file, text.count("\n", 0, deep.start()) + 1),
            f"a key of more than {PARTS} parts", "keys of a few parts, `[words.cover]`", "Shorten the key.",
        )  # fmt: skip
        return None
    try:
        return TomlFile(file, text, tomllib.loads(text))
    except (ValueError, RecursionError) as fault:
        line, column, reason = _position(str(fault))
        faults.error(
            "toml-syntax", Place(file, line, column), reason,
            'TOML: `key = "text"`, `[table]`, dates as 2017-10-31',
            "Correct that line; text is written in quotation marks.",
        )  # fmt: skip
        return None


PARTS = 32
"""Parts of a dotted key that are read: each makes a table, and a thousand of them take a gigabyte."""
_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DEEP_KEY = re.compile(rf"(?<![A-Za-z0-9_-]){_PART}(?:[ \t]*\.[ \t]*{_PART}){{{PARTS}}}")


def _position(message: str) -> tuple[int, int, str]:
    where = re.search(r"\s*\(at line (\d+), column (\d+)\)", message)
    reason = re.sub(r"\s*\(at .*\)", "", message)
    reason = re.split(r"[:'\"]", reason)[0].strip() or "a line that is no TOML"
    return (int(where[1]), int(where[2]), reason) if where else (0, 0, reason)


def key_line(text: str, key: str, table: str = "") -> int:
    """Find the line that sets a key, or opens the table of that name; 0 when there is none."""
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        if heading := re.match(r"\s*\[\[?\s*([\w.\-]+)\s*\]", line):
            inside = heading[1]
            if not table and inside == key:
                return number
        elif inside == table and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
            return number
    return 0


def table_lines(text: str, table: str) -> tuple[int, ...]:
    """The lines that open each `[[table]]`."""
    opening = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
    return tuple(number for number, line in enumerate(text.split("\n"), 1) if opening.match(line))


def text_of(settings: TomlFile, key: str, faults: FindingLog, default: str = "", *, table: str = "") -> str:
    """Read a text, on one line; the default when the key is absent."""
    value = _values(settings, table).get(key, default)
    if isinstance(value, str) and not REFUSED.search(value.replace("\n", " ")):
        return re.sub(r"[ \t\n]+", " ", value).strip()
    expected = 'a text in quotation marks, `"…"`, without control characters'
    _wrong(settings, key, value, expected, faults, table=table)
    return default


def whole_of(settings: TomlFile, key: str, faults: FindingLog, default: int, *, least: int, most: int) -> int:
    """Read a whole number within bounds; the default when the key is absent."""
    value = settings.values.get(key, default)
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    _wrong(settings, key, value, f"a whole number from {least} to {most}", faults)
    return default


def iso_date(text: str) -> date | None:
    """Read `2017-10-31`; None for anything else."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def flag_of(settings: TomlFile, key: str, faults: FindingLog, *, default: bool) -> bool:
    """Read true or false; the default when the key is absent."""
    value = settings.values.get(key, default)
    if isinstance(value, bool):
        return value
    _wrong(settings, key, value, "true or false", faults)
    return default


def day_of(settings: TomlFile, key: str, faults: FindingLog) -> date | None:
    """Read a date, written plainly or as text; None when the key is absent or empty."""
    value = settings.values.get(key, "")
    day = as_date(value)
    if day is None and value != "":
        _wrong(settings, key, value, "a date such as 2017-10-31", faults)
    return day


def as_date(value: object) -> date | None:
    """Read a date, written plainly or as text; None for anything else."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    return iso_date(value.strip()) if isinstance(value, str) else None


def toml_text(text: str) -> str:
    """Write a text as a basic string, which has the escapes of JSON (TOML 1.0, String)."""
    return json.dumps(text, ensure_ascii=False)


def unknown_keys(settings: TomlFile, known: tuple[str, ...], faults: FindingLog) -> None:
    """Warn of keys that nothing reads; tables belong to other rooms."""
    for key, value in settings.values.items():
        if key not in known and not isinstance(value, dict):
            faults.warning(
                "key-unknown", settings.place(key),
                f"the key `{key[:40]}`{nearest(key, known)}", listing(known),
                "Correct its name, or take it out: it is not read.",
            )  # fmt: skip


def _values(settings: TomlFile, table: str) -> Mapping[str, Any]:
    values = settings.values.get(table, {}) if table else settings.values
    return values if isinstance(values, dict) else {}


def _wrong(
    settings: TomlFile, key: str, value: object, expected: str, faults: FindingLog, *, table: str = ""
) -> None:
    found = KINDS.get(type(value), "something else")
    if isinstance(value, int) and not isinstance(value, bool):
        found = f"the number {value}" if abs(value) < 10**20 else "a number of more than 20 digits"
    faults.error(
        "fact-wrong", settings.place(key, table), f"`{key}` is {found}", expected, f"Write `{key}` so."
    )


KINDS = {
    str: "a text that cannot be read as that", float: "a number with decimals", bool: "true or false",
    list: "a list", dict: "a table", date: "a date", datetime: "a date",
}  # fmt: skip
