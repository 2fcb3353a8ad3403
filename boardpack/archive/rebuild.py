"""What comes of a bag's own inputs: its pack, to compare; its edition, to see whether the bytes agree."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

import msgspec
from msgspec import Struct

from boardpack.archive.bag import check_bag
from boardpack.archive.inspect import page_texts
from boardpack.archive.ledger import UNREADABLE, Entry
from boardpack.archive.lookup import inputs_folder, read_files
from boardpack.archive.make_issue import build, read_options, versions
from boardpack.archive.store import RECORD, ArchiveFault, read_kept
from boardpack.disclosure.editions import edition_of
from boardpack.disclosure.memory import project_memory, read_earlier
from boardpack.edition import Progress
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding
from boardpack.model.pack import Pack


class Rebuilt(Struct, frozen=True):
    """What came of making an edition again."""

    entry: Entry
    sha256: str
    """Hash of the new PDF; empty when a finding now stops it."""
    changed: tuple[tuple[str, str, str], ...]
    """Name, version then, version now, of whatever has another version."""
    findings: tuple[Finding, ...]
    pages: tuple[int, ...] = ()
    """Numbers of the pages whose words differ, from 1; those that one of the two lacks are among them."""

    @property
    def agrees(self) -> bool:
        """Whether the bytes are the same."""
        return self.sha256 == self.entry.pdf_sha256


def rebuild(archive: Path, entry: Entry, progress: Progress | None = None) -> Rebuilt:
    """Make an edition again; nothing in the archive is written. ArchiveFault when the bag has changed."""
    faults = check_bag(archive / entry.path, entry.seals)
    period = Project(inputs_folder(archive, entry)).calendar.parse(entry.period)
    if faults or period is None:
        what = f"{faults[0].path} {faults[0].what}".strip() if faults else "its month cannot be read"
        raise ArchiveFault(f"{archive / entry.path}: {what}. Put it back from a copy first.")
    inputs = read_files(inputs_folder(archive, entry))
    made_with = _made_with(archive, entry)
    result = build(inputs, period, read_options(made_with["options"]), progress)
    differing = changed(made_with["versions"], versions())
    if result.edition is None:
        return Rebuilt(entry, "", differing, result.findings)
    now = result.edition.data
    then = read_kept(archive, f"{entry.path}/data/{entry.pdf_name}")
    pages = () if now == then else other_pages(page_texts(then), page_texts(now))
    return Rebuilt(entry, hashlib.sha256(now).hexdigest(), differing, result.findings, pages)


def other_pages(then: Sequence[str], now: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers of the pages whose words differ, wherever their lines end."""
    pairs = enumerate(zip_longest(then, now), 1)
    return tuple(
        page for page, (old, new) in pairs if old is None or new is None or old.split() != new.split()
    )


def _made_with(archive: Path, entry: Entry) -> dict[str, dict[str, str]]:
    """Read what an edition was made with. ArchiveFault when that cannot be read."""
    file = f"{entry.path}/data/made-with.json"
    try:
        return msgspec.json.decode(read_kept(archive, file), type=dict[str, dict[str, str]])
    except (OSError, *UNREADABLE) as fault:
        raise ArchiveFault(f"{archive / file}: cannot be read. Put it back from a copy first.") from fault


def read_pack(archive: Path, entry: Entry) -> Pack:
    """Read an edition's pack from its bag's own inputs. ArchiveFault when that is no longer possible."""
    folder = inputs_folder(archive, entry)
    project = Project(folder)
    loaded = load(project, project.calendar.parse(entry.period))
    if loaded.pack is None:
        first = f" {loaded.findings[0].place}: {loaded.findings[0].found}." if loaded.findings else ""
        raise ArchiveFault(f"{folder}: this version of boardpack cannot read the pack's inputs.{first}")
    return _as_issued(archive, entry, loaded.pack)


def _as_issued(archive: Path, entry: Entry, pack: Pack) -> Pack:
    """The pack of the edition itself: that of a public one does not hold what it kept back."""
    edition = read_options(_made_with(archive, entry)["options"]).edition if pack.has_editions else None
    if edition is not Audience.PUBLIC:
        return pack if edition is None else edition_of(pack, edition).pack
    project = Project(inputs_folder(archive, entry))
    own = read_earlier(read_kept(archive, f"{entry.path}/data/{RECORD}"), project.calendar)
    return edition_of(pack, edition, (*project_memory(project), *own)).pack


def changed(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Name whatever has another version now."""
    names = sorted({*then, *now})
    return tuple(
        (name, was, present)
        for name in names
        if (was := then.get(name, "not noted")) != (present := now.get(name, "not there"))
    )
