"""What is issued: an edition with everything it was made from, as a plain value, and how long it is kept.

    [archive]
    retention = "6 years"                  # or "18 months", or "permanent"; the default is 6 years
    retention_class = "Committee papers"   # the words of your own schedule

Six years is what the Local Government Act 1972, s100C, asks for at least; schedules differ, and
nothing is ever deleted by itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field
from msgspec.structs import asdict

from boardpack.archive.search import SearchPassage
from boardpack.archive.store import RESERVED, SLUG
from boardpack.disclosure.editions import FILE as MEMORY
from boardpack.errors import BoardpackError, UsageFault
from boardpack.model.period import parse_period


class Issue(Struct, frozen=True):
    """One edition to be kept."""

    slug: str
    """The pack's name as a folder's: `childrens-improvement-priority-indicators`."""
    period: str
    """ISO month, `2017-10`."""
    pdf: bytes
    pages: int
    inputs: Mapping[str, bytes]
    """The files it was made from, by path below the project folder: a project in small."""
    facts: Mapping[str, str]
    """Title, council, committee, classification, meeting date, printed version …, for the bag's info."""
    findings: str
    """What the checks said, as JSON."""
    claims: str | None
    """The register of claims in the commentary as JSON, when there is one."""
    passages: tuple[SearchPassage, ...]
    versions: Mapping[str, str]
    """Versions of Python, boardpack and the libraries it was made with."""
    options: Mapping[str, str] = field(default_factory=dict)
    """The build's options beside the project's files, such as the brand."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What was made beside the PDF, by name: the web edition, the figures as data."""
    record: bytes = b""
    """What a public edition publishes and suppresses; empty for other editions."""

    @property
    def pdf_name(self) -> str:
        """`2017-10-childrens-improvement-priority-indicators.pdf`."""
        return f"{self.period}-{self.slug}.pdf"


def payload(issue: Issue) -> dict[str, bytes]:
    """Return the files of the bag's data folder, by path below the bag.

    UsageFault for names of packs or files that the archive cannot keep.
    """
    _refuse_names(issue)
    files = {
        f"data/{issue.pdf_name}": issue.pdf,
        "data/facts.json": _json({**issue.facts, "pages": str(issue.pages)}),
        "data/findings.json": issue.findings.encode(),
        "data/passages.json": _json([asdict(passage) for passage in issue.passages]),
        "data/made-with.json": _json({"versions": dict(issue.versions), "options": dict(issue.options)}),
        **{f"data/inputs/{name}": data for name, data in issue.inputs.items()},
        **{f"data/editions/{name}": data for name, data in issue.files.items()},
    }
    if issue.record:
        files["data/disclosure.json"] = issue.record
    if issue.claims is not None:
        files["data/claims.json"] = issue.claims.encode()
    return files


def content_hash(issue: Issue) -> str:
    """Return the SHA-256 of what makes an edition the same edition: its PDF and its inputs."""
    lines = [f"{hashlib.sha256(issue.pdf).hexdigest()}  {issue.pdf_name}\n"]
    own = sorted(name for name in issue.inputs if name != MEMORY)  # which grows with each edition issued
    lines += [f"{hashlib.sha256(issue.inputs[name]).hexdigest()}  {name}\n" for name in own]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _refuse_names(issue: Issue) -> None:
    if not SLUG.fullmatch(issue.slug) or issue.slug in RESERVED:
        raise UsageFault(
            f"data/pack.toml: the title gives the folder name {issue.slug!r}, which the archive cannot use. "
            "Give the pack a title with at least one letter that is not simply 'Sends' or 'Anchors'."
        )
    if parse_period(issue.period) is None:
        raise UsageFault(f"{issue.period}: expected a period such as 2017-10 or 2017-Q2.")
    for name in issue.inputs:
        parts = name.split("/")
        if not name.isprintable() or set(name) & set("%\\") or {"", ".", ".."} & set(parts):
            raise UsageFault(
                f"{name!r}: the archive cannot keep a file of that name, since lists of checksums cannot "
                "hold it. Rename it without %, \\ or invisible characters."
            )


PERMANENT = "permanent"


class Retention(Struct, frozen=True):
    """A retention class and how many months it lasts; None for always."""

    name: str
    months: int | None

    def until(self, start: date) -> str:
        """Return the ISO date until which a paper of that date must be kept, or `permanent`."""
        if self.months is None:
            return PERMANENT
        count = start.year * 12 + start.month - 1 + self.months
        year, month = count // 12, count % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1])).isoformat()


DEFAULT_RETENTION = Retention("Committee papers", 72)


def read_retention(settings: Mapping[str, object]) -> Retention:
    """Read the `[archive]` table. BoardpackError, with the place, for what cannot be understood."""
    name = settings.get("retention_class", DEFAULT_RETENTION.name)
    length = settings.get("retention", "6 years")
    if not isinstance(name, str) or not name.strip():
        raise BoardpackError("data/pack.toml: [archive] retention_class: expected some words in quotes.")
    if isinstance(length, str) and length.strip().casefold() == PERMANENT:
        return Retention(name.strip(), None)
    match = (
        re.fullmatch(r"\s*([1-9]\d{0,2})\s+(year|month)s?\s*", length) if isinstance(length, str) else None
    )
    if match is None:
        raise BoardpackError(
            f"data/pack.toml: [archive] retention: found {length!r}, expected something like "
            '"6 years", "18 months" or "permanent".'
        )
    return Retention(name.strip(), int(match[1]) * (12 if match[2] == "year" else 1))
