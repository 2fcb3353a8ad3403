"""Documents made by hand: the one builder of Documents for tests.

    document(*sections)   a Document of just these sections
    bound(*sections)      the same after a cover and a list of contents
    pack_in_small()       every kind of section that a pack has, in small

The sections (`cover`, `prose`, `summary`, `actions`, `sheet`) and their parts (`text`, `header`, `chart`,
`section_table`, …) are public: a test puts together just what it is about. Beside this module:

    hard_documents      what is hard to lay out
    made_up_documents   strategies for Hypothesis
    rendering           a Document's file, with a sketch in place of each chart
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from boardpack.content import (
    Align,
    Badge,
    BadgeKind,
    Cell,
    Column,
    HeaderScope,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    Row,
    RowRole,
    Table,
    Text,
    Trend,
)
from boardpack.document import (
    Beside,
    Block,
    Chart,
    Contents,
    ContentsEntry,
    Document,
    DocumentSection,
    Figure,
    FigureGroup,
    Part,
    Point,
    SectionRole,
)
from boardpack.model.rating import Direction, Sense

TITLE = "Children's Improvement Priority Indicators"
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")

ACTIVITY = (
    (
        "Assessment service caseloads have gone up – a result of an increase in referrals and new "
        "assessments. This is being addressed through the relocation of the early help team into the service."
    ),
    (
        "The new cohort started in October and were not yet case holding during this month. There are only "
        "6 from the previous year’s cohort yet to complete their year (due to complete by January). As such "
        "they are carrying full caseloads in their final two months."
    ),
)
STEPS = (
    (
        "Additional staffing resource is being recruited into care planning to manage the surge in "
        "proceedings and enable cases to transfer through from assessment in line with the transfer "
        "protocol. The team has been moved to enable a 6 week duty cycle giving workers additional time."
    ),
)
TITLES = (
    (
        "P1",
        "Vacancy Rate",
        "SIB",
        "24%",
        "24% or below Green 25%-34% Amber 35% and above Red",
    ),
    (
        "W 1",
        "Average Caseload per Social Worker",
        "SIB",
        "17",
        "17 or below Green 18.1-20 Amber 20.1 and above Red",
    ),
    (
        "W1 a",
        "Average Caseload per Social Worker - Assessment",
        "SIB",
        "20",
        "20 or below Green 20.1-22 Amber 22.1 and above Red",
    ),
    (
        "LAC 20",
        "Percentage of LAC under 16 in care for more than 2.5 years: in the same placement for 2+ years",
        "BIB",
        "75%",
        "75% or above Green 65%-74% Amber 64% and below Red",
    ),
    (
        "AMT 2",
        "Percentage of C&F assessments completed within 45 working days",
        "BIB",
        "95.0%",
        "95% or above Green 85%-94% Amber 84% and below Red",
    ),
    (
        "CP 10",
        "Number of current Child Protection Plans lasting 2 years or more",
        "SIB",
        "<10% of Cohort",
        "10% of cohort or below Green 10-15% Amber 16% and above Red",
    ),
    (
        "CL a",
        "Care Leavers with an Up-to-date Pathway plan",
        "BIB",
        "98%",
        "98% or above Green 90%-97% Amber 89% and below Red",
    ),
)
VALUES = ("43%", "17", "28.5", "73%", "67.7%", "5", "65%")
BADGES = (
    Badge(BadgeKind.RED, "Red"),
    Badge(BadgeKind.GREEN, "Green"),
    Badge(BadgeKind.AMBER, "Amber"),
    Badge(BadgeKind.NONE, "Not rated"),
)


def text(words: str) -> tuple[Text, ...]:
    """Plain words."""
    return (Text(words),)


def header(words: str) -> Cell:
    """A column's header."""
    return Cell(text(words), HeaderScope.COLUMN)


def month_labels(count: int) -> list[str]:
    """`Apr-17` and so on."""
    return [f"{MONTHS[index % 12]}-{17 + (index + 3) // 12}" for index in range(count)]


def section_table(rows: int, months: int) -> Table:
    """A section's table as compose makes it."""
    columns = (
        Column(),
        Column(flexible=True),
        Column(quiet=True),
        *(Column(Align.NUMBER, current=index == months - 1) for index in range(months)),
        Column(Align.LEFT),
        Column(Align.CENTRE, quiet=True),
        Column(),
        Column(flexible=True, quiet=True),
    )
    heads = ("Indicator Number", "Indicator Title", "Polarity", *month_labels(months))
    heads += ("2017-18 Target", "Target Owner", "RAG", "RAG Methodology")
    body = tuple(section_row(index, months) for index in range(rows))
    return Table(
        columns, (Row(tuple(header(words) for words in heads)),), body, summary="Indicators by month."
    )


def section_row(index: int, months: int) -> Row:
    """An indicator's row."""
    ref, title, polarity, target, bands = TITLES[index % len(TITLES)]
    value = VALUES[index % len(VALUES)]
    values = [
        (Text("[x]", quiet=True),) if (index, month) == (0, 0) else text(value) for month in range(months)
    ]
    cells = (
        Cell(text(ref), HeaderScope.ROW),
        Cell(text(title), HeaderScope.ROW),
        Cell((Text(polarity, expansion="smaller is better"),)),
        *(Cell(value) for value in values),
        Cell(text(target)),
        Cell(text("PS")),
        Cell((BADGES[index % len(BADGES)],)),
        Cell(text(bands)),
    )
    return Row(cells, anchor=f"indicator-{index}")


def chart(index: int, months: int = 7) -> Figure:
    """An indicator's chart."""
    labels = month_labels(months)
    points = tuple(
        Point(
            label,
            None if at == 1 and index == 1 else 50.0 + 7 * ((at * 3 + index) % 5),
            f"{50 + 7 * ((at * 3 + index) % 5)}%",
            current=at == months - 1,
            target=75.0,
            target_words="75%",
        )
        for at, label in enumerate(labels)
    )
    ref, title, *_ = TITLES[index % len(TITLES)]
    return Figure(
        Chart(points, percent=True, target_words="Target 75%"),
        f"Chart of {ref} by month.",
        (Text(ref, strong=True), Text(f" {title}")),
        (),
        f"chart-{index}",
        ("Rose 6 points to 86%; met the target in 1 of 7 months", "Rose 6 points to 86%"),
        BadgeKind.RED,
        ref,
    )


def sheet(rows: int = 2, months: int = 7, charts: int = 2, key: str = "front-door") -> DocumentSection:
    """A section's page."""
    parts = (
        Part(
            (
                Heading(2, text("Improvement Activity"), outline="-"),
                *(Paragraph(text(words)) for words in ACTIVITY),
            )
        ),
        Part((Heading(2, text("Next Steps"), outline="-"), *(Paragraph(text(words)) for words in STEPS))),
    )
    blocks: tuple[Block, ...] = (
        Heading(1, text("Front door"), key, aside=text("1 Red, 1 Green")),
        section_table(rows, months),
        Paragraph(text("SIB: smaller is better. BIB: bigger is better. [x]: not yet available."), "note"),
        Beside(parts),
    )
    if charts:
        blocks += (FigureGroup(tuple(chart(index, months) for index in range(charts))),)
    return DocumentSection(SectionRole.SHEET, "Front door", renamed(blocks, key), key)


def renamed(blocks: tuple[Block, ...], key: str) -> tuple[Block, ...]:
    """Blocks whose anchors are told apart by a key."""
    return tuple(_renamed(block, key) for block in blocks)


def _renamed(block: Block, key: str) -> Block:
    match block:
        case Table(columns, head, body, caption, hidden, summary, role):
            rows = tuple(Row(row.cells, row.role, row.anchor and f"{key}-{row.anchor}") for row in body)
            return Table(columns, head, rows, caption, hidden, summary, role)
        case FigureGroup(figures, caption):
            made = tuple(replace(each, anchor=f"{key}-{each.anchor}") for each in figures)
            return FigureGroup(made, caption)
        case _:
            return block


def cover() -> DocumentSection:
    """A cover."""
    facts = (
        "Council: Borough of Somewhere",
        "Committee: Scrutiny Sub-Committee",
        "Meeting date: 12 December 2017",
        "Version: 1.0",
        "Classification: Public",
        "Commentary as at: 27 November 2017",
    )
    return DocumentSection(
        SectionRole.COVER,
        "Cover",
        (
            Paragraph(text("Appendix 2"), "eyebrow"),
            Paragraph(text(TITLE), "title"),
            Paragraph(text("October 2017"), "month"),
            Paragraph(
                text("35 indicators: 15 Red, 4 Amber, 6 Green, 2 as reported, 8 not rated"), "headline"
            ),
            *(
                Paragraph((Text(fact.split(": ")[0] + ": ", quiet=True), Text(fact.split(": ")[1])), "fact")
                for fact in facts
            ),
        ),
        "cover",
    )


def prose(paragraphs: int = 6) -> DocumentSection:
    """The directors' summary."""
    blocks: list[Block] = [Heading(1, text("Directors Summary"), "summary")]
    for index in range(paragraphs):
        if index % 2 == 0:
            blocks.append(
                Heading(
                    2, text(("Workforce Indicators", "Contact and Referral", "Assessments")[index // 2 % 3])
                )
            )
        blocks.append(Paragraph(text((*ACTIVITY, *STEPS)[index % 3])))
    blocks.append(nested_list())
    link = Link(
        "https://example.org/very/long/address",
        text("a report with a name so long that it surely runs over the end of its line"),
    )
    blocks.append(
        Paragraph(
            (
                Text("Set out in "),
                link,
                Text(", and in "),
                Text("Plant Cymru", language="cy", emphasis=True),
                Text("."),
            )
        )
    )
    return DocumentSection(SectionRole.PROSE, "Directors Summary", tuple(blocks), "summary")


def nested_list() -> ListBlock:
    """Lists in lists."""
    inner = ListBlock(
        ((Paragraph(text("an inner point")),), (Paragraph(text("another")),)), ordered=True, start=9
    )
    return ListBlock(
        (
            (
                Paragraph(
                    text("A point that is long enough to run over the end of a line in a column of prose.")
                ),
            ),
            (Paragraph((Text("A point with "), Text("strong", strong=True), Text(" words"))), inner),
        )
    )


def summary() -> DocumentSection:
    """A RAG summary."""
    columns = (
        Column(),
        Column(flexible=True),
        Column(Align.NUMBER, current=True),
        Column(Align.NUMBER),
        Column(),
        Column(),
        Column(),
    )
    heads = ("Ref", "Indicator Title", "Oct-17", "Target", "Change on last month", "RAG", "Year")
    strip = tuple(
        Badge(kind, word, expansion=whole, shape=False)
        for kind, word, whole in (
            (BadgeKind.RED, "R", "Red"),
            (BadgeKind.AMBER, "A", "Amber"),
            (BadgeKind.GREEN, "G", "Green"),
            (BadgeKind.NONE, "–", "not rated"),
        )
        for _ in range(2)
    )
    rows: list[Row] = []
    for index in range(34):
        if index % 6 == 0:
            rows.append(
                Row(
                    (
                        Cell(
                            (Text("Workforce", strong=True), Text(" 4 Red, 1 Amber", quiet=True)),
                            HeaderScope.ROW,
                            colspan=7,
                        ),
                    ),
                    RowRole.BAND,
                )
            )
        ref, title, _, target, _ = TITLES[index % 7]
        trend = Trend(
            (Direction.UP, Direction.DOWN, Direction.LEVEL)[index % 3],
            (Sense.WORSE, Sense.BETTER, Sense.NEITHER)[index % 3],
            ("12 points worse", "5 points better", "no change")[index % 3],
        )
        rows.append(
            Row(
                (
                    Cell(text(ref), HeaderScope.ROW),
                    Cell(text(title)),
                    Cell(text(VALUES[index % 7])),
                    Cell(text(target)),
                    Cell((trend,)),
                    Cell((BADGES[index % 4],)),
                    Cell(strip),
                )
            )
        )
    table = Table(columns, (Row(tuple(header(words) for words in heads)),), tuple(rows))
    return DocumentSection(
        SectionRole.SHEET,
        "RAG summary",
        (Heading(1, text("RAG summary"), "rag", aside=text("15 Red, 4 Amber, 6 Green")), table),
        "rag",
    )


def actions() -> DocumentSection:
    """An action log."""
    columns = (Column(), Column(flexible=True), Column(), Column())
    kinds = (
        Badge(BadgeKind.DONE, "Y"),
        Badge(BadgeKind.OPEN, "Ongoing"),
        Badge(BadgeKind.OVERDUE, "Overdue"),
    )
    rows = tuple(
        Row(
            (
                Cell(text(f"Oct-{index + 1:02d}"), HeaderScope.ROW),
                Cell(text((*ACTIVITY, *STEPS)[index % 3])),
                Cell(text("Dec-17")),
                Cell((kinds[index % 3],)),
            )
        )
        for index in range(13)
    )
    table = Table(
        columns, (Row(tuple(header(words) for words in ("REF", "ACTIONS", "WHEN?", "COMPLETE?"))),), rows
    )
    return DocumentSection(
        SectionRole.SHEET,
        "Priority Indicators Action Log",
        (Heading(1, text("Priority Indicators Action Log"), "actions"), table),
        "actions",
    )


def document(*sections: DocumentSection, title: str = TITLE, stamp: str = "") -> Document:
    """A document of sections."""
    return Document(
        title=title,
        language="en-GB",
        author="Borough of Somewhere",
        subject="Appendix 2",
        appendix="Appendix 2",
        period="October 2017",
        classification="Public",
        date="2017-11-27T00:00:00Z",
        sections=sections,
        stamp=stamp,
    )


def contents_of(sections: Sequence[DocumentSection]) -> DocumentSection:
    """A list of contents with a line for each section."""
    entries = tuple(ContentsEntry(text(each.title), each.anchor) for each in sections)
    heading = Heading(1, text("Contents"), "contents")
    return DocumentSection(SectionRole.CONTENTS, "Contents", (heading, Contents(entries)), "contents")


def bound(*sections: DocumentSection) -> Document:
    """A document of sections, with a plain cover and a list of contents before them."""
    plain = DocumentSection(SectionRole.COVER, "Cover", (Heading(1, text("A pack"), "cover"),), "cover")
    return document(plain, contents_of(sections), *sections, title="A pack", stamp="EXAMPLE")


def pack_in_small() -> Document:
    """A pack with every kind of section, in small."""
    body = (
        prose(),
        actions(),
        summary(),
        sheet(7, 7, 7, "workforce"),
        sheet(2, 7, 2, "front-door"),
        sheet(1, 7, 1, "assessment"),
        sheet(3, 7, 3, "care"),
        sheet(5, 12, 5, "year"),
        sheet(4, 24, 4, "two-years"),
    )
    return document(cover(), contents_of(body), *body, stamp="EXAMPLE")
