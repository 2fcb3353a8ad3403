"""Every role has a colour that stands for it, and no other colour passes for one."""

from __future__ import annotations

import pytest

from boardpack.charts.palette import paint, role_of
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
