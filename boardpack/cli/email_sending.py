"""A run of sending as a person sees it: how far it is, stopping it, and sending to one tester alone."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator, Sequence

import click

from boardpack.archive.report import number
from boardpack.cli.terminal import terminal
from boardpack.errors import BoardpackError, UsageFault
from boardpack.mail.ledger import SendLedger
from boardpack.mail.plan import Send
from boardpack.mail.recipients import AddressFault, Recipient, parse_address
from boardpack.mail.send import PAUSES, DeliveryOutcome, SendContext, SendJob, send_all
from boardpack.mail.smtp import Server


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


def find_tester(address: str, recipients: Sequence[Recipient]) -> Recipient:
    """Return the recipient with an address; UsageFault when data/recipients.csv does not list it."""
    try:
        key = parse_address(address).key
    except AddressFault as fault:
        raise UsageFault(f"--test {address}: {fault}.") from None
    found = next((one for one in recipients if one.key == key), None)
    if found is None:
        raise UsageFault(f"--test {address}: not in data/recipients.csv. Add the tester there, then repeat.")
    return found


def refuse_tester(sends: Sequence[Send]) -> None:
    """UsageFault when the tester may not be sent the paper, or when it goes to nobody in any form."""
    if not sends:
        raise UsageFault("--test: the plan sends the paper to nobody, so there is no message to test.")
    if not sends[0].due:
        raise UsageFault(f"--test {sends[0].recipient.address}: {sends[0].reason}. Nothing was sent.")


def send_to_tester(job: SendJob, ledger: SendLedger, server: Server) -> None:
    """Send the messages; say of each what the server said. BoardpackError when one was not accepted."""
    outcomes: list[DeliveryOutcome] = []

    def tell(send: Send, outcome: DeliveryOutcome) -> None:
        outcomes.append(outcome)
        click.echo(f"test {outcome.state}\t{send.recipient.address}\t{send.what.value}", err=True)

    with stoppable() as stopped:
        end = send_all(job, ledger, SendContext(server, sleeper(stopped), stopped, tell, PAUSES))
    accepted = sum(outcome.state == "accepted" for outcome in outcomes)
    click.echo(f"{number(accepted, 'test message')} accepted. Nothing counts as sent.")
    if accepted < len(job.sends):
        why = end or "the server did not take every message"
        raise BoardpackError(f"The test failed: {why}. Put that right and run the same command again.")
