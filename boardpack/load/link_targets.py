"""What a link of the commentary may lead to, and where one may mislead its reader."""

from __future__ import annotations

import re

from boardpack.load.findings import FindingLog, excerpt
from boardpack.model.finding import Place

TARGET = re.compile(r"https://[^\s/]+\S*|mailto:[^\s@?]+@[^\s@?]+|#\S+")
_SHOWN = re.compile(r"(?:https?://)?(?P<host>[^\s/:@]+\.[^\s/:@]{2,})(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
"""Words that are an address themselves."""


def refusal(target: str) -> str:
    """Say what is wrong with the target of a link that is refused."""
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.\-]{0,20}:", target)
    if scheme is None:
        return "a link to something that is no web address" if target.strip() else "a link to nothing"
    name = scheme[0].casefold()
    if name not in {"https:", "mailto:"}:
        return f"a link to `{scheme[0]}`"
    if re.search(r"\s", target):
        return f"a link to `{name}` with a blank in its address"
    return f"a link to `{scheme[0]}` {_misfit(name, scheme[0], target)}"


def _misfit(name: str, written: str, target: str) -> str:
    if written != name:
        return "in capitals"
    if name == "mailto:":
        return "with a question mark and more" if "?" in target else "with no single address behind it"
    return "with no address behind it"


def warn_of_link(target: str, words: str, place: Place, faults: FindingLog) -> None:
    """Warn of a link that leads elsewhere than it seems, by its words, a name before `@`, or its letters."""
    if not target.startswith("https://"):
        return
    authority = re.split(r"[/?#]", target.removeprefix("https://"), maxsplit=1)[0]
    user, at, where = authority.rpartition("@")
    host = where.partition(":")[0].casefold()
    shown = _SHOWN.fullmatch(words.strip())
    if at:
        faults.warning(
            "link-user", place, f"a link that names {excerpt(user)} and leads to {excerpt(host)}",
            "an address without `@` before the first `/`", "Write the address of the site alone.",
        )  # fmt: skip
    if shown is not None and _bare(shown["host"]) != _bare(host):
        faults.warning(
            "link-words", place,
            f"a link whose words say {excerpt(shown['host'])} and which leads to {excerpt(host)}",
            "words and address that agree", "Correct one of the two, or describe in words what is linked to.",
        )  # fmt: skip
    if not host.isascii() or re.search(r"(?:^|\.)xn--", host):
        faults.warning(
            "link-letters", place,
            f"a link to a site whose name has letters beyond a to z: {ascii(host)[1:61]}",
            "a name that cannot be taken for another", "Check that it is the site that is meant.",
        )  # fmt: skip


def _bare(host: str) -> str:
    return host.casefold().removeprefix("www.").rstrip(".")
