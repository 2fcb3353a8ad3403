"""Who is sent what, and who is not and why: decided before anything is made, and shown to a person.

Nothing here knows a server or the clock. A recipient is sent something only when the allow-list
admits the address, the classification allows it, there is a form that fits, and the ledger is
certain that it has not gone already.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from boardpack.archive.ledger import Entry
from boardpack.archive.store import RESTRICTED
from boardpack.mail.recipients import Format, Recipient, fold
from boardpack.mail.settings import MailSettings

OPEN = ("", "public", "open", "open to the public", "official", "unclassified", "part 1", "part i")
"""Classifications, without regard to case, that anybody may receive. Every other one asks for clearance."""


class What(Enum):
    """What a message brings; the value is how the plan words it."""

    ATTACHMENT = "attachment"
    ENCRYPTED = "encrypted attachment"
    LINK = "link"
    NOTHING = "nothing"


class Send(Struct, frozen=True):
    """One person's line of the plan."""

    recipient: Recipient
    what: What
    size: int
    """Bytes of the attachment as it travels; 0 without one."""
    reason: str = ""
    """Why it is not sent, or not sent as asked for; empty when there is nothing to say."""
    due: bool = False
    """Whether the next `--send` sends it."""


def is_restricted(classification: str) -> bool:
    """Whether a classification asks for clearance: every one does that is not known to be open."""
    return fold(classification) not in OPEN


def travelling_size(size: int) -> int:
    """Return how many bytes an attachment takes in base64, with its line ends (RFC 2045, 6.8)."""
    encoded = (size + 2) // 3 * 4
    return encoded + (encoded + 75) // 76 * 2


def encrypted_size(size: int) -> int:
    """Return what an encrypted copy takes at most: padding for each object, and the keys."""
    return size + size // 20 + 20_000


def plan(
    entry: Entry,
    recipients: Iterable[Recipient],
    settings: MailSettings,
    states: Mapping[str, str],
    *,
    resend: Collection[str] = (),
) -> tuple[Send, ...]:
    """Decide for each recipient, in their order.

    `states` is the last state of each recipient in the edition's send ledger, by key; `resend` names
    those whom a person has decided to send to although the ledger is not certain, or knows a refusal.
    """
    return tuple(
        _against_ledger(_fit(entry, recipient, settings), states.get(recipient.key, ""), resend)
        for recipient in recipients
    )


def _fit(entry: Entry, recipient: Recipient, settings: MailSettings) -> Send:  # noqa: PLR0911 - a reason each
    if not settings.allow.admits(recipient.address):
        return Send(recipient, What.NOTHING, 0, "the address is not on the allow-list")
    if is_restricted(entry.classification) or entry.pack.endswith(RESTRICTED):
        return _restricted(entry, recipient, settings)
    link = settings.link_to(entry.pack, entry.period, entry.version)
    size = travelling_size(entry.pdf_size)
    if recipient.format is Format.LINK:
        if link:
            return Send(recipient, What.LINK, 0)
        return Send(recipient, What.NOTHING, 0, "a link is asked for, and [email] has none")
    if size <= settings.max_attachment:
        return Send(recipient, What.ATTACHMENT, size)
    over = f"the attachment is over {settings.max_attachment // 1_000_000} MB"
    if link:
        return Send(recipient, What.LINK, 0, f"{over}, so a link")
    return Send(recipient, What.NOTHING, 0, f"{over}, and [email] has no link")


def _restricted(entry: Entry, recipient: Recipient, settings: MailSettings) -> Send:
    """A paper that is not for everybody goes to those cleared for it, encrypted, and never as a link."""
    if not recipient.cleared_for(entry.classification):
        return Send(recipient, What.NOTHING, 0, f"not cleared for {entry.classification!r}")
    size = travelling_size(encrypted_size(entry.pdf_size))
    if size > settings.max_attachment:
        over = f"the attachment is over {settings.max_attachment // 1_000_000} MB"
        return Send(recipient, What.NOTHING, 0, f"{over}, and a restricted paper goes by no link")
    return Send(recipient, What.ENCRYPTED, size)


def plan_test(
    entry: Entry, tester: Recipient, sends: Iterable[Send], settings: MailSettings
) -> tuple[Send, ...]:
    """Plan a message to a tester in each form in which the plan sends the paper.

    The allow-list and the classification hold for the tester as for anybody: one who may not have the paper
    gets a single line that is not due, with the reason.
    """
    own = _fit(entry, replace(tester, format=Format.ATTACHMENT), settings)
    if not settings.allow.admits(tester.address) or (
        own.what is What.NOTHING and (is_restricted(entry.classification) or entry.pack.endswith(RESTRICTED))
    ):
        return (own,)
    forms = {send.what: send.size for send in sends if send.what is not What.NOTHING}
    return tuple(Send(tester, what, size, due=True) for what, size in forms.items())


def _against_ledger(send: Send, state: str, resend: Collection[str]) -> Send:
    if send.what is What.NOTHING:
        return send
    if state in HELD and (state == "accepted" or send.recipient.key not in resend):
        return replace(send, reason=HELD[state])
    return replace(send, due=True, reason=send.reason or STARTED.get(state, ""))


def within_limit(sends: Iterable[Send], limit: int, *, link: bool) -> tuple[Send, ...]:
    """Say beforehand which attachments the server will not take, and so go as a link or not at all.

    `limit` is what the server takes (RFC 1870), in bytes; 0 for no limit. The code of the plan is that of
    the plan without it: what each person is to get has not changed, only how it can travel.
    """
    return tuple(_limited(send, limit, link=link) for send in sends)


def _limited(send: Send, limit: int, *, link: bool) -> Send:
    if not limit or not send.due or send.size + WORDS <= limit:
        return send
    over = f"the server takes at most {limit:,} bytes"
    if send.what is What.ATTACHMENT and link:
        return replace(send, what=What.LINK, size=0, reason=f"{over}, so a link")
    return replace(send, reason=f"{over}, and there is no other form: it will be refused")


WORDS = 60_000
"""Bytes that the words of a message take at most beside its attachment."""


def sample(sends: Sequence[Send]) -> tuple[Send, ...]:
    """Return the sends whose messages are written to be looked at: all, or the first of each form."""
    if len(sends) <= FEW:
        return tuple(sends)
    forms = list(What)
    first = [[send for send in sends if send.what is form][: FEW // len(forms)] for form in forms]
    chosen = {send.recipient.key for group in first for send in group}
    return tuple(send for send in sends if send.recipient.key in chosen)


FEW = 20
"""Messages at most that are written to be looked at: they differ in no more than their form and the name."""


def left_behind(sends: Iterable[Send], earlier: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return who holds an earlier version, or may, and is not to get the correction.

    `earlier` gives key and state from the ledgers of the versions before.
    """
    reached = {send.recipient.key for send in sends if send.what is not What.NOTHING}
    held = {key for key, state in earlier if state in {"accepted", "unknown", "sending"}}
    return tuple(sorted(held - reached))


HELD: Mapping[str, str] = {
    "accepted": "accepted by the server already",
    "refused": "refused by the server; --resend after putting it right",
    "unknown": "may have gone: ask, then --resend",
    "sending": "may have gone: ask, then --resend",
}
"""States of the ledger that hold a message back, and what is said of it."""

STARTED: Mapping[str, str] = {
    "deferred": "put off by the server earlier; it has not gone",
    "refused": "refused earlier; sent again as asked",
    "unknown": "may have gone; sent again as asked",
    "sending": "may have gone; sent again as asked",
}


# ----------------------------------------------------------------------------------------- the code


def confirmation_code(entry: Entry, sends: Sequence[Send], settings: MailSettings) -> str:
    """Return eight letters and digits that identify this PDF, these people and what each gets.

    Any other PDF, person, address, form, sender or server gives another code. What has gone already
    does not change it, so that a run that was stopped is taken up again with the same one.
    """
    people = sorted([one.recipient.key, one.recipient.name, one.what.value] for one in sends)
    bound = [
        entry.pdf_sha256, entry.path, people, str(settings.sender.address), settings.host, settings.port,
        settings.tls.value,
    ]  # fmt: skip
    digest = hashlib.sha256(json.dumps(bound, ensure_ascii=True).encode()).digest()
    number = int.from_bytes(digest[:5], "big")
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(8))
    return f"{letters[:4]}-{letters[4:]}"


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for a digit."""


def same_code(given: str, code: str) -> bool:
    """Whether a typed code is the code: capitals, blanks and hyphens make no difference."""
    plain = given.upper().replace("-", "").replace(" ", "")
    return plain.translate(str.maketrans("OIL", "011")) == code.replace("-", "")
