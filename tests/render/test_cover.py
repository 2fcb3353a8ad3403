"""The cover: everything on it, nothing over anything else, however long the title."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.content import Paragraph
from boardpack.document import Block, DocumentSection, SectionRole
from boardpack.errors import BoardpackError
from boardpack.render.pdf.paginate import Page
from tests.render.plans import plan_of
from tests.support import documents
from tests.support.documents import text
from tests.support.projects import BRANDS, theme


def cover(title: str, facts: int, brand: str = "civic") -> Page:
    blocks: tuple[Block, ...] = (
        Paragraph(text("Appendix 2"), "eyebrow"),
        Paragraph(text(title), "title"),
        Paragraph(text("October 2017"), "month"),
        Paragraph(text("35 indicators"), "headline"),
        Paragraph(text("A note. " * facts), "lead"),
        *(Paragraph(text(f"Label {index}: what is to be said of it"), "fact") for index in range(facts)),
    )
    section = DocumentSection(SectionRole.COVER, "Cover", blocks, "cover")
    [page] = plan_of(documents.document(section), theme(brand)).pages
    return page


@pytest.mark.parametrize("brand", BRANDS)
@pytest.mark.parametrize("facts", [0, 1, 4, 9, 24])
@pytest.mark.parametrize("words", [1, 6, 40])
def test_nothing_on_the_cover_meets_anything_else(words: int, facts: int, brand: str) -> None:
    page = cover("Improvement " * words, facts, brand)
    placed = page.placed
    assert len(placed) == 5 + facts
    geometry = theme(brand).page
    for index, one in enumerate(placed):
        assert one.bottom >= geometry.margin
        assert one.top <= geometry.height - geometry.margin
        for other in placed[index + 1 :]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.top, other.top) - max(one.bottom, other.bottom)
            assert across <= 0.1 or down <= 0.1


def test_a_cover_that_cannot_hold_its_words_says_so() -> None:
    with pytest.raises(BoardpackError, match=r"(?s)shorten the title.*\[page\]"):
        cover("Improvement " * 600, 3)


def test_only_a_cover_has_a_field() -> None:
    plan = plan_of(documents.pack_in_small())
    assert [page.is_cover for page in plan.pages][:2] == [True, False]
    assert replace(plan.pages[0], field=0.0).is_cover is False
