"""How a pack looks: colours, fonts, sizes and page, read from `styles/<brand>/theme.toml`.

A brand is written as its differences from `styles/base/theme.toml`. To add one, make a folder under styles/
with a theme.toml (`boardpack init` writes one to copy, `plain`); nothing in the code or the tests names it.
It must set what the base leaves open: under `[fonts]` the `family` and the files `regular`, `bold` and
`italic` (TrueType), under `[colours]` `brand`, `on_brand`, `brand_soft`, `current`, `column`,
`column_current` and `target`; `file` under `[logo]` is optional. The fonts' licence is a file beside them,
called OFL, LICENSE or COPYING with any ending. Every brand that is shipped is held by
`tests/render/test_styles.py` to these: words stand out 4.5 to 1 and what is drawn 3 to 1, figures are all of
one width, nothing is smaller than 7.5 points and the text no smaller than 11; by `tests/load/test_theme.py`,
to the letters of Welsh and the marks of print.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from boardpack.drawing import Colour

COLOUR_ROLES = (
    "paper",  # the page
    "ink",  # text
    "quiet",  # secondary text
    "link",
    "brand",  # the cover's band, the current month's column
    "on_brand",  # text on `brand`
    "brand_soft",  # a tint of it
    "rule",  # hairlines
    "rule_strong",  # the line under a table's header
    "band",  # behind a row that heads a group
    "current",  # behind the current month's figures
    "red", "amber", "green", "none",  # badges
    "best", "fair", "low",  # badges of packs that rate by more than three levels
    "on_best", "on_fair", "on_low", "best_soft", "fair_soft", "low_soft",
    "on_red", "on_amber", "on_green", "on_none",  # words on the badges
    "red_soft", "amber_soft", "green_soft", "none_soft",  # tints behind a strip's letters, in ink
    "column",  # a chart's earlier months
    "column_current",
    "target",  # the target line and its label
    "grid",
)  # fmt: skip


LEVEL_COLOURS = {
    "best": "#2f6fb5", "on_best": "#ffffff", "best_soft": "#c5d9f0",
    "fair": "#fff3a6", "on_fair": "#3d3500", "fair_soft": "#fff8cf",
    "low": "#d9762b", "on_low": "#241000", "low_soft": "#f6d3b6",
}  # fmt: skip
"""Colours of the further levels for styles that do not name them: AA on their own words, apart in grey."""


class FontFile(Struct, frozen=True):
    """A TrueType file as it was read: whatever measures or prints it uses these bytes."""

    path: Path
    data: bytes
    characters: frozenset[str]
    """Those that it draws."""


class Fonts(Struct, frozen=True):
    """One TrueType family."""

    family: str
    regular: FontFile
    bold: FontFile
    italic: FontFile


class PageGeometry(Struct, frozen=True):
    """Sizes in points."""

    width: float
    height: float
    margin: float
    header: float
    """Height kept free above the text for the running header."""
    footer: float
    gutter: float
    """Between columns of text, and between charts."""

    def turned(self, page: str) -> PageGeometry:
        """The same sheet upright (`portrait`) or across (`landscape`); as it is for anything else."""
        short, long = sorted((self.width, self.height))
        sizes = {"portrait": (short, long), "landscape": (long, short)}
        width, height = sizes.get(page, (self.width, self.height))
        return replace(self, width=width, height=height)


class Theme(Struct, frozen=True):
    """A brand, whole."""

    name: str
    colours: Mapping[str, Colour]
    """One for each of COLOUR_ROLES."""
    fonts: Fonts
    sizes: Mapping[str, tuple[float, float]]
    """Size and leading in points, by role of text."""
    page: PageGeometry
    logo: Path | None

    def turned(self, page: str) -> Theme:
        """The same look on a sheet turned so."""
        return replace(self, page=self.page.turned(page)) if page else self

    def colour(self, role: str) -> Colour:
        """Return the colour of a role; KeyError for a role that does not exist."""
        return self.colours[role]
