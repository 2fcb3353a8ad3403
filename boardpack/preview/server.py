"""A server for this computer alone: the page, its state as JSON, the pack, its pages and its web edition.

It listens on 127.0.0.1, answers GET and HEAD, and only when it is asked for by that name, so that a
page from elsewhere cannot reach it under a name of its own. Every address begins with a token that other
accounts of the computer do not know; a request that another site makes a browser send is refused. The paths
are a closed list: no file is served by its name. `Board` holds the latest view, from which the server's
threads take it, and on which they wait for the next.
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
from typing import Any, NamedTuple
from urllib.parse import parse_qs

from boardpack.errors import UsageFault
from boardpack.preview.view import ShownPack, View, finding_place, page_data, source_data, view_data


class Board:
    """The one place that changes while a pack is watched."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._changed = threading.Condition()

    @property
    def view(self) -> View:
        """The latest view."""
        with self._changed:
            return self._view

    def show(self, view: View) -> None:
        """Put another view in its place."""
        with self._changed:
            self._view = view
            self._changed.notify_all()

    def after(self, step: int, seconds: float) -> View:
        """The latest view, as soon as it is at another step, or when the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._view.step != step, seconds)
            return self._view


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
"""Of a PDF: the browser's own viewer of PDF files is a page under its policy."""

STILL = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""Of the web edition, which runs nothing and fetches nothing."""

LONGEST = 20.0
"""Seconds that a question for the next state is left open."""

GUARDS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
"""Headers of every answer: no other site may load, frame or keep what is shown."""


class Answer(NamedTuple):
    """What a path gives."""

    status: HTTPStatus
    media: str
    data: bytes
    policy: str = POLICY


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
    path, _, query = path.partition("?")
    view = board.view
    if path in STATIC:
        name, media = STATIC[path]
        data = (resources.files("boardpack.preview") / "static" / name).read_bytes()
        return Answer(HTTPStatus.OK, media, data)
    if path == "/state.json":
        return _json(view_data(_state(board, query)))
    if path == "/source.json" and view.shown is not None:
        asked = parse_qs(query)
        return _json(source_data(view.shown, *(asked.get(name, [""])[0] for name in SOURCE)))
    finding = re.fullmatch(r"/findings/(0|[1-9][0-9]{0,4})\.json", path)
    if finding is not None and int(finding[1]) < len(view.findings):
        return _json(finding_place(view, int(finding[1])))
    return NOTHING if view.shown is None else _of_pack(view.shown, path)


SOURCE = ("section", "anchor", "words")
"""What is said of a place in the web edition to learn its source."""


def _state(board: Board, query: str) -> View:
    """The state, at once or, with `after=STEP`, as soon as it is another."""
    after = parse_qs(query).get("after", [""])[0]
    return board.after(int(after), LONGEST) if re.fullmatch(r"[0-9]{1,9}", after) else board.view


def _of_pack(shown: ShownPack, path: str) -> Answer:
    """A page as a picture or a PDF, what can be pointed at on it, the whole pack, the web edition."""
    page = re.fullmatch(r"/pages/([1-9][0-9]{0,4})(?:@([123]))?\.(pdf|jpg|json)", path)
    if page is not None and int(page[1]) <= shown.pages.count:
        return PAGES[page[3]](shown, int(page[1]), int(page[2] or 1))
    if path == "/pack.pdf":
        return Answer(HTTPStatus.OK, "application/pdf", shown.pages.pack(), FRAMES)
    if path == "/web.html":
        return Answer(HTTPStatus.OK, "text/html; charset=utf-8", shown.pages.web(), STILL)
    return NOTHING


def _json(data: object) -> Answer:
    return Answer(HTTPStatus.OK, "application/json", json.dumps(data, ensure_ascii=False).encode())


def _pdf(shown: ShownPack, number: int, _zoom: int) -> Answer:
    return Answer(HTTPStatus.OK, "application/pdf", shown.pages.page(number), FRAMES)


def _picture(shown: ShownPack, number: int, zoom: int) -> Answer:
    drawn = shown.pages.picture(number, zoom)
    return NOTHING if drawn is None else Answer(HTTPStatus.OK, "image/jpeg", drawn)


def _areas(shown: ShownPack, number: int, _zoom: int) -> Answer:
    return _json(page_data(shown, number))


NOTHING = Answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is nothing here.\n")

PAGES: dict[str, Callable[[ShownPack, int, int], Answer]] = {"pdf": _pdf, "jpg": _picture, "json": _areas}


def _refused(why: bytes, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", why)


class QuietServer(ThreadingHTTPServer):
    """A server that takes no notice of browsers which give up a request."""

    request_queue_size = 64
    """Connections that wait to be answered: with five, a page that opens more waits a second for each try."""

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
            found = _refused(b"Ask for 127.0.0.1.\n")
        elif self.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            found = _refused(b"Not for other sites.\n")
        else:
            found = self._found()
        self.send_response(found.status)
        self.send_header("Content-Type", found.media)
        self.send_header("Content-Length", str(len(found.data)))
        self.send_header("Content-Security-Policy", found.policy)
        self.end_headers()
        if body:
            self.wfile.write(found.data)

    def _found(self) -> Answer:
        """What is below the token's address; nothing without it."""
        head, path = self.path[: len(self.top)], self.path[len(self.top) :]
        if not compare_digest(head.encode("utf-8", "replace"), self.top.encode()) or not path.startswith("/"):
            return NOTHING
        try:
            return answer(self.shown, path)
        except Exception:  # noqa: BLE001 - a page that cannot be shown must not end the others
            return _refused(b"This cannot be shown.\n", HTTPStatus.INTERNAL_SERVER_ERROR)

    def end_headers(self) -> None:
        """Add what every answer carries, the library's own refusals as well."""
        for name, value in GUARDS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing of requests."""
