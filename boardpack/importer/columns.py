"""The columns beside the months: titles, polarity, targets, owners, ratings, compared with the project.

They are not brought in: a target, an owner or a title belongs to the year, not to the month's sheet.
Where they differ from the project's own it is said, since one of the two is out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from boardpack.analysis.formatting import format_value
from boardpack.analysis.rating import rate
from boardpack.importer.header_words import Role
from boardpack.importer.model import Gathering, Key, Normalised, SheetReading, SheetRemark, shown
from boardpack.load.findings import excerpt
from boardpack.load.value_parser import ParsedValue, read_number
from boardpack.model.finding import Place
from boardpack.model.indicator import Indicator, Polarity
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag, RatingBasis


def column_remarks(block: SheetReading, pack: Pack) -> Iterator[SheetRemark]:
    """Say where a cell beside the months is not what the project's data has."""
    for row, indicator in indicator_rows(block, pack):
        yield from _title_remarks(block, row, indicator, pack)
        for name, (file, known) in COLUMNS.items():
            column = block.named.get(name)
            cell = block.grid.text(row, column) if column is not None else ""
            words = known(indicator, pack)
            if cell and not any(_alike(cell, word) for word in words):
                ours = excerpt(words[0]) if words and words[0] else "nothing"
                yield SheetRemark(
                    block.grid.place(row, block.named[name]),
                    f"the {name} of {shown(indicator)} is {excerpt(cell)} here and {ours} in {file}; "
                    "the data was left as it is",
                )


def indicator_rows(block: SheetReading, pack: Pack) -> Iterator[tuple[int, Indicator]]:
    """The rows of a table that are an indicator's figures, not its targets or counts."""
    for row, ref in block.refs.items():
        indicator = pack.indicator(ref)
        if indicator is not None and block.kinds.get(row, Role.PLAIN) in VALUES:
            yield row, indicator


VALUES = frozenset({Role.PLAIN, Role.ACTUAL, Role.RATE})
"""What rows of an indicator's own figures are."""


def _alike(cell: str, word: str) -> bool:
    one, other = (read_number(text) for text in (cell, word))
    if one is not None and other is not None:
        return one == other
    return "".join(cell.split()).casefold() == "".join(word.split()).casefold()


def _title_remarks(block: SheetReading, row: int, indicator: Indicator, pack: Pack) -> Iterator[SheetRemark]:
    """Say where a row has the title of another indicator: its reference, or its figures, have moved.

    Titles shortened or worded in another way are what sheets have, and are passed over.
    """
    column = block.named.get("title") if not block.by_title else None
    title = block.grid.text(row, column) if column is not None else ""
    if not title or any(_alike(title, own) for own in _titles(indicator)):
        return
    other = next((i for i in pack.indicators if any(_alike(title, theirs) for theirs in _titles(i))), None)
    if other is not None and column is not None:
        yield SheetRemark(
            block.grid.place(row, column),
            f"the row of {shown(indicator)} has the title of {shown(other)}: is it the right row?",
            serious=True,
        )


def _titles(indicator: Indicator) -> tuple[str, ...]:
    return tuple(title for d in indicator.definitions for title in (d.title, d.summary_title) if title)


def _polarity(indicator: Indicator, pack: Pack) -> tuple[str, ...]:
    del pack
    polarity = indicator.polarity
    return (polarity.value, polarity.words, *ALIKE.get(polarity, ())) if polarity else ("",)


ALIKE = {
    Polarity.BIGGER: (
        "High",
        "Higher",
        "Higher is better",
        "High is good",
        "Maximise",
        "Increase",
        "Up",
        "+",
    ),
    Polarity.SMALLER: ("Low", "Lower", "Lower is better", "Low is good", "Minimise", "Decrease", "Down", "-"),
    Polarity.NEUTRAL: ("N/A", "None", "Monitor", "Contextual", "Data only"),
    Polarity.TARGET: ("Range", "In range", "On target"),
}
"""Other words that sheets have for a polarity."""


def _target(indicator: Indicator, pack: Pack) -> tuple[str, ...]:
    target = pack.target(indicator.ref, pack.period)
    if target is None:
        return ("",)
    annual = () if target.annual is None else (format_value(target.annual, indicator),)
    return (target.published, *annual)


def _methodology(indicator: Indicator, pack: Pack) -> tuple[str, ...]:
    target = pack.target(indicator.ref, pack.period)
    return (target.methodology,) if target is not None else ("",)


def _owner(indicator: Indicator, pack: Pack) -> tuple[str, ...]:
    owner = pack.owner(indicator.owner)
    return (indicator.owner, owner.role) if owner is not None else (indicator.owner,)


def reported_ratings(block: SheetReading, pack: Pack) -> Iterator[Normalised]:
    """The sheet's own ratings, to be kept beside the computed ones."""
    column = block.named.get("rag")
    if column is None:
        return
    for row, indicator in indicator_rows(block, pack):
        text = block.grid.text(row, column)
        yield Normalised(
            "table", shown(indicator), "rag", text, "", _why(text), block.grid.place(row, column)
        )


def _why(text: str) -> str:
    if not text:
        return "The cell was blank."
    if text.casefold() == "yellow":
        return "Yellow and Amber were both used for one rating."
    return "" if text.casefold() in {rag.value.casefold() for rag in Rag} else "This is no rating."


COLUMNS: dict[str, tuple[str, Callable[[Indicator, Pack], tuple[str, ...]]]] = {
    "polarity": ("data/indicators.csv", _polarity),
    "target": ("data/targets.csv", _target),
    "owner": ("data/indicators.csv", _owner),
    "methodology": ("data/targets.csv", _methodology),
}
"""What each column is compared with, and the file that has it."""


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
