"""What goes and why: the worked tables, codonPython's vectors, and that no suppressed count is determined."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.disclosure.decide import CountsBehind, Decision, Why, decide, why_suppressed
from boardpack.disclosure.editions import edition_of
from boardpack.disclosure.relations import Earlier, rounded_to
from boardpack.disclosure.secondary import interval
from boardpack.model.disclosure import PRESETS, Disclosure, Release
from boardpack.model.indicator import Basis, Unit
from boardpack.model.observation import Restatement, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.disclosure.made import APRIL, HERE, NHS, SMALL, Values, made_pack, rolling, to_date, total

TABLE = {
    "A1": [12], "A2": [3], "A3": [20],
    "B1": [8], "B2": [9], "B3": [14],
    "C1": [15], "C2": [4], "C3": [11],
    "A": [35], "B": [31], "C": [30],
    "T1": [35], "T2": [16], "T3": [45],
}  # fmt: skip
SUMS = (
    *(total(row, f"{row}1", f"{row}2", f"{row}3") for row in "ABC"),
    *(total(f"T{column}", *(f"{row}{column}" for row in "ABC")) for column in "123"),
)


def decided(pack: Pack, *earlier: Earlier) -> Decision:
    found = decide(pack, earlier)
    assert found is not None
    return found


def gone(decision: Decision) -> dict[str, Why]:
    return {f"{ref} {period.iso}": why for (ref, period), why in decision.suppressed.items()}


def could_be(decision: Decision, ref: str, period: Period = APRIL) -> tuple[int, int]:
    index = decision.net.of((ref, period))
    assert index is not None
    found, proved = interval(decision.net, decision.suppressed, index, decision.fixed)
    assert proved
    return found


class TestTheWorkedTable:
    def test_primary_suppression_alone_keeps_nothing_back(self) -> None:
        decision = decided(made_pack(TABLE, *SUMS))
        primary = {cell for cell, why in decision.suppressed.items() if why is Why.SMALL}
        assert {ref for ref, _ in primary} == {"A2", "C2"}
        for ref, value in (("A2", 3), ("C2", 4)):
            index = decision.net.of((ref, APRIL))
            assert index is not None
            assert interval(decision.net, primary, index) == ((value, value), True)

    def test_the_two_smallest_cells_that_complete_it_are_found(self) -> None:
        decision = decided(made_pack(TABLE, *SUMS))
        assert gone(decision) == {
            "A1 2017-04": Why.SECONDARY, "A2 2017-04": Why.SMALL,
            "C1 2017-04": Why.SECONDARY, "C2 2017-04": Why.SMALL,
        }  # fmt: skip
        assert [could_be(decision, ref) for ref in ("A2", "C2", "A1", "C1")] == [
            (0, 7), (0, 7), (8, 15), (12, 19),
        ]  # fmt: skip
        assert not decision.open

    def test_the_next_best_pair_is_taken_where_the_best_has_been_printed_already(self) -> None:
        earlier = Earlier("2017-03 v1", {("A1", APRIL): Decimal(12), ("C1", APRIL): Decimal(15)})
        decision = decided(made_pack(TABLE, *SUMS), earlier)
        more = {ref for (ref, _), why in decision.suppressed.items() if why is Why.SECONDARY}
        assert more == {"A3", "C3"}


class TestYearToDate:
    def test_a_month_does_not_follow_from_the_year_to_date(self) -> None:
        pack = made_pack({"M": [6, 2], "Y": [6, 8]}, to_date("Y", "M"))
        assert gone(decided(pack)) == {"M 2017-05": Why.SMALL, "Y 2017-05": Why.SECONDARY}

    def test_where_a_later_year_to_date_gives_it_away_as_well_the_two_smallest_cells_go(self) -> None:
        pack = made_pack({"M": [6, 2, 7], "Y": [6, 8, 15]}, to_date("Y", "M"))
        decision = decided(pack)
        assert gone(decision) == {
            "M 2017-04": Why.SECONDARY, "M 2017-05": Why.SMALL, "Y 2017-04": Why.SECONDARY,
        }  # fmt: skip
        assert could_be(decision, "M", APRIL.next) == (0, 8), "May's 8 is all that is known of the two months"

    def test_two_values_of_a_year_to_date_alone_do_not_give_away_a_small_month(self) -> None:
        pack = made_pack({"Y": [6, 8, 15]}, bases={"Y": Basis.YEAR_TO_DATE})
        assert gone(decided(pack)) == {"Y 2017-04": Why.SECONDARY}, "then May may be anything up to 8"

    def test_a_rolling_year_does_not_give_away_its_last_month(self) -> None:
        months = [9, 8, 7, 9, 8, 7, 9, 8, 7, 9, 8, 7, 2]
        years = [sum(months[:12]), sum(months[1:13])]
        pack = made_pack({"M": months, "R": [*[None] * 11, *years]}, rolling("R", "M"))
        decision = decided(pack)
        low, high = could_be(decision, "M", APRIL.plus(12))
        assert low <= 1
        assert high - low >= 4


class TestShares:
    def test_a_published_percentage_gives_its_count_away(self) -> None:
        pack = made_pack(
            {"N": [8], "O": [5], "D": [13], "P": [62]}, total("D", "N", "O"), ratios={"P": ("N", "D")}
        )
        assert gone(decided(pack)) == {}
        small = made_pack({"N": [2], "D": [60], "P": [3]}, ratios={"P": ("N", "D")})
        assert gone(decided(small)) == {"N 2017-04": Why.SMALL, "P 2017-04": Why.NUMERATOR}

    def test_the_rest_of_a_denominator_counts_people_as_well(self) -> None:
        decision = decided(made_pack({"N": [20], "D": [22], "P": [91]}, ratios={"P": ("N", "D")}))
        assert decision.suppressed[("P", APRIL)] is Why.REST
        assert {("N", APRIL), ("D", APRIL)} & decision.suppressed.keys(), "20 of 22 leaves 2"

    def test_a_percentage_without_its_counts_goes(self) -> None:
        pack = made_pack({"N": [None], "D": [None], "P": [62]}, ratios={"P": ("N", "D")})
        assert gone(decided(pack)) == {"P 2017-04": Why.UNKNOWN}


class TestTheSameCountsElsewhere:
    def test_a_percentage_with_rows_of_counts_that_others_publish_gives_them_away(self) -> None:
        pack = made_pack({"X": [3], "N": [47], "D": [50], "D2": [97], "P": [48]}, total("D", "N", "X"))
        seen = replace(pack.observations["P", APRIL], numerator=Decimal(47), denominator=Decimal(97))
        shares = tuple(replace(i, unit=Unit.PERCENT) if i.ref == "P" else i for i in pack.indicators)
        pack = replace(pack, indicators=shares, observations={**pack.observations, ("P", APRIL): seen})
        decision = decided(pack, Earlier("2017-03 v1", {("D", APRIL): Decimal(50)}))
        assert decision.suppressed[("N", APRIL)] is Why.SECONDARY
        assert ("P", APRIL) in decision.suppressed

    def test_a_series_published_under_another_reference_goes_with_it(self) -> None:
        pack = made_pack({"X": [9, 3, 12], "Y": [9, 3, 12]})
        plain = tuple(replace(i, sensitive=i.ref == "X") for i in pack.indicators)
        assert {cell[0] for cell in decided(replace(pack, indicators=plain)).suppressed} == {"X", "Y"}

    def test_a_secondary_figure_goes_under_both_references(self) -> None:
        pack = made_pack(
            {"W": [20, 31, 30], "X": [9, 3, 12], "Y": [11, 28, 18], "Z": [11, 28, 18]}, total("W", "X", "Y")
        )
        may = {ref for ref, period in decided(pack).suppressed if period == APRIL.next}
        assert may == {"X", "W"}, "one cell fewer than Y under both references"


class TestParts:
    def test_the_parts_of_a_stacked_chart_are_a_relation_where_they_add_up(self) -> None:
        pack = made_pack({"W": [20], "X": [3], "Y": [17]}, parts={"W": ("X", "Y")})
        assert gone(decided(pack)) == {"X 2017-04": Why.SMALL, "Y 2017-04": Why.SECONDARY}

    def test_a_total_that_does_not_add_up_is_told_and_protected_all_the_same(self) -> None:
        pack = made_pack({"W": [21], "X": [3], "Y": [17]}, total("W", "X", "Y"))
        decision = decided(pack)
        assert len(decision.unmet) == 1
        assert decision.suppressed[("Y", APRIL)] is Why.SECONDARY

    def test_what_the_data_suppress_already_is_protected_like_a_small_count(self) -> None:
        pack = made_pack({"W": [20], "X": ["c"], "Y": [17]}, total("W", "X", "Y"))
        assert gone(decided(pack)) == {"X 2017-04": Why.SOURCE, "Y 2017-04": Why.SECONDARY}

    def test_true_zeros_stay(self) -> None:
        pack = made_pack({"W": [20], "X": [3], "Z": [0], "Y": [17]}, total("W", "X", "Y", "Z"))
        assert ("Z", APRIL) not in decided(pack).suppressed


def with_rows(pack: Pack, ref: str, top: int, bottom: int, period: Period = APRIL) -> Pack:
    """A percentage with rows of its own instead of a ratio."""
    seen = replace(pack.observations[ref, period], numerator=Decimal(top), denominator=Decimal(bottom))
    shares = tuple(replace(i, unit=Unit.PERCENT) if i.ref == ref else i for i in pack.indicators)
    return replace(pack, indicators=shares, observations={**pack.observations, (ref, period): seen})


class TestOneOfTwoRows:
    """62.5% of D can be of 8, of 16, ...: with a total of 11 it is 8, and what is left of that 3."""

    PACK = with_rows(made_pack({"W": [11], "D": [8], "Z": [3], "P": [62.5]}, total("W", "D", "Z")), "P", 5, 8)

    def test_a_denominator_that_another_indicator_publishes_is_tied(self) -> None:
        pack = self.PACK
        shown = decided(
            replace(pack, observations={k: v for k, v in pack.observations.items() if k[0] != "P"})
        )
        assert gone(shown) == {"Z 2017-04": Why.SMALL, "D 2017-04": Why.SECONDARY}
        low, high = could_be(decided(pack), "Z")
        assert low <= 1
        assert high - low >= 4

    def test_so_is_a_numerator(self) -> None:
        values: Values = {"W": [11], "N": [8], "Z": [3], "P": [6.25]}
        decision = decided(with_rows(made_pack(values, total("W", "N", "Z")), "P", 8, 128))
        low, high = could_be(decision, "Z")
        assert low <= 1
        assert high - low >= 4
        assert any(number.part == "denominator" for number in decision.net.numbers)

    def test_a_count_that_is_a_row_of_a_sensitive_percentage_is_drawn_in(self) -> None:
        pack = with_rows(made_pack({"V": [13], "P": [62]}), "P", 8, 13)
        plain = tuple(replace(one, sensitive=one.ref == "P") for one in pack.indicators)
        assert decided(replace(pack, indicators=plain)).refs == {"P", "V"}

    def test_what_an_issued_edition_printed_of_it_is_known_though_it_goes_now(self) -> None:
        earlier = Earlier("2017-03 v1", {("P", APRIL): Decimal("62.5")})
        decision = decided(self.PACK, earlier)
        assert ("W", APRIL) in decision.suppressed, "to suppress the percentage now keeps nothing back"
        low, high = could_be(decision, "Z")
        assert low <= 1
        assert high - low >= 4

    def test_a_published_percentage_says_that_its_counts_are_not_small(self) -> None:
        values: Values = {"W": [8], "N": [5], "X": [3], "D": [50], "P": [10]}
        decision = decided(made_pack(values, total("W", "N", "X"), ratios={"P": ("N", "D")}))
        low, high = could_be(decision, "X")
        assert low <= 1
        assert high - low >= 4, "5 at least of N would leave 3 at most of 8"


class TestAllOfAGroup:
    """Where the council keeps back what says the same of everyone in a group."""

    STRICT = replace(SMALL, group_attributes=True)

    def test_a_count_that_is_its_total_goes_and_so_do_the_parts_that_are_none(self) -> None:
        values = {"W": [8], "X": [8], "Z": [0], "Y": [0]}
        decision = decided(made_pack(values, total("W", "X", "Y", "Z"), settings=self.STRICT))
        assert gone(decision) == dict.fromkeys(("X 2017-04", "Y 2017-04", "Z 2017-04"), Why.GROUP)
        assert [could_be(decision, ref) for ref in "XYZ"] == [(0, 8)] * 3
        assert gone(decided(made_pack(values, total("W", "X", "Y", "Z")))) == {}

    def test_a_none_beside_several_others_stays(self) -> None:
        pack = made_pack(
            {"W": [20], "X": [8], "Y": [12], "Z": [0]}, total("W", "X", "Y", "Z"), settings=self.STRICT
        )
        assert gone(decided(pack)) == {}

    def test_a_month_that_is_its_year_to_date_is_no_group(self) -> None:
        pack = made_pack({"M": [8, 0], "Y": [8, 8]}, to_date("Y", "M"), settings=self.STRICT)
        assert gone(decided(pack)) == {}

    @pytest.mark.parametrize("top", [0, 40])
    def test_a_percentage_does_not_follow_from_its_counts(self, top: int) -> None:
        values = {"N": [top], "D": [40], "P": [100 * top // 40]}
        decision = decided(made_pack(values, ratios={"P": ("N", "D")}, settings=self.STRICT))
        assert gone(decision) == {"N 2017-04": Why.GROUP, "P 2017-04": Why.GROUP}
        assert could_be(decision, "N") == (0, 40)

    def test_nor_from_the_parts_of_its_numerator(self) -> None:
        values = {"A": [12], "B": [28], "D": [40], "P": [100]}
        decision = decided(made_pack(values, ratios={"P": ("A+B", "D")}, settings=self.STRICT))
        assert len(decision.suppressed) == 2, "one of the counts, so that nobody knows that nothing is left"
        assert not decision.open

    def test_nor_from_the_other_part_of_the_total(self) -> None:
        values = {"N": [40], "R": [0], "D": [40], "P": [100]}
        pack = made_pack(values, total("D", "N", "R"), ratios={"P": ("N", "D")}, settings=self.STRICT)
        assert gone(decided(pack)).keys() == {"N 2017-04", "R 2017-04", "P 2017-04"}

    def test_no_cases_are_none(self) -> None:
        pack = made_pack({"W": [8], "X": [8], "Y": [0]}, total("W", "X", "Y"), settings=self.STRICT)
        none = replace(pack.observations["Y", APRIL], value=None, status=ValueStatus.NO_CASES)
        pack = replace(pack, observations={**pack.observations, ("Y", APRIL): none})
        assert gone(decided(pack)).keys() == {"X 2017-04", "Y 2017-04"}

    @given(st.lists(st.integers(0, 3), min_size=2, max_size=4), st.sampled_from([1, 6, 30]))
    @settings(max_examples=60, deadline=None)
    def test_whatever_is_suppressed_may_be_another(self, sizes: list[int], scale: int) -> None:
        counts = [size * scale for size in sizes]
        parts = {f"X{place}": [count] for place, count in enumerate(counts)}
        values = {**parts, "W": [sum(counts)], "P": [round(100 * counts[0] / (sum(counts) or 1))]}
        pack = made_pack(values, total("W", *parts), ratios={"P": ("X0", "W")}, settings=self.STRICT)
        decision = decided(pack)
        assert not decision.open
        for ref, period in decision.suppressed:
            if decision.net.of((ref, period)) is not None:
                low, high = could_be(decision, ref)
                assert low < high


class TestOverTime:
    def test_what_an_issued_edition_suppressed_stays_so(self) -> None:
        earlier = Earlier("2017-03 v1", {("X", APRIL): None})
        assert gone(decided(made_pack({"X": [12]}), earlier)) == {"X 2017-04": Why.EARLIER}

    def test_a_role_may_release_it(self) -> None:
        earlier = Earlier("2017-03 v1", {("X", APRIL): None})
        release = Release("X", APRIL, date(2017, 6, 1), "The children are adults now.", "Head of Care", HERE)
        pack = replace(made_pack({"X": [12]}), releases=(release,))
        assert gone(decided(pack, earlier)) == {}

    def test_a_release_never_lets_another_count_be_worked_out(self) -> None:
        earlier = Earlier("2017-03 v1", {("X", APRIL): None, ("Y", APRIL): None, ("W", APRIL): Decimal(20)})
        release = Release("Y", APRIL, date(2017, 6, 1), "Asked for.", "Head of Care", HERE)
        pack = replace(made_pack({"W": [20], "X": [3], "Y": [17]}, total("W", "X", "Y")), releases=(release,))
        decision = decided(pack, earlier)
        assert decision.suppressed[("Y", APRIL)] is Why.SECONDARY
        assert decision.refused == (("Y", APRIL),)

    def test_a_total_that_was_put_right_is_no_bound_of_the_part_that_is_kept_back(self) -> None:
        pack = made_pack({"W": [22], "X": [4], "Y": [18]}, total("W", "X", "Y"))
        was = Restatement("X", APRIL, "2", "4", date(2017, 6, 1), "Counted again.", HERE)
        earlier = Earlier("2017-03 v1", {("W", APRIL): Decimal(20), ("X", APRIL): None, ("Y", APRIL): None})
        decision = decided(replace(pack, restatements=(was,)), earlier)
        assert gone(decision)["W 2017-04"] is Why.SECONDARY
        assert could_be(decision, "X")[0] <= 1

    def test_a_total_that_is_again_what_it_once_was_is_not_known_by_its_old_print(self) -> None:
        """W was 9, was put right to 14, and is 9 again since X was counted anew: printing it would tell X."""
        pack = made_pack({"W": [9], "X": [4], "Y": [5]}, total("W", "X", "Y"))
        first = Earlier("v1", {("W", APRIL): Decimal(9), ("X", APRIL): Decimal(9), ("Y", APRIL): Decimal(0)})
        second = Earlier(
            "v2", {("W", APRIL): Decimal(14), ("X", APRIL): Decimal(9), ("Y", APRIL): Decimal(5)}
        )
        decision = decided(pack, first, second)
        assert gone(decision) == {"X 2017-04": Why.SMALL, "W 2017-04": Why.SECONDARY}
        assert decision.open == ()
        low, high = could_be(decision, "X")
        assert low <= 1
        assert high - low >= 4

    def test_a_percentage_that_an_issued_edition_printed_is_known_though_it_is_suppressed_now(self) -> None:
        pack = made_pack(
            {"N": [6], "O": [3], "D": [9], "P": [67]}, total("D", "N", "O"), ratios={"P": ("N", "D")}
        )
        printed = Earlier("2017-03 v1", {("P", APRIL): Decimal(67)})
        assert {"N 2017-04", "D 2017-04"} - gone(decided(pack)).keys() == {"D 2017-04"}
        assert {"N 2017-04", "D 2017-04"} <= gone(decided(pack, printed)).keys()

    def test_a_small_count_that_was_published_before_is_told(self) -> None:
        earlier = Earlier("2017-03 v1", {("X", APRIL): Decimal(3)})
        decision = decided(made_pack({"X": [3]}), earlier)
        assert decision.suppressed[("X", APRIL)] is Why.SMALL
        assert ("X", APRIL) in decision.fixed or decision.net.of(("X", APRIL)) is None


class TestRounding:
    def test_what_editions_rounded_in_two_ways_is_in_both_ranges(self) -> None:
        earlier = (
            Earlier("v1", {("W", APRIL): Decimal(30)}, 10),
            Earlier("v2", {("W", APRIL): Decimal(35)}, 5),
        )
        pack = made_pack({"W": [33], "X": [3], "Y": [30]}, total("W", "X", "Y"), settings=NHS)
        decision = decided(pack, *earlier)
        index = decision.net.of(("W", APRIL))
        assert index is not None
        assert decision.net.before[index] == decision.net.shown[index] == (33, 34)
        low, high = could_be(decision, "X")
        assert low <= 1
        assert high - low >= 7

    def test_a_figure_that_was_printed_rounded_stays_in_its_range(self) -> None:
        ten = replace(SMALL, threshold=10)
        pack = made_pack({"X": [8], "Y": [20], "W": [28]}, total("W", "X", "Y"), settings=ten)
        decision = decided(pack, Earlier("v1", {("X", APRIL): Decimal(10)}, 5))
        assert could_be(decision, "X") == (8, 12)
        assert decision.open, "it was printed as 10, which is 8 to 12, and cannot be wider now"

    def test_an_exact_print_before_is_known_exactly(self) -> None:
        pack = made_pack({"W": [33], "X": [3], "Y": [30]}, total("W", "X", "Y"), settings=NHS)
        exact = Earlier("v1", {("W", APRIL): Decimal(33), ("Y", APRIL): Decimal(30)})
        decision = decided(pack, exact)
        assert could_be(decision, "X") == (3, 3)
        assert decision.open

    def test_a_rounded_print_of_another_value_then_is_a_range(self) -> None:
        pack = made_pack({"W": [43], "X": [3], "Y": [40]}, total("W", "X", "Y"))
        then = Earlier("v1", {("W", APRIL): Decimal(35), ("Y", APRIL): Decimal(40)}, 5)
        assert not decided(pack, then).open

    def test_a_percentage_of_rounded_counts_of_which_one_goes_is_gone_by_its_own_rows_as_well(self) -> None:
        pack = made_pack({"N": [8, 5, 11], "D": [40, 41, 47], "P": [20, 12, 23]}, settings=NHS)
        for step, (top, bottom) in enumerate(((8, 40), (5, 41), (11, 47))):
            pack = with_rows(pack, "P", top, bottom, APRIL.plus(step))
        may = APRIL.next
        assert gone(decided(pack)).keys() == {f"N {may.iso}", f"P {may.iso}"}

    @given(st.integers(1, 7), st.integers(8, 60), st.integers(8, 60), st.sampled_from([5, 10]))
    @settings(max_examples=60, deadline=None)
    def test_no_small_count_follows_from_rounded_ones_and_earlier_editions(
        self, small: int, one: int, two: int, base: int
    ) -> None:
        values: Values = {"W": [small + one + two], "X": [small], "Y": [one], "Z": [two]}
        pack = made_pack(values, total("W", "X", "Y", "Z"), settings=NHS)
        printed = {("W", APRIL): Decimal(rounded_to(small + one + two, base))}
        decision = decided(pack, Earlier("v1", printed, base))
        low, high = could_be(decision, "X")
        assert low <= 1
        assert high - low >= 7

    def test_the_rounded_figures_say_less_and_so_less_goes(self) -> None:
        pack = made_pack({"W": [33], "X": [3], "Y": [14], "Z": [16]}, total("W", "X", "Y", "Z"), settings=NHS)
        decision = decided(pack)
        assert decision.suppressed[("X", APRIL)] is Why.SMALL
        low, high = could_be(decision, "X")
        assert high - low >= 7


counts = st.integers(0, 30)


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """Two parts and their total by month, with the year to date of the first, and the share of the second."""
    months = draw(st.integers(1, 5))
    one = draw(st.lists(counts, min_size=months, max_size=months))
    two = draw(st.lists(counts, min_size=months, max_size=months))
    whole = [a + b for a, b in zip(one, two, strict=True)]
    shares = [round(100 * b / w) if w else None for b, w in zip(two, whole, strict=True)]
    year = [sum(one[: place + 1]) for place in range(months)]
    return made_pack(
        {"X": one, "Y": two, "W": whole, "P": shares, "D": year},
        total("W", "X", "Y"), to_date("D", "X"), ratios={"P": ("Y", "W")},
    )  # fmt: skip


class TestNothingIsDetermined:
    @given(packs())
    @settings(max_examples=60, deadline=None)
    def test_no_suppressed_count_can_be_worked_out(self, pack: Pack) -> None:
        decision = decided(pack)
        for cell in decision.suppressed:
            index = decision.net.of(cell)
            if index is None:
                continue
            (low, high), _ = interval(decision.net, decision.suppressed, index)
            truth = decision.net.truth[index]
            assert low <= truth <= high
            assert low < high, cell
            if SMALL.is_small(truth):
                assert low <= 1
                assert high - low >= 4, cell


def test_a_pack_of_34_indicators_and_12_months_is_audited_whole() -> None:
    random = Random(17)
    values: dict[str, list[float]] = {}
    relations = []
    for group in range(8):
        rows = [[random.choice([0, 2, 3, 7, 9, 12, 20, 31]) for _ in range(12)] for _ in range(3)]
        for place, row in enumerate(rows):
            values[f"G{group}{place}"] = [float(each) for each in row]
        values[f"G{group}T"] = [float(sum(column)) for column in zip(*rows, strict=True)]
        relations.append(total(f"G{group}T", *(f"G{group}{place}" for place in range(3))))
    for extra in range(2):
        first = values[f"G{extra}0"]
        values[f"Y{extra}"] = [float(sum(first[: place + 1])) for place in range(12)]
        relations.append(to_date(f"Y{extra}", f"G{extra}0"))
    pack = made_pack(values, *relations)
    assert len(pack.indicators) == 34
    decision = decided(pack)
    assert not decision.open


# ----------------------------------------------------------------------------- figures that go by themselves

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


class TestSharesByThemselves:
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
