"""What the archive's editions published and suppressed, for the public edition that comes next."""

from __future__ import annotations

from pathlib import Path

from boardpack.archive.ledger import Entry, read_ledger
from boardpack.archive.lookup import inputs_folder
from boardpack.archive.store import RECORD, ArchiveFault, read_kept
from boardpack.disclosure.editions import project_memory, read_earlier, whole_record
from boardpack.disclosure.relations import Earlier
from boardpack.load.facts import PACK
from boardpack.load.findings import FindingLog
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.load.toml_file import read_settings, text_of
from boardpack.model.pack import slug_of_title


def earlier_editions(project: Project) -> tuple[Earlier, ...]:
    """Read what the pack's issued editions published, oldest first; nothing without a rule of disclosure.

    Those that the project's own file names come before those of its archive.

    ArchiveFault where the archive cannot be relied on: what it suppressed must stay so.
    """
    settings = read_settings(project.root, PACK, FindingLog(), required=False)
    if settings is None or "disclosure" not in settings.values:
        return ()
    named = project_memory(project)
    if not project.archive.is_dir():
        return named
    ledger = read_ledger(project.archive)
    if ledger.faults:
        raise ArchiveFault(
            f"{project.archive}: the ledger has changed, and what earlier editions kept back is not certain. "
            "Run `boardpack archive verify`."
        )
    slug = slug_of_title(text_of(settings, "title", FindingLog()))
    held = [entry for entry in ledger.entries if entry.pack == slug]
    return (*named, *(_record(project.archive, entry) for entry in held))


def _record(archive: Path, entry: Entry) -> Earlier:
    """The record in an edition's bag, or every figure of one from before there were records."""
    name = f"{entry.period} v{entry.version}"
    project = Project(inputs_folder(archive, entry))
    file = archive / entry.path / "data" / RECORD
    if file.is_file():
        data = read_kept(archive, f"{entry.path}/data/{RECORD}")
        return read_earlier(data, project.calendar)[0]
    pack = load(project, project.calendar.parse(entry.period)).pack
    if pack is None:
        raise ArchiveFault(f"{archive / entry.path}: its figures cannot be read, and were published.")
    return whole_record(pack, name)
