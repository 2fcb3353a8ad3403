"""An edition's PDF, web edition and data for a website, under names that stay the same in every version."""

from __future__ import annotations

import hashlib
from pathlib import Path

from boardpack.archive.bag import check_bag
from boardpack.archive.ledger import Entry
from boardpack.archive.lookup import editions_folder, inputs_folder, read_files, read_pdf
from boardpack.archive.store import ArchiveFault
from boardpack.errors import UsageFault
from boardpack.load.data_files import is_published
from boardpack.model.period import parse_period

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
    data = read_files(inputs_folder(archive, entry) / "data")
    period = parse_period(entry.period)
    public = sorted(name for name in data if period is not None and is_published(name, period))
    files = {f"{stem}.pdf": read_pdf(archive, entry)} | read_files(editions_folder(archive, entry))
    files |= {f"{stem}-{name}": data[name] for name in public}
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return {**files, f"{stem}.sha256": "".join(lines).encode()}
