"""The ledger of issued versions, and the send ledgers beside it: lines of JSON, only ever appended to.

The ledger has a line for each issued version, each holding the hash of the line before. `Chain` is what a
writer must know of it to add to it, however long it is.

The send ledger of an edition is `archive/sends/<pack>/<month>/v<n>.jsonl`. The archive reads two members of
each line and ignores the others:

- `recipient`: any text that names one recipient (an address, or a hash of one);
- `state`: one of `STATES`. The last line about a recipient holds.

A torn last line (the machine stopped while it was written) is passed over; the mail room decides
what it means. Bags never change, so who they were sent to is kept beside them and not in them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from boardpack.archive.store import LEDGER, PENDING, SENDS, bag_path, read_kept

START = "0" * 64
"""What the first entry holds for the hash of the one before."""


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
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


def ledger_line(entry: Entry) -> bytes:
    """Return an entry's line of the ledger with its line end."""
    return f"{_dump({**asdict(entry), 'hash': entry.hash})}\n".encode()


def read_entry(line: bytes) -> tuple[Entry | None, str]:
    """Read a line: the entry if there is one at all, and its hash if the line is as it was written."""
    body, mark, end = line.rpartition(HASH)
    claimed = end.removesuffix(b'"}').decode("ascii", "replace")
    body += b"}"
    try:
        entry = ENTRIES.decode(body)
    except UNREADABLE:
        return None, ""
    sound = mark and end == f'{claimed}"}}'.encode() and hashlib.sha256(body).hexdigest() == claimed
    return entry, claimed if sound else ""


HASH = b', "hash": "'
"""The text between an entry and its hash."""

ENTRIES = msgspec.json.Decoder(Entry)

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What reading damaged JSON raises: msgspec has an error of its own, but not for bytes that are no UTF-8."""


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
    torn: bool = False
    """Whether a last line follows that a stopped run wrote in part; it is in none of the members above."""

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
    """Read the ledger and follow its chain; an archive without one is empty.

    A last line that was written in part is no fault where the entry that is being put in place says what it
    was to be: it was not issued, and the next `add` completes it.
    """
    raw = _read_bytes(archive)
    while raw is not None:
        ledger = parse_ledger(raw)
        if not ledger.faults:
            return ledger
        whole = _without_torn_line(raw, pending_entry(archive))
        if whole is not None:
            return whole
        before, raw = raw, _read_bytes(archive)
        if raw == before:  # else a run was writing that line, and has written more of it
            return ledger
    return EMPTY


def _without_torn_line(raw: bytes, pending: Entry | None) -> Ledger | None:
    """Return the ledger without its last line, if that is a part of the pending entry's; else None."""
    if pending is None:
        return None
    end = raw.rfind(b"\n", 0, -1) + 1
    before = parse_ledger(raw[:end]) if end else EMPTY
    follows = (pending.number, pending.previous) == (len(before.entries) + 1, before.head)
    if before.faults or not follows or len(raw) - end > len(ledger_line(pending)):
        return None
    return replace(before, torn=True)


def _read_bytes(archive: Path) -> bytes | None:
    """Read the ledger's bytes; None when there is no ledger."""
    try:
        return read_kept(archive, LEDGER)
    except FileNotFoundError:
        return None


def parse_ledger(raw: bytes, *, number: int = 1, previous: str = START) -> Ledger:
    """Read the ledger's bytes; every line that is not as it was written, or out of place, is a fault.

    `number` and `previous` are those of the first entry, where the bytes are not the whole ledger.
    """
    *lines, rest = raw.split(b"\n")
    faults = [] if lines and not rest else [LedgerFault(len(lines) + bool(rest), "is cut short")]
    if rest:
        lines.append(rest)
    entries, hashes, doubtful = [], [], []
    before: str | None = previous
    for place, line in enumerate(lines, number):
        entry, own = read_entry(line)
        if entry is None or not own:
            faults.append(LedgerFault(place, "has changed since it was written"))
            doubtful += [entry] if entry else []
            before = None
            continue
        if entry.number != place or before not in (None, entry.previous):
            faults.append(
                LedgerFault(place, "does not follow the line before: one was taken out, put in or moved")
            )
        entries.append(entry)
        hashes.append(own)
        before = own
    return Ledger(raw, tuple(entries), tuple(hashes), tuple(doubtful), tuple(faults))


Stamp = tuple[int, int, int] | None


class Chain(Struct):
    """The ledger as a writer knows it; `append` keeps it up to date, at the same cost however long it is."""

    length: int
    head: str
    """The hash of the last entry."""
    latest: dict[tuple[str, str], Entry]
    """The latest version by pack and month."""
    packs: dict[str, set[str]]
    """The packs of each month."""
    stamp: Stamp
    """The ledger's file when it was read."""

    def append(self, entry: Entry) -> None:
        """Take in an entry that follows the last one."""
        self.length += 1
        self.head = entry.hash
        self.latest[entry.pack, entry.period] = entry
        self.packs.setdefault(entry.period, set()).add(entry.pack)


def read_chain(archive: Path, ledger: Ledger) -> Chain:
    """Return what is known after a ledger without faults was read, under the archive's lock."""
    latest = {(entry.pack, entry.period): entry for entry in ledger.entries}
    packs: dict[str, set[str]] = {}
    for pack, period in latest:
        packs.setdefault(period, set()).add(pack)
    return Chain(len(ledger.entries), ledger.head, latest, packs, ledger_stamp(archive))


def ledger_stamp(archive: Path) -> Stamp:
    """Return what shows that a ledger is the same file, not written to since; None when there is none."""
    try:
        status = (archive / LEDGER).stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


STATES = ("planned", "sending", "accepted", "refused", "deferred", "unknown")
"""States in the order they are printed; `accepted` claims only what the server said."""


def send_ledger(archive: Path, pack: str, period: str, version: int) -> Path:
    """Return where the send ledger of an issued version is kept, whether or not it is there yet."""
    return archive / SENDS / pack / period / f"v{version}.jsonl"


def tester_ledger(archive: Path, pack: str, period: str, version: int) -> Path:
    """Return where messages to a tester are recorded: beside the send ledger, and never counted."""
    return archive / SENDS / pack / period / f"v{version}-test.jsonl"


def count_sends(archive: Path, pack: str, period: str, version: int) -> Mapping[str, int]:
    """Count an edition's recipients by state, states without one left out; empty before the first send."""
    file = send_ledger(archive, pack, period, version).relative_to(archive).as_posix()
    try:
        raw = read_kept(archive, file)
    except FileNotFoundError:
        return {}
    last: dict[str, str] = {}
    for line in raw.split(b"\n"):
        pair = _read_send(line)
        if pair is not None:
            last[pair[0]] = pair[1]
    held = list(last.values())
    return {state: held.count(state) for state in STATES if state in held}


def _read_send(line: bytes) -> tuple[str, str] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    recipient, state = value.get("recipient"), value.get("state")
    return (recipient, state) if isinstance(recipient, str) and isinstance(state, str) else None
