"""What became of each message of an edition: lines of JSON, appended and seen to the disk.

The file is `archive/sends/<pack>/<month>/v<n>.jsonl` (see `boardpack.archive.ledger`). Each line names
a recipient and a state; the last line about a recipient holds:

    planned    it is to be sent; nothing has left
    sending    it is about to leave: on the disk before the first byte of the message is sent
    accepted   the server said that it has taken it on; nothing is claimed beyond that
    refused    the server said that it will not take it
    deferred   it has certainly not gone, and may be tried again
    unknown    it may or may not have gone: nothing is sent again until a person decides

`sending` as the last word means that the program was stopped meanwhile; the next run makes it
`unknown`. A last line that was cut short is closed off with a line that says so, and counts for
nothing: a line that is not wholly on the disk was never acted upon.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from boardpack.archive.ledger import STATES, Entry, send_ledger, tester_ledger
from boardpack.archive.store import Effects, explained, make_folders, read_kept, sync_folder
from boardpack.errors import BoardpackError

RECOVERED = "recovered"
"""Member of the line that closes off one that was cut short."""


class SendLedgerFault(BoardpackError):  # noqa: N818 - the house's word
    """The send ledger is not as it was written, or held by another run: nothing is sent."""


class SendRecord(Struct, frozen=True):
    """What is known of one recipient at one moment."""

    recipient: str
    state: str
    at: str
    """ISO 8601, with the offset from UTC."""
    stage: str = ""
    """How far the conversation had come: a name in `boardpack.mail.send.STAGES`."""
    code: int = 0
    """The server's three digits; 0 when it said none."""
    said: str = ""
    """Why, in the server's words or ours."""
    message_id: str = ""
    what: str = ""


class SendLedger(Struct):
    """An open ledger: the one value here that changes, held by one run at a time."""

    path: Path
    edition: str
    """SHA-256 of the PDF: a line about another one is refused."""
    descriptor: int
    now: Callable[[], str]
    last: dict[str, SendRecord] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def record(self, lines: Iterable[SendRecord]) -> None:
        """Append lines in one go and return when the disk holds them."""
        held = list(lines)
        if not held:
            return
        _append(self.descriptor, b"".join(_dump(line, self.edition) for line in held))
        self.last.update({line.recipient: line for line in held})

    def note(self, recipient: str, state: str, **more: Any) -> None:
        """Append one line about a recipient, with the time as it is."""
        self.record([SendRecord(recipient, state, self.now(), **more)])

    def record_planned(self, recipients: Iterable[str]) -> None:
        """Append that these are to be sent to."""
        now = self.now()
        self.record(SendRecord(recipient, "planned", now) for recipient in recipients)

    def states(self) -> Mapping[str, str]:
        """Return the state of each recipient by key."""
        return {key: line.state for key, line in self.last.items()}


@contextmanager
def open_ledger(
    archive: Path, entry: Entry, now: Callable[[], str], *, test: bool = False
) -> Iterator[SendLedger]:
    """Open an edition's ledger for writing, alone, and settle what a stopped run has left.

    With `test` it is the one of messages to a tester, which nothing counts.

    LedgerFault when another run holds it, or when a line in it has been changed.
    """
    where = tester_ledger if test else send_ledger
    path = where(archive, entry.pack, entry.period, entry.version)
    with explained(archive):
        make_folders(Effects(), archive, path.parent)
        if path.exists():
            read_kept(archive, path.relative_to(archive).as_posix())  # refuses what is no ordinary file
        descriptor = os.open(path, NEW_LINES, 0o640)
    try:
        _take(descriptor, path)
        with explained(archive):
            sync_folder(Effects(), path.parent)
            ledger = SendLedger(path, entry.pdf_sha256, descriptor, now)
            _settle(ledger, read_kept(archive, path.relative_to(archive).as_posix()))
        yield ledger
    finally:
        os.close(descriptor)


NEW_LINES = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0)


def read_states(archive: Path, entry: Entry) -> tuple[SendRecord, ...]:
    """Return the last line about each recipient, in the order they were first named; writes nothing."""
    path = send_ledger(archive, entry.pack, entry.period, entry.version)
    try:
        raw = read_kept(archive, path.relative_to(archive).as_posix())
    except FileNotFoundError:
        return ()
    return tuple(parse_sends(raw, path, entry.pdf_sha256)[0].values())


def _take(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SendLedgerFault(
            f"{path}: another run is sending this edition. Wait until it is done; nothing was sent."
        ) from None


def _settle(ledger: SendLedger, raw: bytes) -> None:
    last, torn = parse_sends(raw, ledger.path, ledger.edition)
    ledger.last.update(last)
    if torn is not None:
        closing = {RECOVERED: "the line before was cut short when a run was stopped", "at": ledger.now()}
        _append(ledger.descriptor, (b"\n" if torn else b"") + json.dumps(closing).encode() + b"\n")
        ledger.notes.append(f"{ledger.path.name}: closed off a last line that a stopped run had cut short.")
    elif raw and not raw.endswith(b"\n"):
        _append(ledger.descriptor, b"\n")
    left = [line for line in last.values() if line.state == "sending"]
    for line in left:
        ledger.note(
            line.recipient, "unknown", stage="stopped", message_id=line.message_id, what=line.what,
            said="the run was stopped while the message was leaving",
        )  # fmt: skip
    if left:
        ledger.notes.append(f"{len(left)} may or may not have gone when a run was stopped: now unknown.")


def parse_sends(raw: bytes, path: Path, edition: str) -> tuple[dict[str, SendRecord], bytes | None]:
    """Read the ledger: the last line about each recipient, and a torn end to be closed off.

    The torn end is what follows the last whole line; b"" when a line end is there but the line
    itself cannot be read (the disk kept its length and not its words). LedgerFault for a line that
    cannot be read anywhere else.
    """
    lines = raw.split(b"\n")
    tail = lines.pop()
    last: dict[str, SendRecord] = {}
    torn: bytes | None = None
    for number, text in enumerate(lines, 1):
        value = _load(text)
        if value is None:
            following = _load(lines[number]) if number < len(lines) else None
            if number == len(lines) and not tail:
                torn = b""
            elif following is None or RECOVERED not in following:
                raise SendLedgerFault(
                    f"{path}:{number}: cannot be read, though lines follow it. Put it back from a copy, "
                    "or find out what was changed; nothing is sent until then."
                )
        else:
            _take_in(value, last, f"{path}:{number}", edition)
    if tail:
        value = _load(tail)
        if value is None:
            return last, tail
        _take_in(value, last, str(path), edition)
    return last, torn


def _take_in(value: Mapping[str, Any], last: dict[str, SendRecord], where: str, edition: str) -> None:
    if RECOVERED in value:
        return
    state, recipient = value.get("state"), value.get("recipient")
    if state not in STATES or not isinstance(recipient, str):
        raise SendLedgerFault(f"{where}: names no recipient and state. Put the file back from a copy.")
    if value.get("edition") != edition:
        raise SendLedgerFault(
            f"{where}: is about another PDF than the one in the archive. Run `boardpack archive verify "
            "--all`; nothing is sent until both agree."
        )
    texts = {name: str(value.get(name, "")) for name in ("at", "stage", "said", "message_id", "what")}
    code = value.get("code", 0)
    last[recipient] = SendRecord(recipient, state, code=code if isinstance(code, int) else 0, **texts)


def _load(text: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _dump(line: SendRecord, edition: str) -> bytes:
    about = {"recipient": line.recipient, "state": line.state, "at": line.at, "edition": edition}
    held = {name: value for name, value in {**about, **asdict(line)}.items() if value}
    return json.dumps(held, ensure_ascii=True).encode() + b"\n"


def _append(descriptor: int, data: bytes) -> None:
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    except OSError as fault:
        raise SendLedgerFault(
            f"The send ledger could not be written ({fault.strerror}). Sending stops: what is not on the "
            "disk is not acted upon. Make room, then run this again."
        ) from fault
