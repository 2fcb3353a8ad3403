"""narratives/<month>/*.md → commentary, cut at its headings and parsed, with the pictures that it names.

`directors-summary.md` holds `# Directors Summary`; each table has a file named after it with the headings
of the pack (`[commentary]` of data/pack.toml), by default `# Improvement Activity` and `# Next Steps`.
A heading with nothing under it is a blank narrative. A heading that is spelt otherwise (`Next steps:` or
`**NEXT STEPS**` on a line of its own, underlined, `## Next Steps`) is taken for the one meant where the file
has no `#` heading of that name. A footnote may be anywhere in the file; a picture is a file of the month's
folder, read and made fit to print.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from boardpack.content import Image, ListBlock, Prose
from boardpack.document import walk
from boardpack.load.files import named_letters, read_bytes, read_text
from boardpack.load.findings import FindingLog, excerpt, listing, nearest
from boardpack.load.markdown import parse, without_comments
from boardpack.load.markdown_lines import FootnoteDefinition, check_definitions, split_definitions
from boardpack.load.project import file_names, shown_name
from boardpack.load.sections import SUMMARY_FILE
from boardpack.load.words import folded_heading
from boardpack.model.finding import Place
from boardpack.model.narrative import CommentaryHeading, Narrative
from boardpack.model.pack import Section
from boardpack.model.period import Period

MONTH_FILES = ("month.toml", "waivers.toml")


class NarrativeHeadings(Struct, frozen=True):
    """The headings of the first level that each kind of file has."""

    summary: Headings
    table: Headings


def read_narratives(
    root: Path, period: Period, sections: tuple[Section, ...], headings: NarrativeHeadings, faults: FindingLog
) -> tuple[Narrative, ...]:
    """Read the directors' summary, then the commentary of each table in order."""
    folder = f"narratives/{period.iso}"
    tables = [table.key for section in sections for table in section.tables]
    found = list(_read_file(root, f"{folder}/{SUMMARY_FILE}.md", "", headings.summary, faults))
    for key in tables:
        found += _read_file(root, f"{folder}/{key}.md", key, headings.table, faults)
    pictures = {block.source for each in found for block in walk(each.blocks) if isinstance(block, Image)}
    _unknown_files(root, folder, [SUMMARY_FILE, *tables], pictures, faults)
    return tuple(found)


def is_commentary(name: str, sections: tuple[Section, ...]) -> bool:
    """Whether a file of a month's folder is one that a pack is made from."""
    stems = {SUMMARY_FILE, *(table.key for section in sections for table in section.tables)}
    return name in MONTH_FILES or (name.endswith(".md") and name.removesuffix(".md") in stems)


def _unknown_files(root: Path, folder: str, stems: list[str], pictures: set[str], faults: FindingLog) -> None:
    for name in file_names(root / folder):
        stem, _, suffix = name.rpartition(".")
        known = {*MONTH_FILES, *pictures}
        if name in known or name.startswith((".", "~")) or (stem in stems and suffix == "md"):
            continue
        if suffix.lower() == "md":
            faults.error(
                "narrative-unknown", Place(f"{folder}/{shown_name(name)}"),
                f"commentary for no table{nearest(stem, stems)}",
                "a file named after a table of data/sections.csv",
                "Rename the file, or add the table.", subject=shown_name(stem[:64]),
            )  # fmt: skip
        else:
            faults.warning(
                "file-unknown", Place(f"{folder}/{shown_name(name)}"),
                "a file that nothing reads: it is not published either",
                f"commentary ending in .md, {listing(MONTH_FILES)}", "Rename the file, or move it elsewhere.",
            )  # fmt: skip


class NarrativePiece(Struct, frozen=True):
    """The lines under one heading."""

    heading: CommentaryHeading
    line: int
    """Of the first line under the heading."""
    lines: tuple[str, ...]


def _read_file(root: Path, file: str, table: str, headings: Headings, faults: FindingLog) -> list[Narrative]:
    text = _text(root, file, table, faults)
    if text is None:
        return [_blank(heading, table, Place(file)) for heading in headings]
    text = without_comments(text, Place(file, 1), faults)
    _, notes = split_definitions(text, Place(file, 1))
    check_definitions(text, notes, faults)
    pieces = {piece.heading: piece for piece in _cut(text, file, headings, faults)}
    found = [_narrative(each, pieces.get(each), table, file, notes=notes, faults=faults) for each in headings]
    folder = file.rpartition("/")[0]
    return [replace(each, blocks=with_pictures(each.blocks, root, folder, file, faults)) for each in found]


def _blank(heading: CommentaryHeading, table: str, place: Place) -> Narrative:
    return Narrative(heading.kind, table, "", (), place, heading.words)


def _text(root: Path, file: str, table: str, faults: FindingLog) -> str | None:
    trial = FindingLog()
    text = read_text(root, file, trial)
    for finding in trial.findings:
        if finding.rule == "file-missing":
            faults.error(
                "narrative-missing", finding.place, "no such file",
                "commentary for the table" if table else "the directors' summary",
                "Add the file with its headings; under a heading it may be empty.", subject=table,
            )  # fmt: skip
        else:
            faults.findings.append(finding)
    return None if text is None else named_letters(text)


def _narrative(
    heading: CommentaryHeading,
    piece: NarrativePiece | None,
    table: str,
    file: str,
    *,
    notes: Sequence[FootnoteDefinition],
    faults: FindingLog,
) -> Narrative:
    if piece is None:
        return _blank(heading, table, Place(file))
    place = Place(file, piece.line)
    source = "\n".join(piece.lines)
    blocks, findings = parse(source, place, notes)
    faults.findings.extend(findings)
    return Narrative(heading.kind, table, source, blocks, place, heading.words)


def _cut(text: str, file: str, headings: Headings, faults: FindingLog) -> list[NarrativePiece]:
    """Cut a file at its headings of the first level."""
    lines = text.split("\n")
    heads = find_headings(lines, headings)
    tell_unclear_headings(lines, heads, file, headings, faults)
    _before(lines[: heads[0].number - 1] if heads else lines, file, headings, faults)
    pieces: dict[CommentaryHeading, NarrativePiece] = {}
    ends = [head.number - 1 for head in heads[1:]] + [len(lines)]
    for head, end in zip(heads, ends, strict=False):  # without a heading there is one end too many
        number, words, heading = head.number, head.words, commentary_heading(head.words, headings)
        below = head.number + head.height - 1
        piece = None if heading is None else NarrativePiece(heading, below + 1, tuple(lines[below:end]))
        if piece is None:
            known = [known.words for known in headings]
            faults.error(
                "heading-unknown", Place(file, number), f"another heading{nearest(words, known)}",
                listing(f"# {each}" for each in known),
                "Correct the heading; sub-headings begin with `##`.",
            )  # fmt: skip
        elif pieces.setdefault(piece.heading, piece) is not piece:
            faults.error(
                "heading-repeated", Place(file, number), f"{excerpt(piece.heading.words)} a second time",
                f"each heading once (see line {pieces[piece.heading].line - 1})",
                "Bring the two texts together.",
            )  # fmt: skip
    return list(pieces.values())


def _before(lines: list[str], file: str, headings: Headings, faults: FindingLog) -> None:
    for number, line in enumerate(lines, 1):
        if line.strip():
            faults.error(
                "text-before-heading", Place(file, number), "text that is under no heading",
                f"first the heading {listing(f'# {each.words}' for each in headings)}",
                "Put the heading above the text.",
            )  # fmt: skip
            return


Headings = tuple[CommentaryHeading, ...]

_HEADING = re.compile(r"#(?!#)[ \t]*(?P<words>.*?)[ \t#]*")
_LOOSE = re.compile(
    r"[ ]{0,3}(?:#{2,6}[ \t]*)?(?P<mark>(?:\*{1,3}|_{1,3})?)"
    r"(?P<words>[^\W\d_][\w '’,&/-]{2,60}?)[ \t]*:?[ \t]*(?P=mark)[ \t]*:?[ \t#]*"
)
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*")

ALIKE = 0.85
"""How alike a line must be to a heading to be named as one that was probably meant."""


class HeadingLine(Struct, frozen=True):
    """A line that heads a piece of commentary."""

    number: int
    """From 1."""
    words: str
    height: int = 1
    """2 where it is underlined."""


def find_headings(lines: Sequence[str], headings: Headings) -> list[HeadingLine]:
    """The headings of the first level, and lines that are spelt otherwise and mean one that is not there."""
    strict = [
        HeadingLine(number, match["words"])
        for number, line in enumerate(lines, 1)
        if (match := _HEADING.fullmatch(line)) is not None
    ]
    known = {commentary_heading(head.words, headings) for head in strict}
    loose = [head for head in _loose(lines) if commentary_heading(head.words, headings) not in {*known, None}]
    return sorted((*strict, *loose), key=lambda head: head.number)


def _loose(lines: Sequence[str]) -> Iterator[HeadingLine]:
    """Lines that are alone and look like a heading: bold, with a colon, underlined, or a few words."""
    for number, line in enumerate(lines, 1):
        if number > 1 and lines[number - 2].strip():
            continue
        below = lines[number] if number < len(lines) else ""
        match = _LOOSE.fullmatch(line) if line.strip() else None
        if match is not None:
            yield HeadingLine(number, match["words"], 2 if below and _UNDERLINE.fullmatch(below) else 1)


def tell_unclear_headings(
    lines: Sequence[str],
    heads: Sequence[HeadingLine],
    file: str,
    headings: Headings,
    faults: FindingLog,
) -> None:
    """Name a line that is nearly the heading that the file lacks: what follows it may belong under that."""
    there = {commentary_heading(head.words, headings) for head in heads}
    for heading in headings:
        near = [
            head
            for head in _loose(lines)
            if commentary_heading(head.words, headings) is None
            and _likeness(head.words, heading.words) >= ALIKE
        ]
        for head in near if heading not in there else ():
            faults.warning(
                "heading-unclear", Place(file, head.number), "a line that is nearly a heading",
                f"`# {heading.words}`, if that is meant",
                "Write the heading so; as it is, what follows is printed under the heading before it.",
            )  # fmt: skip


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, folded_heading(one), folded_heading(other)).ratio()


def commentary_heading(words: str, headings: Headings) -> CommentaryHeading | None:
    """The piece of commentary that the words of a heading mean; None for other words."""
    folded = folded_heading(words)
    return next((heading for heading in headings if folded_heading(heading.words) == folded), None)


_NAMED = re.compile(r"!\[[^\]]*\]\(\s*<?(?P<source>[^)>\"\n]{1,200}?)>?(?:\s+[\"'(][^\n]*?)?\s*\)")
SUFFIXES = (".png", ".jpg", ".jpeg")


def with_pictures(
    blocks: Sequence[Prose], root: Path, folder: str, file: str, faults: FindingLog
) -> tuple[Prose, ...]:
    """Read the pictures of some blocks; one that cannot be printed is a finding and left out."""
    return tuple(block for each in blocks for block in _block(each, root, folder, file, faults))


def named_pictures(root: Path, folder: str, files: Sequence[str]) -> tuple[str, ...]:
    """The pictures of a month's folder that its commentary, these files, names; sorted."""
    found: set[str] = set()
    for file in files:
        text = read_text(root, f"{folder}/{file}", FindingLog(), required=False) or ""
        found |= {match["source"].strip() for match in _NAMED.finditer(text)}
    return tuple(sorted(name for name in found if not _refusal(name)))


def _block(block: Prose, root: Path, folder: str, file: str, faults: FindingLog) -> Iterator[Prose]:
    match block:
        case Image():
            yield from _image(block, root, folder, Place(file, block.line), faults)
        case ListBlock(items=items):
            yield replace(
                block, items=tuple(with_pictures(item, root, folder, file, faults) for item in items)
            )
        case _:
            yield block


def _image(image: Image, root: Path, folder: str, place: Place, faults: FindingLog) -> Iterator[Image]:
    if why := _refusal(image.source):
        _refuse(image, place, why, faults)
        return
    trial = FindingLog()
    data = read_bytes(root, f"{folder}/{image.source}", trial)
    if data is None:
        _refuse(image, place, trial.findings[0].found, faults)
        return
    from boardpack.load.image_file import printable_image  # noqa: PLC0415 - most commentary names no picture

    printable = printable_image(data)
    if printable is None:
        _refuse(image, place, "no whole PNG or JPEG of at most 40 million pixels", faults)
        return
    yield replace(image, data=printable.data, width=printable.width, height=printable.height)


def _refuse(image: Image, place: Place, why: str, faults: FindingLog) -> None:
    faults.error(
        "image-refused", place, f"the picture {excerpt(image.source)}: {why}",
        "a PNG or JPEG in the month's own folder",
        "Save the picture there as PNG or JPEG, and write its name alone.",
    )  # fmt: skip


def _refusal(source: str) -> str:
    """Why a name is not taken for a file of the month's folder; empty when it is."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:|//", source):
        return "an address, and nothing is fetched while a pack is made"
    if "/" in source or "\\" in source or source in {"", ".", ".."}:
        return "a file outside the month's folder"
    suffix = PurePosixPath(source).suffix.lower()
    if suffix == ".svg":
        return "an SVG, which can hold programs and fonts"
    return "" if suffix in SUFFIXES else f"a file of the kind {suffix or 'without an ending'}"
