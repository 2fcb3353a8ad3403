"""Patterns that are looked for only where a word stands that they cannot do without.

Most sentences have nothing of what most patterns look for. That a word is nowhere in a text is seen far
sooner than that a pattern is, and a pattern whose words never come up need not even be compiled. One that
does not mind capitals is looked for in the text's small letters, which takes half as long as if it tried
both for every letter.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cached_property, lru_cache

from msgspec import Struct


class Sought(Struct, frozen=True, dict=True):
    """A pattern, and the words of which one stands wherever it is found."""

    source: str
    words: tuple[str, ...] = ()
    """One of them is part of whatever the pattern finds, as it stands there or in small letters. Without
    any, the pattern is looked for everywhere. White space in a sentence is one space."""
    capitals: bool = False
    """Whether it tells capitals from small letters. One that does not is written in small letters, and what
    it finds is given in them."""

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, once it is asked for."""
        return re.compile(self.source)

    def may_stand(self, text: str) -> bool:
        """Whether one of its words stands in a text."""
        if not self.words:
            return True
        seen = _either(text) if self.capitals else small(text)
        return any(map(seen.__contains__, self.words))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first place where it stands in that part of a text."""
        return self.compiled.search(self.seen(text), start, end) if self.may_stand(text) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """What it finds right at the start of that part of a text."""
        return self.compiled.match(self.seen(text), start, end) if self.may_stand(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Every place where it stands in that part of a text."""
        return self.compiled.finditer(self.seen(text), start, end) if self.may_stand(text) else iter(())

    def blanked(self, text: str) -> str:
        """The text with a space wherever it stands."""
        for found in reversed(list(self.finditer(text))):
            text = f"{text[: found.start()]} {text[found.end() :]}"
        return text

    def seen(self, text: str) -> str:
        """The text as the pattern is looked for in it, letter by letter."""
        return text if self.capitals else small(text)


class SoughtWords(Sought, frozen=True, dict=True):
    """A pattern of whole words and phrases, looked for where a text has one of the words as a whole."""

    whole: frozenset[str] = frozenset()
    """A word of each phrase, in small letters."""

    def may_stand(self, text: str) -> bool:
        """Whether one of its words stands in a text."""
        return not self.whole.isdisjoint(_words(text))

    def seen(self, text: str) -> str:
        """The text in small letters but for `May`: with a capital it is a month, and none of the words."""
        return "May".join(map(small, _MAY.split(text))) if "May" in text else small(text)


_MAY = re.compile(r"\bMay\b")


@lru_cache(maxsize=32)
def _either(text: str) -> str:
    """A text in small letters, and as it is."""
    return f"{small(text)}\n{text}"


@lru_cache(maxsize=32)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", small(text)))


@lru_cache(maxsize=32)  # many patterns are looked for in one sentence, and then in the next
def small(text: str) -> str:
    """A text in small letters, each in its place: no letter becomes two.

    To a pattern that does not mind capitals an i is an i with a dot or without, and a long s is an s.
    """
    return text.replace("\u0130", "i").replace("\u0131", "i").replace("\u017f", "s").lower()
