"""Every brand that is shipped, and that of a new project: readable by contrast, with its fonts' licence."""

from __future__ import annotations

import pytest

from boardpack.cli.write_files import write_all
from boardpack.drawing import Colour
from boardpack.load.theme import LICENCE
from boardpack.model.period import Period
from boardpack.render.pdf.fonts import read_type
from boardpack.scaffold import plan_project
from boardpack.theme import Theme
from tests.support.projects import BRANDS, theme

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


@pytest.fixture(scope="module", params=[*BRANDS, "plain"])
def brand(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Theme:
    """A shipped brand, or the one that `boardpack init` writes."""
    if request.param in BRANDS:
        return theme(request.param)
    root = tmp_path_factory.mktemp("started")
    write_all(root, plan_project(Period(2025, 10)))
    return theme(request.param, root / "styles")


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("words", "ground"), TEXT)
def test_words_stand_out_from_their_ground(brand: Theme, words: str, ground: str) -> None:
    colours = brand.colours
    assert contrast(colours[words], colours[ground]) >= 4.5


@pytest.mark.parametrize(("mark", "ground"), GRAPHICS)
def test_graphics_stand_out_from_their_ground(brand: Theme, mark: str, ground: str) -> None:
    colours = brand.colours
    assert contrast(colours[mark], colours[ground]) >= 3


def test_ratings_differ_in_grey(brand: Theme) -> None:
    colours = brand.colours
    greys = sorted(luminance(colours[kind]) for kind in ("red", "amber", "green"))
    assert greys[1] - greys[0] > 0.1


def test_a_brand_carries_its_fonts_licence(brand: Theme) -> None:
    for font in (brand.fonts.regular, brand.fonts.bold, brand.fonts.italic):
        licences = [file for file in font.path.parent.iterdir() if LICENCE.fullmatch(file.name)]
        assert any("licen" in file.read_text("utf-8").casefold() for file in licences), font.path


def test_figures_are_tabular(brand: Theme) -> None:
    type_ = read_type(brand)
    for face in (type_.regular, type_.bold):
        assert len({face.width(figure) for figure in "0123456789"}) == 1


def test_nothing_is_set_smaller_than_seven_and_a_half_points(brand: Theme) -> None:
    sizes = brand.sizes
    assert min(size for size, _ in sizes.values()) >= 7.5
    assert sizes["body"][0] >= 11
