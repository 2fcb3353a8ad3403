"""Sending as a person sees it: the plan, how far a run is, stopping it, and what became of each message.

A message to one tester alone is sent from here too.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Iterator, Sequence

import click

from boardpack.archive.ledger import STATES, Entry
from boardpack.archive.report import month, number, size
from boardpack.cli.output import terminal
from boardpack.errors import BoardpackError, UsageFault
from boardpack.mail.ledger import SendLedger, SendRecord
from boardpack.mail.plan import Send
from boardpack.mail.recipients import AddressFault, Recipient, parse_address
from boardpack.mail.send import PAUSES, DeliveryOutcome, SendContext, SendJob, send_all
from boardpack.mail.settings import MailSettings
from boardpack.mail.smtp import Server
from boardpack.model.period import Calendar


def edition_lines(entry: Entry, settings: MailSettings, calendar: Calendar) -> Iterator[str]:
    """Return lines on which edition is sent, from whom and by which server."""
    period = month(entry.period, calendar)
    yield f"{entry.title}, {period}, version {entry.version}, issued {entry.issued_at[:10]}"
    facts = {
        "Corrects": f"{entry.supersedes}: {entry.reason}" if entry.supersedes else "",
        "Shows": f"version {entry.printed_version}" if entry.printed_version != str(entry.version) else "",
        "Classification": entry.classification,
        "PDF": f"{entry.pdf_name}, {number(entry.pages, 'page')}, {size(entry.pdf_size)}",
        "SHA-256": entry.pdf_sha256,
        "From": str(settings.sender.address),
        "Server": f"{settings.host}:{settings.port}, TLS: {settings.tls.value}",
    }
    yield from (f"  {name:<16}{value}" for name, value in facts.items() if value)


def print_plan(sends: Sequence[Send]) -> None:
    """Show each recipient with what they get: a table on a terminal, a line each otherwise."""
    rows = [_cells(send) for send in sends]
    console = terminal(err=False)
    if console is not None:
        from rich.table import Table  # noqa: PLC0415 - rich is for terminals
        from rich.text import Text  # noqa: PLC0415

        table = Table(show_edge=False, pad_edge=False)
        for heading in HEADINGS:
            table.add_column(heading, overflow="fold", justify="right" if heading == "Size" else "left")
        for send, row in zip(sends, rows, strict=True):
            table.add_row(*(Text(cell, style="" if send.due else "dim") for cell in row))
        console.print(table)
    else:
        for row in rows:
            click.echo("\t".join(row))
    due = sum(send.due for send in sends)
    click.echo(f"{number(due, 'message')} to send, {number(len(sends) - due, 'person')} not sent to."
               .replace("persons", "people"))  # fmt: skip


def _cells(send: Send) -> tuple[str, ...]:
    recipient = send.recipient
    return (
        "send" if send.due else "not sent",
        str(recipient.address),
        ", ".join(filter(None, (recipient.name, recipient.role))),
        send.what.value,
        size(send.size) if send.size else "",
        send.reason,
    )


HEADINGS = ("", "Address", "Name", "Gets", "Size", "Why")


def status_lines(lines: Sequence[SendRecord]) -> Iterator[str]:
    """Return lines on what became of each message, and how many there are of each state."""
    for line in lines:
        reply = " ".join(filter(None, (str(line.code or ""), line.said)))
        where = f"at {line.stage}" if line.stage and line.state != "accepted" else ""
        reply_text = ": ".join(filter(None, (where, reply)))
        yield "\t".join(filter(None, (line.state, line.recipient, line.at, line.what, reply_text)))
    yield counts(lines) + "."


def counts(lines: Sequence[SendRecord]) -> str:
    """`12 accepted, 1 unknown`; a message that was leaving when the run was stopped counts as unknown."""
    states = ["unknown" if line.state == "sending" else line.state for line in lines]
    return ", ".join(f"{states.count(one)} {one}" for one in STATES if one in states) or "Nothing was sent"


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
