"""The page of `boardpack watch` in a browser: what is new, what is wrong and where, and the reader stays."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardpack.load.project import Project
from boardpack.model.period import Period
from boardpack.preview import Board, View, build_views, open_server
from boardpack.preview.pages import ChartMemory, can_draw
from tests.html.npm_tools import AXE, lacking
from tests.preview.browser import CHROMIUM, Browser

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and can_draw()), reason="Chromium or poppler is not on this machine"
)
STREETS = "narratives/2024-03/streets.md"
draw = ChartMemory(None).draw
FINDINGS = "[...document.querySelectorAll('#findings li')]"


class Shown:
    """A page in a browser, and the project that it shows."""

    def __init__(self, project: Path, board: Board, browser: Browser) -> None:
        self.project = project
        self.board = board
        self.browser = browser

    def change(self, file: str, old: str, new: str) -> None:
        """Change a file and wait until the page shows the build."""
        path = self.project / file
        text = path.read_text(encoding="utf-8-sig")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        for view in build_views(Project(self.project), self.board.view, draw):
            self.board.show(view)
        self.browser.wait(f"document.body.dataset.build === '{self.board.view.number}'")
        self.browser.wait("sheet.dataset.shown === sheet.dataset.source")

    def turn(self, anchor: str) -> None:
        """Choose a part of the pack and wait for its page."""
        self.browser.value(
            f"(sections.value = '{anchor}', sections.dispatchEvent(new Event('change')), "
            "areas.replaceChildren())"
        )
        self.browser.wait("sheet.dataset.shown === sheet.dataset.source && areas.children.length > 2")


@pytest.fixture
def shown(small_pack: Path, browser: Browser) -> Iterator[Shown]:
    board = Board(*build_views(Project(small_pack), View(0, Period(2024, 3)), draw))
    server = open_server(board, 0, "token")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        browser.go(f"http://127.0.0.1:{server.server_address[1]}/token/", 1300)
        browser.wait("document.body.dataset.build === '1'")
        browser.wait("sheet.dataset.shown === sheet.dataset.source")
        yield Shown(small_pack, board, browser)
    finally:
        browser.go("about:blank")
        board.show(View(999, Period(2024, 3)))  # lets go a question that waits
        server.shutdown()
        server.server_close()
        thread.join()


def test_new_findings_come_first_and_an_error_is_red(shown: Shown) -> None:
    browser = shown.browser
    assert not browser.value("document.body.classList.contains('errors')")
    assert browser.value(f"{FINDINGS}.filter(item => item.matches('.new')).length") == 0
    shown.change(STREETS, "ST 1 is kept", "ST 1 fell to 12%, and is kept")
    assert browser.value("document.body.classList.contains('errors')")
    assert " errors – March 2024" in browser.value("document.title")
    assert browser.value(f"{FINDINGS}[0].className") == "error new"
    assert browser.value(f"{FINDINGS}[0].innerText").startswith("New ")
    assert "2 new" in browser.value("document.getElementById('status').innerText")
    shown.change(STREETS, "ST 1 fell", "\n\nST 1 fell")  # the same, on other lines
    assert browser.value(f"{FINDINGS}.filter(item => item.matches('.new')).length") == 0
    assert browser.value("document.body.classList.contains('errors')")
    shown.change(STREETS, "ST 1 fell to 12%, and is kept", "ST 1 is kept")
    assert not browser.value("document.body.classList.contains('errors')")


def test_a_finding_leads_to_its_page_and_is_outlined(shown: Shown) -> None:
    browser = shown.browser
    shown.change(STREETS, "ST 1 is kept", "ST 1 fell to 12%, and is kept")
    browser.value(f"{FINDINGS}[0].querySelector('button').click()")
    browser.wait("document.querySelector('.concerned') !== null")
    assert "ST 1 fell to 12%" in browser.value("document.querySelector('.concerned').textContent")
    assert browser.value("sections.value") == "streets"
    inside = (
        "(() => { const a = document.querySelector('.concerned').getBoundingClientRect(), "
        "b = document.querySelector('#picture img').getBoundingClientRect(); "
        "return a.width > 20 && a.left >= b.left && a.right <= b.right && a.top >= b.top "
        "&& a.bottom <= b.bottom })()"
    )
    assert browser.value(inside)


def test_a_place_on_the_page_gives_its_file_and_line(shown: Shown) -> None:
    browser = shown.browser
    shown.turn("streets")
    buttons = "[...document.querySelectorAll('#areas button')]"
    press = buttons + ".find(one => one.textContent.startsWith('{}')).click()"
    browser.value(press.format("For ST 2, two crews"))
    assert browser.value("source.textContent").startswith("narratives/2024-03/streets.md:9")
    browser.value(press.format("ST 2 Percentage"))
    assert browser.value("source.textContent").startswith("data/values-2023-24.csv:")


def test_the_keyboard_works_in_lists_and_outside_of_them(shown: Shown) -> None:
    browser = shown.browser
    tabs = "[...document.querySelectorAll('{} button')].filter(one => one.tabIndex === 0).length"
    assert browser.value(tabs.format("#findings")) == 1
    browser.value("document.querySelector('#findings button').focus()")
    at = "[...document.querySelectorAll('{} button')].indexOf(document.activeElement)"
    browser.press("ArrowDown")
    assert browser.value(at.format("#findings")) == 1
    browser.press("Home")
    assert browser.value(at.format("#findings")) == 0
    browser.press("PageDown")
    assert browser.value("Number(number.value)") == 2
    browser.value("document.activeElement.blur()")
    browser.press("ArrowRight")
    assert browser.value("Number(number.value)") == 3
    browser.value("number.focus()")
    browser.press("ArrowLeft")
    assert browser.value("Number(number.value)") == 3
    shown.turn("streets")
    browser.value("document.querySelector('#areas button').focus()")
    browser.press("End")
    assert browser.value(at.format("#areas")) == browser.value("areas.children.length") - 1
    browser.press("Enter")
    assert "streets.md" in browser.value("source.textContent") or "data/" in browser.value(
        "source.textContent"
    )


def test_focus_and_scrolling_survive_a_build(shown: Shown) -> None:
    browser = shown.browser
    browser.look(1300)
    browser.value("(findings.style.paddingBottom = '900px', list.scrollTop = 120)")
    browser.value("document.querySelectorAll('#findings button')[1].focus({preventScroll: true})")
    held = browser.value("document.activeElement.closest('li').dataset.key")
    shown.turn("streets")
    browser.value("larger.click()")
    browser.value("larger.click()")
    browser.wait("sheet.dataset.shown === sheet.dataset.source")
    browser.value("sheet.scrollTo(80, 160)")
    shown.change(STREETS, "ST 1 is kept", "ST 1 fell to 12%, and is kept")
    assert browser.value("document.activeElement.closest('li').dataset.key") == held
    assert browser.value("list.scrollTop") == 120
    assert browser.value("[sheet.scrollLeft, sheet.scrollTop].join()") == "80,160"
    assert browser.value("sections.value") == "streets"
    browser.wait("areas.children.length > 2")
    browser.value("document.querySelectorAll('#areas button')[3].focus({preventScroll: true})")
    shown.change(STREETS, "ST 1 fell to 12%, and is kept", "ST 1 is kept")
    browser.wait("areas.children.length > 2")
    at = "[...document.querySelectorAll('#areas button')].indexOf(document.activeElement)"
    assert browser.value(at) == 3


def test_only_a_page_that_looks_otherwise_is_fetched(shown: Shown) -> None:
    browser = shown.browser
    shown.turn("libraries")
    before = browser.value("sheet.dataset.shown")
    shown.change(STREETS, "weekly round", "weekly round of all")
    assert browser.value("sheet.dataset.shown") == before
    assert "Changed: " in browser.value("document.getElementById('status').innerText")
    shown.turn("streets")
    assert browser.value("sheet.dataset.shown").endswith("look=4")  # the first step of build 2


def test_a_page_is_larger_and_sharper(shown: Shown) -> None:
    browser = shown.browser
    wide = "document.querySelector('#picture img').getBoundingClientRect().width"
    natural = "document.querySelector('#picture img').naturalWidth"
    first = browser.value(wide), browser.value(natural)
    browser.value("larger.click()")
    browser.wait("sheet.dataset.shown === sheet.dataset.source && sheet.dataset.shown.includes('@2')")
    assert browser.value(wide) == pytest.approx(first[0] * 1.5, rel=0.02)
    assert browser.value(natural) == pytest.approx(first[1] * 2, abs=3)
    browser.value("smaller.click()")
    browser.wait("sheet.dataset.shown === sheet.dataset.source && sheet.dataset.shown.includes('@1')")
    assert browser.value(wide) == pytest.approx(first[0], rel=0.02)


def test_the_web_edition_is_beside_the_pages_and_stays_where_it_is(shown: Shown) -> None:
    browser = shown.browser
    browser.value("(beside.click(), frame = document.getElementById('web'))")
    browser.wait("frame.contentDocument && frame.contentDocument.querySelector('#st-2') !== null")
    assert browser.value("beside.getAttribute('aria-pressed')") == "true"
    browser.value("frame.contentWindow.scrollTo(0, 300)")
    shown.change(STREETS, "weekly round", "weekly round of all")
    browser.wait("frame.contentDocument.body.textContent.includes('weekly round of all')")
    assert browser.value("frame.contentWindow.scrollY") == 300
    shown.turn("streets")
    browser.wait("Math.abs(frame.contentDocument.getElementById('streets').getBoundingClientRect().top) < 60")


def test_a_place_in_the_web_edition_gives_its_file_and_line(shown: Shown) -> None:
    browser = shown.browser
    browser.value("(beside.click(), frame = document.getElementById('web'))")
    browser.wait("frame.contentDocument && frame.contentDocument.querySelector('#st-2') !== null")

    def choose(element: str) -> str:
        browser.value(f"(source.textContent = '', {element}.click())")
        browser.wait("source.textContent !== ''")
        return str(browser.value("source.textContent"))

    inside = "[...frame.contentDocument.querySelectorAll('{}')].find(one => one.textContent.{})"
    words = inside.format("#streets p, section p", "startsWith('For ST 2, two crews')")
    assert choose(words).startswith("narratives/2024-03/streets.md:9")
    row = "frame.contentDocument.querySelector('#st-2 td')"
    assert choose(row).startswith("data/values-2023-24.csv:")
    drawn, its_row = (
        f"frame.contentDocument.querySelector('{css}')" for css in ("#chart-ll2 h3", "#ll-2 td")
    )
    assert choose(drawn) == choose(its_row)
    first = "frame.contentDocument.querySelector('main tbody tr:not(.band) td')"
    assert choose(first).startswith("data/values-2023-24.csv:")
    shown.change(STREETS, "# Improvement", "\n\n# Improvement")  # also in a page that was put in place of it
    browser.wait("frame.dataset.edition === '2'")
    assert choose(words).startswith("narratives/2024-03/streets.md:11")


@pytest.mark.parametrize(("width", "scheme"), [(1300, "light"), (1300, "dark"), (400, "light")])
def test_axe_finds_no_violation(shown: Shown, width: int, scheme: str) -> None:
    if lack := lacking(AXE):
        pytest.skip(lack)
    shown.browser.look(width, scheme)
    shown.change(STREETS, "ST 1 is kept", "ST 1 fell to 12%, and is kept")
    shown.turn("streets")
    shown.browser.value("beside.click()")
    shown.browser.value(f"{FINDINGS}[0].querySelector('button').click()")
    shown.browser.wait("document.querySelector('.concerned') !== null")
    assert shown.browser.value("document.getElementById('status').getAttribute('role')") == "status"
    assert shown.browser.violations(AXE.place) == []
