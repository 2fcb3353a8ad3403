"""Sending what is due, one message after another, so that nobody gets it twice.

Each message is planned, then marked as leaving, then settled by what the server said, each on the
disk before the next step. What was put off is tried again after pauses that are passed in. A run
ends early rather than go on blindly: when no conversation can be had, when the server refuses the
sender, when it breaks off three times, when twice in a row it does not say whether it took a message, or
when asked to stop.

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
from collections.abc import Callable, Sequence

from msgspec import Struct, field

from boardpack.collector import one_of_many
from boardpack.mail.ledger import SendLedger
from boardpack.mail.plan import Send, What
from boardpack.mail.recipients import Address, AllowList
from boardpack.mail.settings import Mailbox
from boardpack.mail.smtp import Broken, Server, Session, SessionFault, open_session, spoken

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


PAUSES = (15.0, 60.0, 240.0)
"""Seconds before what was put off is tried a second, a third and a fourth time."""

BREAKS = 3
"""Conversations that break off one after another before a run ends."""
UNKNOWN_IN_A_ROW = 2
"""Messages of which the server did not say whether it took them."""


class SendJob(Struct, frozen=True):
    """What is to be done."""

    sends: tuple[Send, ...]
    """Everybody who is due."""
    build: Callable[[Send, What], bytes]
    """Makes the message that brings one person the paper in that form."""
    message_id: Callable[[Send], str]
    sender: Mailbox
    allow: AllowList
    link: bool
    """Whether a paper that the server finds too large may go as a link."""


class SendContext(Struct, frozen=True):
    """What a run needs of the world."""

    server: Server
    sleep: Callable[[float], None]
    stopped: Callable[[], bool]
    """Whether to stop before the next message."""
    tell: Callable[[Send, DeliveryOutcome], None]
    """Called with what became of each message."""
    pauses: tuple[float, ...] = PAUSES


class SendRun(Struct):
    """One way through the list: what changes while it goes on."""

    session: Session | None = None
    again: list[Send] = field(default_factory=list)
    """Whoever is to be tried again."""
    accepted: int = 0
    breaks: int = 0
    unknown: int = 0
    fault: SessionFault | None = None
    end: str = ""
    """Why the whole run ends; empty while it goes on."""


def send_all(job: SendJob, ledger: SendLedger, around: SendContext) -> str:
    """Send to everybody who is due; return why the run ended early, or nothing."""
    states = ledger.states()
    ledger.record_planned([send.recipient.key for send in job.sends if send.recipient.key not in states])
    this = _round(job, ledger, around, job.sends)
    turn = 0
    while this.again and not this.end and turn < len(around.pauses):
        around.sleep(around.pauses[turn])
        this = _round(job, ledger, around, this.again)
        turn = 0 if this.accepted else turn + 1  # a server that only lets few through at a time is waited for
    if this.end or not this.again:
        return this.end
    if this.fault is not None:
        return f"no connection to the mail server ({this.fault})"
    return "the server put off some messages"


def _round(job: SendJob, ledger: SendLedger, around: SendContext, sends: Sequence[Send]) -> SendRun:
    this = SendRun()
    try:
        for place, send in enumerate(sends):
            if around.stopped():
                this.end = "stopped as asked"
            if this.end or this.fault or this.breaks >= BREAKS or not _ready(this, around):
                this.again = [*sends[place:], *this.again]  # those who have waited longest come first
                break
            with one_of_many():
                _one(job, ledger, around, this, send)
    except BaseException:
        if this.session is not None:
            this.session.close()  # perhaps in the middle of a message: no more is said
        raise
    if this.session is not None:
        this.session.leave()
    return this


def _ready(this: SendRun, around: SendContext) -> bool:
    """See to it that there is a conversation."""
    if this.session is not None:
        return True
    try:
        this.session = open_session(around.server)
    except SessionFault as fault:
        this.fault = fault
        if fault.lasting:
            this.end = f"the mail server cannot be used as it is set up ({fault})"
        return False
    return True


def _one(job: SendJob, ledger: SendLedger, around: SendContext, this: SendRun, send: Send) -> None:
    session = this.session
    if session is None or not job.allow.admits(send.recipient.address):
        return  # the plan has no such line; this is the last gate before the network
    key, identity = send.recipient.key, job.message_id(send)
    what, raw, outcome = _message(job, send, server_limit(session))

    def leaving() -> None:
        ledger.note(key, "sending", message_id=identity, what=what.value)

    if outcome is None:
        outcome = deliver(session, job.sender.address, send.recipient.address, raw, leaving)
    ledger.note(
        key, outcome.state, stage=outcome.stage, code=outcome.code, said=outcome.said, message_id=identity,
        what=what.value,
    )  # fmt: skip
    _settle(this, send, outcome)
    around.tell(send, outcome)


def _message(job: SendJob, send: Send, limit: int) -> tuple[What, bytes, DeliveryOutcome | None]:
    """Make the message in a form that the server takes, or say that there is none."""
    raw = job.build(send, send.what)
    if not limit or len(raw) <= limit:
        return send.what, raw, None
    if send.what is What.ATTACHMENT and job.link:
        return What.LINK, job.build(send, What.LINK), None
    said = f"the server takes at most {limit} bytes, the message has {len(raw)}"
    return send.what, b"", DeliveryOutcome("refused", "size", 0, said, usable=True)


def _settle(this: SendRun, send: Send, outcome: DeliveryOutcome) -> None:
    if not outcome.usable:
        this.session = None
    this.accepted += outcome.state == "accepted"
    if outcome.state == "deferred":
        this.again.append(send)
    this.breaks = 0 if outcome.usable else this.breaks + 1
    this.unknown = this.unknown + 1 if outcome.state == "unknown" else 0
    if this.unknown >= UNKNOWN_IN_A_ROW:
        this.end = "twice in a row the connection ended without the server saying whether it took the message"
    if outcome.about_sender:
        this.end = f"the server refuses the sender ({outcome.code} {outcome.said})"
