"""The same blocks with other words in them, and written headings brought to their levels."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from boardpack.content import Cell, Heading, Image, Inline, ListBlock, Paragraph, Row, Table
from boardpack.document import Beside, Block, Contents, Details, Figure, FigureGroup, Footnotes, Part

Content = tuple[Inline, ...]
Rewrite = Callable[[Content], Content]
"""Takes the inlines of one block or cell and gives those that take their place."""


def rewrite_blocks(blocks: tuple[Block, ...], rewrite: Rewrite) -> tuple[Block, ...]:
    """Apply a rewriting to every run of inlines, in reading order; the tree stays as it is."""
    return tuple(_block(block, rewrite) for block in blocks)


def _block(block: Block, rewrite: Rewrite) -> Block:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Heading():
            return replace(block, content=rewrite(block.content), aside=rewrite(block.aside))
        case Paragraph():
            return replace(block, content=rewrite(block.content))
        case ListBlock():
            return replace(block, items=tuple(rewrite_blocks(item, rewrite) for item in block.items))
        case Table():
            return _table(block, rewrite)
        case Figure():
            return _figure(block, rewrite)
        case FigureGroup():
            caption = rewrite(block.caption)
            return replace(
                block, caption=caption, figures=tuple(_figure(figure, rewrite) for figure in block.figures)
            )
        case Beside():
            parts = tuple(Part(rewrite_blocks(part.blocks, rewrite)) for part in block.parts)
            return replace(block, parts=parts)
        case Details(summary=summary, blocks=inner):
            return Details(rewrite(summary), rewrite_blocks(inner, rewrite))
        case Contents():
            entries = tuple(replace(entry, content=rewrite(entry.content)) for entry in block.entries)
            return replace(block, entries=entries)
        case Image():
            return replace(block, caption=rewrite(block.caption))
        case Footnotes():
            notes = tuple(replace(note, content=rewrite(note.content)) for note in block.notes)
            return replace(block, notes=notes)


def _table(table: Table, rewrite: Rewrite) -> Table:
    caption = rewrite(table.caption)
    head = tuple(_row(row, rewrite) for row in table.head)
    return replace(table, caption=caption, head=head, body=tuple(_row(row, rewrite) for row in table.body))


def _row(row: Row, rewrite: Rewrite) -> Row:
    return replace(row, cells=tuple(_cell(cell, rewrite) for cell in row.cells))


def _cell(cell: Cell, rewrite: Rewrite) -> Cell:
    content = rewrite(cell.content)
    return cell if content is cell.content else replace(cell, content=content)


def _figure(figure: Figure, rewrite: Rewrite) -> Figure:
    return replace(figure, caption=rewrite(figure.caption), note=rewrite(figure.note))


def settle_headings(blocks: tuple[Block, ...], below: int) -> tuple[Block, ...]:
    """Set the levels of written headings so that the first is one below `below` and none is skipped.

    An author may begin with `##` or with `###`; what counts is which heading is under which.
    """
    written: list[int] = []
    settled: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while written and written[-1] >= block.level:
                written.pop()
            written.append(block.level)
            settled.append(replace(block, level=below + len(written)))
        else:
            settled.append(block)
    return tuple(settled)
