"""Results kept from one run to the next in a file of the user's own: drawn charts, what fonts hold, claims.

An entry's key names everything that its content depends on, with the source of the code that makes it
(`key_of`, `digest_of_files`), so an entry cannot be out of date. The file is SQLite's; each entry carries a
digest, and a damaged one is not returned. It may be deleted at any time, and one that cannot be read or
written costs time and nothing else. It must be private to the user: whoever can write it could change what
a chart shows. To keep another kind of result, make its key with `key_of`, a word for the kind first.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import stat
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self


def key_of(*parts: str) -> str:
    """Name an entry after everything that its content depends on."""
    return digest("\n".join(parts).encode())


def digest(content: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_of_library(library: str, name: str = "__init__.py") -> list[Path]:
    """A file of an installed library, such as the one that states its version; none where it is not there."""
    found = find_spec(library)
    return [] if found is None or found.origin is None else [Path(found.origin).with_name(name)]


def digest_of_files(files: Iterable[Path]) -> str:
    """Name the content of some files, whatever order they come in."""
    return " ".join(digest(file.read_bytes()) for file in sorted(files))


class Cache:
    """Entries of one file; use it in a `with`, which writes what was put.

    Nothing is opened before the first entry is asked for. Several processes may use one file at a time.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file
        """Where the entries lie; None keeps nothing."""
        self._new: dict[str, bytes] = {}
        self._connection: sqlite3.Connection | None = None
        self._opened = False

    def __enter__(self) -> Self:
        """Open nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trail: TracebackType | None
    ) -> None:
        """Write what was put, which is right whatever stopped the run."""
        if self._new:
            self._write()
        if self._connection is not None:
            self._connection.close()
        self._connection, self._opened = None, False

    def get(self, key: str) -> bytes | None:
        """Return what was put under a key; None when there is nothing, or not what was put."""
        if key in self._new:
            return self._new[key]
        connection = self._open()
        if connection is None:
            return None
        try:
            row = connection.execute("SELECT digest, body FROM entry WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            return None
        if row is None or not isinstance(row[1], bytes) or row[0] != _seal(key, row[1]):
            return None
        return row[1]

    def put(self, key: str, body: bytes) -> None:
        """Add an entry for this run and the next."""
        self._new[key] = body

    def _write(self) -> None:
        connection = self._open(make=True)
        if connection is None:
            return
        rows = [(key, _seal(key, body), body) for key, body in self._new.items()]
        with contextlib.suppress(sqlite3.Error), connection:
            connection.executemany("INSERT OR REPLACE INTO entry (key, digest, body) VALUES (?, ?, ?)", rows)
            connection.execute(
                "DELETE FROM entry WHERE rowid <= (SELECT max(rowid) FROM entry) - ?", (MOST_ENTRIES,)
            )
        self._new.clear()

    def _open(self, *, make: bool = False) -> sqlite3.Connection | None:
        if self._connection is None and self.file is not None and (make or not self._opened):
            self._opened = True
            if make:
                with contextlib.suppress(OSError):
                    self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if _is_private(self.file.parent) and (make or self.file.exists()):
                self._connection = _connect(self.file)
        return self._connection


def _connect(file: Path) -> sqlite3.Connection | None:
    """Open a file with its table; one that is no such file is removed and begun anew, once."""
    for _ in range(2):
        try:
            if file.exists() and not stat.S_ISREG(file.lstat().st_mode):
                return None
            connection = sqlite3.connect(file, timeout=5.0)
        except (OSError, sqlite3.Error):
            return None
        try:
            connection.executescript(SCHEMA)
        except sqlite3.OperationalError:  # another process writes, the disk is full, the folder is read-only
            connection.close()
            return None
        except sqlite3.DatabaseError:
            connection.close()
            with contextlib.suppress(OSError):
                file.unlink()
        else:
            return connection
    return None


def _is_private(folder: Path) -> bool:
    """Whether a folder is a real one of this user's that nobody else may write to."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        return False
    return os.name != "posix" or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _seal(key: str, body: bytes) -> str:
    return digest(key.encode() + b"\n" + body)


MOST_ENTRIES = 20_000
"""Charts of some fifty years of months, or of a nation's councils for a month; the oldest go first."""

SCHEMA = """
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, digest TEXT NOT NULL, body BLOB NOT NULL);
"""
"""What is lost when the power fails is made again; a digest tells what was damaged."""
