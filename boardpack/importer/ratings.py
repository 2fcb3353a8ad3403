"""The sheet's own ratings, compared with those that boardpack computes from the figures it brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from boardpack.analysis.rating import rate
from boardpack.importer.columns import indicator_rows
from boardpack.importer.context import Gathering, Key, shown
from boardpack.importer.reading import SheetReading, SheetRemark
from boardpack.load.value_parser import ParsedValue
from boardpack.model.finding import Place
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.rating import RatingBasis

WORDS = {
    **dict.fromkeys(("red", "r"), "Red"),
    **dict.fromkeys(("amber", "yellow", "a", "y"), "Amber"),
    **dict.fromkeys(("green", "g"), "Green"),
}
"""How sheets write ratings."""


def rating_remarks(reading: SheetReading, got: Gathering) -> Iterator[SheetRemark]:
    """Say where a rating in the sheet is not the computed one of the pack's month."""
    column = reading.named.get("rag")
    if column is None or got.pack.period not in {month.month for month in reading.months}:
        return
    pack = with_figures(got.pack, got.seen)
    for row, indicator in indicator_rows(reading, got.pack):
        word = WORDS.get(reading.grid.text(row, column).casefold())
        rating = rate(pack, indicator.ref, got.pack.period)
        if word and rating.basis is RatingBasis.COMPUTED and rating.word != word:
            yield SheetRemark(
                reading.grid.place(row, column),
                f"{shown(indicator)} is {word} in the sheet and {rating.word} by its figure and bands",
            )


def with_figures(pack: Pack, seen: Mapping[Key, tuple[ParsedValue, str]]) -> Pack:
    """The pack as it will be when the sheet's figures are in it."""
    observations = dict(pack.observations)
    for (ref, measure, month), (value, place) in seen.items():
        if measure == "value":
            there = observations.get((ref, month)) or Observation(
                ref, month, None, value.status, "", Place(place)
            )
            observations[ref, month] = replace(there, value=value.number, status=value.status)
    return replace(pack, observations=observations)
