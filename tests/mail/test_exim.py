"""The whole command against Debian's Exim, which delivers to a Maildir as a user of its own."""

from __future__ import annotations

import email
import email.policy
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from boardpack.cli import main
from tests.mail.certificates import make_certificates
from tests.mail.hand import issue, paper, prepare

EXIM = shutil.which("exim4") or "/usr/sbin/exim4"
USER = "Debian-exim"

CONFIGURATION = """\
primary_hostname = localhost
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
never_users = root
tls_advertise_hosts = *
tls_certificate = {folder}/certificate.pem
tls_privatekey = {folder}/certificate.pem
acl_smtp_rcpt = recipient
message_size_limit = 20M
host_lookup =
rfc1413_query_timeout = 0s
timezone = UTC
begin acl
recipient:
  deny    !authenticated = *
  deny    local_parts = nobody
          message = no such person
  defer   local_parts = later
          message = come again
  accept
begin routers
everybody:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = {folder}/Maildir
  create_directory
  envelope_to_add
  user = {user}
begin retry
* * F,1h,10m
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_condition = ${{if and{{{{eq{{$auth2}}{{us}}}}{{eq{{$auth3}}{{the-word}}}}}}}}
  server_set_id = $auth2
"""

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(
        not Path(EXIM).exists(), reason="exim4 is not installed (apt install exim4-daemon-light)"
    ),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may start exim4 with a configuration of its own"),
]


@pytest.fixture
def exim(certificates: dict[str, Path]) -> Iterator[tuple[Path, int]]:
    """A running Exim: its folder, and its port."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for inner in ("spool", "log"):
            (folder / inner).mkdir()
            shutil.chown(folder / inner, USER, USER)
        (folder / "Maildir").mkdir()
        shutil.chown(folder / "Maildir", USER, USER)
        shutil.copy(certificates["good"], folder / "certificate.pem")
        shutil.chown(folder / "certificate.pem", USER, USER)
        configuration = folder / "exim.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder, user=USER))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [EXIM, "-C", str(configuration), "-bdf", "-oX", f"<; [127.0.0.1]:{port} ; [::1]:{port}"]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                wait(lambda: answers(port))
                yield folder, port
            finally:
                process.terminate()


@pytest.fixture
def certificates(tmp_path: Path) -> dict[str, Path]:
    return make_certificates(tmp_path)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def wait(ready: object, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not ready():  # type: ignore[operator]
        assert time.monotonic() < end, "Exim did not do it in time"
        time.sleep(0.05)


def test_exim_delivers_each_message_once_and_whole(
    exim: tuple[Path, int], small_pack: Path, certificates: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder, port = exim
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates["ca"]))
    monkeypatch.setenv("BOARDPACK_SMTP_USER", "us")
    monkeypatch.setenv("BOARDPACK_SMTP_PASSWORD", "the-word")
    monkeypatch.setattr("boardpack.cli.email_sending.PAUSES", (0.1,))
    prepare(small_pack, port=port)
    with (small_pack / "data/recipients.csv").open("a", encoding="utf-8") as stream:
        stream.write("Nobody,nobody@example.org\nLater,later@example.org\n")
    pdf = paper("whole", filling=200_000)
    issue(small_pack, pdf=pdf)

    def command(*arguments: str) -> tuple[object, str]:
        with pytest.raises(SystemExit) as left:
            main(["email", "2024-03", *arguments, "--project", str(small_pack)])
        return left.value.code, capsys.readouterr().out

    found = re.search(r"--confirm (\S+)", command()[1])
    assert found is not None
    code, out = command("--send", "--confirm", found[1])
    assert (code, out.splitlines()[-1]) == (3, "3 accepted, 1 refused, 1 deferred.")
    code, out = command("--send", "--confirm", found[1])
    assert (code, out.splitlines()[-1]) == (3, "3 accepted, 1 refused, 1 deferred.")
    box = folder / "Maildir/new"
    wait(lambda: box.is_dir() and len(list(box.iterdir())) >= 3)
    time.sleep(0.3)
    messages = [read(path) for path in box.iterdir()]
    assert sorted(one["Envelope-to"] for one in messages) == [
        "pat@example.net", "sam@example.org", "wyn@example.org",
    ]  # fmt: skip
    assert {path.owner() for path in box.iterdir()} == {USER}
    for one in messages:
        assert [held.addr_spec for held in one["To"].addresses] == [one["Envelope-to"]]
        assert [held.get_content() for held in one.iter_attachments()] == (
            [] if one["Envelope-to"].startswith("wyn") else [pdf]
        )


def read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message
