"""The pack of the public edition: what is kept back is not in it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.analysis.compare import compare
from boardpack.analysis.live_figures import LiveText, evaluate
from boardpack.analysis.rating import rate
from boardpack.disclosure.decide import decide
from boardpack.disclosure.editions import disclosure_text, edition_of
from boardpack.disclosure.public import as_kept_back
from boardpack.model.disclosure import Audience, Exemption, ExemptPart, PartKind
from boardpack.model.finding import Place
from boardpack.model.indicator import Override, RagBands, TargetStatus
from boardpack.model.observation import ComparatorFigure, Forecast, Restatement, ValueStatus
from boardpack.model.pack import Pack, Reported
from boardpack.model.period import Period
from boardpack.model.rating import Rag, RatingBasis
from tests.disclosure.made import APRIL, HERE, NHS, SMALL, made_pack, total
from tests.support.packs import clean

PACK = made_pack({"W": [20, 21], "X": [5, 3], "Y": [15, 18]}, total("W", "X", "Y"))
MAY = APRIL.next
WHY = Exemption("2", "It names a child.", "Privacy outweighs it.")


def public(pack: Pack) -> Pack:
    return edition_of(pack).pack


class TestSuppressedFigures:
    def test_they_are_gone_with_their_counts_and_their_text(self) -> None:
        seen = replace(PACK.observations["X", MAY], numerator=Decimal(3), denominator=Decimal(3))
        pack = public(replace(PACK, observations={**PACK.observations, ("X", MAY): seen}))
        found = pack.observations["X", MAY]
        assert (found.value, found.numerator, found.denominator) == (None, None, None)
        assert (found.status, found.text) == (ValueStatus.SUPPRESSED, "[c]")
        assert pack.observations["W", MAY].value == 21

    def test_live_figures_print_the_mark(self) -> None:
        for asked in ("X", "X change", "Y previous", "X May-17"):
            found = evaluate(public(PACK), asked)
            assert isinstance(found, LiveText)
        assert evaluate(public(PACK), "X") == LiveText("[c]", "X", MAY)

    def test_ratings_that_would_tell_are_gone(self) -> None:
        pack = replace(
            PACK,
            overrides=(Override("X", MAY, Rag.GREEN, "Fine.", "Head of Care", HERE),),
            reported=(
                Reported("table", "X", "rag", "Green", "", "", HERE),
                Reported("table", "X", "value 2017-05", "3", "", "", HERE),
            ),
        )  # fmt: skip
        made = public(pack)
        assert rate(made, "X", MAY).basis is RatingBasis.NOT_RATED
        assert [(one.field, one.text) for one in made.reported] == [("rag", "Not rated")]

    def test_a_rating_of_a_later_period_goes_where_the_value_that_counts_is_suppressed(self) -> None:
        late = replace(PACK.observations["X", MAY], value=None, status=ValueStatus.NOT_YET_AVAILABLE)
        april = replace(PACK.observations["X", APRIL], value=Decimal(3))
        slow = replace(PACK.indicators[1], latest_within=1)
        pack = replace(
            PACK,
            indicators=(PACK.indicators[0], slow, PACK.indicators[2]),
            observations={**PACK.observations, ("X", MAY): late, ("X", APRIL): april},
            overrides=(Override("X", MAY, Rag.GREEN, "Fine.", "Head of Care", HERE),),
            reported=(Reported("table", "X", "rag", "Green", "", "", HERE),),
        )
        made = public(pack)
        assert rate(made, "X", MAY).rag is None
        assert made.overrides == ()
        assert [one.text for one in made.reported] == ["Not rated"]

    @given(st.integers(0, 30), st.integers(0, 8), st.integers(0, 8))
    @settings(max_examples=40, deadline=None)
    def test_no_suppressed_figure_is_rated_whatever_its_bands_are(
        self, now: int, green: int, wide: int
    ) -> None:
        pack = made_pack({"W": [25, 20 + now], "X": [5, now], "Y": [20, 20]}, total("W", "X", "Y"))
        bands = RagBands(Decimal(green), Decimal(green + wide), bigger_is_better=False, of_denominator=False)
        aims = [replace(clean().targets[0], ref=r, bands=bands, start=None, end=None) for r in "WXY"]
        pack = replace(pack, targets=tuple(aims))
        made = public(pack)
        for (ref, period), seen in made.observations.items():
            if seen.status is ValueStatus.SUPPRESSED:
                assert rate(made, ref, period).rag is None
                assert evaluate(made, f"{ref} rag {period.short}") != evaluate(
                    pack, f"{ref} rag {period.short}"
                )
        assert made.targets == pack.targets

    def test_what_a_figure_was_goes_with_it(self) -> None:
        was = Restatement("X", MAY, "4", "3", date(2017, 6, 1), "Late record.", HERE)
        assert public(replace(PACK, restatements=(was,))).restatements == (
            replace(was, was="[c]", now="[c]"),
        )

    def test_a_pack_that_keeps_nothing_back_is_the_same_pack(self) -> None:
        pack = clean()
        assert edition_of(pack).pack is pack
        assert edition_of(pack, Audience.RESTRICTED).pack is pack


PLACES = count(2)


def compared(
    name: str, value: float, period: Period = MAY, ref: str = "X", rank: str = ""
) -> ComparatorFigure:
    place = Place("data/comparators.csv", next(PLACES))
    return ComparatorFigure(ref, name, period, period.short, Decimal(str(value)), "ADCS", "", rank, place)


class TestComparators:
    """X is 3 in May and suppressed; W is not."""

    def test_a_region_and_its_other_areas_go_where_they_leave_the_count_over(self) -> None:
        region, one, other = compared("London", 40), compared("Barnet", 21), compared("Camden", 16)
        england, last, safe = (
            compared("England", 900),
            compared("London", 38, APRIL),
            compared("London", 50, ref="W"),
        )
        pack = replace(PACK, comparators=(region, one, other, england, last, safe))
        assert public(pack).comparators == (england, last, safe)
        assert public(replace(pack, comparators=(region, one))).comparators == (region, one)
        report = disclosure_text(pack, decide(pack))
        assert "the figure of London goes" in report

    @given(sizes=st.lists(st.integers(5, 90), min_size=2, max_size=33), abroad=st.booleans())
    @settings(max_examples=25, deadline=None)
    def test_so_do_all_the_areas_of_a_region(self, sizes: list[int], *, abroad: bool) -> None:
        areas = [compared(f"Area {place}", size) for place, size in enumerate(sizes)]
        region = compared("London", sum(sizes) + 3)
        beside = [compared("England", 10_000), compared("Similar councils", 19.5, rank="mean of 8 of 10")]
        beside += [compared("Leeds", 31)] if abroad else []
        pack = replace(PACK, comparators=(*areas, region, *beside))
        made = {one.name for one in public(pack).comparators}
        assert "London" not in made
        assert made >= {"England", "Similar councils"}

    def test_the_bodys_own_figure_goes_whatever_its_unit(self) -> None:
        rank, own, other = (
            compared("Rank", 3, rank="4 of 151"),
            compared("Anytown", 4),
            compared("Barnet", 21),
        )
        assert public(replace(PACK, comparators=(rank, own, other))).comparators == (other,)
        shares = made_pack({"N": [3], "D": [60], "P": [5]}, ratios={"P": ("N", "D")})
        same, unlike = compared("Last survey", 5, APRIL, "P"), compared("England", 7, APRIL, "P")
        assert public(replace(shares, comparators=(same, unlike))).comparators == (unlike,)

    def test_figures_that_are_rounded_leave_too_much_open(self) -> None:
        region, one = compared("London", 40), compared("Barnet", 35)
        pack = replace(made_pack({"X": [5, 3]}), comparators=(region, one))
        assert public(pack).comparators == (region, one)
        wide = replace(pack, disclosure=replace(SMALL, threshold=30))
        assert public(wide).comparators == ()


class TestForecasts:
    """X is 3 in May and suppressed, with Y; in April X was 5."""

    @pytest.mark.parametrize(
        ("ref", "period", "value", "stays"),
        [
            ("X", Period(2018, 3), 40, False),  # made by somebody who knew May's figure
            ("Y", MAY, 18, False),
            ("W", Period(2018, 3), 3, False),  # a small count of people
            ("W", Period(2018, 3), 40, True),
            ("W", MAY, 21, True),
        ],
    )
    def test_one_that_tells_of_a_suppressed_figure_goes(
        self, ref: str, period: Period, value: int, *, stays: bool
    ) -> None:
        one = Forecast(ref, period, Decimal(value), "Head of Care", date(2017, 6, 1), HERE)
        assert public(replace(PACK, forecasts=(one,))).forecasts == ((one,) if stays else ())

    def test_what_a_suppressed_figure_of_the_year_is(self) -> None:
        pack = made_pack({"W": [20, 26], "X": [3, 8], "Y": [17, 18]}, total("W", "X", "Y"))
        same, other = (
            Forecast("Y", Period(2018, 3), Decimal(value), "Head of Care", date(2017, 6, 1), HERE)
            for value in (17, 30)
        )
        assert public(replace(pack, forecasts=(same, other))).forecasts == (other,)

    def test_it_is_rounded_like_counts(self) -> None:
        pack = made_pack({"X": [23]}, settings=NHS)
        one = Forecast("X", Period(2018, 3), Decimal(33), "Head of Care", date(2017, 6, 1), HERE)
        assert public(replace(pack, forecasts=(one,))).forecasts == (replace(one, value=Decimal(35)),)

    def test_one_of_an_indicator_that_is_not_sensitive_stays(self) -> None:
        one = Forecast("AB1", Period(2018, 3), Decimal(3), "Head of Care", date(2017, 6, 1), HERE)
        pack = replace(clean(), disclosure=SMALL, forecasts=(one,))
        assert public(pack).forecasts == (one,)


class TestAListOfChanges:
    def test_an_earlier_pack_is_compared_without_what_is_kept_back_now(self) -> None:
        made = public(PACK)
        before = as_kept_back(PACK, made)
        assert compare(before, made).differences == ()
        assert as_kept_back(PACK, PACK) is PACK


class TestRounding:
    def test_counts_are_rounded_and_percentages_follow_from_them(self) -> None:
        pack = made_pack({"N": [23], "D": [57], "P": [40]}, ratios={"P": ("N", "D")}, settings=NHS)
        made = public(pack)
        values = {ref: made.observations[ref, APRIL].value for ref in ("N", "D", "P")}
        assert values == {"N": 25, "D": 55, "P": 45}


class TestExemptParts:
    def test_an_indicator_keeps_its_place_and_loses_its_figures(self) -> None:
        pack = replace(clean(), exempt=(ExemptPart(PartKind.INDICATOR, "AB1", WHY, HERE),))
        made = public(pack)
        assert [one.ref for one in made.indicators] == [one.ref for one in pack.indicators]
        assert {s.status for (ref, _), s in made.observations.items() if ref == "AB1"} == {
            ValueStatus.SUPPRESSED
        }
        assert [n.text for n in made.notes if n.ref == "AB1"] == ["Withheld: exempt, paragraph 2"]
        assert {t.status for t in made.targets if t.ref == "AB1"} == {TargetStatus.NOT_APPLICABLE}

    def test_a_section_takes_its_indicators_and_its_commentary(self) -> None:
        made = public(replace(clean(), exempt=(ExemptPart(PartKind.SECTION, "visits", WHY, HERE),)))
        assert all(seen.value is None for seen in made.observations.values())
        written = {one.source for one in made.narratives if one.table and not one.is_blank}
        assert written == {""}

    def test_an_action_keeps_its_reference(self) -> None:
        made = public(replace(clean(), exempt=(ExemptPart(PartKind.ACTION, "A-1", WHY, HERE),)))
        assert [(one.ref, one.text) for one in made.actions] == [("A-1", "Withheld: exempt, paragraph 2")]

    def test_confidential_is_another_class(self) -> None:
        closed = Exemption("confidential", "A department forbids it.", "The law says so.")
        pack = replace(clean(), exempt=(ExemptPart(PartKind.ACTION, "A-1", closed, HERE),))
        assert public(pack).actions[0].text == "Withheld: confidential"
        assert edition_of(pack, Audience.RESTRICTED).pack.facts.classification == "Confidential"

    def test_the_restricted_edition_holds_everything_and_says_so(self) -> None:
        pack = replace(clean(), exempt=(ExemptPart(PartKind.INDICATOR, "AB1", WHY, HERE),))
        made = edition_of(pack, Audience.RESTRICTED).pack
        assert made.observations == pack.observations
        assert (made.edition, made.facts.classification) == (Audience.RESTRICTED, "Restricted")
