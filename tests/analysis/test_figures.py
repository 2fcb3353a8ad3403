"""The figures every other room asks for: ratings, changes, counts, wording."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.analysis.change import change, streak
from boardpack.analysis.formatting import (
    format_difference,
    format_number,
    format_observation,
    format_value,
    plain,
)
from boardpack.analysis.rating import bigger_is_better, count_ratings, rate, reported_rag
from boardpack.model.finding import Place
from boardpack.model.indicator import (
    Override,
    Polarity,
    RagBands,
    Target,
    Unit,
    canonical_ref,
)
from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.pack import Reported
from boardpack.model.period import Period, financial_year, parse_month
from boardpack.model.rating import Direction, Rag, RatingBasis, Sense
from boardpack.words import english
from tests.support.packs import OCT, indicator, pack, seen, series, target

HERE = Place("data/indicators.csv", 2)


@pytest.mark.parametrize(
    ("green", "amber", "value", "expected"),
    [
        ("90", "85", "90", Rag.GREEN),
        ("90", "85", "89.99", Rag.AMBER),
        ("90", "85", "85", Rag.AMBER),
        ("90", "85", "84.5", Rag.RED),
        ("24", "34", "24", Rag.GREEN),
        ("24", "34", "34", Rag.AMBER),
        ("24", "34", "34.1", Rag.RED),
    ],
)
def test_a_value_on_a_threshold_takes_the_better_band(
    green: str, amber: str, value: str, expected: Rag
) -> None:
    p = pack((indicator(),), (target("A1", green, amber),), series("A1", value))
    assert rate(p, "A1", OCT).rag is expected
    assert rate(p, "A1", OCT).basis is RatingBasis.COMPUTED


@given(
    st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.decimals(0, 100, places=2), st.booleans()
)
def test_a_better_value_never_rates_worse(one: Decimal, other: Decimal, edge: Decimal, bigger: bool) -> None:
    bands = RagBands(edge, edge - 5 if bigger else edge + 5, bigger, of_denominator=False)
    order = [Rag.GREEN, Rag.AMBER, Rag.RED]
    better, worse = sorted((one, other), reverse=bigger)
    assert order.index(bands.rate(better)) <= order.index(bands.rate(worse))


def test_bands_of_a_cohort_need_the_cohort() -> None:
    bands = (target("A1", "10", "15", of=True),)
    without = pack((indicator(),), bands, series("A1", "5"))
    assert rate(without, "A1", OCT).basis is RatingBasis.NOT_RATED
    assert "cohort" in rate(without, "A1", OCT).reason
    counted = pack((indicator(),), bands, (seen("A1", OCT, "5", denominator=Decimal(40)),))
    assert rate(counted, "A1", OCT).rag is Rag.AMBER


def test_a_rating_that_cannot_be_computed_is_printed_as_reported_in_its_own_month_only() -> None:
    reported = (
        Reported("table", "A1", "rag", "RAG", "", "", HERE),
        Reported("summary", "A1", "rag", "Green", "", "", HERE),
    )
    p = pack((indicator(),), (target(of=True),), series("A1", "4", "5"), reported=reported)
    assert rate(p, "A1", OCT).basis is RatingBasis.REPORTED
    assert rate(p, "A1", OCT).word == "Green"
    assert rate(p, "A1", OCT.plus(-1)).basis is RatingBasis.NOT_RATED
    assert reported_rag(p, "A1") is Rag.GREEN
    assert rate(pack((indicator(),), reported=reported), "A1", OCT).basis is RatingBasis.REPORTED


def test_a_reported_rating_never_beats_a_computed_one() -> None:
    reported = (Reported("summary", "A1", "rag", "Green", "", "", HERE),)
    p = pack((indicator(),), (target(),), series("A1", "10"), reported=reported)
    assert rate(p, "A1", OCT).rag is Rag.RED


def test_an_override_comes_first_and_names_its_reason() -> None:
    override = Override("A1", OCT, Rag.AMBER, "pilot month", "Head of Service", HERE)
    p = pack((indicator(),), (target(),), series("A1", "10"), overrides=(override,))
    assert rate(p, "A1", OCT).rag is Rag.AMBER
    assert rate(p, "A1", OCT).reason == "pilot month (Head of Service)"
    assert rate(p, "A1", OCT.plus(-1)).rag is None


@pytest.mark.parametrize(
    ("targets", "observations", "words"),
    [
        ((), series("A1", "5"), "no target"),
        ((target(),), series("A1", None), "no cases"),
        ((target(),), (), "no value"),
        (
            (replace(target(), bands=None, reason="context only"),),
            series("A1", "5"),
            "context only",
        ),
    ],
)
def test_a_rating_that_is_missing_says_why(
    targets: tuple[Target, ...], observations: tuple[Observation, ...], words: str
) -> None:
    rating = rate(pack((indicator(),), targets, observations), "A1", OCT)
    assert rating.word == "Not rated"
    assert words in rating.reason


def test_the_good_side_comes_from_the_bands_and_then_from_the_polarity() -> None:
    smaller = indicator(polarity=Polarity.SMALLER)
    assert bigger_is_better(pack((smaller,), (target(),)), "A1", OCT) is True
    assert bigger_is_better(pack((smaller,)), "A1", OCT) is False
    assert bigger_is_better(pack((indicator(polarity=Polarity.NEUTRAL),)), "A1", OCT) is None
    assert bigger_is_better(pack((indicator(polarity=None),)), "A1", OCT) is None


@pytest.mark.parametrize(
    ("before", "now", "words", "short", "sense"),
    [
        ("23", "18", "fell 5 percentage points, from 23% to 18%", "5 points worse", Sense.WORSE),
        ("18", "19", "rose 1 percentage point, from 18% to 19%", "1 point better", Sense.BETTER),
        ("90", "90.4", "unchanged at 90%", "no change", Sense.NEITHER),
        (None, "5", "no value for Sep-17", "no value for Sep-17", Sense.NEITHER),
        ("5", None, "no value for Oct-17", "no value for Oct-17", Sense.NEITHER),
    ],
)
def test_change_is_worded_in_points(
    before: str | None, now: str | None, words: str, short: str, sense: Sense
) -> None:
    found = change(pack((indicator(),), (target(),), series("A1", before, now)), "A1", OCT)
    assert (found.sentence(english()), found.short(english()), found.sense) == (words, short, sense)


def test_change_never_crosses_a_break_in_the_series() -> None:
    old = indicator().definitions[0]
    changed = indicator(definitions=(old, replace(old, version="12m", start=OCT)))
    p = pack((changed,), (target(),), series("A1", "80", "71", "53"))
    assert change(p, "A1", OCT).difference is None
    assert change(p, "A1", OCT).sentence(english()) == "new definition"
    assert change(p, "A1", OCT.plus(-1)).direction is Direction.DOWN
    assert streak(p, "A1", OCT) == 1


def test_a_count_without_polarity_is_more_or_fewer() -> None:
    counted = indicator(unit=Unit.COUNT, polarity=None)
    assert change(pack((counted,), (), series("A1", "211", "249")), "A1", OCT).short(english()) == "38 more"
    assert change(pack((counted,), (), series("A1", "249", "211")), "A1", OCT).short(english()) == "38 fewer"
    days = indicator(unit=Unit.DAYS, polarity=None)
    assert (
        change(pack((days,), (), series("A1", "435", "413")), "A1", OCT).short(english()) == "22 days lower"
    )


def test_streaks() -> None:
    p = pack((indicator(),), (target(),), series("A1", "91", "40", "40", "60", "60"))
    assert streak(p, "A1", OCT) == 4
    assert streak(p, "A1", OCT, Rag.GREEN) == 0


@pytest.mark.parametrize("ask", [change, streak])
def test_an_unknown_reference_is_a_key_error(ask: object) -> None:
    with pytest.raises(KeyError):
        ask(pack(()), "X", OCT)  # type: ignore[operator]


def test_counts_add_up() -> None:
    reported = (Reported("summary", "D4", "rag", "Green", "", "", HERE),)
    refs = ("A1", "B2", "C3", "D4", "E5")
    p = pack(
        tuple(indicator(ref) for ref in refs),
        tuple(target(ref) for ref in refs[:3]),
        (*series("A1", "10"), *series("B2", "86"), *series("C3", "99"), *series("E5", "1")),
        reported=reported,
    )
    counts = count_ratings(p)
    assert counts.sentence(english()) == "1 Red, 1 Amber, 1 Green, 1 as reported, 1 not rated"
    assert counts.total == len(refs)
    assert count_ratings(p, ["A1"]).sentence(english()) == "1 Red"


@pytest.mark.parametrize(
    ("unit", "decimals", "value", "text"),
    [
        (Unit.PERCENT, 0, "84.5", "85%"),
        (Unit.PERCENT, 1, "67.7", "67.7%"),
        (Unit.PERCENT, 1, "55.0", "55.0%"),
        (Unit.PERCENT, 1, "87", "87%"),
        (Unit.COUNT, 0, "1234", "1,234"),
        (Unit.POUNDS, 0, "1200", "£1,200"),
        (Unit.DAYS, 0, "413", "413"),
    ],
)
def test_values_are_worded_with_their_unit(unit: Unit, decimals: int, value: str, text: str) -> None:
    assert format_value(Decimal(value), indicator(unit=unit, decimals=decimals)) == text


def test_cells_carry_their_markers() -> None:
    provisional = seen("A1", OCT, "86", status=ValueStatus.PROVISIONAL)
    assert format_observation(provisional, indicator()) == "86% [p]"
    assert format_observation(seen("A1", OCT, "86"), indicator()) == "86%"
    assert format_observation(seen("A1", OCT, None), indicator()) == "[n]"
    assert format_observation(None, indicator()) == ""


def test_differences_have_their_unit_in_words() -> None:
    assert format_difference(Decimal("-10.8"), indicator(decimals=1), english()) == "10.8 percentage points"
    assert format_difference(Decimal(40), indicator(unit=Unit.POUNDS), english()) == "£40"
    assert format_difference(Decimal(3), indicator(unit=Unit.AVERAGE), english()) == "3"
    assert format_number(Decimal("-0.5"), 1) == "−0.5"
    assert plain(Decimal("-2.50")) == "−2.5"
    assert plain(Decimal(0)) == "0"


@given(st.integers(1990, 2099), st.integers(1, 12))
def test_months_are_read_back_in_every_way_they_are_written(year: int, month: int) -> None:
    period = Period(year, month)
    assert parse_month(period.iso) == parse_month(period.long) == parse_month(f"{month}/{year}") == period
    if year >= 2000:
        assert parse_month(period.short) == period
    assert period.plus(1).until(period) == -1
    assert period in financial_year(period, 10)


@pytest.mark.parametrize("text", ["17-Oct", "Oct", "13/2017", "2017-13", "Octember 2017", "", "October 201"])
def test_what_is_no_month_is_not_read_as_one(text: str) -> None:
    assert parse_month(text) is None


@pytest.mark.parametrize("text", ["W 1 e", "W1e", "w1 E", " W1E "])
def test_references_have_one_key(text: str) -> None:
    assert canonical_ref(text) == "W1E"
    assert canonical_ref("LAC 19 (12m)") == "LAC19"


def test_years_are_named_by_their_ends() -> None:
    assert financial_year(OCT).label == "2017-18"
    assert financial_year(OCT, 1).label == "2017"
    assert financial_year(Period(2018, 3)).label == "2017-18"
    assert OCT.name == "October"
    with pytest.raises(ValueError, match="not 1 to 12"):
        Period(2017, 13)
