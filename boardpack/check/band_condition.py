"""One colour's part of a published sentence about bands: `at least 90% but below 95%` → its bounds.

A condition is a run of atoms (`at least 90%`, `below 95%`, `80-89`), joined by words that carry nothing. To
read another wording, add its atom to `ATOMS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

ENDLESS = Decimal("Infinity")


class Stretch(Struct, frozen=True):
    """A stretch of numbers; None is open-ended."""

    low: Decimal | None
    low_included: bool
    high: Decimal | None
    high_included: bool

    @property
    def floor(self) -> Decimal:
        """The lower end as a number."""
        return -ENDLESS if self.low is None else self.low

    @property
    def ceiling(self) -> Decimal:
        """The upper end as a number."""
        return ENDLESS if self.high is None else self.high

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in it."""
        above = value > self.floor or (value == self.low and self.low_included)
        below = value < self.ceiling or (value == self.high and self.high_included)
        return above and below


class Bounds(Stretch, frozen=True):
    """What a part of the sentence means."""

    soft: Decimal | None = None
    """The upper end when it is worded `up to`, which leaves open whether it belongs here."""

    @property
    def closed(self) -> tuple[Decimal, ...]:
        """The ends that belong to the stretch."""
        ends = ((self.low, self.low_included), (self.high, self.high_included))
        return tuple(end for end, included in ends if end is not None and included)


class Side(Struct, frozen=True):
    """`95% or better`, `worse than 3`: one end, and whether the stretch lies on its good side."""

    edge: Decimal
    included: bool
    good: bool


class Condition(Struct, frozen=True):
    """What a part of the sentence says: stretches that all hold together."""

    atoms: tuple[Bounds | Side, ...]

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The numbers written in it."""
        ends = [(atom.edge, None) if isinstance(atom, Side) else (atom.low, atom.high) for atom in self.atoms]
        return tuple(end for pair in ends for end in pair if end is not None)

    def settled(self, rises: bool | None) -> Bounds | None:
        """Return the stretch it means where larger numbers are better (`rises`); None if unclear."""
        bounds = Bounds(None, False, None, False)
        for atom in self.atoms:
            one = _one_side(atom, rises) if isinstance(atom, Side) else atom
            if one is None:
                return None
            bounds = _both(bounds, one)
        return bounds if bounds.floor <= bounds.ceiling else None


REST = Condition(())
"""`Otherwise`: whatever the other bands leave over."""


def read_condition(text: str) -> Condition | None:
    """Read a part of a sentence without its colour; None when some word of it is not understood."""
    rest = re.sub(r"\s*\bof (the )?cohort\b", "", text.casefold())
    if re.fullmatch(OTHERWISE, rest):
        return REST
    atoms: list[Bounds | Side] = []
    while rest := _GLUE.sub("", rest, count=1):
        for pattern, make in ATOMS:
            if match := re.match(pattern, rest):  # compiled when it is first needed
                atoms.append(make(match))
                rest = rest[match.end() :]
                break
        else:
            return None
    return Condition(tuple(atoms)) if atoms else None


def _one_side(side: Side, rises: bool | None) -> Bounds | None:
    if rises is None:
        return None
    if side.good is rises:
        return Bounds(side.edge, side.included, None, False)
    return Bounds(None, False, side.edge, side.included)


def _both(one: Bounds, other: Bounds) -> Bounds:
    """Where two stretches hold together; at one edge, the one that leaves it out decides."""
    lower = max((one, other), key=lambda each: (each.floor, not each.low_included))
    upper = min((one, other), key=lambda each: (each.ceiling, each.high_included))
    return Bounds(lower.low, lower.low_included, upper.high, upper.high_included, upper.soft)


# -------------------------------------------------------------------------------------------- atoms

_N = r"(-?£?\d[\d,]*(?:\.\d+)?(?:[km]\b)?)\s?(?:%|per ?cent\b|days?\b|weeks?\b|hours?\b|minutes?\b)?"
_GLUE = re.compile(r"^(?:[\s,;:.()=/|]|(?:and|but|is|are|if|when|values?|scores?|figures?|a|the|also)\b)*")
OTHERWISE = (
    r"(?i:(?:or )?(?:otherwise|else|any(?:thing)? (?:else|other)|all (?:else|others?)|(?:the )?rest)(?: is)?)"
)
_MORE = "(?:above|over|more|higher|greater)"
_LESS = "(?:below|under|less|lower|fewer)"
_EQUAL = "(?:at|on|equal to|equals)"
_AT_MOST = (
    rf"{_EQUAL} or {_LESS}|{_LESS}(?: than)? or equal(?: to)?|at most|"
    "(?:no|not) (?:more|higher|greater) than|not above|not over|a? ?maximum of|up to and including|<=|=<|≤"
)
_AT_LEAST = (
    rf"{_EQUAL} or {_MORE}|{_MORE}(?: than)? or equal(?: to)?|at least|(?:no|not) (?:less|lower|fewer) than|"
    "not below|not under|a? ?minimum of|from|>=|=>|≥"
)
_SCALES = {"k": 1000, "m": 1_000_000}


def _number(text: str) -> Decimal:
    digits = text.replace(",", "").replace("£", "")
    scale = _SCALES.get(digits[-1], 1)
    return Decimal(digits.rstrip("km")) * scale


def _from(*, included: bool) -> Callable[[re.Match[str]], Bounds]:
    return lambda match: Bounds(_number(match[1]), included, None, False)


def _to(*, included: bool) -> Callable[[re.Match[str]], Bounds]:
    return lambda match: Bounds(None, False, _number(match[1]), included)


def _side(*, included: bool, good: bool) -> Callable[[re.Match[str]], Side]:
    return lambda match: Side(_number(match[1]), included, good)


def _exactly(match: re.Match[str]) -> Bounds:
    return Bounds(_number(match[1]), True, _number(match[1]), True)


def _between(match: re.Match[str]) -> Bounds:
    low, high = _number(match["low"]), _number(match["high"])
    soft = high if match["joint"].strip() == "up to" and not match["under"] else None
    return Bounds(low, not match["over"], high, not match["under"], soft)


_RANGE = (
    r"(?:between )?(?P<over>over |above |more than |greater than |> ?)?"
    + _N.replace("(-?", "(?P<low>-?", 1)
    + r"\s?(?P<joint>- ?|to |and |up to )(?P<under>(?:but )?(?:not including |not )?"
    r"(?:under |below |less than |fewer than |< ?)|but not including |but not )?"
    + _N.replace("(-?", "(?P<high>-?", 1)
)

ATOMS: tuple[tuple[str, Callable[[re.Match[str]], Bounds | Side]], ...] = (
    (rf"{_N} ?(?:or|and) {_LESS}\b", _to(included=True)),
    (rf"{_N} ?(?:or|and) {_MORE}\b", _from(included=True)),
    (rf"{_N}\+", _from(included=True)),
    (rf"{_N} (?:or|and) better\b", _side(included=True, good=True)),
    (rf"{_N} (?:or|and) worse\b", _side(included=True, good=False)),
    (rf"better than {_N}", _side(included=False, good=True)),
    (rf"worse than {_N}", _side(included=False, good=False)),
    (rf"(?:{_AT_MOST}) ?{_N}", _to(included=True)),
    (rf"(?:{_AT_LEAST}) ?{_N}", _from(included=True)),
    (_RANGE, _between),
    (rf"up to {_N}", _to(included=True)),
    (rf"(?:{_LESS}(?: than)?|<) ?{_N}", _to(included=False)),
    (rf"(?:{_MORE}(?: than)?|exceed(?:s|ing)|>) ?{_N}", _from(included=False)),
    (rf"(?:exactly |equal to )?{_N}", _exactly),
)
"""How one end or stretch may be worded, with what makes it; the first that fits is taken."""
