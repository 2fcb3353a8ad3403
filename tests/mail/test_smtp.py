"""Conversations that come to nothing, and what is said of each."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable

import pytest

from boardpack.mail.settings import Tls
from boardpack.mail.smtp import (
    Broken,
    Credentials,
    Server,
    Session,
    SessionFault,
    _authenticate,
    _step,
    safe_context,
)

CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def session(**changes: object) -> Session:
    held: dict[str, object] = {"tls": Tls.STARTTLS, "credentials": None, **changes}
    return Session(Server("localhost", 1, timeout=1.0, context=CONTEXT, clock=time.monotonic, **held))  # type: ignore[arg-type]


def raising(fault: Exception) -> Callable[[Session], None]:
    def step(_: Session) -> None:
        raise fault

    return step


@pytest.mark.parametrize(
    ("fault", "stage", "said", "lasting"),
    [
        (ssl.SSLEOFError(8, "EOF"), "tls", "the server closed the connection", False),
        (ssl.SSLError(1, "x"), "tls", "no TLS: not understood", True),
        (TimeoutError(), "ehlo", "no answer in time", False),
        (ConnectionRefusedError(111, "Connection refused"), "ehlo", "Connection refused", False),
        (OSError(), "ehlo", "OSError", False),
        (Broken("no reply in time"), "ehlo", "no reply in time", False),
        (smtplib.SMTPNotSupportedError(), "ehlo", "SMTPNotSupportedError", True),
    ],
)
def test_each_way_to_fail_has_its_words(fault: Exception, stage: str, said: str, *, lasting: bool) -> None:
    with pytest.raises(SessionFault) as caught:
        _step("ehlo", raising(fault), session())
    held = caught.value
    assert (held.stage, held.said, held.lasting) == (stage, said, lasting)


def test_a_connection_that_is_not_there_is_said_to_be_closed() -> None:
    calls: tuple[Callable[[Session], object], ...] = (
        Session.wrap, Session.getreply, lambda one: one.hand_over(b"x"),
    )  # fmt: skip
    for call in calls:
        with pytest.raises(Broken, match="closed"):
            call(session())
    session().leave()


def test_a_server_that_does_not_know_xoauth2_is_told_nothing() -> None:
    one = session(credentials=Credentials("us", token="word"))
    one.sock = ssl.SSLSocket.__new__(ssl.SSLSocket)
    one.esmtp_features = {"auth": "PLAIN"}
    with pytest.raises(SessionFault, match="does not offer XOAUTH2"):
        _authenticate(one)
    one.sock = None


def test_certificates_names_and_versions_are_verified() -> None:
    context = safe_context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
