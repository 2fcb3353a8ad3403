"""The Document's blocks as blocks of a page, each with its structure elements.

The elements are made here, once, in the order of the Document; layout never changes them. To add a kind
of block: a case in `_blocks`, and mypy names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from boardpack.charts import DrawChart
from boardpack.content import (
    Badge,
    Heading,
    Image,
    Link,
    ListBlock,
    PageNumber,
    Paragraph,
    Table,
    Text,
    inline_text,
)
from boardpack.document import (
    Beside,
    Contents,
    ContentsEntry,
    Details,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Footnotes,
    FootnoteText,
    Part,
    SectionRole,
)
from boardpack.document import Block as DocumentBlock
from boardpack.render.pdf.blocks import (
    BAR_ROOM,
    ContentsLine,
    ListLabel,
    Outlined,
    PictureBlock,
    StampBlock,
    StatementBlock,
    TextBlock,
)
from boardpack.render.pdf.chart_grid import NARROW_PAGE, ChartGrid, FigureBox, FigureType, GridLead
from boardpack.render.pdf.flow import BesideBlock, FlowBlock
from boardpack.render.pdf.fonts import Typefaces, composed
from boardpack.render.pdf.inlines import LOOKS, TextStyle, role_style, set_inlines, set_message, size_of
from boardpack.render.pdf.line_breaking import NOTHING, WordRun, below_each_other, join
from boardpack.render.pdf.structure import Node
from boardpack.render.pdf.table import GridTable
from boardpack.render.pdf.table_columns import CLOSE_SET, Fit, is_worded
from boardpack.render.pdf.table_grid import read_grid
from boardpack.render.pdf.tiles import Tile, TilesBlock


class FlowBuilder(Struct, frozen=True):
    """What blocks are made with."""

    type: Typefaces
    draw: DrawChart
    small: bool = False
    """Whether running text is set as notes are."""

    @property
    def is_narrow(self) -> bool:
        """Whether the page has no room for parts side by side."""
        page = self.type.theme.page
        return page.width - 2 * page.margin < NARROW_PAGE


class BuiltSection(Struct, frozen=True):
    """A section's blocks, ready to be laid out."""

    section: DocumentSection
    node: Node
    blocks: tuple[FlowBlock, ...]
    laid: dict[tuple[str, float], Any] = field(default_factory=dict)
    """Its layouts, each made once: `boardpack.render.pdf.paginate` names them."""


def build_sections(document: Document, maker: FlowBuilder) -> tuple[Node, tuple[BuiltSection, ...]]:
    """Return the root of the structure, and each section's blocks."""
    root = Node("Document", language=document.language, title=document.full_title)
    return root, with_shared_columns([_section(section, root, maker) for section in document.sections])


def with_shared_columns(sections: Sequence[BuiltSection]) -> tuple[BuiltSection, ...]:
    """Give tables of figures that have the same columns one grid: months are under each other.

    A section whose tables take other widths by it is laid out anew.
    """
    groups: dict[object, list[GridTable]] = {}
    for built in sections:
        for block in built.blocks:
            if isinstance(block, GridTable) and block.grid.role == "figures":
                groups.setdefault(block.grid.columns, []).append(block)
    changed: set[GridTable] = set()
    for group in groups.values():
        rows = tuple(row for table in group for row in table.grid.body)
        fits: dict[float, tuple[Fit, ...]] = {}
        changed |= {table for table in group if table.share(rows, fits)}
    return tuple(
        replace(built, laid={}) if changed.intersection(built.blocks) else built for built in sections
    )


def _section(section: DocumentSection, root: Node, maker: FlowBuilder) -> BuiltSection:
    node = root.add("Sect", title=section.title)
    type_ = replace(maker.type, theme=maker.type.theme.turned(section.page))
    maker = replace(maker, type=type_, small=section.role is SectionRole.SMALL)
    return BuiltSection(section, node, tuple(build_blocks(section.blocks, node, maker)))


def build_blocks(  # noqa: C901, PLR0912 - one for each kind of block
    blocks: Sequence[DocumentBlock], node: Node, maker: FlowBuilder
) -> Iterator[FlowBlock]:
    """Make blocks under an element."""
    for block in blocks:
        match block:
            case Heading():
                yield _heading(block, node, maker)
            case Paragraph(role="tiles"):
                yield from _tiles(block, node, maker)
            case Paragraph():
                yield _paragraph(block, node, maker)
            case ListBlock():
                yield from _list(block, node, maker, 0.0)
            case Table():
                yield from _table(block, node, maker)
            case Figure():
                yield _grid([_figure(block, node, maker)], maker)
            case FigureGroup():
                yield from _figures(block, node, maker)
            case Beside(parts=parts, shares=shares):
                made = [list(_part(part, node, maker)) for part in parts]
                if maker.is_narrow:
                    yield from (each for part in made for each in part)
                else:
                    gutter = maker.type.theme.page.gutter
                    yield BesideBlock(made, gutter, before=10.0, after=12.0, shares=shares)
            case Details(summary=summary, blocks=inner):
                part = node.add("Div")
                yield _paragraph(Paragraph(summary), part, maker)
                yield from build_blocks(inner, part, maker)
            case Contents():
                yield from _contents(block, node, maker)
            case Image():
                yield _image(block, node, maker)
            case Footnotes():
                yield from _footnotes(block, node, maker)
            case _:
                assert_never(block)


def _part(part: Part, node: Node, maker: FlowBuilder) -> Iterator[FlowBlock]:
    """A part under a heading is a section of its own; one without is only a division."""
    is_section = bool(part.blocks) and isinstance(part.blocks[0], Heading)
    return build_blocks(part.blocks, node.add("Sect" if is_section else "Div"), maker)


def _heading(heading: Heading, node: Node, maker: FlowBuilder) -> FlowBlock:
    role = f"heading{heading.level + maker.small}"
    how = role_style(role if role in LOOKS else "heading3")
    size, leading = size_of(maker.type.theme, role)
    element = node.add(f"H{min(heading.level, 6)}")
    words = set_inlines(heading.content, element, maker.type, how.manner)
    below = None
    if heading.aside:
        aside = size_of(maker.type.theme, "aside")[0] / size
        beside = set_inlines(heading.aside, node.add("P"), maker.type, TextStyle(colour="quiet", scale=aside))
        words, below = join(words, beside, ASIDE_GAP), below_each_other(words, beside)
    title = heading.outline or inline_text(heading.content)
    outlined = None if title == "-" else Outlined(heading.level, title, element)
    return TextBlock(
        words,
        size,
        leading,
        before=how.before,
        after=how.after,
        keeps=True,
        anchor=heading.anchor,
        outlined=outlined,
        otherwise=below,
    )


def _tiles(paragraph: Paragraph, node: Node, maker: FlowBuilder) -> Iterator[FlowBlock]:
    """A list of counts, each of which is a tile."""
    badges = [inline for inline in paragraph.content if isinstance(inline, Badge)]
    if badges:
        element = node.add("L", attributes={"List": {"ListNumbering": "None"}})
        made = [Tile(badge, element.add("LI").add("LBody")) for badge in badges]
        yield TilesBlock(made, maker.type, after=12.0)


def _paragraph(
    paragraph: Paragraph, node: Node, maker: FlowBuilder, *, after: float | None = None
) -> TextBlock:
    how = role_style("small" if maker.small and paragraph.role == "body" else paragraph.role)
    size, leading = size_of(maker.type.theme, how.size_role)
    element = node.add(TAGS.get(paragraph.role, "P"))
    words = set_inlines(paragraph.content, element, maker.type, how.manner)
    if paragraph.role == "stamp":
        outlined = Outlined(1, inline_text(paragraph.content), element)
        return StampBlock(words, size, leading, after=how.after, anchor=paragraph.anchor, outlined=outlined)
    is_statement = paragraph.role == "statement"
    return (StatementBlock if is_statement else TextBlock)(
        words,
        size,
        leading,
        before=how.before,
        after=how.after if after is None else after,
        indent=BAR_ROOM if is_statement else 0.0,
        measure=0.0 if paragraph.role in UNMEASURED else MEASURE * size,
        keeps=paragraph.role in KEEPING,
        anchor=paragraph.anchor,
        even=paragraph.role == "title",
    )


def _list(block: ListBlock, node: Node, maker: FlowBuilder, indent: float) -> Iterator[FlowBlock]:
    """A list's items one after the other, each with its label in its first line's indent."""
    numbering = _numbering(block)
    element = node.add("L", attributes={"List": {"ListNumbering": numbering}})
    size, leading = size_of(maker.type.theme, "body")
    missing = maker.type.regular.font.missing(BULLETS)
    bullet = next(sign for sign in BULLETS if sign not in missing)
    for number, item in enumerate(block.items, start=block.start):
        entry = element.add("LI")
        sign = block.labels[number - block.start] if block.labels else f"{number}."
        sign = sign if block.ordered else bullet
        label_words = set_inlines((Text(sign),), entry.add("Lbl"), maker.type, TextStyle(colour="brand"))
        room = max(LIST_INDENT, label_words.natural * size + LABEL_GAP)
        label = ListLabel(label_words, room)
        made = list(_item(item, entry.add("LBody"), maker, indent + room))
        first = made[0] if made else None
        if isinstance(first, TextBlock) and first.label is None:
            first.label = label
        else:
            alone = TextBlock(NOTHING, size, leading, indent=indent + room, label=label, keeps=bool(made))
            made.insert(0, alone)
        is_last = number == block.start + len(block.items) - 1
        made[-1].after = 8.0 if is_last and not indent else 4.0
        yield from made


def _numbering(block: ListBlock) -> str:
    """How a list is numbered, in the standard's words (ISO 32000-1, table 347)."""
    if not block.ordered:
        return "Disc"
    first = block.labels[0].strip("().") if block.labels else "1"
    return "Decimal" if first.isdigit() else "LowerAlpha" if first.islower() else "UpperAlpha"


def _item(
    item: Sequence[DocumentBlock], node: Node, maker: FlowBuilder, indent: float
) -> Iterator[FlowBlock]:
    for block in item:
        if isinstance(block, ListBlock):
            yield from _list(block, node, maker, indent)
        elif isinstance(block, Paragraph):
            made = _paragraph(block, node, maker, after=4.0)
            made.indent = indent
            yield made
        else:
            for each in build_blocks((block,), node, maker):
                each.indent += indent
                yield each


def _table(table: Table, node: Node, maker: FlowBuilder) -> Iterator[FlowBlock]:
    attributes = {"Table": {"Summary": table.summary}} if table.summary else None
    title = inline_text(table.caption) if table.caption_hidden else ""
    element = node.add("Table", attributes=attributes, title=title)
    if table.caption and not table.caption_hidden:
        how = role_style("caption")
        size, leading = size_of(maker.type.theme, how.size_role)
        words = set_inlines(table.caption, element.add("Caption"), maker.type, how.manner)
        yield TextBlock(words, size, leading, before=8.0, after=how.after, keeps=True)
    grid = read_grid(table, element, maker.type)
    roomy = is_worded(grid) and grid.role not in CLOSE_SET and not maker.small
    yield GridTable(grid, maker.type.theme, before=4.0, after=10.0, roomy=roomy)


def _figures(group: FigureGroup, node: Node, maker: FlowBuilder) -> Iterator[FlowBlock]:
    element = node.add("Div")
    lead = None
    if group.caption:
        how = role_style("figures")
        words = set_inlines(group.caption, element.add("P"), maker.type, how.manner)
        lead = GridLead(words, *size_of(maker.type.theme, how.size_role))
    boxes = [_figure(figure, element, maker) for figure in group.figures]
    if boxes:
        yield _grid(boxes, maker, lead)


def _grid(boxes: Sequence[FigureBox], maker: FlowBuilder, lead: GridLead | None = None) -> ChartGrid:
    type_ = maker.type
    sizes = FigureType(
        size_of(type_.theme, "caption"),
        size_of(type_.theme, "chart_name"),
        size_of(type_.theme, "note"),
        type_.theme.page.gutter,
    )

    def measure(text: str, size: float, *, strong: bool) -> float:
        return (type_.bold if strong else type_.regular).width(composed(text)) * size

    return ChartGrid(boxes, sizes, maker.draw, measure, lead=lead)


def _figure(figure: Figure, node: Node, maker: FlowBuilder) -> FigureBox:
    place = node.add("Div")
    said = place.add("P") if figure.message else place
    messages = tuple(set_message(words, figure.rating, said, maker.type) for words in figure.message)
    caption = place.add("Caption")
    name = set_inlines(figure.caption, caption, maker.type, role_style("chart_name").manner)
    element = place.add("Figure", alt=figure.alt)
    note: WordRun = NOTHING
    if figure.note:
        note = set_inlines(figure.note, place.add("P"), maker.type, role_style("note").manner)
    outlined = Outlined(2, figure.outline, caption) if figure.outline else None
    return FigureBox(figure.chart, element, messages, name, note, figure.anchor, outlined)


def _image(image: Image, node: Node, maker: FlowBuilder) -> FlowBlock:
    """A picture and its caption, which is not the same as what it shows in words."""
    place = node.add("Div")
    element = place.add("Figure", alt=image.alt)
    caption: WordRun = NOTHING
    if image.caption:
        caption = set_inlines(image.caption, place.add("Caption"), maker.type, role_style("note").manner)
    return PictureBlock(image, element, caption, size_of(maker.type.theme, "note"))


def _footnotes(block: Footnotes, node: Node, maker: FlowBuilder) -> Iterator[FlowBlock]:
    for place, note in enumerate(block.notes):
        made = _footnote(note, node, maker)
        made.before = 8.0 if not place else 0.0
        made.after = 8.0 if place == len(block.notes) - 1 else 2.0
        yield made


def _footnote(note: FootnoteText, node: Node, maker: FlowBuilder) -> TextBlock:
    """A Note with its number, which leads back to the text, in the indent of its first line."""
    how = role_style("note")
    size, leading = size_of(maker.type.theme, "note")
    element = node.add("Note", name=note.anchor)
    back = Link("#" + note.back, (Text(str(note.number)),), note.description)
    number = set_inlines((back,), element.add("Lbl"), maker.type, how.manner)
    room = max(LIST_INDENT, number.natural * size + LABEL_GAP)
    return TextBlock(
        set_inlines(note.content, element.add("P"), maker.type, how.manner),
        size,
        leading,
        indent=room,
        measure=MEASURE * size,
        anchor=note.anchor,
        label=ListLabel(number, room),
    )


def _contents(contents: Contents, node: Node, maker: FlowBuilder) -> Iterator[FlowBlock]:
    toc = node.add("TOC")
    for entry in contents.entries:
        yield from _entry(entry, toc.add("TOCI"), maker)


def _entry(entry: ContentsEntry, item: Node, maker: FlowBuilder) -> Iterator[FlowBlock]:
    """A line that leads to its page, and below it references, each of which leads to its own row."""
    first = entry.level == 1
    size, leading = size_of(maker.type.theme, "contents" if first else "contents_part")
    indent = (entry.level - 1) * LIST_INDENT
    references = tuple(inline for inline in entry.content if isinstance(inline, Badge))
    spaced = [part for each in references for part in (Text(" "), each)]
    title = tuple(inline for inline in entry.content if isinstance(inline, Text) and inline.text.strip())
    manner = TextStyle("bold", "brand") if first else TextStyle()
    words = NOTHING if title else set_inlines(spaced, item, maker.type)
    link = item.add("Reference").add("Link")
    words = words or set_inlines(title, link, maker.type, manner)
    number = set_inlines((PageNumber(entry.anchor),), link, maker.type)
    line = ContentsLine(words, number, size, leading, indent=indent)
    line.description, line.whole = entry.description, bool(title)
    line.before = CONTENTS_GAP if first else 0.0
    line.keeps = bool(title and references)
    yield line
    if title and references:
        size, leading = size_of(maker.type.theme, "contents_references")
        words = set_inlines(spaced, item, maker.type)
        yield TextBlock(words, size, leading, indent=indent + LIST_INDENT, after=2.0)


MEASURE = 46.0
"""The widest line of running text, in ems: about 85 letters."""

ASIDE_GAP = 0.45
"""Ems between a title and what is said after it."""

CONTENTS_GAP = 6.0
"""Points above an entry of the contents' first level."""

LIST_INDENT = 14.0
LABEL_GAP = 5.0

TAGS = {"title": "H1"}
"""Structure types of paragraphs by role, where they are none of running text."""

BULLETS = "•–-"
"""The first of these that the font has."""

UNMEASURED = ("statement", "facts", "legend")
"""Roles of paragraphs that run over the whole width."""

KEEPING = ("caption",)
"""Roles of paragraphs that are above what follows them."""
