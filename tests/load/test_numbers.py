from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.value_parser import RowReading, UnitScale, read_cell, read_number, row_scale
from boardpack.model.indicator import Unit
from boardpack.model.observation import ValueStatus
from boardpack.model.period import MONTH_NAMES, Period, parse_iso, parse_month

FINAL = ValueStatus.FINAL


@pytest.mark.parametrize(
    ("text", "unit", "number", "status"),
    [
        ("43%", Unit.PERCENT, "43", FINAL),
        ("43 %", Unit.PERCENT, "43", FINAL),
        ("43", Unit.PERCENT, "43", FINAL),
        ("0.43%", Unit.PERCENT, "0.43", FINAL),
        ("0", Unit.PERCENT, "0", FINAL),
        ("1", Unit.PERCENT, "1", FINAL),
        ("67.70", Unit.PERCENT, "67.70", FINAL),
        ("-3.5%", Unit.PERCENT, "-3.5", FINAL),
        ("−3", Unit.AVERAGE, "-3", FINAL),
        ("1,234", Unit.COUNT, "1234", FINAL),
        ("1,234,567.8", Unit.COUNT, "1234567.8", FINAL),
        ("\u00a0 12 ", Unit.COUNT, "12", FINAL),
        ("0.43", Unit.AVERAGE, "0.43", FINAL),
        ("£1,200", Unit.POUNDS, "1200", FINAL),
        ("1200", Unit.POUNDS, "1200", FINAL),
        ("(5)", Unit.COUNT, "-5", FINAL),
        ("(£85,000)", Unit.POUNDS, "-85000", FINAL),
        ("£(85,000)", Unit.POUNDS, "-85000", FINAL),
        ("-£85,000", Unit.POUNDS, "-85000", FINAL),
        ("£-85,000 [p]", Unit.POUNDS, "-85000", ValueStatus.PROVISIONAL),
        ("(5.2%)", Unit.PERCENT, "-5.2", FINAL),
        ("(5.2)%", Unit.PERCENT, "-5.2", FINAL),
        ("£1.2m", Unit.POUNDS, "1200000", FINAL),
        ("£950k", Unit.POUNDS, "950000", FINAL),
        ("£1.25 million", Unit.POUNDS, "1250000", FINAL),
        ("1.2E+06", Unit.POUNDS, "1200000", FINAL),
        ("100.81%", Unit.PERCENT, "100.81", FINAL),
        ("12.5", Unit.AVERAGE, "12.5", FINAL),
        ("04:12", Unit.CLOCK, "15120", FINAL),
        ("127:05 [p]", Unit.CLOCK, "457500", ValueStatus.PROVISIONAL),
        ("00:36:49", Unit.CLOCK_SECONDS, "2209", FINAL),
        ("1:8", Unit.RATIO, "8", FINAL),
        ("8.5", Unit.RATIO, "8.5", FINAL),
        ("6.02", Unit.PER_1000, "6.02", FINAL),
        ("78.5 [p]", Unit.AVERAGE, "78.5", ValueStatus.PROVISIONAL),
        ("78.5[r]", Unit.AVERAGE, "78.5", ValueStatus.REVISED),
        ("78.5% [P]", Unit.PERCENT, "78.5", ValueStatus.PROVISIONAL),
        ("78 revised", Unit.COUNT, "78", ValueStatus.REVISED),
        ("007", Unit.COUNT, "7", FINAL),
        ("", Unit.COUNT, None, ValueStatus.NOT_STATED),
        (" \u00a0", Unit.COUNT, None, ValueStatus.NOT_STATED),
        ("no cases", Unit.DAYS, None, ValueStatus.NO_CASES),
        ("No_Cases", Unit.DAYS, None, ValueStatus.NO_CASES),
        ("[n]", Unit.DAYS, None, ValueStatus.NO_CASES),
        ("Not collected", Unit.PERCENT, None, ValueStatus.NOT_COLLECTED),
        ("[W]", Unit.PERCENT, None, ValueStatus.NOT_COLLECTED),
        ("not yet available", Unit.PERCENT, None, ValueStatus.NOT_YET_AVAILABLE),
        ("[x]", Unit.PERCENT, None, ValueStatus.NOT_YET_AVAILABLE),
        ("not applicable", Unit.PERCENT, None, ValueStatus.NOT_APPLICABLE),
        ("[z]", Unit.PERCENT, None, ValueStatus.NOT_APPLICABLE),
        ("suppressed", Unit.COUNT, None, ValueStatus.SUPPRESSED),
        ("[c]", Unit.COUNT, None, ValueStatus.SUPPRESSED),
        ("not stated", Unit.COUNT, None, ValueStatus.NOT_STATED),
        ("[u]", Unit.COUNT, None, ValueStatus.NOT_STATED),
    ],
)
def test_a_cell_is_read_as_it_is_meant(
    text: str, unit: Unit, number: str | None, status: ValueStatus
) -> None:
    value = read_cell(text, RowReading(unit))
    assert value.fault is None
    assert value.status is status
    assert value.number == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "unit", "rule", "number"),
    [
        ("79% (6m+)", Unit.PERCENT, "value-annotated", "79"),
        ("79%(6m+)", Unit.PERCENT, "value-annotated", "79"),
        ("79 cases", Unit.COUNT, "value-annotated", "79"),
        ("79 [b]", Unit.COUNT, "value-annotated", "79"),
        ("79*", Unit.COUNT, "value-annotated", "79"),
        ("79% 80%", Unit.PERCENT, "value-annotated", "79"),
        ("1 234", Unit.COUNT, "value-annotated", "1"),
        ("79%", Unit.COUNT, "value-unit", "79"),
        ("£79", Unit.COUNT, "value-unit", "79"),
        ("0.43", Unit.PERCENT, "percent-ambiguous", "0.43"),
        ("-0.43 [p]", Unit.PERCENT, "percent-ambiguous", "-0.43"),
        ("1.2.3", Unit.COUNT, "value-not-number", None),
        ("1,23", Unit.COUNT, "value-not-number", None),
        ("12,34,567", Unit.COUNT, "value-not-number", None),
        ("1e5", Unit.COUNT, "value-not-number", None),
        (".5", Unit.COUNT, "value-not-number", None),
        ("5.", Unit.COUNT, "value-not-number", None),
        ("٤٣", Unit.COUNT, "value-not-number", None),
        ("9" * 13, Unit.COUNT, "value-not-number", None),
        ("#DIV/0!", Unit.PERCENT, "value-not-number", None),
        ("#REF!", Unit.PERCENT, "status-unknown", None),
        ("NA", Unit.PERCENT, "status-unknown", None),
        ("n/a", Unit.PERCENT, "status-unknown", None),
        ("nan", Unit.PERCENT, "status-unknown", None),
        ("inf", Unit.PERCENT, "status-unknown", None),
        ("-", Unit.PERCENT, "status-unknown", None),
        ("[p]", Unit.PERCENT, "status-unknown", None),
        ("TS", Unit.PERCENT, "status-unknown", None),
        ("36:49", Unit.CLOCK_SECONDS, "value-not-number", None),
        ("04:72", Unit.CLOCK, "value-not-number", None),
        ("£1.2m", Unit.AVERAGE, "value-unit", "1200000"),
    ],
)
def test_a_cell_that_is_not_plain_has_a_fault(text: str, unit: Unit, rule: str, number: str | None) -> None:
    value = read_cell(text, RowReading(unit))
    assert value.fault is not None
    assert value.fault.rule == rule
    assert value.number == (None if number is None else Decimal(number))
    assert (value.number is None) == (not value.status.has_value)


def test_a_near_miss_is_suggested() -> None:
    fault = read_cell("not colected", RowReading(Unit.COUNT)).fault
    assert fault is not None
    assert fault.found == "`not colected`; did you mean `not collected`?"


@pytest.mark.parametrize(
    ("texts", "scale"),
    [
        (["43%", "0.4"], UnitScale.AS_WRITTEN),
        (["43", "0.4"], UnitScale.AS_WRITTEN),
        (["", "not collected"], UnitScale.AS_WRITTEN),
        (["0", "0"], UnitScale.AS_WRITTEN),
        (["0", "1"], UnitScale.UNSURE),
        (["0.43", "1", "0", "", "[x]"], UnitScale.FRACTIONS),
        (["-0.43", "0.2"], UnitScale.AS_WRITTEN),
    ],
)
def test_the_scale_of_a_row_follows_from_all_its_numbers(texts: list[str], scale: UnitScale) -> None:
    assert row_scale(texts) is scale


def test_fractions_are_read_times_a_hundred_without_rounding() -> None:
    assert read_cell("0.4333", RowReading(Unit.PERCENT, UnitScale.FRACTIONS)).number == Decimal("43.33")
    assert read_cell("1", RowReading(Unit.PERCENT, UnitScale.FRACTIONS)).number == Decimal(100)
    assert read_cell("1", RowReading(Unit.PERCENT, UnitScale.UNSURE)).fault is not None


NUMBERS = st.decimals(
    min_value=Decimal(-999999), max_value=Decimal(999999), places=3, allow_nan=False, allow_infinity=False
)


@given(NUMBERS, st.sampled_from([Unit.COUNT, Unit.AVERAGE, Unit.DAYS]), st.sampled_from(["", " [p]", "[r]"]))
def test_a_number_written_plainly_or_with_commas_is_read_back(
    number: Decimal, unit: Unit, marker: str
) -> None:
    for text in (f"{number:f}", f"{number:,f}"):
        value = read_cell(text + marker, RowReading(unit))
        assert value.fault is None
        assert value.number == number
        assert read_number(text) == number


@given(NUMBERS)
def test_a_percentage_with_its_sign_is_read_back(number: Decimal) -> None:
    value = read_cell(f"{number:f}%", RowReading(Unit.PERCENT))
    assert (value.number, value.fault) == (number, None)


@given(st.text(max_size=30), st.sampled_from(Unit), st.sampled_from(UnitScale))
def test_any_text_gives_a_value_a_status_or_a_fault(text: str, unit: Unit, scale: UnitScale) -> None:
    value = read_cell(text, RowReading(unit, scale))
    assert (value.number is not None) == value.status.has_value
    if value.number is not None:
        assert value.number.is_finite()


@given(st.integers(1000, 9999), st.integers(1, 12))
def test_a_month_is_read_back_from_its_iso_and_its_long_name(year: int, month: int) -> None:
    period = Period(year, month)
    assert parse_iso(period.iso) == period
    assert parse_month(period.iso) == period
    assert parse_month(period.long) == period
    assert parse_month(f" {period.long.upper()} ") == period


@given(st.integers(2000, 2099), st.integers(1, 12), st.sampled_from("- /."))
def test_a_month_is_read_back_from_its_short_name(year: int, month: int, between: str) -> None:
    period = Period(year, month)
    assert parse_month(period.short) == period
    assert parse_month(period.short.replace("-", between)) == period
    assert parse_month(f"{month}/{year}") == period


REWRITTEN = st.from_regex(rf"\d{{1,2}}[- ]({'|'.join(MONTH_NAMES)})", fullmatch=True)


@given(st.text(max_size=20) | REWRITTEN)
def test_any_other_text_is_no_month_or_a_whole_one(text: str) -> None:
    read = parse_month(text)
    if text.strip()[:1].isdigit() and any(name in text for name in MONTH_NAMES):
        assert read is None
    assert read is None or 1 <= read.month <= 12


SHARES = {"1.02": True, "0.99": True, "1.2": True, "1.21": False, "102%": False, "1.02%": False, "0": False}


@pytest.mark.parametrize(("text", "fault"), SHARES.items())
def test_a_bare_number_may_be_a_share_where_more_than_all_is_possible(text: str, fault: bool) -> None:
    found = read_cell(text, RowReading(Unit.PERCENT, shares=Decimal("1.2")))
    assert (found.fault is not None and found.fault.rule == "percent-ambiguous") is fault
