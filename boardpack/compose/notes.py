"""The last pages: how ratings work, symbols, abbreviations, owners, and what differs from the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from boardpack.analysis.counts import count_ratings
from boardpack.analysis.rating import rate
from boardpack.compose.alt_text import runs
from boardpack.compose.differences import ReportedDifference, differences
from boardpack.compose.phrases import BREAK, MEANINGS, joined, quiet, sentence, text
from boardpack.content import Cell, Column, HeaderScope, Heading, ListBlock, Paragraph, Row, Table, Text
from boardpack.document import Block, DocumentSection, SectionRole
from boardpack.model.finding import Finding
from boardpack.model.pack import Pack
from boardpack.model.rating import RatingBasis


def last_pages(pack: Pack, findings: Sequence[Finding]) -> tuple[DocumentSection, ...]:
    """Notes and glossary, then the data notes.

    Where nothing differs from a source, what a reader should know stands with the notes and has no page
    of its own.
    """
    notes, differing = _reader_notes(findings), _differences(pack)
    if not differing:
        return (_glossary(pack, notes),)
    title, anchor = "Data notes", "data-notes"
    blocks = (Heading(1, text(title), anchor), *notes, *differing)
    return (_glossary(pack, ()), DocumentSection(SectionRole.SHEET, title, blocks, anchor))


def _glossary(pack: Pack, more: tuple[Block, ...]) -> DocumentSection:
    """How ratings work, whose the owners' codes are, what the symbols and abbreviations stand for."""
    title = "Notes and glossary"
    heading = Heading(1, text(title), "notes")
    blocks = (heading, *_how_ratings_work(pack), *more, *_owners(pack), *_symbols(pack))
    return DocumentSection(SectionRole.PROSE, title, blocks, "notes")


def _key(heads: tuple[str, str], rows: Iterable[tuple[Cell, Cell]], caption: str) -> Table:
    """A table of two columns, the first of which heads its row."""
    return Table(
        (Column(), Column(flexible=True)),
        (Row(tuple(Cell(text(head), HeaderScope.COLUMN) for head in heads)),),
        tuple(Row(cells) for cells in rows),
        caption=text(caption),
        caption_hidden=True,
        summary=f"{heads[0]} in the first column, {heads[1].lower()} in the second.",
        role="key",
    )


# -------------------------------------------------------------------------------------------- ratings


def _how_ratings_work(pack: Pack) -> tuple[Block, ...]:
    lines = [
        *_RATINGS,
        *_uncomputed(pack),
    ]
    return (Heading(2, text("How ratings work")), *(Paragraph(text(line)) for line in lines))


_RATINGS = (
    (
        "An indicator is Red, Amber or Green by its latest figure and the bands printed beside it. "
        "The figure is rated as it is, before it is rounded for print. "
        "A figure that falls between two published bands takes the worse of them."
    ),
    (
        "Each rating has a word, a shape and a colour: "
        "a square for Red, a triangle for Amber, a disc for Green, an open circle where there is no rating."
    ),
    (
        "A figure that is missing is never drawn or counted as a zero. Figures on either side of a change of "
        "definition are not compared."
    ),
)


def _uncomputed(pack: Pack) -> list[str]:
    """A sentence for each rating that was not worked out from the figures."""
    lines = []
    for indicator in pack.indicators:
        rating = rate(pack, indicator.ref, pack.period)
        if rating.rag is None or rating.basis is RatingBasis.COMPUTED:
            continue
        shown = indicator.definition(pack.period).reference
        how = "as it was reported" if rating.basis is RatingBasis.REPORTED else "by an authorised override"
        lines.append(f"{shown} is printed {rating.word} {how}: {rating.reason}.")
    return lines


# ---------------------------------------------------------------------- symbols, abbreviations, owners


def _symbols(pack: Pack) -> tuple[Block, ...]:
    """One table of what stands for something else: the marks of missing values, then the abbreviations."""
    entries = sorted(pack.glossary, key=lambda entry: entry.short.casefold())
    rows = [
        *((Text(mark), Text(words)) for mark, words in _marks(pack)),
        *((Text(e.short, language=e.language), Text(e.expansion, language=e.language)) for e in entries),
    ]
    if not rows:
        return ()
    title = "Symbols and abbreviations"
    cells = ((Cell((short,), HeaderScope.ROW), Cell((words,))) for short, words in rows)
    return (Heading(2, text(title)), _key(("Short", "Meaning"), cells, title))


def _marks(pack: Pack) -> list[tuple[str, str]]:
    used = {o.status for o in pack.observations.values() if o.period in pack.months and o.status.shorthand}
    marks = [(status.shorthand, meaning) for status, meaning in MEANINGS.items() if status in used]
    if any(len(runs(indicator, pack.months)) > 1 for indicator in pack.indicators):
        marks.append((BREAK, "break in the series: a new definition applies from here on"))
    return sorted(marks)


def _owners(pack: Pack) -> tuple[Block, ...]:
    if not pack.owners:
        return ()
    heading = Heading(2, text("Target owners"))
    unknown = [owner.code for owner in pack.owners if not owner.role]
    if len(unknown) == len(pack.owners):
        words = f"The source gives initials only and no key to them: {joined(unknown)}."
        return (heading, Paragraph(text(words)))
    cells = (
        (Cell(text(owner.code), HeaderScope.ROW), Cell(text(owner.role) or quiet("not stated")))
        for owner in pack.owners
    )
    return (heading, _key(("Code", "Role"), cells, "Target owners and their roles"))


# ------------------------------------------------------------------------------------------ data notes


def _differences(pack: Pack) -> tuple[Block, ...]:
    found = differences(pack)
    if not found:
        return ()
    heading = Heading(2, text("What differs from the text as reported"))
    labels = ("Where", "What", "As reported", "In this pack", "Why")
    table = Table(
        (Column(), Column(flexible=True), Column(flexible=True), Column(), Column(flexible=True)),
        (Row(tuple(Cell(text(label), HeaderScope.COLUMN) for label in labels)),),
        tuple(_difference_row(difference) for difference in found),
        caption=text("Cells printed otherwise than reported"),
        caption_hidden=True,
        summary="A row for each difference: where it stands, what was reported, what is printed, and why.",
        role="differences",
    )
    return (heading, *_reported_counts(pack), table)


def _difference_row(difference: ReportedDifference) -> Row:
    cells = (
        Cell(text(difference.where), HeaderScope.ROW),
        Cell(text(difference.what), HeaderScope.ROW),
        Cell(text(difference.reported) or quiet("blank")),
        Cell(text(difference.printed)),
        Cell(text(difference.why)),
    )
    return Row(cells)


def _reported_counts(pack: Pack) -> tuple[Block, ...]:
    """The counts that the summary's words as reported come to, beside those worked out."""
    words = Counter(r.text for r in pack.reported if r.where == "summary" and r.field == "rag")
    counts = count_ratings(pack)
    if not words:
        return ()
    reported = ", ".join(f"{count} {word or 'blank'}" for word, count in words.items())
    line = (
        f"The summary as reported rates {words.total()} indicators: {reported}. "
        f"This pack counts {counts.total}: {counts.words}."
    )
    return (Paragraph(text(line)),)


def _reader_notes(findings: Sequence[Finding]) -> tuple[Block, ...]:
    notes = list(dict.fromkeys(f.reader_note for f in findings if f.audience == "reader" and f.reader_note))
    if not notes:
        return ()
    items = tuple((Paragraph(text(sentence(note))),) for note in notes)
    return (Heading(2, text("What a reader should know of the figures and the text")), ListBlock(items))
