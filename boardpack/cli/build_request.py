"""What the command line asks of one build, and what came of it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from boardpack.load.project import Project
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding
from boardpack.model.period import Period


class BuildRequest(Struct, frozen=True):
    """A pack to be made, and where it goes."""

    project: Project
    period: Period
    out: Path
    brand: str | None = None
    draft: bool = False
    attach_data: bool = False
    formats: tuple[str, ...] = ()
    """What is made beside the PDF: `html`, `data`."""
    edition: Audience | None = None
    """None for the public one of a pack that keeps something back."""


class BuildOutcome(Struct, frozen=True):
    """What came of a request."""

    blocking: tuple[Finding, ...]
    """The findings that stop it, or that a draft was made over."""
    summary: str
    path: Path | None
    """The pack; None when the findings stopped it."""
