"""data/recipients.csv: who gets the pack, and how.

    name,address,role,groups,format,clearance
    "Example, Pat",pat@example.org,Chair,members; press,attachment,Restricted

`format` is `attachment` (also when blank) or `link`. `groups` and `clearance` are lists divided by
semicolons; a clearance is a classification as data/pack.toml words it.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from msgspec import Struct

from boardpack.load.cell_parsers import required, word
from boardpack.load.csv_table import Columns, CsvRow, read_sheet
from boardpack.load.findings import FindingLog, excerpt
from boardpack.load.project import Project
from boardpack.mail.address import Address, AddressFault, parse_address
from boardpack.model.finding import Place

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
    address = _address(row, faults)
    name = _name(row, faults)
    form = word(row, "format", FORMATS, Format.ATTACHMENT, faults, rule="recipient-format")
    if address is None or name is None:
        return None
    return Recipient(
        name, address, row["role"], _list(row["groups"]), form, _list(row["clearance"]), row.place("address")
    )


def _address(row: CsvRow, faults: FindingLog) -> Address | None:
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


def _name(row: CsvRow, faults: FindingLog) -> str | None:
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
