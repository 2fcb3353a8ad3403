"""Encrypted copies of a paper and their passwords: AES with 256-bit keys (ISO 32000-2, 7.6, revision 6).

The password file is CSV with the columns `address` and `password`. The operator hands one in, or names
one that the program makes, for reading out over the telephone. It is never sent, printed or logged, lies
beside no copy, and its permissions let nobody else read it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping

import pikepdf

from boardpack.errors import UsageFault
from boardpack.mail.recipients import AddressFault, parse_address

LEAST = 12
"""Fewest characters of a password."""


def encrypt_pdf(data: bytes, password: str) -> bytes:
    """Return a copy that only opens with the password; words, pictures and metadata are all encrypted.

    ValueError for a password that is too short.
    """
    if len(password) < LEAST:
        raise ValueError(f"a password of fewer than {LEAST} characters")
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=password, R=6, aes=True))
    return out.getvalue()


LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or digit that is taken for another when it is read out."""

GROUPS, LENGTH = 4, 5
"""Twenty of 31 letters: 99 bits."""


def make_password(choose: Callable[[str], str]) -> str:
    """Make a password such as `k7mqp-3xw9d-hn4ta-v8cre`; `choose` picks a letter by chance."""
    return "-".join("".join(choose(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def complete(held: Mapping[str, str], keys: Iterable[str], choose: Callable[[str], str]) -> dict[str, str]:
    """Return the passwords held, with a new one for each person who had none."""
    return {**held, **{key: make_password(choose) for key in keys if key not in held}}


def write_passwords(passwords: Mapping[str, str]) -> bytes:
    """Write the file."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("address", "password"))
    writer.writerows((_cell(key), password) for key, password in sorted(passwords.items()))
    return out.getvalue().encode()


def _cell(address: str) -> str:
    """An address as a cell of text: one that a spreadsheet would take for a formula gets an apostrophe."""
    return f"'{address}" if address.startswith(FORMULA) else address


def _address(cell: str) -> str:
    """Read what `_cell` wrote."""
    rest = cell.strip()
    return rest[1:] if rest.startswith("'") and rest[1:].startswith(FORMULA) else rest


FORMULA = ("=", "+", "-", "@", "'", "\t")
"""What a spreadsheet program takes for the beginning of a formula, and the apostrophe itself."""


def read_passwords(data: bytes, name: str) -> dict[str, str]:
    """Read the file; UsageFault, with the line and without the password, for one that cannot be used."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise UsageFault(f"{name}: no CSV file in UTF-8.") from None
    if not rows or [cell.strip().casefold() for cell in rows[0]] != ["address", "password"]:
        raise UsageFault(f"{name}:1: expected the header `address,password`.")
    found: dict[str, str] = {}
    for line, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        try:
            address, password = row
            key = parse_address(_address(address)).key
        except (AddressFault, ValueError):
            raise UsageFault(f"{name}:{line}: expected an address and a password.") from None
        if len(password) < LEAST or not password.isprintable() or key in found:
            raise UsageFault(
                f"{name}:{line}: expected one password of at least {LEAST} characters for each address."
            )
        found[key] = password
    return found
