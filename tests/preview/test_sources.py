"""From a place on a page to its file and line, and from a finding to its place on the pages."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.charts import draw
from boardpack.compose import compose
from boardpack.load.project import Project
from boardpack.load.theme import read_look
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.pack import Pack
from boardpack.preview.pages import PackPages
from boardpack.preview.sources import Sources, find_line, where
from boardpack.render.pdf.renderer import lay_out
from tests.conftest import loaded
from tests.support.projects import REPOSITORY, SMALL

FINDING = Finding("a-rule", Severity.WARNING, Place("data/x.csv"), "", "found", "expected", "remedy")


@pytest.fixture(scope="module", params=[SMALL, REPOSITORY], ids=["small", "october"])
def pack(request: pytest.FixtureRequest) -> Pack:
    return loaded(request.param)


@pytest.fixture(scope="module")
def pages(pack: Pack) -> PackPages:
    theme, _ = read_look(Project(REPOSITORY), pack)
    assert theme is not None
    return PackPages(lay_out(compose(pack, ()), theme, draw, 1), draw)


def test_every_row_chart_and_action_is_where_its_figures_are(pack: Pack, pages: PackPages) -> None:
    sources = Sources(pack)
    found = {
        area.anchor: sources.of(section, area)
        for page in range(1, pages.count + 1)
        for section, area in pages.areas(page)
        if area.anchor
    }
    for indicator in (each for each in pack.indicators if each.table):
        observation = pack.observation(indicator.ref, pack.period)
        assert observation is not None
        assert observation.place in found.values()
    for action in pack.actions:
        assert found[f"action-{action.ref.casefold()}"] == action.place
    assert all(table.place == found.get(table.key, table.place) for table in pack.tables)


def test_every_paragraph_of_commentary_is_where_it_is_written(pack: Pack, pages: PackPages) -> None:
    sources, narrative_words = Sources(pack), 0
    for page in range(1, pages.count + 1):
        for section, area in pages.areas(page):
            place = sources.of(section, area)
            if not place.file.endswith(".md") or len(area.words) < 60:
                continue
            narrative_words += 1
            line = (SMALL if "2024" in place.file else REPOSITORY).joinpath(place.file).read_text("utf-8-sig")
            written = line.split("\n")[place.line - 1]
            assert set(area.words.split()) & set(written.split()), (area.words, written)
    assert narrative_words >= (4 if len(pack.indicators) < 10 else 38)


def test_nothing_is_of_another_section(pack: Pack, pages: PackPages) -> None:
    """What is under a table's heading is of that table's files; every page begins in the right section."""
    keys = {table.key for table in pack.tables}
    sources = Sources(pack)
    for page in range(1, pages.count + 1):
        for section, area in pages.areas(page):
            file = sources.of(section, area).file
            if file.endswith(".md"):
                stem = file.rpartition("/")[2].removesuffix(".md")
                assert stem == (section if section in keys else "directors-summary")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Visits fell in March, since the roof leaked.", 1),
        ("The second sentence has 92.5% in it, and goes on for a while.", 3),
        ("CIN (children in need) numbers rose again this month", 5),
        ("Nothing of the kind is said anywhere in it", 0),
        ("Yes", 6),
        ("", 0),
    ],
)
def test_words_are_found_however_they_are_marked(words: str, line: int) -> None:
    source = (
        "**Visits fell** in [March](https://example.org), since the roof leaked.\n\n"
        "The second sentence has {{LL 1}} in it, and goes on for a while.\n\n"
        "CIN numbers rose again this month\n- Yes\n"
    )
    assert find_line(source, words) == line


def test_a_finding_leads_to_its_row_or_its_paragraph(pack: Pack, pages: PackPages) -> None:
    sources = Sources(pack)
    indicator = next(each for each in pack.indicators if each.table)
    page, area = where(replace(FINDING, subject=indicator.ref), pages, sources)
    shown = indicator.definition(pack.period).reference
    assert list(pages.areas(page))[area][1].words.startswith(shown)
    narrative = next(each for each in pack.narratives if each.table and len(each.source) > 50)
    place = Place(narrative.place.file, narrative.place.line + 1)
    page, area = where(replace(FINDING, place=place), pages, sources)
    section, found = list(pages.areas(page))[area]
    assert section == narrative.table
    assert sources.of(section, found).file == narrative.place.file
    assert sources.of(section, found).line <= place.line


def test_a_finding_of_no_page_leads_nowhere(pack: Pack, pages: PackPages) -> None:
    assert where(FINDING, pages, Sources(pack)) == (0, -1)
