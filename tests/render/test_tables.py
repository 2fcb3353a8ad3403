"""Tables: no header word broken, nothing cut, numbers on their point, the head again on each page."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.content import Align, Cell, Column, HeaderScope, Heading, Paragraph, Row, RowRole, Table
from boardpack.document import DocumentSection, SectionRole
from boardpack.errors import ProgrammingError
from boardpack.render.pdf import render_pdf
from boardpack.render.pdf.flow import Density
from boardpack.render.pdf.fonts import read_type
from boardpack.render.pdf.structure import Node
from boardpack.render.pdf.table import GridTable
from boardpack.render.pdf.table_columns import Fit, fit_columns, fits_calmly
from boardpack.render.pdf.table_grid import TableGrid, read_grid
from boardpack.render.pdf.table_rows import LaidRow
from tests.render.plans import faults_of, plan_of, read, said
from tests.support import documents
from tests.support.documents import header, section_table, text
from tests.support.hard_documents import tall_table, wide_table
from tests.support.projects import BRANDS, theme
from tests.support.rendering import sketch

WIDTH = 770.0


def grid_of(table: Table, brand: str = "civic") -> TableGrid:
    return read_grid(table, Node("Table"), read_type(theme(brand)))


def words_of(row: LaidRow) -> list[str]:
    return [
        "".join(fragment.text for line in cell.lines for fragment in line.fragments) for cell in row.cells
    ]


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("months", [1, 7, 12, 24])
def test_no_header_word_is_broken(months: int, brand: str) -> None:
    grid = grid_of(section_table(7, months), brand)
    fits = fit_columns(grid, WIDTH, theme(brand))
    for fit in fits:
        assert sum(fit.widths) <= WIDTH + 0.01
        assert min(fit.size, fit.small) >= 7.5
        for column, width in zip(fit.columns, fit.widths, strict=True):
            words = grid.head[0].cells[column].words
            assert words.longest * fit.size <= width - fit.pad + 0.01
    assert len(fits) == (2 if months == 24 else 1)


def test_every_column_stands_in_a_panel_once() -> None:
    fits = fit_columns(grid_of(wide_table(60)), WIDTH, theme())
    assert [column for fit in fits for column in fit.columns[fit.repeated :]] == list(range(60))
    assert all(fit.repeated == 1 and fit.columns[0] == 0 for fit in fits[1:])


@pytest.mark.parametrize(
    "words", ["x" * 2000, "word " * 2000, "W" * 40], ids=["a long word", "a long text", "a wide word"]
)
def test_one_column_never_overflows(words: str) -> None:
    cells = (Cell(text("Key"), HeaderScope.ROW), Cell(text(words)), Cell(text(words)))
    table = Table((Column(),) * 3, (), (Row(cells),))
    for fit in fit_columns(grid_of(table), 200.0, theme()):
        assert sum(fit.widths) <= 200.01


def test_columns_wider_than_the_page_are_squeezed_one_by_one() -> None:
    row = Row(tuple(Cell(text("W" * 40)) for _ in range(3)))
    fits = fit_columns(grid_of(Table((Column(),) * 3, (), (row,))), 100.0, theme())
    assert [column for fit in fits for column in fit.columns] == [0, 1, 2]
    assert all(sum(fit.widths) <= 100.01 for fit in fits)


def test_numbers_stand_on_their_point() -> None:
    values = ("43%", "17", "67.7%", "<10", "no cases", "1,204.55", "78.5 [p]")
    rows = tuple(Row((Cell(text(value)),)) for value in values)
    block = GridTable(grid_of(Table((Column(Align.NUMBER),), (Row((header("Oct-17"),)),), rows)), theme())
    [strip] = block.strips(WIDTH)
    face = read_type(theme()).regular
    points = []
    for value, row in zip(values, strip.rows, strict=True):
        cell = row.cells[0]
        before = value.split(".")[0].rstrip("%")
        points.append(cell.indents[0] + face.width(before) * cell.size)
    assert points[4] != pytest.approx(points[0])
    del points[4]
    assert points == pytest.approx([points[0]] * len(points))


def test_a_row_that_is_too_wide_is_a_fault() -> None:
    with pytest.raises(ProgrammingError, match="wider than its columns"):
        grid_of(Table((Column(),), (), (Row((Cell(text("a")), Cell(text("b")))),)))


def divided(
    block: GridTable, room: float, *, whole: bool = False
) -> tuple[GridTable | None, GridTable | None]:
    assert block.measure(WIDTH, room) > room
    head, tail = block.divide(WIDTH, room, whole=whole)
    assert head is None or isinstance(head, GridTable)
    assert tail is None or isinstance(tail, GridTable)
    return head, tail


def test_a_table_is_divided_between_rows_under_a_second_head() -> None:
    block = GridTable(grid_of(section_table(30, 7)), theme())
    head, tail = divided(block, 300.0)
    assert head is not None
    assert tail is not None
    assert head.measure(WIDTH, 0) <= 300.0
    assert [strip.is_first for part in (head, tail) for strip in part.strips(WIDTH)] == [True, False]
    rows = [strip.rows for part in (head, tail) for strip in part.strips(WIDTH)]
    assert len(rows[0]) + len(rows[1]) == 30


def test_a_band_is_not_left_at_the_foot() -> None:
    band = Row((Cell(text("Band"), HeaderScope.ROW, colspan=2),), RowRole.BAND)
    plain = Row((Cell(text("a")), Cell(text("b"))))
    total = Row((Cell(text("All")), Cell(text("2"))), RowRole.TOTAL)
    table = Table((Column(), Column()), (), (plain, plain, plain, band, plain, plain, total))
    block = GridTable(grid_of(table), theme())
    row = block.strips(WIDTH)[0].rows[0].height
    head, _ = divided(block, 4.5 * row)
    assert head is not None
    assert len(head.strips(WIDTH)[0].rows) == 3


def test_a_band_that_goes_on_is_drawn_again() -> None:
    band = Row((Cell(text("Band"), HeaderScope.ROW, colspan=2),), RowRole.BAND)
    plain = Row((Cell(text("a")), Cell(text("b"))))
    table = Table((Column(), Column()), (), (band, *(plain,) * 9, band, *(plain,) * 9))
    block = GridTable(grid_of(table), theme())
    row = block.strips(WIDTH)[0].rows[0].height
    _, second = divided(block, 4.5 * row)
    assert second is not None
    assert [words_of(row) for row in second.strips(WIDTH)[0].carried] == [["Band"]]
    _, third = divided(second, 4.5 * row)
    assert third is not None
    assert len(third.strips(WIDTH)[0].carried) == 1
    _, last = divided(block, 10.5 * row)
    assert last is not None
    assert last.strips(WIDTH)[0].carried == ()
    section = DocumentSection(
        SectionRole.SHEET, "Bands", (Heading(1, text("Bands")), replace(table, body=table.body * 3))
    )
    document = documents.document(section)
    assert faults_of(plan_of(document)) == []
    assert read(render_pdf(document, theme(), sketch).data) == said(document)


def test_a_lone_last_row_takes_one_with_it() -> None:
    plain = Row((Cell(text("a")), Cell(text("b"))))
    block = GridTable(grid_of(Table((Column(), Column()), (), (plain,) * 8)), theme())
    head, tail = divided(block, block.measure(WIDTH, 0) - 1)
    assert head is not None
    assert tail is not None
    assert len(tail.strips(WIDTH)[0].rows) == 2


def test_nothing_is_placed_where_only_the_head_would_fit() -> None:
    block = GridTable(grid_of(section_table(5, 7)), theme())
    assert divided(block, 40.0) == (None, block)
    assert divided(block, 5.0, whole=True)[0] is None


def test_a_row_higher_than_the_page_goes_on() -> None:
    heading = Heading(1, text("Tall"), "tall")
    section = DocumentSection(SectionRole.SHEET, "Tall", (heading, tall_table(2500)), "tall")
    plan = plan_of(documents.document(section))
    assert len(plan.pages) >= 3
    said = "".join(
        "".join(words_of(row)) + " "
        for page in plan.pages
        for leaf in page.leaves()
        if isinstance(leaf.block, GridTable)
        for strip in leaf.block.strips(leaf.width)
        for row in strip.rows
    )
    assert all(said.count(f"word{index} ") == 1 for index in range(1000, 2499))


def test_a_head_as_high_as_the_page_is_not_drawn_again() -> None:
    long = " ".join(f"head{index}" for index in range(700))
    head = Row((header("Key"), header(long)))
    rows = (Row((Cell(text("a")), Cell(text("word " * 2000)))), Row((Cell(text("b")), Cell(text("c")))))
    table = Table((Column(), Column(flexible=True)), (head,), rows)
    section = DocumentSection(SectionRole.SHEET, "Head", (Heading(1, text("Head")), table), "head")
    plan = plan_of(documents.document(section))
    strips = [
        strip
        for page in plan.pages
        for leaf in page.leaves()
        if isinstance(leaf.block, GridTable)
        for strip in leaf.block.strips(leaf.width)
    ]
    assert not any(strip.head for strip in strips)
    document = documents.document(section)
    assert read(render_pdf(document, theme(), sketch).data) == said(document)


def test_the_last_rows_of_a_table_fit_where_its_head_need_not_be_drawn_again() -> None:
    head = Row((header("Key"), header(" ".join(f"head{index}" for index in range(300)))))
    rows = tuple(Row((Cell(text(key)), Cell(text("words " * 200)))) for key in ("a", "b"))
    block = GridTable(grid_of(Table((Column(), Column(flexible=True)), (head,), rows)), theme())
    (strip,) = block.strips(WIDTH)
    row = strip.rows[1].height
    assert strip.top_height > row
    _, rest = divided(block, strip.height - 1.0, whole=True)
    assert rest is not None
    last, nothing = divided(rest, row + 1.0, whole=True)
    assert nothing is None
    assert last is not None
    assert [words_of(row)[0] for strip in last.strips(WIDTH) for row in strip.rows] == ["b"]
    assert last.measure(WIDTH, row + 1.0) <= row + 1.0


def test_a_small_table_fits_a_column_and_a_wide_one_does_not() -> None:
    small = Table((Column(), Column()), (), (Row((Cell(text("SIB")), Cell(text("smaller is better")))),))
    assert fits_calmly(grid_of(small), 370.0, theme())
    assert not fits_calmly(grid_of(section_table(2, 7)), 370.0, theme())


def test_a_caption_is_shown_or_only_said() -> None:
    plain = (Row((Cell(text("a")),)),)
    shown = Table((Column(),), (), plain, caption=text("Shown"))
    hidden = Table(
        (Column(),), (), plain, caption=text("Hidden"), caption_hidden=True, summary="What it holds."
    )
    heading = Heading(1, text("Tables"))
    blocks = (heading, shown, hidden, Paragraph(text("End.")))
    section = DocumentSection(SectionRole.SHEET, "Tables", blocks)
    data = render_pdf(documents.document(section), theme(), sketch).data
    assert data.startswith(b"%PDF")


def test_a_fit_names_its_columns() -> None:
    [fit] = fit_columns(grid_of(section_table(1, 7)), WIDTH, theme())
    assert isinstance(fit, Fit)
    assert fit.columns == tuple(range(14))
    assert sum(fit.widths) == pytest.approx(WIDTH, abs=1)


def test_a_table_of_words_is_set_larger_until_that_costs_a_page() -> None:
    heading, table = documents.actions().blocks
    assert isinstance(table, Table)
    section = DocumentSection(SectionRole.SHEET, "Log", (heading, replace(table, body=table.body[:4])), "log")
    [block] = plan_of(documents.document(section)).pages[0].placed[1:]
    assert isinstance(block.block, GridTable)
    assert block.block.strips(block.width)[0].fit.size == theme().sizes["table_text"][0]
    tight = block.block.tightened(Density(1.0, 1.0, 1.0))
    assert isinstance(tight, GridTable)
    assert tight.strips(block.width)[0].fit.size == theme().sizes["table"][0]
    assert tight.tightened(Density(1.0, 1.0, 1.0)) is tight
    figures = GridTable(grid_of(section_table(1, 7)), theme())
    assert figures.strips(WIDTH)[0].fit.size == theme().sizes["table"][0]


def test_a_mark_stands_beside_its_number_and_numbers_end_on_one_edge() -> None:
    columns = (
        Column(key=True),
        *(Column(Align.NUMBER, series=True) for _ in range(12)),
        Column(flexible=True),
    )
    words = "A sentence about the bands that is as long as one may be, and a little longer than that. " * 3

    def row(name: str, *values: str) -> Row:
        cells = (Cell(text(value)) for value in (*values, words))
        return Row((Cell(text(name), HeaderScope.ROW), *cells))

    head = Row(tuple(Cell(text(str(number)), HeaderScope.COLUMN) for number in range(14)))
    body = (row("X 1", *("100.0% [p]", "4,352", "9%") * 4), row("X 2", *("86%", "12", "100.0%") * 4))
    section = DocumentSection(
        SectionRole.SHEET,
        "Marks",
        (Heading(1, text("Marks")), Table(columns, (head,), body, role="figures")),
        "marks",
    )
    (table,) = [
        leaf.block
        for page in plan_of(documents.document(section)).pages
        for leaf in page.leaves()
        if isinstance(leaf.block, GridTable)
    ]
    (strip,) = table.strips(769.89)
    for laid in strip.rows:
        assert all(len(cell.lines) == 1 for cell in laid.cells[1:13])
    ends = {
        round(cell.x + cell.indents[0] + cell.lines[0].width * cell.size, 1)
        for laid in strip.rows
        for cell in laid.cells[2:3]
    }
    assert len(ends) == 1
