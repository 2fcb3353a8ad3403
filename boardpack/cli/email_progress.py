"""What a person has to do with a run of sending: seeing how far it is, and stopping it."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator

import click

from boardpack.cli.terminal import terminal
from boardpack.mail.delivery import DeliveryOutcome
from boardpack.mail.plan import Send


@contextlib.contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C stop between two messages; a second one stops at once."""
    asked = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        click.echo("Stopping after this message.", err=True)

    before = {one: signal.signal(one, stop) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def sleeper(stopped: Callable[[], bool]) -> Callable[[float], None]:
    """Return a way to pause that ends when it is asked to stop."""

    def sleep(seconds: float) -> None:
        end = time.monotonic() + seconds
        while not stopped() and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, 0.2))

    return sleep


@contextlib.contextmanager
def sending_progress(total: int) -> Iterator[Callable[[Send, DeliveryOutcome], None]]:
    """Show how far it has come: a bar on a terminal, a line a message otherwise."""
    console = terminal()
    if console is None:
        yield lambda send, outcome: click.echo(f"{outcome.state}\t{send.recipient.address}", err=True)
        return
    # rich is for terminals
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("Sending"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("Sending", total=total)
        settled: set[str] = set()

        def tell(send: Send, outcome: DeliveryOutcome) -> None:
            if outcome.state != "accepted":
                bar.console.print(f"{outcome.state}: {send.recipient.address}", markup=False)
            if outcome.state != "deferred":
                settled.add(send.recipient.key)
            bar.update(task, completed=len(settled))

        yield tell
