"""Tables that were read, kept from one run to the next so that an unchanged file needs no pandas.

What rows a text has depends on the text, on the source of the code that splits it, and on the versions
of pandas and of Python, whose csv module both use: all of these are in its key.
"""

from __future__ import annotations

import json
import sys
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path

from boardpack.kept import digest_of_files, keep, key_of, recall
from boardpack.load import tables
from boardpack.load.tables import RawRow, RawTable


class TableCache:
    """A folder of tables. A text that cannot be split into rows is not kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, text: str) -> RawTable:
        """Return the table in a text: from the folder if it is whole, else by `tables.read_table`."""
        key = self.key(text)
        kept = recall(self.folder, key)
        if kept is not None:
            return RawTable(tuple(RawRow(line, tuple(cells)) for line, cells in json.loads(kept)))
        table = tables.read_table(text)
        plain = [(row.line, row.cells) for row in table.rows]
        keep(self.folder, key, json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())
        return table

    def key(self, text: str) -> str:
        """Name everything that a table depends on."""
        return key_of(self._code, text)

    @cached_property
    def _code(self) -> str:
        return code_version()


@lru_cache(maxsize=1)
def code_version() -> str:
    """Digest of the code that splits and of the file in which pandas states its version, and Python's."""
    sources = [Path(tables.__file__), Path(__file__)]
    library = find_spec("pandas")
    if library is not None and library.origin is not None:
        sources.append(Path(library.origin).with_name("_version_meson.py"))
    return f"{sys.version} {digest_of_files(sources)}"
