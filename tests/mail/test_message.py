"""A message: one person, both renderings, nothing slipped in; looked at again before it may leave."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.errors import ProgrammingError
from boardpack.mail.message import Body, Envelope, MailAttachment, build_message, inspect_message, message_id
from boardpack.mail.recipients import Address, parse_address
from boardpack.mail.settings import Mailbox
from tests.mail.hand import NOON, SENDER, entry, recipient

BODY = Body("Appendix 2: Libraries, March 2024, version 1", "Dŵr\n\nplain\n", "<p>Dŵr</p>\n", "en-GB")


def envelope(**changes: object) -> Envelope:
    base = Envelope(SENDER, None, recipient(), NOON, message_id(entry(), recipient(), SENDER.address))
    return replace(base, **changes)


def parsed(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_what_a_mail_program_sees() -> None:
    raw = build_message(
        envelope(reply_to=Mailbox("", parse_address("clerk@example.org"))),
        BODY,
        MailAttachment("2024-03-pack.pdf", b"%PDF-1.7\n.\n..\r\n" * 50),
    )
    message = parsed(raw)
    assert message["From"] == "Democratic Services <democracy@example.org>"
    assert message["To"] == "Pat Example <pat@example.org>"
    assert message["Reply-To"] == "clerk@example.org"
    assert message["Subject"] == BODY.subject
    assert message["Date"] == "Sat, 20 Apr 2024 12:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en-GB"
    assert not [name for name in message.keys() if name.lower() in {"cc", "bcc", "list-unsubscribe"}]  # noqa: SIM118
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == BODY.plain
    assert html.get_content().replace("\r\n", "\n") == BODY.html
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "2024-03-pack.pdf"
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_content() == b"%PDF-1.7\n.\n..\r\n" * 50
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert message.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "multipart/alternative",
        "application/pdf",
    ]


def test_without_an_attachment_there_are_the_two_renderings_alone() -> None:
    message = parsed(build_message(envelope(), BODY, None))
    assert message.get_content_type() == "multipart/alternative"


def test_the_same_message_twice_is_the_same_bytes() -> None:
    assert build_message(envelope(), BODY, MailAttachment("a.pdf", b"x" * 999)) == build_message(
        envelope(), BODY, MailAttachment("a.pdf", b"x" * 999)
    )


def test_the_identity_is_of_the_edition_and_the_person() -> None:
    base = message_id(entry(), recipient(), SENDER.address)
    assert re.fullmatch(r"<2024-03\.v1\.[0-9a-f]{32}@example\.org>", base)
    assert base == message_id(entry(), recipient("PAT@EXAMPLE.ORG", name="P"), SENDER.address)
    others = {
        message_id(entry(version=2), recipient(), SENDER.address),
        message_id(entry(pdf_sha256="cd" * 32), recipient(), SENDER.address),
        message_id(entry(), recipient("sam@example.org"), SENDER.address),
    }
    assert len({base, *others}) == 4


@pytest.mark.parametrize(
    "name",
    [
        "Example, Pat",
        'Pat "P" Example',
        "O'Brien",
        "Ŵyn Dŵr, Cllr",
        "漢字",
        "Pat; x@example.com, y",
        "a (comment)",
        "Ms. A. B.",
        "back\\slash",
        "Zoë <z@example.com>",
        "x: y;",
        "🙂",
    ],
)
def test_names_stay_names(name: str) -> None:
    message = parsed(build_message(envelope(recipient=recipient(name=name)), BODY, None))
    (only,) = message["To"].addresses
    assert (only.display_name, only.addr_spec) == (name, "pat@example.org")


@pytest.mark.parametrize("name", ["=?utf-8?q?x?=", "x" * 60 + ", ü" + "y" * 50])
def test_a_name_that_would_be_read_as_another_is_left_out(name: str) -> None:
    message = parsed(build_message(envelope(recipient=recipient(name=name)), BODY, None))
    assert str(message["To"]) == "pat@example.org"


@given(name=st.text(max_size=60), subject=st.text(max_size=120))
def test_no_name_and_no_subject_can_add_anything(name: str, subject: str) -> None:
    subject = " ".join(subject.split()) or "x"  # as the summary makes it
    body = replace(BODY, subject=subject)
    if not (name.isprintable() and subject.isprintable()):
        with pytest.raises(ProgrammingError):
            build_message(envelope(recipient=recipient(name=name)), body, None)
        return
    raw = build_message(envelope(recipient=recipient(name=name)), body, None)
    message = parsed(raw)
    assert [one.addr_spec for one in message["To"].addresses] == ["pat@example.org"]
    assert len(message.keys()) == len(set(message.keys())) == 9


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": recipient(name="Pat\r\nBcc: x@example.com")},
        {"recipient": recipient(name="Pat\u2028Bcc: x")},
        {"recipient": replace(recipient(), address=Address("pat\r\nBcc: x", "example.org"))},
        {"sender": Mailbox("x\nBcc: y", SENDER.address)},
        {"message_id": "<x>\r\nBcc: y"},
    ],
)
def test_a_header_cannot_be_injected(changes: dict[str, object]) -> None:
    with pytest.raises((ProgrammingError, ValueError)):
        build_message(envelope(**changes), BODY, None)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"To: Pat", b"Bcc: x@example.com\r\nTo: Pat", "too many"),
        (b"To: Pat", b"Cc: x@example.com\r\nTo: Pat", "too many"),
        (b"To: Pat", b"To: x@example.com\r\nTo: Pat", "too many"),
        (b"To: Pat Example <pat@example.org>", b"To: pat@example.org, x@example.com", "To"),
        (b"<pat@example.org>", b"<sam@example.org>", "To"),
        (b"From: Democratic Services <d", b"From: Somebody <d", "From"),
        (b"version 1", b"version 2", "Subject"),
        (b"Auto-Submitted: auto-generated\r\n", b"", "too few"),
        (b"plain\r\n", b"plain\n", "bare line end"),
        (b"plain\r\n", b"plain" + b"x" * 1000 + b"\r\n", "too long"),
        (b"plain\r\n", "pl\u00e2in\r\n".encode(), "beyond ASCII"),
    ],
)
def test_a_message_that_came_out_wrong_does_not_leave(old: bytes, new: bytes, fault: str) -> None:
    raw = build_message(envelope(), BODY, None)
    assert raw.count(old) == 1
    inspect_message(raw, envelope(), BODY.subject)
    with pytest.raises(ProgrammingError, match=fault):
        inspect_message(raw.replace(old, new), envelope(), BODY.subject)
