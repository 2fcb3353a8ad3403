"""A published sentence about levels: `70% or more Blue, 60% to under 70% Green, … under 50% Red`.

The levels' names are the pack's; what one level's part says is read by `boardpack.check.band_condition`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from boardpack.check.band_condition import REST, Bounds, read_condition


def read_levels(sentence: str, names: Sequence[str], *, rises: bool) -> Mapping[str, Bounds] | None:
    """Give each level that a sentence names its stretch of values; None when a part is not understood.

    `rises` says whether larger values are better; one level may be `otherwise`.
    """
    words = " ".join(re.sub("[–—\u2212]", "-", sentence).split())
    read = {name: read_condition(text) for name, text in _parts(words, names)}
    if not read or None in read.values():
        return None
    bounds: dict[str, Bounds] = {}
    for name, condition in read.items():
        if condition is not None and condition is not REST:
            settled = condition.settled(rises)
            if settled is None:
                return None
            bounds[name] = settled
    rest = [name for name, condition in read.items() if condition is REST]
    if len(rest) > 1 or not bounds:
        return None
    return bounds | {name: _beyond(bounds, above=not rises) for name in rest}


def _parts(words: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Split a sentence into levels and their conditions, whichever comes first; none when a name is twice."""
    any_name = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<![A-Za-z])({any_name})(?![A-Za-z])"
    pieces = re.split(pattern, words, flags=re.IGNORECASE)
    own = {name.casefold(): name for name in names}
    found = [own[piece.casefold()] for piece in pieces[1::2]]
    texts = pieces[2::2] if not _plain(pieces[0]) else pieces[0:-1:2]
    if len(set(found)) != len(found):
        return []
    return list(zip(found, map(_plain, texts), strict=True))


def _plain(text: str) -> str:
    """A part without the punctuation round it; a minus sign before its first number stays."""
    return re.sub(r"^(?:[\s,;:.=()/|]|-(?![\d£]))+|[\s,;:.=()/|-]+$", "", text)


def _beyond(bounds: Mapping[str, Bounds], *, above: bool) -> Bounds:
    """What the levels that are named leave over on the worse side."""
    if above:
        highest = max(bounds.values(), key=lambda each: each.ceiling)
        return Bounds(highest.high, not highest.high_included, None, False)
    lowest = min(bounds.values(), key=lambda each: each.floor)
    return Bounds(None, False, lowest.low, not lowest.low_included)


def holds(bounds: Bounds, value: Decimal) -> bool:
    """Whether a value lies in a stretch."""
    above = bounds.low is None or value > bounds.low or (value == bounds.low and bounds.low_included)
    below = bounds.high is None or value < bounds.high or (value == bounds.high and bounds.high_included)
    return above and below
