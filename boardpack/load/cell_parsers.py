"""Typing cells on purpose: each function reads one cell, or notes a finding and returns a substitute."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from boardpack.load.csv_table import CsvRow
from boardpack.load.findings import FindingLog, excerpt, listing, nearest
from boardpack.load.toml_file import iso_date
from boardpack.model.indicator import Tolerance, canonical_ref
from boardpack.model.period import Cadence, Calendar, Period, parse_month

T = TypeVar("T")

_REWRITTEN = re.compile(r"(\d{1,2})[-/ ]([A-Za-z]{3,9})")
"""`17-Oct`: what a spreadsheet makes of `Oct-17` when it takes it for a day."""

YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1"), True),
    **dict.fromkeys(("no", "n", "false", "0"), False),
}


def rewritten_by_spreadsheet(text: str) -> str:
    """Return what `17-Oct` or `01-Oct` was before a spreadsheet took it for a day: `Oct-17`; else ""."""
    match = _REWRITTEN.fullmatch(text.strip())
    if match is None or parse_month(f"{match[2]} 2000") is None:
        return ""
    return f"{match[2]}-{match[1].zfill(2)}"


def required(row: CsvRow, name: str, faults: FindingLog, subject: str = "") -> str:
    """Read a cell that may not be blank."""
    if not (text := row[name]):
        faults.error(
            "cell-blank", row.place(name), f"a blank `{name}`", f"a `{name}` in each row",
            "Fill in the cell, or delete the row.", subject=subject,
        )  # fmt: skip
    return text


def word(
    row: CsvRow,
    name: str,
    words: Mapping[str, T],
    default: T,
    faults: FindingLog,
    *,
    rule: str = "word-unknown",
) -> T:
    """Read a word of a closed list, without regard to case; blank is the default."""
    text = " ".join(row[name].replace("_", " ").casefold().split())
    if not text:
        return default
    if text in words:
        return words[text]
    faults.error(
        rule, row.place(name), f"{excerpt(row[name])}{nearest(text, words)}", listing(words),
        f"Write one of those words under `{name}`.", subject=canonical_ref(row["ref"]),
    )  # fmt: skip
    return default


def month(row: CsvRow, name: str, faults: FindingLog) -> Period | None:
    """Read a month, or a period of the pack's own; blank is None."""
    text = row[name]
    if not text or (read := row.calendar.parse_any(text)) is not None:
        return read if text else None
    if guess := rewritten_by_spreadsheet(text):
        faults.error(
            "month-rewritten", row.place(name), f"{excerpt(text)}, as a spreadsheet rewrites `{guess}`",
            "a month such as `2017-10` or `Oct 2017`",
            "Format the column as text, then type the month again.", subject=canonical_ref(row["ref"]),
        )  # fmt: skip
    else:
        faults.error(
            "month-unknown", row.place(name), excerpt(text), f"{example(row.calendar)}",
            "Write it so.", subject=canonical_ref(row["ref"]),
        )  # fmt: skip
    return None


def example(calendar: Calendar) -> str:
    """Say how a period of the pack is written."""
    if calendar.cadence is Cadence.MONTH:
        return "a month such as `2017-10` or `Oct 2017`"
    first = calendar.year(2017).months[-1]
    return f"a {calendar.cadence.name.lower()} such as `{first.iso}` or `{first.short}`"


def day(row: CsvRow, name: str, faults: FindingLog) -> date | None:
    """Read an ISO date; blank is None."""
    if not (text := row[name]):
        return None
    if (read := iso_date(text)) is None:
        faults.error(
            "date-unknown", row.place(name), excerpt(text), "a date such as `2017-10-31`",
            "Write year, month and day so; format the column as text.", subject=canonical_ref(row["ref"]),
        )  # fmt: skip
    return read


def language_tag(row: CsvRow, faults: FindingLog) -> str:
    """Read the column `language`: a BCP 47 tag, or blank for the pack's own language."""
    tag = row["language"]
    if not tag or LANGUAGE.fullmatch(tag):
        return tag
    faults.error(
        "language-tag", row.place("language"), excerpt(tag), "a language tag such as `cy` (BCP 47), or blank",
        "Write the tag of the language that the words are in.",
    )  # fmt: skip
    return ""


LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""A language tag as BCP 47 has it, without its rarer forms."""


def whole(
    row: CsvRow, name: str, default: int, faults: FindingLog, *, least: int = 0, most: int = 9999
) -> int:
    """Read a whole number within bounds; blank is the default."""
    if not (text := row[name]):
        return default
    if re.fullmatch(r"[0-9]{1,6}", text) and least <= int(text) <= most:
        return int(text)
    faults.error(
        "number-unknown", row.place(name), excerpt(text), f"a whole number from {least} to {most}",
        f"Write the `{name}` in digits.", subject=canonical_ref(row["ref"]),
    )  # fmt: skip
    return default


def tolerance(row: CsvRow, name: str, scale: int, faults: FindingLog) -> Tolerance | None:
    """Read a distance: `5% of target` and `5%` of a number are relative, `5 points` and `5` are not."""
    text = row[name].casefold()
    if not text:
        return None
    found = re.fullmatch(
        r"([0-9]+(?:\.[0-9]+)?)\s?(%|per cent)?(?: of (?:the )?target)?( ?(?:percentage )?points?)?", text
    )
    if found is None:
        faults.error(
            "number-unknown", row.place(name), excerpt(row[name]),
            "`5 points` for so many of the unit itself, or `5% of target`",
            f"Write the `{name}` so.", subject=canonical_ref(row["ref"]),
        )  # fmt: skip
        return None
    relative = bool(found[2]) and not found[3]
    return Tolerance(Decimal(found[1]) * (1 if relative else scale), relative)


def yes_no(row: CsvRow, name: str, faults: FindingLog, *, default: bool) -> bool:
    """Read `yes` or `no`; blank is the default."""
    return word(row, name, YES_NO, default, faults)


def known_ref(row: CsvRow, known: Collection[str], faults: FindingLog) -> str:
    """Read the column `ref`: the reference of an indicator; empty, with a finding, for one there is not."""
    text = required(row, "ref", faults)
    return check_ref(text, row, "ref", known, faults) if text else ""


def check_ref(text: str, row: CsvRow, name: str, known: Collection[str], faults: FindingLog) -> str:
    """Return the canonical key of a reference written in a cell; empty, with a finding, if none has it."""
    ref = canonical_ref(text)
    if ref in known:
        return ref
    faults.error(
        "ref-unknown", row.place(name), f"the reference {excerpt(text)}{faults.nearest(ref, known)}",
        "a reference of data/indicators.csv",
        "Correct the reference, or add the indicator.", subject=ref[:40],
    )  # fmt: skip
    return ""


def several(text: str) -> tuple[str, ...]:
    """Split `CL 1; CL 2` at semicolons, commas and plus signs."""
    return tuple(part.strip() for part in re.split(r"[;,+]", text) if part.strip())
