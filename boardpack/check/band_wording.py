"""Published rating bands and levels: reading the sentence, and finding its gaps and overlaps.

Sources write bands as prose: `24% or below Green 25%-34% Amber 35% and above Red`, `559 to 608 Amber`, `10%
of cohort or below Green`, `G ≥ 95%; A 90% - 94%; R < 90%`, `Otherwise Red`; and levels with the pack's own
names: `70% or more Blue, 60% to under 70% Green, … under 50% Red`. What one colour's or level's part says is
read by `boardpack.check.band_condition`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct

from boardpack.check.band_condition import OTHERWISE, REST, Bounds, Condition, Stretch, read_condition
from boardpack.model.rating import Rag

Part = TypeVar("Part", Rag, str)
"""What a part of the sentence is of: a colour, or a level by its name."""


class Band(Stretch, frozen=True):
    """The values that earn one rating."""

    rag: Rag
    text: str


class Bands(Struct, frozen=True):
    """A published sentence about bands, read."""

    bands: tuple[Band, ...]
    """In the order they were written."""
    of_cohort: bool
    """Whether the sentence speaks of percentages of a cohort."""
    percent: bool
    """Whether its numbers carry a percent sign."""

    def band(self, rag: Rag) -> Band | None:
        """Return the band of a rating."""
        return next((band for band in self.bands if band.rag is rag), None)

    @property
    def ascending(self) -> tuple[Band, ...]:
        """The bands from the lowest values to the highest."""
        return tuple(sorted(self.bands, key=lambda band: (band.floor, band.ceiling)))

    @property
    def bigger_is_better(self) -> bool | None:
        """Which way is good by the order of the bands; None when Green and Red are not at the ends."""
        order = [band.rag for band in self.ascending]
        if order == [Rag.RED, Rag.AMBER, Rag.GREEN]:
            return True
        return False if order == [Rag.GREEN, Rag.AMBER, Rag.RED] else None

    def threshold(self, rag: Rag) -> Decimal | None:
        """The edge of a band on its worse side: the one number a boundary is stored as."""
        band = self.band(rag)
        if band is None:
            return None
        return band.low if self.bigger_is_better else band.high

    def included(self, rag: Rag) -> bool:
        """Whether the edge of a band on its worse side belongs to the band itself."""
        band = self.band(rag)
        if band is None:
            return True
        return band.low_included if self.bigger_is_better else band.high_included

    def ratings(self, value: Decimal) -> tuple[Rag, ...]:
        """Every rating that the sentence gives a value: none in a gap, two in an overlap."""
        return tuple(band.rag for band in self.bands if band.holds(value))


class Seam(Struct, frozen=True):
    """Where two neighbouring bands do not meet exactly: a gap between them, or an overlap."""

    lower: Band
    upper: Band
    overlap: bool
    low: Decimal
    low_included: bool
    """Whether the number `low` itself lies in the gap."""
    high: Decimal
    high_included: bool

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in it."""
        return Stretch(self.low, self.low_included, self.high, self.high_included).holds(value)

    def first(self, decimals: int) -> Decimal | None:
        """Return the smallest value of so many decimals that lies in the gap; None when there is none."""
        step = Decimal(1).scaleb(-decimals)
        value = (self.low / step).to_integral_value(ROUND_CEILING) * step
        if value == self.low and not self.low_included:
            value += step
        return value if value < self.high or (value == self.high and self.high_included) else None


@lru_cache(maxsize=1024)
def parse_bands(sentence: str) -> Bands | None:
    """Read a published sentence; None when some part of it is not understood or a colour comes twice."""
    words = _in_one_line(sentence)
    pieces = _pieces(words)
    read = [(rag, text, read_condition(text)) for text, rag in pieces]
    known = [(rag, text, condition) for rag, text, condition in read if condition is not None]
    if not known or len(known) != len(pieces) or len({rag for rag, _, _ in known}) != len(known):
        return None
    bands = _settled(known)
    if bands is None:
        return None
    return Bands(bands, of_cohort="cohort" in words.casefold(), percent="%" in words)


def _in_one_line(sentence: str) -> str:
    """A sentence with single blanks, and hyphens for dashes and minus signs."""
    return " ".join(re.sub("[–—\u2212]", "-", sentence).split())


def seams(bands: Bands) -> Iterator[Seam]:
    """Every gap and overlap between neighbouring bands, from the lowest up."""
    for lower, upper in pairwise(bands.ascending):
        seam = _seam(lower, upper)
        if seam is not None:
            yield seam


def _seam(lower: Band, upper: Band) -> Seam | None:
    if lower.high is None or upper.low is None:
        edge = lower.high if upper.low is None else upper.low
        known = edge if edge is not None else Decimal(0)
        return Seam(lower, upper, True, known, True, known, True)
    if lower.high < upper.low:
        return Seam(
            lower, upper, False,
            lower.high, not lower.high_included, upper.low, not upper.low_included,
        )  # fmt: skip
    if lower.high > upper.low:
        return Seam(lower, upper, True, upper.low, upper.low_included, lower.high, lower.high_included)
    if lower.high_included == upper.low_included:
        return Seam(lower, upper, lower.high_included, lower.high, True, lower.high, True)
    return None


def _pieces(words: str) -> list[tuple[str, Rag]]:
    """Split a sentence into conditions with their colours, whichever of the two comes first."""
    colour = _COLOUR if re.search(rf"\b{_COLOUR}\b", words) else _LETTER
    words = re.sub(r"^(?:rag|rating|bands?)(?: rating)?\s*[:=-]\s*", "", words, flags=re.IGNORECASE)
    if re.match(rf"\W*{colour}\b", words):
        words = re.sub(rf"\b({OTHERWISE})\W*({colour})\b", r"\2 \1", words)  # `… Otherwise Red.`
        found = re.findall(rf"({colour})\b(.*?)(?={colour}\b|$)", words)
        return [(_trimmed(text), _RAGS[name.casefold()]) for name, text in found]
    found = re.findall(rf"(.*?)\b({colour})\b", words)
    return [(_trimmed(text), _RAGS[name.casefold()]) for text, name in found]


def _trimmed(text: str) -> str:
    """A condition without the punctuation round it; a minus sign before its first number stays."""
    return re.sub(r"^(?:[\s,;:.=()/|]|-(?![\d£]))+|[\s,;:.=()/|-]+$", "", text)


_Read = Sequence[tuple[Rag, str, Condition]]


def _settled(read: _Read) -> tuple[Band, ...] | None:
    """Give each condition its bounds; None when `or better` or `otherwise` cannot be settled."""
    rises = _rises(read)
    bounds = _bounds_of([(rag, condition) for rag, _, condition in read], rises)
    if bounds is None:
        return None
    rest = [rag for rag, _, condition in read if condition is REST]
    if rest:
        if len(rest) > 1 or (beyond := _beyond(rest[0], bounds, rises)) is None:
            return None
        bounds[rest[0]] = beyond
    closed = {edge for each in bounds.values() for edge in each.closed if edge != each.soft}
    return tuple(_band(rag, text, bounds[rag], closed) for rag, text, _ in read)


def _band(rag: Rag, text: str, bounds: Bounds, closed: set[Decimal]) -> Band:
    """Make a band; `90% up to 95%` ends before 95% where another band begins with it."""
    included = bounds.high_included and not (bounds.soft is not None and bounds.soft in closed)
    return Band(bounds.low, bounds.low_included, bounds.high, included, rag, text)


def _bounds_of(read: Sequence[tuple[Part, Condition]], rises: bool | None) -> dict[Part, Bounds] | None:
    """The stretch of each part but `otherwise`; None where one is not clear."""
    settled = {part: condition.settled(rises) for part, condition in read if condition is not REST}
    clear = {part: bounds for part, bounds in settled.items() if bounds is not None}
    return clear if len(clear) == len(settled) else None


def _rises(read: _Read) -> bool | None:
    """Whether larger numbers are better, by where Green's number lies among the others'; None if unclear."""
    green = [number for rag, _, condition in read if rag is Rag.GREEN for number in condition.numbers]
    others = [number for rag, _, condition in read if rag is not Rag.GREEN for number in condition.numbers]
    if not green or not others or set(green) == set(others):
        return None
    return max(green) >= max(others) and min(green) >= min(others)


def _beyond(rag: Rag, bounds: Mapping[Rag, Bounds], rises: bool | None) -> Bounds | None:
    """What the other bands leave over, when that is one stretch at an end."""
    if rag is Rag.AMBER or not bounds or rises is None:
        return None
    return _left_over(bounds.values(), above=(rag is Rag.RED) is not rises)


def _left_over(bounds: Collection[Bounds], *, above: bool) -> Bounds | None:
    """What some stretches leave over above or below them; None for nothing."""
    if above:
        highest = max(bounds, key=lambda each: each.ceiling)
        return None if highest.high is None else Bounds(highest.high, not highest.high_included, None, False)
    lowest = min(bounds, key=lambda each: each.floor)
    return None if lowest.low is None else Bounds(None, False, lowest.low, not lowest.low_included)


_COLOUR = "(?i:green|amber|yellow|red)"
_LETTER = "[GARY](?![\\w.])"
_RAGS = {"green": Rag.GREEN, "amber": Rag.AMBER, "yellow": Rag.AMBER, "red": Rag.RED}
_RAGS |= {name[0]: rag for name, rag in _RAGS.items()}


def read_levels(sentence: str, names: Sequence[str], *, rises: bool) -> Mapping[str, Bounds] | None:
    """Give each level that a sentence names its stretch of values; None when a part is not understood.

    `rises` says whether larger values are better; one level may be `otherwise`.
    """
    parts = [(name, read_condition(text)) for name, text in _level_parts(_in_one_line(sentence), names)]
    read = [(name, condition) for name, condition in parts if condition is not None]
    bounds = _bounds_of(read, rises) if len(read) == len(parts) else None
    rest = [name for name, condition in read if condition is REST]
    if len(rest) > 1 or not bounds:
        return None
    left = _left_over(bounds.values(), above=not rises) or Bounds(None, False, None, False)
    return bounds | dict.fromkeys(rest, left)


def _level_parts(words: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Split a sentence into levels and their conditions, whichever comes first; none when a name is twice."""
    any_name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<![A-Za-z])({any_name})(?![A-Za-z])"
    pieces = re.split(pattern, words, flags=re.IGNORECASE)
    own = {name.casefold(): name for name in names}
    found = [own[piece.casefold()] for piece in pieces[1::2]]
    texts = pieces[2::2] if not _trimmed(pieces[0]) else pieces[0:-1:2]
    if len(set(found)) != len(found):
        return []
    return list(zip(found, map(_trimmed, texts), strict=True))
