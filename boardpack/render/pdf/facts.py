"""What a finished file says of itself, and what it carries with it."""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import asdict


class FileFacts(Struct, frozen=True):
    """A file's title page, for programs: its metadata."""

    title: str
    author: str
    subject: str
    language: str
    """BCP 47, such as `en-GB`."""
    date: str
    """ISO 8601 date, with or without a time, from the pack's facts; UTC where it names no zone."""
    creator: str = "boardpack"
    producer: str = "boardpack"

    def moment(self) -> datetime:
        """The date as a moment in UTC; ValueError when it is no ISO 8601 date."""
        moment = datetime.fromisoformat(self.date)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    def words(self) -> dict[str, str]:
        """Everything but the date, by name."""
        return {name: value for name, value in asdict(self).items() if name != "date"}


class Attachment(Struct, frozen=True):
    """A file carried inside the PDF, as PDF/A-3 allows."""

    name: str
    """As a reader sees and saves it: `values-2017-18.csv`."""
    media_type: str
    data: bytes
    description: str
    relationship: str = "Data"
    """How the file stands to the document: `Data`, `Source`, `Alternative` or `Supplement`."""
