"""A chart's text alternative begins with its message and says what a person sees at a glance."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

import pytest
from msgspec.structs import replace

from boardpack.compose.alt_text import alt_text, messages
from boardpack.compose.series import is_drawn
from boardpack.model.indicator import Indicator
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.support.packs import with_facts, with_indicator, with_target, with_value

SEPTEMBER, OCTOBER = Period(2017, 9), Period(2017, 10)

SAID = {
    "FD3": ("Fell 6 points to 86%; met the target in 1 of 7 months", "Fell 6 points to 86%; met in 1 of 7"),
    "F3": ("Rose 13 points to 73%; below target in all 7 months", "Rose 13 points to 73%; below in all 7"),
    "MC1": ("249, 38 more than in September",),
    "CL2": ("219, 29 fewer than in September",),
    "W1C": (
        "14 for the fourth month; met the target in all 7 months",
        "14 for the fourth month; met in all 7",
    ),
    "W1E": ("23 for the second month; above target in all 7 months",),
    "LAC19": ("53% under a new definition; below the target",),
}


def described(pack: Pack, each: Indicator) -> str:
    """The chart's alternative text, as a figure has it."""
    return alt_text(pack, each, messages(pack, each)[0])


@pytest.mark.parametrize("ref", SAID)
def test_messages(october: Pack, ref: str) -> None:
    assert messages(october, indicator(october, ref))[: len(SAID[ref])] == SAID[ref]


def test_every_message_has_a_form_that_suits_its_chart(october: Pack) -> None:
    for each in october.indicators:
        if is_drawn(october, each):
            forms = messages(october, each)
            assert len(forms[0]) <= 75
            assert len(forms[-1]) <= 45
            assert list(forms) == sorted(forms, key=len, reverse=True)


def test_without_an_earlier_figure_the_latest_is_named(october: Pack) -> None:
    pack = with_value(october, "MC1", SEPTEMBER, "", ValueStatus.NOT_COLLECTED)
    assert messages(pack, indicator(pack, "MC1")) == ("249 in October",)


def test_without_a_figure_the_reason_is_said(october: Pack) -> None:
    pack = with_value(october, "MC1", OCTOBER, "", ValueStatus.NOT_COLLECTED)
    assert messages(pack, indicator(pack, "MC1")) == ("No figure for October: not collected",)
    pack = with_indicator(october, "QA3", table="quality-assurance")
    assert messages(pack, indicator(pack, "QA3")) == ("No figure for October: not stated",)


def test_a_target_without_a_good_side_is_not_judged(october: Pack) -> None:
    pack = with_target(with_indicator(october, "F3", polarity=None), "F3", bands=None, comparator=None)
    assert messages(pack, indicator(pack, "F3")) == ("Rose 13 points to 73%",)


def test_a_long_run_is_counted(october: Pack) -> None:
    pack = october
    for step in range(14):
        pack = with_value(pack, "MC1", OCTOBER.plus(-step), "9")
    assert messages(pack, indicator(pack, "MC1"))[0] == "9 for the seventh month", "of those shown"


def test_one_month_that_met_its_target_is_not_counted(october: Pack) -> None:
    pack = with_value(october, "LAC19", OCTOBER, "90")
    assert messages(pack, indicator(pack, "LAC19"))[0] == "90% under a new definition; met the target"


ALTS = {
    "FD3": (
        "Fell 6 points to 86%; met the target in 1 of 7 months. "
        "Amber, 4 points below the target of 90% (higher is better). "
        "Lowest of 7 months, in 4 of them. FD 3, Percentage of completed contacts…"
    ),
    "W1A": (
        "Rose 2 to 30; met the target in 3 of 7 months. Red for 4 months, 10 above the target of 20 "
        "(lower is better). Highest of 7 months. W1 a, Average Caseload per Social Worker…"
    ),
    "W1": "17 for the fifth month; met the target in all 7 months. Green for 7 months, on the target of 17. "
    "Highest of 7 months, in 5 of them. W 1, Average Caseload per Social Worker.",
    "MC1": (
        "249, 38 more than in September. Not rated. Highest of 7 months. "
        "MC 1, Number of missing episodes in the…"
    ),
    "CP10": (
        "5 for the second month. Green as reported. Lowest of 7 months, in 2 of them. "
        "CP 10, Number of current Child Protection…"
    ),
    "LAC19": (
        "53% under a new definition; below the target. Red, 27 points below the target of 80% "
        "(higher is better). New definition from October 2017. "
        "LAC 19 (12m), Percentage of LAC that have been in…"
    ),
    "AD7": (
        "Fell 22 days to 413; met the target in 3 of 4 months. Green for 3 months, 145 days below the target "
        "of 558 (lower is better). Lowest of 4 months. May 2017 to July 2017: no cases. "
        "AD 7, Average time between a child…"
    ),
}


def indicator(pack: Pack, ref: str) -> Indicator:
    found = pack.indicator(ref)
    assert found is not None
    return found


@pytest.mark.parametrize("ref", ALTS)
def test_text_alternatives(october: Pack, ref: str) -> None:
    assert described(october, indicator(october, ref)) == ALTS[ref]


def test_every_text_alternative_begins_with_the_message_and_is_short(october: Pack) -> None:
    alts = [described(october, each) for each in october.indicators if is_drawn(october, each)]
    lengths = [len(alt) for alt in alts]
    assert median(lengths) <= 190
    assert max(lengths) <= 220
    for each in october.indicators:
        if is_drawn(october, each):
            assert described(october, each).startswith(messages(october, each)[0])


def test_level_figures_have_no_highest_and_no_lowest(october: Pack) -> None:
    pack = october
    for month in october.months:
        pack = with_value(pack, "W1", month, "17")
    alt = described(pack, indicator(pack, "W1"))
    assert alt.startswith("17 for the seventh month; met the target in all 7 months.")
    assert "highest" not in alt
    assert "lowest" not in alt


def test_a_missing_latest_figure_is_a_gap_and_no_comparison(october: Pack) -> None:
    pack = with_value(october, "W1", OCTOBER, "", ValueStatus.NOT_YET_AVAILABLE)
    alt = described(pack, indicator(pack, "W1"))
    assert alt.startswith("No figure for October: not yet available. W 1, ")
    pack = with_value(pack, "W1", Period(2017, 9), "", ValueStatus.NOT_YET_AVAILABLE)
    assert " September 2017 to October 2017: not yet available. " in described(pack, indicator(pack, "W1"))


def test_every_gap_is_told_with_its_reason(october: Pack) -> None:
    pack = with_value(october, "FD3", Period(2017, 5), "", ValueStatus.SUPPRESSED)
    pack = with_value(pack, "FD3", Period(2017, 6), "", ValueStatus.SUPPRESSED)
    pack = with_value(pack, "FD3", Period(2017, 7), "", ValueStatus.NOT_COLLECTED)
    pack = with_value(pack, "FD3", Period(2017, 9), "", ValueStatus.NOT_COLLECTED)
    alt = described(pack, indicator(pack, "FD3"))
    assert (
        "May 2017 to June 2017: suppressed. July 2017: not collected. September 2017: not collected." in alt
    )
    assert "August" not in alt


def test_a_long_title_is_cut_between_words(october: Pack) -> None:
    for each in october.indicators:
        title = each.definition(OCTOBER).title
        name = described(october, each).rpartition(f"{each.definition(OCTOBER).reference}, ")[2]
        assert len(name) <= 37
        assert title.startswith(name.rstrip(".…"))


def test_highest_and_lowest_are_named_where_the_latest_is_neither(october: Pack) -> None:
    pack = with_value(october, "W1A", OCTOBER, "21")
    assert "Highest 28 in Sep-17, lowest 18 in May-17." in described(pack, indicator(pack, "W1A"))
    pack = with_value(pack, "W1A", Period(2017, 4), "28")
    assert "Highest 28 in 2 months, lowest 18 in May-17." in described(pack, indicator(pack, "W1A"))


def test_without_a_good_side_none_is_named(october: Pack) -> None:
    pack = with_target(with_indicator(october, "FD3", polarity=None), "FD3", bands=None)
    assert "Not rated, 4 points below the target of 90%. " in described(pack, indicator(pack, "FD3"))


def with_steps(pack: Pack, ref: str, *steps: tuple[int, str]) -> Pack:
    """The pack with a target for each stretch of months of 2017, from its first month."""
    (target,) = [each for each in pack.targets if each.ref == ref]
    starts = [Period(2017, month) for month, _ in steps]
    ends = [*(start.plus(-1) for start in starts[1:]), Period(2018, 3)]
    made = [
        replace(target, start=start, end=end, value=Decimal(value), published=f"{value}%")
        for start, end, (_, value) in zip(starts, ends, steps, strict=True)
    ]
    return replace(pack, targets=(*(each for each in pack.targets if each.ref != ref), *made))


def test_a_change_of_target_is_said(october: Pack) -> None:
    pack = with_steps(october, "FD3", (4, "80"), (8, "85"))
    alt = described(pack, indicator(pack, "FD3"))
    assert "The target was 80% until July 2017, then 85%." in alt
    assert "met the target in all 7 months" in alt, "each month against its own target"
    pack = with_steps(october, "FD3", (4, "92"), (8, "85"))
    assert "The target was 92% until July 2017, then 85%." in described(pack, indicator(pack, "FD3"))
    assert "met the target in 3 of 7" in described(pack, indicator(pack, "FD3"))
    pack = with_steps(october, "FD3", (4, "92"), (6, "90"), (9, "85"))
    assert "The target was 92% until May 2017, 90% until August 2017, then 85%." in described(
        pack, indicator(pack, "FD3")
    )


def test_a_trajectory_is_counted(october: Pack) -> None:
    pack = with_steps(october, "FD3", *((month, str(76 + 2 * month)) for month in range(4, 11)))
    assert "The target changed 6 times, from 84% to 96%." in described(pack, indicator(pack, "FD3"))


def test_a_pack_of_many_periods_is_no_longer_described(october: Pack) -> None:
    pack = with_facts(october, months_shown=24)
    assert len(described(pack, indicator(pack, "W1"))) < 230
