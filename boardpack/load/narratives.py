"""narratives/<month>/*.md → commentary, cut at its headings and parsed.

`directors-summary.md` holds `# Directors Summary`; each table has a file named after it with the headings
of the pack (`[commentary]` of data/pack.toml), by default `# Improvement Activity` and `# Next Steps`.
A heading with nothing under it is a blank narrative.
"""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from boardpack.load.files import read_text
from boardpack.load.findings import FindingLog, excerpt, listing, nearest
from boardpack.load.markdown import parse, without_comments
from boardpack.load.project import file_names
from boardpack.load.sections import SUMMARY_FILE
from boardpack.model.finding import Place
from boardpack.model.narrative import CommentaryHeading, Narrative
from boardpack.model.pack import Section
from boardpack.model.period import Period

_HEADING = re.compile(r"#(?!#)[ \t]*(?P<words>.*?)[ \t#]*")

BESIDE = ("month.toml", "waivers.toml")

Headings = tuple[CommentaryHeading, ...]


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
    _unknown_files(root, folder, [SUMMARY_FILE, *tables], faults)
    found = list(_read_file(root, f"{folder}/{SUMMARY_FILE}.md", "", headings.summary, faults))
    for key in tables:
        found += _read_file(root, f"{folder}/{key}.md", key, headings.table, faults)
    return tuple(found)


def is_commentary(name: str, sections: tuple[Section, ...]) -> bool:
    """Whether a file of a month's folder is one that a pack is made from."""
    stems = {SUMMARY_FILE, *(table.key for section in sections for table in section.tables)}
    return name in BESIDE or (name.endswith(".md") and name.removesuffix(".md") in stems)


def _unknown_files(root: Path, folder: str, stems: list[str], faults: FindingLog) -> None:
    for name in file_names(root / folder):
        stem, _, suffix = name.rpartition(".")
        if name in BESIDE or name.startswith((".", "~")) or (stem in stems and suffix == "md"):
            continue
        if suffix.lower() == "md":
            faults.error(
                "narrative-unknown", Place(f"{folder}/{name}"),
                f"commentary for no table{nearest(stem, stems)}",
                "a file named after a table of data/sections.csv",
                "Rename the file, or add the table.", subject=stem[:64],
            )  # fmt: skip
        else:
            faults.warning(
                "file-unknown", Place(f"{folder}/{name}"),
                "a file that nothing reads: it is not published either",
                f"commentary ending in .md, {listing(BESIDE)}", "Rename the file, or move it elsewhere.",
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
    pieces = {
        piece.heading: piece
        for piece in _cut(without_comments(text, Place(file, 1), faults), file, headings, faults)
    }
    return [_narrative(heading, pieces.get(heading), table, file, faults) for heading in headings]


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
    return text


def _narrative(
    heading: CommentaryHeading, piece: NarrativePiece | None, table: str, file: str, faults: FindingLog
) -> Narrative:
    if piece is None:
        return _blank(heading, table, Place(file))
    place = Place(file, piece.line)
    source = "\n".join(piece.lines)
    blocks, findings = parse(source, place)
    faults.findings.extend(findings)
    return Narrative(heading.kind, table, source, blocks, place, heading.words)


def _cut(text: str, file: str, headings: Headings, faults: FindingLog) -> list[NarrativePiece]:
    """Cut a file at its headings of the first level."""
    lines = text.split("\n")
    heads = [
        (number, match["words"])
        for number, line in enumerate(lines, 1)
        if (match := _HEADING.fullmatch(line)) is not None
    ]
    _before(lines[: heads[0][0] - 1] if heads else lines, file, headings, faults)
    pieces: dict[CommentaryHeading, NarrativePiece] = {}
    ends = [number - 1 for number, _ in heads[1:]] + [len(lines)]
    for (number, words), end in zip(heads, ends, strict=False):  # without a heading there is one end too many
        heading = _heading(words, headings)
        piece = None if heading is None else NarrativePiece(heading, number + 1, tuple(lines[number:end]))
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
                "text-before-heading", Place(file, number), "text that stands under no heading",
                f"first the heading {listing(f'# {each.words}' for each in headings)}",
                "Put the heading above the text.",
            )  # fmt: skip
            return


def _heading(words: str, headings: Headings) -> CommentaryHeading | None:
    return next((each for each in headings if folded_heading(each.words) == folded_heading(words)), None)


def folded_heading(words: str) -> str:
    """A heading without case, apostrophes and further blanks, as headings are compared."""
    return " ".join(words.replace("'", "").replace("’", "").casefold().split())
