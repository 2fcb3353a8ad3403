"""Is everything still what it was? Every file of every bag, the chain, its anchors, and what does not belong.

A chain proves that no entry but the last was changed; only its head, kept outside, proves that none
was cut off the end. The head is a SHA-256 value, so a time stamp (RFC 3161) can be asked for it as it
is: `openssl ts -query -sha256 -digest HEAD -cert -out head.tsq`. Whatever comes of it is stored as an anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from boardpack.archive.bag import check_bag
from boardpack.archive.ledger import Entry, Ledger, pending_entry, read_ledger
from boardpack.archive.store import (
    ANCHORS,
    INDEX,
    LEDGER,
    LOCK,
    PENDING,
    README,
    SENDS,
    UNFINISHED,
    VERSION,
    ArchiveFault,
    Effects,
    bag_paths,
    explained,
    locked,
    make_folders,
    read_kept,
    replace_file,
)
from boardpack.errors import UsageFault
from boardpack.model.finding import Finding, Place, Severity

FROM_A_COPY = "Put it back from a copy, and find out how it came about."


def verify_all(archive: Path) -> tuple[Finding, ...]:
    """Check the whole archive: chain, every bag, stored anchors, and whatever does not belong there."""
    with explained(archive), locked(archive, shared=True):
        ledger = read_ledger(archive)
        # lines may be repeated
        once = {(entry.path, *entry.seals.values()): entry for entry in ledger.entries}
        bags = [finding for entry in once.values() for finding in _check(archive, entry, entry.seals)]
        unsure = {entry.path: entry for entry in ledger.doubtful}
        doubtful = [finding for entry in unsure.values() for finding in _check(archive, entry, {})]
        return (
            *_chain(archive, ledger),
            *check_anchors(archive, ledger),
            *bags,
            *doubtful,
            *_strays(archive, ledger),
        )


def verify_some(archive: Path, entries: Iterable[Entry]) -> tuple[Finding, ...]:
    """Check some editions, and the whole chain."""
    with explained(archive), locked(archive, shared=True):
        ledger = read_ledger(archive)
        bags = [finding for entry in entries for finding in _check(archive, entry, entry.seals)]
        return (*_chain(archive, ledger), *bags)


def verify_head(archive: Path, head: str) -> Entry | None:
    """Return the entry that had that hash, as it was written down once; None when the chain has lost it."""
    wanted = head.strip().casefold()
    if len(wanted) < 16 or set(wanted) - set("0123456789abcdef"):
        raise UsageFault(
            f"{head!r} is not a head: expected at least 16 of the digits that `archive anchor` prints."
        )
    return next((entry for entry in read_ledger(archive).entries if entry.hash.startswith(wanted)), None)


def _finding(
    rule: str, place: Place, found: str, expected: str, remedy: str, *, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(rule, severity, place, "", found, expected, remedy)


def _chain(archive: Path, ledger: Ledger) -> Iterator[Finding]:
    pending = pending_entry(archive)
    expected = bag_paths(archive) - ({pending.path} if pending else set())
    if expected and not (archive / LEDGER).exists():
        yield _finding("archive-ledger", Place(f"{archive.name}/{LEDGER}"), "is missing", "it", FROM_A_COPY)
    if ledger.torn:
        yield _finding(
            "archive-ledger", Place(f"{archive.name}/{LEDGER}", len(ledger.entries) + 1),
            "was written in part by a run that was stopped", "a whole line",
            "The next `archive add` completes it.", severity=Severity.NOTE,
        )  # fmt: skip
    for fault in ledger.faults:
        place = Place(f"{archive.name}/{LEDGER}", fault.line)
        yield _finding("archive-ledger", place, fault.what, "each line as it was written", FROM_A_COPY)


def _check(archive: Path, entry: Entry, seals: Mapping[str, str]) -> Iterator[Finding]:
    for fault in check_bag(archive / entry.path, seals):
        file = f"{archive.name}/{entry.path}/{fault.path}".rstrip("/")
        issued = f"what was issued on {entry.issued_at[:10]}"
        yield _finding("archive-bag", Place(file), fault.what, issued, FROM_A_COPY)


def _strays(archive: Path, ledger: Ledger) -> Iterator[Finding]:
    """Name what the ledger knows nothing of."""
    known = {entry.path for entry in (*ledger.entries, *ledger.doubtful)}
    pending = pending_entry(archive)
    for path in sorted(_outside(archive, known)):
        severity = Severity.ERROR
        if path.startswith((PENDING, UNFINISHED)) or (pending and path == pending.path):
            severity = Severity.NOTE
            found, remedy = "was left by a run that was stopped", "The next `archive add` sees to it."
        elif VERSION.fullmatch(path.rpartition("/")[2]):
            found = "is a version that the ledger has no entry for"
            remedy = (
                "Put the ledger back from a copy if it has lost its end; else find out where this came from."
            )
        else:
            found, remedy = "does not belong in the archive", "Take it out."
        place = Place(f"{archive.name}/{path}")
        yield _finding("archive-stray", place, found, "only what was issued", remedy, severity=severity)


OURS = frozenset(
    {LEDGER, LOCK, INDEX, f"{INDEX}-journal", f"{INDEX}-wal", f"{INDEX}-shm", README, SENDS, ANCHORS}
)


def _outside(archive: Path, known: set[str]) -> Iterator[str]:
    """Every file outside the bags, and every folder of a bag that is not known."""
    for child in archive.iterdir():
        if child.name in OURS:
            continue
        if child.name.startswith(".") or not child.is_dir() or child.is_symlink():
            yield child.name
        else:
            yield from _inside(archive, child, known)


def _inside(archive: Path, folder: Path, known: set[str]) -> Iterator[str]:
    for child in folder.iterdir():
        path = child.relative_to(archive).as_posix()
        if path in known:
            continue
        if child.is_dir() and not child.is_symlink() and path.count("/") < 2:
            yield from _inside(archive, child, known)
        else:
            yield path


NAME = re.compile(r"(\d{6})-([0-9a-f]{16})-.+")


class Stored(Struct, frozen=True):
    """A file that was stored beside the ledger."""

    name: str
    entry: Entry
    """The entry that was the head."""
    names_it: bool
    """Whether the file itself can be seen to hold the head's hash."""


def store_anchor(
    archive: Path, name: str, data: bytes, *, head: str | None = None, effects: Effects | None = None
) -> Stored:
    """Keep a detached time stamp or signature of a head under `anchors/`.

    It is kept with the entry whose hash it holds; with `head`, or the present head, when none is seen
    in it. UsageFault for a head that is not in the chain, or an empty archive.
    """
    disk = effects or Effects()
    with explained(archive), locked(archive):
        ledger = read_ledger(archive)
        entry, names_it = _which(ledger, data, head)
        safe = re.sub(r"[^\w.-]", "_", name).lstrip(".") or "anchor"
        stored = f"{entry.number:06d}-{entry.hash[:16]}-{safe}"
        target = archive / ANCHORS / stored
        if target.exists() and read_kept(archive, f"{ANCHORS}/{stored}") != data:
            raise ArchiveFault(
                f"{target}: another file is stored under that name; nothing is ever overwritten."
            )
        make_folders(disk, archive, target.parent)
        if not target.exists():
            for leftover in target.parent.glob(f"{UNFINISHED}*"):
                disk.remove_file(leftover)
            replace_file(disk, target, data)
        return Stored(stored, entry, names_it)


def _which(ledger: Ledger, data: bytes, head: str | None) -> tuple[Entry, bool]:
    if not ledger.entries:
        raise UsageFault("The archive is empty: there is no head to anchor.")
    for entry in reversed(ledger.entries):
        if entry.hash.encode() in data.lower() or bytes.fromhex(entry.hash) in data:
            return entry, True
    if head is None:
        return ledger.entries[-1], False
    named = [entry for entry in ledger.entries if len(head) >= 16 and entry.hash.startswith(head.casefold())]
    if not named:
        raise UsageFault(f"{head}: no entry of the ledger has that hash.")
    return named[0], False


def check_anchors(archive: Path, ledger: Ledger) -> Iterator[Finding]:
    """Name every stored anchor whose head is no longer in the chain."""
    folder = archive / ANCHORS
    hashes = {entry.hash[:16]: entry.number for entry in ledger.entries}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(UNFINISHED):  # left by a run that was stopped; the next store clears it away
            continue
        match = NAME.fullmatch(path.name)
        if match is None or hashes.get(match[2]) != int(match[1]):
            what = "holds a head that is not in the ledger" if match else "does not belong among the anchors"
            yield Finding(
                "archive-anchor", Severity.ERROR, Place(f"{archive.name}/{ANCHORS}/{path.name}"), "", what,
                "each stored head in the chain", "Put the ledger back from a copy: it has lost its end.",
            )  # fmt: skip
