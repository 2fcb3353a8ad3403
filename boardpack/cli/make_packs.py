"""Making packs: what is asked, what came of it; one pack, many in a row, or many in worker processes.

A pack is checked, made with the user's cache, and written whole or not at all. The files are the same
whichever way they are made, and so is what is reported of them.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from boardpack.cli.options import cache_file
from boardpack.cli.output import summary_line
from boardpack.cli.write_files import write_whole
from boardpack.collector import one_of_many
from boardpack.errors import BoardpackError
from boardpack.load.project import Project
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding
from boardpack.model.period import Period

if TYPE_CHECKING:
    from boardpack.disclosure.relations import Earlier
    from boardpack.edition import Progress


class BuildRequest(Struct, frozen=True):
    """A pack to be made, and where it goes."""

    project: Project
    period: Period
    out: Path
    brand: str | None = None
    draft: bool = False
    attach_data: bool = False
    formats: tuple[str, ...] = ()
    """What is made beside the PDF: `html`, `data`."""
    edition: Audience | None = None
    """None for the public one of a pack that keeps something back."""


class BuildOutcome(Struct, frozen=True):
    """What came of a request."""

    blocking: tuple[Finding, ...]
    """The findings that stop it, or that a draft was made over."""
    summary: str
    path: Path | None
    """The pack; None when the findings stopped it."""


Outcome = BuildOutcome | BoardpackError
"""What came of a request, or what stopped it."""

AHEAD = 4
"""Requests handed out for each worker: enough that none waits, few enough that thousands take no memory."""


def make_pack(request: BuildRequest, progress: Progress | None = None) -> BuildOutcome:
    """Make a pack and write it, unless findings stop it; BoardpackError when nothing can go on."""
    from boardpack.cache import Cache  # noqa: PLC0415 - in workers, not beside them
    from boardpack.charts.cache import ChartCache  # noqa: PLC0415
    from boardpack.edition import make_edition  # noqa: PLC0415

    with Cache(cache_file()) as cache:
        result = make_edition(
            request.project,
            request.period,
            brand=request.brand,
            draft=request.draft,
            attach_data=request.attach_data,
            formats=request.formats,
            progress=progress,
            draw=ChartCache(cache).draw,
            kind=request.edition,
            earlier=_earlier(request.project) or None,
            cache=cache,
        )
    path = None
    if result.edition is not None:
        path = request.out / result.edition.file_name
        for file in result.edition.files:
            write_whole(request.out / file.name, file.data)
        write_whole(path, result.edition.data)
    blocking = tuple(finding for finding in result.findings if finding.blocks)
    return BuildOutcome(blocking, summary_line(result.findings), path)


def _earlier(project: Project) -> tuple[Earlier, ...]:
    """What the pack's issued editions published; nothing where there is no archive, which is not imported."""
    if not project.archive.is_dir():
        return ()
    from boardpack.archive.earlier import earlier_editions  # noqa: PLC0415 - where there is one

    return earlier_editions(project)


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def make_all(requests: Sequence[BuildRequest], jobs: int) -> Iterator[Outcome]:
    """Yield the outcome of each request, in their order; what stops one pack does not stop the others."""
    workers = min(jobs, len(requests))
    if workers == 1:
        yield from map(attempt, requests)
    else:
        yield from _in_workers(requests, workers)


def attempt(request: BuildRequest) -> Outcome:
    """Make a pack; return, and do not raise, what stops it."""
    try:
        with one_of_many():
            return make_pack(request)
    except BoardpackError as fault:
        return fault
    except OSError as fault:
        what = fault.filename or "Something could not be read or written"
        return BoardpackError(f"{what}: {fault.strerror or fault}.")


def _in_workers(requests: Sequence[BuildRequest], workers: int) -> Iterator[Outcome]:
    """Make packs in worker processes, and hand them on in their order.

    When a worker dies, what it may have been making is made again by itself, and everything that was not
    finished in a new pool. A pack is written whole or not at all, so making it twice does no harm.
    """
    waiting = deque(enumerate(requests))
    made: dict[int, Outcome] = {}
    following = 0
    while following < len(requests):
        running: dict[int, Future[Outcome]] = {}
        with _pool(workers) as pool:
            try:
                while following < len(requests):
                    while waiting and len(running) < AHEAD * workers:
                        index, request = waiting[0]
                        running[index] = _submit(pool, request)
                        waiting.popleft()  # now that it is handed over: a broken pool takes nothing
                    if following in running:
                        made[following] = running[following].result()
                        del running[following]
                    yield made.pop(following)
                    following += 1
            except BrokenExecutor:
                made |= {index: future.result() for index, future in running.items() if not _is_lost(future)}
        lost = sorted(running.keys() - made.keys())
        made |= {index: _make_alone(requests[index]) for index in lost[:workers]}
        waiting.extendleft((index, requests[index]) for index in reversed(lost[workers:]))


def _is_lost(future: Future[Outcome]) -> bool:
    """Whether a request was not finished when its pool broke."""
    return not future.done() or future.cancelled() or future.exception() is not None


def _make_alone(request: BuildRequest) -> Outcome:
    """Make a pack in a pool of its own; when its worker dies twice there, it is this pack that ends it."""
    for _ in range(2):
        with _pool(1) as pool, suppress(BrokenExecutor):
            return _submit(pool, request).result()
    return BoardpackError(
        f"{request.period.long}: the process that made it was ended from outside twice over, perhaps for "
        "want of memory. The other packs are made; try this one by itself."
    )


def _submit(pool: Executor, request: BuildRequest) -> Future[Outcome]:
    """Hand a request to a pool, which starts a worker for it where it has fewer than it may have."""
    with _worker_environment():
        return pool.submit(attempt, request)


@contextmanager
def _pool(workers: int) -> Iterator[Executor]:
    """Worker processes that end with the block; what they have not begun then is not begun."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - a single pack has no use for it
    from multiprocessing import get_context  # noqa: PLC0415

    with _worker_environment():  # its queues start a process of their own
        pool = ProcessPoolExecutor(workers, get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _worker_environment() -> Iterator[None]:
    """Start workers without the current folder on their path, and deaf to the keyboard's interrupt.

    The interrupt reaches every process of the terminal; the parent alone acts on it, and gives them no more.
    """
    from multiprocessing import resource_tracker  # noqa: PLC0415

    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    resource_tracker.ensure_running()  # a process of its own, which lets the keyboard in again when started
    mask = getattr(signal, "pthread_sigmask", None)  # Windows has none
    blocked = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else None
    try:
        yield
    finally:
        if mask and blocked is not None:
            mask(signal.SIG_SETMASK, blocked)
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before
