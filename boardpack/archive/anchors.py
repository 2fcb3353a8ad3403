"""Anchors: the head of the chain, written down or stamped elsewhere, so that even its end is proved.

A chain proves that no entry but the last was changed; only its head, kept outside, proves that none
was cut off the end. The head is a SHA-256 value, so a time stamp (RFC 3161) can be asked for it as it
is: `openssl ts -query -sha256 -digest HEAD -cert -out head.tsq`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from boardpack.archive.layout import ANCHORS, UNFINISHED
from boardpack.archive.ledger import Entry, Ledger, read_ledger
from boardpack.archive.read import read_kept
from boardpack.archive.store import (
    ArchiveFault,
    Effects,
    explained,
    locked,
    make_folders,
    replace_file,
)
from boardpack.errors import UsageFault
from boardpack.model.finding import Finding, Place, Severity

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
