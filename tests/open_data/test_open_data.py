"""The figures as data: equal to the pack's, the same bytes each time, and readable by everyone."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from boardpack.analysis.rating import rate
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from boardpack.open_data import csv_bytes, csvw_bytes, tidy_rows, workbook_bytes
from boardpack.open_data.tidy import COLUMNS, TidyRow, number_text
from boardpack.open_data.workbook import number_format
from boardpack.scaffold import KINDS
from tests.support.projects import PACKS, REPOSITORY


@pytest.fixture(scope="module", params=["october", "november", "small", *KINDS])
def pack(request: pytest.FixtureRequest) -> Pack:
    """Each pack there is: by months, quarters and years, with durations, money, grades and comparators."""
    root = REPOSITORY if request.param == "october" else PACKS / request.param
    found = load(Project(root)).pack
    assert found is not None
    return found


def read(pack: Pack) -> list[dict[str, str]]:
    text = csv_bytes(tidy_rows(pack)).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def october_book(october: Pack) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(october)))


# ---------------------------------------------------------------------------------------------- CSV


def test_every_figure_of_the_pack_is_a_row(pack: Pack) -> None:
    rows = {(row["reference"], row["period"]): row for row in read(pack) if not row["comparator"]}
    for indicator in pack.indicators:
        for period in pack.months:
            observation = pack.observation(indicator.ref, period)
            if observation is None:
                continue
            row = rows.pop((indicator.definition(period).reference, period.iso))
            value = Decimal(row["value"]) if row["value"] else None
            assert value == observation.value
            assert row["status"] == observation.status.value
            assert row["rating"] == rate(pack, indicator.ref, period).word
    assert rows == {}


def test_what_an_indicator_is_compared_with_has_a_row(pack: Pack) -> None:
    """The figure that the pack prints, with its own period; never a rating or a target."""
    rows = {(row["reference"], row["comparator"]): row for row in read(pack) if row["comparator"]}
    for figure in pack.comparators:
        indicator, latest = pack.indicator(figure.ref), pack.comparator(figure.ref, figure.name)
        if indicator is None or latest is None:
            continue
        row = rows[indicator.definition(pack.period).reference, figure.name]
        period = latest.period.iso if latest.period else latest.period_text
        assert (Decimal(row["value"]), row["period"]) == (latest.value, period)
        assert (row["target"], row["rating"]) == ("", "")
    assert bool(rows) == bool(pack.comparators)


def test_every_cell_is_what_the_metadata_says(pack: Pack) -> None:
    """CSV on the Web: required cells are there, decimals are decimals, and the key tells rows apart."""
    schema = json.loads(csvw_bytes(pack, "pack.csv"))["tableSchema"]
    rows = read(pack)
    for column in schema["columns"]:
        cells = [row[column["name"]] for row in rows]
        assert all(cells) or not column["required"]
        if column["datatype"] == "decimal":
            assert all(re.fullmatch(r"-?\d+(\.\d+)?", cell) for cell in cells if cell)
    keys = [tuple(row[key] for key in schema["primaryKey"]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_a_missing_value_is_empty_and_says_why(october: Pack) -> None:
    missing = [row for row in read(october) if not row["value"]]
    assert missing
    assert all(row["status"] and row["symbol"] for row in missing)


def row_of(**fields: object) -> TidyRow:
    plain = TidyRow(
        reference="P1", title="Posts", section="Workforce", period="2017-10", value=Decimal(43),
        unit="percent", status="final", target="40%", target_value=Decimal(40), polarity="SIB", rating="Red",
        rating_basis="computed",
    )  # fmt: skip
    return replace(plain, **fields)


@pytest.mark.parametrize("title", ["=1+1", "+44", "-5", "@SUM(A1)", "\tx"])
def test_a_text_that_would_be_run_as_a_formula_is_kept_as_text(title: str) -> None:
    (cells,) = list(csv.reader(io.StringIO(csv_bytes([row_of(title=title)]).decode()), strict=True))[1:]
    assert cells[1] == f"'{title}"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_number_is_written_without_loss(value: Decimal) -> None:
    text = number_text(value)
    assert Decimal(text) == value
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_title_comes_back(title: str) -> None:
    (cells,) = list(csv.reader(io.StringIO(csv_bytes([row_of(title=title)]).decode(), newline="")))[1:]
    assert cells[1].removeprefix("'") == title.removeprefix("'")


# --------------------------------------------------------------------------------------------- CSVW


def test_the_metadata_describes_every_column(october: Pack) -> None:
    metadata = json.loads(csvw_bytes(october, "october.csv"))
    header = csv_bytes(tidy_rows(october)).decode().splitlines()[0].split(",")
    assert metadata["url"] == "october.csv"
    columns = metadata["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == header == [column.name for column in COLUMNS]
    assert all(column["dc:description"].endswith(".") for column in columns)
    keys = metadata["tableSchema"]["primaryKey"]
    rows = [tuple(row[key] for key in keys) for row in read(october)]
    assert len(set(rows)) == len(rows)


# ----------------------------------------------------------------------------------------- workbook


def test_the_cover_is_in_front_and_the_sheets_are_listed(october_book: Workbook) -> None:
    assert october_book.sheetnames == ["Cover", "Contents", "Notes", "Summary", "Figures", "Actions"]
    listed = [row[0].value for row in october_book["Contents"].iter_rows(min_row=4)]
    assert listed == october_book.sheetnames[2:]


def test_the_figures_are_numbers_and_equal_to_the_packs(october: Pack, october_book: Workbook) -> None:
    sheet = october_book["Figures"]
    heads = [cell.value for cell in sheet[3]]
    found = [
        dict(zip(heads, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=4)
    ]
    for row, tidy in zip(found, tidy_rows(october), strict=True):
        expected = float(tidy.value) if tidy.value is not None else tidy.symbol
        assert row["Value"] == expected
        assert (row["Reference"], row["Period"]) == (tidy.reference, tidy.period)


def test_the_eight_checks_of_an_accessible_workbook(pack: Pack) -> None:
    """No superscripts, headers or footers, frozen panes, hidden parts, merged or blank cells; tables; A1."""
    data = workbook_bytes(pack)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        every = "".join(package.read(part).decode() for part in package.namelist() if part.endswith(".xml"))
    assert "superscript" not in every
    assert "<headerFooter" not in every
    book = load_workbook(io.BytesIO(data))
    assert book.active is not None
    assert book.active.title == book.sheetnames[0] == "Cover"
    for sheet in book.worksheets:
        assert sheet.freeze_panes is None
        assert sheet.sheet_state == "visible"
        assert not any(
            size.hidden for size in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values())
        )
        assert not sheet.merged_cells.ranges
        (table,) = sheet.tables.values()
        assert all(cell.value not in {None, ""} for row in sheet[table.ref] for cell in row)
        assert sheet.sheet_view.selection[0].activeCell == "A1"
        assert " " not in sheet.title
        assert sheet["A1"].value
        assert "one table" in sheet["A2"].value


def test_what_a_percentage_is_made_of_is_no_percentage(pack: Pack) -> None:
    sheet = load_workbook(io.BytesIO(workbook_bytes(pack)))["Figures"]
    heads = [cell.value for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=4):
        held = dict(zip(heads, row, strict=True))
        for name in ("Numerator", "Denominator"):
            assert "%" not in held[name].number_format
            assert "£" not in held[name].number_format
        if held["Unit"].value == "percent" and isinstance(held["Value"].value, int | float):
            assert held["Value"].number_format.endswith('"%"')


def test_the_same_pack_gives_the_same_workbook(small: Pack) -> None:
    assert workbook_bytes(small) == workbook_bytes(small)


@pytest.mark.parametrize(
    ("value", "unit", "shape"),
    [
        ("43", "percent", '#,##0"%"'),
        ("43.50", "percent", '#,##0.0"%"'),
        ("-85000", "pounds", "£#,##0;-£#,##0"),
        ("1250.25", "average", "#,##0.00"),
    ],
)
def test_a_number_is_shown_as_it_is(value: str, unit: str, shape: str) -> None:
    assert number_format(Decimal(value), unit) == shape


def test_a_duration_is_given_out_in_seconds() -> None:
    pack = load(Project(REPOSITORY / "tests" / "packs" / "trust-month")).pack
    assert pack is not None
    rows = [row for row in tidy_rows(pack) if row.reference == "AM 1" and row.period == "2025-10"]
    assert [(row.unit, row.value) for row in rows] == [("seconds", Decimal(31 * 60 + 20))]
