"""The `[email]` table of data/pack.toml. Secrets are never kept there: the file goes into the archive.

[email]
sender = "Democratic Services <democracy@example.org>"
reply_to = "democracy@example.org"          # optional
host = "smtp.example.org"
port = 587                                  # default: 587, 465 for implicit, 25 for none
tls = "starttls"                            # or "implicit"; "none" only for plain_relay_hosts
plain_relay_hosts = []                      # relays that are spoken to without TLS, by exact name
allow = ["example.org", "pat@example.net"]  # domains and addresses that may be written to
link = "https://example.org/papers/{month}/v{version}"   # optional; {pack} is known too
web = "https://example.org/papers/{month}/v{version}.html"    # optional: where the web edition is published
max_attachment_mb = 10                      # size of the attachment as it travels
contact = "democracy@example.org"           # whom to ask for another form, or to be left out
asked = "Please note the report."           # optional; else: to read it before the meeting
timeout = 60                                # seconds that each step may take
user = "boardpack"                          # optional; see boardpack.mail.smtp
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from msgspec import Struct

from boardpack.load.findings import FindingLog, excerpt, listing, nearest
from boardpack.load.toml_file import TomlFile, read_settings, text_of
from boardpack.mail.recipients import LABEL, Address, AddressFault, AllowList, parse_address, parse_domain
from boardpack.model.finding import Place

FILE = "data/pack.toml"
TABLE = "email"


class Tls(Enum):
    """How a connection is made safe."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


PORTS: Mapping[Tls, int] = {Tls.STARTTLS: 587, Tls.IMPLICIT: 465, Tls.NONE: 25}


class Mailbox(Struct, frozen=True):
    """A name and an address, for From and Reply-To."""

    name: str
    address: Address


class MailSettings(Struct, frozen=True):
    """Whom the messages are from, by which server they go, and whom they may go to."""

    sender: Mailbox
    reply_to: Mailbox | None
    host: str
    port: int
    tls: Tls
    allow: AllowList
    link: str
    """A template with `{pack}`, `{month}` and `{version}`; empty when there is none."""
    max_attachment: int
    """Largest attachment as it travels (in base64), in bytes."""
    contact: str
    timeout: float
    """Seconds that each step of the conversation with the server may take."""
    user: str = ""
    web: str = ""
    """Where the web edition is published, a template as `link` is; empty when it is not."""
    asked: str = ""
    """What a message asks of its reader; empty for the words of the catalogue."""

    def link_to(self, pack: str, month: str, version: int) -> str:
        """Return where an edition can be read; empty when the settings give no link."""
        return _filled(self.link, pack, month, version)

    def web_to(self, pack: str, month: str, version: int) -> str:
        """Return where the web edition is; empty when the settings do not say."""
        return _filled(self.web, pack, month, version)


def _filled(template: str, pack: str, month: str, version: int) -> str:
    filled = template.replace("{pack}", pack).replace("{month}", month)
    return filled.replace("{version}", str(version))


def read_mail_settings(root: Path, faults: FindingLog) -> MailSettings | None:
    """Read the table; None with findings when a message could not be sent rightly by it."""
    settings = read_settings(root, FILE, faults)
    if settings is None:
        return None
    table = settings.values.get(TABLE)
    if not isinstance(table, dict):
        faults.error(
            "email-missing", Place(FILE), "no table `[email]`",
            "`[email]` with at least `sender`, `host` and `allow`",
            "Add the table; `boardpack email --help` shows one.",
        )  # fmt: skip
        return None
    before = len(faults.findings)
    _refuse_unknown(settings, table, faults)
    read = _settings(settings, faults)
    return read if len(faults.findings) == before else None


def _settings(settings: TomlFile, faults: FindingLog) -> MailSettings | None:
    tls = _tls(settings, faults)
    host = _host(settings, tls, faults)
    sender = _mailbox(settings, "sender", faults)
    reply_to = _mailbox(settings, "reply_to", faults, needed=False)
    allow = _allow(settings, faults)
    if sender is None or tls is None or allow is None:
        return None
    return MailSettings(
        sender=sender,
        reply_to=reply_to,
        host=host,
        port=_whole(settings, "port", PORTS[tls], 65_535, faults),
        tls=tls,
        allow=allow,
        link=_link(settings, "link", faults),
        max_attachment=_whole(settings, "max_attachment_mb", 10, 100, faults) * 1_000_000,
        contact=_contact(settings, faults),
        timeout=float(_whole(settings, "timeout", 60, 600, faults)),
        user=_line(settings, "user", faults),
        web=_link(settings, "web", faults),
        asked=_line(settings, "asked", faults),
    )


def _refuse_unknown(settings: TomlFile, table: Mapping[str, Any], faults: FindingLog) -> None:
    for key in table:
        if key in SECRET:
            _fault(
                settings, key, "a secret", "none here: this file is kept in the archive", faults,
                "Take it out, change it, and give it by the environment or a file of its own.",
            )  # fmt: skip
        elif key not in KEYS:
            _fault(settings, key, f"the key `{key[:40]}`{nearest(key, KEYS)}", listing(KEYS), faults)


def _tls(settings: TomlFile, faults: FindingLog) -> Tls | None:
    written = text_of(settings, "tls", faults, Tls.STARTTLS.value, table=TABLE)
    found = next((one for one in Tls if one.value == written.casefold()), None)
    if found is None:
        _fault(settings, "tls", excerpt(written), listing(one.value for one in Tls), faults)
    return found


def _host(settings: TomlFile, tls: Tls | None, faults: FindingLog) -> str:
    host = _line(settings, "host", faults).casefold()
    if not host:
        _fault(settings, "host", "no `host`", "the name of the mail server", faults, "Add the line.")
    if host and not is_host(host):
        _fault(settings, "host", excerpt(host), "the name of a mail server, such as smtp.example.org", faults)
    plain = {name.casefold() for name in _texts(settings, "plain_relay_hosts", faults)}
    if tls is Tls.NONE and host not in plain:
        _fault(
            settings, "tls", '"none" for a host that is not among `plain_relay_hosts`',
            '"starttls" or "implicit"', faults,
            "Use TLS; if the relay has none and is in your own network, name it in `plain_relay_hosts`.",
        )  # fmt: skip
    return host


def is_host(name: str) -> bool:
    """Whether a text can be the name or the address of a host, and is no option or line of anything else."""
    labels = name.removesuffix(".").split(".")
    named = len(name) <= 253 and all(LABEL.fullmatch(label) for label in labels)
    return named or re.fullmatch(r"\[?[0-9a-f:]*:[0-9a-f:.]*\]?", name) is not None


def _contact(settings: TomlFile, faults: FindingLog) -> str:
    """Read whom to ask: an address, or words without one."""
    written = _line(settings, "contact", faults)
    if "@" in written:
        try:
            parse_address(written)
        except AddressFault as fault:
            _fault(settings, "contact", f"{excerpt(written)}: {fault}", "one address, or words", faults)
            return ""
    return written


def _mailbox(settings: TomlFile, key: str, faults: FindingLog, *, needed: bool = True) -> Mailbox | None:
    written = _line(settings, key, faults)
    name, angle, rest = written.rpartition("<")
    address = rest.removesuffix(">") if angle else written
    if not written and not needed:
        return None
    try:
        return Mailbox(name.strip().strip('"').strip(), parse_address(address.strip()))
    except AddressFault as fault:
        _fault(
            settings, key, f"no usable `{key}`: {fault}", '`"Name <name@example.org>"`', faults,
        )  # fmt: skip
        return None


def _allow(settings: TomlFile, faults: FindingLog) -> AllowList | None:
    domains: set[str] = set()
    addresses: set[str] = set()
    entries = _texts(settings, "allow", faults)
    for entry in entries:
        try:
            if "@" in entry.removeprefix("@"):
                addresses.add(parse_address(entry).key)
            else:
                domains.add(parse_domain(entry.removeprefix("@")))
        except AddressFault as fault:
            _fault(
                settings, "allow", f"{excerpt(entry)}: {fault}",
                "domains such as `example.org` and addresses, word for word: no `*`", faults,
            )  # fmt: skip
            return None
    if not entries:
        _fault(
            settings, "allow", "an empty `allow`, so that nobody may be written to",
            "the domains or addresses that may be", faults, 'List them: `allow = ["example.org"]`.',
        )  # fmt: skip
        return None
    return AllowList(frozenset(domains), frozenset(addresses))


def _link(settings: TomlFile, key: str, faults: FindingLog) -> str:
    """Read an address with what is filled in; that of the web edition gets an anchor after it."""
    link = _line(settings, key, faults)
    refused = set('<>"{}\\^` ') | ({"#"} if key == "web" else set())
    bare = link.replace("{pack}", "").replace("{month}", "").replace("{version}", "")
    if link and (not link.startswith("https://") or set(bare) & refused or not link.isascii()):
        _fault(
            settings, key, excerpt(link), "a link that begins with https:// and has no blanks; {pack}, "
            "{month} and {version} are filled in", faults,
        )  # fmt: skip
        return ""
    return link


def _line(settings: TomlFile, key: str, faults: FindingLog) -> str:
    written = text_of(settings, key, faults, table=TABLE)
    if not written.isprintable() or len(written) > 500:
        _fault(settings, key, "characters that do not print, or too many", "one short line", faults)
        return ""
    return written


def _texts(settings: TomlFile, key: str, faults: FindingLog) -> tuple[str, ...]:
    value = settings.values[TABLE].get(key, [])
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(one.strip() for one in value)
    _fault(settings, key, "no list of texts", '`["…", "…"]`', faults)
    return ()


def _whole(settings: TomlFile, key: str, default: int, most: int, faults: FindingLog) -> int:
    value = settings.values[TABLE].get(key, default)
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most:
        return value
    _fault(settings, key, "something else", f"a whole number from 1 to {most}", faults)
    return default


def _fault(  # noqa: PLR0917 - a finding has as many parts
    settings: TomlFile, key: str, found: str, expected: str, faults: FindingLog, remedy: str = ""
) -> None:
    faults.error(
        "email-setting", settings.place(key, TABLE), f"[email] {key}: {found}", expected,
        remedy or f"Correct `{key}` under [email].",
    )  # fmt: skip


KEYS = (
    "sender", "reply_to", "host", "port", "tls", "plain_relay_hosts", "allow", "link", "web",
    "max_attachment_mb", "contact", "timeout", "user", "asked",
)  # fmt: skip

SECRET = ("password", "token", "secret", "passphrase", "api_key", "key")
