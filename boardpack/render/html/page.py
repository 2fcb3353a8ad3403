"""The web edition: a Document as one HTML page with its charts and fonts, which needs nothing beside it.

No scripts and nothing to be fetched (its own policy forbids both). The words are those of the PDF, from the
same Document; only the skip link, the names of the contents and of the figures' tables are added.

A chart's picture is inline SVG, its colours by role, so that dark mode holds; it has a title and a
description for screen readers (`role="img"`), and what is written in it is hidden from them, since the
description and the table beside it say the same. The theme's fonts are WOFF2 subsets of the letters that the
page uses.
"""

from __future__ import annotations

import io
import logging
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape

from fontTools.misc.loggingTools import CapturingLogHandler
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from msgspec import Struct

from boardpack.charts import DrawChart
from boardpack.charts.layout import box_of
from boardpack.content import inline_text
from boardpack.document import Document, Figure, Point, block_texts, walk
from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.render.html.render import Medium, inlines_html, render_sections
from boardpack.render.html.stylesheet import page_style
from boardpack.theme import Fonts, Theme
from boardpack.words import Words

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may load and do: nothing but what it holds (Content Security Policy Level 3)."""
SLOT, PLOT = 280.0, 120.0
"""Width of a chart and height of its plot in points; the page scales it."""


def render_page(document: Document, theme: Theme, draw: DrawChart) -> bytes:
    """Write a Document as a page of its own, in UTF-8; the same input gives the same bytes."""
    drawn: list[Picture] = []
    widths = font_widths(theme.fonts)

    def figure(shown: Figure) -> str:
        drawn.append(draw(shown.chart, box_of(shown.chart, SLOT, PLOT, widths), theme))
        return _figure(shown, drawn[-1], document.words)

    words = document.words
    medium = Medium(1, figure, regions=True, contents=words("web.contents"), folded=words("web.all_columns"))
    body = render_sections(document, medium)
    style = font_faces(theme.fonts, _characters(document, drawn)) + page_style(theme)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(_title(document))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#_main">{escape(document.words("web.skip"))}</a>\n'
        f'<main id="_main">\n{body}\n</main>\n</body>\n</html>\n'
    ).encode()


def _title(document: Document) -> str:
    """The page's title: what it is and of when."""
    period = document.period
    return document.full_title if period in document.full_title else f"{document.full_title}, {period}"


def _characters(document: Document, drawn: list[Picture]) -> set[str]:
    """Every character that the page's own fonts must have."""
    texts = [document.full_title, document.period, *document.words.entries.values()]
    for section in document.sections:
        texts += (text for block in walk(section.blocks) for text in block_texts(block))
    texts += (mark.text for picture in drawn for mark in picture.marks if isinstance(mark, TextMark))
    return {character for character in "".join(texts) if character.isprintable()}


# ------------------------------------------------------------------------------------------- charts


def _figure(figure: Figure, picture: Picture, words: Words) -> str:
    """A chart with its name above it and its figures in a table under it, which opens on demand."""
    name = figure.anchor or f"figure-{len(figure.alt)}"
    caption = inlines_html(figure.caption)
    title = inline_text(figure.caption)
    note = f'<p class="note">{inlines_html(figure.note)}</p>' if figure.note else ""
    said = f'<p class="message">{escape(figure.said)}</p>' if figure.said else ""
    return (
        f'<figure id="{escape(name)}"><figcaption>{said}<h3>{caption}</h3></figcaption>'
        f"{svg_of(picture, escape(name), title, figure.alt)}"
        f"<details><summary>{escape(words('web.figures'))}</summary>{_table(figure, title, words)}</details>"
        f"{note}</figure>"
    )


def _table(figure: Figure, title: str, words: Words) -> str:
    """A chart's figures: a row for each period."""
    targets = any(point.target_words for point in figure.chart.points)
    heads = [words("web.period"), words("web.value"), *([words("web.target")] if targets else [])]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    rows = "".join(_point(point, targets=targets) for point in figure.chart.points)
    return (
        f'<table class="data"><caption class="spoken">{escape(title)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _point(point: Point, *, targets: bool) -> str:
    cells = "".join(f'<td class="number">{escape(text)}</td>' for text in _cells(point, targets=targets))
    return f'<tr><th scope="row">{escape(point.label)}</th>{cells}</tr>'


def _cells(point: Point, *, targets: bool) -> Iterator[str]:
    yield point.words
    if targets:
        yield point.target_words or "–"


NAMES = {"m": "M", "l": "L", "c": "C", "h": "Z"}
"""PDF path operators and their commands in SVG."""
CAPS = ("butt", "round", "square")
JOINS = ("miter", "round", "bevel")


def svg_of(picture: Picture, name: str, title: str, description: str) -> str:
    """Write a picture as an `svg` element; `name` begins its ids, which must be unique on a page."""
    marks = "".join(_mark(mark, picture) for mark in picture.marks)
    return (
        f'<svg role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {_n(picture.width)} '
        f'{_n(picture.height)}" width="{_n(picture.width)}" height="{_n(picture.height)}">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f'<g aria-hidden="true">{marks}</g></svg>'
    )


def _mark(mark: PathMark | TextMark, picture: Picture) -> str:
    return _text(mark, picture) if isinstance(mark, TextMark) else _path(mark, picture)


def _path(mark: PathMark, picture: Picture) -> str:
    stroke = ""
    if mark.stroke:
        dash = f' stroke-dasharray="{" ".join(map(_n, mark.dash))}"' if mark.dash else ""
        cap = f' stroke-linecap="{CAPS[mark.cap]}"' if mark.cap else ""
        join = f' stroke-linejoin="{JOINS[mark.join]}"' if mark.join else ""
        stroke = f' stroke="{_colour(mark.stroke)}" stroke-width="{_n(mark.width)}"{dash}{cap}{join}'
    fill = _colour(mark.fill) if mark.fill else "none"
    return f'<path d="{path_data(mark.operators, picture.height)}" fill="{fill}"{stroke}/>'


def path_data(operators: str, height: float) -> str:
    """Turn PDF path operators, whose y grows upwards, into an SVG path's data, whose y grows downwards."""
    found: list[str] = []
    numbers: list[float] = []
    for part in operators.split():
        if part == "re":
            x, y, wide, high = numbers
            found.append(f"M{_n(x)} {_n(height - y)}h{_n(wide)}v{_n(-high)}h{_n(-wide)}Z")
        elif part in NAMES:
            points = zip(numbers[::2], numbers[1::2], strict=True)
            found.append(NAMES[part] + " ".join(f"{_n(x)} {_n(height - y)}" for x, y in points))
        else:
            numbers.append(float(part))
            continue
        numbers.clear()
    return "".join(found)


def _text(mark: TextMark, picture: Picture) -> str:
    x, y = _n(mark.x), _n(picture.height - mark.y)
    turn = f' transform="rotate({_n(-mark.angle)} {x} {y})"' if mark.angle else ""
    weight = ' font-weight="700"' if mark.weight == "bold" else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{_n(mark.size)}" fill="{_colour(mark.role)}"{weight}{turn}>'
        f"{escape(mark.text)}</text>"
    )


def _colour(role: str) -> str:
    return f"var(--{role.replace('_', '-')})"


def _n(number: float) -> str:
    """A number with two decimals at most, which is a hundredth of a point."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text


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
    return FontWidths(_widths(fonts.regular.data), _widths(fonts.bold.data))


def font_faces(fonts: Fonts, characters: Iterable[str]) -> str:
    """Return the `@font-face` rules of a family's regular and bold faces for some characters."""
    wanted = frozenset(characters)
    return "".join(
        f"@font-face{{font-family:pack;font-weight:{weight};font-display:block;"
        f"src:url(data:font/woff2;base64,{b64encode(subset(font.data, wanted)).decode()}) "
        'format("woff2")}'
        for font, weight in ((fonts.regular, 400), (fonts.bold, 700))
    )


@lru_cache(maxsize=8)
def _widths(font: bytes) -> Mapping[str, float]:
    with CapturingLogHandler(logging.getLogger("fontTools"), "WARNING"):
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
    subsetter, target = Subsetter(options), io.BytesIO()
    subsetter.populate(unicodes=[ord(character) for character in characters])
    with CapturingLogHandler(logging.getLogger("fontTools"), "WARNING"):  # which names the tables it drops
        ttf = TTFont(io.BytesIO(font), recalcTimestamp=False)
        subsetter.subset(ttf)
        ttf.flavor = "woff2"
        ttf.save(target)
    return target.getvalue()
