"""Showing how far a command has come, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from boardpack.cli.terminal import terminal
from boardpack.edition import Progress


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
