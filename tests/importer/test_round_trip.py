"""Any table of figures, in any layout, comes in as it was or is refused by its cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from boardpack.importer import ImportPlan, read_grids
from boardpack.load.value_parser import RowReading, read_cell
from boardpack.model.indicator import Unit, canonical_ref
from boardpack.model.pack import Pack
from tests.importer import layouts
from tests.importer.layouts import COUNT, LAYOUTS, MONTHS, PERCENT, REFUSED, TITLES, Figures
from tests.importer.sheets import plan_import

PERCENTAGES = st.decimals(0, 100, places=1)
COUNTS = st.integers(-99_999, 9_999_999).map(Decimal)


def months_of(cells: st.SearchStrategy[Decimal]) -> st.SearchStrategy[dict[object, Decimal | None]]:
    return st.fixed_dictionaries({month: st.none() | cells for month in MONTHS})


FIGURES = st.fixed_dictionaries(
    {ref: months_of(PERCENTAGES if ref in PERCENT else COUNTS) for ref in (*PERCENT, *COUNT)}
)


PACKS: dict[str, Pack] = {}
"""October's pack, which is too large to be an argument that Hypothesis prints."""


@pytest.fixture(scope="module", autouse=True)
def titles(october: Pack) -> Iterator[None]:
    """The titles that the project has."""
    PACKS["october"] = october
    with pytest.MonkeyPatch.context() as patch:
        for ref in TITLES:
            indicator = october.indicator(canonical_ref(ref))
            assert indicator is not None
            patch.setitem(layouts.TITLES, ref, indicator.definitions[0].title)
        yield


def brought(figures: Figures, name: str) -> ImportPlan:
    with TemporaryDirectory() as folder:
        return plan_import(PACKS["october"], {}, read_grids(LAYOUTS[name](Path(folder), figures)))


def wrong(plan: ImportPlan, figures: Figures) -> list[str]:
    """What the plan would write of this year that is not what the sheet's table had."""
    found = []
    for change in plan.changes:
        ref = next(ref for ref in figures if canonical_ref(ref) == change.ref)
        figure = figures[ref].get(change.month)
        if change.month in MONTHS and change.measure == "value":
            value = read_cell(change.now, RowReading(Unit.PERCENT if ref in PERCENT else Unit.COUNT)).number
            if figure is None and value is None:
                continue  # a status
            if figure is None or value is None or abs(value - figure) > Decimal("0.000001"):
                found.append(f"{ref} {change.month.short}: {change.now}, not {figure}")
    return found


@pytest.mark.parametrize("name", LAYOUTS)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(figures=FIGURES)
def test_figures_come_back_or_are_refused(name: str, figures: Figures) -> None:
    holds(name, figures)


@pytest.mark.campaign
@pytest.mark.parametrize("name", LAYOUTS)
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(figures=FIGURES)
def test_many_figures_come_back_or_are_refused(name: str, figures: Figures) -> None:
    holds(name, figures)


def holds(name: str, figures: Figures) -> None:
    plan = brought(figures, name)
    assert wrong(plan, figures) == []
    written = {(c.ref, c.month) for c in plan.changes if c.measure == "value"}
    expected = {
        (canonical_ref(ref), month) for ref, of in figures.items() for month, n in of.items() if n is not None
    }
    if LAYOUTS[name] in REFUSED:
        assert not written
        assert plan.unmatched
        return
    missing = expected - written
    refused = " ".join(remark.what for remark in plan.unmatched)
    assert all(month.long in refused for _, month in missing), (missing, plan.unmatched)
    assert len(missing) <= 2  # a lone 1% or 0.5% in a row of bare numbers could be read in two ways


def test_there_are_thirty_layouts() -> None:
    assert len(LAYOUTS) >= 30
