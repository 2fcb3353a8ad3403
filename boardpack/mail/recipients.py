"""data/recipients.csv: who gets the pack, and how; and addresses, as they may be written.

    name,address,role,groups,format,clearance
    "Example, Pat",pat@example.org,Chair,members; press,attachment,Restricted

`format` is `attachment` (also when blank) or `link`. `groups` and `clearance` are lists divided by
semicolons; a clearance is a classification as data/pack.toml words it.

Two addresses are the same when they are equal after (1) the domain is brought to ASCII (IDNA, RFC
3490) and (2) capitals are taken for small letters, in both parts: RFC 5321, 2.4, lets a server tell
`Pat` from `pat`, but none that a council writes to does, and a person must not be written to twice.
A subdomain is another domain.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from pathlib import Path

from msgspec import Struct

from boardpack.load.cell_parsers import required, word
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project
from boardpack.model.finding import Place

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


FILE = "data/recipients.csv"
COLUMNS = Columns(("name", "address"), ("role", "groups", "format", "clearance"))
LONGEST_NAME = 120


class Format(Enum):
    """How a person wants the pack."""

    ATTACHMENT = "attachment"
    LINK = "link"


class Recipient(Struct, frozen=True):
    """One person, and the one address that is written to."""

    name: str
    address: Address
    role: str
    groups: tuple[str, ...]
    format: Format
    clearance: tuple[str, ...]
    """Classifications beyond the public ones that the person may receive."""
    place: Place

    @property
    def key(self) -> str:
        """What the ledger knows the person by."""
        return self.address.key

    def cleared_for(self, classification: str) -> bool:
        """Whether exactly that classification is among the person's clearances, but for case and spaces."""
        return fold(classification) in {fold(one) for one in self.clearance}


def fold(words: str) -> str:
    """Take words as the same whatever their case and the spaces between them."""
    return " ".join(words.casefold().split())


def read_recipients(root: Path, faults: FindingLog) -> tuple[Recipient, ...]:
    """Read the list; rows that cannot be written to, or repeat an address, are findings and left out."""
    sheet = read_sheet(Project(root), FILE, COLUMNS, faults)
    if sheet is None:
        return ()
    if not sheet.rows:
        faults.error(
            "recipients-none", Place(FILE), "no rows below the header", "a row for each person",
            "Add a row for each person who is to get the pack.",
        )  # fmt: skip
    found: dict[str, Recipient] = {}
    for row in sheet.rows:
        recipient = _recipient(row, faults)
        if recipient is None:
            continue
        first = found.setdefault(recipient.key, recipient)
        if first is not recipient:
            faults.error(
                "recipient-repeated", row.place("address"), f"the address {excerpt(row['address'])} again",
                f"each address once (see line {first.place.line}; capitals make no difference)",
                "Delete one of the two rows.",
            )  # fmt: skip
    return tuple(found.values())


def _recipient(row: CsvRow, faults: FindingLog) -> Recipient | None:
    address = _row_address(row, faults)
    name = _row_name(row, faults)
    form = word(row, "format", FORMATS, Format.ATTACHMENT, faults, rule="recipient-format")
    if address is None or name is None:
        return None
    return Recipient(
        name, address, row["role"], _list(row["groups"]), form, _list(row["clearance"]), row.place("address")
    )


def _row_address(row: CsvRow, faults: FindingLog) -> Address | None:
    written = required(row, "address", faults)
    if not written:
        return None
    try:
        return parse_address(written)
    except AddressFault as fault:
        faults.error(
            "address-malformed", row.place("address"), f"{excerpt(written)}: {fault}",
            "one plain address, such as pat@example.org",
            "Correct the address; the name belongs in the column `name`.",
        )  # fmt: skip
        return None


def _row_name(row: CsvRow, faults: FindingLog) -> str | None:
    name = required(row, "name", faults)
    if name and (not name.isprintable() or len(name) > LONGEST_NAME):
        faults.error(
            "name-unusable", row.place("name"), "a name too long for a message, or a character that does "
            "not print", f"a name of at most {LONGEST_NAME} characters", "Retype the name.",
        )  # fmt: skip
        return None
    return name or None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for piece in text.split(";") if (part := " ".join(piece.split())))


FORMATS: dict[str, Format] = {form.value: form for form in Format}
