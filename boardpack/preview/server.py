"""A server for this computer alone: the page, its state as JSON, the pack and its pages.

It listens on 127.0.0.1, answers GET and HEAD, and only when it is asked for by that name, so that a
page from elsewhere cannot reach it under a name of its own. Every address begins with a token that other
accounts of the computer do not know; a request that another site makes a browser send is refused. The paths
are a closed list: no file is served by its name. `Board` holds the latest view, from which the server's
threads take it.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any

from boardpack.errors import UsageFault
from boardpack.preview.pages import can_draw, one_page, picture
from boardpack.preview.view import View, view_data


class Board:
    """The one place that changes while a pack is watched."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._lock = threading.Lock()

    @property
    def view(self) -> View:
        """The latest view."""
        with self._lock:
            return self._view

    def show(self, view: View) -> None:
        """Put another view in its place."""
        with self._lock:
            self._view = view


HOST = "127.0.0.1"

STATIC = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)

FRAMES = "frame-ancestors 'self'"

GUARDS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
"""Headers of every answer: no other site may load, frame or keep what is shown."""

Answer = tuple[HTTPStatus, str, bytes]


def open_server(board: Board, port: int, token: str = "") -> ThreadingHTTPServer:
    """Open a server on a port of this computer, 0 for any that is free; UsageFault when it is taken.

    With a token, nothing is answered but below `/TOKEN/`.
    """

    class Handler(PackHandler):
        shown = board
        top = f"/{token}" if token else ""

    try:
        server = QuietServer((HOST, port), Handler)
    except OSError as fault:
        raise UsageFault(
            f"Port {port} cannot be used ({fault.strerror}). Name another with --port."
        ) from fault
    server.daemon_threads = True
    return server


def answer(board: Board, path: str) -> Answer:
    """What a path gives."""
    path = path.partition("?")[0]
    if path in STATIC:
        name, media = STATIC[path]
        return HTTPStatus.OK, media, (resources.files("boardpack.preview") / "static" / name).read_bytes()
    view = board.view
    if path == "/state.json":
        return HTTPStatus.OK, "application/json", _state(view)
    page = re.fullmatch(r"/pages/([1-9][0-9]{0,4})\.(pdf|png)", path)
    if view.edition is not None and page is not None and int(page[1]) <= view.edition.pages:
        return PAGES[page[2]](view.edition.data, int(page[1]))
    if view.edition is not None and path == "/pack.pdf":
        return HTTPStatus.OK, "application/pdf", view.edition.data
    return NOTHING


def _state(view: View) -> bytes:
    return json.dumps(view_data(view) | {"pictures": can_draw()}, ensure_ascii=False).encode()


def _pdf(data: bytes, number: int) -> Answer:
    return HTTPStatus.OK, "application/pdf", one_page(data, number)


def _png(data: bytes, number: int) -> Answer:
    drawn = picture(data, number)
    return NOTHING if drawn is None else (HTTPStatus.OK, "image/png", drawn)


NOTHING: Answer = (HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is nothing here.\n")

PAGES: dict[str, Callable[[bytes, int], Answer]] = {"pdf": _pdf, "png": _png}


class QuietServer(ThreadingHTTPServer):
    """A server that takes no notice of browsers which give up a request."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the browser has gone, and asks again."""


class PackHandler(BaseHTTPRequestHandler):
    """Answers one request."""

    shown: Board
    top: str = ""
    timeout = 30
    server_version = "boardpack"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with a body."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Answer without one."""
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        port = self.connection.getsockname()[1]
        if self.headers.get("Host", "") not in {f"{HOST}:{port}", f"localhost:{port}"}:
            status, media, data = HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"Ask for 127.0.0.1.\n"
        elif self.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            status, media, data = HTTPStatus.FORBIDDEN, "text/plain; charset=utf-8", b"Not for other sites.\n"
        else:
            status, media, data = self._found()
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(data)))
        # The browser's own viewer of PDF files is a page under its policy.
        self.send_header("Content-Security-Policy", FRAMES if media == "application/pdf" else POLICY)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def _found(self) -> Answer:
        """What is below the token's address; nothing without it."""
        head, path = self.path[: len(self.top)], self.path[len(self.top) :]
        if not compare_digest(head.encode("utf-8", "replace"), self.top.encode()) or not path.startswith("/"):
            return NOTHING
        try:
            return answer(self.shown, path)
        except Exception:  # noqa: BLE001 - a page that cannot be shown must not end the others
            return HTTPStatus.INTERNAL_SERVER_ERROR, "text/plain; charset=utf-8", b"This cannot be shown.\n"

    def end_headers(self) -> None:
        """Add what every answer carries, the library's own refusals as well."""
        for name, value in GUARDS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing of requests."""
