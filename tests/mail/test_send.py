# ruff: noqa: ARG001, ARG005 - stand-ins take what the real ones take
"""Runs over several messages: what is tried again, what ends a run, and that nobody is written to twice."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from boardpack.archive.ledger import count_sends, send_ledger
from boardpack.mail.plan import Send, What, plan
from boardpack.mail.recipients import AddressFault, AllowList, Format, Recipient, parse_address
from boardpack.mail.settings import Tls
from boardpack.mail.smtp import Credentials
from boardpack.model.finding import Place
from tests.mail.certificates import make_certificates
from tests.mail.hand import (
    ALLOW,
    Run,
    Scripted,
    entry,
    server_at,
    settings,
    small_job,
    smtp_server,
    taken,
    trusting,
)

PEOPLE = tuple(f"p{number}@example.org" for number in range(5))


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


def scripted_run(
    tmp_path: Path,
    certificates: dict[str, Path],
    stage: str,
    action: str,
    *,
    times: int = 10**9,
    pauses: tuple[float, ...] = (),
    **changes: object,
) -> tuple[Run, str, Scripted]:
    with Scripted(certificates["good"], stage, action, times=times) as server:
        run = Run(
            tmp_path,
            small_job(PEOPLE, **changes),
            server_at(server.port, trusting(certificates["ca"])),
            pauses=pauses,
        )
        return run, run.go(), server


def test_all_go_over_one_connection(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run, end, server = scripted_run(tmp_path, certificates, "", "")
    assert end == ""
    assert set(run.states.values()) == {"accepted"}
    assert len(server.kept) == 5
    assert sum(command.startswith(b"AUTH") for command in server.commands) == 1
    assert any(b"SIZE=" in command for command in server.commands)


def test_what_is_put_off_is_tried_again_after_the_pauses(
    tmp_path: Path, certificates: dict[str, Path]
) -> None:
    run, end, server = scripted_run(tmp_path, certificates, "rcpt", "4xx", times=7, pauses=(1.0, 2.0, 3.0))
    assert end == ""
    assert run.slept == [1.0, 1.0]
    assert set(run.states.values()) == {"accepted"}
    assert len(server.kept) == 5


def test_a_server_that_lets_few_through_at_a_time_is_waited_for(
    tmp_path: Path, certificates: dict[str, Path]
) -> None:
    job = small_job(PEOPLE)
    with Scripted(certificates["good"]) as server:
        talk = server._answer
        seen = [0]

        def answer(stage: str) -> None:
            seen[0] += stage == "rcpt"
            if stage == "rcpt" and seen[0] % 3:
                server.connection.sendall(b"451 slow down\r\n")
            else:
                talk(stage)

        server._answer = answer  # type: ignore[method-assign]
        run = Run(tmp_path, job, server_at(server.port, trusting(certificates["ca"])), pauses=(1.0, 2.0))
        assert run.go() == ""
    assert len(server.kept) == 5
    assert len(run.slept) > 2


def test_the_end_of_a_message_is_waited_for_longer(tmp_path: Path, certificates: dict[str, Path]) -> None:
    job = small_job(PEOPLE[:1])
    with Scripted(certificates["good"]) as server:
        talk = server._answer

        def answer(stage: str) -> None:
            time.sleep(0.4 if stage == "dot" else 0)
            talk(stage)

        server._answer = answer  # type: ignore[method-assign]
        where = server_at(server.port, trusting(certificates["ca"]), timeout=0.2, patience=5.0)
        run = Run(tmp_path, job, where)
        assert run.go() == ""
    assert set(run.states.values()) == {"accepted"}


def test_what_is_put_off_for_good_stays_deferred(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run, end, _ = scripted_run(tmp_path, certificates, "dot", "4xx", pauses=(1.0,))
    assert "put off" in end
    assert set(run.states.values()) == {"deferred"}


def test_a_server_that_cannot_be_reached_is_tried_again(
    tmp_path: Path, certificates: dict[str, Path]
) -> None:
    run, end, server = scripted_run(tmp_path, certificates, "connect", "421", times=2, pauses=(1.0, 2.0))
    assert (end, run.slept, len(server.kept)) == ("", [1.0, 2.0], 5)


def test_a_lasting_fault_is_not_tried_again(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run, end, _ = scripted_run(tmp_path, certificates, "auth", "5xx", pauses=(1.0, 2.0))
    assert "does not take the user and secret" in end
    assert run.slept == []
    assert set(run.states.values()) == {"planned"}


def test_a_server_that_refuses_the_sender_ends_the_run(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run, end, _ = scripted_run(tmp_path, certificates, "mail", "5xx", pauses=(1.0,))
    assert "refuses the sender (550 5.7.1 not wanted)" in end
    assert sorted(run.states.values()) == ["planned"] * 4 + ["refused"]


def test_a_server_that_refuses_recipients_does_not(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run, end, _ = scripted_run(tmp_path, certificates, "rcpt", "5xx")
    assert (end, set(run.states.values())) == ("", {"refused"})


def test_two_unknown_outcomes_end_the_run(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run, end, _ = scripted_run(tmp_path, certificates, "dot", "drop")
    assert "without the server saying" in end
    assert sorted(run.states.values()) == ["planned"] * 3 + ["unknown"] * 2


def test_one_unknown_outcome_does_not(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run, end, _ = scripted_run(tmp_path, certificates, "dot", "drop", times=1)
    assert end == ""
    assert sorted(run.states.values()) == ["accepted"] * 4 + ["unknown"]


def test_three_breaks_end_a_round(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run, _, _ = scripted_run(tmp_path, certificates, "data", "drop", pauses=(1.0,))
    assert sorted(run.states.values()) == ["deferred"] * 5
    assert len(run.outcomes) == 6
    assert {outcome.state for _, outcome in run.outcomes} == {"deferred"}


def test_a_failed_reset_opens_another_conversation(tmp_path: Path, certificates: dict[str, Path]) -> None:
    job = small_job(PEOPLE[:2])
    with Scripted(certificates["good"], "rcpt", "5xx", times=1) as server:
        talk = server._answer

        def answer(stage: str) -> None:
            if stage == "rset":
                raise OSError
            talk(stage)

        server._answer = answer  # type: ignore[method-assign]
        run = Run(tmp_path, job, server_at(server.port, trusting(certificates["ca"])))
        assert run.go() == ""
    assert sorted(run.states.values()) == ["accepted", "refused"]


def test_stopping_happens_between_messages(tmp_path: Path, certificates: dict[str, Path]) -> None:
    with Scripted(certificates["good"]) as server:
        run = Run(tmp_path, small_job(PEOPLE), server_at(server.port, trusting(certificates["ca"])))
        run.stop_after = 2
        assert run.go() == "stopped as asked"
        assert sorted(run.states.values()) == ["accepted"] * 2 + ["planned"] * 3
        run.stop_after = 100
        assert run.go() == ""
        assert len(server.kept) == 5


def test_a_message_that_cannot_be_made_leaves_nothing_behind(
    tmp_path: Path, certificates: dict[str, Path]
) -> None:
    def build(send: Send, what: What) -> bytes:
        raise KeyboardInterrupt

    with Scripted(certificates["good"]) as server:
        run = Run(
            tmp_path, small_job(PEOPLE, build=build), server_at(server.port, trusting(certificates["ca"]))
        )
        with pytest.raises(KeyboardInterrupt):
            run.go()
        assert server.kept == []
    assert count_sends(tmp_path, "pack", "2024-03", 1) == {"planned": 5}


# -------------------------------------------------------------------------------------------- size


def test_a_message_the_server_finds_too_large_goes_as_a_link(
    tmp_path: Path, certificates: dict[str, Path]
) -> None:
    def build(send: Send, what: What) -> bytes:
        return b"x" * 990 * (10_000 if what is What.ATTACHMENT else 1)

    run, end, server = scripted_run(tmp_path, certificates, "", "", build=build)
    assert (end, set(run.states.values()), len(server.kept)) == ("", {"accepted"}, 5)
    assert len(server.content) < 2000
    ledger = send_ledger(tmp_path, "pack", "2024-03", 1).read_text().splitlines()
    assert json.loads(ledger[-1])["what"] == "link"


def test_without_a_link_it_is_refused_before_the_server_sees_it(
    tmp_path: Path, certificates: dict[str, Path]
) -> None:
    run, _, server = scripted_run(
        tmp_path, certificates, "", "", build=lambda send, what: b"x" * 10_000_000, link=False
    )
    assert set(run.states.values()) == {"refused"}
    assert server.kept == []
    assert run.outcomes[0][1].stage == "size"


# -------------------------------------------------------------------------------- secrets and certificates


@pytest.mark.parametrize("kind", ["wrong-name", "self-signed"])
@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
def test_a_certificate_that_proves_nothing_is_refused(
    kind: str, tls: Tls, tmp_path: Path, certificates: dict[str, Path]
) -> None:
    options = ["--implicit"] if tls is Tls.IMPLICIT else []
    with smtp_server(tmp_path / "box", certificates[kind], *options) as port:
        server = server_at(port, trusting(certificates["ca"]), tls=tls, credentials=None)
        run = Run(tmp_path / "archive", small_job(PEOPLE), server, pauses=(1.0,))
        end = run.go()
    assert "certificate is not to be trusted" in end
    assert run.slept == []
    assert set(run.states.values()) == {"planned"}
    assert taken(tmp_path / "box") == []


@pytest.mark.parametrize("tls", [Tls.STARTTLS, Tls.IMPLICIT])
def test_a_real_server_takes_on_what_it_is_given(
    tls: Tls, tmp_path: Path, certificates: dict[str, Path]
) -> None:
    options = ["--user", "us", "--password", "right", *(["--implicit"] if tls is Tls.IMPLICIT else [])]
    with smtp_server(tmp_path / "box", certificates["good"], *options) as port:
        server = server_at(
            port, trusting(certificates["ca"]), tls=tls, credentials=Credentials("us", "right")
        )
        run = Run(tmp_path / "archive", small_job(PEOPLE), server)
        end = run.go()
    assert end == ""
    assert set(run.states.values()) == {"accepted"}
    assert len(taken(tmp_path / "box")) == 5


def test_a_real_server_refuses_some_and_puts_off_some(tmp_path: Path, certificates: dict[str, Path]) -> None:
    people = ("nobody@example.org", "later@example.org", "pat@example.org")
    with smtp_server(tmp_path / "box", certificates["good"]) as port:
        server = server_at(port, trusting(certificates["ca"]), credentials=None)
        run = Run(tmp_path / "archive", small_job(people), server, pauses=(1.0,))
        run.go()
    assert run.states == dict(zip(people, ("refused", "deferred", "accepted"), strict=True))
    assert [one["to"] for one in taken(tmp_path / "box")] == [["pat@example.org"]]


def test_a_server_without_tls_is_not_spoken_to(tmp_path: Path, certificates: dict[str, Path]) -> None:
    with Scripted(certificates["good"]) as server:
        server.secure = True
        plain = Run(
            tmp_path / "a",
            small_job(PEOPLE),
            server_at(server.port, trusting(certificates["ca"]), tls=Tls.NONE),
        )
        assert "no secret is sent without TLS" in plain.go()
        assert server.kept == []


@pytest.mark.parametrize(
    ("feature", "said"),
    [(b"250-STARTTLS\r\n", "offers no TLS"), (b"PLAIN LOGIN XOAUTH2", "neither PLAIN nor")],
)
def test_a_server_that_offers_too_little_is_left(
    feature: bytes, said: str, tmp_path: Path, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.mail import hand as mail_hand  # noqa: PLC0415 - to change its table

    monkeypatch.setitem(
        mail_hand.PROPER,
        "ehlo",
        mail_hand.PROPER["ehlo"].replace(feature, b"" if b"STARTTLS" in feature else b"X"),
    )
    run, end, server = scripted_run(tmp_path, certificates, "", "")
    assert said in end
    assert server.kept == []
    assert set(run.states.values()) == {"planned"}


def test_a_token_is_sent_as_xoauth2(tmp_path: Path, certificates: dict[str, Path]) -> None:
    with Scripted(certificates["good"]) as server:
        where = server_at(
            server.port, trusting(certificates["ca"]), credentials=Credentials("us", token="the-token")
        )
        run = Run(tmp_path, small_job(PEOPLE[:1]), where)
        assert run.go() == ""
    auth = next(command for command in server.commands if command.startswith(b"AUTH"))
    assert auth.split()[1] == b"XOAUTH2"


def test_a_token_that_is_refused_is_a_lasting_fault(tmp_path: Path, certificates: dict[str, Path]) -> None:
    with Scripted(certificates["good"], "auth", "challenge") as server:
        where = server_at(
            server.port, trusting(certificates["ca"]), credentials=Credentials("us", token="the-token")
        )
        run = Run(tmp_path, small_job(PEOPLE[:1]), where, pauses=(1.0,))
        end = run.go()
    assert "does not take the user and secret" in end
    assert "the-token" not in end
    assert run.slept == []


def test_a_relay_without_tls_can_be_used_without_a_secret(
    tmp_path: Path, certificates: dict[str, Path]
) -> None:
    with Scripted(certificates["good"]) as server:
        where = server_at(server.port, trusting(certificates["ca"]), tls=Tls.NONE, credentials=None)
        run = Run(tmp_path, small_job(PEOPLE), where)
        assert run.go() == ""
    assert len(server.kept) == 5


def test_a_host_that_does_not_exist_is_a_lasting_fault(
    tmp_path: Path, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket  # noqa: PLC0415 - only here

    def unknown(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("boardpack.mail.smtp.socket.create_connection", unknown)
    run = Run(tmp_path, small_job(PEOPLE), server_at(9, trusting(certificates["ca"])), pauses=(1.0,))
    assert "Name or service not known" in run.go()
    assert run.slept == []


def test_a_port_where_nobody_listens_is_tried_again(tmp_path: Path, certificates: dict[str, Path]) -> None:
    run = Run(tmp_path, small_job(PEOPLE), server_at(9, trusting(certificates["ca"])), pauses=(1.0,))
    assert "no connection to the mail server" in run.go()
    assert run.slept == [1.0]


# ------------------------------------------------------------------------------------ never a stranger

WORDS = st.text("abPX.-+'@<>,; \t\nŵß", max_size=12)
WRITTEN = st.one_of(
    st.builds(
        lambda a, b: f"{a}@{b}",
        WORDS,
        st.sampled_from(
            [
                "example.org",
                "EXAMPLE.ORG",
                "sub.example.org",
                "example.org.uk",
                "example.net",
                "exаmple.org",
                "x",
            ]
        ),
    ),
    st.sampled_from(["pat@example.net", "PAT@Example.Net", "pat@example.net, x@example.com", "@example.org"]),
    WORDS,
)


def read(written: str) -> Recipient | None:
    try:
        address = parse_address(written)
    except AddressFault:
        return None
    return Recipient("Pat", address, "", (), Format.ATTACHMENT, (), Place("x"))


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=st.lists(WRITTEN, max_size=8), rogue=st.booleans())
def test_whatever_the_list_holds_only_the_allowed_and_planned_are_sent_to(
    written: list[str],
    rogue: bool,
    tmp_path_factory: pytest.TempPathFactory,
    certificates: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.fsync", lambda descriptor: None)
    people = {one.key: one for text in written if (one := read(text)) is not None}
    planned = plan(entry(), people.values(), settings(), {})
    due = tuple(one for one in planned if one.due)
    if rogue:  # even a plan that was made by another list is held to this one
        everybody = settings(
            allow=AllowList(frozenset(one.address.domain for one in people.values()), frozenset())
        )
        due = tuple(one for one in plan(entry(), people.values(), everybody, {}) if one.due)
    job = small_job([], sends=due, allow=ALLOW)
    with Scripted(certificates["good"]) as server:
        where = server_at(server.port, trusting(certificates["ca"]))
        Run(tmp_path_factory.mktemp("archive"), job, where).go()
    got = [kept.decode()[len("RCPT TO:<") :].rstrip(">").lower() for kept in server.kept]
    assert len(got) == len(set(got))
    assert set(got) == {one.recipient.key for one in planned if one.due}
    assert all(key == "pat@example.net" or key.endswith("@example.org") for key in got)
