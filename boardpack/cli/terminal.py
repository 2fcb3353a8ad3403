"""Whether there is a terminal: tables, colours and progress are for one, plain lines for the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

    from boardpack.edition import Progress

T = TypeVar("T")


def terminal(*, err: bool = True) -> Console | None:
    """Return a console where standard error (or output) is a terminal; else None, without importing rich."""
    if not (sys.stderr if err else sys.stdout).isatty():
        return None
    from rich.console import Console  # noqa: PLC0415 - only where it is used

    return Console(stderr=err)


def _unseen(stage: str) -> None:
    """Show nothing."""


@contextmanager
def progress() -> Iterator[Progress]:
    """Show the stage on standard error when that is a terminal, and nothing otherwise."""
    console = terminal()
    if console is None:
        yield _unseen
        return
    with console.status("Starting") as status:
        yield status.update


def watched(results: Iterable[T], total: int) -> Iterator[T]:
    """Pass results on as they come; on a terminal show a bar until the last, and then pass them on."""
    console = terminal()
    if console is None:
        yield from results
        return
    # rich is for terminals
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("Making packs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        kept = list(bar.track(results, total=total))
    yield from kept
