"""Document → HTML, element by element. To add a kind of block, add its case to `_block`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import zip_longest

from msgspec import Struct
from msgspec.structs import replace

from boardpack.content import (
    Align,
    Badge,
    BadgeKind,
    Cell,
    Column,
    Footnote,
    HeaderScope,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    ListBlock,
    PageNumber,
    Paragraph,
    Placeholder,
    Row,
    RowRole,
    Table,
    Text,
    Trend,
    inline_text,
)
from boardpack.document import (
    Beside,
    Block,
    Contents,
    ContentsEntry,
    Details,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Footnotes,
)
from boardpack.errors import ProgrammingError
from boardpack.model.rating import Direction
from boardpack.render.html.stylesheet import style_sheet
from boardpack.theme import Theme


class Medium(Struct, frozen=True):
    """What differs between the pages that are made of a Document: a message, or the web edition."""

    shift: int = 0
    """Levels that headings are moved down, where the title is the page's first heading."""
    figure: Callable[[Figure], str] | None = None
    """Draws a chart; without it, its text alternative is printed as words."""
    regions: bool = False
    """Whether tables are put into regions that can be scrolled by the keyboard."""
    contents: str = ""
    """The name of the list of contents."""
    folded: str = ""
    """What asks for the columns that a narrow screen puts away; empty where all are shown."""


def render_html(document: Document, theme: Theme) -> str:
    """Write a Document as one HTML page without scripts, images or anything to be fetched."""
    body = render_sections(document, Medium())
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(document.full_title)}</title>\n"
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="supported-color-schemes" content="light dark">\n'
        f"<style>{style_sheet(theme)}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n"
        "</html>\n"
    )


def render_sections(document: Document, medium: Medium) -> str:
    """Write the sections of a Document, in order; an anchor is the id of one element only."""
    return "\n".join(
        f"<section{_section_id(section)}>\n{_blocks(section.blocks, medium)}\n</section>"
        for section in document.sections
    )


def _section_id(section: DocumentSection) -> str:
    """The anchor of a section, unless its heading bears it."""
    borne = any(isinstance(block, Heading) and block.anchor == section.anchor for block in section.blocks)
    return "" if borne else _id(section.anchor)


def _id(anchor: str) -> str:
    return f' id="{escape(anchor)}"' if anchor else ""


def _class(names: str) -> str:
    return f' class="{escape(names)}"' if names else ""


# ------------------------------------------------------------------------------------------- blocks


def _blocks(blocks: Iterable[Block], medium: Medium) -> str:
    return "\n".join(_block(block, medium) for block in blocks)


def _block(block: Block, medium: Medium) -> str:  # noqa: PLR0911, PLR0912 - one for each kind of block
    match block:
        case Heading(level=level, content=content, anchor=anchor, aside=aside):
            more = f' <span class="quiet">{inlines_html(aside)}</span>' if aside else ""
            rank = min(level + medium.shift, 6)
            return f"<h{rank}{_id(anchor)}>{inlines_html(content)}{more}</h{rank}>"
        case Paragraph(role="title", content=content, anchor=anchor) if medium.shift:
            return f"<h1{_id(anchor)}>{inlines_html(content)}</h1>"
        case Paragraph(content=content, role=role, anchor=anchor):
            return f"<p{_id(anchor)}{_class('' if role == 'body' else role)}>{inlines_html(content)}</p>"
        case ListBlock():
            return _list(block, medium)
        case Table():
            return _table(block, medium)
        case Figure() if medium.figure is not None:
            return medium.figure(block)
        case Figure(alt=alt, caption=caption, note=note, anchor=anchor):
            said = f"<p>{escape(alt)}</p>" + (f'<p class="note">{inlines_html(note)}</p>' if note else "")
            lead = f"<strong>{escape(block.said)}</strong><br>" if block.said else ""
            return (
                f"<figure{_id(anchor)}><figcaption>{lead}{inlines_html(caption)}</figcaption>{said}</figure>"
            )
        case FigureGroup(figures=figures, caption=caption):
            lead = f"<p>{inlines_html(caption)}</p>\n" if caption else ""
            return f'{lead}<div class="figures">\n{_blocks(figures, medium)}\n</div>'
        case Beside(parts=parts):
            inner = "\n".join(f"<div>\n{_blocks(part.blocks, medium)}\n</div>" for part in parts)
            return f'<div class="beside">\n{inner}\n</div>'
        case Details(summary=summary, blocks=held):
            inner = _blocks(held, medium)
            return f"<details>\n<summary>{inlines_html(summary)}</summary>\n{inner}\n</details>"
        case Contents(entries=entries):
            label = f' aria-label="{escape(medium.contents)}"' if medium.contents else ""
            return f"<nav{label}>\n{_entries(entries)}\n</nav>"
        case Image():
            return _image(block)
        case Footnotes():
            return _footnotes(block)


def _entry(entry: ContentsEntry) -> str:
    """A line of the contents; the references after it lead to rows of their own."""
    references = tuple(inline for inline in entry.content if isinstance(inline, Badge))
    title = tuple(inline for inline in entry.content if inline not in references)
    joined = "".join(f" {_inline(reference)}" for reference in references)
    words = inlines_html(title).strip()
    return f'<a href="#{escape(entry.anchor)}">{words}</a>{joined}' if words else joined.strip()


def _entries(entries: Sequence[ContentsEntry]) -> str:
    """The contents as a list, and under an entry those of the level below it."""
    starts = [index for index, entry in enumerate(entries) if entry.level <= entries[0].level]
    items = []
    for start, end in zip(starts, [*starts[1:], len(entries)], strict=True):
        first, under = entries[start], entries[start + 1 : end]
        inner = f"\n{_entries(under)}\n" if under else ""
        items.append(f"<li>{_entry(first)}{inner}</li>")
    return "<ul>\n" + "\n".join(items) + "\n</ul>"


def _list(block: ListBlock, medium: Medium) -> str:
    name = "ol" if block.ordered else "ul"
    first = f' start="{block.start}"' if block.ordered and block.start != 1 else ""
    kind = _class("labelled" if block.labels else "")
    labels = block.labels or ("",) * len(block.items)
    inner = "\n".join(
        f"<li>{_label(label)}{_item(item, medium)}</li>"
        for label, item in zip(labels, block.items, strict=True)
    )
    return f"<{name}{kind}{first}>\n{inner}\n</{name}>"


def _label(label: str) -> str:
    return f'<span class="label">{escape(label)} </span>' if label else ""


def _image(image: Image) -> str:
    """A picture within the page itself, so that nothing is fetched."""
    kind = "png" if image.data.startswith(b"\x89PNG") else "jpeg"
    source = f"data:image/{kind};base64,{b64encode(image.data).decode()}"
    size = f'width="{image.width}" height="{image.height}"'
    shown = f'<img src="{source}" alt="{escape(image.alt)}" {size}>'
    caption = f"<figcaption>{inlines_html(image.caption)}</figcaption>" if image.caption else ""
    return f"<figure>{shown}{caption}</figure>"


def _footnotes(block: Footnotes) -> str:
    notes = "\n".join(
        f'<p{_id(note.anchor)} class="note" role="doc-footnote">'
        f'<a href="#{escape(note.back)}" role="doc-backlink" aria-label="{escape(note.description)}">'
        f"{note.number}</a> {inlines_html(note.content)}</p>"
        for note in block.notes
    )
    return f'<div class="footnotes">\n{notes}\n</div>'


def _item(item: tuple[Block, ...], medium: Medium) -> str:
    """A list's item; a lone paragraph needs no element of its own."""
    if len(item) == 1 and isinstance(item[0], Paragraph):
        return inlines_html(item[0].content)
    return _blocks(item, medium)


# ------------------------------------------------------------------------------------------- tables


def _table(table: Table, medium: Medium) -> str:
    columns = table.columns if medium.folded and _folds(table) else _unfolded(table.columns)
    hidden = _class("spoken" if table.caption_hidden else "")
    caption = f"<caption{hidden}>{inlines_html(table.caption)}</caption>\n" if table.caption else ""
    head = "\n".join(_row(row, columns) for row in table.head)
    head = f"<thead>\n{head}\n</thead>\n" if table.head else ""
    body = "\n".join(_tbody(group, columns) for group in _groups(table.body, columns))
    markup = f"<table{_class('stacks' if _stacks(columns) else '')}>\n{caption}{head}{body}\n</table>"
    if not medium.regions:
        return markup
    named = table.caption if table.caption_hidden or not table.summary else ()
    label = escape(inline_text(named) or table.summary)
    region = f'<div class="region" role="region" tabindex="0" aria-label="{label}">\n{markup}\n</div>'
    if not any(column.folds for column in columns):
        return region
    about = f'<span class="spoken">: {label}</span>'
    return f'<details class="fold"><summary>{escape(medium.folded)}{about}</summary></details>\n{region}'


def _folds(table: Table) -> bool:
    """Whether columns can be put away: something must be left beside what says what a row is about."""
    kept = [column for column in table.columns if not column.folds and not column.paged]
    return any(not column.key for column in kept)


def _stacks(columns: tuple[Column, ...]) -> bool:
    """Whether a narrow screen sets each row in lines: its words first, and its figures under them."""
    kept = [column for column in columns if not column.folds and not column.paged]
    return FITTING < len(kept) <= STACKING


FITTING = 3
"""Columns that fit beside one another on the narrowest screen."""
STACKING = 8
"""Columns of a row that can be read in two or three lines; with more, a table is scrolled."""


def _unfolded(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(replace(column, folds=False) for column in columns)


def _groups(rows: tuple[Row, ...], columns: tuple[Column, ...]) -> list[list[Row]]:
    """Part the rows before each band, so that a band heads its own rows and no others.

    A row with an anchor that is there twice is a group of its own, which bears the anchor.
    """
    groups: list[list[Row]] = [[]]
    alone = False
    for row in rows:
        was_alone, alone = alone, bool(row.anchor) and row.role is not RowRole.BAND and _is_twin(row, columns)
        if groups[-1] and (row.role is RowRole.BAND or alone or was_alone):
            groups.append([])
        groups[-1].append(row)
    return groups


def _tbody(rows: Sequence[Row], columns: tuple[Column, ...]) -> str:
    borne = rows[0].anchor if rows and _is_twin(rows[0], columns) else ""
    return f"<tbody{_id(borne)}>\n" + "\n".join(_row(row, columns) for row in rows) + "\n</tbody>"


def _is_twin(row: Row, columns: tuple[Column, ...]) -> bool:
    """Whether a row has a cell over columns of which some fold: it is there twice, and shown once."""
    return any(_is_mixed(part) for _, part in _placed(row, columns))


def _row(row: Row, columns: tuple[Column, ...]) -> str:
    if _is_twin(row, columns):
        return "\n".join(_tr(row, columns, "", kind) for kind in ("folds", "narrow"))
    return _tr(row, columns, row.anchor)


def _tr(row: Row, columns: tuple[Column, ...], anchor: str, kind: str = "") -> str:
    role = "" if row.role is RowRole.PLAIN else row.role.value
    cells = "".join(_cells(cell, part, row.role, kind) for cell, part in _placed(row, columns))
    return f"<tr{_id(anchor)}{_class(' '.join(filter(None, (role, kind))))}>{cells}</tr>"


def _placed(row: Row, columns: tuple[Column, ...]) -> Iterator[tuple[Cell, tuple[Column, ...]]]:
    """Each cell with the columns that it is over, but for those of page numbers."""
    at = 0
    for cell in row.cells:
        over = columns[at : at + cell.colspan] or (Column(),)
        if not over[0].paged:
            yield cell, over
        at += cell.colspan


def _is_mixed(columns: tuple[Column, ...]) -> bool:
    return len({column.folds for column in columns}) > 1


def _cells(cell: Cell, columns: tuple[Column, ...], role: RowRole, kind: str) -> str:
    """A cell; in a row for narrow screens, over the columns that stay, and the others are left empty."""
    if not _is_mixed(columns):
        return _cell(cell, columns[0], role, "folds" if columns[0].folds else "")
    if kind != "narrow":
        return _cell(cell, columns[0], role)
    kept = sum(not column.folds for column in columns)
    rest = f'<td class="folds" colspan="{len(columns) - kept}"></td>'
    return _cell(replace(cell, colspan=kept), columns[0], role) + rest


def _cell(cell: Cell, column: Column, role: RowRole, folding: str = "") -> str:
    names = (
        [folding]
        if role is RowRole.BAND
        else [
            ALIGNED[column.align],
            "current" if column.current else "",
            "wide" if column.flexible else "",
            folding,
        ]
    )
    span = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    kind = _class(" ".join(filter(None, names)))
    if cell.header is None:
        return f"<td{kind}{span}>{inlines_html(cell.content)}</td>"
    scope = "rowgroup" if role is RowRole.BAND else SCOPES[cell.header]
    return f'<th scope="{scope}"{kind}{span}>{inlines_html(cell.content)}</th>'


# ------------------------------------------------------------------------------------------ inlines


def inlines_html(content: Iterable[Inline]) -> str:
    """Write some inlines; a page number is left out, and so are the words that lead to it."""
    held = tuple(content)
    pairs = zip_longest(held, held[1:])
    return "".join(
        _inline(one) for one, after in pairs if not (isinstance(one, Text) and isinstance(after, PageNumber))
    )


def _inline(inline: Inline) -> str:  # noqa: PLR0911 - one for each kind of inline
    match inline:
        case Text():
            return _text(inline)
        case Link(target=target, content=content, description=description):
            label = f' aria-label="{escape(description)}"' if description else ""
            return f'<a href="{escape(target)}"{label}>{inlines_html(content)}</a>'
        case LineBreak():
            return "<br>"
        case Badge(kind=kind, word=word, expansion=expansion, shape=shape, target=target):
            mark = f'<span aria-hidden="true">{SHAPES[kind]} </span>' if shape else ""
            inner = f'<abbr title="{escape(expansion)}">{escape(word)}</abbr>' if expansion else escape(word)
            badge = f'<span class="badge badge-{kind.value}">{mark}{inner}</span>'
            return f'<a href="{escape(target)}">{badge}</a>' if target else badge
        case Trend(direction=direction, words=words):
            return f'<span aria-hidden="true">{ARROWS[direction]} </span>{escape(words)}'
        case PageNumber():
            return ""
        case Footnote(number=number, description=description):
            said = escape(description)
            return f'<sup><a href="#note-{number}" role="doc-noteref" aria-label="{said}">{number}</a></sup>'
        case Placeholder():
            raise ProgrammingError("a live figure reached the renderer without its words")


def _text(run: Text) -> str:
    words = escape(run.text)
    if run.expansion:
        words = f'<abbr title="{escape(run.expansion)}">{words}</abbr>'
    if run.strong:
        words = f"<strong>{words}</strong>"
    if run.emphasis:
        words = f"<em>{words}</em>"
    attributes = (' class="quiet"' if run.quiet else "") + (
        f' lang="{escape(run.language)}"' if run.language else ""
    )
    return f"<span{attributes}>{words}</span>" if attributes else words


ALIGNED = {Align.LEFT: "", Align.CENTRE: "centre", Align.NUMBER: "number"}

SCOPES = {HeaderScope.COLUMN: "col", HeaderScope.ROW: "row"}

ARROWS = {Direction.UP: "↑", Direction.DOWN: "↓", Direction.LEVEL: "→"}
"""Decoration beside words that say the same."""

SHAPES = {
    BadgeKind.RED: "■",
    BadgeKind.AMBER: "▲",
    BadgeKind.GREEN: "●",
    BadgeKind.BEST: "★",
    BadgeKind.FAIR: "◆",
    BadgeKind.LOW: "▼",
    BadgeKind.NONE: "○",
    BadgeKind.OVERDUE: "■",
    BadgeKind.OPEN: "▲",
    BadgeKind.DONE: "●",
}
"""Decoration beside a badge's word."""
