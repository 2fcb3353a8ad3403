"""A Document laid out again: the pages are those of a new layout, and only what changed is made anew."""

from __future__ import annotations

import io

import pikepdf
import pytest
from msgspec.structs import replace

from boardpack.charts import draw
from boardpack.compose import compose
from boardpack.content import Paragraph, Text
from boardpack.document import Document
from boardpack.load.project import Project
from boardpack.load.theme import read_look
from boardpack.model.pack import Pack
from boardpack.render.pdf import render_pdf, renderer
from boardpack.render.pdf.flow_builder import build_sections
from boardpack.render.pdf.renderer import Layout, lay_out, page_areas, paint_page
from boardpack.theme import Theme
from tests.support.projects import REPOSITORY


@pytest.fixture
def theme(small: Pack) -> Theme:
    theme, _ = read_look(Project(REPOSITORY), small)
    assert theme is not None
    return theme


@pytest.fixture
def document(small: Pack) -> Document:
    return compose(small, ())


def with_words(document: Document, anchor: str, words: str) -> Document:
    """The document with a paragraph more at the end of a section."""
    more = Paragraph((Text(words),))
    return replace(
        document,
        sections=tuple(
            replace(each, blocks=(*each.blocks, more)) if each.anchor == anchor else each
            for each in document.sections
        ),
    )


def content(layout: Layout, number: int) -> bytes:
    """What a page is painted with."""
    with pikepdf.open(io.BytesIO(paint_page(layout, number))) as pdf:
        return pdf.pages[0].Contents.read_bytes()


def test_the_pages_are_those_that_are_printed(document: Document, theme: Theme) -> None:
    layout = lay_out(document, theme, draw, 1)
    printed = render_pdf(document, theme, draw)
    assert (len(layout.pages), dict(layout.anchors)) == (printed.pages, dict(printed.anchors))


def test_only_what_changed_is_made_again(
    document: Document, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = lay_out(document, theme, draw, 1)
    made: list[str] = []
    build = build_sections

    def noting(given: Document, *others: object) -> object:
        made.extend(section.anchor for section in given.sections)
        return build(given, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(renderer, "build_sections", noting)
    second = lay_out(with_words(document, "streets", "A word more."), theme, draw, 2, first)
    assert made == ["streets"]
    page = second.anchors["streets"]
    assert [number for number, since in enumerate(second.since, start=1) if since == 2] == [page]
    again = lay_out(document, theme, draw, 3, lay_out(document, theme, draw, 2, first))
    assert set(again.since) == {1}


def test_what_is_laid_out_again_is_as_if_it_were_new(document: Document, theme: Theme) -> None:
    first = lay_out(document, theme, draw, 1)
    longer = with_words(document, "libraries", "Many words more. " * 400)
    for changed in (longer, replace(document, classification="Restricted"), document):
        again, new = lay_out(changed, theme, draw, 2, first), lay_out(changed, theme, draw, 2)
        assert (len(again.pages), dict(again.anchors)) == (len(new.pages), dict(new.anchors))
        assert all(content(again, number) == content(new, number) for number in range(1, len(new.pages) + 1))
        first = again


def test_a_page_is_new_when_what_is_beside_its_text_is(document: Document, theme: Theme) -> None:
    """Painting tells whether a page looks otherwise: no page that does is taken for the one before."""
    first = lay_out(document, theme, draw, 1)
    for changed in (
        with_words(document, "libraries", "Many words more. " * 400),
        with_words(document, "directors-summary", "A word more."),
        replace(document, classification="Restricted"),
        replace(document, stamp="DRAFT"),
    ):
        second = lay_out(changed, theme, draw, 2, first)
        for number, since in enumerate(second.since, start=1):
            if since == 1:
                assert content(second, number) == content(first, number)


def test_what_can_be_pointed_at_lies_on_the_page(document: Document, theme: Theme) -> None:
    layout = lay_out(document, theme, draw, 1)
    page, anchors = theme.page, set()
    for number in range(1, len(layout.pages) + 1):
        for area in page_areas(layout, number):
            anchors.add(area.anchor)
            assert -1 < area.x < area.x + area.width < page.width + 1
            assert -1 < area.top < area.top + area.height < page.height + 1
    named = {name for name, number in layout.anchors.items() if number > 1}
    assert named <= anchors
