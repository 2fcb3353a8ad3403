from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.csv_table import COLUMNS, ROWS, RawRow, split_rows
from boardpack.load.findings import FindingLog
from boardpack.model.finding import Finding


def rows_of(text: str) -> tuple[RawRow, ...]:
    found = split_rows(text, "data/notes.csv", FindingLog())
    assert found is not None
    return found


def fault_in(text: str) -> Finding:
    faults = FindingLog()
    assert split_rows(text, "data/notes.csv", faults) is None
    (finding,) = faults.findings
    return finding


def test_every_cell_is_the_text_it_is() -> None:
    rows = rows_of("ref,note\nNA,007\nOct-01,1E5\nTrue,\nnan,null\n")
    assert [row.cells for row in rows] == [
        ("ref", "note"), ("NA", "007"), ("Oct-01", "1E5"), ("True", ""), ("nan", "null"),
    ]  # fmt: skip


def test_lines_are_counted_through_cells_of_several_lines_and_blank_rows() -> None:
    rows = rows_of('a,b\n\n"1\n\n2",x\n,\n"3","4\n"\n5,6')
    assert [(row.line, row.cells[0]) for row in rows] == [(1, "a"), (3, "1\n\n2"), (7, "3"), (9, "5")]


def test_rows_keep_the_length_they_have() -> None:
    rows = rows_of("a,b\n1\n1,2,3,4\n")
    assert rows[1:] == (RawRow(2, ("1",)), RawRow(3, ("1", "2", "3", "4")))


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n , \n"])
def test_a_file_of_blanks_has_no_rows(text: str) -> None:
    assert rows_of(text) == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [('a,b\n1,"2\n', 2), ('a,b\n1,"2" x\n', 2), ('"a\nb",c\n1,2\n"3,4\n', 4), ('a,b\n"1\n2",3\n4,"5', 4)],
)
def test_a_quotation_mark_left_open_is_found_on_the_line_of_its_row(text: str, line: int) -> None:
    finding = fault_in(text)
    assert (finding.rule, finding.place.line) == ("csv-syntax", line)


def test_a_quotation_mark_inside_a_plain_cell_is_text() -> None:
    assert rows_of('a\nsay "so"\n')[1].cells == ('say "so"',)


@pytest.mark.parametrize("text", ["a\n" * (ROWS + 1), "," * COLUMNS])
def test_rows_and_columns_are_bounded(text: str) -> None:
    assert fault_in(text).rule == "too-large"


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(' ,"\n'), max_size=8
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6))
def test_what_a_spreadsheet_writes_is_read_back(rows: list[list[str]]) -> None:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    lines: list[int] = []
    for row in rows:
        lines.append(written.getvalue().count("\n") + 1)
        writer.writerow(row)
    found = rows_of(written.getvalue())
    wanted = [
        RawRow(line, tuple(row))
        for line, row in zip(lines, rows, strict=True)
        if any(cell.strip() for cell in row)
    ]
    assert list(found) == wanted
