"""Rules about the commentary's own words: live figures that cannot be filled, and words used twice.

Every live figure is tried before anything is printed. A fault becomes an error at the very word of the
expression: `live-reference`, `live-field`, `live-month`, `live-section`, `live-value` or `live-syntax`, after
`boardpack.analysis.live_figures`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from boardpack.analysis.live_figure_fields import LiveFault
from boardpack.analysis.live_figures import evaluate
from boardpack.check import thresholds
from boardpack.check.rule import Remark, W, comparison, rule
from boardpack.content import Footnote, Heading, Image, Inline, ListBlock, Paragraph, Placeholder, Table
from boardpack.document import Beside, Block, Contents, Details, Figure, FigureGroup, Footnotes, walk
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.indicator import canonical_ref
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack


def live_findings(pack: Pack) -> Iterator[Finding]:
    """Yield an error for each live figure that has no words, in the order of the files.

    A reference that the pack does not have is reported once a file, at its first place.
    """
    for narrative in pack.narratives:
        faults = [
            (placeholder, result)
            for placeholder in placeholders(narrative.blocks)
            if isinstance(result := evaluate(pack, placeholder.expression), LiveFault)
        ]
        unknown = Counter(fault.found for _, fault in faults if fault.kind == "reference")
        for placeholder, fault in faults:
            more = unknown.pop(fault.found, 0) if fault.kind == "reference" else 1
            if more:
                yield _finding(pack, narrative, placeholder, fault, more - 1)


def placeholders(blocks: tuple[Block, ...]) -> Iterator[Placeholder]:
    """Every live figure of some blocks, in reading order."""
    for block in walk(blocks):
        for inline in _inlines(block):
            yield from _placeholders(inline)


def _placeholders(inline: Inline) -> Iterator[Placeholder]:
    match inline:
        case Placeholder():
            yield inline
        case Footnote(content=content):
            for each in content:
                yield from _placeholders(each)
        case _:
            pass


def _inlines(block: Block) -> Iterator[Inline]:
    match block:
        case Heading(content=content) | Paragraph(content=content):
            yield from content
        case Table(caption=caption, head=head, body=body):
            yield from caption
            for row in (*head, *body):
                for cell in row.cells:
                    yield from cell.content
        case Figure(caption=caption) | FigureGroup(caption=caption) | Image(caption=caption):
            yield from caption
        case Details(summary=summary):
            yield from summary
        case ListBlock() | Beside() | Contents() | Footnotes():
            pass


def _finding(
    pack: Pack, narrative: Narrative, placeholder: Placeholder, fault: LiveFault, more: int
) -> Finding:
    column = placeholder.column + _lead(narrative, placeholder) + fault.offset
    words = placeholder.expression.split()
    runs = (canonical_ref("".join(words[:count])) for count in range(len(words), 0, -1))
    return Finding(
        rule=f"live-{fault.kind}",
        severity=Severity.ERROR,
        place=narrative.place_of(placeholder.line, column),
        subject=next((ref for ref in runs if pack.indicator(ref) is not None), ""),
        found=fault.found + (f" (and {more} more like it)" if more else ""),
        expected=fault.expected,
        remedy=fault.remedy,
        period=pack.period.iso,
    )


def _lead(narrative: Narrative, placeholder: Placeholder) -> int:
    """How far the expression's first character is behind the placeholder's own place."""
    lines = narrative.source.splitlines()
    text = lines[placeholder.line - 1] if 0 < placeholder.line <= len(lines) else ""
    start = text.find(placeholder.expression, placeholder.column - 1)
    return max(0, start - (placeholder.column - 1))


LIVE_RULES: tuple[tuple[str, Severity, str], ...] = (
    ("live-reference", Severity.ERROR, "A live figure of a reference that the pack does not have."),
    ("live-field", Severity.ERROR, "A live figure asks for something that there is not."),
    ("live-month", Severity.ERROR, "A live figure of a month that the pack does not have."),
    ("live-section", Severity.ERROR, "A live count of a section that the pack does not have."),
    ("live-value", Severity.ERROR, "A live figure that would mislead: no value, a break in the series."),
    ("live-syntax", Severity.ERROR, "A live figure that cannot be read."),
)
"""The rules about live figures: name, severity, and what each finds."""


@rule("commentary-repeated", W, "A passage stands in two sections.")
def repeated(pack: Pack) -> Iterator[Remark]:
    """The same run of words in two pieces of commentary."""
    first: dict[tuple[str, ...], Narrative] = {}
    told: set[tuple[Place, Place]] = set()
    for narrative in pack.narratives:
        for run, line in _runs(narrative):
            other = first.setdefault(run, narrative)
            pair = (other.place, narrative.place)
            if other is not narrative and pair not in told:
                told.add(pair)
                yield Remark(
                    Place(narrative.place.file, line), narrative.table and canonical_ref(narrative.table),
                    f"a passage stands word for word in {other.place.file} as well",
                    "commentary written for its own indicators",
                    "Say it once, or say what it means here.",
                    pack.period.iso,
                )  # fmt: skip


@comparison("commentary-carried-over", W, "A sentence unchanged since last month.")
def carried_over(pack: Pack, earlier: Pack) -> Iterator[Remark]:
    """A sentence that is unchanged from the month before."""
    for narrative in pack.narratives:
        before = earlier.narrative(narrative.kind, narrative.table, narrative.heading)
        known = {words for words, _ in _sentences(before)} if before is not None else set()
        for words, line in _sentences(narrative):
            if words in known:
                yield Remark(
                    Place(narrative.place.file, line), narrative.table and canonical_ref(narrative.table),
                    f"a sentence is unchanged since {earlier.period.long}",
                    "commentary on this month",
                    "Say what has happened since, or leave the sentence out.",
                    pack.period.iso,
                )  # fmt: skip


def _words(narrative: Narrative) -> list[tuple[str, int]]:
    """The words of a narrative with their lines in the file."""
    found: list[tuple[str, int]] = []
    for number, line in enumerate(narrative.source.splitlines()):
        spoken = re.sub(r"^\s{0,3}#.*", "", line).casefold()
        words = re.findall(r"[\w%{}]+", spoken)
        found += [(word, narrative.place.line + number) for word in words]
    return found


def _runs(narrative: Narrative) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every run of words with its line, except lists of references, which are no wording."""
    found = _words(narrative)
    words = [word for word, _ in found]
    weighty = [len(word) > 2 for word in words]
    for start in range(len(words) - thresholds.REPEATED_WORDS + 1):
        end = start + thresholds.REPEATED_WORDS
        if sum(weighty[start:end]) >= thresholds.REPEATED_WORDS / 2:
            yield tuple(words[start:end]), found[start][1]


def _sentences(narrative: Narrative) -> Iterator[tuple[tuple[str, ...], int]]:
    line = narrative.place.line
    for paragraph in re.split(r"(\n\s*\n)", narrative.source):
        for match in re.finditer(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]?", paragraph):
            sentence = match[0]
            words = tuple(re.findall(r"[\w%{}]+", sentence.casefold()))
            lead = len(sentence) - len(sentence.lstrip())
            if len(words) >= thresholds.CARRIED_WORDS:
                yield words, line + paragraph.count("\n", 0, match.start() + lead)
        line += paragraph.count("\n")
