"""The whole road in one go: load → check → compose → render, giving an Edition or the reasons for none.

Nothing is written here and no clock is read; the command line decides where an edition goes, the
archive keeps it, the email sends it.

To add an output format, write what makes it of `FormatSources` (of the Document a package in
`boardpack.render`, of the figures a module in `boardpack.open_data`; both are without what the edition keeps
back), add its row to `MAKERS` and its name to `FORMATS` of `boardpack.model.pack`, which makes it an option
of `build` and a choice in pack.toml, and name it in README. `tests/disclosure/test_leaks.py` looks into every
format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from boardpack import charts
from boardpack.cache import Cache
from boardpack.charts import DrawChart
from boardpack.check.audit import Audit, PackReading, checked, read_edition_pack
from boardpack.compose import compose
from boardpack.compose.appendix import broken_links, without_broken_links
from boardpack.disclosure.editions import RULES as DISCLOSURE_RULES
from boardpack.disclosure.editions import project_memory, record_decision, whole_record, write_earlier
from boardpack.disclosure.relations import Earlier
from boardpack.document import Document
from boardpack.load.files import read_file
from boardpack.load.project import Project, file_names, is_published
from boardpack.load.theme import read_look
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.render.pdf import Attachment, render_pdf
from boardpack.theme import Theme

Progress = Callable[[str], None]
"""Called with the name of each stage as it starts."""


class EditionFile(Struct, frozen=True):
    """A file of an edition beside its PDF."""

    name: str
    data: bytes


class Edition(Struct, frozen=True):
    """A finished pack: the PDF's bytes and what is needed to find things in it."""

    slug: str
    period: Period
    draft: bool
    data: bytes
    pages: int
    anchors: Mapping[str, int]
    """Page, from 1, of each anchor of the document."""
    document: Document
    words: tuple[str, ...] = ()
    """What was painted on each page, in the order of painting."""
    files: tuple[EditionFile, ...] = ()
    """The web edition and the figures as data, where they are asked for."""
    kind: Audience = Audience.WHOLE
    record: bytes = b""
    """What a public edition publishes and suppresses, for those that come after it."""

    @property
    def sha256(self) -> str:
        """Hash of the PDF, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def file_name(self) -> str:
        """`2017-10-childrens-improvement-priority-indicators.pdf`; a draft says so in its name."""
        return f"{self.stem}.pdf"

    @property
    def stem(self) -> str:
        """The file name without its ending."""
        return _stem(self.period, self.slug, draft=self.draft)


class BuildResult(Struct, frozen=True):
    """What came of a build: every finding, and the edition unless something prevented it."""

    findings: tuple[Finding, ...]
    pack: Pack | None = None
    edition: Edition | None = None


class Composed(Struct, frozen=True):
    """A pack as it would be printed: every finding, and the Document unless something stands in its way."""

    findings: tuple[Finding, ...]
    pack: Pack | None = None
    theme: Theme | None = None
    document: Document | None = None
    draft: bool = False
    record: bytes = b""
    """What a public edition publishes and suppresses."""


def compose_edition(
    project: Project,
    period: Period,
    *,
    brand: str | None = None,
    draft: bool | None = False,
    progress: Progress | None = None,
    kind: Audience | None = None,
    earlier: Sequence[Earlier] = (),
    reading: PackReading | None = None,
    cache: Cache | None = None,
) -> Composed:
    """Read, check and compose a month's pack; `draft` None makes a draft where an error asks for one.

    With a `reading`, the files are not read again; with a `cache`, what was worked out before is not again.
    """
    tell = progress or _quiet
    tell("Reading and checking")
    reading = reading or read_edition_pack(project, period, edition=kind, earlier=earlier)
    audited = checked(project, period, reading, cache)
    if audited.pack is None:
        return Composed(audited.findings)
    pack = audited.pack
    theme, look = read_look(project, pack, brand, cache)
    broken = broken_links(pack, audited.findings)
    findings = (*audited.findings, *look, *broken)
    blocked = any(finding.blocks for finding in findings)
    never = pack.edition is Audience.PUBLIC and any(f.blocks and f.rule in NEVER for f in findings)
    if theme is None or look or never or (blocked and draft is False):
        return Composed(findings, pack)
    tell("Composing")
    is_draft = blocked if draft is None else draft
    document = compose(without_broken_links(pack, broken), findings, draft=is_draft)
    return Composed(findings, pack, theme, document, is_draft, _record(audited))


def make_edition(
    project: Project,
    period: Period,
    *,
    brand: str | None = None,
    draft: bool = False,
    attach_data: bool = False,
    formats: Collection[str] = (),
    progress: Progress | None = None,
    draw: DrawChart = charts.draw,
    kind: Audience | None = None,
    earlier: Sequence[Earlier] | None = None,
    cache: Cache | None = None,
) -> BuildResult:
    """Make a month's edition, unless a finding of error level prevents it.

    A draft is made over errors, and says DRAFT on each page; where there is no pack to print, or a
    character the font cannot draw, nothing is made at all. `draw` may be that of a cache of charts;
    `cache` holds what was worked out before of commentary and fonts, which an edition that is issued does
    without.
    `formats` are made beside the PDF, with those that the pack itself asks for (FORMATS of the model).
    `kind` is the edition of a pack that keeps something back, by default the public one, for which `earlier`
    are those issued before (by default what the project's own file says); what may not be published stops it
    even as a draft.
    """
    tell = progress or _quiet
    before = project_memory(project) if earlier is None else earlier
    composed = compose_edition(
        project, period, brand=brand, draft=draft, progress=progress, kind=kind, earlier=before, cache=cache
    )
    pack, theme, document = composed.pack, composed.theme, composed.document
    if pack is not None and pack.edition is Audience.PUBLIC and attach_data:
        return BuildResult((*composed.findings, _unattached(pack)), pack)
    if pack is None or theme is None or document is None:
        return BuildResult(composed.findings, pack)
    tell("Drawing")
    attachments = data_files(project, pack) if attach_data else ()
    rendered = render_pdf(document, theme, draw, attachments=attachments)
    asked = {*pack.facts.formats, *formats}
    sources = FormatSources(pack, document, theme, draw, _stem(pack.period, slug_of(pack), draft=draft))
    edition = Edition(
        slug=slug_of(pack),
        period=pack.period,
        draft=draft,
        kind=pack.edition,
        data=rendered.data,
        pages=rendered.pages,
        anchors=rendered.anchors,
        document=document,
        words=rendered.words,
        files=tuple(file for name in MAKERS if name in asked for file in MAKERS[name](sources)),
        record=composed.record,
    )
    return BuildResult(composed.findings, pack, edition)


def _record(audited: Audit) -> bytes:
    """What a public edition publishes: every one has a record, by which the archive knows it for one."""
    pack, decision = audited.pack, audited.decision
    if pack is None or pack.edition is not Audience.PUBLIC:
        return b""
    name = pack.period.iso
    return write_earlier(
        [whole_record(pack, name) if decision is None else record_decision(pack, decision, name)]
    )


def slug_of(pack: Pack) -> str:
    """The pack's name in files and folders; that of a restricted edition says so."""
    return f"{pack.facts.slug}-restricted" if pack.edition is Audience.RESTRICTED else pack.facts.slug


def _unattached(pack: Pack) -> Finding:
    return Finding(
        "disclosure-attached", Severity.ERROR, pack.facts.place, "",
        "the CSV files of data/ are to be attached to a public edition, and hold what it keeps back",
        "a public edition without them",
        "Leave --attach-data out; --data writes the figures that it publishes",
    )  # fmt: skip


NEVER = frozenset(
    {
        *DISCLOSURE_RULES, "disclosure-attached", "disclosure-missing", "disclosure-wrong", "exempt-unread",
        "word-unknown", "ref-unknown", "number-unknown", "value-not-number",
    }
)  # fmt: skip
"""Errors over which no public edition is made, not even a draft: they leave open what may go out."""


def _stem(period: Period, slug: str, *, draft: bool) -> str:
    return f"{period.iso}-{slug}{'-draft' if draft else ''}"


class FormatSources(Struct, frozen=True):
    """What files beside the PDF are made of, and the beginning of their names."""

    pack: Pack
    document: Document
    theme: Theme
    draw: DrawChart
    stem: str


def _web_page(of: FormatSources) -> Iterator[EditionFile]:
    from boardpack.render.html import render_page  # noqa: PLC0415 - imported where it is asked for

    yield EditionFile(f"{of.stem}.html", render_page(of.document, of.theme, of.draw))


def _data(of: FormatSources) -> Iterator[EditionFile]:
    from boardpack.open_data import csv_bytes, csvw_bytes, tidy_rows, workbook_bytes  # noqa: PLC0415 - as above

    csv = f"{of.stem}.csv"
    yield EditionFile(csv, csv_bytes(tidy_rows(of.pack)))
    yield EditionFile(f"{csv}-metadata.json", csvw_bytes(of.pack, csv))
    yield EditionFile(f"{of.stem}.xlsx", workbook_bytes(of.pack))


MAKERS: Mapping[str, Callable[[FormatSources], Iterator[EditionFile]]] = MappingProxyType({
    "html": _web_page,
    "data": _data,
})  # fmt: skip
"""How each of the model's FORMATS is made."""


def _quiet(stage: str) -> None:
    """Take no notice of a stage."""


def data_files(project: Project, pack: Pack) -> tuple[Attachment, ...]:
    """The CSV files that a pack may publish, as attachments, in the order of their names.

    Those are on a closed list (`boardpack.load.project`). ReadFault for one that may not be read.
    """
    folder, period = project.data.name, pack.words.long_period(pack.period)
    return tuple(
        Attachment(
            name=name,
            media_type="text/csv",
            data=read_file(project.root, f"{folder}/{name}"),
            description=pack.words(
                "page.attachment", file=name.removesuffix(".csv"), title=pack.facts.title, period=period
            ),
        )
        for name in file_names(project.data)
        if is_published(name, pack.period)
    )
