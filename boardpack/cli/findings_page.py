"""The findings of a month as a Document: for each owner file by file, then notes, waivers and claims.

It is for analysts, so its words are English here and not in the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from urllib.parse import quote

from msgspec import Struct

from boardpack.check.report import FindingGroup, FindingKind, by_file, by_owner, is_open, kinds, rule_sentence
from boardpack.check.waivers import READER_RULES
from boardpack.claims.case import Verdict
from boardpack.claims.register import Claim
from boardpack.cli.output import SOMEBODY, message, summary_line
from boardpack.compose.phrases import row_anchor
from boardpack.content import (
    Badge,
    BadgeKind,
    Cell,
    Column,
    HeaderScope,
    Heading,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Row,
    Table,
    Text,
)
from boardpack.document import Block, Details, Document, DocumentSection, SectionRole
from boardpack.load.sections import SUMMARY_FILE
from boardpack.load.toml_file import toml_text
from boardpack.model.finding import Finding, Severity
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import Period


class FindingsPage(Struct, frozen=True):
    """What a findings page is made of."""

    period: Period
    pack: Pack | None
    """None when the files do not make a pack."""
    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    day: date
    """The day that a waiver copied from the page is to bear."""
    root: str = ""
    """The project's folder as seen from where the page is, for links to files; empty for none."""
    built: str = ""
    """The pack that was built last, seen from there: its web page, or else its PDF; empty for none."""


class _Chapter(Struct, frozen=True):
    """A part of the page with its heading: an owner's findings, the notes, the claims."""

    title: str
    count: int
    blocks: tuple[Block, ...]


def compose_findings(page: FindingsPage) -> Document:
    """Compose the page: what to know first, then a section for each owner, the notes, waivers and claims."""
    title = f"Findings, {page.period.long}"
    chapters = [chapter for chapter in _chapters(page) if chapter.count]
    facts = page.pack.facts if page.pack else None
    top = (
        Heading(1, (Text(title),)),
        Paragraph((Text(facts.title if facts else ""),), "lead"),
        Paragraph((Text(_verdict(page), strong=True),), "headline"),
        Paragraph((Text(summary_line(page.findings)),), "fact"),
        ListBlock(tuple((Paragraph((_link(n, one),)),) for n, one in enumerate(chapters))),
    )
    sections = [_section(number, chapter) for number, chapter in enumerate(chapters)]
    return Document(
        title=title,
        language="en-GB",
        author=facts.council if facts else "",
        subject="",
        appendix="",
        period=page.period.long,
        classification="",
        date="",
        sections=(DocumentSection(SectionRole.PROSE, title, top), *sections),
    )


def _verdict(page: FindingsPage) -> str:
    if page.pack is None or any(finding.blocks for finding in page.findings):
        return f"{page.period.long} cannot be printed until its errors are put right or waived."
    live = sum(is_open(finding) for finding in page.findings)
    return f"{page.period.long} can be printed." + (f" {live} warnings ask for a look." if live else "")


def _link(number: int, chapter: _Chapter) -> Link:
    return Link(f"#part-{number}", (Text(f"{chapter.title} ({chapter.count})"),))


def _section(number: int, chapter: _Chapter) -> DocumentSection:
    heading = Heading(2, (Text(chapter.title),), f"part-{number}", (Text(str(chapter.count)),))
    return DocumentSection(SectionRole.PROSE, chapter.title, (heading, *chapter.blocks))


def _chapters(page: FindingsPage) -> Iterator[_Chapter]:
    live = [finding for finding in page.findings if is_open(finding)]
    for group in by_owner(page.pack, live):
        yield _Chapter(_owner(group), len(group.findings), tuple(_files(page, group.findings)))
    waived = [finding for finding in page.findings if finding.waiver is not None]
    notes = [f for f in page.findings if f.waiver is None and f.severity is Severity.NOTE]
    yield _Chapter("Notes", len(notes), tuple(_files(page, notes)))
    yield _Chapter("Waived", len(waived), tuple(_files(page, waived)))
    yield _Chapter("Claims of the commentary", len(page.claims), tuple(_claims(page)))


def _owner(group: FindingGroup) -> str:
    return ", ".join(filter(None, (group.name, group.detail))) if group.name else SOMEBODY


# ---------------------------------------------------------------------------------------- findings


def _files(page: FindingsPage, findings: Iterable[Finding]) -> Iterator[Block]:
    """A heading for each file, and under it each kind of finding, folded."""
    for group in by_file(findings):
        yield Heading(3, (_file(page, group.name),))
        for kind in kinds(group.findings):
            yield Details(_summary(kind), tuple(_kind(page, kind)))


def _summary(kind: FindingKind) -> tuple[Inline, ...]:
    count = f" ({len(kind.findings)})" if len(kind.findings) > 1 else ""
    badge = Badge(BADGES[kind.severity], kind.severity.value)
    return (badge, Text(" "), Text(f"{kind.sentence.rstrip('.')}{count}"), Text(f" {kind.rule}", quiet=True))


def _kind(page: FindingsPage, kind: FindingKind) -> Iterator[Block]:
    ordered = sorted(kind.findings, key=lambda finding: finding.place)
    yield ListBlock(tuple((Paragraph(_finding(page, finding)),) for finding in ordered))
    waivable = [finding for finding in ordered if finding.waiver is None]
    if rule_sentence(kind.rule) and waivable and kind.severity is not Severity.NOTE:
        file = f"narratives/{page.period.iso}/waivers.toml"
        stanzas = "\n\n".join(dict.fromkeys(_stanza(finding, page.day) for finding in waivable))
        lead = Paragraph((Text(f"To accept what will not be put right, copy this into {file}:"),), "note")
        yield Details((Text(f"Waive {kind.rule}"),), (lead, Paragraph((Text(stanzas),), "code")))


def _file(page: FindingsPage, name: str) -> Inline:
    """A file's name, which leads to the file."""
    return Link(f"{page.root}/{quote(name)}", (Text(name),)) if page.root and name else Text(name)


def _finding(page: FindingsPage, finding: Finding) -> tuple[Inline, ...]:
    place = finding.place
    where = ":".join(str(number) for number in (place.line, place.column) if number)
    lead = (Text(f"Line {where}: ", strong=True),) if where else ()
    return (*lead, Text(message(finding)), *_on_the_pages(page, finding))


def _on_the_pages(page: FindingsPage, finding: Finding) -> tuple[Inline, ...]:
    """A link to the indicator, action or commentary in the pack that was built last."""
    anchor = _anchor(page.pack, finding) if page.pack is not None and page.built else ""
    if not anchor:
        return ()
    fragment = f"#nameddest={quote(anchor)}" if page.built.endswith(".pdf") else f"#{quote(anchor)}"
    about = f"In the pack: {finding.subject or anchor}, {finding.rule}"
    return (Text(" "), Link(f"{page.built}{fragment}", (Text("In the pack"),), about))


def _anchor(pack: Pack, finding: Finding) -> str:
    """Where a finding is in the pack; empty for a finding about none of its places."""
    subject = canonical_ref(finding.subject)
    indicator = pack.indicator(subject)
    if indicator is not None and indicator.table:
        return row_anchor(pack, indicator)
    if any(canonical_ref(action.ref) == subject for action in pack.actions):
        return f"action-{subject.casefold()}"
    stem = finding.place.file.rpartition("/")[2].removesuffix(".md")
    known = stem in {SUMMARY_FILE, *(table.key for table in pack.tables)}
    return stem if known and finding.place.file.endswith(".md") else ""


def _stanza(finding: Finding, day: date) -> str:
    """A waiver of a finding as waivers.toml has it; whoever accepts it fills in the reason and the role."""
    lines = ["[[waiver]]", f"rule = {toml_text(finding.rule)}"]
    lines += [f"subject = {toml_text(finding.subject)}"] if finding.subject else []
    lines += ['reason = ""']
    lines += ['reader = ""'] if finding.rule in READER_RULES else []
    return "\n".join([*lines, 'role = ""', f"date = {day.isoformat()}"])


# ------------------------------------------------------------------------------------------ claims


def _claims(page: FindingsPage) -> Iterator[Block]:
    """For each file of the commentary, its claims as a table: the words, the verdict and why."""
    for file, group in groupby(page.claims, key=lambda claim: claim.place.file):
        claims = tuple(group)
        doubtful = sum(claim.verdict is not Verdict.AGREES for claim in claims)
        said = f"{len(claims)} claims, {doubtful} not borne out" if doubtful else f"{len(claims)} claims"
        yield Details((Text(file), Text(f" {said}", quiet=True)), (_claim_table(page, file, claims),))


def _claim_table(page: FindingsPage, file: str, claims: Sequence[Claim]) -> Table:
    heads = tuple(Cell((Text(label),), HeaderScope.COLUMN) for label in ("Claim", "Verdict, and why"))
    return Table(
        (Column(flexible=True), Column(flexible=True)),
        (Row(heads),),
        tuple(_claim(page, claim) for claim in claims),
        caption=(Text(f"Claims in {file}"),),
        caption_hidden=True,
        summary="A row for each claim: its line, its words, what it was tied to, the verdict and the reason.",
    )


def _claim(page: FindingsPage, claim: Claim) -> Row:
    tied = ", ".join(map(page.pack.shown, claim.refs)) if page.pack and claim.refs else "no indicator"
    words = (
        Text(f"{claim.place.line}: ", strong=True),
        Text(f"“{claim.words}”"),
        Text(f" {tied}", quiet=True),
    )
    verdict = Badge(VERDICTS[claim.verdict], claim.verdict.value)
    return Row((Cell(words, HeaderScope.ROW), Cell((verdict, Text(" "), Text(claim.why)))))


BADGES = {
    Severity.ERROR: BadgeKind.RED,
    Severity.WARNING: BadgeKind.AMBER,
    Severity.NOTE: BadgeKind.NONE,
}

VERDICTS = {
    Verdict.AGREES: BadgeKind.GREEN,
    Verdict.WRONG_UNIT: BadgeKind.AMBER,
    Verdict.CONTRADICTS: BadgeKind.RED,
    Verdict.UNCHECKED: BadgeKind.NONE,
    Verdict.UNREAD: BadgeKind.NONE,
}
