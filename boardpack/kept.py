"""What one run keeps for the next, in a folder or in one file: each entry is whole, or as good as absent.

An entry's key names everything that its content depends on, so an entry cannot be out of date: what has
changed has another key. It carries a digest of itself; one that is damaged, cut short or renamed is not
read. What is kept may be deleted at any time; where it cannot be written, that costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self


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


class Shelf:
    """Entries in one file: those that the last run asked for or added. Use it in a `with`, which saves it.

    Many small entries that are wanted together cost one file to read and one to write. Two runs at once
    do not mix: the file is that of the one that ends last.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._used: set[bytes] = set()
        self._new: dict[bytes, tuple[int, int]] = {}
        """Where each line that was added begins in the new file, and how long it is."""
        self._writing: BinaryIO | None = None
        self._name = file

    def __enter__(self) -> Self:
        """Nothing is read or written before the first entry is asked for."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trail: TracebackType | None
    ) -> None:
        """Save what was added, which is right whatever stopped the run, with what was asked for."""
        if self._writing is None:
            return
        try:
            with self._writing as stream:
                stream.seek(0, os.SEEK_END)
                asked = sorted(self._used - self._new.keys())
                stream.writelines(self._lines[name] + b"\n" for name in asked)
            self._name.replace(self.file)
        except OSError:
            self._name.unlink(missing_ok=True)

    def __contains__(self, key: str) -> bool:
        """Whether there is an entry, whole or damaged."""
        return key.encode() in self._lines or key.encode() in self._new

    def recall(self, key: str) -> bytes | None:
        """Return what was kept under a key; None when there is nothing, or not what was kept."""
        name = key.encode()
        line = self._line_added(name) if name in self._new else self._lines.get(name, b"")
        body = line[_BODY:]
        if line[:_SEAL] != _seal(key, body):
            return None
        self._used.add(name)
        return body

    def keep(self, key: str, body: bytes) -> None:
        """Add an entry of one line, for this run and the next."""
        line = b" ".join((_seal(key, body), key.encode(), body))
        try:
            stream = self._stream()
            self._new[key.encode()] = (stream.seek(0, os.SEEK_END), len(line))
            stream.write(line + b"\n")
        except OSError:
            self._new.pop(key.encode(), None)

    @cached_property
    def _lines(self) -> dict[bytes, bytes]:
        """The file's lines by their keys."""
        try:
            content = self.file.read_bytes()
        except OSError:
            return {}
        return {line[_SEAL + 1 : _BODY - 1]: line for line in content.split(b"\n")}

    def _stream(self) -> BinaryIO:
        if self._writing is None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=".", suffix=".tmp")
            self._writing, self._name = os.fdopen(handle, "w+b"), Path(name)
        return self._writing

    def _line_added(self, name: bytes) -> bytes:
        begin, length = self._new[name]
        with contextlib.suppress(OSError):
            stream = self._stream()
            stream.seek(begin)
            return stream.read(length)
        return b""


_SEAL = 64
"""Length of a seal and of a key."""
_BODY = 2 * _SEAL + 2
"""Where an entry's body begins in its line: behind the seal, the key and two spaces."""


def _seal(key: str, body: bytes) -> bytes:
    return digest(key.encode() + b"\n" + body).encode()
