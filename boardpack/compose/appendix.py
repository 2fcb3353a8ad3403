"""The appendix, whole: a Pack and what was found about it become a Document, page by page.

To add a page, write the function that makes its DocumentSection in a module of its own and name it
in `compose`; the contents page and the outline follow by themselves.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence

from boardpack.compose.action_log import action_log
from boardpack.compose.footnotes import number_footnotes
from boardpack.compose.front import contents, cover, directors_summary, stamp, stamp_sentence
from boardpack.compose.notes import last_pages
from boardpack.compose.phrases import expand_section
from boardpack.compose.section_page import sheets
from boardpack.compose.summary import rag_summary
from boardpack.document import Document, DocumentSection
from boardpack.model.finding import Finding
from boardpack.model.pack import Pack


def compose(pack: Pack, findings: Sequence[Finding], *, draft: bool = False) -> Document:
    """Compose a pack's Document; findings meant for its reader, waived or not, are on the last page."""
    has_log = bool(pack.actions) or pack.facts.empty_action_log
    log = (action_log(pack),) if has_log else ()
    before = (directors_summary(pack), *log, rag_summary(pack))
    tables = sheets(pack)
    pages = number_footnotes((*before, *tables), pack.words)
    after = last_pages(pack, findings)
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
            cover(pack, stamp_sentence(pack, findings, draft=draft)),
            contents(pack, before, after),
            *(_spelt_out(pack, section) for section in pages),
            *after,
        ),
        stamp=stamp(pack, draft=draft),
        words=pack.words,
    )


def _spelt_out(pack: Pack, section: DocumentSection) -> DocumentSection:
    return expand_section(section, pack.glossary)


def _date(pack: Pack) -> str:
    """The pack's own date: published, else written, else extracted, else its period's last day."""
    facts = pack.facts
    known = facts.published_on or facts.commentary_as_at or facts.data_extracted_on
    last = pack.period.last
    day = known.isoformat() if known else f"{last.iso}-{monthrange(last.year, last.month)[1]:02d}"
    return f"{day}T00:00:00Z"
