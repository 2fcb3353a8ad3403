"""Secrets and passwords: where they may come from, and that they show nowhere."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from boardpack.errors import BoardpackError, UsageFault
from boardpack.mail.edition_messages import (
    complete,
    encrypt_pdf,
    make_password,
    read_passwords,
    write_passwords,
)
from boardpack.mail.settings import Tls
from boardpack.mail.smtp import Credentials, read_credentials
from tests.mail.hand import paper, settings

P = "BOARDPACK_SMTP_"


def read(environment: dict[str, str], **changes: object) -> Credentials | None:
    held = {P + name: value for name, value in environment.items()}
    return read_credentials(held, settings(**changes), Path.read_text)


def test_no_secret_is_no_credentials() -> None:
    assert read({}) is None


def test_user_and_password_or_token(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    assert read({"USER": "us", "PASSWORD": "word"}) == Credentials("us", "word")
    assert read({"PASSWORD": "word"}, user="them") == Credentials("them", "word")
    assert read({"USER": "us", "PASSWORD_FILE": str(file)}) == Credentials("us", "from a file")
    assert read({"USER": "us", "TOKEN_FILE": str(file)}) == Credentials("us", token="from a file")


@pytest.mark.parametrize(
    ("environment", "changes", "why"),
    [
        ({"PASSWORD": "word"}, {}, "no user"),
        ({"USER": "us"}, {}, "no secret"),
        ({"USER": "us", "PASSWORD": "a-word", "TOKEN": "b-word"}, {}, "Two secrets"),
        ({"USER": "us", "PASSWORD": "a-word", "PASSWORD_FILE": "x"}, {}, "both set"),
        ({"USER": "us", "PASSWORD_FILE": "/nowhere/at/all"}, {}, "cannot be read"),
        ({"USER": "us", "PASSWORD": "a-word\r\nRSET"}, {}, "does not print"),
        ({"USER": "us", "PASSWORD": "a-word"}, {"tls": Tls.NONE}, "without TLS"),
    ],
)
def test_half_a_secret_is_refused_and_never_repeated(
    environment: dict[str, str], changes: dict[str, object], why: str
) -> None:
    with pytest.raises(BoardpackError, match=why) as fault:
        read(environment, **changes)
    assert "word" not in str(fault.value).replace("SMTP_PASSWORD", "")


def test_secrets_show_in_no_repr() -> None:
    assert "word" not in repr(Credentials("us", "word", "word"))


def test_a_password_can_be_told_by_telephone() -> None:
    word = make_password(random.Random(1).choice)
    assert len(word) == 23
    assert not set(word) & set("il1o0")


def test_passwords_stay_and_are_read_as_written() -> None:
    chance = random.Random(1)
    first = complete({}, ["a@example.org"], chance.choice)
    both = complete(first, ["a@example.org", "b@example.org"], chance.choice)
    assert both["a@example.org"] == first["a@example.org"]
    assert read_passwords(write_passwords(both), "x.csv") == both


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "header"),
        (b"name,password\n", "x.csv:1: expected the header"),
        (b"address,password\npat,correct horse\n", "x.csv:2: expected an address"),
        (b"address,password\npat@example.org\n", "x.csv:2: expected an address"),
        (b"address,password\n\npat@example.org,short\n", "x.csv:3: expected one password"),
        (b"address,password\na@example.org,correct horse 1\nA@example.org,correct horse 2\n", "x.csv:3"),
        (b"\xff\xfe", "no CSV file"),
    ],
)
def test_a_faulty_file_is_named_with_its_line_and_not_repeated(data: bytes, why: str) -> None:
    with pytest.raises(UsageFault, match=why) as fault:
        read_passwords(data, "x.csv")
    assert "horse" not in str(fault.value)


def test_a_short_password_encrypts_nothing() -> None:
    with pytest.raises(ValueError, match="fewer than 12"):
        encrypt_pdf(paper(), "short")


@pytest.mark.parametrize("local", ["=cmd|'/ccalc'!a0", "+x", "-x", "'=x", "'x", "x"])
def test_no_cell_of_the_password_file_is_a_formula(local: str) -> None:
    held = {f"{local}@example.org": "correct horse battery"}
    written = write_passwords(held)
    assert all(line[:1].isalnum() or line[:1] in {b"'", b'"'} for line in written.splitlines())
    assert read_passwords(written, "x.csv") == held
