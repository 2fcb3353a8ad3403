"""Year to date, rolling year and needed rate, against numbers worked out by an independent script."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from boardpack.analysis.accumulate import Method, accumulated_words, needed_rate, rolling_year, year_to_date
from boardpack.analysis.formatting import rounded
from boardpack.model.indicator import Basis, Unit
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period, financial_year
from tests.support.packs import indicator, seen, target
from tests.support.packs import pack as made_pack

TOPS = (30, 20, 45, 10, 60, 40)
BOTTOMS = (40, 25, 50, 20, 80, 50)
SEP = Period(2017, 9)


def percentages(tops: tuple[int | None, ...] = TOPS, **changes: Any) -> Pack:
    months = financial_year(SEP).months
    observations = []
    for month, top, bottom in zip(months, tops, BOTTOMS, strict=False):
        value = None if top is None else str(Decimal(top) * 100 / bottom)
        counts = {"numerator": None if top is None else Decimal(top), "denominator": Decimal(bottom)}
        observations.append(seen("A1", month, value, **counts))
    made: Pack = made_pack((indicator(**changes),), (target(green="95", amber="90"),), tuple(observations))
    return replace(made, period=SEP, year=financial_year(SEP))


def test_a_percentage_is_weighted_by_its_counts() -> None:
    found = year_to_date(percentages(), "A1", SEP)
    assert found is not None
    assert found.method is Method.WEIGHTED
    assert rounded(found.value, 2) == Decimal("77.36")


def test_a_month_with_one_half_missing_drops_from_both_sums() -> None:
    pack = percentages((30, 20, None, 10, 60, 40))
    found = year_to_date(pack, "A1", SEP)
    assert found is not None
    assert (found.numerator, found.denominator) == (Decimal(160), Decimal(215))
    assert rounded(found.value, 2) == Decimal("74.42")
    assert accumulated_words(found, pack.indicators[0], pack.words) == "74% (5 of 6)"


def test_without_counts_it_is_the_simple_mean_and_says_so() -> None:
    pack = percentages()
    bare = {key: replace(one, numerator=None, denominator=None) for key, one in pack.observations.items()}
    found = year_to_date(replace(pack, observations=bare), "A1", SEP)
    assert found is not None
    assert (found.method, found.value) == (Method.MEAN, Decimal(75))
    assert accumulated_words(found, pack.indicators[0], pack.words) == "75% (simple mean)"


@pytest.mark.parametrize("basis", [Basis.MONTH_END, Basis.YEAR_TO_DATE, Basis.ROLLING_12])
def test_a_stock_and_what_is_accumulated_already_are_the_latest_value(basis: Basis) -> None:
    found = year_to_date(percentages(basis=basis), "A1", SEP)
    assert found is not None
    assert (found.method, found.value) == (Method.LATEST, Decimal(80))


@pytest.mark.parametrize(
    ("basis", "total"), [(Basis.MONTH, 450), (Basis.MONTH_END, 80), (Basis.NOT_STATED, None)]
)
def test_counts_of_events_are_added_and_levels_never(basis: Basis, total: int | None) -> None:
    found = year_to_date(percentages(basis=basis, unit=Unit.COUNT), "A1", SEP)
    assert (None if found is None else rounded(found.value, 0)) == (total)


def test_a_rolling_year_needs_twelve_months() -> None:
    assert rolling_year(percentages(), "A1", SEP) is None
    months = list(Period(2016, 10).to(SEP))
    cells = [seen("A1", month, str(number)) for number, month in enumerate(months)]
    pack = made_pack((indicator(unit=Unit.COUNT),), (), tuple(cells))
    found = rolling_year(pack, "A1", SEP)
    assert found is not None
    assert found.value == sum(range(12))


def test_what_the_rest_of_a_year_must_reach() -> None:
    october = Period(2017, 10)
    months = [month for month in financial_year(october).months if month <= october]
    tops = (58, 58, 58, 58, 58, 57, 57)
    cells = [
        seen("A1", month, str(Decimal(top) * 100 / 70), numerator=Decimal(top), denominator=Decimal(70))
        for month, top in zip(months, tops, strict=True)
    ]
    pack = made_pack((indicator(),), (target(green="95", amber="90"),), tuple(cells))
    found = needed_rate(pack, "A1", october)
    assert found is not None
    assert rounded(found.rate, 2) == Decimal("112.57")
    assert not found.possible
    met = needed_rate(replace(pack, targets=(target(green="80", amber="75"),)), "A1", october)
    assert met is not None
    assert met.possible


def test_nothing_is_needed_when_the_year_is_over_or_a_value_is_missing() -> None:
    march = Period(2018, 3)
    cells = [seen("A1", month, "5") for month in financial_year(march).months]
    pack = replace(
        made_pack((indicator(unit=Unit.COUNT),), (target(green="95", amber="90"),), tuple(cells)),
        period=march,
    )
    assert needed_rate(pack, "A1", march) is None
    gone = [replace(cells[0], value=None, status=ValueStatus.SUPPRESSED), *cells[1:5]]
    pack = made_pack((indicator(unit=Unit.COUNT),), (target(green="95", amber="90"),), tuple(gone))
    assert needed_rate(pack, "A1", Period(2017, 8)) is None
