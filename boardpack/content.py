"""Prose and tables as a semantic tree: the blocks of commentary, and what pages are built of.

Inlines are the words of a block; blocks are headings, paragraphs, lists and tables. Styles are named by
meaning (`role`), never by looks; a theme says how a role looks. `boardpack.document` adds what only a whole
document has: figures, contents, sections.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from boardpack.model.rating import Direction, Sense

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
    pin: str = ""
    """What a figure in commentary is about, as its author says: `FD 3`, `FD 3 2017-09`; it is not printed."""


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
    BEST = "best"
    """Above Green, where a pack rates by levels of its own."""
    FAIR = "fair"
    """Between Green and Amber."""
    LOW = "low"
    """Between Amber and Red."""
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
    ground: bool = True
    """False for a shape before the word and no coloured ground, as in a list of references."""
    target: str = ""
    """Where it leads, `#anchor`; empty for most."""


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
    """The voice it is in, which its text takes over."""


class Footnote(Struct, frozen=True):
    """A reference to a footnote, which carries the footnote's words until `boardpack.compose` sets them out.

    A renderer shows the number as a link to `note-1`; the words are in a `Footnotes` block of the page.
    """

    content: tuple[Inline, ...]
    number: int = 0
    """Counted through the pack; 0 until it is composed."""
    description: str = ""
    """What the link is called: `Note 1`."""


Inline = Text | Link | LineBreak | Badge | Trend | PageNumber | Placeholder | Footnote

# ------------------------------------------------------------------------------------------- blocks


class HeaderScope(Enum):
    """What a header cell is the header of."""

    COLUMN = "Column"
    ROW = "Row"


class Align(Enum):
    """How a column's words are aligned; NUMBER aligns on the decimal point."""

    LEFT = "left"
    CENTRE = "centre"
    NUMBER = "number"


class Cell(Struct, frozen=True):
    """A table's cell."""

    content: tuple[Inline, ...]
    header: HeaderScope | None = None
    colspan: int = 1


class Column(Struct, frozen=True):
    """How a table's column is set; widths are measured from the content by the renderer."""

    align: Align = Align.LEFT
    current: bool = False
    """The column of the pack's own month: emphasised."""
    flexible: bool = False
    """Takes the room that is left; several share it by the length of their words."""
    quiet: bool = False
    """Secondary: may be set a size smaller where room is scarce."""
    key: bool = False
    """Says what a row is about, as its header does: drawn again where a table is too wide for a page."""
    series: bool = False
    """One of a row of like columns, such as those of the months, which all have one width."""
    paged: bool = False
    """Holds page numbers: a medium without pages leaves it out."""
    folds: bool = False
    """Put away on a narrow screen until it is asked for, where other columns say the most important."""


class RowRole(Enum):
    """What a row is."""

    PLAIN = "plain"
    BAND = "band"
    """Heads a group of rows: one cell over all columns."""
    TOTAL = "total"


class Row(Struct, frozen=True):
    """A table's row; its cells fill every column exactly once."""

    cells: tuple[Cell, ...]
    role: RowRole = RowRole.PLAIN
    anchor: str = ""
    outline: str = ""
    """Words for the outline, where the row is to be found there."""


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
    """A paragraph.

    Roles: body, lead, note, fact, facts, title, subtitle, month, eyebrow, headline, caption, stamp; plain, of
    running text between tables; small, of notes in narrow columns; tiles, of badges that are set large.

    The cover's `title` is the first heading of the whole, although it is in no outline.
    """

    content: tuple[Inline, ...]
    role: str = "body"
    anchor: str = ""
    """Where a footnote, or the outline, leads to; empty for most."""


class ListBlock(Struct, frozen=True):
    """A list, bulleted or numbered; an item is a tuple of blocks, so lists nest."""

    items: tuple[tuple[Prose, ...], ...]
    ordered: bool = False
    start: int = 1
    labels: tuple[str, ...] = ()
    """The items' labels as they were written, such as `(a)`; empty where they are bullets or numbers."""


class Image(Struct, frozen=True):
    """A picture of the author's own, with what it shows in words."""

    source: str
    """The file's name in the month's folder."""
    alt: str
    caption: tuple[Inline, ...] = ()
    data: bytes = b""
    """A PNG or a JPEG in sRGB without metadata, made from the file; empty until it is read."""
    width: int = 0
    height: int = 0
    """In pixels."""
    line: int = 0
    """Line of the file that names it, from 1."""


Prose = Heading | Paragraph | ListBlock | Table | Image
"""The blocks that commentary is made of."""

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
        case PageNumber() | Footnote():
            return ""
