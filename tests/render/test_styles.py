"""Every brand that is shipped: readable by contrast, whole, with its fonts' licence."""

from __future__ import annotations

import pytest

from boardpack.drawing import Colour
from boardpack.render.pdf.fonts import read_type
from tests.support.rendering import BRANDS, STYLES, theme

TEXT = (
    *[(ink, ground) for ink in ("ink", "quiet", "link") for ground in ("paper", "band", "current")],
    *[("ink", f"{tint}_soft") for tint in ("red", "amber", "green", "none", "brand")],
    *[(f"on_{kind}", kind) for kind in ("red", "amber", "green", "none", "brand")],
    ("brand", "paper"),
    ("target", "paper"),
    ("red", "paper"),
)
"""Words and what they stand on: 4.5 to 1 (WCAG 2.2, 1.4.3)."""

GRAPHICS = (
    ("column", "paper"),
    ("column_current", "paper"),
    ("column_current", "column"),
    ("target", "paper"),
    ("on_green", "paper"),
    ("red", "paper"),
    ("quiet", "paper"),
)
"""What must be seen to be understood, against what is beside it: 3 to 1 (1.4.11)."""


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_words_stand_out_from_their_ground(brand: str, words: str, ground: str) -> None:
    colours = theme(brand).colours
    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize(("mark", "ground"), GRAPHICS)
def test_graphics_stand_out_from_their_ground(brand: str, mark: str, ground: str) -> None:
    colours = theme(brand).colours
    assert contrast(colours[mark], colours[ground]) >= 3


@pytest.mark.parametrize("brand", BRANDS)
def test_ratings_differ_in_grey(brand: str) -> None:
    colours = theme(brand).colours
    greys = sorted(luminance(colours[kind]) for kind in ("red", "amber", "green"))
    assert greys[1] - greys[0] > 0.1


@pytest.mark.parametrize("brand", BRANDS)
def test_a_brand_carries_its_fonts_licence(brand: str) -> None:
    licence = (STYLES / brand / "fonts" / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert licence.startswith("Copyright")


@pytest.mark.parametrize("brand", BRANDS)
def test_figures_are_tabular(brand: str) -> None:
    type_ = read_type(theme(brand))
    for face in (type_.regular, type_.bold):
        assert len({face.width(figure) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("brand", BRANDS)
def test_nothing_is_set_smaller_than_seven_and_a_half_points(brand: str) -> None:
    sizes = theme(brand).sizes
    assert min(size for size, _ in sizes.values()) >= 7.5
    assert 11 <= sizes["body"][0] <= 12


def test_the_brands_differ_visibly() -> None:
    assert len(BRANDS) >= 2
    assert len({theme(brand).fonts.family for brand in BRANDS}) == len(BRANDS)
    assert len({theme(brand).colour("brand") for brand in BRANDS}) == len(BRANDS)
