"""What a person sees of sending: the plan, the bar, and that Ctrl-C stops between two messages."""

from __future__ import annotations

import io
import os
import signal
import time
from pathlib import Path

import pytest
from rich.console import Console

from boardpack.cli import email_sending
from boardpack.load.findings import FindingLog
from boardpack.mail.ledger import SendRecord
from boardpack.mail.plan import plan
from boardpack.mail.recipients import read_recipients
from boardpack.mail.send import DeliveryOutcome
from boardpack.mail.settings import read_mail_settings
from boardpack.model.period import Calendar
from tests.mail.hand import entry, recipient, settings

PEOPLE = [recipient(), recipient("stranger@example.com", name="A [red]Stranger")]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Stand in for a terminal, and read what was written to it."""
    out = io.StringIO()

    def console(**_: object) -> Console:
        return Console(file=out, force_terminal=True, width=160, color_system=None)

    monkeypatch.setattr(email_sending, "terminal", console)
    return out


def test_the_shipped_list_and_settings_have_no_fault(repository: Path) -> None:
    faults = FindingLog()
    found = read_mail_settings(repository, faults)
    people = read_recipients(repository, faults)
    assert faults.findings == []
    assert found is not None
    assert found.allow.domains == {"example.org"}
    assert all(found.allow.admits(one.address) for one in people)


def test_on_a_terminal_the_plan_is_a_table(terminal: io.StringIO) -> None:
    email_sending.print_plan(plan(entry(), PEOPLE, settings(), {}))
    out = terminal.getvalue()
    assert "Address" in out
    assert "pat@example.org" in out
    assert "A [red]Stranger" in out
    assert "not on the allow-list" in out


def test_the_edition_is_told_with_its_server() -> None:
    lines = list(
        email_sending.edition_lines(entry(version=2, classification="Restricted"), settings(), Calendar())
    )
    assert any("Shows" in line and "version 1" in line for line in lines)
    assert any("localhost:587, TLS: starttls" in line for line in lines)


def test_what_was_leaving_counts_as_unknown() -> None:
    lines = [SendRecord("a", "sending", "x"), SendRecord("b", "unknown", "x", "dot", said="no reply in time")]
    told = list(email_sending.status_lines(lines))
    assert told[-1] == "2 unknown."
    assert told[1] == "unknown\tb\tx\tat dot: no reply in time"


def test_the_bar_fills_and_names_what_was_not_accepted(terminal: io.StringIO) -> None:
    sends = plan(entry(), PEOPLE, settings(), {})
    with email_sending.sending_progress(2) as tell:
        tell(sends[0], DeliveryOutcome("deferred", "rcpt", 451, "later", usable=True))
        tell(sends[0], DeliveryOutcome("accepted", "dot", 250, "ok", usable=True))
        tell(sends[1], DeliveryOutcome("refused", "rcpt", 550, "no", usable=True))
    out = terminal.getvalue()
    assert "deferred: pat@example.org" in out
    assert "refused: stranger@example.com" in out
    assert "2/2" in out


def test_ctrl_c_asks_to_stop_and_a_second_one_stops(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with email_sending.stoppable() as stopped:
        assert not stopped()
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before
    assert "Stopping after this message" in capsys.readouterr().err


def test_a_pause_ends_when_asked_to_stop() -> None:
    start = time.monotonic()
    email_sending.sleeper(lambda: True)(60)
    email_sending.sleeper(lambda: False)(0.05)
    assert 0.05 <= time.monotonic() - start < 5
