"""What an audit of the files says: places, severities, findings, waivers.

With it how a sentence of a finding, or of a command, counts and lists things.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum

from msgspec import Struct


class Severity(Enum):
    """How much a finding matters: an unwaived error stops the build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(Struct, frozen=True, order=True):
    """Where something is in the project's files."""

    file: str
    """Path below the project folder, with forward slashes."""
    line: int = 0
    """Counted from 1; 0 means the whole file."""
    column: int = 0
    """Counted from 1: the character in a text file, the field in a CSV row; 0 means the whole line."""

    def __str__(self) -> str:
        parts = [self.file, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


class Waiver(Struct, frozen=True):
    """A known fault that will not be put right, accepted by a named role with a reason."""

    rule: str
    subject: str
    reason: str
    role: str
    date: date
    place: Place
    words: str = ""
    """Words of the finding's message that it is for; empty for whatever the rule says of the subject."""
    reader: str = ""
    """The note that is printed for the pack's reader; a waiver of what a reader sees needs it."""
    sentence: str = ""
    """The sentence of commentary that it is for, as a reader reads it: once that is reworded it lapses."""


class Finding(Struct, frozen=True):
    """One thing that a person should look at, with what was found, what was expected, what to do."""

    rule: str
    """Short stable name of the rule, such as `band-gap`; waivers and the schema use it."""
    severity: Severity
    place: Place
    subject: str
    """Canonical reference of the indicator, action or section concerned; empty for the whole pack."""
    found: str
    expected: str
    remedy: str
    period: str = ""
    """ISO month concerned, such as `2017-10`; empty when the finding is not about one month."""
    audience: str = "analyst"
    """`reader` when the pack's last page should tell its reader as well."""
    reader_note: str = ""
    """The sentence the last page prints, when `audience` is `reader`."""
    waiver: Waiver | None = None
    sentence: str = ""
    """The sentence of commentary concerned, for waivers alone: it is never printed."""

    @property
    def blocks(self) -> bool:
        """Whether it stops the build."""
        return self.severity is Severity.ERROR and self.waiver is None


def listed(words: Sequence[str], joint: str = "and") -> str:
    """`A`, `A and B`, `A, B and C`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"


def counted(number: int, noun: str) -> str:
    """`1 plan`, `2 plans`."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"
