"""Tables split before they are asked for, so that whoever asks finds them in the project's cache."""

from __future__ import annotations

from contextlib import suppress

from boardpack.load.files import read_text
from boardpack.load.project import Project
from boardpack.load.report import Faults
from boardpack.load.tables import TableFault


def read_ahead(project: Project) -> None:
    """Read every table of a project that has a cache; one that cannot be read is left out without a word."""
    for path in project.tables():
        text = read_text(project.root, f"{project.data.name}/{path.name}", Faults(), required=False)
        if text is not None:
            with suppress(TableFault):
                project.read_table(text)
