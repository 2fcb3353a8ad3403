"""Projects to measure on: the October pack as it stands, edited, ten and fifty times as large, and twelve.

Copies differ in their figures and in some of their words, as those of the peers do, so that nothing can be
done once for all of them.
"""

from __future__ import annotations

import csv
import random
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

Change = Callable[[dict[str, str], int], dict[str, str]]
"""A row of the copy so numbered, made from the original's."""
KEYED_BY_INDICATOR = ("indicators", "definitions", "targets", "values-*", "notes")


def edit_narrative(project: Path) -> None:
    """Add a word to a paragraph, another each time, as a late correction does."""
    file = max((project / "narratives").glob("*/workforce.md"))
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(text + " Indeed.\n", encoding="utf-8")


def repeat_months(project: Path, months: Sequence[str]) -> None:
    """Give a project the latest month's commentary and actions for other months as well."""
    latest = max((project / "narratives").iterdir())
    for month in months:
        if month != latest.name:
            shutil.copytree(latest, project / "narratives" / month)
            actions = project / "data" / f"actions-{latest.name}.csv"
            shutil.copy(actions, actions.with_name(f"actions-{month}.csv"))


def vary(project: Path, number: int) -> None:
    """Change the figures of a project, for each number in another way."""
    for file in sorted((project / "data").glob("values-*.csv")):
        rows = _rows(file)
        _write(file, [_jittered(row, number) for row in rows])


def multiply(project: Path, times: int) -> None:
    """Repeat every section, indicator and narrative of a project under other names."""
    data = project / "data"
    refs = [row["ref"] for row in _rows(data / "indicators.csv")]
    tables = [row["table"] for row in _rows(data / "sections.csv")]
    _repeat(data / "sections.csv", times, _section)
    for pattern in KEYED_BY_INDICATOR:
        for file in sorted(data.glob(f"{pattern}.csv")):
            _repeat(file, times, lambda row, copy: _indicator(row, copy, refs))
    for table in set(tables):
        for file in sorted((project / "narratives").glob(f"*/{table}.md")):
            for copy in range(1, times):
                text = file.read_text(encoding="utf-8")
                marked = re.sub(r"\b(?:the|and|of)\b", rf"\g<0>{copy}", text)
                file.with_name(f"{table}-{copy}.md").write_text(marked, encoding="utf-8")


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _repeat(file: Path, times: int, change: Change) -> None:
    rows = _rows(file)
    if rows:
        _write(file, [change(row, copy) if copy else row for copy in range(times) for row in rows])


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _section(row: dict[str, str], copy: int) -> dict[str, str]:
    other = {name: f"{row[name]}-{copy}" for name in ("section", "table")}
    return {**row, **other, "order": str(int(row["order"]) + 1000 * copy)}


def _indicator(row: dict[str, str], copy: int, refs: list[str]) -> dict[str, str]:
    """Rename an indicator, and the references in its numerator and denominator."""
    names = "|".join(re.escape(ref) for ref in sorted(refs, key=len, reverse=True))
    other = {
        name: re.sub(rf"\b({names})\b", lambda found: _renamed(found[1], copy), row[name])
        for name in ("ref", "reference", "summary_reference", "numerator", "denominator")
        if row.get(name)
    }
    for name in ("section", "table"):
        if row.get(name):
            other[name] = f"{row[name]}-{copy}"
    if "order" in row:
        other["order"] = str(int(row["order"]) + 1000 * copy)
    if row.get("title"):
        other["title"] = f"{row['title']} #{copy}"
    return _jittered({**row, **other}, copy)


def _jittered(row: dict[str, str], number: int) -> dict[str, str]:
    """A row of values with its figures a little changed; other rows as they are."""
    chance = random.Random(f"{number} {row['ref']} {row.get('measure')}")
    return {
        name: re.sub(r"^\d+", lambda found: str(int(int(found[0]) * chance.uniform(0.85, 1.1))), text)
        if re.fullmatch(r"[A-Z][a-z]{2} \d{4}", name)
        else text
        for name, text in row.items()
    }


def _renamed(ref: str, copy: int) -> str:
    return f"Z{'ABCDEFGHIJ'[copy // 10]}{'ABCDEFGHIJ'[copy % 10]}{ref}"
