"""The ledger: a line of JSON for each issued version, each holding the hash of the line before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, fields

from boardpack.archive.layout import LEDGER, PENDING, bag_path
from boardpack.archive.read import read_kept

START = "0" * 64
"""What the first entry holds for the hash of the one before."""


class Entry(Struct, frozen=True):
    """An issued version as the ledger has it."""

    number: int
    """Counted from 1 through the whole archive."""
    pack: str
    period: str
    """ISO month."""
    version: int
    issued_at: str
    """ISO 8601 with the offset from UTC."""
    title: str
    printed_version: str
    """The version that the paper itself shows."""
    classification: str
    supersedes: str
    """`v1`; empty for a first version."""
    reason: str
    """Why it supersedes another; empty for a first version."""
    retention: str
    """The retention class."""
    keep_until: str
    """ISO date until which it must be kept; `permanent` for always."""
    pdf_name: str
    pdf_size: int
    pdf_sha256: str
    pages: int
    bag_size: int
    """Bytes of all files of the bag."""
    content: str
    """Hash of the PDF and its inputs: the same content is not issued twice."""
    seal_sha256: str
    seal_sha512: str
    previous: str
    """The hash of the entry before."""

    @property
    def path(self) -> str:
        """The bag's folder below the archive."""
        return bag_path(self.pack, self.period, self.version)

    @property
    def seals(self) -> Mapping[str, str]:
        """The bag's seal by algorithm."""
        return {"sha256": self.seal_sha256, "sha512": self.seal_sha512}

    @property
    def hash(self) -> str:
        """The entry's own hash, which the next one holds."""
        return hashlib.sha256(_dump(asdict(self)).encode()).hexdigest()


def write_entry(entry: Entry) -> str:
    """Write an entry as the ledger's line, without the line end."""
    return _dump({**asdict(entry), "hash": entry.hash})


def read_entry(line: bytes) -> tuple[Entry | None, str]:
    """Read a line: the entry if there is one at all, and its hash if the line is as it was written."""
    body, mark, end = line.rpartition(HASH)
    claimed = end.removesuffix(b'"}').decode("ascii", "replace")
    body += b"}"
    try:
        value = json.loads(body)
    except ValueError:
        return None, ""
    if not isinstance(value, dict) or tuple((name, type(one)) for name, one in value.items()) != KINDS:
        return None, ""
    sound = mark and end == f'{claimed}"}}'.encode() and hashlib.sha256(body).hexdigest() == claimed
    return Entry(**value), claimed if sound else ""


HASH = b', "hash": "'
"""The text between an entry and its hash."""

KINDS = tuple((field.name, field.type) for field in fields(Entry))
"""Name and type of each member of an entry, in their order."""


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class LedgerFault(Struct, frozen=True):
    """A line of the ledger that is not as it was written; line 0 is the whole file."""

    line: int
    what: str


class Ledger(Struct, frozen=True):
    """The ledger as it was read."""

    raw: bytes
    entries: tuple[Entry, ...]
    """Entries whose line is as it was written."""
    hashes: tuple[str, ...]
    """The hash of each of them."""
    doubtful: tuple[Entry, ...]
    """Entries that can still be made out of lines that have changed."""
    faults: tuple[LedgerFault, ...]

    @property
    def head(self) -> str:
        """The hash of the last entry, which represents the whole chain."""
        return self.hashes[-1] if self.hashes else START

    @property
    def packs(self) -> tuple[str, ...]:
        """Names of all packs, in order of their first issue."""
        return tuple(dict.fromkeys(entry.pack for entry in self.entries))

    def versions(self, pack: str, period: str) -> tuple[Entry, ...]:
        """Every issued version of a month, oldest first."""
        return tuple(entry for entry in self.entries if (entry.pack, entry.period) == (pack, period))

    def latest(self) -> tuple[Entry, ...]:
        """The latest version of each month, by pack, then month."""
        held = {(entry.pack, entry.period): entry for entry in self.entries}
        return tuple(held[key] for key in sorted(held))


def pending_entry(archive: Path) -> Entry | None:
    """Return the entry of an edition that is being put in place; None when there is none, or half of one."""
    try:
        entry, own = read_entry(read_kept(archive, PENDING).removesuffix(b"\n"))
    except FileNotFoundError:
        return None
    return entry if own else None


EMPTY = Ledger(b"", (), (), (), ())


def read_ledger(archive: Path) -> Ledger:
    """Read the ledger and follow its chain; an archive without one is empty."""
    raw = read_raw(archive)
    return EMPTY if raw is None else parse_ledger(raw)


def read_raw(archive: Path) -> bytes | None:
    """Read the ledger's bytes; None when there is no ledger."""
    try:
        return read_kept(archive, LEDGER)
    except FileNotFoundError:
        return None


def parse_ledger(raw: bytes) -> Ledger:
    """Read the ledger's bytes; every line that is not as it was written, or out of place, is a fault."""
    *lines, rest = raw.split(b"\n")
    faults = [] if lines and not rest else [LedgerFault(len(lines) + bool(rest), "is cut short")]
    if rest:
        lines.append(rest)
    entries, hashes, doubtful = [], [], []
    before: str | None = START
    for number, line in enumerate(lines, 1):
        entry, own = read_entry(line)
        if entry is None or not own:
            faults.append(LedgerFault(number, "has changed since it was written"))
            doubtful += [entry] if entry else []
            before = None
            continue
        if entry.number != number or before not in (None, entry.previous):
            faults.append(
                LedgerFault(number, "does not follow the line before: one was taken out, put in or moved")
            )
        entries.append(entry)
        hashes.append(own)
        before = own
    return Ledger(raw, tuple(entries), tuple(hashes), tuple(doubtful), tuple(faults))
