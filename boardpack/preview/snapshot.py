"""The state of a project's files: when any of them changes, so does the snapshot."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from boardpack.load.project import Project

Snapshot = Mapping[str, tuple[int, int]]
"""File → time of its last change in nanoseconds, and its size."""

DEEP = 5
"""Folders within one another that are looked into."""

FILES = 5_000


def take_snapshot(project: Project) -> Snapshot:
    """Look at every file of data/, narratives/ and styles/, but for hidden ones and editors' own."""
    found: dict[str, tuple[int, int]] = {}
    for folder in (project.data, project.narratives, project.styles):
        for path, status in _files(folder, DEEP):
            found[path] = (status.st_mtime_ns, status.st_size)
            if len(found) >= FILES:
                return found
    return found


def _files(folder: Path, deep: int) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.startswith((".", "~")) or entry.name.endswith(("~", ".swp", ".tmp")):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(Path(entry.path), deep - 1) if deep else ()
                else:
                    yield entry.path, entry.stat(follow_symlinks=False)
    except OSError:  # a folder or file that has just gone: the next look will see
        return
