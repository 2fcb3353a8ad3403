"""Reading what an archive holds: ordinary files inside it and nothing else."""

from __future__ import annotations

from pathlib import Path

from boardpack.errors import BoardpackError
from boardpack.load.files import ReadFault, read_file


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
