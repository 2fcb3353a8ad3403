"""The [email] table: what is wrong with it is said with its line, and a half of it is no settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.load.findings import FindingLog
from boardpack.mail.recipients import parse_address
from boardpack.mail.settings import MailSettings, Tls, is_host, read_mail_settings

GOOD = """\
[email]
sender = "Democratic Services <Democracy@Example.org>"
host = "SMTP.example.org"
allow = ["example.org", "@bücher.example", "pat@example.net"]
"""


def read(tmp_path: Path, text: str) -> tuple[MailSettings | None, list[str]]:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data/pack.toml").write_text(text, encoding="utf-8")
    faults = FindingLog()
    found = read_mail_settings(tmp_path, faults)
    return found, [f"{one.place.line}: {one.found} {one.expected}" for one in faults.findings]


def test_the_least_that_is_needed(tmp_path: Path) -> None:
    found, faults = read(tmp_path, GOOD)
    assert faults == []
    assert found is not None
    assert (found.sender.name, str(found.sender.address)) == ("Democratic Services", "Democracy@example.org")
    assert (found.host, found.port, found.tls, found.timeout) == ("smtp.example.org", 587, Tls.STARTTLS, 60.0)
    assert (found.max_attachment, found.link, found.reply_to) == (10_000_000, "", None)
    for address in ("a@example.org", "b@bücher.example", "pat@example.net"):
        assert found.allow.admits(parse_address(address))


def test_everything_that_may_be_said(tmp_path: Path) -> None:
    more = (
        'reply_to = "\\"Clerk, The\\" <clerk@example.org>"\ntls = "Implicit"\nport = 4650\n'
        "max_attachment_mb = 5\n"
        'link = "https://example.org/{pack}/{month}/v{version}"\ncontact = "clerk@example.org"\ntimeout = 9\n'
        'user = "us"\nweb = "https://example.org/{pack}-{month}-v{version}.html"\n'
    )
    found, faults = read(tmp_path, GOOD + more)
    assert faults == []
    assert found is not None
    assert found.reply_to is not None
    assert found.reply_to.name == "Clerk, The"
    assert (found.port, found.tls, found.max_attachment, found.user) == (4650, Tls.IMPLICIT, 5_000_000, "us")
    assert found.link_to("p", "2024-03", 2) == "https://example.org/p/2024-03/v2"
    assert found.web_to("p", "2024-03", 2) == "https://example.org/p-2024-03-v2.html"


def test_a_relay_that_is_named_may_be_plain(tmp_path: Path) -> None:
    found, faults = read(tmp_path, GOOD + 'tls = "none"\nplain_relay_hosts = ["smtp.Example.org"]\n')
    assert faults == []
    assert found is not None
    assert (found.tls, found.port) == (Tls.NONE, 25)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('tls = "none"', "not among `plain_relay_hosts`"),
        ('tls = "none"\nplain_relay_hosts = ["other.example.org"]', "not among `plain_relay_hosts`"),
        ('tls = "ssl"', "`ssl`"),
        ('password = "x"', "a secret"),
        ('token = "x"', "a secret"),
        ('hosts = "x"', "`hosts`; did you mean `host`?"),
        ("port = 70000", "1 to 65535"),
        ("timeout = true", "1 to 600"),
        ('max_attachment_mb = "10"', "1 to 100"),
        ('reply_to = "the clerk"', "no usable `reply_to`"),
        ('link = "http://example.org/"', "begins with https://"),
        ('link = "https://example.org/{year}"', "{pack}"),
        ('link = "https://example.org/a b"', "no blanks"),
        ('web = "http://example.org/"', "begins with https://"),
        ('web = "https://example.org/#top"', "begins with https://"),
        ("plain_relay_hosts = 5", "no list of texts"),
        ('contact = "' + "x" * 501 + '"', "too many"),
    ],
)
def test_a_fault_is_named_and_there_are_no_settings(line: str, found: str, tmp_path: Path) -> None:
    read_settings, faults = read(tmp_path, GOOD + line + "\n")
    assert read_settings is None
    assert len(faults) == 1
    assert found in faults[0]
    assert faults[0][0] != "0"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            'allow = ["example.org", "@bücher.example", "pat@example.net"]',
            "allow = []",
            "nobody may be written to",
        ),
        (
            'allow = ["example.org", "@bücher.example", "pat@example.net"]',
            'allow = ["*.example.org"]',
            "no `*`",
        ),
        ('host = "SMTP.example.org"', "", "no `host`"),
        ("<Democracy@Example.org>", "", "no usable `sender`"),
    ],
)
def test_what_is_needed_is_asked_for(old: str, new: str, found: str, tmp_path: Path) -> None:
    read_settings, faults = read(tmp_path, GOOD.replace(old, new))
    assert read_settings is None
    assert found in faults[0]


def test_no_table_and_no_file(tmp_path: Path) -> None:
    assert read_mail_settings(tmp_path, FindingLog()) is None
    found, faults = read(tmp_path, 'title = "x"\n')
    assert found is None
    assert "no table `[email]`" in faults[0]


@pytest.mark.parametrize(
    "host", ["x\\ny -z", "-x", "a b", "x..y", "smtp.example.org;ls", "http://x", "x/y", "é.org"]
)
def test_a_host_that_is_no_name_is_refused(host: str) -> None:
    assert not is_host(host.encode().decode("unicode_escape").casefold())


@pytest.mark.parametrize("host", ["smtp.example.org", "localhost", "127.0.0.1", "::1", "mail-1.example.org."])
def test_a_host_is_a_name_or_an_address(host: str) -> None:
    assert is_host(host)
