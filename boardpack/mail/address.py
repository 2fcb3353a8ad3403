"""Addresses as they may be written in recipients.csv and in the allow-list.

Two addresses are the same when they are equal after (1) the domain is brought to ASCII (IDNA, RFC
3490) and (2) capitals are taken for small letters, in both parts: RFC 5321, 2.4, lets a server tell
`Pat` from `pat`, but none that a council writes to does, and a person must not be written to twice.
A subdomain is another domain.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""RFC 5321, 4.1.2, Dot-string."""

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
"""RFC 1123, 2.1: a label of a host's name."""

DEVIATIONS = frozenset("ßς\u200c\u200d")
"""Letters that the two editions of IDNA send to different domains (UTS 46, section 7)."""


class Address(Struct, frozen=True):
    """An address that can be written to."""

    local: str
    """The part before the @, as it was written."""
    domain: str
    """In ASCII and small letters."""

    @property
    def key(self) -> str:
        """What it is known and compared by."""
        return f"{self.local.lower()}@{self.domain}"

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


class AddressFault(ValueError):  # noqa: N818 - the house's word
    """No address; the message says why, in a few words."""


def parse_address(text: str) -> Address:
    """Read `pat@example.org`; AddressFault for whatever is not exactly one plain address."""
    if not text.isprintable():
        raise AddressFault("it holds a character that does not print")
    if text.count("@") != 1:
        raise AddressFault("it has no @" if "@" not in text else "it has more than one @")
    local, _, domain = text.partition("@")
    if not local.isascii():
        raise AddressFault("the part before the @ has letters beyond a to z, which not every server takes")
    if LOCAL.fullmatch(local) is None:
        raise AddressFault("the part before the @ is not one plain word, such as pat.example")
    if len(local) > 64:
        raise AddressFault("the part before the @ is longer than 64 characters")
    address = Address(local, parse_domain(domain))
    if len(str(address)) > 254:
        raise AddressFault("it is longer than 254 characters")
    return address


def parse_domain(text: str) -> str:
    """Return a domain in ASCII and small letters; AddressFault for what is no domain."""
    if set(text) & DEVIATIONS:
        raise AddressFault("its domain has a letter that can mean two domains; write it in its xn-- form")
    if "。" in text or unicodedata.normalize("NFKC", text).lower() != text.lower():
        raise AddressFault("its domain has letters that look like others; write it in plain letters")
    try:
        plain = text if text.isascii() else text.encode("idna").decode("ascii")
    except UnicodeError:
        raise AddressFault("its domain cannot be written in ASCII") from None
    domain = plain.lower()
    labels = domain.split(".")
    if len(labels) < 2 or len(domain) > 253 or not all(LABEL.fullmatch(label) for label in labels):
        raise AddressFault("what follows the @ is no domain, such as example.org")
    if labels[-1].isdigit():
        raise AddressFault("what follows the @ is a number and no domain")
    return domain


class AllowList(Struct, frozen=True):
    """Whom the settings allow to be written to, by exact equality: whole domains, or single addresses."""

    domains: frozenset[str]
    addresses: frozenset[str]

    def admits(self, address: Address) -> bool:
        """Whether the address itself, or exactly its domain, is on the list."""
        return address.key in self.addresses or address.domain in self.domains
