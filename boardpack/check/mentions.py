"""Whether a text speaks of an indicator: by its reference, or by the telling words of its title.

A word tells the more, the fewer of the indicators treated in the same place share it: `vacancy` names P 1 at
once, `caseload` none of seven. A text names an indicator when it holds its reference, an abbreviation that
is in its title alone, or words that make up `limits.TITLE_WORDS` of the title's weight. Words are compared by
their first five letters without a plural s; what a title adds in brackets is left out, unless it is one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from boardpack.check import thresholds
from boardpack.model.indicator import Indicator
from boardpack.model.narrative import Narrative
from boardpack.model.period import Period

STEM = 5

REMEMBERED = 8192
"""Texts whose words are kept: a title is told apart from its rivals', each of which is told apart from it."""

_COMMON = """
    a an and are as at be been between by did for from had has have in into is it its more of on or other
    same such than that the their there these this those to under was were where which who whom whose will
    with within not no number percentage per cent rate average proportion total month months year years week
    weeks day days time times timescale timescales last current currently taken take place held lasting result
    subject received child children children's people young person adult completed complete required statutory
    used up their those out issue made good
"""
COMMON = frozenset(_COMMON.split())
"""Words that tell nothing of one indicator among others."""


class Passage(Struct, frozen=True):
    """A piece of a narrative under one of its headings."""

    heading: str
    text: str
    line: int
    """The line in the file at which the text begins."""


def passages(narrative: Narrative) -> tuple[Passage, ...]:
    """Split a narrative at its headings; what stands before the first has an empty one."""
    found: list[Passage] = []
    heading, lines, first = "", [], narrative.place.line
    for number, line in enumerate(narrative.source.splitlines()):
        title = re.fullmatch(r" {0,3}#{1,6}\s+(.*?)\s*#*", line)
        if title is None:
            lines.append(line)
            continue
        found.append(Passage(heading, "\n".join(lines), first))
        heading, lines, first = title[1], [], narrative.place.line + number + 1
    found.append(Passage(heading, "\n".join(lines), first))
    return tuple(passage for passage in found if passage.heading or passage.text.strip())


def reference_pattern(indicator: Indicator) -> re.Pattern[str]:
    """What finds a reference however it is spaced: `W1e`, `W 1 E`."""
    display = "".join(indicator.definitions[0].reference.split())
    parts = re.findall(r"[A-Z]+|[a-z]+|[0-9]+|[^A-Za-z0-9]+", re.sub(r"\(.*", "", display))
    suffixed = [index > 0 and parts[index - 1].isdigit() for index in range(len(parts))]
    words = [
        f"(?i:{re.escape(part)})" if suffix else re.escape(part)
        for part, suffix in zip(parts, suffixed, strict=True)
    ]
    return re.compile(r"(?<![A-Za-z0-9])" + r"\s*".join(words) + r"(?![A-Za-z0-9])")


def names(text: str, indicator: Indicator, rivals: Iterable[Indicator], period: Period) -> bool:
    """Whether a text speaks of an indicator, told apart from those it shares the place with."""
    if reference_pattern(indicator).search(text):
        return True
    title = indicator.definition(period).title
    others = [rival.definition(period).title for rival in rivals if rival.ref != indicator.ref]
    shared = frozenset[str]().union(*(abbreviations(other) for other in others))
    if (abbreviations(title) - shared) & abbreviations(text):
        return True
    return _words_name(text, title, others)


def _words_name(text: str, title: str, titles: list[str]) -> bool:
    mine = stems(title)
    if not mine:
        return False
    others = [stems(other) for other in titles]
    weights = {stem: Fraction(1, 1 + sum(stem in other for other in others)) for stem in mine}
    said = stems(text)
    heard = sum((weight for stem, weight in weights.items() if stem in said), Fraction(0))
    return heard >= Fraction(thresholds.TITLE_WORDS) * sum(weights.values(), Fraction(0))


@lru_cache(maxsize=REMEMBERED)
def stems(text: str) -> frozenset[str]:
    """The telling words of a text, cut to their first letters."""
    words = re.findall(r"[a-z0-9][a-z0-9&+.]*[a-z0-9+]|[a-z0-9]", _outside(text).casefold())
    telling = [word for word in words if word not in COMMON and (len(word) > 1 or word.isdigit())]
    return frozenset(word.removesuffix("s")[:STEM] for word in telling)


@lru_cache(maxsize=REMEMBERED)
def abbreviations(text: str) -> frozenset[str]:
    """The words of a text in capitals, in the singular: `RHI` of `RHIs`."""
    return frozenset(re.findall(r"(?<![\w/])([A-Z][A-Z&]{2,6})s?(?![\w])", _outside(text)))


def _outside(text: str) -> str:
    """A text without what stands in brackets, except where that is a single word."""
    return re.sub(r"\(\w+\W[^)]*\)", " ", text)
