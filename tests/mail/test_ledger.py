# ruff: noqa: ARG001 - stand-ins take what the real ones take
"""The send ledger: what is on the disk holds, what is torn counts for nothing, what was changed stops us."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from boardpack.archive.ledger import count_sends, send_ledger
from boardpack.mail.ledger import SendLedgerFault, SendRecord, open_ledger, read_states
from tests.mail.hand import NOON, entry

PAT, SAM = "pat@example.org", "sam@example.org"


def now() -> str:
    return NOON.isoformat()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive in which Pat's was accepted and Sam's is planned."""
    with open_ledger(tmp_path, entry(), now) as ledger:
        ledger.record_planned([PAT, SAM])
        ledger.note(PAT, "sending", message_id="<1>", what="attachment")
        ledger.note(PAT, "accepted", stage="dot", code=250, said="taken on", message_id="<1>")
    return tmp_path


def path_of(archive: Path) -> Path:
    return send_ledger(archive, "pack", "2024-03", 1)


def states(archive: Path) -> dict[str, str]:
    return {line.recipient: line.state for line in read_states(archive, entry())}


def test_the_last_line_about_a_person_holds_and_the_archive_counts_it(archive: Path) -> None:
    assert states(archive) == {PAT: "accepted", SAM: "planned"}
    assert count_sends(archive, "pack", "2024-03", 1) == {"planned": 1, "accepted": 1}
    assert read_states(archive, entry())[0] == SendRecord(
        PAT, "accepted", now(), "dot", 250, "taken on", "<1>"
    )


def test_before_the_first_send_there_is_nothing(tmp_path: Path) -> None:
    assert read_states(tmp_path, entry()) == ()
    with open_ledger(tmp_path, entry(), now) as ledger:
        ledger.record([])
        assert ledger.states() == {}


def test_two_runs_do_not_send_at_once(archive: Path) -> None:
    with (
        open_ledger(archive, entry(), now),
        pytest.raises(SendLedgerFault, match="another run is sending"),
        open_ledger(archive, entry(), now),
    ):
        pass


def test_what_was_leaving_when_a_run_was_stopped_is_unknown(archive: Path) -> None:
    with open_ledger(archive, entry(), now) as ledger:
        ledger.note(SAM, "sending", message_id="<2>", what="link")
    with open_ledger(archive, entry(), now) as ledger:
        assert ledger.notes == ["1 may or may not have gone when a run was stopped: now unknown."]
        assert ledger.states()[SAM] == "unknown"
    assert json.loads(path_of(archive).read_bytes().splitlines()[-1])["message_id"] == "<2>"


WHOLE = json.dumps({"recipient": SAM, "state": "sending", "at": "x", "edition": "ab" * 32}).encode()


@pytest.mark.parametrize("length", range(1, len(WHOLE)))
def test_a_line_cut_short_anywhere_counts_for_nothing(
    length: int, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    file = path_of(archive)
    file.write_bytes(file.read_bytes() + WHOLE[:length])
    assert states(archive) == {PAT: "accepted", SAM: "planned"}
    with open_ledger(archive, entry(), now) as ledger:
        assert "cut short" in ledger.notes[0]
        assert ledger.states() == {PAT: "accepted", SAM: "planned"}
        ledger.note(SAM, "deferred")
    with open_ledger(archive, entry(), now) as ledger:
        assert ledger.notes == []
        assert ledger.states() == {PAT: "accepted", SAM: "deferred"}
    assert count_sends(archive, "pack", "2024-03", 1) == {"accepted": 1, "deferred": 1}


@pytest.mark.parametrize("tail", [b"\0" * 40, b"\0" * 40 + b"\n", b"\xff\xfe", b"[1]\n", b"[1]"])
def test_an_end_that_is_nothing_counts_for_nothing(tail: bytes, archive: Path) -> None:
    file = path_of(archive)
    file.write_bytes(file.read_bytes() + tail)
    for _ in range(2):
        with open_ledger(archive, entry(), now) as ledger:
            assert ledger.states() == {PAT: "accepted", SAM: "planned"}


def test_a_whole_line_without_its_end_counts(archive: Path) -> None:
    file = path_of(archive)
    file.write_bytes(file.read_bytes() + WHOLE)
    with open_ledger(archive, entry(), now) as ledger:
        assert ledger.states()[SAM] == "unknown"
    assert states(archive) == {PAT: "accepted", SAM: "unknown"}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"what is this", "cannot be read, though lines follow"),
        (b'{"recipient": "x", "state": "gone"}', "names no recipient and state"),
        (b'{"state": "accepted"}', "names no recipient and state"),
        (WHOLE.replace(b"abab", b"cdcd"), "about another PDF"),
    ],
)
def test_a_line_that_was_changed_stops_everything(line: bytes, why: str, archive: Path) -> None:
    file = path_of(archive)
    first, rest = file.read_bytes().split(b"\n", 1)
    file.write_bytes(first + b"\n" + line + b"\n" + rest)
    with pytest.raises(SendLedgerFault, match=why):
        read_states(archive, entry())
    with pytest.raises(SendLedgerFault, match=why), open_ledger(archive, entry(), now):
        pass


def test_a_full_disk_stops_before_anything_is_done(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with open_ledger(archive, entry(), now) as ledger:
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(SendLedgerFault, match="No space left"):
            ledger.note(SAM, "sending")
        assert ledger.states()[SAM] == "planned"


def test_a_line_is_on_the_disk_before_its_state_counts(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real = os.fsync

    def sync(descriptor: int) -> None:
        order.append("disk")
        real(descriptor)

    with open_ledger(archive, entry(), now) as ledger:
        monkeypatch.setattr(os, "fsync", sync)
        ledger.note(SAM, "sending")
        order.append(ledger.states()[SAM])
    assert order == ["disk", "sending"]


def test_a_read_only_archive_is_explained(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied", "here")

    monkeypatch.setattr("boardpack.mail.ledger.os.open", refuse)
    with pytest.raises(Exception, match="Permission denied"), open_ledger(archive, entry(), now):
        pass


def test_wherever_the_file_ends_what_was_whole_holds(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)
    with open_ledger(archive, entry(), now) as ledger:
        ledger.note(SAM, "sending")
        ledger.note(SAM, "refused", code=550)
    raw = path_of(archive).read_bytes()
    for length in range(len(raw) + 1):
        other = tmp_path_factory.getbasetemp() / "cut"
        file = path_of(other)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw[:length])
        whole = [
            json.loads(line) for line in raw[: length + 1].split(b"\n")[:-1]
        ]  # its line end may be missing
        expected = {line["recipient"]: line["state"].replace("sending", "unknown") for line in whole}
        with open_ledger(other, entry(), now) as cut:
            assert cut.states() == expected, length
