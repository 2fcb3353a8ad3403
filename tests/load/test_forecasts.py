"""Typed forecasts: each has a role and a day, and both are printed with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from boardpack.analysis.live_figures import LiveText, evaluate
from boardpack.compose.table import indicator_tables
from boardpack.content import inline_text
from boardpack.load.loader import Loaded, load
from tests.support.projects import FILES, write_project

HEAD = "ref,period,value,role,on\n"


def loaded(folder: Path, rows: str) -> Loaded:
    settings = f'{FILES["data/pack.toml"]}\n[columns]\ntable = ["number", "months", "forecast"]\n'
    files: dict[str, str | bytes | None] = {"data/forecasts.csv": HEAD + rows, "data/pack.toml": settings}
    return load(write_project(folder, files))


def test_a_forecast_is_printed_with_its_role_and_day(tmp_path: Path) -> None:
    found = loaded(tmp_path, "W 1 a,2017-18,18.2,Head of Service,2017-10-30\n")
    assert found.findings == ()
    pack = found.pack
    assert pack is not None
    one = pack.forecast("W1A")
    assert one is not None
    assert (one.role, one.on) == ("Head of Service", date(2017, 10, 30))
    [table] = indicator_tables(pack, "Workforce", pack.in_table("workforce"))
    assert inline_text(table.head[0].cells[-1].content) == "Forecast, 2017-18"
    cells = [inline_text(row.cells[-1].content) for row in table.body]
    assert cells == ["none", "18.2 (Head of Service, 30 October 2017)"]
    said = evaluate(pack, "W 1 a forecast")
    assert isinstance(said, LiveText)
    assert said.text == "18.2 (forecast by the Head of Service, 30 October 2017)"


def test_the_latest_forecast_of_the_packs_year_counts(tmp_path: Path) -> None:
    rows = (
        "W 1 a,2017-18,18.2,Director,2017-09-30\nW 1 a,2017-18,17.5,Director,2017-10-30\n"
        "W 1 a,2018-19,15,Director,2017-10-31\n"
    )
    pack = loaded(tmp_path, rows).pack
    assert pack is not None
    one = pack.forecast("W1A")
    assert one is not None
    assert str(one.value) == "17.5"


def test_a_forecast_of_one_period_says_which(tmp_path: Path) -> None:
    pack = loaded(tmp_path, "W 1 a,2017-12,18.2,Director,2017-10-30\n").pack
    assert pack is not None
    [table] = indicator_tables(pack, "Workforce", pack.in_table("workforce"))
    assert inline_text(table.body[1].cells[-1].content) == "18.2 for Dec-17 (Director, 30 October 2017)"


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("W 1 a,2017-18,18.2,,2017-10-30", "cell-blank"), ("W 1 a,2017-18,18.2,Director,", "cell-blank"),
        ("W 1 a,2017-18,18.2,Director,soon", "date-unknown"),
        ("W 1 a,2017-18,many,Director,2017-10-30", "value-not-number"),
        ("W 1 a,next year,18.2,Director,2017-10-30", "period-unknown"),
        ("W 9,2017-18,18.2,Director,2017-10-30", "ref-unknown"),
    ],
)  # fmt: skip
def test_a_forecast_without_its_role_or_day_is_found(row: str, rule: str, tmp_path: Path) -> None:
    found = loaded(tmp_path, row + "\n")
    assert [finding.place.file for finding in found.findings] == ["data/forecasts.csv"]
    assert {finding.rule for finding in found.findings} == {rule}
    assert found.pack is not None
    assert found.pack.forecasts == ()
