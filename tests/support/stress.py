"""Makes large projects out of the October 2017 data, the same each time, for tests of size and of layout.

`python -m tests.support.stress DIR --indicators 340 --months 24` writes one; the figures are made up
by a rule from the published ones, and so are the years they stand in (to March 2018).
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.support.projects import REPOSITORY

MONTH = "2018-03"
LAST = 2017
"""Year in which the last twelve months begin."""

Rows = list[dict[str, str]]


def make_project(target: Path, *, indicators: int, months: int) -> Path:
    """Write a project with so many indicators and 12, 24 or 36 months of figures, and return its folder."""
    if months not in {12, 24, 36}:
        raise ValueError("12, 24 or 36 months")
    shutil.copytree(REPOSITORY / "styles", target / "styles")
    (target / "data").mkdir()
    (target / "narratives" / MONTH).mkdir(parents=True)
    chosen = _indicators(indicators)
    tables = {row["table"] for row in chosen}
    copies = 1 + max(int(row["copy"]) for row in chosen)
    _write(target, "indicators", chosen)
    _write(target, "sections", _sections(copies, tables))
    for name in ("definitions", "targets"):
        _write(target, name, _followed(name, chosen))
    for year in range(LAST - months // 12 + 1, LAST + 1):
        _write(target, f"values-{year}-{(year + 1) % 100:02d}", _values(chosen, year))
    _write(target, "owners", [row | {"role": f"Owner of {row['code']}"} for row in _read("owners")])
    _write(target, "glossary", _read("glossary"))
    _write(target, f"actions-{MONTH}", _read("actions-2017-10"))
    _facts(target, months)
    _narratives(target, tables)
    return target


def _indicators(count: int) -> Rows:
    """The 34 indicators that stand in a table, over and over, each time under other references."""
    base = [row for row in _read("indicators") if row["table"]]
    return [_copy(base[number % len(base)], number // len(base), number + 1) for number in range(count)]


def _copy(row: dict[str, str], copy: int, order: int) -> dict[str, str]:
    return row | {
        "base": row["ref"],
        "copy": str(copy),
        "ref": _named(row["ref"], copy),
        "order": str(order),
        "section": _named(row["section"], copy),
        "table": _named(row["table"], copy),
        "numerator": "",
        "denominator": "",
    }


def _named(name: str, copy: int) -> str:
    return f"{name}-{copy + 1}" if copy else name


def _sections(copies: int, tables: set[str]) -> Rows:
    rows = []
    for copy in range(copies):
        for row in _read("sections"):
            title = f"{row['title']} ({copy + 1})" if copy else row["title"]
            rows.append(
                row
                | {
                    "section": _named(row["section"], copy),
                    "order": str(int(row["order"]) + 100 * copy),
                    "title": title,
                    "published_title": title.upper(),
                    "table": _named(row["table"], copy),
                }
            )
    return [row for row in rows if row["table"] in tables]


def _followed(name: str, chosen: Rows) -> Rows:
    """The rows of definitions or targets for each indicator, from the first month on."""
    by_ref: dict[str, Rows] = {}
    for row in _read(name):
        by_ref.setdefault(row["ref"], []).append(row)
    opened = {"from": "2016-04"} if name == "targets" else {}
    return [row | {"ref": i["ref"]} | opened for i in chosen for row in by_ref[i["base"]]]


def _values(chosen: Rows, year: int) -> Rows:
    names = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
    headers = [f"{name} {year + (number > 8)}" for number, name in enumerate(names)]
    published = {row["ref"]: [row[key] for key in list(row)[2:9]] for row in _read("values-2017-18")}
    return [
        {"ref": row["ref"], "measure": "value"}
        | dict(zip(headers, _year(published[row["base"]], int(row["order"]) + year), strict=True))
        for row in chosen
    ]


def _year(published: Sequence[str], seed: int) -> list[str]:
    """Twelve cells: the published ones in turn, moved a little; a blank becomes `not collected`."""
    known = [cell for cell in published if re.match(r"\d", cell)]
    if not known:
        return ["not yet available"] * 12
    cells = [*published, *(known[step % len(known)] for step in range(5))]
    return [_moved(cell or "not collected", (seed * 5 + step * 3) % 7 - 3) for step, cell in enumerate(cells)]


def _moved(cell: str, steps: int) -> str:
    match = re.fullmatch(r"(\d+)(\.\d+)?(%?)", cell)
    if match is None:
        return cell
    whole = max(1, int(match[1]) + steps)
    return f"{min(whole, 99) if match[3] else whole}{match[2] or ''}{match[3]}"


def _facts(target: Path, months: int) -> None:
    facts = (REPOSITORY / "data" / "pack.toml").read_text(encoding="utf-8")
    facts = re.sub(r"(?m)^months_shown = \d+", f"months_shown = {months}", facts)
    facts = re.sub(r'(?m)^council = ".*"', 'council = "A council that does not exist"', facts)
    (target / "data" / "pack.toml").write_text(facts, encoding="utf-8")


def _narratives(target: Path, tables: Iterable[str]) -> None:
    source, folder = REPOSITORY / "narratives" / "2017-10", target / "narratives" / MONTH
    shutil.copy(source / "directors-summary.md", folder)
    (folder / "month.toml").write_text('version = "1"\nnote = "EXAMPLE: made-up figures"\n', encoding="utf-8")
    for table in sorted(tables):
        shutil.copy(source / f"{re.sub(r'-[0-9]+$', '', table)}.md", folder / f"{table}.md")


def _read(name: str) -> Rows:
    with (REPOSITORY / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(target: Path, name: str, rows: Rows) -> None:
    """Write a table; the columns that only this module needs stay out."""
    columns = [column for column in rows[0] if column not in {"base", "copy"}]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (target / "data" / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


def main() -> None:
    """Read the command line and write a project."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--indicators", type=int, default=34)
    parser.add_argument("--months", type=int, default=12, choices=(12, 24, 36))
    asked = parser.parse_args()
    make_project(asked.folder, indicators=asked.indicators, months=asked.months)


if __name__ == "__main__":
    main()
