"""Committing an edition, and clearing up after a run that was stopped.

The order is what makes it safe. (1) The bag is written beside, under a name that begins with
`.tmp-`, each file and folder seen to the disk; (2) it is read again and checked; (3) its entry is
written to `.pending.json`; (4) the bag is renamed into place and the month's folder seen to the disk;
(5) the ledger is written anew with the entry, beside, and renamed; (6) the pending entry is removed.
An edition is committed when the ledger has it. A run that stops before (4) leaves nothing but
leftovers; one that stops after it leaves a whole bag and the entry that completes it.
"""

from __future__ import annotations

import contextlib
import hashlib
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from boardpack.archive.bag import check_bag, make_bag, seal
from boardpack.archive.issue import Issue, content_hash, payload
from boardpack.archive.layout import LEDGER, PENDING, README, README_TEXT, UNFINISHED, bag_folder, bag_paths
from boardpack.archive.ledger import Entry, Ledger, pending_entry, read_ledger, write_entry
from boardpack.archive.read import not_a_folder
from boardpack.archive.retention import DEFAULT, Retention
from boardpack.archive.store import (
    ArchiveFault,
    Effects,
    explained,
    locked,
    make_folders,
    remove_tree,
    replace_file,
    sync_folder,
    write_file,
    write_tree,
)
from boardpack.errors import UsageFault


class Added(Struct, frozen=True):
    """What came of an `add`."""

    entry: Entry
    already: bool
    """True when the latest version has the same content, and nothing was added."""
    notes: tuple[str, ...]
    """Words about what an earlier, stopped run had left and what was done about it."""


class Terms(Struct, frozen=True):
    """What is said about an edition at its issue."""

    issued_at: datetime
    """With its offset from UTC."""
    reason: str = ""
    """Why it supersedes an earlier version."""
    retention: Retention = DEFAULT
    agent: str = "boardpack"
    """The program that made the bag."""


def add(
    archive: Path, issue: Issue, terms: Terms, *, effects: Effects | None = None, patience: float = 60.0
) -> Added:
    """Issue an edition: keep it for good under the next version number of its month.

    The same content as the latest version adds nothing. A second version needs a reason (UsageFault).
    ArchiveFault, with everything issued before kept as it was, when the disk or the archive refuses.
    """
    disk = effects or Effects()
    with explained(archive):
        _open(disk, archive)
        with locked(archive, patience=patience):
            ledger, notes = _recover(disk, archive)
            return replace(_issue(disk, archive, ledger, issue, terms), notes=notes)


def recover(archive: Path, *, effects: Effects | None = None, patience: float = 60.0) -> tuple[str, ...]:
    """Clear up after a stopped run, and say in words what was done."""
    with explained(archive), locked(archive, patience=patience):
        return _recover(effects or Effects(), archive)[1]


# ------------------------------------------------------------------------------------------ issuing


def _open(disk: Effects, archive: Path) -> None:
    if archive.exists() and not archive.is_dir():
        raise not_a_folder(archive)
    if not archive.is_dir():
        with contextlib.suppress(FileExistsError):  # another run was quicker
            disk.make_folder(archive)
    sync_folder(disk, archive.parent)


def _issue(disk: Effects, archive: Path, ledger: Ledger, issue: Issue, terms: Terms) -> Added:
    files = payload(issue)
    content = content_hash(issue)
    earlier = ledger.versions(issue.slug, issue.period)
    if earlier and earlier[-1].content == content:
        return Added(earlier[-1], already=True, notes=())
    if earlier and not terms.reason.strip():
        raise UsageFault(
            f"{issue.period} was issued before, as v{earlier[-1].version}. A correction is a new version and "
            "says why: give the reason with --reason."
        )
    version = earlier[-1].version + 1 if earlier else 1
    draft = _entry(issue, terms, ledger, version)
    bag = make_bag(files, _info(draft, issue, terms))
    entry = replace(
        draft,
        content=content,
        bag_size=sum(len(data) for data in bag.values()),
        seal_sha256=seal(bag, "sha256"),
        seal_sha512=seal(bag, "sha512"),
    )
    _commit(disk, archive, ledger, entry, bag)
    return Added(entry, already=False, notes=())


def _entry(issue: Issue, terms: Terms, ledger: Ledger, version: int) -> Entry:
    """Return the entry as far as it is known before the bag is made."""
    start = _meeting(issue) or terms.issued_at.date()
    return Entry(
        number=len(ledger.entries) + 1,
        pack=issue.slug,
        period=issue.period,
        version=version,
        issued_at=terms.issued_at.isoformat(timespec="seconds"),
        title=issue.facts.get("title", issue.slug),
        printed_version=issue.facts.get("version", ""),
        classification=issue.facts.get("classification", ""),
        supersedes=f"v{version - 1}" if version > 1 else "",
        reason=" ".join(terms.reason.split()) if version > 1 else "",
        retention=terms.retention.name,
        keep_until=terms.retention.until(start),
        pdf_name=issue.pdf_name,
        pdf_size=len(issue.pdf),
        pdf_sha256=hashlib.sha256(issue.pdf).hexdigest(),
        pages=issue.pages,
        bag_size=0,
        content="",
        seal_sha256="",
        seal_sha512="",
        previous=ledger.head,
    )


def _meeting(issue: Issue) -> date | None:
    try:
        return date.fromisoformat(issue.facts.get("meeting_date", ""))
    except ValueError:
        return None


def _info(entry: Entry, issue: Issue, terms: Terms) -> tuple[tuple[str, str], ...]:
    """Return bag-info.txt: the reserved labels of RFC 8493, 2.2.2, then our own."""
    rows = (
        ("Source-Organization", issue.facts.get("council", "")),
        ("Bagging-Date", terms.issued_at.date().isoformat()),
        ("Bag-Software-Agent", terms.agent),
        ("External-Identifier", entry.path),
        ("External-Description", f"{entry.title}, {issue.period}"),
        ("Issued-At", entry.issued_at),
        ("Pack", entry.pack),
        ("Period", entry.period),
        ("Version", str(entry.version)),
        ("Printed-Version", entry.printed_version),
        ("Supersedes", entry.supersedes),
        ("Supersedes-Reason", entry.reason),
        ("Classification", entry.classification),
        ("Retention-Class", entry.retention),
        ("Keep-Until", entry.keep_until),
        ("PDF-Name", entry.pdf_name),
        ("PDF-SHA-256", entry.pdf_sha256),
        ("PDF-Pages", str(entry.pages)),
    )
    return tuple((label, value) for label, value in rows if value.strip())


def _commit(disk: Effects, archive: Path, ledger: Ledger, entry: Entry, bag: dict[str, bytes]) -> None:
    final = bag_folder(archive, entry.pack, entry.period, entry.version)
    beside = archive / f"{UNFINISHED}{entry.pack}-{entry.period}-v{entry.version}"
    try:
        _build(disk, archive, beside, bag, entry)
        _place(disk, archive, beside, final, entry)
    except OSError:
        if beside.exists():
            with contextlib.suppress(OSError):  # the next run clears away what this one cannot
                remove_tree(disk, beside)
        raise
    _enter(disk, archive, ledger, entry)


def _build(disk: Effects, archive: Path, beside: Path, bag: dict[str, bytes], entry: Entry) -> None:
    if not (archive / README).exists():
        replace_file(disk, archive / README, README_TEXT.encode())
    make_folders(disk, archive, archive / entry.pack / entry.period)
    write_tree(disk, beside, bag)
    faults = check_bag(beside, entry.seals)
    if faults:
        raise ArchiveFault(
            f"{beside / faults[0].path}: reads back differently from what was written; the disk is not "
            "to be trusted. Nothing was added."
        )


def _place(disk: Effects, archive: Path, beside: Path, final: Path, entry: Entry) -> None:
    write_file(disk, archive / PENDING, f"{write_entry(entry)}\n".encode())
    sync_folder(disk, archive)
    disk.rename(beside, final)
    sync_folder(disk, final.parent)


def _enter(disk: Effects, archive: Path, ledger: Ledger, entry: Entry) -> None:
    """Enter an edition whose bag is in place, and forget that it was pending."""
    replace_file(disk, archive / LEDGER, ledger.raw + f"{write_entry(entry)}\n".encode())
    disk.remove_file(archive / PENDING)


# --------------------------------------------------------------------------------------- recovering


def _recover(disk: Effects, archive: Path) -> tuple[Ledger, tuple[str, ...]]:
    """Finish or undo what a stopped run began; return the ledger as it then is."""
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
    notes += [note] if (note := _settle(disk, archive, ledger)) else []
    ledger = read_ledger(archive)
    _refuse_unknown(archive, ledger)
    return ledger, tuple(notes)


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
        sync_folder(disk, archive)
        disk.remove_file(pending)
        return f"{name} was issued by a run that was stopped right after; it is complete."
    final = archive / name
    if not final.exists():
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
    _enter(disk, archive, ledger, entry)
    return f"Entered {name} in the ledger: a run was stopped after it had put it in place."
