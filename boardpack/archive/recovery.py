"""Clearing up after a run that was stopped: what it had begun is finished, or undone, and said in words."""

from __future__ import annotations

from pathlib import Path

from boardpack.archive.bag import check_bag
from boardpack.archive.layout import LEDGER, PENDING, UNFINISHED, bag_paths
from boardpack.archive.ledger import Entry, Ledger, ledger_line, pending_entry, read_ledger
from boardpack.archive.store import (
    GROWING,
    ArchiveFault,
    Effects,
    append_to_file,
    make_folders,
    may_append,
    remove_tree,
    replace_file,
    sync_file,
    sync_folder,
)


def recover(disk: Effects, archive: Path) -> tuple[Ledger, tuple[str, ...]]:
    """Finish or undo what a stopped run began, under the lock; return the ledger as it then is.

    ArchiveFault when the ledger is not as it was written, or there are bags that it has no entry for.
    """
    ledger = read_ledger(archive)
    if ledger.faults:
        fault = ledger.faults[0]
        raise ArchiveFault(
            f"{archive / LEDGER}:{fault.line}: {fault.what}. Put the ledger back from a copy, then run "
            "`boardpack archive verify --all`; nothing is added until its chain is whole."
        )
    notes = []
    for leftover in sorted(archive.glob(f"{UNFINISHED}*")):
        remove_tree(disk, leftover)
        notes.append(f"Cleared away {leftover.name}, which a run that was stopped had left.")
    if note := _settle(disk, archive, ledger):
        notes.append(note)
        ledger = read_ledger(archive)
    _refuse_unknown(archive, ledger)
    return ledger, tuple(notes)


def enter(disk: Effects, archive: Path, entry: Entry) -> None:
    """Append the entry of an edition whose bag is in place to the ledger, and remove its pending entry."""
    file, line = archive / LEDGER, ledger_line(entry)
    if may_append(file):
        append_to_file(disk, file, line)
    else:
        replace_file(disk, file, read_ledger(archive).raw + line, GROWING)
    disk.remove_file(archive / PENDING)


def _refuse_unknown(archive: Path, ledger: Ledger) -> None:
    """Go no further when there are bags without an entry: a chain that lost its end must not be continued."""
    unknown = bag_paths(archive) - {entry.path for entry in ledger.entries}
    if unknown:
        raise ArchiveFault(
            f"{archive / min(unknown)}: the folder is there, but the ledger knows nothing of it. If "
            f"{LEDGER} has lost its end, put it back from a copy; else find out where the folder came from. "
            "Nothing was added."
        )


def _settle(disk: Effects, archive: Path, ledger: Ledger) -> str:
    """Deal with a pending entry: complete it when its bag is in place, else forget it."""
    pending = archive / PENDING
    if not pending.exists():
        return ""
    entry = pending_entry(archive)
    if entry is None:  # it was being written: nothing had been put in place yet
        disk.remove_file(pending)
        return "Forgot an edition that a stopped run had only begun to put in place."
    name = entry.path
    if entry in ledger.entries:
        sync_file(disk, archive / LEDGER)
        sync_folder(disk, archive)
        disk.remove_file(pending)
        return f"{name} was issued by a run that was stopped right after; it is complete."
    final = archive / name
    if not final.exists() and not ledger.torn:
        disk.remove_file(pending)
        return f"A stopped run had not put {name} in place; it was not issued. Issue it again."
    faults = check_bag(final, entry.seals)
    if faults or entry.previous != ledger.head:
        what = f"{faults[0].path or 'it'} {faults[0].what}" if faults else "the ledger has gone on without it"
        raise ArchiveFault(
            f"{final}: a stopped run had put this version in place without entering it in the ledger, "
            f"and {what}. Nothing was changed. Move that folder and {pending.name} out of the archive "
            "and issue it again."
        )
    make_folders(disk, archive, final.parent)
    sync_folder(disk, final.parent)
    if ledger.torn:
        replace_file(disk, archive / LEDGER, ledger.raw, GROWING)
    enter(disk, archive, entry)
    part = " and had written a part of its line" if ledger.torn else ""
    return f"Entered {name} in the ledger: a run was stopped after it had put it in place{part}."
