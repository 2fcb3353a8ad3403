"""What a sheet says of its pounds: thousands (`£k`, `£000s`), millions (`£m`) or single ones (`£`).

An indicator's own unit says how a bare number is meant. Where the sheet says another one beside the figures,
in its headers or above them, the figures are turned into the indicator's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from boardpack.importer.grid import SheetCell
from boardpack.importer.numbers import plain_number
from boardpack.importer.reading import SheetReading
from boardpack.model.indicator import Indicator, Unit

SAID = (
    (1_000, r"£\s?['’]?(?:k\b|000s?\b|thousands?\b)|\bin thousands\b"),
    (1_000_000, r"£\s?['’]?(?:m\b|mn\b|millions?\b)|\bin millions\b"),
    (1, r"^\s?£s?\s?$|\(£s?\)|^pounds$"),
)
"""How many pounds one of the sheet's figures is, and the words that say so."""


class Scale(Struct, frozen=True):
    """How many pounds one of a sheet's figures is, and the place that says so."""

    pounds: int
    where: str


def scale_of(reading: SheetReading, row: int, indicator: Indicator) -> Scale | None:
    """What the sheet says of a row's money, in the nearest place; None for nothing, or for two things."""
    if indicator.unit is not Unit.POUNDS:
        return None
    for texts in _places(reading, row):
        said = {scale: where for text, where in texts for scale in _scales(text)}
        if said:
            return Scale(*next(iter(said.items()))) if len(said) == 1 else None
    return None


def _scales(text: str) -> Iterator[int]:
    yield from (scale for scale, pattern in SAID if re.search(pattern, text, re.IGNORECASE))


def _places(reading: SheetReading, row: int) -> Iterator[list[tuple[str, str]]]:
    """The row's unit, its title, the table's headers, the rows above it, the sheet's name."""
    grid = reading.grid
    for name in ("unit", "title", "measure"):
        column = reading.named.get(name)
        if column is not None:
            yield [(grid.text(row, column), grid.place(row, column))]
    columns = range(grid.columns)
    yield [(grid.text(at, c), grid.place(at, c)) for at in reading.headers for c in columns]
    top = min(reading.headers, default=0)
    yield [(grid.text(at, c), grid.place(at, c)) for at in range(max(0, top - 4), top) for c in columns]
    yield [] if grid.lines else [(grid.name, grid.name)]


def in_own_pounds(cell: SheetCell, scale: Scale, indicator: Indicator) -> SheetCell:
    """A figure of the sheet's in the indicator's thousands or millions; one with a letter says it itself."""
    text = plain_number(cell.text)
    found = re.fullmatch(r"(-?)£?([\d,]+(?:\.\d+)?)", text)
    if found is None or scale.pounds == indicator.scale:
        return cell
    factor = Decimal(scale.pounds) / indicator.scale
    shown = Decimal(found[1] + found[2].replace(",", "")) * factor
    exact = None if cell.exact is None else cell.exact * factor
    return replace(cell, text=f"{shown.normalize():f}", exact=exact)
