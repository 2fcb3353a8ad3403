"""A project: a folder with data/, narratives/ and styles/, and out/ and archive/ beside them; its files.

`DATA_FILES` lists the files of data/: what each is used for, and whether it may leave with a pack. The list
is closed: a file that is not on it is neither read nor attached nor archived, and is a finding, since people
keep lists of names in such folders. To add a file, add its row.

A `FileChange` is what a command would write. The rooms that open a month or import a sheet only say what
they would change; the command line shows it and writes it, all of it or nothing
(`boardpack.cli.write_files.write_all`).
"""

from __future__ import annotations

import os
import re
from enum import Enum
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from boardpack.load.findings import FindingLog, listing, nearest
from boardpack.load.toml_file import read_settings
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.period import Cadence, Calendar, Period
from boardpack.words import FOLDER

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


class Use(Enum):
    """How far a file goes."""

    PUBLISHED = "attached to the PDF, exported and archived"
    ARCHIVED = "archived with the pack that is made from it, and not given out"
    PRIVATE = "read on this computer, and never attached, exported or archived"


class DataFile(Struct, frozen=True):
    """A kind of file: its name, in which YEAR stands for `2017-18` and MONTH for a period."""

    name: str
    use: Use
    any_case: bool = False
    """Whether the loader reads it in capitals as well."""

    @property
    def pattern(self) -> str:
        """The names that it has, as a regular expression."""
        exact = re.escape(self.name).replace("YEAR", VARYING["YEAR"]).replace("MONTH", VARYING["MONTH"])
        return f"(?i:{exact})" if self.any_case else exact


def data_file(name: str) -> DataFile | None:
    """Return the kind that a file in data/ is of; None for one that the loader does not know."""
    return next((known for known in DATA_FILES if re.fullmatch(known.pattern, name)), None)


def is_archived(name: str) -> bool:
    """Whether a file of data/ goes into the archive with a pack."""
    known = data_file(name)
    return known is not None and known.use is not Use.PRIVATE


def is_published(name: str, period: Period) -> bool:
    """Whether a CSV file of data/ may go out with the pack of a month: what another month shows may not."""
    known = data_file(name)
    if known is None or known.use is not Use.PUBLISHED or not name.endswith(".csv"):
        return False
    return "MONTH" not in known.name or period.iso in name


def tell_unknown_files(project: Project, faults: FindingLog) -> None:
    """Note every file in data/ that the loader does not know: it is not read, and it is not published."""
    for name, is_folder in entries(project.data):
        place = Place(f"{project.data.name}/{shown_name(name)}")
        leftover = next((what for pattern, what in LEFTOVERS if re.fullmatch(pattern, name)), "")
        if leftover:
            faults.findings.append(
                Finding("file-unknown", Severity.NOTE, place, "", leftover, "", CLOSE)  # it comes and goes
            )
        elif is_folder and not name.startswith("."):
            _unknown(place, "a folder, in which nothing is read", "", faults)
        elif not is_folder and not _is_known(name):
            _unknown(place, "a file that nothing reads", nearest(name, KNOWN), faults)


def _is_known(name: str) -> bool:
    """Whether a file is on the list, or hidden, or has a wrong name for values, which their reader notes."""
    misnamed = re.fullmatch(r"values-.*\.csv", name, re.IGNORECASE) is not None
    return misnamed or name.startswith(".") or data_file(name) is not None


def _unknown(place: Place, found: str, hint: str, faults: FindingLog) -> None:
    faults.warning(
        "file-unknown", place, f"{found}{hint}: it is not read and not published",
        f"only {listing(known.name for known in DATA_FILES)}",
        "Move it away; if it holds names, this is no place for it.",
    )  # fmt: skip


VARYING = {"YEAR": r"[1-9][0-9]{3}(?:-[0-9]{2})?", "MONTH": r"[1-9][0-9]{3}(?:-(?:0[1-9]|1[0-2]|Q[1-4]))?"}
"""What the varying part of a name looks like."""

LEFTOVERS = (
    (r"~\$.*|\.~lock\..*#?", "the lock of a file that a spreadsheet program has open; it is not read"),
    (
        r".*(?:\.bak|\.tmp|\.old|\.orig|\.swp|~)|\.#.*|#.*#",
        "a backup that a program has left; it is not read and not published",
    ),
)
CLOSE = "Close the other program; if the file stays, delete it."

DATA_FILES = (
    DataFile("pack.toml", Use.ARCHIVED),
    DataFile("sections.csv", Use.PUBLISHED),
    DataFile("indicators.csv", Use.PUBLISHED),
    DataFile("definitions.csv", Use.PUBLISHED),
    DataFile("values-YEAR.csv", Use.PUBLISHED, any_case=True),
    DataFile("values.csv", Use.PUBLISHED),
    DataFile("targets.csv", Use.PUBLISHED),
    DataFile("targets-YEAR.csv", Use.PUBLISHED),
    DataFile("comparators.csv", Use.PUBLISHED),
    DataFile("forecasts.csv", Use.PUBLISHED),
    DataFile("notes.csv", Use.PUBLISHED),
    DataFile("restatements.csv", Use.PUBLISHED),
    DataFile("glossary.csv", Use.PUBLISHED),
    DataFile("owners.csv", Use.PUBLISHED),
    DataFile("actions-MONTH.csv", Use.PUBLISHED),
    DataFile("overrides.csv", Use.ARCHIVED),
    DataFile("reported-MONTH.csv", Use.ARCHIVED),
    DataFile("vocabulary.csv", Use.ARCHIVED),
    DataFile("closed-days.csv", Use.ARCHIVED),
    DataFile("exempt.csv", Use.ARCHIVED),
    DataFile("releases.csv", Use.ARCHIVED),
    DataFile("earlier-editions.json", Use.ARCHIVED),
    DataFile("recipients.csv", Use.PRIVATE),
    DataFile("sheets.toml", Use.PRIVATE),
)
"""Every file of data/."""

KNOWN = tuple(known.name for known in DATA_FILES)


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
