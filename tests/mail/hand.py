# ruff: noqa: ARG001, ARG005 - stand-ins take what the real ones take
"""Hand-made editions, recipients and servers for the tests of the mail room."""

from __future__ import annotations

import functools
import io
import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pikepdf

from boardpack.archive.add import Terms, add
from boardpack.archive.issue import Issue
from boardpack.archive.ledger import Entry
from boardpack.archive.make_issue import IssueOptions, facts, read_inputs
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.mail.ledger import SendLedger, open_ledger
from boardpack.mail.plan import Send, What
from boardpack.mail.recipients import AllowList, Format, Recipient, parse_address
from boardpack.mail.send import DeliveryOutcome, SendContext, SendJob, send_all
from boardpack.mail.settings import Mailbox, MailSettings, Tls
from boardpack.mail.smtp import Credentials, Server
from boardpack.model.finding import Place
from boardpack.model.period import Period

NOON = datetime(2024, 4, 20, 12, 0, tzinfo=UTC)
MONTH = "2024-03"
ALLOW = AllowList(frozenset({"example.org"}), frozenset({"pat@example.net"}))
SENDER = Mailbox("Democratic Services", parse_address("democracy@example.org"))

EMAIL = """
[email]
sender = "Democratic Services <democracy@example.org>"
host = "localhost"
port = {port}
tls = "{tls}"
allow = ["example.org", "pat@example.net"]
link = "https://example.org/papers/{{month}}/v{{version}}"
contact = "democracy@example.org"
timeout = 5
"""

RECIPIENTS = """\
name,address,role,groups,format,clearance
"Example, Pat",pat@example.net,Chair,members,attachment,Restricted
Ŵyn Dŵr,wyn@example.org,Member,members; press,link,
Sam Example,sam@example.org,Member,members,attachment,
A Stranger,stranger@example.com,,press,,Restricted
"""


def entry(**changes: Any) -> Entry:
    """Return an edition as the archive's ledger has it."""
    held: dict[str, Any] = {
        "number": 1,
        "pack": "pack",
        "period": MONTH,
        "version": 1,
        "issued_at": NOON.isoformat(),
        "title": "Libraries and streets",
        "printed_version": "1",
        "classification": "",
        "supersedes": "",
        "reason": "",
        "retention": "Committee papers",
        "keep_until": "2030-04-20",
        "pdf_name": "2024-03-pack.pdf",
        "pdf_size": 100_000,
        "pdf_sha256": "ab" * 32,
        "pages": 12,
        "bag_size": 1,
        "content": "",
        "seal_sha256": "",
        "seal_sha512": "",
        "previous": "",
    }
    return Entry(**{**held, **changes})


def recipient(address: str = "pat@example.org", **changes: Any) -> Recipient:
    """Return a recipient."""
    held: dict[str, Any] = {
        "name": "Pat Example",
        "address": parse_address(address),
        "role": "Member",
        "groups": (),
        "format": Format.ATTACHMENT,
        "clearance": (),
        "place": Place("data/recipients.csv", 2, 2),
    }
    return Recipient(**{**held, **changes})


def settings(**changes: Any) -> MailSettings:
    """Return settings."""
    held: dict[str, Any] = {
        "sender": SENDER,
        "reply_to": None,
        "host": "localhost",
        "port": 587,
        "tls": Tls.STARTTLS,
        "allow": ALLOW,
        "link": "https://example.org/{month}/v{version}",
        "max_attachment": 10_000_000,
        "contact": "democracy@example.org",
        "timeout": 5.0,
    }
    return MailSettings(**{**held, **changes})


# ----------------------------------------------------------------------------------------- projects


def paper(words: str = "first", filling: int = 0) -> bytes:
    """Return a small real PDF."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = f"TITLE {words}"
        if filling:
            pdf.Root.Filling = pdf.make_stream(b"x" * filling)
        pdf.save(out, compress_streams=False, deterministic_id=True)
    return out.getvalue()


def prepare(project: Path, *, port: int = 587, tls: str = "starttls", more: str = "") -> None:
    """Give a project settings and recipients."""
    file = project / "data/pack.toml"
    with file.open("a", encoding="utf-8") as stream:
        stream.write(EMAIL.format(port=port, tls=tls) + more)
    (project / "data/recipients.csv").write_text(RECIPIENTS, encoding="utf-8")


def issue(
    project: Path, words: str = "first", *, reason: str = "", pdf: bytes | None = None, web: bytes = b""
) -> Entry:
    """Issue an edition of the small pack as it is, with a PDF of one page, and perhaps a web edition."""
    period = Period(2024, 3)
    pack = load(Project(project), period).pack
    assert pack is not None
    made = Issue(
        slug=pack.facts.slug,
        period=period.iso,
        pdf=pdf or paper(words),
        pages=1,
        inputs=read_inputs(Project(project), period, IssueOptions()),
        facts=facts(pack),
        findings="{}\n",
        claims=None,
        passages=(),
        versions={},
        options=IssueOptions().words(),
        files={"2024-03-libraries.html": web} if web else {},
    )
    return add(project / "archive", made, Terms(NOON, reason)).entry


def classify(project: Path, classification: str) -> None:
    """Classify the small pack otherwise."""
    file = project / "data/pack.toml"
    text = file.read_text("utf-8").replace(
        'classification = "Public"', f'classification = "{classification}"'
    )
    file.write_text(text, encoding="utf-8")


# ------------------------------------------------------------------------------------------ servers


@contextmanager
def smtp_server(folder: Path, certificate: Path, *options: str) -> Iterator[int]:
    """Run a real server in a process of its own; its port."""
    folder.mkdir(exist_ok=True)
    script = Path(__file__).with_name("smtp_server.py")
    command = [sys.executable, str(script), str(folder), str(certificate), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def taken(folder: Path) -> list[dict[str, Any]]:
    """Return what the real server has taken on."""
    file = folder / "taken.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@functools.cache
def serving(certificate: Path) -> ssl.SSLContext:
    """Return a server's context."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@functools.cache
def trusting(certificate: Path) -> ssl.SSLContext:
    """Return a context that trusts the tests' own authority."""
    context = ssl.create_default_context(cafile=str(certificate))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


# -------------------------------------------------------------------------------------- one small run


def small_job(addresses: Sequence[str], **changes: Any) -> SendJob:
    """Return a job of small messages."""
    sends = tuple(Send(recipient(one), What.ATTACHMENT, 100, due=True) for one in addresses)
    held: dict[str, Any] = {
        "sends": sends,
        "build": lambda send, what: f"To: {send.recipient.address}\r\n\r\n{what.value}\r\n.dot\r\n".encode(),
        "message_id": lambda send: f"<{send.recipient.key}>",
        "sender": SENDER,
        "allow": ALLOW,
        "link": True,
    }
    return SendJob(**{**held, **changes})


def server_at(port: int, context: ssl.SSLContext, **changes: Any) -> Server:
    """Return how to speak to a test's server."""
    held: dict[str, Any] = {
        "host": "localhost",
        "port": port,
        "tls": Tls.STARTTLS,
        "timeout": 5.0,
        "context": context,
        "clock": time.monotonic,
        "credentials": Credentials("user", "the-password"),
        "patience": changes.get("timeout", 5.0),
    }
    return Server(**{**held, **changes})


class Run:
    """One run over a ledger, with what came of it."""

    def __init__(
        self, archive: Path, job: SendJob, server: Server, *, pauses: tuple[float, ...] = ()
    ) -> None:
        self.outcomes: list[tuple[str, DeliveryOutcome]] = []
        self.slept: list[float] = []
        self.stop_after = 10**9
        archive.mkdir(exist_ok=True)
        self.archive, self.job, self.server, self.pauses = archive, job, server, pauses

    def tell(self, send: Send, outcome: DeliveryOutcome) -> None:
        self.outcomes.append((send.recipient.key, outcome))

    def go(self) -> str:
        """Send whatever the ledger says is due."""
        with open_ledger(self.archive, entry(), NOON.isoformat) as ledger:
            return self.within(ledger)

    def within(self, ledger: SendLedger) -> str:
        """Send what is due with an open ledger."""
        states = ledger.states()
        held = ("accepted", "refused", "unknown")
        due = tuple(one for one in self.job.sends if states.get(one.recipient.key) not in held)
        around = SendContext(
            self.server,
            self.slept.append,
            lambda: len(self.outcomes) >= self.stop_after,
            self.tell,
            self.pauses,
        )
        job = SendJob(
            due, self.job.build, self.job.message_id, self.job.sender, self.job.allow, self.job.link
        )
        end = send_all(job, ledger, around) if due else ""
        self.states = dict(ledger.states())
        return end


# --------------------------------------------------------------------------------- a scripted server

PROPER = {
    "connect": b"220 scripted\r\n",
    "ehlo": b"250-scripted\r\n250-STARTTLS\r\n250-SIZE 9000000\r\n250 AUTH PLAIN LOGIN XOAUTH2\r\n",
    "starttls": b"220 go ahead\r\n",
    "auth": b"235 welcome\r\n",
    "mail": b"250 ok\r\n",
    "rcpt": b"250 ok\r\n",
    "data": b"354 go ahead\r\n",
    "dot": b"250 taken on\r\n",
    "rset": b"250 ok\r\n",
    "quit": b"221 bye\r\n",
}
VERBS = {
    b"EHLO": "ehlo",
    b"STAR": "starttls",
    b"AUTH": "auth",
    b"MAIL": "mail",
    b"RCPT": "rcpt",
    b"DATA": "data",
    b"RSET": "rset",
    b"QUIT": "quit",
}


class Hangup(Exception):  # noqa: N818 - the tests' word
    """The scripted server closes the connection."""


class Scripted:
    """A server that does as it should, but for one stage. Stages also: `body` (closes amid the message)."""

    def __init__(self, certificate: Path, stage: str = "", action: str = "", *, times: int = 10**9) -> None:
        self.stage, self.action, self.times = stage, action, times
        self.kept: list[bytes] = []
        """Recipients of each message that came whole: this server delivers it, whatever it answers."""
        self.commands: list[bytes] = []
        self.context = serving(certificate)
        self.listener = socket.create_server(("localhost", 0))
        self.port: int = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.secure = False
            connection.settimeout(5)
            try:
                self._talk(connection)
            except (Hangup, OSError):
                pass
            finally:
                self.connection.close()

    def _talk(self, connection: socket.socket) -> None:
        self.connection = connection
        self.held = b""
        self._answer("connect")
        to = b""
        while True:
            line = self._line()
            self.commands.append(line)
            if not line:  # the empty answer to a challenge
                self.connection.sendall(b"535 5.7.8 that token is worn out\r\n")
                continue
            name = VERBS.get(line[:4].upper(), "ehlo")
            to = line if name == "rcpt" else to
            self._answer(name)
            if name == "starttls":
                self.connection = self.context.wrap_socket(self.connection, server_side=True)
                self.secure = True
            if name == "data":
                self._body(to)
            if name == "quit":
                return

    def _body(self, to: bytes) -> None:
        if self.stage == "body":
            self.connection.recv(10)
            raise Hangup
        content = b""
        while (line := self._line()) != b".":
            content += line + b"\n"
        self.kept.append(to)
        self.content = content
        self._answer("dot")

    def _line(self) -> bytes:
        while b"\n" not in self.held:
            more = self.connection.recv(65_536)
            if not more:
                raise Hangup
            self.held += more
        line, _, self.held = self.held.partition(b"\n")
        return line.rstrip(b"\r")

    def _answer(self, stage: str) -> None:
        reply = PROPER[stage]
        if self.secure and stage == "ehlo":
            reply = reply.replace(b"250-STARTTLS\r\n", b"")
        if stage != self.stage or not self.times:
            self.connection.sendall(reply)
            return
        self.times -= 1
        ACTIONS[self.action](self.connection, reply)


def _drop(connection: socket.socket, reply: bytes) -> None:
    raise Hangup


def _hang(connection: socket.socket, reply: bytes) -> None:
    connection.settimeout(5)
    connection.recv(1)
    raise Hangup


def _drip(connection: socket.socket, reply: bytes) -> None:
    """Send a reply that never ends, a letter at a time."""
    connection.sendall(reply[:3] + b"-")
    while True:
        connection.sendall(b"x")
        time.sleep(0.03)


def _say(words: bytes) -> Any:
    return lambda connection, reply: connection.sendall(words)


ACTIONS: dict[str, Any] = {
    "drop": _drop,
    "hang": _hang,
    "4xx": _say(b"451 4.3.0 try again later\r\n"),
    "421": _say(b"421 4.3.2 closing\r\n"),
    "5xx": _say(b"550 5.7.1 not wanted\r\n"),
    "garbage": _say(b"\x00\xffwhat?\r\n"),
    "twofold": lambda connection, reply: connection.sendall(reply + b"250 and again\r\n"),
    "challenge": _say(b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n"),
    "3xx": _say(b"354 more\r\n"),
    "mixed": _say(b"250-yes\r\n550 no\r\n"),
    "endless": _say(b"250-" + b"x" * 20_000),
    "many": _say(b"250-more\r\n" * 200),
    "drip": _drip,
}
