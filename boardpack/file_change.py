"""What a command would write: files of a project with their new content, before anything is written.

The rooms that open a month or import a sheet only say what they would change; the command line shows
it and writes it, all of it or nothing (`boardpack.cli.write_files.write_all`).
"""

from __future__ import annotations

from msgspec import Struct


class FileChange(Struct, frozen=True):
    """A file with the content it is to have."""

    file: str
    """Path below the project folder, with forward slashes."""
    data: bytes
    new: bool = False
    """Whether the file is not to exist yet, unless with this very content."""


def text_change(file: str, text: str, *, new: bool = False) -> FileChange:
    """A text file, written as UTF-8 with newlines alone."""
    return FileChange(file, text.encode("utf-8"), new)
