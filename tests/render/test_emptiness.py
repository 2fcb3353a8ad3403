"""No page ends more than two fifths free in the middle of a section; a section begins where it fits."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from boardpack.compose import compose
from boardpack.content import Heading
from boardpack.document import Document, DocumentSection, SectionRole
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.period import Cadence, Calendar, Period
from boardpack.render.pdf import render_pdf
from boardpack.render.pdf.paginate import Page, Plan, text_frame
from boardpack.scaffold.new_project import plan_project
from boardpack.theme import Theme
from tests.pdf.checks import complaints
from tests.render.plans import faults_of, plan_of
from tests.support import documents
from tests.support.projects import BRANDS, REPOSITORY, SMALL, theme
from tests.support.rendering import sketch
from tests.support.stress import make_project

BODIES = REPOSITORY / "tests" / "packs"
MOST_FREE = 0.4
"""The largest share of a page that may stay free, unless a section begins after it."""


def free_share(page: Page, theme: Theme) -> float:
    """The share of the text area under the lowest block of a page; 0 for a cover, which is laid out whole."""
    if page.is_cover or not page.placed:
        return 0.0
    frame = text_frame(theme.page.turned(page.turned))
    return (page.lowest - (frame.top - frame.height)) / frame.height


def wasted(plan: Plan, theme: Theme) -> list[int]:
    """The pages, from 1, that end more than MOST_FREE empty although their own section goes on after them."""
    return [
        number
        for number, (page, after) in enumerate(pairwise(plan.pages), start=1)
        if after.continued and free_share(page, theme) > MOST_FREE
    ]


def composed(root: Path, period: Period | None) -> Document:
    """A project's document."""
    assert period is not None
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


def quarter(_: Path) -> Document:
    return composed(BODIES / "council-quarter", Calendar(Cadence.QUARTER, 4).parse("2025-Q2"))


def housing(_: Path) -> Document:
    return composed(BODIES / "housing", Period(2025, 10))


def trust(_: Path) -> Document:
    return composed(BODIES / "trust-month", Period(2025, 10))


def one(folder: Path) -> Document:
    return composed(make_project(folder, indicators=1, months=12), Period(2018, 3))


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


def three_years(folder: Path) -> Document:
    return composed(make_project(folder, indicators=35, months=36), Period(2018, 3))


MAKERS = (
    october, small, november, starter, quarter, housing, trust, one, year, two_years, three_years,
)  # fmt: skip
PACKS = {each.__name__: each for each in MAKERS}


@pytest.mark.parametrize("pack", PACKS)
def test_a_page_is_full_where_its_section_goes_on(pack: str, tmp_path: Path) -> None:
    make: Callable[[Path], Document] = PACKS[pack]
    plan = plan_of(make(tmp_path))
    half_empty = [free_share(plan.pages[number - 1], theme()) for number in wasted(plan, theme())]
    assert half_empty == ([pytest.approx(0.41, abs=0.005)] if pack == "year" else [])
    assert faults_of(plan) == []


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("pack", ["october", "small"])
def test_a_pack_stands_on_upright_pages(pack: str, brand: str, tmp_path: Path) -> None:
    look = theme(brand).turned("portrait")
    assert look.page.width < look.page.height
    plan = plan_of(PACKS[pack](tmp_path), look)
    assert faults_of(plan, look) == []
    assert wasted(plan, look) == []


def test_one_table_may_have_its_own_way_up() -> None:
    sheets = [documents.sheet(8, 7, 2, key=key) for key in ("one", "two", "three")]
    sheets[1] = replace(sheets[1], page="portrait")
    document = documents.document(*sheets)
    plan = plan_of(document)
    assert faults_of(plan) == []
    assert {(page.title, page.turned) for page in plan.pages} >= {
        ("Front door", ""),
        ("Front door", "portrait"),
    }
    upright = [page.turned == "portrait" for page in plan.pages]
    rendered = render_pdf(document, theme(), sketch)
    assert complaints(rendered.data) == []
    with pikepdf.open(io.BytesIO(rendered.data)) as pdf:
        boxes = [tuple(round(float(side)) for side in page.mediabox) for page in pdf.pages]
    assert boxes == [(0, 0, 595, 842) if each else (0, 0, 842, 595) for each in upright]


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
