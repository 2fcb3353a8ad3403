"""Handing over one message, and saying what is certain after it.

What decides is the end of the message, the line with a single dot (RFC 5321, 4.1.1.4): before it is
sent, a server may not deliver anything; once it is sent, only the server's reply says whether it did. So

    before the dot:              4xx or any break: deferred    5xx: refused
    between the dot and a reply: a break or a reply that is none: unknown
    the reply to the dot:        2xx: accepted    4xx: deferred    5xx: refused
    after it (RSET, QUIT):       whatever happens, it stays what the reply said
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Callable

from msgspec import Struct

from boardpack.mail.address import Address
from boardpack.mail.smtp import Broken, Session, spoken

STAGES = (
    "connect", "ehlo", "starttls", "tls", "auth", "size", "mail", "rcpt", "data", "body", "dot", "stopped",
)  # fmt: skip
"""How far a conversation had come, in order; `stopped` when the program itself was."""


class DeliveryOutcome(Struct, frozen=True):
    """What is certain about one message."""

    state: str
    """`accepted`, `refused`, `deferred` or `unknown`, see `boardpack.mail.ledger`."""
    stage: str
    code: int
    said: str
    usable: bool
    """Whether the conversation can go on with another message."""
    about_sender: bool = False
    """Whether the refusal is of the sender, and so of every message that would follow."""


def server_limit(session: Session) -> int:
    """Return the largest message that the server takes (RFC 1870), in bytes; 0 when it sets no limit."""
    said = session.esmtp_features.get("size", "").strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else 0


def deliver(
    session: Session, sender: Address, recipient: Address, raw: bytes, leaving: Callable[[], None]
) -> DeliveryOutcome:
    """Hand over one message to one recipient; `leaving` is called before any of it is sent."""
    stage = "mail"
    try:
        size = [f"SIZE={len(raw)}"] if "size" in session.esmtp_features else []
        reply = session.mail(str(sender), size)
        if reply[0] // 100 != 2:
            return _refused(session, stage, reply)
        stage = "rcpt"
        reply = session.rcpt(str(recipient))
        if reply[0] // 100 != 2:
            return _refused(session, stage, reply)
        leaving()
        stage = "data"
        reply = session.docmd("DATA")
        if reply[0] != 354:
            return _refused(session, stage, reply)
        stage = "body"
        session.hand_over(dotted(raw))
        session.silence()  # a server that speaks before the end is not believed at the end
    except (Broken, smtplib.SMTPException) as fault:
        session.close()
        return DeliveryOutcome("deferred", stage, 0, str(fault), usable=False)
    return _end(session)


def dotted(raw: bytes) -> bytes:
    """Return a message with the dots that begin lines doubled (RFC 5321, 4.5.2), ending its last line."""
    ended = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) if ended.startswith(b".") or b"\n." in ended else ended


def _end(session: Session) -> DeliveryOutcome:
    """Send the dot. From here on only the server's reply says whether the message has gone."""
    try:
        session.hand_over(b".\r\n")
        code, words = session.getreply(session.server.patience)
    except (Broken, smtplib.SMTPException) as fault:
        session.close()
        return DeliveryOutcome("unknown", "dot", 0, str(fault), usable=False)
    if code // 100 == 3:
        session.close()
        return DeliveryOutcome("unknown", "dot", code, spoken(words), usable=False)
    state = {2: "accepted", 4: "deferred", 5: "refused"}[code // 100]
    if code == 421:
        session.close()
    return DeliveryOutcome(state, "dot", code, spoken(words), usable=code != 421)


def _refused(session: Session, stage: str, reply: tuple[int, bytes]) -> DeliveryOutcome:
    """Say what a reply other than the one hoped for means, before anything of the message was sent."""
    code, words = reply
    state = "refused" if code // 100 == 5 else "deferred"
    usable = code // 100 in {4, 5} and code != 421 and _reset(session)
    if not usable:
        session.close()
    sender = state == "refused" and stage == "mail" and code != 552
    return DeliveryOutcome(state, stage, code, spoken(words), usable=usable, about_sender=sender)


def _reset(session: Session) -> bool:
    try:
        return session.docmd("RSET")[0] // 100 == 2
    except (Broken, smtplib.SMTPException):
        return False
