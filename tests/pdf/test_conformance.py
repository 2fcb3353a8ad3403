"""Every finished file keeps the standards it claims, and reads as its golden tree says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pdf import verapdf
from tests.pdf.checks import CHECKS
from tests.pdf.files import FILES, GOLDEN, WITH_DATA
from tests.pdf.planted import DEFECTS, KNOWN_TO_VERAPDF, planted
from tests.pdf.tree import tag_tree

GOLDENS = Path(__file__).parent / "goldens"


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, verapdf.Verdict]:
    """What veraPDF says of each file and of each planted defect that it knows, in one Java machine."""
    if reason := verapdf.lacking():
        if verapdf.required():
            pytest.fail(reason)
        pytest.skip(reason)
    sound = {name: make().data for name, make in FILES.items()}
    spoilt = {name: planted(sound["sample-with-data"], DEFECTS[name]) for name in KNOWN_TO_VERAPDF}
    return verapdf.validate(sound | spoilt, tmp_path_factory.mktemp("verapdf"))


@pytest.mark.parametrize("name", FILES)
def test_verapdf_finds_nothing(name: str, verdicts: dict[str, verapdf.Verdict]) -> None:
    pdfa = verapdf.PDFA3 if name in WITH_DATA else verapdf.PDFA2
    assert verdicts[name] == verapdf.Verdict(frozenset({pdfa, verapdf.PDFUA}), ())


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", FILES)
def test_our_checkers_find_nothing(name: str, check: str) -> None:
    assert CHECKS[check](FILES[name]().data) == []


@pytest.mark.parametrize("name", GOLDEN)
def test_the_tag_tree_is_as_agreed(name: str, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDENS / f"{name}.txt", tag_tree(FILES[name]().data))


def test_verapdf_is_awake(verdicts: dict[str, verapdf.Verdict]) -> None:
    sound = verapdf.Verdict(frozenset({verapdf.PDFA3, verapdf.PDFUA}), ())
    assert [name for name in KNOWN_TO_VERAPDF if verdicts[name] == sound] == []
