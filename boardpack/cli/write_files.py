"""Writing files: one that is whole or absent, or several of which all are changed or none is."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from boardpack.errors import BoardpackError, UsageFault

if TYPE_CHECKING:  # every command imports this module
    from boardpack.load.project import FileChange


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
            "Move away what is there, or choose another folder."
        ) from fault
    try:
        handle, staged = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as fault:
        raise BoardpackError(_remedy(path, fault)) from fault
    os.close(handle)
    try:
        _write(Path(staged), data, mode)
        Path(staged).replace(path)
        _WRITTEN.append(path)
    except OSError as fault:
        raise BoardpackError(_remedy(path, fault)) from fault
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(staged).unlink()


REMEMBERED = 20
"""Files whose names a process keeps: thousands of packs are to take no memory."""
_WRITTEN: deque[Path] = deque(maxlen=REMEMBERED)


def written_files() -> tuple[Path, ...]:
    """The last files that this process has written whole, for the case that it cannot print their names."""
    return tuple(_WRITTEN)


def _remedy(path: Path, fault: OSError) -> str:
    return (
        f"{path} could not be written ({fault.strerror}). An earlier file there is untouched. "
        "Free some space, close the file if another program holds it, or choose another folder."
    )


class FileStep(Struct, frozen=True):
    """One rename: what was staged, and the place it goes to."""

    staged: Path
    place: Path


def write_all(root: Path, changes: Sequence[FileChange]) -> None:
    """Stage every file beside its place, bring it to disk, then rename them in the order given.

    A folder that does not exist yet appears with all its files at once. When a rename fails, those
    before it are taken back. UsageFault when a file that is to be new is there with other content;
    BoardpackError when something cannot be written. In both cases nothing has changed.
    """
    wanted = [(change, _inside(root, change)) for change in changes]
    _refuse(wanted)
    todo = [(change, path) for change, path in wanted if not _same(path, change.data)]
    steps: list[FileStep] = []
    try:
        _stage(todo, steps)
        _rename(steps)
    except OSError as fault:
        raise BoardpackError(
            f"{fault.filename or root} could not be written ({fault.strerror}). Nothing was changed. "
            "Free some space, or close the file if another program holds it, and run the command again."
        ) from fault
    finally:
        for step in steps:
            _remove(step.staged)


def _inside(root: Path, change: FileChange) -> Path:
    path = root / PurePosixPath(change.file)
    if not path.parent.resolve().is_relative_to(root.resolve()) or path.is_symlink():
        raise BoardpackError(
            f"{change.file} leads out of the project folder by a link, so it is not written. "
            "Put an ordinary folder or file there in its place."
        )
    return path


def _refuse(wanted: Iterable[tuple[FileChange, Path]]) -> None:
    differing = [
        change.file
        for change, path in wanted
        if change.new and path.exists() and not _same(path, change.data)
    ]
    if differing:
        others = f" and {len(differing) - 1} more are" if len(differing) > 1 else " is"
        raise UsageFault(
            f"{differing[0]}{others} there already, and nothing is overwritten. "
            "Move it away or rename it if it is not wanted, then run the command again."
        )


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == data
    except OSError:
        return False


# ------------------------------------------------------------------------------------------ staging


def _stage(todo: Iterable[tuple[FileChange, Path]], steps: list[FileStep]) -> None:
    """Write each file beside its place; files of a missing folder go into one staged folder."""
    folders: dict[Path, Path] = {}
    for change, path in todo:
        missing = _missing_folder(path)
        if missing is None:
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            os.close(handle)
            staged = Path(name)
            steps.append(FileStep(staged, path))
        else:
            if missing not in folders:
                folders[missing] = Path(tempfile.mkdtemp(prefix=f".{missing.name}.", dir=missing.parent))
                folders[missing].chmod(0o755)
                steps.append(FileStep(folders[missing], missing))
            staged = folders[missing] / path.relative_to(missing)
            staged.parent.mkdir(parents=True, exist_ok=True)
        _write(staged, change.data)


def _missing_folder(path: Path) -> Path | None:
    """The highest folder above a file that does not exist yet."""
    missing = [folder for folder in path.parents if not folder.exists()]
    return missing[-1] if missing else None


def _write(staged: Path, data: bytes, mode: int = 0o644) -> None:
    with staged.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    staged.chmod(mode)


# ----------------------------------------------------------------------------------------- renaming


def _rename(steps: Sequence[FileStep]) -> None:
    """Put everything in its place; take back what was done when one of them cannot be put there."""
    before = {step.place: step.place.read_bytes() for step in steps if step.place.is_file()}
    done: list[Path] = []
    try:
        for step in steps:
            step.staged.replace(step.place)
            done.append(step.place)
            _settle(step.place.parent)
    finally:  # also when Ctrl-C comes between two of them
        if len(done) < len(steps):
            for place in done:
                _take_back(place, before.get(place))


def _take_back(place: Path, earlier: bytes | None) -> None:
    _remove(place)
    if earlier is not None:
        with contextlib.suppress(OSError):
            _write(place, earlier)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Bring a folder's entries to disk, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
