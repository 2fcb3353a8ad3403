"""The web edition: the PDF's words, one element an id, nothing fetched or run, and read by everyone."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.charts import draw
from boardpack.check.audit import audit
from boardpack.compose import compose
from boardpack.document import Document, Figure, block_texts, walk
from boardpack.load.project import Project
from boardpack.load.theme import read_look
from boardpack.model.period import Period
from boardpack.render.html import render_page
from boardpack.render.html.svg import path_data
from boardpack.theme import Theme
from tests.html.npm_tools import AXE, NU, NpmFile, lacking
from tests.pdf.verapdf import SHORT_LIVED
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, SMALL, copy_project

PACKS = {
    "october": (REPOSITORY, Period(2017, 10)),
    "november": (REPOSITORY / "tests" / "packs" / "november", Period(2017, 11)),
    "small": (SMALL, Period(2024, 3)),
}


class Made:
    """A pack's Document and its page."""

    def __init__(self, name: str, folder: Path) -> None:
        root, period = PACKS[name]
        project = Project(copy_project(root, folder) if name == "small" else root)
        found = audit(project, period)
        assert found.pack is not None
        theme, faults = read_look(project, found.pack)
        assert theme is not None
        assert not faults
        self.theme: Theme = theme
        self.document: Document = compose(found.pack, found.findings)
        self.page = render_page(self.document, theme, draw)
        self.text = self.page.decode()


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


def test_every_word_of_the_document_is_on_the_page_in_its_order(made: Made) -> None:
    spoken = re.sub(r'<(span|g) aria-hidden="true">.*?</\1>', "", made.text)
    page = folded(html.unescape("".join(Reader(spoken).words)))
    at = 0
    for section in made.document.sections:
        for block in walk(section.blocks):
            for text in () if isinstance(block, Figure) else block_texts(block):
                found = page.find(folded(text), at)
                assert found >= 0, text
                at = found
    for section in made.document.sections:
        for block in walk(section.blocks):
            if isinstance(block, Figure):
                assert f">{html.escape(block.alt)}</desc>" in made.text


def test_an_id_is_of_one_element_and_every_link_leads_to_one(made: Made) -> None:
    reader = Reader(made.text)
    assert len(set(reader.ids)) == len(reader.ids)
    assert set(reader.links) <= set(reader.ids)


def test_there_is_one_title_and_no_level_is_skipped(made: Made) -> None:
    levels = Reader(made.text).levels
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_nothing_is_run_or_fetched(made: Made) -> None:
    tags = set(Reader(made.text).tags)
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "base"}
    assert not re.search(r'(?:src|srcset|action)="(?!data:)', made.text)
    assert not re.search(r"url\((?!data:|#)", made.text)
    assert "default-src 'none'" in made.text
    assert not re.search(r"\son\w+=", made.text)


def test_the_page_is_the_same_each_time_and_small(made: Made) -> None:
    assert render_page(made.document, made.theme, draw) == made.page
    assert len(made.page) < 400_000


def test_every_chart_has_its_words_and_its_figures(made: Made) -> None:
    figures = [block for section in made.document.sections for block in walk(section.blocks)]
    charts = [block for block in figures if isinstance(block, Figure)]
    assert made.text.count('<svg role="img" aria-labelledby=') == len(charts)
    assert made.text.count("<details>") == len(charts)
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


AUDIT = """
<script>{axe}</script><script>
axe.run(document, {{resultTypes: ["violations"]}}).then(found => {{
  document.title = "axe:" + JSON.stringify(found.violations.map(each => [each.id, each.nodes.length]));
}});
</script></body>
"""


LONG = pytest.mark.campaign
VIEWS = (
    ("october", "light", 1280), ("november", "light", 320), ("small", "dark", 1280),
    pytest.param("october", "dark", 1280, marks=LONG), pytest.param("october", "light", 320, marks=LONG),
    pytest.param("november", "light", 1280, marks=LONG), pytest.param("november", "dark", 1280, marks=LONG),
    pytest.param("small", "light", 1280, marks=LONG), pytest.param("small", "light", 320, marks=LONG),
)  # fmt: skip
"""Each pack and each view once; the others in the long form."""


@pytest.mark.parametrize(("name", "scheme", "width"), VIEWS)
def test_axe_finds_no_violation(
    name: str, scheme: str, width: int, packs: dict[str, Made], tmp_path: Path
) -> None:
    needed(AXE)
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", packs[name].text)
    if scheme == "dark":
        text = text.replace("(prefers-color-scheme:dark)", "all")
    source = AXE.place.read_text(encoding="utf-8")
    file = tmp_path / "page.html"
    file.write_text(text.replace("</body>", AUDIT.format(axe=source), 1), encoding="utf-8")
    done = subprocess.run(
        [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={tmp_path / 'profile'}", f"--window-size={width},900",
            "--virtual-time-budget=20000", "--dump-dom", file.as_uri(),
        ],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    title = re.search(r"<title>axe:(.*?)</title>", done.stdout)
    assert title is not None, done.stderr[-500:]
    assert json.loads(html.unescape(title[1])) == []


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
