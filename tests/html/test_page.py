"""The web edition: the PDF's words, one element an id, nothing fetched or run, and read by everyone."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import accumulate, pairwise, zip_longest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.charts import draw
from boardpack.check.audit import audit
from boardpack.compose import compose
from boardpack.content import PageNumber, Paragraph, Row, Table
from boardpack.document import Block, Contents, Document, Figure, block_texts, walk
from boardpack.load.project import Project
from boardpack.load.theme import read_look
from boardpack.model.period import Period
from boardpack.render.html import render_page
from boardpack.render.html.page import path_data
from boardpack.scaffold import KINDS
from boardpack.theme import Theme
from tests.html.npm_tools import AXE, NU, NpmFile, lacking
from tests.pdf.verapdf import SHORT_LIVED
from tests.preview.browser import Browser
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, SMALL, copy_project

PACKS = {
    "october": (REPOSITORY, Period(2017, 10)),
    "november": (REPOSITORY / "tests" / "packs" / "november", Period(2017, 11)),
    "small": (SMALL, Period(2024, 3)),
    **dict.fromkeys(KINDS),
}
"""The packs of the repository, and those that `init --like` begins with."""


class Made:
    """A pack's Document and its page."""

    def __init__(self, name: str, folder: Path) -> None:
        project, period = _project(name, folder)
        found = audit(project, period)
        assert found.pack is not None
        theme, faults = read_look(project, found.pack)
        assert theme is not None
        assert not faults
        self.theme: Theme = theme
        self.document: Document = compose(found.pack, found.findings)
        self.page = render_page(self.document, theme, draw)
        self.text = self.page.decode()


def _project(name: str, folder: Path) -> tuple[Project, Period]:
    held = PACKS[name]
    if held is None:
        assert boardpack("init", folder, "--like", name).code == 0
        project = Project(folder)
        return project, project.months()[-1]
    root, period = held
    return Project(copy_project(root, folder) if name == "small" else root), period


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    return {name: Made(name, tmp_path_factory.mktemp("web") / "project") for name in PACKS}


@pytest.fixture(scope="module", params=PACKS)
def made(request: pytest.FixtureRequest, packs: dict[str, Made]) -> Made:
    return packs[request.param]


class Reader(HTMLParser):
    """Collects a page's ids, headings and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.levels: list[int] = []
        self.words: list[str] = []
        self._quiet = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append(tag)
        self.ids += [held["id"] or ""] if "id" in held else []
        self.links += [(held["href"] or "")[1:]] if (held.get("href") or "").startswith("#") else []
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self._quiet += tag in {"style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in {"style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words.append(data)


def folded(text: str) -> str:
    return re.sub(r"\s+", "", text)


def unpaged(block: Block) -> Block:
    """A block without page numbers and the words before them, which a page on the web does not have."""
    if isinstance(block, Paragraph):
        pairs = zip_longest(block.content, block.content[1:])
        return replace(block, content=tuple(one for one, after in pairs if not isinstance(after, PageNumber)))
    if not isinstance(block, Table):
        return block
    head, body = (tuple(_unpaged(row, block) for row in rows) for rows in (block.head, block.body))
    return replace(block, head=head, body=body)


def _unpaged(row: Row, table: Table) -> Row:
    starts = [0, *accumulate(cell.colspan for cell in row.cells)]
    kept = zip(row.cells, starts, strict=False)
    return replace(row, cells=tuple(cell for cell, start in kept if not table.columns[start].paged))


def test_every_word_of_the_document_is_on_the_page_in_its_order(made: Made) -> None:
    spoken = re.sub(r'<(span|g) aria-hidden="true">.*?</\1>', "", made.text)
    page = folded(html.unescape("".join(Reader(spoken).words)))
    at = 0
    for section in made.document.sections:
        for block in walk(section.blocks):
            for text in () if isinstance(block, Figure) else block_texts(unpaged(block)):
                found = page.find(folded(text), at)
                assert found >= 0, text
                at = found
    for section in made.document.sections:
        for block in walk(section.blocks):
            if isinstance(block, Figure):
                assert f">{html.escape(block.alt)}</desc>" in made.text


def test_no_page_is_named(made: Made) -> None:
    """A web page has no pages: neither a number nor the words that lead to one."""
    assert not re.search(r"\bpage *[.;,<]", " ".join(Reader(made.text).words))


def test_an_id_is_of_one_element_and_every_link_leads_to_one(made: Made) -> None:
    reader = Reader(made.text)
    assert len(set(reader.ids)) == len(reader.ids)
    assert set(reader.links) <= set(reader.ids)


def test_there_is_one_title_and_no_level_is_skipped(made: Made) -> None:
    levels = Reader(made.text).levels
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_contents_are_a_list_in_as_many_levels_as_they_have(made: Made) -> None:
    blocks = [block for section in made.document.sections for block in walk(section.blocks)]
    entries = [entry for block in blocks if isinstance(block, Contents) for entry in block.entries]
    nav = made.text.partition("<nav")[2].partition("</nav>")[0]
    levels, depth = [], 0
    for tag in re.findall(r"<(/?ul|li)\b", nav):
        depth += {"ul": 1, "/ul": -1}.get(tag, 0)
        levels += [depth] if tag == "li" else []
    assert levels == [entry.level for entry in entries]


def test_nothing_is_run_or_fetched(made: Made) -> None:
    tags = set(Reader(made.text).tags)
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "base"}
    assert not re.search(r'(?:src|srcset|action)="(?!data:)', made.text)
    assert not re.search(r"url\((?!data:|#)", made.text)
    assert "default-src 'none'" in made.text
    assert not re.search(r"\son\w+=", made.text)


def test_the_page_is_small(made: Made) -> None:
    assert len(made.page) < 400_000


@pytest.mark.parametrize("made", ["small", "trust-month"], indirect=True)
def test_the_page_is_the_same_each_time(made: Made) -> None:
    assert render_page(made.document, made.theme, draw) == made.page


def test_every_chart_has_its_words_and_its_figures(made: Made) -> None:
    figures = [block for section in made.document.sections for block in walk(section.blocks)]
    charts = [block for block in figures if isinstance(block, Figure)]
    assert made.text.count('<svg role="img" aria-labelledby=') == len(charts)
    assert made.text.count("<details><summary>Figures") == len(charts)
    for figure in charts:
        for point in figure.chart.points:
            assert f'<th scope="row">{html.escape(point.label)}</th>' in made.text


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=1, max_size=5))
def test_a_path_is_turned_over(points: list[tuple[float, float]]) -> None:
    operators = " ".join(f"{x:.3f} {y:.3f} {'m' if n == 0 else 'l'}" for n, (x, y) in enumerate(points))
    found = [float(number) for number in re.findall(r"-?[\d.]+", path_data(operators, 100.0))]
    for (x, y), (left, down) in zip(points, zip(found[::2], found[1::2], strict=True), strict=True):
        assert abs(left - x) < 0.01
        assert abs(down - (100 - y)) < 0.01


def test_build_writes_what_is_asked_for_and_what_the_pack_asks_for(small_pack: Path) -> None:
    out = small_pack / "out"
    assert boardpack("build", "--html", "--data", project=small_pack).code == 0
    stem = next(out.glob("*.pdf")).stem
    endings = (".pdf", ".html", ".csv", ".csv-metadata.json", ".xlsx")
    assert {path.name for path in out.iterdir()} == {stem + ending for ending in endings}
    shutil.rmtree(out)
    with (small_pack / "data" / "pack.toml").open("a", encoding="utf-8") as facts:
        facts.write('\n[editions]\nformats = ["html"]\n')
    assert boardpack("build", project=small_pack).code == 0
    assert {path.suffix for path in out.iterdir()} == {".pdf", ".html"}


def test_an_unknown_format_is_a_finding(small_pack: Path) -> None:
    with (small_pack / "data" / "pack.toml").open("a", encoding="utf-8") as facts:
        facts.write('\n[editions]\nformats = ["docx"]\n')
    said = boardpack("check", "--all", project=small_pack)
    assert said.code == 1
    assert "fact-wrong" in said.out
    assert "html" in said.out


# ------------------------------------------------------------------------------------ other readers


def needed(tool: NpmFile) -> None:
    if lack := lacking(tool):
        pytest.skip(lack)


VIEWS = {
    "light": (1280, "light", 1),
    "dark": (1280, "dark", 1),
    "at 320 pixels": (320, "light", 1),
    "at 320 pixels, dark": (320, "dark", 1),
    "at 200 per cent": (640, "light", 2),
}
"""Width in CSS pixels, scheme, pixels of the device to one of them."""
FEW = ("at 320 pixels, dark",)
"""The view in which each page is read with everything unfolded, after the first, in which nothing is.

The small pack's is read so in every view: the others have the parts of its page, many times over.
"""


@pytest.fixture(scope="module")
def page(made: Made, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """The browser with the page in it, loaded once for all tests of it."""
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_bytes(made.page)
    browser.go(file.as_uri())
    return browser


@pytest.fixture
def seen(page: Browser) -> Browser:
    """The page as it is when it is opened: nothing unfolded, nothing scrolled."""
    page.look(1280)
    page.value(
        "document.querySelectorAll('details').forEach(each => { each.open = false });"
        "document.querySelectorAll('.region').forEach(each => { each.scrollLeft = 0 }); scrollTo(0, 0)"
    )
    return page


@pytest.mark.parametrize("made", [name for name in PACKS if name != "november"], indirect=True)
def test_axe_finds_no_violation(seen: Browser, request: pytest.FixtureRequest) -> None:
    """November has the tables of October, which is by far the longest: it is read unfolded alone."""
    needed(AXE)
    made = request.node.callspec.params["made"]
    found = {} if made == "october" else {"light, folded": seen.violations(AXE.place)}
    seen.value("document.querySelectorAll('details').forEach(each => { each.open = true })")
    views = VIEWS if made == "small" else FEW
    for name, (width, scheme, scale) in ((name, VIEWS[name]) for name in views):
        seen.look(width, scheme, scale=scale)
        found[name] = seen.violations(AXE.place)
    assert found == {name: [] for name in found}


def test_it_reflows(seen: Browser) -> None:
    """WCAG 2.2, 1.4.10: nothing but a table, in a region of its own, is wider than 320 pixels."""
    for width in (320, 640, 1280):
        seen.look(width)
        assert seen.value("document.documentElement.scrollWidth") <= width


def test_only_long_series_scroll_on_the_narrowest_screen(seen: Browser) -> None:
    """A row of up to eight columns is set in lines; what scrolls can be focused and has a name."""
    seen.look(320)
    wide = seen.value(
        "[...document.querySelectorAll('table')].filter(one => { const box = one.closest('.region') || "
        "one.parentElement; return box.scrollWidth > box.clientWidth }).map(one => [one.closest('.region')"
        "?.tabIndex, Boolean(one.closest('.region')?.getAttribute('aria-label')), "
        "[...one.querySelector('thead tr').children].filter(cell => cell.offsetParent).length > 8])"
    )
    assert wide == [[0, True, True]] * len(wide)


ROLES = ("table", "row", "columnheader", "rowheader", "cell")


def test_rows_set_in_lines_are_rows_to_a_screen_reader(seen: Browser) -> None:
    counts = []
    for width in (600, 320):
        seen.look(width)
        assert seen.value("document.querySelector('.stacks').offsetHeight") > 0
        nodes = seen.call("Accessibility.getFullAXTree")["nodes"]
        roles = [node["role"]["value"] for node in nodes if not node["ignored"]]
        counts.append({role: roles.count(role) for role in ROLES})
    assert counts[0] == counts[1]
    assert counts[0]["columnheader"] > 0


SHOWN = (
    "[...document.querySelectorAll('.fold + .region')].map(region => "
    "[...region.querySelector('tbody tr:not(.band, .folds, .narrow)').children]"
    ".filter(cell => getComputedStyle(cell).display !== 'none').length)"
)


def test_on_a_narrow_screen_columns_fold_and_unfold(made: Made, seen: Browser) -> None:
    """What stays is the reference and the title, the latest figure, target, change and rating."""
    tables = [
        block
        for section in made.document.sections
        for block in walk(section.blocks)
        if isinstance(block, Table) and any(column.folds for column in block.columns)
    ]
    kept = [[column for column in table.columns if not column.folds and not column.paged] for table in tables]
    kept = [columns for columns in kept if not all(column.key for column in columns)]
    seen.look(1280)
    whole = seen.value(SHOWN)
    assert len(whole) == len(kept) > 0
    seen.look(600)
    folded = seen.value(SHOWN)
    assert folded == [len(columns) for columns in kept]
    seen.value("document.querySelectorAll('.fold').forEach(each => { each.open = true })")
    assert seen.value(SHOWN) == whole
    assert all(few < many for few, many in zip(folded, whole, strict=True))


def test_the_first_column_stays_when_a_table_is_scrolled(seen: Browser) -> None:
    seen.look(320)
    seen.value("document.querySelectorAll('.fold').forEach(each => { each.open = true })")
    seen.value("document.querySelectorAll('.region').forEach(each => { each.scrollLeft = 200 })")
    moved = seen.value(
        "[...document.querySelectorAll('.region')].map(region => Math.round("
        "region.querySelector('tbody tr:not(.band) > :first-child').getBoundingClientRect().left"
        " - region.getBoundingClientRect().left))"
    )
    assert set(moved) == {0}


def test_the_reference_of_an_action_is_on_one_line(seen: Browser) -> None:
    seen.look(1200)
    lines = seen.value(
        "[...document.querySelectorAll('tr[id^=action]>th')].map(cell => {"
        "const all = document.createRange(); all.selectNodeContents(cell);"
        " return new Set([...all.getClientRects()].map(one => Math.round(one.top))).size })"
    )
    assert set(lines) == {1}


def test_the_nu_html_checker_has_nothing_to_say(packs: dict[str, Made], tmp_path: Path) -> None:
    needed(NU)
    for name, one in packs.items():
        (tmp_path / f"{name}.html").write_bytes(one.page)
    done = subprocess.run(
        [
            "java", *SHORT_LIVED, "-Xss8m", "-jar", str(NU.place), "--format", "json",
            *map(str, sorted(tmp_path.iterdir())),
        ],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    messages = json.loads(done.stderr or '{"messages": []}')["messages"]
    assert [(message["url"], message["type"], message["message"]) for message in messages] == []
    assert done.returncode == 0
