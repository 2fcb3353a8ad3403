"""A chart's text alternative says what a person sees at a glance."""

from __future__ import annotations

import pytest

from boardpack.analysis.formatting import format_value
from boardpack.compose.alt_text import alt_text
from boardpack.compose.charts import can_be_drawn
from boardpack.model.indicator import Indicator, TargetStatus
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.compose.making import with_target, with_value

OCTOBER = Period(2017, 10)

SAID = [
    ("W1A", "It rose from 19 in April 2017 to 30 in October 2017."),
    ("W1A", "Lowest: 18 in May 2017; highest: 30 in October 2017."),
    ("W1A", "The latest figure, 30, is 10 above the target of 20 and rated Red."),
    ("FD3", "It stood at 86% in April 2017 and again in October 2017."),
    ("FD8", "The latest figure, 18%, is 4 percentage points below the target of 22% and rated Green."),
    ("W1", "The latest figure, 17, is on the target of 17 and rated Green."),
    (
        "CP10",
        "The latest figure, 5, cannot be set against the target of <10% of Cohort; it is rated Green as re",
    ),
    ("MC1", "The latest figure, 249, has no target and is not rated."),
    ("LAC19", "It fell from 79% in April 2017 to 71% in September 2017."),
    ("LAC19", "A new definition applies from October 2017; figures before it are not compared with it."),
    ("AD7", "No figure for May 2017 to July 2017: no cases."),
    ("LE3", "No figure for April 2017 and May 2017: not stated."),
    ("CLA", "No figure for April 2017 to August 2017: not stated."),
]


def indicator(pack: Pack, ref: str) -> Indicator:
    found = pack.indicator(ref)
    assert found is not None
    return found


@pytest.mark.parametrize(("ref", "sentence"), SAID)
def test_sentences(october: Pack, ref: str, sentence: str) -> None:
    assert sentence in alt_text(october, indicator(october, ref))


def test_every_chart_names_what_it_shows_and_its_latest_figure(october: Pack) -> None:
    for shown in october.indicators:
        observation = october.observation(shown.ref, OCTOBER)
        if not can_be_drawn(october, shown) or observation is None or observation.value is None:
            continue
        alt = alt_text(october, shown)
        definition = shown.definition(OCTOBER)
        assert alt.startswith(f"Column chart of {definition.reference}, {definition.title}, monthly from ")
        assert f"The latest figure, {format_value(observation.value, shown)}," in alt


def test_a_break_is_not_crossed(october: Pack) -> None:
    assert "to 53%" not in alt_text(october, indicator(october, "LAC19"))


def test_level_figures_are_said_once(october: Pack) -> None:
    pack = october
    for month in october.months:
        pack = with_value(pack, "W1", month, "17")
    assert "Every month with a figure was at 17." in alt_text(pack, indicator(pack, "W1"))
    assert "Lowest" not in alt_text(pack, indicator(pack, "W1"))


def test_a_missing_latest_figure_is_a_gap_and_no_comparison(october: Pack) -> None:
    pack = with_value(october, "W1", OCTOBER, "", ValueStatus.NOT_YET_AVAILABLE)
    alt = alt_text(pack, indicator(pack, "W1"))
    assert "No figure for October 2017: not yet available." in alt
    assert "The latest figure" not in alt


def test_a_target_without_a_number_is_none(october: Pack) -> None:
    pack = with_target(october, "W1", status=TargetStatus.NOT_SET)
    assert "has no target" in alt_text(pack, indicator(pack, "W1"))
