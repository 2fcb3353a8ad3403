"""A Document as plain text that a person can read and a diff can show."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.content import (
    Badge,
    Cell,
    Footnote,
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
)
from boardpack.document import Beside, Block, Contents, Document, Figure, FigureGroup, Footnotes


def document_text(document: Document) -> str:
    """The whole Document, page by page."""
    facts = ("title", "author", "subject", "language", "period", "classification", "date", "stamp")
    lines = [f"{name}: {getattr(document, name)}" for name in facts]
    for section in document.sections:
        lines += ["", f"==== {section.role.value} · {section.title} · #{section.anchor}"]
        lines += [line for block in section.blocks for line in _block(block, "")]
    return "\n".join(lines) + "\n"


def _block(block: Block, indent: str) -> Iterator[str]:  # noqa: PLR0912 - one for each kind
    match block:
        case Heading():
            aside = f"  — {inlines(block.aside)}" if block.aside else ""
            outline = f"  [outline: {block.outline}]" if block.outline else ""
            yield f"{indent}H{block.level} {inlines(block.content)}{aside}{outline}"
        case Paragraph():
            yield f"{indent}P.{block.role} {inlines(block.content)}"
        case ListBlock():
            for number, item in enumerate(block.items, block.start):
                label = block.labels[number - block.start] if block.labels else number
                yield f"{indent}{label if block.ordered else '•'}"
                yield from (line for part in item for line in _block(part, indent + "  "))
        case Table():
            yield from _table(block, indent)
        case Image():
            yield f"{indent}IMAGE {block.width}×{block.height} {inlines(block.caption)}"
            yield f"{indent}  alt: {block.alt}"
        case Footnotes():
            for note in block.notes:
                yield f"{indent}NOTE {note.number} (back to #{note.back}) {inlines(note.content)}"
        case Figure():
            yield from _figure(block, indent)
        case FigureGroup():
            yield f"{indent}FIGURES {inlines(block.caption)}"
            yield from (line for figure in block.figures for line in _figure(figure, indent + "  "))
        case Beside():
            for number, part in enumerate(block.parts, 1):
                yield f"{indent}BESIDE {number}"
                yield from (line for inner in part.blocks for line in _block(inner, indent + "  "))
        case Contents():
            yield from (f"{indent}{'  ' * e.level}{inlines(e.content)} → #{e.anchor}" for e in block.entries)


def _table(table: Table, indent: str) -> Iterator[str]:
    hidden = " (hidden)" if table.caption_hidden else ""
    yield f"{indent}TABLE.{table.role}{hidden} {inlines(table.caption)}"
    yield f"{indent}  summary: {table.summary}"
    for row in (*table.head, *table.body):
        yield f"{indent}  {_row(row)}"


def _row(row: Row) -> str:
    role = "" if row.role is RowRole.PLAIN else f"{row.role.value}: "
    return f"{role}{' | '.join(_cell(cell) for cell in row.cells)} |"


def _cell(cell: Cell) -> str:
    span = f"[over {cell.colspan}] " if cell.colspan > 1 else ""
    return f"{'# ' if cell.header else ''}{span}{inlines(cell.content)}"


def _figure(figure: Figure, indent: str) -> Iterator[str]:
    chart = figure.chart
    columns = ", ".join(
        f"{point.label} {point.words}{'*' if point.current else ''}" for point in chart.points
    )
    targets = ", ".join(
        dict.fromkeys(point.target_words for point in chart.points if point.target is not None)
    )
    good = f" ({chart.good_words[0]})" if chart.good_side else ""
    target = f"; {chart.target_words}{good}, drawn at {targets}" if targets else ""
    extent = f"; from {chart.extent[0]:g} to {chart.extent[1]:g}" if chart.extent else ""
    breaks = "".join(f"; {chart.break_words} before {chart.points[index].label}" for index in chart.breaks)
    yield f"{indent}FIGURE {inlines(figure.caption)}"
    if figure.message:
        shape = f"[[{figure.rating.value}]] " if figure.rating else ""
        yield f"{indent}  message: {shape}{' | '.join(figure.message)}"
    yield f"{indent}  {chart.kind.value}: {columns}{target}{extent}{breaks}"
    yield f"{indent}  alt: {figure.alt}"
    if figure.note:
        yield f"{indent}  note: {inlines(figure.note)}"


def inlines(content: tuple[Inline, ...]) -> str:
    """Inlines with their marks: ‹quiet›, *strong*, {abbreviation=expansion}, [[badge]]."""
    return "".join(_inline(inline) for inline in content)


def _inline(inline: Inline) -> str:  # noqa: PLR0911 - one for each kind
    match inline:
        case Text():
            words = f"{{{inline.text}={inline.expansion}}}" if inline.expansion else inline.text
            words = f"*{words}*" if inline.strong else words
            words = f"_{words}_" if inline.emphasis else words
            words = f"‹{words}›" if inline.quiet else words
            return f"<{inline.language}>{words}" if inline.language else words
        case Link():
            return f"({inlines(inline.content)} → {inline.target})"
        case LineBreak():
            return " / "
        case Badge():
            said = f"={inline.expansion}" if inline.expansion else ""
            return f"[[{inline.kind.value}:{inline.word}{said}]]"
        case Trend():
            return f"<<{inline.direction.value} {inline.sense.value}: {inline.words}>>"
        case PageNumber():
            return f"(page of #{inline.anchor})"
        case Footnote():
            return f"(note {inline.number})"
        case Placeholder():
            return f"!!{inline.expression}!!"
