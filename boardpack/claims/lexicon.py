"""The word lists of `words.toml`, read once, as one table from a phrase to what it means.

A letter is the type of a token, as the productions of `grammar` write it; `CODES` says what each stands for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
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
"""What the letter of a token's type stands for."""

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
    """By the first word: phrases for a month told without its name, the longest first, with their list."""
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
    """Words that numbers and months stand beside, by what they do."""
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
