"""`[columns]` of data/pack.toml → which columns the tables and the summary show, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from boardpack.load.findings import FindingLog, excerpt, listing, nearest
from boardpack.load.toml_file import TomlFile
from boardpack.model.observation import ComparatorFigure
from boardpack.model.pack import SUMMARY_COLUMNS, TABLE_COLUMNS


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
    """Tell of names that are neither a column's nor a comparator's: nothing is printed for them."""
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
        "columns-wrong", pack.place(key, "" if key == "columns" else "columns"), found,
        f"a list of columns, such as {listing(['number', 'title', 'months', 'last year', 'England'])}",
        f"Write `{key[:40]}` so.",
    )  # fmt: skip
