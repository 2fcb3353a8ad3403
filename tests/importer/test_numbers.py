"""Numbers as they are typed: each is written plainly, and what is no number stays as it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.importer.cell_values import read_month
from boardpack.importer.grid import SheetCell
from boardpack.importer.numbers import BLANKS, is_number, plain_number
from boardpack.load.value_parser import read_value
from boardpack.load.values import reading_of
from boardpack.model.indicator import Unit
from tests.importer.test_values import COUNT, PERCENT

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
    assert read_value(plain_number(f"{number:,}".replace(",", mark)), Unit.COUNT).number == number


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
