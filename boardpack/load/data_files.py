"""The files of data/ that there are: what each is used for, and whether it may leave with a pack.

The list is closed. A file that is not on it is neither read nor attached nor archived, and is a finding,
since people keep lists of names in such folders. To add a file, add its row to `DATA_FILES`.
"""

from __future__ import annotations

import re
from enum import Enum

from msgspec import Struct

from boardpack.load.findings import FindingLog, listing, nearest
from boardpack.load.project import Project, entries, shown_name
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.period import Period


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
