"""A project: a folder with data/, narratives/ and styles/, and out/ and archive/ beside them."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from boardpack.load.findings import FindingLog
from boardpack.load.toml_file import read_settings
from boardpack.model.period import Cadence, Calendar, Period
from boardpack.words.catalogue import FOLDER

BASE = "base"
"""The brand that the others are differences from."""


class Project(Struct, frozen=True, dict=True):
    """Where a project's files are. Files are named below it with forward slashes: `data/pack.toml`."""

    root: Path
    languages: Path = FOLDER
    """Where the catalogues of words are, a file for each language."""

    @property
    def data(self) -> Path:
        """Facts, indicators, values, actions."""
        return self.root / "data"

    @property
    def narratives(self) -> Path:
        """A folder for each month, such as `narratives/2017-10`."""
        return self.root / "narratives"

    @property
    def styles(self) -> Path:
        """A folder for each brand, and `base`."""
        return self.root / "styles"

    @property
    def out(self) -> Path:
        """Where packs are written."""
        return self.root / "out"

    @property
    def archive(self) -> Path:
        """Where issued packs are kept."""
        return self.root / "archive"

    @cached_property
    def calendar(self) -> Calendar:
        """How long the pack's periods are and when its years begin, as pack.toml says.

        Months and April where it says nothing that can be used; reading the facts finds what is wrong.
        """
        file = read_settings(self.root, "data/pack.toml", FindingLog(), required=False)
        if file is None:
            return Calendar()
        start, name = file.values.get("year_start", 4), file.values.get("period", "month")
        return Calendar(
            CADENCES.get(name, Cadence.MONTH) if isinstance(name, str) else Cadence.MONTH,
            start if isinstance(start, int) and 1 <= start <= 12 else 4,
        )

    def months(self) -> tuple[Period, ...]:
        """The periods that have a folder of narratives, earliest first."""
        calendar = self.calendar
        found = ((calendar.parse(name), name) for name in folder_names(self.narratives))
        return tuple(sorted(period for period, name in found if period is not None and period.iso == name))


CADENCES = {cadence.name.lower(): cadence for cadence in Cadence}
"""The words for how long a period is."""


def folder_names(folder: Path) -> tuple[str, ...]:
    """The names of the folders in a folder, sorted; none when it cannot be listed."""
    return tuple(name for name, is_folder in entries(folder) if is_folder)


def file_names(folder: Path) -> tuple[str, ...]:
    """The names of whatever in a folder is not a folder, sorted; none when it cannot be listed."""
    return tuple(name for name, is_folder in entries(folder) if not is_folder)


def entries(folder: Path) -> tuple[tuple[str, bool], ...]:
    """What is in a folder, sorted by name, and whether each is a folder itself."""
    try:
        with os.scandir(folder) as found:
            return tuple(sorted((entry.name, _is_folder(entry)) for entry in found))
    except OSError:
        return ()


def shown_name(name: str) -> str:
    """A file's name as findings show it: what does not print, or is no text, is written as its code."""
    return "".join(mark if mark.isprintable() else ascii(mark)[1:-1] for mark in name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder; a link that leads round to itself is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False
