"""Where things are in the archive's folder, and the README of that folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

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


def bag_folder(archive: Path, pack: str, period: str, version: int) -> Path:
    """Return the folder of a version's bag."""
    return archive / pack / period / f"v{version}"


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
