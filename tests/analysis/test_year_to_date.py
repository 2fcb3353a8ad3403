"""A year to date grows by its nature: it is neither better nor worse for it, and starts again each year."""

from __future__ import annotations

from boardpack.analysis.change import change
from boardpack.compose.charts import chart_of
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from boardpack.model.rating import Direction, Sense
from boardpack.words import english
from tests.support.projects import REPOSITORY


def council() -> Pack:
    pack = load(Project(REPOSITORY / "tests" / "packs" / "council-quarter")).pack
    assert pack is not None
    return pack


def test_what_has_grown_since_last_quarter_is_not_better() -> None:
    pack = council()
    found = change(pack, "CT1", pack.period)
    assert (found.direction, found.sense) == (Direction.UP, Sense.NEITHER)
    assert found.short(english()) == "27.4 points higher"


def test_the_same_quarter_of_last_year_is_compared() -> None:
    pack = council()
    found = change(pack, "CT1", pack.period, pack.period.same_last_year)
    assert found.sense is Sense.WORSE
    assert found.short(english()) == "0.7 points worse"


def test_over_the_beginning_of_a_year_there_is_no_comparison() -> None:
    pack = council()
    found = change(pack, "CT1", pack.period.previous)
    assert found.difference is None
    assert found.short(english()) == "a new year has begun"


def test_its_line_is_broken_where_the_year_begins() -> None:
    pack = council()
    indicator, other = pack.indicator("CT1"), pack.indicator("HS1")
    assert indicator is not None
    assert other is not None
    chart = chart_of(pack, indicator)
    assert [chart.points[index].label for index in chart.breaks] == ["Q1 2025-26"]
    assert chart.break_words == "new year"
    assert chart_of(pack, other).breaks == ()
