"""References that read as something else in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.load.loader import load
from tests.support.projects import FILES, write_project

NAMES = ("indicators", "definitions", "targets", "values-2017-18", "actions-2017-10")


def rules(tmp_path: Path, ref: str) -> list[str]:
    changes = {f"data/{name}.csv": FILES[f"data/{name}.csv"].replace("P1,", f"{ref},") for name in NAMES}
    findings = load(write_project(tmp_path, dict(changes))).findings
    return [f"{f.place.line}" for f in findings if f.rule == "ref-period"]


@pytest.mark.parametrize(
    "ref", ["Q1", "Q2 2017", "Quarter 3", "Oct-01", "Nov 2", "May", "March 17", "2017", "2017/18", "FY 2018"]
)
def test_a_reference_that_reads_as_a_period_is_told(tmp_path: Path, ref: str) -> None:
    assert rules(tmp_path, ref) == ["2"]


@pytest.mark.parametrize(
    "ref", ["Q5", "QA 1", "MAR 1a", "MARK 1", "H1", "H 2", "DE 4", "W 1 a", "20", "1701"]
)
def test_other_references_are_not(tmp_path: Path, ref: str) -> None:
    assert rules(tmp_path, ref) == []
