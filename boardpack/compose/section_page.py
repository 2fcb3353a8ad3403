"""A table group's page: the table, its notes, the commentary side by side, then the charts."""

from __future__ import annotations

from msgspec.structs import replace

from boardpack.analysis.counts import count_ratings
from boardpack.analysis.rating import bigger_is_better
from boardpack.compose.alt_text import runs
from boardpack.compose.charts import can_be_drawn, figures_of, shared_note
from boardpack.compose.phrases import (
    BREAK,
    ended,
    joined,
    narrative_blocks,
    quiet,
    sentence,
    shorthand_note,
    text,
)
from boardpack.compose.table import WIDEST, indicator_tables, spanning_note, status_of
from boardpack.content import Heading, Paragraph, Text
from boardpack.document import Beside, Block, DocumentSection, Figure, FigureGroup, Part, SectionRole
from boardpack.model.indicator import Indicator, Polarity
from boardpack.model.narrative import NarrativeKind
from boardpack.model.observation import DataNote, ValueStatus
from boardpack.model.pack import Pack, Section, TableGroup


def sheets(pack: Pack) -> tuple[DocumentSection, ...]:
    """Every table's page, in order; the sets of charts are numbered through the pack."""
    pages = []
    drawn = 0
    for section in pack.sections:
        for table in section.tables:
            page = sheet(pack, section, table, drawn + 1)
            drawn += any(isinstance(block, FigureGroup) for block in page.blocks)
            pages.append(page)
    return tuple(pages)


def sheet(pack: Pack, section: Section, table: TableGroup, graph: int) -> DocumentSection:
    """One table's page; `graph` is the number of its set of charts."""
    indicators = pack.in_table(table.key)
    blocks: tuple[Block, ...] = (
        _heading(pack, section, table),
        *indicator_tables(pack, sheet_title(pack, section, table), indicators),
        *_notes(pack, indicators),
        _commentary(pack, table),
        *_charts(pack, indicators, table.charts, graph),
    )
    return DocumentSection(SectionRole.SHEET, sheet_title(pack, section, table), blocks, table.key)


def sheet_title(pack: Pack, section: Section, table: TableGroup) -> str:
    """The section's title, with its references where a section has several pages."""
    if len(section.tables) == 1:
        return section.title
    return f"{section.title}: {references(pack, table)}"


def references(pack: Pack, table: TableGroup) -> str:
    """`CIN 4, CIN 5`: the references of a table as they are displayed."""
    return ", ".join(_shown(pack, indicator) for indicator in pack.in_table(table.key))


def _shown(pack: Pack, indicator: Indicator) -> str:
    return indicator.definition(pack.period).reference


def _heading(pack: Pack, section: Section, table: TableGroup) -> Heading:
    refs = [indicator.ref for indicator in pack.in_table(table.key)]
    counts = count_ratings(pack, refs).words
    several = len(section.tables) > 1
    aside = " · ".join(filter(None, (references(pack, table) if several else "", counts)))
    outline = sheet_title(pack, section, table) if several else ""
    return Heading(1, text(section.title), table.key, text(aside), outline)


# ---------------------------------------------------------------------------------------------- notes


def _notes(pack: Pack, indicators: tuple[Indicator, ...]) -> tuple[Paragraph, ...]:
    """What a reader needs beside the figures: shorthand, polarity, notes on data, breaks, restatements."""
    lines = [
        _key(pack, indicators),
        *(line for indicator in indicators for line in _about(pack, indicator)),
    ]
    return tuple(Paragraph(text(line), "note") for line in lines if line)


def _key(pack: Pack, indicators: tuple[Indicator, ...]) -> str:
    statuses: set[ValueStatus] = set()
    for indicator in indicators:
        statuses |= {status_of(pack, indicator, month) for month in pack.months}
    broken = any(len(runs(indicator, pack.months)) > 1 for indicator in indicators)
    polarities = sorted({i.polarity for i in indicators if i.polarity}, key=lambda polarity: polarity.value)
    parts = [
        *(f"{polarity.value}: {polarity.words}" for polarity in polarities),
        f"{BREAK} break in the series" if broken else "",
        shorthand_note(statuses),
    ]
    return sentence("; ".join(filter(None, parts))) if any(parts) else ""


def _about(pack: Pack, indicator: Indicator) -> list[str]:
    shown = _shown(pack, indicator)
    spanning = spanning_note(pack, indicator, pack.months[-WIDEST:])
    lines = _contradiction(pack, indicator)
    lines += [
        f"{shown}{_covered(pack, note)}: {sentence(note.text)}"
        for note in pack.notes
        if note.ref == indicator.ref and note is not spanning and any(map(note.covers, pack.months))
    ]
    for before, after in zip(runs(indicator, pack.months), runs(indicator, pack.months)[1:], strict=False):
        old, new = indicator.definition(before[-1]), indicator.definition(after[0])
        said = [f"{shown}: break in the series at {after[0].short}.", ended(new.change) if new.change else ""]
        if old.title != new.title:
            said.append(f"Up to {before[-1].short} it was {old.reference}, {ended(old.title)}")
        lines.append(" ".join(filter(None, said)))
    lines += [
        f"{shown}: {change.period.short} was {change.was} and is now {change.now}. {sentence(change.reason)}"
        for change in pack.restatements
        if change.ref == indicator.ref and change.period in pack.months
    ]
    return lines


def _contradiction(pack: Pack, indicator: Indicator) -> list[str]:
    """Say what is followed where the published polarity and the published bands contradict one another."""
    stated = {Polarity.BIGGER: True, Polarity.SMALLER: False}.get(indicator.polarity or Polarity.NEUTRAL)
    followed = bigger_is_better(pack, indicator.ref, pack.period)
    if stated is None or followed in (None, stated):
        return []
    green = "larger" if followed else "smaller"
    mark = indicator.polarity.value if indicator.polarity else ""
    line = (
        f"{_shown(pack, indicator)} is published as {mark}, but its bands rate the {green} figures Green; "
        "its rating, its change and its chart follow the bands."
    )
    return [line]


def _covered(pack: Pack, note: DataNote) -> str:
    """`, May-17 to Jul-17`: the months a note is about; nothing when it is about all that are shown."""
    months = [month for month in pack.months if note.covers(month)]
    if len(months) == len(pack.months):
        return ""
    return f", {months[0].short}" + (f" to {months[-1].short}" if len(months) > 1 else "")


# ------------------------------------------------------------------------------- commentary and charts


def _commentary(pack: Pack, table: TableGroup) -> Beside:
    kinds = (NarrativeKind.IMPROVEMENT, NarrativeKind.NEXT_STEPS)
    return Beside(tuple(Part(_narrative(pack, kind, table)) for kind in kinds))


def _narrative(pack: Pack, kind: NarrativeKind, table: TableGroup) -> tuple[Block, ...]:
    heading = Heading(2, text(kind.value), outline="-")
    narrative = pack.narrative(kind, table.key)
    if narrative is None or narrative.is_blank:
        return (heading, Paragraph(quiet("Nothing was reported under this heading.")))
    return (heading, *narrative_blocks(pack, narrative, 2))


def _group(figures: tuple[Figure, ...], number: str) -> FigureGroup:
    """A numbered set of charts; one chart by itself bears the number in its own caption."""
    if len(figures) == 1:
        caption = (Text(f"{number}. ", quiet=True), *figures[0].caption)
        return FigureGroup((replace(figures[0], caption=caption),))
    said, figures = shared_note(figures)
    return FigureGroup(figures, (Text(number, strong=True), *text(said)))


def _charts(pack: Pack, indicators: tuple[Indicator, ...], arrangement: str, graph: int) -> tuple[Block, ...]:
    figures = figures_of(pack, indicators, arrangement)
    blocks: list[Block] = []
    if figures:
        blocks.append(_group(figures, f"Graph {graph}"))
    missing = [_shown(pack, indicator) for indicator in indicators if not can_be_drawn(pack, indicator)]
    if missing and arrangement != "none":
        words = f"No chart for {joined(missing)}: there are fewer than two months of figures."
        blocks.append(Paragraph(text(words), "note"))
    return tuple(blocks)
