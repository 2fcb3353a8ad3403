from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from boardpack.render.pdf.fonts import Face, PackFont
from tests.support.projects import REPOSITORY

FONTS = sorted((REPOSITORY / "styles").glob("*/fonts/*.ttf"))
TEXTS = ("Children’s Improvement Priority Indicators", "194.31 per 10,000", "ŵ – ≥ 12%", "m" * 997)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12])
@pytest.mark.parametrize("file", FONTS, ids=lambda file: file.stem)
def test_a_width_is_the_sum_of_the_advances_rounded_once(file: Path, text: str) -> None:
    with TTFont(file) as font:
        names, advances, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        exact = Fraction(sum(advances[names[ord(letter)]][0] for letter in text), em)
    assert Face(PackFont(file.stem, file.read_bytes())).width(text) == float(exact)
