"""What the tidy CSV file holds: CSV on the Web metadata (W3C, Metadata Vocabulary for Tabular Data)."""

from __future__ import annotations

import json

from boardpack.model.pack import Pack
from boardpack.open_data.tidy import COLUMNS, TidyColumn
from boardpack.words import Words


def csvw_bytes(pack: Pack, csv_name: str) -> bytes:
    """Return the metadata file of a pack's tidy CSV file, which lies beside it as `<name>-metadata.json`."""
    facts = pack.facts
    metadata: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": facts.language}],
        "url": csv_name,
        "dc:title": pack.words("data.title", title=facts.title, period=pack.words.long_period(pack.period)),
        "dc:publisher": facts.council,
        "dc:language": facts.language,
    }
    if facts.published_on is not None:
        metadata["dc:issued"] = facts.published_on.isoformat()
    metadata["dialect"] = {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n", "\n"]}
    metadata["tableSchema"] = {
        "columns": [_column(column, pack.words) for column in COLUMNS],
        "primaryKey": ["reference", "period"],
    }
    return (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _column(column: TidyColumn, words: Words) -> dict[str, object]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": words(f"data.meaning.{column.name}"),
        "datatype": column.datatype,
        "required": column.required,
    }
