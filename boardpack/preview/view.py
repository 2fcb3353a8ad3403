"""What the page shows: the pages of the last pack that could be made, and today's findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from boardpack.charts import DrawChart
from boardpack.compose.anchors import row_anchor
from boardpack.edition import BuildResult, Edition, make_edition
from boardpack.errors import BoardpackError
from boardpack.load.project import Project
from boardpack.model.finding import Finding, Severity
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Period


class View(Struct, frozen=True):
    """One state of the page."""

    number: int
    """Counts the builds, from 1; 0 before the first."""
    period: Period
    edition: Edition | None = None
    """The last pack that could be made; None when none could yet."""
    pack: Pack | None = None
    """What that pack was made of."""
    edition_number: int = 0
    """The build that made it."""
    findings: tuple[Finding, ...] = ()
    message: str = ""
    """Why no pack could be made now; empty when one was."""

    @property
    def is_current(self) -> bool:
        """Whether the pages shown are those of the files as they are now."""
        return self.edition is not None and self.edition_number == self.number


def build_view(project: Project, before: View, draw: DrawChart) -> View:
    """Build the pack again: as a draft where there are errors; where none can be made, the last one stays."""
    number = before.number + 1
    try:
        result = make_edition(project, before.period, draw=draw)
        if result.edition is None and result.pack is not None:
            result = make_edition(project, before.period, draft=True, draw=draw)
    except BoardpackError as fault:
        return refused_view(before, str(fault))
    return _shown(replace(before, number=number), result)


def refused_view(before: View, why: str) -> View:
    """The state after a build that stopped: the last pack, and the reason."""
    return replace(before, number=before.number + 1, findings=(), message=why)


def _shown(view: View, result: BuildResult) -> View:
    findings = tuple(sorted(result.findings, key=_rank))
    if result.edition is None:
        return replace(view, findings=findings, message=KEPT if view.edition is not None else NONE_YET)
    return replace(
        view,
        edition=result.edition,
        pack=result.pack,
        edition_number=view.number,
        findings=findings,
        message="",
    )


def _rank(finding: Finding) -> tuple[bool, int]:
    return finding.waiver is not None, list(Severity).index(finding.severity)


# --------------------------------------------------------------------------------------------- data


def view_data(view: View) -> dict[str, Any]:
    """The state as the page's script reads it."""
    edition = view.edition
    return {
        "number": view.number,
        "month": view.period.long,
        "title": edition.title if edition is not None else "",
        "edition": view.edition_number,
        "current": view.is_current,
        "draft": edition is not None and edition.draft,
        "pages": edition.pages if edition is not None else 0,
        "labels": _labels(edition) if edition is not None else [],
        "sections": _sections(edition) if edition is not None else [],
        "message": view.message,
        "counts": _counts(view.findings),
        "findings": [_finding(finding, view) for finding in view.findings],
    }


def _labels(edition: Edition) -> list[str]:
    """What each page is called: its number as its footer prints it, or `Cover`."""
    return [edition.page_label(sheet) for sheet in range(1, edition.pages + 1)]


def _sections(edition: Edition) -> list[dict[str, Any]]:
    return [
        {"anchor": section.anchor, "title": section.title, "page": edition.anchors[section.anchor]}
        for section in edition.document.sections
        if section.anchor in edition.anchors
    ]


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    every = tuple(findings)
    counts = {
        f"{severity.value}s": sum(f.severity is severity and f.waiver is None for f in every)
        for severity in Severity
    }
    return {**counts, "waived": sum(f.waiver is not None for f in every)}


def _finding(finding: Finding, view: View) -> dict[str, Any]:
    return {
        "severity": "waived" if finding.waiver is not None else finding.severity.value,
        "rule": finding.rule,
        "place": str(finding.place),
        "subject": " ".join(filter(None, (finding.subject, finding.period))),
        "found": finding.found,
        "expected": finding.expected,
        "remedy": finding.remedy,
        "page": _page(finding, view),
    }


def _page(finding: Finding, view: View) -> int:
    """The page on which the finding's indicator, action or commentary is; 0 when it cannot be determined."""
    anchors = view.edition.anchors if view.edition is not None else {}
    stem = finding.place.file.rpartition("/")[2].removesuffix(".md")
    subject = canonical_ref(finding.subject).casefold()
    names = (
        stem if finding.place.file.endswith(".md") else "",
        _row(view, finding.subject),
        f"action-{subject}",
        subject,
    )
    return next((anchors[name] for name in names if name in anchors), 0)


def _row(view: View, subject: str) -> str:
    """The place of the indicator that a finding is about; empty for none."""
    indicator = view.pack.indicator(canonical_ref(subject)) if view.pack is not None else None
    return "" if indicator is None or view.pack is None else row_anchor(view.pack, indicator)


KEPT = "No pack can be made of the files as they are. The pages are those of the last one that could be."
NONE_YET = "No pack can be made of the files as they are: put right what is listed first."
