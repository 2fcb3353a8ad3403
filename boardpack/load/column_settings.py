"""`[columns]` of data/pack.toml → which columns the tables and the summary show, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from boardpack.load.findings import FindingLog, listing
from boardpack.load.toml_file import TomlFile


def read_columns(pack: TomlFile, faults: FindingLog) -> Mapping[str, tuple[str, ...]]:
    """Read lists of names: `summary`, `table` for every table, and a table's own under its key.

    Which names there are is known where the tables are made; a check tells of others.
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


def _wrong(pack: TomlFile, key: str, found: str, faults: FindingLog) -> None:
    faults.error(
        "columns-wrong", pack.place(key, "" if key == "columns" else "columns"), found,
        f"a list of columns, such as {listing(['number', 'title', 'months', 'last year', 'England'])}",
        f"Write `{key[:40]}` so.",
    )  # fmt: skip
