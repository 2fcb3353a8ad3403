"""The findings page and the message, read by axe-core in the browser: light, dark, narrow, unfolded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from boardpack.check.audit import audit
from boardpack.claims.register import register
from boardpack.cli.findings_page import FindingsPage, compose_findings
from boardpack.load.project import Project
from boardpack.load.theme import read_theme
from boardpack.mail.plan import What
from boardpack.mail.summary import Covering, compose_summary
from boardpack.render.html import render_html
from tests.html.npm_tools import AXE, lacking
from tests.mail.hand import entry, settings
from tests.preview.browser import Browser
from tests.support.projects import PACKS, REPOSITORY, SMALL

VIEWS = ((1280, "light", 1), (1280, "dark", 1), (320, "light", 1), (640, "light", 2))
"""Width in CSS pixels, scheme, pixels of the device to one of them."""
SEEN = {
    SMALL: VIEWS,
    PACKS / "housing": ((1280, "light", 1), (320, "dark", 1)),
    REPOSITORY: ((320, "dark", 1),),
}
"""The small pack's are seen in all views; the others' have the same parts, October's many times over."""


def findings(root: Path) -> str:
    project = Project(root)
    period = project.months()[-1]
    found = audit(project, period, waived=False)
    assert found.pack is not None
    links = "https://example.org", "https://example.org/pack.html"
    page = FindingsPage(period, found.pack, found.findings, register(found.pack), date(2017, 12, 1), *links)
    return written(compose_findings(page))


def message(root: Path) -> str:
    project = Project(root)
    pack = audit(project, project.months()[-1]).pack
    assert pack is not None
    places = {one.ref: f"https://example.org/pack.html#{one.ref}" for one in pack.indicators}
    issued = entry(period=pack.period.iso, title=pack.facts.title)
    pages = dict.fromkeys(places, "7")
    covering = Covering(issued, pack, What.ATTACHMENT, settings(), pages=pages, links=places)
    return written(compose_summary(covering))


def written(document: object) -> str:
    theme, _ = read_theme(REPOSITORY / "styles", "civic")
    assert theme is not None
    return render_html(document, theme)  # type: ignore[arg-type]


@pytest.mark.parametrize("make", [findings, message])
def test_axe_finds_no_violation(make: Callable[[Path], str], browser: Browser, tmp_path: Path) -> None:
    if lack := lacking(AXE):
        pytest.skip(lack)
    found = {}
    for root, views in SEEN.items():
        file = tmp_path / f"{root.name}.html"
        file.write_text(make(root), encoding="utf-8")
        browser.go(file.as_uri())
        browser.value("document.querySelectorAll('details').forEach(each => { each.open = true })")
        for width, scheme, scale in views:
            browser.look(width, scheme, scale=scale)
            found[root.name, width, scheme] = browser.violations(AXE.place)
    assert found == {view: [] for view in found}
