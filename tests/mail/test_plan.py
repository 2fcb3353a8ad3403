"""Who gets what, who does not and why, and the code that stands for it."""

from __future__ import annotations

import pytest

from boardpack.archive.ledger import Entry
from boardpack.mail.plan import (
    OPEN,
    Send,
    What,
    confirmation_code,
    encrypted_size,
    is_restricted,
    plan,
    same_code,
    sample,
    travelling_size,
    within_limit,
)
from boardpack.mail.recipients import Format, Recipient
from boardpack.mail.settings import MailSettings
from tests.mail.hand import entry, recipient, settings

BIG = 8_000_000


def one(
    edition: Entry,
    person: Recipient,
    how: MailSettings | None = None,
    state: str = "",
    *,
    again: bool = False,
) -> Send:
    states = {person.key: state} if state else {}
    return plan(edition, [person], how or settings(), states, resend=[person.key] if again else [])[0]


@pytest.mark.parametrize(
    ("edition", "person", "how", "what", "reason"),
    [
        (entry(), recipient(), settings(), What.ATTACHMENT, ""),
        (entry(), recipient("a@example.com"), settings(), What.NOTHING, "not on the allow-list"),
        (entry(), recipient(format=Format.LINK), settings(), What.LINK, ""),
        (entry(), recipient(format=Format.LINK), settings(link=""), What.NOTHING, "[email] has none"),
        (entry(pdf_size=BIG), recipient(), settings(), What.LINK, "over 10 MB, so a link"),
        (entry(pdf_size=BIG), recipient(), settings(link=""), What.NOTHING, "no link"),
        (
            entry(classification="Restricted"),
            recipient(),
            settings(),
            What.NOTHING,
            "not cleared for 'Restricted'",
        ),
        (
            entry(classification="Restricted"),
            recipient(clearance=("restricted",)),
            settings(),
            What.ENCRYPTED,
            "",
        ),
        (
            entry(classification="Restricted"),
            recipient(clearance=("Restricted",), format=Format.LINK),
            settings(),
            What.ENCRYPTED,
            "",
        ),
        (
            entry(classification="Restricted"),
            recipient("a@example.com", clearance=("Restricted",)),
            settings(),
            What.NOTHING,
            "not on the allow-list",
        ),
        (
            entry(classification="Restricted", pdf_size=BIG),
            recipient(clearance=("Restricted",)),
            settings(),
            What.NOTHING,
            "goes by no link",
        ),
        (
            entry(classification="Part 2 exempt"),
            recipient(clearance=("Part 2",)),
            settings(),
            What.NOTHING,
            "not cleared",
        ),
        (entry(classification="Public"), recipient(), settings(), What.ATTACHMENT, ""),
    ],
)
def test_each_gets_what_is_right(
    edition: Entry, person: Recipient, how: MailSettings, what: What, reason: str
) -> None:
    send = one(edition, person, how)
    assert send.what is what
    assert reason in send.reason
    assert send.due is (what is not What.NOTHING)
    assert (send.size > 0) is (what in {What.ATTACHMENT, What.ENCRYPTED})


@pytest.mark.parametrize("words", ["Restricted", "OFFICIAL-SENSITIVE", "Confidential", "whatever", "Part 2"])
def test_every_classification_is_restricted_unless_it_is_known_to_be_open(words: str) -> None:
    assert is_restricted(words)
    assert not any(is_restricted(word.title()) for word in OPEN)


@pytest.mark.parametrize(
    ("state", "again", "due", "reason"),
    [
        ("", False, True, ""),
        ("planned", False, True, ""),
        ("deferred", False, True, "it has not gone"),
        ("accepted", False, False, "accepted by the server already"),
        ("accepted", True, False, "accepted by the server already"),
        ("refused", False, False, "--resend"),
        ("refused", True, True, "sent again as asked"),
        ("unknown", False, False, "may have gone"),
        ("unknown", True, True, "sent again as asked"),
        ("sending", False, False, "may have gone"),
        ("sending", True, True, "sent again as asked"),
    ],
)
def test_only_what_has_certainly_not_gone_is_due(state: str, reason: str, *, again: bool, due: bool) -> None:
    send = one(entry(), recipient(), None, state, again=again)
    assert send.due is due
    assert reason in send.reason


def test_nothing_makes_a_stranger_due() -> None:
    assert not one(entry(), recipient("a@example.com"), None, "unknown", again=True).due


def test_sizes_are_those_of_base64() -> None:
    assert travelling_size(0) == 0
    assert travelling_size(57) == 78
    assert travelling_size(58) == 84
    assert encrypted_size(100) > 100


def test_the_code_stands_for_paper_people_and_server() -> None:
    people = [recipient(), recipient("sam@example.org")]
    base = confirmation_code(entry(), plan(entry(), people, settings(), {}), settings())
    others = [
        confirmation_code(entry(pdf_sha256="cd" * 32), plan(entry(), people, settings(), {}), settings()),
        confirmation_code(entry(version=2), plan(entry(), people, settings(), {}), settings()),
        confirmation_code(entry(), plan(entry(), people[:1], settings(), {}), settings()),
        confirmation_code(
            entry(),
            plan(entry(), [people[0], recipient("sam@example.org", name="Sam")], settings(), {}),
            settings(),
        ),
        confirmation_code(
            entry(), plan(entry(), [recipient(format=Format.LINK), people[1]], settings(), {}), settings()
        ),
        confirmation_code(entry(), plan(entry(), people, settings(), {}), settings(host="other.example.org")),
    ]
    assert len({base, *others}) == 7
    gone = plan(entry(), people, settings(), {people[0].key: "accepted"})
    assert confirmation_code(entry(), gone, settings()) == base
    assert confirmation_code(entry(), plan(entry(), people[::-1], settings(), {}), settings()) == base


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ("A0B1-CD2E", True),
        ("a0b1cd2e", True),
        ("aob1-cd2e", True),
        ("a0bi cd2e", True),
        ("", False),
        ("A0B1-CD2F", False),
    ],
)
def test_a_code_is_forgiving_to_type(given: str, *, same: bool) -> None:
    assert same_code(given, "A0B1-CD2E") is same


@pytest.mark.parametrize(
    ("limit", "link", "what", "words"),
    [
        (0, True, What.ATTACHMENT, ""),
        (100_000_000, True, What.ATTACHMENT, ""),
        (1_000, True, What.LINK, "so a link"),
        (1_000, False, What.ATTACHMENT, "will be refused"),
    ],
)
def test_what_the_server_does_not_take_is_said_beforehand(
    limit: int, link: bool, what: What, words: str
) -> None:
    (send,) = within_limit((Send(recipient(), What.ATTACHMENT, 500_000, due=True),), limit, link=link)
    assert (send.what, words in send.reason, send.due) == (what, True, True)


def test_a_few_messages_are_all_written_and_of_many_some_of_each_form() -> None:
    forms = (What.ATTACHMENT, What.LINK, What.ENCRYPTED)
    many = tuple(
        Send(recipient(f"p{number}@example.org"), forms[min(number % 100, 2)], 0, due=True)
        for number in range(5000)
    )
    shown = sample(many)
    assert len(shown) <= 20
    assert {send.what for send in shown} == set(forms)
    assert list(shown) == sorted(shown, key=many.index)
    assert sample(many[:20]) == many[:20]
