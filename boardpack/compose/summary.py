"""The RAG summary: what is red, which way it is moving, and how long it has been so.

To add a column, add its row to `COLUMNS` and its header to `[summary.head]` of `boardpack/words/en.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from boardpack.analysis.change import change
from boardpack.analysis.counts import Counts, count_ratings
from boardpack.analysis.rating import level_letter, rate
from boardpack.analysis.timeline import counted_period
from boardpack.compose.anchors import row_anchor
from boardpack.compose.phrases import (
    quiet,
    rating_content,
    rating_letter,
    sentence,
    shorthand_note,
    text,
    title_text,
)
from boardpack.compose.rewording import Content
from boardpack.compose.table import (
    TableColumn,
    TableView,
    named_column,
    spoken_columns,
    status_of,
    table_columns,
    table_head,
    table_row,
    target_content,
    value_content,
)
from boardpack.content import (
    Align,
    Cell,
    Column,
    HeaderScope,
    Heading,
    Link,
    Paragraph,
    Row,
    RowRole,
    Table,
    Text,
    Trend,
)
from boardpack.document import Beside, Block, DocumentSection, Part, SectionRole
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.pack import Pack, Section
from boardpack.model.period import Period

ANCHOR = "rag-summary"
STRIP = 12
"""Most months in the strip of ratings."""


def rag_summary(pack: Pack) -> DocumentSection:
    """Counts by section and in all, then a row for each indicator of the summary."""
    title = pack.words("summary.title")
    counts = count_ratings(pack).sentence(pack.words)
    heading = Heading(1, text(title), ANCHOR, text(counts))
    blocks: tuple[Block, ...] = (
        heading,
        Beside((Part((_counts_table(pack),)), Part(_how_to_read(pack)))),
        _summary_table(pack),
    )
    return DocumentSection(SectionRole.SHEET, title, blocks, ANCHOR)


def _in_section(pack: Pack, section: Section) -> tuple[Indicator, ...]:
    return tuple(i for i in pack.indicators if i.in_summary and i.section == section.key)


# --------------------------------------------------------------------------------------------- counts


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


def _how_to_read(pack: Pack) -> tuple[Block, ...]:
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
    return (
        Heading(2, text(words("summary.how.title")), outline="-"),
        *(Paragraph(text(line), "note") for line in lines if line),
    )


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


def _summary_table(pack: Pack) -> Table:
    words = pack.words
    view = TableView(pack, tuple(i for i in pack.indicators if i.in_summary), _strip(pack))
    chosen = _chosen(pack)
    columns = table_columns(view, chosen)
    head = table_head(view, chosen[:-1]).cells + tuple(_letter_head(pack, month) for month in view.months)
    body = [row for section in pack.sections for row in _section_rows(view, section, len(columns))]
    return Table(
        columns,
        (Row(head),),
        tuple(body),
        caption=text(words("summary.caption", period=words.long_period(pack.period))),
        caption_hidden=True,
        summary=words("summary.summary", columns=words.listed(spoken_columns(view, chosen))),
        role="summary",
    )


def _chosen(pack: Pack) -> tuple[TableColumn, ...]:
    """The columns that the pack asks for in its summary, or the usual ones; the letters come last."""
    asked = pack.columns.get("summary")
    if asked is None:
        return tuple(COLUMNS.values())
    found = [COLUMNS.get(name.casefold()) or named_column(pack, name) for name in asked if name != "letters"]
    return (*(column for column in found if column is not None), COLUMNS["letters"])


def _letter_head(pack: Pack, month: Period) -> Cell:
    words = pack.words
    short = Text(words.tiny_period(month), expansion=words.long_period(month))
    return Cell((short,), HeaderScope.COLUMN)


def _section_rows(view: TableView, section: Section, width: int) -> list[Row]:
    pack = view.pack
    indicators = _in_section(pack, section)
    if not indicators:
        return []
    counts = count_ratings(pack, (indicator.ref for indicator in indicators)).sentence(pack.words)
    title = (*title_text(section.title, section.language, strong=True), Text(f" {counts}", quiet=True))
    band = Row((Cell(title, HeaderScope.ROW, colspan=width),), RowRole.BAND)
    return [band, *(table_row(view, _chosen(pack), indicator) for indicator in indicators)]


def _reference(view: TableView, indicator: Indicator) -> Content:
    """The reference, as a link to the indicator's own row where it has one."""
    shown = indicator.definition(view.pack.period).summary_reference
    if not indicator.table:
        return text(shown)
    leads_to = view.pack.words("summary.in_its_table", reference=shown)
    return (Link(f"#{row_anchor(view.pack, indicator)}", (Text(shown),), leads_to),)


def _title(view: TableView, indicator: Indicator) -> Content:
    definition = indicator.definition(view.pack.period)
    return title_text(summary_title(view.pack, indicator), definition.language)


def _value(view: TableView, indicator: Indicator) -> Content:
    """The value that counts; an earlier one says of which period it is."""
    pack = view.pack
    period = counted_period(pack, indicator.ref, pack.period)
    value = value_content(pack, indicator, period)
    return value if period == pack.period else (*value, *quiet(f" {pack.words.short_period(period)}"))


def _target(view: TableView, indicator: Indicator) -> Content:
    return target_content(view.pack, indicator)


def _change(view: TableView, indicator: Indicator) -> Content:
    return change_content(view.pack, indicator)


def change_content(pack: Pack, indicator: Indicator) -> Content:
    """The change on the month before, as an arrow and words; the reason in grey where there is none."""
    found = change(pack, indicator.ref, pack.period)
    if found.direction is None:
        return quiet(found.reason(pack.words))
    return (Trend(found.direction, found.sense, found.short(pack.words)),)


def _rag(view: TableView, indicator: Indicator) -> Content:
    pack = view.pack
    return rating_content(rate(pack, indicator.ref, pack.period), pack.words)


def _letters(view: TableView, indicator: Indicator) -> tuple[Cell, ...]:
    pack = view.pack
    ratings = (rate(pack, indicator.ref, month) for month in view.months)
    return tuple(Cell((rating_letter(rating, pack.words, pack.levels),)) for rating in ratings)


COLUMNS: Mapping[str, TableColumn] = MappingProxyType(
    {
        "ref": TableColumn("summary.head.ref", _reference, heads_row=True),
        "title": TableColumn("summary.head.title", _title, heads_row=True, flexible=True),
        "value": TableColumn(
            "summary.head.value", _value, align=Align.NUMBER, current=True, spoken="summary.spoken.value"
        ),
        "target": TableColumn("summary.head.target", _target, spoken="summary.spoken.target"),
        "change": TableColumn("summary.head.change", _change, spoken="summary.spoken.change"),
        "rag": TableColumn("summary.head.rag", _rag, spoken="summary.spoken.rag"),
        "letters": TableColumn(cells=_letters, align=Align.CENTRE, quiet=True),
    }
)
"""The columns of the summary, in order; the letters of the months come last."""


TITLE_DIFFERS = "title-differs"
"""The rule whose waiver, with a note for the reader, reprints the summary's own title."""


def summary_title(pack: Pack, indicator: Indicator) -> str:
    """Return the title of the definition in force; another one only where a reader is told why."""
    definition = indicator.definition(pack.period)
    reprinted = any(
        waiver.rule == TITLE_DIFFERS and waiver.reader and canonical_ref(waiver.subject) == indicator.ref
        for waiver in pack.waivers
    )
    return definition.summary_title if reprinted else definition.title
