"""The appendix, whole: a Pack and what was found about it become a Document, page by page.

To add a page, write the function that makes its DocumentSection in a module of its own and name it
in `compose`; the contents page and the outline follow by themselves.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence

from boardpack.compose.action_log import action_log
from boardpack.compose.footnotes import number_footnotes
from boardpack.compose.front import (
    contents,
    cover,
    directors_summary,
    masthead,
    stamp,
    stamp_sentence,
)
from boardpack.compose.notes import last_pages
from boardpack.compose.phrases import expand_section
from boardpack.compose.section_page import sheets
from boardpack.compose.summary import is_small, rag_summary, summary_and_contents
from boardpack.document import Document, DocumentSection
from boardpack.model.finding import Finding
from boardpack.model.pack import FRONT, Pack


def compose(pack: Pack, findings: Sequence[Finding], *, draft: bool = False) -> Document:
    """Compose a pack's Document; findings meant for its reader, waived or not, are on the last page."""
    after = last_pages(pack, findings, small=is_small(pack))
    before = _before(pack, after)
    pages = number_footnotes((*before, *sheets(pack)), pack.words)
    said = stamp_sentence(pack, findings, draft=draft)
    front = (masthead(pack, said),) if is_small(pack) else (cover(pack, said), contents(pack, before, after))
    facts, period = pack.facts, pack.words.long_period(pack.period)
    return Document(
        title=facts.title,
        language=facts.language,
        author=facts.council,
        subject=pack.words.listed(filter(None, (facts.appendix, facts.title, period, facts.committee))),
        appendix=facts.appendix,
        period=period,
        classification=facts.classification,
        date=_date(pack),
        sections=(
            *front,
            *(_spelt_out(pack, section) for section in pages),
            *after,
        ),
        stamp=stamp(pack, draft=draft),
        words=pack.words,
        page_start=pack.facts.page_start,
    )


def _before(pack: Pack, after: tuple[DocumentSection, ...]) -> tuple[DocumentSection, ...]:
    """What comes before the tables, in the order that the pack asks for; the summary first in a small one."""
    small = is_small(pack)
    made = {
        "directors summary": lambda: directors_summary(pack),
        "action log": lambda: action_log(pack),
        "rag summary": lambda: summary_and_contents(pack, after) if small else rag_summary(pack),
    }
    usual = ("rag summary", "directors summary", "action log") if small else FRONT
    has_log = bool(pack.actions) or pack.facts.empty_action_log
    return tuple(made[name]() for name in pack.facts.front or usual if name != "action log" or has_log)


def _spelt_out(pack: Pack, section: DocumentSection) -> DocumentSection:
    return expand_section(section, pack.glossary)


def _date(pack: Pack) -> str:
    """The pack's own date: published, else written, else extracted, else its period's last day."""
    facts = pack.facts
    known = facts.published_on or facts.commentary_as_at or facts.data_extracted_on
    last = pack.period.last
    day = known.isoformat() if known else f"{last.iso}-{monthrange(last.year, last.month)[1]:02d}"
    return f"{day}T00:00:00Z"
