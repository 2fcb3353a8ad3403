"""Showing how far a command has come, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from boardpack.cli.terminal import terminal

if TYPE_CHECKING:
    from boardpack.edition import Progress

T = TypeVar("T")


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
