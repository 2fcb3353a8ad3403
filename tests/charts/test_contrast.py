"""Contrast, against figures published with the formula."""

from __future__ import annotations

import pytest

from boardpack.charts.contrast import contrast
from boardpack.drawing import Colour

WHITE, BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("colour", "ratio"), [(BLACK, 21.0), (WHITE, 1.0), ((0x76 / 255, 0x76 / 255, 0x76 / 255), 4.54)]
)
def test_contrast_with_white(colour: Colour, ratio: float) -> None:
    assert contrast(colour, WHITE) == contrast(WHITE, colour) == pytest.approx(ratio, abs=0.01)
