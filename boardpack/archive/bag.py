"""A BagIt bag (RFC 8493) with SHA-256 and SHA-512 lists: made whole in memory, checked on the disk."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from boardpack.load.files import read_file

LIST = 20_000_000
"""Bytes of the longest list of checksums."""

ALGORITHMS = ("sha256", "sha512")

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def make_bag(payload: Mapping[str, bytes], info: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
    """Return every file of a bag by its path: payload, bagit.txt, bag-info.txt, lists of checksums."""
    size = sum(len(data) for data in payload.values())
    rows = (*info, ("Payload-Oxum", f"{size}.{len(payload)}"))
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": "".join(f"{label}: {' '.join(value.split())}\n" for label, value in rows).encode(),
        **{f"manifest-{name}.txt": _list(payload, name) for name in ALGORITHMS},
    }
    lists = {f"tagmanifest-{name}.txt": _list(tags, name) for name in ALGORITHMS}
    return {**payload, **tags, **lists}


def _list(files: Mapping[str, bytes], algorithm: str) -> bytes:
    lines = (f"{hashlib.new(algorithm, files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def seal(bag: Mapping[str, bytes], algorithm: str) -> str:
    """Return the checksum that represents the whole bag: that of the list of its lists."""
    return hashlib.new(algorithm, bag[f"tagmanifest-{algorithm}.txt"]).hexdigest()


class BagFault(Struct, frozen=True):
    """A file that is not what it was, by its path below the bag (empty for the bag itself)."""

    path: str
    what: str


CHANGED = "has changed since it was issued"
MISSING = "is missing"
STRAY = "is not part of the edition"
NOT_A_FILE = "is not an ordinary file"


def check_bag(folder: Path, seals: Mapping[str, str]) -> tuple[BagFault, ...]:
    """Compare a bag with its lists, and its lists with the seals of the ledger; name every file that differs.

    `seals` gives the expected `seal` by algorithm; without any the lists are taken at their word.
    """
    if not folder.is_dir():
        return (BagFault("", MISSING),)
    faults: dict[str, str] = {}
    found = {path: _digests(folder, path, faults) for path in sorted(walk_files(folder))}
    lists = {name: f"tagmanifest-{name}.txt" for name in ALGORITHMS}
    for name, path in lists.items():
        if path not in found:
            faults[path] = MISSING
        elif name in seals and found[path].get(name) != seals[name]:
            faults[path] = faults.get(path, CHANGED)
    listed = _compare(folder, lists, found, faults)
    manifests = {name: f"manifest-{name}.txt" for name in ALGORITHMS}
    listed |= _compare(folder, manifests, found, faults)
    for path in found.keys() - listed - set(lists.values()):
        faults.setdefault(path, STRAY)
    return tuple(BagFault(path, faults[path]) for path in sorted(faults))


def _compare(
    folder: Path, lists: Mapping[str, str], found: Mapping[str, Mapping[str, str]], faults: dict[str, str]
) -> set[str]:
    """Compare files with the lists that can be trusted; add the faults, return every path listed."""
    sound = {name: path for name, path in lists.items() if path not in faults}
    there = {name: path for name, path in lists.items() if found.get(path)}
    listed: set[str] = set()
    for name, path in (sound or there).items():
        for entry, digest in read_list(folder / path):
            listed.add(entry)
            if entry not in found:
                faults.setdefault(entry, MISSING)
            elif found[entry].get(name) != digest:
                faults.setdefault(entry, CHANGED)
    return listed


def read_list(path: Path) -> Iterator[tuple[str, str]]:
    """Read a list of checksums: each file's path and checksum; lines that make no sense are passed over."""
    for line in read_file(path.parent, path.name, limit=LIST).decode("utf-8", "replace").split("\n"):
        digest, gap, name = line.partition("  ")
        if gap and name:
            yield name, digest


def walk_files(folder: Path, below: str = "") -> Iterator[str]:
    """Every file below a folder, by its path; links are not followed."""
    for child in folder.iterdir():
        path = f"{below}{child.name}"
        if child.is_dir() and not child.is_symlink():
            yield from walk_files(child, f"{path}/")
        else:
            yield path


def _digests(folder: Path, path: str, faults: dict[str, str]) -> Mapping[str, str]:
    """Return a file's checksums by algorithm; none, and a fault, for what cannot be read as a file."""
    hashes = {name: hashlib.new(name) for name in ALGORITHMS}
    try:
        if not stat.S_ISREG((folder / path).lstat().st_mode):
            faults[path] = NOT_A_FILE
            return {}
        with (folder / path).open("rb") as file:
            while chunk := file.read(1 << 20):
                for one in hashes.values():
                    one.update(chunk)
    except OSError as fault:
        faults[path] = f"cannot be read ({fault.strerror})"
        return {}
    return {name: one.hexdigest() for name, one in hashes.items()}
