"""Reading published bands, and finding where they do not meet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.check.band_wording import parse_bands, seams
from boardpack.model.rating import Rag

BIGGER = [
    ("90% or above Green 85%-89% Amber 84% and below Red", "90", "85"),
    ("98% or above Green 90%–97% Amber 89% and below Red", "98", "90"),
    ("90% or above Green, 80% to under 90% Amber, under 80% Red", "90", "80"),
    ("Green: 90% or above; Amber: 80% to under 90%; Red: below 80%", "90", "80"),
    ("at least 1,200 Green between 1,000 and 1,199 Amber less than 1,000 Red", "1200", "1000"),
    ("over 50 Green 40 - 50 Yellow under 40 Red", "50", "40"),
    ("£500+ Green £400-£499 Amber £399 or less Red", "500", "400"),
]
SMALLER = [
    ("24% or below Green 25%-34% Amber 35% and above Red", "24", "34"),
    ("17 or below Green 18.1-20 Amber 20.1 and above Red", "17", "20"),
    ("22% or below Green 21% - 25% Amber 26% and above Red", "22", "25"),
    ("10% of cohort or below Green 10-15% Amber 16% and above Red", "10", "15"),
    ("558 or below Green 559 to 608 Amber 609 and above Red", "558", "608"),
    ("3.0 or below Green, over 3.0 to 4.0 Amber, over 4.0 Red", "3.0", "4.0"),
    ("0 Green 1 Amber 2 or more Red", "0", "1"),
    ("up to 5 Green 6-9 Amber from 10 Red", "5", "9"),
]


@pytest.mark.parametrize(("sentence", "green", "amber"), BIGGER)
def test_bands_where_bigger_is_better(sentence: str, green: str, amber: str) -> None:
    bands = parse_bands(sentence)
    assert bands is not None
    assert bands.bigger_is_better is True
    assert (bands.threshold(Rag.GREEN), bands.threshold(Rag.AMBER)) == (Decimal(green), Decimal(amber))


@pytest.mark.parametrize(("sentence", "green", "amber"), SMALLER)
def test_bands_where_smaller_is_better(sentence: str, green: str, amber: str) -> None:
    bands = parse_bands(sentence)
    assert bands is not None
    assert bands.bigger_is_better is False
    assert (bands.threshold(Rag.GREEN), bands.threshold(Rag.AMBER)) == (Decimal(green), Decimal(amber))


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "see the strategy",
        "90% or above Green, good otherwise Red",
        "90 Green 80 Green 70 Red",
        "about 90 Green",
    ],
)
def test_what_cannot_be_read_is_none(sentence: str) -> None:
    assert parse_bands(sentence) is None


def test_a_missing_colour_has_no_threshold() -> None:
    bands = parse_bands("90% or above Green 89% or below Red")
    assert bands is not None
    assert bands.bigger_is_better is None
    assert bands.threshold(Rag.AMBER) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "17 or below Green 18.1-20 Amber 20.1 and above Red",
            [("17", "18.1", False), ("20", "20.1", False)],
        ),
        ("22% or below Green 21% - 25% Amber 26% and above Red", [("21", "22", True), ("25", "26", False)]),
        ("10 or below Green 10-15 Amber 16 and above Red", [("10", "10", True), ("15", "16", False)]),
        ("90% or above Green, 80% to under 90% Amber, under 80% Red", []),
        ("over 90 Green under 90 Amber under 80 Red", [("80", "80", True), ("90", "90", False)]),
        ("90 or above Green 80 or above Amber 79 or below Red", [("79", "80", False), ("90", "90", True)]),
    ],
)
def test_seams(sentence: str, expected: list[tuple[str, str, bool]]) -> None:
    bands = parse_bands(sentence)
    assert bands is not None
    assert [(str(seam.low), str(seam.high), seam.overlap) for seam in seams(bands)] == expected


@pytest.mark.parametrize(
    ("sentence", "decimals", "first"),
    [
        ("17 or below Green 18.1-20 Amber 20.1 and above Red", 0, "18"),
        ("16 or below Green 16.1-18 Amber 18.1 and above Red", 0, None),
        ("16 or below Green 16.1-18 Amber 18.1 and above Red", 2, "16.01"),
        ("85% or above Green 75%-84% Amber 74% and below Red", 1, "74.1"),
    ],
)
def test_the_first_value_in_a_gap(sentence: str, decimals: int, first: str | None) -> None:
    bands = parse_bands(sentence)
    assert bands is not None
    assert next(seams(bands)).first(decimals) == (None if first is None else Decimal(first))


@given(
    st.integers(1, 99).flatmap(lambda green: st.tuples(st.just(green), st.integers(0, green - 1))),
    st.decimals(0, 100, places=2),
)
def test_a_value_in_no_band_lies_in_a_gap_and_in_two_bands_in_an_overlap(
    edges: tuple[int, int], value: Decimal
) -> None:
    green, amber = edges
    bands = parse_bands(f"{green}% or above Green {amber}%-{green - 1}% Amber {amber - 1}% and below Red")
    if amber == 0:
        return
    assert bands is not None
    found = list(seams(bands))
    gaps = [seam for seam in found if not seam.overlap and seam.holds(value)]
    double = [seam for seam in found if seam.overlap and seam.holds(value)]
    assert len(bands.ratings(value)) == 1 - len(gaps) + len(double)


NATURAL = [
    ("G ≥ 95%; A 90% - 94%; R < 90%", "95", "90"),
    ("Green: at or above 95%; Amber: at least 90% but below 95%; Red: below 90%", "95", "90"),
    ("95% or better: Green. 90% up to 95%: Amber. Otherwise Red.", "95", "90"),
    ("Green >= 95, Amber >= 90 and < 95, Red < 90", "95", "90"),
    ("RAG: Green 95%+; Amber 90–94%; Red below 90%", "95", "90"),
    ("On or above 95% Green, 90% to under 95% Amber, anything else Red", "95", "90"),
    (
        "Green - no less than 95 per cent, Amber - 90 per cent to 94 per cent, Red - below 90 per cent",
        "95",
        "90",
    ),
    ("Green 95% to 100% | Amber 90% to 94.9% | Red less than 90%", "95", "90"),
    ("95%+ Green / 90% to under 95% Amber / <90% Red", "95", "90"),
    ("3 or better Green, over 3 to 5 Amber, worse than 5 Red", "3", "5"),
    ("£1.2m or less Green, over £1.2m to £1,500k Amber, over £1.5m Red", "1200000", "1500000"),
    ("-5 or more Green, -10 to under -5 Amber, below -10 Red", "-5", "-10"),
]


@pytest.mark.parametrize(("sentence", "green", "amber"), NATURAL)
def test_bands_as_people_write_them(sentence: str, green: str, amber: str) -> None:
    bands = parse_bands(sentence)
    assert bands is not None
    assert (bands.threshold(Rag.GREEN), bands.threshold(Rag.AMBER)) == (Decimal(green), Decimal(amber))
    assert bands.included(Rag.GREEN)
    assert bands.included(Rag.AMBER)


@pytest.mark.parametrize(
    ("sentence", "value", "rag"),
    [
        ("below 49 Green, 49 to 80 Amber, above 80 Red", "49", Rag.AMBER),
        (">95% Green 90-95% Amber <90% Red", "95", Rag.AMBER),
        ("95% or better: Green. 90% up to 95%: Amber. Otherwise Red.", "95", Rag.GREEN),
        ("95% or better: Green. 90% up to 95%: Amber. Otherwise Red.", "89.9", Rag.RED),
        ("less than 22% Green, 22% to under 30% Amber, 30% or more Red", "30", Rag.RED),
    ],
)
def test_a_value_on_a_boundary_has_the_rating_that_the_words_give(
    sentence: str, value: str, rag: Rag
) -> None:
    bands = parse_bands(sentence)
    assert bands is not None
    assert bands.ratings(Decimal(value)) == (rag,)


@pytest.mark.parametrize(
    "sentence",
    ["Within 5% of target Amber", "Green ≥ 95%, Amber depends, Red < 90%", "80% otherwise Green Amber Red"],
)
def test_what_is_not_understood_is_not_guessed(sentence: str) -> None:
    assert parse_bands(sentence) is None
