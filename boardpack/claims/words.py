"""Text as words: lower case, hyphens apart, possessives and plurals off, spelt numbers in figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from boardpack.claims.lexicon import lexicon

_RAW = re.compile(
    r"(?P<clock>\b\d{1,3}:[0-5]\d(?::[0-5]\d)?(?!\d)\b)"
    r"|(?P<number>[£$€]?(?:(?<![\w.,])\d|(?<=[£$€])\d)(?:[\d,]*\d)?(?:\.\d+)?)(?P<ordinal>(?:st|nd|rd|th)\b)?"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*(?:\.[a-z]\.)?)"
    r"|(?P<year>(?<!\w)['’]\d\d\b)"
    r"|(?P<mark>[%,;:()\[\]–—→/&+?!−-]|\.(?!\d))"
    r"|(?P<other>[^\s\w]|\w+)"
)


class Raw(Struct, frozen=True):
    """A word, a number or a mark where it stands in a sentence."""

    text: str
    start: int
    end: int
    kind: str
    """`word`, `number`, `ordinal`, `clock`, `year`, `mark`."""
    glued: bool = False
    """Whether a hyphen ties it to the one before."""
    owns: bool = False
    """Whether it has a possessive 's."""
    low: str = ""
    """The word in lower case."""


def _low(text: str) -> str:
    low = text.casefold()
    return low if low.isascii() else low.replace("i\u0307", "i").replace("\u0131", "i")


def raw_words(text: str) -> tuple[Raw, ...]:
    """Cut a sentence into words, numbers and marks; hyphens within words only tie them."""
    found: list[Raw] = []
    prefixes = lexicon().lists["prefixes"]
    for match in _RAW.finditer(text):
        kind = match.lastgroup or "other"
        raw = _raw(match, "ordinal" if match["ordinal"] else kind)
        if raw.text in "-–" and _within(text, raw):
            continue
        before = found[-1] if found else None
        if before is None or before.end != raw.start - 1 or text[before.end] != "-" or raw.kind == "mark":
            found.append(raw)
        elif before.kind == raw.kind == "word" and not before.glued and before.low in prefixes:
            joined, low = before.text + raw.text, before.low + raw.low
            found[-1] = Raw(joined, before.start, raw.end, "word", owns=raw.owns, low=low)
        else:
            found.append(Raw(raw.text, raw.start, raw.end, raw.kind, glued=True, owns=raw.owns, low=raw.low))
    return tuple(found)


_POSSESSIVE = re.compile(r"['’](?:s)?$")


def _raw(match: re.Match[str], kind: str) -> Raw:
    word = match[0]
    if kind == "word":
        plain = _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word
        return Raw(plain, match.start(), match.end(), kind, owns=plain != word, low=_low(plain))
    text = match["number"] or word
    return Raw(text, match.start(), match.end(), kind, low=_low(text))


def _within(text: str, raw: Raw) -> bool:
    """Whether a hyphen stands between two words or a number and a word: no minus and no range."""
    before, after = text[raw.start - 1 : raw.start], text[raw.end : raw.end + 1]
    return (
        raw.text == "-"
        and before.isalnum()
        and after.isalnum()
        and not (before.isdigit() and after.isdigit())
    )


# ------------------------------------------------------------------------------------------------- numbers

SPELT: Mapping[str, int] = lexicon().spelt
"""The words for 0 to 19 and for the tens."""


def spelt(words: Sequence[Raw], at: int) -> tuple[int, int] | None:
    """A number from 0 to 999 in words at a place: the number, and how many words it takes."""
    total, used = _below_hundred(words, at)
    if used and at + used < len(words) and words[at + used].low == "hundred" and 0 < total < 10:
        total, used = total * 100, used + 1
        joint = at + used < len(words) and words[at + used].low == "and"
        rest, more = _below_hundred(words, at + used + joint)
        if more:
            total, used = total + rest, used + joint + more
    return (total, used) if used else None


def _below_hundred(words: Sequence[Raw], at: int) -> tuple[int, int]:
    first = SPELT.get(words[at].low) if at < len(words) else None
    if first is None:
        return 0, 0
    second = SPELT.get(words[at + 1].low) if at + 1 < len(words) else None
    if first >= 20 and second is not None and 0 < second < 10:
        return first + second, 2
    return first, 1


# --------------------------------------------------------------------------------------------------- stems

_SUFFIXES = ("ation", "ingly", "ition", "tion", "ion", "ing", "ment", "ed", "ly", "ie", "y", "e")


def stem(word: str) -> str:
    """Take common endings off, so that `completed` and `completion` are one."""
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            word = word.removesuffix(suffix)
            break
    return word[:-1] if len(word) > 4 and word[-1] in "eiy" else word


_TIMES = frozenset(["second", "minute", "hour", "day", "week", "month", "year"])


def plain_words(words: Sequence[Raw]) -> tuple[str, ...]:
    """Words and numbers as titles and sentences are compared by: numbers in figures, no plural, no marks."""
    found: list[str] = []
    at = 0
    while at < len(words):
        number = spelt(words, at) if words[at].kind == "word" else None
        if number is not None:
            found.append(str(number[0]))
            at += number[1]
            continue
        if words[at].kind in {"word", "number"}:
            found.append(words[at].low.replace(",", ""))
        at += 1
    return tuple(found)


def singular(word: str) -> str:
    """A word without a plural s."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def time_limits(words: Sequence[str]) -> tuple[str, ...]:
    """The words with each number and its unit of time as one: `18-week`."""
    found: list[str] = []
    for word in words:
        if word in {"working", "calendar", "statutory"} and found and found[-1].isdigit():
            continue
        if found and found[-1].replace(".", "").isdigit() and singular(word) in _TIMES:
            found[-1] = f"{found[-1]}-{singular(word)}"
        else:
            found.append(word)
    return tuple(found)
