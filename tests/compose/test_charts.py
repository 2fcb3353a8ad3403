"""What is drawn, and what is said under it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from boardpack.compose.charts import ARRANGEMENTS, column_chart, figures_of, shared_note
from boardpack.content import inline_text
from boardpack.document import Figure
from boardpack.model import pack
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from tests.compose.making import with_facts, with_indicator, with_target


def indicator(pack: Pack, ref: str) -> Indicator:
    found = pack.indicator(ref)
    assert found is not None
    return found


def figure(pack: Pack, ref: str) -> Figure:
    return figures_of(pack, (indicator(pack, ref),), "columns")[0]


def test_only_indicators_with_two_months_are_drawn(october: Pack) -> None:
    drawn = [i.ref for i in october.indicators if figures_of(october, (i,), "columns")]
    assert len(drawn) == 31
    assert not {"P1", "QA2", "QA3", "CP10A"} & set(drawn)


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


def test_multiples_share_a_scale_within_a_unit(october: Pack) -> None:
    figures = figures_of(october, october.in_table("care-leavers-outcomes"), "multiples")
    tops = {figure.anchor: figure.chart.top for figure in figures}
    assert tops["chart-cl1"] == tops["chart-cl2"] == tops["chart-cl3"] == 531
    assert tops["chart-cl1a"] == tops["chart-cl3a"] == 87
    assert shared_note(october.words, figures)[0] == " with one scale for each unit"


def test_a_shared_note_is_said_once(october: Pack) -> None:
    said, figures = shared_note(
        october.words, figures_of(october, october.in_table("workforce"), "multiples")
    )
    assert said == " on one scale. Note: columns below the target line are good performance."
    assert [inline_text(figure.note) for figure in figures if figure.note] == [
        "Note: columns below the target line meet the target; Green is 16 or below."
    ]


def test_few_charts_keep_their_notes(october: Pack) -> None:
    said, figures = shared_note(october.words, figures_of(october, october.in_table("front-door"), "columns"))
    assert said == ""
    assert [inline_text(figure.note) for figure in figures] == [
        "Note: columns above the target line are good performance.",
        "Note: columns below the target line are good performance.",
    ]


def test_notes_follow_the_bands_even_where_the_polarity_says_otherwise(october: Pack) -> None:
    assert indicator(october, "QA1").polarity is not None
    assert "above the target line" in inline_text(figure(october, "QA1").note)


@pytest.mark.parametrize(
    ("ref", "note"),
    [
        ("CP10", "there is no target line, since the target is a share of a cohort"),
        ("MC1", "there is no target line, since no target is set."),
        ("CIN4", "columns above the target line meet the target; Green is 98% or above."),
        ("W1D", "columns below the target line meet the target; Green is 16 or below."),
        ("LAC19", "A new definition applies from Oct-17."),
    ],
)
def test_notes_say_why(october: Pack, ref: str, note: str) -> None:
    assert note in inline_text(figure(october, ref).note)


def test_no_note_where_nothing_is_known_of_the_good_side(october: Pack) -> None:
    pack = with_target(with_indicator(october, "W1", polarity=None), "W1", bands=None)
    assert figure(pack, "W1").note == ()
    assert figure(pack, "W1").chart.target == 17


def test_a_target_of_a_cohort_or_without_a_number_has_no_line(october: Pack) -> None:
    assert column_chart(october, indicator(october, "CP10")).target is None
    assert column_chart(with_target(october, "W1", value=None), indicator(october, "W1")).target is None


def test_points_give_the_figure_or_the_reason(october: Pack) -> None:
    points = column_chart(october, indicator(october, "AD7")).points
    assert [point.value for point in points] == [763, None, None, None, 483, 435, 413]
    assert [point.words for point in points][:2] == ["763", "no cases"]
    assert [point.current for point in points] == [False] * 6 + [True]


def test_the_break_stands_before_the_first_month_of_the_new_definition(october: Pack) -> None:
    chart = column_chart(october, indicator(october, "LAC19"))
    assert chart.breaks == (6,)
    assert chart.break_words == "new definition"
    assert column_chart(october, indicator(october, "LAC20")).breaks == ()


@pytest.mark.parametrize("months", [12, 24])
def test_as_many_columns_as_months(october: Pack, months: int) -> None:
    pack = with_facts(october, months_shown=months)
    chart = column_chart(pack, indicator(pack, "W1"))
    assert len(chart.points) == months
    assert chart.points[0].words == "not stated"


def test_the_unrounded_value_is_drawn(october: Pack) -> None:
    known = october.observations["W1", october.period]
    pack = replace(
        october,
        observations={**october.observations, ("W1", october.period): replace(known, value=Decimal("17.4"))},
    )
    point = column_chart(pack, indicator(pack, "W1")).points[-1]
    assert (point.value, point.words) == (17.4, "17")
