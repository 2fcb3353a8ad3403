"""What must be known of a ledger to add to it: its end, and what is there of each month."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from boardpack.archive.layout import LEDGER
from boardpack.archive.ledger import Entry, Ledger

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
