"""The RAG summary: what is red, which way it is moving, and how long it has been so."""

from __future__ import annotations

from boardpack.analysis.change import change
from boardpack.analysis.counts import Counts, count_ratings
from boardpack.analysis.rating import rate
from boardpack.compose.phrases import (
    quiet,
    rating_content,
    rating_letter,
    sentence,
    shorthand_note,
    span_of,
    text,
)
from boardpack.compose.rewording import Content
from boardpack.compose.table import row_anchor, status_of, target_content, value_content
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
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack, Section
from boardpack.model.period import Period

TITLE = "RAG summary"
ANCHOR = "rag-summary"
STRIP = 12
"""Most months in the strip of ratings."""


def rag_summary(pack: Pack) -> DocumentSection:
    """Counts by section and in all, then a row for each indicator of the summary."""
    counts = count_ratings(pack)
    heading = Heading(1, text(TITLE), ANCHOR, text(counts.words))
    blocks: tuple[Block, ...] = (
        heading,
        Beside((Part((_counts_table(pack),)), Part(_how_to_read(pack)))),
        _summary_table(pack),
    )
    return DocumentSection(SectionRole.SHEET, TITLE, blocks, ANCHOR)


def _in_section(pack: Pack, section: Section) -> tuple[Indicator, ...]:
    return tuple(i for i in pack.indicators if i.in_summary and i.section == section.key)


# --------------------------------------------------------------------------------------------- counts


def _counts_table(pack: Pack) -> Table:
    labels = ("Section", "Red", "Amber", "Green", "As reported", "Not rated", "All")
    rows = [
        _counts_row(section.title, count_ratings(pack, (i.ref for i in _in_section(pack, section))))
        for section in pack.sections
    ]
    return Table(
        (Column(flexible=True), *(Column(Align.NUMBER) for _ in labels[1:])),
        (Row(tuple(Cell(text(label), HeaderScope.COLUMN) for label in labels)),),
        (*rows, _counts_row("All sections", count_ratings(pack), RowRole.TOTAL)),
        caption=text("How many indicators have each rating, by section"),
        caption_hidden=True,
        summary="A row for each section and one for all; a column for each rating.",
        role="counts",
    )


def _counts_row(title: str, counts: Counts, role: RowRole = RowRole.PLAIN) -> Row:
    numbers = (counts.red, counts.amber, counts.green, counts.as_reported, counts.not_rated, counts.total)
    return Row((Cell(text(title), HeaderScope.ROW), *(Cell(text(str(n))) for n in numbers)), role)


def _how_to_read(pack: Pack) -> tuple[Block, ...]:
    months = _strip(pack)
    missing = shorthand_note(status_of(pack, i, pack.period) for i in pack.indicators if i.in_summary)
    span = span_of(months)
    lines = (
        (
            "A rating is worked out from the latest figure and the bands printed in the tables; "
            "one that cannot be worked out is printed as it was reported, and says so."
        ),
        f"The letters give the rating in each month, {span}: R Red, A Amber, G Green, – not rated.",
        (
            f"Change is {pack.period.name} against {pack.period.plus(-1).name}; "
            "between two percentages it is in percentage points."
        ),
        sentence(missing) if missing else "",
    )
    return (
        Heading(2, text("How to read it"), outline="-"),
        *(Paragraph(text(line), "note") for line in lines if line),
    )


# ---------------------------------------------------------------------------------------- the summary


def _strip(pack: Pack) -> tuple[Period, ...]:
    return pack.months[-STRIP:]


def _summary_table(pack: Pack) -> Table:
    months = _strip(pack)
    columns = (
        Column(),
        Column(flexible=True),
        Column(Align.NUMBER, current=True),
        Column(),
        Column(),
        Column(),
        *(Column(Align.CENTRE, quiet=True) for _ in months),
    )
    labels = ("Ref", "Indicator Title", pack.period.short, "Target", "Change on last month", "RAG")
    head = (
        *(Cell(text(label), HeaderScope.COLUMN) for label in labels),
        *(Cell((Text(month.name[:3], expansion=month.long),), HeaderScope.COLUMN) for month in months),
    )
    body = [row for section in pack.sections for row in _section_rows(pack, section, months, len(columns))]
    return Table(
        columns,
        (Row(head),),
        tuple(body),
        caption=text(f"Ratings of all indicators, {pack.period.long}"),
        caption_hidden=True,
        summary="A row for each indicator under its section: the latest figure, the target, the change on "
        "the month before, the rating, and the rating in each month shown.",
        role="summary",
    )


def _section_rows(pack: Pack, section: Section, months: tuple[Period, ...], width: int) -> list[Row]:
    indicators = _in_section(pack, section)
    if not indicators:
        return []
    counts = count_ratings(pack, (indicator.ref for indicator in indicators))
    title = (Text(section.title, strong=True), Text(f" {counts.words}", quiet=True))
    band = Row((Cell(title, HeaderScope.ROW, colspan=width),), RowRole.BAND)
    return [band, *(_row(pack, indicator, months) for indicator in indicators)]


def _row(pack: Pack, indicator: Indicator, months: tuple[Period, ...]) -> Row:
    definition = indicator.definition(pack.period)
    return Row(
        (
            Cell(_reference(indicator, definition.summary_reference), HeaderScope.ROW),
            Cell(text(definition.summary_title), HeaderScope.ROW),
            Cell(value_content(pack, indicator, pack.period)),
            Cell(target_content(pack.target(indicator.ref, pack.period))),
            Cell(_change(pack, indicator)),
            Cell(rating_content(rate(pack, indicator.ref, pack.period))),
            *(Cell((rating_letter(rate(pack, indicator.ref, month)),)) for month in months),
        )
    )


def _reference(indicator: Indicator, shown: str) -> Content:
    """The reference, as a link to the indicator's own row where it has one."""
    if not indicator.table:
        return text(shown)
    return (Link(f"#{row_anchor(indicator)}", (Text(shown),), f"{shown} in its table"),)


def _change(pack: Pack, indicator: Indicator) -> Content:
    found = change(pack, indicator.ref, pack.period)
    if found.direction is None:
        return quiet(found.reason)
    return (Trend(found.direction, found.sense, found.short),)
