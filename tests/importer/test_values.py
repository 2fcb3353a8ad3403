"""Any figure that a workbook can hold comes out as it was, or is refused by name."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.importer.cell_values import BLANKS, DECIMALS, is_number, plain_number, read_month, same
from boardpack.importer.grid import SheetCell, address, column_letters, column_number
from boardpack.importer.workbook import shown_cell
from boardpack.load.value_parser import ParsedValue, RowReading, read_cell, row_scale
from boardpack.load.values import reading_of
from boardpack.model.finding import Place
from boardpack.model.indicator import Basis, Definition, Indicator, Unit
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack


def indicator_of(pack: Pack, ref: str) -> Indicator:
    found = pack.indicator(ref)
    assert found is not None
    return found


def back(cell: SheetCell, indicator: Indicator) -> ParsedValue:
    """What the loader makes of what is written for a cell."""
    reading = read_month(cell, indicator, reading_of(indicator, [cell.text]), as_shown=False)
    assert not reading.problem, reading.problem
    return read_cell(reading.text, RowReading(indicator.unit, row_scale([reading.text])))


@given(st.integers(0, 1_000_000), st.integers(0, 4), st.integers(0, 3))
def test_a_percentage_keeps_its_value(digits: int, held: int, shown: int) -> None:
    pack_value = Decimal(digits).scaleb(-held - 2)
    form = "0" + (f".{'0' * shown}" if shown else "") + "%"
    cell = shown_cell(0, 0, float(pack_value), form)
    value = back(cell, PERCENT)
    assert value.number is not None
    assert abs(value.number - pack_value * 100) <= Decimal(1).scaleb(-DECIMALS)
    assert value.fault is None


@given(
    st.integers(1, 10**9), st.integers(0, 5), st.sampled_from(["General", "0", "#,##0", "0.0", '0.00" days"'])
)
def test_a_count_keeps_its_value(digits: int, held: int, form: str) -> None:
    number = Decimal(digits).scaleb(-held)
    value = back(shown_cell(0, 0, float(number), form), COUNT)
    assert value.number == number
    assert value.fault is None


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    shown = " ".join(text.split())
    for indicator in (PERCENT, COUNT):
        cell = SheetCell(0, 0, shown)
        reading = read_month(cell, indicator, reading_of(indicator, [shown]), as_shown=False)
        if not reading.problem and reading.text:
            assert read_cell(reading.text, RowReading(indicator.unit)).fault is None


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e300, -1e17])
def test_what_is_no_figure_is_refused(number: float, october: Pack) -> None:
    cell = shown_cell(0, 0, number, "General")
    indicator = indicator_of(october, "MC1")
    assert read_month(cell, indicator, reading_of(indicator, []), as_shown=False).problem


ALIKE = {
    "the same": ("43%", "43%", True),
    "more decimals": ("43%", "42.71%", True),
    "another figure": ("43%", "42.4%", False),
    "fewer decimals": ("42.7%", "43%", False),
    "made final": ("78.5% [p]", "78.5%", False),
    "revised before": ("78.5% [r]", "78.5%", True),
    "a status": ("no cases", "no cases", True),
    "another status": ("no cases", "not collected", False),
    "a figure for a status": ("no cases", "12", False),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_counts_as_the_same(name: str) -> None:
    old, new, expected = ALIKE[name]
    assert (
        same(read_cell(old, RowReading(Unit.PERCENT)), read_cell(new, RowReading(Unit.PERCENT))) is expected
    )


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16383, "XFD")]
)
def test_columns_are_named_as_spreadsheets_name_them(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert column_number(letters) == column
    assert address(1048575, column) == f"{letters}1048576"


def _indicator(unit: Unit) -> Indicator:
    place = Place("data/indicators.csv", 2)
    definition = Definition("", None, "X 1", "X", "", "", "", place)
    return Indicator(
        ref="X1", order=1, section="s", table="t", definitions=(definition,),
        unit=unit, decimals=0, polarity=None, basis=Basis.MONTH, owner="", zero_possible=True, ratio=None,
        in_summary=True, place=place,
    )  # fmt: skip


PERCENT, COUNT = _indicator(Unit.PERCENT), _indicator(Unit.COUNT)


def test_a_status_without_a_number_is_the_same_as_itself() -> None:
    gone = ParsedValue(None, ValueStatus.NO_CASES)
    assert same(gone, gone)


PLAIN = {
    "17 980": "17980", "17\u00a0980": "17980", "17\u202f980\u00a0": "17980", "1 234 567": "1234567",
    "1'234'567": "1234567", "1’234.5": "1234.5", "(5)": "-5", "(85,000)": "-85,000", "£(85,000)": "-£85,000",
    "(£85,000)": "-£85,000", "(5%)": "-5%", "−5": "-5", "- 5": "-5", "5-": "-5", "£-5": "-£5", "+5": "5",
    ".72": "0.72", "-.5": "-0.5", "56.799999999999997": "56.8", ".71999999999999997": "0.72",
    "53.999999999999997": "54", "51.000000000000002": "51", "43 per cent": "43%", "43 percent": "43%",
    "'51": "51", "1.2E+06": "1200000",
}  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_a_number_is_written_plainly(text: str) -> None:
    assert plain_number(text) == PLAIN[text]
    assert is_number(text)


@pytest.mark.parametrize(
    "text", ["17 9800", "1 23", "51 - 52", "12 345 678 9", "about 5", "5 of 60", "79% (6m+)"]
)
def test_what_is_no_number_is_left(text: str) -> None:
    assert plain_number(text) == text
    assert not is_number(text)


@given(st.integers(-(10**11), 10**11), st.sampled_from([*BLANKS, ",", "'", "’"]))
def test_any_grouping_gives_the_number_back(number: int, mark: str) -> None:
    assert read_cell(plain_number(f"{number:,}".replace(",", mark)), RowReading(Unit.COUNT)).number == number


@given(st.decimals(-1000, 1000, places=3))
def test_the_noise_of_floating_point_is_dropped(number: Decimal) -> None:
    text = f"{float(number):.17f}"
    assert abs(Decimal(plain_number(text)) - number) < Decimal("1e-11")
    assert len(plain_number(text)) <= 17


NO_REMARK = {
    "17 9800": "more than one number", "51 - 52": "more than one number", "5 of 60": "more than one number",
    "12 weeks": "a number of weeks", "12 weeks 3 days": "more than one number",
    "17 2017": "more than one number",
}  # fmt: skip


@pytest.mark.parametrize("text", NO_REMARK)
def test_a_remark_holds_no_figure(text: str) -> None:
    reading = read_month(SheetCell(0, 0, text), COUNT, reading_of(COUNT, [text]), as_shown=False)
    assert NO_REMARK[text] in reading.problem


@pytest.mark.parametrize(
    ("text", "note"), [("79% (6m+)", "(6m+)"), ("43% *", "*"), ("43% [1]", "[1]"), ("43% est", "est")]
)
def test_a_remark_is_kept_as_a_note(text: str, note: str) -> None:
    reading = read_month(SheetCell(0, 0, text), PERCENT, reading_of(PERCENT, [text]), as_shown=False)
    assert (reading.problem, reading.note) == ("", note)
