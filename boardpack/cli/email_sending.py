"""Sending as a person sees it: the plan, how far a run is, stopping it, and what became of each message.

A message to one tester alone is sent from here too.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import click
from msgspec import Struct

from boardpack.archive.ledger import STATES, Entry, Ledger
from boardpack.archive.report import file_size, period_name
from boardpack.cli.output import progress, progress_bar, terminal
from boardpack.cli.write_files import write_whole
from boardpack.errors import BoardpackError, UsageFault
from boardpack.load.files import read_named_file
from boardpack.load.project import Project
from boardpack.mail.edition_messages import Writer, complete, read_passwords, read_source, write_passwords
from boardpack.mail.ledger import SendLedger, SendRecord, open_ledger
from boardpack.mail.plan import (
    Send,
    What,
    plan,
    plan_test,
    sample,
)
from boardpack.mail.recipients import AddressFault, Recipient, parse_address
from boardpack.mail.send import PAUSES, DeliveryOutcome, SendContext, SendJob, send_all
from boardpack.mail.settings import MailSettings
from boardpack.mail.smtp import Server, read_credentials, safe_context
from boardpack.model.finding import counted
from boardpack.model.period import Calendar


def edition_lines(entry: Entry, settings: MailSettings, calendar: Calendar) -> Iterator[str]:
    """Return lines on which edition is sent, from whom and by which server."""
    period = period_name(entry.period, calendar)
    yield f"{entry.title}, {period}, version {entry.version}, issued {entry.issued_at[:10]}"
    facts = {
        "Corrects": f"{entry.supersedes}: {entry.reason}" if entry.supersedes else "",
        "Shows": f"version {entry.printed_version}" if entry.printed_version != str(entry.version) else "",
        "Classification": entry.classification,
        "PDF": f"{entry.pdf_name}, {counted(entry.pages, 'page')}, {file_size(entry.pdf_size)}",
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
    click.echo(f"{counted(due, 'message')} to send, {counted(len(sends) - due, 'person')} not sent to."
               .replace("persons", "people"))  # fmt: skip


def _cells(send: Send) -> tuple[str, ...]:
    recipient = send.recipient
    return (
        "send" if send.due else "not sent",
        str(recipient.address),
        ", ".join(filter(None, (recipient.name, recipient.role))),
        send.what.value,
        file_size(send.size) if send.size else "",
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
    yield record_counts(lines) + "."


def record_counts(lines: Sequence[SendRecord]) -> str:
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
    with progress_bar("Sending", console) as bar:
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
    click.echo(f"{counted(accepted, 'test message')} accepted. Nothing counts as sent.")
    if accepted < len(job.sends):
        why = end or "the server did not take every message"
        raise BoardpackError(f"The test failed: {why}. Put that right and run the same command again.")


class EmailRequest(Struct, frozen=True):
    """What the command line asked for."""

    project: Project
    entry: Entry
    ledger: Ledger
    settings: MailSettings
    recipients: tuple[Recipient, ...]
    resend: frozenset[str]
    folder: Path
    """Where messages are written to be looked at."""
    passwords: Path | None
    """File of passwords that the operator gives."""
    new_passwords: Path | None
    """File that passwords are to be written to."""


def message_writer(asked: EmailRequest, sends: Sequence[Send]) -> Writer:
    """What writes the messages of a plan, with the passwords of those that are encrypted."""
    with progress() as tell:
        tell("Reading the edition")
        source = read_source(asked.project.archive, asked.ledger, asked.entry)
    needed = [send.recipient.key for send in sends if send.due and send.what is What.ENCRYPTED]
    return Writer(source, asked.settings, _passwords(asked, needed) if needed else {})


def _passwords(asked: EmailRequest, needed: Sequence[str]) -> dict[str, str]:
    """Return the passwords that the operator gives; make those that lack, in the file named for them."""
    given, new = asked.passwords, asked.new_passwords
    held = read_passwords(read_named_file(given, limit=PASSWORDS), given.name) if given is not None else {}
    missing = [key for key in needed if key not in held]
    if missing and new is None and given is not None:
        raise UsageFault(f"{given.name}: no password for {', '.join(missing)}.")
    if missing and new is not None:
        _refuse_place(asked, new)
        made = complete({}, missing, secrets.choice)
        write_whole(new, write_passwords(made), mode=0o600)
        held = {**held, **made}
        click.echo(
            f"{counted(len(made), 'password')} written to {new}. Give them by telephone or by hand, "
            f"never by email; send with --passwords {new}, then delete the file.",
            err=True,
        )
    return held


def _refuse_place(asked: EmailRequest, file: Path) -> None:
    """Refuse a file that is there already, or that would lie in the project or beside the copies."""
    place, project = file.resolve(), asked.project
    if os.path.lexists(file):
        raise UsageFault(f"{file} is there already: name a new file, or give it with --passwords.")
    if any(place.is_relative_to(one.resolve()) for one in (project.root, asked.folder)):
        raise UsageFault(
            f"{file} lies in the project's folder, beside what the passwords open. Name a file elsewhere."
        )


PASSWORDS = 1_000_000
"""Bytes of the largest password file."""


def write_samples(asked: EmailRequest, sends: Sequence[Send], writer: Writer) -> None:
    """Write the messages that would be sent, to be looked at."""
    every = [send for send in sends if send.due]
    due = [send for send in every if writer.can_write(send)]
    if len(due) < len(every):
        click.echo(
            f"{counted(len(every) - len(due), 'encrypted message')} not written: name a file "
            "for the passwords with --new-passwords, or give one with --passwords."
        )
    shown = sample(due)
    written = set()
    for place, send in enumerate(shown, 1):
        name = re.sub(r"[^a-z0-9@.+-]", "_", send.recipient.key)
        raw = writer.write(send, send.what, _now())
        file = asked.folder / f"{place:03d}-{name}.eml"
        write_whole(file, raw, mode=0o600)
        written.add(file)
    for old in set(asked.folder.glob("*.eml")) - written:  # last, so that one stopped half way leaves them
        old.unlink()
    if len(shown) < len(due):
        click.echo(f"A sample of {len(shown)} of the {len(due)} messages was written: some of each form.")
    if due:
        click.echo(f"Messages to look at: {asked.folder}")


def _now() -> datetime:
    return datetime.now().astimezone()


def send_edition(asked: EmailRequest, writer: Writer) -> None:
    """Send what is due, and say what became of it; BoardpackError when sending ended early."""
    server = mail_server(asked.settings)
    with open_ledger(
        asked.project.archive, asked.entry, lambda: _now().isoformat(timespec="seconds")
    ) as held:
        for note in held.notes:
            click.echo(note, err=True)
        sends = plan(asked.entry, asked.recipients, asked.settings, held.states(), resend=asked.resend)
        due = tuple(send for send in sends if send.due)
        job = _job(asked, writer, due)
        with stoppable() as stopped, sending_progress(len(due)) as tell:
            end = (
                send_all(job, held, SendContext(server, sleeper(stopped), stopped, tell, PAUSES))
                if due
                else ""
            )
        keys = {send.recipient.key for send in sends}
        lines = [line for line in held.last.values() if line.recipient in keys]
        gone = {line.recipient for line in lines if line.state == "accepted"}
    click.echo(f"{record_counts(lines)}.")
    _count_links(due, lines)
    missing = [send for send in due if send.recipient.key not in gone]
    if end:
        raise BoardpackError(
            f"Sending ended early: {end}. {counted(len(missing), 'message')} not accepted yet. "
            f"`boardpack email status {asked.entry.period}` says more; running this again sends only what "
            "has certainly not gone."
        )
    if missing:
        click.get_current_context().exit(1)


def _count_links(due: Sequence[Send], lines: Sequence[SendRecord]) -> None:
    """Say how many attachments went as a link, because the server takes no message so large."""
    planned = {send.recipient.key for send in due if send.what is What.ATTACHMENT}
    count = sum(one.recipient in planned and one.what == What.LINK.value for one in lines)
    if count:
        click.echo(f"{counted(count, 'attachment')} went as a link: the server takes no message so large.")


def send_test(asked: EmailRequest, tester: Recipient) -> None:
    """Send the tester a message in each form of the plan, recorded in a ledger of its own."""
    entry, settings, archive = asked.entry, asked.settings, asked.project.archive
    sends = plan_test(entry, tester, plan(entry, asked.recipients, settings, {}), settings)
    refuse_tester(sends)
    writer = message_writer(asked, sends)
    if not all(map(writer.can_write, sends)):
        raise UsageFault("The tester's encrypted copy needs a password: --passwords or --new-passwords FILE.")
    writer.test = _now().isoformat(timespec="seconds")
    job = _job(asked, writer, sends)
    with open_ledger(archive, entry, lambda: _now().isoformat(timespec="seconds"), test=True) as held:
        send_to_tester(job, held, mail_server(settings))


def _job(asked: EmailRequest, writer: Writer, due: tuple[Send, ...]) -> SendJob:
    settings = asked.settings
    return SendJob(
        due, lambda send, what: writer.write(send, what, _now()), writer.message_id, settings.sender,
        settings.allow, bool(settings.link),
    )  # fmt: skip


def mail_server(settings: MailSettings) -> Server:
    """The server of the settings, with the credentials of the environment."""
    name = socket.getfqdn()
    return Server(
        host=settings.host,
        port=settings.port,
        tls=settings.tls,
        timeout=settings.timeout,
        context=safe_context(),
        clock=time.monotonic,
        hello=name if "." in name and name.isascii() else "[127.0.0.1]",
        credentials=read_credentials(os.environ, settings, Path.read_text),
    )
