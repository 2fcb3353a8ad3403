"""Single faults planted in the clean small pack are reported where they are, and little else with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.model.finding import Severity
from boardpack.model.period import Period
from tests.check.data_faults import (
    ACTION_FAULTS,
    DATA_FAULTS,
    DEFINITION_FAULTS,
    FACT_FAULTS,
    INDICATOR_FAULTS,
    TARGET_FAULTS,
    VALUE_FAULTS,
    with_reported,
)
from tests.check.mutations import campaign, findings, read_files, share, table
from tests.support.made_projects import thirty_indicators
from tests.support.projects import SMALL

MARCH = Period(2024, 3)
HANDFUL = 8
"""Findings that may come with the one that was due: eight places miss a row of indicators.csv."""


def test_the_small_pack_is_clean(tmp_path: Path) -> None:
    for files in (read_files(SMALL), with_reported(read_files(SMALL))):
        found = findings(files, tmp_path, MARCH)
        assert {finding.severity for finding in found} <= {Severity.NOTE}


def test_data_faults_are_reported_where_they_are(tmp_path: Path) -> None:
    outcomes = campaign(DATA_FAULTS, with_reported(read_files(SMALL)), tmp_path, MARCH, times=1)
    assert {outcome.kind for outcome in outcomes} == set(DATA_FAULTS)
    assert [(o.kind, o.what) for o in outcomes if not o.located] == []
    assert [(o.kind, o.what, o.extras) for o in outcomes if o.extras > HANDFUL] == []


@pytest.mark.campaign
def test_data_faults_at_many_places(tmp_path: Path) -> None:
    outcomes = campaign(DATA_FAULTS, with_reported(read_files(SMALL)), tmp_path, MARCH, times=12, seed=1)
    print(table(outcomes))  # noqa: T201 - the figures of the campaign, seen with -s
    assert len(outcomes) > 500
    assert share(outcomes) >= 0.95
    assert max(outcome.extras for outcome in outcomes) <= HANDFUL


ANYWHERE = {
    **VALUE_FAULTS, **INDICATOR_FAULTS, **DEFINITION_FAULTS, **TARGET_FAULTS, **ACTION_FAULTS, **FACT_FAULTS,
}  # fmt: skip
"""The kinds that do not need the small pack's own words."""


@pytest.mark.parametrize("seed", range(3))
def test_made_up_packs_are_clean(seed: int, tmp_path: Path) -> None:
    assert {finding.severity for finding in findings(thirty_indicators(seed), tmp_path, MARCH)} <= {
        Severity.NOTE
    }


@pytest.mark.campaign
def test_data_faults_in_a_pack_of_thirty_indicators(tmp_path: Path) -> None:
    outcomes = campaign(ANYWHERE, thirty_indicators(1), tmp_path, MARCH, times=6, seed=1)
    print(table(outcomes))  # noqa: T201 - the figures of the campaign, seen with -s
    assert len(outcomes) > 500
    assert share(outcomes) >= 0.95
    assert max(outcome.extras for outcome in outcomes) <= HANDFUL
