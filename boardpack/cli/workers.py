"""Worker processes: a function applied to many things at once, the results in the order of the things."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

from boardpack.errors import BoardpackError

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def side_by_side(
    function: Callable[[Thing], Result], things: Sequence[Thing], workers: int
) -> Iterator[Result]:
    """Apply a function to each thing; BoardpackError when a worker is ended from outside.

    Workers are spawned, not forked: the parent may have threads, and a worker imports only what it needs.
    """
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_leave_stopping_to_parent)
    try:
        yield from pool.map(function, things)
    except BrokenProcessPool:
        raise BoardpackError(
            "A worker process was ended from outside, perhaps for want of memory; try fewer --jobs."
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_stopping_to_parent() -> None:
    """Let a worker finish what it does when the keyboard stops the run; the parent gives it no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
