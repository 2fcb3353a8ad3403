"""The theme's fonts within a page: WOFF2 subsets of the letters that it uses, and how wide its words are."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from msgspec import Struct

from boardpack.load.files import LIMITS, read_named_file
from boardpack.theme import Fonts


class FontWidths(Struct, frozen=True):
    """Measures words in a family's regular and bold faces; `boardpack.charts.layout` asks for it."""

    regular: Mapping[str, float]
    """Width of each character in ems."""
    bold: Mapping[str, float]

    def __call__(self, text: str, size: float, *, strong: bool) -> float:
        """Return the width of a line in points."""
        widths = self.bold if strong else self.regular
        return sum(round(widths.get(letter, 1.0) * 1000) for letter in text) * size / 1000


def font_widths(fonts: Fonts) -> FontWidths:
    """Read how wide a family's characters are."""
    return FontWidths(_widths(_data(fonts, "regular")), _widths(_data(fonts, "bold")))


def font_faces(fonts: Fonts, characters: Iterable[str]) -> str:
    """Return the `@font-face` rules of a family's regular and bold faces for some characters."""
    wanted = frozenset(characters)
    return "".join(
        f"@font-face{{font-family:pack;font-weight:{weight};font-display:block;"
        f"src:url(data:font/woff2;base64,{b64encode(subset(_data(fonts, face), wanted)).decode()}) "
        'format("woff2")}'
        for face, weight in (("regular", 400), ("bold", 700))
    )


def _data(fonts: Fonts, face: str) -> bytes:
    return read_named_file(getattr(fonts, face), limit=LIMITS[".ttf"])


@lru_cache(maxsize=8)
def _widths(font: bytes) -> Mapping[str, float]:
    ttf = TTFont(io.BytesIO(font), lazy=True)
    metrics, em = ttf["hmtx"].metrics, ttf["head"].unitsPerEm
    return {chr(code): metrics[glyph][0] / em for code, glyph in ttf.getBestCmap().items()}


@lru_cache(maxsize=8)
def subset(font: bytes, characters: frozenset[str]) -> bytes:
    """Return a font with the glyphs of some characters alone, as WOFF2: the same bytes each time."""
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "tnum"]
    options.hinting = False
    options.notdef_outline = True
    ttf = TTFont(io.BytesIO(font), recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(ttf)
    ttf.flavor = "woff2"
    target = io.BytesIO()
    ttf.save(target)
    return target.getvalue()
