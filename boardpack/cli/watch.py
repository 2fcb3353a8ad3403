"""`boardpack watch`: rebuild a month whenever a file changes, and show its pages and findings."""

from __future__ import annotations

import gc
import secrets
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from boardpack.cli import describe_crash
from boardpack.cli.options import MONTH, cache_file, project_option, settle_period
from boardpack.cli.output import progress
from boardpack.collector import collector_resting
from boardpack.load.project import Project
from boardpack.model.finding import counted
from boardpack.model.period import Period
from boardpack.preview import (
    Board,
    ChartMemory,
    Snapshot,
    View,
    build_views,
    open_server,
    refused_view,
    take_snapshot,
)

EVERY = 0.05
"""Seconds between two looks at the files."""
SETTLING = 0.04
"""Seconds between two looks at files that have just changed."""
SWITCH = 0.0005
"""Seconds between two turns of the threads: a page is painted and sent while the pack is being checked."""
IDLE = 40
"""Looks without a change after which what builds left behind is collected; sooner, a page would wait."""


@click.command("watch")
@click.argument("month", type=MONTH, required=False)
@project_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8017, show_default=True, help="0 for any free one."
)
@click.option("--open", "opening", is_flag=True, help="Open the page in the browser.")
def command(*, month: Period | None, project: Project, port: int, opening: bool) -> None:
    """Rebuild MONTH (default the latest) whenever a file of it changes, and show it on a local page.

    The page can be reached from this computer alone, and only by who has its address. Ctrl-C ends it, and so
    does SIGTERM.
    """
    period = settle_period(project, month)
    board = Board(View(0, period))
    token = secrets.token_urlsafe(16)
    server = open_server(board, port, token)
    address = f"http://127.0.0.1:{server.server_address[1]}/{token}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    click.echo(address)
    if opening:
        webbrowser.open(address)
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)
    try:
        with ended_by_signals():
            follow(project, board, time.sleep, time.monotonic)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    finally:
        sys.setswitchinterval(before)
        server.shutdown()
        server.server_close()


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Raise KeyboardInterrupt within, on SIGINT and SIGTERM.

    A shell starts its background jobs with SIGINT ignored, so the handler is set whatever it was.
    """
    before = {number: signal.signal(number, _interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def follow(
    project: Project, board: Board, sleep: Callable[[float], None], clock: Callable[[], float]
) -> None:
    """Build once, then again after each change, for ever."""
    seen: Snapshot | None = None
    charts = ChartMemory(cache_file())
    idle = 0
    with collector_resting():
        while True:
            now = take_snapshot(project)
            idle = idle + 1 if now == seen else 0
            if now != seen:
                seen = settled_snapshot(project, now, sleep)
                _build(project, board, charts, clock)
            elif idle == IDLE:
                gc.collect()
            sleep(EVERY)


def _build(project: Project, board: Board, charts: ChartMemory, clock: Callable[[], float]) -> None:
    """Build once, and show the pages as soon as there are any."""
    started = clock()
    with progress() as tell:
        tell("Building")
        for view in _built(project, board.view, charts):
            board.show(view)
    click.echo(build_line(board.view, clock() - started), err=True)


def _built(project: Project, before: View, charts: ChartMemory) -> Iterator[View]:
    """Build once; what nobody foresaw is a message on the page, and the watch goes on."""
    try:
        yield from build_views(project, before, charts.draw, charts.file)
    except Exception as fault:  # noqa: BLE001 - the next change of a file may put it right
        yield refused_view(before, describe_crash(type(fault), fault.__traceback__))


def settled_snapshot(project: Project, first: Snapshot, sleep: Callable[[float], None]) -> Snapshot:
    """Wait until an editor or spreadsheet has finished writing: two looks alike, but not for long."""
    now = first
    for _ in range(10):
        sleep(SETTLING)
        before, now = now, take_snapshot(project)
        if now == before:
            break
    return now


def build_line(view: View, seconds: float) -> str:
    """One line on a build."""
    errors = counted(sum(finding.blocks for finding in view.findings), "error")
    if not view.is_current:
        return f"Build {view.number}: no pack, {errors}; the last pages stay ({seconds:.1f} s)"
    pages = view.shown.pages.count if view.shown is not None else 0
    return f"Build {view.number}: {pages} pages, {errors} ({seconds:.1f} s)"
