"""From an issued edition to the messages that bring it: everything comes from the archive's own bag.

Encrypted copies are AES with 256-bit keys (ISO 32000-2, 7.6, revision 6). The password file is CSV with the
columns `address` and `password`. The operator hands one in, or names one that the program makes, for reading
out over the telephone. It is never sent, printed or logged, lies beside no copy, and its permissions let
nobody else read it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

import pikepdf
from msgspec import Struct, field

from boardpack.analysis.compare import Comparison, compare
from boardpack.archive.bag import check_bag
from boardpack.archive.ledger import UNREADABLE, Entry, Ledger
from boardpack.archive.lookup import editions_folder, inputs_folder, read_files, read_pdf
from boardpack.archive.make_issue import read_pack
from boardpack.archive.search import read_passages
from boardpack.archive.store import ArchiveFault
from boardpack.compose.phrases import row_anchor
from boardpack.disclosure.public import as_kept_back
from boardpack.errors import UsageFault
from boardpack.load.theme import read_theme
from boardpack.mail.message import Body, Envelope, MailAttachment, build_message, message_id, plain_text
from boardpack.mail.plan import Send, What
from boardpack.mail.recipients import AddressFault, parse_address
from boardpack.mail.settings import MailSettings
from boardpack.mail.summary import Covering, compose_summary, neutral_name
from boardpack.model.pack import Pack
from boardpack.render.html import render_html
from boardpack.theme import Theme


class Source(Struct, frozen=True):
    """An issued edition as the archive holds it, checked against its seals."""

    entry: Entry
    pdf: bytes
    pack: Pack
    theme: Theme
    corrected: Comparison | None
    """Against the version it supersedes, when that can still be read."""
    pages: Mapping[str, str] = {}
    """The printed number of the page that each indicator's table is on, by reference."""
    places: Mapping[str, str] = {}
    """The anchor of each indicator on the web edition, by reference; empty for an edition without one."""


def read_source(archive: Path, ledger: Ledger, entry: Entry) -> Source:
    """Read an edition from its bag; ArchiveFault when it is not as it was issued."""
    faults = check_bag(archive / entry.path, entry.seals)
    if faults:
        raise ArchiveFault(
            f"{archive / entry.path / faults[0].path}: {faults[0].what}. Nothing is sent of an edition that "
            "is not as it was issued: run `boardpack archive verify --all`."
        )
    pack = read_pack(archive, entry)
    theme, findings = read_theme(inputs_folder(archive, entry) / "styles", pack.facts.brand)
    if theme is None:
        first = f" {findings[0].place}: {findings[0].found}." if findings else ""
        raise ArchiveFault(f"{archive / entry.path}: its style cannot be read.{first}")
    corrected = _corrected(archive, ledger, entry, pack)
    pages, places = page_labels(archive, entry, pack), web_places(archive, entry, pack)
    return Source(entry, read_pdf(archive, entry), pack, theme, corrected, pages, places)


def page_labels(archive: Path, entry: Entry, pack: Pack) -> Mapping[str, str]:
    """Return the printed page of each indicator's row, by reference; one not found is left out."""
    try:
        found = read_passages(archive, entry)
    except (OSError, *UNREADABLE) as fault:
        file = archive / entry.path / "data" / "passages.json"
        raise ArchiveFault(f"{file}: cannot be read. Put it back from a copy first.") from fault
    titles = tuple(section.title for section in pack.sections)
    rows = {
        passage.text.partition(" | ")[0]: passage.page_name
        for passage in reversed(found)
        if passage.section.startswith(titles) and " | " in passage.text
    }
    shown = {one.ref: one.definition(pack.period).reference for one in pack.indicators}
    return {ref: rows[reference] for ref, reference in shown.items() if rows.get(reference)}


def web_places(archive: Path, entry: Entry, pack: Pack) -> Mapping[str, str]:
    """Return the anchor of each indicator on the edition's web page, as far as that has it."""
    folder = editions_folder(archive, entry)
    pages = [
        data.decode(errors="replace") for name, data in read_files(folder).items() if name.endswith(".html")
    ]
    ids = {found for page in pages for found in re.findall(r' id="([^"]+)"', page)}
    anchors = {one.ref: row_anchor(pack, one) for one in pack.indicators}
    return {ref: anchor for ref, anchor in anchors.items() if escape(anchor) in ids}


def _corrected(archive: Path, ledger: Ledger, entry: Entry, pack: Pack) -> Comparison | None:
    before = next(
        (one for one in ledger.versions(entry.pack, entry.period) if f"v{one.version}" == entry.supersedes),
        None,
    )
    if before is None:
        return None
    try:
        return compare(as_kept_back(read_pack(archive, before), pack), pack)
    except ArchiveFault:  # the reason in words is in the entry; only the list of differences is missing
        return None


class Writer(Struct):
    """Makes messages of one edition; keeps what many of them share."""

    source: Source
    settings: MailSettings
    passwords: Mapping[str, str]
    """By recipient's key; only asked for encrypted copies."""
    test: str = ""
    """The time of a test, which marks its messages as such; empty for messages that count."""
    _bodies: dict[What, Body] = field(default_factory=dict)

    def body(self, what: What) -> Body:
        """Return what a message says when it brings the paper in that form."""
        if what not in self._bodies:
            source, web = self.source, self._web()
            links = {ref: f"{web}#{quote(anchor)}" for ref, anchor in source.places.items()} if web else {}
            paper = (source.corrected, source.pages, web, links)
            document = compose_summary(Covering(source.entry, source.pack, what, self.settings, *paper))
            subject = document.title
            if self.test:
                subject = document.words("mail.subject.test", subject=subject)
            html = render_html(document, source.theme)
            self._bodies[what] = Body(subject, plain_text(document), html, document.language)
        return self._bodies[what]

    def _web(self) -> str:
        """Where the edition's web page is published; empty when it has none."""
        entry = self.source.entry
        return self.settings.web_to(entry.pack, entry.period, entry.version) if self.source.places else ""

    def can_write(self, send: Send) -> bool:
        """Whether there is all that a person's message needs: for an encrypted copy, the password."""
        return send.what is not What.ENCRYPTED or send.recipient.key in self.passwords

    def message_id(self, send: Send) -> str:
        """Return the identity of a person's message."""
        test = f"{self.test} {send.what.value}" if self.test else ""
        return message_id(self.source.entry, send.recipient, self.settings.sender.address, test)

    def write(self, send: Send, what: What, date: datetime) -> bytes:
        """Make a person's message in one form."""
        settings = self.settings
        envelope = Envelope(settings.sender, settings.reply_to, send.recipient, date, self.message_id(send))
        return build_message(envelope, self.body(what), self._attachment(send, what))

    def _attachment(self, send: Send, what: What) -> MailAttachment | None:
        name, pdf = self.source.entry.pdf_name, self.source.pdf
        match what:
            case What.ATTACHMENT:
                return MailAttachment(name, pdf)
            case What.ENCRYPTED:
                encrypted = encrypt_pdf(pdf, self.passwords[send.recipient.key])
                return MailAttachment(neutral_name(self.source.entry), encrypted)
            case What.LINK | What.NOTHING:
                return None


# ----------------------------------------------------------------------------------- encrypted copies

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
