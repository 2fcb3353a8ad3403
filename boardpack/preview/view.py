"""What the page shows: the pages of the last pack that could be made, and the findings, new ones first.

A snapshot is the state of a project's files: when any of them changes, so does the snapshot.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from boardpack.archive.earlier import earlier_editions
from boardpack.cache import Cache
from boardpack.charts import DrawChart
from boardpack.check.audit import PackReading, read_edition_pack
from boardpack.check.registry import order
from boardpack.compose import compose
from boardpack.compose.appendix import broken_links, without_broken_links
from boardpack.document import page_label
from boardpack.edition import Composed, compose_edition
from boardpack.errors import BoardpackError
from boardpack.load.project import Project
from boardpack.load.theme import read_look
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.preview.pages import PackPages, can_draw
from boardpack.preview.sources import Sources, first_page, where
from boardpack.render.pdf.flow import Area
from boardpack.render.pdf.renderer import lay_out

Snapshot = Mapping[str, tuple[int, int]]
"""File → time of its last change in nanoseconds, and its size."""

DEEP = 5
"""Folders within one another that are looked into."""

FILES = 5_000


def take_snapshot(project: Project) -> Snapshot:
    """Look at every file of data/, narratives/ and styles/, but for hidden ones and editors' own."""
    found: dict[str, tuple[int, int]] = {}
    for folder in (project.data, project.narratives, project.styles):
        for path, status in _files(folder, DEEP):
            found[path] = (status.st_mtime_ns, status.st_size)
            if len(found) >= FILES:
                return found
    return found


def _files(folder: Path, deep: int) -> Iterator[tuple[str, os.stat_result]]:
    try:
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.startswith((".", "~")) or entry.name.endswith(("~", ".swp", ".tmp")):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(Path(entry.path), deep - 1) if deep else ()
                else:
                    yield entry.path, entry.stat(follow_symlinks=False)
    except OSError:  # a folder or file that has just gone: the next look will see
        return


class ShownPack(Struct, frozen=True, dict=True):
    """A pack that could be made, laid out."""

    number: int
    """The build that made it."""
    pack: Pack
    pages: PackPages
    draft: bool

    @cached_property
    def sources(self) -> Sources:
        """Where what it prints is written."""
        return Sources(self.pack)


class View(Struct, frozen=True):
    """One state of the page."""

    number: int
    """Counts the builds, from 1; 0 before the first."""
    period: Period
    shown: ShownPack | None = None
    """The last pack that could be made; None when none could yet."""
    findings: tuple[Finding, ...] = ()
    """New ones first, then by severity."""
    new: int = 0
    """How many of them the build before did not have."""
    known: frozenset[tuple[str, ...]] | None = None
    """What the last pack's findings are known by; None before the first."""
    message: str = ""
    """Why no pack could be made now; empty when one was."""
    checked: bool = True
    """Whether the pack has been checked; until then the findings are those of the build before."""

    @property
    def step(self) -> int:
        """A number for each state of the page: a build has two, the second once it is checked."""
        return 2 * self.number + self.checked

    @property
    def is_current(self) -> bool:
        """Whether the pages shown are those of the files as they are now."""
        return self.shown is not None and self.shown.number == self.number


def build_views(
    project: Project, before: View, draw: DrawChart, cache_file: Path | None = None
) -> Iterator[View]:
    """Build the pack again: its pages first, with the findings there were, then what is found in it now.

    It is a draft where there are errors; where no pack can be made, the last one stays. Only what has changed
    is laid out, and nothing is painted yet; what the user's cache holds is not worked out again.
    """
    first = before
    try:
        reading = read_edition_pack(project, before.period, earlier=earlier_editions(project))
        if before.is_current:
            first = _pages_first(project, reading, before, draw)
            if first is not before:
                yield first
        with Cache(cache_file) as cache:
            composed = compose_edition(project, before.period, draft=None, reading=reading, cache=cache)
        yield _checked(composed, first, before, draw)
    except BoardpackError as fault:
        yield refused_view(before, str(fault))


def _pages_first(project: Project, reading: PackReading, before: View, draw: DrawChart) -> View:
    """The pages as they are if what is found in them is what was found before."""
    shown = before.shown
    if reading.made is None or shown is None:
        return before
    pack = reading.made.pack
    theme, look = read_look(project, pack)
    if theme is None or look:
        return before
    findings = sorted(before.findings, key=order)
    whole = without_broken_links(pack, broken_links(pack, findings))
    document = compose(whole, findings, draft=shown.draft)
    view = replace(before, number=before.number + 1, checked=False)
    return replace(view, shown=_laid_out(Composed((), pack, theme, document, shown.draft), shown, draw, view))


def _checked(composed: Composed, first: View, before: View, draw: DrawChart) -> View:
    """The view of a pack that has been checked, when its pages may have been shown `first`."""
    view = replace(_with_findings(before, composed.findings), number=before.number + 1)
    shown = _laid_out(composed, first.shown, draw, view)
    if shown is None:
        return replace(view, message=NONE_YET if view.shown is None else KEPT)
    known = frozenset(_key(finding) for finding in composed.findings)
    return replace(view, shown=shown, known=known, message="")


def refused_view(before: View, why: str) -> View:
    """The state after a build that stopped: the last pack, and the reason."""
    return replace(before, number=before.number + 1, findings=(), new=0, message=why)


def _laid_out(composed: Composed, last: ShownPack | None, draw: DrawChart, view: View) -> ShownPack | None:
    """Lay out the pack of a view, unless it was just laid out."""
    if composed.pack is None or composed.document is None or composed.theme is None:
        return None
    pages = last.pages if last is not None else None
    if last is not None and last.number == view.number and last.pages.layout.document == composed.document:
        return replace(last, draft=composed.draft)
    layout = lay_out(composed.document, composed.theme, draw, view.step, pages.layout if pages else None)
    return ShownPack(view.number, composed.pack, PackPages(layout, draw, pages), composed.draft)


def _with_findings(before: View, findings: Iterable[Finding]) -> View:
    """The findings in order, and how many of them are new against the last pack."""
    known = before.known
    ranked = sorted(findings, key=lambda finding: (not _is_new(finding, known), _rank(finding)))
    return replace(before, findings=tuple(ranked), new=sum(_is_new(one, known) for one in ranked))


def _is_new(finding: Finding, known: frozenset[tuple[str, ...]] | None) -> bool:
    return known is not None and _key(finding) not in known


def _key(finding: Finding) -> tuple[str, ...]:
    """What a finding is known by from build to build: its line may move."""
    return (finding.rule, finding.place.file, finding.subject, finding.period, finding.found)


def _rank(finding: Finding) -> tuple[bool, int]:
    return finding.waiver is not None, list(Severity).index(finding.severity)


# --------------------------------------------------------------------------------------------- data


def view_data(view: View) -> dict[str, Any]:
    """The state as the page's script reads it."""
    return {
        "number": view.number,
        "step": view.step,
        "checked": view.checked,
        "month": view.period.long,
        "current": view.is_current,
        "message": view.message,
        "counts": _counts(view.findings),
        "new": view.new,
        "findings": [
            _finding(finding, view, is_new=at < view.new) for at, finding in enumerate(view.findings)
        ],
        "pictures": can_draw(),
        **(_shown(view.shown) if view.shown is not None else NO_PACK),
    }


def _shown(shown: ShownPack) -> dict[str, Any]:
    layout = shown.pages.layout
    return {
        "title": layout.document.title,
        "edition": shown.number,
        "draft": shown.draft,
        "pages": shown.pages.count,
        "since": layout.since,
        "labels": [page_label(layout.document, sheet) for sheet in range(1, shown.pages.count + 1)],
        "sections": [
            {"anchor": section.anchor, "title": section.title, "page": layout.anchors[section.anchor]}
            for section in layout.document.sections
            if section.anchor in layout.anchors
        ],
    }


NO_PACK: dict[str, Any] = {
    "title": "", "edition": 0, "draft": False, "pages": 0, "since": [], "labels": [], "sections": [],
}  # fmt: skip


def _counts(findings: Iterable[Finding]) -> dict[str, int]:
    every = tuple(findings)
    counts = {
        f"{severity.value}s": sum(f.severity is severity and f.waiver is None for f in every)
        for severity in Severity
    }
    return {**counts, "waived": sum(f.waiver is not None for f in every)}


def _finding(finding: Finding, view: View, *, is_new: bool) -> dict[str, Any]:
    shown = view.shown
    return {
        "severity": "waived" if finding.waiver is not None else finding.severity.value,
        "new": is_new,
        "rule": finding.rule,
        "place": str(finding.place),
        "subject": " ".join(filter(None, (finding.subject, finding.period))),
        "found": finding.found,
        "expected": finding.expected,
        "remedy": finding.remedy,
        "page": first_page(finding, shown.pages, shown.pack) if shown is not None else 0,
    }


def page_data(shown: ShownPack, number: int) -> list[dict[str, Any]]:
    """What can be pointed at on a page: its box in percent of the page, its source and its first words."""
    page = shown.pages.layout.theme.page
    return [
        {
            "box": [
                round(100 * area.x / page.width, 3),
                round(100 * area.top / page.height, 3),
                round(100 * area.width / page.width, 3),
                round(100 * area.height / page.height, 3),
            ],
            "anchor": area.anchor,
            "source": str(shown.sources.of(section, area)),
            "words": area.words[:WORDS],
        }
        for section, area in shown.pages.areas(number)
    ]


def source_data(shown: ShownPack, section: str, anchor: str, words: str) -> dict[str, str]:
    """The source of what has an anchor or some words, in the section with that anchor."""
    return {"source": str(shown.sources.of(section, Area(0, 0, 0, 0, anchor, words)))}


def finding_place(view: View, index: int) -> dict[str, int]:
    """The page of a finding and which of the page's areas it is about; 0 and -1 for none."""
    if view.shown is None:
        return {"page": 0, "area": -1}
    page, area = where(view.findings[index], view.shown.pages, view.shown.sources)
    return {"page": page, "area": area}


WORDS = 80
"""Letters of an area's words that are sent."""

KEPT = "No pack can be made of the files as they are. The pages are those of the last one that could be."
NONE_YET = "No pack can be made of the files as they are: put right what is listed first."
