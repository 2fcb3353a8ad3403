"""The RAG summary: what is red, which way it is moving, and how long it has been so.

Its first page has what a reader looks for first; then comes a row for each indicator. In a small pack the
rows alone are on the first page of all, with the page of each, and are the list of contents as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardpack.analysis.rating import Counts, count_ratings, level_letter
from boardpack.compose.columns import TableColumn, TableView, named_column, status_of
from boardpack.compose.highlights import changed, lasting, tiles, worse
from boardpack.compose.phrases import Content, quiet, sentence, shorthand_note, text, title_text
from boardpack.compose.summary_columns import COLUMNS, PAGE, letter_heads
from boardpack.compose.table import spoken_columns, table_columns, table_head, table_row
from boardpack.content import (
    Align,
    Cell,
    Column,
    HeaderScope,
    Heading,
    Inline,
    Link,
    PageNumber,
    Paragraph,
    Row,
    RowRole,
    Table,
    Text,
)
from boardpack.document import Beside, Block, DocumentSection, Part, SectionRole
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack, Section
from boardpack.model.period import Period

ANCHOR = "rag-summary"
STRIP = 12
"""Most months in the strip of ratings."""
SMALL = 8
"""Up to so many indicators a pack is a small one."""
SHARES = (446.0, 300.0)
"""How the first page's width is shared between the lasting Reds and what moved."""


def is_small(pack: Pack) -> bool:
    """Whether a pack has so few indicators that its summary is its list of contents, under a masthead."""
    return len(pack.indicators) <= SMALL


def rag_summary(pack: Pack) -> DocumentSection:
    """What is Red and what moved, the counts by section, then a row for each indicator of the summary."""
    title = pack.words("summary.title")
    every = pack.words.count("cover.indicators", count_ratings(pack).total)
    aside = pack.words("summary.aside", indicators=every, period=pack.words.long_period(pack.period))
    right = (*changed(pack), *worse(pack), *_by_section(pack))
    blocks: tuple[Block, ...] = (
        Heading(1, text(title), ANCHOR, text(aside)),
        tiles(pack),
        Beside((Part((*lasting(pack), _how_to_read(pack))), Part(right)), SHARES),
        *_summary_table(pack),
    )
    return DocumentSection(SectionRole.SHEET, title, blocks, ANCHOR)


def summary_and_contents(pack: Pack, after: tuple[DocumentSection, ...]) -> DocumentSection:
    """The summary of a small pack, which says on which page each of its indicators and last parts is."""
    title = pack.words("summary.title_contents")
    counts = count_ratings(pack).sentence(pack.words)
    blocks: tuple[Block, ...] = (
        Heading(1, text(title), ANCHOR, text(counts)),
        *_summary_table(pack, paged=True),
        _how_to_read(pack, _further(pack, after)),
    )
    return DocumentSection(SectionRole.SHEET, title, blocks, ANCHOR)


def _further(pack: Pack, after: tuple[DocumentSection, ...]) -> Iterator[Inline]:
    """Say what else the pack has, and on which page."""
    yield Text(" " + pack.words("contents.also"))
    for number, section in enumerate(after):
        yield Text(" " if not number else "; ")
        yield Link(f"#{section.anchor}", (Text(section.title),))
        yield Text(pack.words("contents.page") + " ")
        yield PageNumber(section.anchor)


def _in_section(pack: Pack, section: Section) -> tuple[Indicator, ...]:
    return tuple(i for i in pack.indicators if i.in_summary and i.section == section.key)


# --------------------------------------------------------------------------------------------- counts


def _by_section(pack: Pack) -> tuple[Block, ...]:
    if len(pack.sections) < 2:
        return ()
    return (Heading(2, text(pack.words("summary.counts.title")), outline="-"), _counts_table(pack))


def _counts_table(pack: Pack) -> Table:
    words = pack.words
    counted = count_ratings(pack)
    names = ("as_reported", "not_rated", "all")[0 if counted.as_reported else 1 :]
    labels = (
        words("summary.counts.section"),
        *_rating_names(pack),
        *(words(f"summary.counts.{name}") for name in names),
    )
    rows = [
        _counts_row(
            title_text(section.title, section.language),
            count_ratings(pack, (i.ref for i in _in_section(pack, section))),
            names,
        )
        for section in pack.sections
    ]
    total = _counts_row(text(words("summary.counts.all_sections")), counted, names, RowRole.TOTAL)
    return Table(
        (Column(flexible=True), *(Column(Align.NUMBER) for _ in labels[1:])),
        (Row(tuple(Cell(text(label), HeaderScope.COLUMN) for label in labels)),),
        (*rows, total),
        caption=text(words("summary.counts.caption")),
        caption_hidden=True,
        summary=words("summary.counts.summary"),
        role="counts",
    )


def _rating_names(pack: Pack) -> tuple[str, ...]:
    """What the ratings are called, in the order of the columns of counts."""
    if pack.levels:
        return tuple(level.name for level in pack.levels)
    return tuple(pack.words(f"rating.{name}") for name in ("red", "amber", "green"))


def _counts_row(title: Content, counts: Counts, names: tuple[str, ...], role: RowRole = RowRole.PLAIN) -> Row:
    """The counts of the ratings and of what is named after them; a count of none is set in grey."""
    rated: tuple[int, ...] = (counts.red, counts.amber, counts.green)
    if counts.levels:
        rated = tuple(number for _, number in counts.levels)
    others = {"as_reported": counts.as_reported, "not_rated": counts.not_rated, "all": counts.total}
    numbers = (*rated, *(others[name] for name in names))
    cells = (Cell(text(str(n)) if n else quiet(str(n))) for n in numbers)
    return Row((Cell(title, HeaderScope.ROW), *cells), role)


def _how_to_read(pack: Pack, further: Iterable[Inline] = ()) -> Paragraph:
    """How to read the summary, in ink, since it is to be read; and what else the pack has."""
    words, before = pack.words, pack.period.previous
    missing = shorthand_note(
        (status_of(pack, i, pack.period) for i in pack.indicators if i.in_summary), words
    )
    lines = (
        words("summary.how.rating"),
        _letters_key(pack),
        words(
            "summary.how.change",
            period=words.bare_period(pack.period),
            before=words.bare_period(before),
        ),
        sentence(missing) if missing else "",
    )
    lead = Text(words("summary.how.title"), strong=True)
    return Paragraph((lead, Text(" " + " ".join(filter(None, lines))), *further), "legend")


def _letters_key(pack: Pack) -> str:
    """What the letters of the strip stand for."""
    words, span = pack.words, pack.words.span(_strip(pack))
    if not pack.levels:
        return words("summary.how.letters", span=span, **words.ratings)
    levels = words.listed(f"{level_letter(level, pack.levels)} {level.name}" for level in pack.levels)
    return words("summary.how.level_letters", span=span, levels=levels, none=words("rating_letter.none"))


# ---------------------------------------------------------------------------------------- the summary


def _strip(pack: Pack) -> tuple[Period, ...]:
    return pack.months[-STRIP:]


def _summary_table(pack: Pack, *, paged: bool = False) -> tuple[Table, ...]:
    """A row for each indicator under its section; no table where there is none."""
    words = pack.words
    view = TableView(pack, tuple(i for i in pack.indicators if i.in_summary), _strip(pack))
    chosen, last = _chosen(pack), (PAGE,) if paged else ()
    columns = table_columns(view, (*chosen, *last))
    head = table_head(view, chosen[:-1]).cells + letter_heads(view) + table_head(view, last).cells
    body = [row for section in pack.sections for row in _section_rows(view, section, (*chosen, *last))]
    table = Table(
        columns,
        (Row(head),),
        tuple(body),
        caption=text(words("summary.caption", period=words.long_period(pack.period))),
        caption_hidden=True,
        summary=words("summary.summary", columns=words.listed(spoken_columns(view, chosen))),
        role="summary",
    )
    return (table,) if body else ()


def _chosen(pack: Pack) -> tuple[TableColumn, ...]:
    """The columns that the pack asks for in its summary, or the usual ones; the letters come last."""
    asked = pack.columns.get("summary")
    if asked is None:
        return tuple(COLUMNS.values())
    found = [COLUMNS.get(name.casefold()) or named_column(pack, name) for name in asked if name != "letters"]
    return (*(column for column in found if column is not None), COLUMNS["letters"])


def _section_rows(view: TableView, section: Section, chosen: tuple[TableColumn, ...]) -> list[Row]:
    pack = view.pack
    indicators = _in_section(pack, section)
    if not indicators:
        return []
    counts = count_ratings(pack, (indicator.ref for indicator in indicators)).sentence(pack.words)
    title = (*title_text(section.title, section.language, strong=True), Text(f" {counts}", quiet=True))
    last = [Cell((PageNumber(section.tables[0].key),))] if PAGE in chosen and section.tables else []
    width = len(table_columns(view, chosen)) - len(last)
    band = Row(
        (Cell(title, HeaderScope.ROW, colspan=width), *last), RowRole.BAND, anchor=f"summary-{section.key}"
    )
    return [band, *(table_row(view, chosen, indicator) for indicator in indicators)]
