"""How a plan of sends, and what became of them, is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from boardpack.archive.ledger import STATES, Entry
from boardpack.archive.report import month, number, size
from boardpack.cli.terminal import terminal
from boardpack.mail.ledger import SendRecord
from boardpack.mail.plan import Send
from boardpack.mail.settings import MailSettings
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
