"""Writing a file so that it is whole or absent."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from boardpack.errors import BoardpackError


def write_whole(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file beside its place, bring it to disk, then rename it into place.

    Whatever happens, `path` holds its earlier content or all of the new one, and no half file stays.
    BoardpackError when the folder cannot be made or written.
    """
    if path.is_dir():
        raise BoardpackError(f"{path} is a folder where a file is to be written. Move it away.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise BoardpackError(
            f"{path.parent} is no folder, and cannot be made one ({fault.strerror}). "
            "Move away what stands there, or choose another folder."
        ) from fault
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        raise BoardpackError(_remedy(path, fault)) from fault
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except OSError as fault:
        raise BoardpackError(_remedy(path, fault)) from fault
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(beside).unlink()


def _remedy(path: Path, fault: OSError) -> str:
    return (
        f"{path} could not be written ({fault.strerror}). An earlier file there is untouched. "
        "Free some space, close the file if another program holds it, or choose another folder."
    )
