"""The semantic Document: what the appendix says, and all that a screen reader must know of it.

A Document is a tree of frozen values. It knows heading levels, header cells, alt text and reading
order; it knows nothing of pages, ReportLab or HTML. `boardpack.compose` makes it from a Pack;
`boardpack.render.pdf` and `boardpack.render.html` are two renderings of it. Its prose and tables are those
of `boardpack.content`.

To add a kind of block, add the value here, add it to `Block`, and mypy names every `match` that must
learn it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import takewhile

from msgspec import Struct, field

from boardpack.content import BadgeKind, Heading, Image, Inline, ListBlock, Paragraph, Table, inline_text
from boardpack.words import Words, english


class ChartKind(Enum):
    """How a series is drawn."""

    COLUMNS = "columns"
    """Columns; a line where there are too many periods, or values too wide, for columns to be read."""
    LINE = "line"
    STACKED = "stacked"
    """Columns of parts that make a whole."""


class GoodSide(Enum):
    """On which side of its target a value is good."""

    HIGHER = "higher"
    LOWER = "lower"


class Point(Struct, frozen=True):
    """One period of a chart."""

    label: str
    """`Apr-17`."""
    value: float | None
    words: str
    """The value as the table prints it (`86%`), or the reason there is none (`no cases`)."""
    current: bool = False
    target: float | None = None
    """The target of this very period; None where none holds."""
    target_words: str = ""
    """The target as it is printed: `90%`."""
    parts: tuple[float, ...] = ()
    """What the value is made of, from the lowest part up; for a stacked chart."""


class OtherSeries(Struct, frozen=True):
    """A second series, drawn as a dashed line: the year before, or a comparator with a value a period."""

    values: tuple[float | None, ...]
    """One for each point."""
    words: str
    """Said at its right end: `Last year 74%`."""


class ChartMark(Struct, frozen=True):
    """A single value to compare with, drawn as a hollow diamond at its period."""

    index: int
    """Of the point."""
    value: float
    words: str
    """`England 69% (Mar)`."""


class ChartEvent(Struct, frozen=True):
    """A dated note, drawn as a rule at its period."""

    index: int
    """Of the point."""
    words: str


class Chart(Struct, frozen=True):
    """A series over periods, its targets, and what is drawn with it.

    How it is set out (columns or a line, where the values are) depends on the room and is decided for all
    charts of a group together, in `boardpack.charts.layout`.
    """

    points: tuple[Point, ...]
    percent: bool
    kind: ChartKind = ChartKind.COLUMNS
    target_words: str = ""
    """Of the last target in force: `Target 90%`."""
    good_side: GoodSide | None = None
    good_words: tuple[str, str] = ("", "")
    """`higher is better`, and where room is scarce `better`."""
    breaks: tuple[int, ...] = ()
    """Indices of the points before which the series is broken by a new definition."""
    break_words: str = ""
    """`new definition`."""
    extent: tuple[float, float] | None = None
    """Least and largest value of a scale shared with other charts; None to suit its own values."""
    scale_words: str = ""
    """Said under an axis that does not begin at zero, with `{value}`: `Scale begins at {value}`."""
    series_words: str = ""
    """Name of its own series where there are others: `This year`."""
    others: tuple[OtherSeries, ...] = ()
    marks: tuple[ChartMark, ...] = ()
    events: tuple[ChartEvent, ...] = ()
    part_words: tuple[str, ...] = ()
    """Names of the parts of a stacked chart, from the lowest up."""
    grades: tuple[str, ...] = ()
    """Names of the values 0, 1, 2 … of a series of grades, for its scale."""
    clock: int = 0
    """For values in seconds that are written as a clock: 60 for hours and minutes, 1 with seconds."""

    @property
    def values(self) -> tuple[float, ...]:
        """Its known values, in order."""
        return tuple(point.value for point in self.points if point.value is not None)


class Figure(Struct, frozen=True):
    """A chart with what it says and its name above it, its note below it, and its text alternative."""

    chart: Chart
    alt: str
    caption: tuple[Inline, ...]
    note: tuple[Inline, ...] = ()
    anchor: str = ""
    message: tuple[str, ...] = ()
    """What the chart says in a sentence, longest first: the renderer takes the longest that fits a line."""
    rating: BadgeKind | None = None
    """Whose shape is before the message."""
    outline: str = ""
    """Words for the outline: the reference."""

    @property
    def said(self) -> str:
        """The message in full; empty for none."""
        return self.message[0] if self.message else ""


class FigureGroup(Struct, frozen=True):
    """Charts that share the room left on the page: one wide, two by halves, three by thirds, then a grid."""

    figures: tuple[Figure, ...]
    caption: tuple[Inline, ...] = ()


class Beside(Struct, frozen=True):
    """Parts that are side by side where there is room; they are read one after the other."""

    parts: tuple[Part, ...]
    shares: tuple[float, ...] = ()
    """How the width is shared; evenly when empty."""


class Details(Struct, frozen=True):
    """Blocks under a summary that unfolds them, on a medium that can fold; elsewhere all of it is shown."""

    summary: tuple[Inline, ...]
    blocks: tuple[Block, ...]


class Contents(Struct, frozen=True):
    """The list of contents: a line for each entry, with its page and a link to it."""

    entries: tuple[ContentsEntry, ...]


class ContentsEntry(Struct, frozen=True):
    """A line of the contents page."""

    content: tuple[Inline, ...]
    anchor: str
    level: int = 1
    """2 for a table under its section."""
    description: str = ""
    """What its link is called; its own words when empty."""


class FootnoteText(Struct, frozen=True):
    """A footnote's number and words."""

    number: int
    content: tuple[Inline, ...]
    anchor: str
    """`note-1`."""
    back: str
    """Anchor of what it is a note on."""
    description: str
    """What the link back is called: `Back to note 1 in the text`."""


class Footnotes(Struct, frozen=True):
    """The footnotes of a page, under the text that refers to them."""

    notes: tuple[FootnoteText, ...]


Block = (
    Heading | Paragraph | ListBlock | Table | Image | Figure | FigureGroup | Beside | Details | Contents
    | Footnotes
)  # fmt: skip


class Part(Struct, frozen=True):
    """Blocks that belong together under a heading (a /Sect inside a page's section)."""

    blocks: tuple[Block, ...]


class SectionRole(Enum):
    """What kind of page a section starts; one begins on the page in hand where it fits there."""

    COVER = "cover"
    MASTHEAD = "masthead"
    """A band with the title over the first page, in place of a cover and the list of contents."""
    CONTENTS = "contents"
    PROSE = "prose"
    """Running text: set in a readable measure, in two columns on a landscape page."""
    SHEET = "sheet"
    """A table with commentary and charts over the whole width."""
    SMALL = "small"
    """Notes set small, in three columns on a landscape page."""


class DocumentSection(Struct, frozen=True):
    """A part of the document with a title of its own, and a page where it does not fit below another."""

    role: SectionRole
    title: str
    """For the running header; the heading itself is a block."""
    blocks: tuple[Block, ...]
    anchor: str = ""
    page: str = ""
    """How its pages are turned, `portrait` or `landscape`; the style's way when empty."""


class Document(Struct, frozen=True):
    """The whole appendix."""

    title: str
    language: str
    author: str
    """The council."""
    subject: str
    appendix: str
    """`Appendix 2`, for the footer."""
    period: str
    """`October 2017`, for the running header."""
    classification: str
    date: str
    """ISO 8601 date and time of the pack, for the file's metadata: from the pack's facts, never the clock."""
    sections: tuple[DocumentSection, ...]
    stamp: str = ""
    """Words stamped on each page: `DRAFT`, `EXAMPLE`."""
    words: Words = field(default_factory=english)
    """What renderers say beside the text: page numbers, `continued`."""
    page_start: int = 0
    """What the first numbered page is called in the agenda that the paper is part of; 0 for none."""

    @property
    def full_title(self) -> str:
        """The title as a file bears it: `DRAFT: Children's Indicators, October 2017 (Appendix 2)`."""
        title = self.title
        if self.period:
            key = "page.file_title_of" if self.appendix else "page.file_title"
            title = self.words(key, title=title, period=self.period, appendix=self.appendix)
        return f"{self.stamp}: {title}" if self.stamp else title


def page_label(document: Document, sheet: int) -> str:
    """Return what a page is called wherever pages are named: its number as its footer prints it, or `Cover`.

    `sheet` counts all pages of the file from 1; covers come first and have no number.
    """
    fronts = takewhile(lambda section: section.role is SectionRole.COVER, document.sections)
    covers = sum(1 for _ in fronts)
    return document.words("page.cover") if sheet <= covers else str(sheet - covers)


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, a containing block before the blocks in it."""
    for block in blocks:
        yield block
        match block:
            case ListBlock(items=items):
                for item in items:
                    yield from walk(item)
            case Beside(parts=parts):
                for part in parts:
                    yield from walk(part.blocks)
            case Details(blocks=inner):
                yield from walk(inner)
            case FigureGroup(figures=figures):
                yield from figures
            case _:
                pass


def block_texts(block: Block) -> Iterator[str]:
    """The words of a block itself, piece by piece in reading order: cells, captions, alt text."""
    match block:
        case Table(caption=caption, head=head, body=body):
            yield from _said(caption)
            for row in (*head, *body):
                yield from (inline_text(cell.content) for cell in row.cells)
        case Figure(caption=caption, alt=alt, note=note):
            yield from filter(None, (block.said, inline_text(caption), alt, inline_text(note)))
        case Image(alt=alt, caption=caption):
            yield alt
            yield from _said(caption)
        case FigureGroup(caption=caption):
            yield from _said(caption)
        case Contents(entries=lines) | Footnotes(notes=lines):
            yield from (inline_text(line.content) for line in lines)
        case Heading() | Paragraph():
            yield inline_text(block.content)
            yield from _said(block.aside if isinstance(block, Heading) else ())
        case Details(summary=summary):
            yield inline_text(summary)
        case ListBlock() | Beside():
            pass


def _said(content: tuple[Inline, ...]) -> Iterator[str]:
    if content:
        yield inline_text(content)
