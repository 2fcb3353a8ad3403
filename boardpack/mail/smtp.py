"""One conversation with a mail server: verified TLS, a user with a secret, and a limit of time on every step.

Built on smtplib, whose own reading is replaced: a reply must be whole, well formed and in time, and
nothing may come unasked, or the conversation is broken off. So a server that drips, repeats itself
or slips words in before TLS can make no reply pass for another.

The server knows us by a user with a password or an OAuth 2 token, from the environment or a file:

    BOARDPACK_SMTP_USER            or `user` under [email]
    BOARDPACK_SMTP_PASSWORD        or BOARDPACK_SMTP_PASSWORD_FILE: path of a file that holds it
    BOARDPACK_SMTP_TOKEN           or BOARDPACK_SMTP_TOKEN_FILE: an access token for XOAUTH2

They are never read from the command line or the project, and never printed or logged.
"""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from boardpack.errors import BoardpackError
from boardpack.mail.settings import MailSettings, Tls

USER = "BOARDPACK_SMTP_USER"
PASSWORD = "BOARDPACK_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN = "BOARDPACK_SMTP_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who we are to the server; its secrets show in no repr."""

    user: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def read_credentials(
    environment: Mapping[str, str], settings: MailSettings, read: Callable[[Path], str]
) -> Credentials | None:
    """Return what the environment holds; None when there is no user and no secret.

    BoardpackError for a half of it, for both secrets at once, and for any secret without TLS.
    """
    user = environment.get(USER, "") or settings.user
    password, token = (_secret(environment, name, read) for name in (PASSWORD, TOKEN))
    if not (user or password or token):
        return None
    if not user:
        raise BoardpackError(f"There is a secret for the mail server but no user: set {USER}.")
    if not (password or token):
        raise BoardpackError(
            f"There is no secret for the mail server's user: set {PASSWORD} or {TOKEN}, or the name of a "
            f"file that holds it, {PASSWORD}_FILE or {TOKEN}_FILE."
        )
    if password and token:
        raise BoardpackError(f"Two secrets for the server: set {PASSWORD} or {TOKEN}, not both.")
    if settings.tls is Tls.NONE:
        raise BoardpackError("No secret is sent to a relay without TLS: unset it, or set [email] tls.")
    return Credentials(user, password, token)


def _secret(environment: Mapping[str, str], name: str, read: Callable[[Path], str]) -> str:
    held = environment.get(name, "")
    file = environment.get(f"{name}_FILE", "")
    if held and file:
        raise BoardpackError(f"{name} and {name}_FILE are both set: unset one of them.")
    if file:
        try:
            held = read(Path(file)).removesuffix("\n").removesuffix("\r")
        except (OSError, UnicodeDecodeError):
            raise BoardpackError(f"{name}_FILE names a file that cannot be read.") from None
    if held and not held.isprintable():
        raise BoardpackError(f"{name} holds a line end or another character that does not print.")
    return held


LONGEST_REPLY_LINE = 4096
MOST_REPLY_LINES = 100
REPLY = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?")
"""RFC 5321, 4.2."""

CHUNK = 65_536
"""Bytes of a message that are handed over under one limit of time."""


class Broken(Exception):  # noqa: N818 - never leaves the room: `transport` says what it means
    """The conversation has come to an end that the protocol does not know."""


class SessionFault(Exception):  # noqa: N818 - the house's word
    """No message can be sent: the conversation did not get as far as that."""

    def __init__(self, stage: str, said: str, *, code: int = 0, lasting: bool) -> None:
        super().__init__(f"{stage}: {said}")
        self.stage = stage
        """A name in `boardpack.mail.send.STAGES`."""
        self.said = said
        self.code = code
        self.lasting = lasting
        """Whether trying again without changing something is of no use."""


class Server(Struct, frozen=True):
    """Where and how to speak to a server."""

    host: str
    port: int
    tls: Tls
    timeout: float
    """Seconds for each step: connecting, each reply, each piece of a message."""
    context: ssl.SSLContext
    clock: Callable[[], float]
    """Seconds that only grow, for the limits."""
    hello: str = "[127.0.0.1]"
    """What we call ourselves: a host's full name, or an address in brackets (RFC 5321, 4.1.3)."""
    credentials: Credentials | None = None
    patience: float = 600.0
    """Seconds that the reply to a message's end may take, since servers look into attachments before it:
    RFC 5321, 4.5.3.2.6, asks for ten minutes. With less, it would be unknown what was delivered."""


def safe_context() -> ssl.SSLContext:
    """Return what TLS is spoken with: certificates and names verified, TLS 1.2 or later."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class Session(smtplib.SMTP):
    """A conversation; see `open_session`."""

    def __init__(self, server: Server) -> None:
        super().__init__(local_hostname=server.hello, timeout=server.timeout)
        self.server = server
        self._held = b""

    # --------------------------------------------------------------------------------------- wires

    def begin(self) -> tuple[int, bytes]:
        """Connect, with TLS at once where that is asked for, and read the greeting."""
        server = self.server
        plain = socket.create_connection((server.host, server.port), server.timeout)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the last dot is sent at once
        self.sock = plain
        if server.tls is Tls.IMPLICIT:
            self.wrap()
        return self.getreply()

    def wrap(self) -> None:
        """Go on in TLS; whatever was said before it is discarded."""
        self.silence()
        sock = self.sock
        if sock is None:
            raise Broken("the connection is closed")
        sock.settimeout(self.server.timeout)
        self.sock = self.server.context.wrap_socket(sock, server_hostname=self.server.host)
        self.esmtp_features, self.does_esmtp = {}, False
        self.ehlo_resp = self.helo_resp = None

    def send(self, s: object) -> None:
        """Send a command, when nothing has come unasked."""
        self.silence()
        self.hand_over(s.encode("ascii") if isinstance(s, str) else bytes(s))  # type: ignore[call-overload]

    def hand_over(self, data: bytes) -> None:
        """Send bytes piece by piece, each within the limit of time."""
        sock = self.sock
        if sock is None:
            raise Broken("the connection is closed")
        with memoryview(data) as view:
            for start in range(0, len(data), CHUNK):
                sock.settimeout(self.server.timeout)
                with _broken():
                    sock.sendall(view[start : start + CHUNK])

    def getreply(self, patience: float = 0.0) -> tuple[int, bytes]:
        """Read one whole reply, its code and its words, within the usual time or the one given."""
        deadline = self.server.clock() + (patience or self.server.timeout)
        codes, words = set(), []
        for _ in range(MOST_REPLY_LINES):
            match = REPLY.fullmatch(self._line(deadline))
            if match is None:
                raise Broken("a reply that is none")
            codes.add(match[1])
            words.append(match[3] or b"")
            if match[2] != b"-":
                if len(codes) > 1:
                    raise Broken("a reply of several meanings")
                return int(match[1]), b"\n".join(words)
        raise Broken("a reply without an end")

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._held:
            if len(self._held) > LONGEST_REPLY_LINE:
                raise Broken("a reply without an end")
            left = deadline - self.server.clock()
            if left <= 0 or self.sock is None:
                raise Broken("no reply in time" if self.sock else "the connection is closed")
            self.sock.settimeout(left)
            with _broken():
                more = self.sock.recv(4096)
            if not more:
                raise Broken("the server closed the connection")
            self._held += more
        line, _, self._held = self._held.partition(b"\n")
        return line.removesuffix(b"\r")

    def silence(self) -> None:
        """Make sure that nothing has come that was not asked for."""
        if not self._held and self.sock is not None:
            self.sock.settimeout(0)
            with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError), _broken():
                self._held = self.sock.recv(4096)
                if not self._held:
                    raise Broken("the server closed the connection")
        if self._held:
            closing = self._held.startswith(b"421")
            raise Broken("the server said that it closes" if closing else "words that were not asked for")

    def leave(self) -> None:
        """Say goodbye; whatever comes of it changes nothing."""
        try:
            if self.sock is not None:
                self.docmd("QUIT")
        except (Broken, OSError, smtplib.SMTPException):
            pass
        finally:
            self.close()


@contextlib.contextmanager
def _broken() -> Iterator[None]:
    try:
        yield
    except (BlockingIOError, ssl.SSLWantReadError):
        raise
    except TimeoutError:
        raise Broken("no answer in time") from None
    except OSError as fault:
        raise Broken(f"the connection broke ({fault.strerror or type(fault).__name__})") from None


# ------------------------------------------------------------------------------------------ opening


def open_session(server: Server) -> Session:
    """Connect, secure the line, say who we are; SessionFault when it does not get that far."""
    session = Session(server)
    try:
        for stage, step in STEPS:
            _step(stage, step, session)
    except SessionFault:
        session.close()
        raise
    return session


def _step(stage: str, step: Callable[[Session], None], session: Session) -> None:
    try:
        step(session)
    except smtplib.SMTPException as fault:  # first: it is an OSError to Python
        raise SessionFault(stage, type(fault).__name__, lasting=True) from None
    except ssl.SSLCertVerificationError as fault:
        raise SessionFault(
            "tls", f"the server's certificate is not to be trusted: {fault.verify_message}", lasting=True
        ) from None
    except ssl.SSLEOFError:
        raise SessionFault("tls", "the server closed the connection", lasting=False) from None
    except ssl.SSLError as fault:
        reason = getattr(fault, "reason", "") or "not understood"
        raise SessionFault("tls", f"no TLS: {reason}", lasting=True) from None
    except TimeoutError:
        raise SessionFault(stage, "no answer in time", lasting=False) from None
    except OSError as fault:
        said = fault.strerror or type(fault).__name__
        unknown = isinstance(fault, socket.gaierror) and fault.errno != socket.EAI_AGAIN
        raise SessionFault(stage, said, lasting=unknown) from None
    except Broken as fault:
        raise SessionFault(stage, str(fault), lasting=False) from None


def _greeting(session: Session) -> None:
    _expect("connect", session.begin(), 220)


def _hello(session: Session) -> None:
    _expect("ehlo", session.ehlo(), 250)


def _starttls(session: Session) -> None:
    if session.server.tls is not Tls.STARTTLS:
        return
    if not session.has_extn("starttls"):
        raise SessionFault("starttls", "the server offers no TLS", lasting=True)
    _expect("starttls", session.docmd("STARTTLS"), 220)
    session.wrap()
    _expect("ehlo", session.ehlo(), 250)


def _authenticate(session: Session) -> None:
    """Say who we are. What the server answers is not repeated: it may hold what was sent."""
    credentials = session.server.credentials
    if credentials is None:
        return
    if session.server.tls is Tls.NONE or not isinstance(session.sock, ssl.SSLSocket):
        raise SessionFault("auth", "no secret is sent without TLS", lasting=True)
    if credentials.token:
        code = _xoauth2(session, credentials)
    else:
        session.user, session.password = credentials.user, credentials.password
        code = _password(session)
    if code != 235:
        words = "the server does not take the user and secret" if code >= 500 else "not now"
        raise SessionFault("auth", words, code=code, lasting=code >= 500)


def _password(session: Session) -> int:
    offered = session.esmtp_features.get("auth", "").upper().split()
    for name, answer in (("PLAIN", session.auth_plain), ("LOGIN", session.auth_login)):
        if name in offered:
            try:
                return session.auth(name, answer)[0]
            except smtplib.SMTPAuthenticationError as fault:
                return int(fault.smtp_code)
    raise SessionFault("auth", "the server offers neither PLAIN nor LOGIN", lasting=True)


def _xoauth2(session: Session, credentials: Credentials) -> int:
    if "XOAUTH2" not in session.esmtp_features.get("auth", "").upper().split():
        raise SessionFault("auth", "the server does not offer XOAUTH2", lasting=True)
    words = f"user={credentials.user}\1auth=Bearer {credentials.token}\1\1"
    code, _ = session.docmd("AUTH", f"XOAUTH2 {base64.b64encode(words.encode()).decode()}")
    return session.docmd("")[0] if code == 334 else code  # an empty answer ends a refusal


def _expect(stage: str, reply: tuple[int, bytes], code: int) -> None:
    if reply[0] != code:
        raise SessionFault(stage, spoken(reply[1]), code=reply[0], lasting=reply[0] >= 500)


def spoken(words: bytes) -> str:
    """Return what a server said as one short line that prints."""
    text = " ".join(words.decode("ascii", "replace").split())
    return "".join(mark if mark.isprintable() else "?" for mark in text)[:200]


STEPS: tuple[tuple[str, Callable[[Session], None]], ...] = (
    ("connect", _greeting), ("ehlo", _hello), ("starttls", _starttls), ("auth", _authenticate),
)  # fmt: skip
