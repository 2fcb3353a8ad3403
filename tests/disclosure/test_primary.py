"""Which figures go by themselves; the vectors of codonPython's suppression test, and percentages of few."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.disclosure.editions import edition_of
from boardpack.disclosure.primary import CountsBehind, Why, rounded_to, why_suppressed
from boardpack.model.disclosure import PRESETS, Disclosure
from boardpack.model.indicator import Unit
from tests.disclosure.made import APRIL, made_pack

NHS = Disclosure(*PRESETS["nhs"], "nhs")
SMALL = Disclosure(*PRESETS["small-counts"], "small-counts")
NONE = Disclosure(*PRESETS["none"], "none")


def published(count: int, settings: Disclosure) -> int | None:
    """What the public edition of a pack with one sensitive count prints; None for what is suppressed."""
    made = edition_of(made_pack({"A": [count]}, settings=settings)).pack
    value = made.observations["A", APRIL].value
    return None if value is None else int(value)


class TestCounts:
    @pytest.mark.parametrize(
        ("count", "answer"), [(0, 0), (2, None), (5, None), (8, 10), (16, 15), (57, 55), (10023, 10025)]
    )
    def test_the_nhs_rule_has_codon_pythons_answers(self, count: int, answer: int | None) -> None:
        assert published(count, NHS) == answer

    @pytest.mark.parametrize("wrong", ["-1", "4.2", "100000001"])
    def test_what_is_no_count_is_refused(self, wrong: str) -> None:
        assert why_suppressed(Unit.COUNT, Decimal(wrong), CountsBehind(None, None), NHS) is Why.NOT_WHOLE

    def test_small_counts_are_1_to_4(self) -> None:
        assert [published(n, SMALL) for n in range(7)] == [0, None, None, None, None, 5, 6]

    def test_none_suppresses_nothing(self) -> None:
        assert [published(n, NONE) for n in range(4)] == [0, 1, 2, 3]
        assert why_suppressed(Unit.COUNT, Decimal(1), CountsBehind(None, None), NONE) is None

    def test_halves_are_rounded_up(self) -> None:
        assert [rounded_to(n, 10) for n in (5, 14, 15, 25)] == [10, 10, 20, 30]


def share(top: float | None, bottom: float | None, settings: Disclosure = SMALL) -> Why | None:
    counts = CountsBehind(*(None if each is None else Decimal(str(each)) for each in (top, bottom)))
    return why_suppressed(Unit.PERCENT, Decimal(50), counts, settings)


class TestShares:
    def test_the_numerator_the_rest_and_the_denominator_each_count_people(self) -> None:
        assert share(3, 60) is Why.NUMERATOR
        assert share(58, 60) is Why.REST
        assert share(2, 4) is Why.DENOMINATOR
        assert share(8, 13) is None
        assert share(0, 13) is None

    def test_one_that_cannot_be_seen_to_be_safe_goes(self) -> None:
        assert share(None, 60) is Why.UNKNOWN
        assert share(30, None) is Why.UNKNOWN
        assert share(30.5, 60) is Why.UNKNOWN

    def test_all_or_none_of_a_group_goes_where_the_council_says_so(self) -> None:
        strict = Disclosure(5, group_attributes=True)
        assert share(0, 60, strict) is Why.GROUP
        assert share(60, 60, strict) is Why.GROUP

    def test_a_rate_has_no_rest(self) -> None:
        counts = CountsBehind(Decimal(58), Decimal(60))
        assert why_suppressed(Unit.PER_1000, Decimal(5), counts, SMALL) is None


class TestMeans:
    def test_one_of_few_or_of_nobody_knows_how_many_goes(self) -> None:
        assert why_suppressed(Unit.DAYS, Decimal(12), CountsBehind(None, Decimal(4)), SMALL) is Why.FEW
        assert why_suppressed(Unit.DAYS, Decimal(12), CountsBehind(None, Decimal(5)), SMALL) is None
        assert why_suppressed(Unit.DAYS, Decimal(12), CountsBehind(None, None), SMALL) is Why.UNKNOWN

    def test_a_count_that_is_not_whole_goes(self) -> None:
        assert why_suppressed(Unit.COUNT, Decimal("7.5"), CountsBehind(None, None), SMALL) is Why.NOT_WHOLE
