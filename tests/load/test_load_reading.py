from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from small_project import write_project

from boardpack.load import load
from boardpack.model.narrative import NarrativeKind
from boardpack.model.observation import ValueStatus
from boardpack.model.period import Period

OCTOBER = Period(2017, 10)


def test_the_good_project_has_no_findings(tmp_path: Path) -> None:
    loaded = load(write_project(tmp_path))
    assert loaded.findings == ()
    assert loaded.pack is not None


def test_the_good_project_is_read_whole(tmp_path: Path) -> None:
    pack = load(write_project(tmp_path)).pack
    assert pack is not None
    assert pack.period == OCTOBER
    assert pack.facts.meeting_date == date(2017, 12, 12)
    assert pack.facts.commentary_as_at == date(2017, 11, 20)
    assert [section.key for section in pack.sections] == ["workforce", "care"]
    assert [table.key for table in pack.tables] == ["workforce", "care-plans", "care-work"]
    assert [indicator.ref for indicator in pack.indicators] == ["P1", "W1A", "LAC19", "CL1", "CL2", "CL1A"]
    now = pack.observation("P1", OCTOBER)
    assert now is not None
    assert (now.value, now.text, str(now.place)) == (Decimal(43), "43%", "data/values-2017-18.csv:2:9")
    summary = pack.narrative(NarrativeKind.SUMMARY)
    assert summary is not None
    assert summary.place.line == 2
    revised = pack.observation("W1A", Period(2017, 9))
    assert revised is not None
    assert revised.status is ValueStatus.REVISED
    share = pack.observation("CL1A", OCTOBER)
    assert share is not None
    assert (share.numerator, share.denominator) == (Decimal(388), Decimal(607))
