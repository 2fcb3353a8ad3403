"""Who may see what is shown: nobody without the token, no other site, and no fault ends the watch."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from boardpack.cli import watch
from boardpack.load.project import Project
from boardpack.model.period import Period
from boardpack.preview import Board, View, open_server
from boardpack.preview import server as server_module
from tests.support.commands import boardpack

TOKEN = "a-token-of-some-length"
MARCH = Period(2024, 3)


@pytest.fixture
def port() -> Iterator[int]:
    server = open_server(Board(View(0, MARCH)), 0, TOKEN)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), data


@pytest.mark.parametrize("name", ["", "state.json", "page.js", "page.css"])
def test_the_token_opens_every_address(port: int, name: str) -> None:
    assert ask(port, f"/{TOKEN}/{name}")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/state.json",
        "/pack.pdf",
        f"/{TOKEN}",
        f"/{TOKEN[:-1]}/",
        f"/{TOKEN}x/",
        f"/x/{TOKEN}/",
    ],
)
def test_without_the_token_there_is_nothing(port: int, path: str) -> None:
    assert ask(port, path)[0] == 404


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("none", 200), ("same-origin", 200)]
)
def test_no_other_site_may_ask(port: int, site: str, status: int) -> None:
    assert ask(port, f"/{TOKEN}/state.json", Sec_Fetch_Site=site)[0] == status


@pytest.mark.parametrize("path", [f"/{TOKEN}/", f"/{TOKEN}/pack.pdf", "/nowhere"])
def test_every_answer_is_guarded(port: int, path: str) -> None:
    _, headers, _ = ask(port, path)
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]


def test_the_pdf_is_guarded_as_well(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        server_module,
        "answer",
        lambda *_: server_module.Answer(HTTPStatus.OK, "application/pdf", b"%PDF", server_module.FRAMES),
    )
    _, headers, _ = ask(port, f"/{TOKEN}/pack.pdf")
    assert headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    "junk", [b"\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x00", b"GET / HTTP/9.9\r\n\r\n", b"X" * 70_000]
)
def test_junk_and_broken_requests_say_nothing(
    port: int, junk: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(junk)
    for _ in range(16):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(f"GET /{TOKEN}/page.js HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    assert ask(port, f"/{TOKEN}/")[0] == 200
    assert capfd.readouterr().err == ""


def test_a_fault_in_answering_is_an_answer(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "answer", lambda *_: 1 / 0)
    assert ask(port, f"/{TOKEN}/")[0] == 500


def test_a_fault_in_a_build_does_not_end_the_watch(small_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Done(Exception):  # noqa: N818
        """The loop has gone round often enough."""

    def breaks(*_: object) -> View:
        raise RecursionError

    def sleep(seconds: float) -> None:
        if seconds >= watch.EVERY:
            raise Done

    monkeypatch.setattr(watch, "build_views", breaks)
    board = Board(View(0, MARCH))
    with pytest.raises(Done):
        watch.follow(Project(small_pack), board, sleep, lambda: 0.0)
    assert "RecursionError" in board.view.message
    assert board.view.number == 1


def test_the_address_of_the_command_has_a_token_of_its_own(
    small_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "follow", stop)
    told = {boardpack("watch", "--port", "0", project=small_pack).out.strip() for _ in range(2)}
    assert all(len(address.split("/")[3]) >= 20 for address in told)
    assert len({address.split("/")[3] for address in told}) == 2
