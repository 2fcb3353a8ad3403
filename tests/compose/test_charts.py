"""What is drawn, and what is said under it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from boardpack.compose.alt_text import alt_text
from boardpack.compose.charts import ARRANGEMENTS, KINDS, chart_of, figures_of, shared_scales, statements
from boardpack.content import BadgeKind, Link, inline_text
from boardpack.document import ChartEvent, ChartKind, Figure, GoodSide
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model import pack
from boardpack.model.finding import Place
from boardpack.model.indicator import CHART_KINDS, Indicator
from boardpack.model.observation import ComparatorFigure, DataNote
from boardpack.model.pack import Pack
from boardpack.model.period import Period, parse_period
from tests.compose.test_alt import with_steps
from tests.support.packs import with_facts, with_indicator, with_target, with_value
from tests.support.projects import REPOSITORY


def indicator(pack: Pack, ref: str) -> Indicator:
    found = pack.indicator(ref)
    assert found is not None
    return found


def figure(pack: Pack, ref: str) -> Figure:
    return figures_of(pack, (indicator(pack, ref),), "columns")[0]


def test_only_indicators_with_three_values_are_drawn(october: Pack) -> None:
    drawn = [i.ref for i in october.indicators if figures_of(october, (i,), "columns")]
    assert len(drawn) == 29
    assert not {"P1", "QA1", "QA2", "QA3", "CP10A", "CLA"} & set(drawn)


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
def test_every_arrangement_draws_each_indicator_once_or_none(october: Pack, arrangement: str) -> None:
    figures = figures_of(october, october.in_table("workforce"), arrangement)
    anchors = [figure.anchor for figure in figures]
    assert anchors in ([], [f"chart-{ref}" for ref in ("w1", "w1a", "w1b", "w1c", "w1d", "w1e")])


def test_every_arrangement_that_data_may_ask_for_is_drawn() -> None:
    assert tuple(ARRANGEMENTS) == pack.ARRANGEMENTS


def test_an_unknown_arrangement_is_drawn_as_columns(october: Pack) -> None:
    """The checks report it as an error; a draft is built over it all the same."""
    table = october.in_table("front-door")
    assert figures_of(october, table, "pie") == figures_of(october, table, "columns")


def test_multiples_share_a_scale_where_values_are_alike(october: Pack) -> None:
    figures = figures_of(october, october.in_table("care-leavers-outcomes"), "multiples")
    extents = {figure.anchor: figure.chart.extent for figure in figures}
    assert extents["chart-cl1"] == extents["chart-cl2"] == extents["chart-cl3"] == (219.0, 531.0)
    assert extents["chart-cl1a"] == extents["chart-cl3a"] == (59.0, 87.0)
    assert shared_scales(october, figures) == (
        "CL 1, CL 2 and CL 3 share one scale. CL 1a and CL 3a share one scale."
    )


def test_values_of_another_size_keep_a_scale_of_their_own(october: Pack) -> None:
    pack = october
    for month in october.months:
        pack = with_value(pack, "CL2", month, "20")
    extents = {
        figure.anchor: figure.chart.extent
        for figure in figures_of(pack, pack.in_table("care-leavers-outcomes"), "multiples")
    }
    assert extents["chart-cl2"] is None
    assert extents["chart-cl1"] == extents["chart-cl3"] == (350.0, 531.0)


def test_charts_on_their_own_scales_say_nothing_of_them(october: Pack) -> None:
    assert shared_scales(october, figures_of(october, october.in_table("front-door"), "columns")) == ""


@pytest.mark.parametrize(
    ("ref", "side"), [("FD3", GoodSide.HIGHER), ("FD8", GoodSide.LOWER), ("QA1", GoodSide.HIGHER)]
)
def test_the_good_side_follows_the_bands(october: Pack, ref: str, side: GoodSide) -> None:
    """QA 1's polarity says otherwise."""
    chart = chart_of(october, indicator(october, ref))
    assert chart.good_side is side
    assert chart.good_words[0] == f"{side.value} is better"


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("CP10", "The target, <10% of Cohort, is a share of a cohort and is not drawn."),
        ("CIN4", "Green is 98% or above."),
        ("W1D", "Green is 16 or below."),
    ],
)
def test_the_name_says_what_the_line_does_not(october: Pack, ref: str, said: str) -> None:
    assert inline_text(figure(october, ref).caption).endswith(f". {said}")


def test_most_names_say_no_more_than_the_title(october: Pack) -> None:
    assert inline_text(figure(october, "FD8").caption) == "FD 8 Percentage of re-referrals within 12 months"


def test_no_good_side_where_nothing_is_known_of_it(october: Pack) -> None:
    pack = with_target(with_indicator(october, "W1", polarity=None), "W1", bands=None)
    chart = chart_of(pack, indicator(pack, "W1"))
    assert chart.good_side is None
    assert {point.target for point in chart.points} == {17}


def test_each_period_has_its_own_target(october: Pack) -> None:
    pack = with_steps(october, "FD3", (6, "80"), (8, "85"))
    chart = chart_of(pack, indicator(pack, "FD3"))
    assert [point.target for point in chart.points] == [None, None, 80, 80, 85, 85, 85]
    assert chart.target_words == "Target 85%"
    caption = inline_text(figure(pack, "FD3").caption)
    assert caption.endswith("Target 80% until Jul-17, 85% from Aug-17.")


def test_a_trajectory_is_told_by_its_ends(october: Pack) -> None:
    pack = with_steps(october, "FD3", (4, "80"), (5, "82"), (9, "85"))
    caption = inline_text(figure(pack, "FD3").caption)
    assert caption.endswith("The target changes: 80% until Apr-17, 85% from Sep-17.")


def test_a_target_of_a_cohort_or_without_a_number_has_no_line(october: Pack) -> None:
    for changed, ref in ((october, "CP10"), (with_target(october, "W1", value=None), "W1")):
        chart = chart_of(changed, indicator(changed, ref))
        assert {point.target for point in chart.points} == {None}
        assert chart.target_words == ""


def test_points_give_the_figure_or_the_reason(october: Pack) -> None:
    points = chart_of(october, indicator(october, "AD7")).points
    assert [point.value for point in points] == [763, None, None, None, 483, 435, 413]
    assert [point.words for point in points][:2] == ["763", "no cases"]
    assert [point.current for point in points] == [False] * 6 + [True]


def test_the_break_stands_before_the_first_month_of_the_new_definition(october: Pack) -> None:
    chart = chart_of(october, indicator(october, "LAC19"))
    assert chart.breaks == (6,)
    assert chart.break_words == "new definition"
    assert chart_of(october, indicator(october, "LAC20")).breaks == ()


@pytest.mark.parametrize("months", [12, 24])
def test_as_many_columns_as_months(october: Pack, months: int) -> None:
    pack = with_facts(october, months_shown=months)
    chart = chart_of(pack, indicator(pack, "W1"))
    assert len(chart.points) == months
    assert chart.points[0].words == "not stated"


def test_the_unrounded_value_is_drawn(october: Pack) -> None:
    known = october.observations["W1", october.period]
    pack = replace(
        october,
        observations={**october.observations, ("W1", october.period): replace(known, value=Decimal("17.4"))},
    )
    point = chart_of(pack, indicator(pack, "W1")).points[-1]
    assert (point.value, point.words) == (17.4, "17")


# ---------------------------------------------------------------------------------------- chosen kinds


def with_last_year(pack: Pack, ref: str) -> Pack:
    """The pack with a year of values before, each two less than a year later."""
    for month in pack.months:
        now = pack.observation(ref, month)
        assert now is not None
        assert now.value is not None
        pack = with_value(pack, ref, month.plus(-12), str(now.value - 2))
    return pack


def test_an_indicator_may_be_a_line_or_have_no_chart(october: Pack) -> None:
    pack = with_indicator(october, "FD3", chart="line")
    assert figure(pack, "FD3").chart.kind is ChartKind.LINE
    pack = with_indicator(october, "FD3", chart="none")
    assert figures_of(pack, (indicator(pack, "FD3"),), "columns") == ()
    assert statements(pack, (indicator(pack, "FD3"),), "columns") == ()


def test_this_year_against_last(october: Pack) -> None:
    pack = with_indicator(with_last_year(october, "FD3"), "FD3", chart="last year")
    chart = figure(pack, "FD3").chart
    assert chart.kind is ChartKind.LINE
    assert [other.values for other in chart.others] == [(84, 84, 85, 84, 87, 90, 84)]
    assert (chart.series_words, chart.others[0].words) == ("This year", "Last year 84%")


def test_without_a_year_before_there_is_one_series(october: Pack) -> None:
    pack = with_indicator(october, "FD3", chart="last year")
    assert figure(pack, "FD3").chart.others == ()


def test_parts_that_make_the_whole_are_stacked(october: Pack) -> None:
    pack = with_indicator(october, "MC1", chart="stacked", parts=("CL1", "CL2"))
    for month in october.months:
        parts = [pack.observation(ref, month) for ref in ("CL1", "CL2")]
        whole = sum(part.value for part in parts if part is not None and part.value is not None)
        pack = with_value(pack, "MC1", month, str(whole))
    chart = figure(pack, "MC1").chart
    assert chart.kind is ChartKind.STACKED
    assert chart.part_words == ("CL 1", "CL 2")
    assert chart.points[-1].parts == (388, 219)


def test_parts_that_do_not_make_the_whole_are_not_drawn(october: Pack) -> None:
    pack = with_indicator(october, "MC1", chart="stacked", parts=("CL1", "CL2"))
    assert figure(pack, "MC1").chart.kind is ChartKind.COLUMNS
    assert not any(point.parts for point in figure(pack, "MC1").chart.points)


@pytest.mark.parametrize("kind", ["", *CHART_KINDS])
def test_every_kind_of_chart_has_its_row(october: Pack, kind: str) -> None:
    assert chart_of(october, replace(indicator(october, "FD3"), chart=kind)).points
    assert set(KINDS) == {"", *CHART_KINDS}


@pytest.mark.parametrize("kind", ["", "columns", "stacked"])
def test_grades_are_a_line_in_any_case(october: Pack, kind: str) -> None:
    graded = replace(indicator(october, "FD3"), chart=kind, grades=("Poor", "Fair", "Good"))
    assert chart_of(october, graded).kind is ChartKind.LINE


def test_a_dated_note_is_drawn_where_it_is_asked_for(october: Pack) -> None:
    note = DataNote("FD3", Period(2017, 7), None, "A new team began", october.facts.place)
    assert figure(replace(october, notes=(note,)), "FD3").chart.events == ()
    drawn = figure(replace(october, notes=(replace(note, chart=True),)), "FD3")
    assert drawn.chart.events == (ChartEvent(3, "A new team began"),)
    assert drawn.note == ()


def test_a_long_dated_note_is_under_the_chart(october: Pack) -> None:
    note = DataNote("FD3", Period(2017, 7), None, "a new team " * 8, october.facts.place, chart=True)
    drawn = figure(replace(october, notes=(note,)), "FD3")
    assert drawn.chart.events == (ChartEvent(3, "Jul-17"),)
    assert inline_text(drawn.note).startswith("Jul-17: A new team a new team")


def test_messages_can_be_switched_off(october: Pack) -> None:
    shown = figure(october, "FD3")
    assert shown.message[0] == "Fell 6 points to 86%; met the target in 1 of 7 months"
    assert shown.rating is BadgeKind.AMBER
    hidden = figure(with_facts(october, chart_messages=False), "FD3")
    assert (hidden.message, hidden.rating) == ((), None)
    assert hidden.alt == shown.alt


# ----------------------------------------------------------------------------------- instead of a chart


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("CLA", "CL a: 51% in September, 65% in October; 33 points below the target of 98%."),
        ("P1", "P1: 43% in October; 19 points above the target of 24%."),
    ],
)
def test_fewer_than_three_values_are_a_sentence(october: Pack, ref: str, said: str) -> None:
    (paragraph,) = statements(october, (indicator(october, ref),), "columns")
    assert inline_text(paragraph.content) == said
    assert paragraph.role == "statement"


def test_a_sentence_says_where_there_is_no_target_and_where_it_is_met(october: Pack) -> None:
    (paragraph,) = statements(with_target(october, "P1", value=None), (indicator(october, "P1"),), "columns")
    assert inline_text(paragraph.content) == "P1: 43% in October."
    pack = with_value(october, "P1", october.period, "24")
    (paragraph,) = statements(pack, (indicator(pack, "P1"),), "columns")
    assert inline_text(paragraph.content) == "P1: 24% in October; on the target of 24%."


def test_no_sentence_for_a_chart_or_for_nothing(october: Pack) -> None:
    assert statements(october, (indicator(october, "FD3"), indicator(october, "QA2")), "columns") == ()
    assert statements(october, (indicator(october, "P1"),), "none") == ()


def test_the_table_and_the_chart_lead_to_each_other(october: Pack) -> None:
    (link,) = [inline for inline in figure(october, "FD3").caption if isinstance(inline, Link)]
    assert (link.target, link.description) == ("#fd-3", "FD 3 in its table")


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
    assert "England is 58.6% in 2024-25." in alt_text(pack, indicator, "")


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
