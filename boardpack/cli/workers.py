"""Worker processes: a function applied to many things at once, the results in the order of the things."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, get_context, resource_tracker
from typing import TypeVar

from boardpack.errors import BoardpackError

Thing = TypeVar("Thing")
Result = TypeVar("Result")


METHOD = "forkserver" if sys.platform == "linux" else "spawn"
"""How a worker begins: never as a copy of this process, which may have threads.

On Linux it is a copy of one that has none; elsewhere such a copy is not safe with every library.
"""


def prepare(modules: Iterable[str]) -> None:
    """Have what makes packs, and these modules, imported once for all workers, while the caller does else."""
    if METHOD == "forkserver":
        get_context(METHOD).set_forkserver_preload(["boardpack.cli.preloaded", *modules])
        resource_tracker.ensure_running()  # else it is started within, and lets the keyboard in again
        with _keyboard_kept_out():
            forkserver.ensure_running()


@contextmanager
def _keyboard_kept_out() -> Iterator[None]:
    """Have a process that is started within take no notice when the keyboard stops the run: its parent does.

    It would else say where its imports were interrupted.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def side_by_side(
    function: Callable[[Thing], Result], things: Iterable[Thing], workers: int
) -> Iterator[Result]:
    """Apply a function to each thing as soon as there is one.

    BoardpackError when a worker is ended from outside.
    """
    # The pool takes a while to import: workers are prepared meanwhile.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    settings = (gc.get_threshold(),)
    pool = ProcessPoolExecutor(workers, get_context(METHOD), initializer=_settle, initargs=settings)
    try:
        yield from pool.map(function, things)
    except BrokenProcessPool:
        raise BoardpackError(
            "A worker process was ended from outside, perhaps for want of memory; try fewer --jobs."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _settle(collected_every: tuple[int, int, int]) -> None:
    """Let a worker finish what it does when the keyboard stops the run; the parent gives it no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what was imported for all workers
    gc.set_threshold(*collected_every)
    gc.enable()
