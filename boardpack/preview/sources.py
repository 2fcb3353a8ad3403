"""From a place on a page to the file and line that it is made from, and from a finding to its place.

Rows, charts and actions have anchors. Words of commentary are looked for in what was written: letters and
digits alone are compared, so marks of voice do not matter, and a run of words is enough, since live figures
and abbreviations are printed otherwise than they are written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from boardpack.compose.phrases import row_anchor
from boardpack.compose.series import chart_anchor
from boardpack.model.finding import Finding, Place
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.pack import Pack
from boardpack.preview.pages import PackPages
from boardpack.render.pdf.flow import Area

UNPRINTED = re.compile(r"(?<=\])\([^()\s]*\)|\{[^{}\n]*\}")
"""The address of a link, and what is in braces."""
LEAST = 12
"""Letters that a run of words must have to be known again."""
RUN = 5
"""Words of a run."""


class Sources:
    """Where what a pack prints is written."""

    def __init__(self, pack: Pack) -> None:
        """Note the anchors of the pack's rows, charts, actions and tables."""
        self.pack = pack
        self._anchors = dict(_anchors(pack))

    def of(self, section: str, area: Area) -> Place:
        """The file and line of what can be pointed at, in the section with that anchor."""
        return (
            self._anchors.get(area.anchor)
            or (self._row(area.words) if section == "rag-summary" else None)
            or self._text(section, area.words)
            or self._anchors.get(section)
            or self.pack.facts.place
        )

    def _row(self, words: str) -> Place | None:
        """A row of the summary begins with a reference, of which another may be the beginning."""
        shown = {one.definition(self.pack.period).summary_reference: one for one in self.pack.indicators}
        begun = [reference for reference in shown if words.startswith(f"{reference} ")]
        return _figures(self.pack, shown[max(begun, key=len)]) if begun else None

    def _text(self, section: str, words: str) -> Place | None:
        table = "" if section == "directors-summary" else section
        for narrative in self.pack.narratives:
            if narrative.table == table and narrative.heading == words:
                return narrative.place
            line = find_line(narrative.source, words) if narrative.table == table else 0
            if line:
                return Place(narrative.place.file, max(narrative.place.line, 1) + line - 1)
        return None


def _anchors(pack: Pack) -> Iterator[tuple[str, Place]]:
    for table in pack.tables:
        yield table.key, table.place
    for action in pack.actions:
        yield f"action-{action.ref.casefold()}", action.place
        yield "action-log", Place(action.place.file)
    for indicator in pack.indicators:
        yield row_anchor(pack, indicator), _figures(pack, indicator)
        yield chart_anchor(indicator), _figures(pack, indicator)
    files = {
        "rag-summary": [each.place.file for each in pack.sections],
        "notes": [each.place.file for each in pack.glossary],
        "data-notes": [each.place.file for each in pack.reported],
    }
    yield from ((anchor, Place(held[0])) for anchor, held in files.items() if held)


def _figures(pack: Pack, indicator: Indicator) -> Place:
    """Where an indicator's figure of the month is, or else the indicator itself."""
    observation = pack.observation(indicator.ref, pack.period)
    return observation.place if observation is not None else indicator.place


def find_line(source: str, words: str) -> int:
    """The line, from 1, on which some printed words are written; 0 when they are not there."""
    lines = [_letters(UNPRINTED.sub("", line)) for line in source.split("\n")]
    whole, spoken = "".join(lines), words.split()
    for start in range(max(1, len(spoken) - RUN + 1)):
        run = _letters("".join(spoken[start : start + RUN]))
        at = whole.find(run) if len(run) >= LEAST or len(spoken) <= RUN else -1
        if at >= 0 and run:
            ends = 0
            for number, line in enumerate(lines, start=1):
                ends += len(line)
                if at < ends:
                    return number
    return 0


def _letters(text: str) -> str:
    """The letters and digits of a text, in one case."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


# ----------------------------------------------------------------------------------------- findings


def where(finding: Finding, pages: PackPages, sources: Sources) -> tuple[int, int]:
    """The page of a finding, from 1, and which of its areas it is about; 0 for none, -1 for no area."""
    names = list(_names(finding, sources.pack))
    written = _written(finding, pages, sources) if finding.place.file.endswith(".md") else None
    return written or _named(names, pages) or (first_page(finding, pages, sources.pack), -1)


def first_page(finding: Finding, pages: PackPages, pack: Pack) -> int:
    """The page on which a finding's commentary, indicator or action begins; 0 when it is of no page."""
    anchors = pages.layout.anchors
    return next((anchors[name] for name in (_stem(finding), *_names(finding, pack)) if name in anchors), 0)


def _stem(finding: Finding) -> str:
    """The anchor of the section that a file of commentary is for."""
    file = finding.place.file
    return file.rpartition("/")[2].removesuffix(".md") if file.endswith(".md") else ""


def _names(finding: Finding, pack: Pack) -> Iterator[str]:
    subject = canonical_ref(finding.subject)
    indicator = pack.indicator(subject)
    if indicator is not None:
        yield row_anchor(pack, indicator)
    yield f"action-{subject.casefold()}"
    yield subject.casefold()


def _named(names: list[str], pages: PackPages) -> tuple[int, int] | None:
    for name in names:
        page = pages.layout.anchors.get(name, 0)
        for index, (_, area) in enumerate(pages.areas(page) if page else ()):
            if area.anchor == name:
                return page, index
    return None


def _written(finding: Finding, pages: PackPages, sources: Sources) -> tuple[int, int] | None:
    """The words of commentary at the finding's line, or the last before it."""
    stem, best = _stem(finding), None
    for page in range(pages.layout.anchors.get(stem, pages.count + 1), pages.count + 1):
        held = [(index, area) for index, (section, area) in enumerate(pages.areas(page)) if section == stem]
        if not held:
            break
        for index, area in held:
            place = sources.of(stem, area)
            if place.file == finding.place.file and place.line <= finding.place.line:
                best = max(best or (0, 0, 0), (place.line, -page, -index))
    return None if best is None else (-best[1], -best[2])
