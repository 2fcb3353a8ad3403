"""Tables split before they are asked for, and left in the cache for whoever asks."""

from __future__ import annotations

from contextlib import suppress

from boardpack.load.files import read_text
from boardpack.load.project import Project
from boardpack.load.report import Faults
from boardpack.load.table_cache import TableCache
from boardpack.load.tables import TableFault


def read_ahead(project: Project, cache: TableCache) -> None:
    """Have every table of a project in the cache; one that cannot be read is left out without a word."""
    for path in project.tables():
        text = read_text(project.root, f"{project.data.name}/{path.name}", Faults(), required=False)
        if text is not None:
            with suppress(TableFault):
                cache.read(text)
