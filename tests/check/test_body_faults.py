"""Single faults in the packs of a council, a trust and an association are reported where they are.

The figures of the campaign (kinds × packs × places) are printed with `-m campaign -s`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from boardpack.model.finding import Severity
from tests.check.body_faults import BODY_FAULTS
from tests.check.mutations import Kind, Outcome, campaign, findings, read_files, share, table, write_files
from tests.support.projects import REPOSITORY

BODIES = ("council-quarter", "trust-month", "housing")
HANDFUL = 8
"""Findings that may come with the one that was due: a unit or a column shows in several places."""


def outcomes(body: str, folder: Path, times: int, kinds: Mapping[str, Kind] = BODY_FAULTS) -> list[Outcome]:
    files = read_files(REPOSITORY / "tests" / "packs" / body)
    period = write_files(files, folder).months()[-1]
    return campaign(kinds, files, folder, period, times=times, seed=1)


@pytest.mark.parametrize("kind", BODIES)
def test_the_right_pack_is_clean(kind: str, tmp_path: Path) -> None:
    files = read_files(REPOSITORY / "tests" / "packs" / kind)
    found = findings(files, tmp_path, write_files(files, tmp_path).months()[-1])
    assert [one.rule for one in found if one.severity is Severity.ERROR] == []
    assert len([one for one in found if one.severity is Severity.WARNING]) <= 2


def test_faults_of_every_kind_are_reported_where_they_are(tmp_path: Path) -> None:
    """Each kind in one of the packs, a third of them in each; in another where that has no place for it."""
    found: list[Outcome] = []
    for turn, (at, body) in product(range(len(BODIES)), enumerate(BODIES)):
        done = {one.kind for one in found}
        mine = list(BODY_FAULTS)[(at - turn) % len(BODIES) :: len(BODIES)]
        kinds = {name: BODY_FAULTS[name] for name in mine if name not in done}
        found += outcomes(body, tmp_path / body, 1, kinds)
    assert {one.kind for one in found} == set(BODY_FAULTS)
    assert share(found) >= 0.95, [(one.kind, one.what) for one in found if not one.located]
    assert [(one.kind, one.what) for one in found if one.extras > HANDFUL] == []


@pytest.mark.campaign
def test_faults_at_many_places(tmp_path: Path) -> None:
    found = [one for kind in BODIES for one in outcomes(kind, tmp_path / kind, times=8)]
    print(table(found))  # noqa: T201 - the figures of the campaign, seen with -s
    assert len(found) > 500
    assert share(found) >= 0.95
    assert max(one.extras for one in found) <= HANDFUL
