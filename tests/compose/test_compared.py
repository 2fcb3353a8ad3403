"""Comparators in charts: a mark at the period that a figure is of, a dashed line through several."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from boardpack.compose.alt_text import alt_text
from boardpack.compose.charts import chart_of
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.finding import Place
from boardpack.model.indicator import Indicator
from boardpack.model.observation import ComparatorFigure
from boardpack.model.pack import Pack
from boardpack.model.period import parse_period
from tests.support.projects import REPOSITORY


def council(*figures: tuple[str, str, str]) -> tuple[Pack, Indicator]:
    """The council's pack with other comparators for HS 1: name, period, value."""
    pack = load(Project(REPOSITORY / "tests" / "packs" / "council-quarter")).pack
    assert pack is not None
    made = tuple(
        ComparatorFigure(
            "HS1", name, pack.calendar.parse(period) or parse_period(period), period, Decimal(value),
            "Department", "", "", Place("data/comparators.csv", 2), chart=True,
        )
        for name, period, value in figures
    )  # fmt: skip
    indicator = pack.indicator("HS1")
    assert indicator is not None
    return replace(pack, comparators=made), indicator


def test_one_figure_is_a_mark_at_the_end_of_its_period() -> None:
    pack, indicator = council(("England", "2024-25", "58.6"))
    chart = chart_of(pack, indicator)
    [mark] = chart.marks
    assert (chart.points[mark.index].label, mark.value) == ("Q4 2024-25", 58.6)
    assert mark.words == "England 58.6% (2024-25)"
    assert "England is 58.6% in 2024-25." in alt_text(pack, indicator)


def test_several_figures_are_a_line_with_gaps() -> None:
    pack, indicator = council(("England", "Q3 2024-25", "58.2"), ("England", "Q1 2025-26", "59.1"))
    chart = chart_of(pack, indicator)
    [line] = chart.others
    assert line.values == (None, None, 58.2, None, 59.1, None)[-len(chart.points) :]
    assert line.words == "England 59.1%"
    assert chart.marks == ()


def test_what_the_chart_does_not_show_is_not_drawn() -> None:
    pack, indicator = council(("England", "2019-20", "58"), ("London", "2024-25", "61.4"))
    assert [mark.words for mark in chart_of(pack, indicator).marks] == ["London 61.4% (2024-25)"]
    undrawn = tuple(replace(one, chart=False) for one in pack.comparators)
    chart = chart_of(replace(pack, comparators=undrawn), indicator)
    assert (chart.marks, chart.others) == ((), ())


def test_a_figure_under_another_definition_is_not_drawn() -> None:
    pack, indicator = council(("England", "2024-25", "58"))
    newer = replace(indicator.definitions[0], version="new", start=pack.period)
    changed = replace(indicator, definitions=(*indicator.definitions, newer))
    assert chart_of(pack, changed).marks == ()


def test_two_comparators_at_most_are_drawn() -> None:
    pack, indicator = council(*((name, "2024-25", "60") for name in ("England", "London", "Wales")))
    assert len(chart_of(pack, indicator).marks) == 2
