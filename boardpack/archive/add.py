"""Committing editions, and clearing up after a run that was stopped: the order of the steps makes it safe.

(1) The bag is written beside its place, under a name that begins with `.tmp-`, each file and folder seen to
the disk; (2) it is read again and checked; (3) its entry is written to `.pending.json`; (4) the bag is
renamed into place and the month's folder seen to the disk; (5) the entry is appended to the ledger; (6) the
pending entry is removed. An edition is committed when the ledger has its whole line. A run that stops before
(4) leaves nothing but leftovers; one that stops after it leaves a whole bag and the entry that completes it,
and perhaps a part of the ledger's last line. `recover` finishes or undoes what it had begun and says so.
"""

from __future__ import annotations

import contextlib
import hashlib
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from boardpack.archive.bag import check_bag, make_bag, seal
from boardpack.archive.issue import DEFAULT_RETENTION, Issue, Retention, content_hash, payload
from boardpack.archive.ledger import (
    Chain,
    Entry,
    Ledger,
    ledger_line,
    ledger_stamp,
    pending_entry,
    read_chain,
    read_ledger,
)
from boardpack.archive.store import (
    GROWING,
    LEDGER,
    PENDING,
    README,
    README_TEXT,
    UNFINISHED,
    ArchiveFault,
    Effects,
    append_to_file,
    bag_paths,
    explained,
    locked,
    make_folders,
    may_append,
    not_a_folder,
    remove_tree,
    replace_file,
    sync_file,
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
    notes: tuple[str, ...] = ()
    """Words about what an earlier, stopped run had left and what was done about it."""
    earlier: Entry | None = None
    """The version that this one supersedes."""
    other_packs: tuple[str, ...] = ()
    """Other packs that the archive holds of the same month."""


class Terms(Struct, frozen=True):
    """What is said about an edition at its issue."""

    issued_at: datetime
    """With its offset from UTC."""
    reason: str = ""
    """Why it supersedes an earlier version."""
    retention: Retention = DEFAULT_RETENTION
    agent: str = "boardpack"
    """The program that made the bag."""


class ArchiveWriter:
    """Adds editions to an archive; what it holds is looked through once, however many are added.

    The lock is held for one edition at a time. Where another run has written to the archive meanwhile, or
    an edition failed, the archive is looked through again.
    """

    def __init__(self, archive: Path, *, effects: Effects | None = None, patience: float = 60.0) -> None:
        """Write to `archive`, which need not be there yet; wait up to `patience` seconds for its lock."""
        self._archive = archive
        self._disk = effects or Effects()
        self._patience = patience
        self._chain: Chain | None = None

    def add(self, issue: Issue, terms: Terms) -> Added:
        """Issue an edition: keep it for good under the next version number of its month.

        The same content as the latest version adds nothing. A second version needs a reason (UsageFault).
        ArchiveFault, with everything issued before kept as it was, when the disk or the archive refuses.
        """
        with explained(self._archive):
            if self._chain is None:
                _open(self._disk, self._archive)
            with locked(self._archive, patience=self._patience):
                chain, notes = self._known()
                self._chain = None
                added = _issue(self._disk, self._archive, chain, issue, terms)
                chain.stamp = ledger_stamp(self._archive)
                self._chain = chain
        return replace(added, notes=notes)

    def _known(self) -> tuple[Chain, tuple[str, ...]]:
        """Return the chain as it is now; look through the archive unless nobody has written since."""
        if self._chain is not None and _untouched(self._archive, self._chain):
            return self._chain, ()
        ledger, notes = recover(self._disk, self._archive)
        return read_chain(self._archive, ledger), notes


def add(
    archive: Path, issue: Issue, terms: Terms, *, effects: Effects | None = None, patience: float = 60.0
) -> Added:
    """Issue one edition, as `ArchiveWriter.add` does."""
    return ArchiveWriter(archive, effects=effects, patience=patience).add(issue, terms)


def _untouched(archive: Path, chain: Chain) -> bool:
    """Whether the ledger is the one last seen, and no stopped run has left anything."""
    if ledger_stamp(archive) != chain.stamp or (archive / PENDING).exists():
        return False
    return not any(child.name.startswith(UNFINISHED) for child in archive.iterdir())


# ------------------------------------------------------------------------------------------ issuing


def _open(disk: Effects, archive: Path) -> None:
    if archive.exists() and not archive.is_dir():
        raise not_a_folder(archive)
    if not archive.is_dir():
        with contextlib.suppress(FileExistsError):  # another run was quicker
            disk.make_folder(archive)
    sync_folder(disk, archive.parent)


def _issue(disk: Effects, archive: Path, chain: Chain, issue: Issue, terms: Terms) -> Added:
    files = payload(issue)
    content = content_hash(issue)
    earlier = chain.latest.get((issue.slug, issue.period))
    others = tuple(sorted(chain.packs.get(issue.period, set()) - {issue.slug}))
    if earlier is not None and earlier.content == content:
        return Added(earlier, already=True)
    if earlier is not None and not terms.reason.strip():
        raise UsageFault(
            f"{issue.period} was issued before, as v{earlier.version}. A correction is a new version and "
            "says why: give the reason with --reason."
        )
    draft = _entry(issue, terms, chain, earlier.version + 1 if earlier is not None else 1)
    bag = make_bag(files, _info(draft, issue, terms))
    entry = replace(
        draft,
        content=content,
        bag_size=sum(len(data) for data in bag.values()),
        seal_sha256=seal(bag, "sha256"),
        seal_sha512=seal(bag, "sha512"),
    )
    _commit(disk, archive, entry, bag)
    chain.append(entry)
    return Added(entry, already=False, earlier=earlier, other_packs=others)


def _entry(issue: Issue, terms: Terms, chain: Chain, version: int) -> Entry:
    """Return the entry as far as it is known before the bag is made."""
    start = _meeting(issue) or terms.issued_at.date()
    return Entry(
        number=chain.length + 1,
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
        previous=chain.head,
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


def _commit(disk: Effects, archive: Path, entry: Entry, bag: dict[str, bytes]) -> None:
    final = archive / entry.path
    staged = archive / f"{UNFINISHED}{entry.pack}-{entry.period}-v{entry.version}"
    try:
        _build(disk, archive, staged, bag, entry)
        _place(disk, archive, staged, final, entry)
    except OSError:
        if staged.exists():
            with contextlib.suppress(OSError):  # the next run clears away what this one cannot
                remove_tree(disk, staged)
        raise
    enter(disk, archive, entry)


def _build(disk: Effects, archive: Path, staged: Path, bag: dict[str, bytes], entry: Entry) -> None:
    if not (archive / README).exists():
        replace_file(disk, archive / README, README_TEXT.encode())
    make_folders(disk, archive, archive / entry.pack / entry.period)
    write_tree(disk, staged, bag)
    faults = check_bag(staged, entry.seals)
    if faults:
        raise ArchiveFault(
            f"{staged / faults[0].path}: reads back differently from what was written; the disk is not "
            "to be trusted. Nothing was added."
        )


def _place(disk: Effects, archive: Path, staged: Path, final: Path, entry: Entry) -> None:
    write_file(disk, archive / PENDING, ledger_line(entry))
    sync_folder(disk, archive)
    disk.rename(staged, final)
    sync_folder(disk, final.parent)


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
