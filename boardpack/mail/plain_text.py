"""A Document as plain text: every word of it, in reading order, in lines of at most 72 characters.

A table's row is written as a line of its headers and then `heading: cell` for each other cell, so that
it can be read at any width, and by a screen reader. Words that cannot be broken, such as links, may be
longer.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from boardpack.content import (
    Footnote,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Row,
    RowRole,
    Table,
    Text,
    inline_text,
)
from boardpack.document import Beside, Block, Contents, Details, Document, Figure, FigureGroup, Footnotes

WIDTH = 72
UNDER = {1: "=", 2: "-"}
"""What underlines a heading, by its level."""


def plain_text(document: Document) -> str:
    """Write a Document as plain text, ending with a line end."""
    chunks = [chunk for section in document.sections for chunk in _blocks(section.blocks)]
    return "\n\n".join(chunk for chunk in chunks if chunk) + "\n"


def _blocks(blocks: tuple[Block, ...], width: int = WIDTH) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(content=content, aside=aside, level=level):
            words = _wrap(_words((*content, Text(" "), *aside)), width)
            longest = max(map(len, words.split("\n")))
            yield f"{words}\n{UNDER[level] * longest}" if level in UNDER else words
        case Paragraph(content=content):
            yield _wrap(_words(content), width)
        case ListBlock():
            yield "\n".join(_items(block, width))
        case Table():
            yield from _table(block)
        case Figure(caption=caption, alt=alt, note=note):
            yield _wrap(" ".join(filter(None, (_words(caption), alt, _words(note)))), width)
        case FigureGroup(caption=caption, figures=figures):
            yield _wrap(_words(caption), width)
            yield from _blocks(figures, width)
        case Beside(parts=parts):
            for part in parts:
                yield from _blocks(part.blocks, width)
        case Details(summary=summary, blocks=inner):
            yield _wrap(_words(summary), width)
            yield from _blocks(inner, width)
        case Image(alt=alt, caption=caption):
            yield _wrap(" ".join(filter(None, (_words(caption), alt))), width)
        case Footnotes(notes=notes):
            yield "\n".join(_wrap(f"[{note.number}] {_words(note.content)}", width) for note in notes)
        case Contents(entries=entries):
            yield "\n".join(_wrap(_words(entry.content), width) for entry in entries)


def _items(block: ListBlock, width: int) -> Iterator[str]:
    for place, item in enumerate(block.items, block.start):
        label = block.labels[place - block.start] if block.labels else f"{place}."
        mark = f"{label} " if block.ordered else "- "
        body = "\n".join(_blocks(item, width - len(mark)))
        yield mark + body.replace("\n", f"\n{' ' * len(mark)}")


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield _wrap(f"{_words(table.caption)}:")
    labels = _labels(table)
    rows: list[str] = []
    for row in table.body:
        if row.role is RowRole.BAND:
            if rows:
                yield "\n".join(rows)
            rows = []
            yield _wrap(_words(row.cells[0].content))
        else:
            rows.append(_row(row, labels))
    if rows:
        yield "\n".join(rows)


def _labels(table: Table) -> list[str]:
    """The words that head each column, from every row of the head."""
    labels = [""] * len(table.columns)
    for row in table.head:
        at = 0
        for cell in row.cells:
            for place in range(at, min(at + cell.colspan, len(labels))):
                labels[place] = f"{labels[place]} {inline_text(cell.content)}".strip()
            at += cell.colspan
    return labels


def _row(row: Row, labels: list[str]) -> str:
    heads, told = [], []
    at = 0
    for cell in row.cells:
        if cell.header is not None:
            heads.append(_words(cell.content))
        elif words := _words(cell.content):
            label = labels[at] if at < len(labels) and cell.colspan == 1 else ""
            told.append(f"{label}: {words}" if label else words)
        at += cell.colspan
    if not heads:  # a row that says more of the one above it
        return textwrap.indent(_wrap("; ".join(told), WIDTH - 4), "    ")
    lines = [textwrap.fill(" ".join(heads), WIDTH - 2, initial_indent="- ", subsequent_indent="  ", **KEEP)]
    if told:
        lines.append(textwrap.indent(_wrap("; ".join(told), WIDTH - 4), "    "))
    return "\n".join(lines)


def _words(content: tuple[Inline, ...]) -> str:
    return " ".join("".join(_inline(inline) for inline in content).split())


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text=words, expansion=expansion) if expansion:
            return f"{words} ({expansion})"
        case Link(target=target):
            words = inline_text((inline,))
            shown = target.removeprefix("mailto:")
            return words if shown == words or target.startswith("#") else f"{words} <{shown}>"
        case Footnote(number=number):
            return f" [{number}]"
        case _:
            return inline_text((inline,))


def _wrap(words: str, width: int = WIDTH) -> str:
    return textwrap.fill(words, width, **KEEP)


KEEP: Any = {"break_long_words": False, "break_on_hyphens": False}
