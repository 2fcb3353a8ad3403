"""One message, for one person: built, then read back from its bytes before it may be sent.

The same edition and person give the same Message-ID, so that a server or mail program that gets it
twice can tell. Every part is 7-bit: no line is longer than 78 characters, no line end is bare.
The plain text has every word of its Document in reading order. A table's row is written as a line of its
headers and then `heading: cell` for each other cell, so that it can be read at any width, and by a screen
reader.
"""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from msgspec import Struct

from boardpack.archive.ledger import Entry
from boardpack.content import (
    Footnote,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Row,
    RowRole,
    Table,
    Text,
    inline_text,
)
from boardpack.document import Beside, Block, Contents, Details, Document, Figure, FigureGroup, Footnotes
from boardpack.errors import ProgrammingError
from boardpack.mail.recipients import Address, Recipient
from boardpack.mail.settings import Mailbox

POLICY = SMTP.clone(max_line_length=76, utf8=False)
LONGEST_LINE = 998
"""RFC 5322, 2.1.1."""


class Body(Struct, frozen=True):
    """The same words twice, and their subject."""

    subject: str
    plain: str
    html: str
    language: str


class MailAttachment(Struct, frozen=True):
    """The paper as it travels."""

    name: str
    data: bytes


class Envelope(Struct, frozen=True):
    """Whom a message is from and to, and when it is made."""

    sender: Mailbox
    reply_to: Mailbox | None
    recipient: Recipient
    date: datetime
    """With its offset from UTC."""
    message_id: str


def message_id(entry: Entry, recipient: Recipient, sender: Address, test: str = "") -> str:
    """Return `<2017-10.v1.…@example.org>`: the same for the same PDF, version and person, for ever.

    `test` tells test messages from the real one, which a mail program would else take for a second copy.
    """
    bound = "\n".join((entry.pdf_sha256, entry.path, recipient.key, *filter(None, (test,)))).encode()
    return f"<{entry.period}.v{entry.version}.{hashlib.sha256(bound).hexdigest()[:32]}@{sender.domain}>"


def build_message(envelope: Envelope, body: Body, attachment: MailAttachment | None) -> bytes:
    """Write a message as it goes over the line; ProgrammingError when it is not what was asked for."""
    message = EmailMessage(POLICY)
    for name, value in _headers(envelope, body).items():
        message[name] = value
    message.set_content(body.plain, cte="quoted-printable")
    message.add_alternative(body.html, subtype="html", cte="quoted-printable")
    if attachment is not None:
        message.add_attachment(
            attachment.data, maintype="application", subtype="pdf", filename=attachment.name
        )
    message["Content-Language"] = _one_line(body.language)  # last: parts take such headers with them
    _set_boundaries(message, envelope.message_id)
    raw = message.as_bytes()
    inspect_message(raw, envelope, body.subject)
    return raw


def _headers(envelope: Envelope, body: Body) -> Mapping[str, object]:
    sender, reply_to, recipient = envelope.sender, envelope.reply_to, envelope.recipient
    held = {
        "From": _address(sender.name, sender.address),
        "Reply-To": _address(reply_to.name, reply_to.address) if reply_to else "",
        "To": _address(recipient.name, recipient.address),
        "Subject": written_subject(body.subject),
        "Date": format_datetime(envelope.date),
        "Message-ID": _one_line(envelope.message_id),
        "Auto-Submitted": "auto-generated",
    }
    return {name: value for name, value in held.items() if value}


def _address(name: str, address: Address) -> HeaderAddress:
    return HeaderAddress(written_name(name, address), _one_line(address.local), _one_line(address.domain))


def written_name(name: str, address: Address) -> str:
    """Return the name before an address; none when a mail program would read another.

    The standard library folds some very long or odd names so that they come out changed.
    """
    probe = EmailMessage(POLICY)
    probe["To"] = HeaderAddress(_one_line(name), address.local, address.domain)
    read = BytesHeaderParser(policy=SMTP).parsebytes(probe.as_bytes())
    return name if _is_only(read["To"], name, address) else ""


def written_subject(subject: str) -> str:
    """Return the subject, or its ASCII letters where a mail program would read other words."""
    probe = EmailMessage(POLICY)
    probe["Subject"] = _one_line(subject)
    read = BytesHeaderParser(policy=SMTP).parsebytes(probe.as_bytes())
    return subject if read["Subject"] == subject else subject.encode("ascii", "replace").decode()


def _one_line(words: str) -> str:
    """Refuse words that could begin another header: the readers have refused them before."""
    if not words.isprintable():
        raise ProgrammingError("a header would hold a character that does not print")
    return words


def _set_boundaries(message: EmailMessage, identity: str) -> None:
    """Give each multipart a boundary of its own that does not change from run to run."""
    for place, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{hashlib.sha256(f'{identity} {place}'.encode()).hexdigest()[:40]}")


# --------------------------------------------------------------------------------------- inspection


def inspect_message(raw: bytes, envelope: Envelope, subject: str) -> None:
    """Read a finished message as a mail program does, and refuse it unless it is to exactly one person."""
    head = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    read = BytesHeaderParser(policy=SMTP).parsebytes(head)
    names = [name.casefold() for name in read]
    sender, recipient = envelope.sender, envelope.recipient
    ends = {raw.count(end) for end in (b"\r\n", b"\n", b"\r")}
    tests = {
        "a header too many": len(set(names)) < len(names) or not HEADERS.issuperset(names),
        "a header too few": not set(names).issuperset(NEEDED),
        "To": not _is_only(read["To"], written_name(recipient.name, recipient.address), recipient.address),
        "From": not _is_only(read["From"], written_name(sender.name, sender.address), sender.address),
        "Subject": read["Subject"] != written_subject(subject),
        "a bare line end": len(ends) > 1,
        "a line too long": max(map(len, raw.split(b"\r\n"))) > LONGEST_LINE,
        "bytes beyond ASCII": not raw.isascii(),
    }
    faults = [name for name, wrong in tests.items() if wrong]
    if faults:
        raise ProgrammingError(f"a message came out wrong and was not sent: {'; '.join(faults)}")


def _is_only(header: object, name: str, address: Address) -> bool:
    found = getattr(header, "addresses", ())
    return [(one.display_name, one.addr_spec) for one in found] == [(name, str(address))]


NEEDED = ("from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type")
HEADERS = frozenset({*NEEDED, "reply-to", "content-language", "content-transfer-encoding"})


# ----------------------------------------------------------------------------------------- plain text

WIDTH = 72
"""Characters of a line; words that cannot be broken, such as links, may be longer."""
UNDER = {1: "=", 2: "-"}
"""What underlines a heading, by its level."""


def plain_text(document: Document) -> str:
    """Write a Document as plain text, ending with a line end."""
    chunks = [chunk for section in document.sections for chunk in _blocks(section.blocks)]
    return "\n\n".join(chunk for chunk in chunks if chunk) + "\n"


def _blocks(blocks: tuple[Block, ...], width: int = WIDTH) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, width)


def _block(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading(content=content, aside=aside, level=level):
            words = _wrap(_words((*content, Text(" "), *aside)), width)
            longest = max(map(len, words.split("\n")))
            yield f"{words}\n{UNDER[level] * longest}" if level in UNDER else words
        case Paragraph(content=content):
            yield _wrap(_words(content), width)
        case ListBlock():
            yield "\n".join(_items(block, width))
        case Table():
            yield from _table(block)
        case Figure(caption=caption, alt=alt, note=note):
            yield _wrap(" ".join(filter(None, (_words(caption), alt, _words(note)))), width)
        case FigureGroup(caption=caption, figures=figures):
            yield _wrap(_words(caption), width)
            yield from _blocks(figures, width)
        case Beside(parts=parts):
            for part in parts:
                yield from _blocks(part.blocks, width)
        case Details(summary=summary, blocks=inner):
            yield _wrap(_words(summary), width)
            yield from _blocks(inner, width)
        case Image(alt=alt, caption=caption):
            yield _wrap(" ".join(filter(None, (_words(caption), alt))), width)
        case Footnotes(notes=notes):
            yield "\n".join(_wrap(f"[{note.number}] {_words(note.content)}", width) for note in notes)
        case Contents(entries=entries):
            yield "\n".join(_wrap(_words(entry.content), width) for entry in entries)


def _items(block: ListBlock, width: int) -> Iterator[str]:
    for place, item in enumerate(block.items, block.start):
        label = block.labels[place - block.start] if block.labels else f"{place}."
        mark = f"{label} " if block.ordered else "- "
        body = "\n".join(_blocks(item, width - len(mark)))
        yield mark + body.replace("\n", f"\n{' ' * len(mark)}")


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield _wrap(f"{_words(table.caption)}:")
    labels = _labels(table)
    rows: list[str] = []
    for row in table.body:
        if row.role is RowRole.BAND:
            if rows:
                yield "\n".join(rows)
            rows = []
            yield _wrap(_words(row.cells[0].content))
        else:
            rows.append(_row(row, labels))
    if rows:
        yield "\n".join(rows)


def _labels(table: Table) -> list[str]:
    """The words that head each column, from every row of the head."""
    labels = [""] * len(table.columns)
    for row in table.head:
        at = 0
        for cell in row.cells:
            for place in range(at, min(at + cell.colspan, len(labels))):
                labels[place] = f"{labels[place]} {inline_text(cell.content)}".strip()
            at += cell.colspan
    return labels


def _row(row: Row, labels: list[str]) -> str:
    heads, rest = [], []
    at = 0
    for cell in row.cells:
        if cell.header is not None:
            heads.append(_words(cell.content))
        elif words := _words(cell.content):
            label = labels[at] if at < len(labels) and cell.colspan == 1 else ""
            rest.append(f"{label}: {words}" if label else words)
        at += cell.colspan
    if not heads:  # a row that says more of the one above it
        return textwrap.indent(_wrap("; ".join(rest), WIDTH - 4), "    ")
    lines = [textwrap.fill(" ".join(heads), WIDTH - 2, initial_indent="- ", subsequent_indent="  ", **KEEP)]
    if rest:
        lines.append(textwrap.indent(_wrap("; ".join(rest), WIDTH - 4), "    "))
    return "\n".join(lines)


def _words(content: tuple[Inline, ...]) -> str:
    return " ".join("".join(_inline(inline) for inline in content).split())


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text=words, expansion=expansion) if expansion:
            return f"{words} ({expansion})"
        case Link(target=target):
            words = inline_text((inline,))
            shown = target.removeprefix("mailto:")
            return words if shown == words or target.startswith("#") else f"{words} <{shown}>"
        case Footnote(number=number):
            return f" [{number}]"
        case _:
            return inline_text((inline,))


def _wrap(words: str, width: int = WIDTH) -> str:
    return textwrap.fill(words, width, **KEEP)


KEEP: Any = {"break_long_words": False, "break_on_hyphens": False}
