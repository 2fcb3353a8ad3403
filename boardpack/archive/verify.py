"""Is everything still what it was? Every file of every bag, the chain, and what does not belong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from boardpack.archive.anchors import check_anchors
from boardpack.archive.bag import check_bag
from boardpack.archive.layout import (
    ANCHORS,
    INDEX,
    LEDGER,
    LOCK,
    PENDING,
    README,
    UNFINISHED,
    VERSION,
    bag_paths,
)
from boardpack.archive.ledger import Entry, Ledger, pending_entry, read_ledger
from boardpack.archive.sends import SENDS
from boardpack.archive.store import explained, locked
from boardpack.errors import UsageFault
from boardpack.model.finding import Finding, Place, Severity

FROM_A_COPY = "Put it back from a copy, and find out how it came about."


def verify_all(archive: Path) -> tuple[Finding, ...]:
    """Check the whole archive: chain, every bag, stored anchors, and whatever does not belong there."""
    with explained(archive), locked(archive, shared=True):
        ledger = read_ledger(archive)
        once = {
            (entry.path, *entry.seals.values()): entry for entry in ledger.entries
        }  # lines may be repeated
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
