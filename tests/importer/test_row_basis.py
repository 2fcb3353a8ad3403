"""Pounds, thousands and millions: what a format shows, what the sheet says, what the indicator has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from boardpack.importer.workbook import shown_cell
from boardpack.model.indicator import Unit
from boardpack.model.pack import Pack
from tests.importer.test_plan import taken
from tests.importer.test_readings import plan_of


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (240_000, "#,##0,", "240k"), (-119_500, "#,##0,;(#,##0,)", "-119.5k"),
        (1_250_000, '£0.00,,"m"', "1.25m"), (240, '£#,##0"k"', "240k"), (1.25, r"0.00\m", "1.25m"),
        (240_000, "#,##0", "240000"), (0.43, "0%", "43%"), (5.42, '0.00" per 1,000"', "5.42"),
    ],
)  # fmt: skip
def test_a_format_in_thousands_is_no_smaller_number(value: float, pattern: str, shown: str) -> None:
    assert shown_cell(0, 0, value, pattern).text == shown


def pounds(pack: Pack, scale: int) -> Pack:
    """October's pack with MC 1 in pounds, thousands or millions."""
    decimals = {1: 0, 1_000: -3, 1_000_000: -5}[scale]
    indicators = tuple(
        replace(one, unit=Unit.POUNDS, scale=scale, decimals=decimals) if one.ref == "MC1" else one
        for one in pack.indicators
    )
    return replace(pack, indicators=indicators)


@pytest.mark.parametrize("cell", [(240_000, "#,##0,"), (240, '#,##0"k"'), "£240k", "240k"])
@pytest.mark.parametrize(("scale", "written"), [(1, "240000"), (1_000, "240"), (1_000_000, "0.24")])
def test_a_figure_that_says_its_thousands_is_that_many_pounds(
    cell: Any, scale: int, written: str, october: Pack, tmp_path: Path
) -> None:
    plan = plan_of(pounds(october, scale), tmp_path, [("Ref", "Sep-17", "Oct-17"), ("MC 1", None, cell)])
    assert taken(plan, "MC 1") == written


SAID: dict[str, list[tuple[Any, ...]]] = {
    "a unit beside the row": [("Ref", "Title", "Unit", "Sep-17", "Oct-17"), ("MC 1", "", "£000", None, -240)],
    "the title of the row": [("Ref", "Title", "Sep-17", "Oct-17"), ("MC 1", "Surplus (£k)", None, -240)],
    "the headers": [("Ref", "£'000s", "Sep-17", "Oct-17"), ("MC 1", "Surplus", None, (-240, "0;(0)"))],
    "the title of the table": [("All figures £ thousands",), ("Ref", "Sep-17", "Oct-17"),
                               ("MC 1", None, "(240)")],
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize(("scale", "written"), [(1, "-240000"), (1_000, "-240"), (1_000_000, "-0.24")])
def test_what_the_sheet_says_of_its_pounds_counts(
    name: str, scale: int, written: str, october: Pack, tmp_path: Path
) -> None:
    plan = plan_of(pounds(october, scale), tmp_path, SAID[name])
    assert taken(plan, "MC 1") == written
    assert any("thousands of pounds" in one.what for one in plan.remarks) is (scale != 1_000)


def test_pounds_in_a_pack_of_thousands_are_told(october: Pack, tmp_path: Path) -> None:
    rows = [("Ref", "Unit", "Sep-17", "Oct-17"), ("MC 1", "£", None, 240_500)]
    plan = plan_of(pounds(october, 1_000), tmp_path, rows)
    assert taken(plan, "MC 1") == "240.5"
    assert "MC 1 is in pounds, as KPI!B2 says; the pack has thousands of pounds" in plan.remarks[0].what


def test_a_sheet_that_says_nothing_is_in_the_indicators_own(october: Pack, tmp_path: Path) -> None:
    plan = plan_of(pounds(october, 1_000), tmp_path, [("Ref", "Sep-17", "Oct-17"), ("MC 1", None, -119)])
    assert taken(plan, "MC 1") == "-119"


def test_other_indicators_are_not_touched(october: Pack, tmp_path: Path) -> None:
    rows = [("£000",), ("Ref", "Sep-17", "Oct-17"), ("MC 1", 54, 51)]
    assert taken(plan_of(october, tmp_path, rows), "MC 1") == "51"
