"""The word list of `words.toml`, read once, and the patterns made of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache, cached_property
from pkgutil import get_data

from msgspec import Struct

from boardpack.claims.sought import SoughtWords


class Way(Enum):
    """Which way a claim says that a value went."""

    UP = "up"
    DOWN = "down"
    BETTER = "better"
    WORSE = "worse"
    LEVEL = "level"
    STABLE = "stable"


class Threshold(Struct, frozen=True):
    """From where on a size word is wrong."""

    small_points: Decimal
    small_per_cent: Decimal
    large_points: Decimal
    large_per_cent: Decimal


class Lexicon(Struct, frozen=True, dict=True):
    """The words, and the patterns made of them."""

    forms: Mapping[str, Mapping[str, Way]]
    """For each form (`noun`, `past`, `ing`, `now`, `state`) the way each of its words goes."""
    patterns: Mapping[str, SoughtWords]
    """A pattern for each form of the directions, and `size`, `continued`, `aim`, `passing`, `elsewhere`."""
    sizes: Mapping[str, str]
    """`slightly` → `small`."""
    statuses: Mapping[str, bool]
    """`strong` → True, `high risk` → False."""
    threshold: Threshold
    generic: frozenset[str]
    count: frozenset[str]
    time: frozenset[str]
    stop: frozenset[str]
    same: tuple[tuple[str, ...], ...]

    @cached_property
    def empty(self) -> frozenset[str]:
        """The words that do not tell one indicator from another."""
        return self.stop | self.generic | self.count | self.time


def pattern(words: Iterable[str]) -> SoughtWords:
    """A pattern for any of some words or phrases, the longest first, in either case, whole words only.

    `May` with a capital is a month and never one of them.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    inner = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
    source = rf"(?<![\w-])(?:{inner})(?![\w-])" if inner else r"(?!)"
    return SoughtWords(source, whole=frozenset(max(re.findall(r"\w+", word), key=len) for word in ordered))


@cache
def lexicon() -> Lexicon:
    """Read the word list that the package carries."""
    table = tomllib.loads((get_data(__package__, "words.toml") or b"").decode())
    forms: dict[str, dict[str, Way]] = {form: {} for form in ("noun", "past", "ing", "now", "state")}
    for way, lists in table["direction"].items():
        for form, words in lists.items():
            forms[form].update(dict.fromkeys(words, Way(way)))
    sizes = {word: size for size, words in table["size"].items() for word in words}
    statuses = {word: side == "good" for side, words in table["status"].items() for word in words}
    single = ("continued", "aim", "passing", "elsewhere", "pace")
    lists = {**forms, "size": sizes, "status": statuses, **{name: table[name]["words"] for name in single}}
    return Lexicon(
        forms=forms,
        patterns={name: pattern(words) for name, words in lists.items()},
        sizes=sizes,
        statuses=statuses,
        threshold=Threshold(**{name: Decimal(value) for name, value in table["threshold"].items()}),
        generic=frozenset(table["generic"]["words"]),
        count=frozenset(table["generic"]["count"]),
        time=frozenset(table["generic"]["time"]),
        stop=frozenset(table["generic"]["stop"]),
        same=tuple(tuple(row) for row in table["same"]["rows"]),
    )
