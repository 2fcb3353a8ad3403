"""Shapes beside words: wherever one is drawn, its own operators are the same."""

from __future__ import annotations

import pytest

from boardpack.render.pdf.shapes import SHAPES, InlineShape, Room, draw_shape
from tests.support.projects import theme


@pytest.mark.parametrize("shape", InlineShape)
def test_a_shape_is_drawn_from_its_own_corner(shape: InlineShape) -> None:
    here = draw_shape(shape, Room(36.123, 500.456, 30.0, 8.0, theme()))
    there = draw_shape(shape, Room(602.4, 64.52, 30.0, 8.0, theme()))
    assert here.replace("36.12 500.46", "602.4 64.52") == there
    assert here.startswith("q 1 0 0 1 36.12 500.46 cm ")
    assert here.endswith(" Q")


def test_every_shape_can_be_drawn() -> None:
    assert set(SHAPES) == set(InlineShape)
