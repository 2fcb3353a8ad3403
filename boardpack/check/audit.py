"""Loading a month and checking it, with the month before for comparison."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from boardpack.check.registry import check, order
from boardpack.check.root_causes import settled
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.finding import Finding
from boardpack.model.pack import Pack
from boardpack.model.period import Period


class Audit(Struct, frozen=True):
    """A month's pack with everything that reading and checking it found."""

    pack: Pack | None
    """None when the files do not make a pack."""
    findings: tuple[Finding, ...]
    """In the order of files, lines and rules."""


def audit(project: Project, period: Period, *, waived: bool = True) -> Audit:
    """Read a month and check it; without `waived`, as if there were no waivers."""
    loaded = load(project, period)
    if loaded.pack is None:
        return Audit(None, loaded.findings)
    pack = loaded.pack if waived else replace(loaded.pack, waivers=())
    before = period.previous
    earlier = load(project, before).pack if before in project.months() else None
    found = settled(pack, loaded.findings, check(pack, earlier))
    return Audit(pack, tuple(sorted(found, key=order)))
