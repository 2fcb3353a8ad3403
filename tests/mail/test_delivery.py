# ruff: noqa: ARG005 - stand-ins take what the real ones take
"""What a server may do at each stage, and what is certain afterwards."""

from __future__ import annotations

import smtplib
from pathlib import Path

import pytest

from boardpack.mail.send import STAGES, SendJob, dotted, server_limit
from boardpack.mail.smtp import Session, spoken
from tests.mail.certificates import make_certificates
from tests.mail.hand import Run, Scripted, server_at, small_job, trusting

PATIENCE = 0.15
PAT = "pat@example.org"

BEFORE = ("connect", "ehlo", "starttls", "auth")
"""Stages at which there is no message yet: nothing is recorded but that it is planned."""

EXPECTED = {
    **{
        (stage, action): "planned"
        for stage in BEFORE
        for action in ("drop", "hang", "4xx", "421", "5xx", "garbage", "drip", "mixed")
    },
    **{
        (stage, action): "deferred"
        for stage in ("mail", "rcpt", "data")
        for action in ("drop", "hang", "4xx", "421", "garbage", "drip", "twofold", "mixed", "endless", "many")
    },
    **{(stage, "5xx"): "refused" for stage in ("mail", "rcpt", "data")},
    ("body", "drop"): "deferred",
    **{
        ("dot", action): "unknown"
        for action in ("drop", "hang", "garbage", "drip", "mixed", "endless", "many")
    },
    ("dot", "3xx"): "unknown",
    ("dot", "4xx"): "deferred",
    ("dot", "421"): "deferred",
    ("dot", "5xx"): "refused",
    ("dot", "twofold"): "accepted",
    **{
        ("quit", action): "accepted"
        for action in ("drop", "hang", "4xx", "421", "5xx", "garbage", "drip", "twofold")
    },
}
"""The ledger's state after a server did this at that stage. A twofold reply is found out at once."""


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the ledger not wait for the disk: what is tested here is what the server does."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


def long_job() -> SendJob:
    """A message longer than any buffer, so that the server is gone before its end is sent."""
    return small_job([PAT], build=lambda send, what: b"x" * 70 * 100_000, link=False)


@pytest.mark.parametrize(("stage", "action"), EXPECTED)
def test_each_fault_at_each_stage_gives_its_state_and_no_duplicate(
    stage: str, action: str, certificates: dict[str, Path], tmp_path: Path
) -> None:
    job = long_job() if stage == "body" else small_job([PAT])
    context = trusting(certificates["ca"])
    with Scripted(certificates["good"], stage, action) as server:
        run = Run(tmp_path, job, server_at(server.port, context, timeout=PATIENCE))
        end = run.go()
    state = run.states[PAT]
    assert state == EXPECTED[stage, action]
    assert len(server.kept) <= (state in {"accepted", "unknown", "deferred", "refused"})
    if state in {"planned", "deferred"}:
        assert end
    if state == "accepted":
        assert len(server.kept) == 1
    with Scripted(certificates["good"]) as healthy:
        again = Run(tmp_path, job, server_at(healthy.port, context))
        again.go()
    assert (again.states[PAT] == "accepted") is (state not in {"unknown", "refused"})
    assert len(healthy.kept) == (state in {"planned", "deferred"})


def test_every_stage_of_a_message_is_told(certificates: dict[str, Path], tmp_path: Path) -> None:
    for stage in ("mail", "rcpt", "data", "body", "dot"):
        with Scripted(certificates["good"], stage, "drop") as server:
            run = Run(tmp_path / stage, long_job(), server_at(server.port, trusting(certificates["ca"])))
            run.go()
        assert run.outcomes[0][1].stage == stage
        assert stage in STAGES


def test_words_before_tls_are_not_believed_after_it(certificates: dict[str, Path], tmp_path: Path) -> None:
    with Scripted(certificates["good"], "starttls", "twofold") as server:
        run = Run(tmp_path, small_job([PAT]), server_at(server.port, trusting(certificates["ca"])))
        end = run.go()
    assert "not asked for" in end
    assert run.states[PAT] == "planned"
    assert not any(command.startswith(b"AUTH") for command in server.commands)


def test_lines_that_begin_with_a_dot_arrive_as_they_were(
    certificates: dict[str, Path], tmp_path: Path
) -> None:
    raw = b".first\r\n..second\r\n.\r\nlast"
    job = small_job([PAT], build=lambda send, what: raw)
    with Scripted(certificates["good"]) as server:
        Run(tmp_path, job, server_at(server.port, trusting(certificates["ca"]))).go()
    assert server.content == b"..first\n...second\n..\nlast\n"


@pytest.mark.parametrize(
    ("raw", "sent"),
    [
        (b"", b"\r\n"),
        (b"a\r\n", b"a\r\n"),
        (b"a", b"a\r\n"),
        (b".", b"..\r\n"),
        (b"a\r\n.\r\nb\r\n", b"a\r\n..\r\nb\r\n"),
    ],
)
def test_dots_are_doubled(raw: bytes, sent: bytes) -> None:
    assert dotted(raw) == sent


@pytest.mark.parametrize(
    ("said", "limit"), [("1000", 1000), ("", 0), ("0", 0), ("much", 0), ("9" * 20, 0), ("²", 0)]
)
def test_the_servers_limit_is_a_plain_number(said: str, limit: int) -> None:
    session = Session.__new__(Session)
    session.esmtp_features = {"size": said}
    assert server_limit(session) == limit
    assert isinstance(session, smtplib.SMTP)


def test_what_a_server_says_is_one_short_line() -> None:
    assert spoken(b"no\r\n\tsuch \x1b[31mperson") == "no such ?[31mperson"
    assert len(spoken(b"x" * 1000)) == 200
