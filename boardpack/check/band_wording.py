"""Published rating bands: reading the sentence, and finding its gaps and overlaps.

Sources write bands as prose: `24% or below Green 25%-34% Amber 35% and above Red`, `559 to 608 Amber`,
`10% of cohort or below Green`, `80% to under 90% Amber`. To read another wording, add its pattern to
`WORDINGS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, Decimal
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from boardpack.model.rating import Rag


class Band(Struct, frozen=True):
    """The values that earn one rating; a bound of None is open-ended."""

    rag: Rag
    low: Decimal | None
    low_included: bool
    high: Decimal | None
    high_included: bool
    text: str

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in the band."""
        above = self.low is None or (value >= self.low if self.low_included else value > self.low)
        below = self.high is None or (value <= self.high if self.high_included else value < self.high)
        return above and below


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
        return tuple(sorted(self.bands, key=_floor))

    @property
    def bigger_is_better(self) -> bool | None:
        """Which way is good by the order of the bands; None when Green and Red are not at the ends."""
        order = [band.rag for band in self.ascending]
        return {
            (Rag.RED, Rag.AMBER, Rag.GREEN): True,
            (Rag.GREEN, Rag.AMBER, Rag.RED): False,
        }.get(tuple(order))  # type: ignore[arg-type] # a shorter order is simply not found

    def threshold(self, rag: Rag) -> Decimal | None:
        """The edge of a band on its worse side: the one number a boundary is stored as."""
        band = self.band(rag)
        if band is None:
            return None
        return band.low if self.bigger_is_better else band.high

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
        above = value >= self.low if self.low_included else value > self.low
        below = value <= self.high if self.high_included else value < self.high
        return above and below

    def first(self, decimals: int) -> Decimal | None:
        """Return the smallest value of so many decimals that lies in the gap; None when there is none."""
        step = Decimal(1).scaleb(-decimals)
        value = (self.low / step).to_integral_value(ROUND_CEILING) * step
        if value == self.low and not self.low_included:
            value += step
        inside = value <= self.high if self.high_included else value < self.high
        return value if inside else None


@lru_cache(maxsize=1024)
def parse_bands(sentence: str) -> Bands | None:
    """Read a published sentence; None when some part of it is not understood or a colour comes twice."""
    words = " ".join(sentence.replace("–", "-").replace("—", "-").replace("\u2212", "-").split())
    pieces = _pieces(words)
    bands = [band for text, rag in pieces if (band := _band(text, rag)) is not None]
    if not bands or len(bands) != len(pieces) or len({band.rag for band in bands}) != len(bands):
        return None
    return Bands(tuple(bands), of_cohort="cohort" in words.casefold(), percent="%" in words)


def seams(bands: Bands) -> Iterator[Seam]:
    """Every gap and overlap between neighbouring bands, from the lowest up."""
    for lower, upper in pairwise(bands.ascending):
        seam = _seam(lower, upper)
        if seam is not None:
            yield seam


def _floor(band: Band) -> tuple[Decimal, Decimal]:
    endless = Decimal("Infinity")
    return (
        -endless if band.low is None else band.low,
        endless if band.high is None else band.high,
    )


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
    if re.match(rf"{_COLOUR}\b", words, re.IGNORECASE):
        found = re.findall(rf"({_COLOUR})\b(.*?)(?={_COLOUR}\b|$)", words, re.IGNORECASE)
        return [(text.strip(_PUNCTUATION), _RAGS[colour.casefold()]) for colour, text in found]
    found = re.findall(rf"(.*?)\b({_COLOUR})\b", words, re.IGNORECASE)
    return [(text.strip(_PUNCTUATION), _RAGS[colour.casefold()]) for text, colour in found]


def _band(text: str, rag: Rag) -> Band | None:
    plain = re.sub(r"\s*\bof (the )?cohort\b", "", text.casefold())
    for pattern, make in WORDINGS:
        match = re.fullmatch(pattern, plain)
        if match is not None:
            low, low_included, high, high_included = make(match)
            return Band(rag, low, low_included, high, high_included, text)
    return None


_Bounds = tuple[Decimal | None, bool, Decimal | None, bool]
_COLOUR = "(?:green|amber|yellow|red)"
_PUNCTUATION = " ,;:.=-()"
_RAGS = {"green": Rag.GREEN, "amber": Rag.AMBER, "yellow": Rag.AMBER, "red": Rag.RED}
_NUMBER = r"£?(\d[\d,]*(?:\.\d+)?)\s*%?"


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _at_most(match: re.Match[str]) -> _Bounds:
    return None, False, _number(match[1]), True


def _below(match: re.Match[str]) -> _Bounds:
    return None, False, _number(match[1]), False


def _at_least(match: re.Match[str]) -> _Bounds:
    return _number(match[1]), True, None, False


def _above(match: re.Match[str]) -> _Bounds:
    return _number(match[1]), False, None, False


def _exactly(match: re.Match[str]) -> _Bounds:
    return _number(match[1]), True, _number(match[1]), True


def _between(match: re.Match[str]) -> _Bounds:
    open_low, open_high = bool(match["over"]), bool(match["under"])
    return _number(match["low"]), not open_low, _number(match["high"]), not open_high


WORDINGS: tuple[tuple[str, Callable[[re.Match[str]], _Bounds]], ...] = (
    (rf"{_NUMBER} (?:or|and) (?:below|under|less|lower|fewer)", _at_most),
    (rf"(?:up to|at most|no more than|<=|≤) ?{_NUMBER}", _at_most),
    (rf"(?:below|under|less than|fewer than|lower than|<) ?{_NUMBER}", _below),
    (rf"{_NUMBER} (?:or|and) (?:above|over|more|higher)", _at_least),
    (rf"{_NUMBER}\+", _at_least),
    (rf"(?:at least|no less than|from|>=|≥) ?{_NUMBER}", _at_least),
    (rf"(?:above|over|more than|higher than|greater than|>) ?{_NUMBER}", _above),
    (
        (
            r"(?:between )?(?P<over>over |above |more than |> ?)?£?(?P<low>\d[\d,]*(?:\.\d+)?) ?%? ?"
            r"(?:-|to|and|up to) ?"
            r"(?P<under>under |below |less than |fewer than |< ?)?£?(?P<high>\d[\d,]*(?:\.\d+)?) ?%?"
        ),
        _between,
    ),
    (_NUMBER, _exactly),
)
"""How one band may be worded, with what makes its bounds; the first that fits the whole text is taken."""
