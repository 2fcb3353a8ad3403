"""The last pages: how ratings work, symbols, abbreviations, owners, and what differs from the source.

`differences` sets the reported cells against what is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from boardpack.analysis.rating import REPORTED_WORDS, count_ratings, rate, rating_word
from boardpack.compose.front import kept_back
from boardpack.compose.phrases import BREAK, ended, quiet, sentence, text
from boardpack.compose.series import runs
from boardpack.content import Cell, Column, HeaderScope, Heading, ListBlock, Paragraph, Row, Table, Text
from boardpack.document import Block, DocumentSection, SectionRole
from boardpack.model.finding import Finding
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack, Reported
from boardpack.model.period import Period
from boardpack.model.rating import Rating, RatingBasis
from boardpack.words import Words


def last_pages(
    pack: Pack, findings: Sequence[Finding], *, small: bool = False
) -> tuple[DocumentSection, ...]:
    """Notes and glossary, then the data notes; the former set small in a small pack.

    Where nothing differs from a source, what a reader should know is among the notes and has no page
    of its own.
    """
    notes, differing = _reader_notes(pack.words, findings), _differences_page(pack)
    if not differing:
        return (_glossary(pack, notes, small=small),)
    title, anchor = pack.words("notes.data_title"), "data-notes"
    blocks = (Heading(1, text(title), anchor), *notes, *differing)
    return (_glossary(pack, (), small=small), DocumentSection(SectionRole.SHEET, title, blocks, anchor))


def _glossary(pack: Pack, more: tuple[Block, ...], *, small: bool) -> DocumentSection:
    """How ratings work, whose the owners' codes are, what the symbols and abbreviations mean."""
    title = pack.words("notes.title")
    heading = Heading(1, text(title), "notes")
    blocks = (heading, *_how_ratings_work(pack), *kept_back(pack), *more, *_owners(pack), *_symbols(pack))
    return DocumentSection(SectionRole.SMALL if small else SectionRole.PROSE, title, blocks, "notes")


def _key(heads: tuple[str, str], caption: str, summary: str, rows: Iterable[tuple[Cell, Cell]]) -> Table:
    """A table of two columns, the first of which heads its row."""
    return Table(
        (Column(), Column(flexible=True)),
        (Row(tuple(Cell(text(head), HeaderScope.COLUMN) for head in heads)),),
        tuple(Row(cells) for cells in rows),
        caption=text(caption),
        caption_hidden=True,
        summary=summary,
        role="key",
    )


# -------------------------------------------------------------------------------------------- ratings


def _how_ratings_work(pack: Pack) -> tuple[Block, ...]:
    words = pack.words
    lines = [words(f"notes.ratings.{name}", **words.ratings) for name in ("bands", "shapes", "missing")]
    if pack.levels:
        levels = words.listed(level.name for level in pack.levels)
        lines[:2] = [words("notes.levels.bands", levels=levels), words("notes.levels.shapes")]
    heading = Heading(2, text(words("notes.ratings.title")))
    return (heading, *(Paragraph(text(line)) for line in (*lines, *_uncomputed(pack))))


def _uncomputed(pack: Pack) -> list[str]:
    """A sentence for each rating that was not worked out from the figures."""
    ratings = [(indicator, rate(pack, indicator.ref, pack.period)) for indicator in pack.indicators]
    return [
        pack.words.of(
            "notes.rated",
            rating.basis,
            reference=indicator.definition(pack.period).reference,
            rating=rating_word(rating, pack.words),
            reason=rating.reason,
        )
        for indicator, rating in ratings
        if rating.basis in {RatingBasis.OVERRIDE, RatingBasis.REPORTED}
    ]


# ---------------------------------------------------------------------- symbols, abbreviations, owners


def _symbols(pack: Pack) -> tuple[Block, ...]:
    """One table of symbols and abbreviations: the marks of missing values, then the glossary."""
    entries = sorted(pack.glossary, key=lambda entry: entry.short.casefold())
    rows = [
        *((Text(mark), Text(meaning)) for mark, meaning in _marks(pack)),
        *((Text(e.short, language=e.language), Text(e.expansion, language=e.language)) for e in entries),
    ]
    if not rows:
        return ()
    cells = ((Cell((short,), HeaderScope.ROW), Cell((meaning,))) for short, meaning in rows)
    words = pack.words
    heads = words("notes.symbols.short"), words("notes.symbols.meaning")
    table = _key(heads, words("notes.symbols.caption"), words("notes.symbols.summary"), cells)
    return (Heading(2, text(words("notes.symbols.title"))), table)


def _marks(pack: Pack) -> list[tuple[str, str]]:
    used = {o.status for o in pack.observations.values() if o.period in pack.months and o.status.shorthand}
    marks = [(status.shorthand, pack.words.of("shorthand", status)) for status in used]
    if any(len(runs(indicator, pack.months)) > 1 for indicator in pack.indicators):
        marks.append((BREAK, pack.words("notes.symbols.break")))
    return sorted(marks)


def _owners(pack: Pack) -> tuple[Block, ...]:
    if not pack.owners:
        return ()
    words = pack.words
    heading = Heading(2, text(words("notes.owners.title")))
    unknown = [owner.code for owner in pack.owners if not owner.role]
    if len(unknown) == len(pack.owners):
        return (heading, Paragraph(text(words("notes.owners.unknown", codes=words.joined(unknown)))))
    not_stated = quiet(words("general.not_stated"))
    cells = (
        (Cell(text(owner.code), HeaderScope.ROW), Cell(text(owner.role) or not_stated))
        for owner in pack.owners
    )
    heads = words("notes.owners.code"), words("notes.owners.role")
    return (heading, _key(heads, words("notes.owners.caption"), words("notes.owners.summary"), cells))


# ------------------------------------------------------------------------------------------ data notes


def _differences_page(pack: Pack) -> tuple[Block, ...]:
    found = differences(pack)
    if not found:
        return ()
    words = pack.words
    heading = Heading(2, text(words("differences.title")))
    labels = (words(f"differences.head.{name}") for name in ("where", "what", "reported", "printed", "why"))
    table = Table(
        (Column(), Column(flexible=True), Column(flexible=True), Column(), Column(flexible=True)),
        (Row(tuple(Cell(text(label), HeaderScope.COLUMN) for label in labels)),),
        tuple(_difference_row(words, difference) for difference in found),
        caption=text(words("differences.caption")),
        caption_hidden=True,
        summary=words("differences.summary"),
        role="differences",
    )
    return (heading, *_reported_counts(pack), table)


def _difference_row(words: Words, difference: ReportedDifference) -> Row:
    cells = (
        Cell(text(difference.where), HeaderScope.ROW),
        Cell(text(difference.what), HeaderScope.ROW),
        Cell(text(difference.reported) or quiet(words("differences.blank"))),
        Cell(text(difference.printed)),
        Cell(text(difference.why)),
    )
    return Row(cells)


def _reported_counts(pack: Pack) -> tuple[Block, ...]:
    """The counts of the ratings that the summary reported, beside those of this pack."""
    words = pack.words
    found = Counter(r.text for r in pack.reported if r.where == "summary" and r.field == "rag")
    counts = count_ratings(pack)
    if not found:
        return ()
    blank = words("differences.blank")
    reported = [words("differences.reported_word", number=n, word=w or blank) for w, n in found.items()]
    line = words(
        "differences.counts",
        number=found.total(),
        reported=words.listed(reported),
        total=counts.total,
        counts=counts.sentence(words),
    )
    return (Paragraph(text(line)),)


def _reader_notes(words: Words, findings: Sequence[Finding]) -> tuple[Block, ...]:
    notes = list(dict.fromkeys(f.reader_note for f in findings if f.audience == "reader" and f.reader_note))
    if not notes:
        return ()
    items = tuple((Paragraph(text(sentence(note))),) for note in notes)
    return (Heading(2, text(words("notes.reader"))), ListBlock(items))


class ReportedDifference(Struct, frozen=True):
    """One row of the last page; cells that differ in the same way share it."""

    where: str
    what: str
    """`W1 b, FD 3: rating`, `AD 7: figures, May-17 to Jul-17`."""
    reported: str
    """As it was reported; empty for a blank cell."""
    printed: str
    why: str


class _Cell(Struct, frozen=True):
    """A reported cell that differs, before those of a kind are put together."""

    reported: Reported
    printed: str
    why: str

    @property
    def kind(self) -> tuple[str, ...]:
        """What cells must have in common to share a row; an indicator's figures need only one reason."""
        row = self.reported
        if row.field.startswith("value "):
            return (row.where, row.ref, self.why)
        return (row.where, "rating" if row.field == "rag" else "", row.text, self.printed, self.why)


def differences(pack: Pack) -> tuple[ReportedDifference, ...]:
    """Every reported cell that is printed otherwise, in the order of the source."""
    groups: dict[tuple[str, ...], list[_Cell]] = {}
    for row in pack.reported:
        cell = _rating(pack, row) if row.field == "rag" else _normalised(row)
        if cell is not None:
            groups.setdefault(cell.kind, []).append(cell)
    return tuple(_difference(pack, cells) for cells in groups.values())


def _difference(pack: Pack, cells: list[_Cell]) -> ReportedDifference:
    first = cells[0]
    place = first.reported.where
    where = pack.words(f"differences.place.{place}") if place in PLACES else place
    reported = _listed(pack.words, (cell.reported.text for cell in cells))
    printed = _listed(pack.words, (cell.printed for cell in cells))
    return ReportedDifference(where, _what(pack, cells), reported, printed, first.why)


def _listed(words: Words, cells: Iterable[str]) -> str:
    """Cells that are all the same once, otherwise one after the other; blanks are passed over."""
    known = [cell for cell in cells if cell]
    return words.listed(known if len(set(known)) > 1 else known[:1])


def _what(pack: Pack, cells: list[_Cell]) -> str:
    """Name the cells of a row: their indicators, months or fields."""
    rows = [cell.reported for cell in cells]
    words = pack.words
    refs = words.listed(dict.fromkeys(pack.shown(row.ref) for row in rows))
    months = [month for row in rows if (month := _month(pack, row))]
    if months:
        key = "differences.figures.one" if len(months) == 1 else "differences.figures.other"
        return words(key, references=refs, months=_span(words, months))
    if rows[0].field == "rag":
        return words("differences.rating", references=refs)
    return "; ".join(_field(pack, row) for row in rows)


def _field(pack: Pack, row: Reported) -> str:
    """`P1: title`; the reference or the field alone where the row has no other."""
    reference = pack.shown(row.ref)
    if not reference or not row.field:
        return reference or row.field
    return pack.words("differences.field", reference=reference, field=row.field)


def _span(words: Words, months: list[Period]) -> str:
    if len(months) > 2 and months[0].until(months[-1]) == len(months) - 1:
        return words.short_span(months)
    return words.listed(words.short_period(month) for month in months)


def _month(pack: Pack, row: Reported) -> Period | None:
    if not row.field.startswith("value "):
        return None
    return pack.calendar.parse(row.field.removeprefix("value "))


def _normalised(row: Reported) -> _Cell | None:
    if not row.used or row.used == row.text or _is_status_in_other_words(row):
        return None
    return _Cell(row, row.used, row.reason)


def _is_status_in_other_words(row: Reported) -> bool:
    """Whether a month's cell gave in a word or a sign why there is no figure: `n/a`, `TBC`, `-`.

    The pack prints the same in its own words, which needs no explanation; a number, a blank or a sentence
    that became a status is another matter.
    """
    is_word = bool(row.text.strip()) and len(row.text) <= SHORT and not any(ch.isdigit() for ch in row.text)
    return row.field.startswith("value ") and is_word and row.used in MISSING


def _rating(pack: Pack, row: Reported) -> _Cell | None:
    """A reported rating against the one printed; None where they are the same word."""
    if pack.indicator(row.ref) is None:
        return None
    rating = rate(pack, row.ref, pack.period)
    if row.text.strip().casefold() == rating.word.casefold():
        return None
    why = " ".join(filter(None, (row.reason, _why(pack.words, row, rating))))
    return _Cell(row, rating_word(rating, pack.words), why)


def _why(words: Words, row: Reported, rating: Rating) -> str:
    """Where the printed rating comes from, when the reported word meant another one or none."""
    if REPORTED_WORDS.get(row.text.strip().casefold()) is rating.rag:
        return ""
    match rating.basis:
        case RatingBasis.COMPUTED:
            return words("differences.worked_out")
        case RatingBasis.OVERRIDE:
            return words("differences.override", reason=ended(rating.reason))
        case RatingBasis.REPORTED:
            return words("differences.as_reported", reason=ended(rating.reason))
        case RatingBasis.NOT_RATED:
            return ""


PLACES = ("summary", "table", "actions", "narrative", "cover")
"""Where a cell was reported, by the word that data/reported-….csv uses."""

MISSING = frozenset(status.value for status in ValueStatus if not status.has_value)
SHORT = 20
"""Letters of a word or two that stand for a status."""
