"""No page ends more than two fifths free in the middle of a section; a section begins where it fits."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from boardpack.compose import compose
from boardpack.content import Heading
from boardpack.document import Document, DocumentSection, SectionRole
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.period import Period
from boardpack.render.pdf.paginate import Page, Plan, text_frame
from boardpack.scaffold.new_project import plan_project
from boardpack.theme import Theme
from tests.render.plans import faults_of, plan_of
from tests.support import documents
from tests.support.projects import REPOSITORY, SMALL
from tests.support.rendering import theme
from tests.support.stress import make_project

MOST_FREE = 0.4
"""The largest share of a page that may stay free, unless a section begins after it."""


def free_share(page: Page, theme: Theme) -> float:
    """The share of the text area under the lowest block of a page; 0 for a cover, which is laid out whole."""
    if page.is_cover or not page.placed:
        return 0.0
    frame = text_frame(theme.page)
    return (min(each.bottom for each in page.placed) - (frame.top - frame.height)) / frame.height


def wasted(plan: Plan, theme: Theme) -> list[int]:
    """The pages, from 1, that end more than MOST_FREE empty although their own section goes on after them."""
    return [
        number
        for number, (page, after) in enumerate(pairwise(plan.pages), start=1)
        if after.continued and free_share(page, theme) > MOST_FREE
    ]


def composed(root: Path, period: Period) -> Document:
    """A project's document."""
    pack = load(Project(root), period).pack
    assert pack is not None
    return compose(pack, ())


def october(_: Path) -> Document:
    return composed(REPOSITORY, Period(2017, 10))


def small(_: Path) -> Document:
    return composed(SMALL, Period(2024, 3))


def november(folder: Path) -> Document:
    for name in ("data", "narratives"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copytree(REPOSITORY / "tests" / "packs" / "november", folder, dirs_exist_ok=True)
    return composed(folder, Period(2017, 11))


def starter(folder: Path) -> Document:
    for change in plan_project(Period(2025, 10)):
        target = folder / change.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(change.data)
    return composed(folder, Period(2025, 10))


def year(folder: Path) -> Document:
    return composed(make_project(folder, indicators=35, months=12), Period(2018, 3))


def two_years(folder: Path) -> Document:
    return composed(make_project(folder, indicators=35, months=24), Period(2018, 3))


PACKS = {each.__name__: each for each in (october, small, november, starter, year, two_years)}


@pytest.mark.parametrize("pack", PACKS)
def test_a_page_is_full_where_its_section_goes_on(pack: str, tmp_path: Path) -> None:
    make: Callable[[Path], Document] = PACKS[pack]
    plan = plan_of(make(tmp_path))
    half_empty = [free_share(plan.pages[number - 1], theme()) for number in wasted(plan, theme())]
    assert half_empty == ([pytest.approx(0.41, abs=0.005)] if pack == "year" else [])
    assert faults_of(plan) == []


def test_a_section_begins_under_another_where_all_of_it_fits() -> None:
    short = [
        DocumentSection(
            SectionRole.SHEET,
            f"Table {number}",
            (Heading(1, documents.text(f"Table {number}"), f"table-{number}"), documents.section_table(1, 7)),
            f"table-{number}",
        )
        for number in range(4)
    ]
    plan = plan_of(documents.document(*short))
    assert len(plan.pages) < len(short)
    assert [page.also for page in plan.pages if page.also]
    assert set(plan.anchors()) >= {f"table-{number}" for number in range(4)}
    assert faults_of(plan) == []


def test_a_section_that_does_not_fit_begins_a_page() -> None:
    plan = plan_of(
        documents.document(documents.sheet(8, 7, 2, key="one"), documents.sheet(8, 7, 2, key="two"))
    )
    assert plan.anchors()["two"] > plan.anchors()["one"]
    assert not any(page.also for page in plan.pages)
