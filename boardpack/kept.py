"""What one run keeps in a folder for the next: each entry is whole, or as good as absent.

An entry's key names everything that its content depends on, so an entry cannot be out of date: what has
changed has another key. It carries a digest of itself; one that is damaged, cut short or renamed is not
read. A folder may be deleted at any time, and one that cannot be written costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def key_of(*parts: str) -> str:
    """Name an entry after everything that its content depends on."""
    return digest("\n".join(parts).encode())


def digest(content: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of_files(files: Iterable[Path]) -> str:
    """Name the content of some files, whatever order they come in."""
    return " ".join(digest(file.read_bytes()) for file in sorted(files))


def recall(folder: Path, key: str) -> bytes | None:
    """Return what was kept under a key; None when there is nothing, or not what was kept."""
    try:
        content = (folder / key).read_bytes()
    except OSError:
        return None
    seal, _, body = content.partition(b"\n")
    return body if seal == _seal(key, body) else None


def keep(folder: Path, key: str, body: bytes) -> None:
    """Keep something under a key, if the folder can be written; it appears there whole or not at all."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_seal(key, body) + b"\n" + body)
            Path(name).replace(folder / key)
        except OSError:
            Path(name).unlink(missing_ok=True)


def _seal(key: str, body: bytes) -> bytes:
    return digest(key.encode() + b"\n" + body).encode()
