"""Titles in another language say so wherever they are printed, in the page tree, in the PDF and in HTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from boardpack import charts
from boardpack.compose import compose
from boardpack.content import Inline, Link, Table, Text
from boardpack.document import Block, Contents, Document, Figure, FigureGroup, walk
from boardpack.load.theme import read_theme
from boardpack.model.pack import Pack
from boardpack.render.html import render_html
from boardpack.render.pdf import render_pdf
from tests.support.projects import REPOSITORY


@pytest.fixture(scope="module")
def marked(small: Pack) -> Pack:
    """The small pack with all its titles in Welsh."""
    sections = tuple(replace(section, language="cy") for section in small.sections)
    indicators = tuple(
        replace(one, definitions=tuple(replace(each, language="cy") for each in one.definitions))
        for one in small.indicators
    )
    return replace(small, sections=sections, indicators=indicators)


def runs(document: Document) -> Iterator[tuple[Block, Text]]:
    """Every run of words with the block that it is in."""
    for section in document.sections:
        for block in walk(section.blocks):
            for content in _contents(block):
                for inline in content:
                    for run in inline.content if isinstance(inline, Link) else (inline,):
                        if isinstance(run, Text):
                            yield block, run


def _contents(block: Block) -> Iterator[tuple[Inline, ...]]:
    match block:
        case Table(head=head, body=body, caption=caption):
            yield caption
            yield from (cell.content for row in (*head, *body) for cell in row.cells)
        case Contents(entries=entries):
            yield from (entry.content for entry in entries)
        case Figure(caption=caption) | FigureGroup(caption=caption):
            yield caption
        case _:
            yield getattr(block, "content", ())


def test_every_title_says_its_language(marked: Pack) -> None:
    titles = {section.title for section in marked.sections}
    for indicator in marked.indicators:
        titles |= {d.title for d in indicator.definitions} | {d.summary_title for d in indicator.definitions}
    found = [(block, run) for block, run in runs(compose(marked, ())) if run.text.strip() in titles]
    assert {type(block).__name__ for block, _ in found} >= {"Heading", "Table", "Figure"}
    assert {run.language for _, run in found} == {"cy"}


def test_the_pdf_and_the_html_carry_it(marked: Pack, tmp_path: Path) -> None:
    theme, findings = read_theme(REPOSITORY / "styles", "civic")
    assert theme is not None, findings
    document = compose(marked, ())
    html = render_html(document, theme)
    count = sum(run.language == "cy" for _, run in runs(document))
    assert html.count('lang="cy"') == count
    path = tmp_path / "small.pdf"
    path.write_bytes(render_pdf(document, theme, charts.draw).data)
    with pikepdf.open(path) as pdf:
        tagged = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Lang") == "cy"]
    assert len(tagged) == count
