"""Each planted defect is caught by our checkers or by the golden tree, veraPDF or none."""

from __future__ import annotations

import pytest

from tests.pdf.checks import complain, complaints
from tests.pdf.planted import DEFECTS, planted
from tests.pdf.sample import sample_with_data
from tests.pdf.tree import tag_tree


@pytest.fixture(scope="module")
def sound_tree() -> str:
    return tag_tree(sample_with_data())


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_is_caught(name: str, sound_tree: str) -> None:
    spoilt = planted(sample_with_data(), DEFECTS[name])
    assert any(complain(spoilt)) or tag_tree(spoilt) != sound_tree


def test_planting_nothing_is_not_caught(sound_tree: str) -> None:
    untouched = planted(sample_with_data(), lambda _: None)
    assert complaints(untouched) == []
    assert tag_tree(untouched) == sound_tree
