"""The data files hold every cell that was published, as printed or among the reported cells."""

from __future__ import annotations

import pytest

from boardpack.check import check
from boardpack.model.finding import Severity
from boardpack.model.indicator import canonical_ref
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.appendix import published

MONTHS = [Period(2017, month) for month in range(4, 11)]


def reported(pack: Pack, where: str, ref: str, field: str) -> list[str]:
    return [r.text for r in pack.reported if (r.where, r.ref, r.field) == (where, ref, field)]


def test_every_reported_rating_is_kept(october: Pack) -> None:
    for _, band in published.rag_summary():
        for ref, _, rating in band:
            assert reported(october, "summary", canonical_ref(ref), "rag") == [rating]
    for table in published.tables():
        for cells in table.rows:
            assert reported(october, "table", canonical_ref(cells[0]), "rag") == [cells[12]]


def test_rows_that_one_place_left_out_are_named(october: Pack) -> None:
    assert reported(october, "summary", "CLA", "rag") == []
    assert reported(october, "summary", "CLA", "row") == ["(no row)"]
    assert reported(october, "table", "CP10A", "row") == ["(no row)"]


@pytest.mark.parametrize("number", range(14))
def test_every_published_value_is_kept(october: Pack, number: int) -> None:
    for cells in published.tables()[number].rows:
        ref = canonical_ref(cells[0])
        for month, cell in zip(MONTHS, cells[3:10], strict=True):
            observation = october.observations[ref, month]
            if observation.text == cell and (cell or observation.status is ValueStatus.NOT_STATED):
                continue
            assert reported(october, "table", ref, f"value {month.iso}") == [cell], (ref, month)


def test_shifted_cells_are_kept(october: Pack) -> None:
    assert reported(october, "table", "QA3", "target") == [""]
    assert reported(october, "table", "QA3", "owner") == ["50%"]


def test_owners_have_no_made_up_roles(october: Pack) -> None:
    codes = {cells[11] for table in published.tables() for cells in table.rows} - {"50%"}
    assert {owner.code for owner in october.owners} == codes
    assert not any(owner.role for owner in october.owners)


def test_the_small_pack_gives_a_sceptic_nothing_to_say(small: Pack) -> None:
    assert [f for f in check(small) if f.severity is not Severity.NOTE] == []
