"""The web edition: a Document as one HTML page with its charts, which needs nothing beside it.

No scripts and nothing to be fetched (its own policy forbids both), fonts as subsets within it, charts as
inline SVG. The words are those of the PDF, from the same Document; only the skip link, the names of the
contents and of the figures' tables are added.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from boardpack.charts import DrawChart
from boardpack.charts.layout import box_of
from boardpack.content import inline_text
from boardpack.document import Document, Figure, Point, block_texts, walk
from boardpack.drawing import Picture, TextMark
from boardpack.render.html.page_style import page_style
from boardpack.render.html.render import Medium, inlines_html, render_sections
from boardpack.render.html.svg import svg_of
from boardpack.render.html.webfont import font_faces, font_widths
from boardpack.theme import Theme
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
