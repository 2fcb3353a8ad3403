"""`boardpack email`, from the command line to the server and back."""

from __future__ import annotations

import email
import email.policy
import io
import json
import os
import re
import shutil
import signal
import socket
import stat
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import click
import pytest
from pypdf import PasswordType, PdfReader

from boardpack.archive.ledger import read_ledger, send_ledger
from boardpack.archive.make_issue import read_pack
from boardpack.cli import main
from boardpack.load.findings import FindingLog
from boardpack.mail.edition_messages import Writer, page_labels, read_source
from boardpack.mail.ledger import open_ledger, read_states
from boardpack.mail.plan import Send, What
from boardpack.mail.settings import read_mail_settings
from tests.mail.certificates import make_certificates
from tests.mail.hand import classify, issue, paper, prepare, smtp_server, taken
from tests.support.commands import tree
from tests.support.projects import SMALL, copy_project

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def boardpack(capsys: pytest.CaptureFixture[str], small_pack: Path) -> Command:
    """Run a command on the small pack: its exit code, what it printed, what it said beside."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main([*arguments, "--project", str(small_pack)])
        held = capsys.readouterr()
        code = left.value.code
        return (code if isinstance(code, int) else 0), held.out, held.err

    return run


@pytest.fixture(scope="module")
def first_issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive with the small pack's first edition. Read only."""
    project = copy_project(SMALL, tmp_path_factory.mktemp("issued") / "small")
    prepare(project)
    issue(project)
    return project / "archive"


@pytest.fixture
def issued(
    small_pack: Path, first_issue: Path, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The small pack, issued, with settings and recipients; our own authority is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates["ca"]))
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"BOARDPACK_SMTP_{name}", raising=False)
    prepare(small_pack)
    shutil.copytree(first_issue, small_pack / "archive")
    return small_pack


def listen(project: Path, port: int) -> None:
    """Have the settings name a test's port."""
    file = project / "data/pack.toml"
    file.write_text(re.sub(r"port = \d+", f"port = {port}", file.read_text("utf-8")), encoding="utf-8")


def code_of(out: str) -> str:
    found = re.search(r"--send --confirm (\S+)", out)
    assert found is not None
    return found[1]


def messages(folder: Path) -> dict[str, EmailMessage]:
    found = {}
    for path in sorted(folder.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        found[message["To"].addresses[0].addr_spec] = message
    return found


def test_a_plan_sends_nothing_and_shows_everything(boardpack: Command, issued: Path) -> None:
    code, out, _ = boardpack("email", "2024-03")
    assert code == 0
    lines = out.splitlines()
    assert "version 1, issued 2024-04-20" in lines[0]
    assert any(line.startswith("send\tpat@example.net\tExample, Pat, Chair\tattachment") for line in lines)
    assert any(line.startswith("send\twyn@example.org") and "\tlink\t" in line for line in lines)
    assert any("stranger@example.com" in line and "not on the allow-list" in line for line in lines)
    assert "3 messages to send, 1 person not sent to." in lines
    assert "Nothing was sent." in lines[-1]
    folder = issued / "out/mail/2024-03-v1"
    found = messages(folder)
    assert set(found) == {"pat@example.net", "wyn@example.org", "sam@example.org"}
    assert not list(found["wyn@example.org"].iter_attachments())
    (attachment,) = found["pat@example.net"].iter_attachments()
    assert attachment.get_content() == paper()
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
    assert not (issued / "archive/sends").exists()


def test_a_plan_that_is_stopped_leaves_the_messages_of_the_one_before(
    boardpack: Command, issued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert boardpack("email", "2024-03")[0] == 0
    folder = next((issued / "out/mail").iterdir())
    before = {path.name for path in folder.glob("*.eml")}

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("boardpack.cli.email_sending.write_whole", stopped)
    boardpack("email", "2024-03")
    assert before
    assert {path.name for path in folder.glob("*.eml")} == before


def test_a_plan_removes_the_messages_that_are_no_longer_planned(boardpack: Command, issued: Path) -> None:
    boardpack("email", "2024-03")
    folder = next((issued / "out/mail").iterdir())
    (folder / "009-who@example.org.eml").write_bytes(b"an older plan's")
    boardpack("email", "2024-03")
    assert not (folder / "009-who@example.org.eml").exists()


def test_it_is_sent_once_and_the_archive_knows(
    boardpack: Command, issued: Path, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOARDPACK_SMTP_USER", "us")
    monkeypatch.setenv("BOARDPACK_SMTP_PASSWORD", "the-secret-word")
    box = issued.parent / "box"
    with smtp_server(box, certificates["good"], "--user", "us", "--password", "the-secret-word") as port:
        listen(issued, port)
        confirm = code_of(boardpack("email", "2024-03")[1])
        code, out, err = boardpack("email", "2024-03", "--send", "--confirm", confirm)
        assert (code, out.splitlines()[-1]) == (0, "3 accepted.")
        assert "accepted\tpat@example.net" in err
        code, out, _ = boardpack("email", "2024-03", "--send")
        assert code == 0
        assert "0 messages to send, 4 people not sent to." in out
    assert sorted(one["to"][0] for one in taken(box)) == [
        "pat@example.net",
        "sam@example.org",
        "wyn@example.org",
    ]
    assert "Sent            3 accepted" in boardpack("archive", "show", "2024-03")[1]
    code, out, _ = boardpack("email", "status", "2024-03")
    assert out.splitlines()[-1] == "3 accepted."
    assert "accepted\tpat@example.net" in out
    held = json.loads(boardpack("email", "status", "2024-03", "--format", "json")[1])
    assert {one["state"] for one in held["sends"]} == {"accepted"}
    everything = "".join(path.read_text("utf-8", "replace") for path in issued.rglob("*.jsonl"))
    assert "the-secret-word" not in everything + out + err


def test_the_code_is_of_this_paper_and_these_people(boardpack: Command, issued: Path) -> None:
    confirm = code_of(boardpack("email", "2024-03")[1])
    code, _, err = boardpack("email", "2024-03", "--send", "--confirm", "0000-0000")
    assert (code, "not the code of this plan" in err) == (2, True)
    with (issued / "data/recipients.csv").open("a") as stream:
        stream.write("Kim,kim@example.org\n")
    code, _, err = boardpack("email", "2024-03", "--send", "--confirm", confirm)
    assert (code, "not the code of this plan" in err) == (2, True)
    assert code_of(boardpack("email", "2024-03", "--group", "Press")[1]) != confirm
    assert not (issued / "archive/sends").exists()


def test_without_a_terminal_the_code_must_be_given(
    boardpack: Command, issued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, err = boardpack("email", "2024-03", "--send")
    assert (code, "--confirm CODE" in err) == (2, True)
    assert issued.exists()


def test_on_a_terminal_it_is_asked_for(
    boardpack: Command, issued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("wrong\n"))
    monkeypatch.setattr(click, "prompt", lambda *_, **__: "wrong")
    code, _, err = boardpack("email", "2024-03", "--send")
    assert (code, "not the code of this plan" in err) == (2, True)
    assert issued.exists()


def test_groups_choose_people(boardpack: Command, issued: Path) -> None:
    _, out, _ = boardpack("email", "2024-03", "--group", "PRESS")
    assert "1 message to send, 1 person not sent to." in out
    code, _, err = boardpack("email", "2024-03", "--group", "nobody")
    assert (code, "nobody in data/recipients.csv" in err) == (2, True)
    assert len(messages(issued / "out/mail/2024-03-v1")) == 1


def test_a_faulty_list_sends_to_nobody(boardpack: Command, issued: Path) -> None:
    with (issued / "data/recipients.csv").open("a") as stream:
        stream.write('Two,"a@example.org, b@example.org"\n')
    code, out, err = boardpack("email", "2024-03")
    assert (code, out) == (1, "")
    assert "data/recipients.csv:6:2: error address-malformed" in err


def test_only_what_the_archive_holds_can_be_sent(boardpack: Command, small_pack: Path) -> None:
    prepare(small_pack)
    code, _, err = boardpack("email", "2024-03")
    assert (code, "the archive holds no edition" in err) == (2, True)


@pytest.mark.parametrize("name", ["data/2024-03-*.pdf", "data/inputs/data/pack.toml"])
def test_an_edition_that_was_changed_is_not_sent(name: str, boardpack: Command, issued: Path) -> None:
    (file,) = (issued / "archive").glob(f"*/2024-03/v1/{name}")
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")
    code, _, err = boardpack("email", "2024-03")
    assert code == 3
    assert file.name in err


def test_a_broken_chain_sends_nothing(boardpack: Command, issued: Path) -> None:
    confirm = code_of(boardpack("email", "2024-03")[1])
    file = issued / "archive/ledger.jsonl"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"{}\n")
    code, _, err = boardpack("email", "2024-03", "--send", "--confirm", confirm)
    assert (code, "not as it was written" in err) == (3, True)


def test_a_correction_says_what_changed_and_the_old_version_is_not_sent(
    boardpack: Command, issued: Path
) -> None:
    values = issued / "data/targets.csv"
    values.write_text(values.read_text("utf-8-sig").replace("90", "91"), encoding="utf-8")
    issue(issued, "second", reason="a target was wrong")
    _, out, _ = boardpack("email", "2024-03")
    assert "Corrects        v1: a target was wrong" in out
    message = messages(issued / "out/mail/2024-03-v2")["pat@example.net"]
    assert "March 2024, corrected (version 2): " in message["Subject"]
    body = message.get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    assert "It replaces version 1, which should no longer be used. Reason: a target was wrong." in words
    assert "the target is now" in words
    code, _, err = boardpack("email", "2024-03", "--version", "1", "--send")
    assert (code, "superseded by v2" in err) == (2, True)


def test_whoever_holds_the_old_version_and_would_not_hear_of_the_new_is_named(
    boardpack: Command, issued: Path, certificates: dict[str, Path]
) -> None:
    with smtp_server(issued.parent / "box", certificates["good"]) as port:
        listen(issued, port)
        confirm = code_of(boardpack("email", "2024-03")[1])
        assert boardpack("email", "2024-03", "--send", "--confirm", confirm)[0] == 0
    issue(issued, "second", reason="a target was wrong")
    assert "earlier version" not in boardpack("email", "2024-03")[2]
    _, _, err = boardpack("email", "2024-03", "--group", "press")
    assert "but not this correction: pat@example.net, sam@example.org." in err


def test_a_restricted_paper_goes_encrypted_and_says_nothing(boardpack: Command, issued: Path) -> None:
    classify(issued, "Restricted")
    issue(issued, "secret", reason="now restricted")
    file = issued.parent / "new.csv"
    _, out, err = boardpack("email", "2024-03", "--new-passwords", str(file))
    folder = issued / "out/mail/2024-03-v2"
    assert "1 message to send, 3 people not sent to." in out
    assert "not cleared for 'Restricted'" in out
    assert f"1 password written to {file}" in err
    assert "never by email" in err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.suffix for path in folder.iterdir()] == [".eml"]
    (password,) = re.findall(r"pat@example.net,(\S+)", file.read_text())
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password)
    raw = next(folder.glob("*.eml")).read_bytes()
    assert password not in raw.decode() + out + err
    message = messages(folder)["pat@example.net"]
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "paper-2024-03-v2.pdf"
    assert message["Subject"] == "Paper for March 2024, version 2"
    data = attachment.get_content()
    assert b"TITLE" not in data
    assert b"TITLE" in paper("secret")
    reader = PdfReader(io.BytesIO(data))
    assert reader.is_encrypted
    assert b"/AESV3" in data
    assert reader.decrypt("something else") is PasswordType.NOT_DECRYPTED
    assert reader.decrypt(password) is not PasswordType.NOT_DECRYPTED
    assert reader.metadata is not None
    assert reader.metadata.title == "TITLE secret"
    plain = message.get_body(("plain",))
    assert plain is not None
    words = plain.get_content()
    assert "Red" not in words
    assert "now restricted" not in words
    for part in message.walk():
        if part.get_content_maintype() == "text":
            shown = part.get_content()
            assert not {word for word in ("Restricted", "Libraries", "Appendix", "page") if word in shown}
    again = boardpack("email", "2024-03", "--passwords", str(file))
    assert (again[0], password in file.read_text()) == (0, True)


def test_without_a_file_for_passwords_no_encrypted_copy_is_made(boardpack: Command, issued: Path) -> None:
    classify(issued, "Restricted")
    issue(issued, "secret", reason="now restricted")
    code, out, _ = boardpack("email", "2024-03")
    assert (code, "--new-passwords" in out) == (0, True)
    assert not list((issued / "out").rglob("*.eml"))
    code, _, err = boardpack("email", "2024-03", "--send", "--confirm", code_of(out))
    assert (code, "need passwords" in err) == (2, True)


@pytest.mark.parametrize("place", ["small/pw.csv", "small/out/pw.csv", "small/archive/pw.csv", "there.csv"])
def test_passwords_go_neither_into_the_project_nor_over_a_file(
    boardpack: Command, issued: Path, place: str
) -> None:
    classify(issued, "Restricted")
    issue(issued, "secret", reason="now restricted")
    (issued.parent / "there.csv").write_text("mine")
    before = tree(issued.parent)
    code, _, _ = boardpack("email", "2024-03", "--new-passwords", str(issued.parent / place))
    assert (code, tree(issued.parent)) == (2, before)


def test_passwords_may_be_handed_in(boardpack: Command, issued: Path) -> None:
    classify(issued, "Restricted")
    issue(issued, "secret", reason="now restricted")
    file = issued.parent / "words.csv"
    file.write_text("address,password\nPat@Example.net,correct horse battery\n")
    code, _, _ = boardpack("email", "2024-03", "--passwords", str(file))
    assert code == 0
    (attachment,) = messages(issued / "out/mail/2024-03-v2")["pat@example.net"].iter_attachments()
    reader = PdfReader(io.BytesIO(attachment.get_content()))
    assert reader.decrypt("correct horse battery") is not PasswordType.NOT_DECRYPTED
    file.write_text("address,password\nsam@example.org,correct horse battery\n")
    code, _, err = boardpack("email", "2024-03", "--passwords", str(file))
    assert (code, "no password for pat@example.net" in err) == (2, True)


def test_refused_and_unknown_are_sent_again_only_when_a_person_says_so(
    boardpack: Command, issued: Path, certificates: dict[str, Path]
) -> None:
    (issued / "data/recipients.csv").write_text(
        "name,address\nNobody,nobody@example.org\nPat,pat@example.org\n"
    )
    box = issued.parent / "box"
    with smtp_server(box, certificates["good"]) as port:
        listen(issued, port)
        confirm = code_of(boardpack("email", "2024-03")[1])
        code, out, _ = boardpack("email", "2024-03", "--send", "--confirm", confirm)
        assert (code, out.splitlines()[-1]) == (1, "1 accepted, 1 refused.")
        (ledger,) = (issued / "archive/sends").rglob("*.jsonl")
        lines = [json.loads(line) for line in ledger.read_text().splitlines()]
        last = {**lines[-1], "recipient": "pat@example.org", "state": "sending"}
        ledger.write_text(ledger.read_text() + json.dumps(last) + "\n")
        code, out, err = boardpack("email", "2024-03", "--send", "--confirm", confirm)
        assert (code, out.splitlines()[-1]) == (0, "1 refused, 1 unknown.")
        assert "1 may or may not have gone" in err
        assert "may have gone: ask" in boardpack("email", "2024-03")[1]
        code, out, _ = boardpack(
            "email", "2024-03", "--send", "--confirm", confirm, "--resend", "PAT@example.org"
        )
        assert (code, out.splitlines()[-1]) == (0, "1 accepted, 1 refused.")
    assert len(taken(box)) == 2
    for wrong in ("pat@example", "kim@example.org"):
        assert boardpack("email", "2024-03", "--resend", wrong)[0] == 2


def test_a_server_that_is_not_there_is_explained(
    boardpack: Command, issued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardpack.cli.email_sending.PAUSES", (0.01,))
    listen(issued, 9)
    confirm = code_of(boardpack("email", "2024-03")[1])
    code, out, err = boardpack("email", "2024-03", "--send", "--confirm", confirm)
    assert (code, out.splitlines()[-1]) == (3, "3 planned.")
    assert "Sending ended early: no connection to the mail server" in err
    assert "3 messages not accepted yet" in err


def test_status_before_anything_was_sent(boardpack: Command, issued: Path) -> None:
    code, out, _ = boardpack("email", "status", "2024-03")
    assert (code, out.splitlines()[-1]) == (0, "Nothing was sent.")
    assert not send_ledger(issued / "archive", "x", "2024-03", 1).exists()


def test_help_shows_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["email", "--help"], ["email", "plan", "--help"]):
        with pytest.raises(SystemExit):
            main(arguments)
    out = capsys.readouterr().out
    assert "  [email]\n" in out
    assert "--resend ADDRESS" in out


def test_of_many_messages_a_sample_is_written_and_that_is_said(
    boardpack: Command, issued: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out, _ = boardpack("email", "2024-03")
    every = messages(issued / "out/mail/2024-03-v1")
    assert "A sample" not in out
    monkeypatch.setattr("boardpack.mail.plan.FEW", len(every) - 1)
    _, out, _ = boardpack("email", "2024-03")
    written = messages(issued / "out/mail/2024-03-v1")
    assert f"A sample of {len(written)} of the {len(every)} messages was written" in out
    assert len(written) < len(every)


def test_a_run_that_is_stopped_is_taken_up_again_with_the_same_code(
    boardpack: Command, issued: Path, certificates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    box = issued.parent / "box"
    with smtp_server(box, certificates["good"]) as port:
        listen(issued, port)
        confirm = code_of(boardpack("email", "2024-03")[1])
        real = Writer.write

        def interrupted(self: Writer, send: Send, what: What, date: datetime) -> bytes:
            os.kill(os.getpid(), signal.SIGINT)
            return real(self, send, what, date)

        with monkeypatch.context() as patch:
            patch.setattr(Writer, "write", interrupted)
            code, out, err = boardpack("email", "2024-03", "--send", "--confirm", confirm)
        assert (code, out.splitlines()[-1]) == (3, "2 planned, 1 accepted.")
        assert "Sending ended early: stopped as asked" in err
        code, out, _ = boardpack("email", "2024-03", "--send", "--confirm", confirm)
        assert (code, out.splitlines()[-1]) == (0, "3 accepted.")
    assert len(taken(box)) == 3


def test_a_correction_of_what_can_no_longer_be_read_still_gives_its_reason(
    boardpack: Command, issued: Path
) -> None:
    issue(issued, "second", reason="a target was wrong")
    (file,) = (issued / "archive").glob("*/2024-03/v1/data/inputs/data/indicators.csv")
    file.chmod(0o644)
    file.write_text("what,is,this\n")
    code, _, _ = boardpack("email", "2024-03")
    assert code == 0
    body = messages(issued / "out/mail/2024-03-v2")["pat@example.net"].get_body(("plain",))
    assert body is not None
    assert "Reason: a target was wrong." in " ".join(body.get_content().split())


def test_an_edition_whose_style_cannot_be_read_is_not_sent(
    boardpack: Command, small_pack: Path, tmp_path: Path
) -> None:
    prepare(small_pack)
    (small_pack / "styles").rename(tmp_path / "styles")
    issue(small_pack)
    code, _, err = boardpack("email", "2024-03")
    assert (code, "its style cannot be read" in err) == (3, True)


def test_the_archive_still_verifies_after_sending(
    boardpack: Command, issued: Path, certificates: dict[str, Path]
) -> None:
    with smtp_server(issued.parent / "box", certificates["good"]) as port:
        listen(issued, port)
        confirm = code_of(boardpack("email", "2024-03")[1])
        assert boardpack("email", "2024-03", "--send", "--confirm", confirm)[0] == 0
    assert boardpack("archive", "verify", "--all")[0] == 0
    assert not list((issued / "archive").rglob("recipients.csv"))


# ------------------------------------------------------------------------------------------- tester


def test_a_test_sends_each_form_to_the_tester_alone_and_counts_for_nothing(
    boardpack: Command, issued: Path, certificates: dict[str, Path]
) -> None:
    box = issued.parent / "box"
    with smtp_server(box, certificates["good"]) as port:
        listen(issued, port)
        plain = boardpack("email", "2024-03")[1]
        code, out, err = boardpack("email", "2024-03", "--test", "Sam@Example.org")
        assert (code, out.splitlines()[-1]) == (0, "2 test messages accepted. Nothing counts as sent.")
        assert [line.split("\t") for line in err.splitlines()] == [
            ["test accepted", "sam@example.org", "attachment"],
            ["test accepted", "sam@example.org", "link"],
        ]
        assert boardpack("email", "2024-03")[1] == plain, "everybody is still due, by the same code"
        assert not send_ledger(issued / "archive", issued_pack(issued), "2024-03", 1).exists()
        (record,) = (issued / "archive/sends").rglob("*-test.jsonl")
        assert '"accepted"' in record.read_text("utf-8")
        assert boardpack("archive", "verify", "--all")[0] == 0
        assert boardpack("email", "2024-03", "--test", "sam@example.org")[0] == 0, "as often as wished"
        assert boardpack("email", "2024-03", "--send", "--confirm", code_of(plain))[0] == 0
    got = taken(box)
    tests, real = got[:4], got[4:]
    assert {one["to"][0] for one in tests} == {"sam@example.org"}
    assert len(real) == 3
    sent = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(box.glob("*.eml"))
    ]
    assert all(message["Subject"].startswith("TEST: ") for message in sent[:4])
    assert not [message for message in sent[4:] if "TEST" in message["Subject"]]
    ids = [message["Message-ID"] for message in sent]
    assert len(set(ids[:2])) == 2
    assert not set(ids[:4]) & set(ids[4:]), "a mail program would show the real one as a second copy"


def issued_pack(project: Path) -> str:
    return next(path.name for path in (project / "archive").iterdir() if (path / "2024-03").is_dir())


@pytest.mark.parametrize(
    ("tester", "why"),
    [
        ("nobody@example.org", "not in data/recipients.csv"),
        ("stranger@example.com", "not on the allow-list"),
        ("no address", "--test no address: "),
    ],
)
def test_a_tester_must_be_listed_and_allowed(tester: str, why: str, boardpack: Command, issued: Path) -> None:
    code, _, err = boardpack("email", "2024-03", "--test", tester)
    assert (code, why in err) == (2, True)
    assert not (issued / "archive/sends").exists()


def test_a_restricted_paper_is_tested_by_who_is_cleared_for_it(boardpack: Command, issued: Path) -> None:
    classify(issued, "Restricted")
    issue(issued, "secret", reason="now restricted")
    code, _, err = boardpack("email", "2024-03", "--test", "sam@example.org")
    assert (code, "not cleared for 'Restricted'" in err) == (2, True)
    code, _, err = boardpack("email", "2024-03", "--test", "pat@example.net")
    assert (code, "needs a password" in err) == (2, True)
    assert not (issued / "archive/sends").exists()


def test_a_test_and_a_send_are_not_asked_for_together(boardpack: Command, issued: Path) -> None:
    code, _, err = boardpack("email", "2024-03", "--send", "--test", "sam@example.org")
    assert (code, "not both" in err) == (2, True)
    assert issued.exists()


def test_a_test_that_the_server_does_not_take_fails(boardpack: Command, issued: Path) -> None:
    with socket.create_server(("localhost", 0)) as closed:
        listen(issued, closed.getsockname()[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("boardpack.cli.email_sending.PAUSES", ())
        code, out, err = boardpack("email", "2024-03", "--test", "sam@example.org")
    assert code == 3
    assert "0 test messages accepted." in out
    assert "The test failed: no connection to the mail server" in err


# -------------------------------------------------------------------------------------------- lock


def test_a_second_run_at_once_is_refused_and_sends_nothing(boardpack: Command, issued: Path) -> None:
    confirm = code_of(boardpack("email", "2024-03")[1])
    with open_ledger(issued / "archive", read_ledger(issued / "archive").entries[0], lambda: "now"):
        code, _, err = boardpack("email", "2024-03", "--send", "--confirm", confirm)
        assert (code, "another run is sending this edition" in err) == (3, True)
    assert read_states(issued / "archive", read_ledger(issued / "archive").entries[0]) == ()


# ------------------------------------------------------------------------------------------- pages


def test_a_message_names_the_pages_that_the_archive_knows(boardpack: Command, issued: Path) -> None:
    (file,) = (issued / "archive").glob("*/2024-03/v1/data/passages.json")
    entry = read_ledger(issued / "archive").entries[0]
    pack = read_pack(issued / "archive", entry)
    first, second = (section.title for section in pack.sections)
    passages = [
        {"section": "RAG summary", "heading": "", "page": 3, "text": "ST 2 | a title | 5", "label": "2"},
        {"section": f"{second}: ST 1", "heading": "", "page": 6, "text": "ST 2 | a title", "label": "5"},
        {"section": first, "heading": "", "page": 5, "text": "LL 1 | a title | 5"},
        {"section": "Data notes", "heading": "", "page": 9, "text": "ST 2 | a note", "label": "8"},
    ]
    file.chmod(0o644)
    file.write_text(json.dumps(passages), encoding="utf-8")
    assert page_labels(issued / "archive", entry, pack) == {"ST2": "5", "LL1": "4"}
    assert boardpack("email", "2024-03")[0] == 3, "an edition that was changed is not sent"


WEB = 'web = "https://example.org/papers/{month}-v{version}.html"\n'


@pytest.mark.parametrize(("made", "web"), [(True, True), (True, False), (False, True)])
def test_references_lead_to_the_published_web_edition(small_pack: Path, *, made: bool, web: bool) -> None:
    """Only where an edition has one, and the settings say where it is published."""
    prepare(small_pack)
    facts = small_pack / "data/pack.toml"
    text = facts.read_text("utf-8").replace("[email]\n", "[email]\n" + (WEB if web else ""))
    facts.write_text(text, encoding="utf-8")
    issue(small_pack, web=b'<tr id="ll-1"></tr><tr id="st-2"></tr>' if made else b"")
    ledger = read_ledger(small_pack / "archive")
    source = read_source(small_pack / "archive", ledger, ledger.entries[0])
    settings = read_mail_settings(small_pack, FindingLog())
    assert settings is not None
    writer = Writer(source, settings, {})
    body = writer.body(What.ATTACHMENT)
    link = "https://example.org/papers/2024-03-v1.html#st-2"
    assert (f'<a href="{link}">' in body.html) == (made and web)
    assert (f"ST 2 <{link}>" in " ".join(body.plain.split())) == (made and web)
    whole = "https://example.org/papers/2024-03-v1.html"
    assert (f'<a href="{whole}">' in body.html) == (made and web)
    assert (f"As a web page, for any screen: {whole}" in " ".join(body.plain.split())) == (made and web)
    assert whole not in writer.body(What.ENCRYPTED).html
