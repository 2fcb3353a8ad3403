"""Every level of every scheme has a badge of its own: apart in shape, in grey, and readable on its colour."""

from __future__ import annotations

from itertools import combinations

import pytest

from boardpack.charts.columns import contrast
from boardpack.compose.phrases import TONE_BADGES
from boardpack.content import BadgeKind
from boardpack.load.rating_schemes import PLACES
from boardpack.model.rating import Tone
from boardpack.render.html.render import SHAPES as HTML_SHAPES
from boardpack.render.html.stylesheet import BADGES as HTML_BADGES
from boardpack.render.html.stylesheet import DARK
from boardpack.render.pdf.inlines import BADGES, MARKS, TINTS
from boardpack.theme import Theme
from tests.support import projects
from tests.support.projects import BRANDS


def luma(colour: tuple[float, float, float]) -> float:
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def roles(kind: BadgeKind) -> tuple[str, str]:
    role = HTML_BADGES[kind.value]
    return role, f"on_{role}"


@pytest.fixture(scope="module", params=BRANDS)
def theme(request: pytest.FixtureRequest) -> Theme:
    return projects.theme(str(request.param))


@pytest.mark.parametrize("tone", Tone)
def test_words_on_a_level_are_readable(tone: Tone, theme: Theme) -> None:
    back, front = roles(TONE_BADGES[tone])
    assert contrast(theme.colour(back), theme.colour(front)) >= 4.5
    assert contrast(theme.colour(f"{back}_soft"), theme.colour("ink")) >= 4.5


@pytest.mark.parametrize("number", PLACES)
def test_levels_of_a_scheme_are_apart_in_shape_and_in_grey(number: int, theme: Theme) -> None:
    kinds = [TONE_BADGES[tone] for tone in PLACES[number]]
    for table in (BADGES, MARKS, TINTS, HTML_SHAPES):
        assert len({str(table[kind]) for kind in kinds}) == number
    for one, other in combinations(kinds, 2):
        gap = abs(luma(theme.colour(roles(one)[0])) - luma(theme.colour(roles(other)[0])))
        assert gap >= 0.05, (one, other, gap)


@pytest.mark.parametrize("tone", Tone)
def test_words_on_a_level_are_readable_in_the_dark(tone: Tone) -> None:
    back, front = (DARK[role] for role in roles(TONE_BADGES[tone]))
    parts = [tuple(int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)) for code in (back, front)]
    assert contrast(*((one[0], one[1], one[2]) for one in parts)) >= 4.5
