"""Every role has a colour that stands for it, and no other colour passes for one; contrast by WCAG."""

from __future__ import annotations

import pytest

from boardpack.charts.palette import contrast, paint, role_of
from boardpack.drawing import Colour
from boardpack.errors import ProgrammingError
from boardpack.theme import COLOUR_ROLES


def test_a_role_is_read_back_from_its_colour() -> None:
    assert [role_of(paint(role)) for role in COLOUR_ROLES] == list(COLOUR_ROLES)


@pytest.mark.parametrize("colour", [(0, 0, 0), (1, 1, 1), (0.5, 0, 0), (1 / 255, 0.1, 0), (1 / 255, 0, 0.1)])
def test_another_colour_is_refused(colour: tuple[float, ...]) -> None:
    with pytest.raises(ProgrammingError, match="in the roles of the theme"):
        role_of(colour)


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ProgrammingError, match="no colour role"):
        paint("puce")


WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("colour", "ratio"), [(BLACK, 21.0), (WHITE, 1.0), ((0x76 / 255, 0x76 / 255, 0x76 / 255), 4.54)]
)
def test_contrast_with_white(colour: Colour, ratio: float) -> None:
    assert contrast(colour, WHITE) == contrast(WHITE, colour) == pytest.approx(ratio, abs=0.01)
