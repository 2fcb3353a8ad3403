"""What a chart says in a sentence."""

from __future__ import annotations

import pytest

from boardpack.compose.messages import messages
from boardpack.compose.series import is_drawn
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.compose.test_alt import indicator
from tests.support.packs import with_indicator, with_target, with_value

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
