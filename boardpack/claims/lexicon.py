"""Words: the lists of `words.toml`, read once, and a text cut into words as they are compared.

The lists are one table from a phrase to what it means. A letter is the type of a token, as the productions of
`grammar` write it; `CODES` says what each means.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import cache
from pkgutil import get_data
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct

Words = tuple[str, ...]
T = TypeVar("T")


class Way(Enum):
    """Which way a claim says that a value went."""

    UP = "up"
    DOWN = "down"
    BETTER = "better"
    WORSE = "worse"
    LEVEL = "level"
    STABLE = "stable"
    ANY = "any"


CODES: Mapping[str, str] = MappingProxyType(
    {
        "#": "number", "M": "month", "K": "quarter", "Y": "year ago", "J": "part of a whole", "U": "year",
        "W": "last months", "D": "direction", "C": "comparison", "Z": "size", "P": "pace", "O": "going on",
        "T": "target word", "V": "side of a target", "X": "met or missed", "R": "rating", "S": "judgement",
        "B": "new definition", "E": "record", "N": "run", "Q": "quantifier", "H": "multiple", "I": "aim",
        "F": "by the way",
        "A": "what is wanted", "L": "from elsewhere", "G": "denial", "=": "reference", "x": "word",
        "_": "weightless",
        "f": "from", "t": "to", "b": "by", "i": "in", "s": "since", "o": "on", "n": "than", "g": "against",
        "w": "between", "u": "until", "a": "after or before", "p": "of", "&": "and", "c": "joint",
        ",": "comma",
        ";": "stop", ":": "colon", "(": "bracket", ")": "bracket", "-": "dash", "@": "target",
        "<": "since when",
        ">": "when",
        "h": "about", "~": "number in a name", "!": "against target", "*": "figure from elsewhere",
    }
)  # fmt: skip
"""What the letter of a token's type means."""

WEIGHTY = frozenset("#MKYWDCTREQHNP~*<>")
"""Types that say something: one of them left unread makes a sentence read in part."""


class Meaning(Struct, frozen=True):
    """What a phrase means: the type of its token, and which of that type it is."""

    code: str
    what: str = ""
    form: str = ""
    """`noun`, `past`, `ing` or `base` of a direction."""


class Threshold(Struct, frozen=True):
    """From where on a size word is wrong."""

    small_points: Decimal
    small_per_cent: Decimal
    large_points: Decimal
    large_per_cent: Decimal


class Lexicon(Struct, frozen=True):
    """The word lists in the forms that they are asked in."""

    phrases: Mapping[str, tuple[tuple[Words, Meaning], ...]]
    """By the first word: the whole phrases, the longest first, with their meaning."""
    when: Mapping[str, tuple[tuple[Words, str], ...]]
    """By the first word: phrases for a month without its name, the longest first, with their list."""
    units: tuple[tuple[Words, str], ...]
    scales: Mapping[str, str]
    empty: frozenset[str]
    """Words that do not tell one indicator from another."""
    carrying: frozenset[str]
    """Of those, the words that may change what is said of it."""
    count: frozenset[str]
    """Words that say that things are counted, so that no percentage is meant."""
    joints: Mapping[str, frozenset[str]]
    """Joints by what they do: `apart`, `aside`, `bound`."""
    after_side: frozenset[str]
    """Words for a target that are one only behind `above`, `below`, `against`."""
    signs: Mapping[str, int]
    """Words that say on which side of nothing money is."""
    same: tuple[tuple[str, ...], ...]
    threshold: Threshold
    lists: Mapping[str, frozenset[str]]
    """Words that are beside numbers and months, by what they do."""
    spelt: Mapping[str, int]
    ordinals: Mapping[str, int]
    parts: Mapping[str, int]
    """`half` is one of 2."""


@cache
def lexicon() -> Lexicon:
    """Read the word list that the package carries."""
    read = tomllib.loads((get_data(__package__, "words.toml") or b"").decode())
    table = {name: _lists(value) for name, value in read.items()}
    found: dict[Words, Meaning] = {}
    for phrase, meaning in _meanings(table):
        found.setdefault(tuple(phrase.split()), meaning)
    generic = table["generic"]
    units = [
        (tuple(word.split()), unit.removeprefix("plain"))
        for unit, words in table["units"].items()
        for word in words
    ]
    return Lexicon(
        phrases=_by_first(found.items()),
        when=_by_first((tuple(word.split()), name) for name, row in table["when"].items() for word in row),
        units=tuple(sorted(units, key=lambda pair: -len(pair[0]))),
        scales={word: scale for scale, words in table["scales"].items() for word in words},
        empty=frozenset(
            [*generic["words"], *generic["count"], *generic["time"], *generic["stop"], *generic["carrying"]]
        ),
        carrying=frozenset(generic["carrying"]),
        count=frozenset(generic["count"]),
        joints={name: frozenset(words) for name, words in table["joints"].items()},
        after_side=frozenset(table["T"]["after_side"]),
        signs={word: -1 if side == "under" else 1 for side, row in table["signs"].items() for word in row},
        same=tuple(tuple(row) for row in table["same"]["rows"]),
        lists={name: frozenset(words) for name, words in table["lists"].items()},
        spelt=_spelt(table["numbers"]),
        ordinals={word: number for number, word in enumerate(table["numbers"]["ordinals"], 1)},
        parts=table["parts"],
        threshold=Threshold(**{name: Decimal(value) for name, value in table["threshold"].items()}),
    )


def _lists(value: object) -> Any:
    """A table with its texts as lists of words: one text is read five times as quickly as a list."""
    if isinstance(value, dict):
        return {name: _lists(inner) for name, inner in value.items()}
    return value.split(", ") if isinstance(value, str) else value


def _spelt(numbers: Mapping[str, list[str]]) -> Mapping[str, int]:
    """The value of each word for a number below a hundred."""
    tens = {word: 10 * number for number, word in enumerate(numbers["tens"], 2)}
    return {word: number for number, word in enumerate(numbers["ones"])} | tens


def _by_first(rows: Iterable[tuple[Words, T]]) -> Mapping[str, tuple[tuple[Words, T], ...]]:
    """Phrases with what they mean by their first words, the longest first."""
    found: dict[str, list[tuple[Words, T]]] = {}
    for words, meaning in sorted(rows, key=lambda pair: -len(pair[0])):
        found.setdefault(words[0], []).append((words, meaning))
    return {first: tuple(pairs) for first, pairs in found.items()}


def _meanings(table: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, Meaning]]:
    """Every phrase with its meaning; where a phrase is in two lists the first one holds."""
    for code, lists in table.items():
        if len(code) > 1:
            continue
        for what, words in lists.items():
            if isinstance(words, dict):  # the forms of a direction
                yield from ((word, Meaning(code, what, form)) for form, row in words.items() for word in row)
            elif what.startswith("amount_"):
                way = what.removeprefix("amount_")
                yield from ((word, Meaning(code, way, "amount")) for word in _strings(words))
            elif what != "after_side":
                yield from ((word, Meaning(code, what)) for word in _strings(words))
    for name, code in (("joints", "c"), ("hedges", "h"), ("prepositions", "")):
        for what, words in table[name].items():
            yield from ((word, Meaning(code or what, what, word)) for word in _strings(words))
    yield from (
        (word, Meaning("&"))
        for word in ("and", "or", "&", "nor", "as well as", "as well as in", "along with", "and also in")
    )
    yield from ((word, Meaning("_", form=word)) for word in _strings(table["generic"]["fill"]))


def _strings(words: object) -> list[str]:
    return [word for word in words if isinstance(word, str)] if isinstance(words, list) else []


# --------------------------------------------------------------------------------------------------- words

_RAW = re.compile(
    r"(?P<clock>\b\d{1,3}:[0-5]\d(?::[0-5]\d)?(?!\d)\b)"
    r"|(?P<number>[£$€]?(?:(?<![\w.,])\d|(?<=[£$€])\d)(?:[\d,]*\d)?(?:\.\d+)?)(?P<ordinal>(?:st|nd|rd|th)\b)?"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*(?:\.[a-z]\.)?)"
    r"|(?P<year>(?<!\w)['’]\d\d\b)"
    r"|(?P<mark>[%,;:()\[\]–—→/&+?!−-]|\.(?!\d))"
    r"|(?P<other>[^\s\w]|\w+)"
)


class Raw(Struct, frozen=True):
    """A word, a number or a mark with its place in a sentence."""

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
    """Whether a hyphen is between two words or a number and a word: no minus and no range."""
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
