"""The findings page: every finding and claim, each under its owner and file, with what to copy."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from boardpack.check.audit import Audit, audit
from boardpack.check.waivers import READER_RULES
from boardpack.claims.case import Verdict
from boardpack.claims.register import register
from boardpack.cli.findings_page import BADGES, VERDICTS, FindingsPage, compose_findings
from boardpack.cli.output import message
from boardpack.load.project import Project
from boardpack.load.theme import read_theme
from boardpack.model.finding import Finding, Place, Severity
from boardpack.render.html import render_html
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, SMALL

PACKS = (REPOSITORY, REPOSITORY / "tests/packs/november", SMALL)
DAY = date(2017, 12, 1)


def made(folder: Path) -> tuple[FindingsPage, str]:
    project = Project(folder)
    period = project.months()[-1]
    result: Audit = audit(project, period, waived=folder != PACKS[1])
    assert result.pack is not None
    page = FindingsPage(period, result.pack, result.findings, register(result.pack), DAY)
    return page, rendered(page)


def rendered(page: FindingsPage) -> str:
    theme, _ = read_theme(REPOSITORY / "styles", "civic")
    assert theme is not None
    return render_html(compose_findings(page), theme)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html.partition("<main>")[2])).split())


@pytest.fixture(scope="module", params=PACKS, ids=lambda folder: folder.name)
def pages(request: pytest.FixtureRequest) -> tuple[FindingsPage, str]:
    return made(request.param)


def test_every_finding_and_every_claim_is_on_the_page(pages: tuple[FindingsPage, str]) -> None:
    page, html = pages
    said = words(html)
    for finding in page.findings:
        assert " ".join(message(finding).split()) in said
        assert finding.place.file in said
    for claim in page.claims:
        assert " ".join(f"“{claim.words}”".split()) in said
        assert claim.verdict.value in said


def test_it_has_no_script_and_asks_for_nothing(pages: tuple[FindingsPage, str]) -> None:
    _, html = pages
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert "@import" not in html


class Outline(HTMLParser):
    """Heading levels, ids, and links within the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))
        self.ids += [held["id"] or ""] if "id" in held else []
        self.links += [held["href"] or ""] if tag == "a" else []


def test_headings_never_skip_and_links_lead_somewhere(pages: tuple[FindingsPage, str]) -> None:
    outline = Outline(pages[1])
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))
    assert len(set(outline.ids)) == len(outline.ids)
    assert {link.removeprefix("#") for link in outline.links} == set(outline.ids)


def test_the_stanzas_are_waivers_that_lack_only_reason_and_role(pages: tuple[FindingsPage, str]) -> None:
    page, html = pages
    copied = "\n\n".join(unescape(text) for text in re.findall(r'<p class="code">(.*?)</p>', html, re.DOTALL))
    waivers = tomllib.loads(copied).get("waiver", [])
    open_ones = {
        (f.rule, f.subject) for f in page.findings
        if f.waiver is None and f.severity is not Severity.NOTE
    }  # fmt: skip
    assert {(one["rule"], one.get("subject", "")) for one in waivers} == open_ones
    assert all(one["date"] == DAY for one in waivers)
    assert all(("reader" in one) is (one["rule"] in READER_RULES) for one in waivers)


def test_what_the_loader_found_has_no_stanza_and_the_page_is_made_without_a_pack() -> None:
    fault = Finding("toml-syntax", Severity.ERROR, Place("data/pack.toml", 3), "", 'a <b> "x"', "", "Do it")
    html = rendered(FindingsPage(Project(SMALL).months()[0], None, (fault,), (), DAY))
    assert "cannot be printed" in words(html)
    assert "a &lt;b&gt; &quot;x&quot;" in html
    assert 'class="code"' not in html


def test_the_command_writes_the_page_and_prints_its_path(small_pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "new" / "findings.html"
    said = boardpack("check", "--html", file, project=small_pack)
    assert said.code == 0
    assert said.out.splitlines()[-1] == str(file)
    assert "<h1>Findings, March 2024</h1>" in file.read_text("utf-8")


def test_without_a_brand_that_can_be_read_there_is_no_page(small_pack: Path, tmp_path: Path) -> None:
    for theme in small_pack.glob("styles/*/theme.toml"):
        theme.write_text("?", encoding="utf-8")
    said = boardpack("check", "--html", tmp_path / "findings.html", project=small_pack)
    assert said.code == 3
    assert "No brand in styles/ can be read" in said.err
    assert not (tmp_path / "findings.html").exists()


def test_every_verdict_and_severity_has_its_badge() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(BADGES) == set(Severity)


@pytest.mark.parametrize("suffix", [".html", ".pdf"])
def test_findings_lead_to_their_files_and_to_the_pack_that_was_built(small_pack: Path, suffix: str) -> None:
    file = small_pack / "notes of mine" / "findings.html"
    file.parent.mkdir()
    assert boardpack("check", "--html", file, project=small_pack).code == 0
    assert "In the pack" not in file.read_text("utf-8")
    assert boardpack("build", *(["--html"] if suffix == ".html" else []), project=small_pack).code == 0
    assert boardpack("check", "--html", file, project=small_pack).code == 0
    links = [unquote(unescape(link)) for link in re.findall(r'href="([^#"][^"]*)"', file.read_text("utf-8"))]
    names, fragments = zip(*(link.partition("#")[::2] for link in links), strict=True)
    assert all((file.parent / name).is_file() for name in names)
    assert {name.rpartition("/")[2] for name in names} >= {"values-2023-24.csv", "actions-2024-03.csv"}
    built = [link for link in links if link.partition("#")[0].endswith(suffix)]
    expected = {"nameddest=ll-1", "nameddest=action-a2"} if suffix == ".pdf" else {"ll-1", "action-a2"}
    assert {link.partition("#")[2] for link in built} >= expected
    assert any(fragments)
