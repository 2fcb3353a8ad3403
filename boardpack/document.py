"""The semantic Document: what the appendix says, and all that a screen reader must know of it.

A Document is a tree of frozen values. It knows heading levels, header cells, alt text and reading
order; it knows nothing of pages, ReportLab or HTML. `boardpack.compose` makes it from a Pack;
`boardpack.render.pdf` and `boardpack.render.html` are two renderings of it.

Styles are named by meaning (`role`), never by looks; a theme says how a role looks. To add a kind of
block, add the value here, add it to `Block`, and mypy names every `match` that must learn it.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from msgspec import Struct

# ------------------------------------------------------------------------------------------ inlines


class Text(Struct, frozen=True):
    """A run of words in one voice."""

    text: str
    strong: bool = False
    emphasis: bool = False
    quiet: bool = False
    """Set in grey: the shorthand of a missing value, a fact of secondary rank."""
    language: str = ""
    """BCP 47 when it differs from the document's: `cy` for a Welsh passage."""
    expansion: str = ""
    """What an abbreviation stands for (the PDF's /E, HTML's <abbr title>)."""


class Link(Struct, frozen=True):
    """A link: to `https:`, `mailto:` or `#anchor` inside the document."""

    target: str
    content: tuple[Text, ...]
    description: str = ""
    """What the link leads to, for the annotation's /Contents; its own words when empty."""


class LineBreak(Struct, frozen=True):
    """A forced line end."""


class BadgeKind(Enum):
    """The shape and colour that go with a badge's word: never the only carrier of it."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NONE = "none"
    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"


class Badge(Struct, frozen=True):
    """A status as word + shape + colour; the shape is decoration, the word is the text."""

    kind: BadgeKind
    word: str
    expansion: str = ""
    """The whole word when `word` is a letter of a strip: `R` for Red."""
    shape: bool = True
    """False for the letters of a strip, which have a tint and no shape."""


class Direction(Enum):
    """Which way a value moved; the arrow drawn for it is decoration beside words that say so."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"


class Sense(Enum):
    """Whether a movement is for the better."""

    BETTER = "better"
    WORSE = "worse"
    NEITHER = "neither"


class Trend(Struct, frozen=True):
    """A direction of travel: a drawn arrow and the words that say the same."""

    direction: Direction
    sense: Sense
    words: str
    """`12 points better`; it must carry the whole meaning without the arrow."""


class PageNumber(Struct, frozen=True):
    """The page that an anchor falls on, known once the pages are laid out."""

    anchor: str


class Placeholder(Struct, frozen=True):
    """A live figure not yet worked out; `boardpack.compose` puts text in its place, no renderer meets one."""

    expression: str
    line: int
    """Line within the narrative's source, from 1."""
    column: int
    """Character within that line, from 1."""
    strong: bool = False
    emphasis: bool = False
    """The voice it stands in, which its text takes over."""


Inline = Text | Link | LineBreak | Badge | Trend | PageNumber | Placeholder

# ------------------------------------------------------------------------------------------- blocks


class HeaderScope(Enum):
    """What a header cell is the header of."""

    COLUMN = "Column"
    ROW = "Row"


class Align(Enum):
    """How a column's words stand; NUMBER aligns on the decimal point."""

    LEFT = "left"
    CENTRE = "centre"
    NUMBER = "number"


class Cell(Struct, frozen=True):
    """A table's cell."""

    content: tuple[Inline, ...]
    header: HeaderScope | None = None
    colspan: int = 1
    rowspan: int = 1


class Column(Struct, frozen=True):
    """How a table's column stands; widths are measured from the content by the renderer."""

    align: Align = Align.LEFT
    current: bool = False
    """The column of the pack's own month: emphasised."""
    flexible: bool = False
    """Takes the room that is left; several share it by the length of their words."""
    quiet: bool = False
    """Secondary: may be set a size smaller where room is scarce."""


class RowRole(Enum):
    """What a row is."""

    PLAIN = "plain"
    BAND = "band"
    """Heads a group of rows: one cell over all columns."""
    TOTAL = "total"


class Row(Struct, frozen=True):
    """A table's row; its cells and their spans fill every column exactly once."""

    cells: tuple[Cell, ...]
    role: RowRole = RowRole.PLAIN
    anchor: str = ""


class Table(Struct, frozen=True):
    """A data table: one structure element however many pages it runs over."""

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    """Rows repeated at the top of each page; their cells are column headers."""
    body: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    """Shown above the table, or only spoken when `caption_hidden`."""
    caption_hidden: bool = False
    summary: str = ""
    """What the table holds and how it is built, for the structure's /Summary."""
    role: str = "data"


class Heading(Struct, frozen=True):
    """A heading; levels never skip."""

    level: int
    content: tuple[Inline, ...]
    anchor: str = ""
    aside: tuple[Inline, ...] = ()
    """Said after the title in a quieter voice, on its line where it fits: the section's counts."""
    outline: str = ""
    """Words for the PDF outline; the heading's own when empty, `-` to leave it out."""


class Paragraph(Struct, frozen=True):
    """A paragraph. Roles: body, lead, note, fact, title, subtitle, month, eyebrow, headline, caption.

    The cover's `title` is the first heading of the whole, although it stands in no outline.
    """

    content: tuple[Inline, ...]
    role: str = "body"
    language: str = ""


class ListBlock(Struct, frozen=True):
    """A list, bulleted or numbered; an item is a tuple of blocks, so lists nest."""

    items: tuple[tuple[Block, ...], ...]
    ordered: bool = False
    start: int = 1


class Point(Struct, frozen=True):
    """One month of a column chart."""

    label: str
    """`Apr-17`."""
    value: float | None
    words: str
    """The value as the table prints it (`86%`), or the reason there is none (`no cases`)."""
    current: bool = False


class ColumnChart(Struct, frozen=True):
    """A column for each month, a line for the target; columns start at zero."""

    points: tuple[Point, ...]
    percent: bool
    target: float | None = None
    target_words: str = ""
    """`Target 90%`."""
    breaks: tuple[int, ...] = ()
    """Indices of the points before which the series is broken by a new definition."""
    break_words: str = ""
    """`new definition`."""
    top: float | None = None
    """Largest value of the scale to share with the charts beside it; None to suit its own values."""


Chart = ColumnChart


class Figure(Struct, frozen=True):
    """A chart with its caption above it, its note below it, and its text alternative."""

    chart: Chart
    alt: str
    caption: tuple[Inline, ...]
    note: tuple[Inline, ...] = ()
    anchor: str = ""


class FigureGroup(Struct, frozen=True):
    """Charts that share the room left on the page: one wide, two by halves, three by thirds, then a grid."""

    figures: tuple[Figure, ...]
    caption: tuple[Inline, ...] = ()


class Beside(Struct, frozen=True):
    """Parts that stand side by side where there is room; they are read one after the other."""

    parts: tuple[Part, ...]


class Contents(Struct, frozen=True):
    """The list of contents: a line for each entry, with its page and a link to it."""

    entries: tuple[ContentsEntry, ...]


class ContentsEntry(Struct, frozen=True):
    """A line of the contents page."""

    content: tuple[Inline, ...]
    anchor: str
    level: int = 1


Block = Heading | Paragraph | ListBlock | Table | Figure | FigureGroup | Beside | Contents


class Part(Struct, frozen=True):
    """Blocks that belong together under a heading (a /Sect inside a page's section)."""

    blocks: tuple[Block, ...]


class SectionRole(Enum):
    """What kind of page a section starts; each section starts a new page."""

    COVER = "cover"
    CONTENTS = "contents"
    PROSE = "prose"
    """Running text: set in a readable measure, in two columns on a landscape page."""
    SHEET = "sheet"
    """A table with commentary and charts over the whole width."""


class DocumentSection(Struct, frozen=True):
    """A part of the document that starts a new page."""

    role: SectionRole
    title: str
    """For the running header; the heading itself is a block."""
    blocks: tuple[Block, ...]
    anchor: str = ""


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


# ------------------------------------------------------------------------------------------ reading


def inline_text(content: tuple[Inline, ...]) -> str:
    """The words of some inlines as they are read; a page number reads as nothing before layout."""
    return "".join(_words(inline) for inline in content)


def _words(inline: Inline) -> str:
    match inline:
        case Text(text=text):
            return text
        case Link(content=content):
            return "".join(run.text for run in content)
        case LineBreak():
            return " "
        case Badge(word=word) | Trend(words=word):
            return word
        case Placeholder(expression=expression):
            return "{{" + expression + "}}"
        case PageNumber():
            return ""


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
            case FigureGroup(figures=figures):
                yield from figures
            case _:
                pass


def block_texts(block: Block) -> Iterator[str]:
    """The words of a block itself, piece by piece in reading order: cells, captions, alt text."""
    match block:
        case Heading(content=content, aside=aside):
            yield inline_text(content)
            if aside:
                yield inline_text(aside)
        case Paragraph(content=content):
            yield inline_text(content)
        case Table(caption=caption, head=head, body=body):
            if caption:
                yield inline_text(caption)
            for row in (*head, *body):
                yield from (inline_text(cell.content) for cell in row.cells)
        case Figure(caption=caption, alt=alt, note=note):
            yield inline_text(caption)
            yield alt
            if note:
                yield inline_text(note)
        case FigureGroup(caption=caption):
            if caption:
                yield inline_text(caption)
        case Contents(entries=entries):
            yield from (inline_text(entry.content) for entry in entries)
        case ListBlock() | Beside():
            pass
