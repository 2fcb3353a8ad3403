"""What the tests of the PDF share: one run of veraPDF over every file."""

from __future__ import annotations

import pytest
import verapdf
from pdf_files import FILES
from pdf_planted import DEFECTS, planted


@pytest.fixture(scope="session")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, verapdf.Verdict]:
    """What veraPDF says of each file and of each planted defect, in one Java machine."""
    if reason := verapdf.lacking():
        if verapdf.required():
            pytest.fail(reason)
        pytest.skip(reason)
    sound = {name: make() for name, make in FILES.items()}
    spoilt = {name: planted(sound["sample-with-data"], edit) for name, edit in DEFECTS.items()}
    return verapdf.validate(sound | spoilt, tmp_path_factory.mktemp("verapdf"))
