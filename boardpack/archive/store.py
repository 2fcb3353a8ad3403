"""The archive's folder: where things are in it, and the one door through which they are read and written.

What must not be lost is written by `Effects`, which has one method for each call of the operating system
that changes a disk. The tests pass in other Effects: some stop the process at a chosen call, some fail it,
some record it so that a loss of power can be simulated.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from boardpack.errors import BoardpackError
from boardpack.load.files import ReadFault, read_file

SENDS = "sends"
"""Folder of the send ledgers; no pack may have this name."""

LEDGER = "ledger.jsonl"
LOCK = ".lock"
PENDING = ".pending.json"
"""The entry of an edition that is being put in place; it outlives a stopped run."""
UNFINISHED = ".tmp-"
"""How every file or folder begins that is still being written; the next run clears them away."""
INDEX = "search.sqlite"
"""The search index: may be deleted at any time, and is made again from the bags."""
ANCHORS = "anchors"
README = "README.txt"

RESERVED = frozenset({SENDS, ANCHORS})
"""Names that no pack may have."""

RECORD = "disclosure.json"
"""The file of a bag's data folder in which a public edition says what it published and suppressed."""
RESTRICTED = "-restricted"
"""How the name of a pack's restricted edition ends; its public one has the same name without."""

VERSION = re.compile(r"v([1-9][0-9]*)")
SLUG = re.compile(r"\w[\w-]*")


def bag_path(pack: str, period: str, version: int) -> str:
    """Return a version's folder below the archive, with forward slashes: `<pack>/2017-10/v1`."""
    return f"{pack}/{period}/v{version}"


def bag_paths(archive: Path) -> set[str]:
    """Return the path below the archive of whatever is where a bag would be."""
    return {
        f"{pack.name}/{period.name}/{version}"
        for pack in _folders(archive)
        if pack.name not in RESERVED and pack.name[0] != "."
        for period in _folders(pack)
        for version in os.listdir(period)  # noqa: PTH208 - names are enough, and there are thousands
        if VERSION.fullmatch(version)
    }


def _folders(folder: Path | os.DirEntry[str]) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return [entry for entry in found if entry.is_dir()]


README_TEXT = """\
This folder is an archive of issued committee papers, kept by boardpack.

Each issued version is a folder <pack>/<month>/v<number>/. It is a BagIt bag (RFC 8493): the paper
and everything it was made from are under data/. A correction is a new version; bag-info.txt says
what it supersedes and why. Nothing here is ever overwritten or deleted by the program.

To check a version without boardpack, go into its folder and run

    sha256sum -c manifest-sha256.txt        the paper and its inputs
    sha256sum -c tagmanifest-sha256.txt     the bag's own lists

or the same with sha512sum and the sha512 files, or use any other BagIt tool.

ledger.jsonl lists every issued version, one JSON object a line, oldest first. Its last member,
"hash", is the SHA-256 of the line as it stands without that member (and the comma and space before
it), and "previous" is the "hash" of the line before, so that no line can be changed or taken out
unseen. "seal_sha256" is the SHA-256 of the bag's tagmanifest-sha256.txt, and "seal_sha512" the
SHA-512 of its tagmanifest-sha512.txt. The last line's hash, written down in minutes, proves the
whole of it.

anchors/ holds timestamps or signatures of the ledger's head, if any were stored.
sends/ holds who each version was sent to, if it was sent from here.
search.sqlite is only an index; it may be deleted.
"""


class ArchiveFault(BoardpackError):  # noqa: N818 - the house's word
    """The archive cannot do what was asked, and has kept everything it held."""


LARGEST = 200_000_000
"""Bytes of the largest file that is read from an archive."""


def read_kept(archive: Path, file: str, *, start: int = 0) -> bytes:
    """Read a file of the archive, given below it, by the loader's guard; from its byte `start` on.

    FileNotFoundError when it is absent; ArchiveFault for a pipe, a link that leads out, a folder, or an
    archive that is no folder.
    """
    if archive.exists() and not archive.is_dir():
        raise not_a_folder(archive)
    try:
        return read_file(archive, file, limit=LARGEST, start=start)
    except ReadFault as fault:
        raise ArchiveFault(
            f"{archive / file}: {fault.found} where an ordinary file of the archive should be. Move it away, "
            "put the file back from a copy, and run `boardpack archive verify --all`."
        ) from fault


def not_a_folder(archive: Path) -> ArchiveFault:
    """What is said of an archive that is a file."""
    return ArchiveFault(
        f"{archive} is a file where the folder of issued packs should be. Move it away, or rename it, "
        "and run this again."
    )


if sys.platform == "win32":  # pragma: no cover
    import msvcrt
else:
    import fcntl

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
GROWING_FILE = (
    os.O_WRONLY | os.O_APPEND | os.O_CREAT
    | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)  # fmt: skip
SYNCED_FILE = (os.O_RDWR if sys.platform == "win32" else os.O_RDONLY) | getattr(os, "O_CLOEXEC", 0)
MODE = 0o644 if sys.platform == "win32" else 0o444
"""Nobody writes to a kept file again; on Windows a file so marked could not even be renamed over."""
GROWING = 0o644
"""The mode of a file that is written to at its end."""


class Effects:
    """The calls that change a disk, one method each."""

    def make_folder(self, path: Path) -> None:
        """Make one folder."""
        path.mkdir()

    def create(self, path: Path, mode: int = MODE) -> int:
        """Make a new, empty file, by default one that nobody may write to later; return its descriptor."""
        return os.open(path, NEW_FILE, mode)

    def open_to_append(self, path: Path) -> int:
        """Open a file to write at its end, or make it; return its descriptor."""
        return os.open(path, GROWING_FILE, GROWING)

    def write(self, descriptor: int, path: Path, data: bytes) -> None:  # noqa: ARG002 - for the tests
        """Write all of the bytes."""
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]

    def sync(self, descriptor: int, path: Path) -> None:  # noqa: ARG002 - for the tests
        """Return only when the disk itself holds the file, or the folder's list of names."""
        if sys.platform == "darwin":  # pragma: no cover - there fsync stops at the drive's own cache
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        else:
            os.fsync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Give a file or folder another name, in one step."""
        source.replace(target)

    def remove_file(self, path: Path) -> None:
        """Remove one file."""
        path.unlink()

    def remove_folder(self, path: Path) -> None:
        """Remove one empty folder."""
        path.rmdir()


def write_file(effects: Effects, path: Path, data: bytes, mode: int = MODE) -> None:
    """Write a new file and see it to the disk."""
    descriptor = effects.create(path, mode)
    try:
        effects.write(descriptor, path, data)
        effects.sync(descriptor, path)
    finally:
        os.close(descriptor)


def sync_file(effects: Effects, path: Path) -> None:
    """See a file to the disk that another run may have written and not seen to it."""
    descriptor = os.open(path, SYNCED_FILE)
    try:
        effects.sync(descriptor, path)
    finally:
        os.close(descriptor)


def sync_folder(effects: Effects, path: Path) -> None:
    """See a folder's list of names to the disk (Windows has no call for it, and keeps a log of its own)."""
    if sys.platform == "win32":  # pragma: no cover
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        effects.sync(descriptor, path)
    finally:
        os.close(descriptor)


def replace_file(effects: Effects, path: Path, data: bytes, mode: int = MODE) -> None:
    """Write a file anew: at every moment either the old one or the new one is there, whole."""
    staged = path.with_name(f"{UNFINISHED}{path.name}")
    write_file(effects, staged, data, mode)
    effects.rename(staged, path)
    sync_folder(effects, path.parent)


def append_to_file(effects: Effects, path: Path, data: bytes) -> None:
    """Write to the end of a file, which is made when it is absent, and see it to the disk.

    A run that is stopped meanwhile may leave a part of `data` at the end.
    """
    new = not path.exists()
    descriptor = effects.open_to_append(path)
    try:
        effects.write(descriptor, path, data)
        effects.sync(descriptor, path)
    finally:
        os.close(descriptor)
    if new:
        sync_folder(effects, path.parent)


def may_append(path: Path) -> bool:
    """Whether a file may be written to at its end: none yet, or one of this user's without other names.

    A ledger made by 0.1.0 is read-only; one with another hard link is somebody's copy as well.
    """
    return not path.exists() or (os.access(path, os.W_OK) and path.stat().st_nlink == 1)


def make_folders(effects: Effects, top: Path, below: Path) -> None:
    """Make the folders from `top` (which is there) down to `below`, and see their names to the disk.

    Names that are there already are seen to the disk as well: a run that was stopped may have made them
    and gone no further. What is then put into `below` is for the caller to see to.
    """
    steps = [top, *(top.joinpath(*below.relative_to(top).parts[: n + 1])
                    for n in range(len(below.relative_to(top).parts)))]  # fmt: skip
    for step in steps[1:]:
        if not step.is_dir():
            effects.make_folder(step)
    for step in reversed(steps[:-1]):
        sync_folder(effects, step)


def write_tree(effects: Effects, folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder with all its files, and see files and folders to the disk."""
    folders = sorted(
        {parent for name in files for parent in (folder / name).parents if folder in parent.parents}
    )
    effects.make_folder(folder)
    for inner in folders:
        effects.make_folder(inner)
    for name in sorted(files):
        write_file(effects, folder / name, files[name])
    for inner in reversed(folders):
        sync_folder(effects, inner)
    sync_folder(effects, folder)


def remove_tree(effects: Effects, path: Path) -> None:
    """Remove a file, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        for child in sorted(path.iterdir()):
            remove_tree(effects, child)
        effects.remove_folder(path)
    else:
        effects.remove_file(path)


@contextlib.contextmanager
def locked(archive: Path, *, patience: float = 60.0, shared: bool = False) -> Iterator[None]:
    """Hold the archive's lock: one writer, or any number of readers, on this machine.

    Waits up to `patience` seconds. A reader of an archive that cannot be written to goes on without.
    """
    try:
        descriptor = os.open(archive / LOCK, LOCK_FLAGS, 0o644)
    except OSError:
        if not shared:
            raise
        yield
        return
    try:
        _wait(descriptor, archive, patience, shared=shared)
        yield
    finally:
        os.close(descriptor)


LOCK_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
PAUSE = 0.02


def _wait(descriptor: int, archive: Path, patience: float, *, shared: bool) -> None:
    for attempt in range(int(patience / PAUSE) + 1):
        if _try_lock(descriptor, shared=shared):
            return
        if attempt * PAUSE < patience:
            time.sleep(PAUSE)
    raise ArchiveFault(
        f"{archive}: another run of boardpack is writing to the archive, and has been for "
        f"{patience:g} seconds. Wait until it is done and run this again; if no other run is there, look for "
        "one that hangs."
    )


def _try_lock(descriptor: int, *, shared: bool) -> bool:
    """Take the lock if it is free; it goes when the descriptor is closed or the process ends."""
    if sys.platform == "win32":  # pragma: no cover
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@contextlib.contextmanager
def explained(archive: Path) -> Iterator[None]:
    """Turn the operating system's refusals into words."""
    try:
        yield
    except OSError as fault:
        place = fault.filename or archive
        remedy = REMEDIES.get(fault.errno or 0, "See to the disk or the folder")
        raise ArchiveFault(
            f"{place}: {fault.strerror or fault}. {remedy}, then run this again. "
            "Every edition issued before is kept as it was."
        ) from fault


REMEDIES = {
    errno.ENOSPC: "The disk is full: make room",
    errno.EDQUOT: "Your share of the disk is used up: make room",
    errno.EIO: "The disk reports a fault: have it looked at",
    errno.EACCES: "You may not write there: ask for the right to",
    errno.EPERM: "The file system does not allow it: keep the archive on another one",
    errno.EROFS: "The disk is read-only: make it writable",
    errno.EXDEV: "Part of the archive is on another disk: keep it on one",
    errno.ENOTSUP: "The file system cannot do it: keep the archive on another one",
    errno.EEXIST: "Move it away",
    errno.EISDIR: "It is a folder: move it away",
    errno.ENOTDIR: "A file stands where a folder should be: move it away",
    errno.ELOOP: "It is a link: put the file itself in its place, or move it away",
    errno.EINVAL: "The file system cannot do it: keep the archive on another one",
}
