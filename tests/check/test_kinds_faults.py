"""Faults planted in the packs of other bodies: each is found where it is, with few findings beside it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from boardpack.check.audit import audit
from boardpack.load.project import Project
from tests.support.projects import PACKS


class Fault(NamedTuple):
    """One passage of a file changed, the rule that must find it, and the file it is found in."""

    kind: str
    file: str
    old: str
    new: str
    rule: str
    at: str = ""


FAULTS = [
    Fault(
        "council-quarter", "data/pack.toml",
        '"last year", "target"', '"lastyear", "target"', "columns-unknown",
    ),
    Fault("council-quarter", "data/pack.toml", '"Similar councils"', '"Wales"', "columns-unknown"),
    Fault(
        "council-quarter", "data/values-2025-26.csv",
        "Q2 2025-26", "Q5 2025-26", "column-unknown",
    ),
    Fault(
        "council-quarter", "data/values-2025-26.csv",
        "Q2 2025-26", "Q2 2024-25", "month-outside-year",
    ),
    Fault(
        "council-quarter", "data/values-2025-26.csv",
        "66.4%,70.6%", "66.4%,", "value-blank",
    ),
    Fault(
        "council-quarter", "data/values-2025-26.csv",
        "109,104", "109,-104", "value-range",
    ),
    Fault(
        "council-quarter", "data/values-2025-26.csv",
        "Yes,Yes", "Yes,Maybe", "value-not-number",
    ),
    Fault(
        "council-quarter", "data/values-2025-26.csv",
        "170,178", "170,168", "value-derived",
    ),
    Fault(
        "council-quarter", "data/targets.csv",
        "70; 60; 50", "70; 60", "levels-count",
    ),
    Fault(
        "council-quarter", "data/targets.csv",
        "70; 60; 50", "70; 75; 50", "levels-order",
    ),
    Fault(
        "council-quarter", "data/targets.csv",
        "2 points", "2%", "tolerance-unclear",
    ),
    Fault(
        "council-quarter", "data/targets.csv",
        "Data only", "HL", "target-shifted",
    ),
    Fault(
        "council-quarter", "data/targets-2025-26.csv",
        "57.0%", "fifty", "value-not-number",
    ),
    Fault(
        "council-quarter", "data/comparators.csv",
        "England,2024-25,62.0%", "England,2019-20,62.0%", "comparator-old",
    ),
    Fault(
        "council-quarter", "data/comparators.csv",
        "England,2024-25,62.0%", "England,soon,62.0%", "period-unknown",
    ),
    Fault(
        "council-quarter", "data/comparators.csv",
        "ED 1,England", "ED 9,England", "ref-unknown",
    ),
    Fault(
        "council-quarter", "data/comparators.csv",
        "56%", "about half", "value-not-number",
    ),
    Fault(
        "council-quarter", "data/pack.toml",
        '"Blue", "Green"', '"Green", "Green"', "ratings-wrong",
    ),
    Fault(
        "council-quarter", "data/pack.toml",
        'people = ["number"', "people = [7", "columns-wrong",
    ),
    Fault(
        "council-quarter", "data/indicators.csv",
        ",year,4,", ",fortnight,4,", "word-unknown",
    ),
    Fault(
        "council-quarter", "narratives/2025-Q2/people.md",
        "RS 1 is", "RS 1 is Red. RS 1 is", "claim-contradicted",
    ),
    Fault(
        "council-quarter", "narratives/2025-Q2/directors-summary.md",
        "ED 1 England", "ED 1 Wales", "live-field",
    ),
    Fault(
        "trust-month", "data/values-2025-26.csv",
        "00:31:20", "31:20", "value-not-number",
    ),
    Fault(
        "trust-month", "data/targets.csv",
        "00:30:00,,00:30:00", "half an hour,,00:30:00", "value-not-number",
    ),
    Fault(
        "trust-month", "data/targets.csv",
        "5.50,,5.50,6.00", "5.50,,<5.50,6.00", "band-threshold",
    ),
    Fault(
        "trust-month", "data/targets-2025-26.csv",
        "78.0%", "78.0% or so", "value-not-number",
    ),
    Fault(
        "housing", "data/indicators.csv",
        ",120,", ",,", "value-range", at="data/values-2025-26.csv",
    ),
    Fault(
        "housing", "data/targets.csv",
        "97% to 99%,95% to 100%", "97%+,95% to 100%", "range-unread",
    ),
    Fault(
        "housing", "data/targets.csv",
        "3% of target", "a little", "number-unknown",
    ),
    Fault(
        "housing", "data/indicators.csv",
        "SIB,pounds,0,month end", "SIB,percent,0,month end", "value-unit", at="data/values-2025-26.csv",
    ),
]  # fmt: skip


def findings(folder: Path) -> list[tuple[str, str]]:
    project = Project(folder)
    return [(one.rule, one.place.file) for one in audit(project, project.months()[-1]).findings]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.kind} {fault.rule} {fault.new}")
def test_a_planted_fault_is_found(fault: Fault, tmp_path: Path) -> None:
    folder = tmp_path / fault.kind
    shutil.copytree(PACKS / fault.kind, folder)
    before = findings(folder)
    text = (folder / fault.file).read_text(encoding="utf-8")
    assert fault.old in text
    (folder / fault.file).write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")
    fresh = findings(folder)
    for known in before:
        if known in fresh:
            fresh.remove(known)
    assert (fault.rule, fault.at or fault.file) in fresh, fresh
    assert len(fresh) <= MOST, fresh


MOST = 12
"""A handful of findings beside the one: a missing column or a wrong unit shows in several places."""
