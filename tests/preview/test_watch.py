"""`boardpack watch`: it rebuilds on change, shows what was found, keeps the last good pack and the page."""

from __future__ import annotations

import http.client
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from boardpack.cli.watch import EVERY, build_line, follow, settled_snapshot
from boardpack.errors import BoardpackError, UsageFault
from boardpack.load.project import Project
from boardpack.model.period import Period
from boardpack.preview import Board, View, build_views, open_server, refused_view, take_snapshot
from boardpack.preview import pages as pages_module
from boardpack.preview import view as view_module
from boardpack.preview.pages import ChartMemory, can_draw, page_picture
from boardpack.preview.view import DEEP
from tests.preview.browser import Browser
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, SMALL, change, copy_project

MARCH = Period(2024, 3)
VALUES = "data/values-2023-24.csv"
draw = ChartMemory(None).draw


class Watched:
    """A running `boardpack watch`."""

    def __init__(self, project: Path, process: subprocess.Popen[str]) -> None:
        self.project = project
        self.process = process
        assert process.stdout is not None
        self.address = process.stdout.readline().strip()

    def state(self) -> Any:
        with urllib.request.urlopen(f"{self.address}state.json", timeout=10) as answer:
            return json.load(answer)

    def after(self, number: int, seconds: float = 20) -> Any:
        """The state of a later build."""
        end = time.monotonic() + seconds
        while (state := self.state())["number"] <= number or not state["checked"]:
            assert time.monotonic() < end, "nothing was rebuilt"
            time.sleep(0.05)
        return state


@pytest.fixture
def watched(small_pack: Path, repository: Path) -> Iterator[Watched]:
    command = [sys.executable, "-m", "boardpack", "watch", "--project", str(small_pack), "--port", "0"]
    process = subprocess.Popen(
        command, cwd=repository, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield Watched(small_pack, process)
    finally:
        stop(process, signal.SIGINT)


def stop(process: subprocess.Popen[str], number: signal.Signals) -> None:
    """End a watch by a signal; it says so and is content."""
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert said.endswith("Stopped.\n")
    assert process.returncode == 0


# --------------------------------------------------------------------------------------- as it is run


def test_a_change_is_built_and_shown_within_two_seconds(watched: Watched) -> None:
    first = watched.after(0)
    assert first["current"]
    assert first["counts"]["errors"] == 0
    started = time.monotonic()
    change(watched.project, "narratives/2024-03/libraries.md", "A second trolley", "A third trolley")
    second = watched.after(first["number"])
    assert second["current"]
    assert second["edition"] == second["number"]
    assert time.monotonic() - started < 4  # 2 s on a computer with nothing else to do


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_job_in_the_background_ends_on_either_signal(small_pack: Path, number: signal.Signals) -> None:
    words = (sys.executable, "-m", "boardpack", "watch", "--project", str(small_pack), "--port", "0")
    process = subprocess.Popen(
        words, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509 - as a shell does
    )  # fmt: skip
    assert process.stderr is not None
    Watched(small_pack, process)
    assert process.stderr.readline().startswith("Build 1")
    stop(process, number)


def rebuilt(project: Path, before: View) -> View:
    """The last view of a build."""
    return list(build_views(Project(project), before, draw))[-1]


def test_broken_input_shows_its_findings_and_keeps_the_last_pack(small_pack: Path) -> None:
    first = rebuilt(small_pack, View(0, MARCH))
    (small_pack / "data/indicators.csv").write_text("ref\nLL 1\n", encoding="utf-8")
    after = rebuilt(small_pack, first)
    broken = view_module.view_data(after)
    assert not broken["current"]
    assert broken["pages"] == view_module.view_data(first)["pages"]
    assert broken["message"].startswith("No pack can be made")
    assert [f["rule"] for f in broken["findings"]].count("column-missing") >= 3
    assert after.shown is first.shown
    change(small_pack, VALUES, "91.6%", "91.7%")
    assert not rebuilt(small_pack, after).is_current


def test_an_error_is_shown_with_a_draft(small_pack: Path) -> None:
    first = rebuilt(small_pack, View(0, MARCH))
    change(small_pack, VALUES, ",92.5% [p]", ",many")
    draft = view_module.view_data(rebuilt(small_pack, first))
    assert draft["draft"]
    assert draft["current"]
    assert draft["counts"]["errors"] >= 1
    assert draft["findings"][0]["severity"] == "error"


def test_the_page_in_a_browser(watched: Watched, browser: Browser) -> None:
    first = watched.after(0)
    browser.go(f"{watched.address}#page=5")
    browser.wait("document.body.dataset.build === '1'")
    assert browser.value("document.documentElement.lang") == "en-GB"
    assert browser.value("document.querySelectorAll('#findings li').length") == len(first["findings"])
    browser.wait("document.querySelector('#sheet img, #sheet iframe') !== null")
    assert browser.value("Number(document.getElementById('number').value)") == 5  # its number as printed
    browser.value("document.getElementById('on').click()")
    part = browser.value("document.getElementById('sections').value")
    # the reader's page is kept, though a long text before it makes new pages
    long = "\n\n".join(["A long paragraph. " * 60] * 30)
    change(
        watched.project,
        "narratives/2024-03/directors-summary.md",
        "## Libraries",
        f"## Libraries\n\n{long}",
    )
    second = watched.after(first["number"])
    assert second["pages"] > first["pages"]
    browser.wait("document.body.dataset.build === '2'")
    added = second["pages"] - first["pages"]
    assert browser.value("Number(document.getElementById('number').value)") == 5 + added
    assert browser.value("document.getElementById('sections').value") == part
    look = second["since"][second["pages"] - 1]
    browser.wait(f"document.getElementById('sheet').dataset.shown.includes('look={look}')")
    # broken input is said, and the page stays
    (watched.project / "data/indicators.csv").write_text("ref\n", encoding="utf-8")
    watched.after(second["number"])
    browser.wait("document.getElementById('status').textContent.includes('out of date')")
    assert browser.value("Number(document.getElementById('number').value)") == 5 + added
    assert browser.value("document.querySelector('#findings li.error') !== null")
    assert not browser.value("document.getElementById('message').hidden")


# ------------------------------------------------------------------------------------------- server


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    """The small pack, built once."""
    project = copy_project(SMALL, tmp_path_factory.mktemp("view"))
    (view,) = build_views(Project(project), View(0, MARCH), draw)
    return view


@pytest.fixture
def port(view: View) -> Iterator[int]:
    server = open_server(Board(view), 0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def ask(port: int, path: str, method: str = "GET", host: str = "") -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), data


GIVEN = {
    "/": (200, "text/html; charset=utf-8", b"<!doctype html>"),
    "/page.js": (200, "text/javascript; charset=utf-8", b"//"),
    "/page.css": (200, "text/css; charset=utf-8", b":root"),
    "/state.json?x=1": (200, "application/json", b"{"),
    "/pack.pdf": (200, "application/pdf", b"%PDF"),
    "/pages/1.pdf": (200, "application/pdf", b"%PDF"),
    "/pages/1.json": (200, "application/json", b"["),
    "/web.html": (200, "text/html; charset=utf-8", b"<!DOCTYPE html>"),
    "/findings/0.json": (200, "application/json", b"{"),
    "/findings/999.json": (404, "text/plain; charset=utf-8", b"There is nothing"),
    "/findings/-1.json": (404, "text/plain; charset=utf-8", b"There is nothing"),
    "/pages/1@9.jpg": (404, "text/plain; charset=utf-8", b"There is nothing"),
    "/pages/999.pdf": (404, "text/plain; charset=utf-8", b"There is nothing"),
    "/pages/0.pdf": (404, "text/plain; charset=utf-8", b"There is nothing"),
    "/../data/pack.toml": (404, "text/plain; charset=utf-8", b"There is nothing"),
    "/data/pack.toml": (404, "text/plain; charset=utf-8", b"There is nothing"),
    "/static/page.js": (404, "text/plain; charset=utf-8", b"There is nothing"),
    "/%2e%2e/": (404, "text/plain; charset=utf-8", b"There is nothing"),
}


@pytest.mark.parametrize("path", GIVEN)
def test_what_the_server_gives(path: str, port: int) -> None:
    status, headers, data = ask(port, path)
    assert (status, headers["Content-Type"], data[: len(GIVEN[path][2])]) == GIVEN[path]
    assert headers["Cache-Control"] == "no-store"
    if "pdf" not in headers["Content-Type"]:
        assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.skipif(not can_draw(), reason="poppler's pdftoppm is not on this machine")
def test_a_page_as_a_picture(port: int) -> None:
    sizes = []
    for name in ("2", "2@2", "2@3"):
        status, headers, data = ask(port, f"/pages/{name}.jpg")
        assert (status, headers["Content-Type"]) == (200, "image/jpeg")
        sizes.append(Image.open(io.BytesIO(data)).size[0])
    assert sizes == [pytest.approx(sizes[0] * zoom, abs=3) for zoom in (1, 2, 3)]
    assert page_picture(b"no pdf at all") is None


def test_without_poppler_there_is_no_picture(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert ask(port, "/pages/3.jpg")[0] == 404
    monkeypatch.setattr(shutil, "which", lambda _: "/no/such/tool")
    assert ask(port, "/pages/3.jpg")[0] == 404


def test_one_page_is_one_page(view: View) -> None:
    assert view.shown is not None
    with pikepdf.open(io.BytesIO(view.shown.pages.page(2))) as single:
        assert len(single.pages) == 1


def test_the_web_edition_runs_and_fetches_nothing(port: int) -> None:
    policy = ask(port, "/web.html")[1]["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "connect-src" not in policy


@pytest.mark.parametrize("host", ["evil.example.org", "127.0.0.1", "[::1]:80", ""])
def test_no_other_name_is_answered(host: str, port: int) -> None:
    status, _, data = ask(port, "/state.json", host=host or "x")
    assert status == 403
    assert b"findings" not in data


def test_only_this_computer_and_only_reading(port: int) -> None:
    assert ask(port, "/", host=f"localhost:{port}")[0] == 200
    assert ask(port, "/", "HEAD")[2] == b""
    assert ask(port, "/", "POST")[0] == 501
    with socket.socket() as probe:
        probe.settimeout(2)
        others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
        for other in others - {"127.0.0.1"}:
            assert probe.connect_ex((other, port)) != 0 or str(other).startswith("127.")


def test_a_port_that_is_taken_is_said(port: int, view: View) -> None:
    with pytest.raises(UsageFault, match="--port"):
        open_server(Board(view), port)


# --------------------------------------------------------------------------------------------- views


def test_what_is_found_leads_to_its_page(view: View) -> None:
    data = view_module.view_data(view)
    assert view.shown is not None
    anchors = view.shown.pages.layout.anchors
    places = {f["place"].partition(":")[0]: f["page"] for f in data["findings"]}
    for file, page in places.items():
        stem = file.rpartition("/")[2].removesuffix(".md")
        if stem in anchors:
            assert page == anchors[stem]
    assert any(f["page"] for f in data["findings"])
    assert data["labels"][:3] == ["1", "2", "3"]
    assert len(data["labels"]) == data["pages"]


def test_a_build_that_stops_keeps_the_pack(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise BoardpackError("No room.")

    monkeypatch.setattr(view_module, "read_edition_pack", stop)
    (after,) = build_views(Project(Path("x")), view, lambda *_: None)  # type: ignore[arg-type]
    assert after.shown is view.shown
    assert after.message == "No room."
    assert not after.is_current
    assert "the last pages stay" in build_line(after, 1.0)


def test_the_pages_come_before_what_is_found_in_them(small_pack: Path) -> None:
    project = small_pack
    (view,) = build_views(Project(project), View(0, MARCH), draw)
    change(project, "narratives/2024-03/streets.md", "ST 1 is kept", "ST 1 fell to 12%, and is kept")
    assert view.shown is not None
    pages, checked = build_views(Project(project), view, draw)
    assert pages.shown is not None
    assert (pages.number, pages.checked, checked.number, checked.checked) == (2, False, 2, True)
    assert len({view.step, pages.step, checked.step}) == 3
    assert pages.findings == view.findings
    assert checked.new == 2
    changed = [page for page, since in enumerate(pages.shown.pages.layout.since, 1) if since == pages.step]
    assert changed == [pages.shown.pages.layout.anchors["streets"]]
    assert not pages.shown.draft
    assert checked.shown is not None
    assert checked.shown.draft  # an error: every page says so
    assert set(checked.shown.pages.layout.since) == {checked.step}


def test_pages_that_are_right_are_not_laid_out_twice(small_pack: Path) -> None:
    project = small_pack
    (view,) = build_views(Project(project), View(0, MARCH), draw)
    change(project, "narratives/2024-03/libraries.md", "A second trolley", "A third trolley")
    pages, checked = build_views(Project(project), view, draw)
    assert pages.shown is not None
    assert checked.shown is not None
    assert checked.shown.pages is pages.shown.pages
    assert checked.is_current


def test_nothing_can_be_shown_yet(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (first,) = build_views(Project(tmp_path), View(0, MARCH), lambda *_: None)  # type: ignore[arg-type]
    assert first.shown is None
    assert first.message.startswith("No pack can be made of the files as they are: put right")
    data = view_module.view_data(first)
    assert (data["pages"], data["sections"], data["current"]) == (0, [], False)
    assert refused_view(first, "why").number == 2


# ----------------------------------------------------------------------------------------- following


def test_a_snapshot_sees_every_change(small_pack: Path) -> None:
    project = Project(small_pack)
    first = take_snapshot(project)
    assert take_snapshot(project) == first
    (small_pack / "data/.hidden").write_text("x")
    (small_pack / "data/values.csv~").write_text("x")
    assert take_snapshot(project) == first
    deep = small_pack.joinpath("data", *["d"] * (DEEP + 2))
    deep.mkdir(parents=True)
    (deep / "far.csv").write_text("x")
    assert take_snapshot(project) == first
    (small_pack / "data/new.csv").write_text("x")
    second = take_snapshot(project)
    assert len(second) == len(first) + 1
    (small_pack / "data/new.csv").unlink()
    assert take_snapshot(project) == first


def test_a_file_that_is_still_being_written_is_waited_for(small_pack: Path) -> None:
    project = Project(small_pack)
    path = small_pack / "data/notes.csv"
    waits = 0

    def sleep(_: float) -> None:
        nonlocal waits
        waits += 1
        if waits < 4:
            path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert settled_snapshot(project, take_snapshot(project), sleep) == take_snapshot(project)
    assert waits == 4

    def always(_: float) -> None:
        path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    settled_snapshot(project, take_snapshot(project), always)


def test_following_builds_once_and_then_on_change(small_pack: Path) -> None:
    project = Project(small_pack)
    board = Board(View(0, MARCH))
    looks = 0

    def sleep(seconds: float) -> None:
        nonlocal looks
        if seconds != EVERY:
            return
        looks += 1
        if looks == 2:
            change(small_pack, VALUES, "91.6%", "91.7%")
        if looks == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow(project, board, sleep, lambda: 0.0)
    assert board.view.number == 2
    assert "pages, 0 errors (0.0 s)" in build_line(board.view, 0.0)


def test_the_command_ends_with_ctrl_c(small_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visited: list[str] = []

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("boardpack.cli.watch.follow", stop)
    monkeypatch.setattr("webbrowser.open", visited.append)
    said = boardpack("watch", "--port", 0, "--open", project=small_pack)
    assert said.code == 0
    assert said.out.startswith("http://127.0.0.1:")
    assert visited == [said.out.strip()]
    assert pages_module.TOOL == "pdftoppm"
