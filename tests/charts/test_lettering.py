"""Widths as the page sets them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from boardpack.charts.text_metrics import bold, face_of, regular, widest, wrap
from tests.support.projects import BRANDS, theme

THEME = theme("civic")
FACE = regular(THEME)


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("text", ["86%", "Target 17", "not yet available", "AVATAR To", "ŵ ŷ é", "1,234.5"])
def test_a_line_is_as_wide_as_the_page_sets_it(brand: str, text: str) -> None:
    for face in (regular(theme(brand)), bold(theme(brand))):
        pdfmetrics.registerFont(TTFont(f"measured {brand} {face.weight}", face.name))
        page = pdfmetrics.stringWidth(text, f"measured {brand} {face.weight}", 8)
        assert face.width(text, 8) == pytest.approx(page, abs=0.02 * len(text))


def test_letters_rise_and_fall_within_reason() -> None:
    assert 5 < FACE.rise(8) < 8
    assert 1 < FACE.fall(8) < 3


def test_another_font_at_the_same_place_is_measured_anew() -> None:
    other = replace(THEME.fonts.regular, data=theme("harbour").fonts.bold.data)
    assert face_of(other, "regular").width("Target", 8) != FACE.width("Target", 8)


def test_words_wrap_at_spaces_and_stay_whole() -> None:
    assert wrap("not yet available", 1000, FACE, 8) == ("not yet available",)
    assert wrap("not yet available", 1, FACE, 8) == ("not", "yet", "available")
    assert wrap("", 10, FACE, 8) == ()
    assert widest(("a", "aaa"), FACE, 8) == FACE.width("aaa", 8)
