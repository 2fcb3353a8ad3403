"""Making an Issue from a project: the files are read once, and the edition is made from what was read.

So a bag's inputs are exactly what its PDF was made from, even when somebody saves a file meanwhile. The words
of the edition go with it as passages that a search can find, with the page they are on. From a bag's own
inputs come its pack, to compare, and its edition once more, to see whether the bytes agree.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import platform
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from itertools import zip_longest
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from boardpack import __version__, charts
from boardpack.archive.bag import check_bag
from boardpack.archive.earlier import earlier_editions
from boardpack.archive.inspect import inspect_edition, page_texts
from boardpack.archive.issue import Issue
from boardpack.archive.ledger import UNREADABLE, Entry
from boardpack.archive.lookup import inputs_folder, read_files
from boardpack.archive.search import SearchPassage
from boardpack.archive.store import RECORD, ArchiveFault, read_kept
from boardpack.charts import DrawChart
from boardpack.check.report import findings_data
from boardpack.claims.register import register
from boardpack.claims.report import register_rows
from boardpack.content import Heading, Image, ListBlock, Paragraph, Row, Table, inline_text
from boardpack.disclosure.editions import FILE as MEMORY
from boardpack.disclosure.editions import edition_of, project_memory, read_earlier, write_earlier
from boardpack.document import (
    Beside,
    Block,
    Contents,
    Details,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Footnotes,
    block_texts,
    page_label,
    walk,
)
from boardpack.edition import BuildResult, Edition, Progress, make_edition
from boardpack.load.facts import read_facts
from boardpack.load.files import read_file
from boardpack.load.findings import FindingLog
from boardpack.load.loader import load
from boardpack.load.narratives import is_commentary, named_pictures
from boardpack.load.project import BASE, Project, file_names, is_archived, is_published
from boardpack.load.sections import read_sections
from boardpack.load.theme import theme_files
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding
from boardpack.model.pack import Pack, Section
from boardpack.model.period import Period

LIBRARIES = (
    "fonttools", "markdown", "matplotlib", "numpy", "pandas", "pillow", "reportlab",
)  # fmt: skip
"""Whatever may have a say in the bytes of a PDF, beside boardpack itself."""


class IssueOptions(Struct, frozen=True):
    """Options of a build beside the project's files."""

    brand: str | None = None
    attach_data: bool = False
    edition: Audience | None = None
    """None for the public one of a pack that keeps something back, and for the one there is of any other."""

    def words(self) -> dict[str, str]:
        """Return them as the bag keeps them."""
        held = {"brand": self.brand or "", "attach_data": "yes" if self.attach_data else "no"}
        return held | ({"edition": self.edition.value} if self.edition else {})


def read_options(words: Mapping[str, str]) -> IssueOptions:
    """Read what `words` wrote."""
    edition = Audience(words["edition"]) if words.get("edition") else None
    return IssueOptions(words.get("brand") or None, words.get("attach_data") == "yes", edition)


class IssueOutcome(Struct, frozen=True):
    """What came of making an Issue: none when a finding stops it."""

    issue: Issue | None
    findings: tuple[Finding, ...]


def make_issue(
    project: Project,
    period: Period,
    options: IssueOptions,
    progress: Progress | None = None,
    draw: DrawChart = charts.draw,
) -> IssueOutcome:
    """Make a month's edition from one reading of the project's files; `draw` may be that of a cache.

    BoardpackError when another program reads something else in the finished file than was meant.
    """
    inputs = read_inputs(project, period, options)
    result = build(inputs, period, options, progress, draw)
    if result.edition is None or result.pack is None:
        return IssueOutcome(None, result.findings)
    inspect_edition(result.edition, _attached(inputs, period, options))
    return IssueOutcome(_issue(result, result.edition, result.pack, inputs, options), result.findings)


def _attached(inputs: Mapping[str, bytes], period: Period, options: IssueOptions) -> dict[str, bytes]:
    """Return the files that are carried inside the PDF, by name."""
    if not options.attach_data:
        return {}
    held = {PurePosixPath(name): data for name, data in inputs.items()}
    return {
        path.name: data
        for path, data in held.items()
        if path.parent == PurePosixPath("data") and is_published(path.name, period)
    }


def build(
    inputs: Mapping[str, bytes],
    period: Period,
    options: IssueOptions,
    progress: Progress | None = None,
    draw: DrawChart = charts.draw,
) -> BuildResult:
    """Make an edition from the files given, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="boardpack-") as folder:
        root = Path(folder)
        for name, data in inputs.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return make_edition(
            Project(root),
            period,
            brand=options.brand,
            attach_data=options.attach_data,
            progress=progress,
            draw=draw,
            kind=options.edition,
        )


def _issue(
    result: BuildResult, edition: Edition, pack: Pack, inputs: Mapping[str, bytes], options: IssueOptions
) -> Issue:
    return Issue(
        slug=edition.slug,
        period=edition.period.iso,
        pdf=edition.data,
        pages=edition.pages,
        inputs=inputs,
        facts=facts(pack),
        findings=json.dumps(findings_data(edition.period, result.findings), ensure_ascii=False, indent=1)
        + "\n",
        claims=claims_json(pack),
        passages=edition_passages(edition.document, edition.anchors, edition.words),
        versions=versions(),
        options=replace(options, edition=edition.kind if edition.kind.value else None).words(),
        record=edition.record,
        files={file.name: file.data for file in edition.files},
    )


# ------------------------------------------------------------------------------------------- inputs


def read_inputs(project: Project, period: Period, options: IssueOptions) -> dict[str, bytes]:
    """Read every file that a month's edition is made from, by path below the project folder.

    Those are the files of data/ that the loader knows, but for the private ones; the commentary of the month
    and of the one before; the styles of the brand. ReadFault for one that may not be read, such as a link
    that leads out of the project.
    """
    (held,) = read_all_inputs(project, [period], options)
    return held


def read_all_inputs(
    project: Project, periods: Sequence[Period], options: IssueOptions
) -> tuple[dict[str, bytes], ...]:
    """Read the files of several months' editions as `read_inputs` does; no file is read twice."""
    faults = FindingLog()  # the build that follows finds the same again
    data = _read(project, (f"{project.data.name}/{n}" for n in file_names(project.data) if is_archived(n)))
    sections = read_sections(project, faults) or ()
    near = {month for period in periods for month in (period.previous, period)}
    commentary = {month: _commentary(project, month, sections) for month in sorted(near)}
    frame = read_facts(project, periods[0], faults)
    brand = options.brand or (frame.facts.brand if frame is not None else "")
    styles = _read(project, (*theme_files(project, BASE), *theme_files(project, brand)))
    earlier = earlier_editions(project)
    if earlier:
        styles[MEMORY] = write_earlier(earlier)
    return tuple(data | commentary[each.previous] | commentary[each] | styles for each in periods)


def _commentary(project: Project, month: Period, sections: tuple[Section, ...]) -> dict[str, bytes]:
    """Read a month's commentary and the pictures that it names."""
    folder = f"{project.narratives.name}/{month.iso}"
    names = [name for name in file_names(project.root / folder) if is_commentary(name, sections)]
    held = _read(project, (f"{folder}/{name}" for name in names))
    telling = [name for name in names if name.endswith(".md") and b"!" in held.get(f"{folder}/{name}", b"")]
    pictures = named_pictures(project.root, folder, telling)
    return held | _read(project, (f"{folder}/{name}" for name in pictures))


def _read(project: Project, files: Iterable[str]) -> dict[str, bytes]:
    held = {}
    for file in files:
        with contextlib.suppress(FileNotFoundError):  # a finding says so
            held[file] = read_file(project.root, file)
    return held


# ------------------------------------------------------------------------------------- what is kept


def claims_json(pack: Pack) -> str:
    """The register of a pack's claims as JSON: an object with `period` and the list `claims`."""
    rows = register_rows(pack, register(pack))
    return json.dumps({"period": pack.period.iso, "claims": rows}, ensure_ascii=False, indent=2) + "\n"


def facts(pack: Pack) -> dict[str, str]:
    """Return the pack's facts as text; those that are not stated are left out."""
    held = {
        "title": pack.facts.title,
        "appendix": pack.facts.appendix,
        "council": pack.facts.council,
        "committee": pack.facts.committee,
        "language": pack.facts.language,
        "classification": pack.facts.classification,
        "version": pack.facts.version,
        "meeting_date": pack.facts.meeting_date.isoformat() if pack.facts.meeting_date else "",
        "published_on": pack.facts.published_on.isoformat() if pack.facts.published_on else "",
        "period": pack.period.long,
    }
    return {name: value for name, value in held.items() if value}


def versions() -> dict[str, str]:
    """Return the versions of Python and of every library that has a say in the bytes."""
    held = {
        "boardpack": __version__,
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
    for name in LIBRARIES:
        try:
            held[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            held[name] = "not installed"
    return held


def edition_passages(
    document: Document, anchors: Mapping[str, int], pages: Sequence[str] = ()
) -> tuple[SearchPassage, ...]:
    """Return every paragraph, list item and table row in reading order; charts and contents are left out.

    A passage is on the page of the last anchor before it (`anchors` gives their pages, from 1), or on
    the first page of its section from there on whose words (`pages`) hold its beginning.
    """
    texts = [_squeezed(page) for page in pages]
    found = []
    starts = [anchors.get(section.anchor, 1) for section in document.sections]
    for section, first, after in zip(document.sections, starts, [*starts[1:], len(texts) + 1], strict=True):
        page = first
        for passage in _section(section, anchors):
            page = _page(passage, texts[: after - 1], max(page, passage.page))
            found.append(replace(passage, page=page, label=page_label(document, page)))
    return tuple(found)


def _page(passage: SearchPassage, texts: Sequence[str], start: int) -> int:
    """Return the first page from `start` on that holds the beginning of a passage; `start` when none does."""
    beginning = _squeezed(passage.text)[:60]
    return next((n for n, text in enumerate(texts[start - 1 :], start) if beginning in text), start)


def _squeezed(text: str) -> str:
    """Return letters and digits alone: pages break lines, and tables break cells, where passages do not."""
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def _section(section: DocumentSection, anchors: Mapping[str, int]) -> Iterator[SearchPassage]:
    held = list(_every(section, anchors))
    for passage, after in zip(held, [*held[1:], None], strict=True):
        alone = after is None or after.heading != passage.heading
        if alone or passage.text != passage.heading:  # what is under a heading is found by it as well
            yield passage


def _every(section: DocumentSection, anchors: Mapping[str, int]) -> Iterator[SearchPassage]:
    page = 0
    heading = ""
    for block in walk(section.blocks):
        if isinstance(block, Heading):
            page = anchors.get(block.anchor, page)
            heading = " ".join(inline_text(block.content).split())
        for text, anchor in _texts(block):
            page = anchors.get(anchor, page)
            if words := " ".join(text.split()):
                yield SearchPassage(section.title, heading, page, words)


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the words of a block in pieces worth finding, each with the anchor it carries."""
    match block:
        case Table(body=body):
            for row in body:
                yield _row(row), row.anchor
        case Heading() | Paragraph() | Details():
            yield " ".join(block_texts(block)), ""
        case Image() | Footnotes():
            for words in block_texts(block):
                yield words, ""
        case Figure() | FigureGroup() | Contents() | ListBlock() | Beside():
            pass


def _row(row: Row) -> str:
    words = (" ".join(inline_text(cell.content).split()) for cell in row.cells)
    return " | ".join(word for word in words if word)


# ----------------------------------------------------------------------------------------- rebuilding


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
    differing = changed_files(made_with["versions"], versions())
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


def changed_files(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Name whatever has another version now."""
    names = sorted({*then, *now})
    return tuple(
        (name, was, present)
        for name in names
        if (was := then.get(name, "not noted")) != (present := now.get(name, "not there"))
    )
