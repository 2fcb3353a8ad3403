"""Characters that word processors and web pages leave in a paste: dropped, or read as what they stand for."""

from __future__ import annotations

import html
import re

INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]")
"""Soft hyphens, zero-width blanks and joiners, marks of direction: they print as nothing, or as a hyphen in
mid-line, and part a word for search and speech. No brand's fonts join letters, so the joiners go too."""

PRIVATE_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8\uf076\uf06e]")
"""Bullets of Word's symbol fonts, which lie in Unicode's private use."""

_NAMED = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


def as_pasted(text: str) -> str:
    """Drop what is invisible and read Word's own bullets as bullets; lines stay where they are."""
    return PRIVATE_BULLETS.sub("•", INVISIBLE.sub("", text))


def named_letters(text: str) -> str:
    """Put letters and signs in place of their HTML names, but for those that Markdown may take for marks."""
    return _NAMED.sub(lambda name: _letter(name[0], ascii_too=False), text)


def named_characters(text: str) -> str:
    """Put characters in place of all their HTML names: `&amp;`, `&nbsp;`, `&#163;`."""
    return _NAMED.sub(lambda name: _letter(name[0], ascii_too=True), text)


def _letter(name: str, *, ascii_too: bool) -> str:
    """What an HTML name stands for; itself where that is nothing that can be printed."""
    letter = html.unescape(name)
    if letter in (name, "\ufffd") or (letter.isascii() and not ascii_too):
        return name
    if not INVISIBLE.sub("", letter):
        return ""
    is_shown = all(mark.isprintable() or mark in NO_BREAK for mark in letter)
    return letter if is_shown and not any("\ue000" <= mark <= "\uf8ff" for mark in letter) else name


NO_BREAK = "\u00a0\u2009\u202f\u2002\u2003"
"""Blanks that are printed, although Python does not call them printable."""
