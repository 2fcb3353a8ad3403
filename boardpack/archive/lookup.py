"""Finding an issued edition, reading it, and the files of it that a website publishes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from boardpack.archive.bag import check_bag, walk_files
from boardpack.archive.ledger import Entry, Ledger
from boardpack.archive.store import RECORD, RESTRICTED, ArchiveFault, read_kept
from boardpack.errors import UsageFault
from boardpack.load.project import is_published
from boardpack.model.period import parse_period


def find_edition(
    ledger: Ledger, period: str, *, pack: str | None = None, version: int | None = None
) -> Entry:
    """Return an issued edition: of a month, the latest version unless one is named.

    UsageFault, saying what there is, when the archive does not hold it or holds several packs' months.
    """
    held = [entry for entry in ledger.entries if entry.period == period and pack in (None, entry.pack)]
    packs = sorted({entry.pack for entry in held})
    if len(packs) == 2 and packs[1] == packs[0] + RESTRICTED:  # a pair: the public one unless named
        packs = packs[:1]
        held = [entry for entry in held if entry.pack == packs[0]]
    if not held:
        months = sorted({entry.period for entry in ledger.entries if pack in (None, entry.pack)})
        span = " to ".join(dict.fromkeys((months[0], months[-1]))) if months else ""
        known = f"It holds {span}." if span else "It is empty."
        raise UsageFault(
            f"{period}: the archive holds no edition of that month. {known} "
            f"`boardpack archive add {period}` issues it."
        )
    if len(packs) > 1:
        raise UsageFault(
            f"{period}: the archive holds several packs of that month. Name one with --pack: "
            f"{', '.join(packs)}."
        )
    chosen = [entry for entry in held if version in (None, entry.version)]
    if not chosen:
        known = ", ".join(f"v{entry.version}" for entry in held)
        raise UsageFault(f"{period}: there is no v{version}; the archive holds {known}.")
    return chosen[-1]


def read_pdf(archive: Path, entry: Entry) -> bytes:
    """Return an edition's PDF, exactly as it was issued. ArchiveFault when it is not what it was."""
    file = f"{entry.path}/data/{entry.pdf_name}"
    path = archive / file
    try:
        data = read_kept(archive, file)
    except OSError as fault:
        raise ArchiveFault(f"{path}: {fault.strerror}. {_REMEDY}") from fault
    if hashlib.sha256(data).hexdigest() != entry.pdf_sha256:
        raise ArchiveFault(f"{path}: has changed since it was issued. {_REMEDY}")
    return data


_REMEDY = "Run `boardpack archive verify --all`, and put back what it names from a copy."


def inputs_folder(archive: Path, entry: Entry) -> Path:
    """Return the folder with the files an edition was made from: a project in small, only to be read."""
    return archive / entry.path / "data" / "inputs"


def editions_folder(archive: Path, entry: Entry) -> Path:
    """Return the folder with what was made beside an edition's PDF; none in bags of earlier versions."""
    return archive / entry.path / "data" / "editions"


def read_files(folder: Path) -> dict[str, bytes]:
    """Read every file in a folder of a bag, by path below it; links are left out."""
    names = sorted(walk_files(folder)) if folder.is_dir() else []
    return {name: read_kept(folder, name) for name in names if not (folder / name).is_symlink()}


CLOSED = ("restricted", "exempt", "confidential", "part 2", "part ii", "sensitive", "secret")
"""Words in a classification that say a paper is not for the public."""


def export(archive: Path, entry: Entry, *, closed: bool = False) -> dict[str, bytes]:
    """Return the files to publish, by name, with a list of their checksums for `sha256sum -c`.

    UsageFault for a paper whose classification says that it is not public, unless `closed`; ArchiveFault
    when the bag is not what it was.
    """
    word = next((word for word in CLOSED if word in entry.classification.casefold()), "")
    if word and not closed:
        raise UsageFault(
            f"{entry.path} is classified {entry.classification!r}: it is not for publishing. If it is to be "
            "exported all the same, say so with --closed."
        )
    faults = check_bag(archive / entry.path, entry.seals)
    if faults:
        where = archive / entry.path / faults[0].path
        raise ArchiveFault(f"{where}: {faults[0].what}. Put it back from a copy.")
    stem = f"{entry.period}-{entry.pack}"
    kept_back = entry.pack.endswith(RESTRICTED) or (archive / entry.path / "data" / RECORD).is_file()
    data = read_files(inputs_folder(archive, entry) / "data")
    period = parse_period(entry.period)
    public = sorted(name for name in data if period is not None and is_published(name, period))
    if kept_back:
        public = []  # the files of data/ hold what a public edition leaves out
    files = {f"{stem}.pdf": read_pdf(archive, entry)} | read_files(editions_folder(archive, entry))
    files |= {f"{stem}-{name}": data[name] for name in public}
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return {**files, f"{stem}.sha256": "".join(lines).encode()}
