"""Making many packs: in a row, or in worker processes.

The files are the same whichever way they are made, and so is what is reported of them.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from boardpack.cli.build_request import BuildOutcome, BuildRequest
from boardpack.errors import BoardpackError


def make_all(requests: Sequence[BuildRequest], jobs: int) -> Iterator[BuildOutcome | BoardpackError]:
    """Yield the outcome of each request, in their order; what stops one pack does not stop the others."""
    workers = min(jobs, len(requests))
    if workers == 1:
        yield from map(attempt, requests)
    else:
        yield from _in_workers(requests, workers)


def attempt(request: BuildRequest) -> BuildOutcome | BoardpackError:
    """Make a pack; return, and do not raise, what stops it."""
    from boardpack.cli.make_pack import make_pack  # noqa: PLC0415 - imported in workers, not beside them

    try:
        return make_pack(request)
    except BoardpackError as fault:
        return fault
    except OSError as fault:
        what = fault.filename or "Something could not be read or written"
        return BoardpackError(f"{what}: {fault.strerror or fault}.")


def _in_workers(requests: Sequence[BuildRequest], workers: int) -> Iterator[BuildOutcome | BoardpackError]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - a single pack has no use for it
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    with _worker_environment():
        pool = ProcessPoolExecutor(workers, get_context("spawn"))
        futures = [pool.submit(attempt, request) for request in requests]
    try:
        for future in futures:
            yield future.result()
    except BrokenProcessPool:
        raise BoardpackError(
            "A worker process was ended from outside, perhaps for want of memory; try fewer --jobs."
        ) from None
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
